/*
 * Reads the text of a reference list.  Strict: a list that has been cut
 * short, pasted in another encoding or edited by two hands is refused with
 * the place, never half used.  Opens no file.
 */
#include "core/procedure/list_private.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FINDINGS_MAX 50		/* then it is another kind of file */

static const char *const fixed_columns[COL_FIXED] = {
	"code", "vi", "en", "valid_from", "valid_to"
};

static const char *const statuses[] = {
	"confirmed", "reported", "draft", "inferred", "from_memory"
};

static const struct {
	const char *key;
	bool required;
} head_keys[] = {
	{ "list", true },
	{ "title_vi", true },
	{ "title_en", true },
	{ "source", true },
	{ "source_date", true },
	{ "licence", true },
	{ "status", true },
	{ "rows", true },	/* a list cut at a line end is noticed */
	{ "leading", false },	/* words before a name, optional when typed */
	{ "search", false },	/* further columns that search looks into */
	{ "note", false },	/* the only one that may repeat */
};

struct reader {
	struct list *l;
	const char *file;
	struct findings *f;
	size_t before;		/* findings that were there already */
	char *line;
	int number;
	int status_col;		/* -1 when rows have no status of their own */
	struct str scratch;
};

/* Letters are counted, not bytes: that is where an editor puts its cursor. */
static void
found(struct reader *r, size_t at, enum err_code code, const char *a,
    const char *b)
{
	uint32_t cp;
	int col = 1;

	for (size_t i = 0; i < at; col++)
		i += utf8_decode(r->line + i, at - i, &cp);
	findings_add(r->f, r->file, r->number, col, code, a, b, NULL);
}

/* A finding about the whole list, at its beginning. */
static void
found_on_top(struct reader *r, enum err_code code, const char *a,
    const char *b)
{
	findings_add(r->f, r->file, 1, 1, code, a, b, NULL);
}

/* Code points that are visible, and NFC whatever stands around them. */
static bool
is_plain(uint32_t cp)
{
	return (cp >= 0x20 && cp <= 0x7e) ||
	    (cp >= 0xa1 && cp <= 0x2ff && cp != 0xad) ||
	    (cp >= 0x1ea0 && cp <= 0x1ef9);
}

static size_t
first_bad_byte(const char *s, size_t n)
{
	uint32_t cp;
	size_t i = 0, len;

	while ((len = utf8_decode(s + i, n - i, &cp)) > 0) {
		if (len == 1 && cp >= 0x80)
			break;
		i += len;
	}
	return i;
}

/* Letter by letter: a mark is judged together with what carries it. */
static size_t
first_invisible(struct reader *r, size_t n)
{
	size_t i, len;

	for (i = 0; i < n; i += len) {
		len = utf8_letter(r->line + i, n - i);
		if (r->line[i] == '\t' && len == 1)
			continue;
		str_clear(&r->scratch);
		utf8_safe(&r->scratch, r->line + i, len, false);
		if (r->scratch.len != len ||
		    memcmp(r->scratch.buf, r->line + i, len) != 0)
			break;
	}
	return i;
}

static size_t
first_not_nfc(const char *s, size_t n)
{
	char *nfc = utf8_nfc(s, n);
	size_t i = 0;

	while (nfc != NULL && i < n && nfc[i] == s[i])
		i++;
	if (nfc == NULL)
		i = 0;
	else if (i < n)
		while (i > 0 && ((unsigned char)s[i] & 0xc0) == 0x80)
			i--;
	free(nfc);
	return i;
}

/* Whether the line of n bytes may be let in; tabs are looked at later. */
static bool
check_text(struct reader *r, size_t n)
{
	uint32_t cp = ' ';
	size_t i = 0;

	while (i < n && (is_plain(cp) || cp == '\t'))
		i += utf8_decode(r->line + i, n - i, &cp);
	if (is_plain(cp) || cp == '\t')
		return true;
	if (!utf8_valid(r->line, n)) {
		found(r, first_bad_byte(r->line, n), ERR_LIST_UTF8, NULL,
		    NULL);
		return false;
	}
	if ((i = first_invisible(r, n)) < n) {
		found(r, i, ERR_LIST_INVISIBLE, NULL, NULL);
		return false;
	}
	if ((i = first_not_nfc(r->line, n)) < n) {
		found(r, i, ERR_LIST_NFC, NULL, NULL);
		return false;
	}
	return true;
}

