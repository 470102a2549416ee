/* Folding what ends for good: erased cases, their acts, holds against it. */
#include "core/case/pair.h"
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <string.h>

bool
event_ends(const struct event *ev)
{
	return strcmp(ev->kind, "case_erased") == 0 ||
	    strcmp(ev->kind, "act_erased") == 0;
}

/* Only these stay, and that it has ended. */
static void
keep_only(json_t *row, const char *const key[], size_t n)
{
	const char *name;
	json_t *value;
	void *next;
	size_t i;

	json_object_foreach_safe(row, next, name, value) {
		for (i = 0; i < n; i++)
			if (strcmp(name, key[i]) == 0)
				break;
		if (i == n)
			json_object_del(row, name);
	}
}

static void
put_end(json_t *row, const struct event *ev)
{
	json_t *o = json_object();

	set_when(o, "at", ev->at);
	if (jx_text(ev->facts, "ground") != NULL)
		set_text(o, "ground", jx_text(ev->facts, "ground"));
	if (jx_bool(ev->facts, "again", false))
		json_object_set_new(o, "again", json_true());
	json_object_set_new(row, "erased", o);
}

/*
 * Without a holder no unit stands to it: hidden, as if it had never been.  An
 * end that a restore brings back asks for nothing; it has been decided.
 */
bool
fold_case_erased(json_t *row, const struct event *ev)
{
	static const char *const kept[] = {
		"case", "regime", "path", "state", "opened", "epoch"
	};
	bool again = jx_bool(ev->facts, "again", false);

	if (json_object_get(row, "erased") != NULL ||
	    (!again && json_object_get(row, "hold") != NULL))
		return false;
	keep_only(row, kept, ARRAY_LEN(kept));
	put_end(row, ev);
	return true;
}

bool
fold_act_erased(json_t *row, const struct event *ev)
{
	static const char *const kept[] = { "kind", "number" };

	if (json_object_get(row, "erased") != NULL)
		return false;
	keep_only(row, kept, ARRAY_LEN(kept));
	put_end(row, ev);
	return true;
}

bool
fold_erasure(json_t *row, const struct event *ev)
{
	json_object_update(row, ev->facts);
	json_object_del(row, "numbers");
	set_text(row, "erasure", ev->stream);
	set_text(row, "from", ev->unit);
	set_text(row, "by", ev->actor);
	set_when(row, "at", ev->at);
	return jx_text(row, "of") != NULL;
}

bool
fold_hold_set(json_t *row, const struct event *ev)
{
	json_t *hold = json_object();

	set_text(hold, "by", ev->actor);
	set_text(hold, "unit", ev->unit);
	set_when(hold, "at", ev->at);
	return json_object_set_new(row, "hold", hold) == 0;
}

bool
fold_hold_lifted(json_t *row, const struct event *ev)
{
	(void)ev;
	return json_object_del(row, "hold") == 0;
}
