/*
 * Filling any form: pass after pass over its visible questions, as an
 * officer would, until nothing required is missing and nothing is wrong.
 */
#include "tests/walk/walk.h"

#include "core/case/functions.h"
#include "core/form/answers.h"
#include "core/form/fill.h"

#include <stdlib.h>
#include <string.h>

#define PASSES 8

static const char *const said[] = {
	"Nguyễn Thị Mẫu Một", "Trần Văn Thử Hai", "Thử nghiệm", "12",
	"3/2026", "không rõ",
};

static json_t *
random_text(struct chance *c, int pass)
{
	/* Times are the one text that a form looks at more closely. */
	if (pass > 0)
		return json_string("02:10");
	return json_string(said[chance_below(c, ARRAY_LEN(said))]);
}

static json_t *
random_date(struct world *w, const struct form_item *it)
{
	struct chance *c = &w->chance;
	day_t day = when_day(w->now, VN_OFFSET_MIN);
	char text[11];

	switch (chance_below(c, 8)) {
	case 0: case 1: case 2:
		break;
	case 3:
		day += (day_t)chance_below(c, 40);
		break;
	case 4: case 5:
		day -= (day_t)chance_below(c, 60);
		break;
	default:
		day -= (day_t)chance_below(c, 365 * 45);
	}
	/* Where a year alone will do, it is a life that is told. */
	if ((it->precision & FORM_YEAR) && chance_in(c, 2))
		day -= (day_t)(2 * 365 + chance_below(c, 365 * 45));
	day_format(day, text);
	if ((it->precision & FORM_YEAR) && chance_in(c, 5))
		text[4] = '\0';
	else if ((it->precision & FORM_MONTH) && chance_in(c, 5))
		text[7] = '\0';
	return json_string(text);
}

static const char *
random_choice(struct world *w, const struct form_item *it, struct fill *fill,
    const char *path)
{
	const struct form_lists *lists = w->p->form_lists;
	size_t n = form_choice_count(it, lists), tries;
	struct form_choice choice;

	for (tries = 0; tries < 60; tries++)
		if (form_choice_at(it, lists, chance_below(&w->chance, n),
		    &choice) && (fill == NULL ||
		    fill_choice_allowed(fill, path, &choice)))
			return choice.code;
	return NULL;
}

static json_t *
random_choices(struct world *w, const struct form_item *it,
    struct fill *fill, const char *path)
{
	size_t n = 1 + chance_below(&w->chance, 3), i, k;
	json_t *list = json_array();

	for (i = 0; i < n; i++) {
		const char *code = random_choice(w, it, fill, path);

		for (k = 0; k < json_array_size(list); k++)
			if (str_eq(code, json_string_value(
			    json_array_get(list, k))))
				code = NULL;
		if (code != NULL)
			json_array_append_new(list, json_string(code));
	}
	return list;
}

/* All choices, in some order. */
static json_t *
random_order(struct world *w, const struct form_item *it)
{
	const struct form_lists *lists = w->p->form_lists;
	size_t n = form_choice_count(it, lists), i;
	json_t *list = json_array();
	struct form_choice choice;

	for (i = 0; i < n; i++)
		if (form_choice_at(it, lists, i, &choice))
			json_array_insert_new(list,
			    chance_below(&w->chance,
			    json_array_size(list) + 1),
			    json_string(choice.code));
	return list;
}

static json_t *
random_step(struct chance *c, const struct form_item *it)
{
	double steps = (it->range_end - it->range_start) / it->range_step;

	return json_real(it->range_start + it->range_step *
	    (double)chance_below(c, (size_t)steps + 1));
}

/*
 * Each by itself, or yes up to some question and no after it: seven points
 * explained and seven times no would else hardly ever come.
 */
static bool
says_yes(struct world *w)
{
	if (w->yes_left < 0)
		return chance_in(&w->chance, 2);
	if (w->yes_left == 0)
		return false;
	w->yes_left--;
	return true;
}

/* NULL where no choice fits. */
static json_t *
random_value(struct world *w, const struct form_item *it, struct fill *fill,
    const char *path, int pass)
{
	static const int whole[] = { 1, 2, 0, 5, 15, 300, -1 };
	struct chance *c = &w->chance;
	const char *code;

	switch (it->type) {
	case FORM_TEXT:
		return random_text(c, pass);
	case FORM_INTEGER:
		return json_integer(whole[chance_below(c, ARRAY_LEN(whole))]);
	case FORM_DECIMAL:
		return chance_in(c, 2) ? json_integer(0) :
		    json_real((double)chance_below(c, 4000000) / 2);
	case FORM_DATE:
		return random_date(w, it);
	case FORM_SELECT_ONE:
		code = random_choice(w, it, fill, path);
		return code == NULL ? NULL : json_string(code);
	case FORM_SELECT_MULTIPLE:
		return random_choices(w, it, fill, path);
	case FORM_YES_NO:
		return json_string(says_yes(w) ? "yes" : "no");
	case FORM_TIME:
		return json_string("02:10");
	case FORM_DATE_TIME:
		return json_string("2026-03-02T02:10+07:00");
	case FORM_RANGE:
		return random_step(c, it);
	case FORM_RANK:
		return random_order(w, it);
	case FORM_ACKNOWLEDGE:
		return json_string("OK");
	case FORM_BARCODE:
		return json_string("012345678901|Thử");
	default:
		return NULL;
	}
}

