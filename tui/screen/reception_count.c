/* How many there are of whom: the line above the table of a reception act. */
#include "tui/screen/reception.h"

#include "core/form/answers.h"

#include <stdlib.h>

/* Surely under 18 on a day: even born on the first day that is meant. */
static bool
is_minor(const json_t *birth, day_t today)
{
	const char *iso = json_string_value(answer_value(birth));
	day_t first, last;
	struct civil c;

	if (iso == NULL || !day_span(iso, &first, &last))
		return false;
	c = civil_from_day(first);
	c.year += 18;
	if (c.month == 2 && c.day == 29)
		c = (struct civil){ c.year, 3, 1 };
	return today < day_from_civil(c);
}

static bool
is_answered(const json_t *answers, const char *name, const char *code)
{
	return str_eq(json_string_value(answer_value(json_object_get(answers,
	    name))), code);
}

void
reception_count(struct person *p, when_t now)
{
	const json_t *a = p->answers;
	const json_t *language = json_object_get(a, "interpreter_language");

	p->under_18 = is_answered(a, "under_18_observed", "yes") ||
	    is_minor(json_object_get(a, "birth_date"),
	    when_day(now, VN_OFFSET_MIN));
	p->ill = is_answered(a, "condition", "ill") ||
	    is_answered(a, "condition", "injured") ||
	    is_answered(a, "condition", "urgent");
	p->interpreter = !answer_is_empty(language) &&
	    !is_answered(a, "interpreter_language", "none");
}

void
reception_paint_counts(struct view *v, struct canvas *c, struct area a)
{
	struct reception *r = RECEPTION(v);
	size_t under = 0, ill = 0, speak = 0, refused = 0;
	char *n[5], *say, *more, *all;

	for (size_t i = 0; i < r->n; i++) {
		const struct person *p = &r->person[i];

		refused += p->refused != NULL;
		if (p->refused != NULL)
			continue;
		under += p->under_18;
		ill += p->ill;
		speak += p->interpreter;
	}
	n[0] = xasprintf("%zu", r->n);
	n[1] = xasprintf("%zu", under);
	n[2] = xasprintf("%zu", ill);
	n[3] = xasprintf("%zu", speak);
	n[4] = xasprintf("%zu", refused);
	say = app_text(v->app, M_RECEPTION_COUNTS, n[0], n[1], n[2], n[3],
	    NULL);
	more = app_text(v->app, M_RECEPTION_COUNT_REFUSED, n[4], NULL);
	all = xasprintf("%s \xc2\xb7 %s", say, more);
	canvas_text(c, a.y, a.x + 2, a.w - 3, ATTR_BOLD, all);
	free(say);
	free(more);
	free(all);
	for (size_t i = 0; i < ARRAY_LEN(n); i++)
		free(n[i]);
}
