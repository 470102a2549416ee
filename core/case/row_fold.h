/* Inside of the projections; for row.c and row_site.c only. */
#ifndef TN_CASE_ROW_FOLD_H
#define TN_CASE_ROW_FOLD_H

#include "core/case/row.h"

void set_text(json_t *row, const char *key, const char *text);
void set_when(json_t *row, const char *key, when_t t);

/* Each folds one kind of event of the site; false: it cannot follow. */
bool fold_founded(json_t *row, const struct event *ev);
bool fold_unit(json_t *row, const struct event *ev);
bool fold_officer(json_t *row, const struct event *ev);
bool fold_proposed(json_t *row, const struct event *ev);
bool fold_declined(json_t *row, const struct event *ev);
bool fold_value_set(json_t *row, const struct event *ev);

#endif
