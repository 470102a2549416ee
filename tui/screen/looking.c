/*
 * The journal of looking: who saw a case or a person, what an officer saw.
 * Sums first, then entry by entry, newest first; older ones are fetched as
 * pages when they are asked for.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS 86400000

enum { LOOK_LINE, LOOK_ENTRY, LOOK_MORE };

struct looking_view {
	char *case_id, *officer;	/* one of them */
	bool person;
	int days;			/* back from now; 0: from and to */
	char *from, *to;		/* days, or NULL */
	json_t *answer;			/* of the first page */
	json_t *entries;		/* of all pages so far */
	json_t *next;
	struct rows rows;
	int width;
};

static void
looking_close(struct view *v)
{
	struct looking_view *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	json_decref(k->entries);
	json_decref(k->next);
	free(k->case_id);
	free(k->officer);
	free(k->from);
	free(k->to);
	free(k);
}

static uint64_t
looking_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_LOOKING | CTX_BACK |
	    CTX_INSIDE;
}

static void
looking_title(struct view *v, struct str *out)
{
	struct looking_view *k = v->data;
	char *say = k->case_id == NULL ? app_text(v->app, M_LOOK_OFFICER,
	    app_get(v->app, jx_get(k->answer, "officer"), "name"), NULL) :
	    app_text(v->app, k->person ? M_LOOK_PERSON : M_LOOK_CASE,
	    k->case_id, NULL);

	str_add(out, say);
	free(say);
}

/* ---- asking ---- */

static void
add_moment(json_t *query, const char *key, when_t t)
{
	char text[32];

	when_format(t, VN_OFFSET_MIN, text);
	json_object_set_new(query, key, json_string(text));
}

static json_t *
question(struct view *v, const json_t *before)
{
	struct looking_view *k = v->data;
	json_t *q = k->case_id != NULL ? json_pack("{s:s,s:s,s:b}", "ask",
	    "who_saw", "case", k->case_id, "person", (int)k->person) :
	    json_pack("{s:s,s:s}", "ask", "what_saw", "officer", k->officer);

	if (k->days > 0)
		add_moment(q, "from", tn_now(v->app->tn) -
		    (when_t)k->days * DAY_MS);
	if (k->from != NULL)
		json_object_set_new(q, "from", json_string(k->from));
	if (k->to != NULL)
		json_object_set_new(q, "to", json_string(k->to));
	if (before != NULL)
		json_object_set(q, "before", (json_t *)(uintptr_t)before);
	return q;
}

static void
keep_page(struct looking_view *k, const json_t *answer)
{
	json_array_extend(k->entries, jx_get(answer, "entries"));
	json_decref(k->next);
	k->next = json_incref(jx_get(answer, "next"));
}

/*
 * Each asking is an entry of the journal: a screen that is only uncovered
 * again does not ask again.
 */
static void
looking_load(struct view *v)
{
	struct looking_view *k = v->data;
	json_t *answer;

	if (k->answer != NULL)
		return;
	answer = app_ask(v->app, question(v, NULL));
	if (answer == NULL)
		return;
	k->answer = answer;
	json_array_clear(k->entries);
	keep_page(k, answer);
}

static void
ask_anew(struct view *v)
{
	struct looking_view *k = v->data;

	json_decref(k->answer);
	k->answer = NULL;
	json_array_clear(k->entries);
	v->stale = true;
}

static void
fetch_older(struct view *v)
{
	struct looking_view *k = v->data;
	json_t *answer = app_ask(v->app, question(v, k->next));

	if (answer != NULL)
		keep_page(k, answer);
	json_decref(answer);
	v->app->dirty |= LAYOUT | PAINT;
}

/* ---- showing ---- */

static char *
number(const json_t *o, const char *key)
{
	return xasprintf("%lld", (long long)jx_int(o, key, 0));
}

static void
add_sum(struct view *v, const json_t *line)
{
	struct looking_view *k = v->data;
	struct app *app = v->app;
	char *n[3] = { number(line, "looks"), number(line, "deeds"),
	    number(line, "refused") };
	char *say = app_text(app, jx_int(line, "refused", 0) > 0 ?
	    M_LOOK_SUM_REFUSED : M_LOOK_SUM, n[0], n[1], n[2], NULL);
	const char *who = k->case_id != NULL ? app_get(app, jx_get(line,
	    "officer"), "name") : jx_text(line, "case") != NULL ?
	    jx_text(line, "case") : app_msg(app, M_LOOK_ELSEWHERE);
	struct str last = STR_INIT;
	struct row_cell cell[3];

	app_time(jx_get(line, "last"), &last);
	cell[0] = (struct row_cell){ 2, k->width - 21, ATTR_PLAIN, who };
	cell[1] = (struct row_cell){ k->width - 18, 17, ATTR_PLAIN,
	    str_text(&last) };
	rows_cells(&k->rows, NULL, LOOK_LINE, line, cell, 2);
	rows_more_text(&k->rows, 4, k->width - 6, ATTR_DIM, say);
	if (k->case_id != NULL)
		rows_more_text(&k->rows, 4, k->width - 6, ATTR_DIM,
		    app_get(app, jx_get(line, "unit"), "title"));
	str_done(&last);
	free(say);
	free(n[0]);
	free(n[1]);
	free(n[2]);
}

