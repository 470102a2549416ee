/*
 * regime.yaml and register.yaml: the days of a regime, how the cases of an
 * earlier one go on under it, and the legal register.
 */
#include "core/procedure/load.h"
#include "core/procedure/rights.h"

#include <stdio.h>
#include <string.h>

void
read_regime(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "regime", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "valid_from", WANT_DATE, WANT_REQUIRED },
		{ "valid_to", WANT_DATE, 0 },
		{ "dormant_after", WANT_CODE, 0 },
		{ "glass_open_for", WANT_CODE, 0 },
		{ "kept_for", WANT_CODE, 0 },
		{ "person_request_term", WANT_CODE, 0 },
		{ "breach_notice_term", WANT_CODE, 0 },
		{ "purposes", WANT_LIST, 0 },
		{ "copy_answers", WANT_LIST, 0 },
		{ "takes_over", WANT_LIST, 0 },
	};
	const struct yaml_node *code = yaml_get(t->root, "regime");
	struct regime *r = t->regime;

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	r->at = part_origin(t, t->root);
	part_both(t, t->root, "title", &r->title);
	part_dates(t, t->root, &r->from, &r->to);
	/* The folder gave the code: a case keeps it for ever. */
	if (code != NULL && code->kind == YAML_TEXT &&
	    strcmp(code->text, r->code) != 0)
		PART_FAULT(t, code, ERR_PROC_REGIME_FOLDER, code->text,
		    r->code);
}

/* One pair of `states`: a state of the earlier path -> a state of ours. */
static void
read_state_pair(struct part *t, const struct path *from,
    const struct yaml_node *node, size_t i, struct takeover_path *out)
{
	const struct table here = part_states(out->path);
	const struct state *to;

	if (node->item[i]->kind != YAML_TEXT) {
		PART_FAULT(t, node->item[i], ERR_PROC_NOT_A_CODE,
		    node->key[i]->text);
		return;
	}
	to = part_resolve(t, node->item[i], &here);
	if (from != NULL) {
		const struct table there = part_states(from);

		if (part_resolve(t, node->key[i], &there) == NULL)
			return;
	}
	if (to == NULL)
		return;
	out->from_state[out->n_state] = memory_text(t->p->memory,
	    node->key[i]->text);
	out->state[out->n_state++] = to;
}

static void
read_takeover_path(struct part *t, const struct regime *earlier,
    const struct yaml_node *item, struct takeover_path *out)
{
	static const struct yaml_field field[] = {
		{ "from", WANT_CODE, WANT_REQUIRED },
		{ "to", WANT_CODE, WANT_REQUIRED },
		{ "states", WANT_MAP, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct table here = part_paths(t->regime);
	const struct yaml_node *states = yaml_get(item, "states");
	const struct path *from = NULL;

	yaml_expect(t->file, item, field, ARRAY_LEN(field), t->found);
	out->at = part_origin(t, item);
	out->from_path = part_text(t, item, "from");
	out->path = part_resolve(t, yaml_get(item, "to"), &here);
	part_basis(t, yaml_get(item, "basis"), &out->basis);
	if (earlier != NULL) {
		const struct table there = part_paths(earlier);

		from = part_resolve(t, yaml_get(item, "from"), &there);
	}
	if (out->path == NULL || states == NULL || states->kind != YAML_MAP)
		return;
	out->from_state = memory_array(t->p->memory, states->n,
	    sizeof *out->from_state);
	out->state = memory_array(t->p->memory, states->n,
	    sizeof *out->state);
	for (size_t i = 0; i < states->n; i++)
		read_state_pair(t, from, states, i, out);
}

static void
read_takeover(struct part *t, const struct yaml_node *item,
    struct takeover *out)
{
	static const struct yaml_field field[] = {
		{ "from", WANT_CODE, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
		{ "paths", WANT_LIST, WANT_REQUIRED },
	};
	const struct table regimes = TABLE(t->p->regime, t->p->n_regime,
	    "regimes", PART_REGIME);
	const struct yaml_node *list = yaml_get(item, "paths");
	const struct regime *earlier;

	yaml_expect(t->file, item, field, ARRAY_LEN(field), t->found);
	out->at = part_origin(t, item);
	out->from = part_text(t, item, "from");
	part_basis(t, yaml_get(item, "basis"), &out->basis);
	earlier = part_resolve(t, yaml_get(item, "from"), &regimes);
	if (earlier == t->regime)
		PART_FAULT(t, yaml_get(item, "from"), ERR_PROC_TAKES_ITSELF,
		    t->regime->code);
	if (list == NULL || list->kind != YAML_LIST)
		return;
	out->path = memory_array(t->p->memory, list->n, sizeof *out->path);
	out->n_path = list->n;
	for (size_t i = 0; i < list->n; i++)
		read_takeover_path(t, earlier, list->item[i], &out->path[i]);
}

static void
read_purposes(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "paths", WANT_LIST, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = yaml_get(t->root, "purposes");
	const struct table paths = part_paths(t->regime);
	struct regime *r = t->regime;

	if (list == NULL || list->kind != YAML_LIST)
		return;
	r->purpose = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->purpose, &r->n_purpose);
	for (size_t i = 0; i < r->n_purpose; i++) {
		const struct yaml_node *item = list->item[i];
		const struct yaml_node *of = yaml_get(item, "paths");
		struct purpose *out = &r->purpose[i];

		out->at = part_origin(t, item);
		part_both(t, item, "title", &out->title);
		part_basis(t, yaml_get(item, "basis"), &out->basis);
		if (of == NULL || of->kind != YAML_LIST)
			continue;
		out->path = memory_array(t->p->memory, of->n,
		    sizeof *out->path);
		for (size_t k = 0; k < of->n; k++) {
			const struct path *path = part_resolve(t,
			    of->item[k], &paths);

			if (path != NULL)
				out->path[out->n_path++] = path;
		}
	}
}

void
resolve_regime(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "takes_over");
	struct regime *r = t->regime;

	r->dormant_after = part_term(t, yaml_get(t->root, "dormant_after"));
	r->kept_for = part_term(t, yaml_get(t->root, "kept_for"));
	r->glass_open_for = part_term(t, yaml_get(t->root,
	    "glass_open_for"));
	r->person_request_term = part_term(t, yaml_get(t->root,
	    "person_request_term"));
	r->breach_notice_term = part_term(t, yaml_get(t->root,
	    "breach_notice_term"));
	read_purposes(t);
	r->copy_answer = part_codes(t, yaml_get(t->root, "copy_answers"),
	    &r->n_copy_answer);
	if (list == NULL || list->kind != YAML_LIST)
		return;
	r->takeover = memory_array(t->p->memory, list->n,
	    sizeof *r->takeover);
	r->n_takeover = list->n;
	for (size_t i = 0; i < list->n; i++)
		read_takeover(t, list->item[i], &r->takeover[i]);
}

static const char *const value_units[] = {
	"hours", "calendar_days", "working_days", "months", "VND", "count"
};

void
read_register(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "unit", WANT_CODE, WANT_REQUIRED },
		{ "value", WANT_NUMBER, 0 },
		{ "local", WANT_LIST, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = part_only_list(t, "values");
	struct regime *r = t->regime;

	r->value = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->value, &r->n_value);
	for (size_t i = 0; i < r->n_value; i++) {
		struct legal_value *v = &r->value[i];
		const struct yaml_node *item = list->item[i];

		v->at = part_origin(t, item);
		v->unit = part_text(t, item, "unit");
		v->has_value = yaml_get(item, "value") != NULL;
		v->value = yaml_number(yaml_get(item, "value"), 0);
		part_both(t, item, "title", &v->title);
		if (part_word(t, yaml_get(item, "unit"), value_units,
		    ARRAY_LEN(value_units)) < 0)
			v->unit = NULL;
	}
}

