/*
 * A terminal of fixed size that exists only in memory, and a script in the
 * place of hands and eyes.  Time stands still unless a line moves it, so a
 * test needs no sleep and gives the same bytes every time.
 */
#include "tui/term.h"

#include "core/base/utf8.h"
#include "tui/letters.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_MOST (1024 * 1024)
#define ROWS_MOST 400			/* a list longer than this: look again */

struct script {
	struct script_env env;
	char *file, *text;
	char *at;			/* the next line */
	int line;
	struct str type;		/* what `type` still has to give */
	size_t type_at;
	char *keys;			/* what `key` still has to give */
	int times;			/* of its first key */
	char *row;			/* what `row` still looks for */
	int row_keys;			/* pressed for it */
	struct str paste;
	int64_t now, idle;		/* milliseconds; idle: left to pass */
	int rows, cols;
	unsigned long random, random_left;
	struct canvas seen;
	struct letters letters;
	bool failed;
};

static void
fail(struct script *s, const char *why, const char *what)
{
	fprintf(stderr, "%s:%d: %s: %s\n", s->file, s->line, why, what);
	for (int y = 0; y < s->seen.rows; y++) {
		char *row = canvas_row(&s->seen, y);

		fprintf(stderr, "|%s\n", row);
		free(row);
	}
	s->failed = true;
}

static void
script_size(void *ctx, int *rows, int *cols)
{
	struct script *s = ctx;

	*rows = s->rows;
	*cols = s->cols;
}

static void
script_draw(void *ctx, const struct canvas *c)
{
	struct script *s = ctx;

	canvas_copy(&s->seen, c);
	letters_show(&s->letters, &s->seen);
}

/* \uXXXX in a script becomes that code point, \n a line feed. */
static void
unescape(struct str *out, const char *s)
{
	while (*s != '\0') {
		if (strncmp(s, "\\u", 2) == 0 && strlen(s) >= 6) {
			char hex[5], utf8[4];

			memcpy(hex, s + 2, 4);
			hex[4] = '\0';
			str_addn(out, utf8, utf8_encode(
			    (uint32_t)strtoul(hex, NULL, 16), utf8));
			s += 6;
		} else if (strncmp(s, "\\t", 2) == 0) {
			str_addc(out, '\t');
			s += 2;
		} else if (strncmp(s, "\\n", 2) == 0) {
			str_addc(out, '\n');
			s += 2;
		} else {
			str_addc(out, *s++);
		}
	}
}

static bool
screen_has(const struct script *s, const char *what)
{
	bool found = false;

	for (int y = 0; y < s->seen.rows && !found; y++) {
		char *row = canvas_row(&s->seen, y);

		found = strstr(row, what) != NULL;
		free(row);
	}
	return found;
}

/* Whether the chosen line, marked `>`, holds the text. */
static bool
on_row(const struct script *s, const char *what)
{
	bool found = false;

	for (int y = 0; y < s->seen.rows && !found; y++) {
		char *row = canvas_row(&s->seen, y);

		found = *row == '>' && strstr(row, what) != NULL;
		free(row);
	}
	return found;
}

static void
save(struct script *s, const char *name, const char *suffix, bool cursor)
{
	char *path = xasprintf("%s/%s%s", s->env.out_dir != NULL ?
	    s->env.out_dir : ".", name, suffix);
	FILE *f = fopen(path, "w");

	if (f == NULL) {
		fail(s, "cannot write", path);
	} else if (cursor) {
		fprintf(f, "%d %d\n", s->seen.cursor_y, s->seen.cursor_x);
		fclose(f);
	} else {
		for (int y = 0; y < s->seen.rows; y++) {
			char *row = canvas_row(&s->seen, y);

			fprintf(f, "%s\n", row);
			free(row);
		}
		fclose(f);
	}
	free(path);
}

/* "+3 days" in milliseconds; 0 when it is no time. */
static int64_t
read_span(const char *s)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = {
		{ "s", 1000 }, { "min", 60000 }, { "hour", 3600000 },
		{ "day", 86400000 },
	};
	char *end;
	long n = strtol(s + (*s == '+'), &end, 10);

	while (*end == ' ')
		end++;
	for (size_t i = ARRAY_LEN(units); i-- > 0;) {
		if (str_starts(end, units[i].unit) && n > 0 && n < 100000)
			return n * units[i].ms;
	}
	return 0;
}

static bool
do_size(struct script *s, const char *arg)
{
	int rows, cols;

	if (sscanf(arg, "%dx%d", &cols, &rows) != 2 || rows < 1 || cols < 1 ||
	    rows > 1000 || cols > 1000) {
		fail(s, "not a size", arg);
		return false;
	}
	s->rows = rows;
	s->cols = cols;
	return true;
}

