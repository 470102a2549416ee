/* Typing and choosing in a form. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

/* What a scanner sends may be longer than the field it lands in. */
#define SCAN_MOST 400

void
form_say_err(struct view *v, const struct err *e)
{
	struct str why = STR_INIT;

	err_text(e, v->app->lang, false, &why);
	app_say_text(v->app, ATTR_BAD, str_text(&why));
	str_done(&why);
}

static void
stop_typing(struct form_view *f)
{
	f->typing = false;
	free(f->path);
	free(f->refused);
	f->path = f->refused = NULL;
}

/* The text an officer would have typed for an answer. */
static void
typed_of(struct view *v, const struct fill_row *r, struct str *out)
{
	const json_t *value = answer_value(r->answer);

	if (value == NULL)
		return;
	if (r->item->type == FORM_TEXT)
		str_add(out, json_string_value(value));
	else
		fill_display(value, r->item, tn_lists(v->app->tn),
		    v->app->lang, out);
}

bool
form_set(struct view *v, const char *path, const json_t *value)
{
	struct form_view *f = FORM_VIEW(v);
	struct err e = ERR_INIT;
	bool ok;

	form_keep_undo(v, path);
	ok = json_array_size(value) == 0 && json_is_array(value) ?
	    fill_clear(f->fill, path, &e) : fill_set(f->fill, path, value, &e);
	if (ok) {
		form_changed(v);
	} else {
		form_drop_undo(v);
		form_say_err(v, &e);
	}
	err_done(&e);
	return ok;
}

void
form_flow(struct view *v)
{
	const struct fill_row *r;

	/* what a scanned paper said is read first */
	if (app_top(v->app) != v || !form_step(v, true))
		return;
	r = form_row(v);
	if (r != NULL && form_one_code(v) == NULL &&
	    r->kind == FILL_QUESTION && !r->readonly &&
	    answer_is_empty(r->answer) && answer_status(r->answer) == 0 &&
	    form_types(v, r->item))
		form_edit(v);
}

static bool
choice_number(void *ctx, size_t i, const char **code, const char **label)
{
	struct view *v = ctx;
	struct form_view *f = FORM_VIEW(v);
	struct form_choice c;

	if (f->choosing == NULL || i >= f->n_allowed ||
	    !form_choice_at(f->choosing, tn_lists(v->app->tn), f->allowed[i],
	    &c))
		return false;
	*code = c.code;
	*label = form_choice_text(&c, v->app->lang);
	return true;
}

static bool
choice_is_on(void *ctx, const char *code)
{
	struct view *v = ctx;

	return answer_holds(fill_answer(FORM_VIEW(v)->fill,
	    FORM_VIEW(v)->path), code);
}

static void
choice_done(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_find(v, f->path);
	char *path = f->path;
	bool many = r != NULL && r->item->type == FORM_SELECT_MULTIPLE;

	f->path = NULL;
	if (form_set(v, path, many ? codes : json_array_get(codes, 0)))
		form_flow(v);
	free(path);
}

static void
open_choices(struct view *v, const struct fill_row *r, const char *label)
{
	struct form_view *f = FORM_VIEW(v);
	const struct form_lists *lists = tn_lists(v->app->tn);
	size_t n = form_choice_count(r->item, lists);
	struct choice c = { label, r->item->type == FORM_SELECT_MULTIPLE,
	    choice_number, choice_is_on, choice_done, v, form_old_places };

	f->choosing = r->item;
	free(f->allowed);
	f->allowed = xcalloc(n + 1, sizeof *f->allowed);
	f->n_allowed = 0;
	for (size_t i = 0; i < n; i++) {
		struct form_choice choice;

		if (form_choice_offered(v, f->path, r->item, i, &choice))
			f->allowed[f->n_allowed++] = i;
	}
	choice_open(v->app, &c);
}

static void
many_changed(void *ctx)
{
	struct view *v = ctx;

	FORM_VIEW(v)->dirty = true;
	app_touch(v->app, v);
}

static void
many_done(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct form_view *f = FORM_VIEW(v);
	json_t *value = *text != '\0' ? json_string(text) : json_array();

	if (f->path != NULL)
		form_set(v, f->path, value);
	json_decref(value);
	stop_typing(f);
}

static void
open_many(struct view *v, const struct fill_row *r, const char *label,
    const char *text, size_t at)
{
	struct prompt p = { label, text, at, true, true, true,
	    r->item->max_length, many_done, many_changed, v };

	prompt_open(v->app, &p);
}

bool
form_is_code(const struct form_item *item)
{
	static const char *const end[] = { "_number", "phone", "email" };
	size_t n = strlen(item->name);

	for (size_t i = 0; i < ARRAY_LEN(end); i++) {
		size_t len = strlen(end[i]);

		if (n >= len && strcmp(item->name + n - len, end[i]) == 0)
			return true;
	}
	return item->appearance != NULL &&
	    strstr(item->appearance, "numbers") != NULL;
}

