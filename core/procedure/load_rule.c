/*
 * What a rule is made of: its basis in law, who may use it, what it needs.
 */
#include "core/procedure/load.h"

#include <string.h>

static void
release_expr(void *x)
{
	expr_free(x);
}

static const char *const sure_words[] = {
	"confirmed", "reported", "draft", "inferred", "unset"
};

/* A law that nobody has read confirms nothing: some paper must be named. */
static void
check_basis(const struct part *t, const struct yaml_node *node,
    const struct basis *b)
{
	if (b->article != NULL && yaml_get(node, "doc") == NULL)
		PART_FAULT(t, yaml_get(node, "article"),
		    ERR_PROC_ARTICLE_WITHOUT_DOC);
	if (b->status <= SURE_DRAFT && yaml_get(node, "doc") == NULL &&
	    b->source == NULL)
		PART_FAULT(t, node, ERR_PROC_BASIS_WITHOUT_SOURCE,
		    sure_words[b->status]);
}

void
part_basis(const struct part *t, const struct yaml_node *node,
    struct basis *out)
{
	static const struct yaml_field field[] = {
		{ "doc", WANT_CODE, 0 },
		{ "article", WANT_TEXT, 0 },
		{ "status", WANT_CODE, WANT_REQUIRED },
		{ "note", WANT_BOTH, 0 },
		{ "source", WANT_TEXT, 0 },
	};
	const struct table docs = part_documents(t);
	int status;

	*out = (struct basis){ .status = SURE_UNSET };
	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	out->doc = part_resolve(t, yaml_get(node, "doc"), &docs);
	out->article = part_text(t, node, "article");
	out->source = part_text(t, node, "source");
	part_both(t, node, "note", &out->note);
	status = part_word(t, yaml_get(node, "status"), sure_words,
	    ARRAY_LEN(sure_words));
	if (status < 0)
		return;
	out->status = (enum sureness)status;
	check_basis(t, node, out);
}

void
part_who_keys(const struct part *t, const struct yaml_node *node,
    struct who *out)
{
	const struct table kinds = part_kinds(t);
	const struct table roles = part_roles(t);

	*out = (struct who){ NULL, 0, NULL, 0 };
	if (node == NULL || node->kind != YAML_MAP)
		return;
	out->kind = (const struct unit_kind **)part_resolve_all(t,
	    yaml_get(node, "unit_kinds"), &kinds, &out->n_kind);
	out->role = (const struct role **)part_resolve_all(t,
	    yaml_get(node, "roles"), &roles, &out->n_role);
	if (yaml_get(node, "unit_kinds") != NULL &&
	    yaml_codes(yaml_get(node, "unit_kinds")) == 0)
		PART_FAULT(t, yaml_get(node, "unit_kinds"),
		    ERR_PROC_EMPTY_LIST, "unit_kinds");
}

void
part_who(const struct part *t, const struct yaml_node *node,
    struct who *out)
{
	static const struct yaml_field field[] = {
		{ "unit_kinds", WANT_CODES, WANT_REQUIRED },
		{ "roles", WANT_CODES, 0 },
	};

	if (node != NULL && node->kind == YAML_MAP)
		yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	part_who_keys(t, node, out);
}

/* A value of the register, in one of the units that `good` allows. */
static const struct legal_value *
resolve_value(const struct part *t, const struct yaml_node *node,
    bool (*good)(const char *unit), enum err_code otherwise)
{
	const struct table values = part_values(t);
	const struct legal_value *v = part_resolve(t, node, &values);

	if (v != NULL && v->unit != NULL && !good(v->unit))
		PART_FAULT(t, node, otherwise, v->code, v->unit);
	return v;
}

static bool
is_time(const char *unit)
{
	enum term_unit parsed;

	return term_unit_parse(unit, &parsed);
}

static bool
is_money(const char *unit)
{
	return strcmp(unit, "VND") == 0;
}

static bool
is_count(const char *unit)
{
	return strcmp(unit, "count") == 0;
}

const struct legal_value *
part_term(const struct part *t, const struct yaml_node *node)
{
	return resolve_value(t, node, is_time, ERR_PROC_NOT_A_TERM);
}

const struct legal_value *
part_amount(const struct part *t, const struct yaml_node *node)
{
	return resolve_value(t, node, is_money, ERR_PROC_NOT_MONEY);
}

const struct legal_value *
part_count(const struct part *t, const struct yaml_node *node)
{
	return resolve_value(t, node, is_count, ERR_PROC_NOT_A_COUNT);
}

static const struct step *
find_step(const struct part *t, const struct path *path, size_t n,
    const char *code)
{
	for (size_t i = 0; i < n; i++)
		if ((t->path == NULL || t->path == &path[i]) &&
		    path_step(&path[i], code) != NULL)
			return path_step(&path[i], code);
	return NULL;
}

