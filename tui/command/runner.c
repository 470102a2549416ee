/* Plays one step of a scenario and compares what came with what it expects. */
#include "tui/command/stage.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 200
#define PAGES_MAX 1000

void
unmet_done(struct unmet *u)
{
	str_done(&u->expected);
	str_done(&u->came[LANG_VI]);
	str_done(&u->came[LANG_EN]);
}

static bool
unmet_text(struct unmet *u, const char *expected, const char *value,
    const char *came)
{
	str_printf(&u->expected, "%s %s", expected, value);
	str_printf(&u->came[LANG_VI], "%s %s", expected, came);
	str_printf(&u->came[LANG_EN], "%s %s", expected, came);
	return false;
}

static bool
unmet_outcome(struct unmet *u, const char *expected, const json_t *outcome)
{
	str_add(&u->expected, expected);
	outcome_text(outcome, LANG_VI, &u->came[LANG_VI]);
	outcome_text(outcome, LANG_EN, &u->came[LANG_EN]);
	return false;
}

static bool
unmet_named(struct unmet *u, const char *what, const char *name,
    const json_t *outcome)
{
	char *expected = xasprintf("%s %s", what, name);

	unmet_outcome(u, expected, outcome);
	free(expected);
	return false;
}

static bool
unmet_err(struct unmet *u, const char *expected, struct err *e)
{
	str_add(&u->expected, expected);
	err_text(e, LANG_VI, true, &u->came[LANG_VI]);
	err_text(e, LANG_EN, true, &u->came[LANG_EN]);
	err_done(e);
	return false;
}

/* ---- names and days in `with` ---- */

static const char *
id_of(const struct stage *st, const char *name)
{
	const char *id = name == NULL ? NULL : jx_text(st->names, name);

	return id != NULL ? id : name;
}

static void
resolve_member(const struct stage *st, json_t *o, const char *key)
{
	const char *name = jx_text(o, key);

	if (name != NULL && jx_text(st->names, name) != NULL)
		json_object_set_new(o, key, json_string(id_of(st, name)));
}

/* The keys of `lines` are cases. */
static void
resolve_keys(const struct stage *st, json_t *with, const char *key)
{
	json_t *from = json_object_get(with, key), *to, *value;
	const char *name;

	if (!json_is_object(from))
		return;
	to = json_object();
	json_object_foreach(from, name, value)
		json_object_set(to, id_of(st, name), value);
	json_object_set_new(with, key, to);
}

static void
resolve_names(const struct stage *st, json_t *with)
{
	json_t *cases = json_object_get(with, "cases");
	json_t *refused = json_object_get(with, "refused"), *item;
	size_t i;

	resolve_member(st, with, "act");
	resolve_keys(st, with, "lines");
	for (i = 0; i < json_array_size(cases); i++) {
		const char *name = json_string_value(json_array_get(cases, i));

		if (name != NULL)
			json_array_set_new(cases, i,
			    json_string(id_of(st, name)));
	}
	json_array_foreach(refused, i, item)
		resolve_member(st, item, "case");
}

/* "@today", "@today-3": NULL for any other text. */
static json_t *
day_of(const struct stage *st, const char *text)
{
	const char *tail;
	char day[11], *end;
	long days = 0;

	if (text == NULL || strncmp(text, "@today", 6) != 0)
		return NULL;
	tail = text + 6;
	if (*tail != '\0') {
		days = strtol(tail, &end, 10);
		if ((*tail != '-' && *tail != '+') || *end != '\0' ||
		    days < -40000 || days > 40000)
			return NULL;
	}
	day_format(when_day(stage_now(st), VN_OFFSET_MIN) + (day_t)days, day);
	return json_string(day);
}

static void
resolve_days(const struct stage *st, json_t *o)
{
	const char *key;
	json_t *item, *day;
	void *next;
	size_t i;

	json_array_foreach(o, i, item) {
		day = day_of(st, json_string_value(item));
		if (day != NULL)
			json_array_set_new(o, i, day);
		else
			resolve_days(st, item);
	}
	json_object_foreach_safe(o, next, key, item) {
		day = day_of(st, json_string_value(item));
		if (day != NULL)
			json_object_set_new(o, key, day);
		else
			resolve_days(st, item);
	}
}

static json_t *
command_of(const struct stage *st, const struct scenario_step *step)
{
	json_t *with = step->with != NULL ? json_deep_copy(step->with) :
	    json_object();
	json_t *o = json_object();

	resolve_names(st, with);
	resolve_days(st, with);
	json_object_set_new(o, "do", json_string(step->command));
	if (step->case_name != NULL)
		json_object_set_new(o, "case",
		    json_string(id_of(st, step->case_name)));
	json_object_set_new(o, "with", with);
	return o;
}

/* ---- do ---- */