/* Seen and agreed; again takes it back. */
static void
acknowledge(struct view *v, const struct fill_row *r)
{
	bool had = !answer_is_empty(r->answer);
	char *path = form_path(v);
	json_t *value = had ? json_array() : json_string("OK");

	if (form_set(v, path, value) && !had)
		form_flow(v);
	json_decref(value);
	free(path);
}

void
form_begin(struct view *v, const char *text, size_t at)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	struct str label = STR_INIT;

	if (r == NULL || r->kind != FILL_QUESTION)
		return;
	if (r->readonly && form_is_covered(r)) {
		form_reveal(v);
		return;
	}
	if (r->readonly) {
		app_say(v->app, ATTR_PLAIN, M_FORM_READONLY, NULL);
		return;
	}
	free(f->path);
	f->path = form_path(v);
	fill_row_label(f->fill, r, v->app->lang, &label);
	if (form_widget_open(v, r, str_text(&label))) {
		/* it has taken over */
	} else if (r->item->type == FORM_SELECT_ONE ||
	    r->item->type == FORM_SELECT_MULTIPLE) {
		open_choices(v, r, str_text(&label));
	} else if (r->item->type == FORM_ACKNOWLEDGE) {
		acknowledge(v, r);
	} else if (r->item->type == FORM_FILE) {
		form_file_open(v, r);
	} else if (r->item->multiline) {
		open_many(v, r, str_text(&label), text, at);
	} else {
		f->typing = true;
		f->over = false;
		edit_done(&f->edit);
		edit_init(&f->edit, false, form_scan_fits(r->item) &&
		    r->item->max_length < SCAN_MOST ? SCAN_MOST :
		    r->item->max_length);
		f->edit.masked = r->item->masked;
		if (r->item->type == FORM_TEXT && !form_is_code(r->item))
			edit_vietnamese(&f->edit, &v->app->typing);
		f->edit.keep_struck = true;
		edit_set(&f->edit, text);
		if (at != SIZE_MAX)
			edit_move_to(&f->edit, at);
	}
	str_done(&label);
}

void
form_edit(struct view *v)
{
	const struct fill_row *r = form_row(v);
	struct str text = STR_INIT;

	if (r != NULL && r->kind == FILL_QUESTION) {
		typed_of(v, r, &text);
		form_begin(v, str_text(&text), SIZE_MAX);
	}
	str_done(&text);
}

bool
form_commit(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const char *text = str_text(&f->edit.text);
	const json_t *was;
	struct err e = ERR_INIT;
	struct str before = STR_INIT;
	const struct fill_row *r;
	json_t *paper = NULL;
	bool ok = true, changed;
	char *path;

	if (!f->typing || f->path == NULL)
		return true;
	if (form_scan_waits(v))
		return false;
	was = fill_answer(f->fill, f->path);
	r = form_find(v, f->path);
	if (r != NULL)
		typed_of(v, r, &before);
	/* Unchanged text leaves a status such as "refused" as it was. */
	changed = was == NULL || !str_eq(str_text(&before), text);
	if (changed) {
		form_keep_undo(v, f->path);
		paper = r == NULL ? NULL : form_scan_read(v, r->item,
		    edit_struck(&f->edit));
		/* A paper is the answer only of a question for one. */
		ok = (was == NULL && *text == '\0') ||
		    (paper != NULL && r->item->type != FORM_BARCODE) ||
		    fill_set_text(f->fill, f->path, text, &e);
		if (ok)
			form_changed(v);
		else
			form_drop_undo(v);
	}
	path = xstrdup(f->path);
	if (ok)
		stop_typing(f);
	else
		form_say_err(v, &e);
	if (ok && paper != NULL)
		form_scan_fill(v, paper);
	else if (ok && changed)
		form_said_number(v, path);
	free(path);
	json_decref(paper);
	str_done(&before);
	err_done(&e);
	return ok;
}

/* One key answers and goes on: có, không, yes, no, or the number of the
 * choice; any other says so. */
static void
answer_yes_no(struct view *v, const struct key *key)
{
	const char *yes = "yYcC1", *no = "nNkK2";
	bool is_yes = key->code == K_TEXT && strchr(yes, key->text[0]) != NULL;
	char *path;
	json_t *value;

	if (!is_yes && (key->code != K_TEXT ||
	    strchr(no, key->text[0]) == NULL)) {
		app_say(v->app, ATTR_PLAIN, M_FORM_HINT_YESNO, NULL);
		return;
	}
	value = json_string(is_yes ? "yes" : "no");
	path = form_path(v);
	stop_typing(FORM_VIEW(v));
	if (path != NULL && form_set(v, path, value))
		form_flow(v);
	json_decref(value);
	free(path);
}

static bool
yes_no_key(struct view *v, const struct key *key)
{
	const struct fill_row *r = form_row(v);

	if (r == NULL || r->kind != FILL_QUESTION ||
	    r->item->type != FORM_YES_NO)
		return false;
	if (key->code == K_TEXT || key->code == K_PASTE)
		answer_yes_no(v, key);
	return key->code == K_TEXT || key->code == K_PASTE ||
	    key->code == K_LEFT || key->code == K_RIGHT;
}

