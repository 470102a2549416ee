/*
 * One index of persons for many sessions: only where unit and roles are the
 * same, never with what one of them sees through broken glass, and wiped when
 * the last of them has gone.
 */
#include "core/door/search_index.h"
#include "core/door/served.h"
#include "tests/unit/door_help.h"

#define RECEIVE(name) "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover','minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','foreign_country':'CN'," \
	"'foreign_agency':'x','our_head':'y','foreign_list_count':1}," \
	"'persons':[{'full_name':'" name "','sex':'male'," \
	"'birth_date':'2012-06','condition':'well'," \
	"'accompanying_minor':'yes'}]}}"

static size_t
found(struct session *s, const char *name)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "search", "name", name);
	json_t *out = tn_ask(s, q);
	size_t n = json_array_size(json_object_get(out, "found"));

	json_decref(out);
	json_decref(q);
	return n;
}

static size_t
indexes(const struct house *h)
{
	const struct search *x;
	size_t n = 0;

	for (x = h->tn->searches; x != NULL; x = x->next)
		n++;
	return n;
}

static void
test_shared(void)
{
	struct session *an, *anh, *bac;
	struct house h;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	T_INT(found(an, "lo van thu con"), 0);
	T_INT(found(anh, "lo van thu con"), 0);
	T_INT(found(bac, "lo van thu con"), 0);
	T_CHECK(anh->search == bac->search && an->search != anh->search);
	T_INT(indexes(&h), 2);
	/* Who was received by one is found by all, each by their own index. */
	HOUSE_EXPECT(&h, an, RECEIVE("Lò Văn Thử Con"), "done");
	T_INT(found(anh, "lo van thu con"), 1);
	T_INT(found(bac, "lo van thu con"), 1);
	T_INT(found(an, "lo van thu con"), 1);
	/* What was taken back is in nobody's. */
	tn_forget(h.tn, &bac, 1);
	T_INT(found(bac, "lo van thu con"), 1);
	T_CHECK(anh->search != bac->search);
	tn_forget(h.tn, &anh, 1);
	T_INT(found(anh, "lo van thu con"), 1);
	T_CHECK(anh->search == bac->search);
	tn_sign_out(anh);
	T_INT(found(bac, "lo van thu con"), 1);
	T_INT(indexes(&h), 2);
	tn_sign_out(bac);
	T_INT(indexes(&h), 1);
	tn_sign_out(an);
	T_INT(indexes(&h), 0);
	house_close(&h);
}

static json_t *
plan(void)
{
	static const char *const staff[][3] = {
		{ "an", "dbp_mong_cai", "officer" },
		{ "chi", "bdbp_demo_quang_ninh", "supervisor" },
		{ "dao", "bdbp_demo_quang_ninh", "supervisor" },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(staff); i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", staff[i][2], "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:b,s:o}", "site", "MC", "training", 0,
	    "demonstration", 1, "cheap", 1, "staff", list);
}

static void
test_glass(void)
{
	struct session *an, *chi, *dao;
	struct house h;

	T_CHECK(house_open_on(&h, "forms", plan(), "2026-03-02T02:10+07:00"));
	an = house_sign_in(&h, "an");
	chi = house_sign_in(&h, "chi");
	dao = house_sign_in(&h, "dao");
	HOUSE_EXPECT(&h, an, RECEIVE("Lò Văn Thử Con"), "done");
	T_INT(found(chi, "lo van thu con"), 0);
	T_INT(found(dao, "lo van thu con"), 0);
	T_CHECK(chi->search == dao->search);
	HOUSE_EXPECT(&h, chi, "{'do':'break_glass','case':'MC-2026-00001',"
	    "'with':{'why':'Có tin đe dọa (giả định)'}}", "done");
	(void)found(chi, "lo van thu con");
	T_CHECK(chi->search != dao->search && chi->search->alone);
	T_CHECK(!dao->search->alone);
	T_INT(found(dao, "lo van thu con"), 0);
	/* Nor does anybody else come to look through it. */
	tn_sign_out(dao);
	dao = house_sign_in(&h, "dao");
	T_INT(found(dao, "lo van thu con"), 0);
	T_CHECK(chi->search != dao->search);
	tn_sign_out(an);
	tn_sign_out(chi);
	tn_sign_out(dao);
	T_CHECK(h.tn->searches == NULL);
	house_close(&h);
}

int
main(void)
{
	/* It looks into the door itself. */
	if (getenv("TN_SERVED") != NULL) {
		printf("1..0 # SKIP not over a line\n");
		return 0;
	}
	T_RUN(test_shared);
	T_RUN(test_glass);
	return t_done();
}
