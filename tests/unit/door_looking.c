/*
 * Who saw this person, what did this officer see (security.md S-57 to S-61):
 * complete, by a right of its own, and in the journal itself.
 */
#include "core/door/door.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define REVEAL "{'do':'reveal_identity','case':'" CASE "'," \
	"'with':{'why':'đối chiếu ảnh'}}"

#define RECEIVE_TWO \
	"{'do':'receive_persons','with':{'path':'bilateral_handover'," \
	"'minutes':{'reception_gate':'mong_cai','reception_date':'2026-03-02'," \
	"'reception_time':'02:10','foreign_country':'CN'," \
	"'foreign_agency':'Co quan gia dinh','our_head':'Truc ban thu nghiem'," \
	"'foreign_list_count':2}," \
	"'persons':[{'full_name':'Lê Thị Mẫu Hai','sex':'female'," \
	"'birth_date':'1981-05','condition':'tired'}," \
	"{'full_name':'Lê Thị Thử Ba','sex':'female'," \
	"'birth_date':'2003-07','condition':'tired'}]}}"

/* The house with one who supervises and one who runs the site. */
static void
open_house(struct house *h)
{
	json_t *plan = house_plan(), *staff = json_object_get(plan, "staff");

	json_array_append_new(staff, json_pack("{s:s,s:s,s:s,s:[s],s:s}",
	    "id", "sau", "unit", "dbp_mong_cai", "name",
	    "Lê Thị Thử Giám Sát", "roles", "supervisor", "secret",
	    HOUSE_SECRET));
	json_array_append_new(staff, json_pack("{s:s,s:s,s:s,s:[s],s:s}",
	    "id", "quan", "unit", "dbp_mong_cai", "name",
	    "Phạm Thử Quản Trị", "roles", "administrator", "secret",
	    HOUSE_SECRET));
	json_array_append_new(staff, json_pack("{s:s,s:s,s:s,s:[s],s:s}",
	    "id", "xa", "unit", "syt_nghe_an", "name", "Vũ Thử Nơi Khác",
	    "roles", "supervisor", "secret", HOUSE_SECRET));
	T_CHECK(house_open_on(h, "forms", plan, "2026-03-02T02:10+07:00"));
}

static json_t *
ask(struct session *s, const char *text)
{
	char *copy = xstrdup(text), *p;
	json_t *q, *out;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	q = json_loads(copy, 0, NULL);
	out = tn_ask(s, q);
	json_decref(q);
	free(copy);
	return out;
}

/* How many entries of a kind; -1 when the answer is a refusal. */
static int
count(const json_t *out, const char *kind)
{
	const json_t *e;
	int n = 0;
	size_t i;

	if (json_object_get(out, "entries") == NULL)
		return -1;
	json_array_foreach(json_object_get(out, "entries"), i, e)
		n += kind == NULL || str_eq(jx_text(json_object_get(e,
		    "kind"), "code"), kind);
	return n;
}

static int
asked(struct session *s, const char *text, const char *kind)
{
	json_t *out = ask(s, text);
	int n = count(out, kind);

	json_decref(out);
	return n;
}

static void
expect_refused(struct session *s, const char *text, const char *code)
{
	json_t *out = ask(s, text);

	T_STR(house_result(out), code);
	json_decref(out);
}

static int64_t
head(struct session *s)
{
	json_t *out = ask(s, "{'ask':'head'}");
	int64_t seq = jx_int(out, "seq", -1);

	json_decref(out);
	return seq;
}

