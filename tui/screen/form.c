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
	json_decref(f->differ);
	json_decref(f->revealed);
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

static unsigned
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

/* To the first question of the last entry of a repeat, ready to be typed in. */
static void
edit_newest(struct view *v, const char *repeat)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill), newest = 0;
	struct str path = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(f->fill, i);
		struct str own = STR_INIT;

		if (r->kind == FILL_QUESTION && r->index > newest &&
		    fill_row_repeat(r, &own) && str_eq(str_text(&own),
		    repeat)) {
			newest = r->index;
			str_clear(&path);
			fill_row_path(r, &path);
		}
		str_done(&own);
	}
	if (form_go(v, str_text(&path)) && form_one_code(v) == NULL)
		form_edit(v);
	str_done(&path);
}

/* One more entry of the repeat of this row, or of the one it stands in. */
static void
add_entry(struct view *v)
{
	const struct fill_row *r = form_row(v);
	struct form_view *f = FORM_VIEW(v);
	struct str repeat = STR_INIT;
	struct err e = ERR_INIT;

	if (r == NULL || !fill_row_repeat(r, &repeat)) {
		app_say(v->app, ATTR_PLAIN, M_FORM_NOT_REPEAT, NULL);
		str_done(&repeat);
		return;
	}
	form_keep_undo(v, NULL);
	if (fill_add(f->fill, str_text(&repeat), &e)) {
		form_changed(v);
		edit_newest(v, str_text(&repeat));
	} else {
		form_drop_undo(v);
		form_say_err(v, &e);
	}
	err_done(&e);
	str_done(&repeat);
}

/* The entry that a row stands in: its repeat and its number; 0: in none. */
static size_t
entry_of(const struct fill_row *r, struct str *repeat)
{
	if (r == NULL || r->index == 0)
		return 0;
	/* The row that adds a person stands in the leg, as its questions do. */
	if (r->kind == FILL_ADD)
		str_add(repeat, r->repeat);
	else if (!fill_row_repeat(r, repeat))
		return 0;
	return r->index;
}

static void
on_remove(void *ctx)
{
	struct view *v = ctx;
	struct str repeat = STR_INIT;
	struct err e = ERR_INIT;
	size_t index = entry_of(form_row(v), &repeat);

	if (index > 0) {
		form_keep_undo(v, NULL);
		if (fill_remove(FORM_VIEW(v)->fill, str_text(&repeat), index,
		    &e)) {
			form_changed(v);
		} else {
			form_drop_undo(v);
			form_say_err(v, &e);
		}
	}
	err_done(&e);
	str_done(&repeat);
}

/* Names the entry: one of two levels must not be taken for the other. */
static void
ask_remove(struct view *v)
{
	struct fill *fill = FORM_VIEW(v)->fill;
	size_t at = form_at(v);
	struct str where = STR_INIT;
	char *say;

	/* From the row that adds an entry back to what it is added to. */
	while (at > 0 && fill_row(fill, at)->kind == FILL_ADD &&
	    fill_row(fill, at - 1)->depth >= fill_row(fill, at)->depth)
		at--;
	form_headings(v, at, &where);
	say = app_text(v->app, M_FORM_REMOVE_ASK, str_text(&where), NULL);
	confirm_open(v->app, say, on_remove, v);
	free(say);
	str_done(&where);
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
		return question && form_is_covered(v, r);
	case CMD_VERSIONS: case CMD_COPY_CASE:
		return FORM_VIEW(v)->case_id != NULL;
	default:
		return true;
	}
}

static bool
form_command(struct view *v, enum command command)
{
	struct form_view *f = FORM_VIEW(v);

	switch (command) {
	case CMD_SAVE:
		form_save(v);
		return true;
	case CMD_REFUSED:
		form_set_status(v, "refused");
		return true;
	case CMD_UNKNOWN:
		form_set_status(v, "unknown");
		return true;
	case CMD_NOT_ASKED:
		form_set_status(v, "not_asked");
		return true;
	case CMD_DROP_DRAFT:
		confirm_open(v->app, app_msg(v->app, M_DROP_DRAFT_ASK),
		    on_drop, v);
		return true;
	case CMD_REMOVE:
		ask_remove(v);
		return true;
	default:
		break;
	}
	if (f->typing)
		return form_typing_command(v, command);
	switch (command) {
	case CMD_EDIT:
		if (form_row(v) != NULL && form_row(v)->kind == FILL_ADD)
			add_entry(v);
		else if (form_one_code(v) != NULL)
			form_one_take(v, form_one_code(v), true);
		else
			form_edit(v);
		return true;
	case CMD_ONE_BY_ONE:
		form_one_switch(v);
		return true;
	case CMD_TABLE:
		form_table_switch(v);
		return true;
	case CMD_FIND_FIELD:
		form_find_open(v);
		return true;
	case CMD_ABOUT:
		form_about_open(v);
		return true;
	case CMD_VERSIONS:
		form_versions_open(v);
		return true;
	case CMD_CONFIRM_ANSWER:
		form_confirm(v);
		return true;
	case CMD_COPY_CASE:
		form_copy_open(v);
		return true;
	case CMD_UNMASK:
		form_reveal(v);
		return true;
	case CMD_NEXT_MISSING:
		if (!form_next_missing(v))
			app_say(v->app, ATTR_GOOD, M_FORM_NONE_MISSING, NULL);
		return true;
	case CMD_DETAIL:
		form_detail(v);
		return true;
	case CMD_CLEAR:
		form_clear(v);
		return true;
	case CMD_ADD:
		add_entry(v);
		return true;
	case CMD_UNDO:
		form_undo(v);
		return true;
	case CMD_REDO:
		form_redo(v);
		return true;
	case CMD_BACK:
		leave(v);
		return true;
	default:
		return form_move(v, command);
	}
}

