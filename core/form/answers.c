/* The tree that expressions walk over JSON answers and lists. */
#include "core/form/answers.h"

#include <string.h>

enum node_kind {
	NODE_ROOT = 1, NODE_ROW, NODE_ANSWER, NODE_LIST, NODE_LIST_ROOT,
	NODE_CHOICE, NODE_COLUMN
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
answers_node(const char *repeat, size_t row, const char *name)
{
	return (struct expr_node){
		.kind = NODE_ANSWER, .i = row, .repeat = repeat, .name = name,
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

/* The rows of a repeat; NULL when `name` is none. */
static const json_t *
rows_of(const struct answers *a, const char *name)
{
	const json_t *rows = json_object_get(a->root, name);

	if (a->form != NULL) {
		const struct form_item *it = form_question(a->form, name);

		return it != NULL && it->type == FORM_REPEAT &&
		    json_is_array(rows) ? rows : NULL;
	}
	return json_is_array(rows) && json_array_size(rows) > 0 &&
	    json_is_object(json_array_get(rows, 0)) ? rows : NULL;
}

static const json_t *
answer_of(const struct answers *a, const struct expr_node *node)
{
	const json_t *from = a->root;

	if (node->repeat != NULL)
		from = json_array_get(json_object_get(from, node->repeat),
		    node->i);
	return json_object_get(from, node->name);
}

/* The repeat in which a name stands; NULL outside all. */
static const char *
repeat_of(const struct answers *a, const char *name)
{
	const struct form_item *it;
	const char *key;
	json_t *value;

	if (a->form != NULL) {
		it = form_question(a->form, name);
		return it != NULL && it->repeat >= 0 ?
		    a->form->item[it->repeat].name : NULL;
	}
	if (json_object_get(a->root, name) != NULL)
		return NULL;
	json_object_foreach((json_t *)a->root, key, value) {
		/* Looked up again only where there can be rows. */
		const json_t *rows = json_is_array(value) ? rows_of(a, key) :
		    NULL;

		for (size_t i = 0; i < json_array_size(rows); i++)
			if (json_object_get(json_array_get(rows, i), name))
				return key;
	}
	return NULL;
}

/* What is out of sight is no node at all, as XForms has it. */
static bool
is_seen(const struct answers *a, const char *name, size_t row)
{
	return a->hidden == NULL || !a->hidden(a->hidden_ctx, name, row);
}

/* The i-th row of a repeat in which `name` is in sight. */
static bool
seen_row(const struct answers *a, const char *repeat, const char *name,
    size_t i, struct expr_node *out)
{
	size_t n = json_array_size(json_object_get(a->root, repeat));

	for (size_t row = 0; row < n; row++)
		if (is_seen(a, name, row) && i-- == 0) {
			*out = answers_node(repeat, row, name);
			return true;
		}
	return false;
}

static bool
tree_ref(void *ctx, const struct expr_node *here, const char *name, size_t i,
    struct expr_node *out)
{
	const struct answers *a = answers_of(ctx);
	const json_t *rows = rows_of(a, name);
	const char *repeat;

	if (rows != NULL) {
		*out = (struct expr_node){
			.kind = NODE_ROW, .i = i, .repeat = name,
		};
		return i < json_array_size(rows) && is_seen(a, name, 0);
	}
	repeat = repeat_of(a, name);
	if (repeat == NULL) {
		*out = answers_node(NULL, 0, name);
		return i == 0 && is_seen(a, name, 0);
	}
	/* inside the same repeat ${x} is that of the same row */
	if (here != NULL && here->repeat != NULL && here->kind <=
	    NODE_ANSWER && strcmp(here->repeat, repeat) == 0) {
		*out = answers_node(repeat, here->i, name);
		return i == 0 && is_seen(a, name, here->i);
	}
	return seen_row(a, repeat, name, i, out);
}

/* Does a name stand outside all repeats? */
static bool
is_outer(const struct answers *a, const char *name)
{
	return rows_of(a, name) != NULL || repeat_of(a, name) == NULL;
}

/* Does a name stand in a repeat, answered in this row or not? */
static bool
is_inner(const struct answers *a, const char *repeat, const json_t *row,
    const char *name)
{
	const char *in;

	if (json_object_get(row, name) != NULL)
		return true;
	in = repeat_of(a, name);
	return in != NULL && strcmp(in, repeat) == 0;
}

static bool
row_child(const struct answers *a, const struct expr_node *of,
    const char *name, size_t i, struct expr_node *out)
{
	const json_t *from = of->kind == NODE_ROOT ? a->root :
	    json_array_get(json_object_get(a->root, of->repeat), of->i);
	const char *repeat = of->kind == NODE_ROOT ? NULL : of->repeat;
	const char *key;
	json_t *value;

	if (name != NULL && repeat == NULL)
		return is_outer(a, name) &&
		    tree_ref((void *)a, NULL, name, i, out);
	if (name != NULL) {
		*out = answers_node(repeat, of->i, name);
		return i == 0 && is_inner(a, repeat, from, name) &&
		    is_seen(a, name, of->i);
	}
	json_object_foreach((json_t *)from, key, value) {
		size_t rows = repeat == NULL ? json_array_size(rows_of(a,
		    key)) : 0;

		if (!is_seen(a, key, of->i))
			continue;
		if (i < (rows > 0 ? rows : 1)) {
			*out = rows > 0 ? (struct expr_node){
				.kind = NODE_ROW, .i = i, .repeat = key,
			} : answers_node(repeat, of->i, key);
			return true;
		}
		i -= rows > 0 ? rows : 1;
	}
	return false;
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

	if (of->kind == NODE_ROOT || of->kind == NODE_ROW)
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

static bool
tree_parent(void *ctx, const struct expr_node *of, struct expr_node *out)
{
	if (of->kind == NODE_ANSWER && of->repeat != NULL) {
		*out = *of;
		out->kind = NODE_ROW;
		out->name = NULL;
		return true;
	}
	if (of->kind == NODE_ANSWER || of->kind == NODE_ROW)
		return tree_root(ctx, out);
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
	if (node->kind != NODE_ANSWER || (a->hidden != NULL &&
	    a->hidden(a->hidden_ctx, node->name, node->i)))
		return;
	if (a->form != NULL) {
		it = form_question(a->form, node->name);
		is_date = it != NULL && (it->type == FORM_DATE ||
		    it->type == FORM_CALCULATE || it->type == FORM_META ||
		    it->type == FORM_DATE_TIME);
	}
	json_value(answer_value(answer_of(a, node)), is_date, out);
}

static size_t
tree_position(void *ctx, const struct expr_node *node)
{
	(void)ctx;
	return (node->kind == NODE_ROW || node->kind == NODE_ANSWER ||
	    node->kind == NODE_CHOICE) ? node->i + 1 : 0;
}

/* "" where nothing was said: neither an answer nor why there is none. */
static const char *
tree_status(void *ctx, const struct expr_node *node)
{
	const struct answers *a = answers_of(ctx);
	const json_t *answer;

	if (node->kind != NODE_ANSWER || (a->hidden != NULL &&
	    a->hidden(a->hidden_ctx, node->name, node->i)))
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
