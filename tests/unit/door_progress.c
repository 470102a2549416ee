/* Long work tells how far it is and can be ended; half an answer is none. */
#include "tests/unit/door_help.h"

#define MANY 12
#define MINUTES "'minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','reception_time':'02:10'," \
	"'foreign_country':'CN','foreign_agency':'Co quan gia dinh'," \
	"'our_head':'Truc ban thu nghiem','foreign_list_count':1}"

struct told {
	int calls;
	int64_t last, total;
	int stop_at;			/* the call that ends it; 0: none */
	bool back;			/* it went back within one work */
};

static bool
tell(void *ctx, int64_t done, int64_t total)
{
	struct told *t = ctx;

	t->calls++;
	t->back |= done != 0 && done < t->last;
	t->last = done;
	t->total = total;
	return t->calls != t->stop_at;
}

static void
arrive(struct house *h, struct session *s)
{
	struct str c = STR_INIT;

	str_add(&c, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES ",'persons':[");
	for (int i = 0; i < MANY; i++)
		str_printf(&c, "%s{'full_name':'Nguyễn Thị Mẫu %c',"
		    "'sex':'female','birth_date':'19%02d-05-02',"
		    "'condition':'well','under_18_observed':'no'}",
		    i > 0 ? "," : "", 'A' + i, 60 + i);
	str_add(&c, "]}}");
	HOUSE_EXPECT(h, s, str_text(&c), "done");
	str_done(&c);
}

static json_t *
ask_text(struct session *s, const char *text)
{
	json_t *q = json_loads(text, 0, NULL), *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static void
test_search(void)
{
	struct house h;
	struct session *s;
	struct told t = { .stop_at = 5 };
	json_t *out;

	T_CHECK(house_open(&h));
	s = house_sign_in(&h, "an");
	arrive(&h, s);
	tn_sign_out(s);
	s = house_sign_in(&h, "an");
	tn_set_progress(h.tn, tell, &t);
	out = ask_text(s, "{\"ask\":\"search\",\"text\":\"mau\"}");
	T_STR(house_result(out), "stopped");
	T_CHECK(json_object_get(out, "found") == NULL);
	json_decref(out);
	T_INT(t.calls, 5);
	T_INT(t.total, MANY);
	/* nothing half made is left: the next search finds everybody */
	t = (struct told){ 0 };
	out = ask_text(s, "{\"ask\":\"search\",\"text\":\"mau\"}");
	T_INT(json_array_size(json_object_get(out, "found")), MANY);
	T_INT(t.calls, MANY);
	T_CHECK(!t.back);
	json_decref(out);
	tn_set_progress(h.tn, NULL, NULL);
	tn_sign_out(s);
	house_close(&h);
}

/* The search before opening is ended: nothing is opened, nothing written. */
static void
test_before_opening(void)
{
	struct house h;
	struct session *s;
	struct told t = { .stop_at = 3 };
	json_t *before, *after;

	T_CHECK(house_open(&h));
	s = house_sign_in(&h, "an");
	arrive(&h, s);
	tn_sign_out(s);
	s = house_sign_in(&h, "an");
	before = tn_verify(h.tn);
	tn_set_progress(h.tn, tell, &t);
	HOUSE_EXPECT(&h, s, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES ",'persons':[{'full_name':"
	    "'Trần Văn Thử','sex':'male','birth_date':'1990-01-01',"
	    "'condition':'well','under_18_observed':'no'}]}}", "stopped");
	T_INT(t.calls, 3);
	tn_set_progress(h.tn, NULL, NULL);
	after = tn_verify(h.tn);
	T_CHECK(json_equal(before, after));
	json_decref(before);
	json_decref(after);
	tn_sign_out(s);
	house_close(&h);
}

static void
test_queue_and_proof(void)
{
	struct house h;
	struct session *s;
	struct told t = { .stop_at = 4 };
	json_t *out;
	const char *sorted = "{\"ask\":\"queue\","
	    "\"queue\":\"mine\",\"sort\":\"person\"}";

	T_CHECK(house_open(&h));
	s = house_sign_in(&h, "an");
	arrive(&h, s);
	tn_set_progress(h.tn, tell, &t);
	out = ask_text(s, sorted);
	T_STR(house_result(out), "stopped");
	json_decref(out);
	t = (struct told){ 0 };
	out = ask_text(s, sorted);
	T_INT(json_array_size(json_object_get(out, "rows")), MANY);
	json_decref(out);
	/* a proof of a store this small is done before it is asked */
	out = tn_verify(h.tn);
	T_STR(house_result(out), "done");
	json_decref(out);
	tn_set_progress(h.tn, NULL, NULL);
	tn_sign_out(s);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_search);
	T_RUN(test_before_opening);
	T_RUN(test_queue_and_proof);
	return t_done();
}
