/*
 * Looking at what is masked or hidden, with a reason: one answer for a minute
 * (reveal_answer), or, breaking the glass, the whole case for some hours.
 * Whoever breaks it has the key already, as superior, as former holder or
 * within the unit; the rest is told one sentence, whether there is such a case
 * or not.  Holder and superior see it until somebody else has reviewed it
 * (security.md S-39, S-40).
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/mend.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <string.h>

/* ---- one answer ---- */

/*
 * Is it masked to the actor where answers are read?  Lists mask whom they are
 * about for everybody; there is nothing to reveal in that.
 */
static bool
is_masked_somewhere(const struct deciding *d, const struct case_state *cs,
    const struct form_item *item)
{
	struct actor a = *d->actor;
	unsigned i;

	for (i = 0; i < RIGHT_PLACES; i++) {
		a.in = (enum right_place)i;
		if (a.in != RIGHT_IN_LIST && a.in != RIGHT_IN_SEARCH &&
		    case_class_shown(cs, d->procedure, &a, item->class) ==
		    FORM_MASK)
			return true;
	}
	return false;
}

void
decide_reveal_answer(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *name = need_text(d, with, "name");
	const char *why = need_why(d, with);
	const struct form_item *item;
	const struct form *form;
	json_t *facts;

	if (refused(d))
		return;
	item = case_question(cs, d->procedure, d->actor, name, &form);
	if (item == NULL || !form_is_question(item))
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_QUESTION,
		    SAME(name), NULL);
	else if (!is_masked_somewhere(d, cs, item))
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_MASKED,
		    &item->label, NULL);
	if (refused(d))
		return;
	facts = json_object();
	json_object_set_new(facts, "answer", json_string(name));
	json_object_set_new(facts, "class",
	    json_string(form_class_name(item->class)));
	propose_on_case(d, cs, "answer_read", facts,
	    json_pack("{s:s}", "why", why));
}

/* ---- the glass ---- */

/* Until when it stays open; WHEN_NONE when no term is known. */
static when_t
glass_end(const struct deciding *d, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, d->procedure);
	const struct legal_value *v = regime == NULL ? NULL :
	    regime->glass_open_for;
	struct deadline deadline = DEADLINE_INIT;
	enum term_unit unit;
	when_t end = WHEN_NONE;

	if (v != NULL && v->has_value && term_unit_parse(v->unit, &unit) &&
	    deadline_compute(d->procedure->calendar, d->now,
	    (struct term){ v->value, unit }, NULL, 0, &deadline, NULL))
		end = deadline.due;
	deadline_done(&deadline);
	return end;
}

/* The same on the site, so that no list has to look through all cases. */
static void
note_on_site(struct deciding *d, const char *kind, json_t *facts)
{
	propose_after(d, STREAM_SITE);
	propose(d, STREAM_SITE, 0, kind, facts, NULL);
}

void
decide_break_glass(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = d->source->open(d->source->ctx, id);
	const char *why = need_why(d, with);
	when_t end;

	if (refused(d))
		return;
	/* Not "no such case": whether there is one is not said. */
	if (cs == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_GLASS_NO_KEY,
		    SAME(id), NULL);
		/* Who could is not said either. */
		reason_by_who(d, &(struct who){ 0 });
		return;
	}
	d->about = cs;
	end = glass_end(d, cs);
	if (row_glass_is_open(cs->row, d->actor))
		reason_add(d->out->reasons, NULL, NULL, ERR_GLASS_OPEN, NULL);
	else if (end == WHEN_NONE)
		reason_add(d->out->reasons, NULL, NULL, ERR_GLASS_NO_TERM,
		    NULL);
	if (refused(d))
		return;
	propose_on_case(d, cs, "glass_broken",
	    json_pack("{s:I}", "until", (json_int_t)end),
	    json_pack("{s:s}", "why", why));
	note_on_site(d, "glass_noted", json_pack("{s:s,s:I}", "case", cs->id,
	    "until", (json_int_t)end));
}

const json_t *
row_glass(const json_t *row, const char *op_id)
{
	const json_t *glass;
	size_t i;

	json_array_foreach(json_object_get(row, "glass"), i, glass)
		if (str_eq(jx_text(glass, "glass"), op_id))
			return glass;
	return NULL;
}

static const struct {
	const char *code;
	struct text title;
} findings[] = {
	{ "justified", { (char *)"Mở có lý do chính đáng",
	    (char *)"There was good reason" } },
	{ "unjustified", { (char *)"Mở không có lý do chính đáng",
	    (char *)"There was no good reason" } },
	{ "follow_up", { (char *)"Cần xác minh thêm",
	    (char *)"To be looked into further" } },
};

const struct text *
glass_finding(const char *code)
{
	size_t i;

	for (i = 0; code != NULL && i < ARRAY_LEN(findings); i++)
		if (strcmp(findings[i].code, code) == 0)
			return &findings[i].title;
	return NULL;
}

/*
 * {glass, finding, why}: ends it, if it is still open, and takes it off the
 * lists.  That somebody looked without good reason is not said without words;
 * a good reason stands in the breaking already.
 */
void
decide_review_glass(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *which = need_text(d, with, "glass");
	const char *finding = need_text(d, with, "finding");
	const char *why = jx_text(with, "why");
	const json_t *glass;

	if (finding != NULL && glass_finding(finding) == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("finding"), NULL);
	else if (finding != NULL && !str_eq(finding, "justified"))
		(void)need_why(d, with);
	if (refused(d))
		return;
	glass = row_glass(cs->row, which);
	if (glass == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_GLASS,
		    NULL);
	else if (str_eq(jx_text(glass, "by"), d->actor->officer))
		reason_add(d->out->reasons, NULL, NULL, ERR_GLASS_OWN, NULL);
	if (refused(d))
		return;
	propose_on_case(d, cs, "glass_reviewed", json_pack("{s:s,s:s}",
	    "glass", which, "finding", finding), why == NULL ? NULL : json_pack("{s:s}", "why", why));
	note_on_site(d, "glass_closed", json_pack("{s:s,s:s}", "case", cs->id,
	    "glass", which));
}