static void
test_who_and_what(void)
{
	struct house h;
	struct session *an, *anh, *sau, *quan, *xa;
	json_t *out;
	int64_t before;

	open_house(&h);
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	sau = house_sign_in(&h, "sau");
	quan = house_sign_in(&h, "quan");
	xa = house_sign_in(&h, "xa");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, anh, REVEAL, "done");
	h.now += 1000;
	HOUSE_EXPECT(&h, an, REVEAL, "done");
	before = head(sau);
	out = ask(sau, "{'ask':'who_saw','case':'" CASE "'}");
	T_INT(count(out, "identity_read"), 2);
	T_INT(count(out, "case_opened"), 1);
	T_INT((int)json_array_size(json_object_get(out, "summary")), 2);
	T_CHECK(json_is_null(json_object_get(out, "next")));
	/* Newest first, and it is the officer's. */
	T_STR(jx_text(json_object_get(json_array_get(json_object_get(out,
	    "entries"), 0), "officer"), "id"), "an");
	json_decref(out);
	T_INT(head(sau), before + 1);	/* the question itself */
	/* An act in which the person stands is a look too, once a minute. */
	json_decref(ask(anh, "{'ask':'act','act':'MC-2026-A00001'}"));
	json_decref(ask(anh, "{'ask':'act','act':'MC-2026-A00001'}"));
	T_INT(asked(sau, "{'ask':'who_saw','case':'" CASE "'}", "act_read"),
	    1);
	T_INT(asked(sau, "{'ask':'what_saw','officer':'anh'}",
	    "identity_read"), 1);
	T_INT(asked(sau, "{'ask':'what_saw','officer':'anh'}", "act_read"), 1);
	/* Who asked is in the journal of those who ask. */
	T_INT(asked(quan, "{'ask':'what_saw','officer':'sau'}", "audit_read"),
	    4);
	/* Pages and times. */
	T_INT(asked(sau, "{'ask':'who_saw','case':'" CASE "','limit':1}",
	    NULL), 1);
	out = ask(sau, "{'ask':'what_saw','officer':'an','limit':1}");
	T_CHECK(jx_int(out, "next", 0) > 0);
	json_decref(out);
	T_INT(asked(sau, "{'ask':'what_saw','officer':'an',"
	    "'to':'2026-03-01'}", NULL), 0);
	T_INT(asked(sau, "{'ask':'what_saw','officer':'an',"
	    "'from':'2026-03-02'}", "identity_read"), 1);
	expect_refused(sau, "{'ask':'what_saw','officer':'an','from':7}",
	    "bad_command");
	expect_refused(sau, "{'ask':'what_saw','officer':'an','limit':501}",
	    "bad_command");
	/* Whose right it is not. */
	expect_refused(an, "{'ask':'who_saw','case':'" CASE "'}", "no_right");
	expect_refused(anh, "{'ask':'what_saw','officer':'an'}", "no_right");
	/* To run the site is not to read its cases. */
	expect_refused(quan, "{'ask':'who_saw','case':'" CASE "'}",
	    "no_right");
	expect_refused(xa, "{'ask':'who_saw','case':'" CASE "'}",
	    "no_such_case");
	expect_refused(xa, "{'ask':'what_saw','officer':'an'}",
	    "look_officer");
	expect_refused(xa, "{'ask':'what_saw','officer':'nobody'}",
	    "look_officer");
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(sau);
	tn_sign_out(quan);
	tn_sign_out(xa);
	house_close(&h);
}

static const json_t *
entry_of(const json_t *out, const char *kind)
{
	const json_t *e;
	size_t i;

	json_array_foreach(json_object_get(out, "entries"), i, e)
		if (str_eq(jx_text(json_object_get(e, "kind"), "code"), kind))
			return e;
	return NULL;
}

/*
 * Over all cases of a person, with reasons, and with who was refused; pages
 * that follow one another give each entry once.
 */
