/*
 * Commands and queries damaged at random: always one of the outcomes, never
 * a crash, and the store stays provable.  Prints its seed; TN_SEED sets it.
 */
#include "tests/unit/door_help.h"

#define ROUNDS 1500

static uint64_t state;

static uint32_t
chance(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

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
	"{'ask':'queue','queue':'mine','limit':5}",
	"{'ask':'case','case':'MC-2026-00001'}",
	"{'ask':'act','act':'MC-2026-A00001'}",
	"{'ask':'history','case':'MC-2026-00001'}",
	"{'ask':'operation','op_id':'x'}",
};

static json_t *
junk(void)
{
	static const char *const text[] = {
		"", "x", "MC-2026-00001", "../../etc", "\xf0\x9f\x98\x80",
		"Nguyễn\u202eX", "%s%n", "'; DROP TABLE event; --",
		"dbp_mong_cai", "declare", "2026-02-30", "1999",
	};
	json_t *o;

	switch (chance(8)) {
	case 0:
		return json_null();
	case 1:
		return json_integer((json_int_t)chance(1000) - 500);
	case 2:
		return json_real(1e308);
	case 3:
		return json_true();
	case 4:
		return json_array();
	case 5:
		o = json_object();
		json_object_set_new(o, "value", json_integer(1));
		return o;
	default:
		return json_string(text[chance(ARRAY_LEN(text))]);
	}
}

/* Replaces or removes one member somewhere inside. */
static void
damage(json_t *v)
{
	size_t n = json_is_object(v) ? json_object_size(v) :
	    json_array_size(v);
	size_t pick = n == 0 ? 0 : chance((uint32_t)n), i = 0;
	const char *key;
	json_t *item;
	void *next;

	if (json_is_array(v)) {
		item = json_array_get(v, pick);
		if (item != NULL && chance(2))
			damage(item);
		else if (n > 0)
			json_array_set_new(v, pick, junk());
		else
			json_array_append_new(v, junk());
		return;
	}
	json_object_foreach_safe(v, next, key, item) {
		if (i++ != pick)
			continue;
		if ((json_is_object(item) || json_is_array(item)) && chance(3))
			damage(item);
		else if (chance(4) == 0)
			json_object_del(v, key);
		else
			json_object_set_new(v, key, junk());
		return;
	}
}

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
	const char *seed = getenv("TN_SEED");

	state = seed != NULL ? strtoull(seed, NULL, 10) : 20261122;
	printf("# seed %llu\n", (unsigned long long)state);
	T_RUN(test_damaged);
	return t_done();
}
