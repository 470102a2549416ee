/* The walls (core/wall) as the command line puts them up. */
#ifndef TN_COMMAND_WALLS_H
#define TN_COMMAND_WALLS_H

#include "tui/command/command.h"
#include "tui/workstation.h"

/* Around every subcommand: no other program, no network.  False and said. */
bool walls_tool(struct cli *cli) TN_MUST_USE;
/*
 * Around the workstation, when its store is open: the store's folder, forms,
 * and what the officer may attach and save, which is nothing `elsewhere`.
 * `own` is a folder made for this run, removed at its end; NULL: none.
 */
bool walls_desk(struct cli *cli, const struct workstation_options *o,
    const char *own) TN_MUST_USE;
/*
 * What is missing around the program or on this machine, cheaply and without
 * trying: [{vi, en}], for who looks after it (security.md S-18).  `disk`: of
 * the store too, where it lies on this side.
 */
json_t *walls_missing(struct cli *cli, bool disk);
/* Around the store process, when it listens. */
bool walls_store(struct cli *cli) TN_MUST_USE;

#endif
