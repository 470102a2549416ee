/* Guards: what they do with answers and counts. */
#include "core/staff/seal.h"
#include "tests/unit/procedure_tiny.h"

#define GATE "r1/paths/gate.yaml"
#define GUARD "${known} = 'yes' or ${paper.letter} > 0"

static void
test_arithmetic(void)
{
	/* text and choices are not computed with; counts and dates are */
	EXPECT(GATE, GUARD, "${full_name} > 0",
	    GATE ":35:16 type_arithmetic");
	EXPECT(GATE, GUARD, "${paper.letter} + ${known} > 0",
	    GATE ":35:34 type_arithmetic");
	EXPECT(GATE, GUARD, "${wanted_by} + 3 > today()", "");
	EXPECT(GATE, GUARD, "${paper.letter} + ${support.food} > 1", "");
	EXPECT(GATE, GUARD, "${wanted_by} > 'soon'",
	    GATE ":35:31 type_word_date");
}

static void
test_functions(void)
{
	EXPECT(GATE, GUARD, "selected(${full_name}, 'a')",
	    GATE ":35:25 type_select");
	EXPECT(GATE, GUARD, "count(${sex}) > 1", GATE ":35:16 type_repeat");
	EXPECT(GATE, GUARD, "${wanted_by} > 'soon'",
	    GATE ":35:31 type_word_date");
	EXPECT(GATE, GUARD, "tn:age-at(${full_name}, today()) > 3",
	    GATE ":35:26 type_date");
	EXPECT(GATE, GUARD, "string-length(${full_name}) > 3", "");
}

static void
test_conditions(void)
{
	EXPECT(GATE, GUARD, "${known} = 'yes' or 'no'",
	    GATE ":35:36 type_alone");
	EXPECT(GATE, GUARD, "not(${case.under_18} = 'yes')", "");
}

int
main(void)
{
	T_CHECK(seal_start());
	T_RUN(test_arithmetic);
	T_RUN(test_functions);
	T_RUN(test_conditions);
	return t_done();
}
