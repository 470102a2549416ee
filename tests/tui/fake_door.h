/* A door with nothing behind it: canned answers, drafts in memory. */
#ifndef TN_TESTS_FAKE_DOOR_H
#define TN_TESTS_FAKE_DOOR_H

#include "core/tiepnhan.h"

#include <stdio.h>

/*
 * Reads DIR/fake.json and the forms in DIR/forms.  Each command is written to
 * `log` (NULL: nowhere) as one line.  NULL and a message when something is
 * wrong with the files.
 */
struct tn *fake_open(const char *dir, FILE *log);
void fake_advance(void *tn, int64_t ms);
/* {"ask":"account"} of an officer (fake_accounts.c). */
json_t *fake_account(const json_t *data, const char *officer);
struct session *fake_session(struct tn *tn, const char *officer);

/* fake_queue.c: 250 rows, a page at a time, as a store would give them; and
 * rows filtered by words in their cells and turned round. */
json_t *fake_long_queue(const json_t *query, json_t *queue);
json_t *fake_sifted_queue(const json_t *query, const json_t *queue);

#endif
