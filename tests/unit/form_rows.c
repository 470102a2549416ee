/* Repeats in repeats, counted ones, and what a form keeps beside answers. */
#include "core/form/fill.h"
#include "tests/t.h"

#include <stdlib.h>

#define NOW 1772391000000LL	/* 2026-03-02T01:50:00+07:00 */
#define L ", label: {vi: Nhãn, en: Label}"

static const char form_yaml[] =
"form: nested\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\n"
"items:\n"
"  - {type: integer, name: rooms" L "}\n"
"  - type: repeat\n    name: house\n    label: {vi: Nhà, en: House}\n"
"    items:\n"
"      - {type: text, name: street" L "}\n"
"      - type: group\n        name: about\n        label: {vi: N, en: A}\n"
"        items:\n"
"          - {type: calculate, name: nth, calculation:\n"
"             \"concat(position(../..), '/', position(..))\"}\n"
"      - type: repeat\n        name: person\n"
"        label: {vi: Người, en: Person}\n"
"        item_label: {vi: \"${kin} ở ${street}\", en: \"${kin}\"}\n"
"        items:\n"
"          - {type: text, name: kin" L ", required: yes}\n"
"          - {type: integer, name: age" L ", default: \"10 + ${rooms}\"}\n"
"          - {type: text, name: school" L ", relevant: \"${age} < 18\"}\n"
"          - {type: calculate, name: where, calculation:\n"
"             \"concat(${street}, '.', position(..), '.', ../../street)\"}\n"
"      - {type: calculate, name: grown, calculation: \"sum(${age})\"}\n"
"  - {type: calculate, name: all, calculation:\n"
"     \"concat(count(${house}), ' ', count(${person}), ' ', sum(${age}))\"}\n"
"  - {type: calculate, name: second, calculation:\n"
"     \"indexed-repeat(${kin}, ${house}, 2, ${person}, 1)\"}\n"
"  - {type: calculate, name: paths, calculation:\n"
"     \"count(/data/house/person[age > 20])\"}\n"
"  - type: repeat\n    name: room\n    label: {vi: Phòng, en: Room}\n"
"    repeat_count: ${rooms}\n    items:\n"
"      - {type: text, name: use" L ", default: \"concat('p', position(..))\"}\n"
"  - {type: text, name: why" L "}\n"
"  - {type: calculate, name: kept, calculation: \"once(${why})\"}\n"
"  - {type: calculate, name: fired, trigger: \"${why}\",\n"
"     calculation: \"concat('r', ${rooms})\"}\n"
"  - {type: text, name: secret" L ", masked: yes}\n"
"  - {type: text, name: hurt" L ", required: yes, class: medical}\n"
"  - {type: note, name: echo, label: {vi: \"[${secret}] [${hurt}]\",\n"
"     en: x}}\n"
"  - {type: select_one, name: paper" L ", choices: [\n"
"     {code: new, label: {vi: Mới, en: New}, valid_from: 2026-01-01},\n"
"     {code: old, label: {vi: Cũ, en: Old}, valid_to: 2025-06-30}]}\n"
"  - {type: text, name: place" L ", default: \"'at the gate'\"}\n"
"  - {type: meta, name: began, meta: start}\n"
"  - {type: meta, name: day, meta: today}\n"
"  - {type: meta, name: ended, meta: end}\n"
"  - {type: meta, name: who, meta: username}\n";

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

static struct fill *
open_with(const char *json)
{
	json_t *j = json != NULL ? json_loads(json, 0, NULL) : NULL;
	struct fill *fill = fill_open(form, NULL, j, NOW, NULL);

	json_decref(j);
	return fill;
}

/* An answer as JSON text. */
static const char *
is(const struct fill *fill, const char *path)
{
	static char buf[4][256];
	static int turn;
	char *to = buf[turn++ % 4], *s;

	s = json_dumps(fill_answer(fill, path), JSON_ENCODE_ANY |
	    JSON_COMPACT | JSON_SORT_KEYS);
	snprintf(to, 256, "%s", s != NULL ? s : "none");
	free(s);
	return to;
}

