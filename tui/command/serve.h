/* A store process, for whoever opens a store. */
#ifndef TN_COMMAND_SERVE_H
#define TN_COMMAND_SERVE_H

#include "core/tiepnhan.h"

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds that never go back. */
int64_t mono_ms(void *ctx);

/*
 * A store process of our own (--served): opens the store of `config` in a
 * child and connects to it.  It ends with tn_close().  Clients move its
 * clock when `moves` is true.
 */
struct tn *served_open(const struct tn_config *config, bool moves,
    struct findings *found);

#endif
