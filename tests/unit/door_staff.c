/*
 * Accounts through the door: two persons, halves of a one-time secret, roles
 * in open sessions, leaving, codes, the code of conduct (security.md S-02,
 * S-06, S-07, S-09, S-10, S-12, S-42).
 */
#include "core/staff/totp.h"
#include "tests/unit/door_help.h"

#define CONTENT_LAN "{'officer':'lan','name':'Lê Thị Mẫu Lan'," \
	"'unit':'dbp_mong_cai','roles':['officer']}"

static struct session *
in_with(struct house *h, const char *officer, const char *secret,
    const char *code, const char *want)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in_code(h->tn, officer, secret,
	    strlen(secret), code, &e);

	T_STR(s != NULL ? "done" : err_code_name(e.code), want);
	err_done(&e);
	return s;
}

static json_t *
ask(struct session *s, const char *name)
{
	json_t *q = json_pack("{s:s}", "ask", name), *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static const char *
ask_result(struct session *s, const char *name)
{
	static char text[64];
	json_t *out = ask(s, name);
	const char *code = house_result(out);

	snprintf(text, sizeof(text), "%s", code != NULL ? code : "done");
	json_decref(out);
	return text;
}

/* Proposes; the half that the first officer is told, the caller's, or NULL. */
static char *
propose(struct house *h, struct session *s, const char *op, const char *kind,
    const char *content, const char *want)
{
	char *text = xasprintf("{'do':'propose_pair','op_id':'%s','with':{"
	    "'kind':'%s','content':%s,'reason':'Việc thử'}}", op, kind,
	    content), *half;
	json_t *out = house_do(h, s, text);

	T_STR(house_result(out), want);
	half = xstrdup(jx_text(out, "half"));
	json_decref(out);
	free(text);
	return half;
}

static char *
hash_of(struct session *s, const char *op)
{
	json_t *all = ask(s, "pairs"), *item;
	char *hash = NULL;
	size_t i;

	json_array_foreach(json_object_get(all, "pairs"), i, item)
		if (str_eq(jx_text(item, "proposal"), op))
			hash = xstrdup(jx_text(item, "hash"));
	json_decref(all);
	return hash;
}

static char *
approve(struct house *h, struct session *s, const char *op, const char *want)
{
	char *hash = hash_of(s, op), *half;
	char *text = xasprintf("{'do':'approve_pair','with':{'proposal':'%s',"
	    "'hash':'%s'}}", op, hash != NULL ? hash : "");
	json_t *out = house_do(h, s, text);

	if (!str_eq(house_result(out), want)) {
		char *all = json_dumps(out, JSON_COMPACT);

		printf("# %s\n", all);
		free(all);
	}
	T_STR(house_result(out), want);
	half = xstrdup(jx_text(out, "half"));
	json_decref(out);
	free(text);
	free(hash);
	return half;
}

#define SITE_SECRET "mưa to ướt hết gối"

/* A demonstration in all but that its secrets are real. */
static void
open_site(struct house *h)
{
	json_t *plan = house_plan(), *o;
	size_t i;

	json_array_foreach(json_object_get(plan, "staff"), i, o)
		json_object_set_new(o, "secret", json_string(SITE_SECRET));
	json_object_set_new(plan, "demonstration", json_false());
	T_CHECK(house_open_on(h, getenv("TN_FORMS") != NULL ?
	    getenv("TN_FORMS") : "forms", plan, "2026-03-02T02:10+07:00"));
}

static struct session *
ready(struct house *h, const char *officer)
{
	struct session *s = in_with(h, officer, SITE_SECRET, NULL, "done");

	HOUSE_EXPECT(h, s, "{'do':'accept_conduct','with':{'version':1}}",
	    "done");
	return s;
}

static char *
both_halves(char *first, char *second)
{
	char *both = xasprintf("%s %s", first, second);

	free(first);
	free(second);
	return both;
}

#define LAN_SECRET "con mèo đi xe đạp"

/* From a proposal to a first day at work. */
static void
test_new_officer(void)
{
	struct house h;
	struct session *anh, *bac, *binh, *lan;
	struct err e = ERR_INIT;
	char *first, *second, *both;

	open_site(&h);
	anh = ready(&h, "anh");
	bac = ready(&h, "bac");
	binh = ready(&h, "binh");
	free(propose(&h, binh, "p0", "add_officer", CONTENT_LAN, "no_right"));
	first = propose(&h, anh, "p1", "add_officer", CONTENT_LAN, "done");
	T_CHECK(first != NULL && strlen(first) == 19);
	free(approve(&h, anh, "p1", "same_person"));
	second = approve(&h, bac, "p1", "done");
	T_CHECK(second != NULL && strlen(second) == 19);
	free(propose(&h, anh, "p2", "add_officer", CONTENT_LAN,
	    "officer_known"));
	if (first == NULL || second == NULL)
		goto out;
	T_CHECK(in_with(&h, "lan", first, NULL, "sign_in") == NULL);
	T_CHECK(in_with(&h, "lan", second, NULL, "sign_in") == NULL);
	both = both_halves(first, second);
	lan = in_with(&h, "lan", both, NULL, "done");
	/* Nothing before secret and conduct. */
	T_STR(ask_result(lan, "home"), "secret_first");
	HOUSE_EXPECT(&h, lan, HOUSE_RECEIVE_ONE, "secret_first");
	T_CHECK(!tn_change_secret(lan, both, strlen(both), "matkhau12345", 12,
	    &e));
	T_INT(e.code, ERR_SECRET_COMMON);
	err_done(&e);
	T_CHECK(!tn_change_secret(lan, "wrong", 5, LAN_SECRET,
	    strlen(LAN_SECRET), &e));
	T_INT(e.code, ERR_SIGN_IN);
	err_done(&e);
	T_CHECK(tn_change_secret(lan, both, strlen(both), LAN_SECRET,
	    strlen(LAN_SECRET), &e));
	T_STR(ask_result(lan, "home"), "conduct_first");
	HOUSE_EXPECT(&h, lan, "{'do':'accept_conduct','with':{'version':7}}",
	    "bad_command");
	HOUSE_EXPECT(&h, lan, "{'do':'accept_conduct','with':{'version':1}}",
	    "done");
	HOUSE_EXPECT(&h, lan, HOUSE_RECEIVE_ONE, "done");
	tn_sign_out(lan);
	T_CHECK(in_with(&h, "lan", both, NULL, "sign_in") == NULL);
	lan = in_with(&h, "lan", LAN_SECRET, NULL, "done");
	T_STR(ask_result(lan, "home"), "done");
	tn_sign_out(lan);
	free(both);
out:
	tn_sign_out(anh);
	tn_sign_out(bac);
	tn_sign_out(binh);
	house_close(&h);
}

/* Roles given and ended count in the session that is open. */
static void
test_roles(void)
{
	struct house h;
	struct session *an, *anh, *bac;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	free(propose(&h, an, "r0", "grant_role",
	    "{'officer':'an','role':'commander'}", "no_right"));
	free(propose(&h, anh, "r1", "grant_role",
	    "{'officer':'anh','role':'supervisor'}", "pair_own"));
	free(propose(&h, anh, "r4", "end_role",
	    "{'officer':'anh','role':'commander'}", "pair_own"));
	HOUSE_EXPECT(&h, anh, "{'do':'unlock_sign_in','with':{"
	    "'officer':'anh'}}", "pair_own");
	HOUSE_EXPECT(&h, an, "{'do':'suspend_officer','with':{'officer':'bac',"
	    "'why':'Việc thử'}}", "no_right");
	free(propose(&h, anh, "r2", "grant_role",
	    "{'officer':'an','role':'commander','from':'2026-03-03',"
	    "'to':'2026-03-04'}", "done"));
	free(approve(&h, bac, "r2", "done"));
	T_STR(ask_result(an, "staff"), "no_right");
	h.now += INT64_C(86400000);
	T_STR(ask_result(an, "staff"), "done");
	h.now += INT64_C(2) * 86400000;
	T_STR(ask_result(an, "staff"), "no_right");
	/* The only role goes: nothing is left, at once. */
	T_STR(ask_result(an, "queue"), "no_such_queue");
	free(propose(&h, anh, "r3", "end_role",
	    "{'officer':'an','role':'officer'}", "done"));
	free(approve(&h, bac, "r3", "done"));
	T_STR(ask_result(an, "queue"), "no_right");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "no_right");
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(bac);
	house_close(&h);
}