static bool
type(struct fill *fill, const char *path, const char *text)
{
	return fill_set_text(fill, path, text, NULL);
}

static const struct fill_row *
row_of(struct fill *fill, const char *path)
{
	struct str s = STR_INIT;
	const struct fill_row *found = NULL;

	for (size_t i = 0; i < fill_rows(fill) && found == NULL; i++) {
		str_clear(&s);
		fill_row_path(fill_row(fill, i), &s);
		if (str_eq(str_text(&s), path))
			found = fill_row(fill, i);
	}
	str_done(&s);
	return found;
}

static const char *
label(struct fill *fill, const char *path)
{
	static char buf[128];
	const struct fill_row *row = row_of(fill, path);
	struct str s = STR_INIT;

	if (row != NULL)
		fill_row_label(fill, row, LANG_VI, &s);
	snprintf(buf, sizeof(buf), "%s", str_text(&s));
	str_done(&s);
	return buf;
}

static struct fill *
two_houses(void)
{
	struct fill *fill = open_with(NULL);

	T_CHECK(type(fill, "rooms", "2"));
	for (int i = 0; i < 2; i++)
		T_CHECK(fill_add(fill, "house", NULL));
	T_CHECK(fill_add(fill, "house[1].person", NULL));
	T_CHECK(fill_add(fill, "house[2].person", NULL));
	T_CHECK(fill_add(fill, "house[2].person", NULL));
	T_CHECK(type(fill, "house[1].street", "Hàng Mẫu"));
	T_CHECK(type(fill, "house[2].street", "Phố Thử"));
	T_CHECK(type(fill, "house[2].person[1].kin", "Mẫu"));
	T_CHECK(type(fill, "house[2].person[2].age", "40"));
	return fill;
}

static void
test_nested(void)
{
	struct fill *fill = two_houses();
	struct str s = STR_INIT;

	T_STR(is(fill, "house[2].person[2].where"),
	    "\"Phố Thử.2.Phố Thử\"");
	T_STR(is(fill, "house[1].person[1].where"),
	    "\"Hàng Mẫu.1.Hàng Mẫu\"");
	T_STR(is(fill, "house[1].person[1].age"), "12");
	T_STR(is(fill, "house[1].grown"), "12");
	T_STR(is(fill, "house[2].grown"), "52");
	T_STR(is(fill, "house[2].nth"), "\"2/2\"");
	T_STR(is(fill, "all"), "\"2 3 64\"");
	T_STR(is(fill, "second"), "\"Mẫu\"");
	T_STR(is(fill, "paths"), "1");
	T_STR(label(fill, "house[2].person[1]"), "Mẫu ở Phố Thử");
	/* relevance is of each row */
	T_CHECK(row_of(fill, "house[2].person[1].school") != NULL);
	T_CHECK(row_of(fill, "house[2].person[2].school") == NULL);
	T_CHECK(row_of(fill, "house[2].person[2].kin")->problem != NULL);
	T_CHECK(fill_row_repeat(row_of(fill, "house[2].person[2].kin"), &s));
	T_STR(str_text(&s), "house[2].person");
	str_clear(&s);
	T_CHECK(fill_row_repeat(row_of(fill, "house[2].person"), &s));
	T_STR(str_text(&s), "house[2].person");
	str_done(&s);
	T_CHECK(fill_remove(fill, "house", 1, NULL));
	T_STR(is(fill, "house[1].person[2].where"),
	    "\"Phố Thử.2.Phố Thử\"");
	T_STR(is(fill, "all"), "\"1 2 52\"");
	T_CHECK(fill_remove(fill, "house[1].person", 1, NULL));
	T_STR(is(fill, "all"), "\"1 1 40\"");
	fill_close(fill);
}

