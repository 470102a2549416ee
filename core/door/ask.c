/* Queries: the table, and the home screen. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/pair.h"
#include "core/case/visible.h"

#include <string.h>

/* Of what the query is, so of what the right to it must hold. */
enum query_of { OF_NOTHING, OF_CASE, OF_EITHER, OF_ACT };

static const struct query {
	const char *name;
	json_t *(*ask)(struct session *s, const json_t *query);
	enum query_of of;
	enum right_place in;	/* where its answers are shown */
} query_table[] = {
	{ "home", ask_home, OF_NOTHING, RIGHT_IN_LIST },
	{ "queue", ask_queue, OF_NOTHING, RIGHT_IN_LIST },
	{ "workload", ask_workload, OF_NOTHING, RIGHT_IN_LIST },
	{ "common", ask_common, OF_NOTHING, RIGHT_IN_LIST },
	{ "case", ask_case, OF_CASE, RIGHT_IN_FORM },
	{ "identity", ask_identity, OF_CASE, RIGHT_IN_IDENTITY },
	{ "attachment", ask_attachment, OF_CASE, RIGHT_IN_FORM },
	{ "history", ask_history, OF_CASE, RIGHT_IN_HISTORY },
	{ "versions", ask_versions, OF_CASE, RIGHT_IN_VERSIONS },
	{ "copyable", ask_copyable, OF_CASE, RIGHT_IN_FORM },
	{ "act", ask_act, OF_ACT, RIGHT_IN_LIST },
	{ "draft", ask_draft, OF_NOTHING, RIGHT_IN_FORM },
	{ "preferences", ask_preferences, OF_NOTHING, RIGHT_IN_LIST },
	{ "register", ask_register, OF_NOTHING, RIGHT_IN_LIST },
	{ "units", ask_units, OF_NOTHING, RIGHT_IN_LIST },
	{ "operation", ask_operation, OF_NOTHING, RIGHT_IN_LIST },
	{ "codes", ask_codes, OF_NOTHING, RIGHT_IN_LIST },
	{ "entitlements", ask_entitlements, OF_CASE, RIGHT_IN_LIST },
	{ "regime_preview", ask_regime_preview, OF_CASE, RIGHT_IN_LIST },
	{ "search", ask_search, OF_NOTHING, RIGHT_IN_SEARCH },
	{ "old_places", ask_old_places, OF_NOTHING, RIGHT_IN_LIST },
	{ "why", ask_why, OF_CASE, RIGHT_IN_LIST },
	{ "map", ask_map, OF_EITHER, RIGHT_IN_LIST },
	{ "coordinations", ask_coordinations, OF_NOTHING, RIGHT_IN_LIST },
	{ "coordination", ask_coordination, OF_ACT, RIGHT_IN_LIST },
	{ "register_report", ask_register_report, OF_NOTHING, RIGHT_IN_LIST },
	{ "law", ask_law, OF_NOTHING, RIGHT_IN_LIST },
	{ "glossary", ask_glossary, OF_NOTHING, RIGHT_IN_LIST },
	{ "glass", ask_glass, OF_NOTHING, RIGHT_IN_LIST },
	{ "retention", ask_retention, OF_NOTHING, RIGHT_IN_LIST },
	{ "erasures", ask_erasures, OF_NOTHING, RIGHT_IN_LIST },
	{ "erasure", ask_erasure, OF_NOTHING, RIGHT_IN_LIST },
	{ "pairs", ask_pairs, OF_NOTHING, RIGHT_IN_LIST },
	{ "account", ask_account, OF_NOTHING, RIGHT_IN_LIST },
	{ "conduct", ask_conduct, OF_NOTHING, RIGHT_IN_LIST },
	{ "staff", ask_staff, OF_NOTHING, RIGHT_IN_LIST },
	{ "fill_data", ask_fill_data, OF_CASE, RIGHT_IN_FORM },
	{ "person_requests", ask_person_requests, OF_NOTHING, RIGHT_IN_LIST },
	{ "breach", ask_breach, OF_NOTHING, RIGHT_IN_LIST },
	{ "exports", ask_exports, OF_NOTHING, RIGHT_IN_LIST },
	{ "open_export", ask_open_export, OF_NOTHING, RIGHT_IN_LIST },
	{ "person_letter", ask_person_letter, OF_CASE, RIGHT_IN_IDENTITY },
	{ "breaches", ask_breaches, OF_NOTHING, RIGHT_IN_LIST },
	{ "head", ask_head, OF_NOTHING, RIGHT_IN_LIST },
	{ "alike", ask_alike, OF_NOTHING, RIGHT_IN_LIST },
	{ "who_saw", ask_who_saw, OF_CASE, RIGHT_IN_LIST },
	{ "what_saw", ask_what_saw, OF_NOTHING, RIGHT_IN_LIST },
};

const char *
query_name(size_t i)
{
	return i < ARRAY_LEN(query_table) ? query_table[i].name : NULL;
}

