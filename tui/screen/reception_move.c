/* From cell to cell and line to line of a reception act. */
#include "tui/screen/reception.h"

struct person *
reception_chosen(struct reception *r)
{
	return r->at >= 1 && r->at <= r->n ? &r->person[r->at - 1] : NULL;
}

bool
reception_go(struct view *v, size_t at)
{
	struct reception *r = RECEPTION(v);

	if (!reception_commit(v))
		return false;
	r->at = at > r->n + 1 ? r->n + 1 : at;
	if (r->at == 0)
		r->entry = false;
	return true;
}

static bool
is_closed(struct reception *r, size_t column)
{
	const struct person *p = reception_chosen(r);

	return p != NULL && p->cell[column].state == CELL_CLOSED;
}

void
reception_sideways(struct view *v, bool right, bool all)
{
	struct reception *r = RECEPTION(v);
	size_t col = r->col;

	if (r->at == 0 || !reception_commit(v))
		return;
	do {
		if (right ? col + 1 >= r->columns : col == 0)
			return;
		col = right ? col + 1 : col - 1;
	} while (!all && is_closed(r, col));
	r->col = col;
}

void
reception_next(struct view *v)
{
	struct reception *r = RECEPTION(v);
	size_t col = r->col, end;

	if (!reception_commit(v))
		return;
	/* an empty new line has nothing after it */
	if (r->at > r->n) {
		reception_leave(v);
		return;
	}
	end = col < r->needed ? r->needed : r->columns;
	do
		col++;
	while (col < end && is_closed(r, col));
	if (col < end) {
		r->col = col;
		return;
	}
	r->col = 0;
	(void)reception_go(v, r->at + 1);
}

void
reception_before(struct view *v)
{
	struct reception *r = RECEPTION(v);

	if (!reception_commit(v))
		return;
	if (r->col > 0) {
		reception_sideways(v, false, false);
	} else if (r->at > 1) {
		(void)reception_go(v, r->at - 1);
		r->col = r->needed - 1;
		if (is_closed(r, r->col))
			reception_sideways(v, false, false);
	}
}

bool
reception_move(struct view *v, enum command command)
{
	struct reception *r = RECEPTION(v);
	size_t page = r->height > 1 ? (size_t)r->height - 1 : 1;

	switch (command) {
	case CMD_UP:
		(void)reception_go(v, r->at > 0 ? r->at - 1 : 0);
		return true;
	case CMD_DOWN:
		(void)reception_go(v, r->at + 1);
		return true;
	case CMD_PAGE_UP:
		(void)reception_go(v, r->at > page ? r->at - page : 0);
		return true;
	case CMD_PAGE_DOWN:
		(void)reception_go(v, r->at + page);
		return true;
	case CMD_FIRST:
		(void)reception_go(v, 0);
		return true;
	case CMD_LAST:
		(void)reception_go(v, r->n + 1);
		return true;
	default:
		return false;
	}
}

static bool
lacks(const struct line_cell *cell)
{
	return cell->state == CELL_NEEDED || cell->state == CELL_WRONG ||
	    cell->state == CELL_UNREAD;
}

/* The first cell from `col` on of a line that lacks something. */
static bool
lacking_in(struct reception *r, size_t line, size_t col)
{
	const struct person *p = &r->person[line];

	for (; p->refused == NULL && col < r->columns; col++) {
		if (!lacks(&p->cell[col]))
			continue;
		r->at = line + 1;
		r->col = col;
		return true;
	}
	return false;
}

void
reception_next_missing(struct view *v)
{
	struct reception *r = RECEPTION(v);
	size_t from;

	if (!reception_commit(v))
		return;
	from = r->at >= 1 && r->at <= r->n ? r->at - 1 : 0;
	if (r->n > 0 && lacking_in(r, from, r->at >= 1 ? r->col + 1 : 0))
		return;
	for (size_t i = 1; i <= r->n; i++)
		if (lacking_in(r, (from + i) % r->n, 0))
			return;
	app_say(v->app, ATTR_GOOD, M_RECEPTION_NONE_MISSING, NULL);
}
