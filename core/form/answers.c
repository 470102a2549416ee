/* The tree that expressions walk over JSON answers and lists. */
#include "core/form/answers_priv.h"

#include <string.h>

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
answer_holds(const json_t *answer, const char *code)
{
	const json_t *v = answer_value(answer), *one;
	size_t i;

	if (json_is_string(v))
		return str_eq(json_string_value(v), code);
	json_array_foreach(v, i, one)
		if (str_eq(json_string_value(one), code))
			return true;
	return false;
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
		return answers_child(a, of, name, i, out);
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
		return answers_scope(of->outer, of->up, of->repeat, of->i);
	return answers_scope(NULL, 0, of->outer, of->outer != NULL ? of->up : 0);
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
	if (!answers_seen(a, it, node->up, node->i))
		return;
	is_date = it != NULL && (it->type == FORM_DATE ||
	    it->type == FORM_CALCULATE || it->type == FORM_META ||
	    it->type == FORM_DATE_TIME);
	json_value(answer_value(answers_at(a, node)), is_date, out);
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
	    !answers_seen(a, item_of(a, node), node->up, node->i))
		return "";
	answer = answers_at(a, node);
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
		.ref = answers_ref, .child = tree_child, .parent = tree_parent,
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
