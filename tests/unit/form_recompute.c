/*
 * A form that is computed bit by bit must stand as one that is computed whole.
 *
 * Forms are generated, with groups, repeats in repeats, counted repeats and
 * expressions of every kind over what stands before; then answers are set,
 * taken away, rows added and removed, and after each step everything that can
 * be seen is compared with the same answers opened anew.
 */
#include "core/form/fill.h"
#include "tests/t.h"

#include <stdint.h>
#include <stdlib.h>

#define NOW 1772391000000LL
#define MAX_NAMES 60
#define FORMS 120
#define STEPS 40

static uint64_t seed = 20260302;

static uint32_t
chance(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % below;
}

struct gen {
	struct str yaml;
	char name[MAX_NAMES][8], kind[MAX_NAMES];
	char repeat[4][8];
	int in[MAX_NAMES];		/* repeat of each name, -1 */
	int names, repeats, left, now;
};

/* The name of some question before this one. */
static const char *
any(const struct gen *g)
{
	return g->name[chance((uint32_t)g->names)];
}

/* A question that holds a number; "n0" is one. */
static const char *
any_number(const struct gen *g)
{
	const char *found = "n0";

	for (int i = 0; i < g->names; i++)
		if (g->kind[i] == 'i' && chance(3) == 0)
			found = g->name[i];
	return found;
}

/* A question in a repeat, and that repeat; NULL when none was met. */
static const char *
any_in(const struct gen *g, const char **repeat)
{
	int i = (int)chance((uint32_t)g->names);

	if (g->in[i] < 0)
		return NULL;
	*repeat = g->repeat[g->in[i]];
	return g->name[i];
}

/* An expression that is something of a condition, or of a value. */
static void
put_expr(struct gen *g, int level)
{
	struct str *s = &g->yaml;
	const char *x = any(g), *y = any(g);
	const char *r = g->repeats > 0 ?
	    g->repeat[chance((uint32_t)g->repeats)] : NULL;

	switch (chance(r != NULL ? 14 : 9)) {
	case 0:
		str_printf(s, "number(${%s}) > %u", x, chance(5));
		break;
	case 1:
		str_printf(s, "string(${%s}) != ''", x);
		break;
	case 2:
		str_printf(s, "string(${%s}) = 'a' or number(${%s}) > 2", x,
		    y);
		break;
	case 3:
		str_printf(s, "string-length(string(${%s})) > %u", x,
		    chance(3));
		break;
	case 4:
		str_printf(s, "string(coalesce(${%s}, ${%s}))", x, y);
		break;
	case 5:
		str_printf(s, "tn:status(${%s}) = 'refused'", x);
		break;
	case 6:
		str_printf(s, "if(contains(string(${%s}), 'b'), "
		    "string(${%s}), '1')", x, y);
		break;
	case 7:
		str_printf(s, "sum(${%s}) >= 3", any_number(g));
		break;
	case 8:
		str_printf(s, "not(string(${%s}) = string(${%s}))", x, y);
		break;
	case 9:
		str_printf(s, "count(${%s}) > %u", r, chance(3));
		break;
	case 10:
		x = any_in(g, &r);
		if (x != NULL)
			str_printf(s, "string(indexed-repeat(${%s}, ${%s}, "
			    "%u)) = 'b'", x, r, chance(3) + 1);
		else
			str_printf(s, "count(${%s}) = 2", r);
		break;
	case 11:
		if (level > 0)
			str_printf(s, "position(..) = %u", chance(3) + 1);
		else
			str_printf(s, "count-non-empty(${%s}) = 1", x);
		break;
	case 12:
		str_printf(s, "count(/data/%s) + count(/data/%s/%s) > 2", r,
		    r, x);
		break;
	default:
		str_printf(s, "string(../%s) = 'a' or count(../%s) = 1", x,
		    y);
	}
}

static void
put_rule(struct gen *g, const char *key, uint32_t one_in, int level)
{
	if (g->names == 0 || chance(one_in) != 0)
		return;
	str_printf(&g->yaml, ", %s: \"", key);
	put_expr(g, level);
	str_add(&g->yaml, "\"");
}

static void
put_indent(struct gen *g, int depth)
{
	for (int i = 0; i < depth; i++)
		str_add(&g->yaml, "  ");
}

