/*
 * A form to be filled, told to a process that has the forms but not the
 * store: which version, what is known, who may see what.  What is masked or
 * hidden does not leave this process: masked answers come when reveal_answer
 * has been done and the form is asked for again.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <string.h>

static const char *
regime_with(const struct procedure *p, const struct form *form)
{
	size_t i;

	for (i = 0; i < p->n_regime; i++) {
		const struct form *now = regime_form(&p->regime[i],
		    form->code);

		if (now != NULL && form_version(now, form->version) == form)
			return p->regime[i].code;
	}
	return "";
}

/*
 * Takes out of answers, and of the rows in them, what is masked or hidden;
 * what was masked is named in `withheld`.
 */
static void
withhold(const struct form *form, const json_t *access, json_t *answers,
    json_t *withheld, int depth)
{
	const char *name;
	json_t *answer, *row;
	void *next;
	size_t i;

	json_object_foreach_safe(answers, next, name, answer) {
		const struct form_item *item = form_question(form, name);
		const char *show = jx_text(access, name);

		if (item != NULL && item->type == FORM_REPEAT && depth < 2)
			json_array_foreach(answer, i, row)
				withhold(form, access, row, withheld,
				    depth + 1);
		if (show == NULL)
			continue;
		if (str_eq(show, "mask") && !answer_is_empty(answer))
			json_object_set_new(withheld, name, json_true());
		json_object_del(answers, name);
	}
}

static json_t *
access_json(struct session *s, const struct case_state *cs,
    const struct form *form)
{
	json_t *access = json_object();
	size_t i;

	for (i = 0; i < form->n; i++) {
		const struct form_item *item = &form->item[i];
		enum form_show show = !form_is_question(item) ? FORM_SHOW :
		    session_shows(s, cs, item);

		if (show != FORM_SHOW)
			json_object_set_new(access, item->name, json_string(
			    show == FORM_HIDE ? "hide" : "mask"));
	}
	return access;
}

json_t *
withheld_from(struct session *s, const struct case_state *cs,
    const struct form *form, json_t *answers)
{
	json_t *access = access_json(s, cs, form), *names = json_object();

	withhold(form, access, answers, names, 0);
	json_decref(access);
	return names;
}

static json_t *
data_of(struct session *s, const struct filling *f, const json_t *query)
{
	json_t *o = json_object(), *known;

	json_object_set_new(o, "outcome", json_string("done"));
	json_object_set_new(o, "regime",
	    json_string(regime_with(s->tn->procedure, f->form)));
	json_object_set_new(o, "form", json_string(f->form->code));
	json_object_set_new(o, "version", json_integer(f->form->version));
	json_object_set_new(o, "shown", json_boolean(f->shown));
	if (jx_int(query, "site", -1) != s->tn->site_seq)
		json_object_set_new(o, "about", tn_about(s->tn));
	if (!f->shown)
		return o;
	known = json_deep_copy(f->known);
	json_object_set_new(o, "withheld", withheld_from(s, f->cs, f->form,
	    known));
	json_object_set_new(o, "known", known);
	json_object_set_new(o, "access", access_json(s, f->cs, f->form));
	json_object_set_new(o, "marks", versions_counts(s, f->cs, f->form));
	json_object_set_new(o, "kept",
	    json_integer(case_form_kept(f->cs, f->form)->version));
	return o;
}

json_t *
ask_fill_data(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case"), *form = jx_text(query, "form");
	struct err e = ERR_INIT;
	struct filling f;
	json_t *o;

	if (id == NULL || form == NULL)
		return refuse(NULL, ERR_BAD_COMMAND, id == NULL ? "case" : "form");
	if (filling_find(s, id, form, jx_bool(query, "for_act", false), &f,
	    &e)) {
		o = data_of(s, &f, query);
	} else {
		if (e.code == ERR_NONE)
			err_set(&e, ERR_NO_SUCH_CASE, id, NULL);
		o = refuse_err(NULL, &e);
		json_object_set_new(o, "error", err_parts(&e));
	}
	json_decref(f.known);
	err_done(&e);
	return o;
}