static void
test_nested_paths(void)
{
	static const char *const bad[] = { "house[3].street", "house[0].nth",
	    "person[1].kin", "house[1].kin", "house[1].person[9].kin",
	    "person[1].house[1].kin", "house[1].person[1].street", "house[1]",
	    "house[1].person[1].person[1].kin", "house[99999999].street" };
	struct fill *fill = two_houses();
	json_t *kept = fill_answers(fill);

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		T_CHECK(!fill_set(fill, bad[i], json_true(), NULL) &&
		    fill_answer(fill, bad[i]) == NULL);
	T_CHECK(!fill_add(fill, "person", NULL));
	T_CHECK(!fill_remove(fill, "house[1].person", 2, NULL));
	T_CHECK(json_array_size(json_object_get(json_array_get(
	    json_object_get(kept, "house"), 1), "person")) == 2);
	json_decref(kept);
	fill_close(fill);
	/* what has no place is kept aside, wherever it came from */
	fill = open_with("{\"house\": [{\"person\": [{\"kin\": \"A\", "
	    "\"x\": 1}], \"kin\": \"B\"}], \"person\": []}");
	T_STR(is(fill, "house[1].person[1].kin"), "\"A\"");
	T_STR(fill_unknown(fill, 0), "person");
	T_STR(fill_unknown(fill, 1), "house[1].kin");
	T_STR(fill_unknown(fill, 2), "house[1].person[1].x");
	fill_close(fill);
}

static void
test_counted(void)
{
	struct fill *fill = open_with(NULL);
	struct err e = ERR_INIT;

	T_CHECK(row_of(fill, "room[1].use") == NULL);
	T_CHECK(type(fill, "rooms", "3"));
	T_STR(is(fill, "room[3].use"), "\"p3\"");
	T_CHECK(type(fill, "room[1].use", "bếp"));
	T_CHECK(!fill_add(fill, "room", &e));
	T_STR(err_code_name(e.code), "fill_counted");
	err_done(&e);
	T_CHECK(!fill_remove(fill, "room", 1, NULL));
	for (size_t i = 0; i < fill_rows(fill); i++)
		T_CHECK(fill_row(fill, i)->kind != FILL_ADD ||
		    !str_eq(fill_row(fill, i)->item->name, "room"));
	T_CHECK(type(fill, "rooms", "1"));
	T_STR(is(fill, "room[1].use"), "\"bếp\"");
	T_CHECK(row_of(fill, "room[2].use") == NULL);
	T_CHECK(type(fill, "rooms", "9000"));
	T_CHECK(row_of(fill, "room[500].use") != NULL);
	T_CHECK(row_of(fill, "room[501].use") == NULL);
	T_CHECK(type(fill, "rooms", "-4"));
	T_CHECK(row_of(fill, "room[1].use") == NULL);
	fill_close(fill);
}

static void
test_once_and_trigger(void)
{
	struct fill *fill = open_with(NULL);

	T_STR(is(fill, "fired"), "\"r\"");
	T_CHECK(type(fill, "rooms", "2"));
	T_STR(is(fill, "fired"), "\"r\"");
	T_CHECK(type(fill, "why", "a"));
	T_STR(is(fill, "fired"), "\"r2\"");
	T_STR(is(fill, "kept"), "\"a\"");
	T_CHECK(type(fill, "why", "b"));
	T_STR(is(fill, "kept"), "\"a\"");
	fill_close(fill);
	/* opened again it fires for a change only */
	fill = open_with("{\"rooms\": 5, \"fired\": \"r1\", \"why\": \"c\"}");
	T_STR(is(fill, "fired"), "\"r1\"");
	fill_close(fill);
}

