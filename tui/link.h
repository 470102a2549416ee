/*
 * What is known of the line to a terminal, and what it is asked about it.
 * "Are you well?" (ESC [ 5 n) is answered by every terminal since the VT100
 * with ESC [ 0 n; how long that takes is how far away it is.  Nothing here
 * reads, writes or looks at a clock.
 */
#ifndef TN_TUI_LINK_H
#define TN_TUI_LINK_H

#include "tui/look.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_ASK "\033[5n"

struct link {
	bool slow;		/* few bytes, and one frame at a time */
	bool open;		/* whether it is slow is still to be found out */
	bool mute;		/* it did not answer: it is asked no more */
	int least;		/* ms an answer takes from where it is slow */
	int64_t waited;		/* ms for the first answer; -1: not asked */
	/*
	 * What lies between us and a slow terminal takes many frames at once
	 * and hands them over for half a minute.  So the terminal is asked, at
	 * the end of a large one, whether it is well: its answer says that it
	 * has come that far, and only then is the next one made.
	 */
	int64_t asked;		/* when, of a frame; -1: none is awaited */
	size_t answer;		/* bytes of an answer that have come */
};

/* `far`: the line is known to be one over a network. */
void link_init(struct link *l, enum link_choice choice, bool far);

/* Is the question that finds out how slow it is to be sent now?  Once. */
bool link_opens(struct link *l);
/*
 * So many ms have gone by in waiting alone.  What the program itself takes is
 * not the line's, so an answer may look too early, never too late.
 */
void link_waits(struct link *l, int64_t ms);

/* Is the arrival of a frame of so many bytes to be asked for?  Notes when. */
bool link_frame(struct link *l, size_t bytes, int64_t now);
/* Must the next frame wait at `now`?  *rest: at most so many ms more. */
bool link_holds(struct link *l, int64_t now, int *rest);

enum link_heard {
	LINK_NOTHING,
	LINK_ARRIVED,		/* the next frame can be made */
	LINK_IS_SLOW		/* it has been found out: from now on */
};
/* A byte that came from the terminal. */
enum link_heard link_hear(struct link *l, unsigned char byte);

#endif
