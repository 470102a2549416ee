/*
 * One line of the legal register: its value, what it rests on, who set it by
 * which document, by province; proposing a value and deciding on another
 * officer's proposal.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

enum { ROW_PROPOSAL, ROW_PROPOSE, ROW_PROPOSE_LOCAL };

struct line {
	char *regime, *code;
	json_t *answer;			/* of the register query */
	json_t *value;			/* the line in it, borrowed */
	json_t *report;
	struct rows rows;
};

/* A proposal being made, or one being decided on. */
struct proposing {
	struct app *app;
	char *regime, *code, *province, *status, *document, *op_id, *proposal;
	int64_t value;
	char *unit;
};

static void
line_close(struct view *v)
{
	struct line *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	json_decref(k->report);
	free(k->regime);
	free(k->code);
	free(k);
}

static unsigned
line_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
line_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_REGISTER_VALUE));
}

static json_t *
find_line(const json_t *answer, const struct line *k)
{
	json_t *values = jx_get(answer, "values");

	for (size_t i = 0; i < json_array_size(values); i++) {
		json_t *o = json_array_get(values, i);

		if (str_eq(jx_text(o, "code"), k->code) &&
		    str_eq(jx_text(o, "regime"), k->regime))
			return o;
	}
	return NULL;
}

static void
line_load(struct view *v)
{
	struct line *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "register", "regime", k->regime));
	json_t *report = app_ask(v->app, json_pack("{s:s}", "ask",
	    "register_report"));

	if (find_line(answer, k) != NULL) {
		json_decref(k->answer);
		k->answer = json_incref(answer);
		k->value = find_line(answer, k);
	}
	if (report != NULL) {
		json_decref(k->report);
		k->report = json_incref(report);
	}
	json_decref(answer);
	json_decref(report);
}

/* One sentence with its arguments, wrapped. */
static void
say(struct view *v, int x, int width, enum attr attr, enum msg m,
    const char *a, const char *b, const char *c)
{
	char *text = app_text(v->app, m, a, b, c, NULL);

	rows_text(&((struct line *)v->data)->rows, x, width - x - 2, attr,
	    text);
	free(text);
}

/* Who set it here, and in which document it was read. */
static void
add_set(struct view *v, const json_t *o, int x, int width)
{
	const char *document = jx_text(o, "document");
	struct str at = STR_INIT;

	if (document != NULL && jx_text(o, "read_on") != NULL)
		say(v, x, width, ATTR_PLAIN, M_REGISTER_READ_ON, document,
		    jx_text(o, "read_on"), NULL);
	else if (document != NULL)
		say(v, x, width, ATTR_PLAIN, M_REGISTER_DOCUMENT, document,
		    NULL, NULL);
	if (jx_text(o, "confirmed_by") != NULL) {
		app_time(jx_get(o, "set_at"), &at);
		say(v, x, width, ATTR_DIM, M_REGISTER_SET_BY,
		    app_get(v->app, o, "proposed_by"),
		    jx_text(o, "confirmed_by"), str_text(&at));
	}
	str_done(&at);
}

static void
add_cases(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *r = find_line(k->report, k);
	char *open, *running;

	if (r == NULL)
		return;
	open = xasprintf("%d", (int)jx_int(r, "open_cases", 0));
	running = xasprintf("%d", (int)jx_int(r, "running", 0));
	say(v, 2, width, ATTR_WARN, M_REGISTER_CASES, open, running, NULL);
	free(open);
	free(running);
}

static void
add_head(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *law = jx_get(k->value, "law");
	char *text = register_value_text(v->app, k->value,
	    jx_text(k->value, "unit"));
	const char *regime = app_get(v->app, k->value, "regime_title");

	rows_text(&k->rows, 2, width - 4, ATTR_BOLD,
	    app_get(v->app, k->value, "title"));
	say(v, 2, width, ATTR_PLAIN, M_REGISTER_NOW, text, NULL, NULL);
	free(text);
	text = law_text(v->app, law);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, text);
	free(text);
	if (*regime != '\0')
		say(v, 2, width, ATTR_DIM, M_REGISTER_REGIME, regime, NULL,
		    NULL);
	if (*app_get(v->app, law, "note") != '\0')
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_get(v->app, law, "note"));
	if (jx_text(k->value, "source") != NULL)
		say(v, 2, width, ATTR_DIM, M_REGISTER_SOURCE,
		    jx_text(k->value, "source"), NULL, NULL);
	add_set(v, k->value, 2, width);
	add_cases(v, width);
}

