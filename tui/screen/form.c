#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/form/answers.h"
#include "tui/widget/ask.h"

#include <stdlib.h>
#include <string.h>

static void
form_close(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);

	form_history_done(&f->back);
	form_history_done(&f->forth);
	rows_done(&f->rows);
	edit_done(&f->edit);
	fill_close(f->fill);
	json_decref(f->known);
	json_decref(f->files);
	json_decref(f->law);
	json_decref(f->differ);
	json_decref(f->title);
	json_decref(f->parts);
	json_decref(f->command);
	free(f->case_id);
	free(f->op_id);
	free(f->table);
	free(f->path);
	free(f->refused);
	free(f->allowed);
	free(f->here);
	free(f->sought);
	free(f->told);
	free(f);
}

static uint64_t
form_contexts(struct view *v)
{
	return FORM_VIEW(v)->typing ? CTX_EDIT :
	    CTX_ROWS | CTX_SECTIONS | CTX_FORM | CTX_BACK | CTX_INSIDE;
}

static void
form_title(struct view *v, struct str *out)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n[3];
	char *number[3], *say;

	str_add(out, app_in(v->app, f->title));
	form_count(f->fill, &n[0], &n[1], &n[2]);
	for (size_t i = 0; i < 3; i++)
		number[i] = xasprintf("%zu", n[i]);
	say = app_text(v->app, n[2] > 0 ? M_FORM_COUNT_MISSING :
	    M_FORM_COUNT, number[1], number[0], number[2], NULL);
	str_printf(out, " [%s]", say);
	free(say);
	for (size_t i = 0; i < 3; i++)
		free(number[i]);
}

void
form_changed(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);

	f->dirty = true;
	form_layout(v, f->width);
	app_touch(v->app, v);
}

static void
on_drop(void *ctx)
{
	struct view *v = ctx;
	struct app *app = v->app;

	form_drop_draft(v);
	FORM_VIEW(v)->dirty = false;
	v->unsaved = false;
	app_pop(app);
	app_say(app, ATTR_PLAIN, M_DRAFT_DROPPED, NULL);
}

/* "Leg 2 › Person 1 › Name (7/12)": where one was. */
static char *
place_of(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	struct str where = STR_INIT;
	size_t n[3];

	form_headings(v, form_at(v), &where);
	if (where.len > 0)
		str_add(&where, " \xe2\x80\xba ");
	if (r != NULL)
		fill_row_label(f->fill, r, v->app->lang, &where);
	form_count(f->fill, &n[0], &n[1], &n[2]);
	str_printf(&where, " (%zu/%zu)", n[1], n[0]);
	return str_steal(&where);
}

static void
leave(struct view *v)
{
	struct app *app = v->app;
	bool dirty = FORM_VIEW(v)->dirty && FORM_VIEW(v)->collect == NULL;
	char *where;

	if (FORM_VIEW(v)->collect != NULL) {
		form_save(v);		/* going back keeps the line */
		return;
	}
	if (dirty)
		v->unsaved = true;
	where = place_of(v);
	if (app_leave(app) && dirty && app->status.len == 0)
		app_say(app, ATTR_WARN, M_FORM_KEPT_AT, where, NULL);
	free(where);
}

static bool
form_can(struct view *v, enum command command)
{
	const struct fill_row *r = form_row(v);
	bool question = r != NULL && r->kind == FILL_QUESTION;

	switch (command) {
	case CMD_REFUSED: case CMD_UNKNOWN: case CMD_NOT_ASKED:
		return question && !r->readonly && r->item->statuses != 0;
	case CMD_REMOVE:
		return r != NULL && r->index > 0;
	case CMD_ABOUT:
		return question && !r->readonly && r->answer != NULL;
	case CMD_CONFIRM_ANSWER:
		return form_can_confirm(v);
	case CMD_UNMASK:
		return question && form_is_covered(r);
	case CMD_VERSIONS: case CMD_COPY_CASE:
		return FORM_VIEW(v)->case_id != NULL;
	default:
		return true;
	}
}

