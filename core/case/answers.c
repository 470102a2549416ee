/* Answers against their form: complete, valid, and only what is new. */
#include "core/case/answers.h"

#include "core/base/jx.h"
#include "core/case/attach.h"
#include "core/case/functions.h"
#include "core/case/visible.h"
#include "core/form/about.h"
#include "core/form/answers.h"
#include "core/form/fill.h"

#include <stdlib.h>
#include <string.h>

json_t *
merge_answers(const json_t *known, const json_t *given)
{
	json_t *all = known == NULL ? json_object() :
	    json_copy((json_t *)(void *)known);

	if (json_is_object(given))
		json_object_update(all, (json_t *)(void *)given);
	return all;
}

json_t *
known_to_form(const struct form *form, const json_t *known)
{
	json_t *part = json_object();
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(void *)known, name, value)
		if (form_question(form, name) != NULL)
			json_object_set(part, name, value);
	return part;
}

/*
 * What an officer gave must be questions of the form; what is hidden from
 * them is none that they may answer, nor guess at.
 */
static void
check_names(struct deciding *d, const struct form *form, const json_t *given,
    const struct basis *basis)
{
	const struct form_item *item;
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(void *)given, name, value) {
		item = form_question(form, name);
		if (item == NULL || case_class_shown(d->about, d->procedure,
		    d->actor, item->class) == FORM_HIDE)
			reason_add(d->out->reasons, basis, NULL,
			    ERR_FORM_UNKNOWN_NAME, &form->title, SAME(name),
			    NULL);
	}
}

const struct form_item *
answers_item_at(const struct form *form, const char *path)
{
	const char *dot = strrchr(path, '.');
	char *name = xstrdup(dot != NULL ? dot + 1 : path);
	const struct form_item *item;

	name[strcspn(name, "[")] = '\0';
	item = form_question(form, name);
	free(name);
	return item;
}

void
answers_put_law(json_t *reasons, const struct form_item *item)
{
	json_t *last = json_array_get(reasons, json_array_size(reasons) - 1);
	json_t *law;

	if (item == NULL || item->law == NULL)
		return;
	law = json_object();
	json_object_set_new(law, "text", text_json(SAME(item->law)));
	json_object_set_new(last, "law", law);
}

/* Is the question at the path one of these? */
static bool
is_among(const struct form_item *item, const json_t *names)
{
	return names == NULL || (item != NULL &&
	    json_object_get(names, item->name) != NULL);
}

static void
add_findings(struct deciding *d, const struct form *form,
    const struct fill_findings *found, const json_t *names)
{
	size_t i;

	for (i = 0; i < found->n; i++) {
		const struct fill_finding *f = &found->item[i];
		const struct form_item *item = answers_item_at(form, f->path);

		if (!is_among(item, names))
			continue;
		reason_add(d->out->reasons, NULL,
		    fix_json(FIX_FORM, form->code, f->path),
		    f->reason == FILL_REQUIRED ? ERR_FORM_INCOMPLETE :
		    ERR_FORM_INVALID,
		    item == NULL ? SAME(f->path) : &item->label, &f->text,
		    NULL);
		answers_put_law(d->out->reasons, item);
	}
}

/* The form over answers, with the functions of guards; NULL and a reason. */
static struct fill *
open_form(struct deciding *d, const struct form *form, const json_t *all,
    const struct basis *basis)
{
	struct err e = ERR_INIT;
	struct fill *fill = fill_open(form, d->procedure->form_lists, all,
	    d->now, &e);

	if (fill != NULL)
		fill_use(fill, case_function, d->procedure->calendar);
	else
		reason_add_err(d->out->reasons, basis,
		    fix_json(FIX_FORM, form->code, NULL), &e);
	err_done(&e);
	return fill;
}

void
answers_check(struct deciding *d, const struct form *form, const json_t *all,
    const json_t *names)
{
	struct fill_findings found = FILL_FINDINGS_INIT;
	struct fill *fill = open_form(d, form, all, NULL);

	if (fill == NULL)
		return;
	if (!fill_check(fill, &found))
		add_findings(d, form, &found, names);
	fill_findings_done(&found);
	fill_close(fill);
}

bool
answer_says_same(const json_t *a, const json_t *b)
{
	const json_t *va = answer_value(a), *vb = answer_value(b);

	if (answer_status(a) != answer_status(b) ||
	    jx_bool(a, "estimated", false) != jx_bool(b, "estimated", false))
		return false;
	return va == NULL || vb == NULL ? va == vb : json_equal(va, vb);
}

/*
 * Other words need a reason, and so does another source of the same words;
 * that a source is told where none was does not.
 */
static bool
needs_reason(const json_t *old, const json_t *value)
{
	return !answer_says_same(old, value) || about_is_replaced(old, value);
}

/* Splits what is now relevant into what is new, and what it replaces. */
static json_t *
fresh_of(struct deciding *d, const struct form *form, const json_t *known,
    json_t *relevant, const char *why, const struct basis *basis,
    json_t *before)
{
	json_t *fresh = json_object(), *value;
	const char *name;

	json_object_foreach(relevant, name, value) {
		const json_t *old = json_object_get(known, name);
		const struct form_item *item = form_question(form, name);

		if (old != NULL && answer_says_same(old, value) &&
		    about_is_same(old, value))
			continue;
		json_object_set(fresh, name, value);
		if (old == NULL || answer_is_empty(old))
			continue;
		json_object_set(before, name, (json_t *)(void *)old);
		if ((why == NULL || *why == '\0') &&
		    !form_is_computed(item) && needs_reason(old, value))
			reason_add(d->out->reasons, basis,
			    fix_json(FIX_FORM, form->code, name),
			    ERR_CHANGE_WITHOUT_REASON, &item->label, NULL);
	}
	return fresh;
}

