/* The demonstration store: forms/demo/staff.yaml, played up to now. */
#ifndef TN_COMMAND_DEMO_H
#define TN_COMMAND_DEMO_H

#include "tui/command/command.h"
#include "tui/command/scenario.h"

/* forms/demo/staff.yaml; NULL and said when it cannot be read. */
struct scenario *demo_load(struct cli *cli);
/* DIR/demo.db; the caller's. */
char *demo_path(const char *dir);
/*
 * Makes DIR/demo.db, complete or not at all; DIR is made when missing.  An
 * existing store is refused.
 */
bool demo_make(struct cli *cli, const char *dir, const struct scenario *sc)
    TN_MUST_USE;
/* [{id, title: {vi, en}, secret}] for the sign-in screen. */
json_t *demo_staff(struct cli *cli, const struct scenario *sc);

#endif
