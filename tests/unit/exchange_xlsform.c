/* XLSForm to YAML: what comes out, and what is refused at which cell. */
#include "core/exchange/xlsform.h"
#include "tests/t.h"

#include <stdlib.h>

/* Rows as "a|b|c"; "@name" begins a sheet. */
static struct sheets *
book(const char *const *row)
{
	struct sheets *s = sheets_new();
	struct sheet *sheet = NULL;

	for (; *row != NULL; row++) {
		const char *cell = *row;
		size_t col = 0, at = sheet != NULL ? sheet->rows : 0;

		if (*cell == '@') {
			sheet = sheets_add(s, cell + 1, NULL);
			continue;
		}
		for (; sheet != NULL; col++) {
			size_t n = strcspn(cell, "|");

			T_CHECK(sheet_put(s, sheet, at, 0, col, cell, n,
			    NULL));
			if (cell[n] == '\0')
				break;
			cell += n + 1;
		}
	}
	return s;
}

#define BOOK(...) book((const char *const []){ __VA_ARGS__, NULL })

/* The YAML, or "sheet:row:col code, ..." of what was refused. */
static char *
import(struct sheets *s, struct str *report)
{
	struct findings f = FINDINGS_INIT;
	struct str yaml = STR_INIT, bad = STR_INIT;
	bool ok = xlsform_import(s, "made", NULL, &yaml, &f);

	for (size_t i = 0; i < f.n; i++) {
		const struct err *e = &f.item[i];
		struct str *to = xlsform_weight(e->code) == XLSFORM_REFUSED ?
		    &bad : report;

		if (to != NULL)
			str_printf(to, "%s%s:%d:%d %s", to->len > 0 ? ", " :
			    "", e->file != NULL ? e->file : "-", e->line,
			    e->col, err_code_name(e->code));
	}
	T_CHECK(ok == (bad.len == 0));
	T_CHECK(ok || yaml.len == 0);
	findings_done(&f);
	sheets_free(s);
	if (ok) {
		str_done(&bad);
		return str_steal(&yaml);
	}
	str_done(&yaml);
	return str_steal(&bad);
}

#define REFUSED(want, ...) do { \
	char *t_came = import(BOOK(__VA_ARGS__), NULL); \
	T_STR(t_came, want); \
	free(t_came); \
} while (0)

#define HAS(text, part) do { \
	if (strstr(text, part) == NULL) { \
		printf("# no \"%s\" in:\n%s\n", part, text); \
		T_CHECK(false); \
	} \
} while (0)

static void
a_small_form(void)
{
	char *y = import(BOOK("@settings", "form_title|form_id|version",
	    "Tờ khai|to_khai|7", "@survey",
	    "type|name|label::Tiếng Việt (vi)|label::English (en)|required|"
	    "relevant",
	    "text|ten|Họ tên|Name|yes|",
	    "begin group|g|Nhóm|Group||${ten} != ''",
	    "select_one co|c|Có không|Whether||", "end group|||||",
	    "@choices", "list_name|name|label::vi|label::en|màu|mau",
	    "co|y|Có|Yes|a|b", "co|n|Không|No||"), NULL);

	T_STR(y, "form: to_khai\nversion: 7\n"
	    "title: {vi: \"Tờ khai\", en: \"Tờ khai\"}\n"
	    "lists:\n  co:\n"
	    "    - {code: y, label: {vi: \"Có\", en: \"Yes\"}, "
	    "columns: {mau: b}}\n"
	    "    - {code: n, label: {vi: \"Không\", en: \"No\"}}\n"
	    "items:\n  - type: text\n    name: ten\n"
	    "    label: {vi: \"Họ tên\", en: \"Name\"}\n    required: yes\n"
	    "  - type: group\n    name: g\n"
	    "    label: {vi: \"Nhóm\", en: \"Group\"}\n"
	    "    relevant: \"${ten} != ''\"\n    items:\n"
	    "      - type: select_one\n        name: c\n"
	    "        label: {vi: \"Có không\", en: \"Whether\"}\n"
	    "        list: co\n");
	free(y);
}

