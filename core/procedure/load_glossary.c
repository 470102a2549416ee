/*
 * glossary.yaml: the words of the field in both languages, what each means,
 * and the article that says so where one is known.
 */
#include "core/procedure/load.h"

#include <string.h>

static const struct yaml_field fields[] = {
	{ "code", WANT_CODE, WANT_REQUIRED },
	{ "vi", WANT_TEXT, WANT_REQUIRED },
	{ "en", WANT_TEXT, WANT_REQUIRED },
	{ "say", WANT_BOTH, WANT_REQUIRED },
	{ "law", WANT_MAP, 0 },
	{ "status", WANT_CODE, WANT_REQUIRED },
};

static const struct yaml_field law_fields[] = {
	{ "doc", WANT_CODE, WANT_REQUIRED },
	{ "article", WANT_TEXT, 0 },
};

static enum sureness
read_status(const struct part *t, const struct yaml_node *node)
{
	const char *word[SURE_COUNT];
	int at;

	for (int i = 0; i < SURE_COUNT; i++)
		word[i] = sureness_code((enum sureness)i);
	at = part_word(t, node, word, SURE_COUNT);
	return at < 0 ? SURE_UNSET : (enum sureness)at;
}

/* The same word twice would be found under only one of its meanings. */
static void
check_twice(const struct part *t, const struct yaml_node *list, size_t i)
{
	const struct term_of_art *term = t->p->term;

	for (size_t k = 0; k < i; k++) {
		if (term[i].word[0] != NULL && term[k].word[0] != NULL &&
		    strcmp(term[i].word[0], term[k].word[0]) == 0)
			PART_FAULT(t, list->item[i], ERR_PROC_TERM_TWICE,
			    term[i].word[0]);
	}
}

void
read_glossary(struct part *t)
{
	const struct yaml_node *list = part_only_list(t, "terms");
	struct procedure *p = t->p;

	p->term = part_items(t, list, fields, ARRAY_LEN(fields),
	    sizeof *p->term, &p->n_term);
	for (size_t i = 0; i < p->n_term; i++) {
		struct term_of_art *term = &p->term[i];
		const struct yaml_node *item = list->item[i];

		term->at = part_origin(t, item);
		term->word[LANG_VI] = part_text(t, item, "vi");
		term->word[LANG_EN] = part_text(t, item, "en");
		part_both(t, item, "say", &term->say);
		term->basis.status = read_status(t, yaml_get(item, "status"));
		check_twice(t, list, i);
	}
}

/* Known from a document: then which one is said. */
static bool
is_from_law(enum sureness s)
{
	return s == SURE_CONFIRMED || s == SURE_REPORTED || s == SURE_DRAFT;
}

void
resolve_glossary(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "terms");
	const struct table documents = part_documents(t);

	for (size_t i = 0; i < t->p->n_term; i++) {
		struct term_of_art *term = &t->p->term[i];
		const struct yaml_node *law = yaml_get(list->item[i], "law");

		if (law == NULL && is_from_law(term->basis.status))
			PART_FAULT(t, list->item[i], ERR_PROC_TERM_NO_LAW,
			    sureness_code(term->basis.status));
		if (law == NULL || !yaml_expect(t->file, law, law_fields,
		    ARRAY_LEN(law_fields), t->found))
			continue;
		term->basis.doc = part_resolve(t, yaml_get(law, "doc"),
		    &documents);
		term->basis.article = part_text(t, law, "article");
	}
}
