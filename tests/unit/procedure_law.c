/* Articles and what rests on them; the glossary and its faults. */
#include "core/procedure/law.h"
#include "core/staff/seal.h"
#include "tests/unit/procedure_tiny.h"

#include <stdlib.h>

#define TERMS_LEAST 70

static struct procedure *
shipped(void)
{
	const char *folder = getenv("TN_FORMS");
	struct findings found = FINDINGS_INIT;
	struct files files;
	struct err e = ERR_INIT;
	struct procedure *p = NULL;

	if (files_posix(&files, folder != NULL ? folder : "forms", &e)) {
		p = procedure_load(&files, &found);
		files_done(&files);
	}
	findings_done(&found);
	err_done(&e);
	return p;
}

static void
test_articles_touch(void)
{
	T_CHECK(law_touches("32", "32"));
	T_CHECK(law_touches("32", "32(1)"));
	T_CHECK(law_touches("32(1)", "32"));
	T_CHECK(law_touches("32(1)", "32(1)(a)"));
	T_CHECK(law_touches(NULL, "32"));
	T_CHECK(law_touches("", "32"));
	T_CHECK(!law_touches("3", "32"));
	T_CHECK(!law_touches("32(1)", "32(2)"));
	T_CHECK(!law_touches("32(1", "32(1)"));
	T_CHECK(!law_touches("Phụ lục I", "Phụ lục II"));
}

static void
read_as(const struct procedure *p, const char *text, const char *doc,
    const char *article)
{
	struct str got = STR_INIT;
	const struct document *d = law_read(p, text, &got);

	T_STR(d == NULL ? NULL : d->code, doc);
	T_STR(str_text(&got), article);
	str_done(&got);
}

static void
test_laws_are_read(void)
{
	struct procedure *p = shipped();

	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	read_as(p, "Luật 53/2024 Đ.2(1)", "law-53-2024", "2(1)");
	read_as(p, "Luật 53/2024/QH15, Đ. 37", "law-53-2024", "37");
	read_as(p, "Nghị định 162/2025 (thủ tục đã công bố)",
	    "decree-162-2025", "");
	read_as(p, "Law 53/2024 Art 30", "law-53-2024", "30");
	read_as(p, "Luật 53/2024, Điều 32(2)", "law-53-2024", "32(2)");
	read_as(p, "Luật 153/2024 Đ.1", NULL, "");
	read_as(p, "Luật", NULL, "");
	read_as(p, "", NULL, "");
	/* every law that a question cites can be found */
	for (size_t i = 0; i < p->n_regime; i++)
		for (size_t k = 0; k < p->regime[i].n_form; k++)
			for (size_t n = 0; n < p->regime[i].form[k]->n; n++) {
				const struct form_item *it =
				    &p->regime[i].form[k]->item[n];
				struct str article = STR_INIT;

				if (it->law != NULL && law_read(p, it->law,
				    &article) == NULL) {
					printf("# %s: %s\n", it->name, it->law);
					T_CHECK(false);
				}
				str_done(&article);
			}
	procedure_free(p);
}

struct counts {
	size_t kind[LAW_KIND_COUNT], wrong;
};

static void
count(void *ctx, const struct law_use *use)
{
	struct counts *c = ctx;

	c->kind[use->kind]++;
	if (use->regime == NULL || use->code == NULL ||
	    text_in(use->title, LANG_VI)[0] == '\0' ||
	    text_in(use->title, LANG_EN)[0] == '\0')
		c->wrong++;
}

/* What `check --coverage` counts and what the screens show is the same. */
static void
test_all_is_told(void)
{
	struct procedure *p = shipped();
	struct counts c = { { 0 }, 0 };

	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	law_each(p, count, &c);
	T_INT(c.wrong, 0);
	for (int i = 0; i < LAW_KIND_COUNT; i++) {
		if (c.kind[i] == 0 && i != LAW_LOCAL_VALUE)
			printf("# no %s\n", law_kind_code((enum law_kind)i));
		T_CHECK(c.kind[i] > 0 || i == LAW_LOCAL_VALUE);
	}
	procedure_free(p);
}

/* Enough words, each whole, in both languages, told apart without accents. */
static void
test_shipped_glossary(void)
{
	struct procedure *p = shipped();

	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	T_CHECK(p->n_term >= TERMS_LEAST);
	for (size_t i = 0; i < p->n_term; i++) {
		const struct term_of_art *t = &p->term[i];

		for (int lang = 0; lang < 2; lang++) {
			const char *say = text_in(&t->say, (enum lang)lang);
			size_t n = strlen(say);

			T_CHECK(t->word[lang][0] != '\0');
			if (n < 20 || n > 400 || say[n - 1] != '.') {
				printf("# %s: %s\n", t->code, say);
				T_CHECK(false);
			}
		}
	}
	procedure_free(p);
}

#define TERM(more) "terms:\n  - {code: a, vi: A, en: A, say: " \
	BOTH("S") more "}\n"

static void
try_glossary(const char *text, const char *want)
{
	const struct memory_file file = { "glossary.yaml", text };
	struct procedure *p = NULL;
	char *got = tiny_try(&file, &p);

	T_STR(got, want);
	T_CHECK((p != NULL) == (*want == '\0'));
	procedure_free(p);
	free(got);
}

static void
test_faults_of_a_glossary(void)
{
	try_glossary(TERM(", status: inferred"), "");
	try_glossary(TERM(", status: reported, law: {doc: law}"), "");
	try_glossary(TERM(", status: sure"),
	    "glossary.yaml:2:62 proc_bad_word");
	try_glossary(TERM(", status: reported"),
	    "glossary.yaml:2:5 proc_term_no_law");
	try_glossary(TERM(", status: reported, law: {doc: lwa}"),
	    "glossary.yaml:2:83 proc_unknown_code_near");
	try_glossary(TERM(", status: reported, law: {dco: law}"),
	    "glossary.yaml:2:77 yaml_missing_key\n"
	    "glossary.yaml:2:78 yaml_unknown_key_near");
	try_glossary(TERM(""), "glossary.yaml:2:5 yaml_missing_key");
	try_glossary(TERM(", status: inferred")
	    "  - {code: b, vi: A, en: B, say: " BOTH("S")
	    ", status: inferred}\n", "glossary.yaml:3:5 proc_term_twice");
	try_glossary("terms: none\n", "glossary.yaml:1:8 yaml_want_list");
}

int
main(void)
{
	T_CHECK(seal_start());
	T_RUN(test_articles_touch);
	T_RUN(test_laws_are_read);
	T_RUN(test_all_is_told);
	T_RUN(test_shipped_glossary);
	T_RUN(test_faults_of_a_glossary);
	return t_done();
}
