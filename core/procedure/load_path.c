/*
 * One path: its entry, its states and its steps; one track: where it starts,
 * its states and its steps.
 */
#include "core/procedure/load.h"

#define STATES_MAX 200		/* what the checker's tables are made for */
#define STEPS_MAX 400

static void
read_states(struct part *t, const struct yaml_node *list)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "final", WANT_BOOL, 0 },
		{ "basis", WANT_MAP, WANT_REQUIRED },
	};
	struct path *path = t->path;

	path->state = part_items(t, list, field, ARRAY_LEN(field),
	    sizeof *path->state, &path->n_state);
	for (size_t i = 0; i < path->n_state; i++) {
		const struct yaml_node *item = list->item[i];

		path->state[i].at = part_origin(t, item);
		path->state[i].final = yaml_bool(yaml_get(item, "final"),
		    false);
		part_both(t, item, "title", &path->state[i].title);
	}
}

/* Keys of a step that a path and a track have alike. */
#define STEP_FIELDS \
	{ "code", WANT_CODE, WANT_REQUIRED }, \
	{ "title", WANT_BOTH, WANT_REQUIRED }, \
	{ "from", WANT_CODES, WANT_REQUIRED }, \
	{ "to", WANT_CODE, WANT_REQUIRED }, \
	{ "who", WANT_MAP, WANT_REQUIRED }, \
	{ "form", WANT_CODE, 0 }, \
	{ "request", WANT_CODE, 0 }, \
	{ "reopens", WANT_BOOL, 0 }, \
	{ "applies", WANT_CODE, 0 }, \
	{ "needs", WANT_LIST, 0 }, \
	{ "clocks", WANT_MAP, 0 }, \
	{ "papers", WANT_CODES, 0 }, \
	{ "basis", WANT_MAP, WANT_REQUIRED }

static void
read_steps(struct part *t, const struct yaml_node *list,
    const struct yaml_field *field, size_t n_field)
{
	struct path *path = t->path;

	path->step = part_items(t, list, field, n_field,
	    sizeof *path->step, &path->n_step);
	for (size_t i = 0; i < path->n_step; i++) {
		const struct yaml_node *item = list->item[i];

		path->step[i].at = part_origin(t, item);
		path->step[i].handover = yaml_get(item, "handover") != NULL;
		path->step[i].reopens = yaml_bool(yaml_get(item, "reopens"),
		    false);
		path->step[i].applies = part_text(t, item, "applies");
		path->step[i].by = STEP_BY_HOLDER;
		part_both(t, item, "title", &path->step[i].title);
	}
}

/* Those not yet read are still zeroed: no code. */
static void
check_code(const struct part *t, const struct yaml_node *code,
    const struct path *first)
{
	const struct path *path = t->path;

	for (const struct path *other = first; other < path; other++)
		if (path->code[0] != '\0' && str_eq(other->code, path->code))
			PART_FAULT(t, code, ERR_PROC_SAME_IN_FILE,
			    path->code, other->at.file);
}

static void
read_head(struct part *t, const char *key, const struct path *first)
{
	const struct yaml_node *code = yaml_get(t->root, key);
	struct path *path = t->path;

	path->at = part_origin(t, t->root);
	path->regime = t->regime;
	path->code = memory_text(t->p->memory,
	    code != NULL && code->kind == YAML_TEXT ? code->text : "");
	part_both(t, t->root, "title", &path->title);
	check_code(t, code, first);
}

static void
read_states_and_steps(struct part *t, const struct yaml_field *field,
    size_t n_field)
{
	const struct path *path = t->path;

	read_states(t, yaml_get(t->root, "states"));
	read_steps(t, yaml_get(t->root, "steps"), field, n_field);
	if (path->n_state > STATES_MAX)
		PART_FAULT(t, yaml_get(t->root, "states"),
		    ERR_PROC_TOO_MANY_ITEMS, "200");
	if (path->n_step > STEPS_MAX)
		PART_FAULT(t, yaml_get(t->root, "steps"),
		    ERR_PROC_TOO_MANY_ITEMS, "400");
}

