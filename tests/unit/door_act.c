/*
 * Hand-over acts: a line for each person, the receiver's receipt, refused
 * cases, foreign sides, hundreds at once; and what is refused.
 */
#include "tests/unit/door_help.h"

#include <stdint.h>
#include <time.h>

#define MINUTES(n) "'minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','reception_time':'02:10'," \
	"'foreign_country':'CN','foreign_agency':'Co quan gia dinh'," \
	"'our_head':'Truc ban thu nghiem','foreign_list_count':" n "}"

#define MINOR(name, year) "{'full_name':'" name "','sex':'male'," \
	"'birth_date':'" year "','condition':'well','accompanying_minor':'yes'}"

#define RECEIVE_TWO "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover'," MINUTES("2") ",'persons':[" \
	MINOR("Lò Văn Thử Con", "2012-06") "," \
	MINOR("Lò Văn Thử Em", "2014") "]}}"

#define ONE "MC-2026-00001"
#define TWO "MC-2026-00002"
#define HEAD "'minutes':{'transfer_place':'Đồn','transfer_giver':'Trực ban'," \
	"'transfer_signers':[{'transfer_signer_name':'Nguyễn Văn Thử Ký'," \
	"'transfer_signer_rank':'Thiếu tá','transfer_signer_agency':" \
	"'border_guard'}],'transfer_delegation':['police','health']}"
#define OFFER(lines) "{'do':'offer_handover','with':{'step':" \
	"'hand_accompanying_minor','cases':['" ONE "','" TWO "']," \
	"'to':'syt_quang_ninh'," HEAD lines "}}"
#define WELL "{'handed_condition':'well','handed_under_18':'yes'," \
	"'handed_escort':'Chị Mẫu đi cùng'}"
#define PAPERS "{'handed_condition':'ill','handed_condition_detail':" \
	"'sốt mã-thử-kín','handed_under_18':'yes','handed_escort':'Chị Mẫu'," \
	"'handed_papers':[{'handed_paper_kind':'birth_certificate'," \
	"'handed_paper_count':1},{'handed_paper_kind':'other'," \
	"'handed_paper_count':3}],'handed_belongings_count':2}"

static json_t *
ask(struct session *s, const char *what, const char *key, const char *id)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", what, key, id);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* The line of a case on the act, as `s` sees it; a new reference. */
static json_t *
line_of(struct session *s, const char *act, const char *id)
{
	json_t *out = ask(s, "act", "act", act), *line, *found = NULL;
	size_t i;

	json_array_foreach(json_object_get(out, "lines"), i, line)
		if (str_eq(jx_text(line, "case"), id))
			found = json_incref(line);
	json_decref(out);
	return found;
}

/* Does any file of the store hold these bytes in the clear? */
static bool
store_holds(const struct house *h, const char *text)
{
	static const char *const tail[] = { "", "-wal" };
	size_t len = strlen(text), i;
	bool found = false;

	for (i = 0; i < ARRAY_LEN(tail); i++) {
		char name[128], *bytes;
		FILE *f;
		long n;

		snprintf(name, sizeof(name), "%s%s", h->store, tail[i]);
		f = fopen(name, "rb");
		if (f == NULL)
			continue;
		fseek(f, 0, SEEK_END);
		n = ftell(f);
		rewind(f);
		bytes = xcalloc(1, (size_t)n + 1);
		n = (long)fread(bytes, 1, (size_t)n, f);
		fclose(f);
		for (long k = 0; k + (long)len <= n && !found; k++)
			found = memcmp(bytes + k, text, len) == 0;
		free(bytes);
	}
	return found;
}

static void
test_lines_are_checked(void)
{
	struct house h;
	struct session *an;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO, "done");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':[1]"), "bad_command");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{'" ONE "':" WELL "}"),
	    "no_line");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{'" ONE "':" WELL ",'" TWO
	    "':{'handed_condition':'well'}}"), "form_incomplete");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{'" ONE "':" WELL ",'" TWO
	    "':'x'}"), "bad_command");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{'" ONE "':" WELL ",'" TWO
	    "':{'handed_paper_kind':'passport'}}"), "form_incomplete");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{'" ONE "':" WELL ",'" TWO "':"
	    WELL ",'MC-2026-00009':" WELL "}"), "bad_command");
	/* A child goes with somebody: nobody named, nothing offered. */
	out = house_do(&h, an, OFFER(",'lines':{'" ONE "':" WELL ",'" TWO
	    "':{'handed_condition':'well','handed_under_18':'yes'}}"));
	T_STR(jx_text(json_object_get(json_array_get(json_object_get(out,
	    "reasons"), 0), "fix"), "case"), TWO);
	T_STR(jx_text(json_object_get(json_array_get(json_object_get(out,
	    "reasons"), 0), "fix"), "field"), "handed_escort");
	T_CHECK(strstr(jx_text(json_object_get(json_array_get(json_object_get(
	    out, "reasons"), 0), "say"), "vi"), TWO) != NULL);
	json_decref(out);
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{}"), "done");
	tn_sign_out(an);
	house_close(&h);
}

