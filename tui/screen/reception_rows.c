/* The table of a reception act. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>

const char *
reception_form(const struct reception *r, const char *key,
    const char *otherwise)
{
	const char *code = jx_text(r->path, key);

	return code != NULL ? code : otherwise;
}

const char *
reception_person_form(const struct reception *r)
{
	return reception_form(r, "person_form", "reception_person");
}

/* Works out what the columns show for a line; a form does it. */
void
reception_show(struct view *v, struct person *p)
{
	struct reception *r = RECEPTION(v);
	struct fill *fill = v->app->session != NULL ?
	    tn_fill(v->app->session, NULL, reception_person_form(r), true,
	    NULL) :
	    NULL;
	const char *name;
	json_t *answer, *head;
	size_t k = 0, all, answered;

	if (fill == NULL)
		return;
	free(p->condition);
	p->condition = NULL;
	json_object_foreach(p->answers, name, answer)
		(void)fill_set(fill, name, answer, NULL);
	head = json_array();
	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *row = fill_row(fill, i);
		struct str text = STR_INIT;

		if (row->kind == FILL_QUESTION && row->answer != NULL &&
		    str_eq(row->item->name, "condition")) {
			fill_display(row->answer, row->item,
			    tn_lists(v->app->tn), v->app->lang, &text);
			free(p->condition);
			p->condition = str_steal(&text);
		}
		/* A column must be the same question on every line. */
		if (k == COLUMNS || row->kind != FILL_QUESTION ||
		    row->index > 0 ||
		    row->item->relevant != NULL)
			continue;
		if (row->answer != NULL)
			fill_display(row->answer, row->item,
			    tn_lists(v->app->tn), v->app->lang, &text);
		free(p->cell[k]);
		p->cell[k++] = str_steal(&text);
		json_array_append_new(head, json_pack("{s:s, s:s}", "vi",
		    text_in(&row->item->label, LANG_VI), "en",
		    text_in(&row->item->label, LANG_EN)));
	}
	form_count(fill, &all, &answered, &p->missing);
	json_decref(r->head);
	r->head = head;
	fill_close(fill);
}

static const int column_w[COLUMNS] = { 26, 10, 12, 12 };

static void
add_head(struct view *v)
{
	struct reception *r = RECEPTION(v);
	struct row_cell cell[COLUMNS];
	int x = 5;

	for (size_t i = 0; i < COLUMNS; i++) {
		cell[i] = (struct row_cell){ x, column_w[i], ATTR_DIM,
		    app_in(v->app, json_array_get(r->head, i)) };
		x += column_w[i] + 1;
	}
	rows_more(&r->rows, cell, COLUMNS)->more = false;
}

static void
add_person(struct view *v, size_t n, int width)
{
	struct reception *r = RECEPTION(v);
	struct person *p = &r->person[n];
	char *number = xasprintf("%zu", n + 1), *missing = NULL;
	char *key = xasprintf("person:%zu", n);
	struct row_cell cell[COLUMNS + 2];
	int x = 5;
	size_t k = 0;

	for (size_t i = 0; i < COLUMNS; i++) {
		cell[k++] = (struct row_cell){ x, column_w[i], ATTR_PLAIN,
		    p->cell[i] };
		x += column_w[i] + 1;
	}
	cell[k++] = (struct row_cell){ 2, 3, ATTR_PLAIN, number };
	if (p->missing > 0 && p->refused == NULL) {
		char *n_text = xasprintf("%zu", p->missing);

		missing = app_text(v->app, M_RECEPTION_MISSING, n_text, NULL);
		cell[k++] = (struct row_cell){ x, width - x, ATTR_WARN,
		    missing };
		free(n_text);
	}
	rows_cells(&r->rows, key, (int)n, NULL, cell, k);
	if (p->refused != NULL) {
		char *say = app_text(v->app, M_RECEPTION_REFUSED, p->refused,
		    NULL);

		cell[0] = (struct row_cell){ 5, width - 6, ATTR_BAD, say };
		rows_more(&r->rows, cell, 1);
		free(say);
	}
	free(missing);
	free(number);
	free(key);
}

/*
 * One case just opened.  Fifteen people are told apart by name and condition;
 * the name is masked, since from now on it is read in the case alone.
 */
static void
add_made_case(struct view *v, const char *id, const struct person *p,
    int width)
{
	struct str name = STR_INIT;
	struct row_cell cell[3] = { { 2, 20, ATTR_PLAIN, id } };
	size_t n = 1;

	if (p != NULL && p->cell[0] != NULL && p->cell[0][0] != '\0') {
		vn_mask_name(&name, p->cell[0]);
		cell[n++] = (struct row_cell){ 24, 20, ATTR_PLAIN,
		    str_text(&name) };
	}
	if (p != NULL && p->condition != NULL)
		cell[n++] = (struct row_cell){ 46, width - 48, ATTR_PLAIN,
		    p->condition };
	rows_cells(&RECEPTION(v)->rows, id, 0, NULL, cell, n);
	str_done(&name);
}

static void
add_made(struct view *v, int width)
{
	struct reception *r = RECEPTION(v);
	json_t *cases = jx_get(r->made, "cases");
	size_t line = 0;

	rows_section(&r->rows, width, app_msg(v->app, M_RECEPTION_CASES));
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const char *id = json_string_value(json_array_get(cases, i));

		/* The door opens them in the order of those signed for. */
		while (line < r->n && r->person[line].refused != NULL)
			line++;
		if (id != NULL)
			add_made_case(v, id, line < r->n ? &r->person[line] :
			    NULL, width);
		line++;
	}
}

void
reception_layout(struct view *v, int width)
{
	struct reception *r = RECEPTION(v);
	char *n = xasprintf("%zu", json_object_size(r->minutes)), *say;

	rows_begin(&r->rows);
	if (r->made != NULL) {
		add_made(v, width);
		rows_end(&r->rows);
		free(n);
		return;
	}
	say = app_text(v->app, json_object_size(r->minutes) > 0 ?
	    M_RECEPTION_MINUTES : M_RECEPTION_MINUTES_EMPTY, n, NULL);
	rows_item(&r->rows, "minutes", -1, NULL, 2, width - 4, ATTR_PLAIN,
	    say);
	free(say);
	free(n);
	n = xasprintf("%zu", r->n);
	say = app_text(v->app, M_RECEPTION_PERSONS, n, NULL);
	rows_section(&r->rows, width, say);
	free(say);
	free(n);
	if (r->n == 0)
		rows_text(&r->rows, 2, width - 4, ATTR_DIM,
		    app_msg(v->app, M_RECEPTION_NONE));
	else
		add_head(v);
	for (size_t i = 0; i < r->n; i++)
		add_person(v, i, width);
	rows_end(&r->rows);
}

void
reception_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&RECEPTION(v)->rows, c, a, true);
}
