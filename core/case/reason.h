/*
 * Reasons of a refusal, as the door gives them:
 *	{code, say: {vi, en}, law: {text: {vi, en}, doc, article, status,
 *	status_text: {vi, en}, note?}, fix: {kind, code?, field?},
 *	by: [{code, title}], here, alternatives?: [{code, title}]}
 * Each is a whole sentence in both languages; `law` names the article and how
 * sure we are of it; `fix` says what to open to mend it; `by` and `here` who
 * can (mend.h); `alternatives` which supports a person may have instead.
 */
#ifndef TN_CASE_REASON_H
#define TN_CASE_REASON_H

#include "core/procedure/procedure.h"

/* New references.  NULL text gives JSON null. */
json_t *text_json(const struct text *t);
json_t *basis_json(const struct basis *b);	/* NULL gives JSON null */
json_t *err_json(const struct err *e);		/* {vi, en} */

/* Where a reason points to; `code` and `field` may be NULL. */
json_t *fix_json(enum fix_kind kind, const char *code, const char *field);

/* A text that is the same in both languages: an id, a number, what was typed. */
#define SAME(s) (&(const struct text){ (char *)(s), (char *)(s) })

/*
 * Adds a reason in one of core's own sentences.  `basis` may be NULL; `fix`
 * is taken over (NULL: none).  The arguments of the sentence are
 * `const struct text *`, ended by NULL.  The code is that of errors.def.
 */
void reason_add(json_t *reasons, const struct basis *basis, json_t *fix,
    enum err_code code, ...);

/*
 * The same from an error at hand, which stays the caller's.  A reason of
 * ERR_AGAIN has its "args" too: how much is done, and of how much.
 */
void reason_add_err(json_t *reasons, const struct basis *basis, json_t *fix,
    const struct err *e);

/*
 * The reasons from `before` on are about one of many persons: each sentence
 * becomes that of `code`, which takes `which` and the sentence, and each fix
 * gets fix[key] = value (taken over).
 */
void reasons_about(json_t *reasons, size_t before, enum err_code code,
    const char *which, const char *key, json_t *value);

/* Adds an unmet need of the procedure, in the procedure's own sentence. */
void reason_add_need(json_t *reasons, const struct need *need);

#endif