/* Enter on a row: adds an entry, takes a choice, or opens the field. */
static void
fill_in(struct view *v)
{
	if (form_row(v) != NULL && form_row(v)->kind == FILL_ADD)
		form_add_entry(v);
	else if (form_one_code(v) != NULL)
		form_one_take(v, form_one_code(v), true);
	else
		form_edit(v);
}

static void
next_missing(struct view *v)
{
	if (!form_next_missing(v))
		app_say(v->app, ATTR_GOOD, M_FORM_NONE_MISSING, NULL);
}

static void
ask_drop(struct view *v)
{
	confirm_open(v->app, app_msg(v->app, M_DROP_DRAFT_ASK), on_drop, v);
}

static void
set_refused(struct view *v)
{
	form_set_status(v, "refused");
}

static void
set_unknown(struct view *v)
{
	form_set_status(v, "unknown");
}

static void
set_not_asked(struct view *v)
{
	form_set_status(v, "not_asked");
}

static const struct {
	enum command command;
	void (*run)(struct view *v);
	bool typing;			/* while a field is typed in too */
} runs[] = {
	{ CMD_SAVE, form_save, true },
	{ CMD_REFUSED, set_refused, true },
	{ CMD_UNKNOWN, set_unknown, true },
	{ CMD_NOT_ASKED, set_not_asked, true },
	{ CMD_DROP_DRAFT, ask_drop, true },
	{ CMD_REMOVE, form_ask_remove, true },
	{ CMD_EDIT, fill_in, false },
	{ CMD_ONE_BY_ONE, form_one_switch, false },
	{ CMD_TABLE, form_table_switch, false },
	{ CMD_FIND_FIELD, form_find_open, false },
	{ CMD_ABOUT, form_about_open, false },
	{ CMD_VERSIONS, form_versions_open, false },
	{ CMD_CONFIRM_ANSWER, form_confirm, false },
	{ CMD_COPY_CASE, form_copy_open, false },
	{ CMD_UNMASK, form_reveal, false },
	{ CMD_NEXT_MISSING, next_missing, false },
	{ CMD_DETAIL, form_detail, false },
	{ CMD_CLEAR, form_clear, false },
	{ CMD_ADD, form_add_entry, false },
	{ CMD_UNDO, form_undo, false },
	{ CMD_REDO, form_redo, false },
	{ CMD_BACK, leave, false },
};

static bool
form_command(struct view *v, enum command command)
{
	struct form_view *f = FORM_VIEW(v);

	for (size_t i = 0; i < ARRAY_LEN(runs); i++) {
		if (runs[i].command != command ||
		    (f->typing && !runs[i].typing))
			continue;
		runs[i].run(v);
		return true;
	}
	return f->typing ? form_typing_command(v, command) :
	    form_move(v, command);
}

/* Of the chosen question, else of the whole form. */
static const json_t *
form_law(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	const char *text = r != NULL && r->item != NULL &&
	    r->item->law != NULL ? r->item->law :
	    fill_of_form(f->fill)->basis;

	if (text != NULL && !str_eq(json_string_value(f->law), text)) {
		json_decref(f->law);
		f->law = json_string(text);
	}
	return text != NULL ? f->law : NULL;
}

static void
form_explain(struct view *v, struct rows *rows, int width)
{
	const struct fill_row *r = form_row(v);

	if (r != NULL && r->item != NULL)
		form_known(v, r, rows, 2, width - 4);
}

const struct view_ops form_ops = {
	.name = "form", .contexts = form_contexts, .title = form_title,
	.layout = form_layout, .paint = form_paint, .can = form_can,
	.command = form_command, .key = form_edit_key, .law = form_law,
	.explain = form_explain, .scan = form_scan_burst,
	.draft = form_draft, .close = form_close,
};
