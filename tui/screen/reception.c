/*
 * A reception act: the minutes and a line for each person handed back.  It
 * stays on this screen, as a draft, until one command makes it an act: all
 * people of one act or none.
 */
#include "core/base/jx.h"
#include "tui/screen/reception.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

static void
reception_close(struct view *v)
{
	struct reception *r = RECEPTION(v);

	for (size_t i = 0; i < r->n; i++)
		reception_person_done(r, &r->person[i]);
	free(r->person);
	free(r->column);
	if (r->fill != NULL)
		fill_close(r->fill);
	json_decref(r->blank);
	json_decref(r->back);
	json_decref(r->forth);
	edit_done(&r->edit);
	str_done(&r->keys);
	free(r->told);
	rows_done(&r->rows);
	json_decref(r->path);
	json_decref(r->minutes);
	json_decref(r->inner);
	json_decref(r->made);
	json_decref(r->searched);
	json_decref(r->again);
	free(r->op_id);
	free(r);
}

static uint64_t
reception_contexts(struct view *v)
{
	const struct reception *r = RECEPTION(v);

	if (r->made != NULL)
		return CTX_ROWS | CTX_OPEN | CTX_BACK | CTX_INSIDE;
	/* in the cells every letter is text */
	return CTX_ROWS | CTX_RECEPTION | CTX_LINES | (r->entry ? CTX_EDIT :
	    CTX_OPEN | CTX_BACK | CTX_INSIDE);
}

static void
reception_title(struct view *v, struct str *out)
{
	str_add(out, app_get(v->app, RECEPTION(v)->path, "title"));
}

/* A line that moved or changed is another line: those are asked anew. */
static void
forget_lines(struct reception *r)
{
	size_t i = json_array_size(r->searched);

	while (i-- > 0) {
		const char *id = json_string_value(json_array_get(r->searched,
		    i));

		if (id == NULL || str_starts(id, "line:"))
			json_array_remove(r->searched, i);
	}
}

void
reception_typed(struct view *v)
{
	RECEPTION(v)->dirty = true;
	app_touch(v->app, v);
}

void
reception_changed(struct view *v)
{
	forget_lines(RECEPTION(v));
	reception_typed(v);
}

static void
on_inner_draft(void *ctx, json_t *content)
{
	struct view *v = ctx;

	json_decref(RECEPTION(v)->inner);
	RECEPTION(v)->inner = content;
	RECEPTION(v)->dirty = true;
	v->unsaved = true;
}

static void
drop_inner(struct view *v)
{
	json_decref(RECEPTION(v)->inner);
	RECEPTION(v)->inner = NULL;
}

static void
on_minutes(void *ctx, json_t *answers)
{
	struct view *v = ctx;

	drop_inner(v);
	if (json_equal(RECEPTION(v)->minutes, answers)) {
		json_decref(answers);		/* only looked at */
		return;
	}
	json_decref(RECEPTION(v)->minutes);
	RECEPTION(v)->minutes = answers;
	reception_changed(v);
}

/* Texts that waited for a question which is answered now wait no more. */
static void
answered_now(struct reception *r, struct person *p)
{
	for (size_t i = 0; i < r->columns; i++)
		if (json_object_get(p->answers, r->column[i]->name) != NULL)
			reception_forget(p, r->column[i]->name);
}

static void
on_person(void *ctx, json_t *answers)
{
	struct view *v = ctx;
	struct reception *r = RECEPTION(v);
	struct person *p;

	drop_inner(v);
	/* A new line left without a word is no person. */
	if (r->open >= r->n && json_object_size(answers) == 0) {
		json_decref(answers);
		return;
	}
	if (r->open < r->n && json_equal(r->person[r->open].answers, answers)) {
		json_decref(answers);
		return;
	}
	if (r->open >= r->n && r->n == PERSONS_MOST) {
		json_decref(answers);
		app_say(v->app, ATTR_WARN, M_RECEPTION_FULL, NULL);
		return;
	}
	reception_keep(r);
	p = reception_person(r, r->open);
	json_decref(p->answers);
	p->answers = answers;
	answered_now(r, p);
	reception_show(v, p);
	reception_changed(v);
	r->at = (size_t)(p - r->person) + 1;
	r->col = 0;
	app_say(v->app, ATTR_PLAIN, M_RECEPTION_KEPT, NULL);
}