#define S "@survey", "type|name|label"
#define C "@choices", "list_name|name|label"

static void
what_pyxform_refuses_is_refused_at_its_cell(void)
{
	REFUSED("-:0:0 xls_no_survey", "@a", "x|y", "@b", "z|w");
	REFUSED("survey:1:0 xls_no_column", "@survey", "kind|name", "a|b");
	REFUSED("survey:2:1 xls_type", S, "texxt|q|Q");
	REFUSED("survey:2:2 xls_no_name", S, "text||Q");
	REFUSED("survey:2:1 xls_no_type", S, "|q|Q");
	REFUSED("survey:3:2 xls_name_twice", S, "text|q|Q", "text|q|R");
	REFUSED("survey:2:2 xls_name", S, "text|1q|Q");
	REFUSED("survey:2:3 xls_no_label", S, "text|q|");
	REFUSED("survey:3:1 xls_end", S, "text|q|Q", "end group||");
	REFUSED("survey:2:1 xls_begin", S, "begin group|g|G", "text|q|Q");
	REFUSED("survey:4:1 xls_end, survey:2:1 xls_begin", S,
	    "begin group|g|G", "text|q|Q", "end repeat||");
	REFUSED("survey:2:1 xls_no_such_list", S, "select_one l|q|Q");
	REFUSED("survey:2:1 xls_type", S, "select_one|q|Q");
	REFUSED("choices:3:2 xls_choice_twice", S, "select_one l|q|Q", C,
	    "l|a|A", "l|a|B");
	REFUSED("choices:3:2 xls_choice_name", S, "select_one l|q|Q", C,
	    "l|a|A", "l||B");
	REFUSED("choices:2:2 xls_code_blanks", S, "select_multiple l|q|Q", C,
	    "l|a b|A");
	REFUSED("survey:1:3 xls_head_twice", "@survey",
	    "type|name|value|label", "text|q|r|Q");
}

static void
references_are_looked_up(void)
{
	REFUSED("survey:2:4 xls_reference_name", "@survey",
	    "type|name|label|relevant", "text|q|Q|${nope} = 1");
	REFUSED("survey:2:3 xls_reference_name", S, "note|q|Xin ${nope}");
	REFUSED("survey:3:4 xls_reference", "@survey",
	    "type|name|label|relevant", "text|q|Q|", "text|r|R|${q = 1");
	REFUSED("survey:8:3 xls_reference_twice", S, "begin group|a|A",
	    "text|q|Q", "end group||", "begin group|b|B", "text|q|Q",
	    "end group||", "note|n|${q}");
	/* what our own reader of expressions says, at the same cell */
	REFUSED("survey:2:4 expr_end", "@survey", "type|name|label|relevant",
	    "text|q|Q|1 +");
	REFUSED("survey:2:4 expr_function", "@survey",
	    "type|name|label|relevant", "text|q|Q|cht:nothing()");
}

static void
names_that_we_cannot_have(void)
{
	struct str report = STR_INIT;
	char *y = import(BOOK("@survey", "type|name|label|constraint",
	    "text|a.b|Q ${a.b}|", "text|Tên|T|. != ${ a.b }",
	    "begin group|g|G|", "text|a.b|R|", "text|z|Z|. != ../a.b",
	    "end group|||"), &report);

	/* which of the two does ${a.b} mean? */
	HAS(y, "xls_reference_twice");
	free(y);
	str_clear(&report);
	y = import(BOOK("@survey", "type|name|label|constraint",
	    "text|a.b|Q|", "text|Tên|T|. != ${ a.b }",
	    "begin group|g|G|", "text|Tên|R|", "text|z|Z|. != ../Tên",
	    "end group|||"), &report);
	HAS(y, "name: a_b\n");
	HAS(y, "name: Ten\n");
	HAS(y, "constraint: \". != ${a_b}\"\n");
	HAS(y, "name: g_Ten\n");
	HAS(y, "constraint: \". != ${g_Ten}\"\n");
	HAS(str_text(&report), "survey:2:2 changed_xls_name");
	free(y);
	str_done(&report);
}

