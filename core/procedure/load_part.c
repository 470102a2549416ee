/*
 * Pieces that many files of forms/ have in common: codes, texts, dates,
 * lists of items, references.
 */
#include "core/procedure/load.h"
#include "core/procedure/lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct origin
part_origin(const struct part *t, const struct yaml_node *node)
{
	return (struct origin){ t->file, node->line, node->col };
}

char *
part_text(const struct part *t, const struct yaml_node *node,
    const char *key)
{
	return memory_text(t->p->memory, yaml_get_text(node, key));
}

void
part_both(const struct part *t, const struct yaml_node *node,
    const char *key, struct text *out)
{
	const struct yaml_node *both = yaml_get(node, key);

	*out = (struct text){ NULL, NULL };
	if (both == NULL)
		return;
	yaml_both(both, out);
	memory_keep(t->p->memory, out->vi, free);
	memory_keep(t->p->memory, out->en, free);
}

static day_t
read_day(const struct yaml_node *node, const char *key)
{
	const char *text = yaml_get_text(node, key);
	day_t day;

	return text != NULL && day_parse(text, &day) ? day : DAY_NONE;
}

void
part_dates(const struct part *t, const struct yaml_node *node,
    day_t *from, day_t *to)
{
	*from = read_day(node, "valid_from");
	*to = read_day(node, "valid_to");
	if (*from != DAY_NONE && *to != DAY_NONE && *to < *from)
		PART_FAULT(t, yaml_get(node, "valid_to"),
		    ERR_PROC_DATES_REVERSED);
}

void
part_province(const struct part *t, const struct yaml_node *item)
{
	const struct yaml_node *node = yaml_get(item, "province");

	if (node == NULL || node->kind != YAML_TEXT ||
	    !lists_has(t->p->lists, "provinces"))
		return;
	if (!lists_has_code(t->p->lists, "provinces", node->text))
		PART_FAULT(t, node, ERR_PROC_UNKNOWN_CODE, node->text,
		    "provinces");
}

const struct yaml_node *
part_only_list(struct part *t, const char *key)
{
	const struct yaml_field field[] = {
		{ key, WANT_LIST, WANT_REQUIRED },
	};

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	return yaml_get(t->root, key);
}

int
part_word(const struct part *t, const struct yaml_node *node,
    const char *const *word, size_t n)
{
	struct str all = STR_INIT;

	if (node == NULL || node->kind != YAML_TEXT)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strcmp(word[i], node->text) == 0)
			return (int)i;
	for (size_t i = 0; i < n; i++)
		str_printf(&all, "%s%s", i > 0 ? ", " : "", word[i]);
	PART_FAULT(t, node, ERR_PROC_BAD_WORD, node->text, str_text(&all));
	str_done(&all);
	return -1;
}

/* Sets the code of an item; finds one that an earlier item has. */
static void
read_code(const struct part *t, const struct yaml_node *list, size_t i,
    char *base, size_t size)
{
	const struct yaml_node *node = yaml_get(list->item[i], "code");
	char *code, line[16];

	code = memory_text(t->p->memory,
	    node != NULL && node->kind == YAML_TEXT ? node->text : "");
	memcpy(base + i * size, &code, sizeof code);
	for (size_t k = 0; k < i && code[0] != '\0'; k++) {
		char *other;

		memcpy(&other, base + k * size, sizeof other);
		if (strcmp(other, code) != 0)
			continue;
		snprintf(line, sizeof line, "%d", list->item[k]->line);
		PART_FAULT(t, node, ERR_PROC_CODE_TWICE, code, line);
		return;
	}
}

void *
part_items(const struct part *t, const struct yaml_node *list,
    const struct yaml_field *field, size_t n_field, size_t size, size_t *n)
{
	char *base, max[16];

	*n = 0;
	if (list == NULL || list->kind != YAML_LIST)
		return NULL;
	*n = list->n;
	if (list->n > LOAD_ITEMS_MAX) {
		snprintf(max, sizeof max, "%d", LOAD_ITEMS_MAX);
		PART_FAULT(t, list, ERR_PROC_TOO_MANY_ITEMS, max);
		*n = LOAD_ITEMS_MAX;
	}
	base = memory_array(t->p->memory, *n, size);
	for (size_t i = 0; i < *n; i++) {
		yaml_expect(t->file, list->item[i], field, n_field, t->found);
		if (strcmp(field[0].key, "code") == 0)
			read_code(t, list, i, base, size);
	}
	return base;
}

const struct yaml_node *
code_node(const struct yaml_node *node, size_t i)
{
	return node->kind == YAML_LIST ? node->item[i] : node;
}

