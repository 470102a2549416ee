/*
 * Acts of two persons: pairs.c (the list), pair.c (one of them: approving,
 * declining), pair_do.c (proposing), shares.c (typing two shares), once.c
 * (what is told once).
 */
#ifndef TN_TUI_SCREEN_PAIR_H
#define TN_TUI_SCREEN_PAIR_H

#include "tui/app.h"
#include "tui/screen/screens.h"

/*
 * Proposes an act: asks why, then the question, then does it and says how it
 * went.  `content` is taken over.
 */
void pair_propose(struct app *app, const char *kind, json_t *content,
    const char *question);
/* How it went: what is told once on a page, `done`, or the reasons. */
void pair_say(struct app *app, const json_t *outcome, enum msg done);

/* One of the pairs query; copied. */
struct view *pair_new(struct app *app, const json_t *pair);

/* Two shares of a unit's key, wiped as soon as `done` has seen them. */
struct view *shares_new(struct app *app,
    void (*done)(void *ctx, const char *first, const char *second),
    void *ctx);

#endif
