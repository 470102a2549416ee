/*
 * Rules of rights.yaml that can never apply: what they ask for cannot come
 * together, or rules before them have decided every case of theirs.  A rule
 * that somebody wrote and that does nothing is a wall that is believed to
 * stand.
 */
#include "core/procedure/check.h"
#include "core/procedure/rights.h"

#include <stdlib.h>
#include <string.h>

/* Relations to a case; with the others there is no state and no holder. */
#define OF_CASES (RELATION_HOLDER | RELATION_OFFERED | RELATION_ASKED | \
    RELATION_FORMER | RELATION_SUPERIOR | RELATION_GLASS)

enum fate { LIVES, NEVER, SHADOWED };

struct room {
	struct check c;
	uint64_t kinds;			/* all that there are */
	struct rights_object *at;	/* what a right can be about */
	size_t n_at;
	const struct right_rule *before;	/* of the last one looked at */
};

static void
add_object(struct room *m, unsigned relation, const char *province,
    const char *state, bool final)
{
	m->at = xrealloc(m->at, (m->n_at + 1) * sizeof(*m->at));
	m->at[m->n_at++] = (struct rights_object){ relation, province, state,
	    final };
}

static bool
has_state(const struct room *m, const char *state, bool final)
{
	for (size_t i = 0; i < m->n_at; i++)
		if (m->at[i].final == final &&
		    str_eq(m->at[i].state, state))
			return true;
	return false;
}

static void
add_state(struct room *m, const struct state *state)
{
	if (has_state(m, state->code, state->final))
		return;
	for (unsigned left = OF_CASES; left != 0; left &= left - 1) {
		unsigned relation = left & (~left + 1);

		add_object(m, relation, "here", state->code, state->final);
		add_object(m, relation, "there", state->code, state->final);
	}
}

static void
open_room(struct room *m)
{
	const struct procedure *p = m->c.p;

	for (size_t i = 0; i < p->n_unit_kind; i++)
		m->kinds |= UINT64_C(1) << i;
	add_object(m, RELATION_NONE, NULL, NULL, false);
	add_object(m, RELATION_PARTY, NULL, NULL, false);
	for (size_t i = 0; i < p->n_regime; i++)
		for (size_t k = 0; k < p->regime[i].n_path; k++)
			for (size_t s = 0; s < p->regime[i].path[k].n_state;
			    s++)
				add_state(m, &p->regime[i].path[k].state[s]);
}

/* Operation or class and place: does the rule speak of it? */
static bool
speaks_of(const struct right_rule *rule, int op, unsigned class)
{
	return op >= 0 ? (rule->ops[op / 64] >> (op % 64) & 1) != 0 :
	    (rule->classes >> class & 1) != 0 &&
	    (rule->places >> (-1 - op) & 1) != 0;
}

/* One role, one object: which kinds of units are left for rule[n]? */
static uint64_t
left_over(struct room *m, const struct right_rule *rule, size_t n,
    uint64_t role, const struct rights_object *o, int op, unsigned class)
{
	struct rights_subject s = { role, m->kinds, "here" };
	uint64_t left = rule[n].kinds & m->kinds;

	for (size_t i = 0; i < n && left != 0; i++) {
		if (!speaks_of(&rule[i], op, class) ||
		    !right_rule_fits(&rule[i], &s, o))
			continue;
		if ((left & rule[i].kinds) != 0)
			m->before = &rule[i];
		left &= ~rule[i].kinds;
	}
	return left;
}

static enum fate
fate_of(struct room *m, const struct right_rule *rule, size_t n, int op,
    unsigned class)
{
	struct rights_subject s = { 0, rule[n].kinds & m->kinds, "here" };
	unsigned can = op < 0 ? RELATION_ANY : rights_op_relations(op);
	enum fate fate = NEVER;

	for (size_t i = 0; i < m->n_at; i++)
		for (uint64_t left = rule[n].roles; left != 0;
		    left &= left - 1) {
			const struct rights_object *o = &m->at[i];

			s.roles = left & (~left + 1);
			if ((o->relation & can) == 0 ||
			    !right_rule_fits(&rule[n], &s, o))
				continue;
			if (left_over(m, rule, n, s.roles, o, op, class) != 0)
				return LIVES;
			fate = SHADOWED;
		}
	return fate;
}

static void
add_word(struct str *list, const char *word)
{
	str_add(list, list->len > 0 ? ", " : "");
	str_add(list, word);
}

static void
tell(struct room *m, const struct right_rule *rule, const struct str *never,
    const struct str *shadowed)
{
	char line[24];

	if (never->len > 0)
		CHECK_FAULT(&m->c, rule->at, ERR_PROC_RIGHT_NEVER,
		    str_text(never));
	if (shadowed->len == 0)
		return;
	snprintf(line, sizeof(line), "%d", (int)m->before->at.line);
	CHECK_FAULT(&m->c, rule->at, ERR_PROC_RIGHT_SHADOWED,
	    str_text(shadowed), line);
}

static void
check_ops(struct room *m, const struct right_rule *rule, size_t n)
{
	struct str never = STR_INIT, shadowed = STR_INIT;

	for (int op = 0; op < rights_ops(); op++) {
		bool query;
		enum fate fate;

		if (!speaks_of(&rule[n], op, 0))
			continue;
		fate = fate_of(m, rule, n, op, 0);
		if (fate != LIVES)
			add_word(fate == NEVER ? &never : &shadowed,
			    rights_op(op, &query));
	}
	tell(m, &rule[n], &never, &shadowed);
	str_done(&never);
	str_done(&shadowed);
}

/* A class lives if it does at one of the places. */
static enum fate
fate_of_class(struct room *m, const struct right_rule *rule, size_t n,
    unsigned class)
{
	enum fate fate = NEVER;

	for (unsigned at = 0; at < RIGHT_PLACES && fate != LIVES; at++) {
		enum fate here;

		if (!speaks_of(&rule[n], RIGHTS_SEE(at), class))
			continue;
		here = fate_of(m, rule, n, RIGHTS_SEE(at), class);
		fate = here == NEVER ? fate : here;
	}
	return fate;
}

static void
check_classes(struct room *m, const struct right_rule *rule, size_t n)
{
	struct str never = STR_INIT, shadowed = STR_INIT;

	for (unsigned class = 0; class < FORM_CLASSES; class++) {
		enum fate fate;

		if ((rule[n].classes >> class & 1) == 0)
			continue;
		fate = fate_of_class(m, rule, n, class);
		if (fate != LIVES)
			add_word(fate == NEVER ? &never : &shadowed,
			    form_class_name((enum form_class)class));
	}
	tell(m, &rule[n], &never, &shadowed);
	str_done(&never);
	str_done(&shadowed);
}

void
check_rights(const struct procedure *p, struct findings *found)
{
	struct room m = { .c = { .p = p, .found = found } };

	open_room(&m);
	for (size_t i = 0; i < p->rights->n_rule; i++)
		check_ops(&m, p->rights->rule, i);
	for (size_t i = 0; i < p->rights->n_class_rule; i++)
		check_classes(&m, p->rights->class_rule, i);
	free(m.at);
}