/* The first letter typed over an answer of one line takes its place, as in
 * any table; a story is gone on with. */
static void
type_first(struct view *v, const struct key *key)
{
	struct form_view *f = FORM_VIEW(v);
	struct view *top;

	form_edit(v);
	top = app_top(v->app);
	if (key->code == K_TEXT && key->text[0] == ' ')
		return;				/* opens, as Enter does */
	if (top != v && top->ops->key != NULL) {
		(void)top->ops->key(top, key);
	} else if (f->typing) {
		f->over = f->edit.text.len > 0;
		edit_type_over(&f->edit, key, f->width);
		f->dirty = true;
		app_touch(v->app, v);
	}
}

/* A letter on a row not yet opened is never a command. */
static bool
letter_on_row(struct view *v, const struct key *key)
{
	const struct fill_row *r = form_row(v);
	bool question = r != NULL && r->kind == FILL_QUESTION;
	bool text = question && r->item->type == FORM_TEXT && !r->readonly;

	if (key->code != K_TEXT && key->code != K_PASTE)
		return false;
	/* The space bar lifts the dots: a command of its own. */
	if (question && key->text[0] == ' ' && form_is_covered(r))
		return false;
	if (key->code == K_TEXT && strchr(":?", key->text[0]) != NULL && !text)
		return false;
	if (!question)
		app_say(v->app, ATTR_PLAIN, M_FORM_NO_TEXT_HERE, NULL);
	else if (r->readonly)
		app_say(v->app, ATTR_PLAIN, form_is_covered(r) ?
		    M_FORM_COVERED : M_FORM_READONLY, NULL);
	else if (r->item->type == FORM_YES_NO)
		answer_yes_no(v, key);
	else
		type_first(v, key);
	return true;
}

bool
form_edit_key(struct view *v, const struct key *key)
{
	struct form_view *f = FORM_VIEW(v);

	if (!f->typing)
		return form_table_key(v, key) || form_widget_key(v, key) ||
		    form_one_key(v, key) ||
		    letter_on_row(v, key);
	if (yes_no_key(v, key))
		return true;
	if (!edit_key(&f->edit, key, f->width))
		return false;
	if (f->edit.cut)
		app_say(v->app, ATTR_WARN, M_TYPED_TOO_LONG, NULL);
	if (key->code != K_LEFT && key->code != K_RIGHT &&
	    key->code != K_HOME && key->code != K_END) {
		f->dirty = true;
		app_touch(v->app, v);
	}
	return true;
}

/* Esc on text that cannot be read says why; a second Esc lets it go. */
static void
stop_or_say(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const char *text = str_text(&f->edit.text);

	if (str_eq(f->refused, text)) {
		stop_typing(f);
		form_layout(v, f->width);
		return;
	}
	/* Trying to keep it may have changed it. */
	if (!form_commit(v)) {
		free(f->refused);
		f->refused = xstrdup(str_text(&f->edit.text));
	}
}

/* One at a time, what is wrong is seen before the page is turned: once. */
static bool
stay_to_mend(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	char *path = form_path(v);
	bool stay = f->alone && path != NULL && form_wrong(v, r) != NULL &&
	    !str_eq(path, f->told);

	free(f->told);
	f->told = stay ? path : NULL;
	if (!stay)
		free(path);
	return stay;
}

bool
form_typing_command(struct view *v, enum command command)
{
	switch (command) {
	case CMD_NEXT_FIELD: case CMD_NEXT_TAB:
		if (form_commit(v) && !stay_to_mend(v))
			form_flow(v);
		return true;
	case CMD_PREVIOUS_FIELD:
		if (form_commit(v))
			form_step(v, false);
		return true;
	case CMD_PAGE_UP: case CMD_PAGE_DOWN:
		if (form_commit(v))
			form_move(v, command);
		return true;
	case CMD_NEXT_MISSING:
		if (form_commit(v) && !form_next_missing(v))
			app_say(v->app, ATTR_GOOD, M_FORM_NONE_MISSING, NULL);
		return true;
	case CMD_DONE:
		stop_or_say(v);
		return true;
	default:
		return false;
	}
}

void
form_set_status(struct view *v, const char *status)
{
	struct form_view *f = FORM_VIEW(v);
	char *path = form_path(v);
	struct err e = ERR_INIT;

	if (path == NULL)
		return;
	form_keep_undo(v, path);
	if (fill_set_status(f->fill, path, status, &e)) {
		bool was_typing = f->typing;

		stop_typing(f);
		form_changed(v);
		if (was_typing)
			form_flow(v);
		else
			form_step(v, true);
	} else {
		form_drop_undo(v);
		app_say(v->app, ATTR_BAD, M_FORM_NO_STATUS, NULL);
	}
	err_done(&e);
	free(path);
}

void
form_clear(struct view *v)
{
	char *path = form_path(v);

	if (path != NULL) {
		form_keep_undo(v, path);
		if (fill_clear(FORM_VIEW(v)->fill, path, NULL))
			form_changed(v);
		else
			form_drop_undo(v);
	}
	free(path);
}
