/* Work rows of a case: how each unit stands to it, and what it is late with. */
#include "core/case/row.h"
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <stdio.h>
#include <string.h>

static bool
any_open_request(const json_t *row)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (row_request_waits(r))
			return true;
	return false;
}

static void
put_work(struct work_row *w, const json_t *row, const char *unit,
    const char *relation, bool waiting, when_t due)
{
	memset(w, 0, sizeof(*w));
	snprintf(w->unit, sizeof(w->unit), "%s", unit);
	snprintf(w->state, sizeof(w->state), "%s", jx_text(row, "state"));
	snprintf(w->path, sizeof(w->path), "%s", jx_text(row, "path"));
	w->relation = relation;
	w->waiting = waiting;
	w->final = jx_bool(row, "final", false);
	w->due = due;
	w->opened = jx_int(row, "opened", 0);
	w->moved = jx_int(row, "moved", 0);
}

static bool
has_unit(const struct work_row *out, size_t n, const char *unit)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(out[i].unit, unit) == 0)
			return true;
	return false;
}

static size_t
add_asked(const json_t *row, struct work_row *out, size_t n)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(row, "requests"), i, item) {
		const char *to = jx_text(item, "to");

		/* One is kept for the superior. */
		if (!row_request_waits(item) || has_unit(out, n, to) ||
		    n == WORK_ROWS_MAX - 1)
			continue;
		put_work(&out[n++], row, to, "asked", false,
		    row_nearest(row, to, "due"));
	}
	return n;
}

/* The superior is told when a clock is past the moment it escalates. */
static size_t
add_superior(const json_t *row, struct work_row *out, size_t n)
{
	const char *superior = jx_text(row, "superior");

	if (superior != NULL && !has_unit(out, n, superior))
		put_work(&out[n++], row, superior, "superior", true,
		    row_nearest(row, NULL, "escalate"));
	return n;
}

size_t
row_work(const json_t *row, struct work_row out[WORK_ROWS_MAX])
{
	const char *holder = jx_text(row, "holder");
	const json_t *offer, *item;
	size_t n = 0, i;

	if (str_eq(jx_text(row, "kind"), "coordination"))
		return row_coordination_work(row, out);
	if (jx_text(row, "case") == NULL || holder == NULL)
		return 0;
	offer = json_object_get(row, "offer");
	put_work(&out[n++], row, holder, "holder",
	    offer != NULL || any_open_request(row),
	    row_nearest(row, NULL, "due"));
	if (offer != NULL && !has_unit(out, n, jx_text(offer, "to"))) {
		const char *to = jx_text(offer, "to");

		put_work(&out[n++], row, to, "offered", false,
		    row_nearest(row, to, "due"));
	}
	n = add_asked(row, out, n);
	n = add_superior(row, out, n);
	json_array_foreach(json_object_get(row, "former"), i, item) {
		const char *unit = json_string_value(item);

		if (has_unit(out, n, unit) || n == WORK_ROWS_MAX)
			continue;
		put_work(&out[n++], row, unit, "former", true, INT64_MAX);
	}
	return n;
}

const char *
row_relation(const json_t *row, const char *unit)
{
	struct work_row work[WORK_ROWS_MAX];
	size_t n = row_work(row, work), i;

	for (i = 0; i < n; i++)
		if (strcmp(work[i].unit, unit) == 0)
			return work[i].relation;
	return NULL;
}

bool
row_was_here(const json_t *row, const char *unit)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(row, "former"), i, item)
		if (str_eq(json_string_value(item), unit))
			return true;
	return false;
}

bool
row_is_asked(const json_t *row, const char *unit)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (row_request_waits(r) && str_eq(jx_text(r, "to"), unit))
			return true;
	return false;
}

bool
row_keeps(const json_t *row, const char *unit)
{
	return str_eq(jx_text(row, "holder"), unit) ||
	    str_eq(jx_text(row, "superior"), unit) ||
	    row_is_asked(row, unit) || row_was_here(row, unit);
}

bool
row_shows_person(const json_t *row, const char *unit)
{
	const char *relation = row_relation(row, unit);

	/* It held the case or answered for it: that it goes on knowing. */
	return relation != NULL && (row_was_here(row, unit) ||
	    strcmp(relation, "superior") != 0);
}

bool
row_request_waits(const json_t *request)
{
	return json_object_get(request, "answered") == NULL &&
	    json_object_get(request, "withdrawn") == NULL;
}

const json_t *
row_request(const json_t *row, const char *code)
{
	const json_t *list = json_object_get(row, "requests");
	size_t i = json_array_size(list);

	while (i-- > 0)
		if (str_eq(jx_text(json_array_get(list, i), "code"), code))
			return json_array_get(list, i);
	return NULL;
}

const json_t *
row_open_request(const json_t *row, const char *code, const char *to)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (row_request_waits(r) &&
		    str_eq(jx_text(r, "code"), code) &&
		    (to == NULL || str_eq(jx_text(r, "to"), to)))
			return r;
	return NULL;
}
