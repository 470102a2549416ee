/*
 * Files whose insides belong to another room: forms and the calendar.
 */
#include "core/procedure/load.h"

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
