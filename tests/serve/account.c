/*
 * Signing in by the Unix account (`signin: unix`): two persons choose it, the
 * kernel says who it is and no frame does, the secret comes first once, codes
 * are asked all the same, and what ends an account ends this way in.
 */
#include "tests/serve/raw.h"

#include "core/door/remote.h"
#include "core/staff/totp.h"

static struct house house;
static struct served sv;
static struct secret key, other_key;
static char forms[FORMS_HASH_SIZE];

static void
begin(const char *officer, const struct secret *with)
{
	sv.officer = officer;
	sv.limits = serve_limits_usual();
	sv.account_key = with;
	T_CHECK(raw_start(&sv, &house));
}

static struct tn *
connect_to(void)
{
	struct tn_config config = house.config;
	struct findings found = FINDINGS_INIT;
	struct tn *tn;

	config.socket = sv.path;
	config.env.now = raw_now;
	tn = tn_connect(&config, &found);
	house_say(&found);
	T_CHECK(tn != NULL);
	return tn;
}

/* The store process ends; the store is opened here again. */
static void
end(void)
{
	struct findings found = FINDINGS_INIT;

	T_INT(raw_end(&sv), 0);
	house.now = raw_now(NULL);
	house.config.env.now = house_now;
	house.tn = tn_open(&house.config, &found);
	house_say(&found);
	T_CHECK(house.tn != NULL);
}

static struct session *
by_account(struct tn *tn, const char *code, const char *want)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in_account(tn, code, &e);

	T_STR(s != NULL ? "done" : err_code_name(e.code), want);
	err_done(&e);
	return s;
}

static struct session *
by_secret(struct tn *tn, const char *officer, const char *code,
    const char *want)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in_code(tn, officer, HOUSE_SECRET,
	    strlen(HOUSE_SECRET), code, &e);

	T_STR(s != NULL ? "done" : err_code_name(e.code), want);
	err_done(&e);
	return s;
}

static const char *
account(const struct tn *tn)
{
	bool code;
	const char *officer = tn_account(tn, &code);

	return officer == NULL ? "" : code ? "with a code" : officer;
}

/* One proposes, another approves, in this process. */
static void
two_persons(const char *op, const char *kind, const char *content)
{
	struct session *anh = house_sign_in(&house, "anh");
	struct session *bac = house_sign_in(&house, "bac");
	char *text = xasprintf("{'do':'propose_pair','op_id':'%s','with':{"
	    "'kind':'%s','content':%s,'reason':'Việc thử'}}", op, kind,
	    content);
	json_t *q = json_pack("{s:s}", "ask", "pairs"), *all, *item;
	size_t i;

	HOUSE_EXPECT(&house, anh, text, "done");
	free(text);
	all = tn_ask(bac, q);
	json_array_foreach(json_object_get(all, "pairs"), i, item) {
		if (!str_eq(jx_text(item, "proposal"), op))
			continue;
		text = xasprintf("{'do':'approve_pair','with':{'proposal':"
		    "'%s','hash':'%s'}}", op, jx_text(item, "hash"));
		HOUSE_EXPECT(&house, anh, text, "same_person");
		HOUSE_EXPECT(&house, bac, text, "done");
		free(text);
	}
	json_decref(all);
	json_decref(q);
	tn_sign_out(anh);
	tn_sign_out(bac);
}

