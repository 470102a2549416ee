/* Folding what steps, requests and hand-over do to a case. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <string.h>

static void
add_former(json_t *row, const char *unit)
{
	json_t *list = json_object_get(row, "former"), *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (str_eq(json_string_value(item), unit))
			return;
	json_array_append_new(list, json_string(unit));
}

/* Who holds it, and whom lateness is told: facts name the superior. */
static void
set_holder(json_t *row, const struct event *ev, const char *unit)
{
	const char *superior = jx_text(ev->facts, "superior");

	set_text(row, "holder", unit);
	json_object_set_new(row, "epoch", json_integer(ev->epoch));
	if (superior != NULL)
		set_text(row, "superior", superior);
	else
		json_object_del(row, "superior");
}

void
move_custody(json_t *row, const struct event *ev, const char *unit)
{
	add_former(row, jx_text(row, "holder"));
	set_holder(row, ev, unit);
	/* A takeover was proposed of another holder, by another superior. */
	json_object_del(row, "takeover");
}

static void
fold_sent(json_t *row, const struct event *ev, const json_t *request)
{
	json_t *r = json_object();

	set_text(r, "code", jx_text(request, "code"));
	set_text(r, "from", ev->unit);
	set_text(r, "to", jx_text(request, "to"));
	set_when(r, "asked", ev->at);
	json_array_append_new(json_object_get(row, "requests"), r);
}

bool
fold_opened(json_t *row, const struct event *ev)
{
	static const char *const copied[] = {
		"regime", "path", "state", "act", "purpose"
	};
	size_t i;

	if (ev->epoch != 1)
		return false;
	set_text(row, "case", ev->stream);
	for (i = 0; i < ARRAY_LEN(copied); i++) {
		const char *text = jx_text(ev->facts, copied[i]);

		if (text != NULL)
			set_text(row, copied[i], text);
	}
	set_holder(row, ev, ev->unit);
	json_object_set_new(row, "final", json_false());
	set_when(row, "opened", ev->at);
	json_object_set_new(row, "clocks", json_array());
	json_object_set_new(row, "requests", json_array());
	json_object_set_new(row, "former", json_array());
	return jx_text(row, "state") != NULL;
}

/* A state of the path; leaving a final one is a reopening, and counted. */
static void
enter_state(json_t *row, const struct event *ev)
{
	bool final = jx_bool(ev->facts, "final", false);

	if (jx_bool(row, "final", false) && !final)
		json_object_set_new(row, "reopened",
		    json_integer(jx_int(row, "reopened", 0) + 1));
	set_text(row, "state", jx_text(ev->facts, "to"));
	json_object_set_new(row, "final", json_boolean(final));
}

/* A track has its own states; where it begins, only the procedure knows. */
static bool
enter_track(json_t *row, const struct event *ev, const char *track)
{
	json_t *tracks = json_object_get(row, "tracks");
	const char *now = jx_text(tracks, track);

	if (now != NULL && !str_eq(now, jx_text(ev->facts, "from")))
		return false;
	if (tracks == NULL) {
		tracks = json_object();
		json_object_set_new(row, "tracks", tracks);
	}
	set_text(tracks, track, jx_text(ev->facts, "to"));
	return jx_text(tracks, track) != NULL;
}

bool
fold_step(json_t *row, const struct event *ev)
{
	const json_t *request = json_object_get(ev->facts, "request");
	const char *track = jx_text(ev->facts, "track");

	if (track != NULL) {
		if (!enter_track(row, ev, track))
			return false;
	} else {
		if (!str_eq(jx_text(row, "state"), jx_text(ev->facts, "from")))
			return false;
		enter_state(row, ev);
		json_object_del(row, "refusal");
	}
	if (request != NULL)
		fold_sent(row, ev, request);
	return true;
}

bool
fold_request_sent(json_t *row, const struct event *ev)
{
	fold_sent(row, ev, json_object_get(ev->facts, "request"));
	return true;
}

bool
fold_answered(json_t *row, const struct event *ev)
{
	json_t *r = (json_t *)(void *)row_open_request(row,
	    jx_text(ev->facts, "request"), ev->unit);

	if (r == NULL)
		return false;
	set_when(r, "answered", ev->at);
	add_former(row, ev->unit);
	return true;
}

bool
fold_offered(json_t *row, const struct event *ev)
{
	json_t *offer;

	if (json_object_get(row, "offer") != NULL)
		return false;
	offer = json_object();
	set_text(offer, "act", jx_text(ev->facts, "act"));
	set_text(offer, "step", jx_text(ev->facts, "step"));
	set_text(offer, "to", jx_text(ev->facts, "to_unit"));
	set_when(offer, "at", ev->at);
	json_object_set_new(row, "offer", offer);
	/* What was refused before is answered by a new offer. */
	json_object_del(row, "refusal");
	return true;
}

/* Custody moves here and nowhere else; the epoch rises by one (design 5). */
bool
fold_accepted(json_t *row, const struct event *ev)
{
	const json_t *offer = json_object_get(row, "offer");

	if (!str_eq(jx_text(offer, "to"), ev->unit) ||
	    ev->epoch != jx_int(row, "epoch", 0) + 1)
		return false;
	move_custody(row, ev, ev->unit);
	enter_state(row, ev);
	json_object_del(row, "offer");
	return true;
}

bool
fold_offer_ended(json_t *row, const struct event *ev)
{
	(void)ev;
	return json_object_del(row, "offer") == 0;
}

/* Refused: the giver must see it among its own work. */
bool
fold_offer_refused(json_t *row, const struct event *ev)
{
	json_t *refusal = json_object();

	set_text(refusal, "act", jx_text(ev->facts, "act"));
	set_text(refusal, "by", ev->unit);
	set_when(refusal, "at", ev->at);
	json_object_set_new(row, "refusal", refusal);
	return fold_offer_ended(row, ev);
}

bool
fold_nothing(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return true;
}
