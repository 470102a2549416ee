/* Sheets and their headings; lines of the report. */
#include "core/exchange/xlsform_priv.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A code says in its first word what it weighs. */
enum xlsform_weight
xlsform_weight(enum err_code code)
{
	const char *name = err_code_name(code);

	return str_starts(name, "lost_") ? XLSFORM_LOST :
	    str_starts(name, "changed_") ? XLSFORM_CHANGED :
	    str_starts(name, "note_") || str_starts(name, "type_") ?
	    XLSFORM_NOTE : XLSFORM_REFUSED;
}

void
xls_say(struct xls *x, const struct sheet *sheet, size_t row, size_t col,
    enum err_code code, const char *a, const char *b)
{
	char max[16];

	if (xlsform_weight(code) == XLSFORM_REFUSED)
		x->refused++;
	else if (x->report->n >= XLSFORM_REPORT_MAX)
		return;
	if (x->report->n >= 2 * XLSFORM_REPORT_MAX)
		return;
	snprintf(max, sizeof(max), "%d", XLSFORM_REPORT_MAX);
	if (xlsform_weight(code) != XLSFORM_REFUSED &&
	    x->report->n == XLSFORM_REPORT_MAX - 1)
		findings_add(x->report, NULL, 0, 0, NOTE_XLS_MORE, max, NULL);
	else if (b != NULL)
		findings_add(x->report, sheet != NULL ? sheet->name : NULL,
		    sheet != NULL ? (int)sheet_line(sheet, row) : 0, (int)col,
		    code, a, b, NULL);
	else
		findings_add(x->report, sheet != NULL ? sheet->name : NULL,
		    sheet != NULL ? (int)sheet_line(sheet, row) : 0, (int)col,
		    code, a, NULL);
}

void
xls_say_n(struct xls *x, const struct sheet *sheet, size_t row, size_t col,
    enum err_code code, const char *a, size_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", n);
	xls_say(x, sheet, row, col, code, a != NULL ? a : text,
	    a != NULL ? text : NULL);
}

/* Small letters, one _ for each run of blanks. */
static void
snake(struct str *out, const char *s, size_t n)
{
	bool blank = false;

	for (size_t i = 0; i < n; i++) {
		if (isspace((unsigned char)s[i])) {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			str_addc(out, '_');
		blank = false;
		str_addc(out, (char)((unsigned char)s[i] < 0x80 ?
		    tolower((unsigned char)s[i]) : s[i]));
	}
}

static char *
trimmed(const char *s, size_t n)
{
	while (n > 0 && isspace((unsigned char)*s)) {
		s++;
		n--;
	}
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	return xstrndup(s, n);
}

/* A colon is a part's end unless it is that of "jr:count". */
static const char *
next_colon(const char *s, const char *mark)
{
	const char *at = strstr(s, mark);

	while (at != NULL && mark[1] == '\0' && at - s >= 2 &&
	    strncmp(at - 2, "jr", 2) == 0)
		at = strstr(at + 1, mark);
	return at;
}

/* "tn::title::en" in parts. */
struct parts {
	char *part[3];
	int n;
};

static void
split(struct parts *p, const char *text, const char *mark)
{
	memset(p, 0, sizeof(*p));
	while (p->n < 3) {
		const char *end = p->n < 2 ? next_colon(text, mark) : NULL;

		p->part[p->n++] = trimmed(text, end != NULL ?
		    (size_t)(end - text) : strlen(text));
		if (end == NULL)
			break;
		text = end + strlen(mark);
	}
}

/* tn::KEY::LANGUAGE, or tn::column::NAME for a choice's own column */
static void
read_tn(struct column *c, struct parts *p, enum sheet_kind kind)
{
	if (kind == SHEET_CHOICES && p->n > 2 &&
	    strcmp(p->part[1], "column") == 0) {
		c->head = HEAD_NONE;
		c->key = xstrdup(p->part[2]);
		return;
	}
	c->slot = p->n > 2 ? slot_find(p->part[2]) : SLOT_PLAIN;
	c->key = xstrdup(p->n > 1 ? p->part[1] : "");
}

bool
xls_plain_column(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
	    "RSTUVWXYZ0123456789_-");

	return n > 0 && n <= 64 && word[n] == '\0' &&
	    !isdigit((unsigned char)word[0]) && word[0] != '-';
}

