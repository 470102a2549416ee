/*
 * The engine of rights by small rules of its own: what the shipped rights.yaml
 * does not use today (one province, single states) decides like the rest.
 * With tests/rights every branch of core/procedure/rights.c is gone through;
 * tests/rights/branches.sh counts them (S-69).
 */
#include "core/procedure/rights.h"
#include "tests/t.h"

#include <limits.h>
#include <stdint.h>

#define OFFICER UINT64_C(1)
#define CLERK UINT64_C(2)
#define POST UINT64_C(1)
#define OFFICE UINT64_C(2)

static int note;			/* the operation that the rules give */

/* One rule of its own that gives an officer of a post `note` as the holder. */
static struct right_rule
rule(void)
{
	struct right_rule r = { .roles = OFFICER, .kinds = POST,
	    .relations = RELATION_HOLDER };

	r.ops[note / 64] = UINT64_C(1) << (note % 64);
	return r;
}

static enum right
asked(struct right_rule r, struct rights_subject s, struct rights_object o)
{
	struct rights rights = { .rule = &r, .n_rule = 1 };

	return rights_of(&rights, &s, &o, note, FORM_PLAIN);
}

static const struct rights_subject officer = { OFFICER, POST, "22" };

static struct rights_object
object(unsigned relation, const char *province, const char *state, bool final)
{
	return (struct rights_object){ relation, province, state, final };
}

static void
test_subject_and_relation(void)
{
	struct rights_object held = object(RELATION_HOLDER, "22", "one", false);
	struct rights_subject s = officer;

	T_INT(asked(rule(), s, held), RIGHT_FULL);
	s.roles = CLERK;
	T_INT(asked(rule(), s, held), RIGHT_NONE);
	s.roles = CLERK | OFFICER;
	T_INT(asked(rule(), s, held), RIGHT_FULL);
	s.kind = OFFICE;
	T_INT(asked(rule(), s, held), RIGHT_NONE);
	s = officer;
	for (unsigned r = 0; r < 8; r++) {
		held.relation = 1u << r;
		T_INT(asked(rule(), s, held), 1u << r == RELATION_HOLDER ?
		    RIGHT_FULL : RIGHT_NONE);
	}
	held.relation = RELATION_FORMER | RELATION_HOLDER;
	T_INT(asked(rule(), s, held), RIGHT_FULL);
}

/* An unknown province is nobody's own. */
static void
test_province(void)
{
	struct right_rule r = rule();
	struct rights_object o = object(RELATION_HOLDER, "22", "one", false);
	struct rights_subject s = officer;

	r.own_province = true;
	T_INT(asked(r, s, o), RIGHT_FULL);
	o.province = "40";
	T_INT(asked(r, s, o), RIGHT_NONE);
	o.province = NULL;
	T_INT(asked(r, s, o), RIGHT_NONE);
	s.province = NULL;
	T_INT(asked(r, s, o), RIGHT_NONE);
	o.province = "22";
	T_INT(asked(r, s, o), RIGHT_NONE);
	s.province = "";
	o.province = "";
	T_INT(asked(rule(), s, o), RIGHT_FULL);
}

static void
test_state(void)
{
	static char one[] = "one", two[] = "two";
	char *state[] = { one, two };
	struct right_rule r = rule();
	struct rights_object o = object(RELATION_HOLDER, NULL, "two", false);

	r.state = state;
	r.n_state = 2;
	T_INT(asked(r, officer, o), RIGHT_FULL);
	o.state = "three";
	T_INT(asked(r, officer, o), RIGHT_NONE);
	/* Outside a case no rule of a state fits. */
	o.state = NULL;
	T_INT(asked(r, officer, o), RIGHT_NONE);
	T_INT(asked(rule(), officer, o), RIGHT_FULL);
	r = rule();
	r.open_only = true;
	T_INT(asked(r, officer, o), RIGHT_NONE);
	o.state = "one";
	T_INT(asked(r, officer, o), RIGHT_FULL);
	o.final = true;
	T_INT(asked(r, officer, o), RIGHT_NONE);
	r = rule();
	r.final_only = true;
	T_INT(asked(r, officer, o), RIGHT_FULL);
	o.final = false;
	T_INT(asked(r, officer, o), RIGHT_NONE);
	o.state = NULL;
	T_INT(asked(r, officer, o), RIGHT_NONE);
}

static enum right
seen(const struct rights *rights, uint64_t roles, unsigned relation)
{
	struct rights_subject s = { roles, POST, "22" };
	struct rights_object o = object(relation, "22", "one", false);

	return rights_of(rights, &s, &o, RIGHTS_SEE(RIGHT_IN_FORM),
	    FORM_MEDICAL);
}

