/*
 * "Did you mean": codes that differ by a slip of the fingers.
 */
#include "core/procedure/load.h"

#include <string.h>

#define MAX_CODE 64
#define FAR 3

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* One row of the table of distances, for the i-th letter of a. */
static void
fill_row(const char *a, const char *b, size_t i, int row[3][MAX_CODE + 1])
{
	int *now = row[i % 3];
	const int *prev = row[(i + 2) % 3], *prev2 = row[(i + 1) % 3];

	now[0] = (int)i;
	for (size_t j = 1; b[j - 1] != '\0'; j++) {
		now[j] = least(least(prev[j], now[j - 1]) + 1,
		    prev[j - 1] + (a[i - 1] != b[j - 1]));
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
		    a[i - 2] == b[j - 1])
			now[j] = least(now[j], prev2[j - 2] + 1);
	}
}

int
code_edits(const char *a, const char *b)
{
	int row[3][MAX_CODE + 1] = { { 0 } };
	size_t na = strlen(a), nb = strlen(b);

	if (na > MAX_CODE || nb > MAX_CODE || na > nb + 2 || nb > na + 2)
		return FAR;
	for (size_t j = 0; j <= nb; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= na; i++)
		fill_row(a, b, i, row);
	return least(row[na % 3][nb], FAR);
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
	int best_edits = FAR;

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
