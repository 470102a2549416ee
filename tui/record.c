/*
 * Writes down what is done on a terminal as lines that term_script.c reads:
 * whatever happened can be played again.  It stands between the loop and the
 * terminal, changes nothing, and writes each line out at once.
 */
#include "tui/term.h"

#include "core/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct record {
	struct term inner;
	FILE *file;
	int64_t last;			/* when something was written */
	int rows, cols;
};

/* As unescape() of term_script.c takes it back. */
static void
add_escaped(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\n')
			str_add(out, "\\n");
		else if (c == '\t')
			str_add(out, "\\t");
		else if (c == '\\' || (c > 0 && c < 0x20) || c == 0x7f)
			str_printf(out, "\\u%04x", c);
		else if (c != 0)
			str_addc(out, (char)c);
	}
}

static void
put_line(struct record *r, const char *line)
{
	fprintf(r->file, "%s\n", line);
	fflush(r->file);
}

static void
put_key(struct record *r, const struct key *key)
{
	struct str line = STR_INIT;

	if (key->code == K_TEXT) {
		str_add(&line, "type ");
		add_escaped(&line, key->text, strlen(key->text));
	} else if (key->code == K_PASTE) {
		str_add(&line, "paste ");
		add_escaped(&line, key->paste, key->paste_len);
	} else {
		str_add(&line, "key ");
		key_write(key, &line);
	}
	put_line(r, str_text(&line));
	str_done(&line);
}

static void
put_size(struct record *r, const char *how)
{
	char line[40];
	int rows, cols;

	r->inner.ops->size(r->inner.ctx, &rows, &cols);
	if (rows == r->rows && cols == r->cols)
		return;
	snprintf(line, sizeof line, "%s %dx%d", how, cols, rows);
	put_line(r, line);
	r->rows = rows;
	r->cols = cols;
}

/* Time in which drafts are kept and screens are locked. */
static void
put_idle(struct record *r)
{
	int64_t now = r->inner.ops->mono(r->inner.ctx), s;
	char line[40];

	s = (now - r->last) / 1000;
	if (s < 1)
		return;
	snprintf(line, sizeof line, "idle %d s", s < 99999 ? (int)s : 99999);
	put_line(r, line);
	r->last = now;
}

static void
record_wait(void *ctx, int timeout_ms, struct event *out)
{
	struct record *r = ctx;

	r->inner.ops->wait(r->inner.ctx, timeout_ms, out);
	if (out->kind == EV_END)
		return;
	put_idle(r);
	if (out->kind == EV_RESIZE)
		put_size(r, "resize");
	if (out->kind == EV_KEY) {
		put_key(r, &out->key);
		r->last = r->inner.ops->mono(r->inner.ctx);
	}
}

static void
record_size(void *ctx, int *rows, int *cols)
{
	struct record *r = ctx;

	r->inner.ops->size(r->inner.ctx, rows, cols);
}

static void
record_draw(void *ctx, const struct canvas *c)
{
	struct record *r = ctx;

	r->inner.ops->draw(r->inner.ctx, c);
}

static bool
record_takes(void *ctx)
{
	struct record *r = ctx;

	return r->inner.ops->takes(r->inner.ctx);
}

static bool
record_pending(void *ctx)
{
	struct record *r = ctx;

	return r->inner.ops->pending(r->inner.ctx);
}

static int64_t
record_mono(void *ctx)
{
	struct record *r = ctx;

	return r->inner.ops->mono(r->inner.ctx);
}

static void
record_redraw(void *ctx)
{
	struct record *r = ctx;

	r->inner.ops->redraw(r->inner.ctx);
}

static int
record_close(void *ctx)
{
	struct record *r = ctx;
	int code = r->inner.ops->close(r->inner.ctx);

	fclose(r->file);
	free(r);
	return code;
}

static bool
record_slow(void *ctx)
{
	struct record *r = ctx;

	return r->inner.ops->slow(r->inner.ctx);
}

static bool
record_soon(void *ctx, int ms)
{
	struct record *r = ctx;

	return r->inner.ops->soon(r->inner.ctx, ms);
}

static const struct term_ops record_ops = {
	.size = record_size, .draw = record_draw, .wait = record_wait,
	.takes = record_takes, .pending = record_pending,
	.soon = record_soon, .mono = record_mono, .redraw = record_redraw,
	.close = record_close, .slow = record_slow,
};

FILE *
term_record_file(const char *path)
{
	/* Never over a file, nor through a link: it holds what was typed. */
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);

	return fd >= 0 ? fdopen(fd, "w") : NULL;
}

void
term_record(struct term *t, FILE *file)
{
	struct record *r = xcalloc(1, sizeof *r);

	r->inner = *t;
	r->file = file;
	r->last = t->ops->mono(t->ctx);
	put_size(r, "size");
	t->ops = &record_ops;
	t->ctx = r;
}
