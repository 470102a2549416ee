/* YAML to items.  What names mean is looked at afterwards, in form_check.c. */
#include "core/form/form_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONE_LINE 500
#define MANY_LINES 20000
#define MAX_TEXT 100000
#define MAX_CHOICES 500

#define Q(t) (1u << (t))
#define QUESTIONS (Q(FORM_TEXT) | Q(FORM_INTEGER) | Q(FORM_DECIMAL) | \
	Q(FORM_DATE) | Q(FORM_SELECT_ONE) | Q(FORM_SELECT_MULTIPLE) | \
	Q(FORM_YES_NO))
#define SELECTS (Q(FORM_SELECT_ONE) | Q(FORM_SELECT_MULTIPLE))
#define COMPUTED (Q(FORM_CALCULATE) | Q(FORM_HIDDEN))
#define HOLDERS (Q(FORM_GROUP) | Q(FORM_REPEAT))
#define EVERY (QUESTIONS | COMPUTED | HOLDERS | Q(FORM_NOTE))

/* Every key, and the types of item that use it. */
static const struct {
	struct yaml_field field;
	unsigned types;
} keys[] = {
	{ { "type", WANT_CODE, WANT_REQUIRED }, EVERY },
	{ { "name", WANT_TEXT, WANT_REQUIRED }, EVERY },
	{ { "label", WANT_BOTH, 0 }, EVERY },
	{ { "hint", WANT_BOTH, 0 }, EVERY & ~COMPUTED },
	{ { "guidance", WANT_BOTH, 0 }, EVERY & ~COMPUTED },
	{ { "class", WANT_CODE, 0 }, QUESTIONS | COMPUTED },
	{ { "required", WANT_TEXT, 0 }, QUESTIONS },
	{ { "required_message", WANT_BOTH, 0 }, QUESTIONS },
	{ { "relevant", WANT_TEXT, 0 }, EVERY },
	{ { "constraint", WANT_TEXT, 0 }, QUESTIONS },
	{ { "constraint_message", WANT_BOTH, 0 }, QUESTIONS },
	{ { "readonly", WANT_TEXT, 0 }, QUESTIONS },
	{ { "calculation", WANT_TEXT, 0 }, QUESTIONS | COMPUTED },
	{ { "default", WANT_TEXT, 0 }, QUESTIONS | Q(FORM_HIDDEN) },
	{ { "list", WANT_CODE, 0 }, SELECTS },
	{ { "choices", WANT_LIST, 0 }, SELECTS },
	{ { "choice_filter", WANT_TEXT, 0 }, SELECTS },
	{ { "appearance", WANT_TEXT, 0 }, EVERY & ~COMPUTED },
	{ { "max_length", WANT_NUMBER, 0 }, Q(FORM_TEXT) },
	{ { "precision", WANT_CODES, 0 }, Q(FORM_DATE) },
	{ { "estimated", WANT_BOOL, 0 }, Q(FORM_DATE) },
	{ { "statuses", WANT_CODES, 0 }, QUESTIONS },
	{ { "anew", WANT_BOOL, 0 }, QUESTIONS | COMPUTED | HOLDERS },
	{ { "lasts", WANT_BOOL, 0 }, QUESTIONS },
	{ { "advisory", WANT_BOOL, 0 }, QUESTIONS | COMPUTED },
	{ { "law", WANT_TEXT, 0 }, EVERY },
	{ { "htcds", WANT_TEXT, 0 }, QUESTIONS | COMPUTED },
	{ { "items", WANT_LIST, 0 }, HOLDERS },
	{ { "item_label", WANT_BOTH, 0 }, Q(FORM_REPEAT) },
	{ { "min", WANT_NUMBER, 0 }, Q(FORM_REPEAT) },
	{ { "max", WANT_NUMBER, 0 }, Q(FORM_REPEAT) },
};

static bool load_items(struct loader *l, const struct yaml_node *list,
    int parent);

static bool
name_is_good(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return s[n] == '\0' && n > 0 && n <= 64 && s[0] >= 'a' && s[0] <= 'z';
}

