/*
 * A class of questions masked or hidden from somebody who sees the form: the
 * rules are handed in at their one place, and everything that shows answers
 * goes by them.
 */
#include "core/door/door.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define NAME "Nguyễn Thị Mẫu Một"
#define MASKED "N•••"		/* how the masked name begins */
#define RECORD(rest) "{'do':'record_answers','case':'" CASE "'," \
	"'with':{'form':'reception_person'," rest "}}"

#define RULES_MOST 200

/* Rules handed in stand before those of forms/, so that they decide. */
static struct right_rule rule[RULES_MOST], *kept;
static size_t n_kept;

static struct right_rule
everybody(enum form_class class, enum right show)
{
	return (struct right_rule){ .roles = UINT64_MAX, .kinds = UINT64_MAX,
	    .relations = RELATION_ANY, .classes = 1u << class,
	    .places = ~0u, .show = show };
}

static void
take_out(struct house *h)
{
	h->tn->procedure->rights->class_rule = kept;
	h->tn->procedure->rights->n_class_rule = n_kept;
}

static void
hand_in_all(struct house *h, const struct right_rule *new, size_t n)
{
	struct rights *r = h->tn->procedure->rights;

	if (r->class_rule != rule) {
		kept = r->class_rule;
		n_kept = r->n_class_rule;
	}
	if (n + n_kept > RULES_MOST)
		abort();
	memcpy(rule, new, n * sizeof(*rule));
	memcpy(rule + n, kept, n_kept * sizeof(*rule));
	r->class_rule = rule;
	r->n_class_rule = n + n_kept;
}

static void
hand_in(struct house *h, enum form_class class, enum form_show show)
{
	struct right_rule new = everybody(class, show == FORM_SHOW ?
	    RIGHT_FULL : show == FORM_MASK ? RIGHT_MASKED : RIGHT_NONE);

	hand_in_all(h, &new, 1);
}

