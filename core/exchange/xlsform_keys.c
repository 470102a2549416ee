/* Keys of an item out of the columns of its row. */
#include "core/exchange/xlsform_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void
pair_add(struct pair **pair, size_t *n, size_t *cap, const char *key,
    enum made_as as, const char *text, const char *en, size_t col)
{
	struct pair *p;

	*pair = xgrow(*pair, *n, cap, sizeof(*p));
	p = &(*pair)[(*n)++];
	memset(p, 0, sizeof(*p));
	p->key = key;
	p->as = as;
	p->text = xstrdup(text);
	p->en = xstrdup(en);
	p->col = (int)col;
}

struct pair *
pair_find(struct pair *pair, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (!pair[i].dropped && strcmp(pair[i].own != NULL ?
		    pair[i].own : pair[i].key, key) == 0)
			return &pair[i];
	return NULL;
}

void
pairs_done(struct pair *pair, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(pair[i].own);
		free(pair[i].text);
		free(pair[i].en);
	}
	free(pair);
}

void
made_set(struct made *m, const char *key, enum made_as as, const char *text,
    size_t col)
{
	struct pair *old = made_find(m, key);

	if (text == NULL || *text == '\0')
		return;
	if (old != NULL)
		old->dropped = true;
	pair_add(&m->pair, &m->n, &m->cap, key, as, text, NULL, col);
}

struct pair *
made_find(const struct made *m, const char *key)
{
	return pair_find(m->pair, m->n, key);
}

/* "[day, month]": a list of codes, written as it is. */
static bool
is_list(const char *text)
{
	size_t n = strlen(text);

	if (n < 2 || text[0] != '[' || text[n - 1] != ']')
		return false;
	return strspn(text + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"
	    "STUVWXYZ0123456789_, ") == n - 2;
}

bool
xls_tn(struct xls *x, const struct sheet *sheet, size_t row, size_t col,
    const struct column *c, struct pair **pair, size_t *n, size_t *cap)
{
	static const char *const structure[] = { "items", "name", "lists" };
	const char *text = sheet_at(sheet, row, col - 1);
	size_t good = strspn(c->key, "abcdefghijklmnopqrstuvwxyz_");
	bool both = c->slot == SLOT_VI || c->slot == SLOT_EN;
	struct pair *p;

	for (size_t i = 0; i < ARRAY_LEN(structure); i++)
		if (strcmp(structure[i], c->key) == 0)
			good = 0;
	if (good == 0 || c->key[good] != '\0' || good > 40) {
		xls_say(x, sheet, row, col, ERR_XLS_TN, c->word, NULL);
		return false;
	}
	p = pair_find(*pair, *n, c->key);
	if (p != NULL && p->own == NULL) {
		xls_say(x, sheet, row, col, ERR_XLS_HEAD_TWICE, c->key,
		    c->word);
		return false;
	}
	if (p == NULL) {
		pair_add(pair, n, cap, NULL, both ? MADE_BOTH :
		    is_list(text) ? MADE_LIST : MADE_TEXT, NULL, NULL, col);
		p = &(*pair)[*n - 1];
		p->own = xstrdup(c->key);
	}
	if (p->as == MADE_BOTH && c->slot == SLOT_EN) {
		free(p->en);
		p->en = xstrdup(text);
	} else {
		free(p->text);
		p->text = xstrdup(text);
	}
	return true;
}

/* All languages of one text. */
static void
add_text(struct xls *x, struct made *m, enum head head, const char *key)
{
	const struct table *t = &x->survey;
	char *slot[SLOTS] = { NULL }, *vi, *en;
	size_t col = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->column[i];
		const char *text = sheet_at(t->sheet, m->row, i);

		if (c->head != head || *text == '\0' ||
		    slot[c->slot] != NULL)
			continue;
		slot[c->slot] = xstrdup(text);
		if (col == 0)
			col = i + 1;
	}
	xls_both(x, t->sheet, m->row, col, slot, &vi, &en);
	if (vi != NULL)
		pair_add(&m->pair, &m->n, &m->cap, key, MADE_BOTH, vi, en,
		    col);
	free(vi);
	free(en);
	for (int i = 0; i < SLOTS; i++)
		free(slot[i]);
}

/* A rule.  The words of truth that our loader does not know become ours. */
static void
add_rule(struct xls *x, struct made *m, enum head head, const char *key)
{
	size_t col;
	const char *cell = xls_cell(&x->survey, m->row, head, &col);
	char *text;
	int truth;

	/* instance_id goes out as a calculate */
	if (*cell == '\0' || (x->ours && strcmp(m->type, "meta") == 0 &&
	    head == HEAD_CALCULATION))
		return;
	text = x->ours ? xstrdup(cell) : xls_straight(cell);
	truth = truth_find(text);
	if (truth >= 0 && isupper((unsigned char)text[0])) {
		free(text);
		text = xstrdup(truth ? "yes" : "no");
	}
	made_set(m, key, MADE_EXPR, text, col);
	free(text);
}

