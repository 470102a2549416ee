/* Who plays by hand saves no names: they are found again in the store. */
#ifndef TN_COMMAND_TRAIN_NAMES_H
#define TN_COMMAND_TRAIN_NAMES_H

#include "tui/command/stage.h"

/*
 * Gives the names that steps before `until` would have saved, and that are
 * not known, to the cases in the store in order of their numbers, and to the
 * offers that their cases are on.  Names that fit nothing stay unknown.
 */
void train_find_names(struct stage *st, size_t until);

#endif