static void
test_both_sides_read_the_lines(void)
{
	struct house h;
	struct session *an, *giang, *hanh;
	json_t *a, *b, *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	hanh = house_sign_in(&h, "hanh");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO, "done");
	HOUSE_EXPECT(&h, an, OFFER(",'lines':{'" ONE "':" PAPERS ",'" TWO "':"
	    WELL "}"), "done");
	a = line_of(an, "MC-2026-A00002", ONE);
	b = line_of(giang, "MC-2026-A00002", ONE);
	T_INT((int)json_array_size(json_object_get(a, "answers")), 7);
	T_CHECK(json_equal(json_object_get(a, "answers"),
	    json_object_get(b, "answers")));
	json_decref(a);
	json_decref(b);
	out = ask(hanh, "act", "act", "MC-2026-A00002");
	T_STR(house_result(out), "no_such_act");
	json_decref(out);
	/* What was typed is nowhere in the clear. */
	T_CHECK(store_holds(&h, "handover_offered"));
	T_CHECK(!store_holds(&h, "mã-thử-kín"));
	T_CHECK(!store_holds(&h, "birth_certificate"));
	/* A difference needs its words. */
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','receipt':{'receipt_counts_agree':'no',"
	    "'receipt_differences':[{'receipt_difference_found':2}]}}}",
	    "form_incomplete");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','receipt':'x'}}", "bad_command");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','refused':[{'case':'" TWO "','why':'đang nằm "
	    "viện'}],'receipt':{'receipt_counts_agree':'no',"
	    "'receipt_differences':[{'receipt_difference_what':'thiếu một "
	    "giấy','receipt_difference_found':2}],'receipt_signers':[{"
	    "'receipt_signer_name':'Lê Thị Mẫu Nhận'}]}}}", "done");
	out = ask(an, "act", "act", "MC-2026-A00002");
	T_INT((int)json_array_size(json_object_get(out, "receipt")), 3);
	T_STR(jx_text(out, "state"), "partly");
	json_decref(out);
	a = line_of(an, "MC-2026-A00002", TWO);
	T_STR(jx_text(a, "why"), "đang nằm viện");
	json_decref(a);
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(hanh);
	tn_sign_out(giang);
	tn_sign_out(an);
	house_close(&h);
}

/* In the giver's queue: 1 refused, 0 not, -1 not there. */
static int
marked_refused(struct session *s, const char *id)
{
	json_t *out = ask(s, "queue", "queue", "mine"), *row;
	int marked = -1;
	size_t i;

	json_array_foreach(json_object_get(out, "rows"), i, row)
		if (str_eq(jx_text(row, "case"), id))
			marked = jx_bool(row, "refused", false);
	json_decref(out);
	return marked;
}

static void
test_refused_is_seen(void)
{
	struct house h;
	struct session *an, *giang;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO, "done");
	T_INT(marked_refused(an, TWO), 0);
	HOUSE_EXPECT(&h, an, OFFER(""), "done");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','refused':[{'case':'" TWO "','why':'x'}]}}",
	    "done");
	T_INT(marked_refused(an, TWO), 1);
	out = ask(an, "case", "case", TWO);
	T_STR(jx_text(json_object_get(out, "refusal"), "act"),
	    "MC-2026-A00002");
	T_STR(jx_text(json_object_get(json_object_get(out, "refusal"), "by"),
	    "code"), "syt_quang_ninh");
	json_decref(out);
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['" TWO "'],'to':"
	    "'syt_nghe_an'," HEAD "}}", "done");
	out = ask(an, "case", "case", TWO);
	T_CHECK(json_is_null(json_object_get(out, "refusal")));
	json_decref(out);
	tn_sign_out(giang);
	tn_sign_out(an);
	house_close(&h);
}

/* Everybody on the foreign list has a line, signed for or not. */
static void
test_lines_of_the_list(void)
{
	struct house h;
	struct session *an;
	json_t *out, *fix;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	out = house_do(&h, an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES("4") ",'refused_persons':["
	    "{'name':'Lê Thị Mẫu Ba','reason':'không có mặt','line':1},"
	    "{'name':'Lê Thị Mẫu Bốn','reason':'không có mặt','line':3}],"
	    "'persons':[" MINOR("Lò Văn Thử Con", "2012-06") ",{'full_name':"
	    "'Lò Văn Thử Em'}]}}");
	fix = json_object_get(json_array_get(json_object_get(out, "reasons"),
	    0), "fix");
	T_INT(jx_int(fix, "line", 0), 4);
	json_decref(out);
	HOUSE_EXPECT(&h, an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES("3") ",'refused_persons':["
	    "{'name':'Lê Thị Mẫu Ba','reason':'x','line':1},{'name':'Lê Thị "
	    "Mẫu Bốn','reason':'x','line':1}],'persons':["
	    MINOR("Lò Văn Thử Con", "2012-06") "]}}", "bad_command");
	HOUSE_EXPECT(&h, an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES("2") ",'refused_persons':["
	    "{'name':'Lê Thị Mẫu Ba','reason':'x','line':'hai'}],'persons':["
	    MINOR("Lò Văn Thử Con", "2012-06") "]}}", "bad_command");
	tn_sign_out(an);
	house_close(&h);
}

