/* Rows for a sheet to be written. */
#include "core/exchange/xlsform_sheet.h"

#include <stdlib.h>
#include <string.h>

/* The columns that XLSForm's own documentation begins with. */
static const char *const first[] = {
	"list_name", "type", "name", "form_title", "form_id", "version",
	"default_language",
	"label::" COLUMN_VI, "label::" COLUMN_EN,
	"hint::" COLUMN_VI, "hint::" COLUMN_EN,
	"guidance_hint::" COLUMN_VI, "guidance_hint::" COLUMN_EN,
	"required",
	"required_message::" COLUMN_VI, "required_message::" COLUMN_EN,
	"relevant", "constraint",
	"constraint_message::" COLUMN_VI, "constraint_message::" COLUMN_EN,
	"calculation", "trigger", "default", "readonly", "appearance",
	"choice_filter", "repeat_count", "parameters",
};

void
out_row(struct out_sheet *s)
{
	s->rows++;
}

static size_t
column_of(struct out_sheet *s, const char *name)
{
	for (size_t i = 0; i < s->columns; i++)
		if (strcmp(s->column[i], name) == 0)
			return i;
	s->column = xgrow(s->column, s->columns, &s->column_cap,
	    sizeof(char *));
	s->column[s->columns] = xstrdup(name);
	return s->columns++;
}

void
out_put(struct out_sheet *s, const char *column, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	s->cell = xgrow(s->cell, s->n, &s->cap, sizeof(*s->cell));
	s->cell[s->n++] = (struct out_cell){ s->rows, column_of(s, column),
	    xstrdup(text) };
}

void
out_both(struct out_sheet *s, const char *key, const char *vi, const char *en)
{
	char *name = xasprintf("%s::" COLUMN_VI, key);

	out_put(s, name, vi);
	free(name);
	name = xasprintf("%s::" COLUMN_EN, key);
	out_put(s, name, en);
	free(name);
}

static char *
codes_text(const struct yaml_node *value)
{
	struct str s = STR_INIT;

	str_addc(&s, '[');
	for (size_t i = 0; i < value->n; i++) {
		if (value->item[i]->kind != YAML_TEXT) {
			str_done(&s);
			return NULL;
		}
		str_printf(&s, "%s%s", i > 0 ? ", " : "",
		    value->item[i]->text);
	}
	str_addc(&s, ']');
	return str_steal(&s);
}

bool
out_tn(struct out_sheet *s, const char *key, const struct yaml_node *value)
{
	char *name = xasprintf("tn::%s", key), *codes;
	bool ok = true;

	if (value->kind == YAML_TEXT) {
		out_put(s, name, value->text);
	} else if (value->kind == YAML_LIST) {
		codes = codes_text(value);
		ok = codes != NULL;
		out_put(s, name, codes);
		free(codes);
	} else {
		char *vi = xasprintf("%s::vi", name);
		char *en = xasprintf("%s::en", name);

		ok = yaml_get_text(value, "vi") != NULL &&
		    yaml_get_text(value, "en") != NULL && value->n == 2;
		if (ok) {
			out_put(s, vi, yaml_get_text(value, "vi"));
			out_put(s, en, yaml_get_text(value, "en"));
		}
		free(vi);
		free(en);
	}
	free(name);
	return ok;
}

/* Where each column goes: those of `first`, then the others as they came. */
static size_t *
column_order(const struct out_sheet *s)
{
	size_t *place = xcalloc(s->columns + 1, sizeof(*place)), n = 0;
	bool *done = xcalloc(s->columns + 1, sizeof(*done));

	for (size_t k = 0; k < ARRAY_LEN(first); k++)
		for (size_t i = 0; i < s->columns; i++)
			if (!done[i] && strcmp(s->column[i], first[k]) == 0) {
				done[i] = true;
				place[i] = n++;
			}
	for (size_t i = 0; i < s->columns; i++)
		if (!done[i])
			place[i] = n++;
	free(done);
	return place;
}

bool
out_write(struct out_sheet *s, struct sheets *to, struct err *e)
{
	struct sheet *sheet = sheets_add(to, s->name, e);
	size_t *place = column_order(s), row = 0, last = 0;
	bool ok = sheet != NULL;

	for (size_t i = 0; i < s->columns && ok; i++)
		ok = sheet_put(to, sheet, 0, 0, place[i], s->column[i],
		    strlen(s->column[i]), e);
	for (size_t i = 0; i < s->n && ok; i++) {
		const struct out_cell *c = &s->cell[i];

		/* a row without any cell takes no place */
		if (c->row != last)
			row = sheet->rows;
		last = c->row;
		ok = sheet_put(to, sheet, row, 0, place[c->column], c->text,
		    strlen(c->text), e);
		/* nothing but blanks opened no row: the next one does */
		if (row == sheet->rows)
			last = 0;
	}
	free(place);
	return ok;
}

void
out_done(struct out_sheet *s)
{
	for (size_t i = 0; i < s->columns; i++)
		free(s->column[i]);
	for (size_t i = 0; i < s->n; i++)
		free(s->cell[i].text);
	free(s->column);
	free(s->cell);
}
