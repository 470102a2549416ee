/* Types of question: what is typed, what is kept, what is shown. */
#include "core/form/fill.h"
#include "tests/t.h"

#include <stdlib.h>

#define NOW 1772391000000LL	/* 2026-03-02T01:50:00+07:00 */
#define L ", label: {vi: Nhãn, en: Label}"

static const char form_yaml[] =
"form: types\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\n"
"lists:\n"
"  tints: [{code: red, label: {vi: Đỏ, en: Red}, columns: {warm: \"1\"}},\n"
"     {code: blue, label: {vi: Xanh, en: Blue}, columns: {warm: \"0\"}}]\n"
"items:\n"
"  - {type: time, name: at" L "}\n"
"  - {type: date_time, name: seen" L "}\n"
"  - {type: range, name: scale" L ", start: 1, end: 3, step: \"0.5\"}\n"
"  - {type: rank, name: order" L ", list: tints}\n"
"  - {type: acknowledge, name: told" L "}\n"
"  - {type: barcode, name: card" L ", masked: yes}\n"
"  - {type: file, name: photo" L ", media: image}\n"
"  - {type: geo, name: place" L "}\n"
"  - {type: geo, name: field" L ", shape: shape}\n"
"  - {type: integer, name: money" L ", appearance: \"thousands-sep w2\"}\n"
"  - {type: date, name: month" L ", appearance: month-year}\n"
"  - {type: text, name: unseen" L ", appearance: hidden}\n"
"  - {type: select_one, name: tint" L ", list: tints, or_other: yes,\n"
"     choice_filter: \"warm = ${scale}\", appearance: columns-3}\n"
"  - {type: select_one, name: own" L ", choices: [\n"
"     {code: a, label: {vi: A, en: A}, columns: {of: red}},\n"
"     {code: b, label: {vi: B, en: B}, columns: {of: blue}}],\n"
"     choice_filter: \"of = ${tint}\"}\n"
"  - {type: calculate, name: warm, calculation:\n"
"     \"instance('tints')/root/item[name = ${tint}]/warm\"}\n"
"  - {type: meta, name: began, meta: start}\n";

static struct form *form;
static struct fill *fill;

static void
load(void)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("f.yaml", form_yaml,
	    strlen(form_yaml), &e);
	struct str s = STR_INIT;

	if (doc != NULL)
		form = form_load("f.yaml", yaml_root(doc), NULL, &f);
	else
		findings_take(&f, &e);
	for (size_t i = 0; i < f.n; i++) {
		str_clear(&s);
		err_text(&f.item[i], LANG_EN, true, &s);
		printf("# %s\n", str_text(&s));
	}
	str_done(&s);
	findings_done(&f);
	yaml_free(doc);
}

/* Types text: the answer as JSON, or the refusal's code. */
static const char *
typed(const char *path, const char *text)
{
	static char buf[256];
	struct err e = ERR_INIT;
	char *s;

	if (!fill_set_text(fill, path, text, &e)) {
		snprintf(buf, sizeof(buf), "%s", err_code_name(e.code));
		err_done(&e);
		return buf;
	}
	s = json_dumps(fill_answer(fill, path), JSON_ENCODE_ANY |
	    JSON_COMPACT);
	snprintf(buf, sizeof(buf), "%s", s != NULL ? s : "none");
	free(s);
	return buf;
}

static const struct fill_row *
row_of(const char *path)
{
	for (size_t i = 0; i < fill_rows(fill); i++)
		if (str_eq(fill_row(fill, i)->item->name, path))
			return fill_row(fill, i);
	return NULL;
}

/* Sets any JSON; what is wrong with it. */
static const char *
state(const char *path, const char *json)
{
	json_t *j = json_loads(json, JSON_DECODE_ANY, NULL);
	const struct fill_row *row;

	(void)fill_set(fill, path, j, NULL);
	json_decref(j);
	row = row_of(path);
	return row == NULL ? "hidden" : row->problem == NULL ? "ok" :
	    fill_reason_name(row->problem->reason);
}

static const char *
shown(const char *path, enum lang lang)
{
	static char buf[256];
	struct str s = STR_INIT;

	fill_display(fill_answer(fill, path), form_question(form, path), NULL,
	    lang, &s);
	snprintf(buf, sizeof(buf), "%s", str_text(&s));
	str_done(&s);
	return buf;
}

static void
test_time(void)
{
	T_STR(typed("at", "9:05"), "\"09:05\"");
	T_STR(typed("at", "14h30"), "\"14:30\"");
	T_STR(typed("at", "14 giờ 30"), "\"14:30\"");
	T_STR(typed("at", "7h"), "\"07:00\"");
	T_STR(typed("at", "2359"), "\"23:59\"");
	T_STR(typed("at", "24:00"), "fill_time");
	T_STR(typed("at", "9:5"), "fill_time");
	T_STR(typed("at", "9:"), "fill_time");
	T_STR(typed("at", "12"), "fill_time");
	T_STR(typed("at", "12:61"), "fill_time");
	T_STR(state("at", "\"23:59\""), "ok");
	T_STR(state("at", "\"24:00\""), "type");
	T_STR(state("at", "\"23:60\""), "type");
	T_STR(state("at", "7"), "type");
}

