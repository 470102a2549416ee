/*
 * A program on a real pseudo-terminal, seen through libvterm.  It says when
 * it is about to wait (--sync-fd), so nothing sleeps and nothing guesses.
 * Every byte it sends is kept: what must never be on the wire is looked for.
 */
#ifndef TN_TESTS_TUI_SEEN_H
#define TN_TESTS_TUI_SEEN_H

#include "core/base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <vterm.h>

struct seen {
	pid_t pid;
	int tty, sync;
	VTerm *vt;
	VTermScreen *screen;
	long bytes;			/* since the last seen_send() began */
	struct str wire;		/* all of them */
	bool ended;
};

int64_t seen_now_ms(void);

/* Starts argv (NULL at its end) and waits for its first screen. */
bool seen_begin(struct seen *s, const char *const argv[], int rows, int cols,
    const char *term);
/* Kills it if it still runs, and frees all. */
void seen_end(struct seen *s);
/* The exit status once it has ended, -1 when it does not within `ms`. */
int seen_wait_end(struct seen *s, int ms);
/* ^Q, and the status it ends with: 0 says too that no sanitizer complained. */
int seen_quit(struct seen *s);
/* Power is gone: kill -9. */
void seen_kill(struct seen *s);

/* Reads what has come. */
void seen_take(struct seen *s);
/* Until the program says it waits; false: it ended, or patience did. */
bool seen_settle(struct seen *s);
/* The window gets another size, and the program has drawn it. */
bool seen_resize(struct seen *s, int rows, int cols);

/* Bytes that a key or keys brought back; -1: it ended, or patience did. */
long seen_send(struct seen *s, const char *keys);
/* The same for n bytes of any length, read from while they are written. */
long seen_feed(struct seen *s, const char *bytes, size_t n);
/* A text as one bracketed paste. */
long seen_paste(struct seen *s, const char *text, size_t n);
/* Each key on its own, as a slow typist; the most bytes one of them gave. */
long seen_type(struct seen *s, const char *keys);
/* n times the same keys. */
void seen_times(struct seen *s, const char *keys, int n);

/* A row of the screen without blanks at its end. */
void seen_row(struct seen *s, int row, char *out, size_t size);
/* Is it on one row? */
bool seen_shows(struct seen *s, const char *what);
/* The row that holds it, -1: none. */
int seen_find(struct seen *s, const char *what);
/* Is it on the screen when runs of blanks and line ends are one blank? */
bool seen_reads(struct seen *s, const char *what);
/* The same, when a text may be broken anywhere: blanks do not count. */
bool seen_holds(struct seen *s, const char *what);
VTermPos seen_cursor(struct seen *s);
/* What stands left and right of the cursor up to a blank; the caller's. */
char *seen_left(struct seen *s);
char *seen_right(struct seen *s);
/* Was it ever sent?  Counted from byte `from` of the wire. */
bool seen_sent(const struct seen *s, size_t from, const char *what);
/* A number of /proc/PID/status in KiB ("VmRSS"), -1 when unknown. */
long seen_memory(const struct seen *s, const char *which);
/* Shows the screen as comments, for whoever mends what failed. */
void seen_print(struct seen *s);

#endif
