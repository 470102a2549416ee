/*
 * What an entry of the journal tells somebody who asks about looking: who,
 * when, which case, why.  An id is told only of what the unit stands to, and
 * a reason only to whom the history of the case would tell it.
 */
#include "core/door/looked.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

#define REFUSED_OF STREAM_REFUSED "/"

static bool
is_look(const char *kind)
{
	static const char *const looks[] = {
		"identity_read", "attachment_read", "answer_read",
		"content_read", "history_read", "glass_broken", "act_read",
		"case_exported", "export_opened",
		"audit_read", "alike_sought",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(looks); i++)
		if (strcmp(looks[i], kind) == 0)
			return true;
	return false;
}

static const char *
sort_of(const char *kind)
{
	return strcmp(kind, "refused") == 0 ? "refused" :
	    is_look(kind) ? "looks" : "deeds";
}

/* The case or act an entry is about, also one to which it was refused. */
static const char *
about(const struct event *ev)
{
	return str_starts(ev->stream, REFUSED_OF) ?
	    ev->stream + strlen(REFUSED_OF) : ev->stream;
}

/* How the session's unit stands to it; NULL: its id is not told. */
static const char *
standing(struct looking *l, const char *id)
{
	const struct journal *j = l->s->tn->journal;
	json_t *known = json_object_get(l->standing, id), *row;
	const char *relation;

	if (known != NULL)
		return json_string_value(known);
	row = j->row(j->ctx, id, NULL);
	if (json_is_object(json_object_get(row, "cases")))
		relation = row_act_shows(row, l->s->unit->code) ? "act" : NULL;
	else
		relation = row == NULL ? NULL :
		    row_relation(row, l->s->unit->code);
	known = relation == NULL ? json_null() : json_string(relation);
	json_object_set_new(l->standing, id, known);
	json_decref(row);
	return json_string_value(known);
}

json_t *
officer_name_json(struct session *s, const char *id)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(id));
	json_object_set_new(o, "name",
	    json_string(session_officer_name(s, id)));
	return o;
}

/* ---- all of them in a line each ---- */

static void
add_to(json_t *o, const char *key)
{
	json_object_set_new(o, key, json_integer(jx_int(o, key, 0) + 1));
}

static json_t *
summary_line(struct looking *l, const struct event *ev, bool ours)
{
	json_t *line = json_object();

	json_object_set_new(line, "_first", json_integer(ev->at));
	json_object_set_new(line, "_last", json_integer(ev->at));
	if (l->by_case) {
		json_object_set_new(line, "case", ours ?
		    json_string(about(ev)) : json_null());
		return line;
	}
	json_object_set_new(line, "officer",
	    officer_name_json(l->s, ev->actor));
	json_object_set_new(line, "unit", unit_json(l->s->tn, ev->unit));
	return line;
}

/* One line an officer, or a case, of all entries and not of one page. */
static void
sum_up(struct looking *l, const struct event *ev, bool ours)
{
	const char *key = l->by_case ? ours ? about(ev) : "" : ev->actor;
	json_t *line = json_object_get(l->summary, key);

	if (line == NULL) {
		line = summary_line(l, ev, ours);
		json_object_set_new(l->summary, key, line);
	}
	add_to(line, sort_of(ev->kind));
	if (ev->at < jx_int(line, "_first", 0))
		json_object_set_new(line, "_first", json_integer(ev->at));
	if (ev->at > jx_int(line, "_last", 0))
		json_object_set_new(line, "_last", json_integer(ev->at));
}

static void
put_times(json_t *line)
{
	json_object_set_new(line, "first", when_json(jx_int(line, "_first",
	    WHEN_NONE)));
	json_object_set_new(line, "last", when_json(jx_int(line, "_last",
	    WHEN_NONE)));
	json_object_del(line, "_first");
	json_object_del(line, "_last");
}

/* ---- one entry ---- */

static void
tell_entry(struct looking *l, const struct event *ev, const char *relation)
{
	json_t *o = json_object();

	json_object_set_new(o, "seq", json_integer(ev->seq));
	json_object_set_new(o, "at", when_json(ev->at));
	json_object_set_new(o, "kind", event_kind_json(ev->kind));
	json_object_set_new(o, "looks", json_boolean(is_look(ev->kind)));
	json_object_set_new(o, "officer", officer_name_json(l->s, ev->actor));
	json_object_set_new(o, "unit", unit_json(l->s->tn, ev->unit));
	json_object_set_new(o, "case", relation != NULL ?
	    json_string(about(ev)) : json_null());
	if (relation != NULL)
		json_object_set(o, "answer",
		    json_object_get(ev->facts, "answer"));
	if (strcmp(ev->kind, "refused") == 0)
		json_object_set(o, "op", json_object_get(ev->facts, "op"));
	/* Taken out again before anybody sees them. */
	json_object_set_new(o, "_at", json_integer(ev->at));
	json_object_set_new(o, "_stream", json_string(ev->stream));
	json_array_append_new(l->entries, o);
	l->told++;
}

