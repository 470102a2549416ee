/* Who may see what; what is known of an answer beside itself. */
#include "core/form/fill_priv.h"

#include <stdlib.h>
#include <string.h>

enum form_show
fill_shows(const struct fill *fill, const struct form_item *item)
{
	return fill->show == NULL ? FORM_SHOW :
	    (enum form_show)fill->show[item - fill->form->item];
}

void
fill_access(struct fill *fill, enum form_show (*of)(void *ctx,
    const struct form_item *item), void *ctx)
{
	const struct form *form = fill->form;

	if (fill->show == NULL)
		fill->show = xcalloc(form->n + 1, sizeof(*fill->show));
	for (size_t i = 0; i < form->n; i++)
		fill->show[i] = form_is_question(&form->item[i]) ?
		    (unsigned char)of(ctx, &form->item[i]) : FORM_SHOW;
	json_decref(fill->unmasked);
	fill->unmasked = NULL;
	fill->rows_stale = true;
}

static bool
is_unmasked(const struct fill *fill, const struct place *at)
{
	struct str path = STR_INIT;
	bool found;

	if (fill->unmasked == NULL)
		return false;
	fill_place_path(fill, at, &path);
	found = json_object_get(fill->unmasked, str_text(&path)) != NULL;
	str_done(&path);
	return found;
}

bool
fill_is_masked(const struct fill *fill, const struct place *at)
{
	return (at->item->masked || fill_shows(fill, at->item) ==
	    FORM_MASK) && !is_unmasked(fill, at);
}

bool
fill_is_locked(const struct fill *fill, const struct place *at)
{
	enum form_show show = fill_shows(fill, at->item);

	return show == FORM_HIDE || (show == FORM_MASK &&
	    !is_unmasked(fill, at));
}

void
fill_withhold(struct fill *fill, const json_t *names)
{
	json_decref(fill->withheld);
	fill->withheld = json_deep_copy(names);
	fill_compute_all(fill);
	fill->rows_stale = true;
}

bool
fill_is_withheld(const struct fill *fill, const struct place *at)
{
	return fill->withheld != NULL && fill_is_masked(fill, at) &&
	    json_object_get(fill->withheld, at->item->name) != NULL;
}

bool
fill_unmask(struct fill *fill, const char *path)
{
	struct place at;
	struct str whole = STR_INIT;

	if (!fill_find(fill, path, &at, NULL) ||
	    fill_shows(fill, at.item) == FORM_HIDE ||
	    !fill_is_masked(fill, &at) || fill_is_withheld(fill, &at))
		return false;
	if (fill->unmasked == NULL)
		fill->unmasked = json_object();
	/* as it is written, not as it was asked for: r[02].x is r[2].x */
	fill_place_path(fill, &at, &whole);
	json_object_set_new(fill->unmasked, str_text(&whole), json_true());
	str_done(&whole);
	fill->rows_stale = true;
	return true;
}

void
fill_mark(struct fill *fill, const char *path, size_t versions,
    size_t confirmed)
{
	if (fill->marks == NULL)
		fill->marks = json_object();
	json_object_set_new(fill->marks, path, json_pack("[I, I]",
	    (json_int_t)versions, (json_int_t)confirmed));
	fill->rows_stale = true;
}

void
fill_mark_added(struct fill *fill, const struct form *older)
{
	const struct form *form = fill->form;

	free(fill->added);
	fill->added = xcalloc(form->n + 1, sizeof(*fill->added));
	for (size_t i = 0; i < form->n; i++)
		fill->added[i] = form_is_question(&form->item[i]) &&
		    form_question(older, form->item[i].name) == NULL;
	fill->rows_stale = true;
}

void
fill_mark_row(const struct fill *fill, const struct place *at,
    struct fill_row *row)
{
	struct str path = STR_INIT;
	const json_t *mark;

	row->masked = fill_is_masked(fill, at);
	row->withheld = fill_is_withheld(fill, at);
	row->readonly |= fill_is_locked(fill, at);
	row->added = fill->added != NULL &&
	    fill->added[at->item - fill->form->item];
	if (fill->marks == NULL)
		return;
	fill_place_path(fill, at, &path);
	mark = json_object_get(fill->marks, str_text(&path));
	row->versions = (size_t)json_integer_value(json_array_get(mark, 0));
	row->confirmed = (size_t)json_integer_value(json_array_get(mark, 1));
	str_done(&path);
}

/* ---- choices that are no longer in force ---- */

static void
note_code(json_t *stood, const json_t *code)
{
	if (json_is_string(code))
		json_object_set_new(stood, json_string_value(code),
		    json_true());
}

/* Codes of all selects in an object, and in the rows in it. */
static void
note_stood(struct fill *fill, const json_t *answers, int depth)
{
	const char *name;
	json_t *answer, *row;
	size_t i;

	json_object_foreach((json_t *)(void *)answers, name, answer) {
		const struct form_item *it = form_question(fill->form, name);
		const json_t *v;
		json_t *stood;

		if (it != NULL && it->type == FORM_REPEAT && depth < 2)
			json_array_foreach(answer, i, row)
				note_stood(fill, row, depth + 1);
		if (it == NULL || !form_is_select(it))
			continue;
		v = answer_value(answer);
		stood = json_object_get(fill->stood, name);
		if (stood == NULL) {
			stood = json_object();
			json_object_set_new(fill->stood, name, stood);
		}
		note_code(stood, v);
		json_array_foreach((json_t *)(void *)v, i, row)
			note_code(stood, row);
	}
}

void
fill_stood(struct fill *fill, const json_t *known)
{
	bool again = fill->stood != NULL;

	json_decref(fill->stood);
	fill->stood = json_object();
	note_stood(fill, known, 0);
	if (again)
		fill_compute_all(fill);
}

bool
fill_code_stood(const struct fill *fill, const struct form_item *item,
    const char *code)
{
	return json_object_get(json_object_get(fill->stood, item->name),
	    code) != NULL;
}

bool
fill_in_force(const struct fill *fill, const struct form_item *item,
    const struct form_choice *choice)
{
	return form_choice_in_force(item, fill->lists, choice,
	    when_day(fill->now, VN_OFFSET_MIN)) ||
	    fill_code_stood(fill, item, choice->code);
}
