/*
 * The legal register: what is known, how surely, what is not known, and how
 * many cases rest on it.  `/` finds by words, `t` shows one status at a time.
 */
#include "core/base/jx.h"
#include "core/vietnamese/fold.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"

#include <stdlib.h>
#include <string.h>

struct registry {
	json_t *answer, *report;
	struct rows rows;
	struct str find;		/* words; empty: all */
	size_t status;			/* of statuses[] */
};

static const struct {
	const char *code;		/* NULL: all */
	enum msg say;
} statuses[] = {
	{ NULL, M_REGISTER_ALL }, { "unset", M_STATUS_UNSET },
	{ "draft", M_STATUS_DRAFT }, { "inferred", M_STATUS_INFERRED },
	{ "reported", M_STATUS_REPORTED },
	{ "confirmed", M_STATUS_CONFIRMED },
};

static void
register_close(struct view *v)
{
	struct registry *k = v->data;

	rows_done(&k->rows);
	str_done(&k->find);
	json_decref(k->answer);
	json_decref(k->report);
	free(k);
}

static uint64_t
register_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_REGISTER | CTX_BACK |
	    CTX_INSIDE;
}

static void
register_title(struct view *v, struct str *out)
{
	struct registry *k = v->data;
	struct str shows = STR_INIT;
	char *say;

	if (k->status > 0)
		str_add(&shows, app_msg(v->app, statuses[k->status].say));
	if (k->find.len > 0)
		str_printf(&shows, "%s“%s”", shows.len > 0 ? ", " : "",
		    str_text(&k->find));
	if (shows.len == 0) {
		str_add(out, app_msg(v->app, M_REGISTER_TITLE));
	} else {
		say = app_text(v->app, M_REGISTER_SHOWS,
		    app_msg(v->app, M_REGISTER_TITLE), str_text(&shows), NULL);
		str_add(out, say);
		free(say);
	}
	str_done(&shows);
}

static void
register_load(struct view *v)
{
	struct registry *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask",
	    "register"));
	json_t *report = app_ask(v->app, json_pack("{s:s}", "ask",
	    "register_report"));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
	if (report != NULL) {
		json_decref(k->report);
		k->report = report;
	}
}

static const struct {
	const char *unit;
	enum msg say;
} units[] = {
	{ "hours", M_UNIT_HOURS }, { "calendar_days", M_UNIT_CALENDAR_DAYS },
	{ "working_days", M_UNIT_WORKING_DAYS }, { "months", M_UNIT_MONTHS },
	{ "VND", M_UNIT_VND }, { "vnd", M_UNIT_VND },
};

char *
register_value_text(struct app *app, const json_t *value, const char *unit)
{
	const json_t *n = jx_get(value, "value");
	enum msg m = M_UNIT_COUNT;
	char *number, *say;

	/* Unset is never a number. */
	if (n == NULL || json_is_null(n))
		return xstrdup(app_msg(app, M_REGISTER_NONE));
	number = json_is_string(n) ? xstrdup(json_string_value(n)) :
	    xasprintf("%lld", (long long)json_integer_value(n));
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (str_eq(units[i].unit, unit))
			m = units[i].say;
	}
	say = app_text(app, m, number, NULL);
	free(number);
	return say;
}

/* Every word of what is looked for stands somewhere in the line. */
static bool
has_words(const char *text, const char *words)
{
	bool has = true;

	while (*words != '\0' && has) {
		size_t n = strcspn(words, " ");
		char *one = xstrndup(words, n);

		has = vn_fold_contains(text, one);
		free(one);
		words += n + strspn(words + n, " ");
	}
	return has;
}

/* In both languages: whoever has read a law knows its words in one. */
static void
add_both(struct str *all, const json_t *text)
{
	const char *vi = jx_text(text, "vi"), *en = jx_text(text, "en");

	str_printf(all, "%s %s ", vi != NULL ? vi : "", en != NULL ? en : "");
}

static bool
is_shown(struct app *app, const struct registry *k, const json_t *o)
{
	struct str all = STR_INIT;
	const json_t *law = jx_get(o, "law");
	const char *want = statuses[k->status].code;
	bool shown;

	if (want != NULL && !str_eq(want, jx_text(o, "status")))
		return false;
	str_printf(&all, "%s %s ", app_get(app, o, "code"),
	    app_get(app, o, "regime"));
	add_both(&all, jx_get(o, "title"));
	add_both(&all, jx_get(law, "text"));
	add_both(&all, jx_get(law, "note"));
	shown = has_words(str_text(&all), str_text(&k->find));
	str_done(&all);
	return shown;
}

static const json_t *
report_of(const struct registry *k, const json_t *o)
{
	const json_t *values = jx_get(k->report, "values");

	for (size_t i = 0; i < json_array_size(values); i++) {
		const json_t *r = json_array_get(values, i);

		if (str_eq(jx_text(r, "code"), jx_text(o, "code")) &&
		    str_eq(jx_text(r, "regime"), jx_text(o, "regime")))
			return r;
	}
	return NULL;
}

static bool
is_proposed(const struct registry *k, const json_t *o)
{
	const json_t *list = jx_get(k->answer, "proposals");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *p = json_array_get(list, i);

		if (str_eq(jx_text(p, "code"), jx_text(o, "code")) &&
		    str_eq(jx_text(p, "regime"), jx_text(o, "regime")))
			return true;
	}
	return false;
}

