/*
 * A workbook as tables of text: what XLSForm is written in.  Reads and writes
 * Excel workbooks (.xlsx), the Markdown tables of pyxform's tests (.md) and
 * pyxform's one-file csv (.csv); the three give the same sheets.
 *
 * Bytes in, bytes out: no files.  Knows base only.  What is read is hostile:
 * every bound below is checked while reading, before memory is taken.
 *
 *	sheets.c       the tables, their bounds
 *	sheet_read.c   which kind of file it is
 *	sheet_zip.c    a workbook's parts; the only file that knows libzip
 *	sheet_xml.c    parts as events; the only file that knows expat
 *	sheet_xlsx*.c  workbook, strings, styles, sheets
 *	sheet_md.c, sheet_csv.c
 *	sheet_write*.c the three writers
 */
#ifndef TN_EXCHANGE_SHEETS_H
#define TN_EXCHANGE_SHEETS_H

#include "core/base/err.h"
#include "core/base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bounds of what is read, and of what may be put together. */
#define SHEETS_FILE_MAX		(20u << 20)	/* bytes of a file */
#define SHEETS_ENTRIES_MAX	2000		/* parts of a workbook */
#define SHEETS_INFLATED_MAX	(64u << 20)	/* bytes of all parts read */
#define SHEETS_RATIO_MAX	100		/* unpacked/packed, + 1 MiB */
#define SHEETS_MAX		50
#define SHEET_ROWS_MAX		20000
#define SHEET_COLS_MAX		300
#define SHEET_CELL_MAX		32767		/* letters (code points) */
#define SHEET_NAME_MAX		31		/* letters of a name: Excel's */
/*
 * Shared strings and cells far to the right make much of little, so the
 * whole is bounded as well: cells with room, and bytes of their texts.
 */
#define SHEETS_CELLS_MAX	2000000
#define SHEETS_TEXT_MAX		(64u << 20)

struct sheet_row {
	size_t line;	/* Excel's row, or the line of the text file; from 1 */
	size_t n;	/* cells with room; those beyond are empty */
	char **cell;	/* owned; NULL where empty */
	uint64_t trimmed;	/* bit i: cell i < 64 had blanks around it */
};

struct sheet {
	char *name;		/* NFC, no blanks around it */
	struct sheet_row *row;	/* none of them empty; the first is the head */
	size_t rows, cols;	/* cols: the widest row's */
	size_t cap;		/* private */
};

struct sheets {
	struct sheet **sheet;	/* in the order of the file */
	size_t n, cap;
	size_t cells, text;	/* what SHEETS_CELLS_MAX, _TEXT_MAX bound */
};

/* All three: the caller's, given to sheets_free() (NULL does nothing). */
struct sheets *sheets_new(void);
void sheets_free(struct sheets *s);

/*
 * A workbook out of the bytes of a file.  `name` is the file's name (may be
 * NULL): it goes into messages, and tells .md from .csv when the bytes leave
 * it open.  NULL when it is refused: then the last finding says why.  With a
 * workbook, findings are what was noticed on the way (a cell that holds an
 * Excel error, a formula never computed); their place is name:line.
 */
struct sheets *sheets_read(const char *name, const unsigned char *buf,
    size_t len, struct findings *f) TN_MUST_USE;

/*
 * The bytes of a file, added to `out`; what they hold reads back the same.
 * Times and names of programs are left out, so the same sheets give the same
 * bytes.  A workbook beyond what the reader takes is refused; the writers of
 * text cannot fail, and what is beyond SHEETS_FILE_MAX is for the caller to see.
 *
 * The csv puts a ' before each cell that a spreadsheet would compute (= + - @
 * …, reference: CSV injection) and then begins with a row that says so, which
 * makes the reader take exactly one ' away again; pyxform does not know that.
 */
bool sheets_write_xlsx(const struct sheets *s, struct str *out,
    struct err *e) TN_MUST_USE;
void sheets_write_md(const struct sheets *s, struct str *out);
void sheets_write_csv(const struct sheets *s, struct str *out);

/*
 * Putting one together.  A sheet's name: at most SHEET_NAME_MAX letters, not
 * empty, no line feeds, no other sheet's (upper and lower case are the same).
 * Borrowed until sheets_free().  NULL and *e when refused.
 */
struct sheet *sheets_add(struct sheets *s, const char *name, struct err *e);

/*
 * The text of a cell, in the row after the last one (row == rows) or in one
 * that is there.  The text becomes NFC; no-break spaces become spaces, CR and
 * CR LF become line feeds, other control characters than tab and line feed go
 * away (U+FFFE and U+FFFF as well), and blanks around it as well: the three kinds of file can say no
 * more.  What is empty then changes nothing and opens no row.
 * `line` is the row's number for reports; 0: one more than the last row's.
 * False and *e when a bound is passed or the text is no UTF-8.
 */
bool sheet_put(struct sheets *s, struct sheet *sheet, size_t row, size_t line,
    size_t col, const char *text, size_t len, struct err *e) TN_MUST_USE;

/* The sheet of that name (upper and lower case are the same), or NULL. */
const struct sheet *sheets_find(const struct sheets *s, const char *name);
/* The text of a cell, "" where there is none or no such row or column. */
const char *sheet_at(const struct sheet *sheet, size_t row, size_t col);
/* The row's number for reports, 0 where there is no such row. */
size_t sheet_line(const struct sheet *sheet, size_t row);

/* Same names, cells and order; lines are not compared. */
bool sheets_equal(const struct sheets *a, const struct sheets *b);

#endif
