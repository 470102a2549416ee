#include "tui/widget/order.h"

#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/widget/rows.h"

#include <stdlib.h>

struct ordering {
	char *title;
	json_t *items;			/* [{code, label}] */
	void (*done)(void *ctx, const json_t *codes);
	void *ctx;
	struct rows rows;
	int width;
	char *held;			/* this one moves with the arrows */
};

static void
ordering_close(struct view *v)
{
	struct ordering *o = v->data;

	rows_done(&o->rows);
	json_decref(o->items);
	free(o->held);
	free(o->title);
	free(o);
}

static void
ordering_layout(struct view *v, int width)
{
	struct ordering *o = v->data;
	const json_t *item;
	size_t i;

	o->width = width;
	rows_begin(&o->rows);
	json_array_foreach(o->items, i, item) {
		bool held = str_eq(o->held, jx_text(item, "code"));
		char *number = xasprintf("%zu.", i + 1);
		const struct row_cell cell[] = {
			{ 2, 4, ATTR_PLAIN, number },
			{ 6, 2, ATTR_BOLD, held ? "\xe2\x86\x95" : NULL },
			{ 8, width - 10, ATTR_PLAIN, jx_text(item, "label") },
		};

		rows_cells(&o->rows, jx_text(item, "code"), 0, NULL, cell,
		    ARRAY_LEN(cell));
		free(number);
	}
	rows_end(&o->rows);
}

static uint64_t
ordering_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_BACK | CTX_ORDER;
}

static void
ordering_paint(struct view *v, struct canvas *c, struct area a)
{
	struct ordering *o = v->data;
	int want = (int)o->rows.n + 2;
	struct area box = a;

	box.h = want < a.h - 4 ? want : a.h - 4;
	box.y = a.y + a.h - box.h;
	canvas_fill(c, box, ATTR_PLAIN);
	canvas_rule(c, box.y, box.x, box.w);
	canvas_text(c, box.y + 1, 2, box.w - 4, ATTR_BOLD, o->title);
	box.y += 2;
	box.h -= 2;
	rows_paint(&o->rows, c, box, true);
}

/* The chosen line one place up or down; it stays the chosen one. */
static void
move_line(struct view *v, bool down)
{
	struct ordering *o = v->data;
	const struct row *row = rows_chosen(&o->rows);
	size_t n = json_array_size(o->items), from = 0, to;
	json_t *item;

	if (row == NULL)
		return;
	while (from < n && !str_eq(jx_text(json_array_get(o->items, from),
	    "code"), row->key))
		from++;
	to = down ? from + 1 : from - 1;
	if (from == n || to >= n)
		return;
	item = json_incref(json_array_get(o->items, from));
	json_array_remove(o->items, from);
	json_array_insert_new(o->items, to, item);
	ordering_layout(v, o->width);
}

static void
lift(struct view *v)
{
	struct ordering *o = v->data;
	const struct row *row = rows_chosen(&o->rows);
	char *was = o->held;

	o->held = was == NULL && row != NULL ? xstrdup(row->key) : NULL;
	free(was);
	ordering_layout(v, o->width);
}

static void
ordering_finish(struct view *v)
{
	struct ordering *o = v->data;
	void (*done)(void *ctx, const json_t *codes) = o->done;
	void *ctx = o->ctx;
	json_t *codes = json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(o->items, i, item)
		json_array_append_new(codes, json_string(jx_text(item,
		    "code")));
	app_pop(v->app);
	done(ctx, codes);
	json_decref(codes);
}

static bool
ordering_command(struct view *v, enum command command)
{
	struct ordering *o = v->data;
	bool down = command == CMD_DOWN || command == CMD_LATER;

	switch (command) {
	case CMD_EARLIER: case CMD_LATER:
		move_line(v, down);
		return true;
	case CMD_UP: case CMD_DOWN:
		if (o->held == NULL)
			return rows_command(&o->rows, command);
		move_line(v, down);
		return true;
	case CMD_GRAB:
		lift(v);
		return true;
	case CMD_KEEP_ORDER:
		ordering_finish(v);
		return true;
	default:
		return rows_command(&o->rows, command);
	}
}

static const struct view_ops ordering_ops = {
	.name = "order", .overlay = true, .contexts = ordering_contexts,
	.layout = ordering_layout, .paint = ordering_paint,
	.command = ordering_command, .close = ordering_close,
};

void
order_open(struct app *app, const struct order *order)
{
	struct ordering *o = xcalloc(1, sizeof *o);

	o->title = xstrdup(order->title);
	o->items = json_deep_copy(order->items);
	o->done = order->done;
	o->ctx = order->ctx;
	o->width = app_width(app);
	app_push(app, view_new(app, &ordering_ops, o));
}
