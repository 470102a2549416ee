/*
 * Names to small numbers, 0, 1, 2 ... in the order of coming: a hash table.
 * Private to core/store.
 */
#ifndef TN_STORE_NAMES_H
#define TN_STORE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct names {
	char **name;
	size_t n, cap;
	uint32_t *slot;		/* index + 1, or 0 */
	size_t n_slot;		/* a power of two */
};

#define NAMES_INIT { NULL, 0, 0, NULL, 0 }

void names_done(struct names *s);
/* Number of a name, added when new (*added tells; may be NULL). */
size_t names_add(struct names *s, const char *name, bool *added);

#endif