static void
read_heading(struct table *t, struct column *c, const char *text,
    const char *mark)
{
	struct str first = STR_INIT;
	struct parts p;

	c->word = xstrdup(text);
	split(&p, text, mark);
	snake(&first, p.part[0], strlen(p.part[0]));
	c->head = head_find(t->kind, str_text(&first), p.part[1]);
	c->slot = p.n > 1 ? slot_find(p.part[1]) : SLOT_PLAIN;
	/* bind::jr:constraintMsg::vi */
	if (strcmp(str_text(&first), "bind") == 0)
		c->slot = p.n > 2 ? slot_find(p.part[2]) : SLOT_PLAIN;
	if (c->head == HEAD_TN)
		read_tn(c, &p, t->kind);
	else if (c->head == HEAD_MEDIA && p.n == 1 &&
	    strcmp(str_text(&first), "media") == 0)
		c->head = HEAD_FREE;
	else if (c->head == HEAD_NONE && t->kind == SHEET_CHOICES &&
	    xls_plain_column(text))
		c->key = xstrdup(text);
	for (int i = 0; i < p.n; i++)
		free(p.part[i]);
	str_done(&first);
}

static bool
has_slots(enum head head)
{
	return head == HEAD_LABEL || head == HEAD_HINT ||
	    head == HEAD_GUIDANCE || head == HEAD_REQUIRED_MESSAGE ||
	    head == HEAD_CONSTRAINT_MESSAGE;
}

/* Two headings for the same thing: which one counts? */
static void
check_twice(struct xls *x, struct table *t, size_t i)
{
	const struct column *c = &t->column[i];

	if (c->head == HEAD_NONE || c->head >= HEAD_TN)
		if (c->head != HEAD_VERSION && c->head != HEAD_TITLE)
			return;
	if (has_slots(c->head) && c->slot == SLOT_OTHER)
		return;
	for (size_t k = 0; k < i; k++) {
		if (t->column[k].head != c->head ||
		    (has_slots(c->head) && t->column[k].slot != c->slot))
			continue;
		xls_say(x, t->sheet, 0, i + 1, ERR_XLS_HEAD_TWICE,
		    t->column[k].word, c->word);
		return;
	}
}

static void
read_table(struct xls *x, struct table *t, const struct sheet *sheet,
    enum sheet_kind kind)
{
	const char *mark = ":";

	t->kind = kind;
	t->sheet = sheet;
	if (sheet == NULL)
		return;
	t->n = sheet->cols;
	t->column = xcalloc(t->n + 1, sizeof(*t->column));
	for (size_t i = 0; i < t->n; i++)
		if (strstr(sheet_at(sheet, 0, i), "::") != NULL)
			mark = "::";
	for (size_t i = 0; i < t->n; i++) {
		struct column *c = &t->column[i];

		read_heading(t, c, sheet_at(sheet, 0, i), mark);
		check_twice(x, t, i);
	}
}

static bool
has_head(const struct table *t, enum head head)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->column[i].head == head)
			return true;
	return false;
}

/* Texts without a language: of the default one, or of both. */
static void
read_language(struct xls *x)
{
	const char *word = xls_cell(&x->settings, 1, HEAD_LANGUAGE, NULL);
	const struct table *t[] = { &x->survey, &x->choices, &x->external };

	x->plain = slot_find(word);
	for (size_t i = 0; i < ARRAY_LEN(t); i++)
		for (size_t k = 0; k < t[i]->n; k++)
			if (has_slots(t[i]->column[k].head))
				x->slot_seen[t[i]->column[k].slot] = true;
	if (x->plain != SLOT_PLAIN && x->slot_seen[SLOT_PLAIN])
		x->slot_seen[x->plain] = true;
}

static void
name_others(struct xls *x)
{
	static const char *const known[] = { "survey", "choices", "settings",
	    "external_choices" };

	for (size_t i = 0; i < x->in->n; i++) {
		const struct sheet *s = x->in->sheet[i];
		bool is_known = s == x->survey.sheet || s->name[0] == '_';

		for (size_t k = 0; k < ARRAY_LEN(known); k++)
			if (sheets_find(x->in, known[k]) == s)
				is_known = true;
		if (is_known)
			continue;
		xls_say(x, s, 0, 0, sheets_find(x->in, "entities") == s ||
		    sheets_find(x->in, "osm") == s ? LOST_XLS_SHEET :
		    NOTE_XLS_SHEET, s->name, NULL);
	}
}

