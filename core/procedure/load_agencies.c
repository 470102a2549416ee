/*
 * agencies.yaml (ministries, kinds of units, roles, units) and
 * documents.yaml.
 */
#include "core/procedure/load.h"

#include <string.h>

static const struct yaml_field ministry_fields[] = {
	{ "code", WANT_CODE, WANT_REQUIRED },
	{ "title", WANT_BOTH, WANT_REQUIRED },
	{ "valid_from", WANT_DATE, 0 },
	{ "valid_to", WANT_DATE, 0 },
	{ "successor", WANT_CODE, 0 },
	{ "note", WANT_BOTH, 0 },
};

static const struct yaml_field kind_fields[] = {
	{ "code", WANT_CODE, WANT_REQUIRED },
	{ "ministry", WANT_CODE, 0 },
	{ "title", WANT_BOTH, WANT_REQUIRED },
	{ "tier", WANT_CODE, WANT_REQUIRED },
	{ "valid_from", WANT_DATE, 0 },
	{ "valid_to", WANT_DATE, 0 },
	{ "successor", WANT_CODE, 0 },
	{ "superior", WANT_CODE, 0 },
};

static const struct yaml_field role_fields[] = {
	{ "code", WANT_CODE, WANT_REQUIRED },
	{ "title", WANT_BOTH, WANT_REQUIRED },
};

static const struct yaml_field unit_fields[] = {
	{ "code", WANT_CODE, WANT_REQUIRED },
	{ "kind", WANT_CODE, WANT_REQUIRED },
	{ "title", WANT_BOTH, WANT_REQUIRED },
	{ "province", WANT_CODE, 0 },
	{ "valid_from", WANT_DATE, 0 },
	{ "valid_to", WANT_DATE, 0 },
	{ "successor", WANT_CODE, 0 },
	{ "superior", WANT_CODE, 0 },
};

static void
read_units(struct part *t)
{
	const struct yaml_node *kinds = yaml_get(t->root, "unit_kinds");
	const struct yaml_node *units = yaml_get(t->root, "units");
	struct procedure *p = t->p;

	p->unit_kind = part_items(t, kinds, kind_fields,
	    ARRAY_LEN(kind_fields), sizeof *p->unit_kind, &p->n_unit_kind);
	for (size_t i = 0; i < p->n_unit_kind; i++) {
		struct unit_kind *kind = &p->unit_kind[i];

		kind->at = part_origin(t, kinds->item[i]);
		kind->tier = part_text(t, kinds->item[i], "tier");
		part_both(t, kinds->item[i], "title", &kind->title);
		part_dates(t, kinds->item[i], &kind->from, &kind->to);
	}
	p->unit = part_items(t, units, unit_fields, ARRAY_LEN(unit_fields),
	    sizeof *p->unit, &p->n_unit);
	for (size_t i = 0; i < p->n_unit; i++) {
		struct unit *unit = &p->unit[i];

		unit->at = part_origin(t, units->item[i]);
		unit->province = part_text(t, units->item[i], "province");
		part_both(t, units->item[i], "title", &unit->title);
		part_dates(t, units->item[i], &unit->from, &unit->to);
	}
}

void
read_agencies(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "ministries", WANT_LIST, WANT_REQUIRED },
		{ "unit_kinds", WANT_LIST, WANT_REQUIRED },
		{ "roles", WANT_LIST, WANT_REQUIRED },
		{ "units", WANT_LIST, WANT_REQUIRED },
	};
	const struct yaml_node *list;
	struct procedure *p = t->p;

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	list = yaml_get(t->root, "ministries");
	p->ministry = part_items(t, list, ministry_fields,
	    ARRAY_LEN(ministry_fields), sizeof *p->ministry, &p->n_ministry);
	for (size_t i = 0; i < p->n_ministry; i++) {
		p->ministry[i].at = part_origin(t, list->item[i]);
		part_both(t, list->item[i], "title", &p->ministry[i].title);
	}
	list = yaml_get(t->root, "roles");
	p->role = part_items(t, list, role_fields, ARRAY_LEN(role_fields),
	    sizeof *p->role, &p->n_role);
	for (size_t i = 0; i < p->n_role; i++) {
		p->role[i].at = part_origin(t, list->item[i]);
		part_both(t, list->item[i], "title", &p->role[i].title);
	}
	read_units(t);
}