static void
do_cursor(struct script *s, const char *arg)
{
	struct str here = STR_INIT;

	/* The text from the cursor's cell on must begin with the argument. */
	if (s->seen.cursor_y >= 0) {
		const struct cell *cell = s->seen.cell +
		    (size_t)s->seen.cursor_y * (size_t)s->seen.cols;

		for (int x = s->seen.cursor_x; x < s->seen.cols; x++)
			str_add(&here, cell[x].text);
	}
	if (!str_starts(str_text(&here), arg))
		fail(s, "the cursor is not on", arg);
	str_done(&here);
}

static bool
do_clock(struct script *s, const char *arg, struct event *out)
{
	if (s->env.advance == NULL || read_span(arg) == 0) {
		fail(s, "cannot move the clock", arg);
		return false;
	}
	s->env.advance(s->env.ctx, read_span(arg));
	out->kind = EV_REFRESH;
	return true;
}

/* One line; true when it made an event. */
static bool
run_line(struct script *s, char *line, struct event *out)
{
	char *arg;

	if (str_starts(line, "vi ") || str_starts(line, "en ")) {
		if (s->env.lang == NULL || strncmp(line, s->env.lang, 2) != 0)
			return false;
		line += 3;
	}
	arg = line + strcspn(line, " ");
	if (*line == '\0' || *line == '#')
		return false;
	if (*arg == ' ')
		*arg++ = '\0';
	if (strcmp(line, "key") == 0) {
		free(s->keys);
		s->keys = xstrdup(arg);
		s->times = 0;
	} else if (strcmp(line, "row") == 0) {
		free(s->row);
		s->row = xstrdup(arg);
		s->row_keys = 0;
	} else if (strcmp(line, "type") == 0) {
		str_clear(&s->type);
		s->type_at = 0;
		unescape(&s->type, arg);
	} else if (strcmp(line, "paste") == 0) {
		str_clear(&s->paste);
		unescape(&s->paste, arg);
		memset(&out->key, 0, sizeof out->key);
		out->kind = EV_KEY;
		out->key.code = K_PASTE;
		out->key.paste = str_text(&s->paste);
		out->key.paste_len = s->paste.len;
		return true;
	} else if (strcmp(line, "size") == 0 || strcmp(line, "resize") == 0) {
		out->kind = EV_RESIZE;
		return do_size(s, arg);
	} else if (strcmp(line, "expect") == 0) {
		if (!screen_has(s, arg))
			fail(s, "not on the screen", arg);
	} else if (strcmp(line, "expect-not") == 0) {
		if (screen_has(s, arg))
			fail(s, "on the screen", arg);
	} else if (strcmp(line, "cursor-on") == 0) {
		do_cursor(s, arg);
	} else if (strcmp(line, "save-screen") == 0) {
		save(s, arg, ".txt", false);
	} else if (strcmp(line, "save-cursor") == 0) {
		save(s, arg, ".cursor", true);
	} else if (strcmp(line, "idle") == 0) {
		s->idle = read_span(arg);
	} else if (strcmp(line, "clock") == 0) {
		return do_clock(s, arg, out);
	} else if (strcmp(line, "random") == 0) {
		if (sscanf(arg, "%lu %lu", &s->random_left, &s->random) != 2)
			fail(s, "not a number and a seed", arg);
	} else if (strcmp(line, "quit") == 0) {
		s->at = s->at + strlen(s->at);
	} else {
		fail(s, "no such line", line);
	}
	return false;
}

static bool
next_key(struct script *s, struct event *out)
{
	size_t n;

	while (s->keys != NULL) {
		const char *k = s->keys + strspn(s->keys, " ");
		char *star;

		if (*k == '\0') {
			free(s->keys);
			s->keys = NULL;
			return false;
		}
		n = key_parse(k, &out->key);
		if (n == 0) {
			fail(s, "no such key", k);
			return false;
		}
		out->kind = EV_KEY;
		star = s->keys + (k - s->keys) + n;
		if (*star == '*') {
			int want = (int)strtol(star + 1, &star, 10);

			if (++s->times < want)
				return true;
		}
		memmove(s->keys, star, strlen(star) + 1);
		s->times = 0;
		return true;
	}
	return false;
}

/* From the first line down, as an officer looks for a line. */
static bool
next_row(struct script *s, struct event *out)
{
	if (s->row == NULL)
		return false;
	if (s->row_keys > ROWS_MOST ||
	    (s->row_keys > 0 && on_row(s, s->row))) {
		if (s->row_keys > ROWS_MOST)
			fail(s, "no such line to choose", s->row);
		free(s->row);
		s->row = NULL;
		return false;
	}
	memset(&out->key, 0, sizeof out->key);
	out->kind = EV_KEY;
	out->key.code = s->row_keys++ == 0 ? K_HOME : K_DOWN;
	return true;
}

