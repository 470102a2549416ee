/* The cases that a reception act has opened. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"
#include "core/vietnamese/fold.h"

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

	if (p != NULL && p->cell[0].state == CELL_ANSWERED) {
		vn_mask_name(&name, p->cell[0].text);
		cell[n++] = (struct row_cell){ 24, 20, ATTR_PLAIN,
		    str_text(&name) };
	}
	if (p != NULL && p->condition != NULL)
		cell[n++] = (struct row_cell){ 46, width - 48, ATTR_PLAIN,
		    p->condition };
	rows_cells(&RECEPTION(v)->rows, id, 0, NULL, cell, n);
	str_done(&name);
}

void
reception_layout(struct view *v, int width)
{
	struct reception *r = RECEPTION(v);
	json_t *cases = jx_get(r->made, "cases");
	size_t line = 0;

	if (r->made == NULL)
		return;
	rows_begin(&r->rows);
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
	rows_end(&r->rows);
}