static bool
save_names(struct stage *st, const struct scenario_step *step,
    const json_t *outcome, struct unmet *u)
{
	const json_t *cases = json_object_get(outcome, "cases");
	bool act = strcmp(step->command, "offer_handover") == 0;
	const char *one = jx_text(outcome, act ? "act" : "case");
	char came[32];
	size_t i;

	if (!step->save_list && step->n_save == 1) {
		if (one == NULL)
			return unmet_text(u, "save", step->save[0], "-");
		json_object_set_new(st->names, step->save[0],
		    json_string(one));
		return true;
	}
	if (step->save_list && step->n_save != json_array_size(cases)) {
		snprintf(came, sizeof(came), "%zu", json_array_size(cases));
		str_printf(&u->expected, "save %zu", step->n_save);
		str_printf(&u->came[LANG_VI], "save %s", came);
		str_printf(&u->came[LANG_EN], "save %s", came);
		return false;
	}
	for (i = 0; i < step->n_save; i++)
		json_object_set(st->names, step->save[i],
		    json_array_get(cases, i));
	return true;
}

static bool
has_reason(const json_t *outcome, const char *code)
{
	const json_t *reason;
	size_t i;

	json_array_foreach(json_object_get(outcome, "reasons"), i, reason)
		if (str_eq(jx_text(reason, "code"), code))
			return true;
	return false;
}

static void
tell_refused(struct str *told, const json_t *outcome)
{
	int lang;

	for (lang = LANG_VI; told != NULL && lang <= LANG_EN; lang++) {
		struct str why = STR_INIT;
		char *text;

		outcome_text(outcome, (enum lang)lang, &why);
		text = word_text(W_TRAIN_REFUSED, (enum lang)lang,
		    str_text(&why), NULL);
		str_add(&told[lang], text);
		free(text);
		str_done(&why);
	}
}

static void
tell(struct str *told, enum word w, const char *arg)
{
	int lang;

	for (lang = LANG_VI; told != NULL && lang <= LANG_EN; lang++) {
		char *text = word_text(w, (enum lang)lang, arg, NULL);

		str_add(&told[lang], text);
		free(text);
	}
}

static bool
judge(struct stage *st, const struct scenario_step *step,
    const json_t *outcome, struct str *told, struct unmet *u)
{
	const char *came = jx_text(outcome, "outcome");
	char *expected;

	if (step->refused == NULL) {
		if (!str_eq(came, "done"))
			return unmet_outcome(u, "done", outcome);
		st->done++;
		tell(told, W_TRAIN_DONE, NULL);
		return save_names(st, step, outcome, u);
	}
	if (str_eq(came, "refused") && has_reason(outcome, step->refused)) {
		st->refused++;
		tell_refused(told, outcome);
		return true;
	}
	expected = xasprintf("refused: %s", step->refused);
	unmet_outcome(u, expected, outcome);
	free(expected);
	return false;
}

static bool
play_do(struct stage *st, const struct scenario_step *step, struct str *told,
    struct unmet *u)
{
	struct err e = ERR_INIT;
	struct session *s = stage_session(st, (size_t)step->as, &e);
	json_t *command, *outcome;
	bool ok;

	if (s == NULL)
		return unmet_err(u, "sign in", &e);
	command = command_of(st, step);
	outcome = tn_execute(s, command);
	ok = judge(st, step, outcome, told, u);
	json_decref(outcome);
	json_decref(command);
	return ok;
}

/* ---- wait ---- */

static bool
play_wait(struct stage *st, const struct scenario_step *step,
    struct str *told, struct unmet *u)
{
	struct err e = ERR_INIT;
	int64_t ms = 0, days = 0;
	char now[32];

	(void)scenario_wait_parse(step->wait, &ms, &days);
	if (days > 0 && !stage_advance_days(st, days, &e))
		return unmet_err(u, "wait", &e);
	stage_advance(st, ms);
	st->waits++;
	when_format(stage_now(st), VN_OFFSET_MIN, now);
	tell(told, W_TRAIN_WAITED, now);
	return true;
}

/* ---- check ---- */

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
	const char *id = id_of(st, step->check.case_name);
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
	has = queue_has(s, c->queue, id_of(st, c->case_name), &refused);
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
play_check(struct stage *st, const struct scenario_step *step,
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
	    c->late != NULL))
		ok = unmet_named(u, "case", c->case_name, seen);
	else
		ok = check_code(seen, "state", c->state, u) &&
		    check_code(seen, "holder", c->holder, u) &&
		    check_late(seen, c, u) && check_queue(st, s, c, u);
	json_decref(seen);
	if (ok) {
		st->checks++;
		tell(told, W_TRAIN_CHECKED, NULL);
	}
	return ok;
}

bool
stage_play(struct stage *st, size_t i, struct str *told, struct unmet *u)
{
	const struct scenario_step *step = &st->sc->step[i];

	memset(u, 0, sizeof(*u));
	switch (step->kind) {
	case STEP_SAY:
		tell(told, W_TRAIN_SAY, NULL);
		return true;
	case STEP_DO:
		return play_do(st, step, told, u);
	case STEP_WAIT:
		return play_wait(st, step, told, u);
	case STEP_CHECK:
		return play_check(st, step, told, u);
	}
	return false;
}
