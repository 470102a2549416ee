/* The site's own stream: values of the legal register, set by two people. */
#include "tests/walk/walk.h"

#include <string.h>

#define DAY_MS ((int64_t)24 * 3600 * 1000)

void
site_init(struct world *w)
{
	w->site = json_pack("{s:s,s:{},s:{}}", "site", "MC", "units",
	    "officers");
	w->proposed = json_object();
}

/* Another officer, and not later than a day after. */
static bool
is_by_two(const struct world *w, const struct event *ev)
{
	const char *id = jx_text(ev->facts, "proposal");
	const json_t *p = id == NULL ? NULL :
	    json_object_get(w->proposed, id);

	return p != NULL && !str_eq(jx_text(p, "by"), ev->actor) &&
	    ev->at - jx_int(p, "at", 0) <= DAY_MS &&
	    json_equal(json_object_get(p, "value"),
	    json_object_get(ev->facts, "value")) &&
	    json_equal(json_object_get(p, "code"),
	    json_object_get(ev->facts, "code"));
}

/* As the door does: values set here lie over those of forms/. */
static void
put_in_force(struct world *w)
{
	const char *name;
	json_t *v;

	json_object_foreach(json_object_get(w->site, "values"), name, v) {
		const char *slash = strchr(name, '/');

		law_holds(w, LAW_VALUES, slash != NULL && procedure_set_value(
		    w->p, w->path->regime->code, slash + 1,
		    jx_int(v, "value", 0), SURE_REPORTED), NULL, name);
	}
}

const char *
site_apply(struct world *w, const struct event *ev)
{
	json_t *row = case_projector.fold(w->site, ev), *p;

	if (row == NULL)
		return "an event does not follow on the site";
	json_decref(w->site);
	w->site = row;
	w->site_seq = ev->seq;
	if (strcmp(ev->kind, "value_proposed") == 0) {
		p = json_deep_copy(ev->facts);
		json_object_set_new(p, "by", json_string(ev->actor));
		json_object_set_new(p, "at", json_integer(ev->at));
		json_object_set_new(w->proposed, ev->op_id, p);
		return NULL;
	}
	if (strcmp(ev->kind, "value_set") == 0) {
		law_holds(w, LAW_VALUES, is_by_two(w, ev), NULL, "who set it");
		put_in_force(w);
	}
	json_object_del(w->proposed, jx_text(ev->facts, "proposal"));
	return NULL;
}

static const char *
random_key(struct world *w, json_t *o)
{
	size_t all = json_object_size(o);
	/* The newest, more often than not: old ones have lapsed. */
	size_t n = chance_in(&w->chance, 3) ? chance_below(&w->chance, all) :
	    all - 1;
	const char *key = NULL;
	json_t *value;

	json_object_foreach(o, key, value)
		if (n-- == 0)
			break;
	return key;
}

/* Some terms are left alone, so that unset ones stay in the walk. */
void
site_wild(struct world *w, json_t *with)
{
	static const char *const code[] = {
		"support_decision_term", "essential_needs_term",
		"verification_reply_term", "warning_before", "loan_amount"
	};
	static const int64_t value[] = {
		0, 1, 3, 9, 10, 120, 4001, 100000, 100001, 1000000000, -1
	};
	size_t v = chance_below(&w->chance, ARRAY_LEN(value));
	const char *proposal = random_key(w, w->proposed);

	json_object_set_new(with, "regime",
	    json_string(w->path->regime->code));
	json_object_set_new(with, "code", json_string(
	    code[chance_below(&w->chance, ARRAY_LEN(code))]));
	json_object_set_new(with, "value", json_integer(value[v]));
	json_object_set_new(with, "status", json_string(
	    chance_in(&w->chance, 3) ? "reported" :
	    chance_in(&w->chance, 9) ? "draft" : "confirmed"));
	json_object_set_new(with, "document", json_string("Văn bản thử"));
	json_object_set_new(with, "proposal",
	    json_string(proposal != NULL ? proposal : "op-0"));
}

void
deed_value(struct world *w, struct deed *d)
{
	static const char *const name[] = {
		"propose_value", "propose_value", "confirm_value",
		"confirm_value", "decline_value"
	};
	const json_t *proposal;
	size_t i;
	int tries;

	d->command = xstrdup(name[chance_below(&w->chance, ARRAY_LEN(name))]);
	d->with = json_object();
	site_wild(w, d->with);
	/* Now and then by the very person who proposed it. */
	proposal = json_object_get(w->proposed, jx_text(d->with, "proposal"));
	for (i = 0; i < w->n_actor; i++)
		if (proposal != NULL && str_eq(w->actor[i].officer,
		    jx_text(proposal, "by")) && chance_in(&w->chance, 3)) {
			d->actor = &w->actor[i];
			return;
		}
	for (tries = 0; tries < 400; tries++) {
		d->actor = &w->actor[chance_below(&w->chance, w->n_actor)];
		if (actor_may(d->actor, w->p, d->command))
			break;
	}
}