/* One stops somebody at once; two let them go on, or end it. */
static void
test_stop_and_leave(void)
{
	struct house h;
	struct session *an, *anh, *bac;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, anh, "{'do':'suspend_officer','with':{'officer':'an',"
	    "'why':'Việc thử'}}", "done");
	T_STR(ask_result(an, "home"), "session_ended");
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, NULL, "sign_in") == NULL);
	free(propose(&h, anh, "s1", "resume_officer", "{'officer':'an'}",
	    "done"));
	free(approve(&h, bac, "s1", "done"));
	T_STR(ask_result(an, "home"), "session_ended");
	tn_sign_out(an);
	an = in_with(&h, "an", HOUSE_SECRET, NULL, "done");
	T_STR(ask_result(an, "home"), "done");
	free(propose(&h, anh, "s2", "end_officer", "{'officer':'an'}",
	    "done"));
	free(approve(&h, bac, "s2", "done"));
	T_STR(ask_result(an, "home"), "session_ended");
	tn_sign_out(an);
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, NULL, "sign_in") == NULL);
	/* Those who stay go on, with the cases that were there before. */
	HOUSE_EXPECT(&h, anh, "{'do':'append_note','case':'MC-2026-00001',"
	    "'with':{'text':'Ghi thử'}}", "done");
	HOUSE_EXPECT(&h, bac, "{'do':'append_note','case':'MC-2026-00001',"
	    "'with':{'text':'Ghi thử hai'}}", "done");
	tn_sign_out(bac);
	bac = house_sign_in(&h, "bac");
	HOUSE_EXPECT(&h, bac, "{'do':'append_note','case':'MC-2026-00001',"
	    "'with':{'text':'Ghi thử ba'}}", "done");
	free(propose(&h, anh, "s3", "resume_officer", "{'officer':'an'}",
	    "officer_ended"));
	tn_sign_out(anh);
	tn_sign_out(bac);
	house_close(&h);
}