static void
hostile_text_stays_text(void)
{
	struct str report = STR_INIT;
	char *y = import(BOOK("@settings", "form_id", "../../etc: *x",
	    S, "text|q|\"}, items: [] # \\ *a &b !!str \x1b[2J\n- x: y",
	    "select_one l|r|{{R}}", C, "l|yes: no|- a", "l|*x|&y",
	    "l|'|\\u0000"), &report);
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("x", y, strlen(y), &e);
	const struct yaml_node *items;

	T_CHECK(doc != NULL);
	if (doc != NULL) {
		items = yaml_get(yaml_root(doc), "items");
		T_INT(items->n, 2);
		T_STR(yaml_get_text(yaml_get(items->item[0], "label"), "vi"),
		    "\"}, items: [] # \\ *a &b !!str [2J\n- x: y");
		T_STR(yaml_get_text(yaml_root(doc), "form"),
		    "______etc___x");
	}
	HAS(y, "code: \"*x\"");
	HAS(y, "code: \"yes:_no\"");
	yaml_doc_free(doc);
	err_done(&e);
	free(y);
	str_done(&report);
}

static void
defaults_keep_their_meaning(void)
{
	char *y = import(BOOK("@survey", "type|name|label|default",
	    "text|a|A|today (maybe)", "text|b|B|it's",
	    "text|c|C|concat('x', ${a})", "integer|d|D|1 + 2",
	    "text|e|E|plain words", "text|f|F|'a' and \"b\""), NULL);

	HAS(y, "default: \"'today (maybe)'\"\n");
	HAS(y, "default: \"\\\"it's\\\"\"\n");
	HAS(y, "default: \"concat('x', ${a})\"\n");
	HAS(y, "default: \"(1 + 2)\"\n");
	HAS(y, "default: \"plain words\"\n");
	HAS(y, "default: \"concat('', \\\"'\\\", 'a', \\\"'\\\", ' and "
	    "\\\"b\\\"')\"\n");
	free(y);
}

static void
every_type_has_its_equal(void)
{
	struct str report = STR_INIT;
	char *y = import(BOOK("@survey", "type|name|label|parameters|"
	    "calculation|appearance",
	    "string|t|L|rows=3||multiline", "int|i|L|||", "decimal|d|L|||",
	    "range|r|L|start=0 end=5 step=0.5||", "date|da|L|||month-year",
	    "time|ti|L|||", "dateTime|dt|L|||", "note|n|L|||",
	    "acknowledge|ack|L|||", "calculate|ca|||1|", "hidden|h||||",
	    "barcode|b|L|||", "photo|p|L|max-pixels=9||", "audio|au|L|||",
	    "video|v|L|||", "file|f|L|||", "geopoint|gp|L|||",
	    "geotrace|gt|L|||", "start|s||||", "imei|im||||",
	    "rank k|ra|L|||", "select_multiple k or_other|sm|L|||",
	    "select_one_from_file xa.csv|sf|L|||", "percentage|pc|L|||",
	    "simserial|ss||||",
	    C, "k|1|Một", "k|2|Hai"), &report);

	HAS(y, "type: text\n    name: t\n");
	HAS(y, "rows: 3\n");
	HAS(y, "start: 0\n    end: 5\n    step: 0.5\n");
	HAS(y, "precision: [month]\n");
	HAS(y, "type: date_time\n");
	HAS(y, "type: acknowledge\n");
	HAS(y, "type: file\n    name: p\n");
	HAS(y, "media: image\n");
	HAS(y, "type: geo\n    name: gt\n");
	HAS(y, "shape: trace\n");
	HAS(y, "meta: deviceid\n");
	HAS(y, "type: rank\n");
	HAS(y, "or_other: yes\n");
	HAS(y, "list: xa\n");
	HAS(y, "constraint: \"0 <= . and . <= 100\"\n");
	HAS(y, "type: hidden\n    name: ss\n");
	HAS(str_text(&report), "survey:14:4 lost_xls_parameter");
	HAS(str_text(&report), "survey:26:1 lost_xls_type");
	free(y);
	str_done(&report);
}

