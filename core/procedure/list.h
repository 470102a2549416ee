/*
 * Reference lists: provinces, communes, border gates, countries, ...
 *
 * A list is one TSV text (forms/lists/README.md describes it): a head of
 * "# key: value" lines, a line of column names, one row a line.  The first
 * columns are always code, vi, en, valid_from, valid_to.  A code may have
 * several rows when their days do not overlap: a commune that became a ward
 * keeps its code.  Read-only after loading (only the folded names are made by
 * the first search); one buffer holds all the text.
 */
#ifndef TN_PROCEDURE_LIST_H
#define TN_PROCEDURE_LIST_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIST_BYTES_MAX (2u << 20)
#define LIST_ROWS_MAX 20000u
#define LIST_ANY_DAY INT32_MIN		/* no look at valid_from, valid_to */

struct list;
struct list_row;

/* Which rows: col = value (col NULL: all), in force on the day `at`. */
struct list_filter {
	const char *col;
	const char *value;
	day_t at;
};

/*
 * Reads a whole text; `file` is only for messages and may be NULL.  Anything
 * out of order (bytes that are not UTF-8, text that is not NFC, invisible
 * characters, a missing or unknown head, a wrong number of fields, a bad
 * code or date, days of one code that overlap, fewer rows than the head
 * says) is a finding with line and column, and then NULL comes back.
 * The list is the caller's, for list_free().
 */
struct list *list_load(const char *file, const char *text, size_t len,
    struct findings *f) TN_MUST_USE;
void list_free(struct list *l);

/* Borrowed; list_head() gives the first value of a key, NULL for none. */
const char *list_name(const struct list *l);
const char *list_title(const struct list *l, enum lang lang);
const char *list_head(const struct list *l, const char *key);
bool list_has_column(const struct list *l, const char *col);

/* Rows in the order of the file; NULL past the end. */
size_t list_count(const struct list *l);
const struct list_row *list_at(const struct list *l, size_t i);

/*
 * The row of a code: the newest one, or the one in force on a day.  NULL
 * when there is none (also for code NULL).  O(log n).
 */
const struct list_row *list_find(const struct list *l, const char *code);
const struct list_row *list_find_at(const struct list *l, const char *code,
    day_t at);

/*
 * What a row says, borrowed from the list.  list_value() is "" for an empty
 * field and NULL for a column that the list does not have.
 */
const char *list_code(const struct list *l, const struct list_row *row);
const char *list_label(const struct list *l, const struct list_row *row,
    enum lang lang);
const char *list_value(const struct list *l, const struct list_row *row,
    const char *col);
/* First and last day in force; INT32_MIN and INT32_MAX where open. */
day_t list_from(const struct list_row *row);
day_t list_to(const struct list_row *row);

/*
 * The next row after `after` (NULL: from the start) that passes `where`
 * (NULL: every row), in the order of the file; NULL at the end.
 */
const struct list_row *list_next(const struct list *l,
    const struct list_row *after, const struct list_filter *where);

/*
 * What an officer types, with or without accents, in either style of tone
 * marks: finds names (both languages), codes, and the columns that the head
 * names in `search`.  Order: same spelling, same letters without accents,
 * begins so, a later word begins so, contains it.  Names that differ only
 * by accents thus stand together and none is chosen (reference data, §1:
 * eight pairs within a province).  Writes at most `max` rows and returns how
 * many there are in all: more than `max` means the screen must say so.
 * Empty or NULL text finds every row, in the order of the alphabet.
 */
size_t list_search(const struct list *l, const char *typed,
    const struct list_filter *where, const struct list_row **out, size_t max);

#endif
