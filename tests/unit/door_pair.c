/*
 * Acts of two persons (security.md S-45, S-46): the same person, another
 * hash, another day, a second time: refused.
 */
#include "tests/unit/door_help.h"

static json_t *
pairs_of(struct session *s)
{
	json_t *q = json_pack("{s:s}", "ask", "pairs");
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* The hash of the only proposal that waits, the caller's; NULL: not one. */
static char *
only_hash(struct session *s)
{
	json_t *all = pairs_of(s);
	const json_t *list = json_object_get(all, "pairs");
	const char *hash = json_array_size(list) != 1 ? NULL :
	    jx_text(json_array_get(list, 0), "hash");
	char *copy = hash == NULL ? NULL : xstrdup(hash);

	json_decref(all);
	return copy;
}

static size_t
count_pairs(struct session *s)
{
	json_t *all = pairs_of(s);
	size_t n = json_array_size(json_object_get(all, "pairs"));

	json_decref(all);
	return n;
}

/* Approves a proposal by its hash, and checks how it ended. */
static void
expect_approve(struct house *h, struct session *s, const char *id,
    const char *hash, const char *want, int line)
{
	char *text = xasprintf("{'do':'approve_pair','with':{'proposal':'%s',"
	    "'hash':'%s'}}", id, hash);
	json_t *out = house_do(h, s, text);

	if (!str_eq(house_result(out), want)) {
		char *said = json_dumps(out, JSON_COMPACT);

		printf("# line %d: wanted %s: %s\n", line, want, said);
		free(said);
		t_bad++;
	}
	json_decref(out);
	free(text);
}
#define EXPECT_APPROVE(h, s, id, hash, want) \
	expect_approve(h, s, id, hash, want, __LINE__)

#define EXPORT(op) "{'do':'propose_pair','op_id':'" op "','with':{'kind':" \
	"'bulk_print','content':{'cases':['MC-2026-00001']," \
	"'why':'dbp_mong_cai'},'reason':'Báo cáo thử'}}"
#define USE(op, to) "{'do':'use_pair','with':{'proposal':'" op "'," \
	"'content':{'why':'" to "','cases':['MC-2026-00001']}}}"

static void
test_export(void)
{
	struct house h;
	struct session *an, *anh, *giang, *hai;
	char *hash;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	giang = house_sign_in(&h, "giang");
	hai = house_sign_in(&h, "hai");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	/* Somebody else's case answers as one that is not there. */
	HOUSE_EXPECT(&h, giang, EXPORT("p0"), "no_such_case");
	HOUSE_EXPECT(&h, an, EXPORT("p1"), "done");
	HOUSE_EXPECT(&h, an, EXPORT("p2"), "pair_waits");
	T_INT(count_pairs(hai), 0);
	hash = only_hash(anh);
	T_CHECK(hash != NULL);
	HOUSE_EXPECT(&h, an, USE("p1", "dbp_mong_cai"), "pair_not_approved");
	EXPECT_APPROVE(&h, hai, "p1", hash, "no_such_proposal");
	/* An officer proposes and does not approve. */
	EXPECT_APPROVE(&h, an, "p1", hash, "no_right");
	hash[0] = hash[0] == '0' ? '1' : '0';
	EXPECT_APPROVE(&h, anh, "p1", hash, "pair_changed");
	free(hash);
	hash = only_hash(anh);
	EXPECT_APPROVE(&h, anh, "p1", hash, "done");
	EXPECT_APPROVE(&h, anh, "p1", hash, "pair_approved");
	/* Other content, another person, then the approved act, once. */
	HOUSE_EXPECT(&h, an, USE("p1", "syt_nghe_an"), "pair_changed");
	HOUSE_EXPECT(&h, anh, USE("p1", "dbp_mong_cai"), "pair_of_another");
	HOUSE_EXPECT(&h, an, USE("p1", "dbp_mong_cai"), "done");
	HOUSE_EXPECT(&h, an, USE("p1", "dbp_mong_cai"), "no_such_proposal");
	EXPECT_APPROVE(&h, anh, "p1", hash, "no_such_proposal");
	T_INT(count_pairs(anh), 0);
	free(hash);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(giang);
	tn_sign_out(hai);
	house_close(&h);
}

static void
test_same_person_and_time(void)
{
	struct house h;
	struct session *anh, *bac, *an;
	char *hash;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, anh, EXPORT("p1"), "done");
	hash = only_hash(bac);
	EXPECT_APPROVE(&h, anh, "p1", hash, "same_person");
	h.now += (when_t)25 * 3600 * 1000;
	EXPECT_APPROVE(&h, bac, "p1", hash, "proposal_old");
	/* A clock that is set back brings nothing to life. */
	h.now -= (when_t)48 * 3600 * 1000;
	EXPECT_APPROVE(&h, bac, "p1", hash, "proposal_old");
	h.now += (when_t)48 * 3600 * 1000;
	/* The next proposal clears away what nobody decided. */
	HOUSE_EXPECT(&h, anh, EXPORT("p2"), "done");
	T_INT(count_pairs(bac), 1);
	EXPECT_APPROVE(&h, bac, "p1", hash, "no_such_proposal");
	EXPECT_APPROVE(&h, bac, "p2", hash, "done");
	h.now += (when_t)25 * 3600 * 1000;
	HOUSE_EXPECT(&h, anh, USE("p2", "dbp_mong_cai"), "proposal_old");
	HOUSE_EXPECT(&h, bac, "{'do':'decline_pair','with':{'proposal':"
	    "'p2'}}", "done");
	HOUSE_EXPECT(&h, anh, "{'do':'decline_pair','with':{'proposal':"
	    "'p2'}}", "no_such_proposal");
	free(hash);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(bac);
	house_close(&h);
}

