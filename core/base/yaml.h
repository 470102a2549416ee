/*
 * YAML, read into a tree in which each node knows its line and column.
 *
 * Strict on purpose: one document, no anchors, aliases, tags or duplicate
 * keys, depth <= 32, size <= 1 MiB, <= 100,000 nodes, valid UTF-8 (made NFC).
 * All scalars are text; what they mean is decided by whoever reads them (no
 * "Norway").
 * The only file that includes <yaml.h> is yaml.c.
 */
#ifndef TN_BASE_YAML_H
#define TN_BASE_YAML_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum yaml_kind { YAML_TEXT, YAML_MAP, YAML_LIST };

struct yaml_node {
	enum yaml_kind kind;
	int line, col;			/* from 1 */
	const char *text;		/* YAML_TEXT: NFC, NUL-terminated */
	bool quoted;			/* YAML_TEXT: in quotes or a block */
	const struct yaml_node **item;	/* LIST items, or MAP values */
	const struct yaml_node **key;	/* MAP keys (YAML_TEXT), else NULL */
	size_t n;
};

struct yaml_doc;			/* owns the nodes */

/* Reads a whole text.  `file` is only for messages.  NULL and *e on error. */
struct yaml_doc *yaml_parse(const char *file, const char *text, size_t len,
    struct err *e) TN_MUST_USE;
void yaml_doc_free(struct yaml_doc *doc);
/* libyaml exports a yaml_free() for itself; ours must not take its place. */
#define yaml_free yaml_doc_free
const struct yaml_node *yaml_root(const struct yaml_doc *doc);
const char *yaml_file(const struct yaml_doc *doc);

/* The value of a key, or NULL; NULL when `node` is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *node,
    const char *key);
/* The text of a key, or NULL when it is missing or is not text. */
const char *yaml_get_text(const struct yaml_node *node,
    const char *key);

/*
 * Reading by a table: what keys a map may have and of which kind each is.
 * yaml_expect() adds a finding for each unknown key (with the nearest known
 * one), each wrong kind, each missing required key; true when there is none.
 */
enum yaml_want {
	WANT_TEXT,		/* any text */
	WANT_CODE,		/* unaccented letters, digits, _-./, <= 64 */
	WANT_NUMBER,		/* an integer */
	WANT_BOOL,		/* yes | no | true | false */
	WANT_DATE,		/* YYYY-MM-DD */
	WANT_BOTH,		/* {vi: ..., en: ...}, both there, not empty */
	WANT_MAP,
	WANT_LIST,
	WANT_CODES,		/* a list of codes, or one code */
	WANT_ANY
};
#define WANT_REQUIRED 1

struct yaml_field {
	const char *key;
	enum yaml_want want;
	int flags;
};

bool yaml_expect(const char *file, const struct yaml_node *node,
    const struct yaml_field *field, size_t n, struct findings *f);

/* Typed readers for nodes that yaml_expect() has let through. */
bool yaml_bool(const struct yaml_node *node, bool otherwise);
int64_t yaml_number(const struct yaml_node *node, int64_t otherwise);
void yaml_both(const struct yaml_node *node, struct text *out);	/* copies */
/* For WANT_CODES: number of codes, and the i-th (borrowed). */
size_t yaml_codes(const struct yaml_node *node);
const char *yaml_code(const struct yaml_node *node, size_t i);

#endif