static json_t *
refuse_right(struct session *s, const char *name)
{
	struct err e = ERR_INIT;
	json_t *o;

	err_set(&e, ERR_NO_RIGHT, text_in(&s->unit->title, LANG_VI), name,
	    NULL);
	o = refuse_err(NULL, &e);
	err_done(&e);
	return o;
}

json_t *
session_need_query(struct session *s, const char *name,
    const struct case_state *cs)
{
	const struct procedure *p = s->tn->procedure;
	int op = rights_query(name);

	if (cs == NULL ? actor_has_right(p, &s->actor, op) :
	    row_allows(cs->row, p, &s->actor, op))
		return NULL;
	return cs != NULL && !case_shows_person(cs, &s->actor) ?
	    refuse(NULL, ERR_SUPERIOR_ONLY, NULL) : refuse_right(s, name);
}

/*
 * Default refuse.  A query of a case is answered by its right to that case; a
 * case that is hidden is left to the query itself, which finds none.
 */
static json_t *
need_query(struct session *s, const struct query *q, const json_t *query)
{
	const struct procedure *p = s->tn->procedure;
	const char *id = jx_text(query, "case");
	int op = rights_query(q->name);
	const struct case_state *cs;
	json_t *out = session_need_query(s, q->name, NULL);

	if (out != NULL)
		return out;
	switch (q->of) {
	case OF_NOTHING:
		return row_allows(NULL, p, &s->actor, op) ? NULL :
		    refuse_right(s, q->name);
	case OF_ACT:
		return act_allows(p, &s->actor, op) ? NULL :
		    refuse_right(s, q->name);
	case OF_CASE:
	case OF_EITHER:
		break;
	}
	if (q->of == OF_EITHER && id == NULL)
		return row_allows(NULL, p, &s->actor, op) ? NULL :
		    refuse_right(s, q->name);
	cs = id == NULL ? NULL : session_case(s, id);
	return cs == NULL ? NULL : session_need_query(s, q->name, cs);
}

static json_t *
answer(struct session *s, const char *name, const json_t *query)
{
	enum err_code code;
	json_t *out;
	size_t i;

	for (i = 0; name != NULL && i < ARRAY_LEN(query_table); i++) {
		if (strcmp(query_table[i].name, name) != 0)
			continue;
		code = session_check(s, name);
		if (code != ERR_NONE)
			return refuse(NULL, code, NULL);
		session_at(s, query_table[i].in);
		out = need_query(s, &query_table[i], query);
		if (out == NULL)
			out = query_table[i].ask(s, query);
		session_note_refused(s, name, jx_text(query,
		    query_table[i].of == OF_ACT ? "act" : "case"), out);
		return out;
	}
	return refuse(NULL, ERR_NO_SUCH_QUERY, name == NULL ? "" : name);
}

json_t *
tn_ask(struct session *s, const json_t *query)
{
	json_t *out;

	if (s->tn->remote != NULL)
		return remote_ask(s, query);
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

/* Commands, and the kinds of acts of two persons. */
static json_t *
allowed_commands(struct session *s)
{
	json_t *list = json_array();
	const char *name;
	size_t i;

	for (i = 0; (name = decide_command(i)) != NULL; i++)
		if (actor_may(&s->actor, s->tn->procedure, name))
			json_array_append_new(list, json_string(name));
	for (i = 0; pair_kind_at(i) != NULL; i++) {
		name = pair_kind_at(i)->code;
		if (actor_may(&s->actor, s->tn->procedure, name))
			json_array_append_new(list, json_string(name));
	}
	return list;
}

/* Queries; one of a case stands here when some case may be asked about. */
static json_t *
allowed_queries(struct session *s)
{
	const struct procedure *p = s->tn->procedure;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(query_table); i++) {
		const struct query *q = &query_table[i];
		int op = rights_query(q->name);

		if (actor_has_right(p, &s->actor, op) &&
		    (q->of != OF_NOTHING || row_allows(NULL, p, &s->actor,
		    op)))
			json_array_append_new(list, json_string(q->name));
	}
	return list;
}

/* What others have begun and this officer can end. */
static json_t *
waiting_json(struct session *s)
{
	return json_pack("{s:I, s:I, s:I, s:I}",
	    "pairs", (json_int_t)pairs_waiting(s),
	    "glass", (json_int_t)glass_waiting(s),
	    "person_requests", (json_int_t)requests_waiting(s),
	    "breaches", (json_int_t)breaches_waiting(s));
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
	json_object_set_new(o, "glass", glass_count(s));
	json_object_set_new(o, "drafts", list_drafts(s));
	json_object_set_new(o, "waiting", waiting_json(s));
	json_object_set_new(o, "can", allowed_commands(s));
	json_object_set_new(o, "asks", allowed_queries(s));
	json_object_set_new(o, "paths", open_paths(s));
	json_object_set_new(unset, "count",
	    json_integer(count_unset(s->tn->procedure)));
	json_object_set_new(o, "unset", unset);
	json_object_set_new(o, "now", when_json(tn_now(s->tn)));
	return o;
}
