#include "tui/jump.h"

#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

void
jumps_done(struct jumps *j)
{
	json_decref(j->place);
	j->place = NULL;
	j->at = 0;
}

/* Popups in front of a screen are no places. */
static struct view *
screen_of(const struct app *app)
{
	size_t i = app->views;

	while (i > 0 && app->view[i - 1]->ops->overlay)
		i--;
	return i > 0 ? app->view[i - 1] : NULL;
}

/* The title line in both languages: a mark outlives the one spoken now. */
static json_t *
titles_of(struct view *v)
{
	static const char *const key[] = { "vi", "en" };
	enum lang lang = v->app->lang;
	json_t *both = json_object();

	for (int i = 0; i < 2; i++) {
		struct str title = STR_INIT;

		v->app->lang = i == 0 ? LANG_VI : LANG_EN;
		if (v->ops->title != NULL)
			v->ops->title(v, &title);
		json_object_set_new(both, key[i],
		    json_string(str_text(&title)));
		str_done(&title);
	}
	v->app->lang = lang;
	return both;
}

static json_t *
place_of(struct view *v)
{
	json_t *place = v != NULL && v->ops->place != NULL ?
	    v->ops->place(v) : NULL;
	struct rows *rows = v != NULL && v->ops->rows != NULL ?
	    v->ops->rows(v) : NULL;
	const struct row *row = rows != NULL ? rows_chosen(rows) : NULL;

	if (place == NULL)
		return NULL;
	if (row != NULL && row->key != NULL)
		json_object_set_new(place, "row", json_string(row->key));
	json_object_set_new(place, "title", titles_of(v));
	return place;
}

json_t *
place_here(const struct app *app)
{
	return place_of(screen_of(app));
}

static bool
is_same(const json_t *a, const json_t *b)
{
	return str_eq(jx_text(a, "open"), jx_text(b, "open")) &&
	    str_eq(jx_text(a, "id"), jx_text(b, "id"));
}

void
jumps_note(struct app *app)
{
	struct jumps *j = &app->jumps;
	json_t *here = app->session != NULL ? place_here(app) : NULL;

	if (here == NULL)
		return;
	if (j->place == NULL)
		j->place = json_array();
	if (is_same(here, json_array_get(j->place, j->at))) {
		json_array_set_new(j->place, j->at, here);
		return;
	}
	/* A new way begins here: what was forward is gone. */
	while (json_array_size(j->place) > j->at + 1)
		json_array_remove(j->place, j->at + 1);
	if (json_array_size(j->place) == JUMPS_MOST)
		json_array_remove(j->place, 0);
	json_array_append_new(j->place, here);
	j->at = json_array_size(j->place) - 1;
}

/*
 * Is what a place names still shown to this officer?  *gone: it certainly is
 * no more (erased, or not theirs, which nobody can tell apart), and what was
 * kept of it goes too; not when the line broke, or the session is over.
 */
static bool
is_there(struct app *app, const char *open, const char *id, bool *gone)
{
	char *code;
	json_t *answer = app_ask_why(app, json_pack("{s:s, s:s}", "ask", open,
	    str_eq(open, "case") ? "case" : "act", id), &code);
	bool there = answer != NULL;

	*gone = str_eq(code, "no_such_case") || str_eq(code, "no_such_act");
	free(code);
	json_decref(answer);
	return there;
}

/* The screen of a place, not yet pushed; NULL: there is none. */
static struct view *
view_for(struct app *app, const char *open, const char *id, bool *gone)
{
	bool there = id != NULL;

	if (str_eq(open, "home"))
		return home_new(app);
	if (str_eq(open, "register"))
		return register_new(app);
	if (str_eq(open, "office"))
		return office_new(app);
	if (str_eq(open, "pairs"))
		return pairs_new(app);
	if (str_eq(open, "glass"))
		return glass_new(app);
	if (str_eq(open, "keeping"))
		return keeping_new(app);
	if (str_eq(open, "exports"))
		return exports_new(app);
	if (str_eq(open, "queue") && there)
		return queue_new(app, id);
	/* What is no more shown to this officer is not opened empty. */
	if (there && (str_eq(open, "case") || str_eq(open, "act") ||
	    str_eq(open, "coordination")))
		there = is_there(app, open, id, gone);
	if (str_eq(open, "case") && there)
		return case_new(app, id);
	if (str_eq(open, "act") && there)
		return act_new(app, id);
	return str_eq(open, "coordination") && there ?
	    coordination_new(app, id) : NULL;
}

/* Goes back to it where it is open below, and nothing in between would be
 * left; else opens it on top. */
static struct view *
bring(struct app *app, const json_t *place, bool *gone)
{
	struct view *top = screen_of(app), *v;
	json_t *p = place_of(top);
	bool here = is_same(p, place);

	json_decref(p);
	if (here)
		return top;
	if (app->views + 2 >= APP_VIEWS) {
		app_say(app, ATTR_WARN, M_TOUR_NO_ROOM, NULL);
		return NULL;
	}
	/* Back from a screen to the one below it is just that. */
	if (app->views > 1 && top == app_top(app) && top->ops->draft == NULL) {
		p = place_of(app->view[app->views - 2]);
		here = p != NULL && is_same(p, place);
		json_decref(p);
		if (here && app_leave(app))
			return app_top(app);
	}
	v = view_for(app, jx_text(place, "open"), jx_text(place, "id"),
	    gone);
	return v != NULL ? app_push(app, v) : NULL;
}

bool
place_open(struct app *app, const json_t *place, bool *gone)
{
	const char *row = jx_text(place, "row");
	struct rows *rows;
	struct view *v;

	*gone = false;
	v = bring(app, place, gone);
	rows = v != NULL && v->ops->rows != NULL ? v->ops->rows(v) : NULL;
	if (v == NULL) {
		if (app->status.len == 0)
			app_say(app, ATTR_BAD, M_JUMP_GONE, NULL);
		return false;
	}
	if (rows != NULL && row != NULL && !rows_choose(rows, row) &&
	    rows->n == 0) {
		free(rows->want);
		rows->want = xstrdup(row);
	}
	return true;
}

void
jumps_go(struct app *app, bool back)
{
	struct jumps *j = &app->jumps;
	size_t n = json_array_size(j->place), to = back ? j->at - 1 : j->at + 1;
	json_t *place = place_here(app);
	bool gone;

	/* A screen that is no place is left by going to where one was. */
	if (back && place == NULL)
		to = j->at;
	json_decref(place);
	if (n == 0 || (back && j->at == 0 && to != j->at) || to >= n) {
		app_say(app, ATTR_PLAIN, back ? M_JUMP_NO_BACK :
		    M_JUMP_NO_FORWARD, NULL);
		return;
	}
	place = json_incref(json_array_get(j->place, to));
	j->at = to;
	if (!place_open(app, place, &gone))
		json_array_remove(j->place, to);
	if (j->at >= json_array_size(j->place) && j->at > 0)
		j->at = json_array_size(j->place) - 1;
	json_decref(place);
}
