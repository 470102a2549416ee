/* Opening a form for the screen, over what a case already knows. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/functions.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <string.h>

const struct form *
form_today(const struct tn *tn, const char *code)
{
	const struct procedure *p = tn->procedure;
	day_t today = when_day(tn_now(tn), VN_OFFSET_MIN);
	const struct form *form = NULL;
	size_t i;

	for (i = 0; form == NULL && i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		if ((r->from == DAY_NONE || today >= r->from) &&
		    (r->to == DAY_NONE || today <= r->to))
			form = regime_form(r, code);
	}
	return form;
}

struct fill *
fill_of(struct session *s, const struct form *form, const json_t *known,
    struct err *e)
{
	const struct procedure *p = s->tn->procedure;
	struct fill *fill = fill_open(form, p->form_lists, known,
	    tn_now(s->tn), e);

	if (fill != NULL)
		fill_use(fill, case_function, p->calendar);
	return fill;
}

struct shown_to {
	struct session *s;
	const struct case_state *cs;
};

static enum form_show
shown_to(void *ctx, const struct form_item *item)
{
	const struct shown_to *to = ctx;

	return session_shows(to->s, to->cs, item);
}

/*
 * What is masked from this officer stays dots until reveal_answer is in the
 * journal and the form is opened again; expressions go on seeing it.
 */
static void
keep_masked(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *known, struct fill *fill)
{
	json_t *answers = json_deep_copy(known);
	json_t *names = withheld_from(s, cs, form, answers);

	if (json_object_size(names) > 0)
		fill_withhold(fill, names);
	json_decref(names);
	json_decref(answers);
}

/* What stands beside the rows: who may see them, versions, what is new. */
static void
mark_fill(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *known, struct fill *fill)
{
	struct shown_to to = { s, cs };
	const struct form *kept = case_form_kept(cs, form);
	json_t *counts = versions_counts(s, cs, form), *pair;
	const char *name;

	fill_access(fill, shown_to, &to);
	keep_masked(s, cs, form, known, fill);
	json_object_foreach(counts, name, pair)
		fill_mark(fill, name, (size_t)json_integer_value(
		    json_array_get(pair, 0)), (size_t)json_integer_value(
		    json_array_get(pair, 1)));
	if (kept->version < form->version)
		fill_mark_added(fill, kept);
	json_decref(counts);
}

/*
 * The form in its version, when this session may open it.  An act asks by the
 * form of today; what was recorded is shown and corrected in the version it
 * was recorded in, unless a newer one is asked for by name.
 */
static const struct form *
find_form(struct session *s, const struct case_state *cs, const char *name,
    bool for_act, bool *shown, struct err *e)
{
	const struct procedure *p = s->tn->procedure;
	const struct form *now, *form = case_form_named(cs, p, name, false,
	    &now);

	if (form == NULL) {
		err_set(e, ERR_NO_SUCH_FORM, name, NULL);
		return NULL;
	}
	*shown = case_shows_form(cs, p, &s->actor, now);
	if (*shown || (for_act && case_fills_form(cs, p, s->unit, now)))
		return for_act ? now : form;
	err_set(e, ERR_FORM_NOT_SHOWN, text_in(&form->title, LANG_VI), NULL);
	return NULL;
}

bool
filling_find(struct session *s, const char *id, const char *name,
    bool for_act, struct filling *out, struct err *e)
{
	const struct procedure *p = s->tn->procedure;

	memset(out, 0, sizeof(*out));
	out->cs = session_case(s, id);
	if (out->cs == NULL)
		return err_set(e, ERR_NO_SUCH_CASE, id, NULL);
	out->form = find_form(s, out->cs, name, for_act, &out->shown, e);
	if (out->form == NULL)
		return false;
	if (out->shown)
		out->known = for_act ?
		    case_known_for_act(out->cs, p, out->form) :
		    known_to_form(out->form, out->cs->answers);
	if (!note_form(s, out->cs, out->form, out->known, e))
		return false;
	/* That may have written to the case, which may move it. */
	out->cs = session_case(s, id);
	return out->cs != NULL;
}

/* The form over what the case knows. */
static struct fill *
fill_case(struct session *s, const char *id, const char *name, bool for_act,
    struct err *e)
{
	struct fill *fill = NULL;
	struct filling f;

	if (filling_find(s, id, name, for_act, &f, e))
		fill = fill_of(s, f.form, f.known, e);
	if (fill != NULL && for_act)
		fill_begin(fill);
	if (fill != NULL && f.shown)
		mark_fill(s, f.cs, f.form, f.known, fill);
	json_decref(f.known);
	return fill;
}

/* A hidden case is left to fill_case(), which finds none. */
static bool
may_fill(struct session *s, const char *case_id, struct err *e)
{
	const struct procedure *p = s->tn->procedure;
	const struct case_state *cs = case_id == NULL ? NULL :
	    session_case(s, case_id);
	int op = rights_query("fill_data");

	if (cs != NULL && !case_shows_person(cs, &s->actor))
		return err_set(e, ERR_SUPERIOR_ONLY, NULL);
	if (cs != NULL ? row_allows(cs->row, p, &s->actor, op) :
	    actor_has_right(p, &s->actor, op))
		return true;
	return err_set(e, ERR_NO_RIGHT, text_in(&s->unit->title, LANG_VI),
	    "fill_data", NULL);
}

struct fill *
tn_fill(struct session *s, const char *case_id, const char *form_code,
    bool for_act, struct err *e)
{
	const struct form *form;
	enum err_code code;

	tn_refresh(s->tn);
	if (case_id != NULL && s->tn->remote != NULL)
		return remote_fill(s, case_id, form_code, for_act, e);
	if (s->tn->remote == NULL) {
		code = session_check(s, NULL);
		if (code != ERR_NONE) {
			err_set(e, code, NULL);
			return NULL;
		}
	}
	session_at(s, RIGHT_IN_FORM);
	if (s->tn->remote == NULL && !may_fill(s, case_id, e))
		return NULL;
	if (case_id != NULL)
		return fill_case(s, case_id, form_code, for_act, e);
	form = form_today(s->tn, form_code);
	if (form != NULL)
		return fill_of(s, form, NULL, e);
	err_set(e, ERR_NO_SUCH_FORM, form_code, NULL);
	return NULL;
}