static json_t *
query(struct session *s, const char *ask, const char *name)
{
	json_t *q = json_pack("{s:s,s:s,s:s*}", "ask", ask, "case", CASE,
	    "name", name);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* Is this said anywhere in the answer of a query? */
static bool
says(struct session *s, const char *ask, const char *name, const char *words)
{
	json_t *out = query(s, ask, name);
	char *text = json_dumps(out, JSON_COMPACT);
	bool has = strstr(text, words) != NULL;

	free(text);
	json_decref(out);
	return has;
}

static void
reveal(struct house *h, struct session *s)
{
	HOUSE_EXPECT(h, s, "{'do':'reveal_identity','case':'" CASE "','with':"
	    "{'why':'xem'}}", "done");
}

static void
begin(struct house *h, struct session **an)
{
	T_CHECK(house_open(h));
	*an = house_sign_in(h, "an");
	HOUSE_EXPECT(h, *an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(h, *an, "{'do':'append_note','case':'" CASE "','with':{"
	    "'text':'chuyện kể thử'}}", "done");
	HOUSE_EXPECT(h, *an, RECORD("'why':'lý do thử','answers':{"
	    "'condition':'ill'}"), "done");
}

static void
test_shown(void)
{
	struct house h;
	struct session *an;

	begin(&h, &an);
	reveal(&h, an);
	T_CHECK(says(an, "identity", NULL, NAME));
	T_CHECK(says(an, "versions", "full_name", NAME));
	T_CHECK(says(an, "history", NULL, "full_name"));
	T_CHECK(says(an, "history", NULL, "chuyện kể thử"));
	T_CHECK(says(an, "history", NULL, "lý do thử"));
	T_CHECK(says(an, "case", NULL, MASKED));
	tn_sign_out(an);
	house_close(&h);
}

/* The row of a question in a form, or NULL. */
static const struct fill_row *
row_of(struct fill *fill, const char *name)
{
	size_t i, n = fill == NULL ? 0 : fill_rows(fill);

	for (i = 0; i < n; i++)
		if (fill_row(fill, i)->item != NULL &&
		    str_eq(fill_row(fill, i)->item->name, name))
			return fill_row(fill, i);
	return NULL;
}

static void
test_masked(void)
{
	struct house h;
	struct session *an;
	const struct fill_row *row;
	struct fill *fill;
	json_t *out;
	const json_t *v;

	begin(&h, &an);
	reveal(&h, an);
	hand_in(&h, FORM_IDENTITY, FORM_MASK);
	T_CHECK(says(an, "identity", NULL, "full_name"));
	T_CHECK(!says(an, "identity", NULL, NAME));
	out = query(an, "versions", "full_name");
	v = json_array_get(json_object_get(out, "versions"), 0);
	T_STR(jx_text(json_object_get(v, "text"), "vi"), SHOWN_MASK);
	T_CHECK(json_object_get(v, "value") == NULL);
	T_CHECK(json_is_true(json_object_get(v, "masked")));
	json_decref(out);
	fill = tn_fill(an, CASE, "reception_person", false, NULL);
	row = row_of(fill, "full_name");
	T_CHECK(row != NULL && row->masked && row->readonly);
	fill_close(fill);
	take_out(&h);
	tn_sign_out(an);
	house_close(&h);
}

/* A store process without the process: each request is asked at once. */
struct loop {
	struct session *s;
	char *said;		/* all that has crossed */
};

static json_t *
loop_call(void *ctx, json_t *request, struct err *e)
{
	struct loop *l = ctx;
	json_t *o = str_eq(jx_text(request, "op"), "ask") ?
	    tn_ask(l->s, jx_get(request, "query")) :
	    json_pack("{s:i,s:s}", "session", 1, "officer", "an");

	(void)e;
	free(l->said);
	l->said = json_dumps(o, JSON_COMPACT);
	return json_pack("{s:o}", "answer", o);
}

static void
loop_close(void *ctx)
{
	(void)ctx;
}

/* What is masked or hidden does not cross to a client; the form is as here. */
static void
test_withheld(void)
{
	struct loop loop = { NULL, NULL };
	struct remote remote = { .ctx = &loop, .call = loop_call,
	    .close = loop_close, .most = 8u << 20 };
	struct findings found = FINDINGS_INIT;
	struct fill_findings wrong = FILL_FINDINGS_INIT;
	struct str shown = STR_INIT, dots = STR_INIT;
	const struct fill_row *row;
	json_t *about = json_pack("{s:i,s:b}", "site", 1, "training", 0);
	struct session *far;
	struct fill *fill;
	struct house h;
	struct tn *tn;

	begin(&h, &loop.s);
	reveal(&h, loop.s);
	tn = tn_over(&h.config, &remote, about, &found);
	T_CHECK(tn != NULL);
	far = tn_sign_in(tn, "an", "x", 1, NULL);
	T_CHECK(far != NULL);
	/* Shown: it crosses. */
	fill = tn_fill(far, CASE, "reception_person", false, NULL);
	T_CHECK(strstr(loop.said, NAME) != NULL);
	fill_close(fill);
	hand_in(&h, FORM_IDENTITY, FORM_MASK);
	fill = tn_fill(far, CASE, "reception_person", false, NULL);
	T_CHECK(strstr(loop.said, NAME) == NULL);
	row = row_of(fill, "full_name");
	T_CHECK(row != NULL && row->masked && row->readonly && row->withheld);
	if (row != NULL)
		fill_row_value(fill, row, LANG_VI, &shown);
	fill_masked(&dots);
	T_STR(str_text(&shown), str_text(&dots));
	T_CHECK(!fill_unmask(fill, "full_name"));
	/* Nothing is missing there, and nothing is sent back for it. */
	fill_check(fill, &wrong);
	for (size_t i = 0; i < wrong.n; i++)
		T_CHECK(!str_eq(wrong.item[i].path, "full_name"));
	fill_findings_done(&wrong);
	{
		json_t *answers = fill_answers(fill);

		T_CHECK(jx_get(answers, "full_name") == NULL);
		json_decref(answers);
	}
	fill_close(fill);
	hand_in(&h, FORM_IDENTITY, FORM_HIDE);
	fill = tn_fill(far, CASE, "reception_person", false, NULL);
	T_CHECK(strstr(loop.said, NAME) == NULL);
	T_CHECK(fill != NULL && row_of(fill, "full_name") == NULL);
	fill_close(fill);
	take_out(&h);
	tn_sign_out(far);
	tn_close(tn);
	tn_sign_out(loop.s);
	house_close(&h);
	json_decref(about);
	str_done(&shown);
	str_done(&dots);
	free(loop.said);
}

static void
test_hidden(void)
{
	struct house h;
	struct session *an;
	struct fill *fill;
	json_t *out, *answers;

	begin(&h, &an);
	reveal(&h, an);
	hand_in(&h, FORM_IDENTITY, FORM_HIDE);
	T_CHECK(!says(an, "identity", NULL, "full_name"));
	out = query(an, "versions", "full_name");
	T_INT(json_array_size(json_object_get(out, "versions")), 0);
	json_decref(out);
	T_CHECK(!says(an, "history", NULL, "full_name"));
	T_CHECK(!says(an, "case", NULL, MASKED));
	HOUSE_EXPECT(&h, an, RECORD("'why':'x','answers':{'full_name':'" NAME
	    "'}"), "form_unknown_name");
	HOUSE_EXPECT(&h, an, "{'do':'confirm_answers','case':'" CASE "',"
	    "'with':{'names':['full_name']}}", "no_such_question");
	fill = tn_fill(an, CASE, "reception_person", false, NULL);
	T_CHECK(fill != NULL && row_of(fill, "full_name") == NULL);
	T_CHECK(row_of(fill, "condition") != NULL);
	answers = fill_answers(fill);
	T_CHECK(json_object_get(answers, "full_name") == NULL);
	T_CHECK(json_object_get(answers, "condition") != NULL);
	json_decref(answers);
	fill_close(fill);
	/* Other classes are as before, and so is work with them. */
	T_CHECK(says(an, "history", NULL, "condition"));
	T_CHECK(says(an, "history", NULL, "chuyện kể thử"));
	HOUSE_EXPECT(&h, an, RECORD("'why':'khỏe lại','answers':{"
	    "'condition':'well'}"), "done");
	/* The name is still there for who may see it. */
	take_out(&h);
	reveal(&h, an);
	T_CHECK(says(an, "identity", NULL, NAME));
	tn_sign_out(an);
	house_close(&h);
}

static void
test_stories(void)
{
	struct house h;
	struct session *an;

	begin(&h, &an);
	hand_in(&h, FORM_NARRATIVE, FORM_MASK);
	T_CHECK(!says(an, "history", NULL, "chuyện kể thử"));
	T_CHECK(!says(an, "history", NULL, "lý do thử"));
	take_out(&h);
	tn_sign_out(an);
	house_close(&h);
}

/*
 * Why a hand-over was refused stands in its act, so its two sides read it in
 * the history too when stories are masked; nobody else does.
 */
static void
test_refused_offer(void)
{
	struct house h;
	struct session *an, *giang, *dung;

	begin(&h, &an);
	giang = house_sign_in(&h, "giang");
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, RECORD("'answers':{'accompanying_minor':'yes',"
	    "'birth_date':'2012-06'},'why':'sửa'"), "done");
	house_ask_consul(&h, an, 1, "2026-04-01");
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['" CASE "'],'to':"
	    "'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban','transfer_wanted_by':'2026-03-04'}}}",
	    "done");
	HOUSE_EXPECT(&h, giang, "{'do':'refuse_handover','with':{'act':"
	    "'MC-2026-A00002','why':'hết chỗ thử'}}", "done");
	hand_in(&h, FORM_NARRATIVE, FORM_MASK);
	T_CHECK(says(an, "history", NULL, "hết chỗ thử"));
	T_CHECK(!says(an, "history", NULL, "chuyện kể thử"));
	T_CHECK(says(dung, "history", NULL, "offer_refused"));
	T_CHECK(!says(dung, "history", NULL, "hết chỗ thử"));
	take_out(&h);
	T_CHECK(!says(dung, "history", NULL, "hết chỗ thử"));
	tn_sign_out(an);
	tn_sign_out(giang);
	tn_sign_out(dung);
	house_close(&h);
}

