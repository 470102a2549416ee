/* A pattern becomes a small program; all its threads run side by side. */
#include "core/form/regex.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define CATEGORY 0x40000000u	/* of a range: letters of a kind, not places */
#define MAX_RANGES 4000
#define MAX_REPEAT 500
#define MAX_GROUPS 50

enum re_op {
	RE_CHAR, RE_ANY, RE_SET, RE_SPLIT, RE_JUMP,
	/* between two letters */
	RE_BEGIN, RE_END, RE_EDGE, RE_INSIDE
};

/* Jumps are relative so that a piece of program can be copied. */
struct re_code {
	enum re_op op;
	uint32_t a, b;		/* CHAR: a; SET: ranges a..b */
	int x, y;		/* SPLIT: both; JUMP: x */
	bool negated;
};

struct re_range {
	uint32_t lo, hi;
};

struct re {
	const char *p, *end;
	struct re_code *code;
	size_t n, cap;
	struct re_range *range;
	size_t ranges, range_cap;
	int depth;
};

static bool re_alternatives(struct re *re);
static bool re_category(struct re *re, uint32_t letter);

static bool
re_emit(struct re *re, struct re_code code)
{
	if (re->n >= REGEX_MAX_CODE)
		return false;
	re->code = xgrow(re->code, re->n, &re->cap, sizeof(code));
	re->code[re->n++] = code;
	return true;
}

/* Opens a gap of one instruction at `at`. */
static bool
re_insert(struct re *re, size_t at, struct re_code code)
{
	if (!re_emit(re, code))
		return false;
	memmove(re->code + at + 1, re->code + at,
	    (re->n - 1 - at) * sizeof(code));
	re->code[at] = code;
	return true;
}

static uint32_t
re_next(struct re *re)
{
	uint32_t cp = 0;

	re->p += utf8_decode(re->p, (size_t)(re->end - re->p), &cp);
	return cp;
}

static bool
re_range(struct re *re, uint32_t lo, uint32_t hi)
{
	if (re->ranges >= MAX_RANGES || lo > hi)
		return false;
	re->range = xgrow(re->range, re->ranges, &re->range_cap,
	    sizeof(*re->range));
	re->range[re->ranges++] = (struct re_range){ lo, hi };
	return true;
}

/* The ranges of \d \w \s, turned inside out for capitals. */
static bool
re_class(struct re *re, uint32_t letter)
{
	static const struct re_range digit[] = { { '0', '9' } };
	static const struct re_range word[] = {
		{ '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' },
	};
	static const struct re_range blank[] = { { 9, 13 }, { ' ', ' ' } };
	uint32_t low = letter | 32, from = 0;
	const struct re_range *set = low == 'd' ? digit :
	    low == 'w' ? word : blank;
	size_t n = low == 'd' ? 1 : low == 'w' ? 4 : 2;

	if (low == 'p')
		return re_category(re, letter);
	for (size_t i = 0; i < n; i++) {
		if (letter == low) {
			if (!re_range(re, set[i].lo, set[i].hi))
				return false;
			continue;
		}
		if (!re_range(re, from, set[i].lo - 1))
			return false;
		from = set[i].hi + 1;
	}
	return letter == low || re_range(re, from, 0x10ffff);
}

static bool
is_class(uint32_t c)
{
	return c < 128 && c != 0 && strchr("dDwWsSpP", (int)c) != NULL;
}

/* \p{L}, \p{Lu}, \P{Nd}: a general category of Unicode, or its first letter. */
static bool
re_category(struct re *re, uint32_t letter)
{
	size_t n = 0;
	uint32_t want = 0;

	if (re->p >= re->end || *re->p++ != '{')
		return false;
	for (; re->p < re->end && *re->p != '}' && n < 2; n++) {
		char c = *re->p++;

		if (n == 0 ? strchr("LMNPSZC", c) == NULL :
		    c < 'a' || c > 'z')
			return false;
		want = want << 8 | (uint32_t)(unsigned char)c;
	}
	if (n == 0 || re->p >= re->end || *re->p++ != '}' || !re_range(re, 0,
	    0))
		return false;
	re->range[re->ranges - 1] = (struct re_range){
		CATEGORY | (letter == 'P'), want,
	};
	return true;
}

