/* Adding to an act of coordination: words, minutes, answers, tasks. */
#include "core/base/jx.h"
#include "tui/screen/case.h"
#include "tui/screen/coordination.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

/* A command being put together, question by question. */
struct adding {
	struct app *app;
	json_t *command;		/* {"do", "op_id", "with"} */
	json_t *act;			/* the act as it was shown */
	json_t *task;			/* or NULL */
};

static void
adding_free(void *p)
{
	struct adding *a = p;

	json_decref(a->command);
	json_decref(a->act);
	json_decref(a->task);
	free(a);
}

static struct adding *
adding_new(struct view *v, const char *name, const json_t *task)
{
	struct adding *a = xcalloc(1, sizeof *a);
	char *op_id = tn_new_op_id(v->app->tn);

	a->app = v->app;
	a->command = json_pack("{s:s, s:s, s:{s:s}}", "do", name, "op_id",
	    op_id, "with", "act", COORDINATION_VIEW(v)->id);
	a->act = json_incref(COORDINATION_VIEW(v)->answer);
	a->task = json_deep_copy(task);
	if (task != NULL)
		json_object_set(jx_get(a->command, "with"), "task",
		    jx_get(task, "task"));
	app_keep(v->app, a, adding_free);
	free(op_id);
	return a;
}

static void
put(struct adding *a, const char *key, const char *text)
{
	json_object_set_new(jx_get(a->command, "with"), key,
	    json_string(text));
}

static void
send(struct adding *a)
{
	struct app *app = a->app;
	json_t *command = json_incref(a->command);

	app_keep(app, NULL, NULL);
	case_do(app, command);
}

/* The rest is a form, whose answers go with the command. */
static void
send_form(struct adding *a, const char *form, const json_t *answers)
{
	struct app *app = a->app;
	json_t *parts = json_pack("[{s:s, s:s}]", "form", form, "key",
	    "answers");
	json_t *command = json_incref(a->command);
	json_t *act = json_incref(a->act), *kept = json_deep_copy(answers);
	struct form_purpose p = { .title = jx_get(jx_get(act, "kind"),
	    "title"), .parts = parts, .command = command, .answers = kept };

	app_keep(app, NULL, NULL);
	form_open(app, &p);
	json_decref(kept);
	json_decref(act);
	json_decref(command);
	json_decref(parts);
}

static void
ask_text(struct adding *a, enum msg title, bool many, bool optional,
    const char *text, void (*done)(void *ctx, const char *text))
{
	struct prompt p = { app_msg(a->app, title), text, SIZE_MAX, many,
	    optional, false, many ? 4000 : 10, done, NULL, a };

	prompt_open(a->app, &p);
}

/* ---- the act ---- */

static void
on_record_due(void *ctx, const char *text)
{
	struct adding *a = ctx;
	char *iso = *text == '\0' ? NULL : day_typed(a->app, text);

	if (*text != '\0' && iso == NULL) {
		ask_text(a, M_RECORD_DUE, false, true, text, on_record_due);
		return;
	}
	if (iso != NULL)
		put(a, "due", iso);
	free(iso);
	send(a);
}

static void
on_record_text(void *ctx, const char *text)
{
	struct adding *a = ctx;
	const char *what = jx_text(jx_get(a->command, "with"), "what");

	put(a, "text", text);
	if (str_eq(what, "follow_up") || str_eq(what, "review"))
		ask_text(a, M_RECORD_DUE, false, true, NULL, on_record_due);
	else
		send(a);
}

static void
on_what(void *ctx, const json_t *codes)
{
	struct adding *a = ctx;
	const char *what = json_string_value(json_array_get(codes, 0));
	const char *form = jx_text(a->act, "minutes_form");

	put(a, "what", what);
	if (form != NULL &&
	    (str_eq(what, "minutes") || str_eq(what, "answer")))
		send_form(a, form, NULL);
	else
		ask_text(a, M_RECORD_TEXT, true, false, NULL, on_record_text);
}

static void
add_what(json_t *list, const char *code, enum msg m)
{
	json_array_append_new(list, json_pack("{s:s, s:{s:s, s:s}}", "code",
	    code, "title", "vi", msg_text(m, LANG_VI), "en",
	    msg_text(m, LANG_EN)));
}

