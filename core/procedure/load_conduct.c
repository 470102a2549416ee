/*
 * conduct.yaml: the code of conduct, agreed to at the first sign-in and again
 * whenever its version rises.
 */
#include "core/procedure/load.h"

#include <limits.h>

void
read_conduct(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "version", WANT_NUMBER, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "lines", WANT_LIST, WANT_REQUIRED },
	};
	static const struct yaml_field line[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "text", WANT_BOTH, WANT_REQUIRED },
	};
	struct conduct *c = memory_array(t->p->memory, 1, sizeof *c);
	const struct yaml_node *list = yaml_get(t->root, "lines");
	int64_t version = yaml_number(yaml_get(t->root, "version"), 0);

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	if (version < 1 || version > INT_MAX)
		PART_FAULT(t, t->root, ERR_PROC_CONDUCT_VERSION);
	else
		c->version = (int)version;
	part_both(t, t->root, "title", &c->title);
	c->line = part_items(t, list, line, ARRAY_LEN(line), sizeof *c->line,
	    &c->n_line);
	for (size_t i = 0; i < c->n_line; i++)
		part_both(t, list->item[i], "text", &c->line[i].text);
	if (list != NULL && c->n_line == 0)
		PART_FAULT(t, list, ERR_PROC_EMPTY_LIST, "lines");
	t->p->conduct = c;
}
