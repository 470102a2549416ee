/*
 * What moving a case to a newer regime would do: looked at by the preview and
 * done by the command, from the same plan.
 */
#ifndef TN_CASE_REGIME_MOVE_H
#define TN_CASE_REGIME_MOVE_H

#include "core/case/decide.h"

struct regime_move {
	const struct regime *from, *to;
	const struct path *from_path, *path;
	const struct state *from_state, *state;
	const struct basis *basis;	/* of the transition of this path */
};

/*
 * Plans the move to the newer regime that is in force today.  Adds every
 * reason against it; false when there is one.
 */
bool plan_regime_move(struct deciding *d, const struct case_state *cs,
    struct regime_move *out);

/*
 * What changes with the move: [{what, kind, code, title, law}], where `what`
 * is added, removed or changed and `kind` step, clock, support, paper, form
 * or request.  Steps are those possible from the state; a new array.
 */
json_t *regime_changes(const struct regime_move *m);

#endif
