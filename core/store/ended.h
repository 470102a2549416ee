/* Streams whose key was destroyed.  Private to core/store. */
#ifndef TN_STORE_ENDED_H
#define TN_STORE_ENDED_H

#include "core/store/verify.h"

/* Does the event end the key of its stream? */
bool ended_by(const struct projector *p, const struct event *ev);
bool ended_in(const struct store *s, const struct batch *b);
/* Destroys what the events of a batch end; `first` is the first one's seq. */
bool ended_write(struct store *s, const struct batch *b, int64_t first)
    TN_MUST_USE;
/*
 * An entry that ends its stream left no key behind; counted into *ended.  At
 * the end there are no more than those.
 */
bool verify_ended(struct verify *v, const struct event *ev, int64_t *ended);
bool verify_no_more_ended(struct verify *v, int64_t ended);

/* ---- ended_file.c: the list as a file ---- */

#define ENDED_BESIDE "-erased"	/* behind the path of a store */

/* Adds the items of another list; each stream stands in it once. */
void ended_list_add(struct ended_list *to, const struct ended_list *from);
/* What is ended in a store, as a list without number and signature. */
bool store_ended_list(struct store *s, struct ended_list *out, struct err *e)
    TN_MUST_USE;
/* Signs a list with the key of `s` over its head and puts it at `path`. */
bool ended_list_write(struct store *s, const struct ended_list *l,
    const char *path, struct err *e) TN_MUST_USE;

#endif
