/*
 * To run the site is not to read its cases (security.md S-42): whatever an
 * administrator asks or does, no case is in what comes back, and nobody does
 * anything to their own account.
 */
#include "core/procedure/rights.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define PLANTED "Mẫu Một"

static void
open_site(struct house *h)
{
	json_t *plan = house_plan();

	json_array_append_new(json_object_get(plan, "staff"), json_pack(
	    "{s:s,s:s,s:s,s:[s],s:s}", "id", "quan", "unit", "dbp_mong_cai",
	    "name", "Trần Văn Thử Quản", "roles", "administrator", "secret",
	    HOUSE_SECRET));
	T_CHECK(house_open_on(h, getenv("TN_FORMS") != NULL ?
	    getenv("TN_FORMS") : "forms", plan, "2026-03-02T02:10+07:00"));
}

static bool
tells(const json_t *answer, const char *what)
{
	char *text = json_dumps(answer, JSON_COMPACT | JSON_ENCODE_ANY);
	bool has = text != NULL && strstr(text, what) != NULL;

	free(text);
	return has;
}

/*
 * Not even that there is such a case; but who looked at what is told by ids,
 * to whom has the right to that journal.
 */
static bool
names_case(const char *ask, const json_t *out)
{
	return !str_eq(jx_text(out, "outcome"), "refused") &&
	    strcmp(ask, "what_saw") != 0 && strcmp(ask, "who_saw") != 0 &&
	    tells(out, CASE);
}

/* Everything a query could want to know about the case. */
static json_t *
about_case(const char *ask)
{
	return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:[s],s:s}",
	    "ask", ask, "case", CASE, "person", CASE, "queue", "mine", "form",
	    "reception_person", "name", "full_name", "text", "Mau Mot",
	    "officer", "an", "act", CASE, "cases", CASE, "why", "x");
}

static void
test_asks(void)
{
	struct house h;
	struct session *an, *quan;
	const struct right_code *all;
	size_t n, i, seen = 0;

	open_site(&h);
	an = house_sign_in(&h, "an");
	quan = house_sign_in(&h, "quan");
	T_CHECK(quan != NULL);
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	all = rights_queries(&n);
	T_CHECK(n > 30);
	for (i = 0; i < n; i++) {
		json_t *q = about_case(all[i].code);
		json_t *out = tn_ask(quan, q), *mine = tn_ask(an, q);

		if (tells(out, PLANTED) || names_case(all[i].code, out)) {
			printf("# %s tells\n", all[i].code);
			t_bad++;
		}
		seen += tells(mine, PLANTED);
		json_decref(out);
		json_decref(mine);
		json_decref(q);
	}
	/* The very same questions do tell somebody who may know. */
	T_CHECK(seen > 0);
	tn_sign_out(quan);
	tn_sign_out(an);
	house_close(&h);
}

static void
test_does(void)
{
	static const char *const case_of[] = {
		"reveal_identity", "append_note", "record_answers",
		"take_step", "give_support", "attach", "read_attachment",
		"reveal_answer", "break_glass", "offer_handover", "link_cases",
		"legal_hold", "set_purpose", "propose_takeover"
	};
	struct house h;
	struct session *an, *quan;
	size_t i;

	open_site(&h);
	an = house_sign_in(&h, "an");
	quan = house_sign_in(&h, "quan");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	for (i = 0; i < ARRAY_LEN(case_of); i++) {
		json_t *c = json_pack("{s:s,s:s,s:{s:s,s:s,s:s}}", "do",
		    case_of[i], "case", CASE, "with", "reason", "x", "why",
		    "x", "text", "x"), *out = tn_execute(quan, c);

		if (!str_eq(house_result(out), "no_right") &&
		    !str_eq(house_result(out), "no_such_case")) {
			printf("# %s: %s\n", case_of[i], house_result(out));
			t_bad++;
		}
		T_CHECK(!tells(out, PLANTED));
		json_decref(out);
		json_decref(c);
	}
	/* Nor do they give themselves what they lack. */
	HOUSE_EXPECT(&h, quan, "{'do':'propose_pair','with':{'kind':"
	    "'grant_role','content':{'officer':'quan','role':'commander'},"
	    "'reason':'x'}}", "pair_own");
	HOUSE_EXPECT(&h, quan, "{'do':'propose_pair','with':{'kind':"
	    "'end_role','content':{'officer':'quan','role':'administrator'},"
	    "'reason':'x'}}", "pair_own");
	HOUSE_EXPECT(&h, quan, "{'do':'unlock_sign_in','with':{'officer':"
	    "'quan'}}", "pair_own");
	HOUSE_EXPECT(&h, quan, "{'do':'propose_pair','with':{'kind':"
	    "'erase_case','content':{'case':'" CASE "','ground':"
	    "'person_request','document':'x'},'reason':'x'}}", "no_right");
	HOUSE_EXPECT(&h, quan, "{'do':'propose_pair','with':{'kind':"
	    "'export_identified','content':{'cases':['" CASE "']},"
	    "'reason':'x'}}", "no_right");
	/* What is theirs, they do. */
	HOUSE_EXPECT(&h, quan, "{'do':'suspend_officer','with':{'officer':"
	    "'an','why':'Mất máy'}}", "done");
	tn_sign_out(quan);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_asks);
	T_RUN(test_does);
	return t_done();
}
