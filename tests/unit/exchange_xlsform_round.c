/*
 * Out to sheets and back: our YAML comes back as it was, for every form that
 * ships and for forms made at random; what others wrote is stable after the
 * first time.  TN_SEED chooses the random forms, TN_FORMS the folder.
 */
#include "core/base/files.h"
#include "core/exchange/xlsform.h"
#include "tests/t.h"
#include "tests/unit/exchange_made.h"

#include <stdlib.h>

/* ---- lists of forms/lists, made up: each has three choices ---- */

static const struct form_choice three[] = {
	{ "1", "Một", "One", NULL }, { "2", "Hai", "Two", NULL },
	{ "other", "Khác", "Other", NULL },
};

static bool
lists_exists(void *ctx, const char *list)
{
	(void)ctx;
	/* but not every name: some must be free */
	return strncmp(list, "made_", 5) != 0 &&
	    (*list == '\0' || strspn(list + strlen(list) - 1, "0123456789") ==
	    0);
}

static bool
lists_find(void *ctx, const char *list, const char *code,
    struct form_choice *out)
{
	(void)ctx;
	(void)list;
	for (size_t i = 0; i < ARRAY_LEN(three); i++)
		if (strcmp(three[i].code, code) == 0) {
			*out = three[i];
			return true;
		}
	return false;
}

static size_t
lists_count(void *ctx, const char *list)
{
	(void)ctx;
	(void)list;
	return ARRAY_LEN(three);
}

static bool
lists_at(void *ctx, const char *list, size_t i, struct form_choice *out)
{
	(void)ctx;
	(void)list;
	if (i >= ARRAY_LEN(three))
		return false;
	*out = three[i];
	return true;
}

static const char *
lists_column(void *ctx, const char *list, const struct form_choice *choice,
    const char *column)
{
	(void)ctx;
	(void)list;
	(void)column;
	return choice == NULL ? "" : "x";
}

static const struct form_lists lists = {
	NULL, lists_exists, lists_find, lists_count, lists_at, lists_column,
};

/* ---- two trees ---- */

/* The first place where they differ, for a person to look at. */
static void
print_difference(const struct yaml_node *a, const struct yaml_node *b,
    const char *path)
{
	if (a == NULL || b == NULL || a->kind != b->kind ||
	    (a->kind == YAML_TEXT && strcmp(a->text, b->text) != 0) ||
	    (a->kind == YAML_LIST && a->n != b->n)) {
		printf("# %s: \"%s\" / \"%s\"\n", path, a == NULL ? "-" :
		    a->kind == YAML_TEXT ? a->text : "...", b == NULL ? "-" :
		    b->kind == YAML_TEXT ? b->text : "...");
		return;
	}
	for (size_t i = 0; i < a->n; i++) {
		const struct yaml_node *on = a->kind == YAML_LIST ?
		    b->item[i] : yaml_get(b, a->key[i]->text);
		char *below = a->kind == YAML_LIST ?
		    xasprintf("%s[%zu]", path, i) :
		    xasprintf("%s.%s", path, a->key[i]->text);

		if (!same(a->item[i], on))
			print_difference(a->item[i], on, below);
		free(below);
	}
	for (size_t i = 0; a->kind == YAML_MAP && i < b->n; i++)
		if (yaml_get(a, b->key[i]->text) == NULL)
			printf("# %s.%s: only after\n", path, b->key[i]->text);
}

static void
print_findings(const char *name, struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		struct str s = STR_INIT;

		if (xlsform_weight(f->item[i].code) == XLSFORM_REFUSED) {
			err_text(&f->item[i], LANG_EN, true, &s);
			printf("# %s: %s\n", name, str_text(&s));
		}
		str_done(&s);
	}
	findings_done(f);
}

static struct yaml_doc *
parse(const char *name, const char *text, size_t len)
{
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse(name, text, len, &e);

	if (doc == NULL)
		printf("# %s:%d: %s\n", name, e.line, err_code_name(e.code));
	err_done(&e);
	return doc;
}

/* The sheets through one of the three kinds of file. */
static struct sheets *
through(struct sheets *s, int kind)
{
	static const char *const names[] = { "x.md", "x.csv", "x.xlsx" };
	struct findings f = FINDINGS_INIT;
	struct str bytes = STR_INIT;
	struct err e = ERR_INIT;
	struct sheets *back;

	if (kind == 0)
		sheets_write_md(s, &bytes);
	else if (kind == 1)
		sheets_write_csv(s, &bytes);
	else
		T_CHECK(sheets_write_xlsx(s, &bytes, &e));
	back = sheets_read(names[kind], (const unsigned char *)bytes.buf,
	    bytes.len, &f);
	T_CHECK(back != NULL);
	err_done(&e);
	print_findings(names[kind], &f);
	str_done(&bytes);
	sheets_free(s);
	return back;
}

