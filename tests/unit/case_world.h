/*
 * One case in memory over a small procedure of our own: commands are decided
 * and what they propose is folded, without store and sealing.
 *
 * post1 holds, command1 is its superior, post2 is another post under it,
 * office1 and office2 are asked, clinic1 is offered the case.
 */
#ifndef TN_TESTS_CASE_WORLD_H
#define TN_TESTS_CASE_WORLD_H

#include "core/case/decide.h"
#include "core/case/row.h"
#include "tests/unit/procedure_tiny.h"

#include "core/base/jx.h"

#include <inttypes.h>

#define CLOCK(code, term, rest) \
	"  - {code: " code ", title: " BOTH(code) ", term: " term \
	", whose: holder, basis: " BASIS rest "}\n"
#define STANDS ", suspend: {requests: [first, second], basis: " BASIS "}"
#define MORE(what) ", extend: {" what ", who: {unit_kinds: [post], roles: " \
	"[officer]}, basis: " BASIS "}"
#define TOLD(after) ", escalate: {after: " after ", basis: " BASIS "}"
#define VALUE(code, unit, value) \
	"  - {code: " code ", title: " BOTH(code) ", unit: " unit ", value: " \
	value ", basis: " BASIS "}\n"
#define UNREAD(code, unit) \
	"  - {code: " code ", title: " BOTH(code) ", unit: " unit \
	", basis: {doc: law, status: unset}}\n"
#define LOOP(code, clocks) \
	"  - {code: " code ", title: " BOTH(code) ", from: received, to: " \
	"received, who: {unit_kinds: [post]}, clocks: " clocks \
	", basis: " BASIS "}\n"
#define ASKS(code, rest) \
	"  - {code: " code ", title: " BOTH(code) ", from: {unit_kinds: post}, " \
	"to: {unit_kinds: office}, states: [received], ask: ask, reply: " \
	"reply" rest ", basis: " BASIS "}\n"

