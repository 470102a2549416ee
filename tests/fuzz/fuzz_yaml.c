/*
 * YAML: the reader, the loader of forms with a form being filled, and the
 * loader and checker of procedures.  The first byte says which: 'y' a text,
 * 'f' a form, 'p' a file of the smallest procedure, whose path is the first
 * line.
 */
#include "core/form/fill.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/procedure_tiny.h"

#include <string.h>

#define NOW 1772391000000LL

const char *const fuzz_words[] = { "items:", "type: ", "name: ", "label: ",
    "{vi: a, en: b}", "class: ", "identity", "list: ", "choices: ", "code: ",
    "relevant: ", "required: ", "constraint: ", "calculation: ", "default: ",
    "repeat", "group", "select_one", "select_multiple", "integer", "decimal",
    "date", "time", "range", "rank", "file", "geo", "meta", "text",
    "or_other: yes", "repeat_count: ", "trigger: ", "appearance: ",
    "field-list", "lists:", "valid_from: 2020-01-01", "statuses: [refused]",
    "precision: [year]", "start: 1", "step: 0.1", "\"${a}\"", "true()",
    "once(", "today()", ": ", "\n", "\n  ", "\n    - ", "- ", "[", "]", "{",
    "}", "&x ", "*x", "!!str ", "|\n", ">-\n", "'", "\"", "#", "---\n", "~",
    "basis: {status: inferred}", "who: {unit_kinds: [post]}", "clocks:",
    "needs:", "test: ", "steps:", "states:", "from: ", "to: ", "version: 2",
    "yes", "99999999999999999999", "-1", "\xe1\xba\xa1", NULL };

static const char *const texts[] = {
	"ya: [1, {b: 'x', c: \"\\u1ea1\"}]\nd: |\n  e\n  f\n",
	"fform: f\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\nitems:\n"
	"  - type: text\n    name: a\n    class: identity\n"
	"    label: {vi: a, en: b}\n    required: \"true()\"\n"
	"  - {type: integer, name: b, class: plain, label: {vi: a, en: b},\n"
	"     constraint: \". > 1\", constraint_message: {vi: a, en: b}}\n"
	"  - {type: calculate, name: c, calculation: \"${b} * 2\"}\n",
	"fform: f\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\n"
	"lists:\n  l:\n    - {code: x, label: {vi: a, en: b},\n"
	"       columns: {up: '1'}, valid_to: 2020-01-01}\n"
	"    - {code: y, label: {vi: a, en: b}}\n"
	"items:\n"
	"  - {type: select_one, name: s, list: l, or_other: yes, class: plain,\n"
	"     label: {vi: a, en: b}, choice_filter: \"up = '1'\"}\n"
	"  - type: repeat\n    name: r\n    label: {vi: a, en: b}\n"
	"    repeat_count: \"count-selected(${s}) + 2\"\n    items:\n"
	"      - {type: date, name: d, precision: [year, day], class: plain,\n"
	"         label: {vi: a, en: b}, default: \"today()\"}\n"
	"      - type: repeat\n        name: rr\n"
	"        label: {vi: a, en: b}\n        items:\n"
	"          - {type: range, name: z, start: 1, end: 5, step: 1,\n"
	"             class: plain, label: {vi: a, en: b}}\n",
	"fform: f\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\nitems:\n"
	"  - {type: rank, name: k, class: plain, label: {vi: a, en: b},\n"
	"     choices: [{code: x, label: {vi: a, en: b}}]}\n"
	"  - {type: meta, name: m, meta: username}\n"
	"  - type: group\n    name: g\n    label: {vi: a, en: b}\n"
	"    appearance: field-list\n    relevant: \"${k} != ''\"\n"
	"    items:\n"
	"      - {type: file, name: f, media: image, class: plain,\n"
	"         label: {vi: a, en: b}}\n"
	"      - {type: acknowledge, name: o, class: plain,\n"
	"         label: {vi: a, en: b}}\n"
	"      - {type: note, name: n, label: {vi: \"${k}\", en: b}}\n",
};

