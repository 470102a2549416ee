/* How coordination acts of Regulation 2548/2022 begin. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/coordination.h"
#include "core/case/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INVITED_MAX 100		/* below WORK_ROWS_MAX */

/* What the act is attached to: one of the two, as its kind allows. */
static void
need_attachment(struct deciding *d, const struct coordination *k,
    const json_t *with)
{
	bool of_case = json_object_get(with, "case") != NULL;
	bool of_period = json_object_get(with, "period") != NULL;
	const json_t *period = json_object_get(with, "period");
	enum err_code bad = ERR_NONE;
	day_t from, to;

	if (k->of_case && k->of_period && of_case == of_period)
		bad = ERR_COORDINATION_EITHER;
	else if (!k->of_period && (of_period || !of_case))
		bad = ERR_COORDINATION_CASE;
	else if (!k->of_case && (of_case || !of_period))
		bad = ERR_COORDINATION_PERIOD;
	if (bad != ERR_NONE) {
		reason_add(d->out->reasons, &k->basis, NULL, bad, &k->title,
		    NULL);
	} else if (of_period) {
		const char *a = need_text(d, period, "from");
		const char *b = need_text(d, period, "to");

		if (a != NULL && b != NULL && (!day_parse(a, &from) ||
		    !day_parse(b, &to) || from > to))
			reason_add(d->out->reasons, &k->basis, NULL,
			    ERR_BAD_COMMAND, SAME("period"), NULL);
	}
}

/* The case of the command: held by this unit, or asked of it; or NULL. */
static const struct case_state *
need_own_case(struct deciding *d, const json_t *with)
{
	const char *id = need_text(d, with, "case");
	const struct case_state *cs = id == NULL ? NULL : need_case(d, id);
	const char *relation;

	if (cs == NULL)
		return NULL;
	relation = row_relation(cs->row, d->actor->unit->code);
	if (!str_eq(relation, "holder") && !str_eq(relation, "asked"))
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_HOLDER,
		    unit_title(d, jx_text(cs->row, "holder")), NULL);
	return refused(d) ? NULL : cs;
}

static const struct coordination *
need_kind(struct deciding *d, const json_t *with, const struct regime **regime)
{
	const char *code = need_text(d, with, "kind");
	const struct coordination *k = NULL;
	const struct case_state *cs;

	*regime = procedure_regime_on(d->procedure,
	    when_day(d->now, VN_OFFSET_MIN));
	if (json_object_get(with, "case") != NULL) {
		cs = need_own_case(d, with);
		*regime = cs == NULL ? NULL : case_regime(cs, d->procedure);
	}
	if (refused(d))
		return NULL;
	if (*regime != NULL)
		k = regime_coordination(*regime, code);
	if (k == NULL)
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_NO_SUCH_COORDINATION, SAME(code), NULL);
	return k;
}

static void
need_invited(struct deciding *d, const struct coordination *k,
    const json_t *list, bool foreign)
{
	const json_t *item;
	char limit[16];
	size_t i, j;

	if (list != NULL && !json_is_array(list))
		reason_add(d->out->reasons, &k->basis, NULL, ERR_BAD_COMMAND,
		    SAME("invited"), NULL);
	if (json_array_size(list) == 0 && !foreign)
		reason_add(d->out->reasons, &k->basis, NULL,
		    ERR_NOBODY_INVITED, &k->title, NULL);
	snprintf(limit, sizeof(limit), "%d", INVITED_MAX);
	if (json_array_size(list) > INVITED_MAX) {
		reason_add(d->out->reasons, &k->basis, NULL,
		    ERR_TOO_MANY_INVITED, SAME(limit), NULL);
		return;
	}
	json_array_foreach(list, i, item) {
		const char *code = json_string_value(item);

		if (code == NULL) {
			reason_add(d->out->reasons, &k->basis, NULL,
			    ERR_BAD_COMMAND, SAME("invited"), NULL);
			return;
		}
		(void)need_receiver(d, code, &k->invited, &k->basis);
		for (j = 0; j < i; j++)
			if (json_equal(json_array_get(list, j), item))
				reason_add(d->out->reasons, &k->basis, NULL,
				    ERR_INVITED_TWICE, unit_title(d, code),
				    NULL);
	}
}

/* A foreign side is a name that is typed: only the sealed body holds it. */
static const char *
need_foreign_side(struct deciding *d, const struct coordination *k,
    const json_t *with)
{
	const char *side;

	if (json_object_get(with, "foreign_side") == NULL)
		return NULL;
	side = need_words(d, with, "foreign_side");
	if (side != NULL && !k->foreign)
		reason_add(d->out->reasons, &k->basis, NULL,
		    ERR_NO_FOREIGN_SIDE, &k->title, NULL);
	return side;
}