bool
xls_open(struct xls *x)
{
	const struct sheet *survey = sheets_find(x->in, "survey");
	size_t col;

	if (survey == NULL && x->in->n == 1)
		survey = x->in->sheet[0];
	if (survey == NULL) {
		xls_say(x, NULL, 0, 0, ERR_XLS_NO_SURVEY, NULL, NULL);
		return false;
	}
	read_table(x, &x->survey, survey, SHEET_SURVEY);
	read_table(x, &x->choices, sheets_find(x->in, "choices"),
	    SHEET_CHOICES);
	read_table(x, &x->external, sheets_find(x->in, "external_choices"),
	    SHEET_CHOICES);
	read_table(x, &x->settings, sheets_find(x->in, "settings"),
	    SHEET_SETTINGS);
	if (!has_head(&x->survey, HEAD_TYPE))
		xls_say(x, survey, 0, 0, ERR_XLS_NO_COLUMN, "type", NULL);
	if (x->choices.sheet != NULL && x->choices.sheet->rows > 1) {
		if (!has_head(&x->choices, HEAD_NAME))
			xls_say(x, x->choices.sheet, 0, 0, ERR_XLS_NO_COLUMN,
			    "name", NULL);
		else if (!has_head(&x->choices, HEAD_LIST))
			xls_say(x, x->choices.sheet, 0, 0, ERR_XLS_NO_COLUMN,
			    "list_name", NULL);
	}
	for (size_t i = 0; i < x->settings.n; i++)
		if (x->settings.column[i].head == HEAD_TN &&
		    strcmp(x->settings.column[i].key, "form") == 0)
			x->ours = true;
	read_language(x);
	x->twice = truth_find(xls_cell(&x->settings, 1, HEAD_TWICE, &col)) > 0;
	name_others(x);
	return x->refused == 0;
}

static void
table_done(struct table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->column[i].word);
		free(t->column[i].key);
	}
	free(t->column);
}

void
xls_close(struct xls *x)
{
	table_done(&x->survey);
	table_done(&x->choices);
	table_done(&x->external);
	table_done(&x->settings);
}

const char *
xls_cell(const struct table *t, size_t row, enum head head, size_t *col)
{
	if (t->sheet == NULL)
		return "";
	for (size_t i = 0; i < t->n; i++) {
		if (t->column[i].head != head)
			continue;
		if (col != NULL)
			*col = i + 1;
		return sheet_at(t->sheet, row, i);
	}
	if (col != NULL)
		*col = 0;
	return "";
}

void
xls_lost(struct xls *x, struct table *t)
{
	for (size_t i = 0; i < t->n && t->sheet != NULL; i++) {
		struct column *c = &t->column[i];
		size_t n = 0;

		if (*c->word == '\0' || c->head == HEAD_FREE)
			continue;
		for (size_t r = 1; r < t->sheet->rows; r++)
			n += *sheet_at(t->sheet, r, i) != '\0';
		if (n == 0)
			continue;
		if (c->head == HEAD_MEDIA || c->head == HEAD_LOST)
			xls_say_n(x, t->sheet, 0, i + 1, LOST_XLS_COLUMN,
			    c->word, n);
		else if (c->head == HEAD_NONE && c->key == NULL)
			xls_say_n(x, t->sheet, 0, i + 1, NOTE_XLS_COLUMN,
			    c->word, n);
		else if (has_slots(c->head) && c->slot == SLOT_OTHER &&
		    x->plain != SLOT_OTHER && (x->slot_seen[SLOT_VI] ||
		    x->slot_seen[SLOT_EN] || x->slot_seen[SLOT_PLAIN]))
			xls_say_n(x, t->sheet, 0, i + 1, LOST_XLS_LANGUAGE,
			    c->word, n);
	}
}

char *
xls_straight(const char *text)
{
	struct str s = STR_INIT;

	for (; *text != '\0'; text++) {
		/* U+2018, U+2019, U+201C, U+201D */
		if (strncmp(text, "\xe2\x80\x98", 3) == 0 ||
		    strncmp(text, "\xe2\x80\x99", 3) == 0) {
			str_addc(&s, '\'');
			text += 2;
		} else if (strncmp(text, "\xe2\x80\x9c", 3) == 0 ||
		    strncmp(text, "\xe2\x80\x9d", 3) == 0) {
			str_addc(&s, '"');
			text += 2;
		} else {
			str_addc(&s, *text);
		}
	}
	return str_steal(&s);
}