static void
test_in_force(void)
{
	struct fill *fill = open_with("{\"paper\": \"old\"}");
	struct form_choice old;
	json_t *known;

	T_CHECK(form_choice_at(form_question(form, "paper"), NULL, 1, &old));
	T_CHECK(row_of(fill, "paper")->problem == NULL);
	T_CHECK(fill_choice_allowed(fill, "paper", &old));
	T_CHECK(type(fill, "paper", "new") && type(fill, "paper", "old"));
	T_CHECK(row_of(fill, "paper")->problem == NULL);
	/* what comes with a command is new, whatever it comes with */
	known = json_object();
	fill_stood(fill, known);
	json_decref(known);
	T_CHECK(row_of(fill, "paper")->problem != NULL);
	fill_close(fill);
	fill = open_with(NULL);
	T_CHECK(!fill_choice_allowed(fill, "paper", &old));
	T_CHECK(type(fill, "paper", "old"));
	T_STR(fill_reason_name(row_of(fill, "paper")->problem->reason),
	    "unknown_choice");
	T_CHECK(type(fill, "paper", "new"));
	T_CHECK(row_of(fill, "paper")->problem == NULL);
	fill_close(fill);
}

static char *
whole(const struct fill *fill)
{
	json_t *all = fill_all(fill);
	char *s = json_dumps(all, JSON_SORT_KEYS);

	json_decref(all);
	return s;
}

static void
test_undo(void)
{
	struct fill *fill = two_houses();
	json_t *before = fill_snapshot(fill), *after, *bad;
	char *was = whole(fill), *now, *again;

	T_CHECK(type(fill, "house[2].person[1].age", "70"));
	T_CHECK(type(fill, "rooms", "4"));
	T_CHECK(fill_remove(fill, "house", 1, NULL));
	T_CHECK(fill_set_about(fill, "why", "note", "x", NULL));
	now = whole(fill);
	after = fill_snapshot(fill);
	T_CHECK(strcmp(was, now) != 0);
	T_CHECK(fill_restore(fill, before));
	again = whole(fill);
	T_STR(again, was);
	T_CHECK(row_of(fill, "house[2].person[1].school") != NULL);
	free(again);
	T_CHECK(fill_restore(fill, after));
	again = whole(fill);
	T_STR(again, now);
	T_CHECK(row_of(fill, "house[1].person[1].school") == NULL);
	free(again);
	bad = json_pack("{s[i]}", "house", 1);
	T_CHECK(!fill_restore(fill, bad) && !fill_restore(fill, NULL));
	json_decref(bad);
	free(was);
	free(now);
	json_decref(before);
	json_decref(after);
	fill_close(fill);
}

static void
test_about(void)
{
	struct fill *fill = open_with("{\"why\": \"a\"}");

	T_CHECK(fill_set_about(fill, "why", "source", "paper", NULL));
	T_STR(is(fill, "why"), "{\"source\":\"paper\",\"value\":\"a\"}");
	T_CHECK(!fill_set_about(fill, "why", "source", "hearsay", NULL));
	T_CHECK(!fill_set_about(fill, "why", "value", "b", NULL));
	T_CHECK(!fill_set_about(fill, "fired", "note", "b", NULL));
	T_CHECK(type(fill, "why", "c"));
	T_STR(is(fill, "why"), "{\"source\":\"paper\",\"value\":\"c\"}");
	T_CHECK(fill_set_about(fill, "why", "source", "", NULL));
	T_STR(is(fill, "why"), "\"c\"");
	fill_close(fill);
}

static enum form_show
by_class(void *ctx, const struct form_item *item)
{
	return item->class == FORM_MEDICAL ? *(enum form_show *)ctx :
	    FORM_SHOW;
}

