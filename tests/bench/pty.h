/* The workstation in a pseudo-terminal. */
#ifndef TN_TESTS_BENCH_PTY_H
#define TN_TESTS_BENCH_PTY_H

#include "tests/bench/bench.h"

#include <sys/types.h>

struct pty {
	pid_t pid;
	int master, sync;
	bool application;	/* cursor keys as ESC O (DECCKM) */
	long bytes;		/* that the terminal got since the last key */
	long waits;		/* how often the program has begun to wait */
	double came;		/* when the terminal got something last */
	bool ended;
};

/* Starts the program on the house's store; pty_cut() ends it either way. */
bool pty_start(struct pty *s, const struct bench *b, const char *term,
    int rows, int cols);
/* Any program, in a folder that is its home too; it does not say when it waits. */
bool pty_run(struct pty *s, const char *const *argv, const char *path,
    const char *dir, const char *term, int rows, int cols);
/* As a cut of the current would: no time to tidy up. */
void pty_cut(struct pty *s);

/* Takes what is there; false when nothing came in `ms`, or it has ended. */
bool pty_take(struct pty *s, int ms);
/* Until the program waits and all that it has drawn is here. */
bool pty_settle(struct pty *s);
/* Types keys and waits until they are done; sets `bytes`. */
bool pty_type(struct pty *s, const char *keys);
/* What the down key sends now. */
const char *pty_down(const struct pty *s);

/* A number of /proc/PID/status, such as VmRSS in KiB; -1 without it. */
long pty_status(const struct pty *s, const char *field);

#endif
