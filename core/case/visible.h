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
 * A form that is shown may still hide or mask questions of a class (identity,
 * medical, ...) from some: case_class_shown() is the one place that says so;
 * forms, identities, versions, history and the search all ask it.
 *
 * Forms of emergency support and of papers from outside are open to all who
 * stand to the case but the superior, because they only take something in.
 */
#ifndef TN_CASE_VISIBLE_H
#define TN_CASE_VISIBLE_H

#include "core/case/decide.h"
#include "core/case/state.h"

/* May the unit know of a person at all, be it with a masked name? */
bool case_shows_person(const struct case_state *cs, const char *unit);
bool case_shows_all(const struct case_state *cs, const char *unit);
bool case_shows_form(const struct case_state *cs, const struct procedure *p,
    const char *unit, const struct form *form);
/*
 * Is a question of this class shown, masked or hidden to the actor, in a form
 * that the actor's unit may see?  `cs` NULL: outside any case (acts).
 */
enum form_show case_class_shown(const struct case_state *cs,
    const struct procedure *p, const struct actor *a, enum form_class class);

/*
 * The question under this name in a form that the actor's unit may see, when
 * it is not hidden from the actor; NULL otherwise.
 */
const struct form_item *case_question(const struct case_state *cs,
    const struct procedure *p, const struct actor *a, const char *name,
    const struct form **form);
/* The first form the unit may see that asks this, or NULL. */
const struct form *case_form_asking(const struct case_state *cs,
    const struct procedure *p, const char *unit, const char *name);
/* Is the answer asked by some form that the unit may see? */
bool case_shows_answer(const struct case_state *cs, const struct procedure *p,
    const char *unit, const char *name);

#endif
