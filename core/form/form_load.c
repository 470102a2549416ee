/* YAML to items.  What names mean is looked at afterwards, in form_check.c. */
#include "core/form/form_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OTHER_SUFFIX "_other"

#define Q(t) (1u << (t))
#define SELECTS (Q(FORM_SELECT_ONE) | Q(FORM_SELECT_MULTIPLE) | Q(FORM_RANK))
#define WRITTEN (Q(FORM_TEXT) | Q(FORM_BARCODE) | Q(FORM_GEO))
#define QUESTIONS (WRITTEN | SELECTS | Q(FORM_INTEGER) | Q(FORM_DECIMAL) | \
	Q(FORM_DATE) | Q(FORM_YES_NO) | Q(FORM_TIME) | Q(FORM_DATE_TIME) | \
	Q(FORM_RANGE) | Q(FORM_ACKNOWLEDGE) | Q(FORM_FILE))
#define COMPUTED (Q(FORM_CALCULATE) | Q(FORM_HIDDEN))
#define UNSEEN (COMPUTED | Q(FORM_META))
#define HOLDERS (Q(FORM_GROUP) | Q(FORM_REPEAT))
#define EVERY (QUESTIONS | UNSEEN | HOLDERS | Q(FORM_NOTE))

/* Every key, and the types of item that use it. */
static const struct {
	struct yaml_field field;
	unsigned types;
} keys[] = {
	{ { "type", WANT_CODE, WANT_REQUIRED }, EVERY },
	{ { "name", WANT_TEXT, WANT_REQUIRED }, EVERY },
	{ { "label", WANT_BOTH, 0 }, EVERY },
	{ { "hint", WANT_BOTH, 0 }, EVERY & ~UNSEEN },
	{ { "guidance", WANT_BOTH, 0 }, EVERY & ~UNSEEN },
	{ { "class", WANT_CODE, 0 }, QUESTIONS | UNSEEN },
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
	{ { "appearance", WANT_TEXT, 0 }, EVERY & ~UNSEEN },
	{ { "trigger", WANT_TEXT, 0 }, QUESTIONS | COMPUTED },
	{ { "or_other", WANT_BOOL, 0 }, Q(FORM_SELECT_ONE) |
	    Q(FORM_SELECT_MULTIPLE) },
	{ { "max_length", WANT_NUMBER, 0 }, WRITTEN },
	{ { "rows", WANT_NUMBER, 0 }, Q(FORM_TEXT) },
	{ { "masked", WANT_BOOL, 0 }, Q(FORM_TEXT) | Q(FORM_BARCODE) },
	{ { "start", WANT_TEXT, 0 }, Q(FORM_RANGE) },
	{ { "end", WANT_TEXT, 0 }, Q(FORM_RANGE) },
	{ { "step", WANT_TEXT, 0 }, Q(FORM_RANGE) },
	{ { "media", WANT_TEXT, 0 }, Q(FORM_FILE) },
	{ { "shape", WANT_TEXT, 0 }, Q(FORM_GEO) },
	{ { "meta", WANT_TEXT, 0 }, Q(FORM_META) },
	{ { "precision", WANT_CODES, 0 }, Q(FORM_DATE) },
	{ { "estimated", WANT_BOOL, 0 }, Q(FORM_DATE) },
	{ { "statuses", WANT_CODES, 0 }, QUESTIONS },
	{ { "anew", WANT_BOOL, 0 }, QUESTIONS | COMPUTED | HOLDERS },
	{ { "lasts", WANT_BOOL, 0 }, QUESTIONS },
	{ { "advisory", WANT_BOOL, 0 }, QUESTIONS | COMPUTED },
	{ { "law", WANT_TEXT, 0 }, EVERY },
	{ { "suggested", WANT_BOOL, 0 }, EVERY },
	{ { "htcds", WANT_TEXT, 0 }, QUESTIONS | UNSEEN | HOLDERS },
	{ { "items", WANT_LIST, 0 }, HOLDERS },
	{ { "item_label", WANT_BOTH, 0 }, Q(FORM_REPEAT) },
	{ { "min", WANT_NUMBER, 0 }, Q(FORM_REPEAT) },
	{ { "max", WANT_NUMBER, 0 }, Q(FORM_REPEAT) },
	{ { "repeat_count", WANT_TEXT, 0 }, Q(FORM_REPEAT) },
};

static bool load_items(struct loader *l, const struct yaml_node *list,
    int parent);

bool
loader_name_is_good(const char *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-";
	size_t n = strspn(s, letters);

	return s[n] == '\0' && n > 0 && n <= 64 && s[0] != '-' &&
	    (s[0] < '0' || s[0] > '9');
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
			if (!(keys[i].types & Q(type)) &&
			    str_eq(keys[i].field.key, node->key[k]->text))
				findings_add(l->f, l->file,
				    node->key[k]->line, node->key[k]->col,
				    ERR_FORM_KEY, node->key[k]->text,
				    form_type_name((enum form_type)type),
				    NULL);
	return true;
}

static void
check_item(struct loader *l, const struct form_item *it)
{
	char max[16];

	if (it->label.vi == NULL && !(Q(it->type) & UNSEEN))
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NO_LABEL, it->name, NULL);
	if (it->type == FORM_REPEAT && it->level >= 2)
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
	if (!loader_name_is_good(at->text))
		findings_add(l->f, l->file, at->line, at->col, ERR_FORM_NAME,
		    at->text, NULL);
}

