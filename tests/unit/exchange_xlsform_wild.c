/*
 * Whatever stands in the cells, a workbook is either refused with a reason or
 * gives YAML that loads, and what comes out goes out and in again.  TN_SEED
 * and TN_ROUNDS choose which workbooks.
 */
#include "core/exchange/xlsform.h"
#include "tests/t.h"
#include "tests/unit/exchange_made.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *const base[] = {
	"@survey",
	"type|name|label::vi|label::en|hint|required|relevant|constraint|"
	"calculation|default|choice_filter|parameters|repeat_count|trigger|"
	"appearance|tn::class|image|disabled|readonly",
	"text|a|A|A||yes|||||||||multiline|plain|||",
	"select_one l|b|B|B|h||${a} != ''|||||randomize=true||||||||",
	"begin group|g|G|G|||||||||||field-list||||",
	"integer|c|C|C||||. > 1|||||||||||",
	"calculate|d||||||| ${c} + 1||||||||||",
	"end group||||||||||||||||||",
	"begin repeat|r|R|R|||||||||${c}||||||",
	"select_multiple l or_other|e|E|E||||||||||||||||",
	"range|f|F|F||||||||start=1 end=9||||||||",
	"end repeat||||||||||||||||||",
	"begin loop over l|lo|%(label)s|L||||||||||||||||",
	"date|h|H %(name)s|H||||||today()|||||||||",
	"end loop||||||||||||||||||",
	"@choices", "list_name|name|label::vi|label::en|area|tn::htcds",
	"l|o1|Một|One|x|", "l|o2|Hai|Two|y|Other",
	"@settings", "form_title|form_id|version|default_language|tn::form",
	"T|f|1|vi|f",
};

static const char *const wild[] = {
	"", "text", "note", "begin group", "end group", "begin repeat",
	"end repeat", "begin loop over l", "end loop", "select_one l",
	"select_multiple nope", "rank l", "select_one_from_file x.csv",
	"select_one ${a}", "calculate", "hidden", "audit", "start", "osm x",
	"csv-external", "file", "geoshape", "dateTime", "type", "name",
	"label", "tn::items", "tn::type", "tn::list", "tn::choices",
	"tn::statuses", "tn::column::x", "tn::a::b::c::d", "tn", "::", ":",
	"bind::relevant", "bind::", "media::image::vi", "a", "b", "g", "r",
	"a.b", "_", "1", "-1", "0.5", "yes", "TRUE", "${a}", "${b}", "${e}",
	"${", "${}", "}", "${a.b}", "${last-saved#a}", "../a", "../../g/c",
	"/f/a", ".", "..", "1 +", "selected(${b}, '1')", "count(${e})",
	"sum(${f})", "position(..)", "once(${a})", "${c} = ${d}", "'", "\"",
	"[]", "[refused]", "[a", "{x: y}", "*a", "&b", "!!str", "- a", "#",
	"\\", "\n", "\t", "a\nb", "|", "%(label)s", "%s%n", "Tên", "中文",
	"\xcc\x81", "\xf0\x9f\x98\x80", "x.csv", "start=5 end=1", "rows=3",
	"rows=99999999999999999999", "step=0", "=", "a=b;c=d", "multiline",
	"table-list", "month-year", "meta", "yes_no", "select_one",
	"identity", "999999", "1000000", "-", "vi", "fr",
};

static void
put(struct sheets *s, struct sheet *sheet, size_t row, size_t col,
    const char *text, size_t n)
{
	struct str cell = STR_INIT;
	struct err e = ERR_INIT;

	str_addn(&cell, text, n);
	for (int i = 0; roll(200) == 0 && i < 3; i++) {
		if (roll(2))
			str_clear(&cell);
		str_add(&cell, wild[roll(ARRAY_LEN(wild))]);
	}
	if (roll(3000) == 0)
		for (int i = 0; i < 200; i++)
			str_add(&cell, "((((((((((");
	(void)!sheet_put(s, sheet, row, 0, col, str_text(&cell), cell.len,
	    &e);
	err_done(&e);
	str_done(&cell);
}

