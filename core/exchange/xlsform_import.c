/*
 * The way from sheets to YAML.  What our loader says of the YAML is said of
 * the cells that it came from, so that nobody has to look at the YAML.
 */
#include "core/exchange/htcds.h"
#include "core/exchange/xlsform_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME "xlsform"
#define ROUNDS 20
#define VERSION_MAX 1000000

/* ---- the form itself ---- */

static void
head_add(struct xls *x, const char *key, enum made_as as, const char *text,
    const char *en, size_t col)
{
	if (pair_find(x->head, x->n_head, key) == NULL)
		pair_add(&x->head, &x->n_head, &x->head_cap, key, as, text, en,
		    col);
}

static void
head_code(struct xls *x, const char *fallback)
{
	size_t col;
	const char *id = xls_cell(&x->settings, 1, HEAD_FORM_ID, &col);
	char *code = NULL;
	struct str s = STR_INIT;

	if (*id == '\0')
		id = fallback != NULL ? fallback : "form";
	/* a code of ours may hold more than a name, and begin with a digit */
	str_printf(&s, "_%s", id);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.buf[i] < 0x80 && s.buf[i] != '-' &&
		    !isalnum((unsigned char)s.buf[i]))
			s.buf[i] = '_';
	if (!name_made(str_text(&s), &code) || code[1] == '\0') {
		free(code);
		code = xstrdup("_form");
	}
	if (strcmp(code + 1, id) != 0 && col > 0 && fallback != id)
		xls_say(x, x->settings.sheet, 1, col, CHANGED_XLS_FORM_ID, id,
		    code + 1);
	head_add(x, "form", MADE_CODE, code + 1, NULL, col);
	str_done(&s);
	free(code);
}

static void
head_version(struct xls *x)
{
	size_t col, digits;
	const char *version = xls_cell(&x->settings, 1, HEAD_VERSION, &col);

	digits = strspn(version, "0123456789");
	if (*version != '\0' && version[digits] == '\0' && digits <= 6) {
		head_add(x, "version", MADE_CODE, version, NULL, col);
		return;
	}
	if (*version != '\0')
		xls_say(x, x->settings.sheet, 1, col, CHANGED_XLS_VERSION,
		    version, NULL);
	head_add(x, "version", MADE_CODE, "1", NULL, col);
}

static void
read_settings(struct xls *x, const char *fallback)
{
	struct table *t = &x->settings;
	size_t col;
	const char *title = xls_cell(t, 1, HEAD_TITLE, &col);
	struct pair *p;

	for (size_t i = 0; i < t->n; i++)
		if (t->column[i].head == HEAD_TN &&
		    *sheet_at(t->sheet, 1, i) != '\0')
			(void)xls_tn(x, t->sheet, 1, i + 1, &t->column[i],
			    &x->head, &x->n_head, &x->head_cap);
	p = pair_find(x->head, x->n_head, "title");
	if (p != NULL && p->text == NULL)
		p->text = xstrdup(title);
	head_code(x, fallback);
	head_version(x);
	if (*title != '\0')
		head_add(x, "title", MADE_BOTH, title, title, col);
	else
		head_add(x, "title", MADE_BOTH, pair_find(x->head, x->n_head,
		    "form")->text, NULL, 0);
}

/* The words of the three keys that must be there come first. */
static void
order_head(struct xls *x)
{
	static const char *const first[] = { "form", "version", "title" };

	for (size_t i = 0; i < ARRAY_LEN(first); i++) {
		struct pair *p = pair_find(x->head + i, x->n_head - i,
		    first[i]);
		struct pair own = *p;

		memmove(x->head + i + 1, x->head + i,
		    (size_t)(p - (x->head + i)) * sizeof(own));
		x->head[i] = own;
	}
}

/* ---- what needs the whole workbook ---- */

static void
check_blanks(struct xls *x)
{
	size_t col;

	for (size_t i = 0; i < x->n_choice; i++) {
		const struct choice *c = &x->choice[i];

		if (!c->blanks || !x->list[c->list].multiple)
			continue;
		(void)xls_cell(&x->choices, c->row, HEAD_NAME, &col);
		xls_say(x, c->sheet, c->row, col, ERR_XLS_CODE_BLANKS,
		    c->code, NULL);
	}
}

/* Labels of choices; a choice without one shows its code. */
static void
label_choices(struct xls *x)
{
	size_t col;

	for (size_t i = 0; i < x->n_choice; i++) {
		struct choice *c = &x->choice[i];

		if (x->list[c->list].left || c->dropped)
			continue;
		(void)xls_cell(c->sheet == x->choices.sheet ? &x->choices :
		    &x->external, c->row, HEAD_LABEL, &col);
		xls_both(x, c->sheet, c->row, col, c->label, &c->vi, &c->en);
		if (c->vi != NULL)
			continue;
		xls_say(x, c->sheet, c->row, col, CHANGED_XLS_NO_LABEL,
		    c->code, NULL);
		c->vi = xstrdup(c->code);
		c->en = xstrdup(c->code);
	}
}

