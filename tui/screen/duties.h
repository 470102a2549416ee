/*
 * Personal data of a case: duties.c (what is shown), duties_do.c (what is
 * done).  `duties` is that of the case query.
 */
#ifndef TN_TUI_SCREEN_DUTIES_H
#define TN_TUI_SCREEN_DUTIES_H

#include "tui/app.h"

/* May this officer use the command (or query) on the case? */
bool duties_may(const json_t *duties, const char *command);
/* "QUÁ HẠN", the time left, or how it was answered; the caller's. */
char *duties_how_far(struct app *app, const json_t *request);

/* Each asks what it needs, then does its command. */
void duties_set_purpose(struct app *app, const char *case_id,
    const json_t *duties);
void duties_transfer(struct app *app, const char *case_id,
    const json_t *duties);
void duties_person_asks(struct app *app, const char *case_id,
    const json_t *duties);
/* A request with its words, which is a reading; from there it is answered. */
void duties_open_request(struct app *app, const json_t *request);

#endif