static bool
next_letter(struct script *s, struct event *out)
{
	uint32_t cp;
	size_t n;

	if (s->type_at >= s->type.len)
		return false;
	n = utf8_decode(s->type.buf + s->type_at, s->type.len - s->type_at,
	    &cp);
	memset(&out->key, 0, sizeof out->key);
	out->kind = EV_KEY;
	out->key.code = s->type.buf[s->type_at] == '\n' ? K_ENTER : K_TEXT;
	if (out->key.code == K_TEXT)
		memcpy(out->key.text, s->type.buf + s->type_at, n);
	s->type_at += n;
	return true;
}

/* Any key at all, from a seed: nothing may crash or leave the session. */
static bool
next_random(struct script *s, struct event *out)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789"
	    " ?:/.,;'-+!@ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	unsigned long r;

	if (s->random_left == 0)
		return false;
	s->random_left--;
	s->random = s->random * 6364136223846793005UL + 1442695040888963407UL;
	r = s->random >> 33;
	memset(&out->key, 0, sizeof out->key);
	out->kind = EV_KEY;
	if (r % 5 < 2) {
		out->key.code = K_TEXT;
		out->key.text[0] = letters[(r / 5) % (sizeof letters - 1)];
	} else if (r % 5 == 2) {
		out->key.code = K_CTRL;
		out->key.text[0] = (char)('a' + (r / 5) % 26);
	} else {
		out->key.code = (enum key_code)(K_UP +
		    (int)((r / 5) % (K_F12 - K_UP + 1)));
	}
	return true;
}

/* Lets time pass up to `until` (-1: never) or to the end of the idle line. */
static bool
next_idle(struct script *s, int64_t until, struct event *out)
{
	int64_t left = until - s->now;

	if (s->idle <= 0)
		return false;
	if (until < 0 || left > s->idle) {
		s->now += s->idle;
		s->idle = 0;
		return false;
	}
	s->now += left > 0 ? left : 0;
	s->idle -= left > 0 ? left : 1;
	out->kind = EV_TIMEOUT;
	return true;
}

static void
script_wait(void *ctx, int timeout_ms, struct event *out)
{
	struct script *s = ctx;
	int64_t until = timeout_ms < 0 ? -1 : s->now + timeout_ms;

	for (;;) {
		char *line;

		if (next_idle(s, until, out) || next_letter(s, out) ||
		    next_key(s, out) || next_row(s, out) ||
		    next_random(s, out))
			return;
		if (*s->at == '\0' || s->failed) {
			out->kind = EV_END;
			return;
		}
		line = s->at;
		s->at += strcspn(s->at, "\n");
		if (*s->at == '\n')
			*s->at++ = '\0';
		s->line++;
		if (run_line(s, line, out))
			return;
	}
}

static bool
script_takes(void *ctx)
{
	(void)ctx;
	return true;
}

static bool
script_pending(void *ctx)
{
	struct script *s = ctx;

	return s->type_at < s->type.len || s->random_left % 16 > 0;
}

static bool
script_soon(void *ctx, int ms)
{
	(void)ms;
	return script_pending(ctx);
}

static int64_t
script_mono(void *ctx)
{
	return ((struct script *)ctx)->now;
}

static void
script_redraw(void *ctx)
{
	(void)ctx;
}

static int
script_close(void *ctx)
{
	struct script *s = ctx;
	int code = s->failed;

	canvas_done(&s->seen);
	str_done(&s->type);
	str_done(&s->paste);
	free(s->keys);
	free(s->row);
	free(s->text);
	free(s->file);
	free(s);
	return code;
}

static bool
script_slow(void *ctx)
{
	(void)ctx;
	return false;
}

static const struct term_ops script_ops = {
	script_size, script_draw, script_wait, script_takes, script_pending,
	script_soon, script_mono, script_redraw, script_close, script_slow,
};

bool
term_script_open(struct term *t, const char *file,
    const struct script_env *env)
{
	FILE *f = fopen(file, "r");
	struct script *s;
	size_t n;

	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
		return false;
	}
	s = xcalloc(1, sizeof *s);
	s->env = *env;
	s->file = xstrdup(file);
	s->text = xmalloc(SCRIPT_MOST + 1);
	n = fread(s->text, 1, SCRIPT_MOST, f);
	fclose(f);
	s->text[n] = '\0';
	s->at = s->text;
	s->rows = env->rows > 0 ? env->rows : 24;
	s->cols = env->cols > 0 ? env->cols : 80;
	letters_choose(&s->letters, env->letters == LETTERS_BASE ?
	    LETTERS_BASE : LETTERS_FULL, -1);
	t->ops = &script_ops;
	t->ctx = s;
	t->base_letters = s->letters.base;
	return true;
}
