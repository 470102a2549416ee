/*
 * A queue that is filtered, sorted or counted: read whole, in pages of its
 * own order, and put in the order asked for.  Bounded: what lies beyond
 * QUEUE_MOST cases is not looked at, and "cut" says so.
 *
 * The cursor is the place of the last row in that order, not its number, so
 * that cases coming and going meanwhile neither repeat nor skip a row.
 */
#include "core/door/queue.h"

#include "core/base/jx.h"
#include "core/vietnamese/fold.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One row kept, and where it stands. */
struct sifted {
	struct work_hit hit;
	int64_t number;			/* place by time */
	char *text;			/* place by words, folded; or NULL */
};

struct sifting {
	struct session *s;
	const struct queue_want *w;
	struct sifted *row;
	size_t n, cap, seen;
	json_t *facet[FACET_COUNT];	/* code -> {code, title, count} */
	bool cut;
};

/* ---- the filter ---- */

static bool
has_code(const json_t *wanted, const json_t *list)
{
	const json_t *one, *code;
	size_t i, k;

	json_array_foreach(list, i, one) {
		const char *have = jx_text(one, "code");

		if (json_is_string(wanted) &&
		    str_eq(json_string_value(wanted), have))
			return true;
		json_array_foreach(wanted, k, code)
			if (str_eq(json_string_value(code), have))
				return true;
	}
	return false;
}

static bool
facet_fits(struct sifting *f, enum queue_facet facet,
    const struct work_hit *hit)
{
	const json_t *wanted = json_object_get(f->w->filter,
	    queue_facet_name(facet));
	json_t *list;
	bool fits;

	if (wanted == NULL ||
	    (json_is_array(wanted) && json_array_size(wanted) == 0))
		return true;
	list = queue_facet_known(f->s, facet, hit);
	fits = has_code(wanted, list);
	json_decref(list);
	return fits;
}

/* Every word somewhere in what the row shows. */
static bool
words_fit(struct sifting *f, const struct work_hit *hit)
{
	struct str shown = STR_INIT, folded = STR_INIT;
	bool fits = true;
	size_t i;

	if (f->w->n_word == 0)
		return true;
	str_add(&shown, hit->stream);
	for (i = 0; i < f->w->n_column; i++) {
		json_t *cell = queue_cell_known(f->s, f->w->column[i].code,
		    hit);

		str_printf(&shown, " %s", queue_cell_text(cell, f->w->lang));
		json_decref(cell);
	}
	vn_fold(&folded, str_text(&shown));
	for (i = 0; i < f->w->n_word && fits; i++)
		fits = strstr(str_text(&folded), f->w->word[i]) != NULL;
	str_done(&shown);
	str_done(&folded);
	return fits;
}

/* What needs no opening is looked at first: it sorts out most. */
static bool
fits(struct sifting *f, const struct work_hit *hit, bool opened)
{
	for (int facet = 0; facet < FACET_COUNT; facet++)
		if (queue_facet_opens((enum queue_facet)facet) == opened &&
		    !facet_fits(f, (enum queue_facet)facet, hit))
			return false;
	return !opened || words_fit(f, hit);
}

/* ---- facets ---- */

static void
count_facets(struct sifting *f, const struct work_hit *hit)
{
	for (int facet = 0; facet < FACET_CASE; facet++) {
		json_t *list = queue_facet_known(f->s, (enum queue_facet)facet,
		    hit), *one;
		size_t i;

		json_array_foreach(list, i, one) {
			const char *code = jx_text(one, "code");
			json_t *known = json_object_get(f->facet[facet], code);

			if (known == NULL) {
				known = json_copy(one);
				json_object_set_new(f->facet[facet], code,
				    known);
			}
			json_object_set_new(known, "count", json_integer(
			    jx_int(known, "count", 0) + 1));
		}
		json_decref(list);
	}
}

/* The most frequent first. */
static json_t *
values_json(json_t *values)
{
	json_t *list = json_array(), *one;
	const char *code;

	json_object_foreach(values, code, one) {
		size_t at = 0;

		while (at < json_array_size(list) && jx_int(json_array_get(
		    list, at), "count", 0) >= jx_int(one, "count", 0))
			at++;
		json_array_insert(list, at, one);
	}
	return list;
}

static json_t *
facets_json(struct sifting *f)
{
	json_t *o = json_object();

	for (int facet = 0; facet < FACET_CASE; facet++) {
		json_t *list = values_json(f->facet[facet]);

		json_object_set_new(o, queue_facet_name((enum queue_facet)
		    facet), list);
	}
	return o;
}

/* ---- the order ---- */

static bool
is_time(const char *column)
{
	return strcmp(column, "due") == 0 || strcmp(column, "opened") == 0 ||
	    strcmp(column, "moved") == 0;
}