size_t
fuzz_seed(size_t i, uint8_t *out, size_t max)
{
	struct str s = STR_INIT;
	size_t n, before = ARRAY_LEN(texts);

	if (i < before)
		str_add(&s, texts[i]);
	else if (i - before < TINY)
		str_printf(&s, "p%s\n%s", tiny[i - before].path,
		    tiny[i - before].text);
	n = s.len <= max ? s.len : 0;
	memcpy(out, str_text(&s), n);
	str_done(&s);
	return n;
}

static void
tell(struct findings *f)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < f->n && i < 20; i++) {
		err_text(&f->item[i], LANG_VI, true, &s);
		err_text(&f->item[i], LANG_EN, true, &s);
	}
	str_done(&s);
	findings_done(f);
}

/* Opens it, answers everything with the same words, opens that again. */
static void
fill_in(const struct form *form)
{
	static const char *const typed[] = { "1", "x", "1999", "a b" };
	struct fill *fill = fill_open(form, NULL, NULL, NOW, NULL), *again;
	struct fill_findings found = FILL_FINDINGS_INIT;
	struct str path = STR_INIT, label = STR_INIT;
	json_t *all;

	if (fill == NULL)
		fuzz_fail("a form that loads does not open");
	for (size_t i = 0; i < fill_rows(fill) && i < 40; i++) {
		const struct fill_row *row = fill_row(fill, i);

		str_clear(&path);
		str_clear(&label);
		fill_row_path(row, &path);
		fill_row_label(fill, row, LANG_VI, &label);
		if (row->kind == FILL_ADD && i < 20)
			fill_add(fill, row->item->name, NULL);
		else if (row->kind == FILL_QUESTION)
			fill_set_text(fill, str_text(&path), typed[i % 4],
			    NULL);
	}
	fill_check(fill, &found);
	all = fill_all(fill);
	again = fill_open(form, NULL, all, NOW, NULL);
	if (again == NULL)
		fuzz_fail("its own answers are refused");
	fill_close(again);
	json_decref(all);
	fill_findings_done(&found);
	str_done(&path);
	str_done(&label);
	fill_close(fill);
}

static void
read_form(const char *text, size_t n, bool form_too)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("f.yaml", text, n, &e);
	struct form *form = NULL;

	if (doc == NULL && e.code == ERR_NONE)
		fuzz_fail("refused without a word");
	if (doc != NULL && form_too) {
		form = form_load("f.yaml", yaml_root(doc), NULL, &f);
		if ((form == NULL) != (f.n > 0))
			fuzz_fail("form and findings disagree");
	}
	if (form != NULL)
		fill_in(form);
	form_free(form);
	yaml_free(doc);
	err_done(&e);
	tell(&f);
}

static void
read_procedure(char *input)
{
	struct memory_file file[TINY + 1];
	struct findings found = FINDINGS_INIT;
	struct files files;
	struct procedure *p;
	char *text = strchr(input, '\n');
	size_t n;

	if (text == NULL)
		return;
	*text++ = '\0';
	/* a path that cannot be is the files' own affair */
	if (!files_path_ok(input))
		return;
	memcpy(file, tiny, sizeof tiny);
	n = tiny_put(file, TINY, &(struct memory_file){ input, text });
	files_memory(&files, file, n);
	p = procedure_load(&files, &found);
	if ((p == NULL) != (found.n > 0))
		fuzz_fail("procedure and findings disagree");
	if (p != NULL)
		procedure_check(p, &found);
	procedure_free(p);
	files_done(&files);
	tell(&found);
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	char *text;

	(void)t_skip;			/* of t.h, which comes with tiny[] */
	if (size == 0)
		return;
	text = xstrndup((const char *)data + 1, size - 1);
	/* what the reader is given may hold NUL */
	if (data[0] == 'p')
		read_procedure(text);
	else
		read_form((const char *)data + 1, size - 1, data[0] == 'f');
	free(text);
}
