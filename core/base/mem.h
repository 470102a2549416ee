/*
 * Memory that never comes back NULL.  Running out of it ends the process:
 * dying anywhere is already safe (what was saved is saved, drafts return).
 */
#ifndef TN_BASE_MEM_H
#define TN_BASE_MEM_H

#include <stddef.h>

#if defined(__GNUC__)
#define TN_MUST_USE __attribute__((warn_unused_result))
#define TN_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define TN_NORETURN __attribute__((noreturn))
#define TN_NEVER_NULL __attribute__((returns_nonnull))
#else
#define TN_MUST_USE
#define TN_PRINTF(f, a)
#define TN_NORETURN
#define TN_NEVER_NULL
#endif

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* All return memory that the caller owns and gives to free(). */
void *xmalloc(size_t size) TN_NEVER_NULL;
void *xcalloc(size_t n, size_t size) TN_NEVER_NULL;
void *xrealloc(void *p, size_t size) TN_NEVER_NULL;
char *xstrdup(const char *s);		/* NULL gives NULL */
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) TN_PRINTF(1, 2);

/*
 * Makes room for one more element in a growing array; doubles its room.
 * `*cap` is the room in elements.  Returns the (moved) array.
 */
void *xgrow(void *array, size_t n, size_t *cap, size_t size) TN_NEVER_NULL;

/*
 * Gives free memory back to the machine where the C library can: after work
 * that took far more than it left behind.
 */
void mem_trim(void);

/* Our own mistake: says where on stderr and aborts.  Never for bad input. */
void tn_bug(const char *file, int line, const char *what) TN_NORETURN;
#define BUG(what) tn_bug(__FILE__, __LINE__, what)

#endif
