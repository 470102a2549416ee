/* A form being filled: relevance, required, constraints, repeats, dates. */
#include "core/form/fill.h"
#include "tests/t.h"

#include <stdlib.h>

#define NOW 1772391000000LL	/* 2026-03-02T01:50:00+07:00 */
#define L ", label: {vi: Nhãn, en: Label}"

static const char form_yaml[] =
"form: declaration\nversion: 1\ntitle: {vi: Tờ khai, en: Declaration}\n"
"items:\n"
"  - {type: text, name: full_name" L ", class: identity, required: yes,\n"
"     max_length: 20,\n"
"     required_message: {vi: Chưa ghi họ tên., en: No name yet.}}\n"
"  - {type: select_one, name: sex" L ", choices: [\n"
"     {code: female, label: {vi: Nữ, en: Female}},\n"
"     {code: male, label: {vi: Nam, en: Male}}], statuses: []}\n"
"  - type: group\n    name: health\n    label: {vi: Sức khoẻ, en: Health}\n"
"    relevant: ${sex} = 'female'\n    items:\n"
"      - {type: yes_no, name: pregnant" L ", required: \"true()\"}\n"
"      - {type: integer, name: months" L ",\n"
"         relevant: \"${pregnant} = 'yes'\", constraint: \". > 0 and . < 11\",\n"
"         constraint_message: {vi: Từ 1 đến 10., en: From 1 to 10.}}\n"
"  - {type: date, name: birth" L ", precision: [day, month, year],\n"
"     estimated: yes, constraint: \". <= today()\"}\n"
"  - {type: calculate, name: age, calculation: \"tn:age-at(${birth}, today())\"}\n"
"  - {type: note, name: child, label: {vi: \"${full_name} là trẻ em.\",\n"
"     en: \"${full_name} is a child.\"}, relevant: \"${age} < 18 and ${age} != ''\"}\n"
"  - type: repeat\n    name: kin\n    label: {vi: Người thân, en: Relatives}\n"
"    item_label: {vi: \"Người thân ${kin_name}\", en: \"Relative ${kin_name}\"}\n"
"    max: 3\n    items:\n"
"      - {type: text, name: kin_name" L ", required: yes}\n"
"      - {type: decimal, name: share" L ", default: 1}\n"
"      - {type: calculate, name: nth,\n"
"         calculation: \"concat(position(..), '/', count(${kin}), '/', ../share)\"}\n"
"      - {type: text, name: why" L ", relevant: \"${share} > 5\"}\n"
"  - {type: calculate, name: total, calculation: \"sum(${share})\"}\n"
"  - {type: select_one, name: province" L ", list: provinces}\n"
"  - {type: select_one, name: commune" L ", list: communes,\n"
"     choice_filter: \"province = ${province}\"}\n"
"  - {type: select_multiple, name: needs" L ", choices: [\n"
"     {code: food, label: {vi: Ăn uống, en: Food}},\n"
"     {code: doctor, label: {vi: Y tế, en: Doctor}}]}\n"
"  - {type: date, name: arrived" L ", default: today()}\n";

static const struct { const char *list, *code, *vi, *province; } rows[] = {
	{ "provinces", "22", "Quảng Ninh", "" },
	{ "provinces", "20", "Lạng Sơn", "" },
	{ "communes", "06709", "Móng Cái 1", "22" },
	{ "communes", "05977", "Đồng Đăng", "20" },
};

static bool
list_at(void *ctx, const char *list, size_t i, struct form_choice *out)
{
	(void)ctx;
	for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
		if (strcmp(rows[k].list, list) != 0 || i-- != 0)
			continue;
		*out = (struct form_choice){ rows[k].code, rows[k].vi, NULL,
			&rows[k] };
		return true;
	}
	return false;
}

static bool
list_find(void *ctx, const char *list, const char *code,
    struct form_choice *out)
{
	for (size_t i = 0; list_at(ctx, list, i, out); i++)
		if (strcmp(out->code, code) == 0)
			return true;
	return false;
}

static size_t
list_count(void *ctx, const char *list)
{
	struct form_choice c;
	size_t n = 0;

	while (list_at(ctx, list, n, &c))
		n++;
	return n;
}

