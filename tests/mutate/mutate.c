/*
 *	mutate [EVERY [FROM [PART]]]
 *
 * Takes every EVERY-th mutant (1 when not said), from the FROM-th, of files
 * whose path has PART in it, and prints TAP: one line for all that must be
 * noticed.  Run from the top of the tree;
 * TN_FORMS names another folder of forms, TN_MUTATE_TELL tells why a scenario
 * failed.  Survivors are named, each with its place.
 */
#include "tests/mutate/mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally {
	size_t tried, by_check, by_scenario, lived, lived_else, tried_else;
};

static struct procedure *
load(struct forms *f)
{
	struct findings found = FINDINGS_INIT;
	struct files table;
	struct procedure *p;

	forms_table(f, &table);
	p = procedure_load(&table, &found);
	if (p != NULL && !procedure_check(p, &found)) {
		procedure_free(p);
		p = NULL;
	}
	findings_done(&found);
	return p;
}

/* Those that play on the domain alone; the others are named and left out. */
static size_t
rehearse(struct scripts *s, struct procedure *p)
{
	size_t i, n = 0;
	int line;

	for (i = 0; i < s->n; i++) {
		struct script *it = s->item[i];

		if (script_play(it, p, &line)) {
			s->item[i] = s->item[n];
			s->item[n++] = it;
		} else {
			printf("# not on the domain alone: %s:%d\n",
			    script_name(it), line);
		}
	}
	return n;
}

/* Scenarios that name the code are played first. */
static bool
noticed(const struct scripts *s, size_t n, const struct change *c,
    struct procedure *p)
{
	int pass, line;
	size_t i;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < n; i++)
			if (script_names(s->item[i], c->what) == (pass == 0) &&
			    !script_play(s->item[i], p, &line))
				return true;
	return false;
}

static void
try_one(struct forms *f, const struct scripts *s, size_t n,
    const struct change *c, struct tally *t)
{
	struct procedure *p;
	char *text;

	text = change_text(c, &f->len);
	f->text = text;
	f->changed = c->file;
	p = load(f);
	f->changed = NULL;
	t->tried += c->guarded;
	t->tried_else += !c->guarded;
	if (p == NULL) {
		t->by_check++;
	} else if (noticed(s, n, c, p)) {
		t->by_scenario++;
	} else {
		t->lived += c->guarded;
		t->lived_else += !c->guarded;
		printf("# %s %s:%d %s: %s\n", c->guarded ? "lives" :
		    "lives (told only)", c->file->path, c->line, c->kind,
		    c->what);
		fflush(stdout);
	}
	procedure_free(p);
	free(text);
}

int
main(int argc, char **argv)
{
	const char *root = getenv("TN_FORMS");
	size_t every = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	size_t i, n, from = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	struct tally t = { 0 };
	struct scripts scripts;
	struct changes changes;
	struct procedure *p;
	struct forms f;

	if (every == 0 || !forms_read(&f, root != NULL ? root : "forms") ||
	    !scripts_read(&scripts, &f) || (p = load(&f)) == NULL) {
		printf("Bail out! the forms do not load\n");
		return 1;
	}
	n = rehearse(&scripts, p);
	procedure_free(p);
	changes_find(&changes, &f);
	for (i = from; i < changes.n; i += every)
		if (argc <= 3 || strstr(changes.item[i].file->path, argv[3]) !=
		    NULL)
			try_one(&f, &scripts, n, &changes.item[i], &t);
	printf("# %zu mutants in all, every %zu from %zu: %zu noticed by"
	    " check, %zu by a scenario\n", changes.n, every, from, t.by_check,
	    t.by_scenario);
	printf("# besides guards, targets and codes: %zu tried, %zu not"
	    " noticed\n", t.tried_else, t.lived_else);
	printf("%s 1 - %zu of %zu changed guards, targets and codes are"
	    " noticed\n1..1\n", t.lived == 0 && t.tried > 0 ? "ok" : "not ok",
	    t.tried - t.lived, t.tried);
	changes_done(&changes);
	scripts_done(&scripts);
	forms_done(&f);
	return t.lived != 0;
}