static bool
in_range(const struct re_range *range, uint32_t cp)
{
	const char *is;
	bool same;

	if (range->lo < CATEGORY)
		return cp >= range->lo && cp <= range->hi;
	is = utf8proc_category_string((utf8proc_int32_t)cp);
	same = range->hi < 256 ? is[0] == (char)range->hi :
	    is[0] == (char)(range->hi >> 8) && is[1] == (char)range->hi;
	return same != (range->lo & 1);
}

/* n hexadecimal digits of a code point. */
static bool
re_hex(struct re *re, int n, uint32_t *out)
{
	for (*out = 0; n > 0; n--) {
		char c = re->p < re->end ? *re->p++ : '\0';

		if (c >= '0' && c <= '9')
			*out = *out * 16 + (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			*out = *out * 16 + (uint32_t)((c | 32) - 'a' + 10);
		else
			return false;
	}
	return true;
}

/*
 * After a backslash: a sign stands for itself, n r t for what they name,
 * \x41 and \u1ea0 for a code point.
 */
static bool
re_escape(struct re *re, uint32_t c, uint32_t *out)
{
	if (c == 'x' || c == 'u')
		return re_hex(re, c == 'x' ? 2 : 4, out);
	*out = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
	return *out != c || !((c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

static bool
re_set_item(struct re *re)
{
	uint32_t lo = re_next(re), hi;

	if (lo == '\\') {
		if (re->p >= re->end)
			return false;
		lo = re_next(re);
		if (is_class(lo))
			return re_class(re, lo);
		if (!re_escape(re, lo, &lo))
			return false;
	} else if (lo == '[' || (lo == '&' && re->p < re->end &&
	    *re->p == '&')) {
		/* a set in a set: the known engines do not agree on it */
		return false;
	}
	hi = lo;
	if (re->end - re->p >= 2 && re->p[0] == '-' && re->p[1] != ']') {
		re->p++;
		hi = re_next(re);
		if (hi == '\\') {
			if (re->p >= re->end || !re_escape(re, re_next(re), &hi))
				return false;
		}
	}
	return re_range(re, lo, hi);
}

static bool
re_set(struct re *re)
{
	struct re_code code = { .op = RE_SET, .a = (uint32_t)re->ranges };
	bool first = true;

	if (re->p < re->end && *re->p == '^') {
		code.negated = true;
		re->p++;
	}
	for (; re->p < re->end && (first || *re->p != ']'); first = false)
		if (!re_set_item(re))
			return false;
	if (re->p >= re->end)
		return false;
	re->p++;
	code.b = (uint32_t)re->ranges;
	return re_emit(re, code);
}

static bool
re_group(struct re *re)
{
	if (++re->depth > MAX_GROUPS)
		return false;
	if (re->end - re->p >= 2 && re->p[0] == '?') {
		if (re->p[1] != ':')
			return false;
		re->p += 2;
	}
	if (!re_alternatives(re) || re->p >= re->end || *re->p != ')')
		return false;
	re->p++;
	re->depth--;
	return true;
}

static bool
re_atom(struct re *re)
{
	uint32_t c = re_next(re);
	struct re_code code = { .op = RE_CHAR };

	switch (c) {
	case '(':
		return re_group(re);
	case '[':
		return re_set(re);
	case '.':
		code.op = RE_ANY;
		return re_emit(re, code);
	case '^':
	case '$':
		code.op = c == '^' ? RE_BEGIN : RE_END;
		return re_emit(re, code);
	case '*': case '+': case '?': case '{':
		return false;
	case '\\':
		if (re->p >= re->end)
			return false;
		c = re_next(re);
		if (is_class(c)) {
			code.op = RE_SET;
			code.a = (uint32_t)re->ranges;
			if (!re_class(re, c))
				return false;
			code.b = (uint32_t)re->ranges;
			return re_emit(re, code);
		}
		if (c == 'b' || c == 'B') {
			code.op = c == 'b' ? RE_EDGE : RE_INSIDE;
			return re_emit(re, code);
		}
		if (!re_escape(re, c, &c))
			return false;
		break;
	default:
		break;
	}
	code.a = c;
	return re_emit(re, code);
}

static bool
re_count(struct re *re, int *n)
{
	*n = -1;
	while (re->p < re->end && *re->p >= '0' && *re->p <= '9') {
		*n = (*n < 0 ? 0 : *n * 10) + (*re->p++ - '0');
		if (*n > MAX_REPEAT)
			return false;
	}
	return true;
}

/* * + ? {n} {n,} {n,m}; max -1 means without end. */
static bool
re_times(struct re *re, int *min, int *max)
{
	char c = *re->p++;

	*min = c == '+';
	*max = c == '?' ? 1 : -1;
	if (c != '{')
		return true;
	if (!re_count(re, min) || *min < 0)
		return false;
	*max = *min;
	if (re->p < re->end && *re->p == ',') {
		re->p++;
		if (!re_count(re, max))
			return false;
	}
	return re->p < re->end && *re->p++ == '}' &&
	    (*max < 0 || *max >= *min);
}

static bool
re_copy(struct re *re, const struct re_code *piece, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!re_emit(re, piece[i]))
			return false;
	return true;
}

/* Replaces the piece from `at` to the end by its repetition. */
static bool
re_repeat(struct re *re, size_t at, int min, int max)
{
	size_t len = re->n - at;
	struct re_code *piece = xmalloc((len + 1) * sizeof(*piece));
	struct re_code split = { .op = RE_SPLIT, .x = 1, .y = (int)len + 1 };
	bool ok = true;

	/* ()* repeats nothing, perhaps before there is any code */
	if (len > 0)
		memcpy(piece, re->code + at, len * sizeof(*piece));
	re->n = at;
	for (int i = 0; i < min && ok; i++)
		ok = re_copy(re, piece, len);
	for (int i = min; i < max && ok; i++)
		ok = re_emit(re, split) && re_copy(re, piece, len);
	if (max < 0 && ok) {
		struct re_code back = { .op = RE_JUMP, .x = -(int)len - 1 };

		split.y++;
		ok = re_emit(re, split) && re_copy(re, piece, len) &&
		    re_emit(re, back);
	}
	free(piece);
	return ok;
}

static bool
is_times(char c)
{
	return c == '*' || c == '+' || c == '?' || c == '{';
}

static bool
re_sequence(struct re *re)
{
	while (re->p < re->end && *re->p != '|' && *re->p != ')') {
		size_t at = re->n;
		int min, max;

		if (!re_atom(re))
			return false;
		if (re->p >= re->end || !is_times(*re->p))
			continue;
		if (!re_times(re, &min, &max) || !re_repeat(re, at, min, max))
			return false;
		/* a*? takes as much in the end, where the whole must match */
		if (re->p < re->end && *re->p == '?')
			re->p++;
	}
	return true;
}

static bool
re_alternatives(struct re *re)
{
	size_t at = re->n;
	struct re_code split = { .op = RE_SPLIT, .x = 1 };
	struct re_code jump = { .op = RE_JUMP };

	if (!re_sequence(re))
		return false;
	if (re->p >= re->end || *re->p != '|')
		return true;
	re->p++;
	split.y = (int)(re->n - at) + 2;
	if (!re_insert(re, at, split) || !re_emit(re, jump))
		return false;
	at = re->n - 1;
	if (++re->depth > MAX_GROUPS * 4 || !re_alternatives(re))
		return false;
	re->depth--;
	re->code[at].x = (int)(re->n - at);
	return true;
}

static bool
re_compile(struct re *re, const char *pattern)
{
	memset(re, 0, sizeof(*re));
	re->p = pattern;
	re->end = pattern + strlen(pattern);
	return re_alternatives(re) && re->p == re->end;
}

static void
re_done(struct re *re)
{
	free(re->code);
	free(re->range);
}

/* One step of all threads: states reached before the next code point. */
struct threads {
	size_t *at;
	size_t n;
	uint32_t *mark;		/* generation in which a state was added */
	uint32_t gen;
	size_t *stack;		/* states still to be followed */
};

/* Adds a state and all it leads to without reading a letter. */
static void
thread_add(const struct re *re, struct threads *t, size_t pc,
    const bool holds[4], long *work)
{
	size_t top = 0;

	t->stack[top++] = pc;
	while (top > 0) {
		const struct re_code *c;

		pc = t->stack[--top];
		if (t->mark[pc] == t->gen)
			continue;
		t->mark[pc] = t->gen;
		(*work)++;
		if (pc == re->n) {
			t->at[t->n++] = pc;
			continue;
		}
		c = &re->code[pc];
		if (c->op == RE_SPLIT) {
			t->stack[top++] = pc + (size_t)c->y;
			t->stack[top++] = pc + (size_t)c->x;
		} else if (c->op == RE_JUMP) {
			t->stack[top++] = (size_t)((long)pc + c->x);
		} else if (c->op >= RE_BEGIN) {
			if (holds[c->op - RE_BEGIN])
				t->stack[top++] = pc + 1;
		} else {
			t->at[t->n++] = pc;
		}
	}
}

static bool
code_takes(const struct re *re, const struct re_code *c, uint32_t cp)
{
	if (c->op == RE_CHAR)
		return c->a == cp;
	if (c->op == RE_ANY)
		return cp != '\n' && cp != '\r';
	for (uint32_t i = c->a; i < c->b; i++)
		if (in_range(&re->range[i], cp))
			return !c->negated;
	return c->negated;
}

static bool
is_word(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || c == '_';
}

/* What is true of the place `at`, after `before`: RE_BEGIN and the others. */
static void
look_around(const char *text, size_t len, size_t at, uint32_t before,
    bool holds[4])
{
	uint32_t after = 0;

	utf8_decode(text + at, len - at, &after);
	holds[0] = at == 0;
	holds[1] = at == len;
	holds[2] = is_word(before) != (at < len && is_word(after));
	holds[3] = !holds[2];
}

static enum regex_result
re_run(const struct re *re, const char *text, long *done)
{
	size_t size = re->n + 1, len = strlen(text), at = 0;
	size_t *room = xcalloc(6 * size + 8, sizeof(*room));
	uint32_t *mark = xcalloc(size, sizeof(*mark));
	struct threads t = { room, 0, mark, 1, room + size };
	size_t *old = room + 4 * size + 4, old_n;
	enum regex_result result = REGEX_NO;
	long work = 0;
	bool holds[4];

	look_around(text, len, 0, 0, holds);
	thread_add(re, &t, 0, holds, &work);
	while (at < len && t.n > 0 && work < REGEX_MAX_WORK) {
		uint32_t cp = 0;

		at += utf8_decode(text + at, len - at, &cp);
		memcpy(old, t.at, t.n * sizeof(*old));
		old_n = t.n;
		t.n = 0;
		t.gen++;
		look_around(text, len, at, cp, holds);
		for (size_t i = 0; i < old_n; i++) {
			work++;
			if (old[i] < re->n && code_takes(re,
			    &re->code[old[i]], cp))
				thread_add(re, &t, old[i] + 1, holds, &work);
		}
	}
	if (work >= REGEX_MAX_WORK)
		result = REGEX_BAD;
	else if (at == len)
		for (size_t i = 0; i < t.n; i++)
			if (t.at[i] == re->n)
				result = REGEX_YES;
	free(room);
	free(mark);
	*done += work;
	return result;
}

enum regex_result
regex_match(const char *pattern, const char *text, long *work)
{
	struct re re;
	enum regex_result result = REGEX_BAD;

	*work = (long)strlen(pattern);
	if (re_compile(&re, pattern))
		result = re_run(&re, text, work);
	re_done(&re);
	return result;
}

bool
regex_valid(const char *pattern)
{
	struct re re;
	bool ok = re_compile(&re, pattern);

	re_done(&re);
	return ok;
}
