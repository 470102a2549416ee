/*
 * What decide_convene.c, decide_coordination.c and decide_task.c share; nobody else includes
 * this but the door, for coordination_of().
 */
#ifndef TN_CASE_COORDINATION_H
#define TN_CASE_COORDINATION_H

#include "core/case/decide.h"

/* The kind of a coordination act by its row; NULL when forms/ has it not. */
const struct coordination *coordination_of(const struct procedure *p,
    const json_t *row);

/*
 * The open coordination act that `with` names, a new reference, and its kind;
 * `lead`: the actor's unit must lead it.  NULL and a reason otherwise.
 */
json_t *need_coordination(struct deciding *d, const json_t *with,
    const struct coordination **kind, bool lead);

/*
 * The end of a day that somebody asks for ("2026-03-31"), not before today;
 * WHEN_NONE and a reason otherwise.
 */
when_t need_day(struct deciding *d, const json_t *with, const char *key);

/* A text that is not empty and of bounded length; borrowed. */
const char *need_words(struct deciding *d, const json_t *with,
    const char *key);

#endif
