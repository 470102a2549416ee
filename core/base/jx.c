/*
 * JSON helpers.  jansson itself allows 2048 levels and any number of values;
 * a scan before it keeps hostile text from costing stack or memory.
 */
#define _DEFAULT_SOURCE		/* explicit_bzero() */
#include "core/base/jx.h"

#include "core/base/utf8.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BYTES (4 * 1024 * 1024)
#define MAX_DEPTH 32
#define MAX_VALUES 200000

/* One step of the scan before the parser. */
struct scan {
	const char *text;
	size_t len, at;
	int line, col;
	int depth, values;
	bool is_string;
};

static void
wipe_and_free(void *p)
{
	if (p == NULL)
		return;
	explicit_bzero(p, malloc_usable_size(p));
	free(p);
}

void
jx_wipe_freed(void)
{
	json_set_alloc_funcs(malloc, wipe_and_free);
}

json_t *
jx_get(const json_t *o, const char *key)
{
	return json_object_get(o, key);
}

const char *
jx_text(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

int64_t
jx_int(const json_t *o, const char *key, int64_t otherwise)
{
	const json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? (int64_t)json_integer_value(v) : otherwise;
}

bool
jx_bool(const json_t *o, const char *key, bool otherwise)
{
	const json_t *v = json_object_get(o, key);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

json_t *
jx_by_code(const json_t *list, const char *code)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (code != NULL && str_eq(jx_text(item, "code"), code))
			return item;
	return NULL;
}

char *
jx_canonical(const json_t *v)
{
	char *text;

	if (v == NULL)
		return NULL;
	text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	/* Within valid values only memory can be the reason. */
	if (text == NULL)
		BUG("JSON value cannot be written");
	return text;
}

static bool
fail_number(const struct scan *s, struct err *e, enum err_code code, int n)
{
	char text[16];

	snprintf(text, sizeof text, "%d", n);
	return err_set_at(e, NULL, s->line, s->col, code, text, NULL);
}

/* Counts what `cp` opens, closes or separates; errors are left to jansson. */
static bool
scan_one(struct scan *s, uint32_t cp, struct err *e)
{
	if (s->is_string) {
		/* The character behind a backslash means nothing here. */
		if (cp == '\\' && s->at + 1 < s->len &&
		    (unsigned char)s->text[s->at + 1] < 0x80) {
			s->at++;
			s->col++;
		}
		s->is_string = cp != '"';
		return true;
	}
	if (cp == '"')
		s->is_string = true;
	if (cp == '[' || cp == '{')
		s->depth++;
	if (cp == ']' || cp == '}')
		s->depth--;
	if (cp == '[' || cp == '{' || cp == ',')
		s->values++;
	if (s->depth > MAX_DEPTH)
		return fail_number(s, e, ERR_JSON_TOO_DEEP, MAX_DEPTH);
	if (s->values > MAX_VALUES)
		return fail_number(s, e, ERR_JSON_TOO_MANY, MAX_VALUES);
	return true;
}

static bool
scan_text(const char *text, size_t len, size_t most, struct err *e)
{
	struct scan s = { .text = text, .len = len, .line = 1, .col = 1 };
	uint32_t cp;
	size_t n;

	if (len > most)
		return fail_number(&s, e, ERR_JSON_TOO_BIG, (int)most);
	while (s.at < len) {
		n = utf8_decode(text + s.at, len - s.at, &cp);
		if (cp == 0xfffd && n == 1)
			return err_set_at(e, NULL, s.line, s.col,
			    ERR_JSON_UTF8, NULL);
		if (!scan_one(&s, cp, e))
			return false;
		s.at += n;
		s.col++;
		if (cp == '\n') {
			s.line++;
			s.col = 1;
		}
	}
	return true;
}

json_t *
jx_parse(const char *text, size_t len, struct err *e)
{
	return jx_parse_most(text, len, MAX_BYTES, e);
}

json_t *
jx_parse_most(const char *text, size_t len, size_t most, struct err *e)
{
	json_error_t why;
	json_t *v;

	if (!scan_text(text, len, most, e))
		return NULL;
	v = json_loadb(len > 0 ? text : "", len, JSON_REJECT_DUPLICATES, &why);
	if (v == NULL) {
		/* jansson quotes the text near the fault: it is hostile. */
		struct str safe = STR_INIT;

		utf8_safe(&safe, why.text, strlen(why.text), false);
		err_set_at(e, NULL, why.line > 0 ? why.line : 1,
		    why.column > 0 ? why.column : 1, ERR_JSON_SYNTAX,
		    str_text(&safe), NULL);
		str_done(&safe);
	}
	return v;
}
