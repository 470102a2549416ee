/* What is wrong with an answer, and the report of all of it. */
#include "core/form/fill_priv.h"

#include "core/base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const reasons[] = {
	[FILL_OK] = "ok", [FILL_REQUIRED] = "required",
	[FILL_CONSTRAINT] = "constraint", [FILL_TYPE] = "type",
	[FILL_UNKNOWN_CHOICE] = "unknown_choice",
	[FILL_TOO_LONG] = "too_long", [FILL_STATUS] = "status",
	[FILL_ROWS] = "rows",
};

const char *
fill_reason_name(enum fill_reason reason)
{
	return reasons[reason];
}

static void
in_both(const struct err *e, struct text *out)
{
	struct str vi = STR_INIT, en = STR_INIT;

	text_done(out);
	err_text(e, LANG_VI, false, &vi);
	err_text(e, LANG_EN, false, &en);
	out->vi = str_steal(&vi);
	out->en = str_steal(&en);
}

/* Always false, so that a check is one line. */
static bool
problem(struct fill_problem *p, enum fill_reason reason, enum err_code code,
    const char *a, const char *b)
{
	struct err e = ERR_INIT;

	err_set(&e, code, a, b, NULL);
	p->reason = reason;
	in_both(&e, &p->text);
	err_done(&e);
	return false;
}

/* The form's own sentence where it has one. */
static bool
own_problem(struct fill_problem *p, enum fill_reason reason,
    const struct text *own, enum err_code code)
{
	problem(p, reason, code, NULL, NULL);
	if (own->vi != NULL) {
		text_done(&p->text);
		p->text.vi = xstrdup(own->vi);
		p->text.en = xstrdup(own->en);
	}
	return false;
}

static bool
check_length(const struct form_item *it, const json_t *v,
    struct fill_problem *p)
{
	char max[24];

	if (utf8_letters(json_string_value(v), json_string_length(v)) <=
	    it->max_length)
		return true;
	snprintf(max, sizeof(max), "%zu", it->max_length);
	return problem(p, FILL_TOO_LONG, ERR_FILL_TOO_LONG, max, NULL);
}

/* How the allowed precisions look, for the sentence. */
static void
precision_words(unsigned bits, struct str *out)
{
	static const struct { unsigned bit; const char *shape; } words[] = {
		{ FORM_DAY, "31/12/1999" }, { FORM_MONTH, "12/1999" },
		{ FORM_YEAR, "1999" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!(bits & words[i].bit))
			continue;
		if (out->len > 0)
			str_add(out, "; ");
		str_add(out, words[i].shape);
	}
}

static bool
check_date(const struct form_item *it, const json_t *answer,
    const json_t *v, struct fill_problem *p)
{
	unsigned precision = json_is_string(v) ?
	    fill_date_precision(json_string_value(v)) : 0;
	struct str words = STR_INIT;

	if (precision == 0)
		return problem(p, FILL_TYPE, ERR_FILL_DATE, NULL, NULL);
	if (!(it->precision & precision)) {
		precision_words(it->precision, &words);
		problem(p, FILL_TYPE, ERR_FILL_PRECISION, str_text(&words),
		    NULL);
		str_done(&words);
		return false;
	}
	if (!it->estimated && json_is_true(json_object_get(answer,
	    "estimated")))
		return problem(p, FILL_TYPE, ERR_FILL_ESTIMATED, NULL, NULL);
	return true;
}

bool
fill_allows(const struct fill *fill, const struct place *at,
    const struct form_choice *choice)
{
	const struct form_item *it = at->item;
	struct expr_env env;
	struct expr_value v;
	bool truth;

	if (it->choice_filter == NULL)
		return true;
	fill_env(fill, at, &env);
	env.current = env.here;
	env.has_current = true;
	env.here = answers_choice(it->list, 0, choice);
	if (!expr_eval(it->choice_filter, &env, &v, NULL))
		return false;
	truth = expr_to_boolean(&v);
	expr_value_done(&v);
	return truth;
}

static bool
check_code(const struct fill *fill, const struct place *at, const json_t *v,
    struct fill_problem *p)
{
	struct form_choice choice;
	const char *code = json_string_value(v);

	if (code == NULL)
		return problem(p, FILL_TYPE, ERR_FILL_CHOICE, "?", NULL);
	if (!form_choice_find(at->item, fill->lists, code, &choice) ||
	    !fill_allows(fill, at, &choice))
		return problem(p, FILL_UNKNOWN_CHOICE, ERR_FILL_CHOICE, code,
		    NULL);
	return true;
}

static bool
check_codes(const struct fill *fill, const struct place *at, const json_t *v,
    struct fill_problem *p)
{
	size_t n = json_array_size(v);

	if (!json_is_array(v) || n > 1000)
		return problem(p, FILL_TYPE, ERR_FILL_CHOICES, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_array_get(v, i);

		for (size_t k = 0; k < i; k++)
			if (json_equal(one, json_array_get(v, k)))
				return problem(p, FILL_TYPE,
				    ERR_FILL_CHOICES, NULL, NULL);
		if (!check_code(fill, at, one, p))
			return false;
	}
	return true;
}