static void
test_person(void)
{
	struct session *an, *sau, *quan, *xa;
	int64_t before = INT64_MAX, seen = 0, all;
	const json_t *e;
	struct house h;
	json_t *out;
	size_t i;

	open_house(&h);
	an = house_sign_in(&h, "an");
	sau = house_sign_in(&h, "sau");
	quan = house_sign_in(&h, "quan");
	xa = house_sign_in(&h, "xa");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO, "done");
	HOUSE_EXPECT(&h, an, "{'do':'link_cases','case':'" CASE "','with':"
	    "{'other':'MC-2026-00002','link':'same_person','why':'thử'}}",
	    "done");
	HOUSE_EXPECT(&h, an, "{'do':'link_cases','case':'" CASE "','with':"
	    "{'other':'MC-2026-00003','link':'family','why':'thử'}}",
	    "done");
	HOUSE_EXPECT(&h, an, REVEAL, "done");
	HOUSE_EXPECT(&h, an, "{'do':'reveal_identity','case':"
	    "'MC-2026-00002','with':{'why':'lần hai'}}", "done");
	HOUSE_EXPECT(&h, an, "{'do':'reveal_identity','case':"
	    "'MC-2026-00003','with':{'why':'người nhà'}}", "done");
	HOUSE_EXPECT(&h, xa, REVEAL, "no_such_case");
	/* One case; then the person, whose other case is another's person's. */
	out = ask(sau, "{'ask':'who_saw','case':'" CASE "'}");
	T_INT(count(out, "identity_read"), 1);
	T_INT(count(out, "refused"), 1);
	e = entry_of(out, "identity_read");
	T_STR(jx_text(e, "why"), "đối chiếu ảnh");
	e = entry_of(out, "refused");
	T_STR(jx_text(e, "op"), "reveal_identity");
	T_STR(jx_text(e, "case"), CASE);
	T_STR(jx_text(json_object_get(e, "officer"), "id"), "xa");
	T_CHECK(json_object_get(e, "_at") == NULL);
	/* Why something was done is told by the history of the case. */
	T_CHECK(jx_text(entry_of(out, "case_linked"), "why") == NULL);
	json_decref(out);
	out = ask(sau, "{'ask':'who_saw','case':'" CASE "','person':true}");
	T_INT(count(out, "identity_read"), 2);
	T_INT((int)json_array_size(json_object_get(out, "cases")), 2);
	all = count(out, NULL);
	json_decref(out);
	/* From the other end of the link, too. */
	T_INT(asked(sau, "{'ask':'who_saw','case':'MC-2026-00002',"
	    "'person':true}", "identity_read"), 2);
	for (i = 0; i < 100 && before > 0; i++) {
		char *q = xasprintf("{'ask':'who_saw','case':'" CASE "',"
		    "'person':true,'limit':2,'before':%lld}",
		    (long long)before);

		out = ask(sau, q);
		T_CHECK(count(out, NULL) <= 2);
		seen += count(out, NULL);
		before = jx_int(out, "next", 0);
		json_decref(out);
		free(q);
	}
	T_INT(seen, all);
	/* What the officer of elsewhere was refused tells no id there. */
	out = ask(quan, "{'ask':'what_saw'}");
	T_INT((int)json_array_size(json_object_get(out, "officers")), 5);
	json_decref(out);
	out = ask(xa, "{'ask':'what_saw','officer':'xa'}");
	e = entry_of(out, "refused");
	T_CHECK(e != NULL && json_is_null(json_object_get(e, "case")));
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(sau);
	tn_sign_out(quan);
	tn_sign_out(xa);
	house_close(&h);
}

/* The clock goes back: told where it did, and nothing moves (S-61). */
static void
test_clock(void)
{
	struct house h;
	struct session *an, *sau;
	const json_t *e;
	json_t *out;
	int back = 0;
	size_t i;

	open_house(&h);
	an = house_sign_in(&h, "an");
	sau = house_sign_in(&h, "sau");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	h.now -= 3600000;
	HOUSE_EXPECT(&h, an, REVEAL, "done");
	h.now += 7200000;
	out = ask(sau, "{'ask':'who_saw','case':'" CASE "'}");
	json_array_foreach(json_object_get(out, "entries"), i, e)
		if (jx_bool(e, "back", false)) {
			back++;
			T_STR(jx_text(json_object_get(e, "kind"), "code"),
			    "identity_read");
		}
	T_INT(back, 1);
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(sau);
	house_close(&h);
}