/* A status in the place of a value, or an estimate beside one. */
static json_t *
random_answer(struct world *w, const struct form_item *it, struct fill *fill,
    const char *path, enum care care, int pass)
{
	static const char *const status[] = {
		"refused", "unknown", "not_asked"
	};
	size_t i = chance_below(&w->chance, ARRAY_LEN(status));
	json_t *value;

	if (care == CARE_NONE && chance_in(&w->chance, 6))
		return random_nonsense(w);
	if (chance_in(&w->chance, 12) && (care != CARE_GOOD ||
	    (it->statuses & form_status_find(status[i])) != 0))
		return json_pack("{s:s}", "status", status[i]);
	value = random_value(w, it, fill, path, pass);
	if (value != NULL && it->estimated && chance_in(&w->chance, 4))
		return json_pack("{s:o,s:b}", "value", value, "estimated", 1);
	return value;
}

static json_t *random_rows(struct world *w, const struct form *form,
    const struct form_item *repeat, enum care care);

static json_t *
random_row(struct world *w, const struct form *form,
    const struct form_item *repeat, enum care care)
{
	size_t at = (size_t)(repeat - form->item) + 1;
	json_t *row = json_object();

	while (at < repeat->end) {
		const struct form_item *it = &form->item[at++];

		if (!chance_in(&w->chance, 2))
			continue;
		if (it->type == FORM_REPEAT)
			json_object_set_new(row, it->name, random_rows(w,
			    form, it, care));
		else if (form_is_question(it) &&
		    &form->item[it->repeat] == repeat)
			json_object_set_new(row, it->name, random_answer(w,
			    it, NULL, NULL, care, 0));
	}
	return row;
}

static json_t *
random_rows(struct world *w, const struct form *form,
    const struct form_item *repeat, enum care care)
{
	json_t *list = json_array();
	size_t n = chance_below(&w->chance, 3), i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, random_row(w, form, repeat,
		    care));
	return list;
}

static void
put_row(struct world *w, const struct form *form,
    const struct form_item *repeat, json_t *out, enum care care)
{
	json_object_set_new(out, repeat->name, random_rows(w, form, repeat,
	    care));
}

/* Rows of repeats that are wrong are left out altogether. */
static bool
visit_row(struct world *w, const struct form *form, struct fill *fill,
    const struct fill_row *row, json_t *out, json_t *seen, enum care care,
    int pass)
{
	const struct form_item *it = row->item;
	bool wrong = row->problem != NULL;
	json_t *answer;

	if (row->repeat != NULL) {
		if (wrong && care == CARE_GOOD)
			json_object_set_new(out, row->repeat, json_array());
		return wrong && care == CARE_GOOD;
	}
	if (json_object_get(seen, it->name) != NULL &&
	    (!wrong || care != CARE_GOOD))
		return false;
	json_object_set_new(seen, it->name, json_true());
	if (row->kind == FILL_REPEAT && row->answer == NULL) {
		put_row(w, form, it, out, care);
		return true;
	}
	if (row->kind != FILL_QUESTION || row->readonly)
		return false;
	if (!wrong && (row->answer != NULL ? !chance_in(&w->chance, 4) :
	    !row->required && chance_in(&w->chance, 2)))
		return false;
	if (care != CARE_GOOD && chance_in(&w->chance, 8))
		return false;
	answer = random_answer(w, it, fill, it->name, care, pass);
	if (answer == NULL)
		return false;
	json_object_set_new(out, it->name, answer);
	return true;
}

static bool
fill_pass(struct world *w, const struct form *form, const json_t *known,
    json_t *out, json_t *seen, enum care care, int pass)
{
	json_t *mine = known_to_form(form, known);
	json_t *all = merge_answers(mine, out);
	struct fill *fill = fill_open(form, w->p->form_lists, all, w->now,
	    NULL);
	bool changed = false;
	size_t i, n;

	json_decref(all);
	json_decref(mine);
	if (fill == NULL)
		return false;
	fill_use(fill, case_function, w->p->calendar);
	n = fill_rows(fill);
	for (i = 0; i < n; i++)
		changed = visit_row(w, form, fill, fill_row(fill, i), out,
		    seen, care, pass) || changed;
	fill_close(fill);
	return changed;
}

json_t *
answers_make(struct world *w, const struct form *form, const json_t *known,
    enum care care)
{
	json_t *out = json_object(), *seen = json_object();
	int pass;

	w->yes_left = !chance_in(&w->chance, 3) ? -1 :
	    chance_in(&w->chance, 2) ? 100 :
	    (int)chance_below(&w->chance, 12);
	for (pass = 0; form != NULL && pass < PASSES; pass++)
		if (!fill_pass(w, form, known, out, seen, care, pass))
			break;
	json_decref(seen);
	if (care == CARE_NONE && chance_in(&w->chance, 3))
		json_object_set_new(out, "no_such_question",
		    random_nonsense(w));
	return out;
}
