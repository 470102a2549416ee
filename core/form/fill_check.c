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
		fill_problem_say(&e, &p->text);
		err_done(&e);
		return false;
	}
	ok = expr_to_boolean(&v);
	expr_value_done(&v);
	return ok || fill_problem_own(p, FILL_CONSTRAINT, &it->constraint_message,
	    ERR_FILL_CONSTRAINT);
}

static bool
check_rows(const struct fill *fill, const struct place *at,
    struct fill_problem *p)
{
	const struct form_item *it = at->item;
	size_t n = fill_row_count(fill, at);
	char min[24], max[24];

	if (n >= it->min && n <= it->max)
		return true;
	snprintf(min, sizeof(min), "%zu", it->min);
	snprintf(max, sizeof(max), "%zu", it->max);
	return fill_problem(p, FILL_ROWS, ERR_FILL_ROWS, min, max);
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
		fill_problem(p, FILL_STATUS, ERR_FILL_STATUS,
		    word != NULL ? word : "?", NULL);
		return;
	}
	if (status != 0)
		return;
	if (answer_is_empty(answer)) {
		if (cell->required && !fill_is_withheld(fill, at))
			fill_problem_own(p, FILL_REQUIRED,
			    &at->item->required_message, ERR_FILL_REQUIRED);
		return;
	}
	if (fill_type_check(fill, at, answer, answer_value(answer), p))
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
		check_rows(fill, at, p);
	else if (form_is_question(at->item))
		check_answer(fill, at, cell, p);
}

static void
add_finding(const struct fill *fill, const struct place *at,
    const struct fill_problem *p, struct fill_findings *out)
{
	struct fill_finding *f;
	struct str path = STR_INIT;

	fill_place_path(fill, at, &path);
	out->item = xgrow(out->item, out->n, &out->cap, sizeof(*f));
	f = &out->item[out->n++];
	f->path = str_steal(&path);
	f->reason = p->reason;
	f->text.vi = xstrdup(p->text.vi);
	f->text.en = xstrdup(p->text.en);
}

bool
fill_check(struct fill *fill, struct fill_findings *out)
{
	const struct form *form = fill->form;
	bool ok = true;

	for (size_t i = 0; i < form->n; i++) {
		struct place at;

		for (bool go = fill_first(fill, &form->item[i], &at); go;
		    go = fill_next(fill, &at)) {
			const struct fill_problem *p =
			    &fill_cell(fill, &at)->problem;

			if (p->reason == FILL_OK || fill_shows(fill,
			    at.item) == FORM_HIDE)
				continue;
			ok = false;
			add_finding(fill, &at, p, out);
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
	    fill_in_force(fill, at.item, choice) &&
	    fill_allows(fill, &at, choice);
}
