/*
 * Which queries show what stands behind a mask, and does each such showing
 * leave exactly one entry (security.md S-57)?  Nothing is assumed: words are
 * planted in a case, every query of the door is asked, and its answer is
 * searched for them.
 */
#include "core/door/door.h"
#include "core/base/jx.h"
#include "tests/unit/door_help.h"

#include <string.h>

#define CASE "MC-2026-00001"

/* A form in which nothing says who somebody is. */
#define TOLD(words) "{'do':'record_answers','case':'" CASE "','with':{" \
	"'form':'consular_request','why':'thử','answers':{" \
	"'consular_questions':['legalise'],'consular_country':'CN'," \
	"'consular_details':'" words "'}}}"

/* Shown by these, each behind an entry of its own; by no other. */
static const struct {
	const char *query;
	bool shows;			/* else it may not */
	bool revealed;			/* needs reveal_identity first */
} expected[] = {
	{ "identity", true, true },
	{ "history", true, false },
	{ "fill_data", true, false },
	{ "person_requests", true, false },
	{ "versions", true, false },
	{ "person_letter", true, false },
};

static int64_t
head(struct session *s)
{
	json_t *q = json_pack("{s:s}", "ask", "head"), *out = tn_ask(s, q);
	int64_t seq = jx_int(out, "seq", -1);

	json_decref(q);
	json_decref(out);
	return seq;
}

static const char *
planted_in(const char *text)
{
	static const char *const words[] = {
		"Nguyễn Thị Mẫu Một", "chuyện trồng thử", "lời đề nghị trồng",
		"lời kể trồng thử",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(words); i++)
		if (strstr(text, words[i]) != NULL)
			return words[i];
	return NULL;
}

static json_t *
question(const char *name)
{
	return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "ask",
	    name, "case", CASE, "act", "MC-2026-A00001", "request", "ask-1",
	    "form", "phieu_tiep_nhan", "name", "full_name", "queue", "mine",
	    "text", "mau mot", "officer", "an", "unit", "dbp_mong_cai");
}

static void
reveal(struct house *h, struct session *s)
{
	HOUSE_EXPECT(h, s, "{'do':'reveal_identity','case':'" CASE "',"
	    "'with':{'why':'thử'}}", "done");
}

/* The form in which the person was received. */
static json_t *
form_of(struct session *s)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "case", "case", CASE);
	json_t *out = tn_ask(s, q), *code;

	code = json_incref(json_object_get(json_array_get(json_object_get(out,
	    "forms"), 0), "code"));
	json_decref(q);
	json_decref(out);
	return code;
}

static void
try_query(struct house *h, struct session *s, const char *name, json_t *form)
{
	json_t *q = question(name), *out;
	bool shows = false, first = false;
	const char *word;
	int64_t before;
	char *text;
	size_t i;

	for (i = 0; i < ARRAY_LEN(expected); i++)
		if (strcmp(expected[i].query, name) == 0) {
			shows = expected[i].shows;
			first = expected[i].revealed;
		}
	json_object_set(q, "form", form);
	/* Long after everything else: nothing that was shown still counts. */
	h->now += 3600000;
	/* The head is signed each hour: with this one, not with the next. */
	HOUSE_EXPECT(h, s, "{'do':'append_note','case':'" CASE "','with':"
	    "{'text':'x'}}", "done");
	before = head(s);
	if (first)
		reveal(h, s);
	out = tn_ask(s, q);
	text = json_dumps(out, JSON_COMPACT);
	word = planted_in(text);
	if ((word != NULL) != shows || (word != NULL &&
	    head(s) != before + 1))
		printf("# %s: %s, %d entries\n", name, word == NULL ?
		    "nothing" : word, (int)(head(s) - before));
	T_CHECK((word != NULL) == shows);
	if (word != NULL)
		T_INT(head(s), before + 1);
	free(text);
	json_decref(out);
	json_decref(q);
}

static void
test_every_query(void)
{
	struct session *an, *sau;
	struct house h;
	json_t *form;
	const char *name;
	size_t i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	sau = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, "{'do':'append_note','case':'" CASE "','with':"
	    "{'text':'chuyện trồng thử'}}", "done");
	HOUSE_EXPECT(&h, an, "{'do':'record_person_request','op_id':'ask-1',"
	    "'case':'" CASE "','with':{'kind':'copy','by':'person',"
	    "'words':'lời đề nghị trồng'}}", "done");
	HOUSE_EXPECT(&h, an, TOLD("lời kể trồng thử"), "done");
	form = form_of(an);
	T_CHECK(json_is_string(form));
	for (i = 0; (name = query_name(i)) != NULL; i++)
		try_query(&h, an, name, form);
	json_decref(form);
	tn_sign_out(an);
	tn_sign_out(sau);
	house_close(&h);
}

/* Entries of a kind in the history of the case; one more is that. */
static int
of_kind(struct session *s, const char *kind)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "history", "case", CASE);
	json_t *out = tn_ask(s, q), *ev;
	size_t i;
	int n = 0;

	json_array_foreach(json_object_get(out, "events"), i, ev)
		n += str_eq(jx_text(json_object_get(ev, "kind"), "code"),
		    kind);
	json_decref(out);
	json_decref(q);
	return n;
}

/* How many entries a query leaves; *shows: are planted words in its answer? */
static int
left_by(struct session *s, const char *ask, const char *form,
    const char *name, bool *shows)
{
	json_t *q = json_pack("{s:s,s:s,s:s,s:s}", "ask", ask, "case", CASE,
	    "form", form, "name", name), *out;
	int64_t before = head(s);
	char *text;

	out = tn_ask(s, q);
	text = json_dumps(out, JSON_COMPACT);
	*shows = planted_in(text) != NULL;
	free(text);
	json_decref(out);
	json_decref(q);
	return (int)(head(s) - before);
}

static int
left_by_form(struct session *s, bool *shows)
{
	return left_by(s, "fill_data", "consular_request", "x", shows);
}

static void
test_content(void)
{
	struct session *an, *anh;
	struct house h;
	bool shows;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	/* Nothing is recorded yet, so nothing is read. */
	T_INT(left_by_form(an, &shows), 0);
	T_CHECK(!shows);
	HOUSE_EXPECT(&h, an, TOLD("lời kể trồng thử"), "done");
	T_INT(left_by_form(an, &shows), 1);
	T_CHECK(shows);
	/* Again within ten minutes: the same look; by somebody else: not. */
	T_INT(left_by_form(an, &shows), 0);
	T_CHECK(shows);
	T_INT(left_by_form(anh, &shows), 1);
	T_INT(left_by_form(an, &shows), 0);
	/* All that was ever said there is another look than the form. */
	T_INT(left_by(an, "versions", "x", "consular_details", &shows), 1);
	T_CHECK(shows);
	T_INT(left_by(an, "versions", "x", "consular_details", &shows), 0);
	/* Something new, also of one's own, and ten minutes. */
	HOUSE_EXPECT(&h, an, TOLD("lời kể trồng thử thứ hai"), "done");
	T_INT(left_by_form(an, &shows), 1);
	h.now += 10 * 60 * 1000 - 1;
	T_INT(left_by_form(an, &shows), 0);
	h.now += 60 * 1000;
	T_INT(left_by_form(an, &shows), 1);
	T_CHECK(shows);
	T_INT(of_kind(an, "content_read"), 5);
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_content);
	T_RUN(test_every_query);
	return t_done();
}