static bool
list_exists(void *ctx, const char *list)
{
	return list_count(ctx, list) > 0;
}

static const char *
list_column(void *ctx, const char *list, const struct form_choice *choice,
    const char *column)
{
	struct form_choice c;

	if (strcmp(column, "province") != 0)
		return NULL;
	if (choice == NULL || !list_find(ctx, list, choice->code, &c))
		return "";
	return rows[(const char *)c.row - (const char *)rows > 0 ?
	    (size_t)((const char *)c.row - (const char *)rows) /
	    sizeof(rows[0]) : 0].province;
}

static const struct form_lists lists = {
	NULL, list_exists, list_find, list_count, list_at, list_column,
};

static struct form *form;

static void
load(void)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("f.yaml", form_yaml,
	    strlen(form_yaml), &e);
	struct str s = STR_INIT;

	if (doc != NULL)
		form = form_load("f.yaml", yaml_root(doc), &lists, &f);
	if (doc == NULL)
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

static struct fill *
open_with(const char *json)
{
	json_t *j = json != NULL ? json_loads(json, JSON_DECODE_ANY, NULL) :
	    NULL;
	struct err e = ERR_INIT;
	struct fill *fill = fill_open(form, &lists, j, NOW, &e);

	err_done(&e);
	json_decref(j);
	return fill;
}

static const struct fill_row *
row_of(struct fill *fill, const char *path)
{
	struct str s = STR_INIT;
	const struct fill_row *found = NULL;

	for (size_t i = 0; i < fill_rows(fill) && found == NULL; i++) {
		str_clear(&s);
		fill_row_path(fill_row(fill, i), &s);
		if (strcmp(str_text(&s), path) == 0 &&
		    fill_row(fill, i)->kind != FILL_ADD)
			found = fill_row(fill, i);
	}
	str_done(&s);
	return found;
}

/* The problem of a row: its reason, "ok", or "hidden". */
static const char *
state(struct fill *fill, const char *path)
{
	const struct fill_row *row = row_of(fill, path);

	return row == NULL ? "hidden" : row->problem == NULL ? "ok" :
	    fill_reason_name(row->problem->reason);
}

/* The sentence of a row's problem. */
static const char *
said(struct fill *fill, const char *path, enum lang lang)
{
	const struct fill_row *row = row_of(fill, path);

	return row == NULL || row->problem == NULL ? "" :
	    text_in(&row->problem->text, lang);
}

static const char *
shown(struct fill *fill, const char *path)
{
	static char buf[4][256];
	static int turn;
	char *to = buf[turn++ % 4];
	const struct fill_row *row = row_of(fill, path);
	struct str s = STR_INIT;

	if (row != NULL)
		fill_display(row->answer, row->item, &lists, LANG_VI, &s);
	snprintf(to, 256, "%s", str_text(&s));
	str_done(&s);
	return to;
}

/* Types text; gives "ok" or the code of the refusal. */
static const char *
type(struct fill *fill, const char *path, const char *text)
{
	struct err e = ERR_INIT;
	const char *code = fill_set_text(fill, path, text, &e) ? "ok" :
	    err_code_name(e.code);

	err_done(&e);
	return code;
}

static const char *
json_text(json_t *j)
{
	static char buf[4][1024];
	static int turn;
	char *to = buf[turn++ % 4], *s = json_dumps(j, JSON_COMPACT |
	    JSON_SORT_KEYS | JSON_ENCODE_ANY);

	snprintf(to, 1024, "%s", s != NULL ? s : "");
	free(s);
	json_decref(j);
	return to;
}

