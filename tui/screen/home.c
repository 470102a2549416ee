/* The desk: what waits, what was begun, what can be started. */
#include "core/base/jx.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/bar.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define NAMED 20		/* drafts shown by their titles */

enum {
	ROW_QUEUE, ROW_DRAFT, ROW_UNSET, ROW_PATH, ROW_TOGETHER, ROW_OFFICE,
	ROW_TOUR
};

struct home {
	json_t *answer;
	struct rows rows;
};

static void
home_close(struct view *v)
{
	struct home *h = v->data;

	rows_done(&h->rows);
	json_decref(h->answer);
	free(h);
}

static uint64_t
home_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_HOME | CTX_INSIDE;
}

static void
home_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_HOME_TITLE));
}

/* Drafts are sealed: what each is about is inside it. */
static void
name_drafts(struct app *app, json_t *drafts)
{
	for (size_t i = 0; i < json_array_size(drafts) && i < NAMED; i++) {
		json_t *d = json_array_get(drafts, i), *draft;

		if (jx_get(d, "title") != NULL || jx_text(d, "place") == NULL)
			continue;
		draft = app_ask(app, json_pack("{s:s, s:s}", "ask", "draft",
		    "place", jx_text(d, "place")));
		if (jx_get(jx_get(draft, "content"), "title") != NULL)
			json_object_set(d, "title", jx_get(jx_get(draft,
			    "content"), "title"));
		json_decref(draft);
	}
}

static void
home_load(struct view *v)
{
	struct home *h = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask", "home"));

	if (answer == NULL)
		return;
	json_decref(h->answer);
	h->answer = answer;
	name_drafts(v->app, jx_get(answer, "drafts"));
	json_decref(v->app->me);
	v->app->me = json_deep_copy(jx_get(answer, "officer"));
}

static bool
home_may(const struct home *h, const char *command)
{
	const json_t *can = jx_get(h->answer, "can");

	for (size_t i = 0; i < json_array_size(can); i++) {
		if (str_eq(json_string_value(json_array_get(can, i)), command))
			return true;
	}
	return false;
}

/* A path begins with an act for many, or with the case of one person. */
static bool
has_act(const json_t *path)
{
	return jx_text(path, "minutes_form") != NULL;
}

static bool
may_start(const struct home *h, const json_t *path)
{
	return home_may(h, has_act(path) ? "receive_persons" : "open_case");
}

static void
start_path(struct view *v, const json_t *path)
{
	json_t *parts, *command;
	struct form_purpose p = { .title = jx_get(path, "title") };

	if (has_act(path)) {
		app_push(v->app, reception_new(v->app, path));
		return;
	}
	parts = json_pack("[{s:s, s:s}]", "form", app_get(v->app, path,
	    "person_form"), "key", "answers");
	command = json_pack("{s:s, s:{s:s}}", "do", "open_case", "with",
	    "path", app_get(v->app, path, "code"));
	p.parts = parts;
	p.command = command;
	form_open(v->app, &p);
	json_decref(parts);
	json_decref(command);
}

/* Widths of a line: what, how many, the same as a bar, how many late. */
struct line {
	int title, count, bar, bar_w, late;
};

static struct line
line_for(int width)
{
	if (width < 90)
		return (struct line){ 36, 39, 46, width - 64, width - 16 };
	return (struct line){ 70, 74, 81, width < 160 ? width - 100 : 60,
	    width < 160 ? width - 17 : 143 };
}

/* A line of what waits; the bar says at a glance what the number says. */
static void
add_count(struct view *v, const char *key, int tag, const json_t *data,
    const char *title, int width, int64_t n, int64_t late, int64_t most)
{
	struct home *h = v->data;
	struct line l = line_for(width);
	char *count = xasprintf("%5d", (int)n);
	char *late_n = xasprintf("%d", (int)late);
	char *say = app_text(v->app, M_HOME_LATE, late_n, NULL);
	struct str bar = STR_INIT;
	struct row_cell cell[4];

	if (!v->app->o->linear)	/* who listens has the number */
		bar_text(&bar, n, late, most, l.bar_w);
	cell[0] = (struct row_cell){ 2, l.title, ATTR_PLAIN, title };
	cell[1] = (struct row_cell){ l.count, 6, ATTR_PLAIN, count };
	cell[2] = (struct row_cell){ l.bar, l.bar_w, ATTR_PLAIN,
	    str_text(&bar) };
	cell[3] = (struct row_cell){ l.late, 16, ATTR_BAD, say };
	rows_cells(&h->rows, key, tag, data, cell, late > 0 ? 4 : 3);
	str_done(&bar);
	free(count);
	free(late_n);
	free(say);
}

