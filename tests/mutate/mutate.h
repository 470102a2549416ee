/*
 * Mutation of the shipped procedure: each line of its guards, targets and
 * codes is removed or changed, one at a time, and somebody must notice:
 * `tiepnhan check`, or a scenario.
 *
 * Scenarios are played on the domain alone (decide(), the projector and
 * case_state): no SQLite, no sealing, no officers to sign in, so that
 * thousands of mutants take minutes.  A scenario that needs more than the
 * domain is not used here, and that is said.
 *
 * Files: mutate.c (the program), forms.c (forms/ in memory, one file of it
 * changed), change.c (which mutants there are), play.c (scenarios), world.c
 * (the journal in memory).
 */
#ifndef TN_TESTS_MUTATE_H
#define TN_TESTS_MUTATE_H

#include "core/base/jx.h"
#include "core/base/yaml.h"
#include "core/case/decide.h"
#include "core/case/row.h"

/* ---- forms.c ---- */

struct forms_file {
	char *path, *text;
	size_t len;
};

struct forms {
	struct files on_disk;
	struct forms_file *file;
	size_t n;
	/* What stands instead of one file; NULL: nothing. */
	const struct forms_file *changed;
	const char *text;
	size_t len;
};

bool forms_read(struct forms *f, const char *root);
void forms_done(struct forms *f);
/* The table that a procedure is loaded through. */
void forms_table(struct forms *f, struct files *out);

/* ---- change.c ---- */

/* One change of one file: what stands from `from` up to `to` becomes `by`. */
struct change {
	const struct forms_file *file;
	size_t from, to;
	char *by;
	char kind[24];		/* "need removed", "other target", ... */
	char what[96];		/* the code it is about */
	int line;
	bool guarded;		/* a guard, a target or a code: must be noticed */
};

struct changes {
	struct change *item;
	size_t n, cap;
};

void changes_find(struct changes *c, const struct forms *f);
void changes_done(struct changes *c);
/* The file with the change in it; the caller's. */
char *change_text(const struct change *c, size_t *len);

/* ---- world.c ---- */

struct world;
struct world *world_new(struct procedure *p, when_t now);
void world_free(struct world *w);
when_t world_now(const struct world *w);
void world_advance(struct world *w, int64_t ms, int64_t working_days);
void world_set_up(struct world *w, const char *unit);
/* An outcome as the door gives it, without events; a new object. */
json_t *world_do(struct world *w, const struct actor *a,
    const char *command, const char *id, const json_t *with);
/* What case_options() says, a new array; NULL: not for this actor. */
json_t *world_options(struct world *w, const struct actor *a, const char *id);
/* The code of the class of the person, borrowed; NULL. */
const char *world_class(struct world *w, const struct actor *a,
    const char *id);
/* The row of a case or act, borrowed; NULL. */
const json_t *world_row(const struct world *w, const char *id);

/* ---- play.c ---- */

struct script;
struct scripts {
	struct script **item;
	size_t n;
};

/* Reads all scenarios of forms/scenarios and tests/scenario/good. */
bool scripts_read(struct scripts *s, const struct forms *f);
void scripts_done(struct scripts *s);
const char *script_name(const struct script *s);
const char *script_regime(const struct script *s);
/* Does its text name the code? */
bool script_names(const struct script *s, const char *code);
/* True: it went as it expects.  False: *line is where it did not. */
bool script_play(const struct script *s, struct procedure *p, int *line);

#endif
