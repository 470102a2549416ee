/* Rows of the survey sheet to items; groups, repeats and loops. */
#include "core/exchange/xlsform_priv.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "begin group", "end_repeat", "begin loop over LIST", ... */
enum control { CONTROL_NONE, CONTROL_BEGIN, CONTROL_END };
enum holder { HOLDER_GROUP, HOLDER_REPEAT, HOLDER_LOOP };

static enum control
control_find(const char *type, enum holder *holder, const char **list)
{
	static const struct { const char *word; enum holder holder; } words[] =
	{
		{ "looped group", HOLDER_REPEAT }, { "lgroup", HOLDER_REPEAT },
		{ "group", HOLDER_GROUP }, { "repeat", HOLDER_REPEAT },
		{ "loop", HOLDER_LOOP },
	};
	enum control control = str_starts(type, "begin") ? CONTROL_BEGIN :
	    str_starts(type, "end") ? CONTROL_END : CONTROL_NONE;
	const char *rest = type + (control == CONTROL_BEGIN ? 5 : 3);

	*list = "";
	if (control == CONTROL_NONE || (*rest != ' ' && *rest != '_'))
		return CONTROL_NONE;
	rest++;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t n = strlen(words[i].word);

		if (strncmp(rest, words[i].word, n) != 0 ||
		    (rest[n] != '\0' && rest[n] != ' '))
			continue;
		*holder = words[i].holder;
		*list = rest + n;
		if (str_starts(*list, " over "))
			*list += 6;
		else if (**list == ' ')
			(*list)++;
		return control == CONTROL_END && **list != '\0' ?
		    CONTROL_NONE : control;
	}
	return CONTROL_NONE;
}

/* Small letters but for the list's name; one blank for several. */
static char *
tidy_type(const char *text)
{
	struct str s = STR_INIT;
	int words = 0;
	bool gap = false;

	for (; *text != '\0'; text++) {
		if (isspace((unsigned char)*text)) {
			gap = s.len > 0;
			continue;
		}
		if (gap) {
			str_addc(&s, ' ');
			words++;
		}
		gap = false;
		str_addc(&s, (char)(words < 2 && (unsigned char)*text < 0x80 ?
		    tolower((unsigned char)*text) : *text));
	}
	return str_steal(&s);
}

struct open {
	enum holder holder;
	size_t item;
};

struct rows {
	struct xls *x;
	struct open open[XLSFORM_DEPTH_MAX];
	size_t depth, repeats;
	size_t row, name_col, type_col;
};

struct made *
xls_made(struct xls *x, int parent, size_t row)
{
	struct made *m;

	if (x->n >= FORM_MAX_ITEMS) {
		if (x->n++ == FORM_MAX_ITEMS)
			xls_say_n(x, x->survey.sheet, row, 0, ERR_XLS_ITEMS,
			    NULL, FORM_MAX_ITEMS);
		x->n--;
		return NULL;
	}
	x->made = xgrow(x->made, x->n, &x->cap, sizeof(*m));
	m = &x->made[x->n++];
	memset(m, 0, sizeof(*m));
	m->row = row;
	m->parent = parent;
	m->depth = parent < 0 ? 0 : x->made[parent].depth + 1;
	m->type = "group";
	return m;
}

static void
say(struct rows *r, size_t col, enum err_code code, const char *a)
{
	xls_say(r->x, r->x->survey.sheet, r->row, col, code, a, NULL);
}

static void
on_end(struct rows *r, enum holder holder, const char *type)
{
	struct open *top = r->depth > 0 ? &r->open[r->depth - 1] : NULL;

	if (top == NULL || top->holder != holder) {
		say(r, r->type_col, ERR_XLS_END, type);
		return;
	}
	r->depth--;
	r->repeats -= holder == HOLDER_REPEAT;
}

/* The name of a row; some types have one of their own. */
static char *
row_name(struct rows *r, const char *type)
{
	const char *name = xls_cell(&r->x->survey, r->row, HEAD_NAME,
	    &r->name_col);

	if (*name != '\0')
		return xstrdup(name);
	if (strcmp(type, "note") == 0)
		return xasprintf("generated_note_name_%zu",
		    sheet_line(r->x->survey.sheet, r->row));
	if (strcmp(type, "audit") == 0)
		return xstrdup("audit");
	say(r, r->name_col, ERR_XLS_NO_NAME, NULL);
	return xstrdup("_");
}

