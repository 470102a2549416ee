/* A signed-in officer: keys, and reading what they open. */
#include "core/door/door.h"
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <stdlib.h>
#include <string.h>

#define ID_MAX 64

char *
seal_about(const char *stream, const char *kind, const char *op_id, int part)
{
	return xasprintf("%s\n%s\n%s\n%d", stream, kind, op_id, part);
}

/* ---- reading ---- */

/* Opens the body of an event; NULL when it has none or does not open. */
static json_t *
open_body(struct session *s, const struct event *ev)
{
	unsigned char *plain = NULL;
	size_t len = 0;
	json_t *body = NULL;
	char *about;

	if (ev->sealed == NULL)
		return NULL;
	about = seal_about(ev->stream, ev->kind, ev->op_id, ev->op_part);
	if (session_open(s, ev->stream, about, ev->sealed, ev->sealed_len,
	    &plain, &len)) {
		body = jx_parse((char *)plain, len, NULL);
		seal_wipe(plain, len);
	}
	free(plain);
	free(about);
	return body;
}

json_t *
session_body(struct session *s, const struct event *ev)
{
	return open_body(s, ev);
}

struct reading {
	struct session *s;
	struct case_state *cs;
	json_t *list;
	bool damaged;
};

static bool
read_into_case(void *arg, const struct event *ev)
{
	struct reading *r = arg;
	json_t *body = open_body(r->s, ev);

	r->damaged = (ev->sealed != NULL && body == NULL) ||
	    !case_state_add(r->cs, ev, body);
	json_decref(body);
	return !r->damaged;
}

static bool
read_into_list(void *arg, const struct event *ev)
{
	struct reading *r = arg;
	json_t *body = open_body(r->s, ev), *o = json_object();

	json_object_set_new(o, "seq", json_integer(ev->seq));
	json_object_set_new(o, "at", json_integer(ev->at));
	json_object_set_new(o, "kind", json_string(ev->kind));
	json_object_set_new(o, "actor", json_string(ev->actor));
	json_object_set_new(o, "unit", json_string(ev->unit));
	json_object_set(o, "facts", ev->facts);
	if (body != NULL)
		json_object_set_new(o, "body", body);
	json_array_append_new(r->list, o);
	return true;
}

json_t *
session_events(struct session *s, const char *stream)
{
	const struct journal *j = s->tn->journal;
	struct reading r = { s, NULL, json_array(), false };

	(void)j->read(j->ctx, stream, 0, read_into_list, &r, NULL);
	return r.list;
}

static bool
is_id(const char *id)
{
	return id != NULL && *id != '\0' && strlen(id) < ID_MAX &&
	    strspn(id, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(id);
}

static struct case_state *
find_cached(struct session *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->n_cached; i++)
		if (strcmp(s->cached[i]->id, id) == 0)
			return s->cached[i];
	return NULL;
}

static void
forget_cached(struct session *s, const struct case_state *cs)
{
	size_t i;

	for (i = 0; i < s->n_cached; i++) {
		if (s->cached[i] != cs)
			continue;
		case_state_free(s->cached[i]);
		s->cached[i] = s->cached[--s->n_cached];
		return;
	}
}

/* Called between operations only: cases handed out stay until then. */
void
session_trim_cache(struct session *s)
{
	if (s->n_cached > SESSION_KEEPS)
		while (s->n_cached > 0)
			case_state_free(s->cached[--s->n_cached]);
	if (s->n_stream_key > SESSION_KEEPS)
		session_forget_keys(s);
}

void
session_forget_all(struct session *s)
{
	while (s->n_cached > 0)
		case_state_free(s->cached[--s->n_cached]);
	search_end(s);
	json_decref(s->queues);
	s->queues = NULL;
}

void
session_at(struct session *s, enum right_place in)
{
	int64_t erasures = jx_int(s->tn->site, "erasures", 0);

	s->actor.now = tn_now(s->tn);
	s->actor.in = in;
	/* Something was erased since: no key of it stays here. */
	if (s->erasures == erasures)
		return;
	s->erasures = erasures;
	session_forget_all(s);
	session_forget_keys(s);
}

bool
session_is_told(const struct session *s)
{
	return actor_may_as(s->tn->procedure, &s->actor, RELATION_SUPERIOR,
	    rights_query("case"));
}

/*
 * May this session see the case, now, by its plain row?  What a superior is
 * told is for those who answer for the units below, not for everybody there.
 * An act of coordination names the case it is about; its own id is none.
 */
static bool
may_see(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	char relation[16];
	json_t *row;
	bool may;

	/* First of all, so that hidden and absent take the same time. */
	if (!j->stand(j->ctx, id, s->unit->code, relation))
		return false;
	row = j->row(j->ctx, id, NULL);
	may = str_eq(jx_text(row, "case"), id) &&
	    row_relation(row, s->unit->code) != NULL &&
	    row_allows(row, s->tn->procedure, &s->actor,
	    rights_query("case"));

	json_decref(row);
	return may;
}

static void
note_opened(struct session *s, const char *id)
{
	if (s->opened == NULL)
		s->opened = json_object();
	json_object_set_new(s->opened, id, json_true());
}

/* Hidden is the same as absent: both are NULL here. */
const struct case_state *
session_case(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	struct reading r = { s, NULL, NULL, false };

	if (!is_id(id) || !may_see(s, id))
		return NULL;
	if (session_key(s, id) == NULL)
		return NULL;
	r.cs = find_cached(s, id);
	if (r.cs == NULL) {
		r.cs = case_state_new(id);
		s->cached = xgrow(s->cached, s->n_cached, &s->cap_cached,
		    sizeof(*s->cached));
		s->cached[s->n_cached++] = r.cs;
	}
	if (r.cs->last_seq != j->last_seq(j->ctx, id) &&
	    (!j->read(j->ctx, id, r.cs->last_seq, read_into_case, &r, NULL) ||
	    r.damaged)) {
		forget_cached(s, r.cs);
		return NULL;
	}
	note_opened(s, id);
	return r.cs;
}

json_t *
session_act(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	json_t *row;

	if (!is_id(id))
		return NULL;
	row = j->row(j->ctx, id, NULL);
	if (row_act_shows(row, s->unit->code)) {
		note_opened(s, id);
		return row;
	}
	json_decref(row);
	return NULL;
}
