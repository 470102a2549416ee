/*
 * Duties towards the person:
 *	{"ask":"person_requests"} -> {"requests": [{request case masked kind
 *		title by unit at due late law}], "waiting"}: what waits, of
 *		cases that are seen here, the first due first
 *	{"ask":"person_requests", "case", "request"} -> one of them with the
 *		words it was made with, after that is in the journal
 * and what the case query tells of them ("duties").
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *code;
	struct text title;
} words[] = {
	{ "copy", { (char *)"Xin bản sao dữ liệu", (char *)"A copy of the data" } },
	{ "correct", { (char *)"Sửa dữ liệu sai", (char *)"To correct the data" } },
	{ "delete", { (char *)"Xoá dữ liệu", (char *)"To delete the data" } },
	{ "withdraw", { (char *)"Rút lại sự đồng ý",
	    (char *)"To withdraw consent" } },
	{ "person", { (char *)"chính người đó", (char *)"the person" } },
	{ "representative", { (char *)"người đại diện",
	    (char *)"a representative" } },
	{ "done", { (char *)"Đã làm theo đề nghị", (char *)"Done as asked" } },
	{ "partly", { (char *)"Đã làm một phần", (char *)"Done in part" } },
	{ "refused", { (char *)"Từ chối, có nêu lý do",
	    (char *)"Refused, with the reason" } },
	{ "treaty", { (char *)"Điều ước, thoả thuận quốc tế",
	    (char *)"A treaty or agreement" } },
	{ "consent", { (char *)"Người đó đồng ý", (char *)"Consent of the person" } },
	{ "vital_interest", { (char *)"Cứu tính mạng, sức khoẻ",
	    (char *)"To save life or health" } },
	{ "impact_file", { (char *)"Hồ sơ đánh giá tác động",
	    (char *)"An impact file" } },
};

static const struct text *
word_of(const char *code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(words[i].code, code))
			return &words[i].title;
	return NULL;
}

static json_t *
word_json(const char *code)
{
	const struct text *title = word_of(code);

	return code == NULL ? json_null() :
	    titled(code, title != NULL ? title : SAME(code));
}

static json_t *
words_json(const char *const *code, size_t n)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, word_json(code[i]));
	return list;
}

static json_t *
term_law(const struct case_state *cs, const struct procedure *p)
{
	const struct regime *r = case_regime(cs, p);

	return r == NULL || r->person_request_term == NULL ? json_null() :
	    basis_json(&r->person_request_term->basis);
}

/* What is the same of one that waits and of one that was answered. */
static json_t *
request_json(struct session *s, const struct case_state *cs, const json_t *r)
{
	const char *kind = jx_text(r, "kind");
	when_t due = jx_int(r, "due", WHEN_NONE);
	bool open = json_object_get(r, "answered") == NULL;
	json_t *o = json_object();

	json_object_set(o, "request", json_object_get(r, "request"));
	json_object_set(o, "kind", json_object_get(r, "kind"));
	json_object_set_new(o, "title", text_json(word_of(kind) != NULL ?
	    word_of(kind) : SAME(kind)));
	json_object_set_new(o, "case", json_string(cs->id));
	json_object_set_new(o, "by", word_json(jx_text(r, "by")));
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(r, "unit")));
	json_object_set_new(o, "at", when_json(jx_int(r, "at", WHEN_NONE)));
	json_object_set_new(o, "due", when_json(due));
	json_object_set_new(o, "late", json_boolean(open && due != WHEN_NONE &&
	    due < tn_now(s->tn)));
	json_object_set_new(o, "law", term_law(cs, s->tn->procedure));
	return o;
}

/* ---- the register of what waits ---- */

static int
first_due(const void *a, const void *b)
{
	const char *x = jx_text(*(json_t *const *)a, "due");
	const char *y = jx_text(*(json_t *const *)b, "due");

	return x == NULL || y == NULL ? (x == NULL) - (y == NULL) :
	    strcmp(x, y);
}

/* Late ones first, and last what has no term. */
static json_t *
by_due(json_t *list)
{
	size_t n = json_array_size(list), i;
	json_t **all = xcalloc(n + 1, sizeof(struct json_t *));
	json_t *out = json_array();

	for (i = 0; i < n; i++)
		all[i] = json_array_get(list, i);
	qsort(all, n, sizeof(struct json_t *), first_due);
	for (i = 0; i < n; i++)
		json_array_append(out, all[i]);
	free(all);
	json_decref(list);
	return out;
}

/* One that waits and whose case shows its person to this session. */
static const struct case_state *
seen_case(struct session *s, const char *id)
{
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);

	return cs != NULL && case_shows_person(cs, &s->actor) ? cs : NULL;
}

int64_t
requests_waiting(struct session *s)
{
	const struct journal *j = s->tn->journal;
	int64_t n = 0;
	const char *id;
	json_t *r;

	if (!row_allows(NULL, s->tn->procedure, &s->actor,
	    rights_query("person_requests")))
		return 0;
	json_object_foreach(json_object_get(s->tn->site, "person_requests"),
	    id, r) {
		json_t *row = j->row(j->ctx, jx_text(r, "case"), NULL);

		n += row != NULL && row_tells_person(row, &s->actor);
		json_decref(row);
	}
	return n;
}

static json_t *
all_waiting(struct session *s)
{
	json_t *o = json_object(), *list = json_array(), *r, *one;
	const struct case_state *cs;
	const char *id;

	json_object_foreach(json_object_get(s->tn->site, "person_requests"),
	    id, r) {
		cs = seen_case(s, jx_text(r, "case"));
		if (cs == NULL)
			continue;
		one = request_json(s, cs, r);
		json_object_set_new(one, "masked", masked_name_json(s, cs));
		json_array_append_new(list, one);
		session_trim_cache(s);
	}
	list = by_due(list);
	json_object_set_new(o, "waiting",
	    json_integer((json_int_t)json_array_size(list)));
	json_object_set_new(o, "requests", list);
	return o;
}

