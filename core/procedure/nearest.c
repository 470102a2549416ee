/*
 * "Did you mean": codes that differ by a slip of the fingers.
 */
#include "core/procedure/load.h"

#include "core/base/edits.h"

#include <string.h>

#define NEAR 2

int
code_edits(const char *a, const char *b)
{
	return (int)edits_between(a, b, NEAR);
}

static const char *
table_code(const struct table *table, size_t i)
{
	const char *base = table->array;
	const void *item;
	char *code;

	if (table->size == 0) {
		memcpy(&item, base + i * sizeof item, sizeof item);
	} else {
		item = base + i * table->size;
	}
	if (item == NULL)
		return "";
	memcpy(&code, item, sizeof code);
	return code != NULL ? code : "";
}

const void *
table_find(const struct table *table, const char *code)
{
	const char *base = table->array;
	const void *item;

	for (size_t i = 0; code != NULL && i < table->n; i++) {
		if (strcmp(table_code(table, i), code) != 0)
			continue;
		if (table->size != 0)
			return base + i * table->size;
		memcpy(&item, base + i * sizeof item, sizeof item);
		return item;
	}
	return NULL;
}

const char *
table_nearest(const struct table *table, const char *code)
{
	const char *best = NULL;
	int best_edits = NEAR + 1;

	for (size_t i = 0; i < table->n; i++) {
		const char *other = table_code(table, i);
		int d = code_edits(code, other);

		if (d < best_edits && (size_t)d * 2 <= strlen(other)) {
			best = other;
			best_edits = d;
		}
	}
	return best;
}
