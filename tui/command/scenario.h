/*
 * Scenarios (design 11): one format for trainers, tests and demonstrations.
 *
 * In `with`, a plain scalar that is a number becomes one; everything else is
 * text.  A text "@today", "@today-3" or "@today+2" is that day on the
 * scenario's clock.  A saved name stands for its id in `case`, and in with:
 * `act`, `other`, `proposal`, `task`, `cases`, `searched`, `refused[].case`
 * and the keys of `lines`.
 */
#ifndef TN_COMMAND_SCENARIO_H
#define TN_COMMAND_SCENARIO_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct cli;

enum scenario_kind {
	SCENARIO_PLAY,		/* scenario, clock */
	SCENARIO_DEMO		/* demonstration: yes, one published secret */
};

struct scenario_officer {
	char *id, *name, *unit;
	json_t *roles;			/* array of codes */
};

enum scenario_step_kind { STEP_SAY, STEP_DO, STEP_WAIT, STEP_CHECK };

struct scenario_check {
	char *case_name, *state, *holder;	/* NULL: not asked */
	json_t *late;			/* array of clock codes; NULL */
	char *queue;
	bool queue_has;
	/* tracks {code: state}, can [code], cannot [code], suspended [clock],
	 * entitled {support: yes|no|case_by_case|unset}, class [code]; or
	 * NULL */
	json_t *more;
};

struct scenario_step {
	enum scenario_step_kind kind;
	int line, col;
	int as;				/* index of the officer; -1: nobody */
	char *command;			/* STEP_DO */
	char *case_name;		/* or NULL */
	json_t *with;			/* object or NULL */
	char *refused;			/* the code expected; NULL: done */
	char **save;
	size_t n_save;
	bool save_list;			/* each a case, in order */
	char *wait;			/* STEP_WAIT: "3 days" */
	struct scenario_check check;
	struct text say;		/* may be empty */
	char *law;			/* or NULL */
	char *summary;			/* "take_step declare [c1]"; NULL: say */
};

struct scenario {
	char *file, *code, *regime;
	char *secret;			/* of a demonstration */
	struct text title;
	when_t clock;			/* WHEN_NONE in a demonstration */
	struct scenario_officer *staff;
	size_t n_staff;
	struct scenario_step *step;
	size_t n_step;
};

/*
 * Reads a file; everything wrong is said, with its place, and the result is
 * NULL then.  For scenario_free(), which lets NULL through.
 */
struct scenario *scenario_load(struct cli *cli, const char *file,
    enum scenario_kind kind);
void scenario_free(struct scenario *s);

/*
 * A file as it is named, or forms/scenarios/NAME.yaml for a bare name; the
 * caller's.
 */
char *scenario_path(struct cli *cli, const char *name);

/* The i of the officer, or -1. */
int scenario_find_officer(const struct scenario *s, const char *id);

/*
 * YAML to JSON as `with` is read.  NULL when nested deeper than 24 levels.
 */
struct yaml_node;
json_t *scenario_json(const struct yaml_node *node, int depth);

/* "3 days" or "2 hours" in milliseconds, "5 working_days" as days. */
bool scenario_wait_parse(const char *text, int64_t *ms, int64_t *work_days);

#endif
