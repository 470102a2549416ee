/* What `import` and `export` share. */
#ifndef TN_COMMAND_EXCHANGE_H
#define TN_COMMAND_EXCHANGE_H

#include "tui/command/command.h"

/* Is the first operand a kind that we know?  False: said, CLI_USAGE. */
bool exchange_kind(struct cli *cli);
/*
 * The report on stderr, one line each: FILE:sheet:row:column: [weight]
 * sentence.  Empties it; count by enum xlsform_weight.
 */
void exchange_report(struct cli *cli, const char *file,
    struct findings *report, size_t count[4]);

/* All of `export` that is about cases: export_cases.c. */
int export_cases(struct cli *cli);

#endif
