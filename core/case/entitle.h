/*
 * Who may have which support, from when to when, and how often
 * (law-and-procedure.md 9).  Everything that decides stands in forms/:
 * classes.yaml says of which class a person is, support.yaml what the class
 * may have, register.yaml for how long and how much.
 *
 * Emergency support is never refused by any of this (design 2.6); its lines
 * are there to be shown.
 */
#ifndef TN_CASE_ENTITLE_H
#define TN_CASE_ENTITLE_H

#include "core/case/decide.h"

/*
 * The answers that name the document which a support, or an application for
 * one, rests on.  Two names: what was shown for one application must not
 * stand in for every later delivery.
 */
#define NAME_DELIVERY_DOCUMENT "delivery_document"
#define NAME_APPLICATION_DOCUMENT "application_document"

/*
 * The first class of the regime whose test holds over `names` (names_of());
 * NULL when none does or the regime has no classes.  Borrowed.
 */
const struct person_class *case_class(const struct procedure *p,
    const struct regime *regime, const json_t *names, when_t now);

/* How one support stands for one person today. */
struct standing {
	enum entitlement what;		/* YES where the catalogue names no class */
	const struct basis *basis;	/* of `what`; never NULL */
	int given;			/* how often it was given */
	/*
	 * Its period, when the register has one and it has begun: first and
	 * last day.  DAY_NONE where it has not begun or is not known.
	 */
	day_t from, until;
	/* The last day to ask for it; DAY_NONE where there is no window. */
	day_t ask_by;
	bool asked_in_time;		/* an application within the window is on file */
	const struct legal_value *times;	/* NULL, or may be UNSET */
};

/*
 * Works out the standing of `support` for a person of `class` (NULL: of no
 * class that is known).  `answers` are those of the case.
 */
void standing_of(const struct procedure *p, const struct case_state *cs,
    const struct person_class *class, const struct support *support,
    const json_t *answers, struct standing *out);

/* Too late to ask for it; its period over; given as often as it may be. */
bool standing_is_late(const struct standing *st, day_t today);
bool standing_is_over(const struct standing *st, day_t today);
bool standing_is_used_up(const struct standing *st);

/*
 * The supports that this person may have now without further ado, and all
 * emergency ones, but for `but`: [{code, title}], a new array.
 */
json_t *other_supports(const struct deciding *d, const struct case_state *cs,
    const struct person_class *class, const struct support *but,
    const json_t *answers);

/*
 * Adds every reason why this person may not have the support now: not of the
 * class, no document where one is needed, asked too late, period over, given
 * as often as the rule allows.  Nothing for emergency support.
 *
 * `answers` are those of the case with what is being given on top (NULL: the
 * case's own).  `document`: the document that the deed rests on, NULL or ""
 * for none.
 */
void need_entitled(struct deciding *d, const struct case_state *cs,
    const json_t *answers, const struct support *support,
    const char *document);

/* The class of the person of a case in its support regime, or NULL. */
const struct person_class *class_now(struct deciding *d,
    const struct case_state *cs, const json_t *answers);

#endif
