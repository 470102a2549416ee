/*
 * Looking for a person: results while one types, by name with or without
 * marks, birth, numbers of papers and cases, place.  Only masked names come
 * from the door; who it is says the case, to whom gives a reason.  A name of
 * before 1 July 2025 may mean several places: the officer says which.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/edit.h"

#include <stdlib.h>

#define TYPED_MOST 120
#define SHOWN 100

struct search_view {
	struct edit typed;
	json_t *answer;
	char *commune, *commune_title;	/* only who lives there; or NULL */
	struct rows rows;
	int width;
	void (*pick)(void *ctx, const char *case_id);	/* NULL: opens it */
	void *ctx;
};

static void
search_close(struct view *v)
{
	struct search_view *k = v->data;

	edit_done(&k->typed);
	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->commune);
	free(k->commune_title);
	free(k);
}

static uint64_t
search_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_CHOICE | CTX_BACK;
}

static void
search_title(struct view *v, struct str *out)
{
	struct search_view *k = v->data;

	str_add(out, app_msg(v->app, k->pick != NULL ? M_SEARCH_PICK :
	    M_SEARCH_TITLE));
}

static const struct {
	const char *why;
	enum msg say;
} why_words[] = {
	{ "name", M_SEARCH_BY_NAME }, { "birth", M_SEARCH_BY_BIRTH },
	{ "number", M_SEARCH_BY_NUMBER }, { "place", M_SEARCH_BY_PLACE },
	{ "old_place", M_SEARCH_BY_OLD_PLACE }, { "case", M_SEARCH_BY_CASE },
};

static void
why_text(struct app *app, const json_t *why, struct str *out)
{
	for (size_t i = 0; i < json_array_size(why); i++) {
		const char *word = json_string_value(json_array_get(why, i));

		for (size_t k = 0; k < ARRAY_LEN(why_words); k++) {
			if (!str_eq(why_words[k].why, word))
				continue;
			str_add(out, out->len > 0 ? ", " : "");
			str_add(out, app_msg(app, why_words[k].say));
		}
	}
}

/* Two lines a person: at 80 columns one cannot hold both state and holder. */
static void
add_hit(struct view *v, const json_t *h)
{
	struct search_view *k = v->data;
	const json_t *person = jx_get(h, "person");
	struct str why = STR_INIT, about = STR_INIT;
	int w = k->width;
	struct row_cell cell[3] = {
		{ 19, 24, ATTR_PLAIN, app_get(v->app, person, "masked") },
		{ 2, 16, ATTR_PLAIN, jx_text(h, "case") },
	};

	str_add(&about, app_get(v->app, person, "sex"));
	str_add(&about, about.len > 0 ? ", " : "");
	str_add(&about, app_get(v->app, person, "age"));
	cell[2] = (struct row_cell){ 44, w - 46, ATTR_PLAIN,
	    str_text(&about) };
	rows_cells(&k->rows, jx_text(h, "case"), 0, h, cell, 3);
	why_text(v->app, jx_get(h, "why"), &why);
	str_clear(&about);
	str_printf(&about, "%s · %s", app_get(v->app, jx_get(h, "state"),
	    "title"), app_get(v->app, jx_get(h, "holder"), "title"));
	cell[0] = (struct row_cell){ 19, w - 21, ATTR_DIM, str_text(&about) };
	cell[1] = (struct row_cell){ 2, 16, ATTR_DIM, str_text(&why) };
	rows_more(&k->rows, cell, 2);
	str_done(&why);
	str_done(&about);
}

/* "Phường Cầu Giấy (một phần của Phường Dịch Vọng, ... trước 01/7/2025)". */
static void
add_place(struct view *v, const json_t *place, const json_t *now)
{
	struct search_view *k = v->data;
	bool whole = json_array_size(jx_get(place, "now")) == 1;
	char *old = xasprintf("%s, %s, %s", jx_text(place, "name"),
	    jx_text(place, "district"), app_get(v->app, jx_get(place,
	    "province"), "title"));
	char *text = app_text(v->app, whole ? M_OLD_PLACE : M_OLD_PLACE_PART,
	    app_get(v->app, now, "title"), old, NULL);
	char *key = xasprintf("place:%s", jx_text(now, "code"));

	rows_item(&k->rows, key, 0, now, 2, k->width - 4, ATTR_PLAIN, text);
	free(key);
	free(text);
	free(old);
}

/* Which place of today is meant by a name of before is asked, not guessed. */
static void
add_places(struct view *v)
{
	struct search_view *k = v->data;
	const json_t *places = jx_get(k->answer, "places");

	if (json_array_size(places) == 0)
		return;
	if (json_array_size(jx_get(k->answer, "found")) == 0)
		rows_text(&k->rows, 2, k->width - 4, ATTR_DIM,
		    app_msg(v->app, M_SEARCH_NONE));
	rows_blank(&k->rows);
	rows_text(&k->rows, 2, k->width - 4, ATTR_DIM,
	    app_msg(v->app, M_SEARCH_PLACES));
	for (size_t i = 0; i < json_array_size(places); i++) {
		const json_t *place = json_array_get(places, i);
		const json_t *now = jx_get(place, "now");

		for (size_t j = 0; j < json_array_size(now); j++)
			add_place(v, place, json_array_get(now, j));
	}
}

