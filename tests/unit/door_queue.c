/* Queues filtered, sorted, with other columns: what may be seen, and all of it. */
#include "tests/unit/door_help.h"

#define SIX \
	"{'do':'receive_persons','with':{'path':'bilateral_handover'," \
	"'minutes':{'reception_gate':'mong_cai','reception_date':'2026-03-02'," \
	"'reception_time':'02:10','foreign_country':'CN'," \
	"'foreign_agency':'Co quan gia dinh','our_head':'Truc ban thu nghiem'," \
	"'foreign_list_count':6},'persons':[" \
	"{'full_name':'Vũ Thị Mẫu','sex':'female','birth_date':'1999','condition':'tired'}," \
	"{'full_name':'Đinh Thử','sex':'male','birth_date':'1998','condition':'ill'}," \
	"{'full_name':'An Thị Mẫu Ba','sex':'female','birth_date':'1997','condition':'well'}," \
	"{'full_name':'Lê Thử','sex':'female','birth_date':'1996','condition':'ill'}," \
	"{'full_name':'Bùi Mẫu','sex':'female','birth_date':'1995','condition':'tired'}," \
	"{'full_name':'Ngô Thử Sáu','sex':'female','birth_date':'1994','condition':'ill'}]}}"

/* The queue "mine" as JSON text with ' for " says. */
static json_t *
ask(struct session *s, const char *text)
{
	char *copy = xstrdup(text), *p;
	json_t *q, *out;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	q = json_loads(copy, 0, NULL);
	if (q == NULL)
		printf("# bad JSON: %s\n", text);
	json_object_set_new(q, "ask", json_string("queue"));
	if (json_object_get(q, "queue") == NULL)
		json_object_set_new(q, "queue", json_string("mine"));
	out = tn_ask(s, q);
	json_decref(q);
	free(copy);
	return out;
}

/* Last digits of the cases, in order. */
static void
order_of(const json_t *out, char *text)
{
	const json_t *row;
	size_t i, n = 0;

	json_array_foreach(json_object_get(out, "rows"), i, row) {
		const char *id = jx_text(row, "case");

		if (n < 60)
			text[n++] = id[strlen(id) - 1];
	}
	text[n] = '\0';
}

#define ORDER(s, query, want) do { \
	json_t *o_out = ask(s, query); \
	char o_text[64]; \
	order_of(o_out, o_text); \
	T_STR(o_text, want); \
	json_decref(o_out); \
} while (0)

static struct session *
begin(struct house *h, const char *officer)
{
	struct session *an, *s;

	T_CHECK(house_open(h));
	an = house_sign_in(h, "an");
	HOUSE_EXPECT(h, an, SIX, "done");
	s = house_sign_in(h, officer);
	tn_sign_out(an);
	return s;
}

