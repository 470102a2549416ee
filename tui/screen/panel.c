/* A page of text, and the page of reasons why something is refused. */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

struct page {
	struct panel p;
	struct rows rows;
};

static void
page_close(struct view *v)
{
	struct page *k = v->data;

	rows_done(&k->rows);
	json_decref(k->p.data);
	free(k);
}

static uint64_t
page_contexts(struct view *v)
{
	struct page *k = v->data;

	return CTX_ROWS | CTX_BACK | CTX_INSIDE |
	    (k->p.pick != NULL ? CTX_OPEN : 0);
}

static void
page_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, ((struct page *)v->data)->p.title));
}

static void
page_layout(struct view *v, int width)
{
	struct page *k = v->data;

	rows_begin(&k->rows);
	k->p.fill(v->app, &k->rows, k->p.data, width);
	rows_end(&k->rows);
}

static void
page_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct page *)v->data)->rows, c, a, true);
}

static bool
page_command(struct view *v, enum command command)
{
	struct page *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (command == CMD_OPEN && k->p.pick != NULL && row != NULL) {
		void (*pick)(void *, const json_t *) = k->p.pick;
		void *ctx = k->p.ctx;
		json_t *item = json_incref((json_t *)row->data);

		app_pop(v->app);
		pick(ctx, item);
		json_decref(item);
		return true;
	}
	return rows_command(&k->rows, command);
}

static const json_t *
page_law(struct view *v)
{
	struct page *k = v->data;
	const json_t *law = jx_get(rows_data(&k->rows), "law");

	return law != NULL ? law : jx_get(k->p.data, "law");
}

static const struct view_ops page_ops = {
	.name = "panel", .contexts = page_contexts, .title = page_title,
	.layout = page_layout, .paint = page_paint, .command = page_command,
	.law = page_law,
	.close = page_close,
};

struct view *
panel_new(struct app *app, const struct panel *p)
{
	struct page *k = xcalloc(1, sizeof *k);

	k->p = *p;
	return view_new(app, &page_ops, k);
}

char *
law_text(struct app *app, const json_t *law)
{
	const char *text = app_get(app, law, "text");
	const char *status = app_get(app, law, "status_text");

	if (*text == '\0')
		text = json_string_value(law) != NULL ?
		    json_string_value(law) : "";
	if (*text == '\0')
		return app_text(app, M_LAW_NONE, NULL);
	if (*status == '\0' || str_eq(text, status))
		return app_text(app, M_LAW, text, NULL);
	return app_text(app, M_LAW_STATUS, text, status, NULL);
}

void
reason_by(struct app *app, struct rows *rows, const json_t *reason, int x,
    int width)
{
	const json_t *by = jx_get(reason, "by");
	struct str names = STR_INIT;
	char *say;

	for (size_t i = 0; i < json_array_size(by); i++)
		str_printf(&names, "%s%s", i > 0 ? "; " : "",
		    app_get(app, json_array_get(by, i), "title"));
	if (names.len > 0) {
		say = app_text(app, jx_bool(reason, "here", false) ?
		    M_REASON_BY_HERE : M_REASON_BY, str_text(&names), NULL);
		rows_text(rows, x, width - x - 2, ATTR_DIM, say);
		free(say);
	}
	str_done(&names);
}

void
reasons_fill(struct app *app, struct rows *rows, const json_t *reasons,
    int width)
{
	for (size_t i = 0; i < json_array_size(reasons); i++) {
		const json_t *r = json_array_get(reasons, i);
		const char *kind = jx_text(jx_get(r, "fix"), "kind");
		char *key = xasprintf("%zu", i), *law;

		rows_blank(rows);
		rows_item(rows, key, 0, r, 2, width - 4, ATTR_PLAIN,
		    app_get(app, r, "say"));
		if (json_is_object(jx_get(r, "law"))) {
			law = law_text(app, jx_get(r, "law"));
			rows_text(rows, 4, width - 6, ATTR_DIM, law);
			free(law);
		}
		reason_by(app, rows, r, 4, width);
		if (kind != NULL && !str_eq(kind, "none"))
			rows_text(rows, 4, width - 6, ATTR_DIM,
			    app_msg(app, M_MEND));
		free(key);
	}
}

void
reasons_open(struct app *app, const json_t *outcome,
    void (*pick)(void *ctx, const json_t *reason), void *ctx)
{
	struct panel p = { M_REASONS_TITLE,
	    json_deep_copy(jx_get(outcome, "reasons")), reasons_fill, pick,
	    ctx };

	app_push(app, panel_new(app, &p));
	app_say(app, ATTR_BAD, M_NOT_SAVED_REASONS, NULL);
}
