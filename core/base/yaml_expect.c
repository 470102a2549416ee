/*
 * Reading a YAML tree by a table of fields, and the typed readers.
 */
#include "core/base/yaml.h"

#include "core/base/edits.h"
#include "core/base/utf8.h"
#include "core/base/when.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CODE 64
#define MAX_DIGITS 18		/* always fits into int64_t */
#define MAX_NEAR 2		/* edits between a key and the one meant */
#define MAX_SHOWN_COLS 60

/*
 * Keys are compared some hundred thousand times while forms/ is read, and
 * mostly differ in their first letter.
 */
static inline bool
same_key(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

const struct yaml_node *
yaml_get(const struct yaml_node *node, const char *key)
{
	if (node == NULL || node->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < node->n; i++)
		if (same_key(node->key[i]->text, key))
			return node->item[i];
	return NULL;
}

const char *
yaml_get_text(const struct yaml_node *node, const char *key)
{
	const struct yaml_node *value = yaml_get(node, key);

	return value != NULL && value->kind == YAML_TEXT ? value->text : NULL;
}

/* strspn() would make a table of 256 for each of them. */
static inline bool
is_code_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '-' && c <= '9') || c == '_';
}

static bool
is_code(const struct yaml_node *node)
{
	size_t n = 0;

	if (node->kind != YAML_TEXT)
		return false;
	while (is_code_byte(node->text[n]))
		n++;
	return n > 0 && n <= MAX_CODE && node->text[n] == '\0';
}

/* Leading zeros are refused: in YAML 1.1 they would have meant octal. */
static bool
is_number(const struct yaml_node *node)
{
	const char *p;
	size_t n;

	if (node->kind != YAML_TEXT)
		return false;
	p = node->text + (node->text[0] == '-');
	n = strspn(p, "0123456789");
	if (n == 0 || n > MAX_DIGITS || p[n] != '\0')
		return false;
	return p[0] != '0' || (n == 1 && p == node->text);
}

static bool
is_bool(const struct yaml_node *node)
{
	if (node->kind != YAML_TEXT)
		return false;
	return str_eq(node->text, "yes") || str_eq(node->text, "no") ||
	    str_eq(node->text, "true") || str_eq(node->text, "false");
}

static bool
is_date(const struct yaml_node *node)
{
	day_t day;

	return node->kind == YAML_TEXT && day_parse(node->text, &day);
}

static bool
is_blank(const char *s)
{
	return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

static bool
is_both(const struct yaml_node *node)
{
	return node->kind == YAML_MAP && node->n == 2 &&
	    !is_blank(yaml_get_text(node, "vi")) &&
	    !is_blank(yaml_get_text(node, "en"));
}

static bool
is_codes(const struct yaml_node *node)
{
	if (node->kind != YAML_LIST)
		return is_code(node);
	for (size_t i = 0; i < node->n; i++)
		if (!is_code(node->item[i]))
			return false;
	return true;
}

/* ERR_NONE when the value is of the kind wanted. */
static enum err_code
check_value(const struct yaml_node *v, enum yaml_want want)
{
	switch (want) {
	case WANT_TEXT:
		return v->kind == YAML_TEXT ? ERR_NONE : ERR_YAML_WANT_TEXT;
	case WANT_CODE:
		return is_code(v) ? ERR_NONE : ERR_YAML_WANT_CODE;
	case WANT_NUMBER:
		return is_number(v) ? ERR_NONE : ERR_YAML_WANT_NUMBER;
	case WANT_BOOL:
		return is_bool(v) ? ERR_NONE : ERR_YAML_WANT_BOOL;
	case WANT_DATE:
		return is_date(v) ? ERR_NONE : ERR_YAML_WANT_DATE;
	case WANT_BOTH:
		return is_both(v) ? ERR_NONE : ERR_YAML_WANT_BOTH;
	case WANT_MAP:
		return v->kind == YAML_MAP ? ERR_NONE : ERR_YAML_WANT_MAP;
	case WANT_LIST:
		return v->kind == YAML_LIST ? ERR_NONE : ERR_YAML_WANT_LIST;
	case WANT_CODES:
		return is_codes(v) ? ERR_NONE : ERR_YAML_WANT_CODES;
	case WANT_ANY:
		return ERR_NONE;
	}
	BUG("unknown kind of value");
}

/* The known key nearest to `key`, or NULL; half of a short key must stand. */
static const char *
nearest(const char *key, const struct yaml_field *field, size_t n)
{
	const char *best = NULL;
	size_t best_edits = MAX_NEAR + 1;

	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(field[i].key);
		size_t d = edits_between(key, field[i].key, MAX_NEAR);

		if (d < best_edits && d * 2 <= len) {
			best_edits = d;
			best = field[i].key;
		}
	}
	return best;
}

