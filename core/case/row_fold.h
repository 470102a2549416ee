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

/* row_more.c: what moves a case in other ways than steps and offers */
bool fold_request_withdrawn(json_t *row, const struct event *ev);
bool fold_regime_moved(json_t *row, const struct event *ev);
bool fold_succeeded(json_t *row, const struct event *ev);
bool fold_takeover_proposed(json_t *row, const struct event *ev);
bool fold_takeover_declined(json_t *row, const struct event *ev);
bool fold_taken_over(json_t *row, const struct event *ev);
bool fold_succession(json_t *row, const struct event *ev);

/* row_coordination.c */
bool fold_coordination(json_t *row, const struct event *ev);
bool fold_coordination_more(json_t *row, const struct event *ev);
bool fold_coordination_closed(json_t *row, const struct event *ev);
bool fold_task(json_t *row, const struct event *ev);
bool fold_task_reported(json_t *row, const struct event *ev);
bool fold_task_urged(json_t *row, const struct event *ev);

#endif
