/*
 * Somebody leaves with a copy of every key they had (security.md S-52): what
 * is written from then on stays shut to them, for whoever writes it; those who
 * stay read old and new.  And what waits with keys and was never decided is
 * destroyed.
 */
#include "core/door/door.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"

/* What a leaver keeps: the raw key of a stream. */
static struct secret
copy_of(struct session *s, const char *stream)
{
	const struct secret *key = session_key(s, stream);
	struct secret copy = { 0 };

	T_CHECK(key != NULL && secret_new(&copy, key->len));
	if (key != NULL)
		memcpy(copy.bytes, key->bytes, key->len);
	return copy;
}

struct counting {
	const struct secret *key;
	const char *kind;
	int sealed, opened;
};

static bool
count(void *arg, const struct event *ev)
{
	struct counting *c = arg;
	unsigned char *plain = NULL;
	size_t len = 0;
	char *about;

	if (ev->sealed == NULL ||
	    (c->kind != NULL && strcmp(ev->kind, c->kind) != 0))
		return true;
	about = seal_about(ev->stream, ev->kind, ev->op_id, ev->op_part);
	c->sealed++;
	c->opened += seal_open(c->key, about, strlen(about), ev->sealed,
	    ev->sealed_len, &plain, &len);
	free(plain);
	free(about);
	return true;
}

/* Bodies after an event, and how many of them a copied key opens. */
static void
expect_opens(struct house *h, const char *stream, int64_t after,
    const struct secret *key, int sealed, int opened)
{
	const struct journal *j = h->tn->journal;
	struct counting c = { .key = key };

	T_CHECK(j->read(j->ctx, stream, after, count, &c, NULL));
	T_INT(c.sealed, sealed);
	T_INT(c.opened, opened);
}

static int64_t
last(struct house *h, const char *stream)
{
	return h->tn->journal->last_seq(h->tn->journal->ctx, stream);
}

static void
note(struct house *h, struct session *s, const char *text)
{
	char *command = xasprintf("{'do':'append_note','case':'" CASE "',"
	    "'with':{'text':'%s'}}", text);

	HOUSE_EXPECT(h, s, command, "done");
	free(command);
}

/* Each body of the case opens for the session. */
static void
expect_reads_all(struct session *s)
{
	/* As before every operation: the unit's keys as they are now. */
	enum err_code open = session_check(s, "account");
	json_t *events = session_events(s, CASE), *ev;
	struct counting c = { 0 };
	const struct journal *j = s->tn->journal;
	struct secret none = { 0 };
	int bodies = 0;
	size_t i;

	T_INT(open, ERR_NONE);
	T_CHECK(secret_new(&none, SEAL_KEY_SIZE));
	c.key = &none;
	(void)j->read(j->ctx, CASE, 0, count, &c, NULL);
	json_array_foreach(events, i, ev)
		bodies += json_object_get(ev, "body") != NULL;
	T_CHECK(c.sealed > 0);
	T_INT(bodies, c.sealed);
	T_CHECK(session_case(s, CASE) != NULL);
	json_decref(events);
	secret_free(&none);
}

static void
leave(struct house *h, struct session *first, struct session *second,
    const char *who)
{
	char *text = xasprintf("{'do':'propose_pair','op_id':'end_%s','with':{"
	    "'kind':'end_officer','content':{'officer':'%s'},'reason':'x'}}",
	    who, who);
	json_t *q = json_pack("{s:s}", "ask", "pairs"), *all, *item;
	size_t i;

	HOUSE_EXPECT(h, first, text, "done");
	free(text);
	all = tn_ask(second, q);
	json_array_foreach(json_object_get(all, "pairs"), i, item) {
		text = xasprintf("{'do':'approve_pair','with':{'proposal':"
		    "'%s','hash':'%s'}}", jx_text(item, "proposal"),
		    jx_text(item, "hash"));
		if (str_eq(jx_text(json_object_get(item, "content"),
		    "officer"), who))
			HOUSE_EXPECT(h, second, text, "done");
		free(text);
	}
	json_decref(all);
	json_decref(q);
}

/* What is told of somebody who left. */
static void
expect_left(struct session *s, const char *who, int cases, int renewed)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "staff", "left", who);
	json_t *out = tn_ask(s, q);
	const json_t *left = json_object_get(out, "left");

	T_INT(jx_int(left, "cases", -1), cases);
	T_INT(jx_int(left, "renewed", -1), renewed);
	json_decref(out);
	json_decref(q);
}

struct people {
	struct session *an, *anh, *bac, *dung;
};

