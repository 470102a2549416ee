/*
 * {"ask": "law", "law": {"doc", "article"?}} or "law": "Luật 53/2024 Đ.30" ->
 * {doc: {code title number from to}, article, text, uses: [{regime
 * regime_title kind code title law}], more}.  What rests on the article or a
 * part of it, the newest regime first; the same thing under many paths is
 * told once.
 *
 * {"ask": "glossary"} -> {terms: [{code word: {vi, en} say law}]}, as in the
 * file.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/procedure/law.h"

#include <stdlib.h>
#include <string.h>

#define USES_MOST 200
#define TEXT_MOST 400		/* of a law in words: longer is none */

struct found_uses {
	const struct document *doc;
	const char *article;
	struct law_use *use;
	size_t n, cap;
};

static bool
is_same(const struct law_use *a, const struct law_use *b)
{
	return a->regime == b->regime && a->kind == b->kind &&
	    str_eq(a->code, b->code) &&
	    a->basis->status == b->basis->status &&
	    str_eq(a->basis->article, b->basis->article) &&
	    str_eq(text_in(a->title, LANG_VI), text_in(b->title, LANG_VI));
}

static void
on_use(void *ctx, const struct law_use *use)
{
	struct found_uses *f = ctx;

	if (use->basis->doc != f->doc ||
	    !law_touches(f->article, use->basis->article))
		return;
	/* What cites the whole law says nothing of this article. */
	if (f->article[0] != '\0' && use->basis->article == NULL)
		return;
	for (size_t i = 0; i < f->n; i++) {
		if (is_same(&f->use[i], use))
			return;
	}
	f->use = xgrow(f->use, f->n, &f->cap, sizeof(*f->use));
	f->use[f->n++] = *use;
}

static int
by_regime_and_kind(const void *a, const void *b)
{
	const struct law_use *x = a, *y = b;
	int order;

	/* Regimes lie in one array, the newest last. */
	if (x->regime != y->regime)
		return x->regime > y->regime ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	order = strcmp(x->code, y->code);
	return order != 0 ? order : strcmp(text_in(x->title, LANG_VI),
	    text_in(y->title, LANG_VI));
}

static json_t *
use_json(const struct law_use *use)
{
	json_t *o = titled(use->code, use->title);

	json_object_set_new(o, "regime", json_string(use->regime->code));
	json_object_set_new(o, "regime_title",
	    text_json(&use->regime->title));
	json_object_set_new(o, "kind",
	    json_string(law_kind_code(use->kind)));
	json_object_set_new(o, "law", basis_json(use->basis));
	return o;
}

static json_t *
document_json(const struct document *doc)
{
	json_t *o = titled(doc->code, &doc->title);

	if (doc->number != NULL)
		json_object_set_new(o, "number", json_string(doc->number));
	json_object_set_new(o, "from", date_json(doc->from));
	json_object_set_new(o, "to", date_json(doc->to));
	return o;
}

static json_t *
article_json(struct session *s, const struct document *doc,
    const char *article)
{
	struct found_uses f = { doc, article, NULL, 0, 0 };
	struct basis basis = { .doc = doc };
	json_t *o = json_object(), *uses = json_array(), *law;

	law_each(s->tn->procedure, on_use, &f);
	if (f.n > 0)
		qsort(f.use, f.n, sizeof(*f.use), by_regime_and_kind);
	for (size_t i = 0; i < f.n && i < USES_MOST; i++)
		json_array_append_new(uses, use_json(&f.use[i]));
	json_object_set_new(o, "doc", document_json(doc));
	if (article != NULL && *article != '\0') {
		json_object_set_new(o, "article", json_string(article));
		basis.article = xstrdup(article);
	}
	law = basis_json(&basis);
	json_object_set(o, "text", json_object_get(law, "text"));
	json_decref(law);
	json_object_set_new(o, "uses", uses);
	json_object_set_new(o, "more", json_integer(f.n > USES_MOST ?
	    (json_int_t)(f.n - USES_MOST) : 0));
	free(basis.article);
	free(f.use);
	return o;
}

json_t *
ask_law(struct session *s, const json_t *query)
{
	const struct procedure *p = s->tn->procedure;
	const json_t *law = json_object_get(query, "law");
	const char *words = json_string_value(law);
	const char *given = jx_text(law, "article");
	const struct document *doc;
	struct str article = STR_INIT;
	json_t *o;

	if (words != NULL) {
		doc = strlen(words) > TEXT_MOST ? NULL :
		    law_read(p, words, &article);
	} else {
		doc = law_document(p, jx_text(law, "doc"));
		if (given != NULL && strlen(given) <= TEXT_MOST)
			str_add(&article, given);
	}
	o = doc == NULL ? refuse(NULL, ERR_NO_SUCH_LAW, "") :
	    article_json(s, doc, str_text(&article));
	str_done(&article);
	return o;
}

json_t *
ask_glossary(struct session *s, const json_t *query)
{
	const struct procedure *p = s->tn->procedure;
	json_t *o = json_object(), *terms = json_array();

	(void)query;
	for (size_t i = 0; i < p->n_term; i++) {
		const struct term_of_art *t = &p->term[i];
		json_t *term = json_object();

		json_object_set_new(term, "code", json_string(t->code));
		json_object_set_new(term, "word", json_pack("{s:s, s:s}",
		    "vi", t->word[LANG_VI], "en", t->word[LANG_EN]));
		json_object_set_new(term, "say", text_json(&t->say));
		json_object_set_new(term, "law", basis_json(&t->basis));
		json_array_append_new(terms, term);
	}
	json_object_set_new(o, "terms", terms);
	return o;
}
