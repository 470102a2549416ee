/*
 * Names of files that come from outside: from a person's telephone, another
 * agency, a hostile sender.
 */
#ifndef TN_BASE_FILE_NAME_H
#define TN_BASE_FILE_NAME_H

#include "core/base/mem.h"

#define FILE_NAME_MAX 200	/* bytes */

/*
 * The last part of a path as a name that can be shown in a list and written
 * into any folder: NFC; what could move a cursor, turn the direction of
 * reading or be taken for a path becomes "_", and so do the signs that other
 * systems forbid; no dot, dash or blank in front, no dot or blank behind; at
 * most FILE_NAME_MAX bytes with its ending kept.  Never empty ("_" then); the
 * caller's.
 */
char *file_name_safe(const char *given) TN_MUST_USE;

#endif
