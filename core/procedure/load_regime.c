/*
 * The flat files of a regime: its dates, the legal register, clocks, papers,
 * support and requests.
 */
#include "core/procedure/load.h"

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

/* One list under one key: what all files below look like. */
static const struct yaml_node *
only_list(struct part *t, const char *key)
{
	const struct yaml_field field[] = {
		{ key, WANT_LIST, WANT_REQUIRED },
	};

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	return yaml_get(t->root, key);
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
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = only_list(t, "values");
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

/* Unknown stays unknown: a value exactly when somebody has read it. */
static void
check_value(const struct part *t, const struct legal_value *v,
    const struct yaml_node *item)
{
	const struct yaml_node *value = yaml_get(item, "value");
	enum term_unit unit;

	if (yaml_get_text(yaml_get(item, "basis"), "status") == NULL)
		return;
	if (v->has_value && v->basis.status == SURE_UNSET)
		PART_FAULT(t, value, ERR_PROC_UNSET_WITH_VALUE, v->code);
	if (!v->has_value && v->basis.status != SURE_UNSET)
		PART_FAULT(t, item, ERR_PROC_VALUE_MISSING, v->code,
		    sureness_code(v->basis.status));
	if (v->has_value && (v->value < 0 || (v->unit != NULL &&
	    term_unit_parse(v->unit, &unit) && v->value > TERM_MAX)))
		PART_FAULT(t, value, ERR_PROC_VALUE_RANGE, v->code);
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
	}
}

void
read_clocks(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "term", WANT_CODE, WANT_REQUIRED },
		{ "asked", WANT_CODE, 0 },
		{ "warn", WANT_CODE, 0 },
		{ "whose", WANT_CODE, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	static const char *const whose[] = { "holder", "addressee" };
	const struct yaml_node *list = only_list(t, "clocks");
	struct regime *r = t->regime;

	r->clock = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->clock, &r->n_clock);
	for (size_t i = 0; i < r->n_clock; i++) {
		struct clock_kind *c = &r->clock[i];
		const struct yaml_node *item = list->item[i];

		c->at = part_origin(t, item);
		c->asked = part_text(t, item, "asked");
		part_both(t, item, "title", &c->title);
		c->whose = part_word(t, yaml_get(item, "whose"), whose,
		    ARRAY_LEN(whose)) == 1 ? CLOCK_OF_ADDRESSEE :
		    CLOCK_OF_HOLDER;
	}
}

/* A register value that must be a stretch of time. */
static const struct legal_value *
resolve_term(const struct part *t, const struct yaml_node *node)
{
	const struct table values = part_values(t);
	const struct legal_value *v = part_resolve(t, node, &values);
	enum term_unit unit;

	if (v != NULL && v->unit != NULL && !term_unit_parse(v->unit, &unit))
		PART_FAULT(t, node, ERR_PROC_NOT_A_TERM, v->code, v->unit);
	return v;
}

void
resolve_clocks(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "clocks");
	struct regime *r = t->regime;

	for (size_t i = 0; i < r->n_clock; i++) {
		const struct yaml_node *item = list->item[i];

		r->clock[i].term = resolve_term(t, yaml_get(item, "term"));
		r->clock[i].warn = resolve_term(t, yaml_get(item, "warn"));
		part_basis(t, yaml_get(item, "basis"), &r->clock[i].basis);
	}
}

void
read_papers(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "form_code", WANT_TEXT, 0 },
		{ "series", WANT_TEXT, 0 },
		{ "from_outside", WANT_BOOL, 0 },
		{ "form", WANT_CODE, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = only_list(t, "papers");
	struct regime *r = t->regime;

	r->paper = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->paper, &r->n_paper);
	for (size_t i = 0; i < r->n_paper; i++) {
		struct paper *paper = &r->paper[i];
		const struct yaml_node *item = list->item[i];

		paper->at = part_origin(t, item);
		paper->form_code = part_text(t, item, "form_code");
		paper->series = part_text(t, item, "series");
		paper->from_outside = yaml_bool(yaml_get(item,
		    "from_outside"), false);
		part_both(t, item, "title", &paper->title);
		/* What others numbered, we never number again. */
		if (paper->from_outside && paper->series != NULL)
			PART_FAULT(t, yaml_get(item, "series"),
			    ERR_PROC_OUTSIDE_SERIES, paper->code);
	}
}

void
resolve_papers(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "papers");
	struct regime *r = t->regime;

	for (size_t i = 0; i < r->n_paper; i++) {
		const struct yaml_node *item = list->item[i];

		r->paper[i].form = part_form(t, yaml_get(item, "form"));
		part_basis(t, yaml_get(item, "basis"), &r->paper[i].basis);
	}
}