static void
add_local(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *local = jx_get(k->value, "local");

	if (json_array_size(local) == 0)
		return;
	rows_section(&k->rows, width, app_msg(v->app, M_REGISTER_LOCAL));
	for (size_t i = 0; i < json_array_size(local); i++) {
		const json_t *o = json_array_get(local, i);
		char *text = register_value_text(v->app, o,
		    jx_text(k->value, "unit"));

		say(v, 2, width, ATTR_PLAIN, M_REGISTER_PROPOSAL,
		    app_get(v->app, jx_get(o, "province"), "title"), text,
		    app_get(v->app, o, "status_text"));
		add_set(v, o, 4, width);
		free(text);
	}
}

static void
add_proposals(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *list = jx_get(k->answer, "proposals");
	bool any = false;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *p = json_array_get(list, i);
		const json_t *where = jx_get(p, "province");
		struct str at = STR_INIT;
		char *text, *line;

		if (!str_eq(jx_text(p, "code"), k->code) ||
		    !str_eq(jx_text(p, "regime"), k->regime))
			continue;
		if (!any)
			rows_section(&k->rows, width,
			    app_msg(v->app, M_REGISTER_PROPOSALS));
		any = true;
		text = register_value_text(v->app, p,
		    jx_text(k->value, "unit"));
		line = app_text(v->app, M_REGISTER_PROPOSAL, where != NULL ?
		    app_get(v->app, where, "title") : app_msg(v->app,
		    M_REGISTER_WHOLE), text, app_msg(v->app, str_eq(jx_text(p,
		    "status"), "confirmed") ? M_STATUS_CONFIRMED :
		    M_STATUS_REPORTED), NULL);
		rows_item(&k->rows, jx_text(p, "proposal"), ROW_PROPOSAL, p,
		    2, width - 4, ATTR_PLAIN, line);
		free(line);
		free(text);
		app_time(jx_get(p, "at"), &at);
		say(v, 4, width, ATTR_DIM, M_REGISTER_BY, app_get(v->app, p,
		    "by_name"), str_text(&at), NULL);
		add_set(v, p, 4, width);
		str_done(&at);
	}
}

static void
line_layout(struct view *v, int width)
{
	struct line *k = v->data;

	rows_begin(&k->rows);
	if (k->value != NULL) {
		add_head(v, width);
		add_local(v, width);
		add_proposals(v, width);
		rows_section(&k->rows, width, app_msg(v->app, M_REGISTER_DO));
		rows_item(&k->rows, "propose", ROW_PROPOSE, NULL, 2,
		    width - 4, ATTR_PLAIN, app_msg(v->app,
		    M_REGISTER_PROPOSE));
		rows_item(&k->rows, "local", ROW_PROPOSE_LOCAL, NULL, 2,
		    width - 4, ATTR_PLAIN, app_msg(v->app,
		    M_REGISTER_PROPOSE_LOCAL));
	}
	rows_end(&k->rows);
}

static void
line_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct line *)v->data)->rows, c, a, true);
}

/* ---- proposing ---- */

static void
proposing_done(void *p)
{
	struct proposing *q = p;

	free(q->regime);
	free(q->code);
	free(q->province);
	free(q->status);
	free(q->document);
	free(q->op_id);
	free(q->proposal);
	free(q->unit);
	free(q);
}

static struct proposing *
proposing_new(struct view *v)
{
	struct line *k = v->data;
	struct proposing *q = xcalloc(1, sizeof *q);

	q->app = v->app;
	q->regime = xstrdup(k->regime);
	q->code = xstrdup(k->code);
	q->unit = xstrdup(jx_text(k->value, "unit"));
	q->op_id = tn_new_op_id(v->app->tn);
	app_keep(v->app, q, proposing_done);
	return q;
}

static void
finish(struct proposing *q, json_t *command, enum msg done)
{
	struct app *app = q->app;
	json_t *outcome = app_do(app, command);

	if (outcome_is(outcome, "done"))
		app_say(app, ATTR_GOOD, done, NULL);
	else if (outcome_is(outcome, "refused"))
		app_say_refusal(app, outcome);
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
	json_decref(outcome);
	app_keep(app, NULL, NULL);
}

static void
on_day(void *ctx, const char *text)
{
	struct proposing *q = ctx;
	json_t *with = json_pack("{s:s, s:s, s:I, s:s, s:s, s:s}", "regime",
	    q->regime, "code", q->code, "value", (json_int_t)q->value,
	    "status", q->status, "document", q->document, "read_on", text);

	if (q->province != NULL)
		json_object_set_new(with, "province",
		    json_string(q->province));
	finish(q, json_pack("{s:s, s:s, s:o}", "do", "propose_value", "op_id",
	    q->op_id, "with", with), M_REGISTER_ASKED);
}

static void
on_document(void *ctx, const char *text)
{
	struct proposing *q = ctx;
	struct prompt p = { app_msg(q->app, M_REGISTER_WHEN), NULL, SIZE_MAX,
	    false, false, false, 10, on_day, NULL, q };
	char today[11];

	day_format(when_day(tn_now(q->app->tn), VN_OFFSET_MIN), today);
	p.text = today;
	free(q->document);
	q->document = xstrdup(text);
	prompt_open(q->app, &p);
}