static void
on_begin(struct rows *r, enum holder holder, const char *list,
    const char *type)
{
	struct xls *x = r->x;
	size_t col;
	const char *required = xls_cell(&x->survey, r->row, HEAD_REQUIRED,
	    &col);
	char *name = row_name(r, type);
	struct made *m;

	if (*required != '\0' && truth_find(required) != 0)
		say(r, col, ERR_XLS_REQUIRED, name);
	if (r->depth >= XLSFORM_DEPTH_MAX) {
		xls_say_n(x, x->survey.sheet, r->row, 0, ERR_XLS_DEEP, NULL,
		    XLSFORM_DEPTH_MAX);
		free(name);
		return;
	}
	m = xls_made(x, r->depth > 0 ? (int)r->open[r->depth - 1].item : -1,
	    r->row);
	if (m == NULL) {
		free(name);
		return;
	}
	r->open[r->depth++] = (struct open){ holder, x->n - 1 };
	r->repeats += holder == HOLDER_REPEAT;
	if (holder == HOLDER_REPEAT && r->repeats > 2)
		say(r, r->type_col, ERR_XLS_REPEATS, name);
	m->xls_name = name;
	m->holder = true;
	m->repeat = holder == HOLDER_REPEAT;
	m->loop = holder == HOLDER_LOOP;
	m->type = m->repeat ? "repeat" : "group";
	if (m->loop && xls_list(x, list, false) == NULL)
		say(r, r->type_col, ERR_XLS_LOOP, list);
	else if (m->loop)
		m->list = xstrdup(list);
	xls_keys(x, m);
}

/* Title and code of the form could once stand on the survey sheet. */
static bool
is_setting(struct rows *r, const char *type)
{
	const char *name = xls_cell(&r->x->survey, r->row, HEAD_NAME, NULL);
	bool title = strcmp(type, "set form title") == 0 ||
	    strcmp(type, "form_title") == 0;

	if (!title && strcmp(type, "set form id") != 0 &&
	    strcmp(type, "form_id") != 0)
		return false;
	pair_add(&r->x->head, &r->x->n_head, &r->x->head_cap,
	    title ? "title" : "form", title ? MADE_BOTH : MADE_CODE, name,
	    title ? name : NULL, 0);
	return true;
}

static void
on_question(struct rows *r, const char *low, const char *type)
{
	struct xls *x = r->x;
	struct made *m;

	if (is_setting(r, low))
		return;
	m = xls_made(x, r->depth > 0 ? (int)r->open[r->depth - 1].item : -1,
	    r->row);
	if (m == NULL)
		return;
	m->xls_name = row_name(r, low);
	if (xls_type(x, m, type, r->type_col)) {
		xls_keys(x, m);
		return;
	}
	/* it is no question: its row is gone */
	free(m->xls_name);
	free(m->list);
	pairs_done(m->pair, m->n);
	x->n--;
}

/* What a row without a type says is a remark, unless it has a name. */
static void
no_type(struct rows *r)
{
	size_t col;

	if (*xls_cell(&r->x->survey, r->row, HEAD_NAME, &col) != '\0' ||
	    *xls_cell(&r->x->survey, r->row, HEAD_LABEL, &col) != '\0')
		say(r, r->type_col, ERR_XLS_NO_TYPE, NULL);
	else
		say(r, 0, NOTE_XLS_ROW, NULL);
}

static void
one_row(struct rows *r)
{
	const char *type = xls_cell(&r->x->survey, r->row, HEAD_TYPE,
	    &r->type_col), *list;
	enum holder holder = HOLDER_GROUP;
	char *low;

	(void)xls_cell(&r->x->survey, r->row, HEAD_NAME, &r->name_col);
	if (truth_find(xls_cell(&r->x->survey, r->row, HEAD_DISABLED,
	    NULL)) > 0) {
		say(r, 0, NOTE_XLS_DISABLED, NULL);
		return;
	}
	if (*type == '\0') {
		no_type(r);
		return;
	}
	low = tidy_type(type);
	switch (control_find(low, &holder, &list)) {
	case CONTROL_BEGIN:
		on_begin(r, holder, list, low);
		break;
	case CONTROL_END:
		on_end(r, holder, type);
		break;
	case CONTROL_NONE:
		on_question(r, low, type);
		break;
	}
	free(low);
}

void
xls_survey(struct xls *x)
{
	struct rows r = { .x = x };

	for (r.row = 1; r.row < x->survey.sheet->rows; r.row++)
		one_row(&r);
	while (r.depth > 0) {
		const struct made *m = &x->made[r.open[--r.depth].item];

		xls_say(x, x->survey.sheet, m->row, r.type_col, ERR_XLS_BEGIN,
		    m->xls_name, NULL);
	}
	if (x->n == 0 && x->refused == 0)
		xls_say(x, x->survey.sheet, 0, 0, ERR_XLS_EMPTY, NULL, NULL);
}
