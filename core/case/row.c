/* Folding plain facts into rows.  Knows no YAML: facts say all it needs. */
#include "core/case/row.h"
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

void
event_done(struct event *ev)
{
	free(ev->stream);
	free(ev->kind);
	free(ev->actor);
	free(ev->unit);
	free(ev->op_id);
	json_decref(ev->facts);
	free(ev->sealed);
	memset(ev, 0, sizeof(*ev));
}

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

static void
fold_clocks(json_t *row, const struct event *ev)
{
	const json_t *change = json_object_get(ev->facts, "clocks");
	json_t *list = json_object_get(row, "clocks"), *clock;
	const json_t *item;
	size_t i, k;

	json_array_foreach(json_object_get(change, "stop"), i, item)
		json_array_foreach(list, k, clock)
			if (str_eq(jx_text(clock, "code"),
			    json_string_value(item)) &&
			    json_object_get(clock, "stopped") == NULL)
				set_when(clock, "stopped", ev->at);
	json_array_foreach(json_object_get(change, "start"), i, item) {
		clock = json_deep_copy(item);
		set_when(clock, "started", ev->at);
		json_array_append_new(list, clock);
	}
}

static void
fold_request_sent(json_t *row, const struct event *ev, const json_t *request)
{
	json_t *r = json_object();

	set_text(r, "code", jx_text(request, "code"));
	set_text(r, "from", ev->unit);
	set_text(r, "to", jx_text(request, "to"));
	set_when(r, "asked", ev->at);
	json_array_append_new(json_object_get(row, "requests"), r);
}

static bool
fold_opened(json_t *row, const struct event *ev)
{
	static const char *const copied[] = {
		"regime", "path", "state", "act"
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
	set_text(row, "holder", ev->unit);
	json_object_set_new(row, "epoch", json_integer(ev->epoch));
	json_object_set_new(row, "final", json_false());
	set_when(row, "opened", ev->at);
	json_object_set_new(row, "clocks", json_array());
	json_object_set_new(row, "requests", json_array());
	json_object_set_new(row, "former", json_array());
	return jx_text(row, "state") != NULL;
}

static void
enter_state(json_t *row, const struct event *ev)
{
	set_text(row, "state", jx_text(ev->facts, "to"));
	json_object_set_new(row, "final",
	    json_boolean(jx_bool(ev->facts, "final", false)));
}

static bool
fold_step(json_t *row, const struct event *ev)
{
	const json_t *request = json_object_get(ev->facts, "request");

	if (!str_eq(jx_text(row, "state"), jx_text(ev->facts, "from")))
		return false;
	enter_state(row, ev);
	if (request != NULL)
		fold_request_sent(row, ev, request);
	return true;
}

static bool
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

static bool
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
	return true;
}

/* Custody moves here and nowhere else; the epoch rises by one (design 5). */
static bool
fold_accepted(json_t *row, const struct event *ev)
{
	const json_t *offer = json_object_get(row, "offer");

	if (!str_eq(jx_text(offer, "to"), ev->unit) ||
	    ev->epoch != jx_int(row, "epoch", 0) + 1)
		return false;
	add_former(row, jx_text(row, "holder"));
	set_text(row, "holder", ev->unit);
	json_object_set_new(row, "epoch", json_integer(ev->epoch));
	enter_state(row, ev);
	json_object_del(row, "offer");
	return true;
}

static bool
fold_offer_ended(json_t *row, const struct event *ev)
{
	(void)ev;
	return json_object_del(row, "offer") == 0;
}

static bool
fold_nothing(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return true;
}

static bool
fold_act_made(json_t *row, const struct event *ev)
{
	static const char *const copied[] = {
		"path", "step", "to", "number"
	};
	bool handover = strcmp(ev->kind, "handover_offered") == 0;
	json_t *cases = json_object();
	const json_t *item;
	size_t i;

	set_text(row, "act", ev->stream);
	set_text(row, "kind", handover ? "handover" : "reception");
	set_text(row, "from", ev->unit);
	for (i = 0; i < ARRAY_LEN(copied); i++) {
		const char *text = jx_text(ev->facts, copied[i]);

		if (text != NULL)
			set_text(row, copied[i], text);
	}
	json_array_foreach(json_object_get(ev->facts, "cases"), i, item)
		json_object_set_new(cases, json_string_value(item),
		    json_string(handover ? "offered" : "accepted"));
	json_object_set_new(row, "cases", cases);
	set_text(row, "state", handover ? "offered" : "accepted");
	set_when(row, "at", ev->at);
	return true;
}

static bool
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

static bool
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

enum folded { FOLD_CASE, FOLD_ACT, FOLD_SITE };

