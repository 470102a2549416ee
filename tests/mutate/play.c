/* Scenarios on the domain alone. */
#include "tests/mutate/mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct script {
	const struct forms_file *file;
	json_t *doc;			/* the YAML, scalars as their text */
	json_t *line;			/* of each step */
};

/* Numbers are numbers, as tui/command/scenario.h says; the rest is text. */
static json_t *
to_json(const struct yaml_node *n)
{
	json_t *out;
	char *end;
	long long whole;
	size_t i;

	if (n->kind == YAML_TEXT) {
		whole = strtoll(n->text, &end, 10);
		if (n->quoted || n->text[0] == '\0' || *end != '\0' ||
		    (n->text[0] == '0' && n->text[1] != '\0'))
			return !n->quoted && strcmp(n->text, "true") == 0 ?
			    json_true() : !n->quoted &&
			    strcmp(n->text, "false") == 0 ? json_false() :
			    json_string(n->text);
		return json_integer(whole);
	}
	out = n->kind == YAML_MAP ? json_object() : json_array();
	for (i = 0; i < n->n; i++) {
		if (n->kind == YAML_MAP)
			json_object_set_new(out, n->key[i]->text,
			    to_json(n->item[i]));
		else
			json_array_append_new(out, to_json(n->item[i]));
	}
	return out;
}

static struct script *
read_script(const struct forms_file *file)
{
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse(file->path, file->text, file->len,
	    &e);
	const struct yaml_node *steps;
	struct script *s;
	size_t i;

	if (doc == NULL) {
		err_done(&e);
		return NULL;
	}
	s = xcalloc(1, sizeof(*s));
	s->file = file;
	s->doc = to_json(yaml_root(doc));
	s->line = json_array();
	steps = yaml_get(yaml_root(doc), "steps");
	for (i = 0; steps != NULL && i < steps->n; i++)
		json_array_append_new(s->line,
		    json_integer(steps->item[i]->line));
	yaml_free(doc);
	return s;
}

bool
scripts_read(struct scripts *s, const struct forms *f)
{
	size_t i;

	memset(s, 0, sizeof(*s));
	s->item = xcalloc(f->n + 1, sizeof(struct script *));
	for (i = 0; i < f->n; i++) {
		if (strncmp(f->file[i].path, "scenarios/", 10) != 0)
			continue;
		s->item[s->n] = read_script(&f->file[i]);
		if (s->item[s->n++] == NULL)
			return false;
	}
	return s->n > 0;
}

void
scripts_done(struct scripts *s)
{
	size_t i;

	for (i = 0; i < s->n && s->item[i] != NULL; i++) {
		json_decref(s->item[i]->doc);
		json_decref(s->item[i]->line);
		free(s->item[i]);
	}
	free(s->item);
}

const char *
script_name(const struct script *s)
{
	return s->file->path;
}

const char *
script_regime(const struct script *s)
{
	return jx_text(s->doc, "regime");
}

bool
script_names(const struct script *s, const char *code)
{
	return *code != '\0' && strstr(s->file->text, code) != NULL;
}

/* ---- playing ---- */

struct stage {
	struct world *w;
	struct procedure *p;
	struct actor *actor;
	size_t n_actor;
	json_t *names;
	/* Values of the store's own register: the domain alone runs without. */
	bool own_values;
};

static bool
cast(struct stage *st, const json_t *staff)
{
	const json_t *o, *role;
	size_t i, k;

	st->actor = xcalloc(json_array_size(staff) + 1, sizeof(*st->actor));
	json_array_foreach(staff, i, o) {
		struct actor *a = &st->actor[st->n_actor++];
		const json_t *roles = json_object_get(o, "roles");

		a->officer = jx_text(o, "id");
		a->unit = procedure_unit(st->p, jx_text(o, "unit"));
		if (a->unit == NULL)
			return false;
		world_set_up(st->w, a->unit->code);
		a->role = xcalloc(json_array_size(roles) + 1,
		    sizeof(struct role *));
		json_array_foreach(roles, k, role) {
			a->role[k] = procedure_role(st->p,
			    json_string_value(role));
			if (a->role[k] == NULL)
				return false;
			a->n_role++;
		}
	}
	return true;
}

/* A unit that something is sent to is set up too, as on the real stage. */
static void
set_up_receivers(struct stage *st, const json_t *steps)
{
	const json_t *step;
	size_t i;

	json_array_foreach(steps, i, step) {
		const json_t *with = json_object_get(step, "with"), *unit;
		const char *to = jx_text(with, "to");
		size_t k;

		if (to != NULL)
			world_set_up(st->w, to);
		json_array_foreach(json_object_get(with, "invited"), k, unit)
			if (json_is_string(unit))
				world_set_up(st->w, json_string_value(unit));
	}
}

