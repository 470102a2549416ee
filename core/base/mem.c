/*
 * Memory, and the two ways in which the process ends itself.
 */
#include "core/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

static void out_of_memory(void) TN_NORETURN;

static void
out_of_memory(void)
{
	fputs("tiepnhan: hết bộ nhớ (out of memory)\n", stderr);
	abort();
}

void
tn_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "tiepnhan: %s:%d: %s\n", file, line, what);
	abort();
}

void *
xmalloc(size_t size)
{
	/* malloc(0) may give NULL, which here would look like a failure. */
	void *p = malloc(size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p;

	if (n == 0 || size == 0)
		n = size = 1;
	p = calloc(n, size);
	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xrealloc(void *p, size_t size)
{
	p = realloc(p, size > 0 ? size : 1);
	if (p == NULL)
		out_of_memory();
	return p;
}

char *
xstrdup(const char *s)
{
	return s != NULL ? xstrndup(s, strlen(s)) : NULL;
}

char *
xstrndup(const char *s, size_t n)
{
	const char *end;
	char *p;

	if (s == NULL)
		return NULL;
	end = memchr(s, '\0', n);
	if (end != NULL)
		n = (size_t)(end - s);
	p = xmalloc(n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		BUG("bad format");
	p = xmalloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *
xgrow(void *array, size_t n, size_t *cap, size_t size)
{
	size_t room;

	if (n < *cap)
		return array;
	room = *cap > 0 ? *cap : 4;
	if (room > SIZE_MAX / 2 / size)
		out_of_memory();
	*cap = room * 2;
	return xrealloc(array, *cap * size);
}

void
mem_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}
