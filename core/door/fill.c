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

struct fill *
tn_fill(struct session *s, const char *case_id, const char *form_code,
    bool for_act, struct err *e)
{
	const struct procedure *p = s->tn->procedure;
	day_t today = when_day(tn_now(s->tn), VN_OFFSET_MIN);
	const struct case_state *cs = NULL;
	const struct form *form = NULL;
	json_t *known = NULL;
	bool shown;
	struct fill *fill;
	size_t i;

	tn_refresh(s->tn);
	if (case_id != NULL) {
		cs = session_case(s, case_id);
		if (cs == NULL) {
			err_set(e, ERR_NO_SUCH_CASE, case_id, NULL);
			return NULL;
		}
		form = case_form(cs, p, form_code);
	}
	for (i = 0; cs == NULL && form == NULL && i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		if ((r->from == DAY_NONE || today >= r->from) &&
		    (r->to == DAY_NONE || today <= r->to))
			form = regime_form(r, form_code);
	}
	if (form == NULL) {
		err_set(e, ERR_NO_SUCH_FORM, form_code, NULL);
		return NULL;
	}
	shown = cs != NULL && case_shows_form(cs, p, s->unit->code, form);
	if (cs != NULL && !shown &&
	    !(for_act && case_fills_form(cs, p, s->unit, form))) {
		err_set(e, ERR_FORM_NOT_SHOWN, text_in(&form->title, LANG_VI),
		    NULL);
		return NULL;
	}
	if (shown) {
		known = for_act ? case_known_for_act(cs, p, form) :
		    known_to_form(form, cs->answers);
		if (shows_identity(form, known) &&
		    !note_reading(s, case_id, &form->title, e)) {
			json_decref(known);
			return NULL;
		}
	}
	fill = fill_open(form, p->form_lists, known, tn_now(s->tn), e);
	if (fill != NULL)
		fill_use(fill, case_function, p->calendar);
	json_decref(known);
	return fill;
}
