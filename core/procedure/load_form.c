/*
 * Files whose insides belong to another room: forms and the calendar.
 */
#include "core/procedure/load.h"

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

void
read_common_form(struct part *t)
{
	check_common(t, yaml_get(t->root, "items"));
	if (!stands_instead(t))
		read_form(t);
}

void
read_form(struct part *t)
{
	struct regime *r = t->regime;
	struct form *form = form_load(t->file, t->root, t->p->form_lists,
	    t->found);

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