static bool
check_type(const struct fill *fill, const struct place *at,
    const json_t *answer, const json_t *v, struct fill_problem *p)
{
	const struct form_item *it = at->item;
	double x = json_number_value(v);

	switch (it->type) {
	case FORM_TEXT:
		return json_is_string(v) ? check_length(it, v, p) :
		    problem(p, FILL_TYPE, ERR_FILL_TEXT, NULL, NULL);
	case FORM_INTEGER:
		return (json_is_number(v) && x == floor(x)) ||
		    problem(p, FILL_TYPE, ERR_FILL_INTEGER, NULL, NULL);
	case FORM_DECIMAL:
		return json_is_number(v) ||
		    problem(p, FILL_TYPE, ERR_FILL_DECIMAL, NULL, NULL);
	case FORM_DATE:
		return check_date(it, answer, v, p);
	case FORM_SELECT_ONE:
		return check_code(fill, at, v, p);
	case FORM_SELECT_MULTIPLE:
		return check_codes(fill, at, v, p);
	case FORM_YES_NO:
		return (json_is_string(v) &&
		    (strcmp(json_string_value(v), "yes") == 0 ||
		    strcmp(json_string_value(v), "no") == 0)) ||
		    problem(p, FILL_TYPE, ERR_FILL_YES_NO, NULL, NULL);
	default:
		/* computed: never an object or an array of its own */
		return !json_is_object(v) ||
		    problem(p, FILL_TYPE, ERR_FILL_TEXT, NULL, NULL);
	}
}

static bool
check_constraint(const struct fill *fill, const struct place *at,
    struct fill_problem *p)
{
	const struct form_item *it = at->item;
	struct err e = ERR_INIT;
	struct expr_env env;
	struct expr_value v;
	bool ok;

	if (it->constraint == NULL)
		return true;
	fill_env(fill, at, &env);
	if (!expr_eval(it->constraint, &env, &v, &e)) {
		p->reason = FILL_CONSTRAINT;
		in_both(&e, &p->text);
		err_done(&e);
		return false;
	}
	ok = expr_to_boolean(&v);
	expr_value_done(&v);
	return ok || own_problem(p, FILL_CONSTRAINT, &it->constraint_message,
	    ERR_FILL_CONSTRAINT);
}

static bool
check_rows(const struct fill *fill, const struct form_item *it,
    struct fill_problem *p)
{
	size_t n = fill_row_count(fill, it);
	char min[24], max[24];

	if (n >= it->min && n <= it->max)
		return true;
	snprintf(min, sizeof(min), "%zu", it->min);
	snprintf(max, sizeof(max), "%zu", it->max);
	return problem(p, FILL_ROWS, ERR_FILL_ROWS, min, max);
}

static void
check_answer(const struct fill *fill, const struct place *at,
    const struct cell *cell, struct fill_problem *p)
{
	const json_t *answer = fill_at(fill, at);
	unsigned status = answer_status(answer) & ~(unsigned)FORM_CONTRADICTED;
	const json_t *said = json_is_object(answer) ?
	    json_object_get(answer, "status") : NULL;
	const char *word = json_string_value(said);

	if (said != NULL && !json_is_null(said) && (word == NULL ||
	    form_status_find(word) == 0 ||
	    (status & ~at->item->statuses) != 0)) {
		problem(p, FILL_STATUS, ERR_FILL_STATUS,
		    word != NULL ? word : "?", NULL);
		return;
	}
	if (status != 0)
		return;
	if (answer_is_empty(answer)) {
		if (cell->required)
			own_problem(p, FILL_REQUIRED,
			    &at->item->required_message, ERR_FILL_REQUIRED);
		return;
	}
	if (check_type(fill, at, answer, answer_value(answer), p))
		check_constraint(fill, at, p);
}

void
fill_problem_find(struct fill *fill, const struct place *at,
    struct cell *cell)
{
	struct fill_problem *p = &cell->problem;

	text_done(&p->text);
	p->reason = FILL_OK;
	if (!cell->relevant)
		return;
	if (at->item->type == FORM_REPEAT)
		check_rows(fill, at->item, p);
	else if (form_is_question(at->item))
		check_answer(fill, at, cell, p);
}

bool
fill_check(struct fill *fill, struct fill_findings *out)
{
	const struct form *form = fill->form;
	bool ok = true;

	for (size_t i = 0; i < form->n; i++) {
		for (size_t row = 0; row < fill->cells[i].n; row++) {
			struct place at = fill_place(fill, &form->item[i],
			    row);
			const struct fill_problem *p =
			    &fill_cell(fill, &at)->problem;
			struct fill_finding *f;
			struct str path = STR_INIT;

			if (p->reason == FILL_OK)
				continue;
			ok = false;
			fill_place_path(&at, &path);
			out->item = xgrow(out->item, out->n, &out->cap,
			    sizeof(*f));
			f = &out->item[out->n++];
			f->path = str_steal(&path);
			f->reason = p->reason;
			f->text.vi = xstrdup(p->text.vi);
			f->text.en = xstrdup(p->text.en);
		}
	}
	return ok;
}

void
fill_findings_done(struct fill_findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->item[i].path);
		text_done(&f->item[i].text);
	}
	free(f->item);
	*f = (struct fill_findings)FILL_FINDINGS_INIT;
}

bool
fill_choice_allowed(struct fill *fill, const char *path,
    const struct form_choice *choice)
{
	struct place at;

	return fill_find(fill, path, &at, NULL) &&
	    fill_allows(fill, &at, choice);
}
