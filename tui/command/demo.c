/* Making the demonstration store. */
#include "tui/command/demo.h"

#include "core/base/jx.h"
#include "tui/command/stage.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HALF_MADE "demo.db.part"
#define STEP_MS ((when_t)120000)

struct scenario *
demo_load(struct cli *cli)
{
	char *file = path_join(cli->forms, "demo/staff.yaml");
	struct scenario *sc = scenario_load(cli, file, SCENARIO_DEMO);

	free(file);
	return sc;
}

char *
demo_path(const char *dir)
{
	return path_join(dir, "demo.db");
}

/*
 * Two minutes a step, ending now; not before midnight, so that "today" is
 * the same day for every step.
 */
static when_t
start_of(size_t steps, when_t now, when_t *gap)
{
	when_t midnight = when_from_day(when_day(now, VN_OFFSET_MIN),
	    VN_OFFSET_MIN, 0);
	when_t start = now - (when_t)steps * STEP_MS;

	if (start < midnight)
		start = midnight;
	*gap = (now - start) / (when_t)(steps + 1);
	return start;
}

static bool
play_steps(struct stage *st, when_t gap)
{
	const struct scenario *sc = st->sc;
	struct unmet u;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < sc->n_step; i++) {
		stage_advance(st, gap);
		ok = stage_play(st, i, NULL, &u);
		if (!ok)
			cli_say_at(st->cli, sc->file, sc->step[i].line,
			    sc->step[i].col, W_UNEXPECTED,
			    str_text(&u.expected),
			    str_text(&u.came[st->cli->lang]), NULL);
		unmet_done(&u);
	}
	return ok;
}

/* The reserve and the signing key first: a store without them makes its own. */
static bool
put_in_place(struct cli *cli, const char *from, const char *to)
{
	static const char *const tail[] = { "-ballast", "-signing" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(tail); i++) {
		char *a = xasprintf("%s%s", from, tail[i]);
		char *b = xasprintf("%s%s", to, tail[i]);

		(void)rename(a, b);
		free(a);
		free(b);
	}
	return rename(from, to) == 0 ||
	    cli_say(cli, W_MAKE_FAILED, to, strerror(errno), NULL);
}

bool
demo_make(struct cli *cli, const char *dir, const struct scenario *sc)
{
	struct stage_place place = { .dir = dir, .name = HALF_MADE };
	char *from = path_join(dir, HALF_MADE), *to = demo_path(dir);
	struct stage st;
	when_t gap;
	bool ok = make_folders(cli, dir);

	if (ok && access(to, F_OK) == 0)
		ok = cli_say(cli, W_DEMO_EXISTS, to, NULL);
	if (ok) {
		stage_remove(from);
		place.start = start_of(sc->n_step, real_now(NULL), &gap);
		ok = stage_open(&st, cli, sc, &place) && play_steps(&st, gap);
		stage_close(&st);
		ok = ok && put_in_place(cli, from, to);
		stage_remove(from);
	}
	free(from);
	free(to);
	return ok;
}

static json_t *
title_of(const struct scenario_officer *o, const json_t *units)
{
	static const char *const lang[] = { "vi", "en" };
	const json_t *unit = json_object_get(units, o->unit);
	json_t *title = json_object();
	size_t i;

	for (i = 0; i < ARRAY_LEN(lang); i++) {
		const char *of = jx_text(unit, lang[i]);
		char *text = xasprintf("%s, %s", o->name,
		    of == NULL ? o->unit : of);

		json_object_set_new(title, lang[i], json_string(text));
		free(text);
	}
	return title;
}

json_t *
demo_staff(struct cli *cli, const struct scenario *sc)
{
	struct files files;
	json_t *list = json_array(), *units = NULL, *o;
	size_t i;

	if (cli_forms(cli, &files)) {
		units = cli_units(cli, &files);
		files_done(&files);
	}
	for (i = 0; i < sc->n_staff; i++) {
		o = json_object();
		json_object_set_new(o, "id", json_string(sc->staff[i].id));
		json_object_set_new(o, "title", title_of(&sc->staff[i],
		    units));
		json_object_set_new(o, "secret", json_string(stage_secret(sc)));
		json_array_append_new(list, o);
	}
	json_decref(units);
	return list;
}
