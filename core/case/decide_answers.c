/* Answers: recorded, settled where they differ, confirmed by another unit. */
#include "core/case/answers.h"
#include "core/case/attach.h"

#include "core/base/jx.h"
#include "core/case/mend.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/about.h"
#include "core/form/answers.h"

#include <string.h>

bool
need_writer(struct deciding *d, const struct case_state *cs)
{
	const char *relation = row_relation(cs->row, d->actor->unit->code);

	if (str_eq(relation, "holder") || str_eq(relation, "asked"))
		return true;
	reason_add(d->out->reasons, NULL, NULL, ERR_NOT_HOLDER,
	    unit_title(d, jx_text(cs->row, "holder")), NULL);
	return false;
}

json_t *
answers_body(json_t *answers, json_t *before, const char *why)
{
	json_t *body = json_object();

	json_object_set_new(body, "answers", answers);
	if (json_object_size(before) > 0)
		json_object_set(body, "before", before);
	json_decref(before);
	if (why != NULL)
		json_object_set_new(body, "why", json_string(why));
	return body;
}

void
decide_answers(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *code = need_text(d, with, "form");
	const char *why = jx_text(with, "why");
	const struct form *form, *now;
	json_t *fresh, *before = NULL, *facts;

	if (refused(d) || !need_writer(d, cs))
		return;
	form = case_form_named(cs, d->procedure, code, true, &now);
	if (form == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_FORM,
		    SAME(code), NULL);
		return;
	}
	if (!case_shows_form(cs, d->procedure, d->actor, now)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_FORM_NOT_SHOWN,
		    &form->title, NULL);
		return;
	}
	d->files = cs;
	fresh = accept_answers(d, form, cs->answers,
	    json_object_get(with, "answers"), why, NULL, &before);
	if (fresh != NULL && json_object_size(fresh) == 0)
		reason_add(d->out->reasons, NULL, NULL, ERR_NOTHING_NEW, NULL);
	if (refused(d)) {
		json_decref(fresh);
		json_decref(before);
		return;
	}
	facts = json_object();
	propose_form(facts, form);
	propose_on_case(d, cs, "answers_recorded", facts,
	    answers_body(fresh, before, why));
}

/* ---- settling ---- */

/* What is contradicted under this name, or NULL and a reason. */
static const json_t *
need_contradicted(struct deciding *d, const struct case_state *cs,
    const char *name, const struct form **form)
{
	const json_t *old = json_object_get(cs->answers, name);
	const struct form_item *item = case_question(cs, d->procedure,
	    d->actor, name, form);

	if (item == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_QUESTION,
		    SAME(name), NULL);
	else if (answer_status(old) != FORM_CONTRADICTED)
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_NOT_CONTRADICTED, &item->label, NULL);
	else
		return old;
	return NULL;
}

/* The version with this value: the one that is seen, or one beside it. */
static const json_t *
version_of(const json_t *old, const json_t *value)
{
	const json_t *other;
	size_t i;

	if (json_equal(answer_value(old), value))
		return old;
	json_array_foreach(json_object_get(old, "other"), i, other)
		if (json_equal(json_object_get(other, "value"), value))
			return other;
	return NULL;
}

/*
 * The answer that counts from now on: what the version said of itself goes
 * with it; what the command says of it goes before that.
 */
static json_t *
settled(struct deciding *d, const struct form *form, const char *name,
    const json_t *old, const json_t *with)
{
	json_t *value = json_object_get(with, "value");
	const json_t *version = version_of(old, value);
	json_t *given = json_object(), *answer = json_object(), *clean;
	const char *key;
	size_t i;

	json_object_set(answer, "value", value);
	if (jx_bool(version, "estimated", false))
		json_object_set_new(answer, "estimated", json_true());
	for (i = 0; (key = about_key(i)) != NULL; i++) {
		json_t *said = json_object_get(with, key);

		if (said == NULL)
			said = json_object_get(version, key);
		if (said != NULL)
			json_object_set(answer, key, said);
	}
	json_object_set_new(given, name, answer);
	clean = answers_given(d, form, given);
	json_decref(given);
	return clean;
}

/*
 * The holder says which of two statements counts, or a third: all of them
 * stay in history.  Only this one answer is looked at; that its form may lack
 * others is no reason to leave two statements side by side.
 */
