/*
 * The growing string.
 */
#define _DEFAULT_SOURCE		/* explicit_bzero() */
#include "core/base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64

/* Room for n more bytes and the NUL. */
static void
make_room(struct str *s, size_t n)
{
	size_t room = s->cap > 0 ? s->cap : FIRST_ROOM;
	char *buf;

	if (n > SIZE_MAX / 4 || s->len > SIZE_MAX / 4)
		BUG("string too long");
	while (room < s->len + n + 1)
		room *= 2;
	if (room == s->cap)
		return;
	/* As realloc(), but what moves is wiped where it lay. */
	buf = xmalloc(room);
	if (s->cap > 0) {
		memcpy(buf, s->buf, s->len + 1);
		explicit_bzero(s->buf, s->cap);
		free(s->buf);
	}
	s->buf = buf;
	s->cap = room;
}

void
str_done(struct str *s)
{
	if (s->cap > 0)
		explicit_bzero(s->buf, s->cap);
	free(s->buf);
	s->buf = NULL;
	s->len = s->cap = 0;
}

void
str_clear(struct str *s)
{
	if (s->len > 0)
		explicit_bzero(s->buf, s->len);
	s->len = 0;
	if (s->buf != NULL)
		s->buf[0] = '\0';
}

void
str_add(struct str *s, const char *text)
{
	if (text != NULL)
		str_addn(s, text, strlen(text));
}

void
str_addn(struct str *s, const char *bytes, size_t n)
{
	make_room(s, n);
	if (n > 0)
		memcpy(s->buf + s->len, bytes, n);
	s->len += n;
	s->buf[s->len] = '\0';
}

void
str_fit(struct str *s)
{
	if (s->buf == NULL)
		return;
	s->cap = s->len + 1;
	s->buf = xrealloc(s->buf, s->cap);
}

void
str_addc(struct str *s, char c)
{
	str_addn(s, &c, 1);
}

void
str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		BUG("bad format");
	make_room(s, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(s->buf + s->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	s->len += (size_t)n;
}

const char *
str_text(const struct str *s)
{
	return s->buf != NULL ? s->buf : "";
}

char *
str_steal(struct str *s)
{
	char *text = s->buf;

	if (text == NULL)
		text = xstrdup("");
	s->buf = NULL;
	s->len = s->cap = 0;
	return text;
}

bool
str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_starts(const char *s, const char *prefix)
{
	if (s == NULL || prefix == NULL)
		return false;
	return strncmp(s, prefix, strlen(prefix)) == 0;
}
