/*
 * Personal data of one case: what it is kept for and by which law, what the
 * person asked about it, on what basis it may go abroad; and the requests of
 * all cases that wait, the first due first.
 */
#include "tui/screen/duties.h"

#include "core/base/jx.h"
#include "tui/screen/screens.h"

#include <stdlib.h>
#include <string.h>

enum { DUTY_TEXT, DUTY_PURPOSE, DUTY_REQUEST, DUTY_TRANSFER };

struct duties {
	char *case_id;			/* NULL: the register of all */
	json_t *answer;			/* "duties" of a case, or requests */
	struct rows rows;
	int width;
};

static void
duties_close(struct view *v)
{
	struct duties *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k);
}

static uint64_t
duties_contexts(struct view *v)
{
	struct duties *k = v->data;

	return CTX_ROWS | CTX_OPEN | CTX_BACK | CTX_INSIDE |
	    (k->case_id != NULL ? CTX_SECTIONS | CTX_DUTIES :
	    CTX_REQUESTS);
}

static void
duties_title(struct view *v, struct str *out)
{
	struct duties *k = v->data;
	char *say = k->case_id == NULL ?
	    xstrdup(app_msg(v->app, M_REQUESTS_TITLE)) :
	    app_text(v->app, M_DUTIES_TITLE, k->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
duties_load(struct view *v)
{
	struct duties *k = v->data;
	json_t *answer = k->case_id == NULL ? app_ask(v->app,
	    json_pack("{s:s}", "ask", "person_requests")) : app_ask(v->app,
	    json_pack("{s:s,s:s}", "ask", "case", "case", k->case_id));

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = k->case_id == NULL ? json_incref(answer) :
	    json_incref(jx_get(answer, "duties"));
	json_decref(answer);
}

/* ---- showing ---- */

static void
add_law(struct view *v, const json_t *law)
{
	struct duties *k = v->data;
	char *say;

	if (!json_is_object(law))
		return;
	say = law_text(v->app, law);
	rows_more_text(&k->rows, 4, k->width - 6, ATTR_DIM, say);
	free(say);
}

static void
add_purpose(struct view *v)
{
	struct duties *k = v->data;
	const json_t *purpose = jx_get(k->answer, "purpose");

	rows_section(&k->rows, k->width, app_msg(v->app, M_DUTIES_PURPOSE));
	if (!json_is_object(purpose)) {
		rows_item(&k->rows, "purpose", DUTY_PURPOSE, NULL, 2,
		    k->width - 4, ATTR_BAD, app_msg(v->app, M_DUTIES_NONE));
		return;
	}
	rows_item(&k->rows, "purpose", DUTY_PURPOSE, purpose, 2, k->width - 4,
	    ATTR_PLAIN, app_get(v->app, purpose, "title"));
	add_law(v, jx_get(purpose, "law"));
}

char *
duties_how_far(struct app *app, const json_t *r)
{
	if (jx_text(r, "answered") != NULL)
		return xstrdup(app_get(app, jx_get(r, "outcome"), "title"));
	if (jx_text(r, "due") == NULL)
		return xstrdup(app_msg(app, M_CLOCK_NO_TERM));
	return jx_bool(r, "late", false) ?
	    xstrdup(app_msg(app, M_CLOCK_LATE)) :
	    app_time_left(app, jx_get(r, "due"));
}

static void
add_request(struct view *v, const json_t *r)
{
	struct duties *k = v->data;
	struct app *app = v->app;
	char *far = duties_how_far(app, r), *say, *of = k->case_id != NULL ?
	    xstrdup(app_get(app, r, "title")) : app_text(app,
	    M_REQUESTS_LINE, app_get(app, r, "case"), app_get(app, r,
	    "masked"), app_get(app, r, "title"), NULL);
	struct str at = STR_INIT, due = STR_INIT;
	struct row_cell cell[2] = {
		{ 2, k->width - 28, ATTR_PLAIN, of },
		{ k->width - 25, 24, jx_bool(r, "late", false) ? ATTR_BAD :
		    ATTR_PLAIN, far },
	};

	rows_cells(&k->rows, jx_text(r, "request"), DUTY_REQUEST, r, cell, 2);
	app_time(jx_get(r, "at"), &at);
	app_time(jx_get(r, "due"), &due);
	say = app_text(app, due.len > 0 ? M_REQUESTS_BY : M_REQUESTS_BY_ONLY,
	    app_get(app, jx_get(r, "by"), "title"), str_text(&at),
	    str_text(&due), NULL);
	rows_more_text(&k->rows, 4, k->width - 6, ATTR_DIM, say);
	free(say);
	free(of);
	free(far);
	str_done(&at);
	str_done(&due);
}

static void
add_requests(struct view *v)
{
	struct duties *k = v->data;
	const json_t *list = jx_get(k->answer, "requests"), *r;
	size_t i;

	if (k->case_id != NULL)
		rows_section(&k->rows, k->width, app_msg(v->app,
		    M_DUTIES_REQUESTS));
	if (json_array_size(list) == 0)
		rows_text(&k->rows, 2, k->width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_REQUESTS_NONE));
	json_array_foreach(list, i, r)
		add_request(v, r);
	r = k->case_id != NULL ? jx_get(k->answer, "term_law") :
	    jx_get(json_array_get(list, 0), "law");
	if (json_is_object(r)) {
		char *law = law_text(v->app, r);

		rows_text(&k->rows, 2, k->width - 4, ATTR_DIM, law);
		free(law);
	}
}

static void
add_transfers(struct view *v)
{
	struct duties *k = v->data;
	const json_t *list = jx_get(k->answer, "transfers"), *t;
	size_t i;

	rows_section(&k->rows, k->width, app_msg(v->app, M_DUTIES_ABROAD));
	if (json_array_size(list) == 0)
		rows_text(&k->rows, 2, k->width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_DUTIES_NOT_ABROAD));
	json_array_foreach(list, i, t) {
		char *say = app_text(v->app, M_DUTIES_TRANSFER,
		    app_get(v->app, t, "country"), app_get(v->app, jx_get(t,
		    "ground"), "title"), NULL);

		rows_item(&k->rows, jx_text(t, "country"), DUTY_TRANSFER, t,
		    2, k->width - 4, ATTR_PLAIN, say);
		free(say);
	}
}

