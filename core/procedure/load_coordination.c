/*
 * coordination.yaml: the kinds of acts that agencies do together (Regulation
 * 2548/2022).
 */
#include "core/procedure/load.h"

#include <string.h>

static void
read_attach(const struct part *t, const struct yaml_node *node,
    struct coordination *k)
{
	static const char *const words[] = { "case", "period" };

	for (size_t i = 0; node != NULL && i < yaml_codes(node); i++) {
		int word = part_word(t, code_node(node, i), words,
		    ARRAY_LEN(words));

		k->of_case |= word == 0;
		k->of_period |= word == 1;
	}
	if (node != NULL && yaml_codes(node) == 0)
		PART_FAULT(t, node, ERR_PROC_EMPTY_LIST, "attach");
}

void
read_coordination(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "attach", WANT_CODES, WANT_REQUIRED },
		{ "foreign", WANT_BOOL, 0 },
		{ "plan", WANT_BOOL, 0 },
		{ "lead", WANT_MAP, WANT_REQUIRED },
		{ "invited", WANT_MAP, 0 },
		{ "form", WANT_CODE, WANT_REQUIRED },
		{ "minutes", WANT_CODE, 0 },
		{ "task", WANT_CODE, 0 },
		{ "clock", WANT_CODE, 0 },
		{ "paper", WANT_CODE, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = part_only_list(t, "coordination");
	struct regime *r = t->regime;

	r->coordination = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->coordination, &r->n_coordination);
	for (size_t i = 0; i < r->n_coordination; i++) {
		struct coordination *k = &r->coordination[i];
		const struct yaml_node *item = list->item[i];

		k->at = part_origin(t, item);
		k->foreign = yaml_bool(yaml_get(item, "foreign"), false);
		k->plan = yaml_bool(yaml_get(item, "plan"), false);
		part_both(t, item, "title", &k->title);
		read_attach(t, yaml_get(item, "attach"), k);
	}
}

void
resolve_coordination(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "coordination");
	const struct table clocks = part_clocks(t), papers = part_papers(t);

	for (size_t i = 0; i < t->regime->n_coordination; i++) {
		struct coordination *k = &t->regime->coordination[i];
		const struct yaml_node *item = list->item[i];

		part_who(t, yaml_get(item, "lead"), &k->lead);
		part_who(t, yaml_get(item, "invited"), &k->invited);
		k->form = part_form(t, yaml_get(item, "form"));
		k->minutes = part_form(t, yaml_get(item, "minutes"));
		k->task = part_form(t, yaml_get(item, "task"));
		k->clock = part_resolve(t, yaml_get(item, "clock"), &clocks);
		k->paper = part_resolve(t, yaml_get(item, "paper"), &papers);
		part_basis(t, yaml_get(item, "basis"), &k->basis);
	}
}
