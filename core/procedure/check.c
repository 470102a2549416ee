/*
 * `tiepnhan check`: what no single line of YAML can show.  Each regime is
 * judged by itself; a case never leaves the one it was opened under.
 */
#include "core/procedure/check.h"
#include "core/procedure/load.h"

#include <stdlib.h>

static void
check_regime(const struct procedure *p, const struct regime *r,
    struct findings *found)
{
	struct check c = { p, r, NULL, 0, found };

	c.flow = xcalloc(r->n_path + r->n_track + 1, sizeof *c.flow);
	for (size_t i = 0; i < r->n_path; i++)
		flow_open(&c.flow[c.n_flow++], &c, &r->path[i]);
	for (size_t i = 0; i < r->n_track; i++)
		flow_open(&c.flow[c.n_flow++], &c, &r->track[i]);
	check_flow(&c);
	check_duties(&c);
	check_tests(&c);
	check_use(&c);
	check_clocks(&c);
	check_answers(&c);
	for (size_t i = 0; i < c.n_flow; i++)
		flow_close(&c.flow[i]);
	free(c.flow);
}

bool
procedure_check(const struct procedure *p, struct findings *found)
{
	size_t before = found->n;

	for (size_t i = 0; i < p->n_regime; i++)
		check_regime(p, &p->regime[i], found);
	findings_sort(found, before);
	return found->n == before;
}
