/* Folding acts: receptions, hand-overs, successions. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <string.h>

/* A hand-over to a foreign side awaits no answer: it is done at once. */
bool
fold_act_made(json_t *row, const struct event *ev)
{
	static const char *const copied[] = {
		"regime", "path", "step", "to", "number"
	};
	bool handover = strcmp(ev->kind, "handover_offered") == 0;
	bool foreign = handover && jx_bool(ev->facts, "foreign", false);
	const char *state = handover && !foreign ? "offered" : "accepted";
	json_t *cases = json_object();
	const json_t *item;
	size_t i;

	set_text(row, "act", ev->stream);
	set_text(row, "kind", foreign ? "foreign" :
	    handover ? "handover" : "reception");
	set_text(row, "from", ev->unit);
	for (i = 0; i < ARRAY_LEN(copied); i++) {
		const char *text = jx_text(ev->facts, copied[i]);

		if (text != NULL)
			set_text(row, copied[i], text);
	}
	json_array_foreach(json_object_get(ev->facts, "cases"), i, item)
		json_object_set_new(cases, json_string_value(item),
		    json_string(state));
	json_object_set_new(row, "cases", cases);
	set_text(row, "state", state);
	set_when(row, "at", ev->at);
	return true;
}

bool
fold_decided(json_t *row, const struct event *ev)
{
	static const char *const word[] = { "accepted", "refused" };
	json_t *cases = json_object_get(row, "cases");
	size_t n[2] = { 0, 0 }, i, k;
	const json_t *item;

	if (!str_eq(jx_text(row, "state"), "offered") ||
	    !str_eq(jx_text(row, "to"), ev->unit))
		return false;
	for (k = 0; k < 2; k++)
		json_array_foreach(json_object_get(ev->facts, word[k]), i, item) {
			json_object_set_new(cases, json_string_value(item),
			    json_string(word[k]));
			n[k]++;
		}
	set_text(row, "state", n[1] == 0 ? "accepted" :
	    n[0] == 0 ? "refused" : "partly");
	return true;
}

bool
fold_withdrawn(json_t *row, const struct event *ev)
{
	json_t *cases = json_object_get(row, "cases");
	const char *id;
	json_t *v;

	(void)ev;
	if (!str_eq(jx_text(row, "state"), "offered"))
		return false;
	json_object_foreach(cases, id, v)
		json_object_set_new(cases, id, json_string("withdrawn"));
	set_text(row, "state", "withdrawn");
	return true;
}

/* Cases that left an open offer by other means than an answer: a takeover. */
bool
fold_lines_ended(json_t *row, const struct event *ev)
{
	json_t *cases = json_object_get(row, "cases"), *v;
	const json_t *item;
	const char *id;
	size_t i;

	if (!str_eq(jx_text(row, "state"), "offered"))
		return false;
	json_array_foreach(json_object_get(ev->facts, "cases"), i, item) {
		id = json_string_value(item);
		if (!str_eq(jx_text(cases, id), "offered"))
			return false;
		json_object_set_new(cases, id, json_string("withdrawn"));
	}
	json_object_foreach(cases, id, v)
		if (str_eq(json_string_value(v), "offered"))
			return true;
	set_text(row, "state", "withdrawn");
	return true;
}

/* The cases of a unit that has ended go to its successor. */
bool
fold_succession(json_t *row, const struct event *ev)
{
	json_t *cases = json_object();
	const json_t *item;
	size_t i;

	set_text(row, "act", ev->stream);
	set_text(row, "kind", "succession");
	set_text(row, "from", jx_text(ev->facts, "from") != NULL ?
	    jx_text(ev->facts, "from") : ev->unit);
	set_text(row, "to", jx_text(ev->facts, "to") != NULL ?
	    jx_text(ev->facts, "to") : ev->unit);
	json_array_foreach(json_object_get(ev->facts, "cases"), i, item)
		json_object_set_new(cases, json_string_value(item),
		    json_string("accepted"));
	json_object_set_new(row, "cases", cases);
	set_text(row, "state", "accepted");
	set_when(row, "at", ev->at);
	return true;
}
