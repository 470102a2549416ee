/*
 * Every command and query, whole and damaged, from everybody who can stand to
 * a case: holder, asked, offered, former, superior, and a stranger.  Each ends
 * in one of the outcomes; a stranger is told of a case what it is told of an
 * id that nobody has; a superior and a stranger never see the name.  Prints
 * its seed; TN_SEED sets it.
 */
#include "tests/unit/door_help.h"
#include "tests/unit/door_wild.h"

#define ROUNDS 900
#define NAME "Lò Văn Thử Con"
#define ABSENT "MC-2026-09999"
#define PERSON(name) "{'full_name':'" name "','sex':'male','birth_date':" \
	"'2012-06','condition':'well','accompanying_minor':'yes'}"
#define RECEIVE "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover','minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','foreign_country':'CN'," \
	"'foreign_agency':'x','our_head':'y','foreign_list_count':3}," \
	"'persons':[" PERSON(NAME) "," PERSON(NAME " Hai") "," \
	PERSON(NAME " Ba") "]}}"
#define OFFER(id) "{'do':'offer_handover','with':{'step':" \
	"'hand_accompanying_minor','cases':['" id "'],'to':" \
	"'syt_quang_ninh','minutes':{'transfer_place':'Đồn'," \
	"'transfer_giver':'Trực ban','transfer_wanted_by':'2026-03-04'}}}"

static const char *const deed[] = {
	"{'do':'record_answers','case':'@C','with':{'form':"
	    "'reception_person','why':'x','answers':{'condition':'ill'}}}",
	"{'do':'take_step','case':'@C','with':{'step':'declare',"
	    "'answers':{}}}",
	"{'do':'take_step','case':'@C','with':{'step':"
	    "'reverse_identification','answers':{'reversed_number':'1'}}}",
	"{'do':'send_request','case':'@C','with':{'request':"
	    "'consular_information','to':'cuc_ls','answers':{}}}",
	"{'do':'answer_request','case':'@C','with':{'request':"
	    "'consular_information','answers':{'x':'y'}}}",
	"{'do':'withdraw_request','case':'@C','with':{'request':"
	    "'consular_information','why':'x'}}",
	"{'do':'give_support','case':'@C','with':{'support':"
	    "'meals_lodging','answers':{'emergency_way':'given'}}}",
	"{'do':'give_support','case':'@C','with':{'support':"
	    "'vocational_training','answers':{'delivery_document':'x'}}}",
	"{'do':'record_paper','case':'@C','with':{'paper':"
	    "'foreign_victim_paper','number':'1','answers':{}}}",
	"{'do':'append_note','case':'@C','with':{'text':'x'}}",
	"{'do':'reveal_identity','case':'@C','with':{'why':'x'}}",
	OFFER("@C"),
	"{'do':'withdraw_offer','with':{'act':'@A','why':'x'}}",
	"{'do':'accept_handover','with':{'act':'@A','refused':[{'case':"
	    "'@C','why':'x'}],'receipt':{'x':1}}}",
	"{'do':'refuse_handover','with':{'act':'@A','why':'x'}}",
	"{'do':'extend_clock','case':'@C','with':{'clock':"
	    "'handover_answer','until':'2026-05-01','document':'x',"
	    "'why':'x'}}",
	"{'do':'move_regime','case':'@C','with':{'why':'x','document':'y'}}",
	"{'do':'pass_to_successor','with':{'cases':['@C'],'why':'x'}}",
	"{'do':'propose_takeover','case':'@C','with':{'to':"
	    "'bdbp_demo_quang_ninh','why':'x'}}",
	"{'do':'confirm_takeover','case':'@C','with':{'proposal':'@A',"
	    "'why':'x'}}",
	"{'do':'decline_takeover','case':'@C','with':{'proposal':'@A'}}",
	"{'do':'link_cases','case':'@C','with':{'other':'@D','link':"
	    "'family','why':'x'}}",
	"{'do':'unlink_cases','case':'@D','with':{'other':'@C','link':"
	    "'family','why':'x'}}",
	"{'do':'open_coordination','with':{'kind':'ad_hoc_problem','case':"
	    "'@C','invited':['cuc_ls'],'answers':{'coordination_subject':"
	    "'x'},'due':'2026-05-01'}}",
	"{'do':'open_coordination','with':{'kind':'implementation_plan',"
	    "'period':{'from':'2026-01-01','to':'2026-12-31'},'invited':"
	    "['dbp_mong_cai'],'answers':{'coordination_subject':'x',"
	    "'plan_goal':'y'}}}",
	"{'do':'record_coordination','with':{'act':'@A','what':'note',"
	    "'text':'x','due':'2026-05-01'}}",
	"{'do':'close_coordination','with':{'act':'@A','text':'x'}}",
	"{'do':'set_task','with':{'act':'@A','unit':'dbp_mong_cai','due':"
	    "'2026-05-01','title':'x'}}",
	"{'do':'report_task','with':{'act':'@A','task':'t1','state':"
	    "'going','percent':5,'text':'x'}}",
	"{'do':'urge_task','with':{'act':'@A','task':'t1','text':'x'}}",
	"{'do':'void_number','with':{'paper':'reception_minutes','why':"
	    "'x'}}",
	"{'do':'propose_value','with':{'regime':'vn-2025','code':"
	    "'verification_term','value':5,'status':'reported','document':"
	    "'x','province':'22','read_on':'2026-03-01'}}",
	"{'do':'confirm_value','with':{'proposal':'@A'}}",
	"{'do':'save_draft','with':{'place':'p','content':{'a':'@C'}}}",
	"{'ask':'case','case':'@C'}", "{'ask':'identity','case':'@C'}",
	"{'ask':'history','case':'@C'}", "{'ask':'why','case':'@C'}",
	"{'ask':'why','case':'@C','step':'declare'}",
	"{'ask':'entitlements','case':'@C'}",
	"{'ask':'regime_preview','case':'@C'}",
	"{'ask':'search','text':'thu con 2012','case':'@C','limit':3}",
	"{'ask':'search','number':'@C','name':'lo van','birth':'2012'}",
	"{'ask':'map','case':'@C'}",
	"{'ask':'common','cases':['@C']}",
	"{'ask':'map','path':'bilateral_handover','regime':'vn-2025'}",
	"{'ask':'act','act':'@A'}", "{'ask':'coordination','act':'@A'}",
	"{'ask':'coordinations','case':'@C','state':'open'}",
	"{'ask':'register','status':'unset','text':'@C'}",
	"{'ask':'register_report'}", "{'ask':'home'}",
	"{'ask':'units','kind':'border_post','case':'@C'}",
	"{'ask':'queue','queue':'mine','limit':5,'after':'1 @C'}",
	"{'ask':'operation','op_id':'@A'}", "{'ask':'draft','place':'p'}",
};

