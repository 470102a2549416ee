/* A queue and the workload as plain text: tables, and bars of letters. */
#include "tui/print.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "tui/canvas.h"
#include "tui/widget/bar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 200
#define COLUMNS_MOST 16
#define LEAST 10

struct table {
	size_t n;
	int x[COLUMNS_MOST], w[COLUMNS_MOST];
};

/*
 * Columns as declared, from column 2 on; what has no width of its own takes
 * what is left.  Those that do not fit go below, so none is lost.
 */
static void
lay_table(const json_t *columns, struct table *t)
{
	int left, rest;

	t->n = json_array_size(columns);
	if (t->n > COLUMNS_MOST)
		t->n = COLUMNS_MOST;
	do {
		left = PRINT_WIDTH - 2;
		rest = -1;
		for (size_t i = 0; i < t->n; i++) {
			t->w[i] = (int)jx_int(json_array_get(columns, i),
			    "width", LEAST);
			if (t->w[i] <= 0 && rest < 0)
				rest = (int)i;
			else if (t->w[i] <= 0)
				t->w[i] = 16;
			left -= (t->w[i] > 0 ? t->w[i] : 0) + 2;
		}
	} while (t->n > 1 && left + 2 < (rest >= 0 ? LEAST : 0) && t->n-- > 0);
	if (rest >= 0)
		t->w[rest] = left + 2 > 4 ? left + 2 : 4;
	for (size_t i = 0, at = 2; i < t->n; i++) {
		t->x[i] = (int)at;
		at += (size_t)t->w[i] + 2;
	}
}

/* Cells side by side, each wrapped in its own width. */
static void
add_cells(struct print_page *p, const struct table *t, char sign,
    char *const *cell)
{
	const char *at[COLUMNS_MOST];
	bool more = true;

	for (size_t i = 0; i < t->n; i++)
		at[i] = cell[i];
	for (int line = 0; more; line++) {
		int col = 1;

		more = false;
		str_addc(&p->out, line == 0 ? sign : ' ');
		for (size_t i = 0; i < t->n; i++) {
			size_t skip, n = wrap_next(at[i], t->w[i], &skip);

			if (n == 0)
				continue;
			str_printf(&p->out, "%*s%.*s", t->x[i] - col, "",
			    (int)n, at[i]);
			col = t->x[i] + utf8_cols(at[i], n);
			at[i] += n + skip;
			more = more || *at[i] != '\0';
		}
		str_addc(&p->out, '\n');
	}
}

static char *
safe(const char *text)
{
	struct str out = STR_INIT;

	utf8_marked(&out, text, strlen(text), false);
	return str_steal(&out);
}

static void
add_row(struct print_page *p, const struct table *t, char sign,
    const json_t *cells, const json_t *columns)
{
	char *cell[COLUMNS_MOST];
	size_t i;

	for (i = 0; i < t->n; i++)
		cell[i] = safe(cells != NULL ?
		    print_said(p, json_array_get(cells, i)) :
		    print_in(p, json_array_get(columns, i), "title"));
	add_cells(p, t, sign, cell);
	for (i = 0; i < t->n; i++)
		free(cell[i]);
	/* What found no room: by its name, on a line of its own. */
	for (; cells != NULL && i < json_array_size(columns); i++) {
		const char *value = print_said(p, json_array_get(cells, i));
		char *line = xasprintf("%s: %s", print_in(p, json_array_get(
		    columns, i), "title"), value);

		if (*value != '\0')
			print_add(p, 4, line);
		free(line);
	}
}

static char
sign_of(const json_t *row)
{
	return jx_bool(row, "late", false) ? '!' :
	    jx_bool(row, "soon", false) ? '~' :
	    jx_bool(row, "refused", false) ? 'x' : ' ';
}

/* Page after page, as the screen asks for them. */
static bool
add_pages(struct print_page *p, const json_t *query, json_t *page,
    const struct table *t, size_t *n)
{
	json_t *again = json_deep_copy(query);
	const json_t *row;
	bool ok;
	size_t i;

	for (;;) {
		const json_t *next = jx_get(page, "next");

		json_array_foreach(jx_get(page, "rows"), i, row) {
			add_row(p, t, sign_of(row), jx_get(row, "cells"),
			    jx_get(page, "columns"));
			(*n)++;
		}
		if (next == NULL || json_is_null(next))
			break;
		json_object_set(again, "after", (json_t *)(void *)next);
		json_decref(page);
		page = tn_ask(p->session, again);
		/* A page that cannot be read is no end of the list. */
		if (jx_get(page, "rows") == NULL)
			break;
	}
	ok = jx_get(page, "rows") != NULL;
	if (!ok)
		p->refused = json_incref(page);
	json_decref(page);
	json_decref(again);
	return ok;
}

static void
add_count(struct print_page *p, size_t n)
{
	char number[24], *say;

	snprintf(number, sizeof number, "%zu", n);
	say = print_text(p, M_PRINT_COUNT, number, NULL);
	print_heading(p, say);
	free(say);
}

