/*
 * Acts that take two persons: one proposes, another approves the very same
 * content within 24 hours (security.md S-45, S-46).
 *
 * A proposal is an event of the site, `pair_proposed`: its facts hold kind and
 * hash, its sealed body the content.  The hash is BLAKE2b-256 over the
 * canonical JSON {"content", "kind"}; whoever approves names it, and what is
 * done later is done with content of the same hash or not at all.  The reason
 * stands in the body too, but of an act on a case under the key of that case.
 *
 *	propose_pair	{kind, content, reason}; its op_id names the proposal
 *	approve_pair	{proposal, hash}: another account, of kinds that are done
 *			at once this does them, in the same operation; recover_key
 *			takes {shares: [two]} as well (staff/share.h)
 *	use_pair	{proposal, content}: the proposer, once, within 24 hours
 *			of the approval; of the other kinds
 *	decline_pair	{proposal}: its proposer, or who might approve it
 *
 * Files: pair.def (the kinds), decide_pair.c (the four commands), pair_kind.c
 * (what each kind asks and does), decide_erase.c (erasure and legal hold),
 * decide_export.c (exports, prints, receivers), row_pair.c and row_erase.c
 * (folding).
 */
#ifndef TN_CASE_PAIR_H
#define TN_CASE_PAIR_H

#include "core/case/decide.h"

struct event;

#define PAIR_LIVES_MS ((int64_t)24 * 3600 * 1000)
/* A clock may be put right by so much without ending what waits. */
#define PAIR_BACK_MS ((int64_t)5 * 60 * 1000)
#define PAIR_HASH_SIZE (2 * HASH_SIZE + 1)	/* hex, with its NUL */
#define PAIR_CONTENT_MAX (256 * 1024)		/* bytes of canonical JSON */

enum pair_scope { PAIR_UNIT, PAIR_SITE, PAIR_CASE };

struct pair_kind {
	const char *code;	/* also the right's */
	struct text title;
	enum pair_scope scope;
	/* Adds reasons when the content is not whole, or not for this actor. */
	void (*check)(struct deciding *d, const json_t *content);
	/* Proposes what follows from the approval; NULL: it is used later. */
	void (*done)(struct deciding *d, const char *proposal,
	    const json_t *content);
};

/* NULL when there is none. */
const struct pair_kind *pair_kind(const char *code);
const struct pair_kind *pair_kind_at(size_t i);	/* NULL at the end */

/* The hash of a content, in hex. */
void pair_hash(const char *kind, const json_t *content,
    char out[PAIR_HASH_SIZE]);

/* Of an item of the site row's `pairs`: has its time gone by? */
bool pair_is_old(const json_t *pair, when_t now);
/*
 * May the actor approve it, but for the case's own right (scope CASE), which
 * pair_may_case() tells?
 */
enum err_code pair_approve_fault(const struct deciding *d,
    const struct pair_kind *kind, const json_t *pair);

void decide_propose_pair(struct deciding *d, const char *id,
    const json_t *with);
void decide_approve_pair(struct deciding *d, const char *id,
    const json_t *with);
void decide_decline_pair(struct deciding *d, const char *id,
    const json_t *with);
void decide_use_pair(struct deciding *d, const char *id, const json_t *with);

/* pair_kind.c: checks and deeds of the kinds */
void pair_check_erase(struct deciding *d, const json_t *content);
void pair_done_erase(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_role(struct deciding *d, const json_t *content);
void pair_done_role(struct deciding *d, const char *proposal,
    const json_t *content);
/* decide_staff.c */
void pair_check_staff(struct deciding *d, const json_t *content);
void pair_check_add(struct deciding *d, const json_t *content);
void pair_done_add(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_done_reset(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_share(struct deciding *d, const json_t *content);
void pair_done_share(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_done_recover(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_done_end(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_resume(struct deciding *d, const json_t *content);
void pair_done_resume(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_end_role(struct deciding *d, const json_t *content);
void pair_done_end_role(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_sign_in(struct deciding *d, const json_t *content);
void pair_done_sign_in(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_officer(struct deciding *d, const json_t *content);
/* decide_export.c */
void pair_check_export(struct deciding *d, const json_t *content);
void pair_check_print(struct deciding *d, const json_t *content);
void pair_check_receiver(struct deciding *d, const json_t *content);
void pair_done_receiver(struct deciding *d, const char *proposal,
    const json_t *content);
void pair_check_end_receiver(struct deciding *d, const json_t *content);
void pair_done_end_receiver(struct deciding *d, const char *proposal,
    const json_t *content);
/*
 * What follows in the same operation when an approval is used: of exports and
 * prints, their entry in the register and one in each case.  `pair`: its line
 * in the row of the site.
 */
void pair_carry_out(struct deciding *d, const struct pair_kind *kind,
    const json_t *pair, const char *proposal, const json_t *content);
bool fold_export(json_t *row, const struct event *ev);
bool fold_receiver(json_t *row, const struct event *ev);
bool fold_receiver_ended(json_t *row, const struct event *ev);

/* decide_erase.c: nothing of a case is erased while a hold is on it. */
void decide_legal_hold(struct deciding *d, const char *id,
    const json_t *with);
/*
 * When the term for keeping a closed case ends, by its regime.  WHEN_NONE: no
 * term is known, or the case is open.
 */
when_t case_kept_until(const struct deciding *d, const json_t *row);

/* Inside row_site.c's family: `pairs` of the site. */
bool fold_pair_proposed(json_t *row, const struct event *ev);
bool fold_pair_approved(json_t *row, const struct event *ev);
bool fold_pair_ended(json_t *row, const struct event *ev);
bool fold_case_erased(json_t *row, const struct event *ev);
bool fold_act_erased(json_t *row, const struct event *ev);
bool fold_erasure(json_t *row, const struct event *ev);
bool fold_hold_set(json_t *row, const struct event *ev);
bool fold_hold_lifted(json_t *row, const struct event *ev);
/* Does the event end the key of its stream? */
bool event_ends(const struct event *ev);
bool fold_key_shared(json_t *row, const struct event *ev);
bool fold_role_granted(json_t *row, const struct event *ev);

#endif
