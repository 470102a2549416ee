/* The tree that expressions walk over JSON answers and lists. */
#include "core/form/answers.h"

#include <string.h>

enum node_kind {
	NODE_ROOT = 1, NODE_ROW, NODE_ANSWER, NODE_GROUP, NODE_LIST,
	NODE_LIST_ROOT, NODE_CHOICE, NODE_COLUMN
};

static const struct answers *
answers_of(void *ctx)
{
	return ctx;
}

const json_t *
answer_value(const json_t *answer)
{
	unsigned no_value = FORM_REFUSED | FORM_UNKNOWN | FORM_NOT_ASKED;

	if (answer_status(answer) & no_value)
		return NULL;
	if (json_is_object(answer))
		answer = json_object_get(answer, "value");
	return json_is_null(answer) ? NULL : answer;
}

unsigned
answer_status(const json_t *answer)
{
	if (!json_is_object(answer))
		return 0;
	return form_status_find(json_string_value(json_object_get(answer,
	    "status")));
}

bool
answer_is_empty(const json_t *answer)
{
	const json_t *v = answer_value(answer);

	return v == NULL || (json_is_string(v) &&
	    json_string_length(v) == 0) ||
	    (json_is_array(v) && json_array_size(v) == 0);
}

struct expr_node
answers_node(const char *outer, size_t up, const char *repeat, size_t row,
    const char *name)
{
	return (struct expr_node){
		.kind = NODE_ANSWER, .i = row, .repeat = repeat, .name = name,
		.outer = outer, .up = up,
	};
}

struct expr_node
answers_choice(const char *list, size_t i, const struct form_choice *choice)
{
	return (struct expr_node){
		.kind = NODE_CHOICE, .i = i, .repeat = list,
		.name = choice->code, .of = choice->row,
	};
}

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

static const json_t *
answer_of(const struct answers *a, const struct expr_node *node)
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
static bool
is_seen(const struct answers *a, const struct form_item *item, size_t up,
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
static struct expr_node
scope_at(const char *outer, size_t up, const char *repeat, size_t row)
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
	struct expr_node root = scope_at(NULL, 0, NULL, 0);

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
		struct expr_node outer = scope_at(NULL, 0, s->outer, q->up);
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
	    is_seen(a, s->item, scope->up, scope->i);
}

