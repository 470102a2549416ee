/* tiepnhan play: a scenario from beginning to end, in a store of its own. */
#include "tui/command/stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STORE_NAME "training.db"

static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	stopped = sig;
}

/* A stopped play still takes its store away; then the signal has its way. */
static void
catch_stops(void (*handler)(int))
{
	static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sigemptyset(&sa.sa_mask);
	for (i = 0; i < ARRAY_LEN(stops); i++)
		sigaction(stops[i], &sa, NULL);
}

static void
set_count(json_t *o, const char *key, size_t n)
{
	json_object_set_new(o, key, json_integer((json_int_t)n));
}

static json_t *
failure_json(const struct stage *st, size_t i, const struct unmet *u)
{
	json_t *o = json_object(), *came = json_object();

	json_object_set_new(o, "file", json_string(st->sc->file));
	json_object_set_new(o, "line", json_integer(st->sc->step[i].line));
	json_object_set_new(o, "col", json_integer(st->sc->step[i].col));
	set_count(o, "step", i + 1);
	json_object_set_new(o, "expected",
	    json_string(str_text(&u->expected)));
	json_object_set_new(came, "vi",
	    json_string(str_text(&u->came[LANG_VI])));
	json_object_set_new(came, "en",
	    json_string(str_text(&u->came[LANG_EN])));
	json_object_set_new(o, "came", came);
	return o;
}

static json_t *
result_json(const struct stage *st, size_t played, const struct unmet *u)
{
	json_t *o = json_object();
	char now[32];

	when_format(stage_now(st), VN_OFFSET_MIN, now);
	json_object_set_new(o, "outcome",
	    json_string(u == NULL ? "done" : "refused"));
	json_object_set_new(o, "scenario", json_string(st->sc->code));
	set_count(o, "steps", st->sc->n_step);
	set_count(o, "played", played);
	set_count(o, "done", st->done);
	set_count(o, "refused", st->refused);
	set_count(o, "checks", st->checks);
	set_count(o, "waits", st->waits);
	json_object_set_new(o, "clock", json_string(now));
	if (u != NULL)
		json_object_set_new(o, "failure", failure_json(st, played, u));
	return o;
}

static void
tell_done(const struct stage *st)
{
	char steps[32], done[32], refused[32], checks[32];

	snprintf(steps, sizeof(steps), "%zu", st->sc->n_step);
	snprintf(done, sizeof(done), "%zu", st->done);
	snprintf(refused, sizeof(refused), "%zu", st->refused);
	snprintf(checks, sizeof(checks), "%zu", st->checks);
	cli_tell(st->cli, W_PLAYED, st->sc->code, steps, done, refused,
	    checks, NULL);
}

/* All steps, or up to the first that does not go as expected. */
static int
play_all(struct stage *st)
{
	struct cli *cli = st->cli;
	struct unmet u;
	bool ok = true;
	size_t i;
	json_t *o;

	memset(&u, 0, sizeof(u));
	for (i = 0; i < st->sc->n_step && stopped == 0; i++) {
		ok = stage_play(st, i, NULL, &u);
		if (!ok)
			break;
		unmet_done(&u);
	}
	if (stopped != 0) {
		unmet_done(&u);
		return CLI_REFUSED;
	}
	if (ok)
		tell_done(st);
	else
		cli_say_at(cli, st->sc->file, st->sc->step[i].line,
		    st->sc->step[i].col, W_UNEXPECTED, str_text(&u.expected),
		    str_text(&u.came[cli->lang]), NULL);
	if (cli->has[OPT_JSON]) {
		o = result_json(st, i, ok ? NULL : &u);
		cli_print_json(o);
		json_decref(o);
	}
	unmet_done(&u);
	return ok ? CLI_DONE : CLI_REFUSED;
}

static int
play_in(struct cli *cli, const struct scenario *sc, const char *dir)
{
	struct stage_place place = {
		.dir = dir, .name = STORE_NAME, .training = true,
		.start = sc->clock,
	};
	struct stage st;
	int code = CLI_REFUSED;

	if (stage_open(&st, cli, sc, &place))
		code = play_all(&st);
	if (cli->has[OPT_KEEP] && st.tn != NULL)
		cli_tell(cli, W_KEPT, st.path, NULL);
	stage_close(&st);
	return code;
}

int
command_play(struct cli *cli)
{
	char *file = scenario_path(cli, cli->arg[0]);
	struct scenario *sc = scenario_load(cli, file, SCENARIO_PLAY);
	char *dir = NULL;
	int code;

	free(file);
	if (sc == NULL)
		return CLI_REFUSED;
	if (cli->has[OPT_KEEP])
		dir = make_folders(cli, cli->value[OPT_KEEP]) ?
		    xstrdup(cli->value[OPT_KEEP]) : NULL;
	else
		dir = stage_folder(cli, NULL);
	catch_stops(on_stop);
	code = dir == NULL ? CLI_REFUSED : play_in(cli, sc, dir);
	if (dir != NULL && !cli->has[OPT_KEEP])
		stage_folder_remove(dir);
	catch_stops(SIG_DFL);
	if (stopped != 0)
		raise(stopped);
	free(dir);
	scenario_free(sc);
	return code;
}
