/*
 * Where a scenario plays: a fresh store of its own, a clock that only the
 * scenario moves, one session an officer, and the names it has saved.
 */
#ifndef TN_COMMAND_STAGE_H
#define TN_COMMAND_STAGE_H

#include "tui/command/command.h"
#include "tui/command/scenario.h"

#include <time.h>

struct stage_place {
	const char *dir;	/* made, private */
	const char *name;	/* of the store in it */
	bool training;		/* false: a demonstration */
	bool ticks;		/* the clock goes on by itself */
	when_t start;
};

struct stage {
	struct cli *cli;
	const struct scenario *sc;
	struct files files;
	struct calendar *calendar;
	json_t *units;			/* code -> {vi, en} */
	struct tn *tn;
	char *path;			/* of the store */
	when_t now;			/* when it was last moved */
	bool ticks;
	struct timespec moved;
	struct session **session;	/* by officer; NULL: not signed in */
	json_t *names;			/* saved name -> id */
	size_t done, refused, checks, waits;
};

/*
 * Founds and opens the store.  False: everything wrong was said.  In both
 * cases for stage_close(), which leaves the files.
 */
bool stage_open(struct stage *st, struct cli *cli, const struct scenario *sc,
    const struct stage_place *place) TN_MUST_USE;
void stage_close(struct stage *st);
/* Removes what a store may consist of. */
void stage_remove(const char *path);

/*
 * A new folder of mode 0700 below `parent` (NULL: for temporary files); the
 * caller's.  NULL and said on failure.
 */
char *stage_folder(struct cli *cli, const char *parent);
/* Removes the folder with all files in it, which must be ours. */
void stage_folder_remove(const char *dir);

/* What all officers of a scenario sign in with: published, or built in. */
const char *stage_secret(const struct scenario *sc);
/* The session of officer i, signed in on first use; borrowed.  NULL and *e. */
struct session *stage_session(struct stage *st, size_t i, struct err *e);
/* A new session for somebody else to sign out. */
struct session *stage_sign_in(struct stage *st, size_t i, struct err *e);

when_t stage_now(const struct stage *st);
void stage_advance(struct stage *st, int64_t ms);
/* To the same time of day, so many working days on; false and *e. */
bool stage_advance_days(struct stage *st, int64_t days, struct err *e);

/* ---- runner.c ---- */

/* What was expected and what came instead, by enum lang. */
struct unmet {
	struct str expected;
	struct str came[2];
};

void unmet_done(struct unmet *u);
/*
 * Plays step i.  True: as the scenario expects.  `told` (may be NULL, by
 * enum lang) gets what happened.
 */
bool stage_play(struct stage *st, size_t i, struct str *told,
    struct unmet *u) TN_MUST_USE;

#endif
