/* Where names stand in the answers: rows, repeats in rows, groups. */
#include "core/form/answers_priv.h"

#include <stdint.h>
#include <string.h>

/* An array of objects; NULL for anything else. */
static const json_t *
rows_json(const json_t *v)
{
	return json_is_array(v) && json_array_size(v) > 0 &&
	    json_is_object(json_array_get(v, 0)) ? v : NULL;
}

/* The object in which the answers of a row stand. */
static const json_t *
scope_of(const struct answers *a, const struct expr_node *at)
{
	const json_t *from = a->root;

	if (at->outer != NULL)
		from = json_array_get(json_object_get(from, at->outer),
		    at->up);
	if (at->repeat != NULL)
		from = json_array_get(json_object_get(from, at->repeat),
		    at->i);
	return from;
}

const json_t *
answers_at(const struct answers *a, const struct expr_node *node)
{
	return json_object_get(scope_of(a, node), node->name);
}

/* Where a name stands: in which repeats, and is it one itself? */
struct stand {
	const struct form_item *item;		/* NULL without a form */
	const char *outer, *repeat;
	bool rows;
};

static struct stand
stand_in_form(const struct form *form, const char *name)
{
	struct stand s = { .item = form_question(form, name) };
	const struct form_item *in;

	if (s.item == NULL)
		return s;
	s.rows = s.item->type == FORM_REPEAT;
	if (s.item->repeat < 0)
		return s;
	in = &form->item[s.item->repeat];
	s.repeat = in->name;
	s.outer = in->repeat >= 0 ? form->item[in->repeat].name : NULL;
	return s;
}

/* Does any of the rows hold the name, or a repeat in it that does? */
static bool
guess_in_rows(const json_t *rows, const char *name, struct stand *s)
{
	const char *key;
	json_t *value;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const json_t *own = json_object_get(row, name);

		if (own != NULL) {
			s->rows = rows_json(own) != NULL;
			return true;
		}
		if (s->outer != NULL)
			continue;
		json_object_foreach((json_t *)(void *)row, key, value) {
			struct stand inner = { .outer = s->repeat,
			    .repeat = key };

			if (rows_json(value) != NULL &&
			    guess_in_rows(value, name, &inner)) {
				*s = inner;
				return true;
			}
		}
	}
	return false;
}

static struct stand
stand_of(const struct answers *a, const char *name)
{
	struct stand s = { .rows = false };
	const char *key;
	json_t *value;

	if (a->form != NULL)
		return stand_in_form(a->form, name);
	s.rows = rows_json(json_object_get(a->root, name)) != NULL;
	if (json_object_get(a->root, name) != NULL)
		return s;
	json_object_foreach((json_t *)(void *)a->root, key, value) {
		struct stand in = { .repeat = key };

		if (rows_json(value) != NULL &&
		    guess_in_rows(value, name, &in))
			return in;
	}
	return s;
}

/* What is out of sight is no node at all, as XForms has it. */
bool
answers_seen(const struct answers *a, const struct form_item *item, size_t up,
    size_t row)
{
	return a->hidden == NULL || item == NULL ||
	    !a->hidden(a->hidden_ctx, item, up, row);
}

static size_t
count_rows(const struct answers *a, const struct expr_node *scope,
    const char *repeat)
{
	return json_array_size(json_object_get(scope_of(a, scope), repeat));
}

/* A scope: the whole, or a row; only its place matters. */
struct expr_node
answers_scope(const char *outer, size_t up, const char *repeat, size_t row)
{
	return (struct expr_node){ .kind = repeat != NULL ? NODE_ROW :
	    NODE_ROOT, .outer = outer, .up = up, .repeat = repeat, .i = row };
}

/* The next place in which a name may stand. */
struct search {
	size_t up, row;			/* now */
	size_t up_from, up_to;		/* of the outer repeat */
	size_t row_from, row_to;	/* of the inner one; row_to: SIZE_MAX */
};

/*
 * Which rows ${name} means: in the same row, or the same outer row, when it
 * is asked from there; else all.
 */
