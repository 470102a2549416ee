/*
 * What list_read.c builds and list.c looks into; nobody else's business.
 *
 * One copy of the text holds every field, NUL-ended, in the order of the
 * file; a row is an offset into it, an offset into the folded names, and its
 * days.  3,300 communes take about half a megabyte.
 */
#ifndef TN_PROCEDURE_LIST_PRIVATE_H
#define TN_PROCEDURE_LIST_PRIVATE_H

#include "core/procedure/list.h"

#include "core/base/str.h"

#define COLUMNS_MAX 24
#define HEADS_MAX 32
#define LEADING_MAX 8
#define FIELD_MAX 400		/* bytes of one field, and of what is typed */

enum { COL_CODE, COL_VI, COL_EN, COL_FROM, COL_TO, COL_FIXED };

struct list_row {
	uint32_t at;		/* of the code in buf */
	uint32_t key;		/* of the folded names in keys */
	uint32_t bare;		/* in the first of them, behind "phuong " */
	uint32_t line;
	day_t from, to;
};

struct head {
	const char *key, *value;
};

/* A word such as "Phường " that may be left out when a name is typed. */
struct leading {
	char *text;		/* with the space */
	size_t folded;		/* its length when folded, with the space */
};

struct list {
	char *buf;
	struct head head[HEADS_MAX];
	size_t heads;
	const char *col[COLUMNS_MAX];
	size_t cols;
	struct leading leading[LEADING_MAX];
	size_t leadings;
	size_t search_col[COLUMNS_MAX];
	size_t search_cols;
	struct list_row *row;
	size_t rows, cap;
	uint32_t *by_code;	/* rows in the order of (code, from) */
	/*
	 * Folded names: a line feed ends each, a NUL each row.  Made, with key
	 * and bare of the rows, by the first search: most starts of the program
	 * never come to one.
	 */
	struct str *keys;
};

/* The i-th field of a row. */
const char *list_field(const struct list *l, const struct list_row *row,
    size_t i);
/* The place of a column, -1 for none. */
int list_column(const struct list *l, const char *col);
/* The word in front of a label, NULL for none. */
const struct leading *list_leading(const struct list *l, const char *label);

#endif
