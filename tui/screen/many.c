/*
 * Something done on many cases: what all of them can take is chosen, asked
 * for once, and then run on each (many_run.c).
 */
#include "tui/screen/queue.h"

#include "core/base/jx.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

struct many {
	struct app *app;
	json_t *cases;			/* ids */
	json_t *options;		/* what all of them can take */
	json_t *option;			/* the one chosen */
	json_t *to;			/* the unit, for a request */
};

static void
many_done(void *p)
{
	struct many *m = p;

	json_decref(m->cases);
	json_decref(m->options);
	json_decref(m->option);
	json_decref(m->to);
	free(m);
}

static void
many_free(struct many *m)
{
	app_keep(m->app, NULL, NULL);
}

static const struct {
	const char *kind, *command, *member;
} kinds[] = {
	{ "step", "take_step", "step" }, { "track", "take_step", "step" },
	{ "request", "send_request", "request" },
	{ "support", "give_support", "support" },
};

/* The command of the option, with all its cases beside it. */
static json_t *
command_of(const struct many *m)
{
	json_t *with = json_object();
	const char *name = "take_step";

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(kinds[i].kind, jx_text(m->option, "kind"))) {
			name = kinds[i].command;
			json_object_set(with, kinds[i].member,
			    jx_get(m->option, "code"));
		}
	if (m->to != NULL)
		json_object_set(with, "to", m->to);
	return json_pack("{s:s,s:O,s:o}", "do", name, "cases", m->cases,
	    "with", with);
}

static void
run_now(struct many *m, json_t *command)
{
	struct app *app = m->app;
	char *op_id = tn_new_op_id(app->tn);
	json_t *results;
	size_t done;

	many_free(m);
	results = many_run(app, command, op_id, &done);
	many_show(app, results, done);
	json_decref(command);
	free(op_id);
}

static void
on_confirmed(void *ctx)
{
	struct many *m = ctx;

	run_now(m, command_of(m));
}

static void
add_part(json_t *parts, const char *form, const char *key)
{
	if (form != NULL)
		json_array_append_new(parts, json_pack("{s:s,s:s}", "form",
		    form, "key", key));
}

static char *
how_many(const struct many *m)
{
	return xasprintf("%zu", json_array_size(m->cases));
}

/* "Ghi chung cho 6 hồ sơ: …" above a form that is filled in once. */
static json_t *
title_for_all(const struct many *m)
{
	static const char *const lang[] = { "vi", "en" };
	json_t *o = json_object();
	char *n = how_many(m);

	for (int k = LANG_VI; k <= LANG_EN; k++) {
		struct str say = STR_INIT;

		text_fill(&say, msg_text(M_MANY_FORM, (enum lang)k),
		    (const char *const[]){ n, jx_text(jx_get(m->option,
		    "title"), lang[k == LANG_EN]) }, 2);
		json_object_set_new(o, lang[k == LANG_EN],
		    json_string(str_text(&say)));
		str_done(&say);
	}
	free(n);
	return o;
}

static void
with_unit(struct many *m)
{
	json_t *parts = json_array(), *command = command_of(m), *title;
	struct form_purpose p = { .parts = parts, .command = command };
	char *n, *ask;

	add_part(parts, jx_text(m->option, "form"), "answers");
	add_part(parts, jx_text(m->option, "ask_form"), "ask");
	if (json_array_size(parts) > 0) {
		title = title_for_all(m);
		p.title = title;
		form_open(m->app, &p);
		json_decref(title);
		many_free(m);
	} else {
		n = how_many(m);
		ask = app_text(m->app, M_MANY_ASK, app_get(m->app, m->option,
		    "title"), n, NULL);
		confirm_open(m->app, ask, on_confirmed, m);
		free(ask);
		free(n);
	}
	json_decref(command);
	json_decref(parts);
}

static void
on_unit(void *ctx, const json_t *codes)
{
	struct many *m = ctx;

	m->to = json_incref(json_array_get(codes, 0));
	with_unit(m);
}

