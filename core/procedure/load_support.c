/*
 * classes.yaml and support.yaml: of which class a person is, and what those
 * of a class may have (law-and-procedure.md 9).
 */
#include "core/procedure/load.h"

void
read_classes(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "test", WANT_TEXT, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = part_only_list(t, "classes");
	struct regime *r = t->regime;

	r->class = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->class, &r->n_class);
	for (size_t i = 0; i < r->n_class; i++) {
		struct person_class *class = &r->class[i];
		const struct yaml_node *item = list->item[i];

		class->at = part_origin(t, item);
		part_both(t, item, "title", &class->title);
		class->expr = part_test(t, yaml_get(item, "test"),
		    &class->test, &class->test_at);
	}
}

void
resolve_classes(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "classes");
	struct regime *r = t->regime;

	for (size_t i = 0; i < r->n_class; i++)
		part_basis(t, yaml_get(list->item[i], "basis"),
		    &r->class[i].basis);
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
		{ "for", WANT_LIST, 0 },
		{ "limit", WANT_CODE, 0 },
		{ "limit_from", WANT_CODE, 0 },
		{ "window", WANT_MAP, 0 },
		{ "times", WANT_CODE, 0 },
		{ "amount", WANT_CODE, 0 },
		{ "asked_by", WANT_CODE, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	const struct yaml_node *list = part_only_list(t, "support");
	struct regime *r = t->regime;

	r->support = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *r->support, &r->n_support);
	for (size_t i = 0; i < r->n_support; i++) {
		const struct yaml_node *item = list->item[i];

		r->support[i].at = part_origin(t, item);
		r->support[i].limit_from = part_text(t, item, "limit_from");
		r->support[i].emergency = yaml_bool(yaml_get(item,
		    "emergency"), false);
		part_both(t, item, "title", &r->support[i].title);
	}
}

static bool
is_named(const struct support *s, const struct person_class *class)
{
	for (size_t i = 0; i < s->n_entitled; i++)
		if (s->entitled[i].class == class)
			return true;
	return false;
}

static void
resolve_for(const struct part *t, const struct yaml_node *list,
    struct support *s)
{
	static const struct yaml_field field[] = {
		{ "class", WANT_CODE, WANT_REQUIRED },
		{ "what", WANT_CODE, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	/* in the order of enum entitlement */
	static const char *const words[] = { "no", "yes", "case_by_case",
	    "unset" };
	const struct table classes = part_classes(t);

	if (list == NULL || list->kind != YAML_LIST)
		return;
	s->entitled = memory_array(t->p->memory, list->n,
	    sizeof *s->entitled);
	for (size_t i = 0; i < list->n; i++) {
		const struct yaml_node *item = list->item[i];
		const struct yaml_node *class = yaml_get(item, "class");
		struct entitled e = { .class = NULL };
		int what;

		yaml_expect(t->file, item, field, ARRAY_LEN(field), t->found);
		e.class = part_resolve(t, class, &classes);
		what = part_word(t, yaml_get(item, "what"), words,
		    ARRAY_LEN(words));
		e.what = what < 0 ? ENTITLED_UNSET : (enum entitlement)what;
		part_basis(t, yaml_get(item, "basis"), &e.basis);
		if (e.class != NULL && is_named(s, e.class))
			PART_FAULT(t, class, ERR_PROC_LISTED_TWICE,
			    e.class->code);
		else if (e.class != NULL)
			s->entitled[s->n_entitled++] = e;
	}
}

static void
resolve_window(const struct part *t, const struct yaml_node *node,
    struct support *s)
{
	static const struct yaml_field field[] = {
		{ "value", WANT_CODE, WANT_REQUIRED },
		{ "from", WANT_CODE, WANT_REQUIRED },
	};

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	s->window = part_term(t, yaml_get(node, "value"));
	s->window_from = part_text(t, node, "from");
}

static void
resolve_one(const struct part *t, const struct yaml_node *item,
    struct support *s)
{
	const struct table values = part_values(t);

	s->form = part_form(t, yaml_get(item, "form"));
	s->limit = part_resolve(t, yaml_get(item, "limit"), &values);
	s->times = part_count(t, yaml_get(item, "times"));
	s->amount = part_amount(t, yaml_get(item, "amount"));
	if (yaml_get(item, "asked_by") != NULL &&
	    part_step(t, yaml_get(item, "asked_by")) != NULL)
		s->asked_by = part_text(t, item, "asked_by");
	part_who(t, yaml_get(item, "who"), &s->who);
	part_basis(t, yaml_get(item, "basis"), &s->basis);
	resolve_for(t, yaml_get(item, "for"), s);
	resolve_window(t, yaml_get(item, "window"), s);
	s->need = part_needs(t, yaml_get(item, "needs"), &s->n_need);
	/* Design 2(6): help never waits for paperwork. */
	if (s->emergency && s->n_need > 0)
		PART_FAULT(t, yaml_get(item, "needs"),
		    ERR_PROC_EMERGENCY_NEEDS, s->code);
}

void
resolve_support(struct part *t)
{
	const struct yaml_node *list = yaml_get(t->root, "support");

	for (size_t i = 0; i < t->regime->n_support; i++)
		resolve_one(t, list->item[i], &t->regime->support[i]);
}
