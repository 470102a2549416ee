/*
 * Guards: every name in one must be a reserved name of a case, or be asked by
 * a form that can have been filled in by then.
 *
 * "By then" is generous: a form counts if some way through the path leads
 * past it.  What this finds is a guard that no officer could ever satisfy.
 */
#include "core/procedure/check.h"
#include "core/procedure/load.h"
#include "core/procedure/lists.h"

#include <stdlib.h>
#include <string.h>

/* The forms that can have been filled in, as the regime numbers them. */
struct asked {
	struct check *c;
	const struct path *path;	/* of the step; NULL: any */
	const struct need *need;
	bool *form;
};

static void
mark_form(struct asked *a, const struct form *form)
{
	for (size_t i = 0; form != NULL && i < a->c->r->n_form; i++)
		if (a->c->r->form[i] == form)
			a->form[i] = true;
}

/* What a refusal offers to open can be filled in as well. */
static void
mark_fixes(struct asked *a, const struct need *need, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (need[i].fix.kind == FIX_FORM)
			mark_form(a, regime_form(a->c->r, need[i].fix.code));
}

static void
mark_request(struct asked *a, const struct request *q, bool replied)
{
	mark_form(a, q->ask);
	mark_fixes(a, q->need, q->n_need);
	if (replied)
		mark_form(a, q->reply);
}

/* What taking a step fills in. */
static void
mark_step(struct asked *a, const struct step *step, bool taken)
{
	mark_form(a, step->form);
	mark_form(a, step->line);
	if (taken)
		mark_form(a, step->receipt);
	mark_fixes(a, step->need, step->n_need);
	if (step->request != NULL)
		mark_request(a, step->request, taken);
}

/*
 * Support is given and papers are recorded in every state; the steps of a
 * track, but for `own`, may be taken in every state as well.
 */
static void
mark_always(struct asked *a, const struct path *own)
{
	const struct regime *r = a->c->r;

	for (size_t i = 0; i < r->n_track; i++)
		for (size_t k = 0; &r->track[i] != own &&
		    k < r->track[i].n_step; k++)
			mark_step(a, &r->track[i].step[k], true);

	for (size_t i = 0; i < r->n_support; i++) {
		mark_form(a, r->support[i].form);
		mark_fixes(a, r->support[i].need, r->support[i].n_need);
	}
	for (size_t i = 0; i < r->n_paper; i++)
		mark_form(a, r->paper[i].form);
}

static bool
can_precede(const struct flow *f, const struct state *s, const bool *target)
{
	for (size_t i = 0; i < f->path->n_state; i++)
		if (target[i] && flow_follows(f, &f->path->state[i], s))
			return true;
	return false;
}

/* All that can have happened before a case stands in a target state. */
static void
mark_before(struct asked *a, const struct flow *f, const bool *target)
{
	const struct path *path = f->path;
	const struct regime *r = a->c->r;

	if (!path->is_track && can_precede(f, path->entry_state, target))
		mark_form(a, path->entry_person);
	for (size_t i = 0; i < path->n_step; i++) {
		const struct step *step = &path->step[i];

		if (can_precede(f, step->to, target))
			mark_step(a, step, true);
	}
	for (size_t i = 0; i < r->n_request; i++) {
		for (size_t k = 0; k < r->request[i].n_state; k++) {
			const struct state *s = path_state(path,
			    r->request[i].state[k]);

			if (s != NULL && can_precede(f, s, target))
				mark_request(a, &r->request[i], true);
		}
	}
}

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
	for (size_t i = 0; i < n; i++) {
		a->need = &need[i];
		expr_names(need[i].expr, test_seen, a);
	}
	check_words(a->c, a->path, need, n);
}

static void
mark_everywhere(struct asked *a)
{
	const struct check *c = a->c;

	for (size_t i = 0; i < c->r->n_path; i++) {
		const struct flow *f = &c->flow[i];
		bool *target = xcalloc(f->path->n_state + 1, sizeof(bool));

		for (size_t s = 0; s < f->path->n_state; s++)
			target[s] = true;
		mark_before(a, f, target);
		free(target);
	}
}

static void
test_step(struct check *c, const struct flow *f, const struct step *step)
{
	struct asked a = { c, f->path, NULL,
	    xcalloc(c->r->n_form + 1, sizeof(bool)) };
	bool *target = xcalloc(f->path->n_state + 1, sizeof(bool));

	for (size_t i = 0; i < step->n_from; i++)
		target[flow_state(f, step->from[i])] = true;
	mark_always(&a, f->path);
	if (f->path->is_track)
		mark_everywhere(&a);
	mark_before(&a, f, target);
	mark_step(&a, step, false);
	test_needs(&a, step->need, step->n_need);
	free(target);
	free(a.form);
}

/* What can come before a request is sent, along one path. */
static void
mark_before_request(struct asked *a, const struct flow *f,
    const struct request *q)
{
	bool *target = xcalloc(f->path->n_state + 1, sizeof(bool));

	for (size_t k = 0; k < q->n_state; k++) {
		const struct state *s = path_state(f->path, q->state[k]);

		if (s != NULL)
			target[flow_state(f, s)] = true;
	}
	for (size_t k = 0; k < f->path->n_step; k++) {
		const struct step *step = &f->path->step[k];

		if (step->request != q)
			continue;
		for (size_t w = 0; w < step->n_from; w++)
			target[flow_state(f, step->from[w])] = true;
		mark_form(a, step->form);
	}
	mark_before(a, f, target);
	free(target);
}

/* With `q`, what can come before it is sent; without, all there is. */
static void
test_anywhere(struct check *c, const struct request *q,
    const struct need *need, size_t n)
{
	struct asked a = { c, NULL, NULL,
	    xcalloc(c->r->n_form + 1, sizeof(bool)) };

	mark_always(&a, NULL);
	if (q != NULL)
		mark_request(&a, q, false);
	else
		mark_everywhere(&a);
	for (size_t i = 0; q != NULL && i < c->r->n_path; i++)
		mark_before_request(&a, &c->flow[i], q);
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

void
check_tests(struct check *c)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < c->n_flow; i++)
		for (size_t k = 0; k < c->flow[i].path->n_step; k++)
			test_step(c, &c->flow[i], &c->flow[i].path->step[k]);
	for (size_t i = 0; i < r->n_request; i++)
		test_anywhere(c, &r->request[i], r->request[i].need,
		    r->request[i].n_need);
	for (size_t i = 0; i < r->n_support; i++)
		test_anywhere(c, NULL, r->support[i].need,
		    r->support[i].n_need);
	for (size_t i = 0; i < c->n_flow; i++)
		for (size_t k = 0; k < c->flow[i].path->n_step; k++)
			test_constants(c, c->flow[i].path->step[k].need,
			    c->flow[i].path->step[k].n_need);
	for (size_t i = 0; i < r->n_request; i++)
		test_constants(c, r->request[i].need, r->request[i].n_need);
	for (size_t i = 0; i < r->n_support; i++)
		test_constants(c, r->support[i].need, r->support[i].n_need);
	for (size_t i = 0; i < r->n_class; i++)
		test_anywhere(c, NULL, &(struct need){
		    .code = r->class[i].code, .test = r->class[i].test,
		    .test_at = r->class[i].test_at,
		    .expr = r->class[i].expr }, 1);
}
