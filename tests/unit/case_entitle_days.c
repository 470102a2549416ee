/* The days on which a window, a period and a count of support run out. */
#include "tests/unit/entitle_help.h"

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
	    roles, 1,
	    0, RIGHT_IN_FORM };
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
	struct findings found = FINDINGS_INIT;
	struct files files;

	if (!entitle_start(&files, &found))
		return 1;
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