static const struct fold_rule {
	const char *kind;
	enum folded what;
	bool first;		/* begins its stream */
	bool moves;		/* sets "moved" of a case */
	bool (*fold)(json_t *row, const struct event *ev);
} fold_rule[] = {
	{ "case_opened", FOLD_CASE, true, true, fold_opened },
	{ "answers_recorded", FOLD_CASE, false, false, fold_nothing },
	{ "step_taken", FOLD_CASE, false, true, fold_step },
	{ "request_sent", FOLD_CASE, false, true, NULL },
	{ "request_answered", FOLD_CASE, false, true, fold_answered },
	{ "support_given", FOLD_CASE, false, false, fold_nothing },
	{ "paper_recorded", FOLD_CASE, false, false, fold_nothing },
	{ "note_appended", FOLD_CASE, false, false, fold_nothing },
	{ "offered", FOLD_CASE, false, true, fold_offered },
	{ "offer_withdrawn", FOLD_CASE, false, true, fold_offer_ended },
	{ "offer_refused", FOLD_CASE, false, true, fold_offer_ended },
	{ "accepted", FOLD_CASE, false, true, fold_accepted },
	{ "identity_read", FOLD_CASE, false, false, fold_nothing },
	{ "request_withdrawn", FOLD_CASE, false, true, fold_request_withdrawn },
	{ "clock_extended", FOLD_CASE, false, false, fold_nothing },
	{ "regime_moved", FOLD_CASE, false, true, fold_regime_moved },
	{ "succeeded", FOLD_CASE, false, true, fold_succeeded },
	{ "takeover_proposed", FOLD_CASE, false, false, fold_takeover_proposed },
	{ "takeover_declined", FOLD_CASE, false, false, fold_takeover_declined },
	{ "taken_over", FOLD_CASE, false, true, fold_taken_over },
	{ "case_linked", FOLD_CASE, false, false, fold_nothing },
	{ "case_unlinked", FOLD_CASE, false, false, fold_nothing },
	{ "coordination_opened", FOLD_ACT, true, false, fold_coordination },
	{ "coordination_recorded", FOLD_ACT, false, false, fold_coordination_more },
	{ "coordination_closed", FOLD_ACT, false, false, fold_coordination_closed },
	{ "task_set", FOLD_ACT, false, false, fold_task },
	{ "task_reported", FOLD_ACT, false, false, fold_task_reported },
	{ "task_urged", FOLD_ACT, false, false, fold_task_urged },
	{ "succession_recorded", FOLD_ACT, true, false, fold_succession },
	{ "reception_recorded", FOLD_ACT, true, false, fold_act_made },
	{ "handover_offered", FOLD_ACT, true, false, fold_act_made },
	{ "handover_decided", FOLD_ACT, false, false, fold_decided },
	{ "handover_withdrawn", FOLD_ACT, false, false, fold_withdrawn },
	{ "site_founded", FOLD_SITE, true, false, fold_founded },
	{ "unit_opened", FOLD_SITE, false, false, fold_unit },
	{ "officer_added", FOLD_SITE, false, false, fold_officer },
	{ "value_proposed", FOLD_SITE, false, false, fold_proposed },
	{ "value_set", FOLD_SITE, false, false, fold_value_set },
	{ "value_declined", FOLD_SITE, false, false, fold_declined },
	{ "secret_changed", FOLD_SITE, false, false, fold_nothing },
	{ "signed_in", FOLD_SITE, false, false, fold_nothing },
	{ "sign_in_refused", FOLD_SITE, false, false, fold_nothing },
};

static const struct fold_rule *
rule_of(const char *kind)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(fold_rule); i++)
		if (strcmp(fold_rule[i].kind, kind) == 0)
			return &fold_rule[i];
	return NULL;
}

static json_t *
fold_event(const json_t *before, const struct event *ev)
{
	const struct fold_rule *rule = rule_of(ev->kind);
	json_t *row;
	bool ok;

	if (rule == NULL || rule->first != (before == NULL))
		return NULL;
	row = before == NULL ? json_object() : json_deep_copy(before);
	if (rule->fold == NULL) {
		fold_request_sent(row, ev,
		    json_object_get(ev->facts, "request"));
		ok = true;
	} else {
		ok = rule->fold(row, ev);
	}
	if (!ok) {
		json_decref(row);
		return NULL;
	}
	if (rule->what == FOLD_CASE) {
		fold_clocks(row, ev);
		if (rule->moves)
			set_when(row, "moved", ev->at);
	}
	return row;
}

