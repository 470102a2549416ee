#include "core/base/edits.h"

#include <string.h>

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* One row of the table of distances, for the i-th byte of a; its least. */
static size_t
fill_row(const char *a, const char *b, size_t i,
    size_t row[3][EDITS_TEXT_MAX + 1])
{
	size_t *now = row[i % 3], best = i;
	const size_t *prev = row[(i + 2) % 3], *prev2 = row[(i + 1) % 3];

	now[0] = i;
	for (size_t j = 1; b[j - 1] != '\0'; j++) {
		now[j] = least(least(prev[j], now[j - 1]) + 1,
		    prev[j - 1] + (a[i - 1] != b[j - 1]));
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
		    a[i - 2] == b[j - 1])
			now[j] = least(now[j], prev2[j - 2] + 1);
		best = least(best, now[j]);
	}
	return best;
}

size_t
edits_between(const char *a, const char *b, size_t most)
{
	size_t row[3][EDITS_TEXT_MAX + 1], na = strlen(a), nb = strlen(b);
	size_t before = 0;

	if (na > EDITS_TEXT_MAX || nb > EDITS_TEXT_MAX)
		return strcmp(a, b) == 0 ? 0 : most + 1;
	if (na > nb + most || nb > na + most)
		return most + 1;
	for (size_t j = 0; j <= nb; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t best = fill_row(a, b, i, row);

		/* A swap reaches back two rows, no further. */
		if (best > most && before > most)
			return most + 1;
		before = best;
	}
	return least(row[na % 3][nb], most + 1);
}
