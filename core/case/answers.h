/*
 * Inside of accepting answers; for answers*.c and decide_answers.c only.
 *
 *	answers.c		against their form: complete, valid, new
 *	answers_given.c		what comes from outside, made clean
 *	answers_beside.c	two statements that stand side by side
 *	decide_answers.c	recording, settling, confirming
 */
#ifndef TN_CASE_ANSWERS_H
#define TN_CASE_ANSWERS_H

#include "core/case/decide.h"
#include "core/form/fill.h"

/* Answers that can stand side by side, beside the one that is seen. */
#define BESIDE_MAX 20
/* Names in one `stand` or one confirmation. */
#define NAMES_MAX 100

/*
 * A copy of what was given, without what only the domain may say; adds a
 * reason for each answer beside which something is said that cannot be.
 * NULL when it is no object.  A new reference.
 */
json_t *answers_given(struct deciding *d, const struct form *form,
    const json_t *given);

/* Do statements differ here that nobody has settled? */
bool answer_is_contradicted(const json_t *answer);
/* The body of an event that records answers; takes both over. */
json_t *answers_body(json_t *answers, json_t *before, const char *why);
/* The unit holds the case or has been asked about it; else a reason. */
bool need_writer(struct deciding *d, const struct case_state *cs);
/* The same value, status and estimate, whatever shorthand each is written in. */
bool answer_says_same(const json_t *a, const json_t *b);
/* The law a question names goes with the last reason. */
void answers_put_law(json_t *reasons, const struct form_item *item);
/* The question at a path such as "relatives[2].relative_name", or NULL. */
const struct form_item *answers_item_at(const struct form *form,
    const char *path);
/* Adds what is wrong at these names (NULL: anywhere) as reasons. */
void answers_check(struct deciding *d, const struct form *form,
    const json_t *all, const json_t *names);

/*
 * Takes out of `given` what is to stand beside what is `known`, by the
 * command's `stand`: name -> the answer, a new object.  Adds reasons.
 */
json_t *beside_take(struct deciding *d, const struct form *form,
    const json_t *known, json_t *given);
/*
 * What is contradicted is not changed until it is settled: takes answers to
 * such questions out of `given`, with a reason where they say another thing.
 */
void beside_guard(struct deciding *d, const struct form *form,
    const json_t *known, json_t *given);
/* Puts them into fresh, and what was there into before. */
void beside_put(struct deciding *d, const struct form *form,
    const json_t *known, const json_t *relevant, const json_t *beside,
    json_t *fresh, json_t *before);
/* A `stand` that makes no sense is refused before anything is decided ... */
void beside_check(struct deciding *d, const json_t *with);
/* ... and one that no form of the command has used, afterwards. */
void beside_done(struct deciding *d);

#endif
