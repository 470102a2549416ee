/* Compares a case with what a scenario expects of it. */
#include "tui/command/runner.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 200
#define PAGES_MAX 1000

static json_t *
ask_case(struct session *s, const char *id)
{
	json_t *query = json_object(), *o;

	json_object_set_new(query, "ask", json_string("case"));
	json_object_set_new(query, "case", json_string(id));
	o = tn_ask(s, query);
	json_decref(query);
	return o;
}

/* Who looks: `as`, or the first officer of the scenario who may. */
static struct session *
looker(struct stage *st, const struct scenario_step *step, json_t **seen,
    struct err *e)
{
	const char *id = stage_id_of(st, step->check.case_name);
	struct session *s = NULL;
	size_t i, first = step->as < 0 ? 0 : (size_t)step->as;
	size_t end = step->as < 0 ? st->sc->n_staff : first + 1;

	*seen = NULL;
	for (i = first; i < end; i++) {
		json_decref(*seen);
		*seen = NULL;
		s = stage_session(st, i, e);
		if (s == NULL)
			return NULL;
		*seen = ask_case(s, id);
		if (outcome_done(*seen))
			return s;
	}
	return s;
}

static bool
queue_has(struct session *s, const char *queue, const char *id,
    json_t **refused)
{
	json_t *query = json_object(), *o, *row;
	bool has = false, more = true;
	int page;
	size_t i;

	json_object_set_new(query, "ask", json_string("queue"));
	json_object_set_new(query, "queue", json_string(queue));
	json_object_set_new(query, "limit", json_integer(PAGE));
	for (page = 0; more && !has && page < PAGES_MAX; page++) {
		o = tn_ask(s, query);
		if (!outcome_done(o)) {
			*refused = o;
			break;
		}
		json_array_foreach(json_object_get(o, "rows"), i, row)
			has = has || str_eq(jx_text(row, "case"), id);
		more = jx_text(o, "next") != NULL;
		if (more)
			json_object_set(query, "after",
			    json_object_get(o, "next"));
		json_decref(o);
	}
	json_decref(query);
	return has;
}

static bool
check_queue(struct stage *st, struct session *s,
    const struct scenario_check *c, struct unmet *u)
{
	json_t *refused = NULL;
	bool has, fine;

	if (c->queue == NULL)
		return true;
	has = queue_has(s, c->queue, stage_id_of(st, c->case_name), &refused);
	if (refused != NULL) {
		unmet_named(u, "queue", c->queue, refused);
		json_decref(refused);
		return false;
	}
	fine = has == c->queue_has;
	return fine || unmet_text(u, c->queue,
	    c->queue_has ? "has: yes" : "has: no",
	    has ? "has: yes" : "has: no");
}

static int
compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Codes in order, "[a, b]". */
static void
list_codes(const json_t *codes, struct str *out)
{
	size_t n = json_array_size(codes), i;
	const char **code = xcalloc(n + 1, sizeof(*code));

	for (i = 0; i < n; i++)
		code[i] = json_string_value(json_array_get(codes, i));
	qsort(code, n, sizeof(*code), compare_text);
	str_addc(out, '[');
	for (i = 0; i < n; i++)
		str_printf(out, "%s%s", i == 0 ? "" : ", ", code[i]);
	str_addc(out, ']');
	free(code);
}

static bool
check_late(const json_t *seen, const struct scenario_check *c,
    struct unmet *u)
{
	struct str want = STR_INIT, came = STR_INIT;
	json_t *late, *clock;
	bool fine;
	size_t i;

	if (c->late == NULL)
		return true;
	late = json_array();
	json_array_foreach(json_object_get(seen, "clocks"), i, clock)
		if (str_eq(jx_text(clock, "state"), "late"))
			json_array_append(late,
			    json_object_get(clock, "code"));
	list_codes(c->late, &want);
	list_codes(late, &came);
	json_decref(late);
	fine = str_eq(str_text(&want), str_text(&came));
	if (!fine)
		unmet_text(u, "late", str_text(&want), str_text(&came));
	str_done(&want);
	str_done(&came);
	return fine;
}

static bool
check_code(const json_t *seen, const char *key, const char *want,
    struct unmet *u)
{
	const char *came = jx_text(json_object_get(seen, key), "code");

