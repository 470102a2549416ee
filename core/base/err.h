/*
 * What went wrong, as data: a stable code, arguments, and the place.
 *
 * Each room of core keeps its sentences in its own errors.def, one line each:
 *
 *	ERR(ERR_SYMBOL, "stable_code", "câu tiếng Việt {1}", "English {1}")
 *
 * core/errors.def gathers them.  A sentence is whole in each language; {1} to
 * {4} are replaced by arguments, never glued.
 */
#ifndef TN_BASE_ERR_H
#define TN_BASE_ERR_H

#include "core/base/mem.h"
#include "core/base/str.h"

#include <stdbool.h>

enum lang { LANG_VI, LANG_EN };

enum err_code {
	ERR_NONE = 0,
#define ERR(sym, code, vi, en) sym,
#include "core/errors.def"
#undef ERR
	ERR_COUNT
};

#define ERR_ARGS 4

struct err {
	enum err_code code;
	char *arg[ERR_ARGS];	/* owned; NULL where unused */
	char *file;		/* owned; NULL when there is no file */
	int line, col;		/* from 1; 0 when there is no place */
};

#define ERR_INIT { ERR_NONE, { NULL }, NULL, 0, 0 }

void err_done(struct err *e);

/*
 * Fills `e` (freeing what it held) with a code and up to ERR_ARGS arguments,
 * the list ended by NULL.  `e` may be NULL.  Always returns false, so that a
 * failing path is one line: return err_set(e, ERR_X, name, NULL);
 */
bool err_set(struct err *e, enum err_code code, ...);
bool err_set_at(struct err *e, const char *file, int line, int col,
    enum err_code code, ...);

/* Moves src to dst (dst may be NULL); src is empty afterwards. */
void err_move(struct err *dst, struct err *src);

const char *err_code_name(enum err_code code);	/* "stable_code" */
/* The sentence with its {1} to {4} still in it. */
const char *err_pattern(enum err_code code, enum lang lang);

/* Adds the sentence in `lang`; with_place prefixes file:line:col. */
void err_text(const struct err *e, enum lang lang, bool with_place,
    struct str *out);

/* Replaces {1}..{n} in `pattern`; NULL arguments show as nothing. */
void text_fill(struct str *out, const char *pattern,
    const char *const *arg, size_t n);

/* A list of errors, for checkers that report everything they find. */
struct findings {
	struct err *item;
	size_t n, cap;
};

#define FINDINGS_INIT { NULL, 0, 0 }

void findings_done(struct findings *f);
void findings_add(struct findings *f, const char *file, int line, int col,
    enum err_code code, ...);
void findings_take(struct findings *f, struct err *e);	/* moves e in */

/* A text in both languages, as YAML gives it: {vi: ..., en: ...}. */
struct text {
	char *vi;
	char *en;
};

void text_done(struct text *t);
/* The text in `lang`, the other one where it is missing, "" for neither. */
const char *text_in(const struct text *t, enum lang lang);

#endif