enum { AN, BAC, DUNG, GIANG, HAI, DAI, EM, PHUC, OFFICERS };

static const char *const staff[OFFICERS][3] = {
	{ "an", "dbp_mong_cai", "officer" },
	{ "bac", "dbp_mong_cai", "commander" },
	{ "dung", "cuc_ls", "verifier" },
	{ "giang", "syt_quang_ninh", "officer" },
	{ "hai", "syt_quang_ninh", "commander" },
	{ "dai", "bdbp_demo_quang_ninh", "commander" },
	{ "em", "bdbp_demo_quang_ninh", "officer" },
	{ "phuc", "dbp_huu_nghi", "commander" },
};

static const char *const case_id[] = {
	"MC-2026-00001", "MC-2026-00002", "MC-2026-00003", "MC-2026-P00001",
	"MC-2026-A00001", "MC-2026-A00002", ABSENT,
};

/* Three children: one here, one on offer, one handed on; and an act. */
static void
begin(struct house *h, struct session **s)
{
	const char *forms = getenv("TN_FORMS");
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < OFFICERS; i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", staff[i][2], "secret", HOUSE_SECRET));
	T_CHECK(house_open_on(h, forms != NULL ? forms : "forms", json_pack(
	    "{s:s,s:b,s:b,s:b,s:o}", "site", "MC", "demonstration", 1,
	    "cheap", 1, "training", 0, "staff", list),
	    "2026-03-02T02:10+07:00"));
	for (i = 0; i < OFFICERS; i++)
		s[i] = house_sign_in(h, staff[i][0]);
	HOUSE_EXPECT(h, s[AN], RECEIVE, "done");
	HOUSE_EXPECT(h, s[AN], OFFER("MC-2026-00002"), "done");
	HOUSE_EXPECT(h, s[AN], OFFER("MC-2026-00003"), "done");
	HOUSE_EXPECT(h, s[GIANG], "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00003'}}", "done");
	HOUSE_EXPECT(h, s[AN], "{'do':'open_coordination','with':{'kind':"
	    "'ad_hoc_problem','case':'MC-2026-00001','invited':['cuc_ls'],"
	    "'answers':{'coordination_subject':'x'}}}", "done");
}

/* `text` with ' for " and ids put in; the caller's. */
static char *
filled(const char *text, const char *one, const char *other)
{
	struct str out = STR_INIT;

	for (; *text != '\0'; text++)
		if (*text == '@' && text[1] != '\0') {
			str_add(&out, *++text == 'D' ? other : one);
		} else {
			str_addc(&out, *text == '\'' ? '"' : *text);
		}
	return str_steal(&out);
}

static json_t *
try_it(struct house *h, struct session *s, const json_t *v)
{
	json_t *out;

	h->now += 1000;
	out = json_object_get(v, "ask") != NULL ? tn_ask(s, v) :
	    tn_execute(s, v);
	T_CHECK(json_is_object(out));
	if (json_object_get(v, "ask") == NULL)
		T_CHECK(str_eq(jx_text(out, "outcome"), "done") ||
		    str_eq(jx_text(out, "outcome"), "refused"));
	return out;
}

