/*
 * The test header: TAP on stdout, one program a module.
 *
 *	int main(void) { T_RUN(test_a); T_RUN(test_b); return t_done(); }
 *
 * A check that fails prints file:line and goes on; a function with a failed
 * check is one "not ok".  T_SKIP says why and counts as skipped, not passed.
 */
#ifndef TN_TESTS_T_H
#define TN_TESTS_T_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Some include this for others' helpers and run no checks themselves. */
#define T_STATE static __attribute__((unused))
T_STATE int t_number, t_bad, t_failed;
T_STATE const char *t_skip;

#define T_CHECK(cond) do { \
	if (!(cond)) { \
		printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
		t_bad++; \
	} \
} while (0)

#define T_INT(got, want) do { \
	long long t_g = (long long)(got), t_w = (long long)(want); \
	if (t_g != t_w) { \
		printf("# %s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, \
		    #got, t_g, t_w); \
		t_bad++; \
	} \
} while (0)

#define T_STR(got, want) do { \
	const char *t_g = (got), *t_w = (want); \
	if (t_g == NULL || t_w == NULL ? t_g != t_w : strcmp(t_g, t_w) != 0) { \
		printf("# %s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, \
		    __LINE__, #got, t_g ? t_g : "(null)", \
		    t_w ? t_w : "(null)"); \
		t_bad++; \
	} \
} while (0)

#define T_SKIP(why) do { t_skip = (why); return; } while (0)

#define T_RUN(fn) do { \
	t_bad = 0; \
	t_skip = NULL; \
	fn(); \
	t_number++; \
	if (t_bad > 0) \
		t_failed++; \
	printf("%sok %d - %s%s%s\n", t_bad > 0 ? "not " : "", t_number, #fn, \
	    t_skip ? " # SKIP " : "", t_skip ? t_skip : ""); \
	fflush(stdout); \
} while (0)

static inline int
t_done(void)
{
	printf("1..%d\n", t_number);
	return t_failed > 0;
}

#endif