/* Lost secret: two halves, old keys gone, and only that officer reads. */
static void
test_reset(void)
{
	struct house h;
	struct session *an, *anh, *bac, *hai;
	char *first, *second, *both;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	hai = house_sign_in(&h, "hai");
	free(propose(&h, hai, "t0", "reset_secret", "{'officer':'an'}",
	    "staff_unit"));
	first = propose(&h, anh, "t1", "reset_secret", "{'officer':'an'}",
	    "done");
	free(approve(&h, hai, "t1", "staff_unit"));
	T_STR(ask_result(an, "home"), "done");
	second = approve(&h, bac, "t1", "done");
	T_STR(ask_result(an, "home"), "session_ended");
	tn_sign_out(an);
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, NULL, "sign_in") == NULL);
	T_CHECK(first != NULL && second != NULL);
	both = both_halves(first, second);
	an = in_with(&h, "an", both, NULL, "done");
	T_STR(ask_result(an, "home"), "secret_first");
	tn_sign_out(an);
	/* Not after a week. */
	h.now += INT64_C(8) * 86400000;
	T_CHECK(in_with(&h, "an", both, NULL, "sign_in") == NULL);
	free(both);
	tn_sign_out(anh);
	tn_sign_out(bac);
	tn_sign_out(hai);
	house_close(&h);
}

/* The code that a device with this shown secret shows now. */
static void
device(const char *shown, when_t now, char code[8])
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned char secret[TOTP_SECRET_SIZE] = { 0 };
	size_t bit = 0;
	int i;

	for (; *shown != '\0'; shown++)
		for (i = 4; *shown != ' ' && i >= 0; i--, bit++)
			if ((strchr(digit, *shown) - digit) >> i & 1)
				secret[bit / 8] |= (unsigned char)(128 >>
				    bit % 8);
	snprintf(code, 8, "%06u", (unsigned)totp_code(secret,
	    sizeof(secret), totp_step(now), 6));
}