void
read_path(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "path", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
		{ "entry", WANT_MAP, WANT_REQUIRED },
		{ "states", WANT_LIST, WANT_REQUIRED },
		{ "steps", WANT_LIST, WANT_REQUIRED },
	};
	static const struct yaml_field step[] = {
		STEP_FIELDS,
		{ "handover", WANT_MAP, 0 },
	};

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	read_head(t, "path", t->regime->path);
	read_states_and_steps(t, step, ARRAY_LEN(step));
}

/* Who may take a step of a track, by what the unit has to do with the case. */
static void
read_by(struct part *t, const struct yaml_node *list)
{
	/* in the order of the bits of enum step_by */
	static const char *const words[] = { "holder", "asked", "former" };

	for (size_t i = 0; i < t->path->n_step; i++) {
		const struct yaml_node *by = yaml_get(list->item[i], "by");
		struct step *step = &t->path->step[i];

		if (by == NULL)
			continue;
		step->by = 0;
		for (size_t k = 0; k < yaml_codes(by); k++) {
			int word = part_word(t, code_node(by, k), words,
			    ARRAY_LEN(words));

			step->by |= word < 0 ? 0 : 1u << word;
		}
		if (yaml_codes(by) == 0)
			PART_FAULT(t, by, ERR_PROC_EMPTY_LIST, "by");
	}
}

void
read_track(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "track", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "basis", WANT_MAP, WANT_REQUIRED },
		{ "start", WANT_CODE, WANT_REQUIRED },
		{ "states", WANT_LIST, WANT_REQUIRED },
		{ "steps", WANT_LIST, WANT_REQUIRED },
	};
	static const struct yaml_field step[] = {
		STEP_FIELDS,
		{ "by", WANT_CODES, 0 },
	};

	t->path->is_track = true;
	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	read_head(t, "track", t->regime->track);
	read_states_and_steps(t, step, ARRAY_LEN(step));
	read_by(t, yaml_get(t->root, "steps"));
}

static void
resolve_entry(struct part *t, const struct yaml_node *node)
{
	static const struct yaml_field field[] = {
		{ "who", WANT_MAP, WANT_REQUIRED },
		{ "state", WANT_CODE, WANT_REQUIRED },
		{ "person", WANT_CODE, WANT_REQUIRED },
		{ "minutes", WANT_CODE, 0 },
		{ "paper", WANT_CODE, 0 },
		{ "clocks", WANT_CODES, 0 },
	};
	struct path *path = t->path;
	const struct table states = part_states(t->path);
	const struct table clocks = part_clocks(t), papers = part_papers(t);

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	part_who(t, yaml_get(node, "who"), &path->entry_who);
	path->entry_state = part_resolve(t, yaml_get(node, "state"), &states);
	path->entry_person = part_form(t, yaml_get(node, "person"));
	/* Without minutes the path opens a case for one person (open_case). */
	if (yaml_get(node, "minutes") != NULL)
		path->entry_minutes = part_form(t, yaml_get(node, "minutes"));
	if (yaml_get(node, "paper") != NULL)
		path->entry_paper = part_resolve(t, yaml_get(node, "paper"),
		    &papers);
	path->entry_start = (const struct clock_kind **)part_resolve_all(t,
	    yaml_get(node, "clocks"), &clocks, &path->n_entry_start);
}