static void
test_filter(void)
{
	struct house h;
	struct session *an = begin(&h, "an"), *dung;
	json_t *out;

	ORDER(an, "{'filter':{'condition':'ill'}}", "246");
	ORDER(an, "{'filter':{'condition':['ill','well']}}", "2346");
	ORDER(an, "{'filter':{'condition':[]}}", "123456");
	ORDER(an, "{'filter':{'condition':'no such code'}}", "");
	ORDER(an, "{'filter':{'holder':'dbp_mong_cai','state':'received'}}",
	    "123456");
	ORDER(an, "{'filter':{'holder':'syt_quang_ninh'}}", "");
	ORDER(an, "{'filter':{'province':'22'}}", "123456");
	ORDER(an, "{'filter':{'province':'01'}}", "");
	ORDER(an, "{'filter':{'relation':'asked'}}", "");
	ORDER(an, "{'filter':{'words':'00004'}}", "4");
	ORDER(an, "{'filter':{'case':['MC-2026-00005','MC-2026-00002',"
	    "'MC-2026-00099']}}", "25");
	/* Words see what the row shows: a masked name, without accents. */
	ORDER(an, "{'filter':{'words':'mc-2026 00002'}}", "2");
	ORDER(an, "{'filter':{'words':'Vũ'}}", "");
	ORDER(an, "{'filter':{'words':'om','condition':'tired'},"
	    "'columns':['case','condition']}", "");
	ORDER(an, "{'filter':{'words':'met'},'columns':['case','condition'],"
	    "'lang':'vi'}", "15");
	ORDER(an, "{'filter':{'words':'met'},'columns':['case','condition'],"
	    "'lang':'en'}", "");
	/* What words cannot be seen cannot be found. */
	ORDER(an, "{'filter':{'words':'met'},'columns':['case']}", "");
	/* Due days lie with who was asked; Hà Nội's consular department. */
	house_ask_consul(&h, an, 2, "2026-03-02");
	house_ask_consul(&h, an, 4, "2026-03-05");
	house_ask_consul(&h, an, 5, "2026-12-24");
	dung = house_sign_in(&h, "dung");
	ORDER(dung, "{'filter':{'due':'today'}}", "2");
	ORDER(dung, "{'filter':{'due':'week'}}", "24");
	ORDER(dung, "{'filter':{'due':'late'}}", "");
	ORDER(dung, "{'filter':{'due':'none'}}", "");
	ORDER(dung, "{'sort':'due','descending':true}", "542");
	h.now += (when_t)2 * 86400 * 1000;
	ORDER(dung, "{'filter':{'due':'late'}}", "2");
	ORDER(dung, "{'filter':{'due':['late','week']}}", "24");
	ORDER(dung, "{'filter':{'due':'none'}}", "");
	tn_sign_out(dung);
	ORDER(an, "{'queue':'waiting','filter':{'waiting_for':'cuc_ls'}}",
	    "245");
	ORDER(an, "{'queue':'waiting','filter':{'waiting_for':'bca'}}", "");
	ORDER(an, "{'filter':{'due':'none'}}", "136");
	out = ask(an, "{'facets':true}");
	T_INT(jx_int(jx_by_code(json_object_get(json_object_get(out,
	    "facets"), "condition"), "ill"), "count", 0), 1);
	T_INT(jx_int(jx_by_code(json_object_get(json_object_get(out,
	    "facets"), "holder"), "dbp_mong_cai"), "count", 0), 3);
	T_INT(jx_int(jx_by_code(json_object_get(json_object_get(out,
	    "facets"), "due"), "none"), "count", 0), 3);
	T_INT(jx_int(out, "total", 0), 3);
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

static void
test_sort(void)
{
	struct house h;
	struct session *an = begin(&h, "an");

	/* By the letters that are seen: A B D L N V, not by whole names. */
	ORDER(an, "{'sort':'person'}", "352461");
	ORDER(an, "{'sort':'person','descending':true}", "164253");
	ORDER(an, "{'sort':'case','descending':true}", "654321");
	ORDER(an, "{'sort':'condition'}", "315246");
	ORDER(an, "{'sort':'condition','lang':'en'}", "246153");
	ORDER(an, "{'sort':'opened'}", "123456");
	ORDER(an, "{'sort':'holder','filter':{'condition':'ill'}}", "246");
	tn_sign_out(an);
	house_close(&h);
}

/* Page after page is the whole, whatever the size of a page. */
static void
test_pages(void)
{
	struct house h;
	struct session *an = begin(&h, "an");
	static const char *const base[] = {
		"'sort':'person'", "'sort':'due','descending':true",
		"'sort':'condition','descending':true",
		"'filter':{'holder':'dbp_mong_cai'}", "'queue':'mine'",
	};
	size_t i;
	int limit;

	for (i = 0; i < ARRAY_LEN(base); i++)
		for (limit = 1; limit <= 4; limit++) {
			char *whole = xasprintf("{%s}", base[i]);
			char want[64], got[128] = "", page[64];
			json_t *out = ask(an, whole), *next = NULL;
			int pages = 0;

			order_of(out, want);
			json_decref(out);
			do {
				char *q = xasprintf("{%s,'limit':%d}",
				    base[i], limit), *p;
				json_t *query;

				for (p = q; *p != '\0'; p++)
					if (*p == '\'')
						*p = '"';
				query = json_loads(q, 0, NULL);
				json_object_set_new(query, "ask",
				    json_string("queue"));
				json_object_set_new(query, "queue",
				    json_string("mine"));
				if (next != NULL)
					json_object_set_new(query, "after",
					    next);
				out = tn_ask(an, query);
				order_of(out, page);
				T_CHECK(strlen(got) + strlen(page) < 128);
				memcpy(got + strlen(got), page,
				    strlen(page) + 1);
				next = json_is_string(json_object_get(out,
				    "next")) ? json_incref(json_object_get(
				    out, "next")) : NULL;
				json_decref(out);
				json_decref(query);
				free(q);
			} while (next != NULL && ++pages < 10);
			T_STR(got, want);
			free(whole);
		}
	tn_sign_out(an);
	house_close(&h);
}

static void
test_hidden(void)
{
	struct house h;
	struct session *binh = begin(&h, "binh"), *an;
	json_t *out;

	/* Who has nothing to do with them: no row, no facet, no count. */
	out = ask(binh, "{'facets':true,'sort':'person'}");
	T_INT(json_array_size(json_object_get(out, "rows")), 0);
	T_INT(jx_int(out, "total", -1), 0);
	T_INT(json_array_size(json_object_get(json_object_get(out, "facets"),
	    "holder")), 0);
	json_decref(out);
	an = house_sign_in(&h, "an");
	out = ask(an, "{'columns':['condition','case']}");
	T_INT(json_array_size(json_object_get(out, "columns")), 2);
	T_STR(jx_text(json_array_get(json_object_get(out, "columns"), 0),
	    "code"), "condition");
	T_INT(json_array_size(json_object_get(json_array_get(
	    json_object_get(out, "rows"), 0), "cells")), 2);
	T_CHECK(jx_by_code(json_object_get(out, "known"), "waiting_for") !=
	    NULL);
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(binh);
	house_close(&h);
}

/* What a row showed is kept until its case changes, and no longer. */
static void
test_changed(void)
{
	struct house h;
	struct session *an = begin(&h, "an"), *anh;

	ORDER(an, "{'filter':{'condition':'ill'}}", "246");
	ORDER(an, "{'sort':'condition','lang':'en'}", "246153");
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, anh, "{'do':'record_answers','case':'MC-2026-00002',"
	    "'with':{'form':'reception_person','why':'khám lại','answers':"
	    "{'condition':'well'}}}", "done");
	ORDER(an, "{'filter':{'condition':'ill'}}", "46");
	ORDER(an, "{'filter':{'condition':'well'}}", "23");
	ORDER(an, "{'sort':'condition','lang':'en'}", "461523");
	tn_sign_out(anh);
	tn_sign_out(an);
	house_close(&h);
}