/* ---- one, with its words ---- */

static const json_t *
find_request(const struct case_state *cs, const char *request)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "person_requests"), i, r)
		if (request != NULL && str_eq(jx_text(r, "request"), request))
			return r;
	return NULL;
}

/* The holder answers them all; others see what they took down themselves. */
static bool
is_told(const struct session *s, const struct case_state *cs, const json_t *r)
{
	return case_shows_all(cs, s->unit->code) ||
	    str_eq(jx_text(r, "unit"), s->unit->code);
}

static json_t *
one_request(struct session *s, const json_t *query)
{
	const struct case_state *cs = seen_case(s, jx_text(query, "case"));
	const json_t *r = cs == NULL ? NULL : find_request(cs,
	    jx_text(query, "request"));
	json_t *o, *body;

	if (r == NULL || !is_told(s, cs, r))
		return refuse(NULL, cs == NULL ? ERR_NO_SUCH_CASE :
		    ERR_NO_PERSON_REQUEST, jx_text(query, "case"));
	if (case_class_shown(cs, s->tn->procedure, &s->actor,
	    FORM_NARRATIVE) == FORM_HIDE)
		return refuse(NULL, ERR_NO_PERSON_REQUEST, NULL);
	o = request_json(s, cs, r);
	body = session_said(s, jx_text(r, "request"),
	    "person_request_recorded");
	if (jx_text(body, "words") != NULL && !session_note(s, cs->id,
	    "content_read", json_pack("{s:s}", "of", "person_request"),
	    NULL)) {
		json_decref(o);
		json_decref(body);
		return refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	}
	json_object_set(o, "words", json_object_get(body, "words"));
	json_decref(body);
	return o;
}

json_t *
ask_person_requests(struct session *s, const json_t *query)
{
	return json_object_get(query, "request") == NULL ? all_waiting(s) :
	    one_request(s, query);
}

/* ---- what the case query tells ---- */

static json_t *
purpose_json(const struct purpose *purpose)
{
	json_t *o;

	if (purpose == NULL)
		return json_null();
	o = titled(purpose->code, &purpose->title);
	json_object_set_new(o, "law", basis_json(&purpose->basis));
	return o;
}

static json_t *
purposes_json(const struct case_state *cs, const struct procedure *p)
{
	const struct regime *r = case_regime(cs, p);
	json_t *list = json_array();
	size_t i;

	for (i = 0; r != NULL && i < r->n_purpose; i++)
		json_array_append_new(list, purpose_json(&r->purpose[i]));
	return list;
}

static json_t *
requests_of_case(struct session *s, const struct case_state *cs)
{
	json_t *list = json_array(), *one;
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "person_requests"), i, r) {
		if (!is_told(s, cs, r))
			continue;
		one = request_json(s, cs, r);
		json_object_set_new(one, "answered", when_json(jx_int(r,
		    "answered", WHEN_NONE)));
		json_object_set_new(one, "outcome", word_json(jx_text(r,
		    "outcome")));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *
transfers_json(const struct case_state *cs)
{
	json_t *list = json_array(), *ground;
	const char *country;

	json_object_foreach(json_object_get(cs->row, "transfers"), country,
	    ground)
		json_array_append_new(list, json_pack("{s:s,s:o}", "country",
		    country, "ground", word_json(json_string_value(ground))));
	return list;
}

static json_t *
allowed_of(struct session *s, const struct case_state *cs)
{
	static const char *const names[] = { "set_purpose", "record_transfer",
	    "record_person_request", "answer_person_request" };
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(names); i++)
		if (row_allows(cs->row, s->tn->procedure, &s->actor,
		    rights_command(names[i])))
			json_array_append_new(list, json_string(names[i]));
	if (row_allows(cs->row, s->tn->procedure, &s->actor,
	    rights_query("who_saw")))
		json_array_append_new(list, json_string("who_saw"));
	return list;
}

json_t *
duties_json(struct session *s, const struct case_state *cs)
{
	static const char *const kinds[] = { "copy", "correct", "delete",
	    "withdraw" };
	static const char *const whose[] = { "person", "representative" };
	static const char *const grounds[] = { "treaty", "consent",
	    "vital_interest", "impact_file" };
	static const char *const ends[] = { "done", "partly", "refused" };
	json_t *o = json_object(), *ask = json_object();

	json_object_set_new(o, "purpose", purpose_json(case_purpose(cs,
	    s->tn->procedure)));
	json_object_set_new(o, "requests", requests_of_case(s, cs));
	json_object_set_new(o, "transfers", transfers_json(cs));
	json_object_set_new(o, "term_law", term_law(cs, s->tn->procedure));
	json_object_set_new(o, "can", allowed_of(s, cs));
	json_object_set_new(ask, "purposes", purposes_json(cs,
	    s->tn->procedure));
	json_object_set_new(ask, "kinds", words_json(kinds,
	    ARRAY_LEN(kinds)));
	json_object_set_new(ask, "by", words_json(whose, ARRAY_LEN(whose)));
	json_object_set_new(ask, "grounds", words_json(grounds,
	    ARRAY_LEN(grounds)));
	json_object_set_new(ask, "outcomes", words_json(ends,
	    ARRAY_LEN(ends)));
	json_object_set_new(o, "choices", ask);
	return o;
}