static void
search_start(const struct answers *a, const struct stand *s,
    const struct expr_node *here, struct search *q)
{
	/* of what stands in one repeat alone, that is the inner one */
	const char *first = s->outer != NULL ? s->outer : s->repeat;
	bool in = here != NULL && here->kind <= NODE_GROUP &&
	    here->repeat != NULL && first != NULL;
	const char *there = !in ? NULL : here->outer != NULL ? here->outer :
	    here->repeat;
	size_t at = in && here->outer != NULL ? here->up : in ? here->i : 0;
	bool same = in && strcmp(there, first) == 0;
	struct expr_node root = answers_scope(NULL, 0, NULL, 0);

	*q = (struct search){ .up_to = 1, .row_to = 1 };
	if (s->outer == NULL && s->repeat != NULL) {
		q->row_from = same ? at : 0;
		q->row_to = same ? at + 1 : count_rows(a, &root, s->repeat);
	} else if (s->outer != NULL) {
		q->up_from = same ? at : 0;
		q->up_to = same ? at + 1 : count_rows(a, &root, s->outer);
		q->row_to = SIZE_MAX;
		if (same && here->outer != NULL &&
		    strcmp(here->repeat, s->repeat) == 0) {
			q->row_from = here->i;
			q->row_to = here->i + 1;
		}
	}
	q->up = q->up_from;
	q->row = q->row_from;
}

/* Moves on until the place is one that there is; false at the end. */
static bool
search_fit(const struct answers *a, const struct stand *s, struct search *q)
{
	for (; q->up < q->up_to; q->up++, q->row = q->row_from) {
		struct expr_node outer = answers_scope(NULL, 0, s->outer, q->up);
		size_t to = q->row_to != SIZE_MAX ? q->row_to :
		    count_rows(a, &outer, s->repeat);

		if (q->row < to)
			return true;
	}
	return false;
}

static struct expr_node
node_of(const struct stand *s, const char *name, size_t up, size_t row)
{
	struct expr_node node = answers_node(s->outer, up, s->repeat, row,
	    s->item != NULL ? s->item->name : name);

	if (s->item != NULL && s->item->type == FORM_GROUP)
		node.kind = NODE_GROUP;
	return node;
}

/* Where the i-th row of a repeat in a scope is; false when there is none. */
static bool
row_node(const struct answers *a, const struct stand *s, const char *name,
    const struct expr_node *scope, size_t i, struct expr_node *out)
{
	*out = (struct expr_node){
		.kind = NODE_ROW, .i = i, .outer = scope->repeat,
		.up = scope->repeat != NULL ? scope->i : 0,
		.repeat = s->item != NULL ? s->item->name : name,
	};
	return i < count_rows(a, scope, name) &&
	    answers_seen(a, s->item, scope->up, scope->i);
}

/* The i-th row of a repeat, over all scopes that are meant. */
static bool
ref_rows(const struct answers *a, const struct stand *s, const char *name,
    const struct expr_node *here, size_t i, struct expr_node *out)
{
	struct search q;

	for (search_start(a, s, here, &q); search_fit(a, s, &q); q.row++) {
		struct expr_node scope = answers_scope(s->outer, q.up, s->repeat,
		    q.row);
		size_t n = count_rows(a, &scope, name);

		if (!answers_seen(a, s->item, q.up, q.row))
			continue;
		if (i < n)
			return row_node(a, s, name, &scope, i, out);
		i -= n;
	}
	return false;
}

static bool
same_place(const struct expr_node *a, const struct expr_node *b)
{
	return a->kind == b->kind && a->i == b->i && a->up == b->up &&
	    a->repeat == b->repeat && a->outer == b->outer;
}

/* Is the i-th the one after what was found last?  Then begin behind it. */
static bool
search_resume(const struct answers *a, const char *name,
    const struct expr_node *here, size_t i, struct search *q)
{
	const struct answers_last *last = a->last;

	if (last == NULL || i == 0 || last->name != name ||
	    last->i + 1 != i || here == NULL ||
	    !same_place(here, &last->here))
		return false;
	q->up = last->found.up;
	q->row = last->found.i + 1;
	return true;
}

bool
answers_ref(void *ctx, const struct expr_node *here, const char *name, size_t i,
    struct expr_node *out)
{
	const struct answers *a = ctx;
	const struct stand s = stand_of(a, name);
	struct search q;
	size_t left = i;

	if (s.rows)
		return ref_rows(a, &s, name, here, i, out);
	search_start(a, &s, here, &q);
	if (search_resume(a, name, here, i, &q))
		left = 0;
	for (; search_fit(a, &s, &q); q.row++) {
		if (!answers_seen(a, s.item, q.up, q.row) || left-- > 0)
			continue;
		*out = node_of(&s, name, q.up, q.row);
		if (a->last != NULL && here != NULL)
			*a->last = (struct answers_last){ name, *here, *out,
				i };
		return true;
	}
	return false;
}

