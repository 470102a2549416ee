/*
 * What the unit does beside its cases: a line for each thing that this officer
 * may do or look at, out of tui/office.def, with what waits behind it.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

static const struct entry {
	const char *name, *right, *counted;
	struct view *(*open)(struct app *app);
	const char *label[2];		/* by enum lang */
} entries[] = {
#define OFFICE(name, right, counted, open, vi, en) \
	{ name, right, counted, open, { [LANG_VI] = vi, [LANG_EN] = en } },
#include "tui/office.def"
#undef OFFICE
};

struct office {
	json_t *home;
	int64_t waiting[ARRAY_LEN(entries)];
	struct rows rows;
};

static void
office_close(struct view *v)
{
	struct office *k = v->data;

	rows_done(&k->rows);
	json_decref(k->home);
	free(k);
}

static uint64_t
office_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_BACK | CTX_INSIDE;
}

static void
office_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_OFFICE_TITLE));
}

static bool
has_name(const json_t *list, const char *name)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq(json_string_value(json_array_get(list, i)), name))
			return true;
	return false;
}

static bool
may(const struct office *k, const struct entry *e)
{
	return has_name(jx_get(k->home, "asks"), e->right) ||
	    has_name(jx_get(k->home, "can"), e->right);
}

static void
office_load(struct view *v)
{
	struct office *k = v->data;
	json_t *home = app_ask(v->app, json_pack("{s:s}", "ask", "home"));

	if (home == NULL)
		return;
	json_decref(k->home);
	k->home = home;
	for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
		json_t *answer = NULL;

		if (entries[i].counted != NULL && may(k, &entries[i]))
			answer = app_ask(v->app, json_pack("{s:s}", "ask",
			    entries[i].counted));
		k->waiting[i] = jx_int(answer, "waiting", 0);
		json_decref(answer);
	}
}

static void
office_layout(struct view *v, int width)
{
	struct office *k = v->data;
	bool any = false;

	rows_begin(&k->rows);
	for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
		const struct entry *e = &entries[i];
		char *n = xasprintf("%lld", (long long)k->waiting[i]);
		char *say = app_text(v->app, M_OFFICE_WAITING, n, NULL);
		struct row_cell cell[2] = {
			{ 2, width - 26, ATTR_PLAIN, e->label[v->app->lang] },
			{ width - 22, 20, ATTR_WARN, say },
		};

		if (may(k, e)) {
			rows_cells(&k->rows, e->name, (int)i, NULL, cell,
			    k->waiting[i] > 0 ? 2 : 1);
			any = true;
		}
		free(say);
		free(n);
	}
	if (!any)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_OFFICE_NOTHING));
	rows_end(&k->rows);
}

static void
office_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct office *)v->data)->rows, c, a, true);
}

static bool
office_command(struct view *v, enum command command)
{
	struct office *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct view *next;

	if (command != CMD_OPEN)
		return rows_command(&k->rows, command);
	next = row != NULL ? entries[row->tag].open(v->app) : NULL;
	if (next != NULL)
		app_push(v->app, next);
	return true;
}

static json_t *
office_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "office");
}

static struct rows *
office_rows(struct view *v)
{
	return &((struct office *)v->data)->rows;
}

static const struct view_ops office_ops = {
	.name = "office", .contexts = office_contexts, .title = office_title,
	.load = office_load, .layout = office_layout, .paint = office_paint,
	.command = office_command, .place = office_place, .rows = office_rows,
	.close = office_close,
};

struct view *
office_new(struct app *app)
{
	return view_new(app, &office_ops, xcalloc(1, sizeof(struct office)));
}