static const struct memory_file world_file[] = {
	{ "agencies.yaml",
	"ministries:\n"
	"  - {code: mod, title: " BOTH("M") "}\n"
	"unit_kinds:\n"
	"  - {code: post, ministry: mod, tier: post, superior: command, title: "
	    BOTH("P") "}\n"
	"  - {code: command, ministry: mod, tier: province, title: "
	    BOTH("C") "}\n"
	"  - {code: office, tier: central, title: " BOTH("O") "}\n"
	"  - {code: clinic, tier: facility, title: " BOTH("C") "}\n"
	"roles:\n"
	"  - {code: officer, title: " BOTH("O") "}\n"
	"  - {code: clerk, title: " BOTH("C") "}\n"
	"units:\n"
	"  - {code: post1, kind: post, title: " BOTH("P") ", province: \"22\"}\n"
	"  - {code: post2, kind: post, title: " BOTH("Q") ", province: \"22\"}\n"
	"  - {code: command1, kind: command, title: " BOTH("C")
	    ", province: \"22\"}\n"
	"  - {code: command2, kind: command, title: " BOTH("C")
	    ", province: \"20\"}\n"
	"  - {code: office1, kind: office, title: " BOTH("O") "}\n"
	"  - {code: office2, kind: office, title: " BOTH("O") "}\n"
	"  - {code: clinic1, kind: clinic, title: " BOTH("C") "}\n" },
	{ "rights.yaml",
	"bases: [{code: b, basis: " BASIS "}]\n"
	"rights:\n"
	"  - {roles: [officer], basis: b, commands: [receive_persons, open_case]}\n"
	"  - {roles: [officer], basis: b, relation: [holder, offered, asked, "
	    "former], commands: ["
	    "take_step, send_request, withdraw_request, offer_handover, "
	    "withdraw_offer, accept_handover, answer_request, extend_clock, "
	    "append_note, reveal_identity, record_answers, give_support]}\n"
	"  - {roles: [officer], basis: b, relation: [superior], commands: ["
	    "append_note]}\n"
	"  - {roles: [officer], basis: b, commands: [propose_takeover, "
	    "confirm_takeover, decline_takeover]}\n"
	"  - {roles: [clerk], basis: b, relation: [holder, offered, asked, "
	    "former], commands: [extend_clock]}\n"
	"classes:\n"
	"  - {roles: [officer, clerk], class: [identity, contact, narrative, "
	    "medical, investigation, plain], show: show, basis: b}\n" },
	{ "r1/clocks.yaml",
	"clocks:\n"
	CLOCK("hours", "t_hours", STANDS MORE("by: m_hours, times: twice")
	    TOLD("e_hours"))
	CLOCK("days", "t_days", STANDS MORE("by: m_days, times: many")
	    TOLD("e_days"))
	CLOCK("work", "t_work", STANDS MORE("by: m_work") TOLD("e_work"))
	CLOCK("unread", "t_unread", STANDS MORE("times: twice")
	    TOLD("e_hours"))
	CLOCK("plain", "t_days", "")
	"  - code: wanted\n"
	"    title: " BOTH("W") "\n"
	"    term: t_unread\n"
	"    asked: wanted_by\n"
	"    whose: addressee\n"
	"    suspend: {requests: [second], basis: " BASIS "}\n"
	"    extend: {by: m_days, who: {unit_kinds: [post, office]}, basis: "
	    BASIS "}\n"
	"    basis: " BASIS "\n" },
	{ "r1/register.yaml",
	"values:\n"
	VALUE("t_hours", "hours", "48") VALUE("t_days", "calendar_days", "10")
	VALUE("t_work", "working_days", "5") UNREAD("t_unread", "working_days")
	VALUE("m_hours", "hours", "24") VALUE("m_days", "calendar_days", "3")
	VALUE("m_work", "working_days", "2") VALUE("twice", "count", "2")
	UNREAD("many", "count")
	VALUE("e_hours", "hours", "12") VALUE("e_days", "calendar_days", "2")
	VALUE("e_work", "working_days", "1")
	VALUE("asleep", "calendar_days", "30")
	VALUE("stay_term", "hours", "24") },
	{ "r1/support.yaml",
	"support:\n"
	"  - {code: food, title: " BOTH("F") ", emergency: yes, who: "
	    "{unit_kinds: [post, clinic, command]}, limit: stay_term, basis: "
	    BASIS "}\n" },
	{ "r1/requests.yaml",
	"requests:\n"
	ASKS("first", ", clock: wanted") ASKS("second", "")
	ASKS("who_is_it", "") },
	{ "r1/regime.yaml",
	"regime: r1\n"
	"title: " BOTH("R") "\n"
	"valid_from: 2001-01-01\n"
	"dormant_after: asleep\n" },
	{ "r1/paths/gate.yaml",
	"path: gate\n"
	"title: " BOTH("G") "\n"
	"basis: " BASIS "\n"
	"entry: {who: {unit_kinds: [post], roles: [officer]}, state: received, "
	    "person: person}\n"
	"states:\n"
	"  - {code: received, title: " BOTH("R") ", basis: " BASIS "}\n"
	"  - {code: cared, title: " BOTH("C") ", basis: " BASIS "}\n"
	"  - {code: closed, title: " BOTH("C") ", final: yes, basis: " BASIS
	    "}\n"
	"steps:\n"
	LOOP("begin_hours", "{start: [hours]}")
	LOOP("begin_days", "{start: [days]}")
	LOOP("begin_work", "{start: [work]}")
	LOOP("begin_unread", "{start: [unread]}")
	LOOP("begin_plain", "{start: [plain]}")
	LOOP("end_days", "{stop: [days]}")
	LOOP("end_one_days", "{stop_one: [days]}")
	LOOP("end_hours", "{stop: [hours]}")
	LOOP("end_work", "{stop: [work]}")
	"  - {code: hand_over, title: " BOTH("H") ", from: received, to: cared, "
	    "who: {unit_kinds: [post]}, handover: {unit_kinds: [clinic]}, "
	    "clocks: {start: [plain]}, basis: " BASIS "}\n"
	"  - {code: close_here, title: " BOTH("C") ", from: received, to: "
	    "closed, who: {unit_kinds: [post, command]}, basis: " BASIS "}\n"
	"  - {code: close, title: " BOTH("C") ", from: cared, to: closed, "
	    "who: {unit_kinds: [clinic]}, basis: " BASIS "}\n" },
};

