/*
 * An answer that differs from what is recorded: it takes the old one's place,
 * with a reason, or both statements stand side by side.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

static void ask_next(struct view *v);

static void
on_why(void *ctx, const char *text)
{
	struct view *v = ctx;

	json_object_set_new(jx_get(FORM_VIEW(v)->command, "with"), "why",
	    json_string(text));
	form_send(v);
}

/* All decided: a reason for what is replaced, or off it goes. */
static void
finish(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	struct prompt p = { app_msg(v->app, M_FORM_WHY_CHANGED), NULL,
	    SIZE_MAX, false, false, false, 0, on_why, NULL, v };

	if (f->replaces)
		prompt_open(v->app, &p);
	else
		form_send(v);
}

static void
on_choice(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct form_view *f = FORM_VIEW(v);
	const char *code = json_string_value(json_array_get(codes, 0));
	const char *field = json_string_value(json_array_get(f->differ, 0));
	json_t *with = jx_get(f->command, "with");

	if (str_eq(code, "beside")) {
		if (!json_is_object(jx_get(with, "stand")))
			json_object_set_new(with, "stand", json_object());
		json_object_set_new(jx_get(with, "stand"), field,
		    json_string("beside"));
	} else {
		f->replaces = true;
	}
	json_array_remove(f->differ, 0);
	ask_next(v);
}

/* Only a value outside repeats can stand beside another. */
static bool
can_stand(struct view *v, const char *field)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_find(v, field);

	return r != NULL && r->repeat == NULL && !answer_is_empty(r->answer) &&
	    !answer_is_empty(jx_get(f->known, field));
}

/* A sentence about the old and the new answer, the caller's. */
static char *
say_both(struct view *v, const struct fill_row *r, const char *field,
    enum msg m)
{
	struct form_view *f = FORM_VIEW(v);
	struct str old = STR_INIT, now = STR_INIT;
	char *say;

	if (form_is_covered(r))
		fill_masked(&old);
	else
		fill_display(jx_get(f->known, field), r->item,
		    tn_lists(v->app->tn), v->app->lang, &old);
	form_value(v, r, &now);
	say = app_text(v->app, m, str_text(&old), str_text(&now), NULL);
	str_done(&old);
	str_done(&now);
	return say;
}

static void
ask_which(struct view *v, const char *field)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_find(v, field);
	char *replace = say_both(v, r, field, M_FORM_REPLACE);
	char *beside = say_both(v, r, field, M_FORM_BESIDE);
	struct str label = STR_INIT;
	json_t *items = json_pack("[{s:s, s:s}, {s:s, s:s}]", "code",
	    "replace", "title", replace, "code", "beside", "title", beside);

	fill_row_label(f->fill, r, v->app->lang, &label);
	choice_open_json(v->app, str_text(&label), items, false, on_choice,
	    v);
	json_decref(items);
	str_done(&label);
	free(replace);
	free(beside);
}

static void
ask_next(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const char *field;

	for (;;) {
		field = json_string_value(json_array_get(f->differ, 0));
		if (field == NULL) {
			finish(v);
			return;
		}
		if (can_stand(v, field))
			break;
		f->replaces = true;
		json_array_remove(f->differ, 0);
	}
	form_go(v, field);
	ask_which(v, field);
}

bool
form_stand_open(struct view *v, const json_t *reasons)
{
	struct form_view *f = FORM_VIEW(v);

	json_decref(f->differ);
	f->differ = json_array();
	f->replaces = false;
	for (size_t i = 0; i < json_array_size(reasons); i++) {
		const json_t *r = json_array_get(reasons, i);
		const char *field = jx_text(jx_get(r, "fix"), "field");

		if (!str_eq(jx_text(r, "code"), "change_without_reason"))
			return false;
		if (field != NULL)
			json_array_append_new(f->differ, json_string(field));
		else
			f->replaces = true;
	}
	if (json_array_size(reasons) == 0)
		return false;
	ask_next(v);
	return true;
}
