/* What runner.c and runner_check.c share; nobody else includes it. */
#ifndef TN_COMMAND_RUNNER_H
#define TN_COMMAND_RUNNER_H

#include "tui/command/stage.h"

/* What was expected and what came; always false. */
bool unmet_text(struct unmet *u, const char *expected, const char *value,
    const char *came);
bool unmet_named(struct unmet *u, const char *what, const char *name,
    const json_t *outcome);
bool unmet_err(struct unmet *u, const char *expected, struct err *e);

/* What a saved name stands for; the name itself when it is none. */
const char *stage_id_of(const struct stage *st, const char *name);

/* Adds to `told` (may be NULL, by enum lang) one sentence in each language. */
void tell(struct str *told, enum word w, const char *arg);

bool runner_check(struct stage *st, const struct scenario_step *step,
    struct str *told, struct unmet *u);

#endif
