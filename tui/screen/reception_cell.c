/* Typing in a cell of a reception act. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

#define CELL_MOST 400			/* a scanner may send more than fits */

static const struct form_item *
item_now(const struct reception *r)
{
	return r->column[r->col];
}

/* ---- setting ---- */

void
reception_take(struct view *v, struct person *p)
{
	struct reception *r = RECEPTION(v);

	json_decref(p->answers);
	p->answers = fill_all(r->fill);
	reception_show(v, p);
	reception_changed(v);
}

/* The answer that a text means there; NULL: as the form reads it. */
static json_t *
meant(struct view *v, const struct form_item *it, const char *text,
    bool strict)
{
	if (it->type == FORM_SELECT_ONE || it->type == FORM_SELECT_MULTIPLE)
		return reception_choice(v, it, text,
		    str_text(&RECEPTION(v)->keys), strict);
	return it->type == FORM_YES_NO ? reception_yes_no(text) : NULL;
}

bool
reception_read(struct view *v, const struct form_item *it, const char *text,
    bool strict, struct err *e)
{
	struct reception *r = RECEPTION(v);
	json_t *value = meant(v, it, text, strict);
	bool ok;

	if (*text == '\0')
		ok = fill_clear(r->fill, it->name, e);
	else if (value != NULL)
		ok = fill_set(r->fill, it->name, value, e);
	else if (it->type == FORM_SELECT_ONE ||
	    it->type == FORM_SELECT_MULTIPLE)
		ok = err_set(e, ERR_FILL_CHOICE, text, NULL);
	else
		ok = fill_set_text(r->fill, it->name, text, e);
	json_decref(value);
	return ok;
}

bool
reception_set(struct view *v, size_t line, size_t column, const char *text,
    struct err *e)
{
	struct reception *r = RECEPTION(v);
	const struct form_item *it = r->column[column];
	json_t *empty = json_object();
	struct person *p;
	bool ok;

	reception_put(r, line < r->n ? r->person[line].answers : empty);
	json_decref(empty);
	/* What waits beside an answer is taken away before the answer is. */
	ok = (*text == '\0' && line < r->n &&
	    reception_unread(&r->person[line], it->name) != NULL) ||
	    reception_read(v, it, text, false, e);
	if (!ok)
		return false;
	p = reception_person(r, line);
	reception_forget(p, it->name);
	reception_take(v, p);
	return true;
}

/* ---- typing ---- */

void
reception_stop(struct reception *r)
{
	r->typing = false;
	free(r->told);
	r->told = NULL;
	r->corrected = false;
	str_clear(&r->keys);
}

void
reception_begin(struct view *v, const char *text, size_t at)
{
	struct reception *r = RECEPTION(v);
	const struct form_item *it = item_now(r);

	reception_stop(r);
	r->typing = r->entry = true;
	edit_done(&r->edit);
	/* what is too long for its question is told, not cut */
	edit_init(&r->edit, false, it->max_length > CELL_MOST ?
	    it->max_length : CELL_MOST);
	if ((it->type == FORM_TEXT && !form_is_code(it)) ||
	    it->type == FORM_SELECT_ONE || it->type == FORM_SELECT_MULTIPLE)
		edit_vietnamese(&r->edit, &v->app->typing);
	r->edit.keep_struck = true;
	edit_set(&r->edit, text);
	if (at != SIZE_MAX)
		edit_move_to(&r->edit, at);
}

/* The text an officer would have typed: the answer, else what waits to be
 * read. */
static void
typed_of(struct view *v, struct str *out)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = reception_chosen(r);
	const struct form_item *it = item_now(r);
	const char *unread = p == NULL ? NULL :
	    reception_unread(p, it->name);
	const json_t *value;

	if (p == NULL)
		return;
	value = answer_value(json_object_get(p->answers, it->name));
	if (unread != NULL && value == NULL) {
		str_add(out, unread);
		return;
	}
	if (value != NULL && it->type == FORM_TEXT)
		str_add(out, json_string_value(value));
	else if (value != NULL)
		fill_display(value, it, tn_lists(v->app->tn), v->app->lang,
		    out);
}

