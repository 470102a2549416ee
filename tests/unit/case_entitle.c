/*
 * Who may have what, over the forms/ that ship: every cell of the matrix from
 * a table written a second time from the dossier (law-and-procedure.md 9.1).
 */
#include "tests/unit/entitle_help.h"

/* ---- the matrix ---- */

struct person {
	const char *class, *unit, *state, *answers;
};

static const struct person person_2025[] = {
	{ "victim_vn", POST, NULL, "{'identified_on':'2026-03-02'}" },
	{ "minor_with_victim", POST, NULL, "{'accompanying_minor':'yes',"
	    "'companion_identified_on':'2026-03-02'}" },
	{ "pending_abroad", "cqdd_phnom_penh", NULL, "{}" },
	{ "minor_with_pending_abroad", "cqdd_phnom_penh", NULL,
	    "{'person_role':'accompanying_minor'}" },
	{ "pending_home", POST, NULL, "{}" },
	{ "minor_with_pending_home", POST, NULL,
	    "{'accompanying_minor':'yes'}" },
	{ "foreigner", POST, NULL, "{'nationality_class':'foreigner',"
	    "'identified_on':'2026-03-02'}" },
	{ "not_victim", POST, "not_victim", "{}" },
	{ "relative", POST, NULL, "{'person_role':'relative'}" },
	{ "helper", POST, NULL, "{'person_role':'helper'}" },
};

/*
 * y may have, - may not, c case by case, u not read.  One letter a person
 * above, in their order.
 */
struct cells {
	const char *code, *cells;
};

static const struct cells cell_2025[] = {
	{ "meals_lodging",	"yyyyyyc---" },	/* i */
	{ "daily_items",	"yyyyyyc---" },
	{ "facility_stay",	"yyyyyyc---" },
	{ "medical_care",	"yyyyyyu---" },	/* ii */
	{ "health_insurance",	"yyuuuuu---" },
	{ "interpreting",	"yyyyyyu---" },	/* iii */
	{ "legal_support",	"yyyyyyu---" },	/* iv */
	{ "legal_aid",		"yy--yyu---" },	/* v */
	{ "travel",		"yy--yyuu--" },	/* vi */
	{ "psychological",	"yy--yyu---" },	/* vii */
	{ "schooling",		"yy----u---" },	/* viii */
	{ "vocational",		"y-----u---" },	/* ix */
	{ "hardship_allowance",	"y-----u---" },	/* x */
	{ "loan",		"y-----u---" },
	{ "safe_shelter",	"yyyyyyy-yy" },	/* protection, Art 34 */
};

static const char *
class_code(const struct case_state *cs, const char *date)
{
	json_t *names = names_of(p, cs, cs->answers, noon(date));
	const struct person_class *class = case_class(p,
	    case_support_regime(cs, p), names, noon(date));

	T_STR(jx_text(names, "case.class"), class == NULL ? "" : class->code);
	json_decref(names);
	return class == NULL ? "" : class->code;
}

static void
check_cell(const struct case_state *cs, const char *class, const char *code,
    const char *date, char want)
{
	static const char *const word = "-ycu";
	const struct regime *regime = case_support_regime(cs, p);
	const struct support *support = regime_support(regime, code);
	const char *reason = support->emergency || want == 'y' ? "" :
	    want == '-' ? "not_entitled" : "entitlement_needs_document";
	struct standing st;

	standing_of(p, cs, regime_class(regime, class), support, cs->answers,
	    &st);
	if (word[st.what] != want) {
		printf("# %s for %s is %c, not %c\n", code, class,
		    word[st.what], want);
		t_bad++;
	}
	EXPECT(cs, code, date, NULL, reason);
	/* A document mends what is not read, never what is not given. */
	EXPECT(cs, code, date, "Văn bản giả định",
	    want == '-' ? reason : "");
}

static void
check_person(const struct regime *r, const struct person *who, size_t i,
    const struct cells *cell, size_t n_cell, const char *date)
{
	struct case_state *cs = person_of(r->code, who->unit, who->state,
	    who->answers);
	size_t k;

	T_CHECK(case_support_regime(cs, p) == r);
	T_STR(class_code(cs, date), who->class);
	for (k = 0; k < n_cell; k++) {
		T_INT(strlen(cell[k].cells), r->n_class);
		T_CHECK(regime_support(r, cell[k].code) != NULL);
		if (regime_support(r, cell[k].code) != NULL)
			check_cell(cs, who->class, cell[k].code, date,
			    cell[k].cells[i]);
	}
	case_state_free(cs);
}