/* Choices of a question alone stay with it: only in workbooks of ours. */
static void
place_lists(struct xls *x)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct made *m = &x->made[i];
		struct list *l = m->list == NULL || m->loop ? NULL :
		    xls_list(x, m->list, m->external);

		if (l == NULL || !x->ours || l->users != 1 ||
		    m->inline_choices < 0)
			continue;
		l->inside = m->inline_choices > 0 ||
		    strcmp(l->name, m->xls_name) == 0;
	}
}

/* One language alone, or another one: said once. */
static void
say_languages(struct xls *x)
{
	bool vi = x->slot_seen[SLOT_VI], en = x->slot_seen[SLOT_EN];

	if (vi && en)
		return;
	xls_say(x, x->survey.sheet, 0, 0, vi ? NOTE_XLS_NO_EN : en ?
	    NOTE_XLS_NO_VI : NOTE_XLS_ONE_LANGUAGE, NULL, NULL);
}

static bool
same_label(const struct made *a, const struct made *b)
{
	const struct pair *p = made_find(a, "label");
	const struct pair *q = made_find(b, "label");

	return p != NULL && q != NULL && str_eq(p->text, q->text) &&
	    str_eq(p->en, q->en);
}

/*
 * A question named as HTCDS names a field holds that field.  IOM's own survey
 * has defects (reference: Survey/htcds_xlsform.xlsx, HTCDS 2.0): names spelt
 * otherwise, a label twice, types that the standard does not have.
 */
static size_t
mark_htcds(struct xls *x, size_t i)
{
	struct made *m = &x->made[i];
	const struct htcds_field *f = htcds_find(m->xls_name);
	size_t col, label;

	if (f == NULL || m->holder)
		return 0;
	(void)xls_cell(&x->survey, m->row, HEAD_NAME, &col);
	(void)xls_cell(&x->survey, m->row, HEAD_LABEL, &label);
	made_set(m, "htcds", MADE_CODE, f->name, col);
	if (strcmp(f->name, m->xls_name) != 0)
		xls_say(x, x->survey.sheet, m->row, col, CHANGED_XLS_HTCDS,
		    m->xls_name, f->name);
	if (!htcds_fits(f, m->type))
		xls_say(x, x->survey.sheet, m->row, col, NOTE_XLS_HTCDS_TYPE,
		    f->name, m->type);
	for (size_t k = 0; k < x->n; k++)
		if (k != i && htcds_find(x->made[k].xls_name) != NULL &&
		    k < i && same_label(&x->made[k], m))
			xls_say(x, x->survey.sheet, m->row, label,
			    NOTE_XLS_HTCDS_LABEL, m->xls_name,
			    x->made[k].xls_name);
	return 1;
}

#define HTCDS_FORM 10		/* so many fields make it an HTCDS form */

static void
say_htcds(struct xls *x)
{
	struct str missing = STR_INIT;
	const struct htcds_field *f;
	size_t known = 0;

	for (size_t i = 0; i < x->n; i++)
		known += mark_htcds(x, i);
	for (size_t i = 0; (f = htcds_at(i)) != NULL; i++) {
		bool found = !f->core;

		for (size_t k = 0; k < x->n && !found; k++)
			found = htcds_find(x->made[k].xls_name) == f;
		if (!found)
			str_printf(&missing, "%s%s", missing.len > 0 ? ", " :
			    "", f->name);
	}
	if (known >= HTCDS_FORM && missing.len > 0)
		xls_say(x, x->survey.sheet, 0, 0, NOTE_XLS_HTCDS_CORE,
		    str_text(&missing), NULL);
	str_done(&missing);
}

/* A grid has one list, whole, for all its rows. */
static void
check_grids(struct xls *x)
{
	for (size_t g = 0; g < x->n; g++) {
		const struct pair *look = made_find(&x->made[g], "appearance");
		const char *list = NULL;

		if (!x->made[g].holder || look == NULL ||
		    strstr(look->text, "table-list") == NULL)
			continue;
		for (size_t i = g + 1; i < x->n; i++) {
			const struct made *m = &x->made[i];

			if (m->parent != (int)g || m->list == NULL)
				continue;
			if (list == NULL)
				list = m->list;
			if (strcmp(list, m->list) != 0)
				xls_say(x, x->survey.sheet, m->row,
				    m->list_col, ERR_XLS_GRID, list, m->list);
			else if (made_find(m, "choice_filter") != NULL)
				xls_say(x, x->survey.sheet, m->row,
				    m->list_col, ERR_XLS_GRID_FILTER, NULL,
				    NULL);
		}
	}
}