static void
resolve_step_clocks(struct part *t, const struct yaml_node *node,
    struct step *step)
{
	static const struct yaml_field field[] = {
		{ "start", WANT_CODES, 0 },
		{ "stop", WANT_CODES, 0 },
		{ "stop_one", WANT_CODES, 0 },
	};
	const struct table clocks = part_clocks(t);

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	step->start = (const struct clock_kind **)part_resolve_all(t,
	    yaml_get(node, "start"), &clocks, &step->n_start);
	step->stop = (const struct clock_kind **)part_resolve_all(t,
	    yaml_get(node, "stop"), &clocks, &step->n_stop);
	step->stop_one = (const struct clock_kind **)part_resolve_all(t,
	    yaml_get(node, "stop_one"), &clocks, &step->n_stop_one);
}

/* Inside the country somebody answers an offer; abroad nobody does. */
static void
resolve_handover(struct part *t, const struct yaml_node *node,
    struct step *step)
{
	static const struct yaml_field field[] = {
		{ "unit_kinds", WANT_CODES, 0 },
		{ "roles", WANT_CODES, 0 },
		{ "line", WANT_CODE, 0 },
		{ "receipt", WANT_CODE, 0 },
		{ "foreign", WANT_BOOL, 0 },
	};
	const struct yaml_node *kinds = yaml_get(node, "unit_kinds");

	if (node == NULL || node->kind != YAML_MAP)
		return;
	yaml_expect(t->file, node, field, ARRAY_LEN(field), t->found);
	step->foreign = yaml_bool(yaml_get(node, "foreign"), false);
	step->line = part_form(t, yaml_get(node, "line"));
	step->receipt = part_form(t, yaml_get(node, "receipt"));
	part_who_keys(t, node, &step->receiver);
	if (step->foreign && kinds != NULL)
		PART_FAULT(t, kinds, ERR_PROC_FOREIGN_KINDS, step->code);
	else if (!step->foreign && kinds == NULL)
		PART_FAULT(t, node, ERR_PROC_HANDOVER_TO_NOBODY, step->code);
}

static void
resolve_step(struct part *t, const struct yaml_node *item,
    struct step *step)
{
	const struct table states = part_states(t->path);
	const struct table requests = part_requests(t);
	const struct table papers = part_papers(t);

	step->from = (const struct state **)part_resolve_all(t,
	    yaml_get(item, "from"), &states, &step->n_from);
	step->to = part_resolve(t, yaml_get(item, "to"), &states);
	step->form = part_form(t, yaml_get(item, "form"));
	step->request = part_resolve(t, yaml_get(item, "request"), &requests);
	step->paper = (const struct paper **)part_resolve_all(t,
	    yaml_get(item, "papers"), &papers, &step->n_paper);
	part_who(t, yaml_get(item, "who"), &step->who);
	resolve_handover(t, yaml_get(item, "handover"), step);
	resolve_step_clocks(t, yaml_get(item, "clocks"), step);
	step->need = part_needs(t, yaml_get(item, "needs"), &step->n_need);
	part_basis(t, yaml_get(item, "basis"), &step->basis);
	if (step->handover && step->request != NULL)
		PART_FAULT(t, yaml_get(item, "request"),
		    ERR_PROC_HANDOVER_REQUEST, step->code);
}

static void
resolve_states_and_steps(struct part *t)
{
	const struct yaml_node *states = yaml_get(t->root, "states");
	const struct yaml_node *steps = yaml_get(t->root, "steps");

	part_basis(t, yaml_get(t->root, "basis"), &t->path->basis);
	for (size_t i = 0; i < t->path->n_state; i++)
		part_basis(t, yaml_get(states->item[i], "basis"),
		    &t->path->state[i].basis);
	for (size_t i = 0; i < t->path->n_step; i++)
		resolve_step(t, steps->item[i], &t->path->step[i]);
}

void
resolve_path(struct part *t)
{
	resolve_entry(t, yaml_get(t->root, "entry"));
	resolve_states_and_steps(t);
}

void
resolve_track(struct part *t)
{
	const struct table states = part_states(t->path);

	t->path->entry_state = part_resolve(t, yaml_get(t->root, "start"),
	    &states);
	resolve_states_and_steps(t);
}
