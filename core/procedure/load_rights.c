/*
 * rights.yaml: rules of operations and of classes of questions, each with
 * what it rests on.
 */
#include "core/procedure/load.h"
#include "core/procedure/rights.h"

#include <string.h>

static const struct yaml_field base_fields[] = {
	{ "code", WANT_CODE, WANT_REQUIRED },
	{ "basis", WANT_MAP, WANT_REQUIRED },
};

static const struct yaml_field rule_fields[] = {
	{ "roles", WANT_CODES, WANT_REQUIRED },
	{ "unit_kinds", WANT_CODES, 0 },
	{ "ministries", WANT_CODES, 0 },
	{ "tiers", WANT_CODES, 0 },
	{ "relation", WANT_CODES, 0 },
	{ "place", WANT_CODE, 0 },
	{ "states", WANT_CODES, 0 },
	{ "commands", WANT_CODES, 0 },
	{ "queries", WANT_CODES, 0 },
	{ "basis", WANT_CODE, WANT_REQUIRED },
};

static const struct yaml_field class_fields[] = {
	{ "roles", WANT_CODES, WANT_REQUIRED },
	{ "unit_kinds", WANT_CODES, 0 },
	{ "ministries", WANT_CODES, 0 },
	{ "tiers", WANT_CODES, 0 },
	{ "relation", WANT_CODES, 0 },
	{ "place", WANT_CODE, 0 },
	{ "states", WANT_CODES, 0 },
	{ "class", WANT_CODES, WANT_REQUIRED },
	{ "show", WANT_CODE, WANT_REQUIRED },
	{ "in", WANT_CODES, 0 },
	{ "basis", WANT_CODE, WANT_REQUIRED },
};

/* What many rules rest on has a name in the file. */
struct base {
	char *code;
	struct basis basis;
};

/* ---- lists of codes as bits ---- */

static uint64_t
bits_of(const struct part *t, const struct yaml_node *node,
    const struct table *table)
{
	size_t n;
	const void **found = part_resolve_all(t, node, table, &n);
	uint64_t bits = 0;

	for (size_t i = 0; i < n; i++)
		bits |= UINT64_C(1) << ((size_t)((const char *)found[i] -
		    (const char *)table->array) / table->size);
	return bits;
}

/* Bits by the place of each word; none given: all of them. */
static unsigned
words_of(const struct part *t, const struct yaml_node *node,
    const char *const *word, size_t n)
{
	unsigned bits = 0;

	for (size_t i = 0; node != NULL && i < yaml_codes(node); i++) {
		int at = part_word(t, code_node(node, i), word, n);

		bits |= at < 0 ? 0 : 1u << at;
	}
	return node == NULL ? (1u << n) - 1 : bits;
}

static void
add_ops(const struct part *t, const struct yaml_node *node,
    const struct right_code *known, size_t n, const char *name,
    int (*find)(const char *code), struct right_rule *rule)
{
	const struct table table = TABLE(known, n, name, PART_KINDS);

	for (size_t i = 0; node != NULL && i < yaml_codes(node); i++) {
		const struct right_code *code = part_resolve(t,
		    code_node(node, i), &table);
		int op = code == NULL ? -1 : find(code->code);

		if (op >= 0)
			rule->ops[op / 64] |= UINT64_C(1) << (op % 64);
	}
}

/* ---- whom, where ---- */