static void
put_question(struct gen *g, int depth, int level)
{
	static const char *const types[] = { "integer", "text", "yes_no",
	    "select_one", "select_multiple", "calculate", "note" };
	static const char letters[] = "ityomcn";
	uint32_t t = chance(7);
	char name[8];

	if (t == 5 && g->names == 0)
		t = 0;
	snprintf(name, sizeof(name), "q%d", g->left);
	put_indent(g, depth);
	str_printf(&g->yaml, "- {type: %s, name: %s, label: {vi: a, en: b}",
	    types[t], name);
	if (t == 5) {
		str_add(&g->yaml, ", calculation: \"");
		if (chance(6) == 0) {
			str_add(&g->yaml, "once(");
			put_expr(g, level);
			str_add(&g->yaml, ")");
		} else {
			put_expr(g, level);
		}
		str_add(&g->yaml, "\"");
	}
	if (t == 3 || t == 4)
		str_add(&g->yaml, ", choices: [{code: a, label: {vi: A, en: A}"
		    ", columns: {k: 1}}, {code: b, label: {vi: B, en: B}, "
		    "columns: {k: 2}}]");
	if ((t == 3 || t == 4) && g->names > 0 && chance(3) == 0)
		str_printf(&g->yaml, ", choice_filter: \"k = "
		    "string(${%s}) or string(${%s}) = ''\"", any(g), any(g));
	put_rule(g, "relevant", 3, level);
	if (t < 5) {
		put_rule(g, "required", 4, level);
		put_rule(g, "constraint", 4, level);
		put_rule(g, "readonly", 8, level);
		put_rule(g, "default", 6, level);
	}
	str_add(&g->yaml, "}\n");
	if (t == 6)
		return;
	g->kind[g->names] = letters[t];
	g->in[g->names] = g->now;
	snprintf(g->name[g->names++], sizeof(g->name[0]), "%s", name);
}

static void put_items(struct gen *g, int n, int depth, int level);

static void
put_holder(struct gen *g, int depth, int level)
{
	bool repeat = level < 2 && g->repeats < 4 && chance(3) != 0;
	int was = g->now;
	char name[8];

	snprintf(name, sizeof(name), "%c%d", repeat ? 'r' : 'g', g->left);
	put_indent(g, depth);
	str_printf(&g->yaml, "- {type: %s, name: %s, label: {vi: a, en: b}",
	    repeat ? "repeat" : "group", name);
	put_rule(g, "relevant", 3, level);
	if (repeat && g->names > 0 && chance(3) == 0)
		str_printf(&g->yaml, ", repeat_count: \"number(${%s}) mod 4\"",
		    any(g));
	else if (repeat && chance(3) == 0)
		str_printf(&g->yaml, ", min: 1, max: 3");
	str_add(&g->yaml, ", items: [\n");
	/* in flow style from here on */
	str_add(&g->yaml, "]}\n");
	g->yaml.len -= 3;
	if (repeat) {
		g->now = g->repeats;
		snprintf(g->repeat[g->repeats++], 8, "%s", name);
	}
	put_items(g, 2 + (int)chance(3), depth + 1, level + (repeat ? 1 : 0));
	g->now = was;
	put_indent(g, depth);
	str_add(&g->yaml, "]}\n");
}

static void
put_items(struct gen *g, int n, int depth, int level)
{
	for (int i = 0; i < n && g->left > 0; i++) {
		size_t from = g->yaml.len;

		g->left--;
		if (depth < 4 && g->left > 2 && chance(4) == 0)
			put_holder(g, depth, level);
		else
			put_question(g, depth, level);
		if (depth > 1) {
			/* an item of a flow list: no dash, a comma */
			char *dash = strstr(g->yaml.buf + from, "- {");

			dash[0] = ' ';
			g->yaml.buf[g->yaml.len - 1] = ',';
			str_add(&g->yaml, "\n");
		}
	}
}

static struct form *
make_form(struct gen *g)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc;
	struct form *form = NULL;

	*g = (struct gen){ .yaml = STR_INIT, .left = 24, .now = -1,
		.names = 1, .name = { "n0" }, .kind = { 'i' }, .in = { -1 } };
	str_add(&g->yaml, "form: f\nversion: 1\ntitle: {vi: a, en: b}\n"
	    "items:\n  - {type: integer, name: n0, "
	    "label: {vi: a, en: b}}\n");
	put_items(g, 24, 1, 0);
	/* what looks at everything, and is looked at by nothing */
	str_add(&g->yaml, "  - {type: calculate, name: wild, "
	    "calculation: \"count(/data/*)\"}\n"
	    "  - {type: note, name: wilder, label: {vi: a, en: b}, "
	    "relevant: \"count(//*) mod 2 = 0\"}\n");
	doc = yaml_parse("g.yaml", str_text(&g->yaml), g->yaml.len, &e);
	if (doc != NULL)
		form = form_load("g.yaml", yaml_root(doc), NULL, &f);
	for (size_t i = 0; i < f.n; i++)
		if (f.item[i].code != ERR_FORM_CYCLE && form == NULL &&
		    getenv("TN_SHOW") != NULL) {
			struct str s = STR_INIT;

			err_text(&f.item[i], LANG_EN, true, &s);
			printf("# %s\n", str_text(&s));
			str_done(&s);
		}
	T_CHECK(doc != NULL);
	err_done(&e);
	findings_done(&f);
	yaml_free(doc);
	return form;
}