/* A new item at the end, under `parent`; nothing said of it yet. */
static struct form_item *
append_item(struct loader *l, const struct yaml_node *node, int parent)
{
	struct form *form = l->form;
	const struct form_item *up;
	struct form_item *it;

	form->item = xgrow(form->item, form->n, &form->cap, sizeof(*it));
	it = &form->item[form->n++];
	memset(it, 0, sizeof(*it));
	it->line = node->line;
	it->col = node->col;
	it->parent = parent;
	it->repeat = -1;
	if (parent >= 0) {
		up = &form->item[parent];
		it->repeat = up->type == FORM_REPEAT ? parent : up->repeat;
		it->level = up->level + (up->type == FORM_REPEAT ? 1 : 0);
		it->depth = up->depth + 1;
	}
	it->end = form->n;
	l->node = xrealloc(l->node, form->n * sizeof(const void *));
	l->node[form->n - 1] = node;
	return it;
}

/* The text question beside a select that takes `other`. */
static void
append_other(struct loader *l, size_t of)
{
	const struct yaml_node *node = l->node[of];
	struct form_item *it = append_item(l, node, l->form->item[of].parent);
	const struct form_item *select = &l->form->item[of];
	struct str s = STR_INIT;

	it->type = FORM_TEXT;
	it->made = true;
	it->name = xasprintf("%s" OTHER_SUFFIX, select->name);
	it->label.vi = xstrdup("Khác, ghi rõ");
	it->label.en = xstrdup("Other, specify");
	it->class = select->class;
	it->anew = select->anew;
	it->lasts = select->lasts;
	it->advisory = select->advisory;
	it->suggested = select->suggested;
	it->statuses = select->statuses;
	it->precision = FORM_DAY;
	it->max_length = 500;
	it->max = FORM_MAX_ROWS;
	str_printf(&s, "selected(${%s}, '" FORM_OTHER "')", select->name);
	it->relevant = expr_parse(str_text(&s), NULL);
	str_done(&s);
	if (!loader_name_is_good(it->name))
		findings_add(l->f, l->file, it->line, it->col, ERR_FORM_NAME,
		    it->name, NULL);
}

static void
load_inside(struct loader *l, const struct yaml_node *node, size_t self)
{
	const struct yaml_node *inside = yaml_get(node, "items");
	struct form_item *it = &l->form->item[self];

	if (inside == NULL || inside->n == 0)
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NO_ITEMS, it->name, NULL);
	else
		load_items(l, inside, (int)self);
	l->form->item[self].end = l->form->n;
}

static bool
load_item(struct loader *l, const struct yaml_node *node, int parent)
{
	size_t self = l->form->n;
	struct form_item *it;

	if (!check_keys(l, node))
		return false;
	it = append_item(l, node, parent);
	it->type = (enum form_type)form_type_find(yaml_get_text(node, "type"));
	load_name(l, it, node);
	loader_class(l, it, node);
	loader_texts(it, node);
	loader_rules(l, it, node);
	if (Q(it->type) & SELECTS)
		loader_select(l, it, node);
	check_item(l, it);
	if (Q(it->type) & HOLDERS)
		load_inside(l, node, self);
	else if (it->or_other)
		append_other(l, self);
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
	form->for_many = yaml_bool(yaml_get(node, "for_many"), false);
	form->version = (int)loader_number(l, node, "version", 1, 1000000);
	yaml_both(yaml_get(node, "title"), &form->title);
	form->basis = xstrdup(yaml_get_text(node, "basis"));
	form->status = xstrdup(status != NULL ? status->text : NULL);
	for (size_t i = 0; i < ARRAY_LEN(known) && !ok; i++)
		ok = strcmp(known[i], status->text) == 0;
	if (!ok)
		loader_bad_word(l, status, status->text, "status");
}

/*
 * Filled in once for a group, it may ask nothing that is one person's own: a
 * name, where to find them, their health, a file, a list.
 */
static void
check_for_many(struct loader *l)
{
	for (size_t i = 0; l->form->for_many && i < l->form->n; i++) {
		const struct form_item *it = &l->form->item[i];

		if (it->type == FORM_REPEAT || (form_is_question(it) &&
		    (it->type == FORM_FILE || it->class == FORM_IDENTITY ||
		    it->class == FORM_CONTACT || it->class == FORM_MEDICAL)))
			findings_add(l->f, l->file, it->line, it->col,
			    ERR_FORM_FOR_MANY, it->name, NULL);
	}
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
		{ "for_many", WANT_BOOL, 0 },
		{ "lists", WANT_MAP, 0 },
		{ "items", WANT_LIST, WANT_REQUIRED },
	};
	size_t before = f->n;
	struct loader l = { .file = file, .lists = lists, .f = f };

	if (!yaml_expect(file, node, field, ARRAY_LEN(field), f))
		return NULL;
	l.form = xcalloc(1, sizeof(*l.form));
	load_head(&l, node);
	loader_lists(&l, yaml_get(node, "lists"));
	load_items(&l, yaml_get(node, "items"), -1);
	loader_check(&l);
	check_for_many(&l);
	loader_effects(&l);
	free(l.node);
	if (f->n == before) {
		/* It grew by doubling and grows no more. */
		l.form->cap = l.form->n;
		l.form->item = xrealloc(l.form->item, l.form->n *
		    sizeof(*l.form->item));
		return l.form;
	}
	form_free(l.form);
	return NULL;
}