void
read_support(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "emergency", WANT_BOOL, 0 },
		{ "form", WANT_CODE, 0 },
		{ "who", WANT_MAP, WANT_REQUIRED },
		{ "needs", WANT_LIST, 0 },
		{ "limit", WANT_CODE, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = only_list(t, "support");
	struct regime *r = t->regime;

	r->support = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->support, &r->n_support);
	for (size_t i = 0; i < r->n_support; i++) {
		const struct yaml_node *item = list->item[i];

		r->support[i].at = part_origin(t, item);
		r->support[i].emergency = yaml_bool(yaml_get(item,
		    "emergency"), false);
		part_both(t, item, "title", &r->support[i].title);
	}
}

void
resolve_support(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "support");
	struct regime *r = t->regime;
	const struct table values = part_values(t);

	for (size_t i = 0; i < r->n_support; i++) {
		struct support *s = &r->support[i];
		const struct yaml_node *item = list->item[i];

		s->form = part_form(t, yaml_get(item, "form"));
		s->limit = part_resolve(t, yaml_get(item, "limit"), &values);
		part_who(t, yaml_get(item, "who"), &s->who);
		part_basis(t, yaml_get(item, "basis"), &s->basis);
		s->need = part_needs(t, yaml_get(item, "needs"), &s->n_need);
		/* Design 2(6): help never waits for paperwork. */
		if (s->emergency && s->n_need > 0)
			PART_FAULT(t, yaml_get(item, "needs"),
			    ERR_PROC_EMERGENCY_NEEDS, s->code);
	}
}

void
read_requests(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "from", WANT_MAP, WANT_REQUIRED },
		{ "to", WANT_MAP, WANT_REQUIRED },
		{ "states", WANT_CODES, 0 },
		{ "ask", WANT_CODE, WANT_REQUIRED },
		{ "shows", WANT_CODES, 0 },
		{ "reply", WANT_CODE, WANT_REQUIRED },
		{ "clock", WANT_CODE, 0 },
		{ "ask_paper", WANT_CODE, 0 },
		{ "reply_paper", WANT_CODE, 0 },
		{ "needs", WANT_LIST, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = only_list(t, "requests");
	struct regime *r = t->regime;

	r->request = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->request, &r->n_request);
	for (size_t i = 0; i < r->n_request; i++) {
		struct request *q = &r->request[i];
		const struct yaml_node *item = list->item[i];

		q->at = part_origin(t, item);
		part_both(t, item, "title", &q->title);
		q->state = part_codes(t, yaml_get(item, "states"),
		    &q->n_state);
	}
}

/* A state may belong to any path of the regime. */
static void
check_states(const struct part *t, const struct yaml_node *node)
{
	for (size_t i = 0; i < yaml_codes(node); i++) {
		const struct yaml_node *code = code_node(node, i);
		const char *near = NULL;
		bool known = t->lost[PART_PATH];

		if (code->kind != YAML_TEXT)
			continue;
		for (size_t k = 0; k < t->regime->n_path && !known; k++) {
			const struct table states = part_states(
			    &t->regime->path[k]);

			known = table_find(&states, code->text) != NULL;
			if (near == NULL)
				near = table_nearest(&states, code->text);
		}
		if (!known && near != NULL)
			PART_FAULT(t, code, ERR_PROC_UNKNOWN_CODE_NEAR,
			    code->text, "states", near);
		else if (!known)
			PART_FAULT(t, code, ERR_PROC_UNKNOWN_CODE,
			    code->text, "states");
	}
}

/* One code or a list of codes of forms. */
static void
resolve_shows(struct part *t, const struct yaml_node *node, struct request *q)
{
	size_t n = node == NULL ? 0 : yaml_codes(node);

	if (n == 0)
		return;
	q->shows = memory_array(t->p->memory, n, sizeof(*q->shows));
	for (size_t i = 0; i < n; i++) {
		const struct form *form = part_form(t,
		    node->kind == YAML_LIST ? node->item[i] : node);

		if (form != NULL)
			q->shows[q->n_shows++] = form;
	}
}

void
resolve_requests(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "requests");
	struct regime *r = t->regime;
	const struct table clocks = part_clocks(t), papers = part_papers(t);

	for (size_t i = 0; i < r->n_request; i++) {
		struct request *q = &r->request[i];
		const struct yaml_node *item = list->item[i];

		part_who(t, yaml_get(item, "from"), &q->from);
		part_who(t, yaml_get(item, "to"), &q->to);
		q->ask = part_form(t, yaml_get(item, "ask"));
		q->reply = part_form(t, yaml_get(item, "reply"));
		resolve_shows(t, yaml_get(item, "shows"), q);
		q->clock = part_resolve(t, yaml_get(item, "clock"), &clocks);
		q->ask_paper = part_resolve(t, yaml_get(item, "ask_paper"),
		    &papers);
		q->reply_paper = part_resolve(t, yaml_get(item,
		    "reply_paper"), &papers);
		q->need = part_needs(t, yaml_get(item, "needs"), &q->n_need);
		part_basis(t, yaml_get(item, "basis"), &q->basis);
		check_states(t, yaml_get(item, "states"));
	}
}
