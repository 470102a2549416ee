/* What a step of a scenario is called, in words instead of codes. */
#ifndef TN_COMMAND_TRAIN_TITLES_H
#define TN_COMMAND_TRAIN_TITLES_H

#include "tui/command/stage.h"

/*
 * "Lập tờ khai [c1]" in `lang`: the title that forms/ gives to the step,
 * request, support or paper, else its codes.  `codes` is the answer to the
 * query "codes".  The caller's; NULL for a step that only says something.
 */
char *train_title(const struct scenario_step *step, const json_t *codes,
    const char *regime, enum lang lang);

#endif