/* The nearest running due moment, of one unit's clocks or of all. */
static when_t
nearest_due(const json_t *row, const char *unit)
{
	const json_t *clock;
	when_t due = INT64_MAX;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock) {
		when_t t = jx_int(clock, "due", INT64_MAX);

		if (json_object_get(clock, "stopped") != NULL)
			continue;
		if (unit != NULL && !str_eq(jx_text(clock, "unit"), unit))
			continue;
		if (t < due)
			due = t;
	}
	return due;
}

static bool
any_open_request(const json_t *row)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (json_object_get(r, "answered") == NULL)
			return true;
	return false;
}

static void
put_work(struct work_row *w, const json_t *row, const char *unit,
    const char *relation, bool waiting, when_t due)
{
	memset(w, 0, sizeof(*w));
	snprintf(w->unit, sizeof(w->unit), "%s", unit);
	snprintf(w->state, sizeof(w->state), "%s", jx_text(row, "state"));
	snprintf(w->path, sizeof(w->path), "%s", jx_text(row, "path"));
	w->relation = relation;
	w->waiting = waiting;
	w->final = jx_bool(row, "final", false);
	w->due = due;
	w->opened = jx_int(row, "opened", 0);
	w->moved = jx_int(row, "moved", 0);
}

static bool
has_unit(const struct work_row *out, size_t n, const char *unit)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(out[i].unit, unit) == 0)
			return true;
	return false;
}

static size_t
work_of(const json_t *row, struct work_row out[WORK_ROWS_MAX])
{
	const char *holder = jx_text(row, "holder");
	const json_t *offer, *item;
	size_t n = 0, i;

	if (jx_text(row, "case") == NULL || holder == NULL)
		return 0;
	offer = json_object_get(row, "offer");
	put_work(&out[n++], row, holder, "holder",
	    offer != NULL || any_open_request(row), nearest_due(row, NULL));
	if (offer != NULL && !has_unit(out, n, jx_text(offer, "to"))) {
		const char *to = jx_text(offer, "to");

		put_work(&out[n++], row, to, "offered", false,
		    nearest_due(row, to));
	}
	json_array_foreach(json_object_get(row, "requests"), i, item) {
		const char *to = jx_text(item, "to");

		if (json_object_get(item, "answered") != NULL ||
		    has_unit(out, n, to) || n == WORK_ROWS_MAX)
			continue;
		put_work(&out[n++], row, to, "asked", false,
		    nearest_due(row, to));
	}
	json_array_foreach(json_object_get(row, "former"), i, item) {
		const char *unit = json_string_value(item);

		if (has_unit(out, n, unit) || n == WORK_ROWS_MAX)
			continue;
		put_work(&out[n++], row, unit, "former", true, INT64_MAX);
	}
	return n;
}

static size_t
numbers_of(const struct event *ev, const char *series[4], int64_t n[4])
{
	const json_t *pair;
	size_t i, count = 0;

	json_array_foreach(json_object_get(ev->facts, "numbers"), i, pair) {
		if (count == 4)
			break;
		series[count] = json_string_value(json_array_get(pair, 0));
		n[count] = json_integer_value(json_array_get(pair, 1));
		if (series[count] != NULL)
			count++;
	}
	return count;
}

const struct projector case_projector = { fold_event, work_of, numbers_of };

const char *
row_relation(const json_t *row, const char *unit)
{
	struct work_row work[WORK_ROWS_MAX];
	size_t n = work_of(row, work), i;

	for (i = 0; i < n; i++)
		if (strcmp(work[i].unit, unit) == 0)
			return work[i].relation;
	return NULL;
}

bool
row_keeps(const json_t *row, const char *unit)
{
	const json_t *item;
	size_t i;

	if (str_eq(jx_text(row, "holder"), unit))
		return true;
	json_array_foreach(json_object_get(row, "requests"), i, item)
		if (json_object_get(item, "answered") == NULL &&
		    str_eq(jx_text(item, "to"), unit))
			return true;
	json_array_foreach(json_object_get(row, "former"), i, item)
		if (str_eq(json_string_value(item), unit))
			return true;
	return false;
}

const json_t *
row_request(const json_t *row, const char *code)
{
	const json_t *list = json_object_get(row, "requests");
	size_t i = json_array_size(list);

	while (i-- > 0)
		if (str_eq(jx_text(json_array_get(list, i), "code"), code))
			return json_array_get(list, i);
	return NULL;
}

const json_t *
row_open_request(const json_t *row, const char *code, const char *to)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (json_object_get(r, "answered") == NULL &&
		    str_eq(jx_text(r, "code"), code) &&
		    (to == NULL || str_eq(jx_text(r, "to"), to)))
			return r;
	return NULL;
}

bool
row_clock_runs(const json_t *row, const char *code)
{
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock)
		if (json_object_get(clock, "stopped") == NULL &&
		    str_eq(jx_text(clock, "code"), code))
			return true;
	return false;
}