static void
test_matrix_2025(void)
{
	const struct regime *r = procedure_regime(p, "vn-2025");
	size_t i;

	T_INT(r->n_class, ARRAY_LEN(person_2025));
	T_INT(r->n_support, ARRAY_LEN(cell_2025));
	for (i = 0; i < ARRAY_LEN(person_2025); i++)
		check_person(r, &person_2025[i], i, cell_2025,
		    ARRAY_LEN(cell_2025), "2026-03-03");
}

/* Law 66/2011 Art 32, Decree 09/2013 Art 19; the same letters. */
static const struct person person_2022[] = {
	{ "victim_vn", POST, NULL, "{'identified_on':'2025-03-03'}" },
	{ "foreigner", POST, NULL, "{'nationality_class':'foreigner',"
	    "'identified_on':'2025-03-03'}" },
	{ "minor_with", POST, NULL, "{'accompanying_minor':'yes',"
	    "'companion_identified_on':'2025-03-03'}" },
	{ "minor_with_pending", POST, NULL, "{'accompanying_minor':'yes'}" },
	{ "pending", POST, NULL, "{}" },
	{ "not_victim", POST, "not_victim", "{}" },
	{ "relative", POST, NULL, "{'person_role':'relative'}" },
	{ "helper", POST, NULL, "{'person_role':'helper'}" },
};

static const struct cells cell_2022[] = {
	{ "meals_lodging",	"yyyuy---" },
	{ "daily_items",	"yyyuy---" },
	{ "facility_stay",	"yyyuy---" },
	{ "travel",		"yyyuyu--" },
	{ "medical_care",	"yyy-----" },
	{ "health_insurance",	"yuuuu---" },
	{ "psychological",	"yyy-----" },
	{ "legal_support",	"y-------" },
	{ "legal_aid",		"yy------" },
	{ "schooling",		"y-------" },
	{ "vocational",		"y-------" },
	{ "hardship_allowance",	"y-------" },
	{ "loan",		"y-------" },
	{ "interpreting",	"uuuuu---" },
	{ "safe_shelter",	"yyyyy-yy" },
	{ "abroad_living",	"y---y---" },
	{ "funeral",		"yyyuu---" },
};

static void
test_matrix_2022(void)
{
	const struct regime *r = procedure_regime(p, "vn-2022");
	size_t i;

	T_INT(r->n_class, ARRAY_LEN(person_2022));
	T_INT(r->n_support, ARRAY_LEN(cell_2022));
	for (i = 0; i < ARRAY_LEN(person_2022); i++)
		check_person(r, &person_2022[i], i, cell_2022,
		    ARRAY_LEN(cell_2022), "2025-03-04");
}