/* A rule of another role or kind of unit decides nothing here. */
static void
test_whom(void)
{
	struct right_rule two[2];
	struct house h;
	struct session *an;
	struct procedure *p;

	begin(&h, &an);
	p = h.tn->procedure;
	two[0] = everybody(FORM_IDENTITY, RIGHT_NONE);
	two[0].roles = UINT64_C(1) << (procedure_role(p, "verifier") - p->role);
	two[1] = everybody(FORM_IDENTITY, RIGHT_MASKED);
	two[1].kinds = UINT64_C(1) <<
	    (procedure_unit(p, "syt_quang_ninh")->kind - p->unit_kind);
	hand_in_all(&h, two, 2);
	T_CHECK(says(an, "versions", "full_name", NAME));
	two[1].kinds = UINT64_C(1) <<
	    (procedure_unit(p, "dbp_mong_cai")->kind - p->unit_kind);
	hand_in_all(&h, two, 2);
	T_CHECK(!says(an, "versions", "full_name", NAME));
	T_CHECK(says(an, "versions", "full_name", SHOWN_MASK));
	/* The first that fits decides. */
	two[0].roles |= UINT64_C(1) << (procedure_role(p, "officer") - p->role);
	hand_in_all(&h, two, 2);
	T_CHECK(!says(an, "versions", "full_name", SHOWN_MASK));
	/* At another place than where the rule is for, it says nothing. */
	two[0].places = 1u << RIGHT_IN_HISTORY;
	hand_in_all(&h, two, 1);
	T_CHECK(says(an, "versions", "full_name", NAME));
	T_CHECK(!says(an, "history", NULL, "full_name"));
	take_out(&h);
	tn_sign_out(an);
	house_close(&h);
}

