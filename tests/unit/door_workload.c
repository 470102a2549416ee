/* Who must act by when, and what can be done on some cases at once. */
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

static json_t *
ask(struct session *s, json_t *query)
{
	json_t *out = tn_ask(s, query);

	json_decref(query);
	return out;
}

static json_t *
six_cases(void)
{
	json_t *ids = json_array();
	char id[32];
	int i;

	for (i = 1; i <= 6; i++) {
		snprintf(id, sizeof(id), "MC-2026-%05d", i);
		json_array_append_new(ids, json_string(id));
	}
	return ids;
}

/* What opening each case shows, counted by hand: state -> how many. */
static void
count_clocks(struct session *s, const char *unit, const json_t *ids,
    int64_t count[5])
{
	static const char *const word[] = {
		"late", "suspended", "no_term", "soon", "ok",
	};
	const json_t *id, *clock;
	size_t i, k, w;

	memset(count, 0, 5 * sizeof(*count));
	json_array_foreach(ids, i, id) {
		json_t *c = ask(s, json_pack("{s:s,s:s}", "ask", "case",
		    "case", json_string_value(id)));

		json_array_foreach(json_object_get(c, "clocks"), k, clock)
			for (w = 0; w < 5; w++)
				count[w] += str_eq(jx_text(clock, "state"),
				    word[w]) && str_eq(jx_text(json_object_get(
				    clock, "unit"), "code"), unit);
		json_decref(c);
	}
}

static int64_t
days_of(const json_t *load)
{
	const json_t *n;
	int64_t sum = 0;
	size_t i;

	json_array_foreach(json_object_get(load, "day"), i, n)
		sum += json_integer_value(n);
	return sum;
}

static int64_t
check_units(struct session *s, const json_t *ids)
{
	json_t *out = ask(s, json_pack("{s:s,s:i}", "ask", "workload",
	    "days", 31)), *load;
	int64_t all = 0;
	size_t i;

	json_array_foreach(json_object_get(out, "units"), i, load) {
		const char *unit = jx_text(json_object_get(load, "unit"),
		    "code");
		int64_t want[5];

		count_clocks(s, unit, ids, want);
		T_INT(jx_int(load, "late", -1), want[0]);
		T_INT(jx_int(load, "paused", -1), want[1]);
		T_INT(jx_int(load, "no_term", -1), want[2]);
		T_INT(days_of(load) + jx_int(load, "later", -1),
		    want[3] + want[4]);
		T_INT(jx_int(load, "all", -1), want[0] + want[1] + want[2] +
		    want[3] + want[4]);
		T_INT(jx_bool(load, "own", false), str_eq(unit,
		    "dbp_mong_cai"));
		all += jx_int(load, "all", 0);
	}
	T_INT(jx_int(json_object_get(out, "total"), "all", -1), all);
	T_INT(json_array_size(json_object_get(out, "days")), 31);
	json_decref(out);
	return all;
}

static void
test_workload(void)
{
	struct house h;
	struct session *an, *binh, *dung;
	json_t *ids = six_cases(), *out, *load;
	int i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	binh = house_sign_in(&h, "binh");
	HOUSE_EXPECT(&h, an, SIX, "done");
	house_ask_consul(&h, an, 1, "2026-03-05");
	house_ask_consul(&h, an, 2, "2026-03-05");
	house_ask_consul(&h, an, 3, "2026-03-24");
	house_ask_consul(&h, an, 4, "2026-12-24");
	dung = house_sign_in(&h, "dung");
	out = ask(dung, json_pack("{s:s}", "ask", "workload"));
	T_INT(jx_int(out, "cases", -1), 4);
	load = json_array_get(json_object_get(out, "units"), 0);
	T_STR(jx_text(json_object_get(load, "unit"), "code"), "cuc_ls");
	T_CHECK(jx_bool(load, "own", false));
	T_INT(jx_int(load, "all", -1), 4);
	T_INT(json_integer_value(json_array_get(json_object_get(load, "day"),
	    3)), 2);
	T_INT(jx_int(load, "later", -1), 2);
	json_decref(out);
	tn_sign_out(dung);
	T_CHECK(check_units(an, ids) > 0);
	for (i = 0; i < 4; i++) {
		h.now += (when_t)12 * 86400 * 1000;
		T_CHECK(check_units(an, ids) > 0);
	}
	/* Sunday 1 March 2026 plus 49 days ahead is still a day of a year. */
	out = ask(an, json_pack("{s:s,s:i}", "ask", "workload", "days", 900));
	T_INT(json_array_size(json_object_get(out, "days")), 14);
	json_decref(out);
	/* Nothing of what is not theirs, not even a number. */
	out = ask(binh, json_pack("{s:s}", "ask", "workload"));
	T_INT(json_array_size(json_object_get(out, "units")), 0);
	T_INT(jx_int(out, "cases", -1), 0);
	T_INT(jx_int(json_object_get(out, "total"), "all", -1), 0);
	json_decref(out);
	json_decref(ids);
	tn_sign_out(an);
	tn_sign_out(binh);
	house_close(&h);
}

/* As the domain says for each case alone, and no more. */
static void
test_common(void)
{
	struct house h;
	struct session *an, *binh;
	json_t *ids = six_cases(), *out, *option;
	size_t i, k;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	binh = house_sign_in(&h, "binh");
	HOUSE_EXPECT(&h, an, SIX, "done");
	out = ask(an, json_pack("{s:s,s:O}", "ask", "common", "cases", ids));
	T_INT(json_array_size(json_object_get(out, "cases")), 6);
	T_CHECK(json_array_size(json_object_get(out, "options")) > 0);
	json_array_foreach(json_object_get(out, "options"), i, option) {
		T_CHECK(jx_bool(option, "possible", false));
		for (k = 0; k < 6; k++) {
			json_t *c = ask(an, json_pack("{s:s,s:O}", "ask",
			    "case", "case", json_array_get(ids, k)));
			const json_t *step = jx_by_code(json_object_get(c,
			    "steps"), jx_text(option, "code"));

			T_CHECK(jx_bool(step, "possible", false));
			json_decref(c);
		}
	}
	/* A meal for the whole group is one form; consent never is. */
	option = jx_by_code(json_object_get(out, "options"), "meals_lodging");
	T_CHECK(option != NULL && json_object_get(option, "alone") == NULL);
	option = jx_by_code(json_object_get(out, "options"), "give_consent");
	T_CHECK(option != NULL && json_object_get(option, "alone") != NULL);
	/* The declaration asks who they are. */
	option = jx_by_code(json_object_get(out, "options"), "declare");
	T_CHECK(option == NULL || json_object_get(option, "alone") != NULL);
	json_decref(out);
	out = ask(binh, json_pack("{s:s,s:O}", "ask", "common", "cases", ids));
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	json_array_append_new(ids, json_integer(7));
	out = ask(an, json_pack("{s:s,s:O}", "ask", "common", "cases", ids));
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:[]}", "ask", "common", "cases"));
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	json_decref(ids);
	tn_sign_out(an);
	tn_sign_out(binh);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_workload);
	T_RUN(test_common);
	return t_done();
}
