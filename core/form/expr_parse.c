/*
 * From words to a tree.  A run of operators of one level is one OP_CHAIN, so
 * that the depth of the tree is the depth of what is nested, never the length
 * of the text.
 */
#include "core/form/expr_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	struct expr_lex lex;
	int depth;
	bool lazy;		/* numbers of arguments are not looked at */
	struct err *e;
};

static struct expr_op *parse_or(struct parser *p);

static struct expr_op *
op_new(struct parser *p, enum op_kind kind)
{
	struct expr_op *op = xcalloc(1, sizeof(*op));

	op->kind = kind;
	op->col = expr_lex_col(&p->lex, p->lex.start);
	return op;
}

static void
op_free(struct expr_op *op)
{
	if (op == NULL)
		return;
	for (size_t i = 0; i < op->n; i++)
		op_free(op->arg[i]);
	free(op->arg);
	free(op->text);
	free(op);
}

static void
op_add(struct expr_op *op, struct expr_op *arg)
{
	op->arg = xgrow(op->arg, op->n, &op->cap, sizeof(struct expr_op *));
	op->arg[op->n++] = arg;
}

/* Frees what was built and gives NULL, for the failing paths. */
static struct expr_op *
op_drop(struct expr_op *op)
{
	op_free(op);
	return NULL;
}

static struct expr_op *
parse_bad(struct parser *p)
{
	char near[64];
	size_t n = p->lex.at - p->lex.start;
	int col = expr_lex_col(&p->lex, p->lex.start);

	if (p->lex.tok == TOK_END) {
		err_set_at(p->e, NULL, 1, col, ERR_EXPR_END, NULL);
		return NULL;
	}
	if (n >= sizeof(near))
		n = 0;
	memcpy(near, p->lex.text + p->lex.start, n);
	near[n] = '\0';
	err_set_at(p->e, NULL, 1, col, ERR_EXPR_TOKEN, near, NULL);
	return NULL;
}

static bool
take(struct parser *p, enum expr_tok tok)
{
	if (p->lex.tok != tok) {
		parse_bad(p);
		return false;
	}
	return expr_lex_next(&p->lex);
}

static char *
payload(const struct parser *p)
{
	return xstrndup(p->lex.text + p->lex.from, p->lex.to - p->lex.from);
}

static struct expr_op *
parse_nested(struct parser *p)
{
	struct expr_op *op;
	char max[16];

	if (++p->depth > EXPR_MAX_DEPTH) {
		snprintf(max, sizeof(max), "%d", EXPR_MAX_DEPTH);
		err_set_at(p->e, NULL, 1, expr_lex_col(&p->lex, p->lex.start),
		    ERR_EXPR_TOO_DEEP, max, NULL);
		return NULL;
	}
	op = parse_or(p);
	p->depth--;
	return op;
}

/* Zero or more [predicate], added to `to`. */
static bool
parse_predicates(struct parser *p, struct expr_op *to)
{
	while (p->lex.tok == TOK_LBRACKET) {
		struct expr_op *inner;

		if (!expr_lex_next(&p->lex))
			return false;
		inner = parse_nested(p);
		if (inner == NULL)
			return false;
		op_add(to, inner);
		if (!take(p, TOK_RBRACKET))
			return false;
	}
	return true;
}

bool
expr_args_fit(const struct expr_op *op, struct err *e)
{
	const struct expr_fn *fn = op->fn;
	char min[16], max[16], n[16];

	if (fn == NULL ||
	    ((int)op->n >= fn->min && (int)op->n <= fn->max))
		return true;
	snprintf(min, sizeof(min), "%d", fn->min);
	snprintf(max, sizeof(max), "%d", fn->max);
	snprintf(n, sizeof(n), "%zu", op->n);
	return err_set_at(e, NULL, 1, op->col, ERR_EXPR_ARGS, op->text,
	    min, max, n, NULL);
}

/*
 * jr:choice-name(${q}, '${q}') names the question in quotes; it becomes a
 * reference so that a misspelt name is found when the form is loaded.
 */
static void
unquote_ref(struct expr_op *call)
{
	struct expr_op *q;
	size_t n;

	if (strcmp(call->text, "jr:choice-name") != 0 || call->n != 2)
		return;
	q = call->arg[1];
	if (q->kind != OP_STRING)
		return;
	n = strlen(q->text);
	if (n > 3 && strncmp(q->text, "${", 2) == 0 && q->text[n - 1] == '}') {
		memmove(q->text, q->text + 2, n - 3);
		q->text[n - 3] = '\0';
		q->kind = OP_REF;
	}
}

