/*
 * Expressions: reading, typing and evaluating whatever comes in, over the
 * answers of a form with lists and repeats.  After a NUL byte the input may
 * bring answers of its own, as JSON.
 */
#include "core/base/err.h"
#include "core/base/jx.h"
#include "core/form/answers.h"
#include "core/form/eval.h"
#include "core/form/expr_type.h"
#include "tests/fuzz/fuzz.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW 1772391000000LL	/* 2026-03-02T01:50:00+07:00 */
#define MAX_NODES 2000		/* of answers: what is slow is found elsewhere */
#define L "label: {vi: a, en: b}"

static const char form_text[] =
    "form: f\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\n"
    "lists:\n  kinds:\n"
    "    - {code: '1', " L ", columns: {up: a}}\n"
    "    - {code: '02', " L ", columns: {up: b}}\n"
    "    - {code: x, " L ", valid_to: 2020-01-01}\n"
    "items:\n"
    "  - {type: text, name: a, class: plain, " L "}\n"
    "  - {type: integer, name: b, class: plain, " L "}\n"
    "  - {type: date, name: d, class: plain, " L "}\n"
    "  - {type: select_one, name: s, class: plain, " L ", list: kinds}\n"
    "  - {type: select_multiple, name: m, class: plain, " L
    ", list: kinds}\n"
    "  - {type: time, name: t, class: plain, " L "}\n"
    "  - {type: geo, name: g, class: plain, shape: trace, " L "}\n"
    "  - {type: calculate, name: c, calculation: \"${b} > 3\"}\n"
    "  - type: repeat\n    name: r\n    " L "\n    items:\n"
    "      - {type: integer, name: q, class: plain, " L "}\n"
    "      - {type: text, name: n, class: plain, " L "}\n"
    "      - type: repeat\n        name: rr\n        " L "\n"
    "        items:\n"
    "          - {type: integer, name: z, class: plain, " L "}\n";

static const char answers_text[] =
    "{\"a\": \"Nguyễn Thị Mẫu\", \"b\": 5, \"d\": \"2008-03\", \"s\": \"02\","
    "\"m\": [\"1\", \"x\"], \"t\": \"08:30\", \"c\": true,"
    "\"g\": \"10 106 0 0;11 106 0 0;11 107 0 0;10 106 0 0\","
    "\"r\": [{\"q\": 1, \"n\": \"một\", \"rr\": [{\"z\": 1}, {\"z\": 2}]},"
    " {\"q\": 2.5, \"n\": {\"status\": \"refused\"}}, {}]}";

const char *const fuzz_words[] = { "${a}", "${b}", "${d}", "${s}", "${m}",
    "${t}", "${g}", "${c}", "${r}", "${q}", "${n}", "${rr}", "${z}", "$a",
    "instance('kinds')/root/item", "[", "]", "(", ")", ",", "'", "\"",
    " and ", " or ", " div ", " mod ", " = ", " != ", " < ", " >= ", " | ",
    " + ", " - ", " * ", "..", "./", "//", "/", "@", "::", "child::",
    "parent::", "ancestor::", "following::", "preceding-sibling::",
    "descendant-or-self::node()", "[1]", "[last()]", "[position() = 2]",
    "current()/", "1e9", "0.5", "-1", "99999999999999999999", "'2008-03-02'",
    "'2026-03-02T10:00:00.000+07:00'", "'08:30'", "'[0-9]+'", "'(a|b)*'",
    "today()", "now()", "true()", "NaN", "''", "'1 x'", "'%Y-%m-%d'",
    "'md5'", "'hex'", "{", "}", "\xe1\xba\xa1", "001208000001", NULL };

