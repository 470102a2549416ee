/* The fake door over tests/tui/fields/: one case, a form for each kind of
 * question.  Included once by each program of pty tests. */
#ifndef TN_TESTS_TUI_FIELDS_H
#define TN_TESTS_TUI_FIELDS_H

#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "tests/t.h"
#include "tests/tui/seen.h"

#include <signal.h>
#include <stdlib.h>

#define ENTER "\r"
#define ESC "\033"
#define UP "\033[A"
#define DOWN "\033[B"
#define RIGHT "\033[C"
#define LEFT "\033[D"
#define HOME "\033[H"
#define END "\033[F"
#define PGUP "\033[5~"
#define PGDN "\033[6~"
#define BS "\177"
#define CTRL(c) ((const char[]){ (char)((c) & 31), '\0' })
#define MIB ((size_t)1024 * 1024)

static const char *program;

/* Forms in the order of the case's steps. */
enum { TEXTS, CHOICES, ENTRIES, CARDS };

/* Signs in and opens a form. */
static inline bool
open_form(struct seen *s, int form, int rows, int cols)
{
	const char *const argv[] = { program, "--data", "tests/tui/fields",
	    NULL };
	bool ok = seen_begin(s, argv, rows, cols, "xterm-256color");

	seen_send(s, "an");
	seen_send(s, ENTER);
	seen_send(s, "tap-huan-an");
	seen_times(s, ENTER, 3);
	seen_times(s, DOWN, form);
	return seen_send(s, ENTER) > 0 && ok && seen_shows(s, "[0/");
}

/* Opens the form that was just left, where its draft has kept it. */
static inline void
open_again(struct seen *s)
{
	seen_send(s, ENTER);
}

/* Esc, until no field and no list is open any more; the form stays. */
static inline void
leave_field(struct seen *s)
{
	static const char *const open[] = { "Esc xong ô", "Enter chọn",
	    "đánh dấu", "^S giữ" };
	int rows, cols;
	char bar[8192];

	for (size_t i = 0; i < sizeof open / sizeof *open;) {
		vterm_get_size(s->vt, &rows, &cols);
		seen_row(s, rows - 1, bar, sizeof bar);
		if (strstr(bar, open[i]) == NULL)
			i++;
		else if (seen_send(s, ESC) < 0)
			return;
		else
			i = 0;
	}
}

/* To a question, by looking for its name. */
static inline void
go_to(struct seen *s, const char *name)
{
	leave_field(s);
	seen_send(s, CTRL('w'));
	seen_send(s, name);
	seen_send(s, ESC);
}

/* Nothing failed inside: no sanitizer, no leak. */
static inline void
close_well(struct seen *s)
{
	T_INT(seen_quit(s), 0);
	seen_end(s);
}

/* Left and right of the cursor stand these, up to a blank. */
static inline void
between(struct seen *s, const char *left, const char *right, const char *file,
    int line)
{
	char *l = seen_left(s), *r = seen_right(s);
	size_t n = strlen(r), from = l[0] == '[' && left[0] != '[';

	/* the borders of a cell */
	if (n > 0 && r[n - 1] == ']')
		r[n - 1] = '\0';
	if (strcmp(l + from, left) != 0 || strcmp(r, right) != 0) {
		printf("# %s:%d: at the cursor \"%s|%s\", not \"%s|%s\"\n",
		    file, line, l, r, left, right);
		seen_print(s);
		t_bad++;
	}
	free(l);
	free(r);
}
#define T_BETWEEN(s, left, right) between(s, left, right, __FILE__, __LINE__)

/* A text so often one after the other; the caller's. */
static inline char *
repeated(const char *what, size_t bytes, size_t *n)
{
	struct str out = STR_INIT;

	while (out.len < bytes)
		str_add(&out, what);
	*n = out.len;
	return str_steal(&out);
}

#endif