void
reception_open_minutes(struct view *v)
{
	struct reception *r = RECEPTION(v);

	form_collect(v, reception_form(r, "minutes_form", "reception_minutes"),
	    jx_get(r->path, "title"), r->minutes, on_minutes, on_inner_draft);
}

void
reception_open_person(struct view *v, size_t i)
{
	struct reception *r = RECEPTION(v);
	json_t *title = json_object();
	char *n = xasprintf("%zu", i + 1);

	for (int lang = LANG_VI; lang <= LANG_EN; lang++) {
		struct str say = STR_INIT;
		const char *const arg[] = { n };

		text_fill(&say, msg_text(M_RECEPTION_PERSON, (enum lang)lang),
		    arg, 1);
		json_object_set_new(title, lang == LANG_EN ? "en" : "vi",
		    json_string(str_text(&say)));
		str_done(&say);
	}
	if (i < PERSONS_MOST) {
		r->open = i;
		form_collect(v, reception_person_form(r), title, i < r->n ?
		    r->person[i].answers : NULL, on_person, on_inner_draft);
	}
	json_decref(title);
	free(n);
}

static void
on_refuse(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct person *p = reception_chosen(RECEPTION(v));

	if (p == NULL)
		return;
	reception_keep(RECEPTION(v));
	free(p->refused);
	p->refused = xstrdup(text);
	reception_changed(v);
}

static void
toggle_refused(struct view *v)
{
	struct person *p = reception_chosen(RECEPTION(v));
	struct prompt why = { app_msg(v->app, M_RECEPTION_WHY), NULL, SIZE_MAX,
	    false, false, false, 300, on_refuse, NULL, v };

	if (p == NULL)
		return;
	if (p->refused == NULL) {
		prompt_open(v->app, &why);
		return;
	}
	reception_keep(RECEPTION(v));
	free(p->refused);
	p->refused = NULL;
	reception_changed(v);
}

static void
on_remove(void *ctx)
{
	struct view *v = ctx;
	struct reception *r = RECEPTION(v);
	struct person *p = reception_chosen(r);
	size_t i;

	if (p == NULL)
		return;
	reception_keep(r);
	i = (size_t)(p - r->person);
	reception_person_done(r, p);
	for (r->n--; i < r->n; i++)
		r->person[i] = r->person[i + 1];
	reception_changed(v);
}

static void
on_drop(void *ctx)
{
	struct view *v = ctx;
	struct app *app = v->app;

	reception_drop_draft(v);
	app_pop(app);
	app_say(app, ATTR_PLAIN, M_DRAFT_DROPPED, NULL);
}

static void
open_row(struct view *v)
{
	struct reception *r = RECEPTION(v);
	const struct row *row = rows_chosen(&r->rows);

	if (r->made != NULL && row != NULL)
		app_push(v->app, case_new(v->app, row->key));
	else if (r->made != NULL)
		return;
	else if (r->at == 0)
		reception_open_minutes(v);
	else
		reception_enter(v);
}

/* The whole form of the chosen line, of a new one where none is chosen. */
static void
open_form(struct view *v)
{
	struct reception *r = RECEPTION(v);

	if (!reception_commit(v))
		return;
	r->entry = false;
	reception_open_person(v, r->at >= 1 ? r->at - 1 : r->n);
}

static bool
is_lacking(const struct reception *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->person[i].refused == NULL && r->person[i].missing +
		    r->person[i].wrong > 0)
			return true;
	return false;
}

