/*
 * A path as a picture: in which layer and row each state stands.  Layout
 * only; who draws it, and what a case has done on it, is not known here.
 *
 * Layers go from the beginning on: a state stands one layer behind the
 * furthest that leads to it, leaving out steps that lead back.  Within a
 * layer states are ordered so that few lines cross.  The same path gives the
 * same map.
 */
#ifndef TN_PROCEDURE_MAP_H
#define TN_PROCEDURE_MAP_H

#include "core/procedure/procedure.h"

struct map_node {
	const struct state *state;	/* borrowed from the path */
	size_t layer, row;		/* from 0; no two nodes share both */
};

/* A step from one of its states; from and to are numbers of nodes. */
struct map_edge {
	const struct step *step;	/* borrowed from the path */
	size_t from, to;
	bool back;			/* leads back, or to where the path begins */
};

struct map {
	struct map_node *node;		/* in the order of the path's states */
	size_t n_node;
	struct map_edge *edge;		/* in the order of the path's steps */
	size_t n_edge;
	size_t n_layer, n_row;		/* rows of the fullest layer */
};

/* A path or a track; never NULL.  The path must outlive it. */
struct map *map_layout(const struct path *path);
void map_free(struct map *map);

/*
 * How many pairs of lines that run between the same two layers cross; lines
 * that lead back are left out.
 */
size_t map_crossings(const struct map *map);

#endif
