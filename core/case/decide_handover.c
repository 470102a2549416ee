/*
 * Hand-over: an offer to a unit, and persons handed to a foreign side, which
 * is done at once (design 5).  The other side's answer: decide_accept.c.
 *
 * Minutes, lines and receipts are answers of the act, not of a case: they
 * begin empty each time, so that no form is used up here ("asked anew").
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

/*
 * One act has one form for its head, one for its lines and one kind of
 * receiver: a case whose procedure wants others goes on another act.
 */
static bool
same_act(const struct step *a, const struct step *b)
{
	return a->form == b->form && a->line == b->line &&
	    a->receipt == b->receipt && a->foreign == b->foreign;
}

/* A case that may be offered by this step; what blocks it is added. */
static const struct step *
need_offerable(struct deciding *d, const char *case_id, const char *step_code)
{
	const struct case_state *cs = need_case(d, case_id);
	const struct path *path;
	const struct step *step;

	if (cs == NULL)
		return NULL;
	path = case_path(cs, d->procedure);
	step = path == NULL ? NULL : path_step(path, step_code);
	if (step == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_STEP,
		    SAME(step_code), NULL);
	else if (!step->handover)
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_NOT_A_HANDOVER, &step->title, NULL);
	else
		need_step(d, cs, step, cs->answers);
	return step;
}

/* Nobody can be handed over twice on one act. */
static bool
is_twice(const json_t *cases, size_t at)
{
	const char *id = json_string_value(json_array_get(cases, at));
	size_t i;

	for (i = 0; i < at; i++)
		if (str_eq(json_string_value(json_array_get(cases, i)), id))
			return true;
	return false;
}

/* Every case of the act; each reason names the case it is about. */
static const struct step *
need_cases(struct deciding *d, const json_t *cases, const char *code,
    const char *to)
{
	const struct step *first = NULL, *step;
	const struct unit *unit = to == NULL ? NULL :
	    procedure_unit(d->procedure, to);
	json_t *reasons = d->out->reasons;
	const json_t *item;
	size_t i, before;

	json_array_foreach(cases, i, item) {
		const char *id = json_string_value(item);

		before = json_array_size(reasons);
		if (id == NULL) {
			reason_add(reasons, NULL, NULL, ERR_BAD_COMMAND,
			    SAME("cases"), NULL);
			return NULL;
		}
		if (is_twice(cases, i)) {
			reason_add(reasons, NULL, NULL, ERR_PERSON_TWICE,
			    SAME(id), NULL);
			continue;
		}
		step = need_offerable(d, id, code);
		if (step != NULL && first == NULL)
			first = step;
		if (step != NULL && (!same_act(first, step) ||
		    (unit != NULL && who_has_kind(&first->receiver,
		    unit->kind) && !who_has_kind(&step->receiver,
		    unit->kind))))
			reason_add(reasons, &step->basis, NULL,
			    ERR_OTHER_ACT, &step->title, NULL);
		if (json_array_size(cases) > 1)
			reasons_about(reasons, before, ERR_CASE_LINE, id,
			    "case", json_string(id));
	}
	return first;
}

static const struct step *
need_offer(struct deciding *d, const json_t *with, const struct unit **to)
{
	const char *code = need_text(d, with, "step");
	const json_t *cases = json_object_get(with, "cases");
	const struct step *step;
	char limit[16];

	if (json_array_size(cases) == 0)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("cases"), NULL);
	snprintf(limit, sizeof(limit), "%d", PERSONS_MAX);
	if (json_array_size(cases) > PERSONS_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_TOO_MANY_PERSONS,
		    SAME(limit), NULL);
	if (refused(d))
		return NULL;
	step = need_cases(d, cases, code, jx_text(with, "to"));
	if (step != NULL && !step->foreign) {
		const char *to_code = need_text(d, with, "to");

		if (to_code != NULL)
			*to = need_receiver(d, to_code, &step->receiver,
			    &step->basis);
	}
	return refused(d) ? NULL : step;
}

/*
 * What is recorded of each person: a line for everybody, or no table at all
 * (a table that leaves somebody out is a mistake).  Returns {case: answers},
 * a new object.
 */
static json_t *
need_lines(struct deciding *d, const struct step *step, const json_t *cases,
    const json_t *given)
{
	json_t *lines = json_object(), *value, *reasons = d->out->reasons;
	const json_t *item;
	const char *id;
	size_t i, before;

	if (given == NULL || (json_is_object(given) &&
	    json_object_size(given) == 0))
		return lines;
	if (!json_is_object(given) || step->line == NULL) {
		reason_add(reasons, &step->basis, NULL, ERR_BAD_COMMAND,
		    SAME("lines"), NULL);
		return lines;
	}
	json_array_foreach(cases, i, item) {
		id = json_string_value(item);
		value = json_object_get(given, id);
		before = json_array_size(reasons);
		if (value == NULL) {
			reason_add(reasons, &step->basis, NULL,
			    ERR_NO_LINE, NULL);
		} else {
			value = accept_answers(d, step->line, NULL, value,
			    NULL, &step->basis, NULL);
			if (value != NULL)
				json_object_set_new(lines, id, value);
		}
		reasons_about(reasons, before, ERR_CASE_LINE, id, "case",
		    json_string(id));
	}
	/* A line of somebody who is not on the act. */
	before = 0;
	json_array_foreach(cases, i, item)
		before += json_object_get(given,
		    json_string_value(item)) != NULL;
	if (before < json_object_size(given))
		reason_add(reasons, &step->basis, NULL, ERR_BAD_COMMAND,
		    SAME("lines"), NULL);
	return lines;
}

