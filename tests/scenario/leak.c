/*
 * Nothing that was said of a person lies readable in a store's files.
 *
 *	leak CODES SCENARIO.yaml FILE...		exit 0: nothing found
 *	leak --plant TEXT CODES SCENARIO.yaml FILE...	also looks for TEXT
 *
 * Everything that the scenario's commands carry as text or number is looked
 * for in every file: as it is, in small letters, without marks, decomposed,
 * in UTF-16 of both orders, in hexadecimal, and each name also word by word
 * in pairs; choices and the names of questions as JSON would hold them; the
 * content of an attached file also decoded, whole and in pieces.
 * Codes of steps, units, papers and the like are plain by design (design 8):
 * CODES is what `tiepnhan check --codes` prints.
 */
#include "core/base/base64.h"
#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/base/yaml.h"
#include "core/vietnamese/fold.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

struct needle {
	char *bytes;
	size_t len;
	bool alone;		/* only between characters that are no digits */
	char *from;		/* the text it was made from */
};

struct needles {
	struct needle *item;
	size_t n, cap;
	size_t texts;
	const char *codes;	/* the codes of the procedure, as text */
};

struct file {
	const char *name;
	char *bytes;
	size_t len;
};

static void
add(struct needles *l, const char *bytes, size_t len, bool alone,
    const char *from)
{
	struct needle *n;

	l->item = xgrow(l->item, l->n, &l->cap, sizeof(*l->item));
	n = &l->item[l->n++];
	n->bytes = xmalloc(len + 1);
	memcpy(n->bytes, bytes, len);
	n->len = len;
	n->alone = alone;
	n->from = xstrdup(from);
}

static void
add_wide(struct needles *l, const char *text, bool big, const char *from)
{
	struct str out = STR_INIT;
	size_t left = strlen(text), n;
	uint32_t cp;

	while ((n = utf8_decode(text, left, &cp)) > 0) {
		if (cp < 0x10000) {
			str_addc(&out, (char)(big ? cp >> 8 : cp & 0xff));
			str_addc(&out, (char)(big ? cp & 0xff : cp >> 8));
		}
		text += n;
		left -= n;
	}
	add(l, out.buf, out.len, false, from);
	str_done(&out);
}

static void
add_hex(struct needles *l, const char *text, bool upper, const char *from)
{
	struct str out = STR_INIT;

	for (; *text != '\0'; text++)
		str_printf(&out, upper ? "%02X" : "%02x",
		    (unsigned char)*text);
	add(l, out.buf, out.len, false, from);
	str_done(&out);
}

static void
add_mapped(struct needles *l, const char *text, int options, const char *from)
{
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, 0,
	    &out, (utf8proc_option_t)(options | UTF8PROC_NULLTERM));

	if (n > 0)
		add(l, (char *)out, (size_t)n, false, from);
	free(out);
}

/* All the ways in which a text could lie in a file. */
static void
add_text(struct needles *l, const char *text)
{
	struct str folded = STR_INIT;

	l->texts++;
	vn_fold(&folded, text);
	add(l, text, strlen(text), false, text);
	/* A short word without marks is part of too many codes. */
	if (folded.len >= 6 || strchr(text, ' ') != NULL) {
		add_mapped(l, text, UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD, text);
		add(l, folded.buf, folded.len, false, text);
		add_wide(l, folded.buf, false, text);
		add_hex(l, folded.buf, false, text);
	}
	add_mapped(l, text, UTF8PROC_DECOMPOSE, text);
	add_wide(l, text, false, text);
	add_wide(l, text, true, text);
	add_hex(l, text, false, text);
	add_hex(l, text, true, text);
	str_done(&folded);
}

