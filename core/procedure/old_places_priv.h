/* Between the files of old_places.h. */
#ifndef TN_PROCEDURE_OLD_PLACES_PRIV_H
#define TN_PROCEDURE_OLD_PLACES_PRIV_H

#include "core/procedure/old_places.h"

#include "core/base/str.h"

#include <stdint.h>

#define HEADS_MAX 16

/* The commune of today that took in the row, or a part of it. */
struct old_taken {
	const char *code;	/* ends at a blank or NUL */
	uint32_t row;
};

struct old_row {
	uint32_t at;		/* of the name in text; three fields follow */
	uint32_t key;		/* of the folded name in keys */
	uint32_t district, province;	/* folded, in keys */
	uint16_t bare;		/* in the name, behind "xa ", "phuong " */
	uint32_t line;
};

struct old_places {
	char *text;
	size_t len;
	struct { const char *key, *value; } head[HEADS_MAX];
	size_t n_head;
	struct old_row *row;
	size_t n, cap;
	struct str keys;
	struct old_taken *taken;	/* by code of today; NULL: not yet */
	size_t n_taken;
	bool read;
};

/* Takes the text apart, once; faults to `found`, which may be NULL. */
void old_places_read(struct old_places *o, const struct lists *lists,
    struct findings *found);
struct old_place old_place_at(const struct old_places *o,
    const struct old_row *r, enum old_rank rank);

#endif
