/*
 * Steps beside the path, cases that are opened again, and requests that are
 * taken back.
 */
#include "tests/unit/door_regimes.h"

#define WITHDRAW(code, why) "{'do':'withdraw_request'," CASE_ONE \
	",'with':{'request':'" code "'" why "}}"

/* The holder, who was asked and who held it before; nobody else. */
static void
test_who_takes_a_track(void)
{
	struct house h;
	struct session *s[3];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "oanh");
	s[2] = house_sign_in(&h, "lan");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HEAD(s[0], "protection", "none");
	OPTION(s[0], "track", "ask_protection", "possible");
	OPTION(s[0], "track", "grant", "not shown");
	HOUSE_EXPECT(&h, s[0], TAKE("grant", ""), "wrong_state");
	HOUSE_EXPECT(&h, s[1], TAKE("ask_protection", ""), "no_such_case");
	HOUSE_EXPECT(&h, s[0], SEND("who_is_it"), "done");
	OPTION(s[1], "track", "ask_protection", "possible");
	HOUSE_EXPECT(&h, s[0], TAKE("doubt", ""), "not_of_track");
	HOUSE_EXPECT(&h, s[1], TAKE("doubt", ""), "done");
	/* It fills in its own part and sees nothing of what stands there. */
	T_CHECK(tn_fill(s[1], "MC-2026-00001", "threat", false, NULL) == NULL);
	{
		struct fill *fill = tn_fill(s[1], "MC-2026-00001", "threat",
		    true, NULL);

		T_CHECK(fill != NULL);
		fill_close(fill);
	}
	HOUSE_EXPECT(&h, s[1], TAKE("ask_protection", ""), "form_incomplete");
	HOUSE_EXPECT(&h, s[1], TAKE("ask_protection",
	    "'threat_told':'Bị dọa (giả định)'"), "done");
	HEAD(s[0], "protection", "asked");
	HEAD(s[0], "state", "received");
	/* A step that is the holder's is not that of who was asked. */
	HOUSE_EXPECT(&h, s[1], TAKE("grant", ""), "not_holder");
	HOUSE_EXPECT(&h, s[1], TAKE("close", "'ended_why':'x'"), "not_holder");
	/* An open offer does not stand in the way of protection. */
	HOUSE_EXPECT(&h, s[0], OFFER("labour1"), "done");
	HOUSE_EXPECT(&h, s[2], TAKE("grant", ""), "not_holder");
	HOUSE_EXPECT(&h, s[0], TAKE("grant", ""), "done");
	HEAD(s[0], "protection", "granted");
	HOUSE_EXPECT(&h, s[2], ACCEPT("MC-2026-A00001"), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("end_protection", ""), "not_holder");
	HOUSE_EXPECT(&h, s[2], TAKE("end_protection", ""), "done");
	/* A former holder may tell of a threat. */
	HOUSE_EXPECT(&h, s[0], TAKE("ask_protection",
	    "'threat_told':'Lại bị dọa (giả định)'"), "done");
	HEAD(s[2], "protection", "asked");
	regimes_close(&h, s, 3);
}

/* Tracks go on when the path has ended; the path is left by rule alone. */
static void
test_final_and_reopened(void)
{
	struct house h;
	struct session *s[1];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("reopen", "'new_facts':'x'"),
	    "wrong_state");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("look_again", ""), "case_final");
	OPTION(s[0], "step", "close", "not shown");
	HOUSE_EXPECT(&h, s[0], TAKE("ask_protection",
	    "'threat_told':'Bị dọa (giả định)'"), "done");
	HEAD(s[0], "state", "closed");
	OPTION(s[0], "step", "reopen", "possible");
	HOUSE_EXPECT(&h, s[0], TAKE("reopen", ""), "form_incomplete");
	HOUSE_EXPECT(&h, s[0], TAKE("reopen", "'new_facts':'Có tin mới'"),
	    "done");
	HEAD(s[0], "state", "received");
	/* What was said on closing the first time is not said again. */
	HOUSE_EXPECT(&h, s[0], TAKE("close", ""), "form_incomplete");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	/* ${case.reopened} counts. */
	HOUSE_EXPECT(&h, s[0], TAKE("reopen", "'new_facts':'Tin nữa'"),
	    "reopened_before");
	regimes_close(&h, s, 1);
}