/* What was refused for want of a right: one entry each, and bounded. */
static void
test_refused(void)
{
	struct house h;
	struct session *an, *sau, *xa;
	int64_t before, i;

	open_house(&h);
	an = house_sign_in(&h, "an");
	sau = house_sign_in(&h, "sau");
	xa = house_sign_in(&h, "xa");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	before = head(an);
	/* What is wrong in itself is no matter of rights. */
	HOUSE_EXPECT(&h, an, "{'do':'reveal_identity','case':'" CASE "',"
	    "'with':{}}", "need_reason");
	T_INT(head(an), before);
	/* Which reason is told is another matter: a right or no such case. */
	HOUSE_EXPECT(&h, xa, REVEAL, "no_such_case");
	T_INT(head(an), before + 1);
	json_decref(ask(xa, "{'ask':'case','case':'" CASE "'}"));
	T_INT(head(an), before + 2);
	/* A case that there is not costs the same. */
	json_decref(ask(xa, "{'ask':'case','case':'MC-2026-09999'}"));
	T_INT(head(an), before + 3);
	for (i = 0; i < 100; i++)
		json_decref(ask(xa, "{'ask':'case','case':'MC-2026-09999'}"));
	T_INT(head(an), before + 60);
	h.now += 60000;
	json_decref(ask(xa, "{'ask':'case','case':'MC-2026-09999'}"));
	T_INT(head(an), before + 61);
	T_INT(asked(sau, "{'ask':'what_saw','officer':'xa'}", "refused"), -1);
	tn_sign_out(an);
	tn_sign_out(sau);
	tn_sign_out(xa);
	house_close(&h);
}

/* ---- what the plain half of the journal holds (S-58, S-59) ---- */

static bool
add_plain(void *arg, const struct event *ev)
{
	char *facts = jx_canonical(ev->facts);

	str_printf(arg, "%s %s %s %s %s\n", ev->stream, ev->kind, ev->actor,
	    ev->op_id, facts);
	free(facts);
	return true;
}

static int
lines_of(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)) != NULL; text += strlen(word))
		n++;
	return n;
}

/* A reason that would break a log of lines, and one that would fill it. */
static void
test_plain_half(void)
{
	static const char *const planted[] = {
		"Mẫu Một", "Nguyễn", "gia dinh", "thu nghiem", "\x1b",
		"\n2026", "bịa", "[31m", HOUSE_SECRET, "1999",
	};
	struct look_query q = { .actor = "an", .to = INT64_MAX,
	    .before = INT64_MAX };
	struct str text = STR_INIT;
	const struct journal *j;
	struct session *an;
	struct house h;
	char *big, *command;
	size_t i;

	open_house(&h);
	j = h.tn->journal;
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, "{'do':'reveal_identity','case':'" CASE "',"
	    "'with':{'why':'bịa\\n2026-03-02 an identity_read"
	    "\\u001b[31m'}}", "done");
	big = xmalloc((1 << 20) + 1);
	memset(big, 'x', 1 << 20);
	big[1 << 20] = '\0';
	command = xasprintf("{'do':'reveal_identity','case':'" CASE "',"
	    "'with':{'why':'%s'}}", big);
	HOUSE_EXPECT(&h, an, command, "bad_command");
	free(command);
	free(big);
	/* A name typed where an id belongs, an operation that is none. */
	json_decref(ask(an, "{'ask':'case','case':'Nguyễn Thị Mẫu Một'}"));
	json_decref(ask(an, "{'ask':'case','case':'Nguyen-Thi-Mau-Mot'}"));
	json_decref(ask(an, "{'ask':'Mẫu Một','case':'Mẫu Một'}"));
	HOUSE_EXPECT(&h, an, "{'do':'Mẫu Một','case':'" CASE "','with':{}}",
	    "no_such_command");
	if (j == NULL) {
		printf("# served: the journal is elsewhere\n");
	} else {
		T_CHECK(j->looked(j->ctx, &q, add_plain, &text, NULL));
		for (i = 0; i < ARRAY_LEN(planted); i++) {
			/* \n ends each line of ours; it stands in none */
			if (strstr(str_text(&text), planted[i]) != NULL)
				printf("# planted: %s\n", planted[i]);
			T_CHECK(strstr(str_text(&text), planted[i]) == NULL);
		}
		T_CHECK(strstr(str_text(&text), "Nguyen-Thi") == NULL);
		T_INT(lines_of(str_text(&text), " identity_read "), 1);
		T_INT(lines_of(str_text(&text), " refused "), 2);
	}
	str_done(&text);
	tn_sign_out(an);
	house_close(&h);
}

