/* Folding the events of the site: units, officers, values of the register. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

void
set_text(json_t *row, const char *key, const char *text)
{
	json_object_set_new(row, key, json_string(text));
}

void
set_when(json_t *row, const char *key, when_t t)
{
	json_object_set_new(row, key, json_integer(t));
}

bool
fold_founded(json_t *row, const struct event *ev)
{
	set_text(row, "site", jx_text(ev->facts, "site"));
	json_object_set_new(row, "training",
	    json_boolean(jx_bool(ev->facts, "training", false)));
	json_object_set_new(row, "demonstration",
	    json_boolean(jx_bool(ev->facts, "demonstration", false)));
	json_object_set_new(row, "units", json_object());
	json_object_set_new(row, "officers", json_object());
	return true;
}

bool
fold_unit(json_t *row, const struct event *ev)
{
	json_t *unit = json_object();

	set_text(unit, "public", jx_text(ev->facts, "public"));
	return json_object_set_new(json_object_get(row, "units"),
	    jx_text(ev->facts, "code"), unit) == 0;
}

bool
fold_officer(json_t *row, const struct event *ev)
{
	json_t *officer = json_object();

	set_text(officer, "unit", jx_text(ev->facts, "unit"));
	set_text(officer, "public", jx_text(ev->facts, "public"));
	json_object_set_new(officer, "roles",
	    json_deep_copy(json_object_get(ev->facts, "roles")));
	if (jx_bool(ev->facts, "once", false))
		json_object_set_new(officer, "once", json_true());
	return json_object_set_new(json_object_get(row, "officers"),
	    jx_text(ev->facts, "id"), officer) == 0;
}

static json_t *
member_object(json_t *row, const char *key)
{
	json_t *o = json_object_get(row, key);

	if (o == NULL) {
		o = json_object();
		json_object_set_new(row, key, o);
	}
	return o;
}

bool
fold_proposed(json_t *row, const struct event *ev)
{
	json_t *p = json_deep_copy(ev->facts);

	set_text(p, "by", ev->actor);
	set_when(p, "at", ev->at);
	return json_object_set_new(member_object(row, "proposals"), ev->op_id,
	    p) == 0;
}

/* An ended proposal is gone from the row; history keeps it. */
bool
fold_declined(json_t *row, const struct event *ev)
{
	return json_object_del(json_object_get(row, "proposals"),
	    jx_text(ev->facts, "proposal")) == 0;
}

bool
fold_value_set(json_t *row, const struct event *ev)
{
	json_t *v = json_object();
	const char *province = jx_text(ev->facts, "province");
	char *name = xasprintf("%s/%s%s%s", jx_text(ev->facts, "regime"),
	    jx_text(ev->facts, "code"), province != NULL ? "@" : "",
	    province != NULL ? province : "");

	json_object_set(v, "value", json_object_get(ev->facts, "value"));
	json_object_set(v, "status", json_object_get(ev->facts, "status"));
	json_object_set(v, "proposal", json_object_get(ev->facts, "proposal"));
	set_when(v, "at", ev->at);
	set_text(v, "by", ev->actor);
	json_object_set_new(member_object(row, "values"), name, v);
	free(name);
	return fold_declined(row, ev);
}
