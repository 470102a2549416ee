/*
 * Waiting after wrong secrets (security.md S-06): after five in a row each
 * further one costs 1, 2, 4 ... 15 minutes, never for good.
 *
 * What is left to wait is stored with the reading of a clock that nobody can
 * set (since the machine started); setting the date does not help, nor does
 * starting the program anew.  After the machine itself was started anew the
 * time since then counts, so that nobody waits longer than 15 minutes.
 */
#ifndef TN_STAFF_TRIES_H
#define TN_STAFF_TRIES_H

#include "core/staff/keyring.h"

#define TRIES_FREE 5
#define TRIES_WAIT_MAX_MIN 15

/*
 * Milliseconds still to wait; 0: may try.  `known` false: nobody has this id.
 * Such ids share a bounded number of counters, so that they answer alike.
 */
int64_t tries_wait(const struct keyring_store *ks, const char *officer,
    bool known, when_t now);
/* Counts a wrong try, or forgets all of them. */
void tries_note(const struct keyring_store *ks, const char *officer,
    bool known, bool wrong, when_t now);

#endif
