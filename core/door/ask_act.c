/* One act of reception or hand-over, as both sides see it. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <string.h>

/* What the act's events hold, opened. */
struct act_words {
	const json_t *minutes, *lines, *declined;	/* of the first */
	const json_t *refused, *receipt;		/* of the answer */
	const char *why;				/* of a withdrawal */
	when_t decided;
};

static void
read_words(const json_t *events, struct act_words *w)
{
	const json_t *first = json_object_get(json_array_get(events, 0),
	    "body"), *ev;
	size_t i;

	*w = (struct act_words){ .decided = WHEN_NONE };
	w->minutes = json_object_get(first, "minutes");
	w->lines = json_object_get(first, "lines");
	w->declined = json_object_get(first, "refused_persons");
	json_array_foreach(events, i, ev) {
		const json_t *body = json_object_get(ev, "body");

		if (i == 0)
			continue;
		w->decided = jx_int(ev, "at", WHEN_NONE);
		if (json_object_get(body, "refused") != NULL)
			w->refused = json_object_get(body, "refused");
		if (json_object_get(body, "receipt") != NULL)
			w->receipt = json_object_get(body, "receipt");
		if (jx_text(body, "why") != NULL)
			w->why = jx_text(body, "why");
	}
}

static const char *
why_refused(const struct act_words *w, const char *id)
{
	const json_t *item;
	size_t i;

	json_array_foreach(w->refused, i, item)
		if (str_eq(jx_text(item, "case"), id))
			return jx_text(item, "why");
	return NULL;
}

/* Its words in the act lie under the act's key; nobody is shown them. */
static bool
is_erased(const struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	json_t *row = j->row(j->ctx, id, NULL);
	bool erased = json_object_get(row, "erased") != NULL;

	json_decref(row);
	return erased;
}

static json_t *
act_line(struct session *s, const char *id, const char *state,
    const struct step *step, const struct act_words *w)
{
	const struct case_state *cs = session_case(s, id);
	const json_t *line = json_object_get(w->lines, id);
	const char *why = why_refused(w, id);
	json_t *o = json_object(), *person;

	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "state", json_string(state));
	if (why != NULL)
		json_object_set_new(o, "why", json_string(why));
	/* What the minutes say of the person, for both sides alike. */
	if (line != NULL && step != NULL && !is_erased(s, id)) {
		json_object_set_new(o, "answers",
		    shown_form(s, NULL, step->line, line));
		json_object_set(o, "filled", (json_t *)(void *)line);
	}
	if (cs == NULL || !case_shows_person(cs, &s->actor)) {
		json_object_set_new(o, "masked", json_string("•••"));
		return o;
	}
	person = person_json(s, cs);
	json_object_set(o, "masked", json_object_get(person, "masked"));
	json_object_set(o, "condition", json_object_get(person, "condition"));
	json_object_set(o, "age", json_object_get(person, "age"));
	json_object_set_new(o, "papers", shown_answer(s, cs, "papers_count"));
	json_object_set_new(o, "belongings",
	    shown_answer(s, cs, "belongings_count"));
	json_decref(person);
	return o;
}

/* The path of an act; acts of before it was noted are found by their codes. */
static const struct path *
path_of(const struct procedure *p, const json_t *act)
{
	const char *in = jx_text(act, "regime"), *code = jx_text(act, "path");
	const char *step = jx_text(act, "step");
	size_t i, k;

	for (i = 0; i < p->n_regime; i++)
		for (k = 0; k < p->regime[i].n_path; k++) {
			const struct path *path = &p->regime[i].path[k];

			if ((in == NULL || str_eq(p->regime[i].code, in)) &&
			    (code == NULL || str_eq(path->code, code)) &&
			    (step == NULL || path_step(path, step) != NULL))
				return path;
		}
	return NULL;
}

static void
put_head(struct session *s, const char *id, const json_t *row, json_t *o)
{
	static const char *const copied[] = { "kind", "state", "number" };
	size_t i;

	json_object_set_new(o, "act", json_string(id));
	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(row, copied[i]) != NULL)
			json_object_set(o, copied[i],
			    json_object_get(row, copied[i]));
	json_object_set_new(o, "from", unit_json(s->tn, jx_text(row, "from")));
	json_object_set_new(o, "to", unit_json(s->tn, jx_text(row, "to")));
	json_object_set_new(o, "at", when_json(jx_int(row, "at", WHEN_NONE)));
	json_object_set_new(o, "mine", json_boolean(str_eq(jx_text(row, "to"),
	    s->unit->code)));
}

static void
put_words(struct session *s, const struct path *path, const struct step *step,
    const struct act_words *w, json_t *o)
{
	const struct form *head = step != NULL ? step->form :
	    path != NULL ? path->entry_minutes : NULL;

	json_object_set_new(o, "minutes", shown_form(s, NULL, head, w->minutes));
	if (w->declined != NULL)
		json_object_set(o, "refused_persons",
		    (json_t *)(void *)w->declined);
	if (w->receipt != NULL && step != NULL)
		json_object_set_new(o, "receipt",
		    shown_form(s, NULL, step->receipt, w->receipt));
	if (w->why != NULL)
		json_object_set_new(o, "why", json_string(w->why));
	json_object_set_new(o, "decided", when_json(w->decided));
	if (step != NULL && step->line != NULL)
		json_object_set_new(o, "line_form",
		    json_string(step->line->code));
	if (step != NULL && step->receipt != NULL)
		json_object_set_new(o, "receipt_form",
		    json_string(step->receipt->code));
}

json_t *
ask_act(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "act"), *case_id;
	json_t *row = id == NULL ? NULL : session_act(s, id), *value;
	json_t *o, *lines, *events;
	const struct path *path;
	const struct step *step;
	struct act_words words;

	if (!json_is_object(json_object_get(row, "cases"))) {
		json_decref(row);
		return refuse(NULL, ERR_NO_SUCH_ACT, id == NULL ? "" : id);
	}
	if (!session_note_act(s, id)) {
		json_decref(row);
		return refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	}
	o = json_object();
	put_head(s, id, row, o);
	events = session_events(s, id);
	read_words(events, &words);
	path = path_of(s->tn->procedure, row);
	step = path == NULL || jx_text(row, "step") == NULL ? NULL :
	    path_step(path, jx_text(row, "step"));
	put_words(s, path, step, &words, o);
	lines = json_array();
	json_object_foreach(json_object_get(row, "cases"), case_id, value)
		json_array_append_new(lines, act_line(s, case_id,
		    json_string_value(value), step, &words));
	json_object_set_new(o, "lines", lines);
	json_decref(events);
	json_decref(row);
	return o;
}
