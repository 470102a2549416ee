/*
 * Guards: every name in one must be a reserved name of a case, or be asked by
 * a form that can have been filled in by then.
 * What this finds is a guard that no officer could ever satisfy.
 */
#include "core/procedure/check.h"
#include "core/procedure/load.h"
#include "core/procedure/lists.h"

#include <stdlib.h>
#include <string.h>

/* A test, and the forms that can have been filled in by then. */
struct asked {
	struct check *c;
	const struct path *path;	/* of the step; NULL: any */
	const struct need *need;
	bool *form;			/* as the regime numbers them */
};

/* Is `rest` a code of the table?  A finding if not. */
static void
test_code(struct asked *a, const char *rest, int col,
    const struct table *table)
{
	const struct origin *at = &a->need->test_at;
	const char *near;

	if (table_find(table, rest) != NULL)
		return;
	near = table_nearest(table, rest);
	if (near != NULL)
		findings_add(a->c->found, at->file, at->line, at->col + col,
		    ERR_PROC_UNKNOWN_CODE_NEAR, rest, table->name, near,
		    NULL);
	else
		findings_add(a->c->found, at->file, at->line, at->col + col,
		    ERR_PROC_UNKNOWN_CODE, rest, table->name, NULL);
}

/* request.CODE and request.CODE.unit */
static void
test_request(struct asked *a, const char *rest, int col,
    const struct table *table)
{
	size_t n = strlen(rest);
	char *code;

	if (table_find(table, rest) != NULL || n < 6 ||
	    strcmp(rest + n - 5, ".unit") != 0) {
		test_code(a, rest, col, table);
		return;
	}
	code = xstrndup(rest, n - 5);
	test_code(a, code, col, table);
	free(code);
}

