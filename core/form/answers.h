/*
 * Answers as expressions see them: ${name}, paths, repeats, instance().
 *
 * Answers are one JSON object, name → answer; an answer is a value or
 * {"value": ..., "status": ..., "estimated": ..., "source": ...}; a repeat is
 * an array of such objects, in which there may be repeats again.
 *
 * Where the form is known, groups are nodes as in XForms: `..` of a question
 * in a group is the group.  A group in a repeat has the position of its row.
 */
#ifndef TN_FORM_ANSWERS_H
#define TN_FORM_ANSWERS_H

#include "core/form/form.h"

#include <jansson.h>

struct answers {
	const json_t *root;
	const struct form *form;		/* NULL: types are guessed */
	const struct form_lists *lists;		/* NULL: no lists */
	/*
	 * Is an item out of sight (irrelevant), hence empty?  `row` of its
	 * repeat, `up` of the repeat around that one.  Only with a form; may
	 * be NULL.
	 */
	bool (*hidden)(void *ctx, const struct form_item *item, size_t up,
	    size_t row);
	/* Functions from outside, see struct expr_env.  May be NULL. */
	bool (*call)(void *ctx, const char *name,
	    const struct expr_value *arg, size_t n, bool *known,
	    struct expr_value *out, struct err *e);
	void *hidden_ctx, *call_ctx;
	/* Where the last ${name} was found; may be NULL, then it is slow. */
	struct answers_last *last;
};

/* Nodes are asked for one after another: the next is near the last. */
struct answers_last {
	const char *name;
	struct expr_node here, found;
	size_t i;
};

/* An environment over `a`, which must outlive it.  Viet Nam's time. */
void answers_env(const struct answers *a, when_t now, enum lang lang,
    struct expr_env *env);

/*
 * The node of an answer: `row` (from 0) of `repeat`, which stands in row `up`
 * of `outer`; both NULL outside repeats, outer NULL in one alone.
 */
struct expr_node answers_node(const char *outer, size_t up,
    const char *repeat, size_t row, const char *name);
/* The node of one choice of a list, for choice_filter. */
struct expr_node answers_choice(const char *list, size_t i,
    const struct form_choice *choice);

/* The value inside an answer; NULL when there is none or only a status. */
const json_t *answer_value(const json_t *answer);
/* Bits of enum form_status, 0 when none is said. */
unsigned answer_status(const json_t *answer);
/* Is a code the value, or one of the values, of an answer? */
bool answer_holds(const json_t *answer, const char *code);
/* No value, or an empty one. */
bool answer_is_empty(const json_t *answer);

#endif