static void
search_fill(struct view *v)
{
	struct search_view *k = v->data;
	const json_t *found = jx_get(k->answer, "found");

	rows_begin(&k->rows);
	for (size_t i = 0; i < json_array_size(found); i++)
		add_hit(v, json_array_get(found, i));
	if (jx_bool(k->answer, "more", false))
		rows_text(&k->rows, 2, k->width - 4, ATTR_DIM,
		    app_msg(v->app, M_SEARCH_MORE));
	add_places(v);
	rows_end(&k->rows);
}

/* Also when one comes back from a case: others may have changed it. */
static void
search_load(struct view *v)
{
	struct search_view *k = v->data;
	json_t *answer = NULL;

	if (k->typed.text.len > 0)
		answer = app_ask(v->app, json_pack("{s:s, s:s, s:s*, s:i}",
		    "ask", "search", "text", str_text(&k->typed.text),
		    "commune", k->commune, "limit", SHOWN));
	json_decref(k->answer);
	k->answer = answer;
}

static void
search_layout(struct view *v, int width)
{
	((struct search_view *)v->data)->width = width;
	search_fill(v);
}

static void
search_paint(struct view *v, struct canvas *c, struct area a)
{
	struct search_view *k = v->data;
	const char *label = app_msg(v->app, M_SEARCH_LINE);
	struct area line = { a.y, a.x + 2, 1, a.w - 4 };
	int used = canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_BOLD, label);

	if (k->commune != NULL) {
		char *only = app_text(v->app, M_SEARCH_ONLY, k->commune_title,
		    NULL);

		canvas_text(c, a.y + 1, a.x + 2, a.w - 4, ATTR_DIM, only);
		free(only);
	}
	line.x += used + 1;
	line.w -= used + 1;
	a.y += 2;
	a.h -= 2;
	rows_paint(&k->rows, c, a, false);
	if (k->rows.n == 0)
		canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_DIM,
		    app_msg(v->app, k->typed.text.len == 0 ? M_SEARCH_HINT :
		    M_SEARCH_NONE));
	app_paint_edit(v->app, &k->typed, line);
}

/* NULL: everywhere. */
static void
only_in(struct search_view *k, const char *commune, const char *title)
{
	char *code = xstrdup(commune), *name = xstrdup(title);

	free(k->commune);
	free(k->commune_title);
	k->commune = code;
	k->commune_title = name;
}

static bool
search_key(struct view *v, const struct key *key)
{
	struct search_view *k = v->data;

	/* Up and down move in the list, as everywhere. */
	if (key->code != K_TEXT && key->code != K_BACKSPACE &&
	    key->code != K_PASTE && key->code != K_LEFT &&
	    key->code != K_RIGHT && key->code != K_DELETE)
		return false;
	edit_key(&k->typed, key, k->width);
	only_in(k, NULL, NULL);
	free(k->rows.want);
	k->rows.want = NULL;
	k->rows.sel = k->rows.n;
	search_load(v);
	search_fill(v);
	return true;
}

static bool
search_command(struct view *v, enum command command)
{
	struct search_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct app *app = v->app;
	char *id;

	if (command != CMD_PICK)
		return rows_command(&k->rows, command);
	if (row == NULL || row->data == NULL)
		return true;
	if (str_starts(row->key, "place:")) {
		only_in(k, jx_text(row->data, "code"),
		    app_get(app, row->data, "title"));
		search_load(v);
		search_fill(v);
		return true;
	}
	if (k->pick == NULL) {
		app_push(app, case_new(app, jx_text(row->data, "case")));
		return true;
	}
	id = xstrdup(jx_text(row->data, "case"));
	{
		void (*pick)(void *, const char *) = k->pick;
		void *ctx = k->ctx;

		app_pop(app);
		pick(ctx, id);
	}
	free(id);
	return true;
}

static const struct view_ops search_ops = {
	.name = "search", .contexts = search_contexts, .title = search_title,
	.load = search_load, .layout = search_layout, .paint = search_paint,
	.command = search_command, .key = search_key, .close = search_close,
};

struct view *
search_new(struct app *app, void (*pick)(void *ctx, const char *case_id),
    void *ctx)
{
	struct search_view *k = xcalloc(1, sizeof *k);

	k->pick = pick;
	k->ctx = ctx;
	k->width = app_width(app);
	edit_init(&k->typed, false, TYPED_MOST);
	edit_vietnamese(&k->typed, &app->typing);
	return view_new(app, &search_ops, k);
}