static void
on_note(void *ctx, const char *text)
{
	struct many *m = ctx;

	run_now(m, json_pack("{s:s,s:O,s:{s:s}}", "do", "append_note",
	    "cases", m->cases, "with", "text", text));
}

static void
hand_over(struct many *m)
{
	struct app *app = m->app;
	json_t *cases = json_incref(m->cases), *answer;

	answer = app_ask(app, json_pack("{s:s,s:O}", "ask", "case", "case",
	    json_array_get(cases, 0)));
	many_free(m);
	if (answer != NULL)
		offer_open(app, cases, jx_get(answer, "steps"));
	json_decref(answer);
	json_decref(cases);
}

static void
export_all(struct many *m)
{
	struct app *app = m->app;
	json_t *cases = json_incref(m->cases);

	many_free(m);
	many_export(app, cases);
	json_decref(cases);
}

static void
start_option(struct many *m)
{
	const json_t *to = jx_get(m->option, "receivers");

	if (jx_get(m->option, "alone") != NULL) {
		app_say_text(m->app, ATTR_WARN, app_get(m->app, m->option,
		    "alone"));
		many_free(m);
	} else if (json_array_size(to) > 0) {
		choice_open_json(m->app, app_msg(m->app, M_CASE_CHOOSE_UNIT),
		    to, false, on_unit, m);
	} else if (json_is_array(to)) {
		app_say(m->app, ATTR_BAD, M_CASE_NO_UNIT, NULL);
		many_free(m);
	} else {
		with_unit(m);
	}
}

static void
on_act(void *ctx, const json_t *codes)
{
	struct many *m = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));

	if (str_eq(code, "note")) {
		struct prompt p = { app_msg(m->app, M_MANY_NOTE), NULL,
		    SIZE_MAX, true, false, false, 2000, on_note, NULL, m };

		prompt_open(m->app, &p);
	} else if (str_eq(code, "handover")) {
		hand_over(m);
	} else if (str_eq(code, "export")) {
		export_all(m);
	} else {
		m->option = json_incref(json_array_get(m->options,
		    (size_t)strtoul(code + 1, NULL, 10)));
		if (m->option != NULL)
			start_option(m);
		else
			many_free(m);
	}
}

static void
add_act(json_t *list, const char *code, enum msg m)
{
	json_array_append_new(list, json_pack("{s:s,s:{s:s,s:s}}", "code",
	    code, "title", "vi", msg_text(m, LANG_VI), "en",
	    msg_text(m, LANG_EN)));
}

/* What is to be done case by case says so beside its name. */
static void
add_options(struct app *app, const json_t *options, json_t *list)
{
	const json_t *option;
	size_t i;

	json_array_foreach(options, i, option) {
		bool alone = jx_get(option, "alone") != NULL;
		char *code = xasprintf("=%zu", i);
		char *title = xasprintf("%s%s", app_get(app, option, "title"),
		    alone ? app_msg(app, M_MANY_ALONE) : "");

		json_array_append_new(list, json_pack("{s:s,s:s}", "code",
		    code, "title", title));
		free(title);
		free(code);
	}
}

void
many_open(struct app *app, const json_t *cases)
{
	json_t *answer = app_ask(app, json_pack("{s:s,s:O}", "ask", "common",
	    "cases", cases)), *list;
	struct many *m;
	char *n, *title;

	if (answer == NULL)
		return;
	m = xcalloc(1, sizeof *m);
	m->app = app;
	m->cases = json_deep_copy(cases);
	m->options = json_incref(jx_get(answer, "options"));
	app_keep(app, m, many_done);
	list = json_array();
	add_act(list, "note", M_MANY_ACT_NOTE);
	add_act(list, "handover", M_MANY_ACT_HANDOVER);
	add_options(app, m->options, list);
	add_act(list, "export", M_MANY_ACT_EXPORT);
	n = how_many(m);
	title = app_text(app, M_MANY_CHOOSE, n, NULL);
	choice_open_json(app, title, list, false, on_act, m);
	free(title);
	free(n);
	json_decref(list);
	json_decref(answer);
}
