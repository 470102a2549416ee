/*
 * "What next?" and "why not?" as plain sentences in both languages: what is
 * missing, what to do about it, who can do that, by which article and how
 * sure of it we are.  The sentences stand whole in why.def.
 */
#ifndef TN_CASE_WHY_H
#define TN_CASE_WHY_H

#include "core/case/decide.h"

/*
 * What can be done now, of an option of case_options() that is possible:
 * {vi, en}, a new object.
 */
json_t *why_can(const json_t *option);

/*
 * One reason against a deed (reason.h, with `by` and `here`): {vi, en}, a new
 * object.  What mends it is looked up in the path of the case and, for
 * support, in the support regime; either may be NULL.
 */
json_t *why_not(const struct path *path, const struct regime *support,
    const json_t *reason);

/*
 * As case_options() gives one step, whatever the state of the case: NULL when
 * neither the path nor a track has such a step.
 */
json_t *why_step(struct deciding *d, const struct case_state *cs,
    const char *code);

#endif