/* How sure it is stands beside every value; then who rests on it. */
static void
add_more(struct view *v, const json_t *o, int width)
{
	struct registry *k = v->data;
	const json_t *r = report_of(k, o);
	char *say = law_text(v->app, jx_get(o, "law"));

	rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, say);
	free(say);
	if (jx_int(r, "open_cases", 0) > 0) {
		char *open = xasprintf("%d", (int)jx_int(r, "open_cases", 0));
		char *running = xasprintf("%d", (int)jx_int(r, "running", 0));

		say = app_text(v->app, M_REGISTER_CASES, open, running, NULL);
		rows_more_text(&k->rows, 4, width - 6, ATTR_WARN, say);
		free(say);
		free(open);
		free(running);
	}
	if (is_proposed(k, o))
		rows_more_text(&k->rows, 4, width - 6, ATTR_WARN,
		    app_msg(v->app, M_REGISTER_PROPOSED));
}

static void
add_title(struct view *v, int width, const json_t *o, bool unset)
{
	char *say = app_text(v->app, M_REGISTER_SECTION, app_msg(v->app,
	    unset ? M_REGISTER_UNSET : M_REGISTER_SET), app_get(v->app, o,
	    "regime_title"), NULL);

	rows_section(&((struct registry *)v->data)->rows, width,
	    jx_get(o, "regime_title") != NULL ? say : app_msg(v->app, unset ?
	    M_REGISTER_UNSET : M_REGISTER_SET));
	free(say);
}

static void
add_values(struct view *v, int width, const char *regime, bool unset)
{
	struct registry *k = v->data;
	const json_t *values = jx_get(k->answer, "values");
	bool any = false;

	for (size_t i = 0; i < json_array_size(values); i++) {
		const json_t *o = json_array_get(values, i);
		struct row_cell cell[2];
		char *say, *key;

		if (str_eq(jx_text(o, "status"), "unset") != unset ||
		    !str_eq(jx_text(o, "regime"), regime) ||
		    !is_shown(v->app, k, o))
			continue;
		if (!any)
			add_title(v, width, o, unset);
		any = true;
		say = register_value_text(v->app, o, jx_text(o, "unit"));
		key = xasprintf("%s/%s", app_get(v->app, o, "regime"),
		    app_get(v->app, o, "code"));
		cell[0] = (struct row_cell){ 2, width - 25, ATTR_PLAIN,
		    app_get(v->app, o, "title") };
		cell[1] = (struct row_cell){ width - 22, 22, unset ?
		    ATTR_WARN : ATTR_PLAIN, say };
		rows_cells(&k->rows, key, 0, o, cell, 2);
		free(say);
		free(key);
		add_more(v, o, width);
	}
}

static void
register_layout(struct view *v, int width)
{
	struct registry *k = v->data;

	const json_t *values = jx_get(k->answer, "values");
	const char *regime = NULL;
	size_t i = json_array_size(values);

	rows_begin(&k->rows);
	/* The newest regime first: most that is open runs under it. */
	while (i-- > 0) {
		const char *r = jx_text(json_array_get(values, i), "regime");

		if (i + 1 < json_array_size(values) && str_eq(r, regime))
			continue;
		regime = r;
		add_values(v, width, regime, true);
		add_values(v, width, regime, false);
	}
	if (k->rows.n == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_DIM,
		    app_msg(v->app, M_REGISTER_NOTHING));
	rows_end(&k->rows);
}

static void
register_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct registry *)v->data)->rows, c, a, true);
}

static void
show(struct view *v, const char *words)
{
	struct registry *k = v->data;

	str_clear(&k->find);
	str_add(&k->find, words);
	register_layout(v, app_width(v->app));
}

static void
on_typed(void *ctx)
{
	struct view *v = ctx;
	const struct edit *e = prompt_edit(app_top(v->app));

	if (e != NULL)
		show(v, str_text(&e->text));
}

static void
on_found(void *ctx, const char *text)
{
	show(ctx, text);
}

static void
open_line(struct view *v)
{
	struct registry *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (row != NULL && row->data != NULL)
		app_push(v->app, register_value_new(v->app, row->data));
}

static bool
register_command(struct view *v, enum command command)
{
	struct registry *k = v->data;
	struct prompt find = { app_msg(v->app, M_REGISTER_FILTER),
	    str_text(&k->find), SIZE_MAX, false, true, true, 60, on_found,
	    on_typed, v };

	switch (command) {
	case CMD_OPEN: case CMD_DETAIL:
		open_line(v);
		return true;
	case CMD_FILTER:
		prompt_open(v->app, &find);
		return true;
	case CMD_FILTER_STATUS:
		k->status = (k->status + 1) % ARRAY_LEN(statuses);
		register_layout(v, app_width(v->app));
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const json_t *
register_law(struct view *v)
{
	struct registry *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static json_t *
register_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "register");
}

static struct rows *
register_rows(struct view *v)
{
	return &((struct registry *)v->data)->rows;
}

static const struct view_ops register_ops = {
	.name = "register", .contexts = register_contexts,
	.title = register_title, .load = register_load,
	.layout = register_layout, .paint = register_paint,
	.command = register_command, .law = register_law,
	.place = register_place, .rows = register_rows,
	.close = register_close,
};

struct view *
register_new(struct app *app)
{
	return view_new(app, &register_ops, xcalloc(1,
	    sizeof(struct registry)));
}