/*
 * What was emptied on purpose is taken away (null, see state.c): an officer
 * who clears a wrong telephone number must not find it there tomorrow.
 */
static void
take_away(struct deciding *d, const struct form *form, const json_t *known,
    const json_t *given, const char *why, const struct basis *basis,
    json_t *fresh, json_t *before)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(void *)given, name, value) {
		const struct form_item *item = form_question(form, name);
		json_t *old = json_object_get(known, name);

		if (item == NULL || old == NULL || form_is_computed(item) ||
		    json_object_get(fresh, name) != NULL ||
		    !answer_is_empty(value) || answer_status(value) != 0)
			continue;
		json_object_set_new(fresh, name, json_null());
		if (answer_is_empty(old))
			continue;
		json_object_set(before, name, old);
		if (why == NULL || *why == '\0')
			reason_add(d->out->reasons, basis,
			    fix_json(FIX_FORM, form->code, name),
			    ERR_CHANGE_WITHOUT_REASON, &item->label, NULL);
	}
}

/* What is new of answers that are an object. */
static json_t *
accept_given(struct deciding *d, const struct form *form, const json_t *own,
    json_t *given, const char *why, const struct basis *basis, json_t *old)
{
	json_t *beside = beside_take(d, form, own, given);
	json_t *all, *relevant, *fresh;
	struct fill_findings found = FILL_FINDINGS_INIT;
	struct fill *fill;

	beside_guard(d, form, own, given);
	all = merge_answers(own, given);
	fill = open_form(d, form, all, basis);
	if (fill == NULL) {
		json_decref(all);
		json_decref(beside);
		return NULL;
	}
	/* a choice no longer in force may stay, but not be given anew */
	fill_stood(fill, own);
	if (!fill_check(fill, &found))
		add_findings(d, form, &found, NULL);
	relevant = fill_answers(fill);
	fresh = fresh_of(d, form, own, relevant, why, basis, old);
	take_away(d, form, own, given, why, basis, fresh, old);
	if (json_object_size(beside) > 0) {
		/* Either could be the one that counts: both must be valid. */
		json_object_update(all, beside);
		answers_check(d, form, all, beside);
		need_files(d, form, beside, basis);
		beside_put(d, form, own, relevant, beside, fresh, old);
	}
	fill_findings_done(&found);
	fill_close(fill);
	json_decref(relevant);
	json_decref(all);
	json_decref(beside);
	return fresh;
}

json_t *
accept_answers(struct deciding *d, const struct form *form,
    const json_t *known, const json_t *given, const char *why,
    const struct basis *basis, json_t **before)
{
	json_t *own, *clean, *fresh, *old;

	if (before != NULL)
		*before = NULL;
	if (given != NULL && !json_is_object(given)) {
		reason_add(d->out->reasons, basis, NULL, ERR_BAD_COMMAND,
		    SAME("answers"), NULL);
		return NULL;
	}
	check_names(d, form, given, basis);
	own = known_to_form(form, known);
	clean = given == NULL ? json_object() : answers_given(d, form, given);
	old = json_object();
	fresh = accept_given(d, form, own, clean, why, basis, old);
	need_files(d, form, fresh, basis);
	if (before != NULL && fresh != NULL)
		*before = json_incref(old);
	json_decref(old);
	json_decref(clean);
	json_decref(own);
	return fresh;
}

json_t *
accept_for_act(struct deciding *d, const struct case_state *cs,
    const struct form *form, const json_t *given, const char *why,
    const struct basis *basis, json_t **before)
{
	json_t *known = case_known_for_act(cs, d->procedure, form);
	json_t *fresh, *value;
	const char *name;

	d->files = cs;
	fresh = accept_answers(d, form, known, given, why, basis, before);
	d->files = NULL;

	json_object_foreach(cs->answers, name, value) {
		if (fresh == NULL || json_object_get(fresh, name) != NULL ||
		    json_object_get(known, name) != NULL ||
		    !case_left_behind(cs, d->procedure, form, name))
			continue;
		json_object_set_new(fresh, name, json_null());
		if (before != NULL && *before != NULL)
			json_object_set(*before, name, value);
	}
	json_decref(known);
	return fresh;
}

static json_t *
form_fact(const struct form *form)
{
	json_t *o = json_object();

	json_object_set_new(o, "code", json_string(form->code));
	json_object_set_new(o, "version", json_integer(form->version));
	return o;
}

void
propose_form(json_t *facts, const struct form *form)
{
	json_object_set_new(facts, "form", form_fact(form));
}

void
propose_used(json_t *facts, const struct form *form)
{
	json_t *list = json_object_get(facts, "forms");

	if (form == NULL)
		return;
	if (list == NULL) {
		list = json_array();
		json_object_set_new(facts, "forms", list);
	}
	json_array_append_new(list, form_fact(form));
}
