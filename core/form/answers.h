/*
 * Answers as expressions see them: ${name}, paths, repeats, instance().
 *
 * Answers are one JSON object, name → answer; an answer is a value or
 * {"value": ..., "status": ..., "estimated": ..., "source": ...}; a repeat is
 * an array of such objects.
 */
#ifndef TN_FORM_ANSWERS_H
#define TN_FORM_ANSWERS_H

#include "core/form/form.h"

#include <jansson.h>

struct answers {
	const json_t *root;
	const struct form *form;		/* NULL: types are guessed */
	const struct form_lists *lists;		/* NULL: no lists */
	/* Is an answer out of sight (irrelevant), hence empty?  May be NULL. */
	bool (*hidden)(void *ctx, const char *name, size_t row);
	/* Functions from outside, see struct expr_env.  May be NULL. */
	bool (*call)(void *ctx, const char *name,
	    const struct expr_value *arg, size_t n, bool *known,
	    struct expr_value *out, struct err *e);
	void *hidden_ctx, *call_ctx;
};

/* An environment over `a`, which must outlive it.  Viet Nam's time. */
void answers_env(const struct answers *a, when_t now, enum lang lang,
    struct expr_env *env);

/* The node of an answer; repeat NULL outside repeats, row from 0. */
struct expr_node answers_node(const char *repeat, size_t row,
    const char *name);
/* The node of one choice of a list, for choice_filter. */
struct expr_node answers_choice(const char *list, size_t i,
    const struct form_choice *choice);

/* The value inside an answer; NULL when there is none or only a status. */
const json_t *answer_value(const json_t *answer);
/* Bits of enum form_status, 0 when none is said. */
unsigned answer_status(const json_t *answer);
/* No value, or an empty one. */
bool answer_is_empty(const json_t *answer);

#endif
