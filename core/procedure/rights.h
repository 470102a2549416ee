/*
 * The commands of the door that a right may name.  The table is the
 * procedure's only knowledge of the door: it lets a misspelt command in
 * agencies.yaml be found before it silently refuses somebody.
 */
#ifndef TN_PROCEDURE_RIGHTS_H
#define TN_PROCEDURE_RIGHTS_H

#include "core/procedure/procedure.h"

struct right_command {
	const char *code;
};

/* All of them, in the order of the door's description; static. */
const struct right_command *rights_commands(size_t *n);

/*
 * May anybody at all in a unit of `kind`, holding one of the roles of `who`
 * (or any role when it names none), use `command`?
 */
bool rights_reach(const struct procedure *p, const struct who *who,
    const struct unit_kind *kind, const char *command);

/*
 * The same, and a unit of that kind exists that works on some day on which
 * the regime is in force.
 */
bool rights_somebody(const struct procedure *p, const struct regime *r,
    const struct who *who, const struct unit_kind *kind,
    const char *command);

/* Do two stretches of days, open where DAY_NONE, share a day? */
bool rights_days_meet(day_t from, day_t to, day_t from2, day_t to2);

#endif