static bool
check_keys(struct loader *l, const struct yaml_node *node)
{
	struct yaml_field field[ARRAY_LEN(keys)];
	size_t before = l->f->n;
	int type;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		field[i] = keys[i].field;
	yaml_expect(l->file, node, field, ARRAY_LEN(field), l->f);
	if (l->f->n > before)
		return false;
	type = form_type_find(yaml_get_text(node, "type"));
	if (type < 0) {
		const struct yaml_node *at = yaml_get(node, "type");

		findings_add(l->f, l->file, at->line, at->col, ERR_FORM_TYPE,
		    at->text, NULL);
		return false;
	}
	for (size_t k = 0; k < node->n; k++)
		for (size_t i = 0; i < ARRAY_LEN(keys); i++)
			if (strcmp(keys[i].field.key, node->key[k]->text) ==
			    0 && !(keys[i].types & Q(type)))
				findings_add(l->f, l->file,
				    node->key[k]->line, node->key[k]->col,
				    ERR_FORM_KEY, node->key[k]->text,
				    form_type_name((enum form_type)type),
				    NULL);
	return true;
}

/* yes, no, true and false are written in place of true() and false(). */
static const char *
plain_truth(const char *s)
{
	if (strcmp(s, "yes") == 0 || strcmp(s, "true") == 0)
		return "true()";
	if (strcmp(s, "no") == 0 || strcmp(s, "false") == 0)
		return "false()";
	return s;
}

static struct expr *
load_expr(struct loader *l, const struct yaml_node *node, const char *key)
{
	const struct yaml_node *at = yaml_get(node, key);
	struct err e = ERR_INIT;
	struct expr *x;

	if (at == NULL)
		return NULL;
	x = expr_parse(plain_truth(at->text), &e);
	if (x == NULL) {
		e.col = loader_col(at, e.col);
		e.line = at->line;
		e.file = xstrdup(l->file);
		findings_take(l->f, &e);
	}
	return x;
}

static void
bad_word(struct loader *l, const struct yaml_node *at, const char *word,
    const char *key)
{
	findings_add(l->f, l->file, at->line, at->col, ERR_FORM_WORD, word,
	    key, NULL);
}

/* A list of words into bits. */
static unsigned
load_bits(struct loader *l, const struct yaml_node *node, const char *key,
    unsigned (*bit)(const char *word), unsigned otherwise)
{
	const struct yaml_node *at = yaml_get(node, key);
	unsigned bits = 0;

	if (at == NULL)
		return otherwise;
	for (size_t i = 0; i < yaml_codes(at); i++) {
		unsigned one = bit(yaml_code(at, i));

		if (one == 0)
			bad_word(l, at, yaml_code(at, i), key);
		bits |= one;
	}
	return bits;
}

static unsigned
precision_bit(const char *word)
{
	return strcmp(word, "day") == 0 ? FORM_DAY :
	    strcmp(word, "month") == 0 ? FORM_MONTH :
	    strcmp(word, "year") == 0 ? FORM_YEAR : 0;
}

static unsigned
status_bit(const char *word)
{
	return form_status_find(word) & ~(unsigned)FORM_CONTRADICTED;
}

static size_t
load_number(struct loader *l, const struct yaml_node *node, const char *key,
    size_t otherwise, int64_t most)
{
	const struct yaml_node *at = yaml_get(node, key);
	int64_t n = yaml_number(at, (int64_t)otherwise);

	if (n < 0 || n > most) {
		bad_word(l, at, at->text, key);
		return otherwise;
	}
	return (size_t)n;
}

static void
load_choices(struct loader *l, struct form_item *it,
    const struct yaml_node *list)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "label", WANT_BOTH, WANT_REQUIRED },
	};
	size_t cap = 0;

	for (size_t i = 0; i < list->n && i < MAX_CHOICES; i++) {
		const struct yaml_node *at = list->item[i];
		struct form_own_choice made;

		if (!yaml_expect(l->file, at, field, ARRAY_LEN(field), l->f))
			continue;
		made.code = xstrdup(yaml_get_text(at, "code"));
		yaml_both(yaml_get(at, "label"), &made.label);
		for (size_t k = 0; k < it->choices; k++)
			if (strcmp(it->choice[k].code, made.code) == 0)
				findings_add(l->f, l->file, at->line, at->col,
				    ERR_FORM_CHOICE_TWICE, made.code, NULL);
		it->choice = xgrow(it->choice, it->choices, &cap,
		    sizeof(made));
		it->choice[it->choices++] = made;
	}
}

