/* Saving a form. */
#include "tui/screen/case.h"
#include "tui/screen/form.h"
#include "tui/screen/queue.h"

#include "core/base/jx.h"
#include <stdlib.h>
#include <string.h>

/* Goes to the first thing that is wrong and says what. */
static bool
all_is_well(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	struct fill_findings found = FILL_FINDINGS_INIT;
	bool well = fill_check(f->fill, &found);

	if (!well && found.n > 0) {
		f->tried = true;
		form_layout(v, f->width);
		form_go(v, found.item[0].path);
		app_say_text(v->app, ATTR_BAD, text_in(&found.item[0].text,
		    v->app->lang));
	}
	fill_findings_done(&found);
	return well;
}

/* Mending from the list of reasons: the field here, else the case below. */
static void
on_reason(void *ctx, const json_t *reason)
{
	struct view *v = ctx, *below = app_below(v->app, v);
	struct app *app = v->app;
	const char *field = jx_text(jx_get(reason, "fix"), "field");

	if (field != NULL && form_go(v, field)) {
		app_say_text(app, ATTR_BAD, app_get(app, reason, "say"));
	} else if (below != NULL && str_eq(below->ops->name, "case")) {
		/* What was typed here waits as a draft. */
		v->unsaved = true;
		app_pop_to_below(app, v);
		case_mend(below, reason);
	}
}

static void
add_ids(json_t *with, const char *key, const json_t *ids)
{
	if (json_array_size(ids) == 0)
		return;
	if (!json_is_array(jx_get(with, key)))
		json_object_set_new(with, key, json_array());
	json_array_extend(jx_get(with, key), (json_t *)(void *)ids);
}

/* Each likely case is decided on: on, with that on record. */
static void
on_others(void *ctx, const json_t *others, const json_t *again)
{
	struct view *v = ctx;
	json_t *with = jx_get(FORM_VIEW(v)->command, "with");

	add_ids(with, "searched", others);
	add_ids(with, "again", again);
	form_send(v);
}

static void
on_refused(struct view *v, const json_t *outcome)
{
	const json_t *reasons = jx_get(outcome, "reasons");
	const json_t *first = json_array_get(reasons, 0);
	const char *field = jx_text(jx_get(first, "fix"), "field");

	if (same_open(v->app, outcome, on_others, v))
		return;
	if (form_stand_open(v, reasons))
		return;
	if (json_array_size(reasons) == 1 && field != NULL &&
	    form_go(v, field)) {
		FORM_VIEW(v)->tried = true;
		app_say_refusal(v->app, outcome);
		return;
	}
	reasons_open(v->app, outcome, on_reason, v);
}

static void
on_done(struct view *v, const json_t *outcome)
{
	struct app *app = v->app;
	const char *number = jx_text(outcome, "number");
	char *opened = str_eq(jx_text(FORM_VIEW(v)->command, "do"),
	    "open_case") ? xstrdup(jx_text(outcome, "case")) : NULL;

	form_drop_draft(v);
	FORM_VIEW(v)->dirty = false;
	v->unsaved = false;
	app_pop_to_below(app, v);
	if (opened != NULL)
		app_push(app, case_new(app, opened));
	free(opened);
	if (number != NULL)
		app_say(app, ATTR_GOOD, M_SAVED_NUMBER, number, NULL);
	else
		app_say(app, ATTR_GOOD, M_SAVED, NULL);
}

/* Filled in once for many cases; while none took it, it stays open. */
static void
send_to_many(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	struct app *app = v->app;
	size_t done;
	json_t *results = many_run(app, f->command, f->op_id, &done);

	if (done > 0) {
		form_drop_draft(v);
		f->dirty = false;
		v->unsaved = false;
		app_pop_to_below(app, v);
	}
	many_show(app, results, done);
}

void
form_send(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	json_t *outcome;

	if (json_is_array(jx_get(f->command, "cases"))) {
		send_to_many(v);
		return;
	}
	outcome = app_do(v->app, json_deep_copy(f->command));

	if (outcome_is(outcome, "done"))
		on_done(v, outcome);
	else if (outcome_is(outcome, "refused"))
		on_refused(v, outcome);
	json_decref(outcome);
}

/* The answers are part of a longer command: on to its next form. */
static void
next_part(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	struct app *app = v->app;
	json_t *command = json_deep_copy(f->command), *parts, *title;
	struct form_purpose p = { .case_id = f->case_id, .part = f->part + 1 };
	char *case_id = xstrdup(f->case_id);

	p.parts = parts = json_deep_copy(f->parts);
	p.title = title = json_deep_copy(f->title);
	p.command = command;
	p.case_id = case_id;
	form_drop_draft(v);
	f->dirty = false;
	v->unsaved = false;
	app_pop_to_below(app, v);
	form_open(app, &p);
	json_decref(command);
	json_decref(parts);
	json_decref(title);
	free(case_id);
}

void
form_save(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const char *key = jx_text(json_array_get(f->parts, f->part), "key");

	if (!form_commit(v))
		return;
	fill_use_meta(f->fill, &(struct fill_meta){
	    .end = tn_now(v->app->tn) });
	if (f->collect != NULL) {
		void (*collect)(void *, json_t *) = f->collect;
		void *ctx = f->ctx;
		json_t *answers = fill_answers(f->fill);
		struct app *app = v->app;

		f->dirty = false;
		v->unsaved = false;
		app_pop_to_below(app, v);
		collect(ctx, answers);
		return;
	}
	if (!all_is_well(v))
		return;
	if (jx_get(f->command, "with") == NULL)
		json_object_set_new(f->command, "with", json_object());
	json_object_del(jx_get(f->command, "with"), "stand");
	json_object_set_new(f->command, "op_id", json_string(f->op_id));
	if (key != NULL)
		json_object_set_new(jx_get(f->command, "with"), key,
		    fill_answers(f->fill));
	if (f->part + 1 < json_array_size(f->parts))
		next_part(v);
	else
		form_send(v);
}