/* What was done, on which case, and, when refused, with what. */
static char *
what_of(struct app *app, const struct looking_view *k, const json_t *e)
{
	const char *kind = app_get(app, jx_get(e, "kind"), "title");
	const char *id = jx_text(e, "case"), *op = jx_text(e, "op");
	char *with = op == NULL ? xstrdup(kind) : app_text(app,
	    M_LOOK_REFUSED, kind, op, NULL), *say;

	if (id == NULL || (!k->person && k->case_id != NULL &&
	    strcmp(id, k->case_id) == 0))
		return with;
	say = app_text(app, M_LOOK_WHAT, with, id, NULL);
	free(with);
	return say;
}

static void
add_entry(struct view *v, const json_t *e)
{
	struct looking_view *k = v->data;
	struct app *app = v->app;
	char *what = what_of(app, k, e), *key = number(e, "seq");
	char *who = app_text(app, M_HISTORY_WHO, app_get(app, jx_get(e,
	    "officer"), "name"), app_get(app, jx_get(e, "unit"), "title"),
	    NULL);
	bool refused = jx_text(e, "op") != NULL;
	struct str at = STR_INIT;
	struct row_cell cell[2];

	app_time(jx_get(e, "at"), &at);
	cell[0] = (struct row_cell){ 2, 16, ATTR_PLAIN, str_text(&at) };
	cell[1] = (struct row_cell){ 20, k->width - 21, refused ? ATTR_WARN :
	    ATTR_PLAIN, what };
	rows_cells(&k->rows, key, LOOK_ENTRY, e, cell, 2);
	rows_more_text(&k->rows, 20, k->width - 21, ATTR_DIM, who);
	if (jx_text(e, "why") != NULL) {
		char *why = app_text(app, M_REASON, jx_text(e, "why"), NULL);

		rows_more_text(&k->rows, 20, k->width - 21, ATTR_DIM, why);
		free(why);
	}
	if (jx_bool(e, "back", false))
		rows_more_text(&k->rows, 20, k->width - 21, ATTR_WARN,
		    app_msg(app, M_LOOK_BACK));
	str_done(&at);
	free(who);
	free(what);
	free(key);
}

static void
add_period(struct view *v)
{
	struct looking_view *k = v->data;
	struct app *app = v->app;
	char *days = xasprintf("%d", k->days), *say;

	if (k->days > 0)
		say = app_text(app, M_LOOK_DAYS, days, NULL);
	else if (k->from == NULL && k->to == NULL)
		say = xstrdup(app_msg(app, M_LOOK_EVER));
	else
		say = app_text(app, M_LOOK_FROM_TO, k->from != NULL ?
		    k->from : "…", k->to != NULL ? k->to : "…", NULL);
	rows_text(&k->rows, 2, k->width - 4, ATTR_PLAIN, say);
	rows_text(&k->rows, 2, k->width - 4, ATTR_DIM,
	    app_msg(app, M_LOOK_NOTED));
	free(say);
	free(days);
}

static void
looking_layout(struct view *v, int width)
{
	struct looking_view *k = v->data;
	const json_t *summary = jx_get(k->answer, "summary");
	struct str from = STR_INIT;
	size_t i;

	k->width = width;
	rows_begin(&k->rows);
	add_period(v);
	if (json_array_size(k->entries) == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_LOOK_NOBODY));
	else
		rows_section(&k->rows, width, app_msg(v->app, M_LOOK_SUMS));
	for (i = 0; i < json_array_size(summary); i++)
		add_sum(v, json_array_get(summary, i));
	app_time(jx_get(k->answer, "summed_from"), &from);
	if (from.len > 0) {
		char *say = app_text(v->app, M_LOOK_SUMMED, str_text(&from),
		    NULL);

		rows_text(&k->rows, 2, width - 4, ATTR_WARN, say);
		free(say);
	}
	str_done(&from);
	if (json_array_size(k->entries) > 0)
		rows_section(&k->rows, width, app_msg(v->app, M_LOOK_ENTRIES));
	for (i = 0; i < json_array_size(k->entries); i++)
		add_entry(v, json_array_get(k->entries, i));
	if (json_is_integer(k->next))
		rows_item(&k->rows, "older", LOOK_MORE, NULL, 2, width - 4,
		    ATTR_PLAIN, app_msg(v->app, M_LOOK_OLDER));
	rows_end(&k->rows);
}

static void
looking_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct looking_view *)v->data)->rows, c, a, true);
}

/* ---- for which time ---- */

static void
set_period(struct view *v, int days, char *from, char *to)
{
	struct looking_view *k = v->data;

	free(k->from);
	free(k->to);
	k->days = days;
	k->from = from;
	k->to = to;
	ask_anew(v);
}