static void
test_codes(void)
{
	struct house h;
	struct session *an;
	json_t *out;
	char code[8], text[96];

	T_CHECK(house_open(&h));
	T_CHECK(!tn_asks_codes(h.tn));
	an = house_sign_in(&h, "an");
	out = house_do(&h, an, "{'do':'set_totp','with':{}}");
	T_CHECK(jx_text(out, "secret") != NULL);
	T_CHECK(jx_text(out, "uri") != NULL);
	HOUSE_EXPECT(&h, an, "{'do':'set_totp','with':{'code':'000000'}}",
	    "bad_code");
	device(jx_text(out, "secret"), h.now + 1000, code);
	snprintf(text, sizeof(text), "{'do':'set_totp','with':{'code':'%s'}}",
	    code);
	HOUSE_EXPECT(&h, an, text, "done");
	tn_sign_out(an);
	/* Without it, with a wrong one, with the one just used: one answer. */
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, NULL, "sign_in") == NULL);
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, "000000", "sign_in") == NULL);
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, code, "sign_in") == NULL);
	h.now += 30000;
	device(jx_text(out, "secret"), h.now, code);
	T_CHECK(in_with(&h, "an", "wrong secret", code, "sign_in") == NULL);
	an = in_with(&h, "an", HOUSE_SECRET, code, "done");
	tn_sign_out(an);
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, code, "sign_in") == NULL);
	json_decref(out);
	house_close(&h);
}

/* Five wrong ones, then waiting, until somebody in charge unlocks. */
static void
test_unlock(void)
{
	struct house h;
	struct session *anh, *an;
	int i;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	for (i = 0; i < 5; i++) {
		T_CHECK(in_with(&h, "an", "wrong", NULL, "sign_in") == NULL);
		T_CHECK(in_with(&h, "nobody", "wrong", NULL, "sign_in") ==
		    NULL);
	}
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, NULL, "sign_in_wait") == NULL);
	T_CHECK(in_with(&h, "nobody", "wrong", NULL, "sign_in_wait") == NULL);
	h.now += INT64_C(86400000);	/* the date alone does not help */
	T_CHECK(in_with(&h, "an", HOUSE_SECRET, NULL, "sign_in_wait") == NULL);
	HOUSE_EXPECT(&h, anh, "{'do':'unlock_sign_in','with':{"
	    "'officer':'an'}}", "done");
	an = in_with(&h, "an", HOUSE_SECRET, NULL, "done");
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

static int64_t moved;

static int64_t
moved_mono(void *ctx)
{
	return house_mono(ctx) + moved;
}

/* Twelve hours by the clock that nobody sets. */
static void
test_long_session(void)
{
	struct findings found = FINDINGS_INIT;
	struct house h;
	struct session *an;

	T_CHECK(house_open(&h));
	if (getenv("TN_SERVED") != NULL) {
		house_close(&h);	/* that clock is the other side's */
		return;
	}
	tn_close(h.tn);
	h.config.env.mono = moved_mono;
	h.tn = house_tn(&h, &found);
	an = house_sign_in(&h, "an");
	h.now += INT64_C(48) * 3600000;
	moved = INT64_C(12) * 3600000 - 60000;
	T_STR(ask_result(an, "home"), "done");
	/* What is being typed just then is kept; nothing else is done. */
	moved += 90000;
	HOUSE_EXPECT(&h, an, "{'do':'save_draft','with':{'place':'x',"
	    "'content':{'a':'Mẫu'}}}", "done");
	T_STR(ask_result(an, "home"), "session_long");
	HOUSE_EXPECT(&h, an, "{'do':'save_draft','with':{'place':'x',"
	    "'content':{'a':'Mẫu'}}}", "session_long");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "session_long");
	tn_sign_out(an);
	/* A minute later that has an end, too. */
	an = house_sign_in(&h, "an");
	moved += INT64_C(12) * 3600000 + 60000;
	T_CHECK(!tn_alive(an));
	HOUSE_EXPECT(&h, an, "{'do':'save_draft','with':{'place':'x',"
	    "'content':{'a':'Mẫu'}}}", "session_long");
	tn_sign_out(an);
	house_close(&h);
}

static void
test_elsewhere(void)
{
	struct house h;
	struct session *one, *two;
	json_t *out;

	T_CHECK(house_open(&h));
	one = house_sign_in(&h, "an");
	two = house_sign_in(&h, "an");
	out = ask(one, "account");
	T_INT(json_array_size(json_object_get(out, "elsewhere")), 1);
	json_decref(out);
	HOUSE_EXPECT(&h, two, "{'do':'close_others','with':{}}", "done");
	T_STR(ask_result(one, "home"), "session_closed");
	T_STR(ask_result(two, "home"), "done");
	tn_sign_out(one);
	tn_sign_out(two);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_new_officer);
	T_RUN(test_roles);
	T_RUN(test_stop_and_leave);
	T_RUN(test_reset);
	T_RUN(test_codes);
	T_RUN(test_unlock);
	T_RUN(test_long_session);
	T_RUN(test_elsewhere);
	return t_done();
}
