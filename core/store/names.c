/*
 * Names to small numbers.
 */
#include "core/store/names.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

void
names_done(struct names *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->name[i]);
	free(s->name);
	free(s->slot);
	*s = (struct names)NAMES_INIT;
}

/* FNV-1a; names are those of this store, and a slow table harms nobody. */
static size_t
hash_name(const char *name)
{
	uint64_t h = 14695981039346656037u;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)*name) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static uint32_t *
find_slot(struct names *s, const char *name)
{
	size_t at = hash_name(name) & (s->n_slot - 1);

	while (s->slot[at] != 0 && strcmp(s->name[s->slot[at] - 1], name) != 0)
		at = (at + 1) & (s->n_slot - 1);
	return &s->slot[at];
}

static void
make_room(struct names *s)
{
	if (s->n * 2 < s->n_slot)
		return;
	free(s->slot);
	s->n_slot = s->n_slot == 0 ? 64 : s->n_slot * 2;
	s->slot = xcalloc(s->n_slot, sizeof(*s->slot));
	for (size_t i = 0; i < s->n; i++)
		*find_slot(s, s->name[i]) = (uint32_t)(i + 1);
}

size_t
names_add(struct names *s, const char *name, bool *added)
{
	uint32_t *slot;

	make_room(s);
	slot = find_slot(s, name);
	if (added != NULL)
		*added = *slot == 0;
	if (*slot == 0) {
		s->name = xgrow(s->name, s->n, &s->cap, sizeof(*s->name));
		s->name[s->n] = xstrdup(name);
		*slot = (uint32_t)++s->n;
	}
	return *slot - 1;
}