static void
test_refused(void)
{
	static const char *const bad[] = {
		"{'columns':['full_name']}", "{'columns':'case'}",
		"{'columns':[]}", "{'columns':['case','case']}",
		"{'columns':[1]}", "{'sort':'full_name'}", "{'sort':7}",
		"{'filter':[]}", "{'filter':{'full_name':'x'}}",
		"{'filter':{'state':7}}", "{'filter':{'state':[7]}}",
		"{'filter':{'words':[]}}",
		"{'sort':'due','after':'x'}", "{'sort':'due','after':'s 1'}",
		"{'sort':'due','after':'s 1 '}", "{'after':'s 1 x y'}",
	};
	struct house h;
	struct session *an = begin(&h, "an");
	char *many = xmalloc(1000);
	json_t *out;
	size_t i;

	for (i = 0; i < ARRAY_LEN(bad); i++) {
		out = ask(an, bad[i]);
		if (!str_eq(house_result(out), "bad_command"))
			printf("# not refused: %s\n", bad[i]);
		T_STR(house_result(out), "bad_command");
		json_decref(out);
	}
	snprintf(many, 1000, "{'filter':{'words':'%0300d'}}", 7);
	out = ask(an, many);
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	free(many);
	/* A cursor of nobody ends, and breaks nothing. */
	ORDER(an, "{'sort':'due','after':'s 9223372036854775807 zz zz'}", "");
	ORDER(an, "{'sort':'person','after':'s 0 zz \\u007f'}", "");
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_filter);
	T_RUN(test_sort);
	T_RUN(test_pages);
	T_RUN(test_hidden);
	T_RUN(test_changed);
	T_RUN(test_refused);
	return t_done();
}