/*
 * By when answers are awaited: the term where one is known, else the day that
 * is asked for, else no day at all.
 */
static void
put_due(struct deciding *d, json_t *facts, const struct coordination *k,
    const json_t *answers, when_t asked)
{
	static const char *const copied[] = { "due", "by", "certain" };
	const json_t *clock;
	json_t *made = json_object();
	const struct clock_kind *kind = k->clock;
	size_t i;

	if (kind != NULL)
		propose_clocks(d, made, &kind, 1, NULL, 0, answers, NULL);
	clock = json_array_get(json_object_get(json_object_get(made,
	    "clocks"), "start"), 0);
	if (asked != WHEN_NONE && !str_eq(jx_text(clock, "by"), "term")) {
		json_object_set_new(facts, "due", json_integer(asked));
		json_object_set_new(facts, "by", json_string("asked"));
		json_object_set_new(facts, "certain", json_true());
	} else if (clock != NULL) {
		for (i = 0; i < ARRAY_LEN(copied); i++)
			if (json_object_get(clock, copied[i]) != NULL)
				json_object_set(facts, copied[i],
				    json_object_get(clock, copied[i]));
	}
	json_decref(made);
}

/* The day that a form of coordination asks for, when no clock does. */
static when_t
asked_in_form(struct deciding *d, const json_t *answers)
{
	json_t *with;
	when_t due;

	if (jx_text(answers, "coordination_wanted_by") == NULL)
		return WHEN_NONE;
	with = json_pack("{s:s}", "due",
	    jx_text(answers, "coordination_wanted_by"));
	due = need_day(d, with, "due");
	json_decref(with);
	return due;
}

static void
propose_opening(struct deciding *d, const struct coordination *k,
    const struct regime *regime, const json_t *with, json_t *answers,
    when_t asked)
{
	static const char *const copied[] = { "case", "period" };
	json_t *facts = json_object(), *body = json_object(), *invited;
	char *act = propose_id(d, facts, "coordination", "P"), *number;
	const char *side = jx_text(with, "foreign_side");
	const json_t *item;
	size_t i;

	number = k->paper == NULL ? NULL : paper_number(d, k->paper, facts);
	json_object_set_new(facts, "kind", json_string(k->code));
	json_object_set_new(facts, "regime", json_string(regime->code));
	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(with, copied[i]) != NULL)
			json_object_set(facts, copied[i],
			    json_object_get(with, copied[i]));
	if (json_object_get(facts, "period") != NULL)
		json_object_set_new(facts, "period", json_pack("{s:s,s:s}",
		    "from", jx_text(json_object_get(with, "period"), "from"),
		    "to", jx_text(json_object_get(with, "period"), "to")));
	json_object_set_new(facts, "foreign", json_boolean(side != NULL));
	invited = json_array();
	json_array_foreach(json_object_get(with, "invited"), i, item)
		json_array_append_new(invited,
		    json_string(json_string_value(item)));
	json_object_set_new(facts, "invited", invited);
	if (number != NULL)
		json_object_set_new(facts, "number", json_string(number));
	put_due(d, facts, k, answers, asked);
	json_object_set(body, "answers", answers);
	if (side != NULL)
		json_object_set_new(body, "foreign_side", json_string(side));
	propose(d, act, 0, "coordination_opened", facts, body);
	propose_key(d, act, d->actor->unit->code, false);
	json_array_foreach(invited, i, item)
		propose_key(d, act, json_string_value(item), false);
	free(number);
	free(act);
}

void
decide_open_coordination(struct deciding *d, const char *id, const json_t *with)
{
	const struct regime *regime;
	const struct coordination *k = need_kind(d, with, &regime);
	when_t asked = WHEN_NONE;
	json_t *answers;

	(void)id;
	if (k == NULL)
		return;
	need_who(d, &k->lead, &k->basis);
	need_attachment(d, k, with);
	need_invited(d, k, json_object_get(with, "invited"),
	    need_foreign_side(d, k, with) != NULL);
	answers = accept_answers(d, k->form, NULL,
	    json_object_get(with, "answers"), NULL, &k->basis, NULL);
	if (json_object_get(with, "due") != NULL)
		asked = need_day(d, with, "due");
	else if (answers != NULL)
		asked = asked_in_form(d, answers);
	if (!refused(d))
		propose_opening(d, k, regime, with, answers, asked);
	json_decref(answers);
}