/* "2/3/2026" as "2026-03-02", or NULL. */
static char *
day_of(const char *text)
{
	int d, m, y, end = 0;

	if (sscanf(text, "%2d/%2d/%4d%n", &d, &m, &y, &end) != 3 ||
	    text[end] != '\0' || d < 1 || d > 31 || m < 1 || m > 12 ||
	    y < 1900)
		return NULL;
	return xasprintf("%04d-%02d-%02d", y, m, d);
}

/* "from - to": the last day belongs to it. */
static void
on_days(void *ctx, const char *text)
{
	struct view *v = ctx;
	char *copy = xstrdup(text), *dash = strchr(copy, '-'), *from, *to;
	when_t t;
	char end[32];

	if (dash != NULL)
		*dash = '\0';
	copy[strcspn(copy, " ")] = '\0';
	from = day_of(copy);
	to = dash == NULL ? NULL : day_of(dash + 1 + strspn(dash + 1, " "));
	free(copy);
	if (from == NULL || (dash != NULL && to == NULL)) {
		app_say(v->app, ATTR_BAD, M_LOOK_NO_DAYS, NULL);
		free(from);
		free(to);
		return;
	}
	if (to != NULL && when_parse(to, VN_OFFSET_MIN, &t)) {
		free(to);
		when_format(t + DAY_MS, VN_OFFSET_MIN, end);
		to = xstrdup(end);
	}
	set_period(v, 0, from, to);
}

static void
on_period(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));
	struct prompt p = { app_msg(v->app, M_LOOK_ASK_DAYS), NULL, SIZE_MAX,
	    false, false, false, 30, on_days, NULL, v };

	if (code == NULL)
		return;
	if (strcmp(code, "days") == 0)
		prompt_open(v->app, &p);
	else
		set_period(v, (int)strtol(code, NULL, 10), NULL, NULL);
}

static void
ask_period(struct view *v)
{
	static const struct { const char *code; enum msg say; } kinds[] = {
		{ "7", M_LOOK_WEEK }, { "30", M_LOOK_MONTH },
		{ "365", M_LOOK_YEAR }, { "0", M_LOOK_ALL },
		{ "days", M_LOOK_OTHER },
	};
	json_t *items = json_array();

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		json_array_append_new(items, json_pack("{s:s, s:{s:s, s:s}}",
		    "code", kinds[i].code, "title",
		    "vi", msg_text(kinds[i].say, LANG_VI),
		    "en", msg_text(kinds[i].say, LANG_EN)));
	choice_open_json(v->app, app_msg(v->app, M_LOOK_PERIOD), items, false,
	    on_period, v);
	json_decref(items);
}

static bool
looking_can(struct view *v, enum command command)
{
	return command != CMD_WHOLE_PERSON ||
	    ((struct looking_view *)v->data)->case_id != NULL;
}

static bool
looking_command(struct view *v, enum command command)
{
	struct looking_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	switch (command) {
	case CMD_OPEN:
		if (row != NULL && row->tag == LOOK_MORE)
			fetch_older(v);
		return true;
	case CMD_PERIOD:
		ask_period(v);
		return true;
	case CMD_WHOLE_PERSON:
		k->person = !k->person;
		ask_anew(v);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops looking_ops = {
	.name = "looking", .contexts = looking_contexts,
	.title = looking_title, .load = looking_load,
	.layout = looking_layout, .paint = looking_paint,
	.can = looking_can, .command = looking_command,
	.close = looking_close,
};

static struct view *
looking_new(struct app *app, const char *case_id, const char *officer)
{
	struct looking_view *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	k->officer = xstrdup(officer);
	k->entries = json_array();
	/* Of a case, all; of an officer, what can be read through. */
	k->days = case_id != NULL ? 0 : 30;
	return view_new(app, &looking_ops, k);
}

struct view *
looking_case_new(struct app *app, const char *case_id)
{
	return looking_new(app, case_id, NULL);
}

static void
on_officer(void *ctx, const json_t *codes)
{
	const char *id = json_string_value(json_array_get(codes, 0));

	if (id != NULL)
		app_push(ctx, looking_new(ctx, NULL, id));
}

struct view *
looking_officer_new(struct app *app)
{
	json_t *answer = app_ask(app, json_pack("{s:s}", "ask", "what_saw"));
	const json_t *officers = jx_get(answer, "officers"), *o;
	json_t *items = json_array();
	size_t i;

	json_array_foreach(officers, i, o) {
		char *say = xasprintf("%s, %s", jx_text(o, "name"),
		    app_get(app, jx_get(o, "unit"), "title"));

		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    jx_text(o, "id"), "title", say));
		free(say);
	}
	if (json_array_size(items) > 0)
		choice_open_json(app, app_msg(app, M_LOOK_WHOM), items, false,
		    on_officer, app);
	json_decref(items);
	json_decref(answer);
	return NULL;
}
