/* What the tests of identity papers share. */
#ifndef TN_TESTS_VIETNAMESE_PAPER_H
#define TN_TESTS_VIETNAMESE_PAPER_H

#include "core/base/err.h"
#include "core/base/when.h"
#include "core/vietnamese/card.h"
#include "tests/t.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static inline day_t
on(int year, int month, int day)
{
	return day_from_civil((struct civil){ year, month, day });
}

static inline json_t *
read_on(const char *text, size_t len, day_t today, enum err_code *code)
{
	struct err e = ERR_INIT;
	json_t *paper = card_read(text, len, today, &e);

	if (code != NULL)
		*code = e.code;
	if (paper == NULL && e.code == ERR_NONE)
		*code = ERR_COUNT;	/* refused without a sentence */
	err_done(&e);
	return paper;
}

/* On 2 March 2026; the caller's. */
static inline json_t *
paper(const char *text)
{
	enum err_code code = ERR_NONE;

	return read_on(text, strlen(text), on(2026, 3, 2), &code);
}

static inline enum err_code
refused(const char *text)
{
	enum err_code code = ERR_NONE;
	json_t *o = read_on(text, strlen(text), on(2026, 3, 2), &code);

	json_decref(o);
	return o == NULL ? code : ERR_NONE;
}

static inline const char *
said(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* "name" passed: 1, failed: 0, not made: -1. */
static inline int
check_of(const json_t *o, const char *name)
{
	json_t *c = json_object_get(json_object_get(o, "checks"), name);

	return c == NULL ? -1 : json_is_true(c);
}

static inline size_t
failed_checks(const json_t *o)
{
	const char *name;
	json_t *value;
	size_t n = 0;

	json_object_foreach(json_object_get(o, "checks"), name, value)
		n += !json_is_true(value);
	return n;
}

static inline size_t
warnings(const json_t *o)
{
	return json_array_size(json_object_get(o, "warnings"));
}

/* How often a warning was given, each time whole in both languages. */
static inline int
warned(const json_t *o, const char *code)
{
	json_t *list = json_object_get(o, "warnings"), *w;
	size_t i;
	int n = 0;

	json_array_foreach(list, i, w) {
		json_t *say = json_object_get(w, "say");

		if (strcmp(said(w, "code"), code) != 0)
			continue;
		if (said(say, "vi") != NULL && said(say, "en") != NULL &&
		    strchr(said(say, "vi"), '{') == NULL &&
		    strchr(said(say, "en"), '{') == NULL)
			n++;
	}
	return n;
}

#endif
