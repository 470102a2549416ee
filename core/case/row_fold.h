/* Inside of the projections; for row*.c only. */
#ifndef TN_CASE_ROW_FOLD_H
#define TN_CASE_ROW_FOLD_H

#include "core/case/row.h"

void set_text(json_t *row, const char *key, const char *text);
void set_when(json_t *row, const char *key, when_t t);

/* row_case.c: what steps, requests and hand-over do to a case */
bool fold_opened(json_t *row, const struct event *ev);
bool fold_step(json_t *row, const struct event *ev);
bool fold_request_sent(json_t *row, const struct event *ev);
bool fold_answered(json_t *row, const struct event *ev);
bool fold_offered(json_t *row, const struct event *ev);
bool fold_accepted(json_t *row, const struct event *ev);
bool fold_offer_ended(json_t *row, const struct event *ev);
bool fold_offer_refused(json_t *row, const struct event *ev);
bool fold_nothing(json_t *row, const struct event *ev);
/* Custody goes to a unit; the old holder becomes a former one. */
void move_custody(json_t *row, const struct event *ev, const char *unit);

/* row_act.c: receptions, hand-overs, successions */
bool fold_act_made(json_t *row, const struct event *ev);
bool fold_decided(json_t *row, const struct event *ev);
bool fold_withdrawn(json_t *row, const struct event *ev);
bool fold_lines_ended(json_t *row, const struct event *ev);
bool fold_succession(json_t *row, const struct event *ev);

/* row_clocks.c: facts.clocks of any event of a case, after the event itself */
bool fold_clocks(json_t *row, const struct event *ev);
/* The nearest `due` or `escalate` of running clocks; INT64_MAX: none. */
when_t row_nearest(const json_t *row, const char *unit, const char *key);

/* row_work.c */
size_t row_work(const json_t *row, struct work_row out[WORK_ROWS_MAX]);

/* Each folds one kind of event of the site; false: it cannot follow. */
bool fold_founded(json_t *row, const struct event *ev);
bool fold_unit(json_t *row, const struct event *ev);
bool fold_officer(json_t *row, const struct event *ev);
/* row_staff.c: accounts */
bool fold_secret_changed(json_t *row, const struct event *ev);
bool fold_secret_reset(json_t *row, const struct event *ev);
bool fold_codes_set(json_t *row, const struct event *ev);
bool fold_conduct(json_t *row, const struct event *ev);
bool fold_officer_ended(json_t *row, const struct event *ev);
bool fold_suspended(json_t *row, const struct event *ev);
bool fold_resumed(json_t *row, const struct event *ev);
bool fold_role_ended(json_t *row, const struct event *ev);
bool fold_unit_renewed(json_t *row, const struct event *ev);
bool fold_sign_in_set(json_t *row, const struct event *ev);

bool fold_proposed(json_t *row, const struct event *ev);
bool fold_declined(json_t *row, const struct event *ev);
bool fold_value_set(json_t *row, const struct event *ev);

/* row_more.c: what moves a case in other ways than steps and offers */
bool fold_request_withdrawn(json_t *row, const struct event *ev);
bool fold_regime_moved(json_t *row, const struct event *ev);
bool fold_succeeded(json_t *row, const struct event *ev);
/* What an entry says of its file is well formed, so that verify can look. */
bool fold_attached(json_t *row, const struct event *ev);
bool fold_takeover_proposed(json_t *row, const struct event *ev);
bool fold_takeover_declined(json_t *row, const struct event *ev);
bool fold_taken_over(json_t *row, const struct event *ev);

/* row_duty.c */
bool fold_transfer(json_t *row, const struct event *ev);
bool fold_purpose(json_t *row, const struct event *ev);
bool fold_person_request(json_t *row, const struct event *ev);
bool fold_person_answered(json_t *row, const struct event *ev);
bool fold_person_noted(json_t *row, const struct event *ev);
bool fold_person_ended(json_t *row, const struct event *ev);

/* row_breach.c */
bool fold_signed_in(json_t *row, const struct event *ev);
bool fold_breach_found(json_t *row, const struct event *ev);
bool fold_breach_notified(json_t *row, const struct event *ev);
bool fold_breach_closed(json_t *row, const struct event *ev);

/* row_log.c */
bool fold_count(json_t *row, const struct event *ev);
bool fold_checkpoint(json_t *row, const struct event *ev);

/* row_glass.c */
bool fold_glass_broken(json_t *row, const struct event *ev);
bool fold_glass_reviewed(json_t *row, const struct event *ev);
bool fold_glass_noted(json_t *row, const struct event *ev);
bool fold_glass_closed(json_t *row, const struct event *ev);

/* row_coordination.c */
bool fold_coordination(json_t *row, const struct event *ev);
bool fold_coordination_more(json_t *row, const struct event *ev);
bool fold_coordination_closed(json_t *row, const struct event *ev);
bool fold_task(json_t *row, const struct event *ev);
bool fold_task_reported(json_t *row, const struct event *ev);
bool fold_task_urged(json_t *row, const struct event *ev);
size_t row_coordination_work(const json_t *row,
    struct work_row out[WORK_ROWS_MAX]);

#endif
