/*
 * Duties towards the person (security.md S-71 to S-73): purposes, requests of
 * persons with their clock, what lay on a lost machine.
 */
#include "core/door/door.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"

static json_t *
ask(struct session *s, const char *name, const char *key, const char *value)
{
	json_t *q = json_pack("{s:s,s:s*}", "ask", name, key, value);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* How often a kind of entry stands in the history of the case. */
static int
house_events(struct session *s, const char *kind)
{
	json_t *out = ask(s, "history", "case", CASE);
	const json_t *ev;
	int n = 0;
	size_t i;

	json_array_foreach(json_object_get(out, "events"), i, ev)
		n += str_eq(jx_text(json_object_get(ev, "kind"), "code"),
		    kind);
	json_decref(out);
	return n;
}

static const char *
purpose_of(struct house *h)
{
	json_t *row = h->tn->journal->row(h->tn->journal->ctx, CASE, NULL);
	static char code[64];

	snprintf(code, sizeof(code), "%s", jx_text(row, "purpose") == NULL ?
	    "" : jx_text(row, "purpose"));
	json_decref(row);
	return code;
}

/* The first thing that leads out of the first state, and why not. */
static bool
lacks_purpose(struct session *s)
{
	json_t *out = ask(s, "case", "case", CASE);
	char *text = json_dumps(out, 0);
	bool lacks = strstr(text, "no_purpose") != NULL;

	free(text);
	json_decref(out);
	return lacks;
}

static void
test_purpose(void)
{
	struct regime *r;
	struct session *an;
	struct house h;
	size_t n, i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	if (h.tn->journal == NULL) {
		printf("# served: rows are elsewhere\n");
		goto out;
	}
	for (i = 0; i < h.tn->procedure->n_regime; i++)
		T_CHECK(h.tn->procedure->regime[i].n_purpose > 0);
	T_STR(purpose_of(&h), "protect_and_support");
	T_CHECK(!lacks_purpose(an));
	HOUSE_EXPECT(&h, an, "{'do':'set_purpose','case':'" CASE "','with':"
	    "{'purpose':'request_of_person'}}", "need_reason");
	HOUSE_EXPECT(&h, an, "{'do':'set_purpose','case':'" CASE "','with':"
	    "{'purpose':'selling','why':'x'}}", "no_such_purpose");
	HOUSE_EXPECT(&h, an, "{'do':'set_purpose','case':'" CASE "','with':"
	    "{'purpose':'request_of_person','why':'người này yêu cầu'}}",
	    "done");
	T_STR(purpose_of(&h), "request_of_person");
	HOUSE_EXPECT(&h, an, "{'do':'set_purpose','case':'" CASE "','with':"
	    "{'purpose':'request_of_person','why':'x'}}", "nothing_new");
	/* A purpose that the procedure no longer knows is none. */
	r = (struct regime *)(uintptr_t)procedure_regime(h.tn->procedure,
	    "vn-2025");
	n = r->n_purpose;
	r->n_purpose = 1;
	T_CHECK(lacks_purpose(an));
	HOUSE_EXPECT(&h, an, "{'do':'give_support','case':'" CASE "','with':"
	    "{'support':'medical_care','answers':{}}}", "done");
	r->n_purpose = n;
	T_CHECK(!lacks_purpose(an));
out:
	tn_sign_out(an);
	house_close(&h);
}

static size_t
waiting(struct session *s)
{
	json_t *out = ask(s, "person_requests", "case", NULL);
	size_t n = json_array_size(json_object_get(out, "requests"));

	json_decref(out);
	return n;
}

static void
test_requests(void)
{
	struct session *an, *hanh;
	struct house h;
	json_t *out;
	const json_t *r;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	hanh = house_sign_in(&h, "hanh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, "{'do':'record_person_request','case':'" CASE
	    "','with':{'kind':'steal','by':'person'}}", "bad_command");
	HOUSE_EXPECT(&h, an, "{'do':'record_person_request','case':'" CASE
	    "','with':{'kind':['copy'],'by':7}}", "bad_command");
	HOUSE_EXPECT(&h, hanh, "{'do':'record_person_request','case':'" CASE
	    "','with':{'kind':'copy','by':'person'}}", "no_such_case");
	HOUSE_EXPECT(&h, an, "{'do':'record_person_request','op_id':'ask-1',"
	    "'case':'" CASE "','with':{'kind':'copy','by':'person',"
	    "'words':'xin bản sao'}}", "done");
	T_INT(waiting(an), 1);
	T_INT(waiting(hanh), 0);
	out = ask(an, "person_requests", "case", NULL);
	r = json_array_get(json_object_get(out, "requests"), 0);
	/* Monday night; two working days end on Wednesday. */
	T_CHECK(str_starts(jx_text(r, "due"), "2026-03-04T"));
	T_CHECK(!jx_bool(r, "late", true));
	json_decref(out);
	h.now += (when_t)4 * 24 * 3600 * 1000;
	out = ask(an, "person_requests", "case", NULL);
	r = json_array_get(json_object_get(out, "requests"), 0);
	T_CHECK(jx_bool(r, "late", false));
	json_decref(out);
	HOUSE_EXPECT(&h, an, "{'do':'answer_person_request','case':'" CASE
	    "','with':{'request':'ask-2','outcome':'done'}}",
	    "no_person_request");
	HOUSE_EXPECT(&h, an, "{'do':'answer_person_request','case':'" CASE
	    "','with':{'request':'ask-1','outcome':'refused'}}",
	    "need_reason");
	HOUSE_EXPECT(&h, an, "{'do':'answer_person_request','case':'" CASE
	    "','with':{'request':'ask-1','outcome':'refused','why':"
	    "'hồ sơ thuộc vụ án đang điều tra'}}", "done");
	T_INT(waiting(an), 0);
	HOUSE_EXPECT(&h, an, "{'do':'answer_person_request','case':'" CASE
	    "','with':{'request':'ask-1','outcome':'done'}}",
	    "no_person_request");
	out = tn_verify(h.tn);
	T_STR(house_result(out), "done");
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(hanh);
	house_close(&h);
}

/*
 * What was asked is read by who answers it, and that reading is an entry; the
 * register has what is due first first.
 */
static void
test_words(void)
{
	struct session *an, *hanh;
	struct house h;
	json_t *out, *list, *o;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	hanh = house_sign_in(&h, "hanh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, "{'do':'record_person_request','op_id':'ask-1',"
	    "'case':'" CASE "','with':{'kind':'copy','by':'person',"
	    "'words':'xin bản sao'}}", "done");
	h.now += 3600000;
	HOUSE_EXPECT(&h, an, "{'do':'record_person_request','op_id':'ask-2',"
	    "'case':'" CASE "','with':{'kind':'delete','by':'person'}}",
	    "done");
	out = ask(an, "person_requests", "case", NULL);
	list = json_object_get(out, "requests");
	T_INT(jx_int(out, "waiting", -1), 2);
	T_STR(jx_text(json_array_get(list, 0), "request"), "ask-1");
	T_CHECK(json_object_get(json_array_get(list, 0), "words") == NULL);
	T_STR(jx_text(json_object_get(json_array_get(list, 0), "law"),
	    "status"), "reported");
	json_decref(out);
	T_INT(house_events(an, "content_read"), 0);
	o = json_pack("{s:s,s:s,s:s}", "ask", "person_requests", "case", CASE,
	    "request", "ask-1");
	out = tn_ask(an, o);
	T_STR(jx_text(out, "words"), "xin bản sao");
	json_decref(out);
	T_INT(house_events(an, "content_read"), 1);
	out = tn_ask(hanh, o);
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	json_decref(o);
	out = ask(an, "case", "case", CASE);
	o = json_object_get(out, "duties");
	T_STR(jx_text(json_object_get(o, "purpose"), "code"),
	    "protect_and_support");
	T_INT((int)json_array_size(json_object_get(o, "requests")), 2);
	T_INT((int)json_array_size(json_object_get(o, "can")), 4);
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(hanh);
	house_close(&h);
}

/* What goes abroad needs a basis for that country (S-74). */
static void
expect_export(struct house *h, struct session *s, const char *op,
    const char *country, const char *want)
{
	char *key = house_public(s, "syt_quang_ninh");
	char *text = xasprintf("{'do':'propose_pair','op_id':'%s','with':{"
	    "'kind':'export_identified','content':{'cases':['" CASE "'],"
	    "'classes':['plain'],'receiver':'syt_quang_ninh','public':'%s',"
	    "'purpose':'thử','ground':'law','document':'Công văn thử',"
	    "'country':'%s'},'reason':'thử'}}", op, key, country);

	HOUSE_EXPECT(h, s, text, want);
	free(text);
	free(key);
}

#define TRANSFER(country, ground) "{'do':'record_transfer','case':'" CASE \
	"','with':{'country':'" country "','ground':'" ground "'," \
	"'document':'Hiệp định thử'}}"

static void
test_transfer(void)
{
	struct session *an;
	struct house h;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	expect_export(&h, an, "x-1", "CN", "no_transfer_basis");
	HOUSE_EXPECT(&h, an, TRANSFER("VN", "treaty"), "bad_command");
	HOUSE_EXPECT(&h, an, TRANSFER("cn", "treaty"), "bad_command");
	HOUSE_EXPECT(&h, an, TRANSFER("CN", "habit"), "bad_command");
	HOUSE_EXPECT(&h, an, TRANSFER("CN", "treaty"), "done");
	expect_export(&h, an, "x-2", "LA", "no_transfer_basis");
	expect_export(&h, an, "x-3", "CN", "done");
	tn_sign_out(an);
	house_close(&h);
}

static void
test_breach(void)
{
	struct session *an, *anh, *hai;
	struct house h;
	const json_t *p;
	json_t *out, *q;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	hai = house_sign_in(&h, "hai");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	out = ask(an, "breach", "unit", NULL);
	T_STR(house_result(out), "no_right");
	json_decref(out);
	q = json_pack("{s:s,s:s}", "ask", "breach", "found",
	    "2026-03-02T08:00+07:00");
	out = tn_ask(anh, q);
	json_decref(q);
	T_INT(json_array_size(json_object_get(out, "persons")), 1);
	T_INT(json_array_size(json_object_get(out, "officers")), 3);
	T_STR(jx_text(out, "due"), "2026-03-05T08:00:00+07:00");
	p = json_array_get(json_object_get(out, "persons"), 0);
	T_STR(jx_text(p, "case"), CASE);
	T_STR(jx_text(json_array_get(json_object_get(p, "classes"), 0),
	    "code"), "identity");
	json_decref(out);
	/* Another unit's machine held nothing of it, and is not ours to ask. */
	out = ask(hai, "breach", "unit", NULL);
	T_INT(json_array_size(json_object_get(out, "persons")), 0);
	json_decref(out);
	out = ask(hai, "breach", "unit", "dbp_mong_cai");
	T_STR(house_result(out), "no_such_unit");
	json_decref(out);
	out = ask(anh, "breach", "found", "hôm qua");
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(hai);
	house_close(&h);
}

/* A machine: everybody's whose officers have signed in there. */
static void
test_machine(void)
{
	struct session *an, *anh, *hai, *bac;
	struct findings found = FINDINGS_INIT;
	struct house h;
	json_t *out;

	T_CHECK(house_open(&h));
	tn_close(h.tn);
	h.config.env.machine = "may-truc-02";
	h.tn = house_tn(&h, &found);
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	out = ask(anh, "breach", "machine", "may-truc-02");
	T_STR(jx_text(out, "machine"), "may-truc-02");
	T_INT(json_array_size(json_object_get(out, "persons")), 1);
	T_INT(json_array_size(json_object_get(out, "units")), 1);
	T_INT(json_array_size(json_object_get(out, "officers")), 2);
	T_STR(jx_text(json_array_get(json_object_get(out, "officers"), 0),
	    "last"), "2026-03-02T02:10:00+07:00");
	T_CHECK(json_is_null(json_object_get(out, "last_sync")));
	T_STR(jx_text(json_object_get(out, "law"), "status"), "reported");
	json_decref(out);
	/* Somebody else's machine, and one that nobody knows, alike. */
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_close(h.tn);
	h.config.env.machine = "may la; rm";
	h.tn = house_tn(&h, &found);
	hai = house_sign_in(&h, "hai");
	out = ask(hai, "breach", "machine", "may-truc-02");
	T_STR(house_result(out), "no_such_machine");
	json_decref(out);
	out = ask(hai, "breach", "machine", "may la; rm");
	T_STR(house_result(out), "no_such_machine");
	json_decref(out);
	bac = house_sign_in(&h, "bac");
	out = ask(bac, "breaches", "machines", NULL);
	T_INT(jx_int(out, "waiting", -1), 0);
	json_decref(out);
	tn_sign_out(hai);
	tn_sign_out(bac);
	findings_done(&found);
	house_close(&h);
}

#define FOUND(op, more) "{'do':'record_breach','op_id':'" op "','with':{" \
	"'what':'mất máy xách tay'" more "}}"

/* The clock of the notice, and what ends it. */
static void
test_breaches(void)
{
	struct session *an, *anh, *bac, *hai;
	struct house h;
	const json_t *b;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	hai = house_sign_in(&h, "hai");
	HOUSE_EXPECT(&h, an, FOUND("b-0", ""), "no_right");
	HOUSE_EXPECT(&h, anh, FOUND("b-0", ",'found':'hôm qua'"),
	    "bad_command");
	HOUSE_EXPECT(&h, anh, FOUND("b-0", ",'found':'2026-03-03T08:00+07:00'"),
	    "bad_command");
	HOUSE_EXPECT(&h, anh, FOUND("b-0", ",'unit':'syt_quang_ninh'"),
	    "no_such_unit");
	HOUSE_EXPECT(&h, anh, FOUND("b-0", ",'machine':'khong-co'"),
	    "no_such_machine");
	HOUSE_EXPECT(&h, anh, FOUND("b-1", ",'found':'2026-03-01T20:00+07:00'"),
	    "done");
	/* Another of the unit sees it, another unit does not. */
	out = ask(bac, "breaches", "x", NULL);
	T_INT(jx_int(out, "waiting", -1), 1);
	b = json_array_get(json_object_get(out, "breaches"), 0);
	T_STR(jx_text(b, "due"), "2026-03-04T20:00:00+07:00");
	T_STR(jx_text(b, "what"), "mất máy xách tay");
	T_CHECK(!jx_bool(b, "late", true));
	json_decref(out);
	out = ask(hai, "breaches", "x", NULL);
	T_INT((int)json_array_size(json_object_get(out, "breaches")), 0);
	json_decref(out);
	HOUSE_EXPECT(&h, hai, "{'do':'notify_breach','with':{'breach':'b-1',"
	    "'document':'số 1'}}", "no_open_breach");
	h.now += (when_t)72 * 3600 * 1000;
	out = ask(bac, "breaches", "x", NULL);
	b = json_array_get(json_object_get(out, "breaches"), 0);
	T_CHECK(jx_bool(b, "late", false));
	json_decref(out);
	HOUSE_EXPECT(&h, bac, "{'do':'notify_breach','with':{'breach':'b-1',"
	    "'document':'Công văn 12/CV'}}", "done");
	HOUSE_EXPECT(&h, bac, "{'do':'notify_breach','with':{'breach':'b-1',"
	    "'document':'Công văn 12/CV'}}", "no_open_breach");
	/* Given after the term: late it stays until it is closed. */
	out = ask(bac, "breaches", "x", NULL);
	b = json_array_get(json_object_get(out, "breaches"), 0);
	T_STR(jx_text(b, "document"), "Công văn 12/CV");
	T_CHECK(jx_bool(b, "late", false));
	json_decref(out);
	HOUSE_EXPECT(&h, bac, "{'do':'close_breach','with':{'breach':'b-1'}}",
	    "bad_command");
	HOUSE_EXPECT(&h, bac, "{'do':'close_breach','with':{'breach':'b-1',"
	    "'why':'đã tìm lại được máy'}}", "done");
	HOUSE_EXPECT(&h, bac, "{'do':'close_breach','with':{'breach':'b-1',"
	    "'why':'x'}}", "no_open_breach");
	out = ask(bac, "breaches", "x", NULL);
	T_INT(jx_int(out, "waiting", -1), 0);
	T_INT((int)json_array_size(json_object_get(out, "breaches")), 1);
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(house_result(out), "done");
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(bac);
	tn_sign_out(hai);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_purpose);
	T_RUN(test_requests);
	T_RUN(test_transfer);
	T_RUN(test_words);
	T_RUN(test_breach);
	T_RUN(test_machine);
	T_RUN(test_breaches);
	return t_done();
}