/* Where a row stands: a moment, or the words it shows without marks. */
static void
place(struct sifting *f, struct sifted *row)
{
	const char *sort = f->w->sort;
	struct str folded = STR_INIT;
	json_t *cell;

	row->number = row->hit.key;
	row->text = NULL;
	if (sort == NULL)
		return;
	row->number = strcmp(sort, "due") == 0 ? row->hit.row.due :
	    strcmp(sort, "opened") == 0 ? row->hit.row.opened :
	    strcmp(sort, "moved") == 0 ? row->hit.row.moved : 0;
	if (is_time(sort))
		return;
	cell = queue_cell_known(f->s, sort, &row->hit);
	vn_fold(&folded, queue_cell_text(cell, f->w->lang));
	row->text = str_steal(&folded);
	json_decref(cell);
}

static int
compare(const struct sifted *a, const struct sifted *b)
{
	int order = a->text != NULL && b->text != NULL ?
	    strcmp(a->text, b->text) : 0;

	if (order == 0 && a->number != b->number)
		order = a->number < b->number ? -1 : 1;
	return order != 0 ? order : strcmp(a->hit.stream, b->hit.stream);
}

static int
rising(const void *a, const void *b)
{
	return compare(a, b);
}

static int
falling(const void *a, const void *b)
{
	return compare(b, a);
}

static bool
falls(const struct queue_want *w)
{
	return w->sort != NULL ? w->descending : w->queue->descending;
}

/* "s number case text" of the last row; only this file reads it. */
static json_t *
cursor_of(const struct sifted *row)
{
	char *text = xasprintf("s %" PRId64 " %s %s", row->number,
	    row->hit.stream, row->text != NULL ? row->text : "");
	json_t *cursor = json_string(text);

	free(text);
	return cursor;
}

static bool
read_cursor(const char *after, struct sifted *out, bool by_text)
{
	const char *at;
	char *end;
	size_t len;

	memset(out, 0, sizeof(*out));
	if (strncmp(after, "s ", 2) != 0)
		return false;
	out->number = strtoll(after + 2, &end, 10);
	if (end == after + 2 || *end != ' ')
		return false;
	at = end + 1;
	len = strcspn(at, " ");
	if (len == 0 || len >= STREAM_MAX || at[len] != ' ')
		return false;
	memcpy(out->hit.stream, at, len);
	out->text = by_text ? xstrdup(at + len + 1) : NULL;
	return true;
}

/* ---- reading it whole ---- */

static void
sift_one(void *arg, const struct work_hit *hit)
{
	struct sifting *f = arg;
	struct sifted *row;

	session_trim_cache(f->s);
	if (f->w->facets)
		count_facets(f, hit);
	if (!fits(f, hit, false) || !fits(f, hit, true))
		return;
	f->row = xgrow(f->row, f->n, &f->cap, sizeof(*f->row));
	row = &f->row[f->n++];
	row->hit = *hit;
	place(f, row);
}

static void
put_rows(struct sifting *f, size_t from, size_t limit, json_t *out)
{
	json_t *rows = json_array();
	size_t i;

	for (i = from; i < f->n && i < from + limit; i++) {
		struct work_hit *hit = &f->row[i].hit;

		/* Copied about: it points into itself. */
		hit->row.relation = hit->relation;
		session_trim_cache(f->s);
		json_array_append_new(rows, queue_row(f->s, f->w, hit));
	}
	json_object_set_new(out, "rows", rows);
	json_object_set_new(out, "next", i < f->n && i > from ?
	    cursor_of(&f->row[i - 1]) : json_null());
	json_object_set_new(out, "total", json_integer((json_int_t)f->n));
	json_object_set_new(out, "cut", json_boolean(f->cut));
}

/* The first row behind the cursor. */
static size_t
after_cursor(const struct sifting *f, const struct sifted *cursor)
{
	bool down = falls(f->w);
	size_t i = 0;

	while (i < f->n && (down ? compare(cursor, &f->row[i]) :
	    compare(&f->row[i], cursor)) <= 0)
		i++;
	return i;
}

bool
queue_sift(struct session *s, const struct queue_want *w, const char *after,
    size_t limit, json_t *out)
{
	struct sifting f = { .s = s, .w = w };
	bool by_text = w->sort != NULL && !is_time(w->sort);
	struct sifted cursor = { 0 };
	struct work_query q;
	size_t i;

	if (after != NULL && !read_cursor(after, &cursor, by_text))
		return false;
	for (i = 0; i < FACET_COUNT; i++)
		f.facet[i] = json_object();
	queue_work_query(s, w->queue, &q);
	f.cut = queue_each(s, &q, &f.seen, sift_one, &f);
	if (f.n > 0)
		qsort(f.row, f.n, sizeof(*f.row), falls(w) ? falling : rising);
	put_rows(&f, after != NULL ? after_cursor(&f, &cursor) : 0, limit,
	    out);
	if (w->facets)
		json_object_set_new(out, "facets", facets_json(&f));
	for (i = 0; i < FACET_COUNT; i++)
		json_decref(f.facet[i]);
	for (i = 0; i < f.n; i++)
		free(f.row[i].text);
	free(f.row);
	free(cursor.text);
	return true;
}
