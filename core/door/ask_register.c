/*
 * The legal register: {"ask": "register", status?, text?, regime?} ->
 * {values: [{code title regime value unit status status_text law source
 * set_here document read_on proposed_by confirmed_by set_at local}],
 * proposals: [...]}.  Filters leave values out; proposals are all told, for
 * a second person has a day to find them.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

struct found_proposal {
	struct session *s;
	json_t *o;		/* gets document, read_on, proposed_by */
};

static bool
take_proposal(void *arg, const struct event *ev)
{
	struct found_proposal *f = arg;
	json_t *body = session_body(f->s, ev);

	if (jx_text(body, "document") != NULL)
		json_object_set(f->o, "document",
		    json_object_get(body, "document"));
	if (jx_text(body, "read_on") != NULL)
		json_object_set(f->o, "read_on",
		    json_object_get(body, "read_on"));
	json_object_set_new(f->o, "proposed_by",
	    json_string(session_officer_name(f->s, ev->actor)));
	json_object_set_new(f->o, "proposed_at", when_json(ev->at));
	json_decref(body);
	return false;
}

/* The document in which a value was read, from its proposal. */
static void
put_proposal(struct session *s, const char *proposal, json_t *o)
{
	const struct journal *j = s->tn->journal;
	struct found_proposal f = { s, o };

	json_object_set_new(o, "document", json_null());
	if (proposal != NULL)
		(void)j->read_operation(j->ctx, proposal, take_proposal, &f,
		    NULL);
}

static json_t *
province_json(const struct session *s, const char *code)
{
	const struct form_lists *lists = tn_lists(s->tn);
	struct form_choice choice;
	json_t *o = json_object(), *title = json_object();
	bool known = lists->find(lists->ctx, "provinces", code, &choice);

	json_object_set_new(title, "vi", json_string(known ?
	    form_choice_text(&choice, LANG_VI) : code));
	json_object_set_new(title, "en", json_string(known ?
	    form_choice_text(&choice, LANG_EN) : code));
	json_object_set_new(o, "code", json_string(code));
	json_object_set_new(o, "title", title);
	return o;
}

static json_t *
proposals_json(struct session *s)
{
	json_t *list = json_array(), *p, *o;
	const char *id;

	json_object_foreach(json_object_get(s->tn->site, "proposals"), id, p) {
		o = json_deep_copy(p);
		json_object_set_new(o, "proposal", json_string(id));
		json_object_set_new(o, "at",
		    when_json(jx_int(p, "at", WHEN_NONE)));
		json_object_set_new(o, "by_name", json_string(
		    session_officer_name(s, jx_text(p, "by"))));
		json_object_set_new(o, "mine", json_boolean(
		    str_eq(jx_text(p, "by"), s->officer)));
		if (jx_text(p, "province") != NULL)
			json_object_set_new(o, "province",
			    province_json(s, jx_text(p, "province")));
		put_proposal(s, id, o);
		json_array_append_new(list, o);
	}
	return list;
}

/* Was the value set in this store?  Then by which document, by whom. */
static void
put_set_here(struct session *s, const char *name, json_t *o)
{
	const json_t *set = json_object_get(json_object_get(s->tn->site,
	    "values"), name);

	json_object_set_new(o, "set_here", json_boolean(set != NULL));
	if (set == NULL)
		return;
	put_proposal(s, jx_text(set, "proposal"), o);
	json_object_set_new(o, "set_at",
	    when_json(jx_int(set, "at", WHEN_NONE)));
	if (jx_text(set, "by") != NULL)
		json_object_set_new(o, "confirmed_by", json_string(
		    session_officer_name(s, jx_text(set, "by"))));
}

static void
put_sureness(json_t *o, const struct basis *basis)
{
	json_object_set_new(o, "status",
	    json_string(sureness_code(basis->status)));
	json_object_set_new(o, "status_text",
	    text_json(sureness_text(basis->status)));
	json_object_set_new(o, "law", basis_json(basis));
	if (basis->source != NULL)
		json_object_set_new(o, "source", json_string(basis->source));
}

static json_t *
local_json(struct session *s, const struct regime *regime,
    const struct legal_value *value)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < value->n_local; i++) {
		const struct local_value *l = &value->local[i];
		char *name = xasprintf("%s/%s@%s", regime->code, value->code,
		    l->province);

		o = json_object();
		json_object_set_new(o, "province",
		    province_json(s, l->province));
		json_object_set_new(o, "value", json_integer(l->value));
		json_object_set_new(o, "from", date_json(l->from));
		json_object_set_new(o, "to", date_json(l->to));
		put_sureness(o, &l->basis);
		put_set_here(s, l->at.file == NULL ? name : "", o);
		json_array_append_new(list, o);
		free(name);
	}
	return list;
}

static json_t *
value_json(struct session *s, const struct regime *regime,
    const struct legal_value *value)
{
	char *name = xasprintf("%s/%s", regime->code, value->code);
	json_t *v = titled(value->code, &value->title);

	json_object_set_new(v, "regime", json_string(regime->code));
	json_object_set_new(v, "regime_title", text_json(&regime->title));
	json_object_set_new(v, "value", value->has_value ?
	    json_integer(value->value) : json_null());
	json_object_set_new(v, "unit", json_string(value->unit));
	put_sureness(v, &value->basis);
	put_set_here(s, name, v);
	json_object_set_new(v, "local", local_json(s, regime, value));
	free(name);
	return v;
}

/* Is what was typed in its code, its titles, or its law and note? */
static bool
has_text(const struct legal_value *value, const char *text)
{
	struct str all = STR_INIT;
	bool has;

	str_printf(&all, "%s %s %s ", value->code,
	    text_in(&value->title, LANG_VI), text_in(&value->title, LANG_EN));
	basis_text(&value->basis, LANG_VI, &all);
	str_addc(&all, ' ');
	basis_text(&value->basis, LANG_EN, &all);
	if (value->basis.note.vi != NULL)
		str_printf(&all, " %s %s", value->basis.note.vi,
		    text_in(&value->basis.note, LANG_EN));
	has = vn_fold_contains(str_text(&all), text);
	str_done(&all);
	return has;
}

/* "unconfirmed": all but the confirmed. */
static bool
has_status(const struct legal_value *value, const char *status)
{
	if (strcmp(status, "unconfirmed") == 0)
		return value->basis.status != SURE_CONFIRMED;
	return strcmp(status, sureness_code(value->basis.status)) == 0;
}

json_t *
ask_register(struct session *s, const json_t *query)
{
	const char *status = jx_text(query, "status");
	const char *text = jx_text(query, "text");
	const char *regime = jx_text(query, "regime");
	const struct procedure *p = s->tn->procedure;
	json_t *o = json_object(), *list = json_array();
	size_t i, k;

	for (i = 0; i < p->n_regime; i++)
		for (k = 0; k < p->regime[i].n_value; k++) {
			const struct legal_value *value =
			    &p->regime[i].value[k];

			if ((regime == NULL ||
			    strcmp(regime, p->regime[i].code) == 0) &&
			    (status == NULL || has_status(value, status)) &&
			    (text == NULL || has_text(value, text)))
				json_array_append_new(list,
				    value_json(s, &p->regime[i], value));
		}
	json_object_set_new(o, "values", list);
	json_object_set_new(o, "proposals", proposals_json(s));
	return o;
}