/* The act's minutes number as the paper of a case. */
static json_t *
papers_of(const struct step *step, const char *number)
{
	json_t *list = json_array(), *item;
	size_t i;

	for (i = 0; i < step->n_paper && number != NULL; i++) {
		item = json_object();
		json_object_set_new(item, "code",
		    json_string(step->paper[i]->code));
		json_object_set_new(item, "number", json_string(number));
		json_array_append_new(list, item);
	}
	return list;
}

static void
offer_case(struct deciding *d, const char *id, const char *code,
    const struct unit *to, const char *act, const char *number,
    const json_t *minutes)
{
	const struct case_state *cs = d->source->open(d->source->ctx, id);
	const struct step *step = path_step(case_path(cs, d->procedure), code);
	json_t *facts = json_object(), *body = json_object();

	json_object_set_new(facts, "act", json_string(act));
	json_object_set_new(facts, "step", json_string(step->code));
	json_object_set_new(facts, "to_unit", json_string(to->code));
	propose_clocks(d, facts, step->start, step->n_start, NULL, 0,
	    minutes, to->code);
	json_object_set_new(body, "papers", papers_of(step, number));
	propose_on_case(d, cs, "offered", facts, body);
	propose_key(d, id, to->code, false);
}

/* To a foreign side nothing is awaited: the case moves on at once. */
static void
hand_abroad(struct deciding *d, const char *id, const char *code,
    const char *act, const char *number, const json_t *minutes)
{
	const struct case_state *cs = d->source->open(d->source->ctx, id);
	const struct step *step = path_step(case_path(cs, d->procedure), code);
	json_t *facts = step_facts(cs, step), *body = json_object();

	json_object_set_new(facts, "act", json_string(act));
	propose_clocks(d, facts, step->start, step->n_start, step->stop,
	    step->n_stop, minutes, NULL);
	propose_stop_one(facts, step->stop_one, step->n_stop_one);
	json_object_set_new(body, "papers", papers_of(step, number));
	propose_on_case(d, cs, "step_taken", facts, body);
}

static void
propose_offer(struct deciding *d, const struct step *step,
    const struct unit *to, json_t *minutes, json_t *lines,
    const json_t *cases)
{
	json_t *facts = json_object(), *body = json_object();
	char *act = propose_id(d, facts, "act", "A"), *number = NULL;
	const struct case_state *first = d->source->open(d->source->ctx,
	    json_string_value(json_array_get(cases, 0)));
	const json_t *item;
	size_t i;

	if (step->n_paper > 0)
		number = paper_number(d, step->paper[0], facts);
	json_object_set_new(facts, "step", json_string(step->code));
	json_object_set_new(facts, "path",
	    json_string(jx_text(first->row, "path")));
	json_object_set_new(facts, "regime",
	    json_string(jx_text(first->row, "regime")));
	if (to != NULL)
		json_object_set_new(facts, "to", json_string(to->code));
	else
		json_object_set_new(facts, "foreign", json_true());
	if (number != NULL)
		json_object_set_new(facts, "number", json_string(number));
	json_object_set(facts, "cases", (json_t *)(void *)cases);
	json_object_set(body, "minutes", minutes);
	json_object_set(body, "lines", lines);
	propose(d, act, 0, "handover_offered", facts, body);
	propose_key(d, act, d->actor->unit->code, false);
	if (to != NULL)
		propose_key(d, act, to->code, false);
	json_array_foreach(cases, i, item) {
		const char *id = json_string_value(item);

		if (to != NULL)
			offer_case(d, id, step->code, to, act, number,
			    minutes);
		else
			hand_abroad(d, id, step->code, act, number, minutes);
	}
	free(number);
	free(act);
}

void
decide_offer(struct deciding *d, const char *id, const json_t *with)
{
	const struct unit *to = NULL;
	const struct step *step = need_offer(d, with, &to);
	const json_t *cases = json_object_get(with, "cases");
	json_t *minutes, *lines;

	(void)id;
	if (step == NULL)
		return;
	minutes = step->form == NULL ? json_object() :
	    accept_answers(d, step->form, NULL,
	    json_object_get(with, "minutes"), NULL, &step->basis, NULL);
	lines = need_lines(d, step, cases, json_object_get(with, "lines"));
	if (!refused(d))
		propose_offer(d, step, to, minutes, lines, cases);
	json_decref(lines);
	json_decref(minutes);
}
