/*
 * Agencies over and after each other: superiors and successors lead
 * somewhere, never round in a circle.
 */
#include "core/procedure/check.h"

static const struct unit_kind *
kind_superior(const struct unit_kind *kind)
{
	return kind->superior;
}

static const struct unit_kind *
kind_successor(const struct unit_kind *kind)
{
	return kind->successor;
}

static const struct unit *
named_superior(const struct unit *unit)
{
	return unit->superior;
}

static const struct unit *
unit_successor(const struct unit *unit)
{
	return unit->successor;
}

/* Told once a circle, at the first of those who stand in it. */
static void
check_kind(struct check *c, const struct unit_kind *kind, const char *key,
    const struct unit_kind *(*next)(const struct unit_kind *))
{
	const struct unit_kind *at = next(kind);

	for (size_t n = 0; at != NULL && at > kind &&
	    n < c->p->n_unit_kind; n++)
		at = next(at);
	if (at == kind && next(kind) != kind)
		CHECK_FAULT(c, kind->at, ERR_PROC_CIRCLE, kind->code, key);
}

static void
check_unit(struct check *c, const struct unit *unit, const char *key,
    const struct unit *(*next)(const struct unit *))
{
	const struct unit *at = next(unit);

	for (size_t n = 0; at != NULL && at > unit && n < c->p->n_unit; n++)
		at = next(at);
	if (at == unit && next(unit) != unit)
		CHECK_FAULT(c, unit->at, ERR_PROC_CIRCLE, unit->code, key);
}

void
check_agencies(const struct procedure *p, struct findings *found)
{
	struct check c = { .p = p, .found = found };

	for (size_t i = 0; i < p->n_unit_kind; i++) {
		check_kind(&c, &p->unit_kind[i], "superior", kind_superior);
		check_kind(&c, &p->unit_kind[i], "successor",
		    kind_successor);
	}
	for (size_t i = 0; i < p->n_unit; i++) {
		check_unit(&c, &p->unit[i], "superior", named_superior);
		check_unit(&c, &p->unit[i], "successor", unit_successor);
	}
}