static void
report_unknown(const char *file, const struct yaml_node *key,
    const struct yaml_field *field, size_t n, struct findings *f)
{
	const char *meant = nearest(key->text, field, n);
	char *shown = xstrndup(key->text, utf8_fit(key->text,
	    strlen(key->text), MAX_SHOWN_COLS));

	if (meant != NULL)
		findings_add(f, file, key->line, key->col,
		    ERR_YAML_UNKNOWN_KEY_NEAR, shown, meant, NULL);
	else
		findings_add(f, file, key->line, key->col,
		    ERR_YAML_UNKNOWN_KEY, shown, NULL);
	free(shown);
}

static const struct yaml_field *
find_field(const struct yaml_field *field, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (same_key(field[i].key, key))
			return &field[i];
	return NULL;
}

/* "key:" with nothing behind it. */
static bool
is_nothing(const struct yaml_node *v)
{
	return v->kind == YAML_TEXT && !v->quoted && v->text[0] == '\0';
}

static bool
check_pair(const char *file, const struct yaml_node *key,
    const struct yaml_node *value, const struct yaml_field *field,
    struct findings *f)
{
	enum err_code code = check_value(value, field->want);

	if ((field->flags & WANT_REQUIRED) != 0 && is_nothing(value))
		code = ERR_YAML_MISSING_KEY;
	if (code == ERR_NONE)
		return true;
	if (is_nothing(value))
		value = key;
	findings_add(f, file, value->line, value->col, code, field->key,
	    NULL);
	return false;
}

bool
yaml_expect(const char *file, const struct yaml_node *node,
    const struct yaml_field *field, size_t n, struct findings *f)
{
	bool ok = true;

	if (node == NULL || node->kind != YAML_MAP) {
		findings_add(f, file, node != NULL ? node->line : 0,
		    node != NULL ? node->col : 0, ERR_YAML_NOT_MAP, NULL);
		return false;
	}
	for (size_t i = 0; i < node->n; i++) {
		const struct yaml_field *known = find_field(field, n,
		    node->key[i]->text);

		if (known == NULL) {
			report_unknown(file, node->key[i], field, n, f);
			ok = false;
		} else if (!check_pair(file, node->key[i], node->item[i],
		    known, f)) {
			ok = false;
		}
	}
	for (size_t i = 0; i < n; i++) {
		if ((field[i].flags & WANT_REQUIRED) == 0 ||
		    yaml_get(node, field[i].key) != NULL)
			continue;
		findings_add(f, file, node->line, node->col,
		    ERR_YAML_MISSING_KEY, field[i].key, NULL);
		ok = false;
	}
	return ok;
}

bool
yaml_bool(const struct yaml_node *node, bool otherwise)
{
	if (node == NULL || !is_bool(node))
		return otherwise;
	return node->text[0] == 'y' || node->text[0] == 't';
}

int64_t
yaml_number(const struct yaml_node *node, int64_t otherwise)
{
	if (node == NULL || !is_number(node))
		return otherwise;
	return (int64_t)strtoll(node->text, NULL, 10);
}

void
yaml_both(const struct yaml_node *node, struct text *out)
{
	out->vi = xstrdup(yaml_get_text(node, "vi"));
	out->en = xstrdup(yaml_get_text(node, "en"));
}

size_t
yaml_codes(const struct yaml_node *node)
{
	if (node == NULL || node->kind == YAML_MAP)
		return 0;
	return node->kind == YAML_LIST ? node->n : 1;
}

const char *
yaml_code(const struct yaml_node *node, size_t i)
{
	if (i >= yaml_codes(node))
		return NULL;
	if (node->kind == YAML_TEXT)
		return node->text;
	return node->item[i]->kind == YAML_TEXT ? node->item[i]->text : NULL;
}