/* How many rows the queue has under a filter, as whoever asks sees them. */
static int64_t
sifted(struct house *h, const char *filter)
{
	struct session *s = house_sign_in(h, "an");
	json_t *q = json_loads(filter, 0, NULL), *out;
	int64_t n;

	json_object_set_new(q, "ask", json_string("queue"));
	json_object_set_new(q, "queue", json_string("mine"));
	out = tn_ask(s, q);
	n = json_object_get(out, "facets") != NULL ?
	    (int64_t)json_array_size(json_object_get(json_object_get(out,
	    "facets"), "condition")) : jx_int(out, "total", -1);
	json_decref(out);
	json_decref(q);
	tn_sign_out(s);
	return n;
}

#define ILL "{\"filter\":{\"condition\":\"ill\"}}"
#define OM "{\"filter\":{\"words\":\"om\"}," \
	"\"columns\":[\"case\",\"condition\"]}"
#define HOW_MANY "{\"facets\":true}"

/* What is masked cannot be found out by filtering, counting or words. */
static void
test_sifted(void)
{
	static const enum form_show shows[] = { FORM_MASK, FORM_HIDE };
	struct house h;
	struct session *an;
	size_t i;

	begin(&h, &an);
	T_INT(sifted(&h, ILL), 1);
	T_INT(sifted(&h, OM), 1);
	T_INT(sifted(&h, HOW_MANY), 1);
	for (i = 0; i < ARRAY_LEN(shows); i++) {
		hand_in(&h, FORM_PLAIN, shows[i]);
		T_INT(sifted(&h, ILL), 0);
		T_INT(sifted(&h, OM), 0);
		T_INT(sifted(&h, HOW_MANY), 0);
		take_out(&h);
	}
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_sifted);
	T_RUN(test_shown);
	T_RUN(test_masked);
	T_RUN(test_withheld);
	T_RUN(test_hidden);
	T_RUN(test_stories);
	T_RUN(test_refused_offer);
	T_RUN(test_whom);
	return t_done();
}