#define ROLE(op, officer, role) "{'do':'propose_pair','op_id':'" op "'," \
	"'with':{'kind':'grant_role','content':{'officer':'" officer "'," \
	"'role':'" role "'},'reason':'Thử'}}"

static void
test_role(void)
{
	struct house h;
	struct session *anh, *bac, *hai;
	char *hash;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	hai = house_sign_in(&h, "hai");
	HOUSE_EXPECT(&h, anh, ROLE("r0", "anh", "supervisor"), "pair_own");
	HOUSE_EXPECT(&h, anh, ROLE("r0", "moon", "supervisor"), "bad_command");
	HOUSE_EXPECT(&h, anh, ROLE("r0", "an", "king"), "bad_command");
	HOUSE_EXPECT(&h, anh, ROLE("r1", "bac", "supervisor"), "done");
	hash = only_hash(bac);
	EXPECT_APPROVE(&h, bac, "r1", hash, "pair_own");
	EXPECT_APPROVE(&h, hai, "r1", hash, "done");
	EXPECT_APPROVE(&h, hai, "r1", hash, "no_such_proposal");
	free(hash);
	tn_sign_out(anh);
	tn_sign_out(bac);
	tn_sign_out(hai);
	house_close(&h);
}

static void
test_hostile(void)
{
	static const char *const bad[] = {
		"{'do':'propose_pair','with':{}}",
		"{'do':'propose_pair','with':{'kind':7,'content':{},"
		"'reason':'x'}}",
		"{'do':'propose_pair','with':{'kind':'export_identified',"
		"'content':[],'reason':'x'}}",
		"{'do':'propose_pair','with':{'kind':'export_identified',"
		"'content':{'cases':[7]},'reason':'x'}}",
		"{'do':'propose_pair','with':{'kind':'export_identified',"
		"'content':{'cases':{}},'reason':'x'}}",
		"{'do':'propose_pair','with':{'kind':'grant_role',"
		"'content':{'officer':['an'],'role':{}},'reason':'x'}}",
		"{'do':'propose_pair','with':{'kind':'erase_case',"
		"'content':{'case':5},'reason':'x'}}",
		"{'do':'approve_pair','with':{'proposal':5,'hash':[]}}",
		"{'do':'use_pair','with':{'proposal':'x','content':5}}",
		"{'do':'decline_pair','with':{'proposal':null}}",
	};
	struct house h;
	struct session *anh;
	size_t i;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	for (i = 0; i < ARRAY_LEN(bad); i++)
		HOUSE_EXPECT(&h, anh, bad[i], "bad_command");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_pair','with':{'kind':'moon',"
	    "'content':{},'reason':'x'}}", "no_such_pair_kind");
	T_INT(count_pairs(anh), 0);
	tn_sign_out(anh);
	house_close(&h);
}

