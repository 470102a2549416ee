/*
 *	walk [COMMANDS [SEED [REGIME/PATH]]]
 *
 * Takes COMMANDS commands (20,000 when not said), shared among all paths of
 * all regimes, on some sixty live cases each, and prints TAP, one line a law.  Run from the top of the tree; TN_FORMS names
 * another folder of forms.  WALK_TELL=1 tells the first case of each oddity.
 */
#include "tests/walk/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TOUCHED_MAX 600
#define KEPT_ACTS 200		/* of those that are closed */
#define COVERS_FROM 10000	/* so many on a path reach everything */

struct touched {
	struct walk_case *c[TOUCHED_MAX];
	size_t n;
};

static void
touch(struct world *w, struct touched *t, const char *id)
{
	struct walk_case *c = id == NULL ? NULL : world_case(w, id);
	size_t i;

	if (c == NULL || t->n == TOUCHED_MAX)
		return;
	for (i = 0; i < t->n; i++)
		if (t->c[i] == c)
			return;
	t->c[t->n++] = c;
}

/* The cases that a command speaks of. */
static void
touch_named(struct world *w, const struct deed *d, struct touched *t)
{
	const char *act_id = jx_text(d->with, "act"), *id;
	const struct walk_act *act = act_id == NULL ? NULL :
	    world_act(w, act_id);
	const json_t *item;
	json_t *value;
	size_t i;

	touch(w, t, d->id);
	json_array_foreach(json_object_get(d->with, "cases"), i, item)
		touch(w, t, json_string_value(item));
	if (act != NULL)
		json_object_foreach(json_object_get(act->row, "cases"), id,
		    value)
			touch(w, t, id);
}

static void
say_deed(const struct world *w, const struct deed *d, const struct proposal *p)
{
	char *with = jx_canonical(d->with), *why = jx_canonical(p->reasons);

	printf("# %ld %s/%s %s %s %.2000s -> %.300s\n", w->commands,
	    d->actor->unit->code, d->actor->role[0]->code, d->command,
	    d->id != NULL ? d->id : "-", with, why);
	free(with);
	free(why);
}

static void
write_down(struct world *w, const struct deed *d, const struct proposal *p,
    struct touched *t)
{
	const char *wrong;
	size_t i;

	w->done++;
	tally(w, "acts", d->actor->unit->kind->code);
	for (i = 0; i < t->n; i++)
		judge_unchanged(w, t->c[i]);
	if (!law_holds(w, LAW_FOLLOWS, p->n_event > 0, NULL, d->command))
		return;
	if (!world_apply(w, p, &wrong)) {
		law_holds(w, LAW_FOLLOWS, false, t->n > 0 ? t->c[0] : NULL,
		    wrong);
		say_deed(w, d, p);
		exit(1);
	}
	for (i = 0; i < p->n_event; i++)
		touch(w, t, p->event[i].stream);
	for (i = 0; i < t->n; i++)
		judge_case(w, t->c[i]);
}

static void
walk_once(struct world *w)
{
	struct touched t = { { NULL }, 0 };
	struct proposal p;
	struct deed d;
	size_t i;

	world_tick(w);
	deed_choose(w, &d);
	w->commands++;
	tally(w, "command", d.command);
	touch_named(w, &d, &t);
	proposal_start(&p);
	if (world_decide(w, d.actor, d.command, d.id, d.with, &p)) {
		judge_options(w, &d, &p);
		if (getenv("WALK_SAY") != NULL)
			say_deed(w, &d, &p);
		write_down(w, &d, &p, &t);
	} else {
		judge_options(w, &d, &p);
		judge_refusal(w, &d, &p);
		if (getenv("WALK_SAY") != NULL)
			say_deed(w, &d, &p);
		for (i = 0; i < t.n; i++)
			judge_unchanged(w, t.c[i]);
	}
	judge_entitled(w, &d, &p);
	judge_means_reasons(w, world_case(w, d.id), p.reasons);
	tally_proposal(w, &p);
	proposal_done(&p);
	deed_done(&d);
}

/* Closed cases stay for a while: help and notes are still open to them. */
static void
retire(struct world *w)
{
	size_t i, k;

	for (i = w->n_live; i-- > 0; )
		if (w->live[i]->told.final && chance_in(&w->chance, 60))
			world_retire(w, i);
	if (w->n_act <= KEPT_ACTS)
		return;
	for (i = k = 0; i < w->n_act; i++) {
		if (str_eq(jx_text(w->act[i]->row, "state"), "offered") ||
		    str_eq(jx_text(w->act[i]->row, "state"), "open") ||
		    i + KEPT_ACTS / 2 > w->n_act) {
			w->act[k++] = w->act[i];
			continue;
		}
		act_free(w->act[i]);
	}
	w->n_act = k;
}

/* All paths in turn, each in a world of its own. */
static int
walk_path(struct procedure *p, const struct path *path, long commands,
    uint64_t seed)
{
	struct world w;
	int missing;
	size_t i;

	world_init(&w, p, path, seed);
	while (w.commands < commands) {
		walk_once(&w);
		retire(&w);
		if (w.commands % 1000 == 0)
			for (i = 0; i < w.n_live; i++)
				judge_unchanged(&w, w.live[i]);
	}
	printf("# %s %s: %ld commands, %ld done, %zu live cases, %" PRId64
	    " events\n", path->regime->code, path->code, w.commands, w.done,
	    w.n_live, w.seq);
	missing = tally_report(&w);
	world_done(&w);
	return missing;
}

/* `only`: "REGIME/PATH", or NULL for all. */
static int
walk(struct procedure *p, long commands, uint64_t seed, const char *only)
{
	int number = 0, bad, missing = 0;
	size_t i, k, n = 0;
	long each;

	for (i = 0; i < p->n_regime; i++)
		n += p->regime[i].n_path;
	each = only != NULL ? commands : commands / (long)n;
	for (i = 0; i < p->n_regime; i++)
		for (k = 0; k < p->regime[i].n_path; k++) {
			const struct path *path = &p->regime[i].path[k];
			char *name = xasprintf("%s/%s", path->regime->code,
			    path->code);

			if (only == NULL || strcmp(only, name) == 0)
				missing += walk_path(p, path, each, seed++);
			free(name);
		}
	bad = judge_report(&number, each >= COVERS_FROM);
	if (each >= COVERS_FROM)
		printf("%sok %d - every step, state, request, support and paper "
		    "was reached\n", missing == 0 ? "" : "not ", ++number);
	else
		missing = 0;
	printf("1..%d\n", number);
	return bad > 0 || missing > 0;
}

static struct procedure *
load(struct findings *found)
{
	const char *folder = getenv("TN_FORMS");
	struct err e = ERR_INIT;
	struct procedure *p;
	struct files files;

	if (!files_posix(&files, folder != NULL ? folder : "forms", &e)) {
		err_done(&e);
		return NULL;
	}
	p = procedure_load(&files, found);
	files_done(&files);
	return p;
}

int
main(int argc, char **argv)
{
	long commands = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) :
	    (uint64_t)time(NULL);
	struct findings found = FINDINGS_INIT;
	struct procedure *p = load(&found);
	int bad;

	printf("# seed %" PRIu64 "\n", seed);
	if (p == NULL) {
		printf("Bail out! the forms do not load\n");
		findings_done(&found);
		return 1;
	}
	bad = walk(p, commands, seed, argc > 3 ? argv[3] : NULL);
	procedure_free(p);
	findings_done(&found);
	return bad;
}
