/*
 * Files whose insides belong to another room: forms and the calendar.
 */
#include "core/procedure/load.h"

#include <stdlib.h>
#include <string.h>

#define COMMON "common/"

void
read_calendar(struct part *t)
{
	t->p->calendar = calendar_from_yaml(t->file, t->root, t->found);
}

static void
release_form(void *form)
{
	form_free(form);
}

/*
 * A form with a fault has its findings; a stand-in keeps every place that
 * names it from being one more.
 */
static struct form *
lost_form(struct part *t)
{
	struct form *form = memory_array(t->p->memory, 1, sizeof *form);

	form->code = part_text(t, t->root, "form");
	form->version = -1;
	return form;
}

bool
form_is_lost(const struct form *form)
{
	return form->version == -1;
}

/* A regime's own form stands instead of the common one of its code. */
static bool
stands_instead(const struct part *t)
{
	const char *code = yaml_get_text(t->root, "form");

	for (size_t i = 0; code != NULL && i < t->regime->n_form; i++)
		if (str_eq(t->regime->form[i]->code, code) &&
		    !str_starts(t->regime->form_file[i], COMMON))
			return true;
	return false;
}

/* What holds in every regime cannot cite the law of one. */
static void
check_common(const struct part *t, const struct yaml_node *list)
{
	for (size_t i = 0; list != NULL && list->kind == YAML_LIST &&
	    i < list->n; i++) {
		const struct yaml_node *law = yaml_get(list->item[i], "law");

		if (law != NULL)
			PART_FAULT(t, law, ERR_PROC_COMMON_LAW);
		check_common(t, yaml_get(list->item[i], "items"));
	}
}

/* "NAME@N.yaml": an older version of a form, kept for what it recorded. */
static bool
is_older(const struct part *t)
{
	const char *slash = strrchr(t->file, '/');

	return strchr(slash != NULL ? slash : t->file, '@') != NULL;
}

void
read_common_form(struct part *t)
{
	check_common(t, yaml_get(t->root, "items"));
	if (!stands_instead(t))
		read_form(t);
}

/* Does the file's name say which form and version it holds? */
static bool
is_named_so(const struct part *t, const struct form *form)
{
	const char *slash = strrchr(t->file, '/');
	char *name = xasprintf("%s@%d.yaml", form->code, form->version);
	bool so = str_eq(slash != NULL ? slash + 1 : t->file, name);

	free(name);
	return so;
}

/* Behind what is newer; false when it is there already or newer than all. */
static bool
put_older(struct form *newest, struct form *form)
{
	struct form *at = newest;

	if (form->version >= newest->version)
		return false;
	while (at->older != NULL && at->older->version > form->version)
		at = (struct form *)(void *)(uintptr_t)at->older;
	if (at->older != NULL && at->older->version == form->version)
		return false;
	form->older = at->older;
	at->older = form;
	return true;
}

static void
read_older(struct part *t)
{
	struct regime *r = t->regime;
	struct form *form = form_load(t->file, t->root, t->p->form_lists,
	    t->found);

	if (form == NULL)
		return;
	memory_keep(t->p->memory, form, release_form);
	if (!is_named_so(t, form)) {
		PART_FAULT(t, t->root, ERR_PROC_OLDER_NAME, form->code, NULL);
		return;
	}
	for (size_t i = 0; i < r->n_form; i++) {
		if (!str_eq(r->form[i]->code, form->code))
			continue;
		if (!form_is_lost(r->form[i]) && !put_older(r->form[i], form))
			PART_FAULT(t, t->root, ERR_PROC_OLDER_NOT,
			    form->code);
		return;
	}
	PART_FAULT(t, t->root, ERR_PROC_OLDER_ALONE, form->code);
}

void
read_form(struct part *t)
{
	struct regime *r = t->regime;
	struct form *form;

	/* '@' sorts behind '.', so that what it is older than is there. */
	if (is_older(t)) {
		read_older(t);
		return;
	}
	form = form_load(t->file, t->root, t->p->form_lists, t->found);
	if (form != NULL)
		memory_keep(t->p->memory, form, release_form);
	else
		form = lost_form(t);
	if (form->code == NULL)
		return;
	for (size_t i = 0; i < r->n_form; i++)
		if (str_eq(r->form[i]->code, form->code))
			PART_FAULT(t, t->root, ERR_PROC_SAME_IN_FILE,
			    form->code, r->form_file[i]);
	r->form_file[r->n_form] = t->file;
	r->form[r->n_form++] = form;
}
