/*
 * clocks.yaml: what runs how long, when it stands still, who may extend it,
 * and when the superior is told.
 */
#include "core/procedure/load.h"

void
read_clocks(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "term", WANT_CODE, WANT_REQUIRED },
		{ "asked", WANT_CODE, 0 },
		{ "warn", WANT_CODE, 0 },
		{ "whose", WANT_CODE, WANT_REQUIRED },
		{ "suspend", WANT_MAP, 0 },
		{ "extend", WANT_MAP, 0 },
		{ "escalate", WANT_MAP, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	static const char *const whose[] = { "holder", "addressee" };
	const struct yaml_node *list = part_only_list(t, "clocks");
	struct regime *r = t->regime;

	r->clock = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->clock, &r->n_clock);
	for (size_t i = 0; i < r->n_clock; i++) {
		struct clock_kind *c = &r->clock[i];
		const struct yaml_node *item = list->item[i];

		c->at = part_origin(t, item);
		c->asked = part_text(t, item, "asked");
		part_both(t, item, "title", &c->title);
		c->whose = part_word(t, yaml_get(item, "whose"), whose,
		    ARRAY_LEN(whose)) == 1 ? CLOCK_OF_ADDRESSEE :
		    CLOCK_OF_HOLDER;
	}
}

static void
resolve_suspend(const struct part *t, const struct yaml_node *node,
    struct clock_kind *c)
{
	static const struct yaml_field field[] = {
		{ "requests", WANT_CODES, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct table requests = part_requests(t);
	const struct yaml_node *list = yaml_get(node, "requests");

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	c->suspend = (const struct request **)part_resolve_all(t, list,
	    &requests, &c->n_suspend);
	part_basis(t, yaml_get(node, "basis"), &c->suspend_basis);
	if (list != NULL && yaml_codes(list) == 0)
		PART_FAULT(t, list, ERR_PROC_EMPTY_LIST, "requests");
}

static void
resolve_extend(const struct part *t, const struct yaml_node *node,
    struct clock_kind *c)
{
	static const struct yaml_field field[] = {
		{ "by", WANT_CODE, 0 },
		{ "times", WANT_CODE, 0 },
		{ "who", WANT_MAP, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	c->can_extend = true;
	c->extend_by = part_term(t, yaml_get(node, "by"));
	c->extend_times = part_count(t, yaml_get(node, "times"));
	part_who(t, yaml_get(node, "who"), &c->extend_who);
	part_basis(t, yaml_get(node, "basis"), &c->extend_basis);
}

static void
resolve_escalate(const struct part *t, const struct yaml_node *node,
    struct clock_kind *c)
{
	static const struct yaml_field field[] = {
		{ "after", WANT_CODE, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	c->escalate_after = part_term(t, yaml_get(node, "after"));
	part_basis(t, yaml_get(node, "basis"), &c->escalate_basis);
}

void
resolve_clocks(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "clocks");
	struct regime *r = t->regime;

	for (size_t i = 0; i < r->n_clock; i++) {
		const struct yaml_node *item = list->item[i];
		struct clock_kind *c = &r->clock[i];

		c->term = part_term(t, yaml_get(item, "term"));
		c->warn = part_term(t, yaml_get(item, "warn"));
		part_basis(t, yaml_get(item, "basis"), &c->basis);
		resolve_suspend(t, yaml_get(item, "suspend"), c);
		resolve_extend(t, yaml_get(item, "extend"), c);
		resolve_escalate(t, yaml_get(item, "escalate"), c);
	}
}