static bool
is_case_name(const char *name)
{
	static const char *const known[] = { "case.state", "case.path",
	    "case.holder", "case.holder_kind", "case.under_18",
	    "case.under_16", "case.class", "case.support_regime",
	    "case.reopened", "support.any_emergency" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

/* case.link.WORD: how many links of a kind a case has. */
static void
test_link(struct asked *a, const char *name, int col)
{
	static const char *const kinds[] = { "same_person", "family",
	    "travelled_together" };
	const struct origin *at = &a->need->test_at;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(name + strlen("case.link."), kinds[i]) == 0)
			return;
	findings_add(a->c->found, at->file, at->line, at->col + col,
	    ERR_PROC_NAME_RESERVED, name, NULL);
}

/* A name with one of the reserved beginnings; false for any other. */
static bool
test_reserved(struct asked *a, const char *name, int col)
{
	const struct regime *r = a->c->r;
	const struct table paper = TABLE(r->paper, r->n_paper, "papers",
	    PART_PAPERS);
	const struct table request = TABLE(r->request, r->n_request,
	    "requests", PART_REQUESTS);
	const struct table support = TABLE(r->support, r->n_support,
	    "support", PART_SUPPORT);
	const struct table track = TABLE(r->track, r->n_track, "tracks",
	    PART_TRACK);
	const struct origin *at = &a->need->test_at;

	if (is_case_name(name))
		return true;
	if (str_starts(name, "paper."))
		test_code(a, name + 6, col, &paper);
	else if (str_starts(name, "request."))
		test_request(a, name + 8, col, &request);
	else if (str_starts(name, "support."))
		test_code(a, name + 8, col, &support);
	else if (str_starts(name, "track."))
		test_code(a, name + 6, col, &track);
	else if (str_starts(name, "case.link."))
		test_link(a, name, col);
	else if (str_starts(name, "case."))
		findings_add(a->c->found, at->file, at->line, at->col + col,
		    ERR_PROC_NAME_RESERVED, name, NULL);
	else
		return false;
	return true;
}

static bool
asks(const struct form *form, const char *name)
{
	const struct form_item *item = form_question(form, name);

	return item != NULL && item->type != FORM_NOTE &&
	    item->type != FORM_GROUP;
}

static const char *
nearest_question(const struct regime *r, const char *name)
{
	const char *best = NULL;
	int best_edits = 3;

	for (size_t i = 0; i < r->n_form; i++) {
		for (size_t k = 0; k < r->form[i]->n; k++) {
			const char *other = r->form[i]->item[k].name;
			int d = other != NULL ? code_edits(name, other) : 3;

			if (d < best_edits && (size_t)d * 2 <= strlen(other)) {
				best = other;
				best_edits = d;
			}
		}
	}
	return best;
}

static void
test_name(struct asked *a, const char *name, int col)
{
	const struct origin *at = &a->need->test_at;
	const struct form *late = NULL;
	const char *near;

	if (test_reserved(a, name, col))
		return;
	for (size_t i = 0; i < a->c->r->n_form; i++) {
		if (!asks(a->c->r->form[i], name))
			continue;
		/* A screening score may prompt, but never decide. */
		if (form_question(a->c->r->form[i], name)->advisory) {
			findings_add(a->c->found, at->file, at->line,
			    at->col + col, ERR_PROC_NAME_ADVISORY, name, NULL);
			return;
		}
		if (a->form[i])
			return;
		late = a->c->r->form[i];
	}
	near = late == NULL ? nearest_question(a->c->r, name) : NULL;
	if (late != NULL)
		findings_add(a->c->found, at->file, at->line, at->col + col,
		    ERR_PROC_NAME_TOO_LATE, name, late->code, NULL);
	else if (near != NULL)
		findings_add(a->c->found, at->file, at->line, at->col + col,
		    ERR_PROC_NAME_NOT_ASKED_NEAR, name, near, NULL);
	else
		findings_add(a->c->found, at->file, at->line, at->col + col,
		    ERR_PROC_NAME_NOT_ASKED, name, NULL);
}

static void
test_seen(void *ctx, enum expr_seen what, const char *name, int col)
{
	struct asked *a = ctx;
	const struct origin *at = &a->need->test_at;
	enum err_code code;

	/* of a text of many lines only the beginning is known */
	col = col > 0 && strchr(a->need->test, '\n') == NULL ? col - 1 : 0;
	switch (what) {
	case EXPR_SEES_NAME:
		test_name(a, name, col);
		return;
	case EXPR_SEES_UNKNOWN:
		code = ERR_EXPR_FUNCTION;
		break;
	case EXPR_SEES_COLUMN:
		code = ERR_PROC_TEST_PATH;
		break;
	case EXPR_SEES_LIST:
		if (lists_has(a->c->p->lists, name))
			return;
		code = ERR_EXPR_LIST;
		break;
	default:
		return;
	}
	findings_add(a->c->found, at->file, at->line, at->col + col, code,
	    name, NULL);
}

static void
test_needs(struct asked *a, const struct need *need, size_t n)
{
	size_t before = a->c->found->n;

	for (size_t i = 0; i < n; i++) {
		a->need = &need[i];
		expr_names(need[i].expr, test_seen, a);
	}
	check_words(a->c, a->path, need, n);
	/* a name that is not asked has no type; one mistake is told once */
	for (size_t i = 0; i < n && a->c->found->n == before; i++)
		check_types(a->c, &need[i]);
}

static void
test_step(struct check *c, const struct known *known, size_t flow, size_t at)
{
	const struct path *path = c->flow[flow].path;
	struct asked a = { c, path, NULL, known_row(c) };

	known_before_step(known, flow, at, a.form);
	test_needs(&a, path->step[at].need, path->step[at].n_need);
	free(a.form);
}

/* With `q`, what can come before it is sent; without, all there is. */
static void
test_anywhere(struct check *c, const struct known *known,
    const struct request *q, const struct need *need, size_t n)
{
	struct asked a = { c, NULL, NULL, known_row(c) };

	if (q != NULL)
		known_before_request(known, q, a.form);
	else
		known_anywhere(known, a.form);
	test_needs(&a, need, n);
	free(a.form);
}

/* A guard that can never be unmet, or never be met, guards nothing. */
static void
test_constants(struct check *c, const struct need *need, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum constant is = check_constant(need[i].expr);

		if (is != CONSTANT_NOT)
			CHECK_FAULT(c, need[i].test_at, is == CONSTANT_TRUE ?
			    ERR_PROC_TEST_ALWAYS : ERR_PROC_TEST_NEVER,
			    need[i].code);
	}
}

static void
test_all(struct check *c, const struct known *known)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < c->n_flow; i++)
		for (size_t k = 0; k < c->flow[i].path->n_step; k++) {
			const struct step *step = &c->flow[i].path->step[k];

			test_constants(c, step->need, step->n_need);
			if (step->n_need > 0)
				test_step(c, known, i, k);
		}
	for (size_t i = 0; i < r->n_request; i++) {
		const struct request *q = &r->request[i];

		test_constants(c, q->need, q->n_need);
		test_anywhere(c, known, q, q->need, q->n_need);
	}
	for (size_t i = 0; i < r->n_support; i++) {
		const struct support *s = &r->support[i];

		test_constants(c, s->need, s->n_need);
		test_anywhere(c, known, NULL, s->need, s->n_need);
	}
	for (size_t i = 0; i < r->n_class; i++) {
		const struct person_class *class = &r->class[i];
		const struct need need = { .code = class->code,
		    .test = class->test, .test_at = class->test_at,
		    .expr = class->expr };

		test_anywhere(c, known, NULL, &need, 1);
	}
}

void
check_tests(struct check *c)
{
	struct known *known = known_open(c);

	test_all(c, known);
	known_close(known);
}