/* Support follows the day of identification, not that of the case. */
static void
test_support_regime(void)
{
	static const struct { const char *of, *answers, *want; } day[] = {
		{ "vn-2022", "{}", "vn-2022" },
		{ "vn-2025", "{}", "vn-2025" },
		{ "vn-2022", "{'identified_on':'2025-06-30'}", "vn-2022" },
		{ "vn-2022", "{'identified_on':'2025-07-01'}", "vn-2025" },
		{ "vn-2025", "{'identified_on':'2025-06-30'}", "vn-2022" },
		{ "vn-2025", "{'companion_identified_on':'2025-06-30'}",
		    "vn-2022" },
		{ "vn-2025", "{'identified_on':'2025-07-01',"
		    "'companion_identified_on':'2025-06-30'}", "vn-2025" },
		/* reversed: none; and one of a later number, which counts */
		{ "vn-2025", "{'identified_on':'2025-06-30',"
		    "'identification_number':'7/X','reversed_number':'7/X'}",
		    "vn-2025" },
		{ "vn-2025", "{'identified_on':'2025-06-30',"
		    "'identification_number':'8/X','reversed_number':'7/X'}",
		    "vn-2022" },
		{ "vn-2025", "{'identified_on':'2025-06-30',"
		    "'identification_number':'','reversed_number':''}",
		    "vn-2022" },
		/* a day before any regime, and one that is no whole day */
		{ "vn-2025", "{'identified_on':'1990-01-01'}", "vn-2025" },
		{ "vn-2025", "{'identified_on':'2025-06'}", "vn-2025" },
		{ "vn-2025", "{'identified_on':['2025-06-30']}", "vn-2025" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(day); i++) {
		struct case_state *cs = person_of(day[i].of, POST, NULL,
		    day[i].answers);
		const struct regime *r = procedure_regime(p, day[i].want);

		T_STR(case_support_regime(cs, p)->code, day[i].want);
		/* and with it what is recorded of a support */
		T_CHECK(case_support(cs, p, "travel") ==
		    regime_support(r, "travel"));
		T_CHECK(case_form(cs, p, "travel_support") ==
		    regime_form(r, "travel_support"));
		T_CHECK(case_form(cs, p, "declaration") == regime_form(
		    procedure_regime(p, day[i].of), "declaration"));
		case_state_free(cs);
	}
}

/* An amount of one province is never used for another. */
static void
test_amounts(void)
{
	static const struct { const char *code, *province; int64_t want; }
	    of[] = {
		{ "hardship_amount", "002", 3000000 },
		{ "hardship_amount", "052", 2000000 },
		{ "hardship_amount", "001", -1 },
		{ "hardship_amount", "08", -1 },	/* what became of 002 */
		{ "hardship_amount", NULL, -1 },
		{ "meal_amount", "002", 60000 },
		{ "meal_amount", "052", -1 },
		{ "travel_meal_amount", "002", 100000 },
		{ "travel_meal_amount", "001", 70000 },
	};
	const struct regime *r = procedure_regime(p, "vn-2022");
	const struct basis *basis;
	size_t i, k;
	day_t day = 0;

	T_CHECK(day_parse("2025-03-04", &day));
	for (i = 0; i < ARRAY_LEN(of); i++) {
		int64_t n = -1;

		(void)legal_value_in(regime_value(r, of[i].code),
		    of[i].province, day, &n, &basis);
		T_INT(n, of[i].want);
		T_CHECK(basis->status != SURE_UNSET || n < 0);
	}
	/* Nothing of money is known under the new law. */
	r = procedure_regime(p, "vn-2025");
	for (k = 0; k < r->n_value; k++)
		if (strcmp(r->value[k].unit, "VND") == 0)
			T_CHECK(!r->value[k].has_value &&
			    r->value[k].n_local == 0);
}

/* Who is more than one thing is the one that counts. */
static void
test_order(void)
{
	static const struct person both[] = {
		/* a child of a Vietnamese victim, born abroad */
		{ "minor_with_victim", POST, NULL, "{'nationality_class':"
		    "'foreigner','accompanying_minor':'yes',"
		    "'companion_identified_on':'2026-03-02'}" },
		{ "foreigner", POST, NULL, "{'nationality_class':'foreigner',"
		    "'accompanying_minor':'yes','identified_on':"
		    "'2026-03-02'}" },
		{ "victim_vn", POST, NULL, "{'accompanying_minor':'yes',"
		    "'identified_on':'2026-03-02'}" },
		{ "victim_vn", "cqdd_phnom_penh", NULL,
		    "{'identified_on':'2026-03-02'}" },
		{ "not_victim", POST, "not_victim",
		    "{'nationality_class':'foreigner'}" },
		{ "victim_vn", POST, NULL, "{'nationality_class':"
		    "'stateless_resident','identified_on':'2026-03-02'}" },
		{ "pending_home", POST, NULL,
		    "{'nationality_class':'to_verify'}" },
		/* what was refused or is not known says nothing */
		{ "pending_home", POST, NULL, "{'identified_on':{'status':"
		    "'refused'},'person_role':{'status':'unknown'}}" },
		{ "pending_home", POST, NULL, "{'identified_on':[1,2],"
		    "'person_role':{'x':1},'nationality_class':7}" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(both); i++) {
		struct case_state *cs = person_of("vn-2025", both[i].unit,
		    both[i].state, both[i].answers);

		if (i < 8)
			T_STR(class_code(cs, "2026-03-03"), both[i].class);
		else	/* any class will do, but one there is */
			T_CHECK(class_code(cs, "2026-03-03")[0] != '\0');
		case_state_free(cs);
	}
}

static void
class_is(const char *nationality, const char *path, const char *want)
{
	const struct regime *r = procedure_regime(p, "vn-2025");
	json_t *names = json_pack("{s:s,s:s,s:s,s:s}", "case.path", path,
	    "nationality_class", nationality, "accompanying_minor", "yes",
	    "companion_identified_on", "2026-03-02");
	const struct person_class *class = case_class(p, r, names,
	    noon("2026-03-03"));

	T_STR(class == NULL ? "" : class->code, want);
	json_decref(names);
}

/* A child goes with the grown-up: a foreigner's child with the foreigner. */
static void
test_foreign_child(void)
{
	class_is("foreigner", "bilateral_handover", "minor_with_victim");
	class_is("foreigner", "foreign_victim", "foreigner");
	class_is("", "foreign_victim", "foreigner");
	class_is("vn_citizen", "foreign_victim", "minor_with_victim");
	class_is("", "bilateral_handover", "minor_with_victim");
	T_CHECK(case_class(p, NULL, NULL, 0) == NULL);
}

int
main(void)
{
	struct findings found = FINDINGS_INIT;
	struct files files;

	if (!entitle_start(&files, &found))
		return 1;
	T_RUN(test_matrix_2025);
	T_RUN(test_matrix_2022);
	T_RUN(test_support_regime);
	T_RUN(test_amounts);
	T_RUN(test_order);
	T_RUN(test_foreign_child);
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
	return t_done();
}
