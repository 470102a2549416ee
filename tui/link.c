#include "tui/link.h"

#define FRAME_FROM 256		/* bytes of a frame whose arrival is asked */
#define MUTE_AFTER_MS 10000
#define SLOW_MS 150		/* a letter's echo is felt from there on */
#define SLOW_FAR_MS 80		/* and it will get worse on a network */

void
link_init(struct link *l, enum link_choice choice, bool far)
{
	*l = (struct link){ .slow = choice == LINK_SLOW,
	    .open = choice == LINK_AUTO, .least = far ? SLOW_FAR_MS : SLOW_MS,
	    .waited = -1, .asked = -1 };
}

bool
link_opens(struct link *l)
{
	bool now = l->open && l->waited < 0;

	if (now)
		l->waited = 0;
	return now;
}

void
link_waits(struct link *l, int64_t ms)
{
	if (l->open && l->waited >= 0)
		l->waited += ms;
}

bool
link_frame(struct link *l, size_t bytes, int64_t now)
{
	if (!l->slow || l->mute || bytes < FRAME_FROM)
		return false;
	l->asked = now;
	return true;
}

bool
link_holds(struct link *l, int64_t now, int *rest)
{
	if (l->asked < 0)
		return false;
	*rest = (int)(l->asked + MUTE_AFTER_MS - now);
	if (*rest > 0)
		return true;
	/* One that does not answer is not waited for twice. */
	l->asked = -1;
	l->mute = true;
	return false;
}

/* True at the last byte of ESC [ 0 n. */
static bool
is_whole(struct link *l, unsigned char byte)
{
	static const char well[] = "\033[0n";

	l->answer = byte == (unsigned char)well[l->answer] ? l->answer + 1 :
	    byte == (unsigned char)well[0];
	if (well[l->answer] != '\0')
		return false;
	l->answer = 0;
	return true;
}

enum link_heard
link_hear(struct link *l, unsigned char byte)
{
	bool opening = l->open && l->waited >= 0;

	if ((!opening && l->asked < 0) || !is_whole(l, byte))
		return LINK_NOTHING;
	if (opening) {
		l->open = false;
		l->slow = l->waited >= l->least;
		return l->slow ? LINK_IS_SLOW : LINK_NOTHING;
	}
	l->asked = -1;
	return LINK_ARRIVED;
}
