/* Workbooks made in a test: parts in memory, and what became of them. */
#ifndef TN_TESTS_EXCHANGE_HELP_H
#define TN_TESTS_EXCHANGE_HELP_H

#include "core/exchange/sheet_priv.h"

#include "tests/t.h"

#include <stdlib.h>

#define MAIN_NS "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS_NS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE_NS \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* A workbook's parts; text is copied. */
struct made {
	struct sheet_part part[3000];
	size_t n;
};

static inline struct made *
made_new(void)
{
	return xcalloc(1, sizeof(struct made));
}

static inline struct str *
made_part(struct made *m, const char *name, const char *text)
{
	struct sheet_part *p = &m->part[m->n++];

	p->name = name;
	str_add(&p->text, text);
	return &p->text;
}

/* Packs the parts into `out` and frees them. */
static inline void
made_pack(struct made *m, struct str *out)
{
	struct err e = ERR_INIT;

	T_CHECK(sheet_zip_write(m->part, m->n, false, out, &e));
	err_done(&e);
	for (size_t i = 0; i < m->n; i++)
		str_done(&m->part[i].text);
	free(m);
}

/* The usual frame: sheets rId1 "survey" (and more when `more` says so). */
static inline struct made *
made_book(const char *more_sheets, const char *more_rels)
{
	struct made *m = made_new();
	struct str *s;

	made_part(m, "_rels/.rels", "<Relationships xmlns=\"" RELS_NS "\">"
	    "<Relationship Id=\"a\" Type=\"" OFFICE_NS "/officeDocument\" "
	    "Target=\"xl/workbook.xml\"/></Relationships>");
	s = made_part(m, "xl/workbook.xml", "<workbook xmlns=\"" MAIN_NS
	    "\" xmlns:r=\"" OFFICE_NS "\"><sheets>"
	    "<sheet name=\"survey\" sheetId=\"1\" r:id=\"rId1\"/>");
	str_add(s, more_sheets);
	str_add(s, "</sheets></workbook>");
	s = made_part(m, "xl/_rels/workbook.xml.rels", "<Relationships "
	    "xmlns=\"" RELS_NS "\"><Relationship Id=\"rId1\" Type=\""
	    OFFICE_NS "/worksheet\" Target=\"worksheets/sheet1.xml\"/>");
	str_add(s, more_rels);
	str_add(s, "</Relationships>");
	return m;
}

#define REL(id, kind, target) "<Relationship Id=\"" id "\" Type=\"" \
	OFFICE_NS "/" kind "\" Target=\"" target "\"/>"
#define SHEET(rows) "<worksheet xmlns=\"" MAIN_NS "\"><sheetData>" rows \
	"</sheetData></worksheet>"

/* Reads; NULL and the code of the last finding when refused. */
static inline struct sheets *
read_bytes(const char *name, const struct str *bytes, enum err_code *code,
    size_t *notes)
{
	struct findings f = FINDINGS_INIT;
	struct sheets *s = sheets_read(name,
	    (const unsigned char *)str_text(bytes), bytes->len, &f);

	*code = f.n > 0 ? f.item[f.n - 1].code : ERR_NONE;
	if (notes != NULL)
		*notes = f.n;
	if (s == NULL && f.n > 0) {
		/* Sentences must not fail on what they are told. */
		struct str text = STR_INIT;

		err_text(&f.item[f.n - 1], LANG_VI, true, &text);
		T_CHECK(text.len > 0);
		str_done(&text);
	}
	T_CHECK(s != NULL || f.n > 0);
	findings_done(&f);
	return s;
}

/* Refused with this code; frees the bytes. */
static inline void
refused_at(int line, const char *name, struct str *bytes, enum err_code want)
{
	enum err_code code;
	struct sheets *s = read_bytes(name, bytes, &code, NULL);

	if (s != NULL || code != want) {
		printf("# line %d: got %s, not %s\n", line,
		    s != NULL ? "a workbook" : err_code_name(code),
		    err_code_name(want));
		T_CHECK(s == NULL);
		T_CHECK(code == want);
	}
	sheets_free(s);
	str_done(bytes);
}

#define REFUSED(name, bytes, want) refused_at(__LINE__, name, bytes, want)

/* Accepted, with this many notes; frees the bytes. */
static inline struct sheets *
accepted_at(int line, const char *name, struct str *bytes, size_t want_notes)
{
	enum err_code code;
	size_t notes;
	struct sheets *s = read_bytes(name, bytes, &code, &notes);

	if (s == NULL || notes != want_notes)
		printf("# line %d: %s, %zu findings\n", line,
		    err_code_name(code), notes);
	T_CHECK(s != NULL);
	T_INT(notes, want_notes);
	str_done(bytes);
	return s;
}

#define ACCEPTED(name, bytes, notes) \
	accepted_at(__LINE__, name, bytes, notes)

/* One sheet "survey" with these rows of XML. */
static inline struct str
one_sheet(const char *rows)
{
	struct made *m = made_book("", "");
	struct str out = STR_INIT, *s;

	s = made_part(m, "xl/worksheets/sheet1.xml", "<worksheet xmlns=\""
	    MAIN_NS "\"><sheetData>");
	str_add(s, rows);
	str_add(s, "</sheetData></worksheet>");
	made_pack(m, &out);
	return out;
}

#endif