static struct expr_op *
parse_call(struct parser *p)
{
	struct expr_op *op = op_new(p, OP_CALL);

	op->text = payload(p);
	op->fn = expr_fn_find(op->text, strlen(op->text));
	if (!expr_lex_next(&p->lex) || !take(p, TOK_LPAREN))
		return op_drop(op);
	while (p->lex.tok != TOK_RPAREN) {
		struct expr_op *arg;

		if (op->n > 0 && !take(p, TOK_COMMA))
			return op_drop(op);
		arg = parse_nested(p);
		if (arg == NULL)
			return op_drop(op);
		op_add(op, arg);
	}
	if (!expr_lex_next(&p->lex) || (!p->lazy &&
	    !expr_args_fit(op, p->e)))
		return op_drop(op);
	unquote_ref(op);
	return op;
}

/* Literals, references, calls and (...); with predicates where they are. */
static struct expr_op *
parse_primary(struct parser *p)
{
	struct expr_op *op, *filter;

	switch (p->lex.tok) {
	case TOK_NUMBER:
	case TOK_STRING:
	case TOK_REF:
		op = op_new(p, p->lex.tok == TOK_NUMBER ? OP_NUMBER :
		    p->lex.tok == TOK_STRING ? OP_STRING : OP_REF);
		op->text = payload(p);
		if (op->kind == OP_NUMBER)
			op->number = expr_read_number(op->text);
		if (!expr_lex_next(&p->lex))
			return op_drop(op);
		break;
	case TOK_NAME:
		op = parse_call(p);
		break;
	case TOK_LPAREN:
		if (!expr_lex_next(&p->lex))
			return NULL;
		op = parse_nested(p);
		if (op != NULL && !take(p, TOK_RPAREN))
			return op_drop(op);
		break;
	default:
		return parse_bad(p);
	}
	if (op == NULL || p->lex.tok != TOK_LBRACKET)
		return op;
	filter = op_new(p, OP_FILTER);
	op_add(filter, op);
	return parse_predicates(p, filter) ? filter : op_drop(filter);
}

/* child::a, parent::*, self::node() ... the axis name is the token. */
static bool
parse_axis(struct parser *p, struct expr_op *step)
{
	char *name = payload(p);
	bool known = axis_find(name, &step->axis);

	if (!known)
		err_set_at(p->e, NULL, 1, step->col, ERR_EXPR_PATH, name,
		    NULL);
	free(name);
	return known && expr_lex_next(&p->lex) && take(p, TOK_AXIS);
}

static bool
next_is_axis(const struct parser *p)
{
	const char *s = p->lex.text + p->lex.at;

	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	return s[0] == ':' && s[1] == ':';
}

