/*
 * A growing string.  `buf` is always NUL-terminated after the first add or
 * after str_init; `len` counts bytes without the NUL.  Secrets never go in
 * here (see staff/secret.h).
 */
#ifndef TN_BASE_STR_H
#define TN_BASE_STR_H

#include "core/base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct str {
	char *buf;
	size_t len;
	size_t cap;
};

#define STR_INIT { NULL, 0, 0 }

void str_done(struct str *s);			/* frees, leaves it empty */
void str_clear(struct str *s);			/* keeps the room */
void str_add(struct str *s, const char *text);	/* NULL adds nothing */
void str_addn(struct str *s, const char *bytes, size_t n);
void str_addc(struct str *s, char c);
void str_fit(struct str *s);			/* room for no more than it holds */
/* No argument may point into s itself. */
void str_printf(struct str *s, const char *fmt, ...) TN_PRINTF(2, 3);

/* The text, never NULL; borrowed until the next change. */
const char *str_text(const struct str *s);

/* The text becomes the caller's; `s` is empty afterwards.  Never NULL. */
char *str_steal(struct str *s);

/* a and b equal; NULL equals only NULL. */
bool str_eq(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);

#endif
