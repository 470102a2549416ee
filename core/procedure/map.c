/* Layers and rows of a path. */
#include "core/procedure/map.h"

#include <stdlib.h>
#include <string.h>

/* More sweeps find nothing better on paths of a size that people can read. */
#define SWEEPS 12
/* Ordering looks at pairs of lines; beyond this the first order stays. */
#define EDGES_TO_ORDER 1000

static void
add_edges(struct map *m, const struct path *path)
{
	size_t i, k, n = 0;

	for (i = 0; i < path->n_step; i++)
		n += path->step[i].n_from;
	m->edge = xcalloc(n + 1, sizeof(*m->edge));
	for (i = 0; i < path->n_step; i++) {
		const struct step *s = &path->step[i];

		for (k = 0; k < s->n_from; k++) {
			struct map_edge *e = &m->edge[m->n_edge++];

			e->step = s;
			e->from = (size_t)(s->from[k] - path->state);
			e->to = (size_t)(s->to - path->state);
		}
	}
}

/* A walk in depth: where each state was left off, and in which order met. */
struct walk {
	size_t *stack, depth;
	size_t *next;		/* edge to look at next, by node */
	size_t *order, n;	/* nodes as they were met */
	enum { NEW, OPEN, DONE } *mark;
};

static void
meet(struct walk *w, size_t node)
{
	w->mark[node] = OPEN;
	w->order[w->n++] = node;
	w->stack[w->depth++] = node;
}

/*
 * Edges into a node that is still open lead back, and so does what reopens: an
 * end stands below all that leads to it.
 */
static void
walk_from(struct map *m, struct walk *w, size_t root)
{
	meet(w, root);
	while (w->depth > 0) {
		size_t at = w->stack[w->depth - 1];
		struct map_edge *e;

		if (w->next[at] == m->n_edge) {
			w->mark[at] = DONE;
			w->depth--;
			continue;
		}
		e = &m->edge[w->next[at]++];
		if (e->from != at)
			continue;
		if (e->step->reopens || w->mark[e->to] == OPEN)
			e->back = true;
		else if (w->mark[e->to] == NEW)
			meet(w, e->to);
	}
}

/* Marks what leads back; in `order` the nodes, the beginning first. */
static void
find_back(struct map *m, size_t entry, size_t *order)
{
	struct walk w = { .order = order };
	size_t i;

	w.stack = xcalloc(m->n_node + 1, sizeof(*w.stack));
	w.next = xcalloc(m->n_node + 1, sizeof(*w.next));
	w.mark = xcalloc(m->n_node + 1, sizeof(*w.mark));
	walk_from(m, &w, entry);
	/* What cannot be reached still has to stand somewhere. */
	for (i = 0; i < m->n_node; i++)
		if (w.mark[i] == NEW)
			walk_from(m, &w, i);
	/* The beginning stands at the top, whatever leads to it. */
	for (i = 0; i < m->n_edge; i++)
		if (m->edge[i].to == entry)
			m->edge[i].back = true;
	free(w.stack);
	free(w.next);
	free(w.mark);
}

/* Without edges that lead back no way is longer than there are nodes. */
static void
set_layers(struct map *m)
{
	bool moved = true;
	size_t pass, i;

	for (pass = 0; pass < m->n_node && moved; pass++) {
		moved = false;
		for (i = 0; i < m->n_edge; i++) {
			const struct map_edge *e = &m->edge[i];
			size_t least = m->node[e->from].layer + 1;

			if (e->back || m->node[e->to].layer >= least)
				continue;
			m->node[e->to].layer = least;
			moved = true;
		}
	}
	for (i = 0; i < m->n_node; i++)
		if (m->node[i].layer >= m->n_layer)
			m->n_layer = m->node[i].layer + 1;
}