/* node(), text(), comment(), processing-instruction(): no functions. */
static bool
is_node_type(const char *name, size_t n, enum node_test *test)
{
	static const struct { const char *name; enum node_test test; } all[] = {
		{ "node", TEST_ANY }, { "text", TEST_TEXT },
		{ "comment", TEST_NONE },
		{ "processing-instruction", TEST_NONE },
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (strlen(all[i].name) == n &&
		    memcmp(all[i].name, name, n) == 0) {
			*test = all[i].test;
			return true;
		}
	return false;
}

/* The parentheses of a node type; only the last may name something. */
static bool
parse_node_type(struct parser *p, struct expr_op *step)
{
	if (!is_node_type(step->text, strlen(step->text), &step->test)) {
		parse_bad(p);
		return false;
	}
	if (!expr_lex_next(&p->lex) || (p->lex.tok == TOK_STRING &&
	    strcmp(step->text, "processing-instruction") == 0 &&
	    !expr_lex_next(&p->lex)))
		return false;
	free(step->text);
	step->text = NULL;
	return take(p, TOK_RPAREN);
}

/* A name, *, ns:* or a node type, and the predicates. */
static bool
parse_test(struct parser *p, struct expr_op *step)
{
	size_t n = p->lex.to - p->lex.from;

	if (p->lex.tok == TOK_NAME && p->lex.text[p->lex.to - 1] == '*') {
		step->test = TEST_NONE;
	} else if (p->lex.tok == TOK_NAME && n > 0) {
		step->test = TEST_NAME;
		step->text = payload(p);
	} else if (p->lex.tok != TOK_STAR) {
		parse_bad(p);
		return false;
	}
	if (!expr_lex_next(&p->lex))
		return false;
	if (p->lex.tok == TOK_LPAREN && step->text == NULL) {
		parse_bad(p);
		return false;
	}
	if (p->lex.tok == TOK_LPAREN && !parse_node_type(p, step))
		return false;
	return parse_predicates(p, step);
}

static struct expr_op *
parse_step(struct parser *p)
{
	struct expr_op *step = op_new(p, OP_STEP);
	enum expr_tok tok = p->lex.tok;
	bool ok = true;

	step->axis = tok == TOK_DOT ? AXIS_SELF : tok == TOK_DOTDOT ?
	    AXIS_PARENT : tok == TOK_AT ? AXIS_ATTRIBUTE : AXIS_CHILD;
	/* XPath 1.0, 2.5: `.` and `..` are whole steps, without predicates */
	if (tok == TOK_DOT || tok == TOK_DOTDOT)
		return expr_lex_next(&p->lex) ? step : op_drop(step);
	if (tok == TOK_AT)
		ok = expr_lex_next(&p->lex);
	else if (tok == TOK_NAME && next_is_axis(p))
		ok = parse_axis(p, step);
	return ok && parse_test(p, step) ? step : op_drop(step);
}

/* The step for which two slashes are short. */
static void
add_anywhere(struct parser *p, struct expr_op *path)
{
	struct expr_op *step = op_new(p, OP_STEP);

	step->axis = AXIS_DESCENDANT_OR_SELF;
	op_add(path, step);
}

/* Steps after the start of a path; `path` is freed on failure. */
static struct expr_op *
parse_steps(struct parser *p, struct expr_op *path)
{
	for (;;) {
		struct expr_op *step = parse_step(p);

		if (step == NULL)
			return op_drop(path);
		op_add(path, step);
		if (p->lex.tok != TOK_SLASH && p->lex.tok != TOK_DSLASH)
			return path;
		if (p->lex.tok == TOK_DSLASH)
			add_anywhere(p, path);
		if (!expr_lex_next(&p->lex))
			return op_drop(path);
	}
}

static bool
starts_step(const struct parser *p)
{
	enum node_test test;

	switch (p->lex.tok) {
	case TOK_DOT: case TOK_DOTDOT: case TOK_STAR: case TOK_AT:
		return true;
	case TOK_NAME:
		return expr_lex_peek(&p->lex) != '(' ||
		    is_node_type(p->lex.text + p->lex.from,
		    p->lex.to - p->lex.from, &test);
	default:
		return false;
	}
}

/* A path that begins with `start`, at its first slash or two. */
static struct expr_op *
parse_slash(struct parser *p, struct expr_op *start)
{
	struct expr_op *path = op_new(p, OP_PATH);
	bool anywhere = p->lex.tok == TOK_DSLASH;

	op_add(path, start);
	if (anywhere)
		add_anywhere(p, path);
	if (!expr_lex_next(&p->lex))
		return op_drop(path);
	/* a slash alone is the root */
	if (start->kind == OP_ROOT && !anywhere && !starts_step(p))
		return path;
	return parse_steps(p, path);
}

static struct expr_op *
parse_path(struct parser *p)
{
	struct expr_op *path, *start;

	if (starts_step(p)) {
		path = op_new(p, OP_PATH);
		op_add(path, op_new(p, OP_HERE));
		return parse_steps(p, path);
	}
	if (p->lex.tok == TOK_SLASH || p->lex.tok == TOK_DSLASH)
		return parse_slash(p, op_new(p, OP_ROOT));
	start = parse_primary(p);
	if (start == NULL || (p->lex.tok != TOK_SLASH &&
	    p->lex.tok != TOK_DSLASH))
		return start;
	return parse_slash(p, start);
}

/* Levels of operators, loosest first; the last is followed by unary minus. */
static const struct { enum expr_tok from, to; } levels[] = {
	{ TOK_OR, TOK_OR }, { TOK_AND, TOK_AND }, { TOK_EQ, TOK_NE },
	{ TOK_LT, TOK_GE }, { TOK_PLUS, TOK_MINUS }, { TOK_MUL, TOK_MOD },
	{ TOK_UNION, TOK_UNION },
};
#define LEVEL_UNION 6

static struct expr_op *parse_level(struct parser *p, size_t level);

static struct expr_op *
parse_unary(struct parser *p)
{
	struct expr_op *neg, *inner;

	if (p->lex.tok != TOK_MINUS)
		return parse_level(p, LEVEL_UNION);
	neg = op_new(p, OP_NEG);
	while (p->lex.tok == TOK_MINUS) {
		neg->number++;		/* how many signs */
		if (!expr_lex_next(&p->lex))
			return op_drop(neg);
	}
	inner = parse_level(p, LEVEL_UNION);
	if (inner == NULL)
		return op_drop(neg);
	op_add(neg, inner);
	return neg;
}

static struct expr_op *
parse_operand(struct parser *p, size_t level)
{
	if (level == LEVEL_UNION)
		return parse_path(p);
	if (level + 1 == LEVEL_UNION)
		return parse_unary(p);
	return parse_level(p, level + 1);
}

static struct expr_op *
parse_level(struct parser *p, size_t level)
{
	struct expr_op *left = parse_operand(p, level), *chain = NULL;

	while (left != NULL && p->lex.tok >= levels[level].from &&
	    p->lex.tok <= levels[level].to) {
		enum expr_tok tok = p->lex.tok;
		struct expr_op *right;

		if (chain == NULL) {
			chain = op_new(p, OP_CHAIN);
			op_add(chain, left);
		}
		if (!expr_lex_next(&p->lex))
			return op_drop(chain);
		right = parse_operand(p, level);
		if (right == NULL)
			return op_drop(chain);
		right->before = tok;
		op_add(chain, right);
	}
	return chain != NULL ? chain : left;
}

static struct expr_op *
parse_or(struct parser *p)
{
	return parse_level(p, 0);
}

static struct expr *
parse_text(const char *text, bool lazy, struct err *e)
{
	struct parser p = { .depth = 0, .lazy = lazy, .e = e };
	struct expr_op *op;
	struct expr *x;

	if (!expr_lex_start(&p.lex, text, e) || !expr_lex_next(&p.lex))
		return NULL;
	op = parse_or(&p);
	if (op == NULL)
		return NULL;
	if (p.lex.tok != TOK_END) {
		parse_bad(&p);
		op_free(op);
		return NULL;
	}
	x = xcalloc(1, sizeof(*x));
	x->op = op;
	x->text = xstrdup(text);
	return x;
}

struct expr *
expr_parse(const char *text, struct err *e)
{
	return parse_text(text, false, e);
}

struct expr *
expr_parse_lazy(const char *text, struct err *e)
{
	return parse_text(text, true, e);
}

void
expr_free(struct expr *x)
{
	if (x == NULL)
		return;
	op_free(x->op);
	free(x->text);
	free(x);
}

const char *
expr_text(const struct expr *x)
{
	return x->text;
}

static void
names_of(const struct expr_op *op,
    void (*seen)(void *, enum expr_seen, const char *, int), void *ctx)
{
	if (op->kind == OP_REF)
		seen(ctx, EXPR_SEES_NAME, op->text, op->col);
	if (op->kind == OP_CALL) {
		seen(ctx, op->fn != NULL ? EXPR_SEES_FUNCTION :
		    EXPR_SEES_UNKNOWN, op->text, op->col);
		if (op->n > 0 && op->arg[0]->kind == OP_STRING &&
		    (strcmp(op->text, "instance") == 0 ||
		    strcmp(op->text, "pulldata") == 0))
			seen(ctx, EXPR_SEES_LIST, op->arg[0]->text,
			    op->arg[0]->col);
		if (op->n == 2 && op->arg[1]->kind == OP_STRING &&
		    strcmp(op->text, "regex") == 0)
			seen(ctx, EXPR_SEES_PATTERN, op->arg[1]->text,
			    op->arg[1]->col);
	}
	if (op->kind == OP_STEP && op->test == TEST_TEXT)
		seen(ctx, EXPR_SEES_UNKNOWN, "text", op->col);
	if (op->kind == OP_PATH && op->arg[0]->kind == OP_HERE &&
	    op->n == 2 && op->arg[1]->axis == AXIS_CHILD &&
	    op->arg[1]->text != NULL)
		seen(ctx, EXPR_SEES_COLUMN, op->arg[1]->text, op->col);
	for (size_t i = 0; i < op->n; i++)
		names_of(op->arg[i], seen, ctx);
}

void
expr_names(const struct expr *x,
    void (*seen)(void *ctx, enum expr_seen what, const char *name, int col),
    void *ctx)
{
	names_of(x->op, seen, ctx);
}
