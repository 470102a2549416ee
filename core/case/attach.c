/* Files of a case: which there are, and who may see them. */
#include "core/case/attach.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"
#include "core/staff/keyring.h"

#include <string.h>

bool
event_attached(const struct event *ev, struct attached *out)
{
	const char *id = jx_text(ev->facts, "attachment");

	if (strcmp(ev->kind, "attached") != 0)
		return false;
	out->id = id != NULL ? id : "";
	out->size = jx_int(ev->facts, "size", 0);
	/* A hash that is none leaves zeros: no file has those. */
	if (!hex_to(jx_text(ev->facts, "hash"), out->hash, HASH_SIZE))
		memset(out->hash, 0, HASH_SIZE);
	return true;
}

void
case_state_add_attachment(struct case_state *cs, const struct event *ev,
    const json_t *body)
{
	const json_t *said = json_object_get(body, "attachment");
	const char *id = jx_text(ev->facts, "attachment");
	json_t *item;

	if (strcmp(ev->kind, "attached") != 0 || id == NULL ||
	    !json_is_object(said))
		return;
	item = json_copy((json_t *)(void *)said);
	json_object_set_new(item, "id", json_string(id));
	json_object_set_new(item, "at", json_integer(ev->at));
	json_object_set_new(item, "unit", json_string(ev->unit));
	json_object_set_new(item, "by", json_string(ev->actor));
	json_array_append_new(cs->attachments, item);
}

const json_t *
case_attachment(const struct case_state *cs, const char *id)
{
	const json_t *item;
	size_t i;

	json_array_foreach(cs->attachments, i, item)
		if (id != NULL && str_eq(jx_text(item, "id"), id))
			return item;
	return NULL;
}

static const struct form_item *
asked_in(const struct form *form, const char *name)
{
	const struct form_item *item = form == NULL ? NULL :
	    form_question(form, name);

	return item != NULL && item->type == FORM_FILE ? item : NULL;
}

const struct form_item *
case_file_question(const struct case_state *cs, const struct procedure *p,
    const char *name)
{
	const struct regime *own = case_regime(cs, p);
	const struct regime *other = case_support_regime(cs, p);
	const struct form_item *item = NULL;
	size_t i;

	for (i = 0; own != NULL && i < own->n_form && item == NULL; i++)
		item = asked_in(own->form[i], name);
	for (i = 0; other != NULL && i < other->n_support && item == NULL; i++)
		item = asked_in(other->support[i].form, name);
	return item;
}

bool
case_shows_attachment(const struct case_state *cs,
    const struct procedure *p, const struct actor *a,
    const json_t *attachment)
{
	const struct regime *other = case_support_regime(cs, p);
	const char *name = jx_text(attachment, "question");
	const char *relation = row_relation(cs->row, a->unit->code);
	size_t i;

	if (case_class_shown(cs, p, a, case_attachment_class(cs, p,
	    attachment)) == FORM_HIDE)
		return false;
	if (case_shows_all(cs, a->unit->code) ||
	    row_glass_is_open(cs->row, a))
		return true;
	/*
	 * What it answered once is no reason to keep a person's papers; nor is
	 * being told of lateness, for a unit that held the case before.
	 */
	if (name == NULL || relation == NULL ||
	    strcmp(relation, "former") == 0 ||
	    strcmp(relation, "superior") == 0)
		return false;
	if (case_shows_answer(cs, p, a, name))
		return true;
	for (i = 0; other != NULL && i < other->n_support; i++)
		if (asked_in(other->support[i].form, name) != NULL &&
		    case_shows_form(cs, p, a, other->support[i].form))
			return true;
	return false;
}

enum form_class
case_attachment_class(const struct case_state *cs, const struct procedure *p,
    const json_t *attachment)
{
	const char *name = jx_text(attachment, "question");
	const struct form_item *item = name == NULL ? NULL :
	    case_file_question(cs, p, name);

	return item == NULL ? FORM_NARRATIVE : item->class;
}

/* ---- answers that are files ---- */

static bool
is_file_of(const struct case_state *cs, const struct form_item *item,
    const json_t *value)
{
	const json_t *file = cs == NULL ? NULL :
	    case_attachment(cs, json_string_value(value));

	return file != NULL &&
	    str_eq(jx_text(file, "question"), item->name);
}

/* What stands beside an answer is an answer too. */
static void
need_file(struct deciding *d, const struct form *form,
    const struct form_item *item, const json_t *answer,
    const struct basis *basis)
{
	const json_t *value = answer_value(answer), *other;
	bool fine = value == NULL || is_file_of(d->files, item, value);
	size_t i;

	json_array_foreach(json_object_get(answer, "other"), i, other) {
		value = json_object_get(other, "value");
		fine = fine && (value == NULL ||
		    is_file_of(d->files, item, value));
	}
	if (fine)
		return;
	reason_add(d->out->reasons, basis,
	    fix_json(FIX_FORM, form->code, item->name),
	    d->files == NULL ? ERR_ATTACHMENT_NO_CASE :
	    ERR_ATTACHMENT_NOT_OF_CASE, &item->label, NULL);
}

/* `answers`: of the form itself, or of a row of a repeat. */
static void
need_files_of(struct deciding *d, const struct form *form,
    const json_t *answers, const struct basis *basis, int depth)
{
	const char *name;
	json_t *answer;

	json_object_foreach((json_t *)(void *)answers, name, answer) {
		const struct form_item *item = form_question(form, name);
		const json_t *rows = answer_value(answer), *row;
		size_t i;

		if (item == NULL)
			continue;
		if (item->type == FORM_FILE)
			need_file(d, form, item, answer, basis);
		/* The form room lets no deeper rows through. */
		if (item->type != FORM_REPEAT || depth == 0)
			continue;
		json_array_foreach(rows, i, row)
			need_files_of(d, form, row, basis, depth - 1);
	}
}

void
need_files(struct deciding *d, const struct form *form, const json_t *fresh,
    const struct basis *basis)
{
	need_files_of(d, form, fresh, basis, 2);
}