/* Of classes the first rule that fits decides; of roles, the most counts. */
static void
test_classes(void)
{
	struct right_rule r[3] = { rule(), rule(), rule() };
	struct rights rights = { .class_rule = r, .n_class_rule = 3 };

	for (size_t i = 0; i < 3; i++) {
		r[i].classes = 1u << FORM_MEDICAL;
		r[i].places = 1u << RIGHT_IN_FORM;
	}
	r[0].show = RIGHT_MASKED;
	r[1].show = RIGHT_FULL;
	r[2].roles = CLERK;
	r[2].relations = RELATION_ASKED;
	r[2].show = RIGHT_FULL;
	T_INT(seen(&rights, OFFICER, RELATION_HOLDER), RIGHT_MASKED);
	T_INT(seen(&rights, CLERK, RELATION_HOLDER), RIGHT_NONE);
	T_INT(seen(&rights, OFFICER | CLERK, RELATION_HOLDER), RIGHT_MASKED);
	T_INT(seen(&rights, OFFICER | CLERK, RELATION_HOLDER |
	    RELATION_ASKED), RIGHT_FULL);
	T_INT(seen(&rights, OFFICER, RELATION_ASKED), RIGHT_NONE);
	T_INT(seen(&rights, OFFICER, RELATION_FORMER | RELATION_HOLDER),
	    RIGHT_MASKED);
	r[0].classes = 1u << FORM_IDENTITY;
	T_INT(seen(&rights, OFFICER, RELATION_HOLDER), RIGHT_FULL);
	r[1].places = 1u << RIGHT_IN_LIST;
	T_INT(seen(&rights, OFFICER, RELATION_HOLDER), RIGHT_NONE);
}

/* What is no operation and no class gives nothing, whatever the rules. */
static void
test_bounds(void)
{
	struct right_rule all = { .roles = UINT64_MAX, .kinds = UINT64_MAX,
	    .relations = RELATION_ANY, .classes = UINT_MAX,
	    .places = UINT_MAX, .show = RIGHT_FULL };
	struct rights rights = { &all, 1, &all, 1 };
	struct rights_object o = object(RELATION_ANY, "22", "one", false);
	static const int no_op[] = { INT_MIN, -1000, -1 - RIGHT_PLACES,
	    INT_MAX };

	memset(all.ops, 0xff, sizeof all.ops);
	for (size_t i = 0; i < ARRAY_LEN(no_op); i++)
		T_INT(rights_of(&rights, &officer, &o, no_op[i], FORM_PLAIN),
		    RIGHT_NONE);
	T_INT(rights_of(&rights, &officer, &o, rights_ops(), FORM_PLAIN),
	    RIGHT_NONE);
	T_INT(rights_of(&rights, &officer, &o, rights_ops() - 1, FORM_PLAIN),
	    RIGHT_FULL);
	T_INT(rights_of(&rights, &officer, &o, RIGHTS_SEE(RIGHT_IN_EXPORT),
	    FORM_PLAIN), RIGHT_FULL);
	T_INT(rights_of(&rights, &officer, &o, RIGHTS_SEE(RIGHT_IN_EXPORT),
	    FORM_CLASSES), RIGHT_NONE);
	T_INT(rights_of(&rights, &officer, &o, RIGHTS_SEE(RIGHT_IN_EXPORT),
	    (enum form_class)-1), RIGHT_NONE);
	T_CHECK(!rights_ever(&rights, &officer, -1));
	T_CHECK(!rights_ever(&rights, &officer, rights_ops()));
	T_CHECK(rights_ever(&rights, &officer, 0));
}

static void
test_words(void)
{
	bool query;

	for (unsigned i = 0; i < 8; i++)
		T_INT(relation_find(relation_word(1u << i)), 1u << i);
	T_CHECK(relation_word(3) == NULL && relation_word(0) == NULL);
	T_INT(relation_find("owner"), 0);
	T_INT(relation_find(NULL), 0);
	T_CHECK(right_place_word(RIGHT_PLACES) == NULL);
	T_CHECK(right_place_word((enum right_place)-1) == NULL);
	T_INT(rights_command(NULL), -1);
	T_INT(rights_command("home"), -1);
	T_INT(rights_query("append_note"), -1);
	T_CHECK(rights_op(-1, &query) == NULL);
	T_CHECK(rights_op(rights_ops(), &query) == NULL);
	T_STR(rights_op(note, &query), "append_note");
	T_CHECK(!query);
}

/* ---- of roles, kinds and days ---- */