/* Is `item` inside the group (any depth)? */
static bool
in_group(const struct form *form, const struct form_item *item,
    const char *group)
{
	for (int up = item->parent; up >= 0; up = form->item[up].parent)
		if (strcmp(form->item[up].name, group) == 0)
			return true;
	return false;
}

/* Does a name stand right in this row, or in the whole outside repeats? */
static bool
stands_in(const struct answers *a, const struct stand *s,
    const struct expr_node *of)
{
	if ((s->repeat == NULL) != (of->repeat == NULL) ||
	    (s->outer == NULL) != (of->outer == NULL))
		return false;
	if ((s->repeat != NULL && strcmp(s->repeat, of->repeat) != 0) ||
	    (s->outer != NULL && strcmp(s->outer, of->outer) != 0))
		return false;
	return of->kind != NODE_GROUP || (s->item != NULL &&
	    in_group(a->form, s->item, of->name));
}

/* A child by name.  /data and /FORM are the whole, as in XForms. */
static bool
named_child(const struct answers *a, const struct expr_node *of,
    const char *name, size_t i, struct expr_node *out)
{
	struct expr_node scope = answers_scope(of->outer, of->up, of->repeat,
	    of->i);
	struct stand s = stand_of(a, name);
	const json_t *here = a->form == NULL && of->repeat != NULL ?
	    json_object_get(scope_of(a, of), name) : NULL;

	/* a guessed name may stand in several repeats */
	if (here != NULL)
		s = (struct stand){ NULL, of->outer, of->repeat,
			rows_json(here) != NULL };
	if (a->form != NULL && s.item == NULL) {
		*out = scope;
		return i == 0 && of->kind == NODE_ROOT &&
		    (strcmp(name, "data") == 0 ||
		    strcmp(name, a->form->code) == 0);
	}
	if (!stands_in(a, &s, of))
		return false;
	if (s.rows)
		return row_node(a, &s, name, &scope, i, out);
	*out = node_of(&s, name, of->up, of->i);
	return i == 0 && (s.item == NULL || s.item->type != FORM_NOTE) &&
	    answers_seen(a, s.item, of->up, of->i);
}

/* Children of any name, where the form says what there is. */
static bool
form_child(const struct answers *a, const struct expr_node *of, size_t i,
    struct expr_node *out)
{
	const struct form *form = a->form;
	const struct form_item *in = of->kind == NODE_ROOT ? NULL :
	    form_question(form, of->kind == NODE_GROUP ? of->name :
	    of->repeat);
	size_t k = in == NULL ? 0 : (size_t)(in - form->item) + 1;
	size_t end = in == NULL ? form->n : in->end;

	for (; k < end; k = form->item[k].end) {
		const struct form_item *it = &form->item[k];
		struct expr_node scope = answers_scope(of->outer, of->up,
		    of->repeat, of->i);
		size_t n = it->type != FORM_REPEAT ? 1 :
		    count_rows(a, &scope, it->name);

		if (it->type == FORM_NOTE || !answers_seen(a, it, of->up, of->i))
			continue;
		if (i < n)
			return named_child(a, of, it->name, i, out);
		i -= n;
	}
	return false;
}

/* The same without a form: what is there. */
static bool
json_child(const struct answers *a, const struct expr_node *of, size_t i,
    struct expr_node *out)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(void *)scope_of(a, of), key, value) {
		const json_t *rows = of->outer == NULL ? rows_json(value) :
		    NULL;
		size_t n = rows != NULL ? json_array_size(rows) : 1;

		if (i >= n) {
			i -= n;
			continue;
		}
		*out = rows == NULL ? answers_node(of->outer, of->up,
		    of->repeat, of->i, key) : (struct expr_node){
			.kind = NODE_ROW, .i = i, .repeat = key,
			.outer = of->repeat, .up = of->i,
		};
		return true;
	}
	return false;
}

/* Without a form a row has what it holds, and no more. */
bool
answers_child(const struct answers *a, const struct expr_node *of,
    const char *name, size_t i, struct expr_node *out)
{
	if (name == NULL)
		return a->form != NULL ? form_child(a, of, i, out) :
		    json_child(a, of, i, out);
	return named_child(a, of, name, i, out);
}