/* A text that could not be read stays with the line, marked. */
static void
keep_unread(struct view *v, const char *text)
{
	struct reception *r = RECEPTION(v);
	const struct form_item *it = item_now(r);
	struct person *p;

	if (r->at > r->n && r->n == PERSONS_MOST) {
		app_say(v->app, ATTR_WARN, M_RECEPTION_FULL, NULL);
		return;
	}
	reception_keep(r);
	p = reception_person(r, r->at - 1);
	reception_note(p, it->name, reception_label(it), text);
	reception_show(v, p);
	reception_changed(v);
	app_say(v->app, ATTR_WARN, M_RECEPTION_UNREAD, NULL);
}

/* What is typed into the line; false and *e when it cannot be. */
static bool
commit_text(struct view *v, const char *text, struct err *e)
{
	struct reception *r = RECEPTION(v);
	bool ok;

	if (r->at > r->n && *text == '\0')
		return true;
	if (r->at > r->n && r->n == PERSONS_MOST) {
		app_say(v->app, ATTR_WARN, M_RECEPTION_FULL, NULL);
		return true;
	}
	reception_keep(r);
	ok = reception_set(v, r->at - 1, r->col, text, e);
	if (!ok)
		reception_unkeep(r);
	return ok;
}

bool
reception_commit(struct view *v)
{
	struct reception *r = RECEPTION(v);
	struct str before = STR_INIT;
	struct err e = ERR_INIT;
	const char *text = str_text(&r->edit.text);
	bool stays = false;

	if (!r->typing)
		return true;
	if (reception_scan_waits(v))
		return false;
	typed_of(v, &before);
	/* Unchanged text leaves a status such as "refused" as it was. */
	if (!str_eq(str_text(&before), text) &&
	    !reception_scan(v, edit_struck(&r->edit)) &&
	    !commit_text(v, text, &e)) {
		stays = !str_eq(r->told, text);
		if (stays) {
			form_say_err(v, &e);
			free(r->told);
			r->told = xstrdup(text);
		} else {
			keep_unread(v, text);
		}
	}
	if (!stays)
		reception_stop(r);
	str_done(&before);
	err_done(&e);
	return !stays;
}

/* Is there such a question on the chosen line?  Says so when not. */
bool
reception_is_open(struct view *v)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = reception_chosen(r);

	if (p == NULL || p->cell[r->col].state != CELL_CLOSED)
		return true;
	app_say(v->app, ATTR_PLAIN, M_RECEPTION_CLOSED, NULL);
	return false;
}

bool
reception_is_typed(const struct form_item *it)
{
	return it->type != FORM_YES_NO && it->type != FORM_ACKNOWLEDGE;
}

void
reception_open_at(struct view *v, bool at_start)
{
	struct str text = STR_INIT;

	typed_of(v, &text);
	if (reception_is_open(v) && reception_is_typed(item_now(RECEPTION(v))))
		reception_begin(v, str_text(&text), at_start ? 0 : SIZE_MAX);
	str_done(&text);
}

void
reception_enter(struct view *v)
{
	struct reception *r = RECEPTION(v);

	r->entry = true;
	if (r->at > r->n)
		r->col = 0;
	/* another choice takes the place of the one that stands */
	if (!form_is_select(item_now(r)))
		reception_open_at(v, false);
}

void
reception_leave(struct view *v)
{
	struct reception *r = RECEPTION(v);

	if (reception_commit(v))
		r->entry = false;
}

void
reception_set_status(struct view *v, const char *status)
{
	struct reception *r = RECEPTION(v);
	struct person *p = reception_chosen(r);
	struct err e = ERR_INIT;

	if (p == NULL || !reception_is_open(v))
		return;
	reception_stop(r);
	reception_keep(r);
	reception_put(r, p->answers);
	if (fill_set_status(r->fill, item_now(r)->name, status, &e)) {
		reception_forget(p, item_now(r)->name);
		reception_take(v, p);
		reception_next(v);
	} else {
		reception_unkeep(r);
		app_say(v->app, ATTR_BAD, M_FORM_NO_STATUS, NULL);
	}
	err_done(&e);
}
