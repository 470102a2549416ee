/* Keys in the table of a reception act, before any command sees them. */
#include "tui/screen/reception.h"

#include "core/form/answers.h"

#include <string.h>

static const struct form_item *
item_now(const struct reception *r)
{
	return r->column[r->col];
}

/* A letter as it was struck, for choices; a long text has no use of it. */
static void
note_key(struct reception *r, const struct key *key)
{
	if (key->code != K_TEXT || key->text[1] != '\0' || r->keys.len > 80)
		r->corrected = true;
	if (r->corrected)
		str_clear(&r->keys);
	else
		str_add(&r->keys, key->text);
}

/* Yes, no or nothing, at one key. */
static void
put_yes_no(struct view *v, const char *word)
{
	struct reception *r = RECEPTION(v);
	struct err e = ERR_INIT;

	if (r->at > r->n || !reception_is_open(v))
		return;
	reception_keep(r);
	if (!reception_set(v, r->at - 1, r->col, word, &e)) {
		reception_unkeep(r);
		form_say_err(v, &e);
	}
	err_done(&e);
}

static void
toggle(struct view *v)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = reception_chosen(r);
	const char *now = p == NULL ? NULL : json_string_value(answer_value(
	    json_object_get(p->answers, item_now(r)->name)));

	put_yes_no(v, str_eq(now, "yes") ? "no" : "yes");
}

/* A letter on a yes-or-no cell; true: it answered, go on. */
static bool
yes_no_letter(struct view *v, const char *letter)
{
	const char *yes = "yYcC1xX", *no = "nNkK2";

	if (*letter == ' ') {
		toggle(v);
		return false;
	}
	if (strchr(yes, *letter) == NULL && strchr(no, *letter) == NULL) {
		app_say(v->app, ATTR_PLAIN, M_FORM_HINT_YESNO, NULL);
		return false;
	}
	put_yes_no(v, strchr(yes, *letter) != NULL ? "yes" : "no");
	return true;
}

/* Is a letter, among the lines, a command? */
static bool
is_command(struct view *v, const struct key *key)
{
	for (int c = 0; c < CMD_COUNT; c++)
		if (keymap_has(v->app->o->keymap, (enum command)c, key) &&
		    app_can(v->app, v, (enum command)c))
			return true;
	return false;
}

static bool
letter_key(struct view *v, const struct key *key)
{
	struct reception *r = RECEPTION(v);
	bool yes_no;

	if (!r->entry && is_command(v, key))
		return false;
	/* a new line begins with the name */
	if (!r->entry && r->at > r->n)
		r->col = 0;
	yes_no = item_now(r)->type == FORM_YES_NO;
	if (key->code == K_TEXT && yes_no) {
		bool was = r->entry;

		if (key->text[0] != ' ')
			r->entry = true;
		if (yes_no_letter(v, key->text) && was)
			reception_next(v);
		return true;
	}
	if (!reception_is_open(v) || !reception_is_typed(item_now(r)))
		return true;
	if (key->code == K_TEXT && key->text[0] == ' ') {
		reception_open_at(v, false);
		return true;
	}
	reception_begin(v, "", SIZE_MAX);
	edit_key(&r->edit, key, app_width(v->app));
	note_key(r, key);
	reception_typed(v);
	return true;
}

/* Keys of a cell that is not being typed in. */
static bool
cell_key(struct view *v, const struct key *key)
{
	struct reception *r = RECEPTION(v);

	switch (key->code) {
	case K_LEFT: case K_RIGHT:
		reception_sideways(v, key->code == K_RIGHT, true);
		return true;
	case K_TEXT: case K_PASTE:
		return letter_key(v, key);
	case K_BACKSPACE: case K_HOME: case K_END:
		if (!r->entry)
			return false;
		reception_open_at(v, key->code == K_HOME);
		return true;
	case K_DELETE:
		if (r->entry && r->at <= r->n)
			put_yes_no(v, "");
		return r->entry;
	default:
		return false;
	}
}

static bool
typing_key(struct view *v, const struct key *key)
{
	struct reception *r = RECEPTION(v);
	bool empty = r->edit.text.len == 0;

	/* There is nothing to move in: to the cell beside. */
	if (empty && (key->code == K_LEFT || key->code == K_RIGHT)) {
		reception_sideways(v, key->code == K_RIGHT, true);
		return true;
	}
	if (!edit_key(&r->edit, key, app_width(v->app)))
		return false;
	note_key(r, key);
	if (r->edit.cut)
		app_say(v->app, ATTR_WARN, M_TYPED_TOO_LONG, NULL);
	reception_typed(v);
	return true;
}

bool
reception_key(struct view *v, const struct key *key)
{
	struct reception *r = RECEPTION(v);

	if (r->made != NULL || r->columns == 0)
		return false;
	if (key->code == K_PASTE && reception_is_rows(key->paste,
	    key->paste_len)) {
		if (reception_commit(v))
			reception_paste(v, key->paste, key->paste_len);
		return true;
	}
	if (r->at == 0)
		return false;
	if (r->typing)
		return typing_key(v, key);
	return cell_key(v, key);
}
