/* Who can mend what stands against a deed. */
#include "core/case/mend.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

static void
add_kind(json_t *by, const struct unit_kind *kind)
{
	json_t *o;

	if (kind == NULL || jx_by_code(by, kind->code) != NULL)
		return;
	o = json_object();
	json_object_set_new(o, "code", json_string(kind->code));
	json_object_set_new(o, "title", text_json(&kind->title));
	json_array_append_new(by, o);
}

static void
add_who(json_t *by, const struct who *who)
{
	size_t i;

	for (i = 0; i < who->n_kind; i++)
		add_kind(by, who->kind[i]);
}

static void
add_unit(struct deciding *d, json_t *by, const char *code)
{
	const struct unit *unit = procedure_unit(d->procedure, code);

	if (unit != NULL)
		add_kind(by, unit->kind);
}

static void
put(struct deciding *d, json_t *reason, json_t *by, bool here)
{
	json_object_set_new(reason, "here", json_boolean(here &&
	    jx_by_code(by, d->actor->unit->kind->code) != NULL));
	json_object_set_new(reason, "by", by);
}

static json_t *
last_reason(struct deciding *d)
{
	return json_array_get(d->out->reasons,
	    json_array_size(d->out->reasons) - 1);
}

void
reason_by_who(struct deciding *d, const struct who *who)
{
	json_t *by = json_array();

	add_who(by, who);
	put(d, last_reason(d), by, true);
}

void
reason_by_unit(struct deciding *d, const char *unit)
{
	json_t *by = json_array();

	add_unit(d, by, unit);
	put(d, last_reason(d), by, str_eq(unit, d->actor->unit->code));
}

void
reason_by_right(struct deciding *d, const char *command)
{
	const struct procedure *p = d->procedure;
	const struct unit_kind *own = d->actor->unit->kind;
	json_t *by = json_array();
	size_t i, n = 0;

	for (i = 0; i < p->n_unit_kind; i++)
		n += rights_reach(p, &(struct who){ 0 }, &p->unit_kind[i],
		    command);
	/* A right of every kind: another role of this unit has it. */
	for (i = 0; i < p->n_unit_kind; i++)
		if (n == p->n_unit_kind ? &p->unit_kind[i] == own :
		    rights_reach(p, &(struct who){ 0 }, &p->unit_kind[i],
		    command))
			add_kind(by, &p->unit_kind[i]);
	put(d, last_reason(d), by, true);
}

/* A step of the path or of a track beside it. */
static const struct step *
any_step(const struct path *path, const char *code)
{
	const struct step *step = path == NULL ? NULL : path_step(path, code);
	size_t i;

	for (i = 0; path != NULL && step == NULL &&
	    i < path->regime->n_track; i++)
		step = path_step(&path->regime->track[i], code);
	return step;
}

/* A step of a track may be for who was asked or held the case before. */
static bool
may_step(const struct step *step, const char *relation)
{
	return ((step->by & STEP_BY_HOLDER) != 0 &&
	    str_eq(relation, "holder")) ||
	    ((step->by & STEP_BY_ASKED) != 0 && str_eq(relation, "asked")) ||
	    ((step->by & STEP_BY_FORMER) != 0 && str_eq(relation, "former"));
}

static void
by_step(struct deciding *d, const struct case_state *cs, json_t *reason,
    const char *code)
{
	const struct step *step = any_step(case_path(cs, d->procedure), code);
	json_t *by = json_array();

	if (step != NULL)
		add_who(by, &step->who);
	put(d, reason, by, step != NULL && may_step(step,
	    row_relation(cs->row, d->actor->unit->code)));
}

/* An open request is for who was asked, one not sent for who may send it. */
static void
by_request(struct deciding *d, const struct case_state *cs, json_t *reason,
    const char *code, bool holds)
{
	const struct request *request = regime_request(case_regime(cs,
	    d->procedure), code);
	const json_t *open = row_open_request(cs->row, code, NULL);
	json_t *by = json_array();

	if (open != NULL) {
		add_unit(d, by, jx_text(open, "to"));
		holds = str_eq(jx_text(open, "to"), d->actor->unit->code);
	} else if (request != NULL) {
		add_who(by, &request->from);
	}
	put(d, reason, by, holds);
}

static bool
makes(const struct step *step, const char *paper)
{
	size_t i;

	for (i = 0; i < step->n_paper; i++)
		if (str_eq(step->paper[i]->code, paper))
			return true;
	return false;
}

/* Who makes a paper: the step or the request of which it comes. */
static void
add_makers(struct deciding *d, const struct case_state *cs, json_t *by,
    const char *code)
{
	const struct path *path = case_path(cs, d->procedure);
	size_t i;

	for (i = 0; path != NULL && i < path->n_step; i++)
		if (makes(&path->step[i], code))
			add_who(by, &path->step[i].who);
	for (i = 0; path != NULL && i < path->regime->n_request; i++) {
		const struct request *r = &path->regime->request[i];

		if (r->ask_paper != NULL && str_eq(r->ask_paper->code, code))
			add_who(by, &r->from);
		if (r->reply_paper != NULL &&
		    str_eq(r->reply_paper->code, code))
			add_who(by, &r->to);
	}
}

/* A paper from outside is recorded by who holds the case or was asked. */
static void
by_paper(struct deciding *d, const struct case_state *cs, json_t *reason,
    const char *code)
{
	const struct paper *paper = regime_paper(case_regime(cs, d->procedure),
	    code);
	const char *relation = row_relation(cs->row, d->actor->unit->code);
	json_t *by = json_array();

	if (paper != NULL && !paper->from_outside)
		add_makers(d, cs, by, code);
	else
		add_unit(d, by, jx_text(cs->row, "holder"));
	put(d, reason, by, str_eq(relation, "holder") ||
	    str_eq(relation, "asked"));
}

static void
by_support(struct deciding *d, const struct case_state *cs, json_t *reason,
    const char *code, bool holds)
{
	const struct support *support = regime_support(case_support_regime(cs,
	    d->procedure), code);
	json_t *by = json_array();

	if (support != NULL)
		add_who(by, &support->who);
	put(d, reason, by, holds || (support != NULL && support->emergency));
}

static void
mend(struct deciding *d, const struct case_state *cs, json_t *reason)
{
	const json_t *fix = json_object_get(reason, "fix");
	const char *kind = jx_text(fix, "kind"), *code = jx_text(fix, "code");
	const char *holder = cs == NULL ? d->actor->unit->code :
	    jx_text(cs->row, "holder");
	bool holds = str_eq(holder, d->actor->unit->code);
	json_t *by;

	if (cs != NULL && str_eq(kind, "step")) {
		by_step(d, cs, reason, code);
	} else if (cs != NULL && str_eq(kind, "request")) {
		by_request(d, cs, reason, code, holds);
	} else if (cs != NULL && str_eq(kind, "paper")) {
		by_paper(d, cs, reason, code);
	} else if (cs != NULL && str_eq(kind, "support")) {
		by_support(d, cs, reason, code, holds);
	} else {
		by = json_array();
		add_unit(d, by, holder);
		put(d, reason, by, holds);
	}
}

void
reasons_mend(struct deciding *d, const struct case_state *cs, json_t *reasons)
{
	json_t *reason;
	size_t i;

	json_array_foreach(reasons, i, reason)
		if (json_object_get(reason, "by") == NULL)
			mend(d, cs, reason);
}