static const struct view_ops form_ops = {
	.name = "form", .contexts = form_contexts, .title = form_title,
	.layout = form_layout, .paint = form_paint, .can = form_can,
	.command = form_command, .key = form_edit_key, .draft = form_draft,
	.close = form_close,
};

static struct view *
form_new(struct app *app, const struct form_purpose *p, struct fill *fill)
{
	struct form_view *f = xcalloc(1, sizeof *f);

	f->fill = fill;
	f->known = fill_all(fill);
	f->revealed = json_object();
	f->title = json_deep_copy(p->title);
	f->parts = json_deep_copy(p->parts);
	f->command = json_deep_copy(p->command);
	f->case_id = xstrdup(p->case_id);
	f->part = p->part;
	f->collect = p->collect;
	f->collect_draft = p->collect_draft;
	f->ctx = p->ctx;
	/* One act of the officer, one id: a retry cannot double it. */
	f->op_id = jx_text(p->command, "op_id") != NULL ?
	    xstrdup(jx_text(p->command, "op_id")) : tn_new_op_id(app->tn);
	f->width = app->canvas.cols;
	f->single = app->one_by_one;
	return view_new(app, &form_ops, f);
}

/* An empty form begins where something has to be filled in. */
static void
go_to_first(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill);
	struct str first = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(f->fill, i);

		if (r->kind != FILL_QUESTION || r->readonly)
			continue;
		if (r->answer != NULL) {
			str_clear(&first);
			break;
		}
		if (first.len == 0 && r->problem != NULL &&
		    r->problem->reason == FILL_REQUIRED)
			fill_row_path(r, &first);
	}
	if (first.len > 0)
		form_go(v, str_text(&first));
	str_done(&first);
}

bool
form_open(struct app *app, const struct form_purpose *p)
{
	const char *code = jx_text(json_array_get(p->parts, p->part), "form");
	struct err e = ERR_INIT;
	struct fill *fill = code != NULL && app->session != NULL ?
	    tn_fill(app->session, p->case_id, code,
	    !str_eq(jx_text(p->command, "do"), "record_answers"), &e) : NULL;
	struct view *v;
	struct str text = STR_INIT;

	if (fill == NULL) {
		err_text(&e, app->lang, false, &text);
		app_say(app, ATTR_BAD, M_FORM_CLOSED, str_text(&text), NULL);
		str_done(&text);
		err_done(&e);
		return false;
	}
	v = app_push(app, form_new(app, p, fill));
	if (v == NULL)
		return false;
	form_files_load(v);
	form_layout(v, app->canvas.cols);
	go_to_first(v);
	if (p->answers != NULL) {
		json_t *content = json_pack("{s:O}", "answers", p->answers);

		form_restore(v, content);
		json_decref(content);
	}
	if (p->collect == NULL) {
		json_t *draft, *content;

		form_place(v, &text);
		draft = app_ask(app, json_pack("{s:s, s:s}", "ask", "draft",
		    "place", str_text(&text)));
		str_clear(&text);
		content = jx_get(draft, "content");
		if (json_is_object(content)) {
			app_time(jx_get(draft, "at"), &text);
			form_restore(v, content);
			app_say(app, ATTR_WARN, M_DRAFT_BACK, str_text(&text),
			    NULL);
		}
		json_decref(draft);
	}
	if (p->field != NULL)
		form_go(v, p->field);
	str_done(&text);
	return true;
}

void
form_collect(struct view *v, const char *form, const json_t *title,
    const json_t *answers, void (*collect)(void *ctx, json_t *answers),
    void (*collect_draft)(void *ctx, json_t *content))
{
	json_t *parts = json_pack("[{s:s*}]", "form", form);
	struct form_purpose p = { .title = title, .parts = parts,
	    .answers = json_object_size(answers) > 0 ? answers : NULL,
	    .collect = collect, .collect_draft = collect_draft, .ctx = v };

	form_open(v->app, &p);
	json_decref(parts);
}
