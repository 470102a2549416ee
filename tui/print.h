/*
 * A case, an act, a queue or the workload as plain text of 80 columns, for a
 * file or a pipe: the same from the command line and from the screens.  Names
 * stay masked unless a reason is given; then each form that is printed is
 * noted as read, with that reason, like on a screen.
 *
 *	print.c		labels, lines, headings
 *	print_case.c	a case, an act
 *	print_list.c	a queue, the workload
 * tui/screen/printing.c writes one from a screen.
 */
#ifndef TN_TUI_PRINT_H
#define TN_TUI_PRINT_H

#include "core/base/str.h"
#include "core/tiepnhan.h"
#include "tui/messages.h"

#include <jansson.h>
#include <stdbool.h>

#define PRINT_WIDTH 80

/* One print being made; to be freed with print_done(). */
struct print_page {
	struct session *session;	/* borrowed */
	enum lang lang;
	const char *why;		/* NULL: masked; else the forms too */
	struct str out;
	json_t *printed;		/* names of questions; an object */
	json_t *refused;		/* the outcome that stopped it, or NULL */
};

void print_done(struct print_page *p);

/* Each appends to p->out; false and p->refused when it cannot go on.  The
 * second is the id and the answer of the query "case", "act". */
bool print_case(struct print_page *p, const char *id, const json_t *c);
bool print_act(struct print_page *p, const char *id, const json_t *act);
/* All pages of a query of a queue; `about` says its filter (NULL: none). */
bool print_queue(struct print_page *p, const json_t *query,
    const char *about);
/* The answer of the query "workload". */
bool print_workload(struct print_page *p, const json_t *answer);
/*
 * Ends every print with where the journal ends now: with this paper in hand,
 * anybody can find out later whether its end was cut off or rewritten.
 */
bool print_journal_head(struct print_page *p);

/* ---- used among print*.c ---- */

/* A plain text, or one of {vi, en}; "" for anything else.  Borrowed. */
const char *print_said(const struct print_page *p, const json_t *text);
const char *print_in(const struct print_page *p, const json_t *o,
    const char *key);
const char *print_title(const struct print_page *p, const json_t *o,
    const char *key);
/* A message with arguments up to NULL, the caller's. */
char *print_text(const struct print_page *p, enum msg m, ...);
/* One text from a column on, wrapped; safe for any terminal or printer. */
void print_add(struct print_page *p, int x, const char *text);
void print_heading(struct print_page *p, const char *text);
void print_head(struct print_page *p, enum msg m);
/* Label and value side by side; the value goes on below itself. */
void print_pair(struct print_page *p, int x, const char *label,
    const char *value);
void print_pair_msg(struct print_page *p, enum msg m, const char *value);
/* "02/03/2026 02:10"; "" for none. */
const char *print_moment(const json_t *o, const char *key, char out[20]);

#endif
