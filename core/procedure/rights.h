/*
 * Rights: who may use which command or query of the door, and of which
 * classes of questions what is shown, masked or hidden (forms/rights.yaml).
 * What no rule gives is refused.
 *
 * One engine, rights_of(), for screens, command line and server: pure, reads
 * nothing but what is handed in.  The same rules stand a second time, written
 * independently, in tests/rights/; all combinations are compared.
 */
#ifndef TN_PROCEDURE_RIGHTS_H
#define TN_PROCEDURE_RIGHTS_H

#include "core/procedure/procedure.h"

/*
 * How somebody stands to what a right is about, as bits.  NONE: not at all,
 * and that nobody is told whether it exists.  PARTY: an act that the unit is
 * part of, or a case that it is just opening.  GLASS: this officer has broken
 * the glass and it is not closed again.
 */
enum relation {
	RELATION_NONE = 1, RELATION_HOLDER = 2, RELATION_OFFERED = 4,
	RELATION_ASKED = 8, RELATION_FORMER = 16, RELATION_SUPERIOR = 32,
	RELATION_GLASS = 64, RELATION_PARTY = 128
};
#define RELATION_ANY 255u
/* "holder", ...; NULL for what is not one bit.  0 for an unknown word. */
const char *relation_word(unsigned relation);
unsigned relation_find(const char *word);

/* Where an answer would be shown. */
enum right_place {
	RIGHT_IN_FORM, RIGHT_IN_LIST, RIGHT_IN_IDENTITY, RIGHT_IN_VERSIONS,
	RIGHT_IN_HISTORY, RIGHT_IN_SEARCH, RIGHT_IN_EXPORT, RIGHT_PLACES
};
const char *right_place_word(enum right_place place);

enum right { RIGHT_NONE, RIGHT_MASKED, RIGHT_FULL };

/* Roles and kinds are bits by their place in struct procedure. */
#define RIGHT_ROLES_MAX 64
#define RIGHT_KINDS_MAX 64
#define RIGHT_OPS_MAX 192

struct rights_subject {
	uint64_t roles;
	uint64_t kind;			/* one bit */
	const char *province;		/* NULL: none */
};

struct rights_object {
	unsigned relation;		/* bits of enum relation */
	const char *province;		/* of the holder; NULL: none */
	const char *state;		/* code; NULL outside a case */
	bool final;
};

/* One line of rights.yaml: of operations, or of classes of questions. */
struct right_rule {
	uint64_t roles, kinds;
	unsigned relations;
	bool own_province;
	bool open_only, final_only;
	char **state;			/* none: every state */
	size_t n_state;
	uint64_t ops[RIGHT_OPS_MAX / 64];
	unsigned classes, places;	/* bits of form_class, right_place */
	enum right show;		/* of a rule of classes */
	struct basis basis;
	struct origin at;
};

struct rights {
	struct right_rule *rule;	/* any that fits gives the right */
	size_t n_rule;
	struct right_rule *class_rule;	/* for a role the first that fits */
	size_t n_class_rule;
};

/*
 * The operations: every command and every query of the door by its code, in
 * one numbering; -1 when there is none.
 */
int rights_command(const char *code);
int rights_query(const char *code);
/* The code of an operation; *is_query says which table it is of. */
const char *rights_op(int op, bool *is_query);
int rights_ops(void);

/*
 * In which relations an operation can be asked for at all: a list of cases is
 * no case, an act has parties only.  Bits of enum relation.
 */
unsigned rights_op_relations(int op);

/* Has the rule the subject and the object in it, whatever it gives? */
bool right_rule_fits(const struct right_rule *rule,
    const struct rights_subject *subject, const struct rights_object *object);

/* Instead of an operation: may a class of questions be seen at a place? */
#define RIGHTS_SEE(place) (-1 - (int)(place))

/*
 * The right of the subject to the object.  `op` is an operation (then `class`
 * counts for nothing, and the answer is RIGHT_NONE or RIGHT_FULL) or
 * RIGHTS_SEE(place).  Of several roles the one that gives most counts.
 */
enum right rights_of(const struct rights *rights,
    const struct rights_subject *subject, const struct rights_object *object,
    int op, enum form_class class);

/*
 * Has the subject the operation towards anything at all, in whatever state
 * and place it may be?  What menus and `tiepnhan check` ask.
 */
bool rights_ever(const struct rights *rights,
    const struct rights_subject *subject, int op);

/* Somebody of one role in a unit of one kind. */
struct rights_subject rights_subject_of(const struct procedure *p,
    const struct role *role, const struct unit_kind *kind);

struct right_code {
	const char *code;
};

/*
 * The commands and queries that a rule may name, in the order of the door's
 * description; static.  So a misspelt one is found before it refuses somebody
 * in silence.
 */
const struct right_code *rights_commands(size_t *n);
const struct right_code *rights_queries(size_t *n);

/*
 * May anybody at all in a unit of `kind`, holding one of the roles of `who`
 * (or any role when it names none), use `command`?
 */
bool rights_reach(const struct procedure *p, const struct who *who,
    const struct unit_kind *kind, const char *command);

/*
 * The same, and a unit of that kind exists that works on some day on which
 * the regime is in force.
 */
bool rights_somebody(const struct procedure *p, const struct regime *r,
    const struct who *who, const struct unit_kind *kind,
    const char *command);

/* Do two stretches of days, open where DAY_NONE, share a day? */
bool rights_days_meet(day_t from, day_t to, day_t from2, day_t to2);

#endif
