/*
 * What a form's expressions mention must exist, and nothing may depend on
 * itself.  Also the order in which a form is computed.
 */
#include "core/form/form_priv.h"

#include "core/form/regex.h"

#include <stdlib.h>
#include <string.h>

int
loader_col(const struct yaml_node *at, int col)
{
	/* of a block scalar only the beginning is known */
	if (strchr(at->text, '\n') != NULL)
		return at->col;
	return at->col + col - 1 + (at->quoted ? 1 : 0);
}

struct sort_item {
	const char *name;
	size_t at;
};

static int
by_name(const void *a, const void *b)
{
	const struct sort_item *x = a, *y = b;
	int cmp = strcmp(x->name, y->name);

	return cmp != 0 ? cmp : x->at < y->at ? -1 : x->at > y->at;
}

static void
sort_names(struct loader *l)
{
	struct form *form = l->form;
	struct sort_item *s = xcalloc(form->n + 1, sizeof(*s));
	struct str line = STR_INIT;

	for (size_t i = 0; i < form->n; i++)
		s[i] = (struct sort_item){ form->item[i].name, i };
	qsort(s, form->n, sizeof(*s), by_name);
	form->by_name = xcalloc(form->n + 1, sizeof(*form->by_name));
	for (size_t i = 0; i < form->n; i++) {
		const struct yaml_node *at = yaml_get(l->node[s[i].at], "name");

		form->by_name[i] = s[i].at;
		if (i == 0 || strcmp(s[i].name, s[i - 1].name) != 0)
			continue;
		str_clear(&line);
		str_printf(&line, "%d", form->item[s[i - 1].at].line);
		findings_add(l->f, l->file, at->line, at->col,
		    ERR_FORM_TWICE, s[i].name, str_text(&line), NULL);
	}
	free(s);
	str_done(&line);
}

struct seen {
	struct loader *l;
	size_t item;
	const struct yaml_node *at;	/* of the expression */
	bool filter;			/* a choice_filter: columns */
	bool feeds;			/* its names decide this item's value */
	size_t *dep;			/* pairs: item, what it depends on */
	size_t n, cap;
};

static void
complain(struct seen *s, int col, enum err_code code, const char *a,
    const char *b)
{
	findings_add(s->l->f, s->l->file, s->at->line,
	    loader_col(s->at, col), code, a, b, NULL);
}

static void
depend(struct seen *s, size_t on)
{
	s->dep = xgrow(s->dep, s->n, &s->cap, sizeof(*s->dep));
	s->dep[s->n++] = s->item;
	s->dep = xgrow(s->dep, s->n, &s->cap, sizeof(*s->dep));
	s->dep[s->n++] = on;
}

/* Does any of a question's own choices have the column? */
static bool
has_own_column(const struct form_item *it, const char *name)
{
	for (size_t i = 0; i < it->choices; i++)
		for (size_t k = 0; k < it->choice[i].columns; k++)
			if (strcmp(it->choice[i].column[2 * k], name) == 0)
				return true;
	return false;
}

static void
check_column(struct seen *s, const char *name, int col)
{
	static const char *const own[] = { "code", "name", "label", "vi",
	    "en", "htcds" };
	const struct form_lists *lists = s->l->lists;
	const struct form_item *it = &s->l->form->item[s->item];

	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (strcmp(own[i], name) == 0)
			return;
	if (it->choice != NULL ? has_own_column(it, name) :
	    it->list != NULL && (lists == NULL ||
	    !form_list_exists(NULL, lists, it->list) ||
	    form_list_column(NULL, lists, it->list, NULL, name) != NULL))
		return;
	complain(s, col, ERR_FORM_COLUMN, name, it->list != NULL ? it->list :
	    it->name);
}

static void
see(void *ctx, enum expr_seen what, const char *name, int col)
{
	struct seen *s = ctx;
	const struct form_lists *lists = s->l->lists;
	const struct form_item *it;

	switch (what) {
	case EXPR_SEES_NAME:
		it = form_question(s->l->form, name);
		if (it == NULL || it->type == FORM_GROUP ||
		    it->type == FORM_NOTE)
			complain(s, col, ERR_EXPR_NAME, name, NULL);
		else if (s->feeds)
			depend(s, (size_t)(it - s->l->form->item));
		break;
	case EXPR_SEES_UNKNOWN:
		if (!expr_is_outside(name))
			complain(s, col, ERR_EXPR_FUNCTION, name, NULL);
		break;
	case EXPR_SEES_COLUMN:
		if (s->filter)
			check_column(s, name, col);
		break;
	case EXPR_SEES_LIST:
		if (lists != NULL && !form_list_exists(s->l->form, lists,
		    name))
			complain(s, col, ERR_FORM_LIST, name, NULL);
		break;
	case EXPR_SEES_PATTERN:
		if (!regex_valid(name))
			complain(s, col, ERR_EXPR_REGEX, name, NULL);
		break;
	case EXPR_SEES_FUNCTION:
		break;
	}
}

/* Steps of paths are names too, though they need not be ours. */
static void
see_step(void *ctx, enum expr_reach reach, const char *name)
{
	struct seen *s = ctx;
	const struct form_item *it = reach == EXPR_ANYWHERE ?
	    form_question(s->l->form, name) : NULL;

	if (it != NULL && it->type != FORM_GROUP && it->type != FORM_NOTE)
		depend(s, (size_t)(it - s->l->form->item));
}

