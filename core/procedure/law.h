/*
 * One article and all that rests on it: what the screens show beside a step,
 * a clock or an answer, and the register of an article shows as a whole.
 */
#ifndef TN_PROCEDURE_LAW_H
#define TN_PROCEDURE_LAW_H

#include "core/procedure/procedure.h"

/* Kinds in the order in which they are told. */
enum law_kind {
	LAW_VALUE, LAW_LOCAL_VALUE, LAW_CLOCK, LAW_SUSPENSION, LAW_EXTENSION,
	LAW_ESCALATION, LAW_PATH, LAW_TRACK, LAW_STEP, LAW_NEED, LAW_PAPER,
	LAW_REQUEST, LAW_SUPPORT, LAW_ENTITLEMENT, LAW_CLASS, LAW_STATE,
	LAW_COORDINATION, LAW_TAKEOVER, LAW_KIND_COUNT
};
const char *law_kind_code(enum law_kind kind);		/* "clock" */

/* Something that rests on a basis; all borrowed from the procedure. */
struct law_use {
	const struct regime *regime;
	enum law_kind kind;
	const char *code;
	const struct text *title;	/* of a need: its sentence */
	const struct basis *basis;
};

/* Each thing of the procedure with its basis, regime by regime, newest last. */
void law_each(const struct procedure *p,
    void (*each)(void *ctx, const struct law_use *use), void *ctx);

/* A document by its code; NULL when there is none. */
const struct document *law_document(const struct procedure *p,
    const char *code);

/*
 * Reads "Luật 53/2024 Đ.2(1)" (or Điều, Art), as forms cite the law: the
 * document whose number begins so, and the article, appended.  NULL and
 * nothing appended when it names no document of the procedure.
 */
const struct document *law_read(const struct procedure *p, const char *text,
    struct str *article);

/*
 * Is one article the other, or a part of it?  "32" and "32(1)" touch, "3" and
 * "32" do not; no article stands for the whole document.
 */
bool law_touches(const char *a, const char *b);

#endif