static const char *const lines[] = {
	"${b} * 2 + 1 > 5 and selected(${m}, 'x')",
	"if(${s} = '02', concat(${a}, 'x'), substr(${a}, 1, 3))",
	"instance('kinds')/root/item[up = 'a' and name != ${s}]/label",
	"pulldata('kinds', 'up', 'name', ${s})",
	"count(${r}) + sum(${q}) - position(..)",
	"indexed-repeat(${q}, ${r}, 2) + indexed-repeat(${z}, ${r}, 1, ${rr}, 2)",
	"jr:choice-name(${s}, '${s}')", "jr:itext('x')",
	"/r[q > 1]/n | //z[. = 2]/../following-sibling::*",
	"(//*)[3]/ancestor-or-self::node()[last()]",
	"format-date(${d}, '%A %e %b %Y') or date('1999') < today()",
	"tn:age-at-least(${d}, today()) < 18",
	"tn:id-valid('001208000001') and tn:same-name(${a}, 'mau thi nguyen')",
	"regex(${a}, '^[A-Z]\\p{L}+( [A-Z]\\p{L}*){1,4}$')",
	"round(3.14159, 2) div 0 - -5 mod -3",
	"weighted-checklist(1, 3, ${b} = 5, 2, ${c}, 1)",
	"digest(translate(${a}, 'abc', 'xyz'), 'SHA-256', 'hex')",
	"distance(${g}) > area(${g}) or geofence('10.5 106.5', ${g})",
	"randomize(${q}, 42)[1] + random() + string-length(uuid())",
	"add-date(now(), 1, -14, 45, 25, -1) > decimal-time(${t})",
	"coalesce(once(${a}), join('-', ${n}, ${q}), current()/../b)",
	"base64-decode('4bqh') = normalize-space('  a  b ')",
	"tn:status(${n}) = 'refused' and not(count-selected(${m}) != 2)",
	"max(${q}, 3, ${z}) - min(//q) + number('4,6')",
	"x/y\0{\"x\": [{\"y\": 1}, {\"y\": [\"p\", \"q\"]}], \"v\": null}",
};

static struct form *form;
static json_t *answers;
static struct answers over;
static struct expr_env env;

size_t
fuzz_seed(size_t i, uint8_t *out, size_t max)
{
	size_t n;

	if (i >= ARRAY_LEN(lines))
		return 0;
	n = strlen(lines[i]);
	/* the last one goes on behind its NUL */
	if (i + 1 == ARRAY_LEN(lines))
		n += 1 + strlen(lines[i] + n + 1);
	if (n > max)
		return 0;
	memcpy(out, lines[i], n);
	return n;
}

static double
half(void *ctx)
{
	(void)ctx;
	return 0.5;
}

static void
set_up(void)
{
	struct err e = ERR_INIT;
	struct findings f = FINDINGS_INIT;
	struct yaml_doc *doc;

	if (form != NULL)
		return;
	doc = yaml_parse("f.yaml", form_text, strlen(form_text), &e);
	if (doc == NULL)
		fuzz_fail("the form of this harness is no YAML");
	form = form_load("f.yaml", yaml_root(doc), NULL, &f);
	yaml_free(doc);
	answers = json_loads(answers_text, 0, NULL);
	for (size_t i = 0; i < f.n; i++)
		printf("# %d:%d %s\n", f.item[i].line, f.item[i].col,
		    err_code_name(f.item[i].code));
	if (form == NULL || answers == NULL)
		fuzz_fail("the form of this harness does not load");
	over = (struct answers){ .root = answers, .form = form };
	answers_env(&over, NOW, LANG_VI, &env);
	env.random = half;
	findings_done(&f);
}

static bool
any_type(void *ctx, const char *name, struct expr_type *out)
{
	(void)ctx;
	*out = (struct expr_type){
		.kind = (enum expr_type_kind)((unsigned char)name[0] %
		    (TYPE_ROWS + 1)),
		.list = &form, .name = name, .nodes = true,
		.many = strlen(name) % 3 == 1, .single = strlen(name) == 1,
	};
	return name[0] != 'k';
}

static bool
any_code(void *ctx, const void *list, const char *code)
{
	(void)ctx;
	(void)list;
	return code == NULL || code[0] != 'x';
}

static void
any_mistake(void *ctx, int col, enum err_code code, const char *a,
    const char *b)
{
	struct err e = ERR_INIT;
	struct str s = STR_INIT;

	(void)ctx;
	if (col < 1)
		fuzz_fail("a mistake without its column");
	err_set_at(&e, NULL, 1, col, code, a, b, NULL);
	err_text(&e, LANG_VI, true, &s);
	err_text(&e, LANG_EN, true, &s);
	str_done(&s);
	err_done(&e);
}

