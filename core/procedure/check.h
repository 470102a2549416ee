/*
 * What the files check*.c share; nobody else includes it.
 *
 * Two pictures are drawn of each path before anything is judged: which state
 * can come after which, and which kinds of units can be holding a case in
 * each state.  The second follows the hand-overs and the rights, so that a
 * state which only a powerless unit can hold is found.
 */
#ifndef TN_PROCEDURE_CHECK_H
#define TN_PROCEDURE_CHECK_H

#include "core/procedure/procedure.h"

/* One path, seen as a graph.  Indices are those of its states. */
struct flow {
	const struct path *path;
	bool *reach;		/* can be reached from the entry */
	bool *after;		/* [i * n + k]: k is i, or can follow it */
	bool *holds;		/* [i * kinds + k]: kind k may hold it there */
	bool *able;		/* [step * kinds + k]: kind k may take it */
};

struct check {
	const struct procedure *p;
	const struct regime *r;
	struct flow *flow;	/* one a path of the regime, then one a track */
	size_t n_flow;
	struct findings *found;
};

void flow_open(struct flow *f, const struct check *c,
    const struct path *path);
void flow_close(struct flow *f);
/* Can the step be taken in the state?  A final one needs `reopens`. */
bool flow_leaves(const struct step *step, const struct state *s);
/* Does some step of the path leave the state? */
bool flow_has_exit(const struct flow *f, const struct state *s);
size_t flow_state(const struct flow *f, const struct state *s);
bool flow_follows(const struct flow *f, const struct state *later,
    const struct state *earlier);
bool flow_holds(const struct check *c, const struct flow *f, size_t state,
    const struct unit_kind *kind);

/* Can a holder of the k-th kind move a case on from the state? */
bool flow_can_move(const struct check *c, const struct flow *f, size_t state,
    size_t k);
/* May a unit of the kind give some emergency support? */
bool check_helps(const struct check *c, const struct unit_kind *kind);
/* Can a unit of the kind be holding a case on some path of the regime? */
bool check_holds_ever(const struct check *c, const struct unit_kind *kind);
/* May anybody of `who` use the command under this regime? */
bool check_anybody(const struct check *c, const struct who *who,
    const char *command);

/* About all regimes together. */
void check_regimes(const struct procedure *p, struct findings *found);
void check_agencies(const struct procedure *p, struct findings *found);
void check_answers(const struct procedure *p, struct findings *found);
void check_rights(const struct procedure *p, struct findings *found);
void check_versions(const struct procedure *p, struct findings *found);

/* Each adds its findings about one regime. */
void check_flow(struct check *c);
void check_tracks(struct check *c);
void check_duties(struct check *c);
void check_tests(struct check *c);
/*
 * What a guard does with answers and counts (core/form/expr_type.h); called
 * by check_tests().  Words are check_words()'s.
 */
void check_types(struct check *c, const struct need *need);
/*
 * Literals that a guard compares with; called by check_tests().  `path` is
 * the one whose states the case can be in, NULL for any.
 */
void check_words(struct check *c, const struct path *path,
    const struct need *need, size_t n);
void check_use(struct check *c);
void check_clocks(struct check *c);
void check_support(struct check *c);
void check_takeovers(struct check *c);

/* What a test without any name amounts to. */
enum constant { CONSTANT_NOT, CONSTANT_TRUE, CONSTANT_FALSE };
enum constant check_constant(const struct expr *x);

/*
 * Which forms can have been filled in before a step of a flow, before a
 * request, or at any time; marked in `row`, one mark a form of the regime.
 */
struct known;
struct known *known_open(const struct check *c);
void known_close(struct known *known);
bool *known_row(const struct check *c);		/* the caller's, no marks */
void known_before_step(const struct known *known, size_t flow, size_t at,
    bool *row);
void known_before_request(const struct known *known, const struct request *q,
    bool *row);
void known_anywhere(const struct known *known, bool *row);

/* Flows of all paths and tracks of c->r; check_close() frees them. */
void check_open(struct check *c);
void check_close(struct check *c);

/* A finding at an origin. */
#define CHECK_FAULT(c, at, ...) findings_add((c)->found, (at).file, \
    (at).line, (at).col, __VA_ARGS__, NULL)

#endif
