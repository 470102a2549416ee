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

static struct class_rule rule = { FORM_IDENTITY, NULL, NULL, FORM_SHOW };

static void
hand_in(struct house *h, enum form_class class, enum form_show show)
{
	rule.class = class;
	rule.show = show;
	h->tn->procedure->class_rule = &rule;
	h->tn->procedure->n_class_rule = 1;
}

static void
take_out(struct house *h)
{
	h->tn->procedure->class_rule = NULL;
	h->tn->procedure->n_class_rule = 0;
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

/* Of rules for a role or a kind of unit, those that fit; the strictest. */
static void
test_whom(void)
{
	struct class_rule two[2] = {
		{ FORM_IDENTITY, NULL, NULL, FORM_HIDE },
		{ FORM_IDENTITY, NULL, NULL, FORM_MASK },
	};
	struct house h;
	struct session *an;
	struct procedure *p;

	begin(&h, &an);
	p = h.tn->procedure;
	two[0].role = procedure_role(p, "verifier");
	two[1].kind = procedure_unit(p, "syt_quang_ninh")->kind;
	p->class_rule = two;
	p->n_class_rule = 2;
	T_CHECK(says(an, "versions", "full_name", NAME));
	two[1].kind = procedure_unit(p, "dbp_mong_cai")->kind;
	T_CHECK(!says(an, "versions", "full_name", NAME));
	T_CHECK(says(an, "versions", "full_name", SHOWN_MASK));
	two[0].role = procedure_role(p, "officer");
	T_CHECK(!says(an, "versions", "full_name", SHOWN_MASK));
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
	T_RUN(test_hidden);
	T_RUN(test_stories);
	T_RUN(test_whom);
	return t_done();
}