/* Of what a query is, and whether one rule says something of one case. */
static void
test_of_what(void)
{
	struct right_rule r = rule();
	struct rights_object held = { .relation = RELATION_HOLDER,
	    .province = "22", .state = "received" };
	struct rights_object asked_for = held;

	T_INT(rights_op_relations(-1), RELATION_ANY);
	T_INT(rights_op_relations(rights_command("take_step")), RELATION_ANY);
	T_INT(rights_op_relations(rights_query("home")), RELATION_NONE);
	T_INT(rights_op_relations(rights_query("act")), RELATION_PARTY);
	asked_for.relation = RELATION_ASKED;
	T_CHECK(right_rule_fits(&r, &officer, &held));
	T_CHECK(!right_rule_fits(&r, &officer, &asked_for));
	r.roles = CLERK;
	T_CHECK(!right_rule_fits(&r, &officer, &held));
}

static void
test_reach(void)
{
	struct role role[2] = { { 0 } };
	struct unit_kind kind[2] = { { 0 } };
	struct unit unit[1] = { { 0 } };
	struct right_rule r = rule();
	struct rights rights = { .rule = &r, .n_rule = 1 };
	struct procedure p = { .role = role, .n_role = 2, .unit_kind = kind,
	    .n_unit_kind = 2, .unit = unit, .n_unit = 1, .rights = &rights };
	const struct role *clerk[] = { &role[1] }, *first[] = { &role[0] };
	const struct unit_kind *posts[] = { &kind[0] };
	struct who anybody = { 0 }, clerks = { .role = clerk, .n_role = 1 },
	    officers = { .role = first, .n_role = 1, .kind = posts,
	    .n_kind = 1 };
	struct regime regime = { .from = 100, .to = DAY_NONE };

	kind[0].from = kind[1].from = unit[0].from = DAY_NONE;
	kind[0].to = kind[1].to = unit[0].to = DAY_NONE;
	unit[0].kind = &kind[0];
	T_CHECK(who_has_kind(&officers, &kind[0]));
	T_CHECK(!who_has_kind(&officers, &kind[1]));
	T_CHECK(!who_has_kind(&anybody, &kind[0]));
	T_CHECK(!procedure_allows(&p, NULL, &kind[0], "append_note"));
	T_CHECK(!procedure_allows(&p, &role[0], NULL, "append_note"));
	T_CHECK(rights_reach(&p, &officers, &kind[0], "append_note"));
	T_CHECK(rights_reach(&p, &anybody, &kind[0], "append_note"));
	T_CHECK(!rights_reach(&p, &anybody, &kind[0], "take_step"));
	T_CHECK(!rights_reach(&p, &clerks, &kind[0], "append_note"));
	T_CHECK(!rights_reach(&p, &anybody, &kind[1], "append_note"));
	T_CHECK(rights_somebody(&p, &regime, &anybody, &kind[0],
	    "append_note"));
	T_CHECK(!rights_somebody(&p, &regime, &clerks, &kind[0],
	    "append_note"));
	/* the only unit, then its kind, ended before the regime began */
	unit[0].to = 99;
	T_CHECK(!rights_somebody(&p, &regime, &anybody, &kind[0],
	    "append_note"));
	unit[0].to = 100;
	T_CHECK(rights_somebody(&p, &regime, &anybody, &kind[0],
	    "append_note"));
	kind[0].to = 99;
	T_CHECK(!rights_somebody(&p, &regime, &anybody, &kind[0],
	    "append_note"));
	kind[0].to = DAY_NONE;
	unit[0].kind = &kind[1];
	T_CHECK(!rights_somebody(&p, &regime, &anybody, &kind[0],
	    "append_note"));
}

static void
test_days(void)
{
	T_CHECK(rights_days_meet(1, 5, 5, 9));
	T_CHECK(!rights_days_meet(1, 4, 5, 9));
	T_CHECK(!rights_days_meet(10, 12, 5, 9));
	T_CHECK(rights_days_meet(DAY_NONE, DAY_NONE, DAY_NONE, DAY_NONE));
	T_CHECK(rights_days_meet(DAY_NONE, 4, DAY_NONE, 1));
	T_CHECK(rights_days_meet(7, DAY_NONE, 1, DAY_NONE));
	T_CHECK(!rights_days_meet(7, DAY_NONE, DAY_NONE, 6));
}

int
main(void)
{
	note = rights_command("append_note");
	T_RUN(test_subject_and_relation);
	T_RUN(test_province);
	T_RUN(test_state);
	T_RUN(test_classes);
	T_RUN(test_bounds);
	T_RUN(test_words);
	T_RUN(test_of_what);
	T_RUN(test_reach);
	T_RUN(test_days);
	return t_done();
}