static void
test_not_here(void)
{
	struct session *an;

	T_STR(account(house.tn), "");
	T_CHECK(by_account(house.tn, NULL, "sign_in_account") == NULL);
	/* Nobody has chosen it: the key alone does nothing. */
	begin("an", &key);
	{
		struct tn *tn = connect_to();

		an = by_secret(tn, "an", NULL, "done");
		tn_sign_out(an);
		tn_close(tn);
		tn = connect_to();
		T_STR(account(tn), "");
		T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
		tn_close(tn);
	}
	end();
	an = house_sign_in(&house, "an");
	HOUSE_EXPECT(&house, an, "{'do':'propose_pair','with':{'kind':"
	    "'set_sign_in','content':{'by':'unix'},'reason':'x'}}", "no_right");
	tn_sign_out(an);
	an = house_sign_in(&house, "anh");
	HOUSE_EXPECT(&house, an, "{'do':'propose_pair','with':{'kind':"
	    "'set_sign_in','content':{'by':'face'},'reason':'x'}}",
	    "bad_command");
	HOUSE_EXPECT(&house, an, "{'do':'propose_pair','with':{'kind':"
	    "'set_sign_in','content':{'by':'secret'},'reason':'x'}}",
	    "nothing_new");
	tn_sign_out(an);
	two_persons("choose", "set_sign_in", "{'by':'unix'}");
	/* Chosen, and in one process nobody vouches for anybody. */
	an = house_sign_in(&house, "an");
	tn_sign_out(an);
	T_CHECK(by_account(house.tn, NULL, "sign_in_account") == NULL);
}

static void
test_in(void)
{
	struct session *s;
	struct tn *tn;

	begin("an", &key);
	/* The secret, once. */
	tn = connect_to();
	T_STR(account(tn), "");
	T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
	s = by_secret(tn, "hai", NULL, "done");	/* a claim that is not heard */
	tn_sign_out(s);
	tn_close(tn);
	/* From then on none; once a connection. */
	tn = connect_to();
	T_STR(account(tn), "an");
	s = by_account(tn, NULL, "done");
	HOUSE_EXPECT(&house, s, HOUSE_RECEIVE_ONE, "done");
	T_STR(account(tn), "");
	T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
	tn_sign_out(s);
	T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
	s = by_secret(tn, "an", NULL, "done");
	HOUSE_EXPECT(&house, s, "{'do':'append_note','case':'MC-2026-00001',"
	    "'with':{'text':'Ghi chú thử'}}", "done");
	tn_sign_out(s);
	tn_close(tn);
	end();
}

/* What a frame says of who it is, nobody hears. */
static void
test_claims(void)
{
	json_t *r = NULL;
	int fd;

	begin("an", &key);
	fd = raw_connect(&sv);
	T_STR(raw_ask(fd, "{\"op\":\"sign_in\",\"account\":true}", &r),
	    "serve_frame");
	close(fd);
	fd = raw_connect(&sv);
	T_STR(raw_hello(fd, forms, &r), "");
	T_STR(jx_text(jx_get(jx_get(r, "answer"), "account"), "officer"),
	    "an");
	T_STR(raw_ask(fd, "{\"op\":\"sign_in\",\"account\":true,\"officer\":"
	    "\"anh\",\"uid\":0,\"secret\":\"x\"}", &r), "");
	T_STR(jx_text(jx_get(r, "answer"), "officer"), "an");
	T_STR(raw_ask(fd, "{\"op\":\"sign_in\",\"account\":true}", &r),
	    "sign_in_account");
	close(fd);
	/* Hostile kinds of "account" are no account. */
	fd = raw_connect(&sv);
	T_STR(raw_hello(fd, forms, &r), "");
	T_STR(raw_ask(fd, "{\"op\":\"sign_in\",\"account\":\"yes\"}", &r),
	    "sign_in");
	T_STR(raw_ask(fd, "{\"op\":\"sign_in\",\"account\":[1]}", &r),
	    "sign_in");
	T_STR(raw_ask(fd, "{\"op\":\"sign_in\",\"account\":true,\"code\":7}",
	    &r), "");
	json_decref(r);
	close(fd);
	end();
	/* Who may be anybody is nobody; another key, or none, opens nothing. */
	for (int i = 0; i < 3; i++) {
		struct tn *tn;

		begin(i == 0 ? "" : "an", i == 0 ? &key : i == 1 ?
		    &other_key : NULL);
		tn = connect_to();
		T_STR(account(tn), "");
		T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
		tn_close(tn);
		end();
	}
}