bool
print_queue(struct print_page *p, const json_t *query, const char *about)
{
	json_t *first = json_deep_copy(query), *page;
	struct table t;
	size_t n = 0;
	bool ok;

	json_object_set_new(first, "limit", json_integer(PAGE));
	json_object_del(first, "after");
	page = tn_ask(p->session, first);
	if (jx_get(page, "rows") == NULL) {
		p->refused = page;
		json_decref(first);
		return false;
	}
	print_add(p, 0, print_in(p, page, "title"));
	if (about != NULL && *about != '\0')
		print_add(p, 0, about);
	str_addc(&p->out, '\n');
	lay_table(jx_get(page, "columns"), &t);
	add_row(p, &t, ' ', NULL, jx_get(page, "columns"));
	if (json_array_size(jx_get(page, "rows")) == 0)
		print_add(p, 2, jx_get(first, "filter") != NULL ?
		    msg_text(M_PRINT_EMPTY_FILTER, p->lang) :
		    print_in(p, page, "empty"));
	ok = add_pages(p, first, page, &t, &n);
	add_count(p, n);
	if (n > 0)
		print_add(p, 0, msg_text(M_PRINT_MARKS, p->lang));
	json_decref(first);
	return ok;
}

/* ---- the workload ---- */

static void
add_bar(struct print_page *p, const char *label, int64_t n, int64_t late,
    int64_t most, int label_w)
{
	struct table t = { 2, { 2, label_w + 4 }, { label_w,
	    PRINT_WIDTH - label_w - 6 } };
	struct str value = STR_INIT;
	char *cell[2];

	str_printf(&value, "%5d%s", (int)n, n > 0 ? "  " : "");
	bar_text(&value, n, late, most, PRINT_WIDTH - label_w - 14);
	cell[0] = safe(label);
	cell[1] = str_steal(&value);
	add_cells(p, &t, late > 0 ? '!' : ' ', cell);
	free(cell[0]);
	free(cell[1]);
}

static int64_t
most_of(const json_t *load)
{
	static const char *const keys[] = {
		"late", "later", "no_term", "paused",
	};
	int64_t most = 1;
	const json_t *n;
	size_t i;

	for (i = 0; i < ARRAY_LEN(keys); i++)
		if (jx_int(load, keys[i], 0) > most)
			most = jx_int(load, keys[i], 0);
	json_array_foreach(jx_get(load, "day"), i, n)
		if (json_integer_value(n) > most)
			most = json_integer_value(n);
	return most;
}

static void
add_days(struct print_page *p, const json_t *answer, const json_t *load)
{
	static const struct { const char *key; enum msg title; } after[] = {
		{ "later", M_WORKLOAD_LATER },
		{ "no_term", M_WORKLOAD_NO_TERM },
		{ "paused", M_WORKLOAD_PAUSED },
	};
	int64_t most = most_of(load), late = jx_int(load, "late", 0);
	const json_t *day;
	char text[20];
	size_t i;

	add_bar(p, msg_text(M_WORKLOAD_LATE, p->lang), late, late, most, 24);
	json_array_foreach(jx_get(answer, "days"), i, day) {
		const char *iso = jx_text(day, "day");
		char *rest;

		snprintf(text, sizeof text, "%.2s/%.2s/%.4s", iso + 8,
		    iso + 5, iso);
		rest = jx_bool(day, "rest", false) ? print_text(p,
		    M_WORKLOAD_REST, text, NULL) : xstrdup(text);
		add_bar(p, rest, json_integer_value(json_array_get(jx_get(
		    load, "day"), i)), 0, most, 24);
		free(rest);
	}
	for (i = 0; i < ARRAY_LEN(after); i++)
		add_bar(p, msg_text(after[i].title, p->lang),
		    jx_int(load, after[i].key, 0), 0, most, 24);
}

bool
print_workload(struct print_page *p, const json_t *answer)
{
	const json_t *total = jx_get(answer, "total"), *one;
	char n[3][24], *say;
	size_t i;

	snprintf(n[0], sizeof n[0], "%d", (int)jx_int(total, "all", 0));
	snprintf(n[1], sizeof n[1], "%d", (int)jx_int(total, "late", 0));
	snprintf(n[2], sizeof n[2], "%d", (int)jx_int(answer, "cases", 0));
	print_add(p, 0, msg_text(M_WORKLOAD_TITLE, p->lang));
	say = print_text(p, M_WORKLOAD_SUM, n[0], n[1], n[2], NULL);
	print_add(p, 0, say);
	free(say);
	str_addc(&p->out, '\n');
	add_days(p, answer, total);
	json_array_foreach(jx_get(answer, "units"), i, one) {
		if (i == 0)
			str_addc(&p->out, '\n');
		add_bar(p, print_title(p, one, "unit"), jx_int(one, "all", 0),
		    jx_int(one, "late", 0), jx_int(total, "all", 0), 44);
	}
	return true;
}