/* Acts are rows as cases are; there is never more than a handful. */
#define WORLD_ACTS 16

struct small_world {
	struct procedure *p;
	struct case_state *cs;		/* NULL until it is opened */
	json_t *act[WORLD_ACTS];
	size_t n_act;
	json_t *keys;			/* unit -> true */
	json_t *absent;			/* units that are not set up */
	json_t *counters;
	when_t now;
	int64_t seq;
	long op;
	const struct unit *at_work;
};

static const struct case_state *
world_open(void *ctx, const char *id)
{
	struct small_world *w = ctx;

	return w->cs != NULL && str_eq(w->cs->id, id) &&
	    row_relation(w->cs->row, w->at_work->code) != NULL ? w->cs : NULL;
}

static json_t *
world_act(void *ctx, const char *id)
{
	struct small_world *w = ctx;
	size_t i;

	for (i = 0; i < w->n_act; i++)
		if (str_eq(jx_text(w->act[i], "act"), id))
			return json_incref(w->act[i]);
	return NULL;
}

static int64_t
world_last_seq(void *ctx, const char *stream)
{
	struct small_world *w = ctx;
	json_t *act = world_act(ctx, stream);
	bool known = act != NULL;

	json_decref(act);
	return w->cs != NULL && str_eq(w->cs->id, stream) ?
	    w->cs->last_seq : known;
}

static int64_t
world_last_number(void *ctx, const char *series)
{
	struct small_world *w = ctx;

	return jx_int(w->counters, series, 0);
}

static const char *
world_site(void *ctx)
{
	(void)ctx;
	return "MC";
}

static json_t *
world_site_row(void *ctx)
{
	(void)ctx;
	return json_object();
}

static json_t *
world_held(void *ctx)
{
	(void)ctx;
	return json_array();
}

static bool
world_has_unit(void *ctx, const char *unit)
{
	struct small_world *w = ctx;

	return json_object_get(w->absent, unit) == NULL;
}

/* Writes what was decided: rows, keys, numbers.  False: it cannot follow. */
static bool
world_write(struct small_world *w, const struct proposal *out,
    const char *actor)
{
	char op[32];
	size_t i, k;
	bool ok = true;

	snprintf(op, sizeof(op), "op-%ld", ++w->op);
	for (i = 0; i < out->n_event && ok; i++) {
		const struct proposed_event *p = &out->event[i];
		struct event ev = { .seq = ++w->seq, .stream = p->stream,
		    .epoch = p->epoch, .kind = p->kind, .at = w->now,
		    .actor = (char *)(void *)actor, .op_id = op,
		    .unit = w->at_work->code, .facts = p->facts };
		const char *series[4];
		int64_t n[4];
		size_t given = case_projector.numbers(&ev, series, n);
		bool is_act = strstr(p->stream, "-A") != NULL;

		for (k = 0; k < given; k++)
			json_object_set_new(w->counters, series[k],
			    json_integer(n[k]));
		for (k = 0; is_act && k < w->n_act; k++)
			if (str_eq(jx_text(w->act[k], "act"), p->stream))
				break;
		if (is_act) {
			json_t *row = case_projector.fold(k == w->n_act ?
			    NULL : w->act[k], &ev);

			ok = row != NULL && k < WORLD_ACTS;
			if (k < w->n_act)
				json_decref(w->act[k]);
			else
				w->n_act++;
			w->act[k] = row;
			continue;
		}
		if (w->cs == NULL)
			w->cs = case_state_new(p->stream);
		ok = case_state_add(w->cs, &ev, p->body);
	}
	for (i = 0; i < out->n_key; i++) {
		if (out->key[i].taken_away)
			json_object_del(w->keys, out->key[i].unit);
		else if (strstr(out->key[i].stream, "-A") == NULL)
			json_object_set_new(w->keys, out->key[i].unit,
			    json_true());
	}
	return ok;
}