static bool
take(void *arg, const struct event *ev)
{
	struct looking *l = arg;
	bool sums = l->before == INT64_MAX;
	const char *relation;

	if (l->seen == LOOKS_SUMMED && l->told > l->limit) {
		if (sums && l->summed_from == WHEN_NONE)
			l->summed_from = ev->at;
		return false;
	}
	relation = standing(l, about(ev));
	if (l->seen < LOOKS_SUMMED) {
		l->seen++;
		if (sums)
			sum_up(l, ev, relation != NULL);
		l->elsewhere += relation == NULL &&
		    strcmp(ev->stream, STREAM_SITE) != 0;
	}
	if (l->told <= l->limit)
		tell_entry(l, ev, relation);
	return sums || l->told <= l->limit;
}

bool
looking_at(struct looking *l, const char *stream, const char *actor,
    bool (*wanted)(const char *kind), struct err *e)
{
	const struct journal *j = l->s->tn->journal;
	struct look_query q = { stream, actor, l->from, l->to, l->before,
	    wanted };

	l->seen = l->told = 0;
	return j->looked(j->ctx, &q, take, l, e);
}

void
looking_start(struct looking *l, struct session *s, bool by_case)
{
	*l = (struct looking){ .s = s, .by_case = by_case,
	    .summed_from = WHEN_NONE };
	l->entries = json_array();
	l->summary = json_object();
	l->standing = json_object();
}

json_t *
looking_finish(struct looking *l, json_t *out)
{
	json_decref(l->entries);
	json_decref(l->summary);
	json_decref(l->standing);
	return out;
}

/* ---- the page ---- */

static int
newest_first(const void *a, const void *b)
{
	int64_t x = jx_int(*(json_t *const *)a, "seq", 0);
	int64_t y = jx_int(*(json_t *const *)b, "seq", 0);

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Several streams were read one after the other: one order over all. */
static void
put_in_order(struct looking *l)
{
	size_t n = json_array_size(l->entries), i;
	json_t **all = xcalloc(n + 1, sizeof(struct json_t *));
	json_t *list = json_array();

	for (i = 0; i < n; i++)
		all[i] = json_array_get(l->entries, i);
	qsort(all, n, sizeof(struct json_t *), newest_first);
	for (i = 0; i < n && i < l->limit; i++)
		json_array_append(list, all[i]);
	if (n > l->limit)
		l->next = jx_int(all[l->limit - 1], "seq", 0);
	free(all);
	json_decref(l->entries);
	l->entries = list;
}

static bool
keep_body(void *arg, const struct event *ev)
{
	struct looking *l = arg;
	json_t *body = session_body(l->s, ev);
	json_t *o = json_array_get(l->entries, l->told);

	if (jx_text(body, "why") != NULL)
		json_object_set(o, "why", json_object_get(body, "why"));
	json_decref(body);
	return false;
}

/*
 * Why somebody looked, as the history of the case tells it: to the holder,
 * and to the unit of who looked.
 */
static void
tell_why(struct looking *l, size_t i)
{
	const struct journal *j = l->s->tn->journal;
	const json_t *o = json_array_get(l->entries, i);
	const char *stream = jx_text(o, "_stream");
	const char *relation = standing(l, stream);

	if (!jx_bool(o, "looks", false) || relation == NULL ||
	    (strcmp(relation, "holder") != 0 && !str_eq(jx_text(jx_get(o,
	    "unit"), "code"), l->s->unit->code)))
		return;
	l->told = i;
	(void)j->read(j->ctx, stream, jx_int(o, "seq", 1) - 1, keep_body, l,
	    NULL);
}

/* Newest first: where the one before is later, the clock went back (S-61). */
static void
mark_clock(const json_t *list)
{
	when_t later = WHEN_NONE;
	json_t *o, *newer = NULL;
	size_t i;

	json_array_foreach(list, i, o) {
		when_t at = jx_int(o, "_at", 0);

		if (newer != NULL && later < at - CLOCK_JUMP_MS)
			json_object_set_new(newer, "back", json_true());
		newer = o;
		later = at;
	}
}

json_t *
looking_answer(struct looking *l)
{
	json_t *o = json_object(), *list = json_array(), *line;
	const char *key;
	size_t i;

	put_in_order(l);
	mark_clock(l->entries);
	json_array_foreach(l->entries, i, line) {
		tell_why(l, i);
		json_object_del(line, "_at");
		json_object_del(line, "_stream");
	}
	json_object_foreach(l->summary, key, line) {
		put_times(line);
		json_array_append(list, line);
	}
	json_object_set(o, "entries", l->entries);
	json_object_set_new(o, "summary", list);
	json_object_set_new(o, "summed_from", when_json(l->summed_from));
	json_object_set_new(o, "elsewhere", json_integer(l->elsewhere));
	json_object_set_new(o, "next", l->next > 0 ? json_integer(l->next) :
	    json_null());
	return o;
}
