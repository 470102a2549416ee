/*
 * Cases whose term for keeping has ended, and the certificates of those that
 * were erased.  Where no term is known, that is said and nothing proposed.
 */
#include "tui/screen/case.h"

#include "core/base/jx.h"

#include <stdlib.h>

enum { ROW_DUE, ROW_ERASED };

struct keeping_list {
	json_t *retention, *erasures;
	struct rows rows;
};

static void
keeping_close(struct view *v)
{
	struct keeping_list *k = v->data;

	rows_done(&k->rows);
	json_decref(k->retention);
	json_decref(k->erasures);
	free(k);
}

static uint64_t
keeping_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
keeping_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_KEEPING_TITLE));
}

static void
ask_into(struct app *app, const char *name, json_t **answer)
{
	json_t *fresh = app_ask(app, json_pack("{s:s}", "ask", name));

	if (fresh != NULL) {
		json_decref(*answer);
		*answer = fresh;
	}
}

static void
keeping_load(struct view *v)
{
	struct keeping_list *k = v->data;

	ask_into(v->app, "retention", &k->retention);
	ask_into(v->app, "erasures", &k->erasures);
}

static void
add_term(struct app *app, struct keeping_list *k, int width)
{
	const json_t *term = jx_get(k->retention, "term");
	char *say, *law, *text;

	rows_section(&k->rows, width, app_msg(app, M_KEEPING_TERM));
	if (json_is_integer(jx_get(term, "value"))) {
		text = register_value_text(app, term, app_get(app, term,
		    "unit"));
		say = app_text(app, M_KEEPING_TERM_IS, text, NULL);
		free(text);
	} else {
		say = xstrdup(app_msg(app, M_KEEP_NO_TERM));
	}
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, say);
	free(say);
	if (json_is_object(jx_get(term, "law"))) {
		law = law_text(app, jx_get(term, "law"));
		rows_text(&k->rows, 2, width - 4, ATTR_DIM, law);
		free(law);
	}
	text = xasprintf("%d", (int)jx_int(k->retention, "closed", 0));
	say = app_text(app, M_KEEPING_CLOSED, text, NULL);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, say);
	free(say);
	free(text);
}

static void
add_due(struct app *app, struct keeping_list *k, int width)
{
	const json_t *due = jx_get(k->retention, "due");

	if (json_array_size(due) > 0)
		rows_section(&k->rows, width, app_msg(app, M_KEEPING_DUE));
	for (size_t i = 0; i < json_array_size(due); i++) {
		const json_t *d = json_array_get(due, i);
		bool held = jx_bool(d, "hold", false);
		struct str until = STR_INIT;
		struct row_cell cell[4];

		app_time(jx_get(d, "until"), &until);
		cell[0] = (struct row_cell){ 2, 16, ATTR_PLAIN,
		    app_get(app, d, "case") };
		cell[1] = (struct row_cell){ 19, width - 52, ATTR_PLAIN,
		    app_get(app, d, "masked") };
		cell[2] = (struct row_cell){ width - 32, 16, ATTR_PLAIN,
		    str_text(&until) };
		cell[3] = (struct row_cell){ width - 14, 13, ATTR_WARN,
		    app_msg(app, M_KEEPING_HELD) };
		rows_cells(&k->rows, jx_text(d, "case"), ROW_DUE, d, cell,
		    held ? 4 : 3);
		str_done(&until);
	}
}

static void
add_erasures(struct app *app, struct keeping_list *k, int width)
{
	const json_t *list = jx_get(k->erasures, "erasures");

	if (json_array_size(list) > 0)
		rows_section(&k->rows, width, app_msg(app, M_KEEPING_ERASED));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *e = json_array_get(list, i);
		struct str at = STR_INIT;
		char *say;

		app_time(jx_get(e, "at"), &at);
		say = app_text(app, M_KEEPING_ERASED_LINE, app_get(app, e,
		    "erasure"), app_get(app, e, "of"), str_text(&at),
		    app_get(app, e, "by_name"), NULL);
		rows_item(&k->rows, jx_text(e, "erasure"), ROW_ERASED, e, 2,
		    width - 4, ATTR_PLAIN, say);
		free(say);
		str_done(&at);
	}
}

static void
keeping_layout(struct view *v, int width)
{
	struct keeping_list *k = v->data;

	rows_begin(&k->rows);
	add_term(v->app, k, width);
	add_due(v->app, k, width);
	add_erasures(v->app, k, width);
	rows_end(&k->rows);
}

static void
keeping_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct keeping_list *)v->data)->rows, c, a, true);
}

/* A certificate, sentence by sentence. */
static void
certificate_fill(struct app *app, struct rows *rows, const json_t *data,
    int width)
{
	const json_t *text = jx_get(data, "text");

	for (size_t i = 0; i < json_array_size(text); i++) {
		char *key = xasprintf("%zu", i);

		if (i > 0)
			rows_blank(rows);
		rows_item(rows, key, 0, NULL, 2, width - 4, ATTR_PLAIN,
		    app_in(app, json_array_get(text, i)));
		free(key);
	}
}

static void
open_certificate(struct app *app, const char *id)
{
	json_t *answer = app_ask(app, json_pack("{s:s, s:s}", "ask",
	    "erasure", "erasure", id));
	struct panel p = { M_KEEPING_CERTIFICATE, answer, certificate_fill,
	    NULL, NULL };

	if (answer != NULL)
		app_push(app, panel_new(app, &p));
}

static bool
keeping_command(struct view *v, enum command command)
{
	struct keeping_list *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (command != CMD_OPEN)
		return rows_command(&k->rows, command);
	if (row != NULL && row->tag == ROW_DUE)
		app_push(v->app, case_new(v->app, row->key));
	else if (row != NULL)
		open_certificate(v->app, row->key);
	return true;
}

static json_t *
keeping_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "keeping");
}

static struct rows *
keeping_rows(struct view *v)
{
	return &((struct keeping_list *)v->data)->rows;
}

static const struct view_ops keeping_ops = {
	.name = "keeping", .contexts = keeping_contexts,
	.title = keeping_title, .load = keeping_load,
	.layout = keeping_layout, .paint = keeping_paint,
	.command = keeping_command, .place = keeping_place,
	.rows = keeping_rows, .close = keeping_close,
};

struct view *
keeping_new(struct app *app)
{
	return view_new(app, &keeping_ops, xcalloc(1,
	    sizeof(struct keeping_list)));
}
