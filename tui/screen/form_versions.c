/*
 * What was recorded for one question at different times and by different
 * units, side by side; confirming another's record; settling which counts.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/about.h"
#include "core/form/answers.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define LABEL_W 18
#define COLUMN_LEAST 28
#define COLUMNS_MOST 4

struct versions {
	struct view *form;
	char *name;
	json_t *list, *value;		/* value: the one settled on */
	struct rows rows;
	int width;
};

static void
versions_close(struct view *v)
{
	struct versions *k = v->data;

	rows_done(&k->rows);
	json_decref(k->list);
	json_decref(k->value);
	free(k->name);
	free(k);
}

static uint64_t
versions_contexts(struct view *v)
{
	struct versions *k = v->data;

	return CTX_ROWS | CTX_BACK | CTX_INSIDE |
	    (rows_chosen(&k->rows) != NULL ? CTX_OPEN : 0);
}

static void
versions_title(struct view *v, struct str *out)
{
	struct versions *k = v->data;
	const struct fill_row *r = form_find(k->form, k->name);

	str_printf(out, "%s: ", app_msg(v->app, M_FORM_VERSIONS));
	if (r != NULL)
		fill_row_label(FORM_VIEW(k->form)->fill, r, v->app->lang, out);
}

static void
versions_load(struct view *v)
{
	struct versions *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s, s:s}", "ask",
	    "versions", "case", FORM_VIEW(k->form)->case_id, "name",
	    k->name));

	json_decref(k->list);
	k->list = json_incref(json_is_array(answer) ? answer :
	    jx_get(answer, "versions"));
	json_decref(answer);
}

enum line { L_VALUE, L_BY, L_AT, L_FORM, L_SOURCE, L_RELIABILITY, L_DOCUMENT,
	L_NOTE, L_WHY, L_CONFIRMED, LINES };

static void
add_confirmed(struct app *app, const json_t *version, struct str *out)
{
	const json_t *by = jx_get(version, "confirmed");

	for (size_t i = 0; i < json_array_size(by); i++) {
		const json_t *one = json_array_get(by, i);
		const json_t *unit = jx_get(one, "unit");

		str_printf(out, "%s%s ", i > 0 ? "; " : "",
		    json_is_object(unit) && jx_get(unit, "title") != NULL ?
		    app_get(app, unit, "title") : app_in(app, unit));
		app_time(jx_get(one, "at"), out);
	}
}

static void
line_text(struct app *app, const json_t *version, enum line line,
    struct str *out)
{
	static const char *const key[LINES] = { [L_SOURCE] = "source",
	    [L_RELIABILITY] = "reliability", [L_DOCUMENT] = "document",
	    [L_NOTE] = "note" };
	const json_t *unit = jx_get(version, "unit");
	const char *said;

	switch (line) {
	case L_VALUE:
		str_add(out, jx_bool(version, "removed", false) ?
		    app_msg(app, M_FORM_VERSION_REMOVED) :
		    app_get(app, version, "text"));
		break;
	case L_BY:
		str_add(out, json_is_object(unit) && jx_get(unit, "title") !=
		    NULL ? app_get(app, unit, "title") : app_in(app, unit));
		said = jx_text(jx_get(version, "by"), "name");
		if (said != NULL)
			str_printf(out, ", %s", said);
		break;
	case L_WHY:
		str_add(out, app_get(app, version, "why"));
		break;
	case L_AT:
		app_time(jx_get(version, "at"), out);
		if (jx_bool(version, "standing", false))
			str_printf(out, " (%s)", app_msg(app,
			    M_FORM_VERSION_STANDING));
		else if (jx_bool(version, "beside", false))
			str_printf(out, " (%s)", app_msg(app,
			    M_FORM_VERSION_BESIDE));
		break;
	case L_FORM:
		said = app_get(app, jx_get(version, "form"), "title");
		str_add(out, *said != '\0' ? said :
		    app_get(app, version, "form"));
		if (jx_int(version, "version", 0) > 0)
			str_printf(out, " (%d)", (int)jx_int(version,
			    "version", 0));
		break;
	case L_CONFIRMED:
		add_confirmed(app, version, out);
		break;
	default:
		said = form_about_words(app, version, key[line]);
		str_add(out, said != NULL ? said : "");
		break;
	}
}