/* An outcome of an approval with two shares of `made`; a new reference. */
static json_t *
approve_with(struct house *h, struct session *s, const char *id,
    const char *one, const char *two)
{
	char *hash = only_hash(s);
	char *text = xasprintf("{'do':'approve_pair','with':{'proposal':'%s',"
	    "'hash':'%s','shares':['%s','%s']}}", id, hash, one, two);
	json_t *out = house_do(h, s, text);

	free(text);
	free(hash);
	return out;
}

static const char *
share_of(const json_t *made, size_t i)
{
	return json_string_value(json_array_get(json_object_get(made,
	    "shares"), i));
}

#define RECOVER "{'do':'propose_pair','op_id':'k2','with':{'kind':" \
	"'recover_key','content':{'officer':'an'},'reason':'Diễn tập'}}"

/* The drill (S-55): shares are printed, two of them bring somebody back. */
static void
test_recover(void)
{
	struct house h;
	struct session *an, *anh, *bac;
	struct err e = ERR_INIT;
	json_t *made, *out, *asked;
	char *secret;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_pair','with':{'kind':"
	    "'share_key','content':{'unit':'syt_nghe_an'},'reason':'x'}}",
	    "bad_command");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_pair','op_id':'k1','with':{"
	    "'kind':'share_key','content':{'unit':'dbp_mong_cai'},'reason':"
	    "'Lập mảnh'}}", "done");
	made = approve_with(&h, bac, "k1", "", "");
	T_STR(house_result(made), "done");
	T_INT(json_array_size(json_object_get(made, "shares")), 3);
	/* Told once: who asks again for the operation gets no share. */
	out = house_do(&h, bac, "{'do':'approve_pair','op_id':'k1','with':{}}");
	T_CHECK(json_object_get(out, "shares") == NULL);
	json_decref(out);
	out = house_do(&h, anh, RECOVER);
	T_STR(house_result(out), "done");
	asked = out;
	out = approve_with(&h, bac, "k2", share_of(made, 0), "");
	T_STR(house_result(out), "share_bad");
	json_decref(out);
	out = approve_with(&h, bac, "k2", share_of(made, 2),
	    share_of(made, 2));
	T_STR(house_result(out), "share_same");
	json_decref(out);
	out = approve_with(&h, bac, "k2", share_of(made, 2),
	    share_of(made, 0));
	T_STR(house_result(out), "done");
	/* Each of the two sees one half; together they let the officer in. */
	secret = xasprintf("%s-%s", jx_text(asked, "half"),
	    jx_text(out, "half"));
	T_CHECK(house_sign_in(&h, "an") == NULL);
	an = tn_sign_in(h.tn, "an", secret, strlen(secret), &e);
	T_CHECK(an != NULL);
	free(secret);
	json_decref(asked);
	json_decref(made);
	json_decref(out);
	err_done(&e);
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(bac);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_export);
	T_RUN(test_same_person_and_time);
	T_RUN(test_role);
	T_RUN(test_recover);
	T_RUN(test_hostile);
	return t_done();
}