/* Neighbouring words: "Mẫu Một" of "Nguyễn Thị Mẫu Một". */
static void
add_pairs(struct needles *l, const char *text)
{
	const char *at = text, *space, *end;

	while ((space = strchr(at, ' ')) != NULL) {
		end = strchr(space + 1, ' ');
		if (end == NULL)
			end = space + strlen(space);
		if (end - at >= 8 && !isspace((unsigned char)*at)) {
			char *pair = xstrndup(at, (size_t)(end - at));

			add(l, pair, strlen(pair), false, text);
			free(pair);
		}
		at = space + 1;
	}
}

static bool
is_digits(const char *s)
{
	return *s != '\0' && strspn(s, "0123456789") == strlen(s);
}

static bool
is_code(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(s);
}

/* A code, or a day: what a plain key may hold. */
static bool
is_plain_value(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(s);
}

/*
 * Keys whose values are plain by design: they name a step, a unit, a kind of
 * thing, a case.  Their values are codes; a sentence there is looked for.
 */
static bool
is_plain_key(const char *key)
{
	static const char *const plain[] = {
		"path", "step", "to", "support", "request", "paper", "form",
		"act", "case", "cases", "clock", "kind", "what", "state",
		"invited", "proposal", "task", "searched", "other", "regime",
		"code", "percent", "status", "unit",
		/* of a period, a task, a decision that extends a term */
		"from", "due", "until",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(plain); i++)
		if (strcmp(plain[i], key) == 0)
			return true;
	return false;
}

