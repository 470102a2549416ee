/*
 * A scanner on a real terminal: it types fast, ends with CR LF, and does not
 * know where the cursor is.
 *
 *	pty_scan PROGRAM	(the fake, from the top of the tree)
 */
#include "tests/tui/fields.h"

#include <sched.h>
#include <unistd.h>

#define CARD "001190000017||NGUYỄN THỊ MẪU MỘT|28021990|Nữ|Sx Phố|15042021"
#define PASSPORT "P<VNMNGUYEN<<THI<MAU<THU<<<<<<<<<<<<<<<<<<<<\r\n" \
	"X0000000<1VNM9901018F3401011001199000017<<42"
#define CR_LF "\r\n"

static bool
open_home(struct seen *s)
{
	const char *const argv[] = { program, NULL };
	bool ok = seen_begin(s, argv, 24, 80, "xterm-256color");

	seen_send(s, "an");
	seen_send(s, ENTER);
	seen_send(s, "tap-huan-an");
	return seen_send(s, ENTER) > 0 && ok;
}

static bool
open_reception(struct seen *s)
{
	bool ok = open_home(s);

	seen_send(s, "n");
	seen_send(s, DOWN);
	return seen_send(s, ENTER) > 0 && ok;
}

/* Letter by letter, as a scanner on a console does; the program reads when
 * it likes.  Without pauses, which a busy machine would draw out. */
static void
trickle(struct seen *s, const char *text)
{
	for (; *text != '\0'; text++) {
		T_INT(write(s->tty, text, 1), 1);
		sched_yield();
	}
}

/* The line feed is read for itself, so the program waits once too often for
 * one look to be enough. */
static bool
comes(struct seen *s, const char *what)
{
	for (int i = 0; i < 20 && !seen_shows(s, what); i++)
		if (seen_send(s, CTRL('l')) < 0)
			return false;
	return seen_shows(s, what);
}

/* On a list letters are commands; a scan looks for its number. */
static void
a_list_does_nothing_of_it(void)
{
	struct seen s;

	for (int slow = 0; slow < 2; slow++) {
		T_CHECK(open_home(&s));
		if (slow)
			trickle(&s, CARD CR_LF);
		else
			seen_send(&s, CARD CR_LF);
		T_CHECK(comes(&s, "Tìm: 001190000017"));
		T_CHECK(!seen_shows(&s, "Sx"));
		close_well(&s);
	}
}

static void
cards_are_one_person_each(void)
{
	struct seen s;

	T_CHECK(open_reception(&s));
	seen_send(&s, CARD CR_LF);
	T_CHECK(comes(&s, "1 * NGUYỄN THỊ MẪU MỘT"));
	trickle(&s, PASSPORT CR_LF);
	T_CHECK(comes(&s, "2 * NGUYEN THI MAU THU"));
	T_CHECK(seen_shows(&s, "1 * NGUYỄN THỊ MẪU MỘT"));
	close_well(&s);
}

/* Yes or no is one key elsewhere: here no figure of the card answers it. */
static void
a_yes_or_no_is_not_answered(void)
{
	struct seen s;

	T_CHECK(open_reception(&s));
	seen_send(&s, CARD CR_LF);
	T_CHECK(comes(&s, "1 * NGUYỄN THỊ MẪU MỘT"));
	seen_send(&s, UP);
	seen_send(&s, RIGHT RIGHT RIGHT);
	T_CHECK(comes(&s, "[·"));
	seen_send(&s, "001190000018||THỬ HAI|28021990|Nữ|1, 2|15042021" CR_LF);
	T_CHECK(comes(&s, "THỬ HAI"));
	T_CHECK(seen_shows(&s, "[·"));
	close_well(&s);
}

/* A hand is not a scanner: its letters come out at once and in order. */
static void
a_hand_types_as_before(void)
{
	struct seen s;

	T_CHECK(open_reception(&s));
	seen_type(&s, "Phạm Văn 12");
	T_CHECK(seen_shows(&s, "Phạm Văn 12"));
	seen_send(&s, ENTER);
	seen_send(&s, RIGHT);
	seen_send(&s, "12052001");
	T_CHECK(seen_shows(&s, "12052001"));
	close_well(&s);
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	program = argv[1];
	T_RUN(a_list_does_nothing_of_it);
	T_RUN(cards_are_one_person_each);
	T_RUN(a_yes_or_no_is_not_answered);
	T_RUN(a_hand_types_as_before);
	return t_done();
}