static bool
is_status(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (strcmp(word, statuses[i]) == 0)
			return true;
	return false;
}

static void
read_head(struct reader *r)
{
	struct list *l = r->l;
	char *key = r->line + 2, *value = strstr(r->line, ": ");
	bool known = false;

	if (strncmp(r->line, "# ", 2) != 0 || value == NULL || value < key ||
	    value[2] == '\0' || l->heads == HEADS_MAX) {
		found(r, 0, ERR_LIST_HEAD, NULL, NULL);
		return;
	}
	*value = '\0';
	value += 2;
	for (size_t i = 0; i < ARRAY_LEN(head_keys); i++)
		known = known || strcmp(key, head_keys[i].key) == 0;
	if (!known)
		found(r, 2, ERR_LIST_HEAD_UNKNOWN, key, NULL);
	else if (strcmp(key, "note") != 0 && list_head(l, key) != NULL)
		found(r, 2, ERR_LIST_HEAD_TWICE, key, NULL);
	else if (strcmp(key, "status") == 0 && !is_status(value))
		found(r, (size_t)(value - r->line), ERR_LIST_STATUS, value,
		    NULL);
	l->head[l->heads].key = key;
	l->head[l->heads++].value = value;
}

/* Splits in place; more than `max` parts count but are not kept. */
static size_t
split(char *s, const char *sep, char **part, size_t max)
{
	size_t n = 0, len = strlen(sep);

	for (;;) {
		char *end = strstr(s, sep);

		if (n < max)
			part[n] = s;
		n++;
		if (end == NULL)
			return n;
		*end = '\0';
		s = end + len;
	}
}

static void
use_leading(struct reader *r, const char *value)
{
	struct list *l = r->l;
	char *copy = xstrdup(value), *part[LEADING_MAX];
	size_t n = split(copy, ", ", part, LEADING_MAX);

	if (n > LEADING_MAX) {
		found_on_top(r, ERR_LIST_HEAD_VALUE, "leading", value);
		n = LEADING_MAX;
	}
	for (size_t i = 0; i < n; i++) {
		str_clear(&r->scratch);
		vn_fold(&r->scratch, part[i]);
		l->leading[i].text = xasprintf("%s ", part[i]);
		l->leading[i].folded = r->scratch.len + 1;
		l->leadings++;
	}
	free(copy);
}

static void
use_search(struct reader *r, const char *value)
{
	char *copy = xstrdup(value), *part[COLUMNS_MAX];
	size_t n = split(copy, ", ", part, COLUMNS_MAX);

	for (size_t i = 0; i < n && i < COLUMNS_MAX; i++) {
		int col = list_column(r->l, part[i]);

		if (col < COL_FIXED)
			found_on_top(r, ERR_LIST_HEAD_VALUE, "search",
			    part[i]);
		else
			r->l->search_col[r->l->search_cols++] = (size_t)col;
	}
	free(copy);
}

