/* Founding, opening and leaving the store of a scenario. */
#include "tui/command/stage.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/serve/serve.h"
#include "core/staff/seal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Of training stores, which hold nobody real; never of another store. */
#define TRAINING_SECRET "mat khau tap huan"

when_t
stage_now(const struct stage *st)
{
	struct timespec now;

	if (!st->ticks)
		return st->now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return st->now + (when_t)(now.tv_sec - st->moved.tv_sec) * 1000 +
	    (now.tv_nsec - st->moved.tv_nsec) / 1000000;
}

static when_t
env_now(void *ctx)
{
	return stage_now(ctx);
}

static void
set_clock(struct stage *st, when_t now)
{
	st->now = now;
	clock_gettime(CLOCK_MONOTONIC, &st->moved);
}

void
stage_advance(struct stage *st, int64_t ms)
{
	if (ms > 0)
		set_clock(st, stage_now(st) + ms);
}

bool
stage_advance_days(struct stage *st, int64_t days, struct err *e)
{
	struct term term = { days, TERM_WORKING_DAYS };
	struct deadline d = DEADLINE_INIT;
	when_t now = stage_now(st), midnight;
	bool ok = deadline_compute(st->calendar, now, term, NULL, 0, &d, e);

	if (ok) {
		midnight = when_from_day(when_day(now, VN_OFFSET_MIN),
		    VN_OFFSET_MIN, 0);
		set_clock(st, when_from_day(when_day(d.due, VN_OFFSET_MIN),
		    VN_OFFSET_MIN, 0) + (now - midnight));
	}
	deadline_done(&d);
	return ok;
}

/* ---- folders ---- */

char *
stage_folder(struct cli *cli, const char *parent)
{
	const char *tmp = getenv("TMPDIR");
	char *dir;

	if (parent != NULL && !make_folders(cli, parent))
		return NULL;
	if (parent == NULL)
		parent = tmp != NULL && *tmp == '/' ? tmp : "/tmp";
	dir = path_join(parent, "tiepnhan-XXXXXX");
	if (mkdtemp(dir) != NULL)
		return dir;
	cli_say(cli, W_MAKE_FAILED, dir, strerror(errno), NULL);
	free(dir);
	return NULL;
}

void
stage_folder_remove(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		char *path = path_join(dir, entry->d_name);

		(void)unlink(path);
		free(path);
	}
	if (d != NULL)
		closedir(d);
	(void)rmdir(dir);
}

void
stage_remove(const char *path)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast",
	    "-signing" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(tail); i++) {
		char *name = xasprintf("%s%s", path, tail[i]);

		(void)unlink(name);
		free(name);
	}
}

/* ---- founding ---- */

static void
add_unit(json_t *list, json_t *seen, const char *code)
{
	if (code == NULL || json_object_get(seen, code) != NULL)
		return;
	json_object_set_new(seen, code, json_true());
	json_array_append_new(list, json_string(code));
}

/* Where somebody works, and where something is sent. */
static json_t *
units_of(const struct stage *st)
{
	const struct scenario *sc = st->sc;
	json_t *list = json_array(), *seen = json_object();
	size_t i;

	for (i = 0; i < sc->n_staff; i++)
		add_unit(list, seen, sc->staff[i].unit);
	for (i = 0; i < sc->n_step; i++) {
		const json_t *with = sc->step[i].with, *unit;
		const char *to = jx_text(with, "to");
		size_t k;

		/* A scenario may try a unit that does not exist. */
		if (to != NULL && json_object_get(st->units, to) != NULL)
			add_unit(list, seen, to);
		json_array_foreach(json_object_get(with, "invited"), k, unit)
			if (json_is_string(unit) && json_object_get(st->units,
			    json_string_value(unit)) != NULL)
				add_unit(list, seen, json_string_value(unit));
	}
	json_decref(seen);
	return list;
}

const char *
stage_secret(const struct scenario *sc)
{
	return sc->secret != NULL ? sc->secret : TRAINING_SECRET;
}

static json_t *
plan_of(const struct stage *st, bool training)
{
	json_t *plan = json_object(), *staff = json_array(), *o;
	size_t i;

	for (i = 0; i < st->sc->n_staff; i++) {
		const struct scenario_officer *from = &st->sc->staff[i];

		o = json_object();
		json_object_set_new(o, "id", json_string(from->id));
		json_object_set_new(o, "name", json_string(from->name));
		json_object_set_new(o, "unit", json_string(from->unit));
		json_object_set(o, "roles", from->roles);
		json_object_set_new(o, "secret", json_string(stage_secret(st->sc)));
		json_array_append_new(staff, o);
	}
	json_object_set_new(plan, "site",
	    json_string(training ? "TH" : "MH"));
	json_object_set_new(plan, "training", json_boolean(training));
	json_object_set_new(plan, "demonstration", json_true());
	json_object_set_new(plan, "cheap", json_true());
	json_object_set_new(plan, "units", units_of(st));
	json_object_set_new(plan, "staff", staff);
	return plan;
}

static bool
found_store(struct stage *st, const struct stage_place *place)
{
	struct findings found = FINDINGS_INIT;
	struct tn_config config = {
		.files = &st->files, .store = st->path,
		.env = { .ctx = st, .now = env_now,
		    .random = seal_random, .mono = real_mono },
		.training = place->training,
	};
	json_t *plan = plan_of(st, place->training);

	if (tn_init(&config, plan, &found))
		st->tn = st->cli->has[OPT_SERVED] ?
		    serve_child(&config, true, mono_ms, &found) :
		    tn_open(&config, &found);
	json_decref(plan);
	cli_findings(st->cli, &found, st->cli->forms);
	return st->tn != NULL;
}

bool
stage_open(struct stage *st, struct cli *cli, const struct scenario *sc,
    const struct stage_place *place)
{
	memset(st, 0, sizeof(*st));
	st->cli = cli;
	st->sc = sc;
	st->path = path_join(place->dir, place->name);
	st->ticks = place->ticks;
	set_clock(st, place->start);
	st->names = json_object();
	st->session = xcalloc(sc->n_staff + 1, sizeof(struct session *));
	if (!cli_forms(cli, &st->files))
		return false;
	st->calendar = cli_calendar(cli, &st->files);
	st->units = cli_units(cli, &st->files);
	return st->calendar != NULL && st->units != NULL &&
	    found_store(st, place);
}

void
stage_close(struct stage *st)
{
	size_t i;

	for (i = 0; i < st->sc->n_staff; i++)
		tn_sign_out(st->session[i]);
	free(st->session);
	tn_close(st->tn);
	calendar_free(st->calendar);
	files_done(&st->files);
	json_decref(st->units);
	json_decref(st->names);
	free(st->path);
}

/* ---- who plays ---- */

struct session *
stage_sign_in(struct stage *st, size_t i, struct err *e)
{
	const char *secret = stage_secret(st->sc);

	return tn_sign_in(st->tn, st->sc->staff[i].id, secret, strlen(secret),
	    e);
}

struct session *
stage_session(struct stage *st, size_t i, struct err *e)
{
	if (st->session[i] == NULL)
		st->session[i] = stage_sign_in(st, i, e);
	return st->session[i];
}
