/*
 * Who may have what, over the forms/ that ship: every cell of the matrix from
 * a table written a second time from the dossier (law-and-procedure.md 9.1),
 * then the days on which a window, a period and a count run out.
 */
#include "core/base/jx.h"
#include "core/case/entitle.h"
#include "core/case/mend.h"
#include "tests/t.h"

#include <stdlib.h>

static struct procedure *p;

static when_t
noon(const char *date)
{
	day_t day = 0;

	T_CHECK(day_parse(date, &day));
	return when_from_day(day, VN_OFFSET_MIN, 12 * 60);
}

static void
add_event(struct case_state *cs, const char *kind, const char *date,
    json_t *facts, json_t *body)
{
	const char *unit = jx_text(cs->row != NULL ? cs->row : body,
	    cs->row != NULL ? "holder" : "unit");
	struct event ev = { .seq = cs->last_seq + 1, .epoch = 1,
	    .at = noon(date), .stream = cs->id,
	    .kind = (char *)(void *)kind, .actor = (char *)(void *)"thu",
	    .unit = xstrdup(unit), .facts = facts };

	T_CHECK(case_state_add(cs, &ev, body));
	free(ev.unit);
	json_decref(facts);
	json_decref(body);
}

/* A case held by a unit, with answers given as JSON with ' for ". */
static struct case_state *
person_of(const char *regime, const char *unit, const char *state,
    const char *answers)
{
	struct case_state *cs = case_state_new("MC-2026-00001");
	const struct path *path = regime_path(procedure_regime(p, regime),
	    "bilateral_handover");
	char *text = xstrdup(answers), *c;
	json_t *given;

	for (c = text; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	given = json_loads(text, 0, NULL);
	T_CHECK(given != NULL);
	add_event(cs, "case_opened", "2026-03-02", json_pack("{s:s,s:s,s:s}",
	    "regime", regime, "path", path->code, "state",
	    state != NULL ? state : path->entry_state->code),
	    json_pack("{s:s,s:o}", "unit", unit, "answers", given));
	free(text);
	return cs;
}

/* All codes of reasons against a support on a day, joined by spaces. */
static char *
against(const struct case_state *cs, const char *code, const char *date,
    const char *document)
{
	const struct regime *regime = case_support_regime(cs, p);
	const struct role *roles[] = { procedure_role(p, "officer") };
	struct actor actor = { "thu", procedure_unit(p, jx_text(cs->row,
	    "holder")), roles, 1 };
	struct proposal out;
	struct deciding d = { .procedure = p, .actor = &actor,
	    .now = noon(date), .out = &out };
	struct str codes = STR_INIT;
	const json_t *reason;
	size_t i;

	proposal_start(&out);
	need_entitled(&d, cs, NULL, regime_support(regime, code), document);
	reasons_mend(&d, cs, out.reasons);
	json_array_foreach(out.reasons, i, reason) {
		str_printf(&codes, "%s%s", i > 0 ? " " : "",
		    jx_text(reason, "code"));
		T_CHECK(json_array_size(json_object_get(reason, "by")) > 0);
	}
	proposal_done(&out);
	return str_steal(&codes);
}

static void
expect_at(int line, const struct case_state *cs, const char *code,
    const char *date, const char *document, const char *want)
{
	char *got = against(cs, code, date, document);

	if (strcmp(got, want) != 0) {
		printf("# line %d: %s on %s: \"%s\", not \"%s\"\n", line, code,
		    date, got, want);
		t_bad++;
	}
	free(got);
}
#define EXPECT(cs, code, date, document, want) \
	expect_at(__LINE__, cs, code, date, document, want)

/* ---- the matrix ---- */

struct person {
	const char *class, *unit, *state, *answers;
};

#define POST "dbp_mong_cai"

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
	{ "travel",		"yyyuy---" },
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

/* ---- days ---- */

static void
give(struct case_state *cs, const char *code, const char *date)
{
	add_event(cs, "support_given", date, json_object(),
	    json_pack("{s:{s:s}}", "support", "code", code));
}

static struct case_state *
victim(void)
{
	return person_of("vn-2025", POST, NULL,
	    "{'identified_on':'2026-03-02'}");
}

/* 120 days from the first stay; the day itself does not count. */
static void
test_period(void)
{
	struct case_state *cs = victim();
	const struct support *stay = regime_support(case_support_regime(cs,
	    p), "facility_stay");
	struct standing st;

	standing_of(p, cs, NULL, stay, cs->answers, &st);
	T_INT(st.until, DAY_NONE);
	give(cs, "facility_stay", "2026-03-02");
	give(cs, "facility_stay", "2026-05-02");
	standing_of(p, cs, NULL, stay, cs->answers, &st);
	T_INT(st.given, 2);
	T_INT(st.until - st.from, 120);
	EXPECT(cs, "facility_stay", "2026-06-30", NULL, "");
	EXPECT(cs, "facility_stay", "2026-07-01", NULL,
	    "support_period_over");
	EXPECT(cs, "facility_stay", "2026-07-01", "Quyết định giả định", "");
	/* Emergency support is never refused, however long it took. */
	give(cs, "meals_lodging", "2026-03-02");
	EXPECT(cs, "meals_lodging", "2027-07-01", NULL, "");
	/* A year of insurance. */
	give(cs, "health_insurance", "2026-03-02");
	EXPECT(cs, "health_insurance", "2027-03-02", NULL, "");
	EXPECT(cs, "health_insurance", "2027-03-03", NULL,
	    "support_period_over");
	case_state_free(cs);
}

/* A period may count from a day that was answered, if it is a whole day. */
static void
test_period_from(void)
{
	struct case_state *cs = victim();
	const struct regime *r = case_support_regime(cs, p);
	struct support stay = *regime_support(r, "facility_stay");
	struct standing st;
	json_t *part = json_pack("{s:s}", "identified_on", "2026-03");

	stay.limit_from = (char *)(void *)"identified_on";
	give(cs, "facility_stay", "2026-05-02");
	standing_of(p, cs, NULL, &stay, cs->answers, &st);
	T_INT(when_from_day(st.from, VN_OFFSET_MIN, 12 * 60),
	    noon("2026-03-02"));
	T_INT(st.until - st.from, 120);
	standing_of(p, cs, NULL, &stay, part, &st);
	T_INT(st.until, DAY_NONE);
	/* An unset term is no number of days. */
	stay.limit = regime_value(r, "meal_amount");
	standing_of(p, cs, NULL, &stay, cs->answers, &st);
	T_INT(st.until, DAY_NONE);
	json_decref(part);
	case_state_free(cs);
}

/* The old law: twelve months, once; three months in a facility. */
static void
test_old_law(void)
{
	struct case_state *cs = person_of("vn-2022", POST, NULL,
	    "{'identified_on':'2024-03-04'}");

	EXPECT(cs, "vocational", "2025-03-04", NULL, "");
	EXPECT(cs, "vocational", "2025-03-05", NULL, "support_window_passed");
	give(cs, "vocational", "2024-06-03");
	EXPECT(cs, "vocational", "2024-06-04", NULL, "support_times_used");
	EXPECT(cs, "hardship_allowance", "2024-06-04", NULL, "");
	give(cs, "facility_stay", "2024-03-04");
	EXPECT(cs, "facility_stay", "2024-06-04", NULL, "");
	EXPECT(cs, "facility_stay", "2024-06-05", NULL,
	    "support_period_over");
	case_state_free(cs);
}

/* Unset windows and counts refuse nothing; once set they do, to the day. */
static void
test_window(void)
{
	struct case_state *cs = victim();

	EXPECT(cs, "hardship_allowance", "2030-01-01", NULL, "");
	T_CHECK(procedure_set_value(p, "vn-2025", "application_window", 12,
	    SURE_REPORTED));
	EXPECT(cs, "hardship_allowance", "2027-03-02", NULL, "");
	EXPECT(cs, "hardship_allowance", "2027-03-03", NULL,
	    "support_window_passed");
	/* No document brings a day back. */
	EXPECT(cs, "hardship_allowance", "2027-03-03", "x",
	    "support_window_passed");
	/* Asked for in time, for this and nothing else. */
	add_event(cs, "step_taken", "2027-03-02", json_pack("{s:s,s:s,s:s}",
	    "step", "apply_support", "from", jx_text(cs->row, "state"), "to",
	    "supporting"), json_pack("{s:{s:[s]}}", "answers",
	    "applied_support", "hardship_allowance"));
	EXPECT(cs, "hardship_allowance", "2027-04-20", NULL, "");
	EXPECT(cs, "vocational", "2027-04-20", NULL, "support_window_passed");
	case_state_free(cs);
}

static void
test_times(void)
{
	struct case_state *cs = victim();

	give(cs, "hardship_allowance", "2026-04-01");
	EXPECT(cs, "hardship_allowance", "2026-05-01", NULL, "");
	T_CHECK(procedure_set_value(p, "vn-2025", "hardship_times", 1,
	    SURE_REPORTED));
	EXPECT(cs, "hardship_allowance", "2026-05-01", NULL,
	    "support_times_used");
	EXPECT(cs, "hardship_allowance", "2027-05-01", NULL,
	    "support_window_passed support_times_used");
	case_state_free(cs);
	cs = victim();
	EXPECT(cs, "hardship_allowance", "2026-05-01", NULL, "");
	case_state_free(cs);
}

/* ---- applications ---- */

/* Against an application of a foreign victim, with and without a document. */
static void
test_applied(void)
{
	const struct regime *r = procedure_regime(p, "vn-2025");
	const struct step *step = path_step(regime_path(r,
	    "bilateral_handover"), "apply_support");
	static const char *const document[] = { NULL, "Văn bản giả định" };
	struct case_state *cs = person_of("vn-2025", "syt_quang_ninh",
	    "placed", "{'nationality_class':'foreigner',"
	    "'delivery_document':'của việc khác'}");
	const struct role *roles[] = { procedure_role(p, "officer") };
	struct actor actor = { "thu", procedure_unit(p, "syt_quang_ninh"),
	    roles, 1 };
	size_t i;

	T_CHECK(step != NULL && step->applies != NULL);
	for (i = 0; i < ARRAY_LEN(document); i++) {
		json_t *answers = json_pack("{s:s,s:[s,s],s:s}",
		    "nationality_class", "foreigner", "applied_support",
		    "schooling", "vocational", "delivery_document", "x");
		struct proposal out;
		struct deciding d = { .procedure = p, .actor = &actor,
		    .now = noon("2026-03-03"), .out = &out };

		if (document[i] != NULL)
			json_object_set_new(answers, "application_document",
			    json_string(document[i]));
		proposal_start(&out);
		need_step(&d, cs, step, answers);
		T_INT(json_array_size(out.reasons), i == 0 ? 2 : 0);
		if (i == 0)
			T_STR(jx_text(json_object_get(json_array_get(
			    out.reasons, 0), "fix"), "field"),
			    "application_document");
		proposal_done(&out);
		json_decref(answers);
	}
	case_state_free(cs);
}

int
main(void)
{
	const char *folder = getenv("TN_FORMS");
	struct findings found = FINDINGS_INIT;
	struct files files;

	if (files_posix(&files, folder != NULL ? folder : "forms", NULL))
		p = procedure_load(&files, &found);
	if (p == NULL) {
		printf("Bail out! forms/ does not load\n");
		return 1;
	}
	T_RUN(test_matrix_2025);
	T_RUN(test_matrix_2022);
	T_RUN(test_support_regime);
	T_RUN(test_amounts);
	T_RUN(test_order);
	T_RUN(test_foreign_child);
	T_RUN(test_period);
	T_RUN(test_period_from);
	T_RUN(test_old_law);
	T_RUN(test_window);
	T_RUN(test_times);
	T_RUN(test_applied);
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
	return t_done();
}
