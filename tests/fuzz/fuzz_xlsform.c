/*
 * XLSForm out of random tables: what is imported loads, and going out and
 * coming back changes nothing any more.
 */
#include "core/exchange/xlsform.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

const char *const fuzz_words[] = { "| survey |", "| choices |",
    "| settings |", "| | type | name | label |\n", "| list_name |",
    "label::English (en)", "label::Tiếng Việt (vi)", "relevant",
    "constraint", "calculation", "required", "appearance", "choice_filter",
    "repeat_count", "parameters", "trigger", "default", "hint",
    "begin_group", "end_group", "begin repeat", "end repeat", "select_one l",
    "select_multiple l or_other", "rank l", "integer", "decimal", "date",
    "dateTime", "range", "start=1 end=5 step=1", "note", "calculate",
    "acknowledge", "barcode", "image", "geopoint", "begin_loop over l",
    "end_loop", "${a}", "${b} > 1", "yes", "field-list", "tn::class", "vi",
    "|", "\n", "\\|", "form_id", "form_title", "version", NULL };

static const char *const texts[] = {
	"| survey | | | |\n| | type | name | label |\n| | text | a | A |\n"
	"| | integer | b | B |\n| | calculate | c | |\n",
	"| survey | | | | |\n| | type | name | label | relevant |\n"
	"| | select_one l | s | S | |\n| | begin_group | g | G | ${s} = 'x' |\n"
	"| | text | a | A | |\n| | end_group | | | |\n"
	"| choices | | | |\n| | list_name | name | label |\n"
	"| | l | x | X |\n| | l | y | Y |\n",
	"| survey | | | | |\n| | type | name | label | repeat_count |\n"
	"| | begin_repeat | r | R | 2 |\n| | date | d | D | |\n"
	"| | end_repeat | | | |\n"
	"| settings | | |\n| | form_id | form_title |\n| | f | F |\n",
	"| survey | | | | |\n"
	"| | type | name | label::English (en) | label::Tiếng Việt (vi) |\n"
	"| | select_multiple l or_other | m | M | N |\n"
	"| choices | | | |\n| | list_name | name | label::English (en) |\n"
	"| | l | 1 | One |\n",
};

size_t
fuzz_seed(size_t i, uint8_t *out, size_t max)
{
	size_t n = i < ARRAY_LEN(texts) ? strlen(texts[i]) : 0;

	if (n == 0 || n > max)
		return 0;
	memcpy(out, texts[i], n);
	return n;
}

static void
tell(struct findings *f)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < f->n && i < 50; i++)
		err_text(&f->item[i], LANG_VI, true, &s);
	str_done(&s);
	findings_done(f);
}

/* The YAML of sheets; false when they are refused. */
static bool
import(const struct sheets *s, struct str *yaml)
{
	struct findings report = FINDINGS_INIT;
	bool ok = xlsform_import(s, "fuzz", NULL, yaml, &report);

	if (!ok && report.n == 0)
		fuzz_fail("refused without a word");
	tell(&report);
	return ok;
}

/* YAML to sheets; NULL when a bound is passed. */
static struct sheets *
export(const struct str *yaml)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct sheets *out;
	struct yaml_doc *doc = yaml_parse("f.yaml", str_text(yaml),
	    yaml->len, &e);
	struct form *form;

	if (doc == NULL)
		fuzz_fail("what was imported is no YAML");
	form = form_load("f.yaml", yaml_root(doc), NULL, &f);
	/* rules that do not type are only noted on the way in */
	for (size_t i = 0; i < f.n; i++)
		if (strncmp(err_code_name(f.item[i].code), "type_", 5) != 0)
			fuzz_fail("what was imported does not load");
	out = xlsform_export(yaml_root(doc), NULL, &f);
	form_free(form);
	yaml_free(doc);
	tell(&f);
	err_done(&e);
	return out;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	struct findings f = FINDINGS_INIT;
	struct sheets *in = sheets_read("a.md", data, size, &f), *out = NULL;
	struct str yaml = STR_INIT, again = STR_INIT;

	if (in != NULL && import(in, &yaml))
		out = export(&yaml);
	if (out != NULL) {
		if (!import(out, &again))
			fuzz_fail("what was exported is refused");
		if (strcmp(str_text(&yaml), str_text(&again)) != 0)
			fuzz_fail("another form after going out and back");
	}
	str_done(&yaml);
	str_done(&again);
	sheets_free(in);
	sheets_free(out);
	tell(&f);
}
