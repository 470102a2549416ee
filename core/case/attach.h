/*
 * Files of a case: a photograph of a paper, a recording, a scanned decision.
 *
 * The plain facts of the event `attached` hold the id, the sealed size and
 * the hash of what is sealed; name, kind, true size, note and the question
 * that the file answers are sealed with the event's body, the file itself
 * under the same key beside the journal.
 *
 * A file belongs to the question for which it was attached, or to none.  Who
 * sees a form that asks this question sees the file; one of no question is
 * for the holder; former holders see none.  Erasing the key of the case
 * erases its files with it.
 */
#ifndef TN_CASE_ATTACH_H
#define TN_CASE_ATTACH_H

#include "core/case/decide.h"

#define ATTACHMENT_MAX_BYTES ((size_t)5 << 20)
#define ATTACHMENTS_MAX 200		/* of one case */

/* What an event says of the file that it brings (journal.h). */
bool event_attached(const struct event *ev, struct attached *out);

/* state.c: an `attached` event, opened, into cs->attachments. */
void case_state_add_attachment(struct case_state *cs, const struct event *ev,
    const json_t *body);

/* {id file_name media size hash note? question? at unit by} or NULL. */
const json_t *case_attachment(const struct case_state *cs, const char *id);

/* A question of this name that asks for a file; NULL: there is none. */
const struct form_item *case_file_question(const struct case_state *cs,
    const struct procedure *p, const char *name);

/* May the unit see this file of the case? */
bool case_shows_attachment(const struct case_state *cs,
    const struct procedure *p, const struct actor *a, const json_t *attachment);

/* The class of its question; FORM_NARRATIVE for a file of none. */
enum form_class case_attachment_class(const struct case_state *cs,
    const struct procedure *p, const json_t *attachment);

/*
 * Adds a reason for each new answer to a question for a file that is not a
 * file of d->files, attached for this very question.
 */
void need_files(struct deciding *d, const struct form *form,
    const json_t *fresh, const struct basis *basis);

#endif