/* A case of Móng Cái about which the consular department is asked. */
static void
begin(struct house *h, struct people *p)
{
	T_CHECK(house_open(h));
	p->an = house_sign_in(h, "an");
	p->anh = house_sign_in(h, "anh");
	p->bac = house_sign_in(h, "bac");
	p->dung = house_sign_in(h, "dung");
	HOUSE_EXPECT(h, p->an, HOUSE_RECEIVE_ONE, "done");
	house_ask_consul(h, p->an, 1, "2026-03-20");
	note(h, p->an, "Ghi chú trước");
	note(h, p->dung, "Ghi chú của người được hỏi");
}

static void
end(struct house *h, struct people *p)
{
	json_t *v = tn_verify(h->tn);

	T_STR(jx_text(v, "outcome"), "done");
	json_decref(v);
	tn_sign_out(p->an);
	tn_sign_out(p->anh);
	tn_sign_out(p->bac);
	tn_sign_out(p->dung);
	house_close(h);
}

static void
test_nothing_new(void)
{
	struct house h;
	struct people p;
	struct secret of_case, of_site, of_second;
	int64_t case_at, site_at;

	begin(&h, &p);
	of_case = copy_of(p.an, CASE);
	of_site = copy_of(p.an, STREAM_SITE);
	expect_opens(&h, CASE, 0, &of_case, 4, 4);
	leave(&h, p.anh, p.bac, "an");
	case_at = last(&h, CASE);
	site_at = last(&h, STREAM_SITE);
	/* Nothing was written yet: what was readable is. */
	expect_left(p.bac, "an", 1, 0);
	expect_reads_all(p.bac);
	note(&h, p.bac, "Ghi chú sau");
	note(&h, p.anh, "Ghi chú sau nữa");
	expect_left(p.bac, "an", 1, 1);
	/* In a session that held the old key, of another unit. */
	note(&h, p.dung, "Của đơn vị khác");
	expect_opens(&h, CASE, case_at, &of_case, 3, 0);
	expect_reads_all(p.bac);
	expect_reads_all(p.anh);
	expect_reads_all(p.dung);
	/* The site's words too. */
	HOUSE_EXPECT(&h, p.anh, "{'do':'propose_pair','op_id':'p2','with':{"
	    "'kind':'add_officer','content':{'officer':'lan','name':"
	    "'Lê Mẫu Lan','unit':'dbp_mong_cai','roles':['officer']},"
	    "'reason':'x'}}", "done");
	expect_opens(&h, STREAM_SITE, site_at, &of_site, 1, 0);
	/* What somebody has who stays opens all of it. */
	of_second = copy_of(p.anh, CASE);
	expect_opens(&h, CASE, case_at, &of_second, 3, 3);
	secret_free(&of_case);
	secret_free(&of_site);
	secret_free(&of_second);
	end(&h, &p);
}

/* The first to write is of a unit that nobody left. */
static void
test_others_write_first(void)
{
	struct house h;
	struct people p;
	struct secret old, second;
	struct session *fresh;
	int64_t at;

	begin(&h, &p);
	old = copy_of(p.an, CASE);
	leave(&h, p.anh, p.bac, "an");
	at = last(&h, CASE);
	note(&h, p.dung, "Của đơn vị khác");
	expect_opens(&h, CASE, at, &old, 1, 0);
	expect_reads_all(p.anh);
	expect_reads_all(p.dung);
	/* Not made anew with every save. */
	second = copy_of(p.dung, CASE);
	note(&h, p.bac, "Tiếp");
	note(&h, p.dung, "Tiếp nữa");
	expect_opens(&h, CASE, at, &second, 3, 3);
	fresh = house_sign_in(&h, "bac");
	expect_reads_all(fresh);
	tn_sign_out(fresh);
	secret_free(&old);
	secret_free(&second);
	end(&h, &p);
}

/* What is sealed with what was kept of a proposal goes with its time. */
static void
test_old_pairs(void)
{
	struct house h;
	struct people p;
	unsigned char *blob = NULL;
	size_t len;

	begin(&h, &p);
	HOUSE_EXPECT(&h, p.anh, "{'do':'propose_pair','op_id':'p1','with':{"
	    "'kind':'reset_secret','content':{'officer':'an'},'reason':'x'}}",
	    "done");
	T_CHECK(h.tn->keys.get(h.tn->keys.ctx, "once/p1", &blob, &len));
	free(blob);
	h.now += INT64_C(25) * 3600 * 1000;
	HOUSE_EXPECT(&h, p.bac, "{'do':'propose_pair','op_id':'p2','with':{"
	    "'kind':'reset_secret','content':{'officer':'an'},'reason':'x'}}",
	    "done");
	T_CHECK(!h.tn->keys.get(h.tn->keys.ctx, "once/p1", &blob, &len));
	free(blob);
	T_CHECK(h.tn->keys.get(h.tn->keys.ctx, "once/p2", &blob, &len));
	free(blob);
	end(&h, &p);
}

int
main(void)
{
	T_RUN(test_nothing_new);
	T_RUN(test_others_write_first);
	T_RUN(test_old_pairs);
	return t_done();
}
