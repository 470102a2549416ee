/* A case on the map of its path: where it is, was, may and can no more go. */
#include "tests/unit/door_regimes.h"

static json_t *
map_of(struct session *s, const char *key, const char *value,
    const char *regime)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "map", key, value);
	json_t *out;

	if (regime != NULL)
		json_object_set_new(q, "regime", json_string(regime));
	out = tn_ask(s, q);
	json_decref(q);
	return out;
}

/* The status of a state, or of a step from a state; "" when not there. */
static const char *
status(const json_t *map, const char *code, const char *from)
{
	const json_t *o;
	size_t i;

	json_array_foreach(json_object_get(map, from == NULL ? "nodes" :
	    "edges"), i, o)
		if (str_eq(jx_text(o, "code"), code) &&
		    (from == NULL || str_eq(jx_text(o, "from"), from)))
			return jx_text(o, "status");
	return "";
}

static void
expect(int line, struct session *s, const char *const (*want)[3], size_t n)
{
	json_t *map = map_of(s, "case", "MC-2026-00001", NULL);
	size_t i;

	for (i = 0; i < n; i++) {
		const char *got = status(map, want[i][0], want[i][1]);

		if (str_eq(got, want[i][2]))
			continue;
		printf("# line %d: %s from %s is %s, not %s\n", line,
		    want[i][0], want[i][1], got, want[i][2]);
		t_bad++;
	}
	json_decref(map);
}

#define EXPECT_MAP(s, ...) do { \
	static const char *const m_want[][3] = { __VA_ARGS__ }; \
	expect(__LINE__, s, m_want, ARRAY_LEN(m_want)); \
} while (0)

static void
test_case(void)
{
	struct house h;
	struct session *s[2];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "lan");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	EXPECT_MAP(s[0], { "received", NULL, "here" },
	    { "with_labour", NULL, "possible" }, { "closed", NULL, "possible" },
	    { "hand_on", "received", "possible" },
	    { "close", "with_labour", "ahead" },
	    { "look_again", "received", "possible" });
	HOUSE_EXPECT(&h, s[0], OFFER("labour1"), "done");
	EXPECT_MAP(s[0], { "with_labour", NULL, "ahead" },
	    { "closed", NULL, "ahead" }, { "close", "received", "blocked" });
	HOUSE_EXPECT(&h, s[0], "{'do':'withdraw_offer','with':{'act':"
	    "'MC-2026-A00001','why':'x'}}", "done");
	h.now += 11 * DAY_MS;
	EXPECT_MAP(s[0], { "close", "received", "late" },
	    { "hand_on", "received", "possible" });
	HOUSE_EXPECT(&h, s[0], TAKE("look_again", ""), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	/* What only a reopening leads to is passed by. */
	EXPECT_MAP(s[0], { "received", NULL, "done" },
	    { "with_labour", NULL, "passed_by" }, { "closed", NULL, "here" },
	    { "close", "received", "taken" },
	    { "look_again", "received", "taken" },
	    { "hand_on", "received", "ahead" },
	    { "reopen", "closed", "possible" });
	HOUSE_EXPECT(&h, s[0], TAKE("reopen", "'new_facts':'Tin mới'"),
	    "done");
	EXPECT_MAP(s[0], { "received", NULL, "here" },
	    { "closed", NULL, "done" }, { "reopen", "closed", "taken" },
	    { "look_again", "received", "possible" });
	/* Who may not see the case sees no map of it. */
	{
		json_t *out = map_of(s[1], "case", "MC-2026-00001", NULL);

		T_STR(house_result(out), "no_such_case");
		json_decref(out);
	}
	regimes_close(&h, s, 2);
}

static void
test_tracks_and_paths(void)
{
	struct house h;
	struct session *s[1];
	json_t *out;
	const json_t *track;

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("ask_protection",
	    "'threat_told':'Bị dọa (giả định)'"), "done");
	out = map_of(s[0], "case", "MC-2026-00001", NULL);
	T_INT((int)json_array_size(json_object_get(out, "tracks")), 2);
	track = json_array_get(json_object_get(out, "tracks"), 0);
	T_STR(jx_text(track, "code"), "protection");
	T_STR(status(track, "none", NULL), "done");
	T_STR(status(track, "asked", NULL), "here");
	T_STR(status(track, "granted", NULL), "possible");
	T_STR(status(track, "ask_protection", "none"), "taken");
	T_STR(status(track, "grant", "asked"), "possible");
	track = json_array_get(json_object_get(out, "tracks"), 1);
	T_STR(status(track, "open", NULL), "here");
	json_decref(out);
	/* A path alone: of the regime in force, or of the one named. */
	out = map_of(s[0], "path", "gate", NULL);
	T_STR(status(out, "with_labour", NULL), "ahead");
	T_STR(status(out, "close", "received"), "ahead");
	T_STR(jx_text(json_object_get(out, "path"), "code"), "gate");
	json_decref(out);
	out = map_of(s[0], "path", "gate", "new");
	T_STR(status(out, "with_health", NULL), "ahead");
	json_decref(out);
	out = map_of(s[0], "path", "no_such", NULL);
	T_STR(house_result(out), "no_such_path");
	json_decref(out);
	out = map_of(s[0], "path", "gate", "no_such");
	T_STR(house_result(out), "no_such_path");
	json_decref(out);
	out = map_of(s[0], "case", "MC-2026-00009", NULL);
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	regimes_close(&h, s, 1);
}

int
main(void)
{
	T_RUN(test_case);
	T_RUN(test_tracks_and_paths);
	return t_done();
}
