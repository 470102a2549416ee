/* Shared by the readers and writers of workbooks; private to this room. */
#ifndef TN_EXCHANGE_SHEET_PRIV_H
#define TN_EXCHANGE_SHEET_PRIV_H

#include "core/exchange/sheets.h"

/* Notes on one workbook end here: a hostile file could hold millions. */
#define SHEET_NOTES_MAX 100
/* Depth of a part's XML; Excel's own stays under ten. */
#define SHEET_XML_DEPTH 64

struct sheet_in {
	const char *name;	/* of the file, for messages; may be NULL */
	struct sheets *s;	/* what is read so far */
	struct findings *f;
	size_t notes;
};

/* More than SHEETS_MAX: false, and *e says so. */
bool sheets_too_many(struct err *e);

/* A note on cell `ref` of a sheet, unless there are enough of them. */
void sheet_note(struct sheet_in *in, enum err_code code, const char *sheet,
    const char *ref, size_t line, const char *what);

/* Each adds what it reads to in->s; false and *e (with its place) if refused. */
bool sheet_read_md(struct sheet_in *in, const char *text, size_t len,
    struct err *e) TN_MUST_USE;
bool sheet_read_csv(struct sheet_in *in, const char *text, size_t len,
    struct err *e) TN_MUST_USE;
bool sheet_read_xlsx(struct sheet_in *in, const unsigned char *buf,
    size_t len, struct err *e) TN_MUST_USE;

/* ---- sheet_zip.c ---- */

struct sheet_zip;

/* `buf` stays the caller's and must outlive it.  NULL and *e. */
struct sheet_zip *sheet_zip_open(const unsigned char *buf, size_t len,
    struct err *e);
void sheet_zip_close(struct sheet_zip *z);
bool sheet_zip_has(const struct sheet_zip *z, const char *part);
/* Adds the whole part to out, within the bounds for parts of a workbook. */
bool sheet_zip_part(struct sheet_zip *z, const char *part, struct str *out,
    struct err *e) TN_MUST_USE;

/* An archive of n parts with no times in it; `store` packs nothing. */
struct sheet_part {
	const char *name;
	struct str text;
};
bool sheet_zip_write(const struct sheet_part *part, size_t n, bool store,
    struct str *out, struct err *e) TN_MUST_USE;

/* ---- sheet_xml.c ---- */

/*
 * One element or text of a part.  Names come without their prefix.  `path` is
 * the elements around it, "worksheet/sheetData/row/c".
 */
struct sheet_xml {
	void *ctx;
	const char *path;	/* with the element itself; cut beyond 200 */
	const char **attr;	/* on_start: name, value, …, NULL */
	struct err *e;		/* a handler that fails sets it */
	/* Any may be NULL; false stops the reading. */
	bool (*on_start)(struct sheet_xml *x);
	bool (*on_text)(struct sheet_xml *x, const char *s, size_t n);
	bool (*on_end)(struct sheet_xml *x);
};

/* Reads a whole part; `part` is its name for messages. */
bool sheet_xml_read(struct sheet_xml *x, const char *part, const char *text,
    size_t len, struct err *e) TN_MUST_USE;
/* The value of an attribute (name without prefix), NULL if it is not there. */
const char *sheet_xml_attr(const struct sheet_xml *x, const char *name);
/* As above, but the one with a prefix (r:id beside id). */
const char *sheet_xml_attr_prefixed(const struct sheet_xml *x,
    const char *name);
/* Is the path these elements, from the root on ("worksheet/sheetData")? */
bool sheet_xml_at(const struct sheet_xml *x, const char *path);
/* Text with & < > " escaped. */
void sheet_xml_escape(struct str *out, const char *text);

/* ---- sheet_styles.c ---- */

struct sheet_styles {
	unsigned char *kind;	/* of cell format i: enum sheet_shown */
	size_t n;
	bool from_1904;		/* the workbook counts days from 1904 */
};
enum sheet_shown { SHOWN_NUMBER, SHOWN_TIME, SHOWN_SPAN };

bool sheet_styles_read(struct sheet_styles *st, const char *part,
    const char *text, size_t len, struct err *e) TN_MUST_USE;
void sheet_styles_done(struct sheet_styles *st);
/* How a number format shows a number (SHOWN_SPAN: [h]:mm, beyond a day). */
enum sheet_shown sheet_format_shows(const char *format);
/*
 * A number as Excel keeps it, as text: "5" for 5.0, the shortest decimal that
 * gives the same number; with a format for dates "2026-03-02", "07:30:00" or
 * "2026-03-02T07:30:00".  What is no number is added as it stands.
 */
void sheet_number_text(const struct sheet_styles *st, size_t style,
    const char *number, struct str *out);

/* ---- sheet_cells.c ---- */

/* The texts that cells share; text i begins at pool.buf + at[i]. */
struct sheet_strings {
	struct str pool;
	size_t *at, n, cap;
};

bool sheet_strings_read(struct sheet_strings *ss, const char *part,
    const char *text, size_t len, struct err *e) TN_MUST_USE;
void sheet_strings_done(struct sheet_strings *ss);
/* Text of a workbook's XML: _x000A_ and the like become what they mean. */
void sheet_unescape(struct str *out, const char *text, size_t len);

/* Reads one worksheet into `sheet` (already in in->s). */
bool sheet_cells_read(struct sheet_in *in, struct sheet *sheet,
    const struct sheet_strings *ss, const struct sheet_styles *st,
    const char *part, const char *text, size_t len,
    struct err *e) TN_MUST_USE;

#endif
