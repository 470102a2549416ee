/* The names of a shipped list that are in force, one after another. */
#ifndef TN_TESTS_VIETNAMESE_LISTS_H
#define TN_TESTS_VIETNAMESE_LISTS_H

#include "core/base/str.h"
#include "tests/t.h"

#define LISTS_DAY "2026-09-20"		/* of the lists' source */

/* Splits a line at tabs in place; missing fields are "". */
static void
lists_split(char *line, const char *field[5])
{
	for (int i = 0; i < 5; i++) {
		char *tab = strchr(line, '\t');

		field[i] = line;
		if (tab != NULL)
			*tab = '\0';
		line = tab != NULL ? tab + 1 : line + strlen(line);
	}
}

/* How many there are; 0 also when the list cannot be read. */
static int
lists_each(const char *path, void (*check)(const char *name))
{
	FILE *f = fopen(path, "r");
	char line[1024];
	int count = 0;

	T_CHECK(f != NULL);
	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		const char *field[5];

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || str_starts(line, "code\t"))
			continue;
		lists_split(line, field);
		if (strcmp(field[3], LISTS_DAY) > 0 || (field[4][0] != '\0' &&
		    strcmp(field[4], LISTS_DAY) < 0))
			continue;
		check(field[1]);
		count++;
	}
	if (f != NULL)
		fclose(f);
	return count;
}

#endif