/* What the longest bar stands for. */
static int64_t
most_of(const struct home *h)
{
	const json_t *queues = jx_get(h->answer, "queues");
	int64_t most = jx_int(jx_get(h->answer, "coordination"), "open", 0);

	for (size_t i = 0; i < json_array_size(queues); i++) {
		int64_t n = jx_int(json_array_get(queues, i), "count", 0);

		most = n > most ? n : most;
	}
	return most;
}

static void
add_queues(struct view *v, int width)
{
	struct home *h = v->data;
	const json_t *queues = jx_get(h->answer, "queues");

	rows_section(&h->rows, width, app_msg(v->app, M_HOME_QUEUES));
	for (size_t i = 0; i < json_array_size(queues); i++) {
		const json_t *q = json_array_get(queues, i);
		char *key = xasprintf("q:%s", app_get(v->app, q, "code"));

		add_count(v, key, ROW_QUEUE, q, app_get(v->app, q, "title"),
		    width, jx_int(q, "count", 0), jx_int(q, "late", 0),
		    most_of(h));
		free(key);
	}
}

/* Coordination between agencies, beside the queues of cases. */
static void
add_together(struct view *v, int width)
{
	struct home *h = v->data;
	const json_t *o = jx_get(h->answer, "coordination");

	if (jx_int(o, "open", 0) == 0 && !home_may(h, "open_coordination"))
		return;
	add_count(v, "together", ROW_TOGETHER, NULL, app_msg(v->app,
	    M_TOGETHER_HOME), width, jx_int(o, "open", 0),
	    jx_int(o, "late", 0), most_of(h));
}

/* What others have begun and only this officer, or one like them, can end. */
static void
add_office(struct view *v, int width)
{
	struct home *h = v->data;
	const json_t *o = jx_get(h->answer, "waiting");
	int64_t n = jx_int(o, "pairs", 0) + jx_int(o, "glass", 0);

	if (n > 0)
		add_count(v, "office", ROW_OFFICE, NULL, app_msg(v->app,
		    M_HOME_OFFICE), width, n, 0, most_of(h));
}

static void
add_drafts(struct view *v, int width)
{
	struct home *h = v->data;
	const json_t *drafts = jx_get(h->answer, "drafts");

	if (json_array_size(drafts) == 0)
		return;
	rows_section(&h->rows, width, app_msg(v->app, M_HOME_DRAFTS));
	for (size_t i = 0; i < json_array_size(drafts); i++) {
		const json_t *d = json_array_get(drafts, i);
		const char *title = app_get(v->app, d, "title");
		struct str at = STR_INIT;
		struct row_cell cell[2];

		app_time(jx_get(d, "at"), &at);
		if (*title == '\0')
			title = app_get(v->app, d, "place");
		cell[0] = (struct row_cell){ 2, width - 22, ATTR_PLAIN, title };
		cell[1] = (struct row_cell){ width - 18, 16, ATTR_PLAIN,
		    str_text(&at) };
		rows_cells(&h->rows, app_get(v->app, d, "place"), ROW_DRAFT, d,
		    cell, 2);
		str_done(&at);
	}
}

static void
add_start(struct view *v, int width)
{
	struct home *h = v->data;
	const json_t *paths = jx_get(h->answer, "paths");
	int64_t unset = jx_int(jx_get(h->answer, "unset"), "count", 0);
	size_t shown = 0;

	for (size_t i = 0; i < json_array_size(paths); i++)
		shown += may_start(h, json_array_get(paths, i));
	if (unset == 0 && shown == 0)
		return;
	rows_section(&h->rows, width, app_msg(v->app, M_HOME_ACTIONS));
	for (size_t i = 0; i < json_array_size(paths); i++) {
		const json_t *p = json_array_get(paths, i);
		char *say, *key;

		if (!may_start(h, p))
			continue;
		say = app_text(v->app, has_act(p) ? M_HOME_START_PATH :
		    M_HOME_OPEN_PATH, app_get(v->app, p, "title"), NULL);
		key = xasprintf("p:%s", app_get(v->app, p, "code"));

		rows_item(&h->rows, key, ROW_PATH, p, 2, width - 4,
		    ATTR_PLAIN, say);
		free(say);
		free(key);
	}
	if (unset > 0) {
		char *n = xasprintf("%d", (int)unset);
		char *say = app_text(v->app, M_HOME_UNSET, n, NULL);

		rows_item(&h->rows, "unset", ROW_UNSET, NULL, 2, width - 4,
		    ATTR_PLAIN, say);
		free(say);
		free(n);
	}
}