/* The line of column names; then the heads that speak of columns. */
static bool
read_columns(struct reader *r)
{
	struct list *l = r->l;
	char *part[COLUMNS_MAX], most[16];
	size_t n = split(r->line, "\t", part, COLUMNS_MAX);
	bool fits = n >= COL_FIXED && n <= COLUMNS_MAX;
	day_t day;

	for (size_t i = 0; fits && i < n; i++) {
		fits = part[i][0] != '\0' && list_column(l, part[i]) < 0 &&
		    (i >= COL_FIXED || strcmp(part[i], fixed_columns[i]) == 0);
		l->col[l->cols++] = part[i];
	}
	snprintf(most, sizeof(most), "%d", COLUMNS_MAX);
	if (!fits) {
		found(r, 0, ERR_LIST_COLUMNS, most, NULL);
		return false;
	}
	r->status_col = list_column(l, "status");
	for (size_t i = 0; i < ARRAY_LEN(head_keys); i++)
		if (head_keys[i].required &&
		    list_head(l, head_keys[i].key) == NULL)
			found_on_top(r, ERR_LIST_HEAD_MISSING,
			    head_keys[i].key, NULL);
	if (list_head(l, "source_date") != NULL &&
	    !day_parse(list_head(l, "source_date"), &day))
		found_on_top(r, ERR_LIST_DATE, list_head(l, "source_date"),
		    NULL);
	if (list_head(l, "leading") != NULL)
		use_leading(r, list_head(l, "leading"));
	if (list_head(l, "search") != NULL)
		use_search(r, list_head(l, "search"));
	return r->f->n == r->before;
}

static bool
is_code(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

	return n > 0 && n <= 64 && s[n] == '\0';
}

static bool
read_day(const char *s, day_t otherwise, day_t *out)
{
	*out = otherwise;
	return s[0] == '\0' || day_parse(s, out);
}

static void
check_fields(struct reader *r, char *const *part, struct list_row *row)
{
	char most[16];
	size_t at[COLUMNS_MAX];

	snprintf(most, sizeof(most), "%d", FIELD_MAX);
	for (size_t i = 0; i < r->l->cols; i++) {
		at[i] = (size_t)(part[i] - r->line);
		if (((i == COL_VI || i == COL_EN) && part[i][0] == '\0') ||
		    strlen(part[i]) > FIELD_MAX)
			found(r, at[i], ERR_LIST_LABEL, r->l->col[i], most);
	}
	if (!is_code(part[COL_CODE]))
		found(r, 0, ERR_LIST_CODE, part[COL_CODE], NULL);
	if (!read_day(part[COL_FROM], INT32_MIN, &row->from))
		found(r, at[COL_FROM], ERR_LIST_DATE, part[COL_FROM], NULL);
	else if (!read_day(part[COL_TO], INT32_MAX, &row->to))
		found(r, at[COL_TO], ERR_LIST_DATE, part[COL_TO], NULL);
	else if (row->from > row->to)
		found(r, at[COL_TO], ERR_LIST_DATE_ORDER, NULL, NULL);
	if (r->status_col >= 0 && !is_status(part[r->status_col]))
		found(r, at[r->status_col], ERR_LIST_STATUS,
		    part[r->status_col], NULL);
}

static void
read_row(struct reader *r)
{
	struct list *l = r->l;
	struct list_row row = { .line = (uint32_t)r->number };
	char *part[COLUMNS_MAX], got[16], want[16];
	size_t n = split(r->line, "\t", part, COLUMNS_MAX);

	if (n != l->cols) {
		snprintf(got, sizeof(got), "%zu", n);
		snprintf(want, sizeof(want), "%zu", l->cols);
		found(r, 0, ERR_LIST_FIELDS, got, want);
		return;
	}
	check_fields(r, part, &row);
	row.at = (uint32_t)(part[COL_CODE] - l->buf);
	l->row = xgrow(l->row, l->rows, &l->cap, sizeof(*l->row));
	l->row[l->rows++] = row;
}

/*
 * qsort() hands no context to its comparison, and rows are offsets into the
 * list's text; so sort pairs that carry their code.
 */
struct coded {
	const char *code;
	day_t from;
	uint32_t i;
};

static int
by_code_and_day(const void *a, const void *b)
{
	const struct coded *x = a, *y = b;
	int order = strcmp(x->code, y->code);

	if (order == 0 && x->from != y->from)
		order = x->from < y->from ? -1 : 1;
	if (order == 0)
		order = x->i < y->i ? -1 : 1;
	return order;
}