/* The YAML after one trip; NULL and said when there is none. */
static char *
trip(const char *name, const struct yaml_node *root,
    const struct form_lists *with, int kind)
{
	struct findings f = FINDINGS_INIT;
	struct str yaml = STR_INIT;
	struct sheets *s = xlsform_export(root, with, &f);
	bool ok;

	T_CHECK(s != NULL);
	print_findings(name, &f);
	if (s == NULL)
		return NULL;
	if (kind >= 0)
		s = through(s, kind);
	ok = s != NULL && xlsform_import(s, "other", with, &yaml, &f);
	print_findings(name, &f);
	sheets_free(s);
	if (ok)
		return str_steal(&yaml);
	str_done(&yaml);
	return NULL;
}

static bool
comes_back(const char *name, const struct yaml_node *root,
    const struct form_lists *with, int kind)
{
	char *text = trip(name, root, with, kind);
	struct yaml_doc *doc = text == NULL ? NULL :
	    parse(name, text, strlen(text));
	bool ok = doc != NULL && same(root, yaml_root(doc)) &&
	    same(yaml_root(doc), root);

	if (doc != NULL && !ok)
		print_difference(root, yaml_root(doc), name);
	yaml_doc_free(doc);
	free(text);
	return ok;
}

/* ---- the forms that ship ---- */

static const char *
forms_folder(void)
{
	const char *folder = getenv("TN_FORMS");

	return folder != NULL && folder[0] != '\0' ? folder : "forms";
}

static void
shipped_forms_come_back(void)
{
	struct files files;
	struct err e = ERR_INIT;
	size_t n = 0, forms = 0;
	char **path;

	T_CHECK(files_posix(&files, forms_folder(), &e));
	path = files.list(files.ctx, "", &n, &e);
	T_CHECK(path != NULL);
	for (size_t i = 0; path != NULL && i < n; i++) {
		size_t len = 0;
		char *text;
		struct yaml_doc *doc;

		if (strstr(path[i], "/forms/") == NULL)
			continue;
		text = files.read(files.ctx, path[i], 1 << 20, &len, &e);
		doc = text == NULL ? NULL : parse(path[i], text, len);
		T_CHECK(doc != NULL);
		if (doc != NULL) {
			T_CHECK(comes_back(path[i], yaml_root(doc), NULL,
			    -1));
			T_CHECK(comes_back(path[i], yaml_root(doc), &lists,
			    (int)(forms % 3)));
		}
		forms++;
		yaml_doc_free(doc);
		free(text);
	}
	T_CHECK(forms > 100);
	printf("# %zu forms\n", forms);
	files_list_free(path, n);
	files_done(&files);
	err_done(&e);
}

/* ---- forms made at random ---- */

static void
made_forms_come_back(void)
{
	const char *seed = getenv("TN_SEED"), *rounds = getenv("TN_ROUNDS");
	unsigned long start = seed != NULL ? strtoul(seed, NULL, 10) : 20261;
	unsigned long n = rounds != NULL ? strtoul(rounds, NULL, 10) : 300;
	unsigned long good = 0;

	for (unsigned long i = 0; i < n; i++) {
		struct findings f = FINDINGS_INIT;
		struct str text = STR_INIT;
		struct yaml_doc *doc;
		struct form *form = NULL;
		bool ok;

		state = (start + i) * 0x9e3779b97f4a7c15u | 1;
		make_form(&text);
		doc = parse("made", str_text(&text), text.len);
		if (doc != NULL)
			form = form_load("made", yaml_root(doc), NULL, &f);
		print_findings("made", &f);
		T_CHECK(form != NULL);
		ok = form != NULL && comes_back("made", yaml_root(doc),
		    roll(2) ? &lists : NULL, (int)roll(4) - 1);
		T_CHECK(ok);
		good += ok;
		if (!ok)
			printf("# TN_SEED=%lu TN_ROUNDS=1\n", start + i);
		form_free(form);
		yaml_doc_free(doc);
		str_done(&text);
	}
	printf("# seed %lu: %lu of %lu\n", start, good, n);
}

/* ---- what others wrote ---- */

#define HTCDS "../shared/conformance/htcds/htcds_xlsform.xlsx"

static char *
slurp(const char *path, size_t *len)
{
	FILE *in = fopen(path, "rb");
	struct str s = STR_INIT;
	char buf[4096];

	if (in == NULL)
		return NULL;
	while ((*len = fread(buf, 1, sizeof(buf), in)) > 0)
		str_addn(&s, buf, *len);
	fclose(in);
	*len = s.len;
	return str_steal(&s);
}

