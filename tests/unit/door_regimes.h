/*
 * A house over tests/unit/regimes: two small regimes, `old` until 31 March
 * 2026 and `new` from 1 April; the labour units end with the old one.
 */
#ifndef TN_TESTS_DOOR_REGIMES_H
#define TN_TESTS_DOOR_REGIMES_H

#include "tests/unit/door_help.h"

#define OLD_DAY "2026-03-02T08:00+07:00"
#define NEW_DAY "2026-04-06T08:00+07:00"
#define DAY_MS ((int64_t)24 * 3600 * 1000)
#define CASE_ONE "'case':'MC-2026-00001'"
#define OPEN_AS(name) "{'do':'open_case','with':{'path':'gate','answers':{" \
	"'full_name':'" name "'}}}"
#define OPEN OPEN_AS("Nguyễn Thị Mẫu")
#define TAKE(step, answers) "{'do':'take_step'," CASE_ONE ",'with':{'step':'" \
	step "','answers':{" answers "}}}"
#define SEND(code) "{'do':'send_request'," CASE_ONE ",'with':{'request':'" \
	code "','to':'office1','answers':{'question':'Là ai?'}}}"
#define OFFER(to) "{'do':'offer_handover','with':{'step':'hand_on'," \
	"'cases':['MC-2026-00001'],'to':'" to "','minutes':{}}}"
#define ACCEPT(act) "{'do':'accept_handover','with':{'act':'" act "'}}"

static inline json_t *
regimes_plan(void)
{
	static const char *const staff[][2] = {
		{ "an", "post1" }, { "bac", "post2" }, { "oanh", "office1" },
		{ "lan", "labour1" }, { "lien", "labour2" },
		{ "huy", "health1" }, { "hoa", "health2" },
		{ "hung", "health3" },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(staff); i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", "officer", "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:b,s:o}", "site", "MC",
	    "demonstration", 1, "cheap", 1, "training", 0, "staff", list);
}

static inline void
regimes_open(struct house *h, const char *now)
{
	T_CHECK(house_open_on(h, "tests/unit/regimes", regimes_plan(), now));
}

static inline void
regimes_day(struct house *h, const char *now)
{
	T_CHECK(when_parse(now, VN_OFFSET_MIN, &h->now));
}

static inline json_t *
regimes_case(struct session *s)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00001");
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* "possible", the first reason, or "not shown"; the caller's. */
static inline char *
regimes_option(struct session *s, const char *kind, const char *code)
{
	json_t *out = regimes_case(s);
	char *got = NULL;
	const json_t *o;
	size_t i;

	json_array_foreach(json_object_get(out, "steps"), i, o)
		if (got == NULL && str_eq(jx_text(o, "kind"), kind) &&
		    str_eq(jx_text(o, "code"), code))
			got = xstrdup(jx_bool(o, "possible", false) ?
			    "possible" : jx_text(json_array_get(
			    json_object_get(o, "reasons"), 0), "code"));
	json_decref(out);
	return got != NULL ? got : xstrdup("not shown");
}

#define OPTION(s, kind, code, want) do { \
	char *o_got = regimes_option(s, kind, code); \
	T_STR(o_got, want); \
	free(o_got); \
} while (0)

/* The state of the clock of a code that was started last; "" for none. */
static inline char *
regimes_clock(struct session *s, const char *code)
{
	json_t *out = regimes_case(s);
	char *got = xstrdup("");
	const json_t *c;
	size_t i;

	json_array_foreach(json_object_get(out, "clocks"), i, c)
		if (str_eq(jx_text(c, "code"), code)) {
			free(got);
			got = xstrdup(jx_text(c, "state"));
		}
	json_decref(out);
	return got;
}

#define CLOCK(s, code, want) do { \
	char *c_got = regimes_clock(s, code); \
	T_STR(c_got, want); \
	free(c_got); \
} while (0)

/* The state of a track, or the code of a key of the case's head. */
static inline char *
regimes_head(struct session *s, const char *key)
{
	json_t *out = regimes_case(s);
	const json_t *t;
	char *got = NULL;
	size_t i;

	json_array_foreach(json_object_get(out, "tracks"), i, t)
		if (str_eq(jx_text(t, "code"), key))
			got = xstrdup(jx_text(json_object_get(t, "state"),
			    "code"));
	if (got == NULL)
		got = xstrdup(jx_text(json_object_get(out, key), "code"));
	json_decref(out);
	return got != NULL ? got : xstrdup("");
}

#define HEAD(s, key, want) do { \
	char *h_got = regimes_head(s, key); \
	T_STR(h_got, want); \
	free(h_got); \
} while (0)

static inline void
regimes_close(struct house *h, struct session *const *s, size_t n)
{
	json_t *out = tn_verify(h->tn);

	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	while (n > 0)
		tn_sign_out(s[--n]);
	house_close(h);
}

#endif
