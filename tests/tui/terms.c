/*
 * Every terminal: the descriptions that any Debian has, colours and none,
 * fonts without letters, linear screens, lines that stall.
 *
 *	terms PROGRAM
 */
#include "tests/t.h"

#include "tests/tui/seen.h"
#include "tui/letters.h"
#include "tui/linear.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define DOWN "\033[B"

static const char *program;

static bool
begin(struct seen *s, const char *term, const char *how, const char *as)
{
	const char *const argv[] = { program, how, as, NULL };

	return seen_begin(s, argv, 24, 80, term);
}

static void
sign_in(struct seen *s)
{
	seen_send(s, "an");
	seen_send(s, "\r");
	seen_send(s, "tap-huan-an");
	seen_send(s, "\r");
}

static bool
on_marker(struct seen *s)
{
	VTermPos pos = seen_cursor(s);
	VTermScreenCell cell;

	vterm_screen_get_cell(s->screen, pos, &cell);
	return cell.chars[0] == '>' && pos.col == 0;
}

/* ---- one description after the other ---- */

static bool
is_described(const char *term)
{
	static const char *const dir[] = { "/etc/terminfo", "/lib/terminfo",
	    "/usr/share/terminfo", "/usr/lib/terminfo" };
	char path[128];

	for (size_t i = 0; i < sizeof dir / sizeof dir[0]; i++) {
		snprintf(path, sizeof path, "%s/%c/%s", dir[i], term[0], term);
		if (access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static bool
has_colour(const struct seen *s)
{
	return seen_sent(s, 0, "\033[31m") || seen_sent(s, 0, "31m");
}

/* Titles, strings for devices, raw C1: nothing we have a use for. */
static bool
is_plain(const struct seen *s)
{
	static const char *const never[] = { "\033]", "\033P", "\033_",
	    "\033^", "\033X", "\xc2\x9b", "\xc2\x9d", "\xc2\x90" };

	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
		if (seen_sent(s, 0, never[i]))
			return false;
	return true;
}

static void
works_on(const char *term, bool colour)
{
	struct seen s;

	T_CHECK(begin(&s, term, NULL, NULL));
	T_CHECK(seen_shows(&s, "Mật khẩu"));
	seen_send(&s, "漢");
	T_CHECK(seen_shows(&s, "漢"));
	T_INT(seen_cursor(&s).col, 2 + 14 + 2);
	seen_send(&s, "\025x\xcc\xa3");		/* no letter of its own */
	T_CHECK(seen_shows(&s, "x\xcc\xa3"));
	T_INT(seen_cursor(&s).col, 2 + 14 + 1);
	seen_send(&s, "\025");
	sign_in(&s);
	T_CHECK(seen_shows(&s, "Bàn làm việc"));
	T_CHECK(on_marker(&s));
	seen_times(&s, DOWN, 2);
	seen_send(&s, "\r");
	T_CHECK(seen_shows(&s, "TN-0001"));
	/* Past the edge, where the terminal's own scrolling may be at work. */
	for (int i = 0; i < 40; i++) {
		seen_send(&s, DOWN);
		T_CHECK(on_marker(&s));
	}
	T_CHECK(seen_shows(&s, "> ! TN-0041") ||
	    seen_shows(&s, ">   TN-0041") || seen_shows(&s, "> ~ TN-0041"));
	T_CHECK(seen_shows(&s, "TN-0040"));
	T_CHECK(!seen_shows(&s, "TN-0001"));
	T_INT(has_colour(&s), colour);
	T_CHECK(is_plain(&s));
	T_INT(seen_quit(&s), 0);
	seen_end(&s);
}

static void
on(const char *term, bool colour)
{
	unsetenv("NO_COLOR");
	if (is_described(term))
		works_on(term, colour);
	else
		t_skip = "no description of it here";
}

static void on_xterm(void) { on("xterm-256color", true); }
static void on_linux(void) { on("linux", true); }
static void on_screen(void) { on("screen", true); }
static void on_tmux(void) { on("tmux", true); }
static void on_vt100(void) { on("vt100", false); }
static void on_vt220(void) { on("vt220", false); }

/* ---- colours ---- */

static void
look(const char *term, const char *how, const char *as, struct seen *s)
{
	T_CHECK(begin(s, term, how, as));
	sign_in(s);
	seen_times(s, DOWN, 2);
	seen_send(s, "\r");
	T_CHECK(seen_shows(s, "TN-0001"));
}

static void
no_colour_is_none(void)
{
	struct seen s;

	setenv("NO_COLOR", "1", 1);
	look("xterm-256color", NULL, NULL, &s);
	unsetenv("NO_COLOR");
	T_CHECK(!has_colour(&s));
	seen_end(&s);
	look("xterm-256color", "--colour", "no", &s);
	T_CHECK(!has_colour(&s));
	seen_end(&s);
}

static void
high_contrast(void)
{
	struct seen s;
	VTermScreenCell cell;
	VTermPos pos = { 2, 0 };

	setenv("NO_COLOR", "1", 1);		/* what is set goes first */
	look("xterm-256color", "--colour", "high", &s);
	unsetenv("NO_COLOR");
	T_CHECK(!has_colour(&s));
	for (pos.row = 0; pos.row < 24; pos.row++) {
		vterm_screen_get_cell(s.screen, pos, &cell);
		T_CHECK(VTERM_COLOR_IS_INDEXED(&cell.fg) &&
		    (cell.fg.indexed.idx == 15 || cell.fg.indexed.idx == 11));
		T_CHECK(VTERM_COLOR_IS_INDEXED(&cell.bg) &&
		    cell.bg.indexed.idx == 0);
	}
	seen_end(&s);
	look("linux", "--colour", "high", &s);	/* eight: bold is bright */
	pos.row = 2;
	vterm_screen_get_cell(s.screen, pos, &cell);
	T_CHECK(cell.attrs.bold);
	T_CHECK(VTERM_COLOR_IS_INDEXED(&cell.bg) && cell.bg.indexed.idx == 0);
	T_CHECK(!has_colour(&s));
	seen_end(&s);
}

/* ---- letters ---- */

static void
base_letters(void)
{
	struct seen s;
	size_t bad = 0;

	T_CHECK(begin(&s, "linux", "--letters", "base"));
	T_CHECK(seen_shows(&s, "Mat khau"));
	T_CHECK(seen_shows(&s, "[chu khong dau]"));
	seen_send(&s, "漢ệ\xcc\x88z");
	T_CHECK(seen_shows(&s, "??ez"));
	T_INT(seen_cursor(&s).col, 2 + 14 + 4);
	seen_send(&s, "\025");
	sign_in(&s);
	T_CHECK(seen_shows(&s, "Ban lam viec"));
	for (size_t i = 0; i < s.wire.len; i++)
		bad += (unsigned char)s.wire.buf[i] >= 0x80;
	T_INT(bad, 0);
	seen_end(&s);
}

/* A Western console font: à is there, ệ and rules are not. */
static void
letters_of_a_font(void)
{
	static const uint32_t latin[] = { 0xe0, 0xb7, 0xea };
	struct letters *l = malloc(sizeof *l);
	uint32_t all[0x1f00];
	struct canvas c = CANVAS_INIT;
	char *row;

	letters_of(l, latin, 3);
	T_CHECK(l->base);
	canvas_resize(&c, 1, 30);
	canvas_text(&c, 0, 0, 30, ATTR_PLAIN,
	    "à ệ Đ x\xcc\xa3 ─ · • 漢 я ê…");
	letters_show(l, &c);
	row = canvas_row(&c, 0);
	T_STR(row, "à e D x - · * ?? ? ê>");
	free(row);
	for (size_t i = 0; i < 0x1f00; i++)
		all[i] = (uint32_t)i;
	letters_of(l, all, 0x1f00);
	T_CHECK(!l->base);
	letters_of(l, all, 0x1ef9);		/* all but ỹ */
	T_CHECK(l->base);
	canvas_done(&c);
	free(l);
}

/* ---- linear ---- */

static void
linear_screens(void)
{
	struct seen s;

	T_CHECK(begin(&s, "linux", "--linear", NULL));
	sign_in(&s);
	T_CHECK(on_marker(&s));
	T_INT(seen_cursor(&s).row, 4);
	seen_send(&s, DOWN);
	T_CHECK(on_marker(&s));
	T_INT(seen_cursor(&s).row, 5);
	seen_send(&s, "\033[A");
	seen_send(&s, "\r");
	T_CHECK(seen_shows(&s, "TN-0001"));
	T_CHECK(on_marker(&s));
	T_CHECK(!seen_sent(&s, 0, "\xe2\x94"));
	seen_end(&s);
}

static void
tidied(void)
{
	struct canvas c = CANVAS_INIT;
	static const char *const in[] = { "Họ tên      An", "",
	    "────────────", "  a ····· b      c", "│ trong │",
	    "                    nhập    " };
	static const char *const out[] = { "Họ tên  An", "  a · b  c",
	    "  trong", "        nhập" };
	char *row;

	canvas_resize(&c, 8, 30);
	for (int y = 0; y < 6; y++)
		canvas_text(&c, y, 0, 30, ATTR_PLAIN, in[y]);
	canvas_cursor(&c, 3, 17);
	linear_tidy(&c, 0, 8);
	for (int y = 0; y < 4; y++) {
		row = canvas_row(&c, y);
		T_STR(row, out[y]);
		free(row);
	}
	T_INT(c.cursor_y, 1);
	T_INT(c.cursor_x, 9);			/* still on the c */
	canvas_done(&c);
}

/* ---- lines that stall ---- */

/* Until it can write no more: it says nothing, yet it goes on. */
static void
stall(struct seen *s)
{
	char c;

	for (int i = 0; i < 1000; i++) {
		struct pollfd p = { s->sync, POLLIN, 0 };

		T_INT(write(s->tty, "\014", 1), 1);
		if (poll(&p, 1, 300) == 0)
			return;
		T_INT(read(s->sync, &c, 1), 1);
	}
	T_CHECK(!"stalled");
}

static void
a_stalled_line_holds_nothing(void)
{
	struct seen s;
	int64_t from;
	int status = -1;

	T_CHECK(begin(&s, "xterm-256color", NULL, NULL));
	sign_in(&s);
	stall(&s);
	/* Quit is a key: only a loop that still turns can take it. */
	T_INT(write(s.tty, "\021", 1), 1);
	from = seen_now_ms();
	while (seen_now_ms() < from + 3000 && s.pid > 0) {
		if (waitpid(s.pid, &status, WNOHANG) == s.pid)
			s.pid = 0;
		else
			poll(NULL, 0, 10);
	}
	T_INT(s.pid, 0);
	T_INT(status, 0);
	T_CHECK(seen_now_ms() - from < 1500);
	seen_end(&s);
}

static void
missed_frames_are_dropped(void)
{
	struct seen s;
	long bytes;

	T_CHECK(begin(&s, "xterm-256color", NULL, NULL));
	sign_in(&s);
	stall(&s);
	for (int i = 0; i < 200; i++) {
		T_INT(write(s.tty, i % 2 ? "\033[A" : DOWN, 3), 3);
		T_INT(write(s.tty, "\014", 1), 1);
		poll(NULL, 0, 1);
	}
	T_INT(write(s.tty, DOWN, 3), 3);
	s.bytes = 0;
	T_CHECK(seen_settle(&s));
	bytes = s.bytes;
	printf("# after a stall %ld B came\n", bytes);
	T_CHECK(bytes < 32768);
	T_CHECK(seen_shows(&s, "> Chờ ký nhận"));
	T_CHECK(on_marker(&s));
	seen_end(&s);
}

/* On a slow line the next frame waits for the terminal to have this one. */
static void
a_slow_line_is_asked(void)
{
	struct seen s;
	size_t from;
	long frames = 0;

	T_CHECK(begin(&s, "xterm-256color", "--slow", NULL));
	T_CHECK(seen_sent(&s, 0, "\033[5n"));
	from = s.wire.len;
	for (int i = 0; i < 50; i++) {
		T_INT(write(s.tty, "\014", 1), 1);
		poll(NULL, 0, 2);
	}
	seen_take(&s);
	T_INT(s.wire.len - from < 8, true);	/* not asked, not sent */
	seen_send(&s, "\033[0n");
	for (const char *at = s.wire.buf + from;
	    (at = strstr(at, "\033[5n")) != NULL; at++)
		frames++;
	T_INT(frames, 1);
	T_CHECK(seen_shows(&s, "Mật khẩu"));
	/* The answer is no key. */
	from = s.wire.len;
	seen_send(&s, "\033[0n");
	T_INT(s.wire.len, from);
	seen_end(&s);
}

/* ---- letters of ambiguous width ---- */

/* Some of those whose width EastAsianWidth.txt leaves open. */
static const char *const ambiguous[] = { "à", "á", "è", "é", "ê", "ì", "í",
    "ò", "ó", "ù", "ú", "đ", "·", "“", "”", "–", "…", "→", "─", "°", "×" };

static bool
sends_ambiguous(const struct seen *s, size_t from)
{
	for (size_t i = 0; i < sizeof ambiguous / sizeof *ambiguous; i++)
		if (seen_sent(s, from, ambiguous[i]))
			return true;
	return false;
}

/* The terminal answers where its cursor stood after each of the two. */
static void
answers(int first, int second, const char *shows, const char *not, bool all)
{
	char answer[64];
	struct seen s;
	size_t from;

	T_CHECK(begin(&s, "xterm-256color", NULL, NULL));
	T_CHECK(seen_sent(&s, 0, "\r\xc3\xa0\033[6n\ra\xcc\x80\033[6n"));
	from = s.wire.len;
	snprintf(answer, sizeof answer, "\033[1;%dR\033[1;%dR", first, second);
	seen_send(&s, answer);
	T_CHECK(seen_shows(&s, shows));
	T_CHECK(not == NULL || !seen_shows(&s, not));
	sign_in(&s);
	seen_times(&s, DOWN, 2);
	seen_send(&s, "\r");
	T_CHECK(seen_shows(&s, "TN-0001"));
	T_CHECK(on_marker(&s));
	T_INT(sends_ambiguous(&s, from), all);
	T_INT(seen_quit(&s), 0);
	seen_end(&s);
}

static void
ambiguous_widths_are_asked_for(void)
{
	/* one column; two with marks that combine, with marks that do not; a
	 * terminal of bytes; answers that make no sense */
	answers(2, 2, "Mật khẩu", "[chữ không dấu]", true);
	answers(3, 2, "Mã ca\xcc\x81n bộ", "[chữ không dấu]", false);
	answers(3, 3, "Mã can bộ", NULL, false);
	answers(3, 4, "Mat khau", NULL, false);
	answers(77, 1, "Mật khẩu", "[chữ không dấu]", true);
}

static void
ambiguous_widths_can_be_set(void)
{
	struct seen s;

	T_CHECK(begin(&s, "xterm-256color", "--ambiguous", "2"));
	T_CHECK(!seen_sent(&s, 0, "\033[6n"));
	T_CHECK(!sends_ambiguous(&s, 0));
	T_CHECK(seen_shows(&s, "Mã ca\xcc\x81n bộ"));
	seen_end(&s);
	T_CHECK(begin(&s, "xterm-256color", "--ambiguous", "1"));
	T_CHECK(!seen_sent(&s, 0, "\033[6n"));
	T_CHECK(sends_ambiguous(&s, 0));
	seen_end(&s);
}

/* A letter of two columns is never cut in half at an edge. */
static void
wide_letters_keep_to_their_columns(void)
{
	struct canvas c = CANVAS_INIT;

	canvas_resize(&c, 1, 9);
	T_INT(canvas_text(&c, 0, 0, 9, ATTR_PLAIN, "漢字漢字漢"), 9);
	T_STR(c.cell[6].text, "字");
	T_STR(c.cell[8].text, "…");
	T_INT(canvas_text(&c, 0, 0, 4, ATTR_PLAIN, "a漢字漢"), 4);
	T_STR(c.cell[3].text, "…");
	/* half of one that was there is no letter any more */
	T_INT(canvas_text(&c, 0, 5, 1, ATTR_PLAIN, "x"), 1);
	T_STR(c.cell[4].text, " ");
	/* what does not fit the last column stays away */
	canvas_clear(&c);
	T_INT(canvas_text(&c, 0, 8, 1, ATTR_PLAIN, "漢"), 1);
	T_STR(c.cell[8].text, "…");
	canvas_done(&c);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	T_RUN(on_xterm);
	T_RUN(on_linux);
	T_RUN(on_screen);
	T_RUN(on_tmux);
	T_RUN(on_vt100);
	T_RUN(on_vt220);
	T_RUN(no_colour_is_none);
	T_RUN(high_contrast);
	T_RUN(base_letters);
	T_RUN(letters_of_a_font);
	T_RUN(linear_screens);
	T_RUN(tidied);
	T_RUN(a_stalled_line_holds_nothing);
	T_RUN(missed_frames_are_dropped);
	T_RUN(a_slow_line_is_asked);
	T_RUN(ambiguous_widths_are_asked_for);
	T_RUN(ambiguous_widths_can_be_set);
	T_RUN(wide_letters_keep_to_their_columns);
	return t_done();
}