/* The i-th row of a repeat, over all scopes that are meant. */
static bool
ref_rows(const struct answers *a, const struct stand *s, const char *name,
    const struct expr_node *here, size_t i, struct expr_node *out)
{
	struct search q;

	for (search_start(a, s, here, &q); search_fit(a, s, &q); q.row++) {
		struct expr_node scope = scope_at(s->outer, q.up, s->repeat,
		    q.row);
		size_t n = count_rows(a, &scope, name);

		if (!is_seen(a, s->item, q.up, q.row))
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

static bool
tree_ref(void *ctx, const struct expr_node *here, const char *name, size_t i,
    struct expr_node *out)
{
	const struct answers *a = answers_of(ctx);
	const struct stand s = stand_of(a, name);
	struct search q;
	size_t left = i;

	if (s.rows)
		return ref_rows(a, &s, name, here, i, out);
	search_start(a, &s, here, &q);
	if (search_resume(a, name, here, i, &q))
		left = 0;
	for (; search_fit(a, &s, &q); q.row++) {
		if (!is_seen(a, s.item, q.up, q.row) || left-- > 0)
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
	struct expr_node scope = scope_at(of->outer, of->up, of->repeat,
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
	    is_seen(a, s.item, of->up, of->i);
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
		struct expr_node scope = scope_at(of->outer, of->up,
		    of->repeat, of->i);
		size_t n = it->type != FORM_REPEAT ? 1 :
		    count_rows(a, &scope, it->name);

		if (it->type == FORM_NOTE || !is_seen(a, it, of->up, of->i))
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
static bool
row_child(const struct answers *a, const struct expr_node *of,
    const char *name, size_t i, struct expr_node *out)
{
	if (name == NULL)
		return a->form != NULL ? form_child(a, of, i, out) :
		    json_child(a, of, i, out);
	return named_child(a, of, name, i, out);
}

static bool
list_child(const struct answers *a, const struct expr_node *of,
    const char *name, size_t i, struct expr_node *out)
{
	struct form_choice choice;

	if (of->kind == NODE_LIST) {
		*out = *of;
		out->kind = NODE_LIST_ROOT;
		return i == 0 && (name == NULL || strcmp(name, "root") == 0);
	}
	if (of->kind == NODE_LIST_ROOT) {
		if ((name != NULL && strcmp(name, "item") != 0) ||
		    !form_list_at(a->form, a->lists, of->repeat, i, &choice))
			return false;
		*out = answers_choice(of->repeat, i, &choice);
		return true;
	}
	*out = *of;
	out->kind = NODE_COLUMN;
	out->p = name;
	return i == 0 && name != NULL && of->kind == NODE_CHOICE;
}

static bool
tree_child(void *ctx, const struct expr_node *of, const char *name, size_t i,
    struct expr_node *out)
{
	const struct answers *a = answers_of(ctx);

	if (of->kind == NODE_ROOT || of->kind == NODE_ROW ||
	    of->kind == NODE_GROUP)
		return row_child(a, of, name, i, out);
	if (of->kind == NODE_ANSWER)
		return false;
	return list_child(a, of, name, i, out);
}

static bool
tree_root(void *ctx, struct expr_node *out)
{
	*out = (struct expr_node){ .kind = NODE_ROOT };
	return answers_of(ctx)->root != NULL;
}

/* The item a node stands for; NULL without a form. */
static const struct form_item *
item_of(const struct answers *a, const struct expr_node *of)
{
	return a->form == NULL ? NULL : form_question(a->form,
	    of->kind == NODE_ROW ? of->repeat : of->name);
}

/* The row or the whole in which a node stands. */
static struct expr_node
scope_around(const struct expr_node *of)
{
	if (of->kind != NODE_ROW)
		return scope_at(of->outer, of->up, of->repeat, of->i);
	return scope_at(NULL, 0, of->outer, of->outer != NULL ? of->up : 0);
}

static bool
tree_parent(void *ctx, const struct expr_node *of, struct expr_node *out)
{
	const struct answers *a = answers_of(ctx);
	const struct form_item *it, *group;

	if (of->kind == NODE_ANSWER || of->kind == NODE_GROUP ||
	    of->kind == NODE_ROW) {
		*out = scope_around(of);
		it = item_of(a, of);
		group = it != NULL && it->parent >= 0 ?
		    &a->form->item[it->parent] : NULL;
		if (group != NULL && group->type == FORM_GROUP) {
			out->kind = NODE_GROUP;
			out->name = group->name;
		}
		return true;
	}
	*out = *of;
	out->kind = of->kind == NODE_COLUMN ? NODE_CHOICE :
	    of->kind == NODE_CHOICE ? NODE_LIST_ROOT : NODE_LIST;
	return of->kind == NODE_COLUMN || of->kind == NODE_CHOICE ||
	    of->kind == NODE_LIST_ROOT;
}

static bool
tree_instance(void *ctx, const char *id, struct expr_node *out)
{
	const struct answers *a = answers_of(ctx);

	*out = (struct expr_node){ .kind = NODE_LIST, .repeat = id };
	return form_list_exists(a->form, a->lists, id);
}

/* A column of a choice that stands in its question. */
static void
own_column_value(const struct form_own_choice *own, const char *column,
    struct expr_value *out)
{
	const char *text = NULL;

	if (own == NULL)
		return;
	if (strcmp(column, "vi") == 0 || strcmp(column, "label") == 0)
		text = own->label.vi;
	else if (strcmp(column, "en") == 0)
		text = own->label.en;
	else if (strcmp(column, "htcds") == 0)
		text = own->htcds;
	for (size_t i = 0; text == NULL && i < own->columns; i++)
		if (strcmp(own->column[2 * i], column) == 0)
			text = own->column[2 * i + 1];
	expr_set_text(out, text != NULL ? text : "");
}

static void
column_value(const struct answers *a, const struct expr_node *node,
    struct expr_value *out)
{
	const char *column = node->p, *text = NULL;
	struct form_choice choice;

	expr_set_text(out, "");
	if (strcmp(column, "name") == 0 || strcmp(column, "code") == 0) {
		expr_set_text(out, node->name);
		return;
	}
	if (node->repeat == NULL) {
		own_column_value(node->of, column, out);
		return;
	}
	if (!form_list_find(a->form, a->lists, node->repeat, node->name,
	    &choice))
		return;
	if (strcmp(column, "vi") == 0 || strcmp(column, "label") == 0)
		text = choice.vi;
	else if (strcmp(column, "en") == 0)
		text = choice.en;
	else
		text = form_list_column(a->form, a->lists, node->repeat,
		    &choice, column);
	expr_set_text(out, text != NULL ? text : "");
}

/* Codes of a select_multiple, with spaces between, as XForms stores them. */
static void
array_value(const json_t *array, struct expr_value *out)
{
	struct str s = STR_INIT;
	size_t n = json_array_size(array);

	for (size_t i = 0; i < n && s.len < EXPR_MAX_TEXT; i++) {
		const char *code = json_string_value(json_array_get(array, i));

		if (code == NULL)
			continue;
		if (s.len > 0)
			str_addc(&s, ' ');
		str_add(&s, code);
	}
	expr_set_text(out, str_text(&s));
	str_done(&s);
}

static void
json_value(const json_t *v, bool is_date, struct expr_value *out)
{
	if (json_is_string(v)) {
		if (!is_date || !expr_read_date(json_string_value(v),
		    VN_OFFSET_MIN, out))
			expr_set_text(out, json_string_value(v));
	} else if (json_is_number(v)) {
		expr_set_number(out, json_number_value(v));
	} else if (json_is_boolean(v)) {
		expr_set_bool(out, json_is_true(v));
	} else if (json_is_array(v)) {
		array_value(v, out);
	} else {
		expr_set_text(out, "");
	}
}

static void
tree_value(void *ctx, const struct expr_node *node, struct expr_value *out)
{
	const struct answers *a = answers_of(ctx);
	const struct form_item *it;
	bool is_date = false;

	expr_set_text(out, "");
	if (node->kind == NODE_COLUMN) {
		column_value(a, node, out);
		return;
	}
	if (node->kind == NODE_CHOICE)
		expr_set_text(out, node->name);
	if (node->kind != NODE_ANSWER)
		return;
	it = item_of(a, node);
	if (!is_seen(a, it, node->up, node->i))
		return;
	is_date = it != NULL && (it->type == FORM_DATE ||
	    it->type == FORM_CALCULATE || it->type == FORM_META ||
	    it->type == FORM_DATE_TIME);
	json_value(answer_value(answer_of(a, node)), is_date, out);
}

static size_t
tree_position(void *ctx, const struct expr_node *node)
{
	(void)ctx;
	return (node->kind == NODE_ROW || node->kind == NODE_ANSWER ||
	    node->kind == NODE_GROUP || node->kind == NODE_CHOICE) ?
	    node->i + 1 : 0;
}

/* "" where nothing was said: neither an answer nor why there is none. */
static const char *
tree_status(void *ctx, const struct expr_node *node)
{
	const struct answers *a = answers_of(ctx);
	const json_t *answer;

	if (node->kind != NODE_ANSWER ||
	    !is_seen(a, item_of(a, node), node->up, node->i))
		return "";
	answer = answer_of(a, node);
	if (answer_status(answer) != 0)
		return json_string_value(json_object_get(answer, "status"));
	return answer_is_empty(answer) ? "" : "answered";
}

static const char *
env_label(void *ctx, const char *question, const char *code, enum lang lang)
{
	const struct answers *a = answers_of(ctx);
	const struct form_item *it = a->form != NULL ?
	    form_question(a->form, question) : NULL;
	struct form_choice choice;

	if (it == NULL || !form_choice_find(it, a->lists, code, &choice))
		return NULL;
	return form_choice_text(&choice, lang);
}

static bool
env_call(void *ctx, const char *name, const struct expr_value *arg, size_t n,
    bool *known, struct expr_value *out, struct err *e)
{
	const struct answers *a = answers_of(ctx);

	return a->call == NULL ||
	    a->call(a->call_ctx, name, arg, n, known, out, e);
}

void
answers_env(const struct answers *a, when_t now, enum lang lang,
    struct expr_env *env)
{
	static const struct expr_tree tree = {
		.ref = tree_ref, .child = tree_child, .parent = tree_parent,
		.root = tree_root, .instance = tree_instance,
		.value = tree_value, .position = tree_position,
		.status = tree_status,
	};

	*env = (struct expr_env){
		.ctx = (void *)a, .tree = &tree, .now = now,
		.offset_min = VN_OFFSET_MIN, .lang = lang,
		.choice_label = env_label, .call = env_call,
	};
}