/* Kinds of units by name, ministry and tier: those that fit all of them. */
static uint64_t
kinds_of(const struct part *t, const struct yaml_node *item)
{
	static const char *const tiers[] = { "central", "province",
	    "commune", "facility", "post" };
	const struct procedure *p = t->p;
	const struct table kinds = part_kinds(t);
	const struct table ministries = TABLE(p->ministry, p->n_ministry,
	    "ministries", PART_AGENCIES);
	const struct yaml_node *of = yaml_get(item, "ministries");
	const struct yaml_node *named = yaml_get(item, "unit_kinds");
	uint64_t ministry = of == NULL ? 0 : bits_of(t, of, &ministries);
	uint64_t fit = named == NULL ? ~UINT64_C(0) :
	    bits_of(t, named, &kinds);
	unsigned tier = words_of(t, yaml_get(item, "tiers"), tiers,
	    ARRAY_LEN(tiers));

	for (size_t i = 0; i < p->n_unit_kind; i++) {
		const struct unit_kind *k = &p->unit_kind[i];
		bool fits = of == NULL || (k->ministry != NULL &&
		    (ministry >> (k->ministry - p->ministry) & 1) != 0);
		size_t at = 0;

		while (at < ARRAY_LEN(tiers) && !str_eq(tiers[at], k->tier))
			at++;
		if (!fits || (at < ARRAY_LEN(tiers) && (tier >> at & 1) == 0))
			fit &= ~(UINT64_C(1) << i);
	}
	return p->n_unit_kind >= 64 ? fit :
	    fit & ((UINT64_C(1) << p->n_unit_kind) - 1);
}

static bool
is_state(const struct procedure *p, const char *code)
{
	for (size_t i = 0; i < p->n_regime; i++)
		for (size_t k = 0; k < p->regime[i].n_path; k++)
			if (path_state(&p->regime[i].path[k], code) != NULL)
				return true;
	return false;
}

/* `open` and `final` are all states that are so; the rest are codes. */
static void
read_states(const struct part *t, const struct yaml_node *node,
    struct right_rule *rule)
{
	size_t n = node == NULL ? 0 : yaml_codes(node);

	rule->state = memory_array(t->p->memory, n, sizeof *rule->state);
	for (size_t i = 0; i < n; i++) {
		const char *code = yaml_code(node, i);

		if (code == NULL)
			continue;
		if (strcmp(code, "open") == 0 || strcmp(code, "final") == 0) {
			rule->open_only |= code[0] == 'o';
			rule->final_only |= code[0] == 'f';
			continue;
		}
		if (!is_state(t->p, code) && !t->lost[PART_PATH])
			PART_FAULT(t, code_node(node, i),
			    ERR_PROC_UNKNOWN_CODE, code, "states");
		rule->state[rule->n_state++] = memory_text(t->p->memory, code);
	}
}

static void
read_relations(const struct part *t, const struct yaml_node *node,
    struct right_rule *rule)
{
	const char *word[8];

	for (unsigned i = 0; i < ARRAY_LEN(word); i++)
		word[i] = relation_word(1u << i);
	rule->relations = words_of(t, node, word, ARRAY_LEN(word));
}

/* What rules of operations and of classes have in common. */
static void
read_whom(struct part *t, const struct yaml_node *item,
    const struct base *base, size_t n_base, struct right_rule *rule)
{
	static const char *const places[] = { "any", "own_province" };
	const struct table roles = part_roles(t);
	const struct table bases = TABLE(base, n_base, "bases", PART_RIGHTS);
	const struct base *found;

	rule->at = part_origin(t, item);
	rule->roles = bits_of(t, yaml_get(item, "roles"), &roles);
	rule->kinds = kinds_of(t, item);
	read_relations(t, yaml_get(item, "relation"), rule);
	rule->own_province = part_word(t, yaml_get(item, "place"), places,
	    ARRAY_LEN(places)) == 1;
	read_states(t, yaml_get(item, "states"), rule);
	found = part_resolve(t, yaml_get(item, "basis"), &bases);
	if (found != NULL)
		rule->basis = found->basis;
	if (rule->kinds == 0 && !t->lost[PART_AGENCIES] &&
	    (yaml_get(item, "ministries") != NULL ||
	    yaml_get(item, "tiers") != NULL))
		PART_FAULT(t, item, ERR_PROC_RIGHT_NOBODY);
}

/* ---- the rules ---- */

