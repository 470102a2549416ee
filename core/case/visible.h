/*
 * Need to know: what of a case a unit may see, by how it stands to the case.
 *
 *	holder		everything
 *	offered		the reception line of the person: enough to decide
 *	asked		the forms of the question it was asked, and those that
 *			the request shows (forms/: requests, `shows`)
 *	former		only the forms of questions it answered: where somebody
 *			was placed after a hand-over is no longer its business
 *
 *	superior	no person at all: id, state, path, holder and clocks, to
 *			see that somebody is late; nothing of whom or why
 *
 *	glass		one officer who broke the glass, until it is closed:
 *			the forms of the case
 *
 * That is which forms.  Who may do what with a case at all, and what of a
 * class of questions (identity, medical, ...) a form that is shown still masks
 * or hides, is said by rights.yaml through rights_of() (procedure/rights.h):
 * commands, queries, forms, identities, versions, history and the search all
 * ask it here.
 *
 * Forms of emergency support and of papers from outside are open to all who
 * stand to the case but the superior, because they only take something in.
 */
#ifndef TN_CASE_VISIBLE_H
#define TN_CASE_VISIBLE_H

#include "core/case/decide.h"
#include "core/case/state.h"
#include "core/procedure/rights.h"

/*
 * How the actor stands to a case, by its plain row: bits of enum relation.
 * NULL or a row of no case: RELATION_NONE.
 */
unsigned row_relations(const json_t *row, const struct actor *a);
/* Is the actor's glass on this case broken, now? */
bool row_glass_is_open(const json_t *row, const struct actor *a);

/*
 * May the actor use the operation (rights_command(), rights_query()) on the
 * case of this row?  NULL: on none, or on one that nobody is told exists.
 */
bool row_allows(const json_t *row, const struct procedure *p,
    const struct actor *a, int op);
/* Were it standing so to an open case, might the actor use the operation? */
bool actor_may_as(const struct procedure *p, const struct actor *a,
    enum relation as, int op);
/* On an act that the actor's unit is part of. */
bool act_allows(const struct procedure *p, const struct actor *a, int op);
/* On anything at all. */
bool actor_has_right(const struct procedure *p, const struct actor *a, int op);

/* May the actor know of a person at all, be it with a masked name? */
bool row_tells_person(const json_t *row, const struct actor *a);
bool case_shows_person(const struct case_state *cs, const struct actor *a);
bool case_shows_all(const struct case_state *cs, const char *unit);
bool case_shows_form(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const struct form *form);
/*
 * Is a question of this class shown, masked or hidden to the actor, in a form
 * that the actor may see, at the place a->in?  `cs` NULL: outside any case
 * (acts, a case about to be opened).
 */
enum form_show case_class_shown(const struct case_state *cs,
    const struct procedure *p, const struct actor *a, enum form_class class);
/*
 * The same for one question: what is masked is shown for REVEAL_MS to who
 * gave a reason for it (reveal_answer).
 */
#define REVEAL_MS 60000
enum form_show case_item_shown(const struct case_state *cs,
    const struct procedure *p, const struct actor *a,
    const struct form_item *item);

/*
 * The question under this name in a form that the actor may see, when it is
 * not hidden from the actor; NULL otherwise.
 */
const struct form_item *case_question(const struct case_state *cs,
    const struct procedure *p, const struct actor *a, const char *name,
    const struct form **form);
/* The first form the actor may see that asks this, or NULL. */
const struct form *case_form_asking(const struct case_state *cs,
    const struct procedure *p, const struct actor *a, const char *name);
/* Is the answer asked by some form that the actor may see? */
bool case_shows_answer(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const char *name);

#endif
