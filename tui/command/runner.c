/* Plays one step of a scenario and compares what came with what it expects. */
#include "tui/command/runner.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

void
unmet_done(struct unmet *u)
{
	str_done(&u->expected);
	str_done(&u->came[LANG_VI]);
	str_done(&u->came[LANG_EN]);
}

bool
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

bool
unmet_named(struct unmet *u, const char *what, const char *name,
    const json_t *outcome)
{
	char *expected = xasprintf("%s %s", what, name);

	unmet_outcome(u, expected, outcome);
	free(expected);
	return false;
}

bool
unmet_err(struct unmet *u, const char *expected, struct err *e)
{
	str_add(&u->expected, expected);
	err_text(e, LANG_VI, true, &u->came[LANG_VI]);
	err_text(e, LANG_EN, true, &u->came[LANG_EN]);
	err_done(e);
	return false;
}

/* ---- names and days in `with` ---- */

const char *
stage_id_of(const struct stage *st, const char *name)
{
	const char *id = name == NULL ? NULL : jx_text(st->names, name);

	return id != NULL ? id : name;
}

/*
 * A saved name stands for its id wherever an id may stand: these members,
 * the texts of these lists, the keys of `lines`.
 */
static void
resolve_member(const struct stage *st, json_t *o, const char *key)
{
	const char *name = jx_text(o, key);

	if (name != NULL && jx_text(st->names, name) != NULL)
		json_object_set_new(o, key, json_string(stage_id_of(st, name)));
}

static void
resolve_list(const struct stage *st, json_t *list)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (name != NULL)
			json_array_set_new(list, i,
			    json_string(stage_id_of(st, name)));
	}
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
		json_object_set(to, stage_id_of(st, name), value);
	json_object_set_new(with, key, to);
}

static void
resolve_names(const struct stage *st, json_t *with)
{
	static const char *const member[] = {
		"act", "case", "other", "proposal", "task"
	};
	json_t *refused = json_object_get(with, "refused"), *item;
	size_t i;

	for (i = 0; i < ARRAY_LEN(member); i++)
		resolve_member(st, with, member[i]);
	resolve_keys(st, with, "lines");
	resolve_list(st, json_object_get(with, "cases"));
	resolve_list(st, json_object_get(with, "searched"));
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
		    json_string(stage_id_of(st, step->case_name)));
	json_object_set_new(o, "with", with);
	return o;
}

/* ---- do ---- */

/* What of an outcome a single saved name stands for. */
static const char *
saved_as(const char *command)
{
	static const struct { const char *command, *key; } other[] = {
		{ "offer_handover", "act" }, { "open_coordination", "act" },
		{ "pass_to_successor", "act" }, { "set_task", "task" },
		{ "propose_value", "op_id" }, { "propose_takeover", "op_id" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(other); i++)
		if (strcmp(other[i].command, command) == 0)
			return other[i].key;
	return "case";
}

static bool
save_names(struct stage *st, const struct scenario_step *step,
    const json_t *outcome, struct unmet *u)
{
	const json_t *cases = json_object_get(outcome, "cases");
	const char *one = jx_text(outcome, saved_as(step->command));
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

void
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
	if (str_eq(came, "refused") && jx_by_code(json_object_get(outcome,
	    "reasons"), step->refused) != NULL) {
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
		return runner_check(st, step, told, u);
	}
	return false;
}
