/*
 * Folding, into the row of the site, on which machines people have signed in
 * and what was lost: machines {name: {unit: {officer: last}}} and breaches
 * {id: {unit machine? found due? by at notified? notice? closed? end?}}.
 */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#define MACHINES_MOST 200
#define CLOSED_MOST 40		/* further ones are in the journal */

static json_t *
object_in(json_t *o, const char *key)
{
	json_t *inner = json_object_get(o, key);

	if (inner == NULL) {
		inner = json_object();
		json_object_set_new(o, key, inner);
	}
	return inner;
}

/* Older sign-ins name no machine, nor does one whose machine has no name. */
bool
fold_signed_in(json_t *row, const struct event *ev)
{
	const char *name = jx_text(ev->facts, "machine");
	json_t *machines;

	if (name == NULL)
		return true;
	machines = object_in(row, "machines");
	if (json_object_get(machines, name) == NULL &&
	    json_object_size(machines) >= MACHINES_MOST)
		return true;
	set_when(object_in(object_in(machines, name), ev->unit), ev->actor,
	    ev->at);
	return true;
}

/* Of those that are closed, the one that was closed longest ago goes. */
static void
drop_closed(json_t *breaches)
{
	const char *id, *oldest = NULL;
	int64_t closed, first = INT64_MAX;
	size_t n = 0;
	json_t *b;

	json_object_foreach(breaches, id, b) {
		closed = jx_int(b, "closed", INT64_MAX);
		n += closed < INT64_MAX;
		if (closed < first) {
			first = closed;
			oldest = id;
		}
	}
	if (n > CLOSED_MOST)
		json_object_del(breaches, oldest);
}

bool
fold_breach_found(json_t *row, const struct event *ev)
{
	json_t *o = json_deep_copy(ev->facts);

	set_text(o, "by", ev->actor);
	set_when(o, "at", ev->at);
	return json_object_set_new(object_in(row, "breaches"), ev->op_id,
	    o) == 0;
}

static json_t *
open_breach(const json_t *row, const struct event *ev)
{
	const char *id = jx_text(ev->facts, "breach");

	return id == NULL ? NULL : json_object_get(json_object_get(row,
	    "breaches"), id);
}

bool
fold_breach_notified(json_t *row, const struct event *ev)
{
	json_t *b = open_breach(row, ev);

	if (b == NULL)
		return false;
	set_when(b, "notified", ev->at);
	set_text(b, "notice", ev->op_id);
	return true;
}

bool
fold_breach_closed(json_t *row, const struct event *ev)
{
	json_t *b = open_breach(row, ev);

	if (b == NULL)
		return false;
	set_when(b, "closed", ev->at);
	set_text(b, "end", ev->op_id);
	drop_closed(json_object_get(row, "breaches"));
	return true;
}
