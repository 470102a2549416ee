/*
 * Who can mend what stands against a deed: every reason gets
 *	by: [{code, title}]	kinds of units that can mend it
 *	here			whether the actor's own unit is one of them
 */
#ifndef TN_CASE_MEND_H
#define TN_CASE_MEND_H

#include "core/case/decide.h"

/* The last reason can be mended by these; for what the deed itself asks. */
void reason_by_who(struct deciding *d, const struct who *who);
/* The same for units of one kind, by a unit's code. */
void reason_by_unit(struct deciding *d, const char *unit);
/* The same for all kinds with a right to the command. */
void reason_by_right(struct deciding *d, const char *command);

/*
 * Gives every reason that has no `by` yet the kinds that its `fix` points to:
 * who may take the step, send or answer the request, record the paper, give
 * the support; what a form asks is for the holder.  `cs` NULL: the reason
 * lies with the command, which the actor can put right.
 */
void reasons_mend(struct deciding *d, const struct case_state *cs,
    json_t *reasons);

#endif
