/* Inside of expr_type*.c only. */
#ifndef TN_FORM_EXPR_TYPE_PRIV_H
#define TN_FORM_EXPR_TYPE_PRIV_H

#include "core/form/expr_priv.h"
#include "core/form/expr_type.h"

struct typing {
	const struct expr_types *env;
	struct expr_type here;
	bool columns;			/* also inside every predicate */
};

struct expr_type type_of(const struct typing *t, const struct expr_op *op);
/* The types of a function's arguments are looked at, and its own given. */
struct expr_type type_call(const struct typing *t, const struct expr_op *op);

void type_found(const struct typing *t, const struct expr_op *op,
    enum err_code code, const char *a, const char *b);

/* An operand of an operator or function, once its type is known. */
void want_number(const struct typing *t, const struct expr_op *op,
    const struct expr_type *is);
/* `call` is the function that wants it. */
void want_date(const struct typing *t, const struct expr_op *call,
    const struct expr_op *op, const struct expr_type *is);
void want_select(const struct typing *t, const struct expr_op *call,
    const struct expr_op *op, const struct expr_type *is);
/* Is it more than a text or number written alone, where truth is asked? */
void want_truth(const struct typing *t, const struct expr_op *op);
/* The words that are written beside an answer must be among its choices. */
void want_codes(const struct typing *t, const struct expr_op *op,
    const struct expr_type *select, const struct expr_type *is);
/* Both sides of = or !=, and of < <= > >=. */
void want_equal(const struct typing *t, const struct expr_op *a,
    const struct expr_type *at, const struct expr_op *b,
    const struct expr_type *bt);
void want_order(const struct typing *t, const struct expr_op *a,
    const struct expr_type *at, const struct expr_op *b,
    const struct expr_type *bt);

static inline struct expr_type
type_kind(enum expr_type_kind kind)
{
	return (struct expr_type){ .kind = kind };
}

#endif