/* ---- what our loader says ---- */

/* True when the form may be tried again without what it did not take. */
static bool
take_finding(struct xls *x, const struct yaml_out *out, struct err *e)
{
	size_t line = e->line > 0 ? (size_t)e->line - 1 : 0;
	const struct origin *o = line < out->n ? &out->line[line] : NULL;

	if (o != NULL && e->code == ERR_FORM_KEY && o->pair != NULL) {
		o->pair->dropped = true;
		xls_say(x, o->sheet, o->row, (size_t)o->col, LOST_XLS_KEY,
		    e->arg[0], e->arg[1]);
		return true;
	}
	if (o != NULL && e->code == ERR_FORM_NO_ITEMS && o->item >= 0) {
		x->made[o->item].dropped = true;
		xls_say(x, o->sheet, o->row, 0, LOST_XLS_EMPTY,
		    x->made[o->item].xls_name, NULL);
		return true;
	}
	free(e->file);
	e->file = xstrdup(o != NULL && o->sheet != NULL ? o->sheet->name :
	    NULL);
	e->line = o != NULL && o->sheet != NULL ?
	    (int)sheet_line(o->sheet, o->row) : 0;
	e->col = o != NULL && o->sheet != NULL ? o->col : 0;
	/*
	 * What does not type is a note: other programs take such rules, and
	 * the checker names them again before the form can be used here.
	 */
	if (xlsform_weight(e->code) == XLSFORM_REFUSED)
		x->refused++;
	findings_take(x->report, e);
	return false;
}

/* Loads what was written; true when it is good or beyond help. */
static bool
try_form(struct xls *x, struct str *text)
{
	struct yaml_out out = { .text = text };
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc;
	struct form *form = NULL;
	bool again = false;

	xls_yaml(x, &out);
	doc = yaml_parse(FILE_NAME, str_text(text), text->len, &e);
	if (doc == NULL)
		findings_take(&found, &e);
	else
		form = form_load(FILE_NAME, yaml_root(doc), NULL, &found);
	for (size_t i = 0; i < found.n; i++)
		if (xlsform_weight(found.item[i].code) == XLSFORM_REFUSED &&
		    take_finding(x, &out, &found.item[i]))
			again = true;
	/* Told once, of the form as it comes out. */
	for (size_t i = 0; i < found.n && !again; i++)
		if (found.item[i].code != 0 &&
		    xlsform_weight(found.item[i].code) != XLSFORM_REFUSED)
			take_finding(x, &out, &found.item[i]);
	findings_done(&found);
	form_free(form);
	yaml_doc_free(doc);
	free(out.line);
	return !again || x->refused > 0;
}

static bool
finish(struct xls *x, struct str *yaml)
{
	struct str text = STR_INIT;
	bool done = false;

	for (int i = 0; i < ROUNDS && !done; i++) {
		str_clear(&text);
		done = try_form(x, &text);
	}
	if (!done)
		xls_say(x, x->survey.sheet, 0, 0, ERR_XLS_EMPTY, NULL, NULL);
	if (x->refused == 0)
		str_addn(yaml, str_text(&text), text.len);
	str_done(&text);
	return x->refused == 0;
}

static void
read_all(struct xls *x, const char *code)
{
	xls_choices(x, &x->choices, false);
	xls_choices(x, &x->external, true);
	xls_survey(x);
	read_settings(x, code);
	if (x->refused > 0)
		return;
	check_grids(x);
	check_blanks(x);
	xls_loops(x);
	xls_names(x);
	if (x->refused > 0)
		return;
	xls_references(x);
	if (!x->ours)
		say_htcds(x);
	place_lists(x);
	xls_lists(x);
	label_choices(x);
	xls_lost(x, &x->survey);
	xls_lost(x, &x->choices);
	xls_lost(x, &x->settings);
	if (!x->ours)
		say_languages(x);
	order_head(x);
}

bool
xlsform_import(const struct sheets *in, const char *code,
    const struct form_lists *lists, struct str *yaml, struct findings *report)
{
	struct xls x = { .in = in, .lists = lists, .report = report };
	bool ok = false;

	if (xls_open(&x)) {
		read_all(&x, code);
		ok = x.refused == 0 && finish(&x, yaml);
	}
	made_done(x.made, x.n);
	xls_choices_done(&x);
	pairs_done(x.head, x.n_head);
	free(x.by_name);
	xls_close(&x);
	return ok;
}