static void
index_codes(struct reader *r)
{
	struct list *l = r->l;
	struct coded *c = xcalloc(l->rows + 1, sizeof(*c));
	size_t sorted = 0;
	char line[16];

	for (size_t i = 0; i < l->rows; i++)
		c[i] = (struct coded){ l->buf + l->row[i].at,
		    l->row[i].from, (uint32_t)i };
	/* Most files stand in that order already. */
	while (sorted < l->rows && (sorted == 0 ||
	    by_code_and_day(&c[sorted - 1], &c[sorted]) < 0))
		sorted++;
	if (sorted < l->rows)
		qsort(c, l->rows, sizeof(*c), by_code_and_day);
	l->by_code = xcalloc(l->rows + 1, sizeof(*l->by_code));
	for (size_t i = 0; i < l->rows; i++) {
		const struct list_row *row = &l->row[c[i].i];

		l->by_code[i] = c[i].i;
		if (i == 0 || strcmp(c[i].code, c[i - 1].code) != 0 ||
		    row->from > l->row[c[i - 1].i].to ||
		    r->f->n >= r->before + FINDINGS_MAX)
			continue;
		snprintf(line, sizeof(line), "%u", l->row[c[i - 1].i].line);
		findings_add(r->f, r->file, (int)row->line, 1,
		    ERR_LIST_OVERLAP, c[i].code, line, NULL);
	}
	free(c);
}

/* One line after the other; false when there is no sense in going on. */
static bool
read_lines(struct reader *r, size_t len)
{
	char *next = r->l->buf, *end = next + len, most[16];
	bool in_rows = false;

	while (next < end && r->f->n < r->before + FINDINGS_MAX) {
		char *stop = memchr(next, '\n', (size_t)(end - next));

		r->line = next;
		r->number++;
		if (stop == NULL) {
			found(r, 0, ERR_LIST_END, NULL, NULL);
			return false;
		}
		*stop = '\0';
		next = stop + 1;
		if (!check_text(r, (size_t)(stop - r->line)))
			continue;
		if (!in_rows && r->line[0] == '#') {
			read_head(r);
		} else if (!in_rows) {
			in_rows = true;
			if (!read_columns(r))
				return false;
		} else if (r->l->rows == LIST_ROWS_MAX) {
			snprintf(most, sizeof(most), "%u", LIST_ROWS_MAX);
			found(r, 0, ERR_LIST_TOO_MANY_ROWS, most, NULL);
			return false;
		} else {
			read_row(r);
		}
	}
	if (!in_rows)
		found_on_top(r, ERR_LIST_COLUMNS, "24", NULL);
	return r->f->n == r->before;
}

static void
check_rows(struct reader *r)
{
	char got[16];

	index_codes(r);
	snprintf(got, sizeof(got), "%zu", r->l->rows);
	if (strcmp(got, list_head(r->l, "rows")) != 0)
		found_on_top(r, ERR_LIST_ROWS, list_head(r->l, "rows"), got);
}

struct list *
list_load(const char *file, const char *text, size_t len, struct findings *f)
{
	struct reader r = { .file = file, .f = f, .before = f->n,
	    .status_col = -1, .scratch = STR_INIT };
	char most[16];

	if (len > LIST_BYTES_MAX) {
		snprintf(most, sizeof(most), "%u", LIST_BYTES_MAX);
		found_on_top(&r, ERR_LIST_TOO_BIG, most, NULL);
		return NULL;
	}
	r.l = xcalloc(1, sizeof(*r.l));
	r.l->keys = xcalloc(1, sizeof(*r.l->keys));
	r.l->buf = xmalloc(len + 1);
	if (len > 0)
		memcpy(r.l->buf, text, len);
	r.l->buf[len] = '\0';
	if (read_lines(&r, len))
		check_rows(&r);
	str_done(&r.scratch);
	if (f->n > r.before) {
		list_free(r.l);
		return NULL;
	}
	/* They grew by doubling and grow no more. */
	r.l->row = xrealloc(r.l->row, r.l->rows * sizeof(*r.l->row));
	return r.l;
}
