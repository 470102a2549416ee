/* Opening a form for the screen, over what a case already knows. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/functions.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <string.h>

bool
is_identifying(const struct form_item *item)
{
	return item->class == FORM_IDENTITY || item->class == FORM_CONTACT;
}

/* Would the form show who the person is, or where to find them? */
static bool
shows_identity(const struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *known)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(void *)known, name, value) {
		const struct form_item *item = form_question(form, name);

		if (item != NULL && !answer_is_empty(value) &&
		    is_identifying(item) &&
		    session_shows(s, cs, item) != FORM_HIDE)
			return true;
	}
	return false;
}

bool
note_reading(struct session *s, const char *case_id, const struct text *title,
    struct err *e)
{
	json_t *command = json_pack("{s:s,s:s,s:{s:s}}",
	    "do", "reveal_identity", "case", case_id,
	    "with", "why", text_in(title, LANG_VI));
	json_t *outcome = tn_execute(s, command);
	bool done = str_eq(jx_text(outcome, "outcome"), "done");

	if (!done)
		err_set(e, ERR_READ_NOT_NOTED, NULL);
	json_decref(outcome);
	json_decref(command);
	return done;
}

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

/* A form over answers (NULL: none), with the functions of guards. */
static struct fill *
open_fill(struct session *s, const struct form *form, const json_t *known,
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

/* What stands beside the rows: who may see them, versions, what is new. */
static void
mark_fill(struct session *s, const struct case_state *cs,
    const struct form *form, struct fill *fill)
{
	struct shown_to to = { s, cs };
	const struct form *kept = case_form_kept(cs, form);
	json_t *counts = versions_counts(s, cs, form), *pair;
	const char *name;

	fill_access(fill, shown_to, &to);
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
	*shown = case_shows_form(cs, p, s->unit->code, now);
	if (*shown || (for_act && case_fills_form(cs, p, s->unit, now)))
		return for_act ? now : form;
	err_set(e, ERR_FORM_NOT_SHOWN, text_in(&form->title, LANG_VI), NULL);
	return NULL;
}

/* The form over what the case knows. */
static struct fill *
fill_case(struct session *s, const char *id, const char *name, bool for_act,
    struct err *e)
{
	const struct procedure *p = s->tn->procedure;
	const struct case_state *cs = session_case(s, id);
	const struct form *form;
	json_t *known = NULL;
	struct fill *fill = NULL;
	bool shown = false;

	if (cs == NULL) {
		err_set(e, ERR_NO_SUCH_CASE, id, NULL);
		return NULL;
	}
	form = find_form(s, cs, name, for_act, &shown, e);
	if (form == NULL)
		return NULL;
	if (shown)
		known = for_act ? case_known_for_act(cs, p, form) :
		    known_to_form(form, cs->answers);
	if (shows_identity(s, cs, form, known)) {
		/* That writes to the case, which may move it. */
		cs = note_reading(s, id, &form->title, e) ?
		    session_case(s, id) : NULL;
	}
	if (cs != NULL)
		fill = open_fill(s, form, known, e);
	if (fill != NULL && for_act)
		fill_begin(fill);
	if (fill != NULL && shown)
		mark_fill(s, cs, form, fill);
	json_decref(known);
	return fill;
}

struct fill *
tn_fill(struct session *s, const char *case_id, const char *form_code,
    bool for_act, struct err *e)
{
	const struct form *form;

	tn_refresh(s->tn);
	if (case_id != NULL)
		return fill_case(s, case_id, form_code, for_act, e);
	form = form_today(s->tn, form_code);
	if (form != NULL)
		return open_fill(s, form, NULL, e);
	err_set(e, ERR_NO_SUCH_FORM, form_code, NULL);
	return NULL;
}
