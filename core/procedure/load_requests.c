/*
 * papers.yaml and requests.yaml: what is written down, and what one unit asks
 * of another.
 */
#include "core/procedure/load.h"

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
	const struct yaml_node *list = part_only_list(t, "papers");
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
	const struct yaml_node *list = part_only_list(t, "requests");
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
