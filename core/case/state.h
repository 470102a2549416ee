/*
 * A case, unsealed: everything its events say, for those who hold its key.
 */
#ifndef TN_CASE_STATE_H
#define TN_CASE_STATE_H

#include "core/case/journal.h"
#include "core/procedure/procedure.h"

struct case_state {
	char *id;
	int64_t last_seq;	/* of its stream; 0: nothing yet */
	json_t *row;		/* the projection (row.h) */
	json_t *answers;	/* name -> answer, the latest of each */
	json_t *papers;		/* [{code number at unit}] */
	json_t *support;	/* [{code at unit}] */
	json_t *attachments;	/* files, as attach.h tells of them */
	json_t *links;		/* [{case link at unit by}], now in force */
	json_t *events;		/* [{seq at kind actor unit facts body}] */
	json_t *recorded;	/* name -> seq at which it was last recorded */
	json_t *used;		/* form -> seq at which an act last used it up */
	/* name -> [{unit by at seq}], seq being that of what was confirmed */
	json_t *confirmed;
};

struct case_state *case_state_new(const char *id);
void case_state_free(struct case_state *cs);

/*
 * Adds the next event and its opened body (borrowed; NULL when there is
 * none).  False when it cannot follow: a damaged store.
 */
bool case_state_add(struct case_state *cs, const struct event *ev,
    const json_t *body) TN_MUST_USE;

/*
 * The same for who looks at many cases and needs neither row nor history:
 * what a body says goes in, nothing is checked.
 */
void case_state_add_body(struct case_state *cs, const struct event *ev,
    const json_t *body);

/* links.c: what such a body says of links. */
void case_state_add_link(struct case_state *cs, const struct event *ev,
    const json_t *body);

/* The link to another case in force, or NULL; borrowed. */
const json_t *case_link(const struct case_state *cs, const char *other,
    const char *link);
/* How many links of a kind there are. */
int case_links(const struct case_state *cs, const char *link);
/* The i-th kind of link (same_person family travelled_together), or NULL. */
const char *case_link_kind(size_t i);

/* Regime and path of a case; NULL when forms/ no longer has them. */
const struct regime *case_regime(const struct case_state *cs,
    const struct procedure *p);
const struct path *case_path(const struct case_state *cs,
    const struct procedure *p);
/*
 * The regime whose support this person has: the one in force on the day of
 * identification, of the person's own or, for a person under 18, of the one
 * they accompany; else the regime of the case (Law 53/2024 Art 63, reported).
 * An identification that was reversed is none.
 */
const struct regime *case_support_regime(const struct case_state *cs,
    const struct procedure *p);

/*
 * What an act (a step, a request, a reply) finds already answered in its
 * form: all that is known, without answers to questions asked anew that an
 * earlier act has used up.  A new object.
 */
json_t *case_known_for_act(const struct case_state *cs,
    const struct procedure *p, const struct form *form);

/*
 * Was the answer left in this form by an earlier act that used it up, and is
 * not what another form asks of the person?  What lasts (a consent that was
 * withdrawn) stays until somebody answers it again.
 */
bool case_left_behind(const struct case_state *cs, const struct procedure *p,
    const struct form *form, const char *name);

/* The state of a track; its start for a case that never moved on it. */
const struct state *case_track_state(const struct case_state *cs,
    const struct path *track);

/*
 * A support and a form by code, as the case knows them: those of the support
 * regime first, then those of its own.  NULL when neither has it.
 */
const struct support *case_support(const struct case_state *cs,
    const struct procedure *p, const char *code);
const struct form *case_form(const struct case_state *cs,
    const struct procedure *p, const char *code);

/*
 * The version of a form in which this case last recorded something by it; the
 * form itself when it never did, or when that version is not kept.
 */
const struct form *case_form_kept(const struct case_state *cs,
    const struct form *form);
/*
 * A form by "CODE", in the version that the case keeps, or by "CODE@N": that
 * very version, not below the one that is kept.  NULL when there is none;
 * *now becomes the form as it is today.  `own`: of the case's regime alone,
 * else as case_form().
 */
const struct form *case_form_named(const struct case_state *cs,
    const struct procedure *p, const char *name, bool own,
    const struct form **now);

/*
 * The form of facts that name one ("form"), and of an entry of their "forms":
 * a code, or {"code", "version"} since versions are noted.  NULL: none.
 */
const char *facts_form(const json_t *facts);
const char *used_form(const json_t *used);

/* Has the unit confirmed what is now recorded under a name? */
bool case_is_confirmed(const struct case_state *cs, const char *name,
    const char *unit);

/* How many papers or supports of a code there are. */
int case_count(const json_t *list, const char *code);

/*
 * Names of answers that the core itself understands (forms/README.md): they
 * decide masking, the two age flags, whose support a person has, and by what
 * somebody is found again.  Besides id_number every question of class
 * identity whose name ends in _number counts as the number of a paper.
 */
#define NAME_FULL_NAME "full_name"
#define NAME_BIRTH_DATE "birth_date"
#define NAME_OTHER_NAMES "other_names"
#define NAME_SEX "sex"
#define NAME_COMMUNE "residence_commune"
#define NAME_RESIDENCE_PROVINCE "residence_province"
#define NAME_RESIDENCE_DETAIL "residence_detail"
#define NAME_UNDER_18_SEEN "under_18_observed"
#define NAME_IDENTIFIED_ON "identified_on"
#define NAME_COMPANION_IDENTIFIED_ON "companion_identified_on"
#define NAME_IDENTIFICATION_NUMBER "identification_number"
#define NAME_REVERSED_NUMBER "reversed_number"

/*
 * Age flags: 1 yes, 0 no, -1 not known.  A birth date decides when its
 * precision leaves no doubt and it is not an estimate; else what the
 * receiving officer observed; else the estimate.  Under 18 and under 16 are
 * kept apart (law-and-procedure.md 10, invariant 3).
 */
int case_is_under(const json_t *answers, int years, day_t today);

#endif
