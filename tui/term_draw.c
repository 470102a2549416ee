/*
 * Curses computes what differs and knows the terminal.  It is made to write
 * into memory: on a terminal that takes no bytes it would wait, or spin.
 */
#define _GNU_SOURCE		/* memfd_create */
#include "tui/term_draw.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define RULE 0x2500
#define BRIGHT 8		/* from a colour to its bright one, of 16 */

struct drawing {
	SCREEN *screen;
	FILE *file;			/* what curses writes to */
	attr_t attr[ATTR_COUNT];
	short pair[ATTR_COUNT];
	struct canvas last;
	bool has_last;
	bool slow;
	enum colour_choice colour;
};

/* Moves what curses has written into `out`. */
static void
collect(struct drawing *d, struct str *out)
{
	char buf[4096];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fileno(d->file), buf, sizeof buf, at)) > 0) {
		str_addn(out, buf, (size_t)n);
		at += n;
	}
	if (ftruncate(fileno(d->file), 0) == 0)
		(void)lseek(fileno(d->file), 0, SEEK_SET);
	explicit_bzero(buf, sizeof buf);
}

/* ---- drawing ---- */

static void
put_char(struct drawing *d, int y, int x, const wchar_t *shown, enum attr attr)
{
	cchar_t cc;

	if (setcchar(&cc, shown, d->attr[attr], d->pair[attr], NULL) == OK)
		mvadd_wch(y, x, &cc);
}

static void
put_cell(struct drawing *d, int y, int x, const struct cell *cell)
{
	wchar_t wide[CELL_BYTES + 1], shown[CCHARW_MAX + 1];
	size_t n = mbstowcs(wide, cell->text, CELL_BYTES);
	enum attr attr = (enum attr)cell->attr;

	/* A rule of three bytes a column is a quarter of the first screen. */
	if (d->slow && wide[0] == RULE)
		wide[0] = L'-';

	/* The library must agree on the width, or the line would shift. */
	if (n == (size_t)-1 || n == 0 || wcwidth(wide[0]) != cell->cols) {
		for (int i = 0; i < cell->cols; i++)
			put_char(d, y, x + i, L"?", attr);
		return;
	}
	if (n > CCHARW_MAX)
		n = CCHARW_MAX;
	wmemcpy(shown, wide, n);
	shown[n] = L'\0';
	put_char(d, y, x, shown, attr);
}

static bool
row_same(const struct drawing *d, const struct canvas *c, int y)
{
	size_t at = (size_t)y * (size_t)c->cols;

	return d->has_last && memcmp(d->last.cell + at, c->cell + at,
	    (size_t)c->cols * sizeof *c->cell) == 0;
}

void
drawing_draw(struct drawing *d, const struct canvas *c, struct str *out)
{
	if (d->has_last && (d->last.rows != c->rows || d->last.cols != c->cols))
		d->has_last = false;
	for (int y = 0; y < c->rows && y < LINES; y++) {
		if (row_same(d, c, y))
			continue;
		for (int x = 0; x < c->cols && x < COLS; x++) {
			const struct cell *cell =
			    &c->cell[(size_t)y * (size_t)c->cols + (size_t)x];
			if (cell->cols > 0)
				put_cell(d, y, x, cell);
		}
	}
	canvas_copy(&d->last, c);
	d->has_last = true;
	/* The cursor always rests on the focus: all a screen reader has. */
	move(c->cursor_y < 0 ? c->rows - 1 : c->cursor_y,
	    c->cursor_x < 0 ? 0 : c->cursor_x);
	wnoutrefresh(stdscr);
	doupdate();
	collect(d, out);
}

void
drawing_forget(struct drawing *d)
{
	d->has_last = false;
	clearok(curscr, TRUE);
}

void
drawing_size(int *rows, int *cols)
{
	*rows = LINES;
	*cols = COLS;
}

void
drawing_resize(struct drawing *d, int rows, int cols)
{
	if (rows != LINES || cols != COLS)
		resizeterm(rows, cols);
	d->has_last = false;
}

/* ---- colours ---- */

static void
set_pair(struct drawing *d, enum attr attr, short front, short back)
{
	short pair = (short)(attr + 1);

	if (init_pair(pair, front, back) != OK)
		return;
	d->pair[attr] = pair;
	d->attr[attr] |= (attr_t)COLOR_PAIR(pair);
}

/*
 * White on black and yellow on black, both bright: at least 16:1.  Red and
 * green on black are not, so what they mean is left to the words and to bold
 * and reverse.
 */
