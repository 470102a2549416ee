/*
 * The map of a path: what must hold of every layout, on all paths and tracks
 * that ship and on random ones, and one whose lines need not cross.
 */
#include "core/base/files.h"
#include "core/procedure/map.h"
#include "tests/t.h"

#include <stdlib.h>
#include <time.h>

#define STATES 9
#define STEPS 24

/* A path made of numbers; nothing else of it is looked at. */
struct made {
	struct path path;
	struct state state[STATES];
	struct step step[STEPS];
	const struct state *from[STEPS];
};

static void
make(struct made *m, size_t n_state, const size_t (*edge)[2], size_t n_edge)
{
	memset(m, 0, sizeof(*m));
	m->path.state = m->state;
	m->path.n_state = n_state;
	m->path.entry_state = m->state;
	m->path.step = m->step;
	m->path.n_step = n_edge;
	for (size_t i = 0; i < n_edge; i++) {
		m->from[i] = &m->state[edge[i][0]];
		m->step[i].from = &m->from[i];
		m->step[i].n_from = 1;
		m->step[i].to = &m->state[edge[i][1]];
	}
}

/* Can one come from a to b along the lines? */
static bool
leads(const struct map *m, size_t a, size_t b)
{
	bool *is = xcalloc(m->n_node, sizeof(*is)), more = true, found;

	is[a] = true;
	while (more) {
		more = false;
		for (size_t i = 0; i < m->n_edge; i++)
			if (is[m->edge[i].from] && !is[m->edge[i].to])
				is[m->edge[i].to] = more = true;
	}
	found = is[b];
	free(is);
	return found;
}

/* The longest way to a node along lines that lead on. */
static size_t
longest(const struct map *m, size_t node)
{
	size_t layer = 0;

	for (size_t i = 0; i < m->n_edge; i++) {
		const struct map_edge *e = &m->edge[i];

		if (!e->back && e->to == node &&
		    m->node[e->from].layer + 1 > layer)
			layer = m->node[e->from].layer + 1;
	}
	return layer;
}

static void
check_nodes(const struct map *m)
{
	size_t *n = xcalloc(m->n_layer + 1, sizeof(*n));

	for (size_t i = 0; i < m->n_node; i++) {
		const struct map_node *a = &m->node[i];

		T_CHECK(a->layer < m->n_layer && a->row < m->n_row);
		T_INT((int)a->layer, (int)longest(m, i));
		n[a->layer]++;
		for (size_t k = i + 1; k < m->n_node; k++)
			T_CHECK(a->layer != m->node[k].layer ||
			    a->row != m->node[k].row);
	}
	/* No holes: each layer has its rows from 0 on. */
	for (size_t i = 0; i < m->n_node; i++)
		T_CHECK(m->node[i].row < n[m->node[i].layer]);
	for (size_t i = 0; i < m->n_layer; i++)
		T_CHECK(n[i] > 0);
	free(n);
}

static void
check_map(const struct path *path)
{
	struct map *m = map_layout(path), *again = map_layout(path);
	size_t n = 0;

	T_INT((int)m->n_node, (int)path->n_state);
	for (size_t i = 0; i < path->n_step; i++)
		n += path->step[i].n_from;
	T_INT((int)m->n_edge, (int)n);
	T_INT((int)m->node[path->entry_state - path->state].layer, 0);
	check_nodes(m);
	for (size_t i = 0; i < m->n_edge; i++) {
		const struct map_edge *e = &m->edge[i];

		T_CHECK(e->back || m->node[e->to].layer >
		    m->node[e->from].layer);
		/* Only what closes a circle, or begins anew, leads back. */
		T_CHECK(!e->back || leads(m, e->to, e->from) ||
		    m->node[e->to].state == path->entry_state);
	}
	for (size_t i = 0; i < m->n_node; i++) {
		T_INT((int)m->node[i].layer, (int)again->node[i].layer);
		T_INT((int)m->node[i].row, (int)again->node[i].row);
	}
	map_free(again);
	map_free(m);
}

static void
look_at(const char *folder)
{
	struct findings found = FINDINGS_INIT;
	struct procedure *p = NULL;
	struct files files;

	T_CHECK(files_posix(&files, folder, NULL));
	p = procedure_load(&files, &found);
	T_CHECK(p != NULL && p->n_regime > 0);
	for (size_t i = 0; p != NULL && i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		for (size_t k = 0; k < r->n_path; k++) {
			struct map *m = map_layout(&r->path[k]);

			check_map(&r->path[k]);
			printf("# %s/%s: %zu layers, %zu rows, %zu crossings\n",
			    r->code, r->path[k].code, m->n_layer, m->n_row,
			    map_crossings(m));
			map_free(m);
		}
		for (size_t k = 0; k < r->n_track; k++)
			check_map(&r->track[k]);
	}
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
}

static void
test_shipped(void)
{
	const char *folder = getenv("TN_FORMS");

	look_at(folder != NULL && *folder != '\0' ? folder : "forms");
	look_at("tests/unit/regimes");
}

/* Two lines that cross as the states are met, and need not. */
static void
test_uncrossed(void)
{
	static const size_t edge[][2] = {
		{ 0, 1 }, { 0, 2 }, { 1, 4 }, { 2, 3 }, { 1, 3 }, { 2, 5 },
		{ 1, 6 }, { 4, 0 }, { 3, 3 },
	};
	struct made made;
	struct map *m;

	make(&made, 7, edge, ARRAY_LEN(edge));
	check_map(&made.path);
	m = map_layout(&made.path);
	T_INT((int)map_crossings(m), 0);
	T_INT((int)m->n_layer, 3);
	T_INT((int)m->n_row, 4);
	T_CHECK(m->edge[7].back && m->edge[8].back && !m->edge[0].back);
	map_free(m);
}

static void
test_layers(void)
{
	/* The long way counts; a state nothing leads to stands at the top. */
	static const size_t edge[][2] = {
		{ 0, 3 }, { 0, 1 }, { 1, 2 }, { 2, 3 }, { 3, 1 }, { 4, 3 },
	};
	static const int layer[] = { 0, 1, 2, 3, 0 };
	struct made made;
	struct map *m;

	make(&made, 5, edge, ARRAY_LEN(edge));
	m = map_layout(&made.path);
	/* Met by the short way first, 3 leads on to 1: then 2 -> 3 is back. */
	T_CHECK(m->node[0].layer == 0);
	map_free(m);
	made.step[0].to = &made.state[1];
	made.step[1].to = &made.state[3];
	m = map_layout(&made.path);
	for (size_t i = 0; i < ARRAY_LEN(layer); i++)
		T_INT((int)m->node[i].layer, layer[i]);
	T_CHECK(m->edge[4].back);
	map_free(m);
	check_map(&made.path);
}

static void
test_random(void)
{
	const char *given = getenv("TN_SEED");
	unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) :
	    (unsigned)time(NULL);
	size_t edge[STEPS][2];
	struct made made;

	printf("# seed %u (TN_SEED)\n", seed);
	srand(seed);
	for (int i = 0; i < 2000; i++) {
		size_t n = 1 + (size_t)rand() % STATES;
		size_t k = (size_t)rand() % (STEPS + 1);

		for (size_t e = 0; e < k; e++) {
			edge[e][0] = (size_t)rand() % n;
			edge[e][1] = (size_t)rand() % n;
		}
		make(&made, n, edge, k);
		check_map(&made.path);
	}
}

int
main(void)
{
	T_RUN(test_shipped);
	T_RUN(test_uncrossed);
	T_RUN(test_layers);
	T_RUN(test_random);
	return t_done();
}