static bool
reception_can(struct view *v, enum command command)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = reception_chosen(r);

	switch (command) {
	case CMD_REFUSE_PERSON: case CMD_REMOVE_PERSON:
		return p != NULL && !r->entry;
	case CMD_ADD_PERSON: case CMD_MINUTES: case CMD_DROP_DRAFT:
		return !r->entry;
	case CMD_MARK_LINE:
		return p != NULL && reception_has_group(r);
	case CMD_TOGETHER_LINES: case CMD_APART_LINES:
		return r->n > 0 && reception_has_group(r);
	case CMD_WHOLE_FORM:
		return r->at >= 1;
	case CMD_SAME_ABOVE:
		return r->at >= 2 && r->at <= r->n + 1;
	case CMD_NEXT_MISSING:
		return is_lacking(r);
	case CMD_SAVE_ACT:
		return r->n > 0 || r->typing;
	case CMD_SAVE:
		return false;		/* CMD_SAVE_ACT, by the same key */
	case CMD_REFUSED: case CMD_UNKNOWN: case CMD_NOT_ASKED:
		return p != NULL;
	default:
		return true;
	}
}

/* In the cells. */
static bool
entry_command(struct view *v, enum command command)
{
	switch (command) {
	case CMD_NEXT_FIELD:
		reception_next(v);
		return true;
	case CMD_DONE:
		reception_leave(v);
		return true;
	case CMD_NEXT_TAB:
		reception_sideways(v, true, false);
		return true;
	case CMD_PREVIOUS_FIELD:
		reception_before(v);
		return true;
	case CMD_REFUSED:
		reception_set_status(v, "refused");
		return true;
	case CMD_UNKNOWN:
		reception_set_status(v, "unknown");
		return true;
	case CMD_NOT_ASKED:
		reception_set_status(v, "not_asked");
		return true;
	default:
		return false;
	}
}

/* Of one line, or of those marked. */
static bool
line_command(struct view *v, enum command command)
{
	switch (command) {
	case CMD_WHOLE_FORM:
		open_form(v);
		return true;
	case CMD_MARK_LINE:
		reception_mark(v);
		return true;
	case CMD_TOGETHER_LINES:
		reception_together(v);
		return true;
	case CMD_APART_LINES:
		reception_apart(v);
		return true;
	case CMD_SAME_ABOVE:
		reception_same(v);
		return true;
	case CMD_NEXT_MISSING:
		reception_next_missing(v);
		return true;
	case CMD_UNDO: case CMD_REDO:
		reception_undo(v, command == CMD_REDO);
		return true;
	default:
		return false;
	}
}

static bool
act_command(struct view *v, enum command command)
{
	switch (command) {
	case CMD_OPEN:
		open_row(v);
		return true;
	case CMD_ADD_PERSON:
		reception_open_person(v, RECEPTION(v)->n);
		return true;
	case CMD_MINUTES:
		reception_open_minutes(v);
		return true;
	case CMD_REFUSE_PERSON:
		toggle_refused(v);
		return true;
	case CMD_REMOVE_PERSON:
		confirm_open(v->app, app_msg(v->app, M_RECEPTION_REMOVE_ASK),
		    on_remove, v);
		return true;
	case CMD_DROP_DRAFT:
		confirm_open(v->app, app_msg(v->app, M_DROP_DRAFT_ASK),
		    on_drop, v);
		return true;
	case CMD_SAVE_ACT:
		reception_ask_save(v);
		return true;
	default:
		return false;
	}
}

static bool
reception_command(struct view *v, enum command command)
{
	struct reception *r = RECEPTION(v);

	if (r->made != NULL)
		return command == CMD_OPEN ? act_command(v, command) :
		    rows_command(&r->rows, command);
	return (r->entry && entry_command(v, command)) ||
	    line_command(v, command) || act_command(v, command) ||
	    reception_move(v, command);
}

static const struct view_ops reception_ops = {
	.name = "reception", .contexts = reception_contexts,
	.title = reception_title, .load = reception_load,
	.layout = reception_layout, .paint = reception_paint,
	.can = reception_can, .command = reception_command,
	.key = reception_key, .scan = reception_scan_burst,
	.draft = reception_draft, .close = reception_close,
};

struct view *
reception_new(struct app *app, const json_t *path)
{
	struct reception *r = xcalloc(1, sizeof *r);

	r->path = json_deep_copy(path);
	r->minutes = json_object();
	r->back = json_array();
	r->forth = json_array();
	r->shown = app->lang;
	r->searched = json_array();
	r->again = json_array();
	r->op_id = tn_new_op_id(app->tn);
	return view_new(app, &reception_ops, r);
}
