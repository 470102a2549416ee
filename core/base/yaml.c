/*
 * YAML text into a tree of nodes.  This file alone knows libyaml.
 *
 * Nodes and texts live in one arena.  While a collection is open its members
 * wait on one stack (for a map: key, value, key, value ...); when it closes
 * they move into the arena as arrays of their final size.
 */
#include "core/base/yaml.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define MAX_BYTES (1024 * 1024)
#define MAX_DEPTH 32
#define MAX_NODES 100000
#define MAX_SHOWN_COLS 60	/* of a key or tag in a message */

#define CHUNK_BYTES 16384

struct chunk {
	struct chunk *next;
	size_t used, size;
	max_align_t data[];
};

struct yaml_doc {
	struct chunk *chunk;
	char *file;
	const struct yaml_node *root;
};

struct open_node {
	struct yaml_node *node;
	size_t first;		/* where its members begin on the stack */
};

struct reader {
	yaml_parser_t parser;
	struct yaml_doc *doc;
	struct err *e;
	const char *text;
	size_t len;
	struct open_node open[MAX_DEPTH];
	size_t depth, nodes;
	const struct yaml_node **wait;
	size_t n_wait, cap_wait;
	bool is_done;
};

static void *
arena_take(struct yaml_doc *doc, size_t size)
{
	const size_t unit = sizeof(max_align_t);
	struct chunk *c = doc->chunk;
	void *p;

	size = (size + unit - 1) / unit * unit;
	if (c == NULL || c->size - c->used < size) {
		size_t room = size > CHUNK_BYTES ? size : CHUNK_BYTES;

		c = xmalloc(sizeof *c + room);
		c->next = doc->chunk;
		c->used = 0;
		c->size = room;
		doc->chunk = c;
	}
	p = (char *)c->data + c->used;
	c->used += size;
	return p;
}

static bool
fail_at(struct reader *r, yaml_mark_t mark, enum err_code code,
    const char *arg1, const char *arg2)
{
	return err_set_at(r->e, r->doc->file, (int)mark.line + 1,
	    (int)mark.column + 1, code, arg1, arg2, NULL);
}

static bool
fail_number(struct reader *r, yaml_mark_t mark, enum err_code code,
    int number)
{
	char text[16];

	snprintf(text, sizeof text, "%d", number);
	return fail_at(r, mark, code, text, NULL);
}

/* A name out of the file may be as long as the file; show its beginning. */
static bool
fail_name(struct reader *r, yaml_mark_t mark, enum err_code code,
    const char *name, const char *arg2)
{
	char *shown = xstrndup(name, utf8_fit(name, strlen(name),
	    MAX_SHOWN_COLS));
	bool ok = fail_at(r, mark, code, shown, arg2);

	free(shown);
	return ok;
}

