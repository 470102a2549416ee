/* What a question says of itself: expressions, numbers, words. */
#include "core/form/form_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ONE_LINE 500
#define SCANNED 4000
#define MANY_LINES 20000
#define MAX_TEXT 100000
#define MAX_TEXT_ROWS 40

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

struct expr *
loader_expr(struct loader *l, const struct yaml_node *node, const char *key)
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

void
loader_bad_word(struct loader *l, const struct yaml_node *at,
    const char *word, const char *key)
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
			loader_bad_word(l, at, yaml_code(at, i), key);
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

size_t
loader_number(struct loader *l, const struct yaml_node *node, const char *key,
    size_t otherwise, int64_t most)
{
	const struct yaml_node *at = yaml_get(node, key);
	int64_t n = yaml_number(at, (int64_t)otherwise);

	if (n < 0 || n > most) {
		loader_bad_word(l, at, at->text, key);
		return otherwise;
	}
	return (size_t)n;
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
		it->initial = loader_expr(l, node, "default");
	else
		it->initial_text = xstrdup(text);
}

void
loader_texts(struct form_item *it, const struct yaml_node *node)
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

/* One word of a few; the first when it is not said. */
static int
load_word(struct loader *l, const struct yaml_node *node, const char *key,
    int (*find)(const char *word))
{
	const struct yaml_node *at = yaml_get(node, key);
	int word = at != NULL ? find(at->text) : 0;

	if (word < 0)
		loader_bad_word(l, at, at->text, key);
	return word < 0 ? 0 : word;
}

static double
load_decimal(struct loader *l, const struct yaml_node *node, const char *key,
    double otherwise)
{
	const struct yaml_node *at = yaml_get(node, key);
	double x = at != NULL ? expr_read_number(at->text) : otherwise;

	if (isnan(x) || isinf(x) || fabs(x) > 1e12) {
		loader_bad_word(l, at, at->text, key);
		return otherwise;
	}
	return x;
}

/* XLSForm's own: from 1 to 10 by 1. */
static void
load_range(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	it->range_start = load_decimal(l, node, "start", 1);
	it->range_end = load_decimal(l, node, "end", 10);
	it->range_step = load_decimal(l, node, "step", 1);
	if (it->type == FORM_RANGE && (it->range_step <= 0 ||
	    it->range_end < it->range_start))
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_RANGE, it->name, NULL);
}

/* "columns-3", "w2": the number after a word; 0 for another word. */
static int
numbered(const char *word, size_t len, const char *begin)
{
	size_t n = strlen(begin);

	if (len <= n || len > n + 2 || strncmp(word, begin, n) != 0 ||
	    strspn(word + n, "0123456789") < len - n)
		return 0;
	return (int)strtol(word + n, NULL, 10);
}

static void
load_look(struct form_item *it)
{
	const char *p = it->appearance != NULL ? it->appearance : "";

	for (p += strspn(p, " "); *p != '\0'; p += strspn(p, " ")) {
		size_t len = strcspn(p, " ");
		char *word = xstrndup(p, len);
		int columns = numbered(word, len, "columns-");
		int width = numbered(word, len, "w");

		it->look |= columns > 0 ? LOOK_COLUMNS : form_look_find(word);
		if (columns > 0)
			it->columns = columns;
		if (width > 0)
			it->width = width;
		free(word);
		p += len;
	}
	it->multiline = it->type == FORM_TEXT &&
	    (it->look & LOOK_MULTILINE) != 0;
}

static void
load_flags(const struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	it->estimated = yaml_bool(yaml_get(node, "estimated"), false);
	/* Said of a form or a group, it holds for all that is in it. */
	it->anew = yaml_bool(yaml_get(node, "anew"), it->parent < 0 ?
	    l->anew : l->form->item[it->parent].anew);
	it->lasts = yaml_bool(yaml_get(node, "lasts"), false);
	it->advisory = yaml_bool(yaml_get(node, "advisory"), false);
	it->masked = yaml_bool(yaml_get(node, "masked"),
	    (it->look & LOOK_MASKED) != 0);
	it->suggested = yaml_bool(yaml_get(node, "suggested"), false);
	it->or_other = yaml_bool(yaml_get(node, "or_other"), false);
}

void
loader_rules(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	it->required = loader_expr(l, node, "required");
	it->relevant = loader_expr(l, node, "relevant");
	it->constraint = loader_expr(l, node, "constraint");
	it->readonly = loader_expr(l, node, "readonly");
	it->calculation = loader_expr(l, node, "calculation");
	it->choice_filter = loader_expr(l, node, "choice_filter");
	it->repeat_count = loader_expr(l, node, "repeat_count");
	load_default(l, it, node);
	load_look(it);
	it->max_length = loader_number(l, node, "max_length",
	    it->multiline || it->type == FORM_GEO ? MANY_LINES :
	    it->type == FORM_BARCODE ? SCANNED : ONE_LINE, MAX_TEXT);
	it->precision = load_bits(l, node, "precision", precision_bit,
	    it->look & LOOK_YEAR ? FORM_YEAR :
	    it->look & LOOK_MONTH_YEAR ? FORM_MONTH : FORM_DAY);
	load_flags(l, it, node);
	it->statuses = load_bits(l, node, "statuses", status_bit,
	    FORM_REFUSED | FORM_UNKNOWN | FORM_NOT_ASKED);
	it->text_rows = (int)loader_number(l, node, "rows", 0, MAX_TEXT_ROWS);
	it->min = loader_number(l, node, "min", 0, FORM_MAX_ROWS);
	it->max = loader_number(l, node, "max", FORM_MAX_ROWS, FORM_MAX_ROWS);
	load_range(l, it, node);
	it->media = (enum form_media)load_word(l, node, "media",
	    form_media_find);
	it->shape = (enum form_shape)load_word(l, node, "shape",
	    form_shape_find);
	it->meta = (enum form_meta)load_word(l, node, "meta", form_meta_find);
	if (it->type == FORM_META && yaml_get(node, "meta") == NULL)
		loader_bad_word(l, yaml_get(node, "type"), "meta", "type");
}
void
loader_class(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	const struct yaml_node *at = yaml_get(node, "class");
	int class = at != NULL ? form_class_find(at->text) : FORM_NARRATIVE;

	if (class < 0)
		loader_bad_word(l, at, at->text, "class");
	it->class = class < 0 ? FORM_NARRATIVE : (enum form_class)class;
}