static void
test_stopped(void)
{
	struct session *s = house_sign_in(&house, "anh");
	struct tn *tn;

	HOUSE_EXPECT(&house, s, "{'do':'suspend_officer','with':{'officer':"
	    "'an','why':'Mất máy'}}", "done");
	tn_sign_out(s);
	begin("an", &key);
	tn = connect_to();
	T_STR(account(tn), "");
	T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
	T_CHECK(by_secret(tn, "an", NULL, "sign_in") == NULL);
	tn_close(tn);
	end();
	two_persons("resume", "resume_officer", "{'officer':'an'}");
	/* Back, and the secret once more. */
	begin("an", &key);
	tn = connect_to();
	T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
	s = by_secret(tn, "an", NULL, "done");
	tn_sign_out(s);
	tn_close(tn);
	tn = connect_to();
	s = by_account(tn, NULL, "done");
	tn_sign_out(s);
	tn_close(tn);
	end();
}

/* What a device shows, from "ABCD EFGH …". */
static void
device(const char *shown, when_t now, char code[8])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned char bytes[TOTP_SECRET_SIZE] = { 0 };
	size_t bit = 0;

	for (; *shown != '\0'; shown++) {
		const char *at = strchr(letters, *shown);

		for (int k = 4; at != NULL && k >= 0; k--, bit++)
			if (((at - letters) >> k & 1) != 0 &&
			    bit / 8 < sizeof(bytes))
				bytes[bit / 8] |= (unsigned char)(0x80 >>
				    bit % 8);
	}
	snprintf(code, 8, "%06u", (unsigned)totp_code(bytes, sizeof(bytes),
	    totp_step(now), 6));
}

static void
test_codes(void)
{
	struct session *s = house_sign_in(&house, "an");
	json_t *out = house_do(&house, s, "{'do':'set_totp','with':{}}");
	char code[8], text[96];
	struct tn *tn;

	house.now -= 90000;	/* the code of now is not used up by this */
	device(jx_text(out, "secret"), house.now + 1000, code);
	snprintf(text, sizeof(text), "{'do':'set_totp','with':{'code':'%s'}}",
	    code);
	HOUSE_EXPECT(&house, s, text, "done");
	tn_sign_out(s);
	begin("an", &key);
	tn = connect_to();
	T_STR(account(tn), "with a code");
	T_CHECK(by_account(tn, NULL, "sign_in") == NULL);
	T_CHECK(by_account(tn, "000000", "sign_in") == NULL);
	device(jx_text(out, "secret"), raw_now(NULL), code);
	s = by_account(tn, code, "done");
	tn_sign_out(s);
	tn_close(tn);
	tn = connect_to();
	T_CHECK(by_account(tn, code, "sign_in") == NULL);	/* used up */
	tn_close(tn);
	end();
	json_decref(out);
}

/* Back to secrets: nothing is left that opens keys without one. */
static void
test_back(void)
{
	struct session *s;
	struct tn *tn;

	begin("binh", &key);
	tn = connect_to();
	s = by_secret(tn, "binh", NULL, "done");
	tn_sign_out(s);
	tn_close(tn);
	tn = connect_to();
	T_STR(account(tn), "binh");
	tn_close(tn);
	end();
	two_persons("back", "set_sign_in", "{'by':'secret'}");
	two_persons("forth", "set_sign_in", "{'by':'unix'}");
	begin("binh", &key);
	tn = connect_to();
	T_STR(account(tn), "");
	T_CHECK(by_account(tn, NULL, "sign_in_account") == NULL);
	tn_close(tn);
	end();
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	house_open(&house);
	if (!forms_hash(&house.files, forms, NULL) ||
	    !secret_new(&key, SEAL_KEY_SIZE) ||
	    !secret_new(&other_key, SEAL_KEY_SIZE))
		return 1;
	seal_random(NULL, key.bytes, SEAL_KEY_SIZE);
	seal_random(NULL, other_key.bytes, SEAL_KEY_SIZE);
	house.now = raw_now(NULL);
	T_RUN(test_not_here);
	T_RUN(test_in);
	T_RUN(test_claims);
	T_RUN(test_stopped);
	T_RUN(test_codes);
	T_RUN(test_back);
	secret_free(&key);
	secret_free(&other_key);
	house_close(&house);
	return t_done();
}