static void
set_high(struct drawing *d)
{
	short white = COLOR_WHITE, yellow = COLOR_YELLOW;
	attr_t bright = A_BOLD;

	if (COLORS >= 16) {
		white = COLOR_WHITE + BRIGHT;
		yellow = COLOR_YELLOW + BRIGHT;
		bright = A_NORMAL;
	}
	for (int i = 0; i < ATTR_COUNT; i++) {
		d->attr[i] |= bright;
		set_pair(d, (enum attr)i, i == ATTR_WARN ? yellow : white,
		    COLOR_BLACK);
	}
}

static void
set_colours(struct drawing *d)
{
	use_default_colors();
	set_pair(d, ATTR_GOOD, COLOR_GREEN, -1);
	set_pair(d, ATTR_WARN, COLOR_YELLOW, -1);
	set_pair(d, ATTR_BAD, COLOR_RED, -1);
}

static void
set_attrs(struct drawing *d, enum colour_choice colour)
{
	const char *no = getenv("NO_COLOR");
	bool high = colour == COLOUR_HIGH;

	memset(d->attr, 0, sizeof d->attr);
	d->attr[ATTR_BOLD] = d->slow ? A_NORMAL : A_BOLD;
	d->attr[ATTR_REVERSE] = A_REVERSE;
	d->attr[ATTR_BAD] = high ? A_BOLD | A_REVERSE :
	    d->slow ? A_NORMAL : A_BOLD;
	/* What is set here goes before NO_COLOR (no-color.org). */
	if (colour == COLOUR_NO ||
	    (!high && no != NULL && *no != '\0') ||
	    start_color() != OK || !has_colors())
		return;
	if (high)
		set_high(d);
	else
		set_colours(d);
}

void
drawing_slow(struct drawing *d, bool slow)
{
	if (d->slow == slow)
		return;
	d->slow = slow;
	set_attrs(d, d->colour);
	d->has_last = false;
}

/* ---- the terminal ---- */

/* Unknown names are common: a bare system knows some forty terminals. */
static SCREEN *
open_screen(FILE *file, const char **used)
{
	static const char *const fallback[] = { "xterm-256color", "vt100" };
	SCREEN *s = newterm(NULL, file, stdin);
	const char *cup;

	*used = NULL;
	for (size_t i = 0; s == NULL && i < ARRAY_LEN(fallback); i++) {
		*used = fallback[i];
		s = newterm(fallback[i], file, stdin);
	}
	/* One that says it cannot place the cursor is left as it is. */
	cup = s != NULL ? tigetstr("cup") : NULL;
	if (s != NULL && (cup == NULL || cup == (const char *)-1)) {
		endwin();
		delscreen(s);
		s = NULL;
	}
	return s;
}

/* From here on curses writes into memory. */
static bool
into_memory(struct drawing *d)
{
	int fd = memfd_create("screen", MFD_CLOEXEC);
	bool ok = fd >= 0 && dup2(fd, fileno(d->file)) >= 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

struct drawing *
drawing_open(const struct term_look *look, struct str *out, const char **used)
{
	struct drawing *d = xcalloc(1, sizeof *d);
	int fd = dup(1);

	d->last = (struct canvas)CANVAS_INIT;
	d->file = fd >= 0 ? fdopen(fd, "w") : NULL;
	d->screen = d->file != NULL ? open_screen(d->file, used) : NULL;
	if (d->screen != NULL) {
		/* While it still sees the terminal, whose modes these are. */
		raw();
		noecho();
		nonl();
	}
	if (d->screen == NULL || !into_memory(d)) {
		if (d->screen != NULL)
			endwin();
		if (d->file != NULL)
			fclose(d->file);
		free(d);
		return NULL;
	}
	typeahead(-1);		/* a frame is whole, or not begun */
	d->colour = look->colour;
	d->slow = look->link == LINK_SLOW;
	set_attrs(d, d->colour);
	str_add(out, PASTE_ON);
	return d;
}

void
drawing_close(struct drawing *d, struct str *out)
{
	str_add(out, PASTE_OFF);
	endwin();
	collect(d, out);
	delscreen(d->screen);
	fclose(d->file);
	canvas_done(&d->last);
	free(d);
}

size_t
drawing_restore(char *buf, size_t size)
{
	const char *rmcup = tigetstr("rmcup");
	struct str s = STR_INIT;
	size_t len;

	str_add(&s, PASTE_OFF "\033[0m\033[?25h");
	if (rmcup != NULL && rmcup != (char *)-1)
		str_add(&s, rmcup);
	str_add(&s, "\r\n");
	len = s.len < size ? s.len : 0;
	memcpy(buf, str_text(&s), len);
	str_done(&s);
	return len;
}