static void
test_required(void)
{
	struct fill *fill = open_with(NULL);
	const struct fill_row *row = row_of(fill, "full_name");

	T_CHECK(row != NULL && row->required);
	T_STR(state(fill, "full_name"), "required");
	T_STR(said(fill, "full_name", LANG_VI), "Chưa ghi họ tên.");
	T_STR(said(fill, "full_name", LANG_EN), "No name yet.");
	T_STR(type(fill, "full_name", "   "), "ok");
	T_STR(state(fill, "full_name"), "required");
	T_STR(type(fill, "full_name", " Nguye\xcc\x82\xcc\x83n Mẫu "), "ok");
	T_STR(json_string_value(fill_answer(fill, "full_name")),
	    "Nguyễn Mẫu");
	T_STR(state(fill, "full_name"), "ok");
	T_STR(type(fill, "full_name", "Nguyễn Thị Mẫu Mười M"), "ok");
	T_STR(state(fill, "full_name"), "too_long");
	T_STR(type(fill, "full_name", "Nguyễn Thị Mẫu Mười "), "ok");
	T_STR(state(fill, "full_name"), "ok");
	/* a status the question allows is an answer */
	T_CHECK(fill_set_status(fill, "full_name", "refused", NULL));
	T_STR(state(fill, "full_name"), "ok");
	T_STR(shown(fill, "full_name"), "Từ chối trả lời");
	T_CHECK(!fill_set_status(fill, "sex", "refused", NULL));
	T_CHECK(!fill_set_status(fill, "full_name", "maybe", NULL));
	T_STR(type(fill, "nobody", "x"), "fill_path");
	T_STR(type(fill, "age", "3"), "fill_readonly");
	fill_close(fill);
}

static void
test_relevance(void)
{
	struct fill *fill = open_with("{\"full_name\": \"Mẫu Một\"}");

	T_STR(state(fill, "pregnant"), "hidden");
	T_STR(type(fill, "sex", "female"), "ok");
	T_STR(shown(fill, "sex"), "Nữ");
	T_STR(state(fill, "pregnant"), "required");
	T_STR(state(fill, "months"), "hidden");
	T_STR(type(fill, "pregnant", "Có"), "ok");
	T_STR(state(fill, "months"), "ok");
	T_STR(type(fill, "months", "12"), "ok");
	T_STR(state(fill, "months"), "constraint");
	T_STR(said(fill, "months", LANG_EN), "From 1 to 10.");
	T_STR(type(fill, "months", "3,5"), "fill_integer");
	T_STR(type(fill, "months", "10"), "ok");
	T_STR(state(fill, "months"), "ok");
	T_STR(json_text(fill_answers(fill)), "{\"full_name\":\"Mẫu Một\","
	    "\"months\":10,\"pregnant\":\"yes\",\"sex\":\"female\","
	    "\"total\":0}");
	/* out of sight: dropped from the answers, kept in the draft */
	T_STR(type(fill, "sex", "male"), "ok");
	T_STR(state(fill, "months"), "hidden");
	T_STR(json_text(fill_answers(fill)), "{\"full_name\":\"Mẫu Một\","
	    "\"sex\":\"male\",\"total\":0}");
	T_CHECK(strstr(json_text(fill_all(fill)), "\"months\":10") != NULL);
	T_STR(type(fill, "sex", "other"), "ok");
	T_STR(state(fill, "sex"), "unknown_choice");
	fill_close(fill);
}

static void
test_dates(void)
{
	struct fill *fill = open_with("{\"full_name\": \"Mẫu Một\"}");

	T_STR(type(fill, "birth", "2/3/2010"), "ok");
	T_STR(json_string_value(fill_answer(fill, "birth")), "2010-03-02");
	T_INT(json_integer_value(fill_answer(fill, "age")), 16);
	T_CHECK(row_of(fill, "child") != NULL);
	T_STR(type(fill, "birth", "1990"), "ok");
	T_CHECK(fill_answer(fill, "age") == NULL);
	T_CHECK(row_of(fill, "child") == NULL);
	T_STR(shown(fill, "birth"), "1990");
	T_CHECK(fill_set_estimated(fill, "birth", true, NULL));
	T_STR(shown(fill, "birth"), "khoảng 1990");
	T_STR(type(fill, "birth", "5/1990"), "ok");
	T_STR(shown(fill, "birth"), "khoảng 05/1990");
	T_STR(type(fill, "birth", "31-12-1990"), "ok");
	T_STR(shown(fill, "birth"), "khoảng 31/12/1990");
	T_STR(type(fill, "birth", "1990-12-31"), "ok");
	T_STR(type(fill, "birth", "30/2/1990"), "fill_date");
	T_STR(type(fill, "birth", "13/1990"), "fill_date");
	T_STR(type(fill, "birth", "1/1/90"), "fill_date");
	T_STR(type(fill, "birth", "1/1/1/1990"), "fill_date");
	T_STR(type(fill, "birth", "hôm qua"), "fill_date");
	T_STR(type(fill, "birth", "3/3/2026"), "ok");
	T_STR(state(fill, "birth"), "constraint");
	T_STR(type(fill, "birth", "2027"), "ok");
	T_STR(state(fill, "birth"), "constraint");
	T_STR(type(fill, "birth", "2026"), "ok");
	T_STR(state(fill, "birth"), "ok");
	T_STR(type(fill, "arrived", "3/2026"), "ok");
	T_STR(state(fill, "arrived"), "type");
	T_CHECK(!fill_set_estimated(fill, "arrived", true, NULL));
	fill_close(fill);
}