static void
a_loop_is_laid_out(void)
{
	char *y = import(BOOK("@survey", "type|name|label|constraint",
	    "begin loop over l|lo|Xe|", "integer|total|Bao nhiêu %(label)s|",
	    "integer|good|Chạy được|. <= ../total", "end loop|||",
	    C, "l|car|Ô tô", "l|bike|Xe đạp"), NULL);

	HAS(y, "name: lo_car\n");
	HAS(y, "name: car_total\n");
	HAS(y, "\"Bao nhiêu Xe đạp\"");
	HAS(y, "constraint: \". <= ${bike_total}\"\n");
	free(y);
}

static void
what_is_lost_is_said(void)
{
	struct str report = STR_INIT;
	char *y = import(BOOK("@survey", "type|name|label::vi|label::French|"
	    "image|save_to|remarks|hint",
	    "text|q|Câu|Question|a.png|x|r|", "note|n|Ghi|||||gợi",
	    "begin group|g|G|||||", "end group||||||",
	    "text|w|W||||||", "@entities", "a|b", "c|d",
	    "@settings", "style|version", "pages|v2"), &report);

	HAS(str_text(&report), "entities:1:0 lost_xls_sheet");
	HAS(str_text(&report), "survey:1:4 lost_xls_language");
	HAS(str_text(&report), "survey:1:5 lost_xls_column");
	HAS(str_text(&report), "survey:1:6 lost_xls_column");
	HAS(str_text(&report), "survey:1:7 note_xls_column");
	HAS(str_text(&report), "survey:4:0 lost_xls_empty");
	HAS(str_text(&report), "settings:1:1 lost_xls_column");
	HAS(str_text(&report), "settings:2:2 changed_xls_version");
	T_CHECK(strstr(y, "name: g\n") == NULL);
	free(y);
	str_done(&report);
}

static void
bounds_hold(void)
{
	struct sheets *s = sheets_new();
	struct sheet *sheet = sheets_add(s, "survey", NULL);
	char *bad;

	for (size_t i = 0; i < 2100; i++) {
		char name[24];

		snprintf(name, sizeof(name), i == 0 ? "name" : "q%zu", i);
		T_CHECK(sheet_put(s, sheet, i, 0, 0, i == 0 ? "type" : "text",
		    4, NULL));
		T_CHECK(sheet_put(s, sheet, i, 0, 1, name, strlen(name),
		    NULL));
		T_CHECK(sheet_put(s, sheet, i, 0, 2, i == 0 ? "label" : "L",
		    i == 0 ? 5 : 1, NULL));
	}
	bad = import(s, NULL);
	HAS(bad, "xls_items");
	free(bad);
	s = sheets_new();
	sheet = sheets_add(s, "survey", NULL);
	for (size_t i = 0; i < 40; i++) {
		char name[24];

		snprintf(name, sizeof(name), i == 0 ? "name" : "g%zu", i);
		T_CHECK(sheet_put(s, sheet, i, 0, 0, i == 0 ? "type" :
		    "begin group", i == 0 ? 4 : 11, NULL));
		T_CHECK(sheet_put(s, sheet, i, 0, 1, name, strlen(name),
		    NULL));
	}
	bad = import(s, NULL);
	HAS(bad, "xls_deep");
	free(bad);
}

int
main(void)
{
	T_RUN(a_small_form);
	T_RUN(what_pyxform_refuses_is_refused_at_its_cell);
	T_RUN(references_are_looked_up);
	T_RUN(names_that_we_cannot_have);
	T_RUN(hostile_text_stays_text);
	T_RUN(defaults_keep_their_meaning);
	T_RUN(every_type_has_its_equal);
	T_RUN(a_loop_is_laid_out);
	T_RUN(what_is_lost_is_said);
	T_RUN(bounds_hold);
	return t_done();
}