/* Saved names and days, wherever they stand. */
static json_t *
resolved(const struct stage *st, const json_t *v)
{
	const char *text = json_string_value(v), *key;
	json_t *out, *item;
	char day[11];
	size_t i;

	if (text != NULL && json_object_get(st->names, text) != NULL)
		return json_incref(json_object_get(st->names, text));
	if (text != NULL && strncmp(text, "@today", 6) == 0) {
		day_format(when_day(world_now(st->w), VN_OFFSET_MIN) +
		    (day_t)strtol(text + 6, NULL, 10), day);
		return json_string(day);
	}
	if (json_is_array(v)) {
		out = json_array();
		json_array_foreach(v, i, item)
			json_array_append_new(out, resolved(st, item));
		return out;
	}
	if (!json_is_object(v))
		return json_incref((json_t *)(void *)v);
	out = json_object();
	json_object_foreach((json_t *)(void *)v, key, item) {
		const char *id = jx_text(st->names, key);

		json_object_set_new(out, id != NULL ? id : key,
		    resolved(st, item));
	}
	return out;
}

static void
save(struct stage *st, const json_t *step, const json_t *outcome)
{
	const json_t *names = json_object_get(step, "save");
	const char *command = jx_text(step, "do");
	const char *key = strncmp(command, "propose_", 8) == 0 ? "op_id" :
	    strcmp(command, "set_task") == 0 ? "task" :
	    strcmp(command, "pass_to_successor") == 0 ||
	    strcmp(command, "offer_handover") == 0 ||
	    strcmp(command, "open_coordination") == 0 ? "act" : "case";
	size_t i;

	if (json_is_string(names))
		json_object_set(st->names, json_string_value(names),
		    json_object_get(outcome, key));
	for (i = 0; i < json_array_size(names); i++)
		json_object_set(st->names,
		    json_string_value(json_array_get(names, i)),
		    json_array_get(json_object_get(outcome, "cases"), i));
}

static bool
has_reason(const json_t *outcome, const char *code)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(outcome, "reasons"), i, r)
		if (str_eq(jx_text(r, "code"), code))
			return true;
	return false;
}

static bool
play_do(struct stage *st, const json_t *step)
{
	const char *refused = jx_text(json_object_get(step, "expect"),
	    "refused");
	const char *id = jx_text(step, "case"), *saved;
	json_t *with, *outcome;
	const char *came;
	bool ok = false;
	size_t i;

	saved = id == NULL ? NULL : jx_text(st->names, id);
	with = json_object_get(step, "with") == NULL ? json_object() :
	    resolved(st, json_object_get(step, "with"));
	for (i = 0; i < st->n_actor; i++) {
		if (!str_eq(st->actor[i].officer, jx_text(step, "as")))
			continue;
		outcome = world_do(st->w, &st->actor[i], jx_text(step, "do"),
		    saved != NULL ? saved : id, with);
		came = jx_text(outcome, "outcome");
		ok = refused != NULL ? str_eq(came, "refused") &&
		    has_reason(outcome, refused) : str_eq(came, "done");
		if (getenv("TN_MUTATE_TELL") != NULL && !ok) {
			char *text = json_dumps(outcome, JSON_COMPACT);

			printf("#   %s: %s\n", jx_text(step, "do"), text);
			free(text);
		}
		if (ok && refused == NULL)
			save(st, step, outcome);
		st->own_values = st->own_values || (ok && refused == NULL &&
		    str_eq(jx_text(step, "do"), "confirm_value"));
		json_decref(outcome);
	}
	json_decref(with);
	return ok;
}

static bool
play_wait(struct stage *st, const char *text)
{
	static const struct { const char *name; int64_t ms; } unit[] = {
		{ "minute", 60000 }, { "hour", 3600000 }, { "day", 86400000 },
	};
	char *end;
	long long n = strtoll(text, &end, 10);
	size_t i;

	while (*end == ' ')
		end++;
	if (str_starts(end, "working_day"))
		world_advance(st->w, 0, n);
	for (i = 0; i < ARRAY_LEN(unit); i++)
		if (str_starts(end, unit[i].name))
			world_advance(st->w, n * unit[i].ms, 0);
	return true;
}

static bool
is_late(const json_t *clock, when_t now)
{
	when_t due = jx_int(clock, "due", WHEN_NONE);

	return row_clock_is_running(clock) && !row_clock_stands(clock) &&
	    due != WHEN_NONE && due < now;
}