static void
set_rows(struct map *m, const size_t *order)
{
	size_t *filled = xcalloc(m->n_layer + 1, sizeof(*filled)), i;

	for (i = 0; i < m->n_node; i++) {
		struct map_node *node = &m->node[order[i]];

		node->row = filled[node->layer]++;
		if (node->row >= m->n_row)
			m->n_row = node->row + 1;
	}
	free(filled);
}

static bool
is_crossed(const struct map *m, const struct map_edge *a,
    const struct map_edge *b)
{
	const struct map_node *fa = &m->node[a->from], *ta = &m->node[a->to];
	const struct map_node *fb = &m->node[b->from], *tb = &m->node[b->to];

	if (fa->layer != fb->layer || ta->layer != tb->layer)
		return false;
	return (fa->row < fb->row && ta->row > tb->row) ||
	    (fa->row > fb->row && ta->row < tb->row);
}

size_t
map_crossings(const struct map *m)
{
	size_t i, k, n = 0;

	for (i = 0; i < m->n_edge; i++)
		for (k = i + 1; k < m->n_edge && !m->edge[i].back; k++)
			n += !m->edge[k].back &&
			    is_crossed(m, &m->edge[i], &m->edge[k]);
	return n;
}

/* ---- few crossings: each state near the middle of its neighbours ---- */

struct place {
	size_t node, row;
	double middle;
};

static int
by_middle(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->middle != y->middle)
		return x->middle < y->middle ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* The mean row of the neighbours before (or behind); its own for none. */
static double
middle_of(const struct map *m, size_t node, bool before)
{
	double sum = 0;
	size_t i, n = 0;

	for (i = 0; i < m->n_edge; i++) {
		const struct map_edge *e = &m->edge[i];

		if (e->back || (before ? e->to : e->from) != node)
			continue;
		sum += (double)m->node[before ? e->from : e->to].row;
		n++;
	}
	return n == 0 ? (double)m->node[node].row : sum / (double)n;
}

static void
order_layer(struct map *m, size_t layer, bool before, struct place *place)
{
	size_t i, n = 0;

	for (i = 0; i < m->n_node; i++)
		if (m->node[i].layer == layer)
			place[n++] = (struct place){ i, m->node[i].row,
			    middle_of(m, i, before) };
	qsort(place, n, sizeof(*place), by_middle);
	for (i = 0; i < n; i++)
		m->node[place[i].node].row = i;
}

static void
order_rows(struct map *m)
{
	size_t *best = xcalloc(m->n_node + 1, sizeof(*best));
	struct place *place = xcalloc(m->n_node + 1, sizeof(*place));
	size_t fewest = map_crossings(m), n, i, k;

	for (i = 0; i < m->n_node; i++)
		best[i] = m->node[i].row;
	for (k = 0; k < SWEEPS && fewest > 0; k++) {
		bool down = k % 2 == 0;

		for (i = 0; i < m->n_layer; i++)
			order_layer(m, down ? i : m->n_layer - 1 - i, down,
			    place);
		n = map_crossings(m);
		if (n >= fewest)
			continue;
		fewest = n;
		for (i = 0; i < m->n_node; i++)
			best[i] = m->node[i].row;
	}
	for (i = 0; i < m->n_node; i++)
		m->node[i].row = best[i];
	free(place);
	free(best);
}

struct map *
map_layout(const struct path *path)
{
	struct map *m = xcalloc(1, sizeof(*m));
	size_t *order, i;

	m->n_node = path->n_state;
	m->node = xcalloc(m->n_node + 1, sizeof(*m->node));
	for (i = 0; i < m->n_node; i++)
		m->node[i].state = &path->state[i];
	add_edges(m, path);
	if (m->n_node == 0)
		return m;
	order = xcalloc(m->n_node, sizeof(*order));
	find_back(m, path->entry_state == NULL ? 0 :
	    (size_t)(path->entry_state - path->state), order);
	set_layers(m);
	set_rows(m, order);
	if (m->n_edge <= EDGES_TO_ORDER)
		order_rows(m);
	free(order);
	return m;
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	free(m->node);
	free(m->edge);
	free(m);
}
