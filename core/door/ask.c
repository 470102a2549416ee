/* Queries: the table, and the home screen. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"

#include <string.h>

static const struct query {
	const char *name;
	json_t *(*ask)(struct session *s, const json_t *query);
} query_table[] = {
	{ "home", ask_home },
	{ "queue", ask_queue },
	{ "workload", ask_workload },
	{ "common", ask_common },
	{ "case", ask_case },
	{ "identity", ask_identity },
	{ "attachment", ask_attachment },
	{ "history", ask_history },
	{ "versions", ask_versions },
	{ "copyable", ask_copyable },
	{ "act", ask_act },
	{ "draft", ask_draft },
	{ "preferences", ask_preferences },
	{ "register", ask_register },
	{ "units", ask_units },
	{ "operation", ask_operation },
	{ "codes", ask_codes },
	{ "entitlements", ask_entitlements },
	{ "regime_preview", ask_regime_preview },
	{ "search", ask_search },
	{ "old_places", ask_old_places },
	{ "why", ask_why },
	{ "map", ask_map },
	{ "coordinations", ask_coordinations },
	{ "coordination", ask_coordination },
	{ "register_report", ask_register_report },
	{ "law", ask_law },
	{ "glossary", ask_glossary },
};

/*
 * A superior is told of a case what "case" and "history" leave out of it; the
 * rest speaks of the person.
 */
static bool
is_hidden(struct session *s, const char *name, const json_t *query)
{
	const char *id = jx_text(query, "case");
	const struct case_state *cs = id == NULL ||
	    strcmp(name, "case") == 0 || strcmp(name, "history") == 0 ?
	    NULL : session_case(s, id);

	return cs != NULL && !case_shows_person(cs, s->unit->code);
}

static json_t *
answer(struct session *s, const char *name, const json_t *query)
{
	size_t i;

	if (name != NULL && is_hidden(s, name, query))
		return refuse(NULL, ERR_SUPERIOR_ONLY, NULL);
	for (i = 0; name != NULL && i < ARRAY_LEN(query_table); i++)
		if (strcmp(query_table[i].name, name) == 0)
			return query_table[i].ask(s, query);
	return refuse(NULL, ERR_NO_SUCH_QUERY, name == NULL ? "" : name);
}

json_t *
tn_ask(struct session *s, const json_t *query)
{
	json_t *out;

	session_trim_cache(s);
	tn_refresh(s->tn);
	s->tn->stopped = false;
	out = answer(s, jx_text(query, "ask"), query);
	if (!s->tn->stopped)
		return out;
	/* A part of an answer would look like the whole. */
	json_decref(out);
	return refuse(NULL, ERR_STOPPED, NULL);
}

json_t *
titled(const char *code, const struct text *title)
{
	json_t *o = json_object();

	json_object_set_new(o, "code", json_string(code));
	json_object_set_new(o, "title", text_json(title));
	return o;
}

json_t *
unit_json(const struct tn *tn, const char *code)
{
	const struct unit *unit = code == NULL ? NULL :
	    procedure_unit(tn->procedure, code);

	if (code == NULL)
		return json_null();
	return titled(code, unit == NULL ? SAME(code) : &unit->title);
}

json_t *
when_json(when_t t)
{
	char text[32];

	if (t == WHEN_NONE || t == INT64_MAX)
		return json_null();
	when_format(t, VN_OFFSET_MIN, text);
	return json_string(text);
}

json_t *
date_json(day_t day)
{
	char text[11];

	if (day == DAY_NONE)
		return json_null();
	day_format(day, text);
	return json_string(text);
}

static int
count_unset(const struct procedure *p)
{
	int n = 0;
	size_t i, k;

	for (i = 0; i < p->n_regime; i++)
		for (k = 0; k < p->regime[i].n_value; k++)
			n += !p->regime[i].value[k].has_value;
	return n;
}

static json_t *
officer_json(struct session *s)
{
	json_t *o = json_object(), *roles = json_array();
	size_t i;

	for (i = 0; i < s->actor.n_role; i++)
		json_array_append_new(roles,
		    titled(s->role[i]->code, &s->role[i]->title));
	json_object_set_new(o, "id", json_string(s->officer));
	json_object_set_new(o, "name",
	    json_string(session_officer_name(s, s->officer)));
	json_object_set_new(o, "unit", unit_json(s->tn, s->unit->code));
	json_object_set_new(o, "roles", roles);
	return o;
}

static json_t *
allowed_commands(struct session *s)
{
	json_t *list = json_array();
	const char *name;
	size_t i;

	for (i = 0; (name = decide_command(i)) != NULL; i++)
		if (actor_may(&s->actor, s->tn->procedure, name))
			json_array_append_new(list, json_string(name));
	return list;
}

/* Paths by which this unit may receive people today. */
static json_t *
open_paths(struct session *s)
{
	const struct procedure *p = s->tn->procedure;
	day_t today = when_day(tn_now(s->tn), VN_OFFSET_MIN);
	json_t *list = json_array();
	size_t i, k;

	for (i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		if ((r->from != DAY_NONE && today < r->from) ||
		    (r->to != DAY_NONE && today > r->to))
			continue;
		for (k = 0; k < r->n_path; k++) {
			const struct path *path = &r->path[k];
			json_t *o;

			if (!actor_is_one_of(&s->actor, &path->entry_who))
				continue;
			o = titled(path->code, &path->title);
			json_object_set_new(o, "person_form",
			    json_string(path->entry_person->code));
			if (path->entry_minutes != NULL)
				json_object_set_new(o, "minutes_form",
				    json_string(path->entry_minutes->code));
			json_array_append_new(list, o);
		}
	}
	return list;
}

json_t *
ask_home(struct session *s, const json_t *query)
{
	json_t *o = json_object(), *unset = json_object();

	(void)query;
	json_object_set_new(o, "officer", officer_json(s));
	json_object_set_new(o, "queues", queue_counts(s));
	json_object_set_new(o, "coordination", coordination_counts(s));
	json_object_set_new(o, "drafts", list_drafts(s));
	json_object_set_new(o, "can", allowed_commands(s));
	json_object_set_new(o, "paths", open_paths(s));
	json_object_set_new(unset, "count",
	    json_integer(count_unset(s->tn->procedure)));
	json_object_set_new(o, "unset", unset);
	json_object_set_new(o, "now", when_json(tn_now(s->tn)));
	return o;
}