/* Of the clocks of a case just those of the list are late, if it is given. */
static bool
check_late(const json_t *row, const json_t *codes, when_t now)
{
	const json_t *clock, *code;
	size_t i, k, n = 0;

	json_array_foreach(codes, i, code) {
		bool late = false;

		json_array_foreach(json_object_get(row, "clocks"), k, clock)
			late = late || (is_late(clock, now) && str_eq(
			    jx_text(clock, "code"), json_string_value(code)));
		if (!late)
			return false;
	}
	json_array_foreach(json_object_get(row, "clocks"), k, clock) {
		bool told = !is_late(clock, now);

		json_array_foreach(codes, i, code)
			told = told || str_eq(jx_text(clock, "code"),
			    json_string_value(code));
		n += !told;
	}
	return codes == NULL || n == 0;
}

/* Those of the list can be done just as `possible` says. */
static bool
all_possible(const json_t *options, const json_t *codes, bool possible)
{
	const json_t *item, *o;
	size_t i, k;

	json_array_foreach(codes, i, item) {
		bool can = false;

		json_array_foreach(options, k, o)
			can = can || (jx_bool(o, "possible", false) &&
			    str_eq(jx_text(o, "code"),
			    json_string_value(item)));
		if (can != possible)
			return false;
	}
	return true;
}

/* Seen by who looks: `as`, or the first officer who may. */
static bool
check_options(struct stage *st, const json_t *step, const char *id)
{
	const json_t *check = json_object_get(step, "check");
	const char *as = jx_text(step, "as");
	bool ok = false, seen = false;
	json_t *options;
	size_t i;

	if (json_object_get(check, "can") == NULL &&
	    json_object_get(check, "cannot") == NULL)
		return true;
	for (i = 0; i < st->n_actor && !seen; i++) {
		if (as != NULL && !str_eq(st->actor[i].officer, as))
			continue;
		options = world_options(st->w, &st->actor[i], id);
		seen = options != NULL;
		ok = seen && all_possible(options, json_object_get(check,
		    "can"), true) && all_possible(options,
		    json_object_get(check, "cannot"), false);
		json_decref(options);
	}
	return ok;
}

/* Only where `as` says who looks. */
static bool
check_class(struct stage *st, const json_t *step, const char *id)
{
	const char *want = jx_text(json_object_get(step, "check"), "class");
	size_t i;

	for (i = 0; want != NULL && i < st->n_actor; i++)
		if (str_eq(st->actor[i].officer, jx_text(step, "as")))
			return str_eq(world_class(st->w, &st->actor[i], id),
			    want);
	return true;
}

static bool
check_tracks(const json_t *row, const json_t *want)
{
	const char *track;
	json_t *state;

	json_object_foreach((json_t *)(void *)want, track, state) {
		const char *at = jx_text(json_object_get(row, "tracks"),
		    track);

		/* Not yet begun: the scenario names the first state. */
		if (at != NULL && !str_eq(at, json_string_value(state)))
			return false;
	}
	return true;
}

static bool
play_check(struct stage *st, const json_t *step)
{
	const json_t *check = json_object_get(step, "check");
	const char *name = jx_text(check, "case");
	const char *id = jx_text(st->names, name);
	const json_t *row = world_row(st->w, id != NULL ? id : name);
	const char *state = jx_text(check, "state");
	const char *holder = jx_text(check, "holder");

	if (row == NULL || (state != NULL &&
	    !str_eq(state, jx_text(row, "state"))) || (holder != NULL &&
	    !str_eq(holder, jx_text(row, "holder"))))
		return false;
	if (!st->own_values && !check_late(row, json_object_get(check,
	    "late"), world_now(st->w)))
		return false;
	return check_tracks(row, json_object_get(check, "tracks")) &&
	    check_options(st, step, id != NULL ? id : name) &&
	    check_class(st, step, id != NULL ? id : name);
}

static bool
play_step(struct stage *st, const json_t *step)
{
	if (jx_text(step, "do") != NULL)
		return play_do(st, step);
	if (jx_text(step, "wait") != NULL)
		return play_wait(st, jx_text(step, "wait"));
	if (json_object_get(step, "check") != NULL)
		return play_check(st, step);
	return true;
}

bool
script_play(const struct script *s, struct procedure *p, int *line)
{
	const json_t *steps = json_object_get(s->doc, "steps"), *step;
	struct stage st = { .p = p, .names = json_object() };
	when_t start = 0;
	bool ok;
	size_t i;

	*line = 1;
	ok = when_parse(jx_text(s->doc, "clock"), VN_OFFSET_MIN, &start);
	st.w = world_new(p, start);
	ok = ok && cast(&st, json_object_get(s->doc, "staff"));
	set_up_receivers(&st, steps);
	json_array_foreach(steps, i, step) {
		if (!ok)
			break;
		*line = (int)json_integer_value(json_array_get(s->line, i));
		ok = play_step(&st, step);
	}
	for (i = 0; i < st.n_actor; i++)
		free(st.actor[i].role);
	free(st.actor);
	json_decref(st.names);
	world_free(st.w);
	return ok;
}
