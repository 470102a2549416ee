/*
 * One expression over answers without a form: what `tiepnhan eval` prints.
 */
#ifndef TN_FORM_EVAL_H
#define TN_FORM_EVAL_H

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/base/when.h"

#include <jansson.h>

/*
 * Adds the value of `expr`, as XPath string() writes it, to out.  `answers`
 * is a JSON object or NULL; ${name} without an answer is empty.  Today and now
 * are those of `now` in Viet Nam, and so is chance (random(), uuid()): made
 * from `now` alone.  Names of months and days are English, as the outside
 * suites have them; a form shows them in the language of its reader.
 * False and *e (with a column) on refusal.
 */
bool form_eval_text(const char *expr, const json_t *answers, when_t now,
    struct str *out, struct err *e) TN_MUST_USE;

#endif
