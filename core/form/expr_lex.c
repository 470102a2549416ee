/* Words of an expression. */
#include "core/form/expr_priv.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static bool
is_name(char c)
{
	return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int
expr_lex_col(const struct expr_lex *l, size_t at)
{
	int col = 1;

	for (size_t i = 0; i < at && i < l->len; i++)
		col += ((unsigned char)l->text[i] & 0xc0) != 0x80;
	return col;
}

bool
expr_lex_start(struct expr_lex *l, const char *text, struct err *e)
{
	char max[16];
	size_t len = strnlen(text, EXPR_MAX_BYTES + 1);

	memset(l, 0, sizeof(*l));
	l->text = text;
	l->len = len;
	l->e = e;
	if (len > EXPR_MAX_BYTES) {
		snprintf(max, sizeof(max), "%d", EXPR_MAX_BYTES);
		return err_set_at(e, NULL, 1, 1, ERR_EXPR_TOO_LONG, max,
		    NULL);
	}
	if (!utf8_valid(text, len))
		return err_set_at(e, NULL, 1, 1, ERR_EXPR_BYTES, NULL);
	return true;
}

char
expr_lex_peek(const struct expr_lex *l)
{
	size_t at = l->at;

	while (at < l->len && is_blank(l->text[at]))
		at++;
	return at < l->len ? l->text[at] : '\0';
}

static bool
lex_number(struct expr_lex *l)
{
	while (l->at < l->len && is_digit(l->text[l->at]))
		l->at++;
	if (l->at < l->len && l->text[l->at] == '.') {
		l->at++;
		while (l->at < l->len && is_digit(l->text[l->at]))
			l->at++;
	}
	l->tok = TOK_NUMBER;
	l->from = l->start;
	l->to = l->at;
	return true;
}

static bool
lex_string(struct expr_lex *l)
{
	const char *end = memchr(l->text + l->start + 1, l->text[l->start],
	    l->len - l->start - 1);

	if (end == NULL)
		return err_set_at(l->e, NULL, 1, expr_lex_col(l, l->start),
		    ERR_EXPR_QUOTE, NULL);
	l->tok = TOK_STRING;
	l->from = l->start + 1;
	l->to = (size_t)(end - l->text);
	l->at = l->to + 1;
	return true;
}

static bool
lex_bad(struct expr_lex *l)
{
	char near[40];
	size_t n = l->len - l->start;

	if (n == 0)
		return err_set_at(l->e, NULL, 1, expr_lex_col(l, l->len),
		    ERR_EXPR_END, NULL);
	n = utf8_fit(l->text + l->start, n, 12);
	if (n >= sizeof(near))
		n = 0;
	memcpy(near, l->text + l->start, n);
	near[n] = '\0';
	return err_set_at(l->e, NULL, 1, expr_lex_col(l, l->start),
	    ERR_EXPR_TOKEN, near, NULL);
}

/* ${name}; blanks inside the braces are let through as pyxform does. */
static bool
lex_ref(struct expr_lex *l)
{
	size_t at = l->start + 2;

	while (at < l->len && is_blank(l->text[at]))
		at++;
	l->from = at;
	if (at >= l->len || !is_name_start(l->text[at]))
		return lex_bad(l);
	while (at < l->len && is_name(l->text[at]))
		at++;
	l->to = at;
	while (at < l->len && is_blank(l->text[at]))
		at++;
	if (at >= l->len || l->text[at] != '}')
		return lex_bad(l);
	l->at = at + 1;
	l->tok = TOK_REF;
	return true;
}

/* Where a name ends; one prefix, as in tn:status; "::" belongs to an axis. */
static size_t
name_end(const struct expr_lex *l, size_t at, bool star)
{
	while (at < l->len && is_name(l->text[at]))
		at++;
	if (at + 1 >= l->len || l->text[at] != ':')
		return at;
	if (star && l->text[at + 1] == '*')
		return at + 2;
	if (!is_name_start(l->text[at + 1]))
		return at;
	for (at++; at < l->len && is_name(l->text[at]);)
		at++;
	return at;
}

/*
 * After an operand only an operator can come, so that "3mod4" and "6and x"
 * are read as they are meant.
 */
static bool
lex_word_operator(struct expr_lex *l)
{
	static const struct { const char *word; enum expr_tok tok; } ops[] = {
		{ "or", TOK_OR }, { "and", TOK_AND }, { "div", TOK_DIV },
		{ "mod", TOK_MOD },
	};

	for (size_t i = 0; i < ARRAY_LEN(ops); i++) {
		size_t n = strlen(ops[i].word);

		if (l->len - l->start < n ||
		    memcmp(ops[i].word, l->text + l->start, n) != 0)
			continue;
		l->tok = ops[i].tok;
		l->from = l->start;
		l->to = l->at = l->start + n;
		return true;
	}
	return false;
}

static bool
lex_name(struct expr_lex *l)
{
	if (l->operand && lex_word_operator(l))
		return true;
	l->from = l->start;
	l->to = l->at = name_end(l, l->start, true);
	l->tok = TOK_NAME;
	return true;
}

/* $name, the variables of XPath, means the same as ${name}. */
static bool
lex_variable(struct expr_lex *l)
{
	l->from = l->start + 1;
	l->to = l->at = name_end(l, l->from, false);
	l->tok = TOK_REF;
	return true;
}

static bool
lex_sign(struct expr_lex *l)
{
	static const struct { const char *sign; enum expr_tok tok; } signs[] = {
		{ "..", TOK_DOTDOT }, { "//", TOK_DSLASH }, { "::", TOK_AXIS },
		{ "!=", TOK_NE }, { "<=", TOK_LE }, { ">=", TOK_GE },
		{ ".", TOK_DOT }, { "/", TOK_SLASH }, { "=", TOK_EQ },
		{ "<", TOK_LT }, { ">", TOK_GT }, { "(", TOK_LPAREN },
		{ ")", TOK_RPAREN }, { "[", TOK_LBRACKET },
		{ "]", TOK_RBRACKET }, { ",", TOK_COMMA }, { "@", TOK_AT },
		{ "+", TOK_PLUS }, { "-", TOK_MINUS }, { "*", TOK_STAR },
		{ "|", TOK_UNION },
	};

	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t n = strlen(signs[i].sign);

		if (l->len - l->start < n ||
		    memcmp(l->text + l->start, signs[i].sign, n) != 0)
			continue;
		l->tok = signs[i].tok;
		if (l->tok == TOK_STAR && l->operand)
			l->tok = TOK_MUL;
		l->from = l->start;
		l->to = l->at = l->start + n;
		return true;
	}
	return lex_bad(l);
}