static const char *
line_label(struct app *app, enum line line)
{
	switch (line) {
	case L_VALUE: return app_msg(app, M_FORM_VERSION_VALUE);
	case L_BY: return app_msg(app, M_FORM_VERSION_BY);
	case L_AT: return app_msg(app, M_FORM_VERSION_AT);
	case L_FORM: return app_msg(app, M_FORM_VERSION_FORM);
	case L_WHY: return app_msg(app, M_FORM_VERSION_WHY);
	case L_CONFIRMED: return app_msg(app, M_FORM_VERSION_CONFIRMED);
	case L_SOURCE: return text_in(about_key_text("source"), app->lang);
	case L_RELIABILITY:
		return text_in(about_key_text("reliability"), app->lang);
	case L_DOCUMENT:
		return text_in(about_key_text("document"), app->lang);
	default: return text_in(about_key_text("note"), app->lang);
	}
}

/* One line of the table: n versions, each wrapped in its own column. */
static void
add_line(struct view *v, enum line line, size_t first, size_t n, int w)
{
	struct versions *k = v->data;
	const struct fill_row *r = form_find(k->form, k->name);
	struct str text[COLUMNS_MOST];
	const char *rest[COLUMNS_MOST];
	bool more = false, begun = false;

	for (size_t i = 0; i < n; i++) {
		text[i] = (struct str)STR_INIT;
		if (line == L_VALUE && r != NULL && form_is_covered(r))
			fill_masked(&text[i]);
		else
			line_text(v->app, json_array_get(k->list, first + i),
			    line, &text[i]);
		rest[i] = str_text(&text[i]);
		more |= text[i].len > 0;
	}
	for (; more; begun = true) {
		struct row_cell cell[COLUMNS_MOST + 1] = { { 2, LABEL_W,
		    ATTR_DIM, begun ? NULL : line_label(v->app, line) } };
		char *part[COLUMNS_MOST];

		more = false;
		for (size_t i = 0; i < n; i++) {
			size_t skip, len = wrap_next(rest[i], w - 2, &skip);

			part[i] = xstrndup(rest[i], len);
			rest[i] += len + skip;
			more |= *rest[i] != '\0';
			cell[i + 1] = (struct row_cell){ 3 + LABEL_W +
			    (int)i * w, w - 2, line == L_VALUE ? ATTR_BOLD :
			    ATTR_PLAIN, part[i] };
		}
		rows_more(&k->rows, cell, n + 1);
		for (size_t i = 0; i < n; i++)
			free(part[i]);
	}
	for (size_t i = 0; i < n; i++)
		str_done(&text[i]);
}

/* Do differing statements stand here? */
static bool
differ(const struct versions *k)
{
	return answer_status(fill_answer(FORM_VIEW(k->form)->fill, k->name)) ==
	    FORM_CONTRADICTED;
}

static void
versions_layout(struct view *v, int width)
{
	struct versions *k = v->data;
	size_t n = json_array_size(k->list), columns;
	int w;

	k->width = width;
	columns = (size_t)((width - LABEL_W - 4) / COLUMN_LEAST);
	if (columns > COLUMNS_MOST)
		columns = COLUMNS_MOST;
	if (columns > n)
		columns = n;
	rows_begin(&k->rows);
	if (n == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_FORM_VERSION_NONE));
	if (differ(k))
		rows_item(&k->rows, "settle", 0, NULL, 2, width - 4,
		    ATTR_PLAIN, app_msg(v->app, M_FORM_SETTLE));
	for (size_t at = 0; at < n && columns > 0; at += columns) {
		size_t here = n - at < columns ? n - at : columns;

		w = (width - LABEL_W - 4) / (int)columns;
		rows_blank(&k->rows);
		for (int line = 0; line < LINES; line++)
			add_line(v, (enum line)line, at, here, w);
	}
	rows_end(&k->rows);
}

static void
versions_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct versions *)v->data)->rows, c, a, true);
}

/* The fill learns what has been settled; it is no change of the officer's. */
static void
take_settled(struct versions *k)
{
	struct form_view *f = FORM_VIEW(k->form);

	(void)fill_set(f->fill, k->name, k->value, NULL);
	json_object_set(f->known, k->name, k->value);
	form_layout(k->form, f->width);
}

static void
on_why(void *ctx, const char *why)
{
	struct view *v = ctx;
	struct versions *k = v->data;
	char *op_id = tn_new_op_id(v->app->tn);
	json_t *outcome = app_do(v->app, json_pack(
	    "{s:s, s:s, s:s, s:{s:s, s:O, s:s}}", "do", "settle_answer",
	    "op_id", op_id, "case", FORM_VIEW(k->form)->case_id, "with",
	    "name", k->name, "value", k->value, "why", why));

	if (outcome_is(outcome, "done")) {
		take_settled(k);
		v->stale = true;
		app_say(v->app, ATTR_GOOD, M_FORM_SETTLED, NULL);
	} else if (outcome_is(outcome, "refused")) {
		app_say_refusal(v->app, outcome);
	}
	json_decref(outcome);
	free(op_id);
}

