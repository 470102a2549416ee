/* Opening a form, and what an officer does to it. */
#include "core/form/fill_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Defaults of what stands outside repeats. */
static void
set_defaults(struct fill *fill)
{
	for (size_t i = 0; i < fill->form->n; i++) {
		struct place at = { .item = &fill->form->item[i] };

		if (at.item->level == 0)
			(void)fill_default(fill, &at);
	}
}

static bool
is_hidden(void *ctx, const struct form_item *item, size_t up, size_t row)
{
	const struct place at = fill_place(item, up, row);
	const struct cell *cell = fill_cell(ctx, &at);

	return cell != NULL && !cell->relevant;
}

struct fill *
fill_open(const struct form *form, const struct form_lists *lists,
    const json_t *answers, when_t now, struct err *e)
{
	size_t left = FILL_MAX_VALUES;
	struct fill *fill;
	char max[16];

	if (answers != NULL && (!json_is_object(answers) ||
	    !fill_within_bounds(answers, 0, &left))) {
		snprintf(max, sizeof(max), "%d", FILL_MAX_VALUES);
		err_set(e, ERR_FILL_ANSWERS, max, NULL);
		return NULL;
	}
	fill = xcalloc(1, sizeof(*fill));
	fill->form = form;
	fill->lists = lists;
	fill->now = now;
	fill->is_new = answers == NULL;
	fill->data = json_object();
	fill->aside = json_object();
	fill->cells = xcalloc(form->n + 1, sizeof(*fill->cells));
	fill->answers = (struct answers){ .root = fill->data, .form = form,
		.lists = lists, .hidden = is_hidden, .hidden_ctx = fill,
		.last = &fill->last };
	fill_take(fill, answers);
	fill_fit(fill);
	fill_stood(fill, fill->data);
	fill_meta_begin(fill);
	if (fill->is_new)
		set_defaults(fill);
	fill_least_rows(fill);
	fill_compute_all(fill);
	return fill;
}

void
fill_close(struct fill *fill)
{
	if (fill == NULL)
		return;
	for (size_t i = 0; i < fill->form->n; i++) {
		for (size_t k = 0; k < fill->cells[i].n; k++)
			text_done(&fill->cells[i].cell[k].problem.text);
		free(fill->cells[i].cell);
		free(fill->cells[i].first);
	}
	free(fill->cells);
	free(fill->fresh);
	free(fill->row);
	json_decref(fill->data);
	json_decref(fill->aside);
	json_decref(fill->unmasked);
	json_decref(fill->withheld);
	json_decref(fill->marks);
	json_decref(fill->stood);
	free(fill->show);
	free(fill->added);
	free(fill);
}

void
fill_use(struct fill *fill, bool (*call)(void *ctx, const char *name,
    const struct expr_value *arg, size_t n, bool *known,
    struct expr_value *out, struct err *e), void *ctx)
{
	fill->answers.call = call;
	fill->answers.call_ctx = ctx;
	/* a default may need such a function */
	if (fill->is_new)
		set_defaults(fill);
	fill_compute_all(fill);
}

const char *
fill_unknown(const struct fill *fill, size_t i)
{
	const char *key;
	json_t *value;

	json_object_foreach(fill->aside, key, value)
		if (i-- == 0)
			return key;
	return NULL;
}

void
fill_begin(struct fill *fill)
{
	fill->is_new = true;
	set_defaults(fill);
	fill_compute_all(fill);
}

const struct form *
fill_of_form(const struct fill *fill)
{
	return fill->form;
}

/* A repeat that an officer may add to and take from. */
static bool
find_repeat(const struct fill *fill, const char *path, struct place *out,
    struct err *e)
{
	if (!fill_find(fill, path, out, e))
		return false;
	if (out->item->type != FORM_REPEAT)
		return err_set(e, ERR_FILL_PATH, path, NULL);
	if (out->item->repeat_count != NULL)
		return err_set(e, ERR_FILL_COUNTED, NULL);
	return true;
}

bool
fill_add(struct fill *fill, const char *repeat, struct err *e)
{
	struct place at;
	char max[24];

	if (!find_repeat(fill, repeat, &at, e))
		return false;
	if (fill_row_count(fill, &at) >= at.item->max) {
		snprintf(max, sizeof(max), "%zu", at.item->max);
		return err_set(e, ERR_FILL_REPEAT_FULL, max, NULL);
	}
	fill_append_row(fill, &at);
	fill_compute(fill);
	return true;
}

bool
fill_remove(struct fill *fill, const char *repeat, size_t index,
    struct err *e)
{
	struct place at;
	char min[24];

	if (!find_repeat(fill, repeat, &at, e))
		return false;
	if (index == 0 || index > fill_row_count(fill, &at))
		return err_set(e, ERR_FILL_PATH, repeat, NULL);
	if (fill_row_count(fill, &at) <= at.item->min) {
		snprintf(min, sizeof(min), "%zu", at.item->min);
		return err_set(e, ERR_FILL_REPEAT_FEW, min, NULL);
	}
	json_array_remove(fill_rows_json(fill, &at), index - 1);
	fill_reshaped(fill, at.item);
	fill_compute(fill);
	return true;
}

const json_t *
fill_answer(const struct fill *fill, const char *path)
{
	struct place at;

	return fill_find(fill, path, &at, NULL) &&
	    form_is_question(at.item) ? fill_at(fill, &at) : NULL;
}
