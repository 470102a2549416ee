/*
 * What a guard may speak of: the answers of a case by name, and the reserved
 * names case.*, paper.*, request.*, support.* (forms/README.md).
 */
#ifndef TN_CASE_NAMES_H
#define TN_CASE_NAMES_H

#include "core/case/state.h"

/*
 * All names and their values, as one flat object; a new reference.
 * `answers`: those of the case, with what is being given now on top.
 */
json_t *names_of(const struct procedure *p, const struct case_state *cs,
    const json_t *answers, when_t now) TN_MUST_USE;

/*
 * Is the need met?  One that cannot be worked out is not met, and *e says
 * why.
 */
bool names_meet(const struct procedure *p, const json_t *names,
    const struct need *need, when_t now, struct err *e) TN_MUST_USE;

#endif