static bool
has_code(const struct findings *f, const char *code, int line)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(err_code_name(f->item[i].code), code) == 0 &&
		    (line == 0 || f->item[i].line == line))
			return true;
	return false;
}

/* The defects of IOM's survey (reference: HTCDS 2.0, Toolkit/Survey). */
static void
the_survey_of_htcds(void)
{
	const char *given = getenv("TN_HTCDS");
	const char *path = given != NULL && *given != '\0' ? given : HTCDS;
	struct findings f = FINDINGS_INIT;
	struct str yaml = STR_INIT;
	struct sheets *s;
	struct yaml_doc *doc;
	size_t len;
	char *bytes;

	bytes = slurp(path, &len);
	if (bytes == NULL)
		T_SKIP("the survey of HTCDS is not here");
	s = sheets_read("htcds_xlsform.xlsx", (unsigned char *)bytes, len,
	    &f);
	T_CHECK(s != NULL && xlsform_import(s, "htcds", NULL, &yaml, &f));
	T_CHECK(has_code(&f, "changed_xls_htcds", 6));	/* prs_First_Name */
	T_CHECK(has_code(&f, "changed_xls_htcds", 7));	/* prs_Second_Name */
	T_CHECK(has_code(&f, "changed_xls_htcds", 24));	/* Methods_of_Control */
	T_CHECK(has_code(&f, "note_xls_htcds_label", 11));	/* prs_Title */
	T_CHECK(has_code(&f, "changed_xls_trimmed", 270));	/* DebtBondage */
	T_CHECK(has_code(&f, "note_xls_htcds_type", 10));	/* Citizenship */
	T_CHECK(has_code(&f, "note_xls_htcds_type", 26));	/* Industry */
	T_CHECK(has_code(&f, "note_xls_htcds_type", 33));	/* incoming */
	T_CHECK(has_code(&f, "note_xls_htcds_core", 0));
	doc = parse("htcds", str_text(&yaml), yaml.len);
	T_CHECK(doc != NULL && comes_back("htcds", yaml_root(doc), NULL, 2));
	T_CHECK(strstr(str_text(&yaml), "htcds: prs_FirstName\n") != NULL);
	T_CHECK(strstr(str_text(&yaml), "code: DebtBondage,") != NULL);
	yaml_doc_free(doc);
	findings_done(&f);
	sheets_free(s);
	str_done(&yaml);
	free(bytes);
}

static const char foreign[] =
    "| survey | | | | | | |\n"
    "| | type | name | label::English (en) | label::Français (fr) | "
    "relevant | parameters |\n"
    "| | text | z | Before | Avant | | |\n"
    "| | select one from yn | a.b | Well? | Alors ? | | randomize=true |\n"
    "| | begin group | g | | | ${z} = 'y' | |\n"
    "| | text | a.b | Again | Encore | | |\n"
    "| | select_multiple yn or_other | m | Many | | | |\n"
    "| | note | | Note ${m} | | | |\n"
    "| | end group | | | | | |\n"
    "| | begin repeat | r | Rows | | | |\n"
    "| | integer | n | How many | | | |\n"
    "| | end repeat | | | | | |\n"
    "| choices | | | | | |\n"
    "| | list name | name | label::English (en) | area | |\n"
    "| | yn | y | Yes | 1 | |\n"
    "| | yn | n | No | 2 | |\n";

/* After the first time nothing changes any more. */
static void
what_others_wrote_is_stable(void)
{
	struct findings f = FINDINGS_INIT;
	struct str yaml = STR_INIT;
	struct sheets *s;
	struct yaml_doc *doc;

	s = sheets_read("f.md", (const unsigned char *)foreign,
	    sizeof(foreign) - 1, &f);
	T_CHECK(s != NULL && xlsform_import(s, "f", NULL, &yaml, &f));
	print_findings("foreign", &f);
	doc = parse("foreign", str_text(&yaml), yaml.len);
	T_CHECK(doc != NULL);
	if (doc != NULL)
		for (int kind = -1; kind < 3; kind++)
			T_CHECK(comes_back("foreign", yaml_root(doc), NULL,
			    kind));
	yaml_doc_free(doc);
	sheets_free(s);
	str_done(&yaml);
}

int
main(void)
{
	T_RUN(shipped_forms_come_back);
	T_RUN(made_forms_come_back);
	T_RUN(the_survey_of_htcds);
	T_RUN(what_others_wrote_is_stable);
	return t_done();
}
