/*
 * What would be an order elsewhere is text here (S-29, S-30): SQL, patterns
 * and the words of search languages, in every text of every query and command.
 * Nothing is found that does not say so itself, nothing of another unit comes
 * back, and the store stays provable.
 */
#include "tests/unit/door_help.h"

#include "core/procedure/rights.h"

#define OTHERS "Khuất Thị Mẫu Kín"	/* held by the post */
#define OWN "Lê Thị Mẫu Sáng"		/* held by whoever asks */

static const char *const order[] = {
	"'", "\"", "';--", "' OR 1=1 --", "\" OR \"\"=\"", "%", "_", "%%%%",
	"'; DROP TABLE event; --", "x') UNION SELECT body FROM event --",
	"\\", "\\'", "a\\%", "\" OR scope:a2p7", "* OR 1", "*", "kh*", "NEAR(",
	"NEAR(khuat kin, 5)", "^khuat", "-khuat", "khuat AND kin",
	"khuat OR sang", "NOT sang", "name:khuat", "{name}:khuat", "+khuat",
	"(khuat", "\"khuat\"", ".*", "k.*n", "[k]", "khuat$", "$(id)", "%s%n",
	"../../", "*:*", "MC-2026-0000%", "MC-2026-0000_", "MC-2026-00001'",
	"MC-2026-00001 OR 1", "MC-2026-00001\n", "{\"case\":1}", "null",
};

/* Every key that some query or command reads a text from. */
static const char *const key[] = {
	"case", "act", "queue", "text", "name", "birth", "number", "officer",
	"erasure", "file", "form", "id", "kind", "list", "machine", "op_id",
	"path", "province", "regime", "request", "state", "status", "step",
	"unit", "why", "after", "before", "place", "article", "sort", "commune",
	"other", "link", "to", "role", "proposal", "hash", "glass", "by",
	"words", "country", "paper", "support", "attachment", "media",
	"file_name", "content", "note", "register", "value", "task",
	"coordination", "code", "secret",
};

static void
put(json_t *o, const char *k, const char *text)
{
	json_object_set_new(o, k, json_string(text));
}

/* Is anything of the other unit's case in it? */
static bool
tells(const json_t *out)
{
	char *text = json_dumps(out, JSON_COMPACT);
	bool told = text != NULL && (strstr(text, "Khuất") != NULL ||
	    strstr(text, "K•••") != NULL ||
	    strstr(text, "MC-2026-00001\"") != NULL);

	free(text);
	return told;
}


static size_t
found(struct session *s, const char *k, const char *text)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "search", k, text), *out;
	size_t n;

	out = tn_ask(s, q);
	n = json_array_size(json_object_get(out, "found"));
	json_decref(out);
	json_decref(q);
	return n;
}

static struct house h;
static struct session *an, *giang;

/* A post and a commune, each with a case of its own. */
static json_t *
plan(void)
{
	static const char *const staff[][3] = {
		{ "an", "dbp_mong_cai", "officer" },
		{ "anh", "dbp_mong_cai", "commander" },
		{ "giang", "ubnd_mong_cai_1", "officer" },
		{ "hai", "ubnd_mong_cai_1", "commander" },
	};
	json_t *list = json_array();

	for (size_t i = 0; i < ARRAY_LEN(staff); i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", staff[i][2], "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:b,s:o}", "site", "MC",
	    "demonstration", 1, "cheap", 1, "training", 0, "staff", list);
}

static void
begin(void)
{
	char *text = xasprintf("{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','reception_time':'02:10',"
	    "'foreign_country':'CN','foreign_agency':'Co quan gia dinh',"
	    "'our_head':'Truc ban thu nghiem','foreign_list_count':1},"
	    "'persons':[{'full_name':'%s','sex':'female','birth_date':'1977',"
	    "'condition':'well','under_18_observed':'no'}]}}", OTHERS);

	T_CHECK(house_open_on(&h, "forms", plan(), "2026-03-02T02:10+07:00"));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, text, "done");
	free(text);
	HOUSE_EXPECT(&h, giang, "{'do':'open_case','with':{'path':"
	    "'self_report','answers':{'full_name':'" OWN "','sex':'female',"
	    "'under_18_observed':'no','condition':'well','reported_on':"
	    "'2026-03-02','report_place':'Nơi trình báo','reporter_kind':"
	    "'self'}}}", "done");
}

static void
end(void)
{
	json_t *out = tn_verify(h.tn);

	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

/* What is typed is looked for as it stands. */
static void
test_search_is_literal(void)
{
	struct str many = STR_INIT;

	begin();
	/* it is there, and each finds only their own */
	T_INT(found(an, "text", "khuat kin"), 1);
	T_INT(found(giang, "text", "sang"), 1);
	T_INT(found(giang, "text", "khuat"), 0);
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		size_t n = found(giang, "text", order[i]);

		/* A number is found by its beginning, with a sign behind it
		 * or without: the sign stands for nothing. */
		if (str_starts(order[i], "MC-2026-0000") &&
		    order[i][12] != '1') {
			T_INT(n, found(giang, "text", "MC-2026-0000"));
			continue;
		}
		/* "sang" stands in some of them, and is found as a word. */
		if (n != 0 && strstr(order[i], "sang") == NULL) {
			printf("# %s finds %zu\n", order[i], n);
			t_bad++;
		}
		T_INT(found(giang, "name", order[i]) > 0 &&
		    strstr(order[i], "sang") == NULL, 0);
		T_INT(found(giang, "number", order[i]), 0);
		T_INT(found(giang, "case", order[i]), 0);
	}
	for (int i = 0; i < 10000; i++)
		str_printf(&many, "x%d* OR ", i);
	T_INT(found(giang, "text", str_text(&many)), 0);
	str_done(&many);
	end();
}