/* A number spoiled on paper is used up, by a record that says why. */
static void
test_spoiled_number(void)
{
	struct house h;
	struct session *an, *dung;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO, "done");
	HOUSE_EXPECT(&h, an, "{'do':'void_number','with':{'paper':"
	    "'transfer_minutes'}}", "need_reason");
	HOUSE_EXPECT(&h, an, "{'do':'void_number','with':{'paper':"
	    "'no_such','why':'x'}}", "paper_not_numbered");
	HOUSE_EXPECT(&h, an, "{'do':'void_number','with':{'paper':"
	    "'foreign_victim_paper','why':'x'}}", "paper_not_numbered");
	HOUSE_EXPECT(&h, an, "{'do':'void_number','with':{'paper':7,"
	    "'why':'x'}}", "bad_command");
	HOUSE_EXPECT(&h, dung, "{'do':'void_number','with':{'paper':"
	    "'transfer_minutes','why':'x'}}", "no_right");
	out = house_do(&h, an, "{'do':'void_number','with':{'paper':"
	    "'transfer_minutes','why':'Đổ nước lên biên bản'}}");
	T_STR(jx_text(out, "number"), "1/BBBG-dbp_mong_cai/2026");
	json_decref(out);
	out = house_do(&h, an, OFFER(""));
	T_STR(jx_text(out, "number"), "2/BBBG-dbp_mong_cai/2026");
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(dung);
	tn_sign_out(an);
	house_close(&h);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static json_t *
many_persons(size_t n)
{
	json_t *list = json_array();
	char name[64];
	size_t i;

	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "Lò Văn Thử %zu", i + 1);
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:s,s:s}", "full_name", name, "sex", "male",
		    "birth_date", "2014", "condition", "well",
		    "accompanying_minor", "yes"));
	}
	return list;
}

static json_t *
offer_of(const json_t *cases)
{
	json_t *lines = json_object();
	const json_t *id;
	size_t i;

	json_array_foreach(cases, i, id)
		json_object_set_new(lines, json_string_value(id), json_pack(
		    "{s:s,s:s,s:s,s:[{s:s,s:i}]}", "handed_condition", "well",
		    "handed_under_18", "yes", "handed_escort", "Chị Mẫu",
		    "handed_papers", "handed_paper_kind", "other",
		    "handed_paper_count", 2));
	return json_pack("{s:s,s:{s:s,s:s,s:O,s:o,s:{s:s,s:s}}}", "do",
	    "offer_handover", "with", "step", "hand_accompanying_minor", "to",
	    "syt_quang_ninh", "cases", cases, "lines", lines, "minutes",
	    "transfer_place", "Đồn", "transfer_giver", "Trực ban");
}

static json_t *
do_json(struct house *h, struct session *s, json_t *command)
{
	json_t *out;

	h->now += 1000;
	out = tn_execute(s, command);
	json_decref(command);
	return out;
}

static json_t *
receive(struct house *h, struct session *s, size_t n)
{
	return do_json(h, s, json_pack(
	    "{s:s,s:{s:s,s:o,s:{s:s,s:s,s:s,s:s,s:s,s:s,s:i}}}", "do",
	    "receive_persons", "with", "path", "bilateral_handover",
	    "persons", many_persons(n), "minutes", "reception_gate",
	    "mong_cai", "reception_date", "2026-03-02", "reception_time",
	    "02:10", "foreign_country", "CN", "foreign_agency", "Gia dinh",
	    "our_head", "Truc ban", "foreign_list_count", (int)n));
}

static void
test_five_hundred(void)
{
	struct house h;
	struct session *an, *giang;
	json_t *out, *cases, *act;
	double began;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	out = receive(&h, an, 500);
	T_STR(house_result(out), "done");
	cases = json_incref(json_object_get(out, "cases"));
	json_decref(out);
	T_INT((int)json_array_size(cases), 500);
	/* One more is one too many, and nothing has moved. */
	json_array_append_new(cases, json_string("MC-2026-00501"));
	out = do_json(&h, an, offer_of(cases));
	T_STR(house_result(out), "too_many_persons");
	json_decref(out);
	json_array_remove(cases, 500);
	began = seconds();
	out = do_json(&h, an, offer_of(cases));
	printf("# 500 persons offered in %.2f s\n", seconds() - began);
	T_STR(house_result(out), "done");
	act = json_incref(json_object_get(out, "act"));
	json_decref(out);
	began = seconds();
	out = do_json(&h, giang, json_pack("{s:s,s:{s:O}}", "do",
	    "accept_handover", "with", "act", act));
	printf("# 500 persons accepted in %.2f s\n", seconds() - began);
	T_STR(house_result(out), "done");
	T_INT((int)json_array_size(json_object_get(out, "events")), 501);
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	json_decref(act);
	json_decref(cases);
	tn_sign_out(giang);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_lines_are_checked);
	T_RUN(test_both_sides_read_the_lines);
	T_RUN(test_refused_is_seen);
	T_RUN(test_lines_of_the_list);
	T_RUN(test_spoiled_number);
	T_RUN(test_five_hundred);
	return t_done();
}