static void
check_names(struct seen *s)
{
	struct loader *l = s->l;

	for (size_t i = 0; i < l->form->n; i++) {
		const struct form_item *it = &l->form->item[i];
		const struct {
			const char *key;
			const struct expr *x;
			bool feeds;
		} all[] = {
			{ "required", it->required, false },
			{ "relevant", it->relevant, true },
			{ "constraint", it->constraint, false },
			{ "readonly", it->readonly, false },
			{ "calculation", it->calculation, true },
			{ "choice_filter", it->choice_filter, false },
			{ "default", it->initial, false },
			{ "repeat_count", it->repeat_count, true },
		};

		s->item = i;
		for (size_t k = 0; k < ARRAY_LEN(all); k++) {
			if (all[k].x == NULL)
				continue;
			s->at = yaml_get(l->node[i], it->made ? "name" :
			    all[k].key);
			s->filter = all[k].x == it->choice_filter;
			s->feeds = all[k].feeds;
			expr_names(all[k].x, see, s);
			if (s->feeds)
				expr_refs(all[k].x, false, see_step, s);
		}
		for (size_t k = 0; k < it->triggers; k++)
			depend(s, it->trigger[k]);
		/* what hides a group hides what is in it */
		if (it->parent >= 0)
			depend(s, (size_t)it->parent);
	}
}

/* "${a} ${b}": the questions whose change computes this one again. */
static void
load_trigger(struct loader *l, size_t i)
{
	struct form_item *it = &l->form->item[i];
	const struct yaml_node *at = it->made ? NULL :
	    yaml_get(l->node[i], "trigger");
	const char *p = at != NULL ? at->text : "";
	bool ok = at == NULL || it->calculation != NULL;

	while (ok && *(p += strspn(p, " ,\n")) != '\0') {
		size_t len = strcspn(p, "}");
		char *name = strncmp(p, "${", 2) == 0 && p[len] == '}' ?
		    xstrndup(p + 2, len - 2) : NULL;
		const struct form_item *on = form_question(l->form, name);
		size_t cap = it->triggers;

		free(name);
		ok = on != NULL && form_is_question(on) && on != it;
		if (!ok)
			break;
		it->trigger = xgrow(it->trigger, it->triggers, &cap,
		    sizeof(*it->trigger));
		it->trigger[it->triggers++] = (size_t)(on - l->form->item);
		p += len + 1;
	}
	if (!ok || (at != NULL && it->triggers == 0))
		findings_add(l->f, l->file, at->line, at->col,
		    ERR_FORM_TRIGGER, at->text, NULL);
}

enum mark { NEW, OPEN, DONE };

struct walk {
	struct loader *l;
	const struct seen *s;
	size_t *first;			/* where an item's pairs begin */
	enum mark *mark;
	size_t *stack, *next, depth;
};

/* Names from the first time `item` is on the stack, back to it. */
static void
circle(struct walk *w, size_t item)
{
	const struct form_item *it = &w->l->form->item[item];
	struct str path = STR_INIT;
	size_t from = w->depth;

	while (from > 0 && w->stack[from - 1] != item)
		from--;
	for (size_t i = from > 0 ? from - 1 : 0; i < w->depth; i++) {
		str_add(&path, w->l->form->item[w->stack[i]].name);
		str_add(&path, " → ");
	}
	str_add(&path, it->name);
	findings_add(w->l->f, w->l->file, it->line, it->col, ERR_FORM_CYCLE,
	    str_text(&path), NULL);
	str_done(&path);
}

static void
push(struct walk *w, size_t item)
{
	w->mark[item] = OPEN;
	w->next[w->depth] = w->first[item];
	w->stack[w->depth++] = item;
}

/* Depth first, without recursion; gives each item after what it needs. */
static void
visit(struct walk *w, size_t item, size_t *done)
{
	push(w, item);
	while (w->depth > 0) {
		size_t top = w->stack[w->depth - 1];
		size_t pair = w->next[w->depth - 1]++;

		if (pair < w->first[top + 1]) {
			size_t on = w->s->dep[2 * pair + 1];

			if (w->mark[on] == OPEN)
				circle(w, on);
			else if (w->mark[on] == NEW)
				push(w, on);
			continue;
		}
		w->mark[top] = DONE;
		w->l->form->order[(*done)++] = top;
		w->depth--;
	}
}

static void
sort_order(struct loader *l, const struct seen *s)
{
	size_t n = l->form->n, done = 0, pair = 0;
	struct walk w = { .l = l, .s = s };

	w.first = xcalloc(n + 2, sizeof(size_t));
	w.mark = xcalloc(n + 1, sizeof(*w.mark));
	w.stack = xcalloc(n + 1, sizeof(size_t));
	w.next = xcalloc(n + 1, sizeof(size_t));
	l->form->order = xcalloc(n + 1, sizeof(size_t));
	/* pairs were gathered item by item */
	for (size_t i = 0; i <= n; i++) {
		w.first[i] = pair;
		while (2 * pair < s->n && s->dep[2 * pair] == i)
			pair++;
	}
	for (size_t i = 0; i < n; i++)
		if (w.mark[i] == NEW)
			visit(&w, i, &done);
	free(w.first);
	free(w.mark);
	free(w.stack);
	free(w.next);
}

void
loader_check(struct loader *l)
{
	struct seen s = { .l = l };
	size_t before = l->f->n;

	sort_names(l);
	for (size_t i = 0; i < l->form->n; i++)
		load_trigger(l, i);
	check_names(&s);
	sort_order(l, &s);
	/* what goes in a circle, or names nothing, has no type */
	if (l->f->n == before)
		loader_types(l);
	free(s.dep);
}
