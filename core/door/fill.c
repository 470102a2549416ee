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
shows_identity(const struct form *form, const json_t *known)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(void *)known, name, value) {
		const struct form_item *item = form_question(form, name);

		if (item != NULL && !answer_is_empty(value) &&
		    is_identifying(item))
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

/* A form of a regime in force today, for somebody who has no case yet. */
static const struct form *
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

/*
 * The form over what the case knows.  An act asks by the form of today; what
 * was recorded is shown and corrected in the version it was recorded in,
 * unless a newer one is asked for by name.
 */
static struct fill *
fill_case(struct session *s, const struct case_state *cs, const char *name,
    bool for_act, struct err *e)
{
	const struct procedure *p = s->tn->procedure;
	const struct form *now, *form = case_form_named(cs, p, name, false,
	    &now);
	json_t *known = NULL;
	struct fill *fill;

	if (form == NULL) {
		err_set(e, ERR_NO_SUCH_FORM, name, NULL);
		return NULL;
	}
	if (for_act)
		form = now;
	if (case_shows_form(cs, p, s->unit->code, now)) {
		known = for_act ? case_known_for_act(cs, p, form) :
		    known_to_form(form, cs->answers);
	} else if (!for_act || !case_fills_form(cs, p, s->unit, now)) {
		err_set(e, ERR_FORM_NOT_SHOWN, text_in(&form->title, LANG_VI),
		    NULL);
		return NULL;
	}
	if (shows_identity(form, known) &&
	    !note_reading(s, cs->id, &form->title, e)) {
		json_decref(known);
		return NULL;
	}
	fill = open_fill(s, form, known, e);
	json_decref(known);
	return fill;
}

struct fill *
tn_fill(struct session *s, const char *case_id, const char *form_code,
    bool for_act, struct err *e)
{
	const struct case_state *cs;
	const struct form *form;

	tn_refresh(s->tn);
	if (case_id != NULL) {
		cs = session_case(s, case_id);
		if (cs != NULL)
			return fill_case(s, cs, form_code, for_act, e);
		err_set(e, ERR_NO_SUCH_CASE, case_id, NULL);
		return NULL;
	}
	form = form_today(s->tn, form_code);
	if (form != NULL)
		return open_fill(s, form, NULL, e);
	err_set(e, ERR_NO_SUCH_FORM, form_code, NULL);
	return NULL;
}
