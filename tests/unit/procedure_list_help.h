/* Texts of reference lists: for the tests of the reader. */
#ifndef TN_TESTS_PROCEDURE_LIST_HELP_H
#define TN_TESTS_PROCEDURE_LIST_HELP_H

#include "core/base/mem.h"
#include "core/procedure/list.h"

#include <stdio.h>
#include <stdlib.h>

#define HEAD "# list: t\n# title_vi: Thử\n# title_en: Test\n" \
	"# source: ours\n# source_date: 2026-01-02\n# licence: none\n" \
	"# status: reported\n"
#define COLS "code\tvi\ten\tvalid_from\tvalid_to"

static char *
read_all(const char *name, size_t *len)
{
	const char *root = getenv("TN_FORMS");
	char *path = xasprintf("%s/lists/%s.tsv", root ? root : "forms", name);
	FILE *f = fopen(path, "rb");
	char *text = xmalloc(LIST_BYTES_MAX + 1);

	*len = f != NULL ? fread(text, 1, LIST_BYTES_MAX + 1, f) : 0;
	if (f != NULL)
		fclose(f);
	else
		printf("# cannot open %s\n", path);
	free(path);
	return text;
}

#endif
