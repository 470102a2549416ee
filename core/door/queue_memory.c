/* What the rows of queues showed, kept while the session lasts. */
#include "core/door/queue.h"

#include "core/base/jx.h"

#include <string.h>

#define KEPT_MOST 25000		/* cases; beyond them all is forgotten */

/* What is known of a case as it is now: {"seq", "relation", …}; borrowed. */
static json_t *
entry_of(struct session *s, const struct work_hit *hit)
{
	const struct journal *j = s->tn->journal;
	int64_t seq = j->last_seq(j->ctx, hit->stream);
	json_t *entry;

	if (s->queues == NULL)
		s->queues = json_object();
	entry = json_object_get(s->queues, hit->stream);
	if (entry != NULL && jx_int(entry, "seq", -1) == seq &&
	    str_eq(jx_text(entry, "relation"), hit->relation))
		return entry;
	if (json_object_size(s->queues) >= KEPT_MOST)
		json_object_clear(s->queues);
	entry = json_pack("{s:I,s:s}", "seq", (json_int_t)seq, "relation",
	    hit->relation);
	json_object_set_new(s->queues, hit->stream, entry);
	return entry;
}

json_t *
queue_cell_known(struct session *s, const char *column,
    const struct work_hit *hit)
{
	json_t *entry, *cell;
	char key[128];

	if (!queue_column_opens(column))
		return queue_cell(s, column, hit, NULL);
	entry = entry_of(s, hit);
	snprintf(key, sizeof(key), "c/%s", column);
	cell = json_object_get(entry, key);
	if (cell == NULL) {
		cell = queue_cell(s, column, hit,
		    session_case(s, hit->stream));
		json_object_set_new(entry, key, cell);
	}
	return json_incref(cell);
}

json_t *
queue_facet_known(struct session *s, enum queue_facet f,
    const struct work_hit *hit)
{
	json_t *entry, *list;
	char key[32];

	if (!queue_facet_opens(f)) {
		list = json_array();
		queue_facet_of(s, f, hit, NULL, list);
		return list;
	}
	entry = entry_of(s, hit);
	snprintf(key, sizeof(key), "f/%s", queue_facet_name(f));
	list = json_object_get(entry, key);
	if (list == NULL) {
		list = json_array();
		queue_facet_of(s, f, hit, session_case(s, hit->stream), list);
		json_object_set_new(entry, key, list);
	}
	return json_incref(list);
}
