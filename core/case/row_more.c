/* Folding what moves a case in other ways than steps and offers. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"
#include "core/case/attach.h"

#include <string.h>

bool
fold_request_withdrawn(json_t *row, const struct event *ev)
{
	json_t *r = (json_t *)(void *)row_open_request(row,
	    jx_text(ev->facts, "request"), jx_text(ev->facts, "to"));

	if (r == NULL)
		return false;
	set_when(r, "withdrawn", ev->at);
	return true;
}

bool
fold_regime_moved(json_t *row, const struct event *ev)
{
	static const char *const copied[] = { "regime", "path" };
	size_t i;

	if (!str_eq(jx_text(row, "state"), jx_text(ev->facts, "from")))
		return false;
	for (i = 0; i < ARRAY_LEN(copied); i++) {
		const char *text = jx_text(ev->facts, copied[i]);

		if (text == NULL)
			return false;
		set_text(row, copied[i], text);
	}
	set_text(row, "state", jx_text(ev->facts, "to"));
	json_object_set_new(row, "final",
	    json_boolean(jx_bool(ev->facts, "final", false)));
	json_object_set_new(row, "tracks", json_deep_copy(
	    json_object_get(ev->facts, "tracks")));
	return jx_text(row, "state") != NULL;
}

/* Custody moves by other means than acceptance: facts name the new holder. */
static bool
fold_custody(json_t *row, const struct event *ev)
{
	const char *holder = jx_text(ev->facts, "holder");

	if (holder == NULL || json_object_get(row, "offer") != NULL ||
	    ev->epoch != jx_int(row, "epoch", 0) + 1)
		return false;
	move_custody(row, ev, holder);
	return true;
}

bool
fold_succeeded(json_t *row, const struct event *ev)
{
	return fold_custody(row, ev);
}

/* A newer proposal stands in the place of one that was never confirmed. */
bool
fold_takeover_proposed(json_t *row, const struct event *ev)
{
	json_t *takeover = json_object();

	set_text(takeover, "op_id", ev->op_id);
	set_text(takeover, "to", jx_text(ev->facts, "to"));
	set_text(takeover, "by", ev->actor);
	set_when(takeover, "at", ev->at);
	json_object_set_new(row, "takeover", takeover);
	return str_eq(jx_text(row, "superior"), ev->unit);
}

static bool
is_proposed(const json_t *row, const struct event *ev)
{
	const char *id = jx_text(json_object_get(row, "takeover"), "op_id");

	return id != NULL && str_eq(id, jx_text(ev->facts, "proposal")) &&
	    str_eq(jx_text(row, "superior"), ev->unit);
}

bool
fold_takeover_declined(json_t *row, const struct event *ev)
{
	return is_proposed(row, ev) && json_object_del(row, "takeover") == 0;
}

bool
fold_taken_over(json_t *row, const struct event *ev)
{
	return is_proposed(row, ev) && fold_custody(row, ev);
}

bool
fold_attached(json_t *row, const struct event *ev)
{
	static const unsigned char none[HASH_SIZE];
	struct attached said;

	(void)row;
	return event_attached(ev, &said) &&
	    strlen(said.id) == ATTACHMENT_ID_SIZE && said.size > 0 &&
	    memcmp(said.hash, none, HASH_SIZE) != 0;
}
