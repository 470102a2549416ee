/* Boxes and lines. */
#include "tui/screen/map_picture.h"

#include "core/base/jx.h"
#include "tui/app.h"

#include <stdlib.h>
#include <string.h>

#define LAYERS 64
#define BOX_H 3
#define PITCH (BOX_H + 1)	/* one line of connections below each layer */
#define BOX_W_MAX 26
#define WIDTH_MAX 1000

enum { UP = 1, RIGHT = 2, DOWN = 4, LEFT = 8 };

/* A line's letter by the sides on which it goes on. */
static const char *const line_letter[16] = {
	" ", "│", "─", "└", "│", "│", "┌", "├",
	"─", "┘", "─", "┴", "┐", "┤", "┬", "┼"
};

struct picture {
	struct area a;
	const json_t *nodes;
	size_t in_layer[LAYERS];
	size_t layers;
	int box_w;
	int top;		/* first line shown */
};

static size_t
layer_of(const json_t *node)
{
	int64_t n = jx_int(node, "layer", 0);

	return n < 0 ? 0 : n >= LAYERS ? LAYERS - 1 : (size_t)n;
}

static int
node_x(const struct picture *p, const json_t *node)
{
	int slot = p->a.w / (int)p->in_layer[layer_of(node)];

	return p->a.x + (int)jx_int(node, "row", 0) * slot +
	    (slot - p->box_w) / 2;
}

static int
node_y(const struct picture *p, const json_t *node)
{
	return p->a.y + (int)layer_of(node) * PITCH - p->top;
}

static void
put(const struct picture *p, struct canvas *c, int y, int x, int w,
    enum attr attr, const char *text)
{
	if (y >= p->a.y && y < p->a.y + p->a.h && x < p->a.x + p->a.w)
		canvas_text(c, y, x, w, attr, text);
}

/* As in the list beside: bold and dim alone are lost on paper. */
static const char *
mark_of(const json_t *node)
{
	static const struct { const char *status, *mark; } marks[] = {
		{ "here", ">" }, { "done", "x" }, { "possible", "+" },
		{ "passed_by", "-" },
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (str_eq(marks[i].status, jx_text(node, "status")))
			return marks[i].mark;
	return " ";
}

static void
paint_box(const struct picture *p, struct app *app, struct canvas *c,
    const json_t *node)
{
	bool here = str_eq(jx_text(node, "status"), "here");
	enum attr attr = here ? ATTR_BOLD : str_eq(jx_text(node, "status"),
	    "done") ? ATTR_PLAIN : ATTR_DIM;
	int y = node_y(p, node), x = node_x(p, node);
	struct str rule = STR_INIT, line = STR_INIT;

	for (int i = 0; i < p->box_w - 2; i++)
		str_add(&rule, here ? "═" : "─");
	str_printf(&line, here ? "╔%s╗" : "┌%s┐", str_text(&rule));
	put(p, c, y, x, p->box_w, attr, str_text(&line));
	str_clear(&line);
	str_printf(&line, here ? "╚%s╝" : "└%s┘", str_text(&rule));
	put(p, c, y + 2, x, p->box_w, attr, str_text(&line));
	put(p, c, y + 1, x, 1, attr, here ? "║" : "│");
	put(p, c, y + 1, x + p->box_w - 1, 1, attr, here ? "║" : "│");
	put(p, c, y + 1, x + 1, p->box_w - 2, attr, mark_of(node));
	put(p, c, y + 1, x + 3, p->box_w - 4, attr, app_get(app, node,
	    "title"));
	str_done(&rule);
	str_done(&line);
}

/* The line of connections below one layer. */
static void
paint_joints(const struct picture *p, struct canvas *c, const json_t *edges,
    size_t layer)
{
	unsigned char sides[WIDTH_MAX];
	int y = p->a.y + (int)layer * PITCH + BOX_H - p->top;

	memset(sides, 0, sizeof(sides));
	for (size_t i = 0; i < json_array_size(edges); i++) {
		const json_t *e = json_array_get(edges, i);
		const json_t *from = jx_by_code(p->nodes, jx_text(e, "from"));
		const json_t *to = jx_by_code(p->nodes, jx_text(e, "to"));
		int a, b, x;

		if (from == NULL || to == NULL || layer_of(from) != layer ||
		    layer_of(to) != layer + 1)
			continue;
		a = node_x(p, from) + p->box_w / 2 - p->a.x;
		b = node_x(p, to) + p->box_w / 2 - p->a.x;
		if (a < 0 || b < 0 || a >= WIDTH_MAX || b >= WIDTH_MAX)
			continue;
		sides[a] |= UP;
		sides[b] |= DOWN;
		for (x = a < b ? a : b; x < (a < b ? b : a); x++) {
			sides[x] |= RIGHT;
			sides[x + 1] |= LEFT;
		}
	}
	for (int x = 0; x < p->a.w && x < WIDTH_MAX; x++)
		if (sides[x] != 0)
			put(p, c, y, p->a.x + x, 1, ATTR_DIM,
			    line_letter[sides[x]]);
}

static void
measure(struct picture *p)
{
	size_t most = 1;

	for (size_t i = 0; i < json_array_size(p->nodes); i++) {
		size_t layer = layer_of(json_array_get(p->nodes, i));

		p->in_layer[layer]++;
		if (layer + 1 > p->layers)
			p->layers = layer + 1;
		if (p->in_layer[layer] > most)
			most = p->in_layer[layer];
	}
	p->box_w = p->a.w / (int)most - 2;
	if (p->box_w > BOX_W_MAX)
		p->box_w = BOX_W_MAX;
}

/* Scrolled so that the box of "you are here" is in the middle. */
static void
scroll(struct picture *p)
{
	int height = (int)p->layers * PITCH, top = 0;

	for (size_t i = 0; i < json_array_size(p->nodes); i++) {
		const json_t *n = json_array_get(p->nodes, i);

		if (str_eq(jx_text(n, "status"), "here"))
			top = (int)layer_of(n) * PITCH - p->a.h / 2;
	}
	if (top > height - p->a.h)
		top = height - p->a.h;
	p->top = top > 0 ? top : 0;
}

void
map_picture(struct app *app, struct canvas *c, struct area a,
    const json_t *map)
{
	struct picture p = { .a = a, .nodes = jx_get(map, "nodes") };

	measure(&p);
	if (p.box_w < 6)
		return;
	scroll(&p);
	for (size_t i = 0; i + 1 < p.layers; i++)
		paint_joints(&p, c, jx_get(map, "edges"), i);
	for (size_t i = 0; i < json_array_size(p.nodes); i++)
		paint_box(&p, app, c, json_array_get(p.nodes, i));
}