/* All that can be seen of a form, as text. */
static void
dump(struct fill *fill, struct str *out)
{
	struct fill_findings found = FILL_FINDINGS_INIT;
	json_t *all = fill_all(fill), *kept = fill_answers(fill);
	char *a = json_dumps(all, JSON_SORT_KEYS);
	char *k = json_dumps(kept, JSON_SORT_KEYS);

	str_printf(out, "%s\n%s\n", a, k);
	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *r = fill_row(fill, i);

		str_printf(out, "%d ", (int)r->kind);
		fill_row_path(r, out);
		str_printf(out, "%s%s %s\n", r->required ? " *" : "",
		    r->readonly ? " =" : "", r->problem == NULL ? "" :
		    r->problem->text.en);
	}
	fill_check(fill, &found);
	for (size_t i = 0; i < found.n; i++)
		str_printf(out, "! %s %s %s\n", found.item[i].path,
		    fill_reason_name(found.item[i].reason),
		    found.item[i].text.vi);
	fill_findings_done(&found);
	json_decref(all);
	json_decref(kept);
	free(a);
	free(k);
}

static json_t *
some_answer(void)
{
	switch (chance(8)) {
	case 0:
		return json_string("a");
	case 1:
		return json_string("b");
	case 2:
		return json_pack("[s]", chance(2) ? "a" : "b");
	case 3:
		return json_pack("{ss}", "status", "refused");
	case 4:
		return json_string(chance(2) ? "yes" : "no");
	case 5:
		return json_string("");
	default:
		return json_integer((json_int_t)chance(7));
	}
}

/* One thing that an officer can do; where, at random. */
static void
act(struct fill *fill)
{
	size_t n = fill_rows(fill);
	const struct fill_row *r = n > 0 ? fill_row(fill,
	    chance((uint32_t)n)) : NULL;
	struct str path = STR_INIT;
	json_t *v = some_answer();

	if (r == NULL) {
		json_decref(v);
		return;
	}
	if (r->kind == FILL_ADD || r->kind == FILL_REPEAT) {
		(void)fill_row_repeat(r, &path);
		(void)fill_add(fill, str_text(&path), NULL);
	} else if (r->kind == FILL_ROW && chance(2) == 0) {
		size_t index = r->index;

		(void)fill_row_repeat(r, &path);
		(void)fill_remove(fill, str_text(&path), index, NULL);
	} else if (r->kind == FILL_QUESTION) {
		fill_row_path(r, &path);
		if (chance(5) == 0)
			(void)fill_clear(fill, str_text(&path), NULL);
		else if (chance(6) == 0)
			(void)fill_set_status(fill, str_text(&path),
			    "contradicted", NULL);
		else
			(void)fill_set(fill, str_text(&path), v, NULL);
	}
	str_done(&path);
	json_decref(v);
}

/* False, and says where, when the two do not stand alike. */
static bool
stands_whole(const struct form *form, struct fill *fill)
{
	json_t *all = fill_all(fill);
	struct fill *fresh = fill_open(form, NULL, all, NOW, NULL);
	struct str a = STR_INIT, b = STR_INIT;
	bool same;

	dump(fill, &a);
	dump(fresh, &b);
	same = strcmp(str_text(&a), str_text(&b)) == 0;
	if (!same)
		printf("# bit by bit:\n%s# whole:\n%s", str_text(&a),
		    str_text(&b));
	fill_close(fresh);
	json_decref(all);
	str_done(&a);
	str_done(&b);
	return same;
}

static void
test_property(void)
{
	int forms = 0, steps = 0, nested = 0;

	for (int i = 0; i < FORMS; i++) {
		uint64_t began = seed;
		struct gen g;
		struct form *form = make_form(&g);
		struct fill *fill = form == NULL ? NULL :
		    fill_open(form, NULL, NULL, NOW, NULL);
		bool same = true;

		forms += form != NULL;
		for (size_t k = 0; form != NULL && k < form->n; k++)
			nested += form->item[k].level > 1;
		for (int k = 0; fill != NULL && k < STEPS && same; k++) {
			act(fill);
			same = stands_whole(form, fill);
			steps++;
		}
		T_CHECK(same);
		if (!same)
			printf("# form of seed %llu:\n%s\n",
			    (unsigned long long)began, str_text(&g.yaml));
		fill_close(fill);
		form_free(form);
		str_done(&g.yaml);
		if (!same)
			break;
	}
	printf("# %d forms, %d steps, %d questions in two repeats\n", forms,
	    steps, nested);
	T_CHECK(forms > FORMS / 2 && nested > 20);
}

int
main(void)
{
	if (getenv("TN_SEED") != NULL)
		seed = strtoull(getenv("TN_SEED"), NULL, 10);
	printf("# seed %llu (TN_SEED)\n", (unsigned long long)seed);
	T_RUN(test_property);
	return t_done();
}