/* Every operation of the door leaves at most one entry, however it ends. */
static void
test_every_operation(void)
{
	struct session *xa, *an;
	struct house h;
	size_t i, n;
	int noted = 0;

	open_house(&h);
	an = house_sign_in(&h, "an");
	xa = house_sign_in(&h, "xa");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	for (i = 0; i < 2; i++) {
		const struct right_code *op = i == 0 ? rights_commands(&n) :
		    rights_queries(&n);

		for (size_t k = 0; k < n; k++) {
			int64_t before = head(an), more;
			json_t *q, *out;

			h.now += 2000;
			q = json_pack("{s:s,s:s,s:s,s:s,s:{}}", i == 0 ? "do" :
			    "ask", op[k].code, "case", CASE, "act",
			    "MC-2026-A00001", "officer", "an", "with");
			out = i == 0 ? tn_execute(xa, q) : tn_ask(xa, q);
			more = head(an) - before;
			if (more > 1)
				printf("# %s: %lld\n", op[k].code,
				    (long long)more);
			T_CHECK(more >= 0 && more <= 1);
			/* Refused because of who asks: exactly one. */
			if (str_eq(house_result(out), "no_right") ||
			    str_eq(house_result(out), "no_such_case")) {
				T_INT(more, 1);
				noted++;
			}
			json_decref(out);
			json_decref(q);
		}
	}
	printf("# %d refusals noted\n", noted);
	T_CHECK(noted > 40);
	tn_sign_out(an);
	tn_sign_out(xa);
	house_close(&h);
}

/*
 * Who reads the history has read the notes: once for what stands there, again
 * when somebody else has added to it or ten minutes have gone.
 */
static void
test_history(void)
{
#define HISTORY "{'ask':'history','case':'" CASE "'}"
#define READ "{'ask':'who_saw','case':'" CASE "'}", "history_read"
	struct house h;
	struct session *an, *anh, *sau, *xa;
	json_t *out;

	open_house(&h);
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	sau = house_sign_in(&h, "sau");
	xa = house_sign_in(&h, "xa");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(asked(sau, READ), 0);
	json_decref(ask(an, HISTORY));
	h.now += 60000;
	out = ask(an, HISTORY);
	T_STR(jx_text(json_object_get(json_array_get(json_object_get(out,
	    "events"), 1), "kind"), "code"), "history_read");
	json_decref(out);
	T_INT(asked(sau, READ), 1);
	/* One's own work, and others' looking, are nothing new to read. */
	HOUSE_EXPECT(&h, an, "{'do':'append_note','case':'" CASE "','with':{"
	    "'text':'chuyện thử'}}", "done");
	json_decref(ask(an, HISTORY));
	T_INT(asked(sau, READ), 1);
	json_decref(ask(anh, HISTORY));
	json_decref(ask(an, HISTORY));
	T_INT(asked(sau, READ), 2);
	HOUSE_EXPECT(&h, anh, "{'do':'append_note','case':'" CASE "','with':{"
	    "'text':'chuyện khác'}}", "done");
	json_decref(ask(an, HISTORY));
	T_INT(asked(sau, READ), 3);
	h.now += 10 * 60 * 1000 + 1;
	json_decref(ask(an, HISTORY));
	T_INT(asked(sau, READ), 4);
	/* What is hidden is not read. */
	expect_refused(xa, HISTORY, "no_such_case");
	T_INT(asked(sau, READ), 4);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(sau);
	tn_sign_out(xa);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_history);
	T_RUN(test_who_and_what);
	T_RUN(test_person);
	T_RUN(test_clock);
	T_RUN(test_refused);
	T_RUN(test_plain_half);
	T_RUN(test_every_operation);
	return t_done();
}