static void
test_date_time(void)
{
	T_STR(typed("seen", "2/3/2026 14h30"),
	    "\"2026-03-02T14:30+07:00\"");
	T_STR(typed("seen", "14 giờ 30 2/3/2026"),
	    "\"2026-03-02T14:30+07:00\"");
	T_STR(typed("seen", "2026-03-02T14:30"),
	    "\"2026-03-02T14:30+07:00\"");
	T_STR(typed("seen", "2026-03-02T14:30+09:00"),
	    "\"2026-03-02T14:30+09:00\"");
	T_STR(shown("seen", LANG_VI), "02/03/2026 14:30 (+09:00)");
	T_STR(typed("seen", "2/3/2026"), "fill_date_time");
	T_STR(typed("seen", "3/2026 14:30"), "fill_date_time");
	T_STR(typed("seen", "31/2/2026 14:30"), "fill_date_time");
	T_STR(state("seen", "\"2026-03-02\""), "type");
	T_STR(state("seen", "\"2026-03-02T25:00+07:00\""), "type");
	T_STR(state("seen", "\"2026-03-02T14:30+07:00\""), "ok");
	T_STR(shown("seen", LANG_VI), "02/03/2026 14:30");
}

static void
test_range_rank(void)
{
	T_STR(typed("scale", "1,5"), "1.5");
	T_STR(state("scale", "2.5"), "ok");
	T_STR(state("scale", "2.25"), "type");
	T_STR(state("scale", "3.5"), "type");
	T_STR(state("scale", "0.5"), "type");
	T_STR(state("scale", "\"1\""), "type");
	T_STR(typed("order", "blue red"), "[\"blue\",\"red\"]");
	T_STR(shown("order", LANG_EN), "1. Blue; 2. Red");
	T_STR(state("order", "[\"blue\"]"), "type");
	T_STR(state("order", "[\"blue\", \"blue\"]"), "type");
	T_STR(state("order", "[\"blue\", \"green\"]"), "unknown_choice");
	T_STR(state("order", "[\"red\", \"blue\"]"), "ok");
}

static void
test_small_types(void)
{
	T_STR(typed("told", "có"), "\"OK\"");
	T_STR(typed("told", "không"), "fill_acknowledge");
	T_STR(state("told", "\"no\""), "type");
	T_STR(typed("card", "0012\r\nnext"), "\"0012\"");
	T_STR(state("card", "\"99\\n\""), "ok");
	T_STR(json_string_value(fill_answer(fill, "card")), "99");
	T_CHECK(form_question(form, "card")->masked);
	T_STR(state("photo", "\"0f1e\""), "ok");
	T_STR(state("photo", "\"../etc/passwd\""), "type");
	T_STR(state("place", "\"21.02 105.83 0 5\""), "ok");
	T_STR(state("place", "\"21.02\""), "type");
	T_STR(state("place", "\"91 105\""), "type");
	T_STR(state("place", "\"21 105; 22 105\""), "type");
	T_STR(state("field", "\"21 105; 22 105\""), "type");
	T_STR(state("field", "\"21 105; 22 105; 22 106\""), "ok");
	T_STR(typed("money", "1.234.567"), "1234567");
	T_STR(shown("money", LANG_VI), "1.234.567");
	T_STR(shown("money", LANG_EN), "1,234,567");
	T_STR(typed("money", "1.23"), "fill_integer");
	T_CHECK(form_question(form, "money")->width == 2);
	T_STR(typed("month", "5/1999"), "\"1999-05\"");
	T_STR(state("month", "\"1999\""), "type");
}

/* A hidden question is no row, until something is wrong with it. */
static void
test_unseen(void)
{
	T_CHECK(row_of("began") == NULL && row_of("unseen") == NULL);
	T_STR(state("unseen", "\"x\""), "hidden");
	T_STR(state("unseen", "7"), "type");
	T_STR(state("unseen", "\"\""), "hidden");
	T_CHECK(!fill_set(fill, "began", json_null(), NULL));
}

static void
test_choices(void)
{
	struct form_choice c;
	const struct form_item *it = form_question(form, "tint");

	T_CHECK(it->look & LOOK_COLUMNS && it->columns == 3);
	T_CHECK(form_choice_count(it, NULL) == 3);
	T_CHECK(form_choice_at(it, NULL, 2, &c));
	T_STR(c.code, "other");
	T_CHECK(!form_choice_at(it, NULL, 3, &c));
	T_STR(state("scale", "1"), "ok");
	T_STR(state("tint", "\"red\""), "ok");
	T_STR(state("tint", "\"blue\""), "unknown_choice");
	T_STR(state("own", "\"b\""), "ok");
	T_STR(state("own", "\"a\""), "unknown_choice");
	T_STR(state("tint", "\"other\""), "ok");
	T_CHECK(row_of("tint_other") != NULL);
	T_STR(state("tint_other", "\"tím\""), "ok");
	T_STR(state("tint", "\"red\""), "ok");
	T_CHECK(row_of("tint_other") == NULL);
	T_STR(json_string_value(fill_answer(fill, "warm")), "1");
}

static void
test_about_words(void)
{
	T_CHECK(form_source_find("interpreter") == FORM_FROM_INTERPRETER);
	T_CHECK(form_source_find("hearsay") == -1);
	T_STR(form_source_text(FORM_FROM_PAPER, LANG_VI), "Giấy tờ");
	T_CHECK(form_reliability_find("unknown") == FORM_UNSURE);
	T_STR(form_reliability_name(FORM_DOUBTFUL), "doubtful");
}

int
main(void)
{
	load();
	T_CHECK(form != NULL);
	fill = form != NULL ? fill_open(form, NULL, NULL, NOW, NULL) : NULL;
	if (fill == NULL)
		return t_done();
	T_RUN(test_time);
	T_RUN(test_date_time);
	T_RUN(test_range_rank);
	T_RUN(test_small_types);
	T_RUN(test_unseen);
	T_RUN(test_choices);
	T_RUN(test_about_words);
	fill_close(fill);
	form_free(form);
	return t_done();
}
