/*
 * Coordination acts of Regulation 2548/2022: what is added to them, and their
 * end.  How they begin: decide_convene.c; plans: decide_task.c.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/coordination.h"
#include "core/case/row.h"

#include <string.h>

#define TEXT_LONGEST 24000	/* bytes of one text that is typed */
#define DAYS_AHEAD_MAX 36600

when_t
need_day(struct deciding *d, const json_t *with, const char *key)
{
	const char *text = need_text(d, with, key);
	day_t today = when_day(d->now, VN_OFFSET_MIN), day;

	if (text == NULL)
		return WHEN_NONE;
	if (!day_parse(text, &day) || day > today + DAYS_AHEAD_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME(key), NULL);
	else if (day < today)
		reason_add(d->out->reasons, NULL, NULL, ERR_DAY_PAST,
		    SAME(text), NULL);
	return refused(d) ? WHEN_NONE :
	    when_from_day(day + 1, VN_OFFSET_MIN, 0) - 1;
}

const char *
need_words(struct deciding *d, const json_t *with, const char *key)
{
	const char *text = need_text(d, with, key);

	if (text != NULL && strlen(text) > TEXT_LONGEST)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME(key), NULL);
	return text;
}

const struct coordination *
coordination_of(const struct procedure *p, const json_t *row)
{
	const char *code = jx_text(row, "coordination");
	const char *in = jx_text(row, "regime");
	const struct regime *r = in == NULL ? NULL : procedure_regime(p, in);

	return r == NULL || code == NULL ? NULL : regime_coordination(r, code);
}

json_t *
need_coordination(struct deciding *d, const json_t *with,
    const struct coordination **kind, bool lead)
{
	const char *id = need_text(d, with, "act"), *from;
	json_t *row;

	if (id == NULL)
		return NULL;
	propose_after(d, id);
	row = d->source->act(d->source->ctx, id);
	*kind = coordination_of(d->procedure, row);
	from = jx_text(row, "from");
	if (row == NULL || *kind == NULL ||
	    !str_eq(jx_text(row, "kind"), "coordination"))
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_ACT,
		    SAME(id), NULL);
	else if (!str_eq(jx_text(row, "state"), "open"))
		reason_add(d->out->reasons, &(*kind)->basis, NULL,
		    ERR_COORDINATION_CLOSED, SAME(id), NULL);
	else if (lead && !str_eq(from, d->actor->unit->code))
		reason_add(d->out->reasons, &(*kind)->basis, NULL,
		    ERR_NOT_LEAD, unit_title(d, from), NULL);
	else if (str_eq(from, d->actor->unit->code))
		need_who(d, &(*kind)->lead, &(*kind)->basis);
	if (!refused(d))
		return row;
	json_decref(row);
	return NULL;
}

static bool
is_word(const char *word, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(word, words[i]))
			return true;
	return false;
}

/* What is added, and whether this unit may add it. */
static const char *
need_what(struct deciding *d, const json_t *with,
    const struct coordination *k, const json_t *row)
{
	static const char *const all[] = {
		"minutes", "follow_up", "answer", "review", "note",
	};
	static const char *const of_invited[] = { "answer", "note" };
	const char *what = need_text(d, with, "what");
	bool lead = str_eq(jx_text(row, "from"), d->actor->unit->code);

	if (what == NULL)
		return NULL;
	if (!is_word(what, all, ARRAY_LEN(all)))
		reason_add(d->out->reasons, &k->basis, NULL, ERR_BAD_COMMAND,
		    SAME("what"), NULL);
	else if (!lead && !is_word(what, of_invited, ARRAY_LEN(of_invited)))
		reason_add(d->out->reasons, &k->basis, NULL, ERR_NOT_LEAD,
		    unit_title(d, jx_text(row, "from")), NULL);
	/* The lead writes down an answer only for a side without a terminal. */
	else if (lead && strcmp(what, "answer") == 0 &&
	    !jx_bool(row, "foreign", false))
		reason_add(d->out->reasons, &k->basis, NULL,
		    ERR_NO_FOREIGN_SIDE, &k->title, NULL);
	return what;
}

/* Answers of the kind's form, or a text: at least one of the two. */
static json_t *
need_content(struct deciding *d, const json_t *with,
    const struct coordination *k, bool form)
{
	const json_t *given = json_object_get(with, "answers");
	json_t *body = json_object(), *answers;

	if (given != NULL && (k->minutes == NULL || !form)) {
		reason_add(d->out->reasons, &k->basis, NULL, ERR_BAD_COMMAND,
		    SAME("answers"), NULL);
	} else if (given != NULL) {
		answers = accept_answers(d, k->minutes, NULL, given, NULL,
		    &k->basis, NULL);
		if (answers != NULL)
			json_object_set_new(body, "answers", answers);
	}
	if (given == NULL || json_object_get(with, "text") != NULL) {
		const char *text = need_words(d, with, "text");

		if (text != NULL)
			json_object_set_new(body, "text", json_string(text));
	}
	return body;
}

void
decide_record_coordination(struct deciding *d, const char *id,
    const json_t *with)
{
	const struct coordination *k;
	json_t *row = need_coordination(d, with, &k, false), *facts, *body;
	const char *what;
	when_t due = WHEN_NONE;

	(void)id;
	if (row == NULL)
		return;
	what = need_what(d, with, k, row);
	body = need_content(d, with, k, str_eq(what, "minutes") ||
	    str_eq(what, "answer"));
	if (json_object_get(with, "due") != NULL) {
		if (!str_eq(what, "follow_up") && !str_eq(what, "review"))
			reason_add(d->out->reasons, &k->basis, NULL,
			    ERR_BAD_COMMAND, SAME("due"), NULL);
		due = need_day(d, with, "due");
	}
	if (!refused(d)) {
		facts = json_object();
		json_object_set_new(facts, "what", json_string(what));
		if (due != WHEN_NONE)
			json_object_set_new(facts, "due", json_integer(due));
		propose(d, jx_text(row, "act"), 0, "coordination_recorded",
		    facts, json_incref(body));
	}
	json_decref(body);
	json_decref(row);
}

void
decide_close_coordination(struct deciding *d, const char *id,
    const json_t *with)
{
	const struct coordination *k;
	json_t *row = need_coordination(d, with, &k, true), *body;

	(void)id;
	if (row == NULL)
		return;
	/* How it ended is always told in words. */
	(void)need_words(d, with, "text");
	body = refused(d) ? json_object() : need_content(d, with, k, true);
	if (!refused(d))
		propose(d, jx_text(row, "act"), 0, "coordination_closed",
		    NULL, json_incref(body));
	json_decref(body);
	json_decref(row);
}