static struct sheets *
make(void)
{
	struct sheets *s = sheets_new();
	struct sheet *sheet = NULL;

	for (size_t i = 0; i < ARRAY_LEN(base); i++) {
		const char *cell = base[i];
		size_t row;

		if (*cell == '@') {
			sheet = sheets_add(s, cell + 1, NULL);
			continue;
		}
		if (roll(60) == 0)
			continue;
		row = sheet->rows;
		for (size_t col = 0;; col++) {
			size_t n = strcspn(cell, "|");

			put(s, sheet, row, col, cell, n);
			if (cell[n] == '\0')
				break;
			cell += n + 1;
		}
	}
	return s;
}

/* Nothing against a form but rules that do not type, which is only noted. */
static bool
only_types(const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (strncmp(err_code_name(f->item[i].code), "type_", 5) != 0)
			return false;
	return true;
}

/* What came out loads, goes out again, and comes in again the same. */
static bool
is_sound(const struct str *yaml)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct str again = STR_INIT;
	struct yaml_doc *doc = yaml_parse("w", str_text(yaml), yaml->len, &e);
	struct form *form = doc == NULL ? NULL : form_load("w",
	    yaml_root(doc), NULL, &f);
	struct sheets *out = form == NULL && !only_types(&f) ? NULL :
	    xlsform_export(yaml_root(doc), NULL, &f);
	struct yaml_doc *back = out != NULL && xlsform_import(out, "w", NULL,
	    &again, &f) ? yaml_parse("w", str_text(&again), again.len, &e) :
	    NULL;
	bool ok = back != NULL && same(yaml_root(doc), yaml_root(back));

	if (!ok)
		printf("# before:\n%s\n# after:\n%s\n", str_text(yaml),
		    str_text(&again));
	for (size_t i = 0; !ok && i < f.n; i++) {
		struct str s = STR_INIT;

		err_text(&f.item[i], LANG_EN, true, &s);
		printf("# %s\n", str_text(&s));
		str_done(&s);
	}
	sheets_free(out);
	form_free(form);
	yaml_doc_free(back);
	yaml_doc_free(doc);
	err_done(&e);
	findings_done(&f);
	str_done(&again);
	return ok;
}

static void
anything_may_stand_in_the_cells(void)
{
	const char *seed = getenv("TN_SEED"), *rounds = getenv("TN_ROUNDS");
	unsigned long start = seed != NULL ? strtoul(seed, NULL, 10) : 4;
	unsigned long n = rounds != NULL ? strtoul(rounds, NULL, 10) : 1500;
	unsigned long good = 0;

	for (unsigned long i = 0; i < n && t_bad == 0; i++) {
		struct findings f = FINDINGS_INIT;
		struct str yaml = STR_INIT;
		struct sheets *s;
		size_t refused = 0;
		bool ok;

		state = (start + i) * 0x9e3779b97f4a7c15u | 1;
		s = make();
		ok = xlsform_import(s, "w", NULL, &yaml, &f);
		for (size_t k = 0; k < f.n; k++)
			refused += xlsform_weight(f.item[k].code) ==
			    XLSFORM_REFUSED;
		T_CHECK(ok == (refused == 0));
		if (ok)
			T_CHECK(is_sound(&yaml));
		good += ok;
		if (t_bad > 0)
			printf("# TN_SEED=%lu TN_ROUNDS=1\n", start + i);
		findings_done(&f);
		sheets_free(s);
		str_done(&yaml);
	}
	printf("# seed %lu: %lu of %lu gave a form\n", start, good, n);
	T_CHECK(n < 100 || (good > n / 100 && good < n));
}

int
main(void)
{
	T_RUN(anything_may_stand_in_the_cells);
	return t_done();
}
