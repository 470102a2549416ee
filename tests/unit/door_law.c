/* An article and what rests on it, and the glossary, through the door. */
#include "tests/unit/door_help.h"

static json_t *
law_of(struct session *s, json_t *law)
{
	json_t *q = json_object(), *out;

	json_object_set_new(q, "ask", json_string("law"));
	if (law != NULL)
		json_object_set_new(q, "law", law);
	out = tn_ask(s, q);
	json_decref(q);
	return out;
}

static bool
has_use(const json_t *out, const char *kind, const char *code)
{
	const json_t *use;
	size_t i;

	json_array_foreach(json_object_get(out, "uses"), i, use) {
		if (str_eq(jx_text(use, "kind"), kind) &&
		    str_eq(jx_text(use, "code"), code))
			return true;
	}
	return false;
}

static void
test_article(void)
{
	struct house h;
	struct session *s;
	json_t *whole, *part, *words;
	const json_t *use;
	size_t i;

	T_CHECK(house_open(&h));
	s = house_sign_in(&h, "an");
	whole = law_of(s, json_pack("{s:s,s:s}", "doc", "law-53-2024",
	    "article", "32"));
	part = law_of(s, json_pack("{s:s,s:s}", "doc", "law-53-2024",
	    "article", "32(1)"));
	words = law_of(s, json_string("Luật 53/2024 Đ.32(1)"));
	T_STR(jx_text(json_object_get(whole, "doc"), "number"),
	    "53/2024/QH15");
	T_STR(jx_text(json_object_get(whole, "doc"), "from"), "2025-07-01");
	T_CHECK(json_is_null(json_object_get(json_object_get(whole, "doc"),
	    "to")));
	T_CHECK(json_array_size(json_object_get(whole, "uses")) > 0);
	T_CHECK(json_array_size(json_object_get(part, "uses")) <
	    json_array_size(json_object_get(whole, "uses")));
	T_CHECK(json_equal(part, words));
	/* each use says its own article, how sure, and stands once */
	json_array_foreach(json_object_get(whole, "uses"), i, use) {
		const json_t *law = json_object_get(use, "law");

		T_STR(jx_text(law, "doc"), "law-53-2024");
		T_CHECK(strncmp(jx_text(law, "article"), "32", 2) == 0);
		T_CHECK(jx_text(law, "status") != NULL);
		for (size_t k = 0; k < i; k++)
			T_CHECK(!json_equal(use, json_array_get(
			    json_object_get(whole, "uses"), k)));
	}
	T_CHECK(has_use(part, "step", "request_verification"));
	json_decref(whole);
	json_decref(part);
	json_decref(words);
	tn_sign_out(s);
	house_close(&h);
}

static void
test_hostile(void)
{
	struct house h;
	struct session *s;
	json_t *wrong[8];
	char *big = xcalloc(1, 100001);

	memset(big, '5', 100000);
	T_CHECK(house_open(&h));
	s = house_sign_in(&h, "an");
	wrong[0] = NULL;
	wrong[1] = json_integer(3);
	wrong[2] = json_array();
	wrong[3] = json_string("");
	wrong[4] = json_string(big);
	wrong[5] = json_pack("{s:s}", "doc", "no-such");
	wrong[6] = json_pack("{s:[s]}", "doc", "law-53-2024");
	wrong[7] = json_pack("{s:s}", "article", "32");
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		json_t *out = law_of(s, wrong[i]);

		T_STR(house_result(out), "no_such_law");
		json_decref(out);
	}
	/* an article that is none: nothing rests on it */
	{
		json_t *out = law_of(s, json_pack("{s:s,s:s}", "doc",
		    "law-53-2024", "article", big + 99000));

		T_CHECK(json_is_array(json_object_get(out, "uses")));
		json_decref(out);
		out = law_of(s, json_pack("{s:s,s:s}", "doc", "law-53-2024",
		    "article", "\xe2\x80\xae); DROP"));
		T_INT(json_array_size(json_object_get(out, "uses")), 0);
		json_decref(out);
	}
	free(big);
	tn_sign_out(s);
	house_close(&h);
}

static void
test_glossary(void)
{
	struct house h;
	struct session *s;
	json_t *q = json_pack("{s:s}", "ask", "glossary"), *out;
	const json_t *term;
	size_t i;

	T_CHECK(house_open(&h));
	s = house_sign_in(&h, "an");
	out = tn_ask(s, q);
	T_CHECK(json_array_size(json_object_get(out, "terms")) >= 70);
	json_array_foreach(json_object_get(out, "terms"), i, term) {
		T_CHECK(jx_text(json_object_get(term, "word"), "vi") != NULL);
		T_CHECK(jx_text(json_object_get(term, "say"), "en") != NULL);
		T_CHECK(jx_text(json_object_get(term, "law"), "status") !=
		    NULL);
	}
	json_decref(out);
	json_decref(q);
	tn_sign_out(s);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_article);
	T_RUN(test_hostile);
	T_RUN(test_glossary);
	return t_done();
}
