/*
 * Folding logs: streams that are neither a case nor an act nor the site, and
 * of which only how many and the newest is kept.
 */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

bool
fold_count(json_t *row, const struct event *ev)
{
	json_object_set_new(row, "log", json_true());
	json_object_set_new(row, "n", json_integer(jx_int(row, "n", 0) + 1));
	set_when(row, "at", ev->at);
	return true;
}

bool
fold_checkpoint(json_t *row, const struct event *ev)
{
	json_object_set(row, "seq", json_object_get(ev->facts, "seq"));
	json_object_set(row, "key", json_object_get(ev->facts, "key"));
	return json_is_integer(json_object_get(ev->facts, "seq")) &&
	    fold_count(row, ev);
}