static bool
is_code_byte(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/*
 * Words that plain facts use too: codes of the procedure, and what core calls
 * the states of requests and of acts.
 */
static bool
is_plain_word(const struct needles *l, const char *s)
{
	static const char *const own[] = {
		"none", "refused", "reported", "confirmed", "done", "going",
		"blocked", "term", "asked", "answer", "note", "review",
		"foreign",
		"work",		/* a table of the store */
	};
	const char *at = l->codes;
	size_t len = strlen(s), i;

	for (i = 0; i < ARRAY_LEN(own); i++)
		if (strcmp(own[i], s) == 0)
			return true;
	while ((at = strstr(at, s)) != NULL) {
		if ((at == l->codes || !is_code_byte(at[-1])) &&
		    !is_code_byte(at[len]))
			return true;
		at += len;
	}
	return false;
}

/* A choice must stand neither beside its question nor alone. */
static void
add_choice(struct needles *l, const char *key, const char *text)
{
	char *pair = xasprintf("\"%s\":\"%s\"", key, text);
	char *alone = xasprintf("\"%s\"", text);

	add(l, pair, strlen(pair), false, text);
	if (!is_plain_word(l, text))
		add(l, alone, strlen(alone), false, text);
	free(pair);
	free(alone);
}

/* The name of a question: no answers, so no names of answers either. */
static void
add_question(struct needles *l, const char *key)
{
	char *quoted = xasprintf("\"%s\":", key);

	add(l, quoted, strlen(quoted), false, key);
	free(quoted);
}

/* A file that is attached: as it was, in pieces, and as it travelled. */
static void
add_file(struct needles *l, const char *text)
{
	const size_t piece = 24;
	size_t n = 0, at;
	unsigned char *bytes = base64_bytes(text, strlen(text), &n);

	add(l, text, strlen(text), false, text);
	for (at = 0; bytes != NULL && at + piece <= n; at += piece)
		add(l, (char *)bytes + at, piece, false, text);
	if (bytes != NULL && n >= 8)
		add(l, (char *)bytes, n, false, text);
	if (bytes != NULL && n < 4096 && utf8_valid((char *)bytes, n) &&
	    memchr(bytes, '\0', n) == NULL) {
		char *plain = xstrndup((char *)bytes, n);

		add_text(l, plain);
		add_pairs(l, plain);
		free(plain);
	}
	free(bytes);
}

static void
add_value(struct needles *l, const char *key, const char *text)
{
	if (text[0] == '@')
		return;
	if (strcmp(key, "content") == 0) {
		add_file(l, text);
		return;
	}
	if (is_digits(text)) {
		if (strlen(text) >= 4)
			add(l, text, strlen(text), true, text);
		return;
	}
	if (strlen(text) < 4 || (is_plain_key(key) && is_plain_value(text)))
		return;
	if (is_code(text)) {
		add_choice(l, key, text);
		return;
	}
	add_text(l, text);
	add_pairs(l, text);
}

static void
collect(struct needles *l, const char *key, const struct yaml_node *node)
{
	size_t i;

	if (node == NULL)
		return;
	if (node->kind == YAML_TEXT) {
		add_value(l, key, node->text);
		if (strlen(key) >= 8 && !is_plain_key(key) &&
		    !is_plain_word(l, key))
			add_question(l, key);
	} else
		for (i = 0; i < node->n; i++)
			collect(l, node->kind == YAML_MAP ?
			    node->key[i]->text : key, node->item[i]);
}

static bool
slurp(const char *name, char **bytes, size_t *len)
{
	struct str out = STR_INIT;
	char buf[65536];
	size_t n;
	FILE *f = fopen(name, "rb");

	if (f == NULL)
		return false;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_addn(&out, buf, n);
	fclose(f);
	*len = out.len;
	*bytes = str_steal(&out);
	return true;
}

static bool
is_alone(const struct file *f, size_t at, size_t len)
{
	return (at == 0 || !isalnum((unsigned char)f->bytes[at - 1])) &&
	    (at + len >= f->len ||
	    !isalnum((unsigned char)f->bytes[at + len]));
}

static bool
occurs(const struct file *f, const struct needle *n)
{
	size_t at = 0;

	while (n->len > 0 && at + n->len <= f->len) {
		const char *p = memchr(f->bytes + at, n->bytes[0],
		    f->len - at - n->len + 1);

		if (p == NULL)
			return false;
		at = (size_t)(p - f->bytes);
		if (memcmp(p, n->bytes, n->len) == 0 &&
		    (!n->alone || is_alone(f, at, n->len)))
			return true;
		at++;
	}
	return false;
}

static size_t
search(const struct needles *l, const char *name)
{
	struct file f = { name, NULL, 0 };
	size_t found = 0, i;

	if (!slurp(name, &f.bytes, &f.len)) {
		printf("# %s cannot be read\n", name);
		return 1;
	}
	/* A reserve of zeros holds nothing. */
	while (f.len > 0 && f.bytes[f.len - 1] == '\0')
		f.len--;
	for (i = 0; i < l->n; i++)
		if (occurs(&f, &l->item[i])) {
			printf("# %s: found: %s\n", name, l->item[i].from);
			found++;
		}
	free(f.bytes);
	return found;
}

int
main(int argc, char **argv)
{
	struct needles l = { NULL, 0, 0, 0, NULL };
	struct err e = ERR_INIT;
	const struct yaml_node *steps;
	struct yaml_doc *doc;
	size_t len, found = 0, i;
	char *text, *codes;
	int at = 1;

	if (argc > 3 && strcmp(argv[1], "--plant") == 0) {
		add_text(&l, argv[2]);
		at = 3;
	}
	if (argc < at + 3 || !slurp(argv[at++], &codes, &len) || len == 0 ||
	    !slurp(argv[at], &text, &len)) {
		fprintf(stderr,
		    "leak [--plant TEXT] CODES SCENARIO.yaml FILE...\n");
		return 2;
	}
	l.codes = codes;
	doc = yaml_parse(argv[at], text, len, &e);
	free(text);
	if (doc == NULL)
		return 2;
	steps = yaml_get(yaml_root(doc), "steps");
	for (i = 0; steps != NULL && i < steps->n; i++)
		collect(&l, "with", yaml_get(steps->item[i], "with"));
	printf("# %zu texts, %zu patterns\n", l.texts, l.n);
	for (at++; at < argc; at++)
		found += search(&l, argv[at]);
	for (i = 0; i < l.n; i++) {
		free(l.item[i].bytes);
		free(l.item[i].from);
	}
	free(l.item);
	free(codes);
	yaml_free(doc);
	return l.texts == 0 ? 2 : found > 0;
}
