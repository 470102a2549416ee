/* Folding what becomes of accounts, into `officers` of the site's row. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

static json_t *
officer_of(json_t *row, const struct event *ev)
{
	return json_object_get(json_object_get(row, "officers"),
	    jx_text(ev->facts, "id"));
}

bool
fold_secret_changed(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	if (officer != NULL)
		json_object_del(officer, "once");
	return true;
}

/* New keys; what the old ones opened, codes too, is gone. */
bool
fold_secret_reset(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	if (officer == NULL || jx_text(ev->facts, "public") == NULL)
		return false;
	set_text(officer, "public", jx_text(ev->facts, "public"));
	json_object_set_new(officer, "once", json_true());
	json_object_del(officer, "totp");
	return true;
}

bool
fold_codes_set(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	return officer != NULL &&
	    json_object_set_new(officer, "totp", json_true()) == 0;
}

bool
fold_conduct(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	return officer != NULL && json_object_set_new(officer, "conduct",
	    json_integer(jx_int(ev->facts, "version", 0))) == 0;
}

/* An id that was used is never another's: the line stays. */
bool
fold_officer_ended(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	if (officer == NULL)
		return false;
	json_object_set_new(officer, "roles", json_array());
	json_object_del(officer, "grants");
	json_object_del(officer, "suspended");
	json_object_del(officer, "once");
	json_object_del(officer, "totp");
	set_when(officer, "ended", ev->at);
	return true;
}

bool
fold_suspended(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	if (officer == NULL)
		return false;
	set_when(officer, "suspended", ev->at);
	return true;
}

bool
fold_resumed(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);

	return officer != NULL && json_object_del(officer, "suspended") == 0;
}

bool
fold_role_ended(json_t *row, const struct event *ev)
{
	json_t *officer = officer_of(row, ev);
	json_t *roles = json_object_get(officer, "roles");
	json_t *grants = json_object_get(officer, "grants");
	const char *role = jx_text(ev->facts, "role");
	size_t i;

	if (officer == NULL || role == NULL)
		return false;
	for (i = json_array_size(roles); i-- > 0;)
		if (str_eq(json_string_value(json_array_get(roles, i)), role))
			json_array_remove(roles, i);
	for (i = json_array_size(grants); i-- > 0;)
		if (str_eq(jx_text(json_array_get(grants, i), "role"), role))
			json_array_remove(grants, i);
	return true;
}

bool
fold_sign_in_set(json_t *row, const struct event *ev)
{
	const char *by = jx_text(ev->facts, "by");

	if (by == NULL)
		return false;
	set_text(row, "sign_in", by);
	return true;
}

bool
fold_unit_renewed(json_t *row, const struct event *ev)
{
	json_t *unit = json_object_get(json_object_get(row, "units"),
	    jx_text(ev->facts, "code"));

	if (unit == NULL || jx_text(ev->facts, "public") == NULL)
		return false;
	set_text(unit, "public", jx_text(ev->facts, "public"));
	/* Keys of streams from before it are made anew (S-52). */
	json_object_set_new(unit, "renewed", json_integer(ev->seq));
	json_object_set_new(row, "renewed", json_integer(ev->seq));
	return true;
}
