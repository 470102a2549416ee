/* tiepnhan train: the workstation over a scenario, in a store of its own. */
#include "tui/command/demo.h"
#include "tui/command/stage.h"
#include "tui/command/start.h"
#include "tui/command/train_names.h"
#include "tui/command/train_titles.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

struct training {
	struct stage stage;
	char **title[2];		/* of each officer, by enum lang */
	char **summary[2];		/* of each step */
};

static bool
get_step(void *ctx, size_t i, struct training_step *out)
{
	const struct training *t = ctx;
	const struct scenario_step *step;

	if (i >= t->stage.sc->n_step)
		return false;
	step = &t->stage.sc->step[i];
	*out = (struct training_step){
		.say = { text_in(&step->say, LANG_VI),
		    text_in(&step->say, LANG_EN) },
		.law = step->law,
		.who = step->as < 0 ? NULL : t->stage.sc->staff[step->as].id,
		.summary = { t->summary[LANG_VI][i], t->summary[LANG_EN][i] },
	};
	return true;
}

static bool
get_officer(void *ctx, size_t i, struct training_officer *out)
{
	const struct training *t = ctx;

	if (i >= t->stage.sc->n_staff)
		return false;
	*out = (struct training_officer){ t->stage.sc->staff[i].id,
	    { t->title[LANG_VI][i], t->title[LANG_EN][i] } };
	return true;
}

static struct session *
switch_to(void *ctx, const char *officer)
{
	struct training *t = ctx;
	int i = scenario_find_officer(t->stage.sc, officer);

	return i < 0 ? NULL : stage_sign_in(&t->stage, (size_t)i, NULL);
}

static void
advance(void *ctx, int64_t ms)
{
	struct training *t = ctx;

	stage_advance(&t->stage, ms);
}

/* The case or act that a step is about, when nobody has made it yet. */
static const char *
missing_name(const struct stage *st, const struct scenario_step *step)
{
	const char *name[] = {
		step->case_name, step->check.case_name,
		jx_text(step->with, "act"),
	};
	size_t i, k, n;

	for (n = 0; n < ARRAY_LEN(name); n++) {
		if (name[n] == NULL || jx_text(st->names, name[n]) != NULL)
			continue;
		for (i = 0; i < st->sc->n_step; i++)
			for (k = 0; k < st->sc->step[i].n_save; k++)
				if (str_eq(st->sc->step[i].save[k], name[n]))
					return name[n];
	}
	return NULL;
}

static bool
say_missing(const struct training *t, const char *name, struct str *msg)
{
	char *text = word_text(W_TRAIN_MISSING, t->stage.cli->lang, name, NULL);

	str_add(msg, text);
	free(text);
	return false;
}

static bool
play(void *ctx, size_t i, struct str *msg)
{
	struct training *t = ctx;
	struct str told[2] = { STR_INIT, STR_INIT };
	enum lang lang = t->stage.cli->lang;
	const char *missing;
	struct unmet u;
	char *text;
	bool ok;

	if (i >= t->stage.sc->n_step)
		return false;
	train_find_names(&t->stage, i);
	missing = missing_name(&t->stage, &t->stage.sc->step[i]);
	if (missing != NULL)
		return say_missing(t, missing, msg);
	ok = stage_play(&t->stage, i, told, &u);
	if (ok) {
		str_add(msg, str_text(&told[lang]));
	} else {
		text = word_text(W_UNEXPECTED, lang, str_text(&u.expected),
		    str_text(&u.came[lang]), NULL);
		str_add(msg, text);
		free(text);
	}
	unmet_done(&u);
	str_done(&told[LANG_VI]);
	str_done(&told[LANG_EN]);
	return ok;
}