static void
on_version(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct versions *k = v->data;
	const char *code = json_string_value(json_array_get(codes, 0));
	const json_t *version = code == NULL ? NULL : json_array_get(k->list,
	    (size_t)strtoul(code, NULL, 10));
	struct prompt p = { app_msg(v->app, M_FORM_SETTLE_WHY), NULL,
	    SIZE_MAX, false, false, false, 0, on_why, NULL, v };

	if (jx_get(version, "value") == NULL)
		return;
	json_decref(k->value);
	k->value = json_incref(jx_get(version, "value"));
	prompt_open(v->app, &p);
}

/* One line for each value that differs, the newest first. */
static void
settle(struct view *v)
{
	struct versions *k = v->data;
	json_t *items = json_array();

	for (size_t i = 0; i < json_array_size(k->list); i++) {
		const json_t *one = json_array_get(k->list, i);
		char code[24];
		bool seen = jx_get(one, "value") == NULL;

		for (size_t j = 0; j < i && !seen; j++)
			seen = json_equal(jx_get(one, "value"), jx_get(
			    json_array_get(k->list, j), "value"));
		if (seen)
			continue;
		snprintf(code, sizeof code, "%zu", i);
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    code, "title", app_get(v->app, one, "text")));
	}
	choice_open_json(v->app, app_msg(v->app, M_FORM_SETTLE_WHICH), items,
	    false, on_version, v);
	json_decref(items);
}

static bool
versions_command(struct view *v, enum command command)
{
	struct versions *k = v->data;

	if (command == CMD_OPEN) {
		if (rows_chosen(&k->rows) != NULL)
			settle(v);
		return true;
	}
	return rows_command(&k->rows, command);
}

static const struct view_ops versions_ops = {
	.name = "versions", .contexts = versions_contexts,
	.title = versions_title, .load = versions_load,
	.layout = versions_layout, .paint = versions_paint,
	.command = versions_command, .close = versions_close,
};

/* The bare name of the chosen question; NULL inside a repeat. */
static char *
name_here(struct view *v)
{
	const struct fill_row *r = form_row(v);

	return r != NULL && r->kind == FILL_QUESTION && r->repeat == NULL &&
	    FORM_VIEW(v)->case_id != NULL ? form_path(v) : NULL;
}

void
form_versions_open(struct view *v)
{
	struct versions *k;
	char *name = name_here(v);

	if (name == NULL) {
		app_say(v->app, ATTR_PLAIN, M_FORM_VERSION_NONE, NULL);
		return;
	}
	k = xcalloc(1, sizeof *k);
	k->form = v;
	k->name = name;
	app_push(v->app, view_new(v->app, &versions_ops, k));
}

bool
form_can_confirm(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	char *name = name_here(v);
	const json_t *known = name != NULL ? jx_get(f->known, name) : NULL;
	/* What is not seen cannot be confirmed. */
	bool can = known != NULL && !form_is_covered(form_row(v)) &&
	    json_equal((json_t *)(void *)known,
	    (json_t *)(void *)fill_answer(f->fill, name)) &&
	    answer_status(known) != FORM_CONTRADICTED;

	free(name);
	return can;
}

void
form_confirm(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	char *name = name_here(v), *op_id = tn_new_op_id(v->app->tn);
	struct str what = STR_INIT;
	json_t *outcome = app_do(v->app, json_pack(
	    "{s:s, s:s, s:s, s:{s:[s]}}", "do", "confirm_answers", "op_id",
	    op_id, "case", f->case_id, "with", "names", name));

	if (outcome_is(outcome, "done")) {
		fill_row_label(f->fill, r, v->app->lang, &what);
		str_add(&what, ": ");
		form_value(v, r, &what);
		fill_mark(f->fill, name, r->versions, r->confirmed + 1);
		form_layout(v, f->width);
		app_say(v->app, ATTR_GOOD, M_FORM_CONFIRMED, str_text(&what),
		    NULL);
	} else if (outcome_is(outcome, "refused")) {
		app_say_refusal(v->app, outcome);
	}
	json_decref(outcome);
	str_done(&what);
	free(op_id);
	free(name);
}
