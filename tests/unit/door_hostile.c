/*
 * Commands and queries damaged at random: always one of the outcomes, never
 * a crash, and the store stays provable.  Prints its seed; TN_SEED sets it.
 */
#include "tests/unit/door_help.h"
#include "tests/unit/door_wild.h"

#define ROUNDS 1500

static const char *const good[] = {
	HOUSE_RECEIVE_ONE,
	"{'do':'append_note','case':'MC-2026-00001','with':{'text':'x'}}",
	"{'do':'give_support','case':'MC-2026-00001','with':{'support':"
	    "'meals_lodging','answers':{'emergency_way':'given'}}}",
	"{'do':'record_answers','case':'MC-2026-00001','with':{'form':"
	    "'reception_person','why':'x','answers':{'condition':'ill'}}}",
	"{'do':'take_step','case':'MC-2026-00001','with':{'step':'declare',"
	    "'answers':{}}}",
	"{'do':'send_request','case':'MC-2026-00001','with':{'request':"
	    "'consular_information','to':'cuc_ls','answers':{}}}",
	"{'do':'offer_handover','with':{'step':'hand_accompanying_minor',"
	    "'cases':['MC-2026-00001'],'to':'syt_quang_ninh','minutes':{}}}",
	"{'do':'record_paper','case':'MC-2026-00001','with':{'paper':"
	    "'foreign_victim_paper','number':'1','answers':{}}}",
	"{'do':'save_draft','with':{'place':'p','content':{'a':1}}}",
	"{'do':'save_preference','with':{'name':'p','value':{'a':1}}}",
	"{'ask':'queue','queue':'mine','limit':5}",
	"{'ask':'queue','queue':'mine','limit':5,'filter':{'words':'x',"
	    "'state':['received'],'due':'late','case':'MC-2026-00001'},"
	    "'sort':'person','descending':true,'lang':'en','facets':true,"
	    "'columns':['case','person','condition','due']}",
	"{'ask':'queue','queue':'mine','sort':'due','after':"
	    "'s 5 MC-2026-00001 x'}",
	"{'ask':'workload','days':7}",
	"{'ask':'common','cases':['MC-2026-00001']}",
	"{'ask':'preferences','name':'p'}",
	"{'ask':'case','case':'MC-2026-00001'}",
	"{'ask':'act','act':'MC-2026-A00001'}",
	"{'ask':'history','case':'MC-2026-00001'}",
	"{'ask':'operation','op_id':'x'}",
};

static void
test_damaged(void)
{
	struct house h;
	struct session *an;
	json_t *out;
	int i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	json_decref(house_do(&h, an, HOUSE_RECEIVE_ONE));
	for (i = 0; i < ROUNDS; i++) {
		const char *from = good[chance(ARRAY_LEN(good))];
		char *text = xstrdup(from), *p;
		const char *outcome;
		json_t *v;
		uint32_t k;

		for (p = text; *p != '\0'; p++)
			if (*p == '\'')
				*p = '"';
		v = json_loads(text, 0, NULL);
		for (k = chance(4); k > 0; k--)
			damage(v);
		h.now += 1000;
		out = json_object_get(v, "ask") != NULL ? tn_ask(an, v) :
		    tn_execute(an, v);
		outcome = jx_text(out, "outcome");
		T_CHECK(json_is_object(out));
		T_CHECK(json_object_get(v, "ask") != NULL ||
		    str_eq(outcome, "done") || str_eq(outcome, "refused"));
		json_decref(out);
		json_decref(v);
		free(text);
	}
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	wild_seed();
	T_RUN(test_damaged);
	return t_done();
}