static void
duties_layout(struct view *v, int width)
{
	struct duties *k = v->data;

	k->width = width;
	rows_begin(&k->rows);
	if (k->answer != NULL) {
		if (k->case_id != NULL)
			add_purpose(v);
		add_requests(v);
		if (k->case_id != NULL)
			add_transfers(v);
	}
	rows_end(&k->rows);
}

static void
duties_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct duties *)v->data)->rows, c, a, true);
}

static bool
duties_can(struct view *v, enum command command)
{
	struct duties *k = v->data;
	static const struct { enum command command; const char *right; }
	    of[] = {
		{ CMD_PURPOSE, "set_purpose" },
		{ CMD_TRANSFER, "record_transfer" },
		{ CMD_PERSON_ASKS, "record_person_request" },
		{ CMD_WHO_SAW, "who_saw" },
	};

	for (size_t i = 0; i < ARRAY_LEN(of); i++)
		if (of[i].command == command)
			return duties_may(k->answer, of[i].right);
	return true;
}

static bool
duties_command(struct view *v, enum command command)
{
	struct duties *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	switch (command) {
	case CMD_OPEN:
		if (row != NULL && row->tag == DUTY_REQUEST)
			duties_open_request(v->app, row->data);
		else if (row != NULL && row->tag == DUTY_PURPOSE &&
		    duties_may(k->answer, "set_purpose"))
			duties_set_purpose(v->app, k->case_id, k->answer);
		return true;
	case CMD_DUTIES:
		if (row != NULL && row->data != NULL)
			app_push(v->app, duties_new(v->app, app_get(v->app,
			    row->data, "case")));
		return true;
	case CMD_PURPOSE:
		duties_set_purpose(v->app, k->case_id, k->answer);
		return true;
	case CMD_TRANSFER:
		duties_transfer(v->app, k->case_id, k->answer);
		return true;
	case CMD_PERSON_ASKS:
		duties_person_asks(v->app, k->case_id, k->answer);
		return true;
	case CMD_WHO_SAW:
		app_push(v->app, looking_case_new(v->app, k->case_id));
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const json_t *
duties_law(struct view *v)
{
	struct duties *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static const struct view_ops duties_ops = {
	.name = "duties", .contexts = duties_contexts,
	.title = duties_title, .load = duties_load,
	.layout = duties_layout, .paint = duties_paint,
	.can = duties_can, .command = duties_command, .law = duties_law,
	.close = duties_close,
};

static const struct view_ops requests_ops = {
	.name = "requests", .contexts = duties_contexts,
	.title = duties_title, .load = duties_load,
	.layout = duties_layout, .paint = duties_paint,
	.command = duties_command, .law = duties_law,
	.close = duties_close,
};

struct view *
duties_new(struct app *app, const char *case_id)
{
	struct duties *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &duties_ops, k);
}

struct view *
requests_new(struct app *app)
{
	return view_new(app, &requests_ops, xcalloc(1, sizeof(struct duties)));
}
