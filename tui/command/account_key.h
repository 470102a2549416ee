/* The key of the store process for signing in by account. */
#ifndef TN_COMMAND_ACCOUNT_KEY_H
#define TN_COMMAND_ACCOUNT_KEY_H

#include "core/staff/seal.h"
#include "tui/command/command.h"

/*
 * Reads it, or makes it when it is not there; the caller frees it.  False:
 * why not was said.
 */
bool account_key_read(struct cli *cli, const char *path, struct secret *key);

#endif
