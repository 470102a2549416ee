/*
 * A newer version of a form may ask more, less and in other words; what a
 * name means stays.  The answers of a case are one flat map: a question that
 * changed its type or class would make old answers unreadable, or show what
 * was told under another promise.
 */
#include "core/procedure/check.h"

#include <stdio.h>

static void
check_item(const struct form *older, const struct form_item *item,
    const char *file, struct findings *found)
{
	const struct form_item *was = form_question(older, item->name);
	char version[16];

	if (was == NULL)
		return;
	snprintf(version, sizeof version, "%d", older->version);
	if (was->type != item->type)
		findings_add(found, file, item->line, item->col,
		    ERR_PROC_VERSION_TYPE, item->name,
		    form_type_name(was->type), version, NULL);
	else if (form_is_question(item) && was->class != item->class)
		findings_add(found, file, item->line, item->col,
		    ERR_PROC_VERSION_CLASS, item->name,
		    form_class_name(was->class), version, NULL);
}

static void
check_form(const struct form *form, const char *file, struct findings *found)
{
	const struct form *older;

	for (older = form->older; older != NULL; older = older->older)
		for (size_t i = 0; i < form->n; i++)
			if (form->item[i].name != NULL)
				check_item(older, &form->item[i], file,
				    found);
}

/* A common form belongs to every regime, and is looked at once. */
static bool
is_seen(const struct procedure *p, size_t regime, const char *file)
{
	for (size_t i = 0; i < regime; i++)
		for (size_t k = 0; k < p->regime[i].n_form; k++)
			if (str_eq(p->regime[i].form_file[k], file))
				return true;
	return false;
}

void
check_versions(const struct procedure *p, struct findings *found)
{
	for (size_t i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		for (size_t k = 0; k < r->n_form; k++)
			if (!is_seen(p, i, r->form_file[k]))
				check_form(r->form[k], r->form_file[k],
				    found);
	}
}