static bool
sees(struct session *s)
{
	json_t *out = regimes_case(s);
	bool yes = jx_text(out, "id") != NULL;

	json_decref(out);
	return yes;
}

static void
test_request_taken_back(void)
{
	struct house h;
	struct session *s[2];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "oanh");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	OPTION(s[0], "withdraw", "who_is_it", "not shown");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("who_is_it", ",'why':'x'"),
	    "request_not_sent");
	HOUSE_EXPECT(&h, s[0], SEND("who_is_it"), "done");
	CLOCK(s[0], "reply", "ok");
	CLOCK(s[0], "stay", "suspended");
	T_CHECK(sees(s[1]));
	OPTION(s[0], "withdraw", "who_is_it", "possible");
	OPTION(s[1], "withdraw", "who_is_it", "not shown");
	HOUSE_EXPECT(&h, s[1], WITHDRAW("who_is_it", ",'why':'x'"),
	    "not_holder");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("who_is_it", ""), "need_reason");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("no_such", ",'why':'x'"),
	    "no_such_request");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("who_is_it", ",'why':['x']"),
	    "need_reason");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("who_is_it", ",'why':'Gửi nhầm'"),
	    "done");
	/* Its clock ends, what stood still goes on, the key is taken away. */
	CLOCK(s[0], "reply", "stopped");
	CLOCK(s[0], "stay", "ok");
	T_CHECK(!sees(s[1]));
	HOUSE_EXPECT(&h, s[0], WITHDRAW("who_is_it", ",'why':'x'"),
	    "request_not_sent");
	/* Sent again and answered: the unit stays with the case. */
	HOUSE_EXPECT(&h, s[0], SEND("who_is_it"), "done");
	HOUSE_EXPECT(&h, s[1], "{'do':'answer_request'," CASE_ONE
	    ",'with':{'request':'who_is_it','answers':{'answer':'Có'}}}",
	    "done");
	HOUSE_EXPECT(&h, s[0], SEND("who_is_it"), "done");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("who_is_it", ",'why':'Thừa'"), "done");
	/* Also with a key that is fetched again. */
	tn_sign_out(s[1]);
	s[1] = house_sign_in(&h, "oanh");
	T_CHECK(sees(s[1]));
	regimes_close(&h, s, 2);
}

/* What a step sent and was taken back goes out again without the step. */
static void
test_sent_again(void)
{
	static const char by_step[] = "{'do':'take_step'," CASE_ONE
	    ",'with':{'step':'ask_office','to':'office1','ask':{"
	    "'question':'Là ai?'}}}";
	struct house h;
	struct session *s[1];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], SEND("by_step"), "request_by_step");
	OPTION(s[0], "request", "by_step", "not shown");
	HOUSE_EXPECT(&h, s[0], by_step, "done");
	HOUSE_EXPECT(&h, s[0], SEND("by_step"), "request_open");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("by_step", ",'why':'Gửi nhầm'"),
	    "done");
	OPTION(s[0], "request", "by_step", "possible");
	HOUSE_EXPECT(&h, s[0], SEND("by_step"), "done");
	HOUSE_EXPECT(&h, s[0], WITHDRAW("by_step", ",'why':'Thừa'"), "done");
	/* Not where the step does not lead. */
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	HOUSE_EXPECT(&h, s[0], SEND("by_step"), "request_by_step");
	regimes_close(&h, s, 1);
}

int
main(void)
{
	T_RUN(test_who_takes_a_track);
	T_RUN(test_final_and_reopened);
	T_RUN(test_request_taken_back);
	T_RUN(test_sent_again);
	return t_done();
}