/* Nobody is told of his own lateness, nor goes on with his own cases. */
static void
check_not_itself(const struct part *t, const struct yaml_node *item,
    const char *key)
{
	const char *code = yaml_get_text(item, "code");
	const char *other = yaml_get_text(item, key);

	if (code != NULL && other != NULL && strcmp(code, other) == 0)
		PART_FAULT(t, yaml_get(item, key), ERR_PROC_NAMES_ITSELF,
		    code, key);
}

static void
resolve_units(struct part *t, const struct yaml_node *units)
{
	struct procedure *p = t->p;
	const struct table kind = part_kinds(t);
	const struct table unit = TABLE(p->unit, p->n_unit, "units",
	    PART_AGENCIES);

	for (size_t i = 0; i < p->n_unit; i++) {
		const struct yaml_node *item = units->item[i];

		p->unit[i].kind = part_resolve(t, yaml_get(item, "kind"),
		    &kind);
		p->unit[i].successor = part_resolve(t,
		    yaml_get(item, "successor"), &unit);
		p->unit[i].superior = part_resolve(t,
		    yaml_get(item, "superior"), &unit);
		check_not_itself(t, item, "successor");
		check_not_itself(t, item, "superior");
		part_province(t, item);
	}
}

void
resolve_agencies(struct part *t)
{
	const struct yaml_node *kinds = yaml_get(t->root, "unit_kinds");
	const struct yaml_node *units = yaml_get(t->root, "units");
	static const char *const tiers[] = { "central", "province",
	    "commune", "facility", "post" };
	struct procedure *p = t->p;
	const struct table ministry = TABLE(p->ministry, p->n_ministry,
	    "ministries", PART_AGENCIES);
	const struct table kind = part_kinds(t);
	const struct yaml_node *list = yaml_get(t->root, "ministries");

	for (size_t i = 0; i < p->n_ministry; i++)
		part_resolve(t, yaml_get(list->item[i], "successor"),
		    &ministry);
	for (size_t i = 0; i < p->n_unit_kind; i++) {
		const struct yaml_node *item = kinds->item[i];

		p->unit_kind[i].ministry = part_resolve(t,
		    yaml_get(item, "ministry"), &ministry);
		p->unit_kind[i].successor = part_resolve(t,
		    yaml_get(item, "successor"), &kind);
		p->unit_kind[i].superior = part_resolve(t,
		    yaml_get(item, "superior"), &kind);
		check_not_itself(t, item, "successor");
		check_not_itself(t, item, "superior");
		part_word(t, yaml_get(item, "tier"), tiers,
		    ARRAY_LEN(tiers));
	}
	resolve_units(t, units);
}

void
read_documents(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "documents", WANT_LIST, WANT_REQUIRED },
	};
	static const struct yaml_field fields[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "number", WANT_TEXT, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "valid_from", WANT_DATE, 0 },
		{ "valid_to", WANT_DATE, 0 },
	};
	const struct yaml_node *list = yaml_get(t->root, "documents");
	struct procedure *p = t->p;

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	p->document = part_items(t, list, fields, ARRAY_LEN(fields),
	    sizeof *p->document, &p->n_document);
	for (size_t i = 0; i < p->n_document; i++) {
		struct document *doc = &p->document[i];

		doc->at = part_origin(t, list->item[i]);
		doc->number = part_text(t, list->item[i], "number");
		part_both(t, list->item[i], "title", &doc->title);
		part_dates(t, list->item[i], &doc->from, &doc->to);
	}
}