/* "done", the code of the first reason, or "cannot follow"; the caller's. */
static char *
world_do(struct small_world *w, const char *officer, const char *role,
    const char *unit, const char *command, json_t *with)
{
	const struct role *roles[] = { procedure_role(w->p, role) };
	struct actor actor = { officer, procedure_unit(w->p, unit), roles, 1,
	    w->now, RIGHT_IN_FORM };
	struct case_source source = { w, world_open, world_act, world_last_seq,
	    world_last_number, world_site, world_site_row, world_held,
	    world_has_unit, NULL, NULL, NULL };
	struct proposal out;
	struct deciding d = { .procedure = w->p, .actor = &actor,
	    .source = &source, .now = w->now, .out = &out };
	char *result;

	w->at_work = actor.unit;
	proposal_start(&out);
	decide(&d, command, w->cs == NULL ? NULL : w->cs->id, with);
	if (json_array_size(out.reasons) > 0)
		result = xstrdup(jx_text(json_array_get(out.reasons, 0),
		    "code"));
	else
		result = xstrdup(world_write(w, &out, officer) ? "done" :
		    "cannot follow");
	proposal_done(&out);
	json_decref(with);
	return result;
}

/* `text` is JSON with ' for ". */
static json_t *
world_json(const char *text)
{
	char *copy = xstrdup(text), *c;
	json_t *o;

	for (c = copy; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	o = json_loads(copy, 0, NULL);
	if (o == NULL)
		printf("# bad JSON in the test: %s\n", text);
	free(copy);
	return o;
}

#define WORLD_DO(w, officer, unit, command, text, want) do { \
	char *w_got = world_do(w, officer, "officer", unit, command, \
	    world_json(text)); \
	T_STR(w_got, want); \
	free(w_got); \
} while (0)

static void
world_begin(struct small_world *w, const char *absent)
{
	struct memory_file file[TINY + ARRAY_LEN(world_file)];
	struct findings found = FINDINGS_INIT;
	struct files files;
	size_t n = TINY, i;
	char *text;

	memset(w, 0, sizeof(*w));
	memcpy(file, tiny, sizeof tiny);
	for (i = 0; i < ARRAY_LEN(world_file); i++)
		n = tiny_put(file, n, &world_file[i]);
	files_memory(&files, file, n);
	w->p = procedure_load(&files, &found);
	text = listed(&found);
	if (w->p == NULL)
		printf("Bail out! the small procedure: %s\n", text);
	free(text);
	findings_done(&found);
	files_done(&files);
	if (w->p == NULL)
		exit(1);
	w->keys = json_object();
	w->absent = json_object();
	w->counters = json_object();
	if (absent != NULL)
		json_object_set_new(w->absent, absent, json_true());
	(void)when_parse("2026-03-02T08:00+07:00", VN_OFFSET_MIN, &w->now);
	WORLD_DO(w, "an", "post1", "open_case", "{'path':'gate','answers':{"
	    "'full_name':'Nguyễn Thị Mẫu','sex':'female'}}", "done");
}

static void
world_end(struct small_world *w)
{
	size_t i;

	for (i = 0; i < w->n_act; i++)
		json_decref(w->act[i]);
	if (w->cs != NULL)
		case_state_free(w->cs);
	json_decref(w->keys);
	json_decref(w->absent);
	json_decref(w->counters);
	procedure_free(w->p);
}

/* The n-th clock of a code, counted from 0; NULL when there is none. */
static inline const json_t *
world_clock(const struct small_world *w, const char *code, size_t n)
{
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(w->cs->row, "clocks"), i, clock)
		if (str_eq(jx_text(clock, "code"), code) && n-- == 0)
			return clock;
	return NULL;
}

/* A moment of a clock as it is shown; "" when there is none. */
static inline const char *
world_when(const json_t *clock, const char *key)
{
	static char text[32];

	when_format(jx_int(clock, key, WHEN_NONE), VN_OFFSET_MIN, text);
	return text;
}

static inline void
world_at(struct small_world *w, const char *when)
{
	T_CHECK(when_parse(when, VN_OFFSET_MIN, &w->now));
}

/* The work row of a unit; false when it has none. */
static inline bool
world_work(const struct small_world *w, const char *unit,
    struct work_row *out)
{
	struct work_row row[WORK_ROWS_MAX];
	size_t n = case_projector.work(w->cs->row, row), i;

	for (i = 0; i < n; i++)
		if (strcmp(row[i].unit, unit) == 0) {
			*out = row[i];
			return true;
		}
	return false;
}

#endif