/* Does it call something, or mention a question? */
static bool
is_computed(const char *text)
{
	bool name = false;

	if (strstr(text, "${") != NULL)
		return true;
	for (; *text != '\0'; text++) {
		if (*text == '(' && name)
			return true;
		name = isalnum((unsigned char)*text) || *text == '-' ||
		    *text == '_';
	}
	return false;
}

/* A text as an expression that gives just that. */
static char *
literal(const char *text)
{
	struct str s = STR_INIT;

	if (strchr(text, '\'') == NULL) {
		str_printf(&s, "'%s'", text);
		return str_steal(&s);
	}
	if (strchr(text, '"') == NULL) {
		str_printf(&s, "\"%s\"", text);
		return str_steal(&s);
	}
	str_add(&s, "concat('");
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			str_add(&s, "', \"'\", '");
		else
			str_addc(&s, *text);
	}
	str_add(&s, "')");
	return str_steal(&s);
}

static bool
is_number(const struct made *m)
{
	static const char *const numbers[] = { "integer", "decimal", "range" };

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (strcmp(m->type, numbers[i]) == 0)
			return true;
	return false;
}

/*
 * Our loader computes a default that holds a quote, ${ or a bracket; what
 * XLSForm takes as it stands is put so that it comes out the same.
 */
static void
add_default(struct xls *x, struct made *m)
{
	size_t col;
	const char *cell = xls_cell(&x->survey, m->row, HEAD_DEFAULT, &col);
	char *text, *made = NULL;

	if (*cell == '\0')
		return;
	text = x->ours ? xstrdup(cell) : xls_straight(cell);
	if (x->ours || is_computed(text) ||
	    (strpbrk(text, "'\"(") == NULL && !is_number(m)))
		made_set(m, "default", MADE_EXPR, text, col);
	else if (strpbrk(text, "'\"(") != NULL)
		made = literal(text);
	else if (strpbrk(text, "+*") != NULL || strstr(text, " - ") != NULL ||
	    strstr(text, " div ") != NULL || strstr(text, " mod ") != NULL)
		made = xasprintf("(%s)", text);
	else
		made_set(m, "default", MADE_EXPR, text, col);
	made_set(m, "default", MADE_EXPR, made, col);
	free(made);
	free(text);
}

/* "${a}, ${b}": nothing but names. */
static void
add_trigger(struct xls *x, struct made *m)
{
	size_t col;
	const char *cell = xls_cell(&x->survey, m->row, HEAD_TRIGGER, &col);
	struct str s = STR_INIT;
	const char *at = cell;

	if (*cell == '\0')
		return;
	while (*at != '\0') {
		const char *end = strchr(at, '}');

		if (isspace((unsigned char)*at) || *at == ',') {
			at++;
			continue;
		}
		if (at[0] != '$' || at[1] != '{' || end == NULL) {
			xls_say(x, x->survey.sheet, m->row, col,
			    ERR_XLS_TRIGGER, cell, NULL);
			break;
		}
		if (s.len > 0)
			str_addc(&s, ' ');
		str_addn(&s, at, (size_t)(end - at) + 1);
		at = end + 1;
	}
	made_set(m, "trigger", MADE_EXPR, str_text(&s), col);
	str_done(&s);
}

/* Appearances that only other programs know. */
static void
add_appearance(struct xls *x, struct made *m)
{
	size_t col;
	const char *text = xls_cell(&x->survey, m->row, HEAD_APPEARANCE,
	    &col);

	made_set(m, "appearance", MADE_TEXT, text, col);
	if (strchr(text, '(') != NULL || str_starts(text, "ex:"))
		xls_say(x, x->survey.sheet, m->row, col, LOST_XLS_APPEARANCE,
		    text, NULL);
	if (x->ours || strcmp(m->type, "date") != 0)
		return;
	if (strstr(text, "month-year") != NULL)
		made_set(m, "precision", MADE_LIST, "[month]", col);
	else if (strstr(text, "year") != NULL)
		made_set(m, "precision", MADE_LIST, "[year]", col);
}

/* Keys that xlsform_type.c has taken already. */
static bool
is_for_type(const char *key)
{
	return strcmp(key, "type") == 0 || strcmp(key, "list") == 0 ||
	    strcmp(key, "choices") == 0;
}

static void
add_others(struct xls *x, struct made *m)
{
	const struct table *t = &x->survey;
	size_t col;
	const char *text = xls_cell(t, m->row, HEAD_PARAMETERS, &col);

	xls_parameters(x, m, text, col);
	text = xls_cell(t, m->row, HEAD_ROWS, &col);
	made_set(m, "rows", MADE_CODE, text, col);
	for (size_t i = 0; i < t->n; i++)
		if (t->column[i].head == HEAD_TN &&
		    *sheet_at(t->sheet, m->row, i) != '\0' &&
		    !is_for_type(t->column[i].key))
			(void)xls_tn(x, t->sheet, m->row, i + 1,
			    &t->column[i], &m->pair, &m->n, &m->cap);
}