/* An age that was told: the later year of birth, estimated, and how. */
static void
test_ages(void)
{
	const char *ages[] = { "17 tuổi", "17t", "~17", "khoảng 17",
	    "17 years", " 17 Tuổi " };
	struct fill *fill = open_with("{\"full_name\": \"Mẫu Một\"}");
	const json_t *birth;

	for (size_t i = 0; i < ARRAY_LEN(ages); i++) {
		T_CHECK(fill_clear(fill, "birth", NULL));
		T_STR(type(fill, "birth", ages[i]), "ok");
		birth = fill_answer(fill, "birth");
		T_STR(json_string_value(json_object_get(birth, "value")),
		    "2009");
		T_CHECK(json_is_true(json_object_get(birth, "estimated")));
		T_STR(json_string_value(json_object_get(birth, "how")),
		    ages[i]);
	}
	T_STR(shown(fill, "birth"), "khoảng 2009");
	T_STR(type(fill, "birth", "17"), "fill_date");
	T_STR(type(fill, "birth", "170 tuổi"), "fill_date");
	T_STR(type(fill, "birth", "17 tuổi rưỡi"), "fill_date");
	T_STR(type(fill, "arrived", "17 tuổi"), "fill_date");
	fill_close(fill);
}

static void
test_repeats(void)
{
	struct fill *fill = open_with(NULL);
	struct err e = ERR_INIT;
	struct str s = STR_INIT;

	T_STR(shown(fill, "arrived"), "02/03/2026");
	T_CHECK(fill_add(fill, "kin", NULL));
	T_CHECK(fill_add(fill, "kin", NULL));
	T_STR(state(fill, "kin[1].kin_name"), "required");
	T_INT(json_integer_value(fill_answer(fill, "total")), 2);
	T_STR(type(fill, "kin[2].share", "6,5"), "ok");
	T_STR(shown(fill, "kin[2].share"), "6,5");
	T_CHECK(json_real_value(fill_answer(fill, "total")) == 7.5);
	T_STR(state(fill, "kin[1].why"), "hidden");
	T_STR(state(fill, "kin[2].why"), "ok");
	T_STR(type(fill, "kin[2].kin_name", "Trần Văn Thử Hai"), "ok");
	fill_row_label(fill, row_of(fill, "kin[2]"), LANG_VI, &s);
	T_STR(str_text(&s), "Người thân Trần Văn Thử Hai");
	T_CHECK(fill_add(fill, "kin", NULL));
	T_CHECK(!fill_add(fill, "kin", &e));
	T_STR(err_code_name(e.code), "fill_repeat_full");
	T_CHECK(fill_remove(fill, "kin", 1, NULL));
	T_STR(json_string_value(fill_answer(fill, "kin[1].kin_name")),
	    "Trần Văn Thử Hai");
	T_CHECK(!fill_remove(fill, "kin", 3, NULL));
	T_STR(type(fill, "kin[3].kin_name", "x"), "fill_path");
	T_STR(type(fill, "kin[0].kin_name", "x"), "fill_path");
	T_STR(type(fill, "kin[1].full_name", "x"), "fill_path");
	T_STR(type(fill, "kin_name", "x"), "fill_path");
	T_STR(type(fill, "ki[1].kin_name", "x"), "fill_path");
	T_STR(type(fill, "kin", "x"), "fill_path");
	T_CHECK(strstr(json_text(fill_answers(fill)), "\"kin\":[{"
	    "\"kin_name\":\"Trần Văn Thử Hai\",\"nth\":\"1/2/6.5\","
	    "\"share\":6.5},{\"nth\":\"2/2/1\",\"share\":1}]")
	    != NULL);
	err_done(&e);
	str_done(&s);
	fill_close(fill);
}