static void
home_layout(struct view *v, int width)
{
	struct home *h = v->data;

	rows_begin(&h->rows);
	add_queues(v, width);
	add_together(v, width);
	add_office(v, width);
	add_drafts(v, width);
	add_start(v, width);
	if (tour_is_new(v->app)) {
		rows_blank(&h->rows);
		rows_item(&h->rows, "tour", ROW_TOUR, NULL, 2, width - 4,
		    ATTR_PLAIN, app_msg(v->app, M_TOUR_HOME));
	}
	rows_end(&h->rows);
}

static void
home_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct home *)v->data)->rows, c, a, true);
}

static void
on_path(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct home *h = v->data;
	const json_t *path = jx_by_code(jx_get(h->answer, "paths"),
	    json_string_value(json_array_get(codes, 0)));

	if (path != NULL)
		start_path(v, path);
}

static void
choose_path(struct view *v)
{
	struct home *h = v->data;
	const json_t *paths = jx_get(h->answer, "paths");
	json_t *mine = json_array();

	for (size_t i = 0; i < json_array_size(paths); i++)
		if (may_start(h, json_array_get(paths, i)))
			json_array_append(mine, json_array_get(paths, i));
	choice_open_json(v->app, app_msg(v->app, M_RECEPTION_CHOOSE), mine,
	    true, on_path, v);
	json_decref(mine);
}

static void
on_sign_out(void *ctx)
{
	struct app *app = ctx;

	app_sign_out(app, false);
	app_say(app, ATTR_PLAIN, M_SIGNED_OUT, NULL);
}

static void
home_open(struct view *v)
{
	const struct row *row = rows_chosen(&((struct home *)v->data)->rows);

	if (row == NULL)
		return;
	switch (row->tag) {
	case ROW_QUEUE:
		app_push(v->app, queue_new(v->app, jx_text(row->data, "code")));
		break;
	case ROW_DRAFT:
		if (!draft_open(v->app, jx_text(row->data, "place")))
			app_say(v->app, ATTR_BAD, M_DRAFT_NOT_OPENED, NULL);
		break;
	case ROW_TOUR:
		tour_open(v->app);
		break;
	case ROW_TOGETHER:
		app_push(v->app, together_new(v->app, NULL));
		break;
	case ROW_OFFICE:
		app_push(v->app, office_new(v->app));
		break;
	case ROW_PATH:
		start_path(v, row->data);
		break;
	default:
		app_push(v->app, register_new(v->app));
		break;
	}
}

static bool
home_can(struct view *v, enum command command)
{
	struct home *h = v->data;

	return command != CMD_RECEIVE || home_may(h, "receive_persons") ||
	    home_may(h, "open_case");
}

static bool
home_command(struct view *v, enum command command)
{
	struct home *h = v->data;

	switch (command) {
	case CMD_OPEN:
		home_open(v);
		return true;
	case CMD_RECEIVE:
		choose_path(v);
		return true;
	case CMD_SEARCH:
		app_push(v->app, search_new(v->app, NULL, NULL));
		return true;
	case CMD_TOGETHER:
		app_push(v->app, together_new(v->app, NULL));
		return true;
	case CMD_OFFICE:
		app_push(v->app, office_new(v->app));
		return true;
	case CMD_WORKLOAD:
		app_push(v->app, workload_new(v->app));
		return true;
	case CMD_REGISTER:
		app_push(v->app, register_new(v->app));
		return true;
	case CMD_SECRET:
		app_push(v->app, own_secret_new(v->app, false));
		return true;
	case CMD_SIGN_OUT:
		confirm_open(v->app, app_msg(v->app, M_SIGN_OUT_ASK),
		    on_sign_out, v->app);
		return true;
	default:
		return rows_command(&h->rows, command);
	}
}

static json_t *
home_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "home");
}

static struct rows *
home_rows(struct view *v)
{
	return &((struct home *)v->data)->rows;
}

static const struct view_ops home_ops = {
	.name = "home", .contexts = home_contexts, .title = home_title,
	.load = home_load, .layout = home_layout, .paint = home_paint,
	.can = home_can, .command = home_command,
	.place = home_place, .rows = home_rows,
	.close = home_close,
};

struct view *
home_new(struct app *app)
{
	return view_new(app, &home_ops, xcalloc(1, sizeof(struct home)));
}
