/* Many officers on one store process, played by one process. */
#ifndef TN_TESTS_BENCH_CROWD_H
#define TN_TESTS_BENCH_CROWD_H

#include "tests/bench/bench.h"

#include <sys/types.h>

#define CROWD_MAX 200

struct crowd_store {
	pid_t pid;
	char socket[100];
	char forms[65];
};

/* Starts the program as a store process on a closed house. */
bool crowd_start(struct bench *b, int slow_ms, struct crowd_store *out);
void crowd_stop(struct crowd_store *st);
long crowd_memory(pid_t pid, const char *what);	/* KiB, -1: not known */

struct crowd;
/* So many connections, each signed in; NULL when one was refused. */
struct crowd *crowd_in(const struct crowd_store *st, int n);
void crowd_out(struct crowd *c);

struct crowd_run {
	struct samples saves, looks;	/* milliseconds each */
	int refused;
	double seconds;
};

/*
 * The first n of them save for so many seconds, each to a case of its own:
 * every `pause` ms, or without pause (0).  Each tenth of them looks at its
 * home screen instead.
 */
bool crowd_save(struct crowd *c, int n, int pause, double seconds,
    const json_t *cases, struct crowd_run *out);

/* The i-th of them looks for a name; false when that was refused. */
bool crowd_search(struct crowd *c, int i, double *ms);

#endif
