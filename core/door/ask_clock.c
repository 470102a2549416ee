/* The clocks of a case, as its screen shows them. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/clock_end.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <stdlib.h>

static int64_t
warning_of(const struct clock_kind *kind, const struct tn *tn, when_t due)
{
	struct deadline deadline = DEADLINE_INIT;
	enum term_unit unit;
	int64_t ms = 0;

	if (kind == NULL || kind->warn == NULL || !kind->warn->has_value ||
	    !term_unit_parse(kind->warn->unit, &unit))
		return 0;
	/* How far the warning term reaches from now decides "soon". */
	if (deadline_compute(tn->procedure->calendar, tn_now(tn),
	    (struct term){ kind->warn->value, unit }, NULL, 0, &deadline,
	    NULL) && due != WHEN_NONE)
		ms = deadline.due - tn_now(tn);
	deadline_done(&deadline);
	return ms;
}

static const char *
clock_word(const struct tn *tn, const struct clock_kind *kind,
    const json_t *clock)
{
	when_t due = jx_int(clock, "due", WHEN_NONE);

	if (!row_clock_is_running(clock))
		return "stopped";
	if (row_clock_stands(clock))
		return "suspended";
	if (due == WHEN_NONE)
		return "no_term";
	switch (clock_state(due, tn_now(tn), warning_of(kind, tn, due))) {
	case CLOCK_LATE:
		return "late";
	case CLOCK_DUE_SOON:
		return "soon";
	case CLOCK_OK:
		break;
	}
	return "ok";
}

static const struct {
	const char *by;
	struct text say;
} clock_by[] = {
	{ "term", { (char *)"theo thời hạn đã biết", (char *)"by the known term" } },
	{ "asked", { (char *)"ngày được đề nghị; chưa biết thời hạn luật định",
	    (char *)"the day asked for; no legal term is known" } },
	{ "until", { (char *)"theo ngày trong văn bản gia hạn",
	    (char *)"by the day in the decision to extend" } },
	{ "none", { (char *)"chưa biết thời hạn", (char *)"no term known" } },
};

/* Where the due moment comes from: the last extension may have named a day. */
static const char *
by_of(const json_t *clock)
{
	const json_t *more = json_object_get(clock, "more");
	size_t n = json_array_size(more);

	return n > 0 && json_object_get(json_array_get(more, n - 1),
	    "until") != NULL ? "until" : jx_text(clock, "by");
}

/* Since when it stands still, and for which question. */
static json_t *
standing_json(struct session *s, const struct case_state *cs,
    const struct clock_kind *kind, const json_t *clock)
{
	json_t *o = json_object(), *why = json_array();
	size_t i;

	json_object_set_new(o, "since",
	    when_json(jx_int(clock, "suspended", WHEN_NONE)));
	for (i = 0; kind != NULL && i < kind->n_suspend &&
	    case_shows_person(cs, &s->actor); i++)
		if (row_open_request(cs->row, kind->suspend[i]->code, NULL) !=
		    NULL)
			json_array_append_new(why,
			    titled(kind->suspend[i]->code,
			    &kind->suspend[i]->title));
	json_object_set_new(o, "why", why);
	json_object_set_new(o, "law",
	    basis_json(kind == NULL ? NULL : &kind->suspend_basis));
	return o;
}

static void
put_pauses(const struct tn *tn, const json_t *clock, json_t *o)
{
	when_t due = jx_int(clock, "due", WHEN_NONE);
	struct suspension *pause;
	json_t *list = json_array();
	size_t n, i;

	pause = clock_pauses(clock, tn_now(tn), &n);
	for (i = 0; i < n; i++)
		json_array_append_new(list, json_pack("{s:o,s:o}",
		    "from", when_json(pause[i].from),
		    "to", when_json(pause[i].to)));
	json_object_set_new(o, "pauses", list);
	/* Never late for a time for which it stood still (design 6). */
	json_object_set_new(o, "late_ms", json_integer(
	    due == WHEN_NONE || !row_clock_is_running(clock) ? 0 :
	    clock_late_by(due, tn_now(tn), pause, n)));
	free(pause);
}

static json_t *
clock_json(struct session *s, const struct case_state *cs,
    const struct regime *regime, const json_t *clock)
{
	const struct tn *tn = s->tn;
	const char *code = jx_text(clock, "code"), *by = by_of(clock);
	const struct clock_kind *kind = regime == NULL ? NULL :
	    regime_clock(regime, code);
	json_t *o = titled(code, kind == NULL ? SAME(code) : &kind->title);
	size_t i;

	json_object_set_new(o, "due",
	    when_json(jx_int(clock, "due", WHEN_NONE)));
	json_object_set_new(o, "started",
	    when_json(jx_int(clock, "started", WHEN_NONE)));
	json_object_set_new(o, "stopped",
	    when_json(jx_int(clock, "stopped", WHEN_NONE)));
	json_object_set_new(o, "certain",
	    json_boolean(jx_bool(clock, "certain", true)));
	json_object_set_new(o, "state",
	    json_string(clock_word(tn, kind, clock)));
	json_object_set_new(o, "by", json_string(by));
	for (i = 0; i < ARRAY_LEN(clock_by); i++)
		if (str_eq(clock_by[i].by, by))
			json_object_set_new(o, "say",
			    text_json(&clock_by[i].say));
	json_object_set_new(o, "unit", unit_json(tn, jx_text(clock, "unit")));
	json_object_set_new(o, "law",
	    basis_json(kind == NULL ? NULL : &kind->basis));
	json_object_set_new(o, "suspended", row_clock_stands(clock) ?
	    standing_json(s, cs, kind, clock) : json_null());
	put_pauses(tn, clock, o);
	json_object_set_new(o, "extended",
	    json_integer(jx_int(clock, "extended", 0)));
	json_object_set_new(o, "extend_law", kind != NULL &&
	    kind->can_extend ? basis_json(&kind->extend_basis) : json_null());
	json_object_set_new(o, "escalate",
	    when_json(jx_int(clock, "escalate", WHEN_NONE)));
	return o;
}

json_t *
clocks_json(struct session *s, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, s->tn->procedure);
	json_t *list = json_array();
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "clocks"), i, clock)
		json_array_append_new(list, clock_json(s, cs, regime, clock));
	return list;
}
