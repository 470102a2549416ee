/*
 * queues.yaml: work queues and their columns.
 */
#include "core/procedure/load.h"

#include <stdio.h>
#include <string.h>

#define QUEUE_COLS 78		/* 80, less the marker and its blank */

static const char *const columns[] = {
	"case", "person", "state", "due", "holder", "opened", "moved",
	"relation", "path", "waiting_for", "condition"
};

static const char *const relations[] = {
	"holder", "asked", "offered", "former", "superior"
};

static const char *const orders[] = { "due", "opened", "moved" };

static int
read_either(const struct yaml_node *node, const char *key)
{
	const struct yaml_node *value = yaml_get(node, key);

	return value == NULL ? -1 : yaml_bool(value, false);
}

/* Columns stand one blank apart; a width of 0 takes what is left. */
static void
check_width(const struct part *t, const struct queue *q,
    const struct yaml_node *list)
{
	char cols[24], max[16];
	int64_t sum = (int64_t)q->n_column - 1;
	size_t open = 0;

	for (size_t i = 0; i < q->n_column; i++) {
		sum += q->column[i].width;
		open += q->column[i].width == 0;
	}
	if (sum + (int64_t)open > QUEUE_COLS) {
		snprintf(cols, sizeof cols, "%lld", (long long)sum);
		snprintf(max, sizeof max, "%d", QUEUE_COLS);
		PART_FAULT(t, list, ERR_PROC_QUEUE_TOO_WIDE, q->code, cols,
		    max);
	}
	if (open > 1)
		PART_FAULT(t, list, ERR_PROC_QUEUE_TWO_OPEN, q->code);
}

static void
read_columns(const struct part *t, struct queue *q,
    const struct yaml_node *list)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "width", WANT_NUMBER, WANT_REQUIRED },
	};

	q->column = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *q->column, &q->n_column);
	for (size_t i = 0; i < q->n_column; i++) {
		const struct yaml_node *item = list->item[i];
		int64_t width = yaml_number(yaml_get(item, "width"), 0);

		part_both(t, item, "title", &q->column[i].title);
		part_word(t, yaml_get(item, "code"), columns,
		    ARRAY_LEN(columns));
		if (width < 0 || width > QUEUE_COLS) {
			PART_FAULT(t, yaml_get(item, "width"),
			    ERR_PROC_BAD_WIDTH);
			width = 1;
		}
		q->column[i].width = (int)width;
	}
	if (list != NULL && list->kind == YAML_LIST && q->n_column == 0)
		PART_FAULT(t, list, ERR_PROC_EMPTY_LIST, "columns");
	else if (q->n_column > 0)
		check_width(t, q, list);
}

static void
read_where(const struct part *t, struct queue *q,
    const struct yaml_node *node)
{
	static const struct yaml_field field[] = {
		{ "relation", WANT_CODES, WANT_REQUIRED },
		{ "waiting", WANT_BOOL, 0 },
		{ "final", WANT_BOOL, 0 },
		{ "due_within", WANT_TEXT, 0 },
	};
	const struct yaml_node *relation = yaml_get(node, "relation");

	q->waiting = read_either(node, "waiting");
	q->final = read_either(node, "final");
	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	q->relation = part_codes(t, relation, &q->n_relation);
	for (size_t i = 0; i < yaml_codes(relation); i++)
		part_word(t, code_node(relation, i), relations,
		    ARRAY_LEN(relations));
}

void
read_queues(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "queues", WANT_LIST, WANT_REQUIRED },
	};
	static const struct yaml_field fields[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "empty", WANT_BOTH, WANT_REQUIRED },
		{ "where", WANT_MAP, WANT_REQUIRED },
		{ "order", WANT_CODE, WANT_REQUIRED },
		{ "descending", WANT_BOOL, 0 },
		{ "columns", WANT_LIST, WANT_REQUIRED },
	};
	const struct yaml_node *list = yaml_get(t->root, "queues");
	struct procedure *p = t->p;

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	p->queue = part_items(t, list, fields, ARRAY_LEN(fields),
	    sizeof *p->queue, &p->n_queue);
	for (size_t i = 0; i < p->n_queue; i++) {
		const struct yaml_node *item = list->item[i];
		struct queue *q = &p->queue[i];
		int order = part_word(t, yaml_get(item, "order"), orders,
		    ARRAY_LEN(orders));

		q->at = part_origin(t, item);
		part_both(t, item, "title", &q->title);
		part_both(t, item, "empty", &q->empty);
		q->order = order == 1 ? ORDER_OPENED :
		    order == 2 ? ORDER_MOVED : ORDER_DUE;
		q->descending = yaml_bool(yaml_get(item, "descending"), false);
		read_where(t, q, yaml_get(item, "where"));
		read_columns(t, q, yaml_get(item, "columns"));
	}
}

/* "3 working_days", or the code of a value in the register of a regime. */
static void
resolve_due(const struct part *t, struct queue *q,
    const struct yaml_node *node)
{
	struct err e = ERR_INIT;

	if (node == NULL || node->kind != YAML_TEXT)
		return;
	for (size_t i = 0; i < t->p->n_regime && q->due_within == NULL; i++)
		q->due_within = regime_value(&t->p->regime[i], node->text);
	if (q->due_within != NULL)
		return;
	if (term_parse(node->text, &q->due_within_term, &e)) {
		q->has_due_within = true;
		return;
	}
	e.file = xstrdup(t->file);
	e.line = node->line;
	e.col = node->col;
	findings_take(t->found, &e);
}

void
resolve_queues(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "queues");

	for (size_t i = 0; i < t->p->n_queue; i++)
		resolve_due(t, &t->p->queue[i], yaml_get(yaml_get(
		    list->item[i], "where"), "due_within"));
}
