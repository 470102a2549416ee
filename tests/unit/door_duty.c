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
	T_STR(json_string_value(json_array_get(json_object_get(p, "classes"),
	    0)), "identity");
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

int
main(void)
{
	T_RUN(test_purpose);
	T_RUN(test_requests);
	T_RUN(test_transfer);
	T_RUN(test_breach);
	return t_done();
}