void
coordination_record(struct view *v)
{
	struct adding *a = adding_new(v, "record_coordination", NULL);
	bool lead = str_eq(jx_text(a->act, "relation"), "lead");
	json_t *list = json_array();

	/* What an officer most likely wants stands first. */
	if (!lead)
		add_what(list, "answer", M_RECORD_ANSWER);
	else if (jx_bool(a->act, "foreign", false))
		add_what(list, "answer", M_RECORD_ANSWER_FOREIGN);
	if (lead) {
		add_what(list, "minutes", M_RECORD_MINUTES);
		add_what(list, "follow_up", M_RECORD_FOLLOW_UP);
		add_what(list, "review", M_RECORD_REVIEW);
	}
	add_what(list, "note", M_RECORD_NOTE);
	choice_open_json(v->app, app_msg(v->app, M_RECORD_WHAT), list, true,
	    on_what, a);
	json_decref(list);
}

static void
on_close_text(void *ctx, const char *text)
{
	struct adding *a = ctx;

	put(a, "text", text);
	send(a);
}

void
coordination_close(struct view *v)
{
	struct adding *a = adding_new(v, "close_coordination", NULL);

	ask_text(a, M_RECORD_CLOSE_TEXT, true, false, NULL, on_close_text);
}

/* ---- tasks ---- */

static void
on_task_due(void *ctx, const char *text)
{
	struct adding *a = ctx;
	char *iso = day_typed(a->app, text);
	const char *form = jx_text(a->act, "task_form");

	if (iso == NULL) {
		ask_text(a, M_TASK_DUE, false, false, text, on_task_due);
		return;
	}
	put(a, "due", iso);
	free(iso);
	send_form(a, form != NULL ? form : "", jx_get(a->task, "filled"));
}

static void
on_task_unit(void *ctx, const json_t *codes)
{
	struct adding *a = ctx;
	const char *due = jx_text(a->task, "due");
	char *usual = due == NULL ? NULL : xasprintf("%.2s/%.2s/%.4s",
	    due + 8, due + 5, due);

	put(a, "unit", json_string_value(json_array_get(codes, 0)));
	ask_text(a, M_TASK_DUE, false, false, usual, on_task_due);
	free(usual);
}

static void
add_unit(json_t *units, json_t *unit, const json_t *task)
{
	if (task == NULL || !str_eq(jx_text(unit, "code"),
	    jx_text(jx_get(task, "unit"), "code")))
		json_array_append(units, unit);
}

void
task_set(struct view *v, const json_t *task)
{
	struct adding *a = adding_new(v, "set_task", task);
	const json_t *invited = jx_get(a->act, "invited");
	json_t *units = json_array();

	/* A change leaves the unit as it is, unless another is chosen. */
	if (task != NULL)
		json_array_append(units, jx_get(task, "unit"));
	for (size_t i = 0; i < json_array_size(invited); i++)
		add_unit(units, json_array_get(invited, i), task);
	add_unit(units, jx_get(a->act, "lead"), task);
	choice_open_json(v->app, app_msg(v->app, M_TASK_UNIT), units, false,
	    on_task_unit, a);
	json_decref(units);
}

static void
on_report_text(void *ctx, const char *text)
{
	struct adding *a = ctx;

	put(a, "text", text);
	send(a);
}

static void
on_percent(void *ctx, const char *text)
{
	struct adding *a = ctx;
	char *end;
	long percent = strtol(text, &end, 10);

	if (end == text || *end != '\0' || percent < 0 || percent > 100) {
		ask_text(a, M_TASK_PERCENT, false, false, NULL, on_percent);
		return;
	}
	json_object_set_new(jx_get(a->command, "with"), "percent",
	    json_integer(percent));
	ask_text(a, M_TASK_TEXT, true, false, NULL, on_report_text);
}

static void
on_state(void *ctx, const json_t *codes)
{
	struct adding *a = ctx;
	const char *state = json_string_value(json_array_get(codes, 0));
	bool done = str_eq(state, "done");

	put(a, "state", state);
	ask_text(a, done ? M_TASK_TEXT : M_TASK_PERCENT, done, false, NULL,
	    done ? on_report_text : on_percent);
}

void
task_report(struct view *v, const json_t *task)
{
	struct adding *a;
	json_t *list;

	if (task == NULL)
		return;
	a = adding_new(v, "report_task", task);
	list = json_array();
	add_what(list, "going", M_TASK_GOING);
	add_what(list, "done", M_TASK_DONE);
	add_what(list, "blocked", M_TASK_BLOCKED);
	choice_open_json(v->app, app_msg(v->app, M_TASK_STATE), list, false,
	    on_state, a);
	json_decref(list);
}

void
task_urge(struct view *v, const json_t *task)
{
	if (task != NULL)
		ask_text(adding_new(v, "urge_task", task), M_TASK_URGE_TEXT,
		    true, false, NULL, on_report_text);
}