static void
load_select(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	const struct yaml_node *list = yaml_get(node, "list");
	const struct yaml_node *own = yaml_get(node, "choices");

	if ((list == NULL) == (own == NULL || own->n == 0)) {
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NO_LIST, it->name, NULL);
		return;
	}
	if (own != NULL) {
		load_choices(l, it, own);
		return;
	}
	it->list = xstrdup(list->text);
	if (l->lists != NULL && !l->lists->exists(l->lists->ctx, it->list))
		findings_add(l->f, l->file, list->line, list->col,
		    ERR_FORM_LIST, it->list, NULL);
}

/* A `default` that holds a quote, ${ or ( is computed, else it is the value. */
static void
load_default(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	const char *text = yaml_get_text(node, "default");

	if (text == NULL)
		return;
	if (strpbrk(text, "'\"(") != NULL || strstr(text, "${") != NULL)
		it->initial = load_expr(l, node, "default");
	else
		it->initial_text = xstrdup(text);
}

static void
load_texts(struct form_item *it, const struct yaml_node *node)
{
	const struct { const char *key; struct text *to; } texts[] = {
		{ "label", &it->label }, { "hint", &it->hint },
		{ "guidance", &it->guidance },
		{ "item_label", &it->item_label },
		{ "required_message", &it->required_message },
		{ "constraint_message", &it->constraint_message },
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (yaml_get(node, texts[i].key) != NULL)
			yaml_both(yaml_get(node, texts[i].key), texts[i].to);
	it->appearance = xstrdup(yaml_get_text(node, "appearance"));
	it->law = xstrdup(yaml_get_text(node, "law"));
	it->htcds = xstrdup(yaml_get_text(node, "htcds"));
}

static void
load_rules(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	it->required = load_expr(l, node, "required");
	it->relevant = load_expr(l, node, "relevant");
	it->constraint = load_expr(l, node, "constraint");
	it->readonly = load_expr(l, node, "readonly");
	it->calculation = load_expr(l, node, "calculation");
	it->choice_filter = load_expr(l, node, "choice_filter");
	load_default(l, it, node);
	it->multiline = it->appearance != NULL &&
	    strstr(it->appearance, "multiline") != NULL;
	it->max_length = load_number(l, node, "max_length",
	    it->multiline ? MANY_LINES : ONE_LINE, MAX_TEXT);
	it->precision = load_bits(l, node, "precision", precision_bit,
	    FORM_DAY);
	it->estimated = yaml_bool(yaml_get(node, "estimated"), false);
	/* Said of a form or a group, it holds for all that is in it. */
	it->anew = yaml_bool(yaml_get(node, "anew"), it->parent < 0 ?
	    l->anew : l->form->item[it->parent].anew);
	it->lasts = yaml_bool(yaml_get(node, "lasts"), false);
	it->advisory = yaml_bool(yaml_get(node, "advisory"), false);
	it->statuses = load_bits(l, node, "statuses", status_bit,
	    FORM_REFUSED | FORM_UNKNOWN | FORM_NOT_ASKED);
	it->min = load_number(l, node, "min", 0, FORM_MAX_ROWS);
	it->max = load_number(l, node, "max", FORM_MAX_ROWS, FORM_MAX_ROWS);
}

static void
load_class(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	const struct yaml_node *at = yaml_get(node, "class");
	int class = at != NULL ? form_class_find(at->text) : FORM_NARRATIVE;

	if (class < 0)
		bad_word(l, at, at->text, "class");
	it->class = class < 0 ? FORM_NARRATIVE : (enum form_class)class;
}

static void
check_item(struct loader *l, const struct form_item *it)
{
	char max[16];

	if (it->label.vi == NULL && !(Q(it->type) & COMPUTED))
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NO_LABEL, it->name, NULL);
	if (it->type == FORM_REPEAT && it->repeat >= 0)
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NESTED, it->name, NULL);
	if (it->type == FORM_REPEAT && (it->min > it->max || it->max == 0)) {
		snprintf(max, sizeof(max), "%d", FORM_MAX_ROWS);
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_REPEAT_BOUNDS, it->name, max, NULL);
	}
}

