/*
 * Look-ups by code.  Lists are short (tens); the one long look-up, a unit,
 * happens once a command.
 */
#include "core/procedure/load.h"

#include <string.h>

#define FIND(array, n, wanted) do { \
	for (size_t i = 0; (wanted) != NULL && i < (n); i++) \
		if (strcmp((array)[i].code, (wanted)) == 0) \
			return &(array)[i]; \
	return NULL; \
} while (0)

const struct regime *
procedure_regime(const struct procedure *p, const char *code)
{
	FIND(p->regime, p->n_regime, code);
}

const struct unit *
procedure_unit(const struct procedure *p, const char *code)
{
	FIND(p->unit, p->n_unit, code);
}

const struct role *
procedure_role(const struct procedure *p, const char *code)
{
	FIND(p->role, p->n_role, code);
}

const struct queue *
procedure_queue(const struct procedure *p, const char *code)
{
	FIND(p->queue, p->n_queue, code);
}

const struct path *
regime_path(const struct regime *r, const char *code)
{
	FIND(r->path, r->n_path, code);
}

const struct form *
regime_form(const struct regime *r, const char *code)
{
	for (size_t i = 0; code != NULL && i < r->n_form; i++)
		if (strcmp(r->form[i]->code, code) == 0)
			return r->form[i];
	return NULL;
}

const struct request *
regime_request(const struct regime *r, const char *code)
{
	FIND(r->request, r->n_request, code);
}

const struct support *
regime_support(const struct regime *r, const char *code)
{
	FIND(r->support, r->n_support, code);
}

const struct paper *
regime_paper(const struct regime *r, const char *code)
{
	FIND(r->paper, r->n_paper, code);
}

const struct clock_kind *
regime_clock(const struct regime *r, const char *code)
{
	FIND(r->clock, r->n_clock, code);
}

const struct legal_value *
regime_value(const struct regime *r, const char *code)
{
	FIND(r->value, r->n_value, code);
}

const struct state *
path_state(const struct path *p, const char *code)
{
	FIND(p->state, p->n_state, code);
}

const struct step *
path_step(const struct path *p, const char *code)
{
	FIND(p->step, p->n_step, code);
}

const struct path *
regime_track(const struct regime *r, const char *code)
{
	FIND(r->track, r->n_track, code);
}

const struct person_class *
regime_class(const struct regime *r, const char *code)
{
	FIND(r->class, r->n_class, code);
}

const struct coordination *
regime_coordination(const struct regime *r, const char *code)
{
	FIND(r->coordination, r->n_coordination, code);
}

static bool
in_force(day_t from, day_t to, day_t day)
{
	return (from == DAY_NONE || from <= day) &&
	    (to == DAY_NONE || day <= to);
}

const struct regime *
procedure_regime_on(const struct procedure *p, day_t day)
{
	for (size_t i = 0; i < p->n_regime; i++)
		if (in_force(p->regime[i].from, p->regime[i].to, day))
			return &p->regime[i];
	return NULL;
}

bool
legal_value_in(const struct legal_value *v, const char *province, day_t day,
    int64_t *out, const struct basis **basis)
{
	for (size_t i = 0; province != NULL && i < v->n_local; i++) {
		const struct local_value *local = &v->local[i];

		if (strcmp(local->province, province) != 0 ||
		    !in_force(local->from, local->to, day))
			continue;
		*out = local->value;
		*basis = &local->basis;
		return true;
	}
	*basis = &v->basis;
	if (v->has_value)
		*out = v->value;
	return v->has_value;
}

const struct unit *
unit_superior(const struct procedure *p, const struct unit *unit)
{
	const struct unit *central = NULL;

	if (unit->superior != NULL || unit->kind->superior == NULL)
		return unit->superior;
	for (size_t i = 0; i < p->n_unit; i++) {
		const struct unit *u = &p->unit[i];

		if (u->kind != unit->kind->superior || u == unit)
			continue;
		if (u->province == NULL)
			central = central == NULL ? u : central;
		else if (str_eq(u->province, unit->province))
			return u;
	}
	return central;
}

const char *
entitlement_code(enum entitlement e)
{
	static const char *const name[] = {
		[ENTITLED_NO] = "no", [ENTITLED_YES] = "yes",
		[ENTITLED_CASE_BY_CASE] = "case_by_case",
		[ENTITLED_UNSET] = "unset",
	};

	return name[e];
}

static struct legal_value *
find_value(struct procedure *p, const char *regime, const char *code)
{
	for (size_t i = 0; i < p->n_regime; i++) {
		struct regime *r = &p->regime[i];

		for (size_t k = 0; str_eq(r->code, regime) && k < r->n_value;
		    k++)
			if (str_eq(r->value[k].code, code))
				return &r->value[k];
	}
	return NULL;
}

bool
procedure_set_value(struct procedure *p, const char *regime, const char *code,
    int64_t value, enum sureness status)
{
	struct legal_value *v = find_value(p, regime, code);

	if (v == NULL)
		return false;
	if (!v->filed.under)
		v->filed = (struct filed_value){ true, v->has_value, v->value,
		    v->basis.status };
	v->has_value = true;
	v->value = value;
	v->basis.status = status;
	return true;
}

/* A free place before all others; those that were set are used again. */
static struct local_value *
new_local(struct procedure *p, struct legal_value *v)
{
	struct local_value *all;

	v->n_local++;
	if (v->n_spare > 0) {
		v->n_spare--;
		return --v->local;
	}
	all = memory_array(p->memory, v->n_local, sizeof *all);
	for (size_t i = 1; i < v->n_local; i++)
		all[i] = v->local[i - 1];
	v->local = all;
	return all;
}

/* One that was set here comes from no file, and stands first. */
static struct local_value *
own_local(struct procedure *p, struct legal_value *v, const char *province)
{
	struct local_value *own;
	char *known;

	for (size_t i = 0; i < v->n_local; i++)
		if (v->local[i].at.file == NULL &&
		    str_eq(v->local[i].province, province))
			return &v->local[i];
	own = new_local(p, v);
	known = own->province;
	*own = (struct local_value){
		.province = str_eq(known, province) ? known :
		    memory_text(p->memory, province),
		.from = DAY_NONE, .to = DAY_NONE, .basis = v->basis,
	};
	return own;
}

static void
forget_value(struct legal_value *v)
{
	if (v->filed.under) {
		v->has_value = v->filed.has;
		v->value = v->filed.value;
		v->basis.status = v->filed.status;
		v->filed.under = false;
	}
	while (v->n_local > 0 && v->local->at.file == NULL) {
		v->local++;
		v->n_local--;
		v->n_spare++;
	}
}

void
procedure_forget_values(struct procedure *p)
{
	for (size_t i = 0; i < p->n_regime; i++)
		for (size_t k = 0; k < p->regime[i].n_value; k++)
			forget_value(&p->regime[i].value[k]);
}

bool
procedure_set_local_value(struct procedure *p, const char *regime,
    const char *code, const char *province, int64_t value,
    enum sureness status)
{
	struct legal_value *v = find_value(p, regime, code);
	struct local_value *local;

	if (v == NULL)
		return false;
	local = own_local(p, v, province);
	local->value = value;
	local->basis.status = status;
	return true;
}