	if (want == NULL || str_eq(want, came))
		return true;
	return unmet_text(u, key, want, came == NULL ? "-" : came);
}

static bool
check_tracks(const json_t *seen, const json_t *want, struct unmet *u)
{
	const char *track;
	json_t *state;

	json_object_foreach((json_t *)(void *)want, track, state) {
		const json_t *t = jx_by_code(json_object_get(seen, "tracks"),
		    track);

		if (!check_code(t, "state", json_string_value(state), u))
			return false;
	}
	return true;
}

/* Steps, requests and supports that can, or cannot, be done now. */
static bool
check_possible(const json_t *seen, const json_t *want, bool possible,
    struct unmet *u)
{
	const json_t *item;
	size_t i;

	json_array_foreach(want, i, item) {
		const char *code = json_string_value(item);
		const json_t *o = jx_by_code(json_object_get(seen, "steps"),
		    code);

		if (jx_bool(o, "possible", false) != possible)
			return unmet_text(u, possible ? "can" : "cannot",
			    code, possible ? "cannot" : "can");
	}
	return true;
}

static bool
check_suspended(const json_t *seen, const json_t *want, struct unmet *u)
{
	const json_t *item;
	size_t i;

	json_array_foreach(want, i, item) {
		const char *code = json_string_value(item);
		const json_t *clock = jx_by_code(json_object_get(seen, "clocks"),
		    code);

		if (!str_eq(jx_text(clock, "state"), "suspended"))
			return unmet_text(u, "suspended", code,
			    clock == NULL ? "-" : jx_text(clock, "state"));
	}
	return true;
}

/* Of which class the person is, and what that class may have. */
static bool
check_entitled(struct stage *st, struct session *s,
    const struct scenario_check *c, const json_t *want, struct unmet *u)
{
	const char *class = json_string_value(json_array_get(
	    json_object_get(c->more, "class"), 0));
	json_t *query = json_pack("{s:s, s:s}", "ask", "entitlements", "case",
	    stage_id_of(st, c->case_name));
	json_t *answer = tn_ask(s, query), *what;
	const char *code;
	bool fine = check_code(answer, "class", class, u);

	json_object_foreach((json_t *)(void *)want, code, what) {
		const char *came = jx_text(jx_by_code(json_object_get(answer,
		    "items"), code), "what");

		if (fine && !str_eq(came, json_string_value(what)))
			fine = unmet_text(u, code, json_string_value(what),
			    came == NULL ? "-" : came);
	}
	json_decref(query);
	json_decref(answer);
	return fine;
}

static bool
check_more(struct stage *st, struct session *s, const json_t *seen,
    const struct scenario_check *c, struct unmet *u)
{
	const json_t *entitled = json_object_get(c->more, "entitled");

	return check_tracks(seen, json_object_get(c->more, "tracks"), u) &&
	    check_possible(seen, json_object_get(c->more, "can"), true, u) &&
	    check_possible(seen, json_object_get(c->more, "cannot"), false,
	    u) &&
	    check_suspended(seen, json_object_get(c->more, "suspended"), u) &&
	    ((entitled == NULL && json_object_get(c->more, "class") == NULL) ||
	    check_entitled(st, s, c, entitled, u));
}

bool
runner_check(struct stage *st, const struct scenario_step *step,
    struct str *told, struct unmet *u)
{
	const struct scenario_check *c = &step->check;
	struct err e = ERR_INIT;
	json_t *seen;
	struct session *s = looker(st, step, &seen, &e);
	bool ok;

	if (s == NULL)
		return unmet_err(u, "sign in", &e);
	/* Who may not see the case may still ask for it in a queue. */
	if (!outcome_done(seen) && (c->state != NULL || c->holder != NULL ||
	    c->late != NULL || c->more != NULL))
		ok = unmet_named(u, "case", c->case_name, seen);
	else
		ok = check_code(seen, "state", c->state, u) &&
		    check_code(seen, "holder", c->holder, u) &&
		    check_late(seen, c, u) && check_more(st, s, seen, c, u) &&
		    check_queue(st, s, c, u);
	json_decref(seen);
	if (ok) {
		st->checks++;
		tell(told, W_TRAIN_CHECKED, NULL);
	}
	return ok;
}