static size_t
told_to_its_own(void)
{
	const struct right_code *query;
	size_t n, told = 0;

	query = rights_queries(&n);
	for (size_t q = 0; q < n; q++) {
		json_t *o = json_pack("{s:s,s:s,s:s,s:s}", "ask",
		    query[q].code, "case", "MC-2026-00001", "text",
		    "khuat kin", "queue", "mine"), *out = tn_ask(an, o);

		told += tells(out);
		json_decref(out);
		json_decref(o);
	}
	printf("# %zu queries tell it to its own\n", told);
	return told;
}

/* All texts at once, then a filter and a sort of a queue. */
static void
test_every_query(void)
{
	const struct right_code *query;
	size_t n, asked = 0;

	begin();
	query = rights_queries(&n);
	for (size_t q = 0; q < n; q++)
		for (size_t i = 0; i < ARRAY_LEN(order); i++) {
			json_t *o = json_object(), *out;

			for (size_t k = 0; k < ARRAY_LEN(key); k++)
				put(o, key[k], order[i]);
			/* a queue that is there, so that its rest is read */
			if (str_eq(query[q].code, "queue")) {
				put(o, "queue", "mine");
				json_object_set_new(o, "filter", json_pack(
				    "{s:s,s:[s],s:s}", "words", order[i],
				    "state", order[i], "case", order[i]));
			}
			put(o, "ask", query[q].code);
			h.now += 1000;
			out = tn_ask(giang, o);
			T_CHECK(json_is_object(out));
			if (tells(out)) {
				printf("# %s tells by %s\n", query[q].code,
				    order[i]);
				t_bad++;
			}
			json_decref(out);
			json_decref(o);
			asked++;
		}
	printf("# %zu queries\n", asked);
	/* The same is told where it is asked for, by who may know. */
	T_CHECK(told_to_its_own() >= 3);
	T_CHECK(asked > 1500);
	end();
}

static void
test_every_command(void)
{
	const struct right_code *command;
	size_t n, done = 0, tried = 0;

	begin();
	command = rights_commands(&n);
	for (size_t c = 0; c < n; c++)
		for (size_t i = 0; i < ARRAY_LEN(order); i += 3) {
			json_t *o = json_object(), *with = json_object(), *out;

			for (size_t k = 0; k < ARRAY_LEN(key); k++)
				put(with, key[k], order[i]);
			json_object_set_new(o, "with", with);
			put(o, "do", command[c].code);
			put(o, "case", order[i]);
			h.now += 1000;
			out = tn_execute(giang, o);
			T_CHECK(!tells(out));
			done += str_eq(jx_text(out, "outcome"), "done");
			tried++;
			json_decref(out);
			json_decref(o);
		}
	printf("# %zu commands, %zu of them done\n", tried, done);
	T_CHECK(tried > 800);
	/* Notes of one's own at most: drafts and preferences hold any text. */
	T_INT(found(giang, "text", "sang"), 1);
	T_INT(found(an, "text", "khuat"), 1);
	end();
}

static json_t *
ask_text(const char *ask, const char *k, const char *text, size_t len)
{
	json_t *q = json_pack("{s:s,s:o}", "ask", ask, k,
	    json_stringn(text, len)), *out = tn_ask(giang, q);

	json_decref(q);
	return out;
}

static bool
secret_with_nul(const char *secret, size_t len)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in(h.tn, "giang", secret, len, &e);
	bool refused = s == NULL && e.code == ERR_SIGN_IN;

	if (s != NULL)
		tn_sign_out(s);
	err_done(&e);
	return refused;
}

/*
 * A NUL ends nothing: the text is refused as a whole, or is none.  To a store
 * process it is not even sent: its line stands, and the session with it.
 */
static void
test_nul(void)
{
	bool served = getenv("TN_SERVED") != NULL;
	json_t *out;

	begin();
	out = ask_text("case", "case", "MC-2026-00002\0x", 15);
	T_CHECK(!tells(out));
	if (served)
		T_STR(house_result(out), "bad_command");
	json_decref(out);
	out = ask_text("search", "text", "sang\0khuat", 10);
	T_CHECK(!tells(out));
	if (served)
		T_STR(house_result(out), "bad_command");
	json_decref(out);
	T_CHECK(secret_with_nul(HOUSE_SECRET "\0", sizeof(HOUSE_SECRET)));
	T_CHECK(secret_with_nul("\0" HOUSE_SECRET, sizeof(HOUSE_SECRET)));
	T_INT(found(giang, "text", "sang"), 1);
	end();
}

int
main(void)
{
	T_RUN(test_search_is_literal);
	T_RUN(test_every_query);
	T_RUN(test_every_command);
	T_RUN(test_nul);
	return t_done();
}