static void
make_titles(struct training *t)
{
	static const char *const key[] = { "vi", "en" };
	const struct scenario *sc = t->stage.sc;
	size_t i, lang;

	for (lang = 0; lang < 2; lang++) {
		t->title[lang] = xcalloc(sc->n_staff + 1, sizeof(char *));
		for (i = 0; i < sc->n_staff; i++) {
			const char *unit = jx_text(json_object_get(
			    t->stage.units, sc->staff[i].unit), key[lang]);

			t->title[lang][i] = xasprintf("%s, %s",
			    sc->staff[i].name,
			    unit == NULL ? sc->staff[i].unit : unit);
		}
	}
}

static json_t *
ask_codes(struct stage *st)
{
	struct session *s = stage_session(st, 0, NULL);
	json_t *query, *codes;

	if (s == NULL)
		return NULL;
	query = json_object();
	json_object_set_new(query, "ask", json_string("codes"));
	codes = tn_ask(s, query);
	json_decref(query);
	return codes;
}

static void
make_summaries(struct training *t)
{
	const struct scenario *sc = t->stage.sc;
	json_t *codes = ask_codes(&t->stage);
	size_t i;
	int lang;

	for (lang = LANG_VI; lang <= LANG_EN; lang++) {
		t->summary[lang] = xcalloc(sc->n_step + 1, sizeof(char *));
		for (i = 0; i < sc->n_step; i++)
			t->summary[lang][i] = train_title(&sc->step[i], codes,
			    sc->regime, (enum lang)lang);
	}
	json_decref(codes);
}

static void
free_list(char **list, size_t n)
{
	size_t i;

	for (i = 0; list != NULL && i < n; i++)
		free(list[i]);
	free(list);
}

static void
free_titles(struct training *t)
{
	int lang;

	for (lang = LANG_VI; lang <= LANG_EN; lang++) {
		free_list(t->title[lang], t->stage.sc->n_staff);
		free_list(t->summary[lang], t->stage.sc->n_step);
	}
}

static int
run(struct cli *cli, struct training *t, const char *dir)
{
	const struct scenario *sc = t->stage.sc;
	struct training_ops ops = {
		.ctx = t,
		.title = { text_in(&sc->title, LANG_VI),
		    text_in(&sc->title, LANG_EN) },
		.n = sc->n_step, .step = get_step, .officer = get_officer,
		.switch_to = switch_to, .advance = advance, .play = play,
	};
	struct workstation_options o;
	json_t *staff;
	int code = CLI_REFUSED;

	if (!start_options(cli, &o, &code))
		return code;
	make_titles(t);
	make_summaries(t);
	o.tn = t->stage.tn;
	o.training = &ops;
	o.demo_staff = staff = demo_staff(cli, sc);
	o.advance = advance;
	o.advance_ctx = t;
	if (o.officer == NULL)
		o.officer = sc->staff[0].id;
	code = start_workstation(cli, &o, dir);
	json_decref(staff);
	free_titles(t);
	return code;
}

/* A store that lasts as long as the training. */
static int
train_on(struct cli *cli, const struct scenario *sc)
{
	char *dir = stage_folder(cli, cli->config.training_dir);
	struct stage_place place = {
		.dir = dir, .name = "training.db", .training = true,
		.ticks = !cli->has[OPT_SCRIPT], .start = sc->clock,
	};
	struct training t;
	int code = CLI_REFUSED;

	if (dir == NULL)
		return CLI_REFUSED;
	memset(&t, 0, sizeof(t));
	if (stage_open(&t.stage, cli, sc, &place))
		code = run(cli, &t, dir);
	stage_close(&t.stage);
	stage_folder_remove(dir);
	free(dir);
	return code;
}

int
command_train(struct cli *cli)
{
	char *file = scenario_path(cli, cli->n_arg > 0 ? cli->arg[0] :
	    "one_adult_returned");
	struct scenario *sc = scenario_load(cli, file, SCENARIO_PLAY);
	int code = sc == NULL ? CLI_REFUSED : train_on(cli, sc);

	scenario_free(sc);
	free(file);
	return code;
}