static void
any_name(void *ctx, enum expr_seen what, const char *name, int col)
{
	(void)ctx;
	(void)what;
	if (name == NULL || col < 1)
		fuzz_fail("a name without its column");
}

static void
check_value(struct expr_value *v)
{
	struct str s = STR_INIT;

	if (v->kind == EXPR_NODES)
		fuzz_fail("nodes came out of an evaluation");
	if (v->kind == EXPR_TEXT && strlen(v->text) > EXPR_MAX_TEXT + 4096)
		fuzz_fail("a text beyond its bound");
	expr_to_string(v, &s);
	expr_to_number(v);
	expr_to_boolean(v);
	if (v->kind == EXPR_NUMBER && isfinite(v->number) &&
	    expr_read_number(str_text(&s)) != v->number)
		fuzz_fail("a number does not read back");
	str_done(&s);
}

/* The same expression over the same data has the same value. */
static void
evaluate(const struct expr *x)
{
	struct expr_value v, again;
	struct str s = STR_INIT, t = STR_INIT;
	struct err e = ERR_INIT;
	bool ok = expr_eval(x, &env, &v, &e);

	if (!ok && e.code == ERR_NONE)
		fuzz_fail("refused without a word");
	if (expr_eval(x, &env, &again, NULL) != ok)
		fuzz_fail("refused only once");
	if (ok) {
		check_value(&v);
		expr_to_string(&v, &s);
		expr_to_string(&again, &t);
		if (strcmp(str_text(&s), str_text(&t)) != 0)
			fuzz_fail("another value the second time");
		expr_value_done(&v);
		expr_value_done(&again);
	}
	str_done(&s);
	str_done(&t);
	err_done(&e);
}

static void
read_and_evaluate(const char *text)
{
	struct expr_types types = {
		.name = any_type, .code = any_code, .found = any_mistake,
		.condition = true,
	};
	struct err e = ERR_INIT;
	struct expr *x = expr_parse(text, &e);

	if (x == NULL && (e.code == ERR_NONE || e.col < 1))
		fuzz_fail("refused without a word or place");
	err_done(&e);
	if (x == NULL)
		return;
	if (strcmp(expr_text(x), text) != 0)
		fuzz_fail("the text is another one");
	expr_names(x, any_name, NULL);
	expr_is_constant(x);
	expr_check_types(x, &types);
	evaluate(x);
	expr_free(x);
}

/* A question's node, and a row's: what `.` may be. */
static void
from_everywhere(const char *text)
{
	env.has_here = false;
	read_and_evaluate(text);
	env.here = answers_node(NULL, 0, NULL, 0, "b");
	env.has_here = true;
	read_and_evaluate(text);
	env.here = answers_node(NULL, 0, "r", 1, "q");
	read_and_evaluate(text);
	env.here = answers_node("r", 0, "rr", 1, "z");
	read_and_evaluate(text);
}

static bool
is_small(const json_t *v, int depth, size_t *left)
{
	const char *key;
	json_t *child;
	size_t i;

	if (*left == 0 || depth > 40)
		return false;
	(*left)--;
	json_array_foreach(v, i, child)
		if (!is_small(child, depth + 1, left))
			return false;
	json_object_foreach((json_t *)v, key, child)
		if (!is_small(child, depth + 1, left))
			return false;
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	const uint8_t *nul = memchr(data, 0, size);
	size_t n = nul != NULL ? (size_t)(nul - data) : size;
	size_t left = MAX_NODES;
	char *text = xstrndup((const char *)data, n);
	struct str out = STR_INIT;
	struct err e = ERR_INIT;
	json_t *own = NULL;

	set_up();
	from_everywhere(text);
	if (nul != NULL)
		own = json_loadb((const char *)nul + 1, size - n - 1,
		    JSON_REJECT_DUPLICATES, NULL);
	if (own == NULL || is_small(own, 0, &left))
		if (!form_eval_text(text, own, NOW, &out, &e) &&
		    e.code == ERR_NONE)
			fuzz_fail("refused without a word");
	json_decref(own);
	err_done(&e);
	str_done(&out);
	free(text);
}
