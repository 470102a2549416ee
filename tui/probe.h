/*
 * How wide letters are on this terminal, found out by asking it: a letter of
 * ambiguous width is printed, then one with its mark apart, and after each
 * the terminal says where its cursor is (ESC [ 6 n, answered by every one
 * since the VT100).  Nothing here reads, writes or waits: who does not answer
 * is taken for a terminal where each takes one column.
 */
#ifndef TN_TUI_PROBE_H
#define TN_TUI_PROBE_H

#include <stdbool.h>

/* "à", and "a" with its mark behind it; nothing of them stays. */
#define PROBE_ASK "\r\xc3\xa0\033[6n\ra\xcc\x80\033[6n\r\033[K"

struct probe {
	int asked;		/* answers still to come */
	int col[2];		/* where the cursor stood; 0: not known */
	int state;		/* within an answer */
	int number;
};

enum probe_found {
	PROBE_NOTHING,		/* not an answer, or not the last one */
	PROBE_ONE,		/* one column, as everywhere */
	PROBE_TWO,		/* two; marks apart stand over their letter */
	PROBE_TWO_BARE,		/* two, and marks stand beside it */
	PROBE_BYTES		/* it shows bytes, not letters */
};

/* PROBE_ASK has been put on the line. */
void probe_begin(struct probe *p);
/* A byte that came from the terminal. */
enum probe_found probe_hear(struct probe *p, unsigned char byte);

#endif
