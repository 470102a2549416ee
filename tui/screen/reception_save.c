/* Saving a reception act: one command, all its people or none. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

void
reception_drop_draft(struct view *v)
{
	struct reception *r = RECEPTION(v);
	struct str place = STR_INIT;

	reception_place(r, &place);
	json_decref(app_do(v->app, json_pack("{s:s, s:{s:s}}", "do",
	    "drop_draft", "with", "place", str_text(&place))));
	r->dirty = false;
	v->unsaved = false;
	str_done(&place);
}

/* The door counts everybody on the list, from 1; n: none such. */
static size_t
line_of(const struct reception *r, int64_t line)
{
	return line >= 1 && line <= (int64_t)r->n ? (size_t)line - 1 : r->n;
}

static void
on_reason(void *ctx, const json_t *reason)
{
	struct view *v = ctx;
	struct reception *r = RECEPTION(v);
	const json_t *fix = jx_get(reason, "fix");
	const char *form = jx_text(fix, "code");
	size_t person = line_of(r, jx_int(fix, "line", 0));

	if (str_eq(form, reception_person_form(r)) && person < r->n)
		reception_open_person(v, person);
	else if (str_eq(form, reception_form(r, "minutes_form",
	    "reception_minutes")))
		reception_open_minutes(v);
	if (app_top(v->app) != v)
		form_go_wrong(app_top(v->app), jx_text(fix, "field"));
	app_say_text(v->app, ATTR_BAD, app_get(v->app, reason, "say"));
}

static void on_save(void *ctx);

/* Each likely case is decided on: on, with that on record. */
static void
on_others(void *ctx, const json_t *others, const json_t *again)
{
	struct view *v = ctx;

	json_array_extend(RECEPTION(v)->searched, (json_t *)(void *)others);
	json_array_extend(RECEPTION(v)->again, (json_t *)(void *)again);
	RECEPTION(v)->dirty = true;
	app_touch(v->app, v);
	on_save(v);
}

static void
on_save(void *ctx)
{
	struct view *v = ctx;
	struct reception *r = RECEPTION(v);
	json_t *with = json_pack("{s:s, s:O, s:o, s:o}", "path",
	    reception_form(r, "code", ""), "minutes", r->minutes, "persons",
	    reception_persons(r, false), "refused_persons",
	    reception_persons(r, true)), *outcome;
	size_t n;

	if (json_array_size(r->searched) > 0)
		json_object_set(with, "searched", r->searched);
	if (json_array_size(r->again) > 0)
		json_object_set(with, "again", r->again);
	outcome = app_do(v->app, json_pack("{s:s, s:s, s:o}", "do",
	    "receive_persons", "op_id", r->op_id, "with", with));
	n = json_array_size(jx_get(outcome, "cases"));
	if (outcome_is(outcome, "done")) {
		char *count = xasprintf("%zu", n);
		const char *number = jx_text(outcome, "number");

		reception_drop_draft(v);
		r->made = json_incref(outcome);
		reception_layout(v, app_width(v->app));
		app_say(v->app, ATTR_GOOD, M_RECEPTION_DONE,
		    number != NULL ? number : "", count, NULL);
		free(count);
	} else if (outcome_is(outcome, "refused") &&
	    !same_open(v->app, outcome, on_others, v)) {
		reasons_open(v->app, outcome, on_reason, v);
	}
	json_decref(outcome);
}

void
reception_ask_save(struct view *v)
{
	struct reception *r = RECEPTION(v);
	size_t refused = 0, unread = 0;
	char *yes, *no, *ask, *left;

	if (!reception_commit(v))
		return;
	for (size_t i = 0; i < r->n; i++) {
		bool signs = r->person[i].refused == NULL;

		refused += !signs;
		for (size_t k = 0; k < r->columns && signs; k++)
			unread += r->person[i].cell[k].state == CELL_UNREAD;
	}
	r->entry = false;
	left = xasprintf("%zu", unread);
	yes = xasprintf("%zu", r->n - refused);
	no = xasprintf("%zu", refused);
	ask = app_text(v->app, unread > 0 ? M_RECEPTION_SAVE_UNREAD :
	    M_RECEPTION_SAVE_ASK, yes, no, left, NULL);
	confirm_open(v->app, ask, on_save, v);
	free(ask);
	free(left);
	free(yes);
	free(no);
}
