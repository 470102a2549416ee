/* Rows for a sheet to be written; for xlsform_export*.c only. */
#ifndef TN_EXCHANGE_XLSFORM_SHEET_H
#define TN_EXCHANGE_XLSFORM_SHEET_H

#include "core/exchange/xlsform_priv.h"

#define COLUMN_VI "Tiếng Việt (vi)"
#define COLUMN_EN "English (en)"

struct out_cell {
	size_t row, column;
	char *text;
};

/* A sheet whose columns are not known before its rows. */
struct out_sheet {
	const char *name;
	char **column;			/* headings, in the order they came */
	size_t columns, column_cap;
	struct out_cell *cell;
	size_t n, cap;
	size_t rows;			/* the last one is being filled */
};

/* One row more; what follows goes into it. */
void out_row(struct out_sheet *s);
/* A cell of the row; text NULL or "" adds nothing. */
void out_put(struct out_sheet *s, const char *column, const char *text);
/* {vi, en} in two columns "KEY::language". */
void out_both(struct out_sheet *s, const char *key, const char *vi,
    const char *en);
/*
 * A key that XLSForm does not know, in columns tn::KEY: a text, {vi, en} or a
 * list of codes.  False when it is none of these.
 */
bool out_tn(struct out_sheet *s, const char *key,
    const struct yaml_node *value);
/* Puts it into the workbook; false and *e when a bound is passed. */
bool out_write(struct out_sheet *s, struct sheets *to, struct err *e);
void out_done(struct out_sheet *s);

/* What xlsform_export() works on. */
struct writer {
	const struct form_lists *lists;
	struct findings *report;
	const struct yaml_node *form, *own;	/* own: `lists`, or NULL */
	struct out_sheet survey, choices, settings;
	char **taken;			/* names of lists written so far */
	size_t n_taken, taken_cap;
	char **outer;			/* of these, lists of forms/lists */
	size_t n_outer, outer_cap;
	struct str *columns;		/* of each outer list: " a b " */
	char *yes_no;			/* the list of yes and no, or NULL */
};

/*
 * The type of a select as XLSForm has it, and its choices where they are the
 * question's own; the caller's.
 */
char *writer_select(struct writer *w, const struct yaml_node *item,
    const char *type);
char *writer_yes_no(struct writer *w);
/* All lists of the form's own, and at the end those of forms/lists. */
void writer_own_lists(struct writer *w);
void writer_outer_lists(struct writer *w);
void writer_lists_done(struct writer *w);

#endif
