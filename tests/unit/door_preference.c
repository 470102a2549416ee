/* What an officer likes: kept, its officer's own, bounded, no draft. */
#include "tests/unit/door_help.h"

static json_t *
liked(struct session *s)
{
	json_t *q = json_pack("{s:s}", "ask", "preferences");
	json_t *out = tn_ask(s, q);
	json_t *found = json_incref(json_object_get(out, "preferences"));

	json_decref(out);
	json_decref(q);
	return found;
}

static void
test_kept(void)
{
	struct house h;
	struct session *an, *anh;
	json_t *found, *out, *q;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	found = liked(an);
	T_INT(json_object_size(found), 0);
	json_decref(found);
	HOUSE_EXPECT(&h, an, "{'do':'save_preference','with':{'name':"
	    "'queue/mine','value':{'sort':'due'}}}", "done");
	HOUSE_EXPECT(&h, an, "{'do':'save_preference','with':{'name':'tour',"
	    "'value':true}}", "done");
	HOUSE_EXPECT(&h, an, "{'do':'save_preference','with':{'name':'tour',"
	    "'value':'seen'}}", "done");
	tn_sign_out(an);
	an = house_sign_in(&h, "an");
	found = liked(an);
	T_INT(json_object_size(found), 2);
	T_STR(jx_text(found, "tour"), "seen");
	T_STR(jx_text(json_object_get(found, "queue/mine"), "sort"), "due");
	json_decref(found);
	q = json_pack("{s:s,s:s}", "ask", "preferences", "name", "tour");
	out = tn_ask(an, q);
	T_INT(json_object_size(json_object_get(out, "preferences")), 1);
	json_decref(out);
	json_decref(q);
	/* No draft: neither listed, nor opened, nor dropped as one. */
	q = json_pack("{s:s}", "ask", "home");
	out = tn_ask(an, q);
	T_INT(json_array_size(json_object_get(out, "drafts")), 0);
	json_decref(out);
	json_decref(q);
	HOUSE_EXPECT(&h, an, "{'do':'drop_draft','with':{'place':"
	    "'preference/tour'}}", "bad_command");
	HOUSE_EXPECT(&h, an, "{'do':'save_draft','with':{'place':"
	    "'preference/tour','content':{}}}", "bad_command");
	found = liked(anh);
	T_INT(json_object_size(found), 0);
	json_decref(found);
	HOUSE_EXPECT(&h, an, "{'do':'save_preference','with':{'name':'tour',"
	    "'value':null}}", "done");
	found = liked(an);
	T_INT(json_object_size(found), 1);
	json_decref(found);
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

static json_t *
save(struct house *h, struct session *s, const char *name, json_t *value)
{
	json_t *c = json_pack("{s:s,s:{s:s,s:o}}", "do", "save_preference",
	    "with", "name", name, "value", value);
	json_t *out;

	h->now += 1000;
	out = tn_execute(s, c);
	json_decref(c);
	return out;
}

static void
test_bounds(void)
{
	static const char *const bad[] = {
		"", "Họ tên", "a b", "A", "x\n", "mới",
	};
	struct house h;
	struct session *an;
	json_t *out, *deep = json_array();
	char name[200], *big = xmalloc(20000);
	int i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	for (i = 0; i < (int)ARRAY_LEN(bad); i++) {
		out = save(&h, an, bad[i], json_true());
		T_STR(house_result(out), "bad_command");
		json_decref(out);
	}
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	out = save(&h, an, name, json_true());
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	memset(big, 'x', 19999);
	big[19999] = '\0';
	out = save(&h, an, "big", json_string(big));
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	big[16000] = '\0';
	out = save(&h, an, "big", json_string(big));
	T_STR(house_result(out), "done");
	json_decref(out);
	free(big);
	/* What could be kept and never be read again. */
	for (i = 0; i < 40; i++)
		deep = json_pack("[o]", deep);
	out = save(&h, an, "deep", deep);
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	out = save(&h, an, "nul", json_stringn("a\0b", 3));
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	for (i = 1; i < 64; i++) {
		snprintf(name, sizeof(name), "n/%d", i);
		out = save(&h, an, name, json_integer(i));
		T_STR(house_result(out), "done");
		json_decref(out);
	}
	out = save(&h, an, "one-more", json_true());
	T_STR(house_result(out), "preferences_full");
	json_decref(out);
	/* One that is there can still change, or go. */
	out = save(&h, an, "n/5", json_true());
	T_STR(house_result(out), "done");
	json_decref(out);
	out = save(&h, an, "n/6", json_null());
	T_STR(house_result(out), "done");
	json_decref(out);
	out = save(&h, an, "one-more", json_true());
	T_STR(house_result(out), "done");
	json_decref(out);
	HOUSE_EXPECT(&h, an, "{'do':'save_preference','with':[]}",
	    "bad_command");
	HOUSE_EXPECT(&h, an, "{'do':'save_preference'}", "bad_command");
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_kept);
	T_RUN(test_bounds);
	return t_done();
}