/* Line and column of a byte, for what libyaml never sees or counts. */
static yaml_mark_t
mark_of_byte(const char *text, size_t at)
{
	yaml_mark_t mark = { 0, 0, 0 };
	uint32_t cp;

	for (size_t i = 0; i < at; i += utf8_decode(text + i, at - i, &cp)) {
		if (text[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else {
			mark.column++;
		}
	}
	return mark;
}

static bool
check_bytes(struct reader *r)
{
	size_t at, len;
	uint32_t cp;

	if (r->len > MAX_BYTES)
		return fail_number(r, mark_of_byte("", 0), ERR_YAML_TOO_BIG,
		    MAX_BYTES);
	for (at = 0; at < r->len; at += len) {
		len = 1;
		if (r->text[at] != '\0' && (unsigned char)r->text[at] < 0x80)
			continue;
		len = utf8_decode(r->text + at, r->len - at, &cp);
		if (cp == 0)
			return fail_at(r, mark_of_byte(r->text, at),
			    ERR_YAML_NUL, NULL, NULL);
		if (cp == 0xfffd && len == 1)
			return fail_at(r, mark_of_byte(r->text, at),
			    ERR_YAML_UTF8, NULL, NULL);
	}
	return true;
}

static bool
fail_parser(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	yaml_mark_t mark = p->problem_mark;

	if (p->error == YAML_MEMORY_ERROR)
		BUG("out of memory in libyaml");
	if (p->error == YAML_READER_ERROR)
		mark = mark_of_byte(r->text, p->problem_offset < r->len ?
		    p->problem_offset : r->len);
	return fail_at(r, mark, ERR_YAML_SYNTAX,
	    p->problem != NULL ? p->problem : "?", NULL);
}

static bool
is_in_map(const struct reader *r)
{
	return r->depth > 0 &&
	    r->open[r->depth - 1].node->kind == YAML_MAP;
}

/* True where the next node of the open map is a key. */
static bool
is_key_next(const struct reader *r)
{
	size_t n;

	if (!is_in_map(r))
		return false;
	n = r->n_wait - r->open[r->depth - 1].first;
	return n % 2 == 0;
}

static struct yaml_node *
add_node(struct reader *r, enum yaml_kind kind, yaml_mark_t mark)
{
	struct yaml_node *node;

	if (r->nodes >= MAX_NODES) {
		fail_number(r, mark, ERR_YAML_TOO_MANY, MAX_NODES);
		return NULL;
	}
	if (kind != YAML_TEXT && is_key_next(r)) {
		fail_at(r, mark, ERR_YAML_KEY_KIND, NULL, NULL);
		return NULL;
	}
	r->nodes++;
	node = arena_take(r->doc, sizeof *node);
	*node = (struct yaml_node){ .kind = kind };
	node->line = (int)mark.line + 1;
	node->col = (int)mark.column + 1;
	if (r->depth == 0) {
		r->doc->root = node;
		return node;
	}
	r->wait = xgrow(r->wait, r->n_wait, &r->cap_wait, sizeof *r->wait);
	r->wait[r->n_wait++] = node;
	return node;
}

static bool
check_plain(struct reader *r, yaml_mark_t mark, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	if (anchor != NULL)
		return fail_name(r, mark, ERR_YAML_ANCHOR,
		    (const char *)anchor, NULL);
	if (tag != NULL)
		return fail_name(r, mark, ERR_YAML_TAG, (const char *)tag,
		    NULL);
	return true;
}

/* The text as NFC in the arena; NULL when it cannot be. */
static const char *
keep_nfc(struct yaml_doc *doc, const char *value, size_t len)
{
	char *nfc, *kept;
	size_t ascii = 0;

	while (ascii < len && (unsigned char)value[ascii] < 0x80)
		ascii++;
	if (ascii == len) {		/* most are, and need no work */
		kept = arena_take(doc, len + 1);
		memcpy(kept, value, len);
		kept[len] = '\0';
		return kept;
	}
	nfc = utf8_nfc(value, len);
	if (nfc == NULL)
		return NULL;
	len = strlen(nfc);
	kept = arena_take(doc, len + 1);
	memcpy(kept, nfc, len + 1);
	free(nfc);
	return kept;
}

static bool
on_scalar(struct reader *r, const yaml_event_t *ev)
{
	const char *value = (const char *)ev->data.scalar.value;
	size_t len = ev->data.scalar.length;
	const char *kept;
	struct yaml_node *node;

	if (!check_plain(r, ev->start_mark, ev->data.scalar.anchor,
	    ev->data.scalar.tag))
		return false;
	/* "\0" in double quotes is an escape that check_bytes cannot see. */
	if (memchr(value, '\0', len) != NULL)
		return fail_at(r, ev->start_mark, ERR_YAML_NUL, NULL, NULL);
	kept = keep_nfc(r->doc, value, len);
	if (kept == NULL)
		return fail_at(r, ev->start_mark, ERR_YAML_MARKS, NULL, NULL);
	node = add_node(r, YAML_TEXT, ev->start_mark);
	if (node == NULL)
		return false;
	node->text = kept;
	node->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	return true;
}

static bool
on_open(struct reader *r, enum yaml_kind kind, yaml_mark_t mark,
    const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct yaml_node *node;

	if (!check_plain(r, mark, anchor, tag))
		return false;
	if (r->depth >= MAX_DEPTH)
		return fail_number(r, mark, ERR_YAML_TOO_DEEP, MAX_DEPTH);
	node = add_node(r, kind, mark);
	if (node == NULL)
		return false;
	r->open[r->depth].node = node;
	r->open[r->depth].first = r->n_wait;
	r->depth++;
	return true;
}

static bool
is_after(const struct yaml_node *a, const struct yaml_node *b)
{
	return a->line != b->line ? a->line > b->line : a->col > b->col;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct yaml_node *x = *(const struct yaml_node *const *)a;
	const struct yaml_node *y = *(const struct yaml_node *const *)b;
	int order = strcmp(x->text, y->text);

	return order != 0 ? order : is_after(x, y) - is_after(y, x);
}

/* Sorted, so that a map of 50,000 keys costs no 50,000 squared. */
static bool
check_duplicates(struct reader *r, const struct yaml_node *map)
{
	const struct yaml_node **sorted, *twice = NULL, *once = NULL;
	yaml_mark_t mark = { 0, 0, 0 };
	char line[16];

	sorted = xcalloc(map->n, sizeof *sorted);
	for (size_t i = 0; i < map->n; i++)
		sorted[i] = map->key[i];
	qsort(sorted, map->n, sizeof *sorted, compare_keys);
	for (size_t i = 1; i < map->n; i++) {
		if (strcmp(sorted[i - 1]->text, sorted[i]->text) == 0 &&
		    (twice == NULL || is_after(twice, sorted[i]))) {
			once = sorted[i - 1];
			twice = sorted[i];
		}
	}
	free(sorted);
	if (twice == NULL)
		return true;
	mark.line = (size_t)twice->line - 1;
	mark.column = (size_t)twice->col - 1;
	snprintf(line, sizeof line, "%d", once->line);
	return fail_name(r, mark, ERR_YAML_DUPLICATE_KEY, twice->text, line);
}

static bool
on_close(struct reader *r)
{
	struct open_node *open = &r->open[--r->depth];
	const struct yaml_node **member;
	size_t n = r->n_wait - open->first, step;
	struct yaml_node *node = open->node;

	r->n_wait = open->first;
	member = r->wait != NULL ? r->wait + open->first : NULL;
	step = node->kind == YAML_MAP ? 2 : 1;
	node->n = n / step;
	node->item = arena_take(r->doc, node->n * sizeof *node->item);
	if (step == 2)
		node->key = arena_take(r->doc, node->n * sizeof *node->key);
	for (size_t i = 0; i < node->n; i++) {
		node->item[i] = member[i * step + step - 1];
		if (step == 2)
			node->key[i] = member[i * step];
	}
	return step == 1 || node->n < 2 || check_duplicates(r, node);
}

static bool
on_document(struct reader *r, const yaml_event_t *ev)
{
	if (r->doc->root != NULL)
		return fail_at(r, ev->start_mark, ERR_YAML_SECOND_DOCUMENT,
		    NULL, NULL);
	if (ev->data.document_start.tag_directives.start !=
	    ev->data.document_start.tag_directives.end)
		return fail_at(r, ev->start_mark, ERR_YAML_TAG_DIRECTIVE,
		    NULL, NULL);
	return true;
}

static bool
on_event(struct reader *r, const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		return on_document(r, ev);
	case YAML_ALIAS_EVENT:
		return fail_name(r, ev->start_mark, ERR_YAML_ALIAS,
		    (const char *)ev->data.alias.anchor, NULL);
	case YAML_SCALAR_EVENT:
		return on_scalar(r, ev);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(r, YAML_LIST, ev->start_mark,
		    ev->data.sequence_start.anchor,
		    ev->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return on_open(r, YAML_MAP, ev->start_mark,
		    ev->data.mapping_start.anchor,
		    ev->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return on_close(r);
	case YAML_STREAM_END_EVENT:
		r->is_done = true;
		return true;
	default:
		return true;
	}
}

static bool
read_events(struct reader *r)
{
	const struct yaml_node *root;
	yaml_event_t ev;
	bool ok = true;

	if (!yaml_parser_initialize(&r->parser))
		BUG("out of memory in libyaml");
	/* Named, or two bytes of the text could make it UTF-16. */
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser,
	    (const unsigned char *)r->text, r->len);
	while (ok && !r->is_done) {
		if (!yaml_parser_parse(&r->parser, &ev)) {
			ok = fail_parser(r);
			break;
		}
		ok = on_event(r, &ev);
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&r->parser);
	root = r->doc->root;
	if (ok && (root == NULL || (root->kind == YAML_TEXT &&
	    root->text[0] == '\0' && !root->quoted)))
		ok = fail_at(r, mark_of_byte("", 0), ERR_YAML_EMPTY, NULL,
		    NULL);
	return ok;
}

struct yaml_doc *
yaml_parse(const char *file, const char *text, size_t len, struct err *e)
{
	struct yaml_doc *doc = xcalloc(1, sizeof *doc);
	struct reader r = { .doc = doc, .e = e, .text = text, .len = len };
	bool ok;

	doc->file = xstrdup(file != NULL ? file : "-");
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		r.text += 3;
		r.len -= 3;
	}
	ok = check_bytes(&r) && read_events(&r);
	free(r.wait);
	if (ok)
		return doc;
	yaml_doc_free(doc);
	return NULL;
}

void
yaml_doc_free(struct yaml_doc *doc)
{
	if (doc == NULL)
		return;
	while (doc->chunk != NULL) {
		struct chunk *next = doc->chunk->next;

		free(doc->chunk);
		doc->chunk = next;
	}
	free(doc->file);
	free(doc);
}

const struct yaml_node *
yaml_root(const struct yaml_doc *doc)
{
	return doc->root;
}

const char *
yaml_file(const struct yaml_doc *doc)
{
	return doc->file;
}