static void
test_lists(void)
{
	struct fill *fill = open_with("{}");
	struct form_choice c;

	T_STR(type(fill, "province", "22"), "ok");
	T_STR(shown(fill, "province"), "Quảng Ninh");
	T_STR(type(fill, "commune", "06709"), "ok");
	T_STR(state(fill, "commune"), "ok");
	T_STR(type(fill, "province", "20"), "ok");
	T_STR(state(fill, "commune"), "unknown_choice");
	T_CHECK(list_find(NULL, "communes", "05977", &c));
	T_CHECK(fill_choice_allowed(fill, "commune", &c));
	T_CHECK(list_find(NULL, "communes", "06709", &c));
	T_CHECK(!fill_choice_allowed(fill, "commune", &c));
	T_STR(type(fill, "needs", "food, doctor"), "ok");
	T_STR(shown(fill, "needs"), "Ăn uống; Y tế");
	T_STR(state(fill, "needs"), "ok");
	T_STR(type(fill, "needs", "food food"), "ok");
	T_STR(state(fill, "needs"), "type");
	fill_close(fill);
}

/* The findings of answers at the door, "path=reason ...". */
static const char *
check(const char *json)
{
	static char buf[4][1024];
	static int turn;
	char *to = buf[turn++ % 4];
	struct fill *fill = open_with(json);
	struct fill_findings f = FILL_FINDINGS_INIT;
	size_t n = 0;
	bool ok;

	*to = '\0';
	if (fill == NULL)
		return "refused";
	ok = fill_check(fill, &f);
	T_CHECK(ok == (f.n == 0));
	for (size_t i = 0; i < f.n; i++) {
		T_CHECK(f.item[i].text.vi != NULL && f.item[i].text.en);
		n += (size_t)snprintf(to + n, 1024 - n, "%s%s=%s",
		    i > 0 ? " " : "", f.item[i].path,
		    fill_reason_name(f.item[i].reason));
	}
	for (size_t i = 0; fill_unknown(fill, i) != NULL; i++)
		n += (size_t)snprintf(to + n, 1024 - n, "%s?%s",
		    n > 0 ? " " : "", fill_unknown(fill, i));
	fill_findings_done(&f);
	fill_close(fill);
	return to;
}

static void
test_door(void)
{
	T_STR(check("{\"full_name\": \"Mẫu\"}"), "");
	T_STR(check("{}"), "full_name=required");
	T_STR(check("{\"full_name\": {\"status\": \"unknown\"}}"), "");
	T_STR(check("{\"full_name\": {\"status\": \"maybe\"}}"),
	    "full_name=status");
	T_STR(check("{\"full_name\": {\"status\": \"contradicted\","
	    "\"value\": \"Mẫu\"}}"), "");
	T_STR(check("{\"full_name\": {\"status\": \"contradicted\"}}"),
	    "full_name=required");
	T_STR(check("{\"full_name\": \"Mẫu\", \"sex\": {\"status\":"
	    "\"refused\"}}"), "sex=status");
	T_STR(check("{\"full_name\": 5, \"sex\": [1], \"birth\": \"1990-02-30\","
	    "\"needs\": \"food\", \"province\": {\"value\": {}}}"),
	    "full_name=type sex=type birth=type province=type needs=type");
	T_STR(check("{\"full_name\": \"M\", \"kin\": [{\"share\": \"a\"},"
	    "{\"kin_name\": \"x\", \"zzz\": 1}], \"what\": 2}"),
	    "kin[1].kin_name=required kin[1].share=type ?what ?kin[2].zzz");
	T_STR(check("{\"full_name\": \"M\", \"kin\": [{\"kin_name\": \"a\"},"
	    "{\"kin_name\": \"a\"},{\"kin_name\": \"a\"},"
	    "{\"kin_name\": \"a\"}]}"), "kin=rows");
	T_STR(check("{\"full_name\": \"M\", \"kin\": {\"a\": 1}}"), "?kin");
	T_STR(check("{\"full_name\": \"M\", \"birth\": {\"value\": \"1990\","
	    "\"estimated\": true}}"), "");
	T_STR(check("{\"full_name\": \"M\", \"arrived\": {\"value\":"
	    "\"2026-01-01\", \"estimated\": true}}"), "arrived=type");
	/* what is computed is never taken from outside */
	T_STR(check("{\"full_name\": \"M\", \"age\": 99}"), "");
	/* hidden answers are not checked */
	T_STR(check("{\"full_name\": \"M\", \"sex\": \"male\","
	    "\"months\": 99}"), "");
	T_STR(check("{\"full_name\": \"Mẫu\\u0302 Một\"}"), "");
	T_STR(check("[1]"), "refused");
	T_STR(check("{\"full_name\": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}"), "refused");
}