static void
read_rules(struct part *t, const struct yaml_node *list,
    const struct base *base, size_t n_base)
{
	struct rights *r = t->p->rights;
	const struct right_code *command, *query;
	size_t n_command, n_query;

	command = rights_commands(&n_command);
	query = rights_queries(&n_query);
	r->rule = memory_array(t->p->memory, list->n, sizeof *r->rule);
	for (size_t i = 0; i < list->n; i++) {
		const struct yaml_node *item = list->item[i];
		struct right_rule *rule = &r->rule[r->n_rule++];

		yaml_expect(t->file, item, rule_fields,
		    ARRAY_LEN(rule_fields), t->found);
		if (item->kind != YAML_MAP)
			continue;
		read_whom(t, item, base, n_base, rule);
		add_ops(t, yaml_get(item, "commands"), command, n_command,
		    "commands", rights_command, rule);
		add_ops(t, yaml_get(item, "queries"), query, n_query,
		    "queries", rights_query, rule);
		if (yaml_get(item, "commands") == NULL &&
		    yaml_get(item, "queries") == NULL)
			PART_FAULT(t, item, ERR_PROC_RIGHT_EMPTY);
	}
}

static void
read_class_rules(struct part *t, const struct yaml_node *list,
    const struct base *base, size_t n_base)
{
	static const char *const show[] = { "hide", "mask", "show" };
	const char *class[FORM_CLASSES], *place[RIGHT_PLACES];
	struct rights *r = t->p->rights;

	for (unsigned i = 0; i < FORM_CLASSES; i++)
		class[i] = form_class_name((enum form_class)i);
	for (unsigned i = 0; i < RIGHT_PLACES; i++)
		place[i] = right_place_word((enum right_place)i);
	r->class_rule = memory_array(t->p->memory, list->n,
	    sizeof *r->class_rule);
	for (size_t i = 0; i < list->n; i++) {
		const struct yaml_node *item = list->item[i];
		struct right_rule *rule = &r->class_rule[r->n_class_rule++];
		int seen;

		yaml_expect(t->file, item, class_fields,
		    ARRAY_LEN(class_fields), t->found);
		if (item->kind != YAML_MAP)
			continue;
		read_whom(t, item, base, n_base, rule);
		rule->classes = words_of(t, yaml_get(item, "class"), class,
		    FORM_CLASSES);
		rule->places = words_of(t, yaml_get(item, "in"), place,
		    RIGHT_PLACES);
		seen = part_word(t, yaml_get(item, "show"), show,
		    ARRAY_LEN(show));
		rule->show = seen < 0 ? RIGHT_NONE : (enum right)seen;
	}
}

/* All in the second pass: rules speak of states, which paths have. */
void
read_rights(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "bases", WANT_LIST, WANT_REQUIRED },
		{ "rights", WANT_LIST, WANT_REQUIRED },
		{ "classes", WANT_LIST, WANT_REQUIRED },
	};

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
}

void
resolve_rights(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "bases");
	size_t n = 0;
	struct base *base = part_items(t, list, base_fields,
	    ARRAY_LEN(base_fields), sizeof *base, &n);

	if (t->p->n_role > RIGHT_ROLES_MAX ||
	    t->p->n_unit_kind > RIGHT_KINDS_MAX ||
	    t->p->n_ministry > RIGHT_KINDS_MAX) {
		PART_FAULT(t, t->root, ERR_PROC_RIGHTS_TOO_MANY);
		return;
	}
	for (size_t i = 0; i < n; i++)
		part_basis(t, yaml_get(list->item[i], "basis"),
		    &base[i].basis);
	list = yaml_get(t->root, "rights");
	if (list != NULL && list->kind == YAML_LIST)
		read_rules(t, list, base, n);
	list = yaml_get(t->root, "classes");
	if (list != NULL && list->kind == YAML_LIST)
		read_class_rules(t, list, base, n);
}
