/* Marked lines of a reception act: families and other groups. */
#include "tui/screen/reception.h"

#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

#define GROUP "arrived_group"

bool
reception_has_group(const struct reception *r)
{
	return reception_column(r, GROUP) != NO_COLUMN;
}

void
reception_mark(struct view *v)
{
	struct reception *r = RECEPTION(v);
	struct person *p = reception_chosen(r);

	if (p == NULL || !reception_commit(v))
		return;
	p->marked = !p->marked;
	(void)reception_go(v, r->at + 1);
}

static const char *
group_of(const struct person *p)
{
	const char *s = json_string_value(answer_value(json_object_get(
	    p->answers, GROUP)));

	return s != NULL ? s : "";
}

static size_t
marked(const struct reception *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->person[i].marked;
	return n;
}

/* "A" .. "Z", "AA" ..: the first that no line has. */
static void
free_group(const struct reception *r, char out[3])
{
	for (size_t k = 0; k < 26 * 27; k++) {
		bool taken = false;

		out[0] = (char)('A' + (k < 26 ? k : k / 26 - 1));
		out[1] = k < 26 ? '\0' : (char)('A' + k % 26);
		out[2] = '\0';
		for (size_t i = 0; i < r->n && !taken; i++)
			taken = str_eq(group_of(&r->person[i]), out);
		if (!taken)
			return;
	}
}

/* The group all marked lines that have one are of; "" when they have none or
 * several: those are not mixed unasked. */
static const char *
common_group(const struct reception *r)
{
	const char *group = "";

	for (size_t i = 0; i < r->n; i++) {
		const char *own = group_of(&r->person[i]);

		if (!r->person[i].marked || *own == '\0')
			continue;
		if (*group != '\0' && !str_eq(own, group))
			return "";
		group = own;
	}
	return group;
}

static void
set_marked(struct view *v, const char *group)
{
	struct reception *r = RECEPTION(v);
	size_t column = reception_column(r, GROUP), n = 0;
	char *count;

	reception_keep(r);
	for (size_t i = 0; i < r->n; i++) {
		if (!r->person[i].marked)
			continue;
		n += reception_set(v, i, column, group, NULL);
		r->person[i].marked = false;
	}
	count = xasprintf("%zu", n);
	app_say(v->app, ATTR_GOOD, *group != '\0' ? M_RECEPTION_TOGETHER :
	    M_RECEPTION_APART, count, group, NULL);
	free(count);
}

/* Without marks the chosen line, and the one above it where `above`. */
static bool
mark_chosen(struct reception *r, bool above)
{
	struct person *p = reception_chosen(r);

	if (marked(r) == 0 && p != NULL) {
		if (above && r->at < 2)
			return false;
		p->marked = true;
		if (above)
			p[-1].marked = true;
	}
	return marked(r) > 0;
}

void
reception_together(struct view *v)
{
	struct reception *r = RECEPTION(v);
	char made[3], *group;

	if (!reception_commit(v))
		return;
	if (!mark_chosen(r, true)) {
		app_say(v->app, ATTR_PLAIN, M_RECEPTION_MARK_FIRST, NULL);
		return;
	}
	group = xstrdup(common_group(r));
	free_group(r, made);
	set_marked(v, *group != '\0' ? group : made);
	free(group);
}

void
reception_apart(struct view *v)
{
	if (!reception_commit(v))
		return;
	if (mark_chosen(RECEPTION(v), false))
		set_marked(v, "");
}

void
reception_same(struct view *v)
{
	struct reception *r = RECEPTION(v);
	const struct form_item *it = r->column[r->col];
	json_t *above = NULL;
	struct person *p;
	struct err e = ERR_INIT;

	if (r->at < 2 || r->at > r->n + 1 || !reception_commit(v))
		return;
	above = json_object_get(r->person[r->at - 2].answers, it->name);
	if (above == NULL || (r->at > r->n && r->n == PERSONS_MOST))
		return;
	json_incref(above);
	reception_keep(r);
	p = reception_person(r, r->at - 1);
	reception_put(r, p->answers);
	if (fill_set(r->fill, it->name, above, &e)) {
		reception_forget(p, it->name);
		reception_take(v, p);
		if (r->entry)
			reception_next(v);
	} else {
		form_say_err(v, &e);
	}
	json_decref(above);
	err_done(&e);
}