static void
test_access(void)
{
	struct fill *fill = open_with("{\"hurt\": \"x\", \"secret\": \"y\"}");
	enum form_show show = FORM_MASK;
	json_t *kept;
	char *all;

	T_CHECK(row_of(fill, "secret")->masked);
	T_CHECK(!row_of(fill, "hurt")->masked);
	T_STR(label(fill, "echo"), "[••••••] [x]");
	fill_access(fill, by_class, &show);
	T_CHECK(row_of(fill, "hurt")->masked && row_of(fill, "hurt")->readonly);
	T_CHECK(!type(fill, "hurt", "z") && type(fill, "secret", "y"));
	T_STR(label(fill, "echo"), "[••••••] [••••••]");
	T_CHECK(fill_unmask(fill, "hurt") && !fill_unmask(fill, "hurt"));
	T_CHECK(!row_of(fill, "hurt")->masked && type(fill, "hurt", "z"));
	T_CHECK(!fill_unmask(fill, "why"));
	show = FORM_HIDE;
	fill_access(fill, by_class, &show);
	T_CHECK(row_of(fill, "hurt") == NULL && !fill_unmask(fill, "hurt"));
	T_CHECK(!fill_clear(fill, "hurt", NULL));
	T_STR(label(fill, "echo"), "[••••••] []");
	kept = fill_answers(fill);
	T_CHECK(json_object_get(kept, "hurt") == NULL);
	json_decref(kept);
	all = whole(fill);
	T_CHECK(strstr(all, "\"hurt\": \"z\"") != NULL);
	free(all);
	fill_close(fill);
}

static void
test_marks_and_meta(void)
{
	struct fill *fill = open_with(NULL);
	const struct fill_meta meta = { .end = NOW + 60000,
	    .username = "mau01" };

	fill_mark(fill, "why", 2, 1);
	fill_mark_added(fill, form);
	T_CHECK(row_of(fill, "why")->versions == 2 &&
	    row_of(fill, "why")->confirmed == 1);
	T_CHECK(!row_of(fill, "why")->added);
	T_CHECK(row_of(fill, "secret")->versions == 0);
	T_STR(is(fill, "began"), "\"2026-03-02T01:50:00+07:00\"");
	T_STR(is(fill, "day"), "\"2026-03-02\"");
	T_STR(is(fill, "ended"), "none");
	fill_use_meta(fill, &meta);
	T_STR(is(fill, "ended"), "\"2026-03-02T01:51:00+07:00\"");
	T_STR(is(fill, "who"), "\"mau01\"");
	T_CHECK(!type(fill, "who", "x"));
	fill_close(fill);
	fill = open_with("{\"began\": \"2026-01-01T00:00:00+07:00\"}");
	T_STR(is(fill, "began"), "\"2026-01-01T00:00:00+07:00\"");
	fill_close(fill);
}

/* What a row shows, on whatever screen or paper: dots until revealed. */
static void
test_row_value(void)
{
	struct fill *fill = open_with("{\"secret\": \"0900\", \"why\": \"a\"}");

	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *row = fill_row(fill, i);
		struct str s = STR_INIT;

		if (row->kind != FILL_QUESTION)
			continue;
		fill_row_value(fill, row, LANG_VI, &s);
		if (str_eq(row->item->name, "secret"))
			T_STR(str_text(&s), "••••••");
		else if (str_eq(row->item->name, "why"))
			T_STR(str_text(&s), "a");
		str_done(&s);
	}
	fill_close(fill);
}

/* Over what is known: a look sets no default, a new act does, and never over
 * what was said. */
static void
test_begin(void)
{
	struct fill *fill = open_with("{\"street\": \"a\"}");

	T_STR(is(fill, "place"), "none");
	fill_begin(fill);
	T_STR(is(fill, "place"), "\"at the gate\"");
	fill_close(fill);
	fill = open_with("{\"place\": \"at home\"}");
	fill_begin(fill);
	T_STR(is(fill, "place"), "\"at home\"");
	fill_close(fill);
}

int
main(void)
{
	load();
	T_CHECK(form != NULL);
	if (form == NULL)
		return t_done();
	T_RUN(test_row_value);
	T_RUN(test_begin);
	T_RUN(test_nested);
	T_RUN(test_nested_paths);
	T_RUN(test_counted);
	T_RUN(test_once_and_trigger);
	T_RUN(test_in_force);
	T_RUN(test_undo);
	T_RUN(test_about);
	T_RUN(test_access);
	T_RUN(test_marks_and_meta);
	form_free(form);
	return t_done();
}