/* The two ways of writing a letter come to rest as one. */
static void
test_composed(void)
{
	struct fill *fill = open_with("{\"full_name\": {\"value\":"
	    "\"Nguye\\u0302\\u0303n\", \"source\": \"s\", \"zzz\": 1}}");

	T_STR(json_text(fill_answers(fill)), "{\"full_name\":{\"source\":"
	    "\"s\",\"value\":\"Nguyễn\"},\"total\":0}");
	T_STR(type(fill, "full_name", "Mẫu Hai"), "ok");
	T_STR(json_text(fill_answers(fill)), "{\"full_name\":{\"source\":"
	    "\"s\",\"value\":\"Mẫu Hai\"},\"total\":0}");
	fill_close(fill);
}

static void
test_rows(void)
{
	struct fill *fill = open_with("{\"sex\": \"female\", \"kin\": [{}]}");
	struct str s = STR_INIT;

	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *row = fill_row(fill, i);

		str_printf(&s, "%d%d ", (int)row->kind, row->depth);
	}
	/* kind and depth: 0 question, 2 group, 3 repeat, 4 row, 5 add */
	T_STR(str_text(&s), "00 00 20 01 00 30 41 02 02 51 00 00 00 00 ");
	str_done(&s);
	fill_close(fill);
}

static uint64_t seed = 20260302;

static uint32_t
chance(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33);
}

/* Whatever is done, what is kept reads back to the same answers. */
static void
test_random(void)
{
	static const char *const paths[] = { "full_name", "sex", "pregnant",
	    "months", "birth", "kin[1].kin_name", "kin[2].share", "province",
	    "commune", "needs", "kin[3].why", "arrived" };
	static const char *const texts[] = { "female", "male", "yes", "3",
	    "6", "1/1/2010", "1990", "22", "06709", "food", "", "Mẫu Một",
	    "\xff", "food doctor", "1e9", "99999999999999999999" };
	struct fill *fill = open_with(NULL);

	if (getenv("TN_SEED") != NULL)
		seed = strtoull(getenv("TN_SEED"), NULL, 10);
	printf("# seed %llu\n", (unsigned long long)seed);
	for (int i = 0; i < 2000; i++) {
		const char *path = paths[chance() % ARRAY_LEN(paths)];
		json_t *kept, *again;
		struct fill *copy;

		switch (chance() % 6) {
		case 0:
			fill_add(fill, "kin", NULL);
			break;
		case 1:
			fill_remove(fill, "kin", chance() % 4, NULL);
			break;
		case 2:
			fill_set_status(fill, path, "unknown", NULL);
			break;
		default:
			fill_set_text(fill, path,
			    texts[chance() % ARRAY_LEN(texts)], NULL);
		}
		kept = fill_all(fill);
		copy = fill_open(form, &lists, kept, NOW, NULL);
		again = fill_all(copy);
		T_CHECK(json_equal(kept, again));
		T_INT(fill_rows(copy), fill_rows(fill));
		fill_close(copy);
		json_decref(kept);
		json_decref(again);
	}
	fill_close(fill);
}

int
main(void)
{
	load();
	if (form == NULL) {
		printf("not ok 1 - the form does not load\n1..1\n");
		return 1;
	}
	T_RUN(test_required);
	T_RUN(test_relevance);
	T_RUN(test_dates);
	T_RUN(test_ages);
	T_RUN(test_repeats);
	T_RUN(test_lists);
	T_RUN(test_door);
	T_RUN(test_composed);
	T_RUN(test_rows);
	T_RUN(test_random);
	form_free(form);
	return t_done();
}
