/* What the two ways into the workstation share. */
#ifndef TN_COMMAND_START_H
#define TN_COMMAND_START_H

#include "tui/command/command.h"
#include "tui/workstation.h"

/*
 * Options of the workstation from the command line and the configuration;
 * false and said (an exit code in *code) when one cannot be used.
 */
bool start_options(struct cli *cli, struct workstation_options *out,
    int *code) TN_MUST_USE;
/*
 * Puts its walls up and runs it; the exit code.  Without a terminal or a
 * script: said, refused.  `own` as for walls_desk().
 */
int start_workstation(struct cli *cli, const struct workstation_options *o,
    const char *own);

#endif
