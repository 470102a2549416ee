/*
 * Accounts of officers: accounts.c (the list), account.c (one of them and what
 * can be done), own_account.c (one's own), codes.c (its one-time codes).
 */
#ifndef TN_TUI_SCREEN_ACCOUNTS_H
#define TN_TUI_SCREEN_ACCOUNTS_H

#include "tui/screen/pair.h"

/* One of the staff query, by its id. */
struct view *account_new(struct app *app, const char *id);
/* How an account of the staff query stands. */
enum msg account_state(const json_t *officer);
/* A role with its days; when they last signed in; the caller's. */
char *account_role(struct app *app, const json_t *role);
char *account_last_text(struct app *app, const json_t *officer);
/* Setting up one-time codes. */
struct view *codes_new(struct app *app);

#endif
