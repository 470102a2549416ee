/* A workbook of any kind: what kind it is, and what is said about it. */
#include "core/exchange/sheet_priv.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* pyxform looks this far to tell a Markdown table from a csv. */
#define LOOK_AT 5000

void
sheet_note(struct sheet_in *in, enum err_code code, const char *sheet,
    const char *ref, size_t line, const char *what)
{
	if (in->notes++ < SHEET_NOTES_MAX)
		findings_add(in->f, in->name, (int)line, 0, code, sheet, ref,
		    what, NULL);
}

static bool
starts(const unsigned char *buf, size_t len, const char *magic, size_t n)
{
	return len >= n && memcmp(buf, magic, n) == 0;
}

static bool
has_ending(const char *name, const char *ending)
{
	size_t n = name != NULL ? strlen(name) : 0, t = strlen(ending);

	return n >= t && strcasecmp(name + n - t, ending) == 0;
}

/* Lines that begin with a bar, and five bars: pyxform's own least. */
static bool
looks_like_md(const char *text, size_t len)
{
	size_t bars = 0;
	bool at_start = true, row = false;

	for (size_t i = 0; i < len && i < LOOK_AT; i++) {
		if (text[i] == '|') {
			bars++;
			row = row || at_start;
		}
		at_start = text[i] == '\n' || (at_start &&
		    (text[i] == ' ' || text[i] == '\t'));
	}
	return row && bars >= 5;
}

static bool
read_text(struct sheet_in *in, const char *text, size_t len, struct err *e)
{
	if (starts((const unsigned char *)text, len, "\xef\xbb\xbf", 3)) {
		text += 3;
		len -= 3;
	}
	if (!utf8_valid(text, len) || memchr(text, '\0', len) != NULL)
		return err_set(e, ERR_SHEET_UTF8, NULL);
	if (has_ending(in->name, ".md"))
		return sheet_read_md(in, text, len, e);
	if (has_ending(in->name, ".csv"))
		return sheet_read_csv(in, text, len, e);
	if (looks_like_md(text, len))
		return sheet_read_md(in, text, len, e);
	if (memchr(text, ',', len < LOOK_AT ? len : LOOK_AT) != NULL)
		return sheet_read_csv(in, text, len, e);
	return err_set(e, ERR_SHEET_OTHER_KIND, NULL);
}

/*
 * Excel before 2007 (OLE 2, or bare BIFF 2 to 4), and any newer workbook that
 * is locked with a password, which Excel wraps in OLE 2 as well.
 */
static bool
is_old_excel(const unsigned char *buf, size_t len)
{
	return starts(buf, len, "\xd0\xcf\x11\xe0", 4) ||
	    starts(buf, len, "\x09\x00\x04\x00", 4) ||
	    starts(buf, len, "\x09\x02\x06\x00", 4) ||
	    starts(buf, len, "\x09\x04\x06\x00", 4);
}

static bool
read_any(struct sheet_in *in, const unsigned char *buf, size_t len,
    struct err *e)
{
	char max[24];
	bool ok;

	if (len > SHEETS_FILE_MAX) {
		snprintf(max, sizeof(max), "%u", SHEETS_FILE_MAX >> 20);
		return err_set(e, ERR_SHEET_FILE_TOO_BIG, max, NULL);
	}
	if (is_old_excel(buf, len))
		return err_set(e, ERR_SHEET_OLD_EXCEL, NULL);
	if (starts(buf, len, "PK", 2))
		ok = sheet_read_xlsx(in, buf, len, e);
	else
		ok = read_text(in, (const char *)buf, len, e);
	if (ok && in->s->n == 0)
		return err_set(e, ERR_SHEET_EMPTY, NULL);
	return ok;
}

struct sheets *
sheets_read(const char *name, const unsigned char *buf, size_t len,
    struct findings *f)
{
	struct sheet_in in = { .name = name, .s = sheets_new(), .f = f };
	struct err e = ERR_INIT;

	if (read_any(&in, buf, len, &e))
		return in.s;
	if (e.file == NULL)
		e.file = xstrdup(name);
	findings_take(f, &e);
	sheets_free(in.s);
	return NULL;
}