/* What was said, without ids and numbers that no two operations share. */
static char *
said(json_t *out)
{
	if (str_eq(jx_text(out, "outcome"), "done"))
		return xstrdup("done");
	json_object_del(out, "op_id");
	json_object_del(out, "now");
	return json_dumps(out, JSON_COMPACT | JSON_SORT_KEYS);
}

static void
test_all_relations(void)
{
	struct session *s[OFFICERS];
	struct house h;
	json_t *out, *v;
	char *text;
	int i;

	begin(&h, s);
	for (i = 0; i < ROUNDS; i++) {
		uint32_t who = chance(OFFICERS), k;

		text = filled(deed[chance(ARRAY_LEN(deed))],
		    case_id[chance(ARRAY_LEN(case_id))],
		    case_id[chance(ARRAY_LEN(case_id))]);
		v = json_loads(text, 0, NULL);
		T_CHECK(v != NULL);
		free(text);
		for (k = chance(4); k > 0; k--)
			damage(v);
		out = try_it(&h, s[who], v);
		text = said(out);
		if ((who >= DAI || who == DUNG) && strstr(text, NAME) != NULL) {
			printf("# %s: %s\n", staff[who][0], text);
			t_bad++;
		}
		free(text);
		json_decref(out);
		json_decref(v);
	}
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	for (i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(&h);
}

/* The same text with every `from` made `to`; the caller's. */
static char *
renamed(const char *text, const char *from, const char *to)
{
	struct str out = STR_INIT;
	const char *at;

	for (; (at = strstr(text, from)) != NULL; text = at + strlen(from)) {
		str_addn(&out, text, (size_t)(at - text));
		str_add(&out, to);
	}
	str_add(&out, text);
	return str_steal(&out);
}

/* The word for a case that is there, and for one that is not. */
static void
same_for(struct house *h, struct session *s, const char *text, const char *id)
{
	char *other, *a, *b, *back;
	json_t *v[2], *out[2];

	if (strstr(text, id) == NULL)
		return;
	other = renamed(text, id, ABSENT);
	v[0] = json_loads(text, 0, NULL);
	v[1] = json_loads(other, 0, NULL);
	out[0] = try_it(h, s, v[0]);
	out[1] = try_it(h, s, v[1]);
	a = said(out[0]);
	b = said(out[1]);
	back = renamed(a, id, ABSENT);
	if (strcmp(back, b) != 0) {
		printf("# %s\n# there: %s\n# not:   %s\n", text, a, b);
		t_bad++;
	}
	free(a);
	free(b);
	free(back);
	free(other);
	json_decref(v[0]);
	json_decref(v[1]);
	json_decref(out[0]);
	json_decref(out[1]);
}

static void
test_stranger(void)
{
	static const char *const opening[] = {
		"{'do':'open_case','with':{'path':'self_return','answers':{},"
		    "'searched':['@C'],'again':['@C']}}",
		"{'do':'receive_persons','with':{'path':'bilateral_handover',"
		    "'minutes':{},'persons':[{}],'searched':['@C']}}",
	};
	struct session *s[OFFICERS];
	struct house h;
	json_t *v;
	char *text, *wild;
	size_t i, k, who;
	uint32_t n;

	begin(&h, s);
	/* Who is not told of lateness at a superior is a stranger too. */
	for (who = EM; who <= PHUC; who++)
		for (i = 0; i < ARRAY_LEN(deed) + ARRAY_LEN(opening); i++)
			for (k = 0; k < 2 * ARRAY_LEN(case_id) - 2; k++) {
				const char *id = case_id[k / 2];

				text = filled(i < ARRAY_LEN(deed) ? deed[i] :
				    opening[i - ARRAY_LEN(deed)], id, id);
				v = json_loads(text, 0, NULL);
				for (n = k % 2 == 0 ? 0 : chance(3); n > 0; n--)
					damage(v);
				wild = json_dumps(v, JSON_COMPACT);
				same_for(&h, s[who], wild, id);
				free(wild);
				free(text);
				json_decref(v);
			}
	for (i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(&h);
}

/* An act of coordination names the case it is about, and is none. */
static void
test_act_is_no_case(void)
{
	struct session *s[OFFICERS];
	struct house h;
	size_t i, who;

	begin(&h, s);
	for (who = AN; who <= DUNG; who += DUNG)
		for (i = 0; i < ARRAY_LEN(deed); i++) {
			char *text = filled(deed[i], "MC-2026-P00001",
			    "MC-2026-P00001");

			if (strstr(text, "\"act\":") == NULL)
				same_for(&h, s[who], text, "MC-2026-P00001");
			free(text);
		}
	for (i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(&h);
}

int
main(void)
{
	wild_seed();
	T_RUN(test_all_relations);
	T_RUN(test_stranger);
	T_RUN(test_act_is_no_case);
	return t_done();
}
