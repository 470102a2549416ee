/*
 * An Excel workbook: from the root's relations to the workbook, its sheets in
 * their order, shared strings and styles (ECMA-376 part 2, clause 9; part 1,
 * 12.3).  Nothing outside the archive is followed.
 */
#include "core/exchange/sheet_priv.h"

#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define RELATIONS_MAX 2000
#define PART_NAME_MAX 200

struct relation {
	char *id;
	char *part;		/* inside the archive */
	enum { RELATION_OTHER, RELATION_BOOK, RELATION_SHEET,
		RELATION_STRINGS, RELATION_STYLES } kind;
};

struct relations {
	struct relation *item;
	size_t n, cap;
	const char *base;	/* the part that they start from */
};

struct book {
	struct sheet_in *in;
	struct sheet_zip *zip;
	struct relations rels;
	struct sheet_strings strings;
	struct sheet_styles styles;
	struct { char *name, *id; } sheet[SHEETS_MAX];
	size_t n;
};

static void
relations_done(struct relations *rels)
{
	for (size_t i = 0; i < rels->n; i++) {
		free(rels->item[i].id);
		free(rels->item[i].part);
	}
	free(rels->item);
	*rels = (struct relations){ NULL, 0, 0, NULL };
}

static bool
ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n >= t && strcmp(s + n - t, tail) == 0;
}

/* The last words of a type are the same in strict and transitional files. */
static int
kind_of(const char *type)
{
	if (ends_with(type, "/officeDocument"))
		return RELATION_BOOK;
	if (ends_with(type, "/worksheet"))
		return RELATION_SHEET;
	if (ends_with(type, "/sharedStrings"))
		return RELATION_STRINGS;
	if (ends_with(type, "/styles"))
		return RELATION_STYLES;
	return RELATION_OTHER;
}

/* Takes one step of a target's path; false when it leaves the archive. */
static bool
step(struct str *path, const char *word, size_t n)
{
	if (n == 0 || (n == 1 && word[0] == '.'))
		return true;
	if (n == 2 && word[0] == '.' && word[1] == '.') {
		if (path->len == 0)
			return false;
		while (path->len > 0 && path->buf[--path->len] != '/')
			;
		path->buf[path->len] = '\0';
		return true;
	}
	if (path->len > 0)
		str_addc(path, '/');
	str_addn(path, word, n);
	return true;
}

/*
 * The part that a target means: absolute ("/xl/a.xml") or relative to the
 * folder of `base`.  NULL when it leaves the archive or is too long.
 */
static char *
target_part(const char *base, const char *target)
{
	struct str path = STR_INIT;
	const char *slash = strrchr(base, '/');
	bool ok = strlen(target) <= PART_NAME_MAX;

	if (*target != '/' && *target != '\\' && slash != NULL)
		str_addn(&path, base, (size_t)(slash - base));
	while (ok && *target != '\0') {
		size_t n = strcspn(target, "/\\");

		ok = step(&path, target, n);
		target += n + (target[n] != '\0');
	}
	if (ok && path.len > 0)
		return str_steal(&path);
	str_done(&path);
	return NULL;
}

static bool
on_relation(struct sheet_xml *x)
{
	struct relations *rels = x->ctx;
	const char *id = sheet_xml_attr(x, "Id");
	const char *type = sheet_xml_attr(x, "Type");
	const char *target = sheet_xml_attr(x, "Target");
	const char *mode = sheet_xml_attr(x, "TargetMode");
	struct relation *rel;
	char *part;

	if (!sheet_xml_at(x, "Relationships/Relationship") || id == NULL ||
	    type == NULL || target == NULL || str_eq(mode, "External") ||
	    rels->n >= RELATIONS_MAX)
		return true;
	part = target_part(rels->base, target);
	if (part == NULL)
		return true;
	rels->item = xgrow(rels->item, rels->n, &rels->cap,
	    sizeof(struct relation));
	rel = &rels->item[rels->n++];
	rel->id = xstrdup(id);
	rel->part = part;
	rel->kind = kind_of(type);
	return true;
}

/* The relations of a part, from _rels/ beside it; none when there is no such. */
static bool
read_relations(struct sheet_zip *zip, const char *base,
    struct relations *rels, struct err *e)
{
	struct sheet_xml x = { .ctx = rels, .on_start = on_relation };
	const char *slash = strrchr(base, '/');
	const char *name = slash != NULL ? slash + 1 : base;
	char *part = xasprintf("%.*s_rels/%s.rels", (int)(name - base), base,
	    name);
	struct str text = STR_INIT;
	bool ok = true;

	rels->base = base;
	if (sheet_zip_has(zip, part))
		ok = sheet_zip_part(zip, part, &text, e) &&
		    sheet_xml_read(&x, part, str_text(&text), text.len, e);
	rels->base = NULL;
	str_done(&text);
	free(part);
	return ok;
}