/* Does anything stand under a heading of that kind? */
static bool
has_any(const struct xls *x, const struct made *m, enum head head)
{
	for (size_t i = 0; i < x->survey.n; i++)
		if (x->survey.column[i].head == head &&
		    *sheet_at(x->survey.sheet, m->row, i) != '\0')
			return true;
	return false;
}

static bool
needs_label(const struct made *m)
{
	return strcmp(m->type, "calculate") != 0 &&
	    strcmp(m->type, "hidden") != 0 && strcmp(m->type, "meta") != 0;
}

/* No label: the hint stands for it, else the name. */
static void
fill_label(struct xls *x, struct made *m)
{
	const struct pair *hint = made_find(m, "hint");
	char *name = xstrdup(m->xls_name);
	size_t col;

	if (!needs_label(m) || made_find(m, "label") != NULL) {
		free(name);
		return;
	}
	(void)xls_cell(&x->survey, m->row, HEAD_LABEL, &col);
	if (!m->holder && hint == NULL && made_find(m, "guidance") == NULL &&
	    made_find(m, "calculation") == NULL &&
	    !has_any(x, m, HEAD_MEDIA)) {
		xls_say(x, x->survey.sheet, m->row, col, ERR_XLS_NO_LABEL,
		    m->xls_name, NULL);
	} else {
		pair_add(&m->pair, &m->n, &m->cap, "label", MADE_BOTH,
		    hint != NULL ? hint->text : name,
		    hint != NULL ? hint->en : name, 0);
		xls_say(x, x->survey.sheet, m->row, col, CHANGED_XLS_NO_LABEL,
		    m->xls_name, NULL);
	}
	free(name);
}

/*
 * A question that is computed and has neither label nor hint is on no screen
 * of ODK's: a calculate, or a hidden one where something is only kept.
 */
static void
unseen(struct made *m)
{
	bool calc = made_find(m, "calculation") != NULL;

	if (m->holder || m->list != NULL || m->outside || !needs_label(m) ||
	    made_find(m, "label") != NULL || made_find(m, "hint") != NULL ||
	    made_find(m, "guidance") != NULL || strcmp(m->type, "note") == 0)
		return;
	if (calc)
		m->type = "calculate";
	else if (made_find(m, "trigger") != NULL)
		m->type = "hidden";
}

/* What a trigger sets off is the calculation. */
static void
check_trigger(struct xls *x, struct made *m)
{
	struct pair *p = made_find(m, "trigger");

	if (p == NULL || x->ours || made_find(m, "calculation") != NULL)
		return;
	p->dropped = true;
	xls_say(x, x->survey.sheet, m->row, (size_t)p->col, LOST_XLS_KEY,
	    "trigger", m->type);
}

static void
check_calculation(struct xls *x, struct made *m)
{
	struct pair *calc = made_find(m, "calculation");
	struct pair *first = made_find(m, "default");
	size_t col;

	(void)xls_cell(&x->survey, m->row, HEAD_CALCULATION, &col);
	if (strcmp(m->type, "calculate") != 0 || calc != NULL)
		return;
	/* computed once, at the beginning */
	if (first != NULL && is_computed(first->text))
		m->type = "hidden";
	else if (!x->ours)
		xls_say(x, x->survey.sheet, m->row, col, ERR_XLS_CALCULATION,
		    m->xls_name, NULL);
}

void
xls_keys(struct xls *x, struct made *m)
{
	static const struct { enum head head; const char *key; } texts[] = {
		{ HEAD_LABEL, "label" }, { HEAD_HINT, "hint" },
		{ HEAD_GUIDANCE, "guidance" },
		{ HEAD_REQUIRED_MESSAGE, "required_message" },
		{ HEAD_CONSTRAINT_MESSAGE, "constraint_message" },
	}, rules[] = {
		{ HEAD_REQUIRED, "required" }, { HEAD_RELEVANT, "relevant" },
		{ HEAD_CONSTRAINT, "constraint" },
		{ HEAD_READONLY, "readonly" },
		{ HEAD_CALCULATION, "calculation" },
		{ HEAD_CHOICE_FILTER, "choice_filter" },
		{ HEAD_REPEAT_COUNT, "repeat_count" },
	};
	char *rule = NULL;

	if (made_find(m, "constraint") != NULL)
		rule = xstrdup(made_find(m, "constraint")->text);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		add_text(x, m, texts[i].head, texts[i].key);
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		add_rule(x, m, rules[i].head, rules[i].key);
	if (rule != NULL && strcmp(made_find(m, "constraint")->text, rule) !=
	    0) {
		char *both = xasprintf("(%s) and (%s)", rule,
		    made_find(m, "constraint")->text);

		made_set(m, "constraint", MADE_EXPR, both,
		    (size_t)made_find(m, "constraint")->col);
		free(both);
	}
	free(rule);
	add_default(x, m);
	add_trigger(x, m);
	add_appearance(x, m);
	add_others(x, m);
	if (!x->ours)
		unseen(m);
	check_trigger(x, m);
	check_calculation(x, m);
	fill_label(x, m);
}
