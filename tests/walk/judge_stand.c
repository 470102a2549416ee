/*
 * What was said is not lost: of two statements that differ both stay, and
 * what forms see stays what it was, until the holder settles it; nobody
 * confirms its own words.
 */
#include "tests/walk/walk.h"

#include "core/form/answers.h"

#include <string.h>

/* Does some act begin with this question empty?  Then an occasion is over. */
static bool
begins_anew(const struct walk_case *c, const char *kind, const char *name)
{
	static const char *const act[] = { "step_taken", "request_sent",
	    "request_answered", "paper_recorded" };
	const struct regime *r = c->told.path->regime;
	bool acts = false;
	size_t i;

	for (i = 0; i < ARRAY_LEN(act); i++)
		acts = acts || strcmp(act[i], kind) == 0;
	for (i = 0; acts && i < r->n_form; i++) {
		const struct form_item *it = form_question(r->form[i], name);

		if (it != NULL && it->anew)
			return true;
	}
	return false;
}

/* All that stood beside stands there still, in its place. */
static bool
keeps(const json_t *before, const json_t *after)
{
	const json_t *old = json_object_get(before, "other"), *other;
	const json_t *now = json_object_get(after, "other");
	size_t i;

	json_array_foreach(old, i, other)
		if (!json_equal(other, json_array_get(now, i)))
			return false;
	return answer_status(after) == FORM_CONTRADICTED &&
	    json_equal(answer_value(before), answer_value(after));
}

static void
judge_answer(struct world *w, const struct walk_case *c,
    const struct event *ev, const char *name, const json_t *answer)
{
	const json_t *old = json_object_get(json_object_get(c->said, name),
	    "answer");
	size_t before = json_array_size(json_object_get(old, "other"));
	size_t after = json_array_size(json_object_get(answer, "other"));

	if (strcmp(ev->kind, "answer_settled") == 0) {
		law_holds(w, LAW_BESIDE, str_eq(ev->unit, c->told.holder) &&
		    answer_status(old) == FORM_CONTRADICTED && after == 0 &&
		    answer_status(answer) != FORM_CONTRADICTED, c, name);
		return;
	}
	if (before > 0 && !begins_anew(c, ev->kind, name))
		law_holds(w, LAW_BESIDE, keeps(old, answer) &&
		    after == before + 1, c, name);
	else if (after > 0)
		law_holds(w, LAW_BESIDE, after == 1 && keeps(old, answer) &&
		    !answer_is_empty(old), c, name);
}

/* The very record, by its event, and not of the unit itself. */
static void
judge_confirmed(struct world *w, const struct walk_case *c,
    const struct event *ev, const json_t *body)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(body, "confirmed"), i, item) {
		const json_t *said = json_object_get(c->said,
		    jx_text(item, "name"));

		law_holds(w, LAW_CONFIRMED, said != NULL &&
		    !str_eq(jx_text(said, "unit"), ev->unit) &&
		    jx_int(said, "seq", -1) == jx_int(item, "seq", 0) &&
		    json_equal(json_object_get(said, "answer"),
		    json_object_get(item, "answer")), c, "a confirmation");
	}
}

void
judge_said(struct world *w, struct walk_case *c, const struct event *ev,
    const json_t *body)
{
	const json_t *answers = json_object_get(body, "answers");
	const char *name;
	json_t *answer;

	if (c->said == NULL)
		c->said = json_object();
	judge_confirmed(w, c, ev, body);
	json_object_foreach((json_t *)(void *)answers, name, answer) {
		judge_answer(w, c, ev, name, answer);
		json_object_set_new(c->said, name, json_pack(
		    "{s:O,s:s,s:I}", "answer", answer, "unit", ev->unit,
		    "seq", (json_int_t)ev->seq));
	}
}