static void
load_name(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	const struct yaml_node *at = yaml_get(node, "name");

	it->name = xstrdup(at->text);
	if (!name_is_good(at->text))
		findings_add(l->f, l->file, at->line, at->col, ERR_FORM_NAME,
		    at->text, NULL);
}

static bool
load_item(struct loader *l, const struct yaml_node *node, int parent)
{
	struct form *form = l->form;
	const struct yaml_node *inside;
	struct form_item *it;
	size_t self = form->n;

	if (!check_keys(l, node))
		return false;
	form->item = xgrow(form->item, form->n, &form->cap, sizeof(*it));
	it = &form->item[form->n++];
	memset(it, 0, sizeof(*it));
	it->type = (enum form_type)form_type_find(yaml_get_text(node, "type"));
	it->line = node->line;
	it->col = node->col;
	it->parent = parent;
	it->repeat = parent < 0 ? -1 :
	    form->item[parent].type == FORM_REPEAT ? parent :
	    form->item[parent].repeat;
	it->depth = parent < 0 ? 0 : form->item[parent].depth + 1;
	it->end = form->n;
	load_name(l, it, node);
	load_class(l, it, node);
	load_texts(it, node);
	load_rules(l, it, node);
	if (Q(it->type) & SELECTS)
		load_select(l, it, node);
	check_item(l, it);
	l->node = xrealloc(l->node, form->n * sizeof(const void *));
	l->node[self] = node;
	if (!(Q(it->type) & HOLDERS))
		return true;
	inside = yaml_get(node, "items");
	if (inside == NULL || inside->n == 0)
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NO_ITEMS, it->name, NULL);
	else
		load_items(l, inside, (int)self);
	form->item[self].end = form->n;
	return true;
}

static bool
load_items(struct loader *l, const struct yaml_node *list, int parent)
{
	char max[16];

	for (size_t i = 0; i < list->n; i++) {
		if (l->form->n >= FORM_MAX_ITEMS) {
			snprintf(max, sizeof(max), "%d", FORM_MAX_ITEMS);
			findings_add(l->f, l->file, list->item[i]->line,
			    list->item[i]->col, ERR_FORM_TOO_MANY, max, NULL);
			return false;
		}
		load_item(l, list->item[i], parent);
	}
	return true;
}

static void
load_head(struct loader *l, const struct yaml_node *node)
{
	static const char *const known[] = { "confirmed", "reported",
	    "draft", "inferred", "unset", "suggested" };
	const struct yaml_node *status = yaml_get(node, "status");
	struct form *form = l->form;
	bool ok = status == NULL;

	form->code = xstrdup(yaml_get_text(node, "form"));
	l->anew = yaml_bool(yaml_get(node, "anew"), false);
	form->version = (int)load_number(l, node, "version", 1, 1000000);
	yaml_both(yaml_get(node, "title"), &form->title);
	form->basis = xstrdup(yaml_get_text(node, "basis"));
	form->status = xstrdup(status != NULL ? status->text : NULL);
	for (size_t i = 0; i < ARRAY_LEN(known) && !ok; i++)
		ok = strcmp(known[i], status->text) == 0;
	if (!ok)
		bad_word(l, status, status->text, "status");
}

struct form *
form_load(const char *file, const struct yaml_node *node,
    const struct form_lists *lists, struct findings *f)
{
	static const struct yaml_field field[] = {
		{ "form", WANT_CODE, WANT_REQUIRED },
		{ "version", WANT_NUMBER, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "basis", WANT_TEXT, 0 },
		{ "status", WANT_CODE, 0 },
		{ "anew", WANT_BOOL, 0 },
		{ "items", WANT_LIST, WANT_REQUIRED },
	};
	size_t before = f->n;
	struct loader l = { .file = file, .lists = lists, .f = f };

	if (!yaml_expect(file, node, field, ARRAY_LEN(field), f))
		return NULL;
	l.form = xcalloc(1, sizeof(*l.form));
	load_head(&l, node);
	load_items(&l, yaml_get(node, "items"), -1);
	loader_check(&l);
	free(l.node);
	if (f->n == before)
		return l.form;
	form_free(l.form);
	return NULL;
}
