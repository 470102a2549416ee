/* What options.c and options_time.c share; nobody else includes it. */
#ifndef TN_CASE_OPTIONS_H
#define TN_CASE_OPTIONS_H

#include "core/case/decide.h"

/*
 * One entry of case_options(): {kind, code, title, possible, reasons, law,
 * form?}, with the reasons gathered so far, which it takes; a new reference.
 * Some kinds add what they need: to, receivers, request, ask_form, line_form,
 * track, emergency.  `form` and `basis` may be NULL.
 */
json_t *option_new(struct deciding *d, const char *kind, const char *code,
    const struct text *title, const struct form *form,
    const struct basis *basis);

/* Each adds its entries to `out`. */
void options_of_superior(struct deciding *d, const struct case_state *cs,
    json_t *out);
void options_of_time(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out);

#endif