static void
on_status(void *ctx, const json_t *codes)
{
	struct proposing *q = ctx;
	struct prompt p = { app_msg(q->app, M_REGISTER_WHICH), NULL, SIZE_MAX,
	    false, false, false, 300, on_document, NULL, q };

	free(q->status);
	q->status = xstrdup(json_string_value(json_array_get(codes, 0)));
	prompt_open(q->app, &p);
}

/* A choice of two codes with their words. */
static void
choose(struct proposing *q, enum msg title, const char *one, enum msg one_say,
    const char *two, enum msg two_say,
    void (*done)(void *ctx, const json_t *codes))
{
	json_t *items = json_pack("[{s:s, s:s}, {s:s, s:s}]", "code", one,
	    "title", app_msg(q->app, one_say), "code", two, "title",
	    app_msg(q->app, two_say));

	choice_open_json(q->app, app_msg(q->app, title), items, false, done,
	    q);
	json_decref(items);
}

static void ask_number(struct proposing *q);

static void
on_number(void *ctx, const char *text)
{
	struct proposing *q = ctx;
	size_t n = strspn(text, "0123456789");

	if (n == 0 || n > 10 || text[n] != '\0') {
		ask_number(q);
		app_say(q->app, ATTR_BAD, M_REGISTER_NO_NUMBER, NULL);
		return;
	}
	q->value = strtoll(text, NULL, 10);
	choose(q, M_REGISTER_SURE, "confirmed", M_REGISTER_CONFIRMED,
	    "reported", M_REGISTER_REPORTED, on_status);
}

static void
ask_number(struct proposing *q)
{
	/* "hours" in words: what the value would look like, without one. */
	json_t *blank = json_pack("{s:s}", "value", "…");
	char *unit = register_value_text(q->app, blank, q->unit);
	char *title = app_text(q->app, M_REGISTER_NUMBER, unit, NULL);
	struct prompt p = { title, NULL, SIZE_MAX, false, false, false, 12,
	    on_number, NULL, q };

	prompt_open(q->app, &p);
	free(title);
	free(unit);
	json_decref(blank);
}

static bool
province_at(void *ctx, size_t i, const char **code, const char **label)
{
	struct proposing *q = ctx;
	const struct form_lists *lists = tn_lists(q->app->tn);
	struct form_choice choice;

	if (!lists->at(lists->ctx, "provinces", i, &choice))
		return false;
	*code = choice.code;
	*label = form_choice_text(&choice, q->app->lang);
	return true;
}

static void
on_province(void *ctx, const json_t *codes)
{
	struct proposing *q = ctx;

	free(q->province);
	q->province = xstrdup(json_string_value(json_array_get(codes, 0)));
	if (q->province != NULL)
		ask_number(q);
}

static void
ask_province(struct proposing *q)
{
	struct choice c = { app_msg(q->app, M_REGISTER_WHERE), false,
	    province_at, NULL, on_province, q };

	choice_open(q->app, &c);
}

/* ---- deciding ---- */

static void
on_decision(void *ctx, const json_t *codes)
{
	struct proposing *q = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));

	if (code != NULL)
		finish(q, json_pack("{s:s, s:s, s:{s:s}}", "do", code, "op_id",
		    q->op_id, "with", "proposal", q->proposal),
		    str_eq(code, "confirm_value") ? M_REGISTER_IN_FORCE :
		    M_REGISTER_DROPPED);
}

static void
line_open(struct view *v)
{
	struct line *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct proposing *q;

	if (row == NULL)
		return;
	q = proposing_new(v);
	switch (row->tag) {
	case ROW_PROPOSE:
		ask_number(q);
		break;
	case ROW_PROPOSE_LOCAL:
		ask_province(q);
		break;
	default:
		q->proposal = xstrdup(jx_text(row->data, "proposal"));
		choose(q, M_REGISTER_DECIDE, "confirm_value", M_REGISTER_YES,
		    "decline_value", M_REGISTER_NO, on_decision);
		break;
	}
}

static bool
line_command(struct view *v, enum command command)
{
	if (command == CMD_OPEN) {
		line_open(v);
		return true;
	}
	return rows_command(&((struct line *)v->data)->rows, command);
}

static const struct view_ops line_ops = {
	.name = "register_value", .contexts = line_contexts,
	.title = line_title, .load = line_load, .layout = line_layout,
	.paint = line_paint, .command = line_command, .close = line_close,
};

struct view *
register_value_new(struct app *app, const json_t *value)
{
	struct line *k = xcalloc(1, sizeof *k);

	k->regime = xstrdup(jx_text(value, "regime") != NULL ?
	    jx_text(value, "regime") : "");
	k->code = xstrdup(jx_text(value, "code"));
	return view_new(app, &line_ops, k);
}
