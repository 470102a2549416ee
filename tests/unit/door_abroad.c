/*
 * Persons handed to a foreign side: done at once, on numbered minutes that
 * nobody there can answer; the unit stays responsible until the case ends.
 */
#include "tests/unit/door_regimes.h"

#define ABROAD(cases, rest) "{'do':'offer_handover','with':{'step':" \
	"'hand_abroad','cases':[" cases "]" rest "}}"
#define WORDS ",'minutes':{'foreign_name':'Phía nước ngoài giả định'}"
#define LINE "{'abroad_condition':'khỏe'}"

/* Opens n cases of people who are not alike. */
static void
open_cases(struct house *h, struct session *s, int n)
{
	static const char *const given[] = { "An", "Bình", "Chi", "Dũng",
	    "Em", "Giang", "Hà", "Khoa", "Lan", "Minh" };
	char text[256];

	for (int i = 0; i < n; i++) {
		json_t *out;

		snprintf(text, sizeof(text), "{'do':'open_case','with':{"
		    "'path':'gate','answers':{'full_name':'%s %s %s Thử'}}}",
		    given[i % 10], given[i / 10 % 10], given[i * 7 % 10]);
		out = house_do(h, s, text);
		T_STR(jx_text(out, "outcome"), "done");
		json_decref(out);
	}
}

static json_t *
ask(struct session *s, const char *what, const char *key, const char *id)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", what, key, id);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static void
test_done_at_once(void)
{
	struct house h;
	struct session *an, *bac;
	json_t *out;

	regimes_open(&h, NEW_DAY);
	an = house_sign_in(&h, "an");
	bac = house_sign_in(&h, "huy");
	open_cases(&h, an, 3);
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00001'", ""),
	    "form_incomplete");
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00001'", ",'minutes':7"),
	    "bad_command");
	HOUSE_EXPECT(&h, an, ABROAD("", WORDS), "bad_command");
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00001',4", WORDS),
	    "bad_command");
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00001','MC-2026-00002'", WORDS
	    ",'lines':{'MC-2026-00001':" LINE "}"), "no_line");
	HOUSE_EXPECT(&h, bac, ABROAD("'MC-2026-00001'", WORDS),
	    "no_such_case");
	HOUSE_EXPECT(&h, an, "{'do':'take_step','case':'MC-2026-00001',"
	    "'with':{'step':'hand_abroad','answers':{}}}", "is_a_handover");
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00001','MC-2026-00002'", WORDS
	    ",'lines':{'MC-2026-00001':" LINE ",'MC-2026-00002':" LINE "}"),
	    "done");
	HEAD(an, "state", "closed");
	HEAD(an, "holder", "post1");
	CLOCK(an, "stay", "stopped");
	out = ask(an, "act", "act", "MC-2026-A00001");
	T_STR(jx_text(out, "kind"), "foreign");
	T_STR(jx_text(out, "state"), "accepted");
	T_INT((int)json_array_size(json_object_get(out, "lines")), 2);
	T_CHECK(json_is_null(json_object_get(out, "to")));
	json_decref(out);
	out = regimes_case(an);
	T_INT((int)jx_int(out, "epoch", 0), 1);
	T_INT((int)json_array_size(json_object_get(out, "papers")) > 0, 1);
	json_decref(out);
	/* Nothing is awaited, so nothing can be answered or taken back. */
	HOUSE_EXPECT(&h, an, "{'do':'withdraw_offer','with':{'act':"
	    "'MC-2026-A00001','why':'x'}}", "act_closed");
	HOUSE_EXPECT(&h, an, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00001'}}", "not_receiver");
	/* Once gone, not handed on again. */
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00001'", WORDS), "case_final");
	HOUSE_EXPECT(&h, an, ABROAD("'MC-2026-00003'", WORDS), "done");
	regimes_close(&h, (struct session *const []){ an, bac }, 2);
}

static void
test_many(void)
{
	enum { MANY = 60 };
	struct house h;
	struct session *an;
	json_t *cases = json_array(), *out, *command;
	char id[32];

	regimes_open(&h, NEW_DAY);
	an = house_sign_in(&h, "an");
	open_cases(&h, an, MANY);
	for (int i = 1; i <= MANY; i++) {
		snprintf(id, sizeof(id), "MC-2026-%05d", i);
		json_array_append_new(cases, json_string(id));
	}
	command = json_pack("{s:s,s:{s:s,s:o,s:{s:s}}}", "do",
	    "offer_handover", "with", "step", "hand_abroad", "cases", cases,
	    "minutes", "foreign_name", "Phía nước ngoài giả định");
	h.now += 1000;
	out = tn_execute(an, command);
	T_STR(house_result(out), "done");
	T_INT((int)json_array_size(json_object_get(out, "events")), MANY + 1);
	json_decref(out);
	json_decref(command);
	regimes_close(&h, &an, 1);
}

int
main(void)
{
	T_RUN(test_done_at_once);
	T_RUN(test_many);
	return t_done();
}