const void *
part_resolve(const struct part *t, const struct yaml_node *node,
    const struct table *table)
{
	const void *thing;
	const char *near;

	/* What is no code at all has its finding already. */
	if (node == NULL || node->kind != YAML_TEXT || node->text[0] == '\0')
		return NULL;
	thing = table_find(table, node->text);
	if (thing != NULL || t->lost[table->from])
		return thing;
	near = table_nearest(table, node->text);
	if (near != NULL)
		PART_FAULT(t, node, ERR_PROC_UNKNOWN_CODE_NEAR, node->text,
		    table->name, near);
	else
		PART_FAULT(t, node, ERR_PROC_UNKNOWN_CODE, node->text,
		    table->name);
	return NULL;
}

const void **
part_resolve_all(const struct part *t, const struct yaml_node *node,
    const struct table *table, size_t *n)
{
	size_t codes = yaml_codes(node);
	const void **all = memory_array(t->p->memory, codes, sizeof *all);

	*n = 0;
	for (size_t i = 0; i < codes; i++) {
		const struct yaml_node *at = code_node(node, i);
		const void *thing = part_resolve(t, at, table);

		for (size_t k = 0; thing != NULL && k < *n; k++) {
			if (all[k] != thing)
				continue;
			PART_FAULT(t, at, ERR_PROC_LISTED_TWICE, at->text);
			thing = NULL;
		}
		if (thing != NULL)
			all[(*n)++] = thing;
	}
	return all;
}

char **
part_codes(const struct part *t, const struct yaml_node *node, size_t *n)
{
	size_t codes = yaml_codes(node);
	char **all = memory_array(t->p->memory, codes, sizeof *all);

	*n = 0;
	for (size_t i = 0; i < codes; i++)
		if (yaml_code(node, i) != NULL)
			all[(*n)++] = memory_text(t->p->memory,
			    yaml_code(node, i));
	return all;
}

struct table
part_documents(const struct part *t)
{
	return TABLE(t->p->document, t->p->n_document, "documents",
	    PART_DOCUMENTS);
}

struct table
part_kinds(const struct part *t)
{
	return TABLE(t->p->unit_kind, t->p->n_unit_kind, "unit_kinds",
	    PART_AGENCIES);
}

struct table
part_roles(const struct part *t)
{
	return TABLE(t->p->role, t->p->n_role, "roles", PART_AGENCIES);
}

struct table
part_states(const struct path *path)
{
	return TABLE(path->state, path->n_state, "states", PART_PATH);
}

struct table
part_paths(const struct regime *r)
{
	return TABLE(r->path, r->n_path, "paths", PART_PATH);
}

struct table
part_forms(const struct part *t)
{
	return (struct table){ t->regime->form, t->regime->n_form, 0,
	    "forms", PART_FORM };
}

struct table
part_values(const struct part *t)
{
	return TABLE(t->regime->value, t->regime->n_value, "values",
	    PART_REGISTER);
}

struct table
part_clocks(const struct part *t)
{
	return TABLE(t->regime->clock, t->regime->n_clock, "clocks",
	    PART_CLOCKS);
}

struct table
part_papers(const struct part *t)
{
	return TABLE(t->regime->paper, t->regime->n_paper, "papers",
	    PART_PAPERS);
}

struct table
part_requests(const struct part *t)
{
	return TABLE(t->regime->request, t->regime->n_request, "requests",
	    PART_REQUESTS);
}

struct table
part_supports(const struct part *t)
{
	return TABLE(t->regime->support, t->regime->n_support, "support",
	    PART_SUPPORT);
}

struct table
part_classes(const struct part *t)
{
	return TABLE(t->regime->class, t->regime->n_class, "classes",
	    PART_CLASSES);
}

const struct form *
part_form(const struct part *t, const struct yaml_node *node)
{
	struct table forms = part_forms(t);

	return part_resolve(t, node, &forms);
}

static int
compare_findings(const void *a, const void *b)
{
	const struct err *x = a, *y = b;
	int by_file = strcmp(x->file != NULL ? x->file : "",
	    y->file != NULL ? y->file : "");

	if (by_file != 0)
		return by_file;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	return (x->code > y->code) - (x->code < y->code);
}

static bool
same_finding(const struct err *a, const struct err *b)
{
	for (size_t i = 0; i < ERR_ARGS; i++)
		if (!str_eq(a->arg[i], b->arg[i]))
			return false;
	return compare_findings(a, b) == 0;
}

void
findings_sort(struct findings *f, size_t from)
{
	size_t kept = from;

	if (f->n <= from)
		return;
	qsort(f->item + from, f->n - from, sizeof *f->item, compare_findings);
	for (size_t i = from; i < f->n; i++) {
		bool again = false;

		/* those at one place stand together */
		for (size_t k = kept; k-- > from && !again &&
		    compare_findings(&f->item[k], &f->item[i]) == 0;)
			again = same_finding(&f->item[k], &f->item[i]);
		if (again)
			err_done(&f->item[i]);
		else
			f->item[kept++] = f->item[i];
	}
	f->n = kept;
}
