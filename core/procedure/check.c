/*
 * `tiepnhan check`: what no single line of YAML can show.  First what all
 * regimes have to do with each other, then each regime by itself.
 */
#include "core/procedure/check.h"
#include "core/procedure/lists.h"
#include "core/procedure/load.h"
#include "core/procedure/old_places.h"

#include <stdlib.h>

void
check_open(struct check *c)
{
	const struct regime *r = c->r;

	c->flow = xcalloc(r->n_path + r->n_track + 1, sizeof *c->flow);
	for (size_t i = 0; i < r->n_path; i++)
		flow_open(&c->flow[c->n_flow++], c, &r->path[i]);
	for (size_t i = 0; i < r->n_track; i++)
		flow_open(&c->flow[c->n_flow++], c, &r->track[i]);
}

void
check_close(struct check *c)
{
	for (size_t i = 0; i < c->n_flow; i++)
		flow_close(&c->flow[i]);
	free(c->flow);
}

static void
check_regime(const struct procedure *p, const struct regime *r,
    struct findings *found)
{
	struct check c = { p, r, NULL, 0, found };

	check_open(&c);
	check_flow(&c);
	check_tracks(&c);
	check_duties(&c);
	check_tests(&c);
	check_use(&c);
	check_clocks(&c);
	check_support(&c);
	check_takeovers(&c);
	check_close(&c);
}

bool
procedure_check(const struct procedure *p, struct findings *found)
{
	size_t before = found->n;

	check_regimes(p, found);
	check_agencies(p, found);
	check_answers(p, found);
	check_versions(p, found);
	check_rights(p, found);
	if (lists_old_places(p->lists) != NULL)
		old_places_check(lists_old_places(p->lists), p->lists, found);
	for (size_t i = 0; i < p->n_regime; i++)
		check_regime(p, &p->regime[i], found);
	findings_sort(found, before);
	return found->n == before;
}
