/* Paths and places: where in a form's rows an answer stands. */
#include "core/form/fill_priv.h"

#include <stdlib.h>
#include <string.h>

struct place
fill_place(const struct form_item *it, size_t up, size_t row)
{
	return (struct place){ .item = it, .up = it->level > 1 ? up : 0,
		.row = it->level > 0 ? row : 0 };
}

struct place
fill_near(const struct fill *fill, const struct form_item *it,
    const struct place *at)
{
	const struct form_item *repeat;

	if (it->level < 2 && at->item->level > 1) {
		repeat = &fill->form->item[at->item->repeat];
		return fill_place(it, 0, repeat->repeat == it->repeat ?
		    at->up : 0);
	}
	return fill_place(it, at->up, at->row);
}

static const struct form_item *
repeat_of(const struct fill *fill, const struct form_item *it)
{
	return it->repeat >= 0 ? &fill->form->item[it->repeat] : NULL;
}

void
fill_around(const struct fill *fill, const struct place *at,
    const char **outer, const char **repeat)
{
	const struct form_item *in = repeat_of(fill, at->item);
	const struct form_item *out = in != NULL ? repeat_of(fill, in) : NULL;

	*repeat = in != NULL ? in->name : NULL;
	*outer = out != NULL ? out->name : NULL;
}

json_t *
fill_holder(const struct fill *fill, const struct place *at)
{
	const char *outer, *repeat;
	json_t *from = fill->data;

	fill_around(fill, at, &outer, &repeat);
	if (outer != NULL)
		from = json_array_get(json_object_get(from, outer), at->up);
	if (repeat != NULL)
		from = json_array_get(json_object_get(from, repeat), at->row);
	return from;
}

const json_t *
fill_at(const struct fill *fill, const struct place *at)
{
	return json_object_get(fill_holder(fill, at), at->item->name);
}

json_t *
fill_rows_json(const struct fill *fill, const struct place *repeat)
{
	return json_object_get(fill_holder(fill, repeat),
	    repeat->item->name);
}

size_t
fill_row_count(const struct fill *fill, const struct place *repeat)
{
	return json_array_size(fill_rows_json(fill, repeat));
}

/* Where the cells of a place's rows begin and end. */
static bool
span_of(const struct fill *fill, const struct place *at, size_t *from,
    size_t *to)
{
	const struct cells *rows;

	if (at->item->repeat < 0) {
		*from = 0;
		*to = fill->cells[at->item - fill->form->item].n;
		return true;
	}
	rows = &fill->cells[at->item->repeat];
	if (at->up >= rows->spans)
		return false;
	*from = rows->first[at->up];
	*to = rows->first[at->up + 1];
	return true;
}

struct cell *
fill_cell(const struct fill *fill, const struct place *at)
{
	const struct cells *c = &fill->cells[at->item - fill->form->item];
	size_t from, to;

	return span_of(fill, at, &from, &to) && at->row < to - from &&
	    from + at->row < c->n ? &c->cell[from + at->row] : NULL;
}

/* Goes over outer rows that have none. */
static bool
settle(const struct fill *fill, struct place *at)
{
	size_t from, to;

	for (; span_of(fill, at, &from, &to); at->up++, at->row = 0) {
		if (at->row < to - from)
			return true;
		if (at->item->level < 2)
			return false;
	}
	return false;
}

bool
fill_first(const struct fill *fill, const struct form_item *it,
    struct place *at)
{
	*at = (struct place){ .item = it };
	return settle(fill, at);
}

bool
fill_next(const struct fill *fill, struct place *at)
{
	at->row++;
	return settle(fill, at);
}

void
fill_place_path(const struct fill *fill, const struct place *at,
    struct str *out)
{
	const char *outer, *repeat;

	fill_around(fill, at, &outer, &repeat);
	if (outer != NULL)
		str_printf(out, "%s[%zu].", outer, at->up + 1);
	if (repeat != NULL)
		str_printf(out, "%s[%zu].", repeat, at->row + 1);
	str_add(out, at->item->name);
}

/* One "name[7]." of a path; false when there is none here. */
static bool
read_part(const char **path, const char **name, size_t *len, size_t *row)
{
	const char *open = strchr(*path, '[');
	size_t digits = open != NULL ? strspn(open + 1, "0123456789") : 0;

	if (digits == 0 || digits > 6 ||
	    strncmp(open + 1 + digits, "].", 2) != 0)
		return false;
	*name = *path;
	*len = (size_t)(open - *path);
	*row = strtoul(open + 1, NULL, 10);
	*path = open + digits + 3;
	return *row > 0;
}

static bool
is_named(const struct form_item *it, const char *name, size_t len)
{
	return it != NULL && strlen(it->name) == len &&
	    strncmp(it->name, name, len) == 0;
}

bool
fill_find(const struct fill *fill, const char *path, struct place *out,
    struct err *e)
{
	const char *rest = path, *name[2];
	size_t len[2], row[2] = { 0, 0 };
	const struct form_item *it, *in;
	int parts = 0;
	bool ok;

	while (parts < 2 && read_part(&rest, &name[parts], &len[parts],
	    &row[parts]))
		parts++;
	it = form_question(fill->form, rest);
	ok = it != NULL && it->level == parts;
	memset(out, 0, sizeof(*out));
	for (in = it; ok && parts > 0; parts--) {
		in = repeat_of(fill, in);
		ok = is_named(in, name[parts - 1], len[parts - 1]);
	}
	if (ok)
		*out = it->level > 1 ? fill_place(it, row[0] - 1,
		    row[1] - 1) : fill_place(it, 0, row[0] - 1);
	/* a place is there when it has a cell */
	if (!ok || fill_cell(fill, out) == NULL)
		return err_set(e, ERR_FILL_PATH, path, NULL);
	return true;
}