static bool
lex_one(struct expr_lex *l)
{
	char c = l->text[l->start];

	if (is_digit(c) || (c == '.' && l->start + 1 < l->len &&
	    is_digit(l->text[l->start + 1])))
		return lex_number(l);
	if (c == '\'' || c == '"')
		return lex_string(l);
	if (c == '$' && l->start + 1 < l->len && l->text[l->start + 1] == '{')
		return lex_ref(l);
	if (c == '$' && l->start + 1 < l->len &&
	    is_name_start(l->text[l->start + 1]))
		return lex_variable(l);
	if (is_name_start(c))
		return lex_name(l);
	return lex_sign(l);
}

bool
expr_lex_next(struct expr_lex *l)
{
	while (l->at < l->len && is_blank(l->text[l->at]))
		l->at++;
	l->start = l->at;
	if (l->at >= l->len) {
		l->tok = TOK_END;
		l->from = l->to = l->at;
		return true;
	}
	if (!lex_one(l))
		return false;
	/* XPath 1.0, 3.7: after an operand, `*` and names are operators */
	switch (l->tok) {
	case TOK_NUMBER: case TOK_STRING: case TOK_REF: case TOK_NAME:
	case TOK_DOT: case TOK_DOTDOT: case TOK_RPAREN: case TOK_RBRACKET:
	case TOK_STAR:
		l->operand = true;
		break;
	default:
		l->operand = false;
	}
	return true;
}
