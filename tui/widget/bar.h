/*
 * A number as a bar of letters, to be read without colour: what is late in
 * it as "!", the rest as "#".
 */
#ifndef TN_TUI_BAR_H
#define TN_TUI_BAR_H

#include "core/base/str.h"

#include <stdint.h>

/* How much one letter stands for, so that `most` fits in `width` columns. */
int64_t bar_step(int64_t most, int width);

/*
 * Appends the bar of n, of which `late` are late, in the measure of `most`.
 * What is not nothing has a letter, a late one among others too.
 */
void bar_text(struct str *out, int64_t n, int64_t late, int64_t most,
    int width);

#endif