void
decide_settle(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_held(d, id, NULL);
	const char *name = need_text(d, with, "name");
	const char *why = need_why(d, with);
	const struct form *form;
	const json_t *old;
	json_t *fresh, *all, *own, *before, *facts;

	if (json_object_get(with, "value") == NULL ||
	    json_is_null(json_object_get(with, "value")))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("value"), NULL);
	if (refused(d))
		return;
	old = need_contradicted(d, cs, name, &form);
	if (old == NULL)
		return;
	fresh = settled(d, form, name, old, with);
	own = known_to_form(form, cs->answers);
	all = merge_answers(own, fresh);
	answers_check(d, form, all, fresh);
	d->files = cs;
	need_files(d, form, fresh, NULL);
	if (!refused(d)) {
		before = json_object();
		json_object_set(before, name, (json_t *)(void *)old);
		facts = json_object();
		propose_form(facts, form);
		propose_on_case(d, cs, "answer_settled", facts,
		    answers_body(json_incref(fresh), before, why));
	}
	json_decref(all);
	json_decref(own);
	json_decref(fresh);
}

/* ---- confirming ---- */

/* The unit that recorded what is known under a name, or NULL. */
static const char *
recorder_of(const struct case_state *cs, const char *name)
{
	int64_t seq = jx_int(cs->recorded, name, 0);
	size_t i = json_array_size(cs->events);

	while (i-- > 0) {
		const json_t *ev = json_array_get(cs->events, i);

		if (jx_int(ev, "seq", 0) == seq)
			return jx_text(ev, "unit");
	}
	return NULL;
}

/* May this be confirmed?  Adds a reason when it may not. */
static bool
confirmable(struct deciding *d, const struct case_state *cs,
    const char *name)
{
	const struct form *form;
	const struct form_item *item = case_question(cs, d->procedure,
	    d->actor, name, &form);
	const json_t *answer = json_object_get(cs->answers, name);
	enum err_code bad = ERR_NONE;

	if (item == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_QUESTION,
		    SAME(name), NULL);
		return false;
	}
	if (answer == NULL || (answer_is_empty(answer) &&
	    answer_status(answer) == 0) || form_is_computed(item))
		bad = ERR_NOTHING_TO_CONFIRM;
	else if (answer_status(answer) == FORM_CONTRADICTED)
		bad = ERR_ANSWER_CONTRADICTED;
	else if (str_eq(recorder_of(cs, name), d->actor->unit->code))
		bad = ERR_CONFIRMS_OWN;
	if (bad == ERR_NONE)
		return true;
	reason_add(d->out->reasons, NULL, fix_json(FIX_FORM, form->code,
	    name), bad, &item->label, NULL);
	return false;
}

/* What is confirmed: the name, the value, and the event that recorded it. */
static json_t *
check_confirmed(struct deciding *d, const struct case_state *cs,
    const json_t *names)
{
	json_t *list = json_array(), *seen = json_object();
	const json_t *item;
	size_t i;

	json_array_foreach(names, i, item) {
		const char *name = json_string_value(item);

		if (name == NULL || json_object_get(seen, name) != NULL) {
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_BAD_COMMAND, SAME("names"), NULL);
			break;
		}
		json_object_set_new(seen, name, json_true());
		if (confirmable(d, cs, name) && !case_is_confirmed(cs, name,
		    d->actor->unit->code))
			json_array_append_new(list, json_pack("{s:s,s:I,s:O}",
			    "name", name, "seq",
			    (json_int_t)jx_int(cs->recorded, name, 0),
			    "answer", json_object_get(cs->answers, name)));
	}
	json_decref(seen);
	if (!refused(d) && json_array_size(list) == 0)
		reason_add(d->out->reasons, NULL, NULL, ERR_NOTHING_NEW, NULL);
	return list;
}

/* Of whom the confirmation comes, and a note; both may be left out. */
static void
check_said(struct deciding *d, const json_t *with, json_t *body)
{
	static const char *const key[] = { "source", "note" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(key); i++) {
		json_t *said = json_object_get(with, key[i]);

		if (said == NULL || str_eq(json_string_value(said), ""))
			continue;
		if (about_is_valid(key[i], said))
			json_object_set(body, key[i], said);
		else
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_BAD_COMMAND, SAME(key[i]), NULL);
	}
}

/*
 * One agency confirms what another recorded, without asking the person again.
 * What is confirmed is the very record: a later change is another one.
 */
void
decide_confirm_answers(struct deciding *d, const char *id,
    const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const json_t *names = json_object_get(with, "names");
	size_t n = json_array_size(names);
	json_t *body, *facts, *list;

	if (n == 0 || n > NAMES_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("names"), NULL);
	if (refused(d) || !need_writer(d, cs))
		return;
	body = json_object();
	check_said(d, with, body);
	list = check_confirmed(d, cs, names);
	if (refused(d)) {
		json_decref(list);
		json_decref(body);
		return;
	}
	facts = json_object();
	json_object_set_new(facts, "count",
	    json_integer((json_int_t)json_array_size(list)));
	json_object_set_new(body, "confirmed", list);
	propose_on_case(d, cs, "answers_confirmed", facts, body);
}