/* NULL is any id, -1 any kind. */
static const struct relation *
find_relation(const struct relations *rels, const char *id, int kind)
{
	for (size_t i = 0; i < rels->n; i++)
		if ((kind < 0 || (int)rels->item[i].kind == kind) &&
		    (id == NULL || strcmp(rels->item[i].id, id) == 0))
			return &rels->item[i];
	return NULL;
}

static bool
on_book(struct sheet_xml *x)
{
	struct book *b = x->ctx;
	const char *name, *id, *from;

	if (sheet_xml_at(x, "workbook/workbookPr")) {
		from = sheet_xml_attr(x, "date1904");
		b->styles.from_1904 = str_eq(from, "1") ||
		    str_eq(from, "true");
	}
	if (!sheet_xml_at(x, "workbook/sheets/sheet"))
		return true;
	name = sheet_xml_attr(x, "name");
	id = sheet_xml_attr_prefixed(x, "id");
	if (name == NULL || id == NULL)
		return true;
	if (b->n >= SHEETS_MAX)
		return sheets_too_many(x->e);
	b->sheet[b->n].name = xstrdup(name);
	b->sheet[b->n++].id = xstrdup(id);
	return true;
}

static bool
read_part(struct book *b, const char *part, struct sheet_xml *x,
    struct err *e)
{
	struct str text = STR_INIT;
	bool ok = sheet_zip_part(b->zip, part, &text, e) &&
	    sheet_xml_read(x, part, str_text(&text), text.len, e);

	str_done(&text);
	return ok;
}

/* Strings and styles are read when the workbook has them. */
static bool
read_shared(struct book *b, struct err *e)
{
	const struct relation *rel;
	struct str text = STR_INIT;
	bool ok = true;

	rel = find_relation(&b->rels, NULL, RELATION_STRINGS);
	if (rel != NULL)
		ok = sheet_zip_part(b->zip, rel->part, &text, e) &&
		    sheet_strings_read(&b->strings, rel->part,
		    str_text(&text), text.len, e);
	str_clear(&text);
	rel = find_relation(&b->rels, NULL, RELATION_STYLES);
	if (ok && rel != NULL)
		ok = sheet_zip_part(b->zip, rel->part, &text, e) &&
		    sheet_styles_read(&b->styles, rel->part,
		    str_text(&text), text.len, e);
	str_done(&text);
	return ok;
}

static bool
read_sheet(struct book *b, size_t i, struct err *e)
{
	const struct relation *rel = find_relation(&b->rels, b->sheet[i].id,
	    -1);
	struct str name = STR_INIT, text = STR_INIT;
	struct sheet *sheet;
	bool ok;

	/* A chart, or a macro's sheet. */
	if (rel != NULL && rel->kind != RELATION_SHEET)
		return true;
	sheet_unescape(&name, b->sheet[i].name, strlen(b->sheet[i].name));
	if (rel == NULL) {
		char *clip = xstrndup(str_text(&name),
		    utf8_fit(str_text(&name), name.len, 40));

		sheet_note(b->in, NOTE_SHEET_LOST, clip, NULL, 0, NULL);
		free(clip);
		str_done(&name);
		return true;
	}
	sheet = sheets_add(b->in->s, str_text(&name), e);
	ok = sheet != NULL && sheet_zip_part(b->zip, rel->part, &text, e) &&
	    sheet_cells_read(b->in, sheet, &b->strings, &b->styles, rel->part,
	    str_text(&text), text.len, e);
	str_done(&text);
	str_done(&name);
	return ok;
}

static bool
read_book(struct book *b, struct err *e)
{
	struct sheet_xml x = { .ctx = b, .on_start = on_book };
	struct relations root = { NULL, 0, 0, NULL };
	const struct relation *rel;
	const char *part;
	bool ok;

	ok = read_relations(b->zip, "", &root, e);
	rel = find_relation(&root, NULL, RELATION_BOOK);
	part = rel != NULL ? rel->part : "xl/workbook.xml";
	ok = ok && read_part(b, part, &x, e) &&
	    read_relations(b->zip, part, &b->rels, e) && read_shared(b, e);
	for (size_t i = 0; ok && i < b->n; i++)
		ok = read_sheet(b, i, e);
	relations_done(&root);
	return ok;
}

bool
sheet_read_xlsx(struct sheet_in *in, const unsigned char *buf, size_t len,
    struct err *e)
{
	struct book b = { .in = in };
	bool ok;

	b.zip = sheet_zip_open(buf, len, e);
	if (b.zip == NULL)
		return false;
	ok = read_book(&b, e);
	for (size_t i = 0; i < b.n; i++) {
		free(b.sheet[i].name);
		free(b.sheet[i].id);
	}
	relations_done(&b.rels);
	sheet_strings_done(&b.strings);
	sheet_styles_done(&b.styles);
	sheet_zip_close(b.zip);
	return ok;
}