const struct step *
part_step(const struct part *t, const struct yaml_node *node)
{
	const struct regime *r = t->regime;
	const struct step *step;

	if (node == NULL || node->kind != YAML_TEXT)
		return NULL;
	step = find_step(t, r->path, r->n_path, node->text);
	if (step == NULL)
		step = find_step(t, r->track, r->n_track, node->text);
	if (step != NULL)
		return step;
	if (t->path != NULL) {
		const struct table steps = TABLE(t->path->step,
		    t->path->n_step, "steps", t->kind);

		return part_resolve(t, node, &steps);
	}
	if (!t->lost[PART_PATH] && !t->lost[PART_TRACK])
		PART_FAULT(t, node, ERR_PROC_UNKNOWN_CODE, node->text,
		    "steps");
	return NULL;
}

static const void *
resolve_fix(const struct part *t, enum fix_kind kind,
    const struct yaml_node *node)
{
	struct table table;

	switch (kind) {
	case FIX_FORM:
		table = part_forms(t);
		break;
	case FIX_REQUEST:
		table = part_requests(t);
		break;
	case FIX_PAPER:
		table = part_papers(t);
		break;
	case FIX_SUPPORT:
		table = part_supports(t);
		break;
	default:
		return part_step(t, node);
	}
	return part_resolve(t, node, &table);
}

static void
read_fix(const struct part *t, const struct yaml_node *node,
    struct fix *out)
{
	static const struct yaml_field field[] = {
		{ "form", WANT_CODE, 0 },
		{ "request", WANT_CODE, 0 },
		{ "paper", WANT_CODE, 0 },
		{ "support", WANT_CODE, 0 },
		{ "step", WANT_CODE, 0 },
		{ "field", WANT_CODE, 0 },
	};
	const struct yaml_node *at = yaml_get(node, "field");
	const struct form *form = NULL;
	size_t given = 0;

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	for (size_t i = 0; i < ARRAY_LEN(field) - 1; i++) {
		const struct yaml_node *code = yaml_get(node, field[i].key);
		const void *thing;

		if (code == NULL)
			continue;
		given++;
		out->kind = (enum fix_kind)(FIX_FORM + i);
		out->code = part_text(t, node, field[i].key);
		thing = resolve_fix(t, out->kind, code);
		if (out->kind == FIX_FORM)
			form = thing;
	}
	if (given != 1)
		PART_FAULT(t, node, ERR_PROC_FIX_NOT_ONE);
	out->field = part_text(t, node, "field");
	if (at != NULL && out->kind != FIX_FORM)
		PART_FAULT(t, at, ERR_PROC_FIELD_WITHOUT_FORM);
	else if (form != NULL && !form_is_lost(form) && out->field != NULL &&
	    form_question(form, out->field) == NULL)
		PART_FAULT(t, at, ERR_PROC_NO_QUESTION, out->field,
		    out->code);
}

/* The column of a letter of a text; of a block only its beginning is known. */
static int
column_in(const struct yaml_node *node, int col)
{
	if (strchr(node->text, '\n') != NULL)
		return node->col;
	return node->col + (node->quoted ? 1 : 0) + (col > 0 ? col - 1 : 0);
}

struct expr *
part_test(const struct part *t, const struct yaml_node *node, char **text,
    struct origin *at)
{
	struct err e = ERR_INIT;
	struct expr *expr;

	if (node == NULL || node->kind != YAML_TEXT)
		return NULL;
	*at = (struct origin){ t->file, node->line, column_in(node, 1) };
	*text = memory_text(t->p->memory, node->text);
	expr = expr_parse(node->text, &e);
	if (expr != NULL) {
		memory_keep(t->p->memory, expr, release_expr);
		return expr;
	}
	e.file = xstrdup(t->file);
	e.col = column_in(node, e.col);
	e.line = node->line;
	findings_take(t->found, &e);
	return NULL;
}

struct need *
part_needs(const struct part *t, const struct yaml_node *node, size_t *n)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "test", WANT_TEXT, WANT_REQUIRED },
		{ "say", WANT_BOTH, WANT_REQUIRED },
		{ "fix", WANT_MAP, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	struct need *need = part_items(t, node, field, ARRAY_LEN(field),
	    sizeof *need, n);

	for (size_t i = 0; i < *n; i++) {
		const struct yaml_node *item = node->item[i];

		need[i].at = part_origin(t, item);
		part_both(t, item, "say", &need[i].say);
		part_basis(t, yaml_get(item, "basis"), &need[i].basis);
		read_fix(t, yaml_get(item, "fix"), &need[i].fix);
		need[i].expr = part_test(t, yaml_get(item, "test"),
		    &need[i].test, &need[i].test_at);
	}
	return need;
}