static bool
is_in_range(const struct legal_value *v, int64_t n)
{
	enum term_unit unit;

	return n >= 0 && (v->unit == NULL || n <= TERM_MAX ||
	    !term_unit_parse(v->unit, &unit));
}

/* Unknown stays unknown: a value exactly when somebody has read it. */
static void
check_value(const struct part *t, const struct legal_value *v,
    const struct yaml_node *item)
{
	const struct yaml_node *value = yaml_get(item, "value");

	if (yaml_get_text(yaml_get(item, "basis"), "status") == NULL)
		return;
	if (v->has_value && v->basis.status == SURE_UNSET)
		PART_FAULT(t, value, ERR_PROC_UNSET_WITH_VALUE, v->code);
	if (!v->has_value && v->basis.status != SURE_UNSET)
		PART_FAULT(t, item, ERR_PROC_VALUE_MISSING, v->code,
		    sureness_code(v->basis.status));
	if (v->has_value && !is_in_range(v, v->value))
		PART_FAULT(t, value, ERR_PROC_VALUE_RANGE, v->code);
}

/* Two values of one province may not hold on the same day. */
static void
check_overlap(const struct part *t, const struct legal_value *v, size_t i)
{
	const struct local_value *a = &v->local[i];
	char line[16];

	for (size_t k = 0; k < i; k++) {
		const struct local_value *b = &v->local[k];

		if (!str_eq(a->province, b->province) ||
		    !rights_days_meet(a->from, a->to, b->from, b->to))
			continue;
		snprintf(line, sizeof line, "%d", b->at.line);
		findings_add(t->found, a->at.file, a->at.line, a->at.col,
		    ERR_PROC_LOCAL_TWICE, a->province, line, NULL);
		return;
	}
}

static void
read_local(const struct part *t, struct legal_value *v,
    const struct yaml_node *list)
{
	static const struct yaml_field field[] = {
		{ "province", WANT_CODE, WANT_REQUIRED },
		{ "value", WANT_NUMBER, WANT_REQUIRED },
		{ "valid_from", WANT_DATE, 0 },
		{ "valid_to", WANT_DATE, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};

	v->local = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *v->local, &v->n_local);
	for (size_t i = 0; i < v->n_local; i++) {
		const struct yaml_node *item = list->item[i];
		const struct yaml_node *value = yaml_get(item, "value");
		struct local_value *local = &v->local[i];

		local->at = part_origin(t, item);
		local->province = part_text(t, item, "province");
		local->value = yaml_number(value, 0);
		part_province(t, item);
		part_dates(t, item, &local->from, &local->to);
		part_basis(t, yaml_get(item, "basis"), &local->basis);
		if (value == NULL || local->province == NULL)
			continue;
		if (local->basis.status == SURE_UNSET)
			PART_FAULT(t, value, ERR_PROC_UNSET_WITH_VALUE,
			    v->code);
		if (!is_in_range(v, local->value))
			PART_FAULT(t, value, ERR_PROC_VALUE_RANGE, v->code);
		check_overlap(t, v, i);
	}
}

void
resolve_register(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "values");
	struct regime *r = t->regime;

	for (size_t i = 0; i < r->n_value; i++) {
		part_basis(t, yaml_get(list->item[i], "basis"),
		    &r->value[i].basis);
		check_value(t, &r->value[i], list->item[i]);
		read_local(t, &r->value[i], yaml_get(list->item[i], "local"));
	}
}
