/*
 * The memory of a procedure: a list of things and how to release them.
 */
#include "core/procedure/load.h"

#include <stdlib.h>

struct kept {
	void *thing;
	void (*release)(void *);
};

struct procedure_memory {
	struct kept *kept;
	size_t n, cap;
};

struct procedure_memory *
memory_new(void)
{
	return xcalloc(1, sizeof(struct procedure_memory));
}

void
memory_free(struct procedure_memory *m)
{
	if (m == NULL)
		return;
	while (m->n > 0) {
		m->n--;
		m->kept[m->n].release(m->kept[m->n].thing);
	}
	free(m->kept);
	free(m);
}

void
memory_keep(struct procedure_memory *m, void *thing, void (*release)(void *))
{
	if (thing == NULL)
		return;
	m->kept = xgrow(m->kept, m->n, &m->cap, sizeof *m->kept);
	m->kept[m->n++] = (struct kept){ thing, release };
}

void *
memory_array(struct procedure_memory *m, size_t n, size_t size)
{
	void *array;

	if (n == 0)
		return NULL;
	array = xcalloc(n, size);
	memory_keep(m, array, free);
	return array;
}

char *
memory_text(struct procedure_memory *m, const char *s)
{
	char *copy = xstrdup(s);

	memory_keep(m, copy, free);
	return copy;
}
