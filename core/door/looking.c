/*
 * What stands in the journal though it is no command: looks at acts and at
 * the journal of looking itself, and what was refused for want of a right
 * (security.md S-57).  The journal first: what cannot be noted is not shown.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define REFUSALS_MAX 60		/* entries of one session in a minute */
#define MINUTE_MS 60000

static bool
seal_body(struct session *s, struct event *ev, const json_t *body)
{
	const struct secret *key = session_key_now(s, ev->stream);
	char *about, *text;
	bool ok;

	if (key == NULL)
		return false;
	about = seal_about(ev->stream, ev->kind, ev->op_id, 0);
	text = jx_canonical(body);
	ok = seal_close(key, about, strlen(about), text, strlen(text),
	    &ev->sealed, &ev->sealed_len);
	seal_wipe(text, strlen(text));
	free(text);
	free(about);
	return ok;
}

/* Of a case: how often it has changed hands. */
static int64_t
epoch_of(struct session *s, const char *stream)
{
	const struct journal *j = s->tn->journal;
	json_t *row = j->row(j->ctx, stream, NULL);
	int64_t epoch = jx_int(row, "epoch", 0);

	json_decref(row);
	return epoch;
}

bool
session_note(struct session *s, const char *stream, const char *kind,
    json_t *facts, const json_t *body)
{
	const struct journal *j = s->tn->journal;
	struct event ev = { 0 };
	struct batch b = { 0 };
	bool ok;

	ev.stream = xstrdup(stream);
	ev.kind = xstrdup(kind);
	ev.actor = xstrdup(s->officer);
	ev.unit = xstrdup(s->unit->code);
	ev.epoch = epoch_of(s, stream);
	ev.at = tn_now(s->tn);
	ev.op_id = tn_new_op_id(s->tn);
	ev.facts = facts;
	b.op_id = ev.op_id;
	b.event = &ev;
	b.n_event = 1;
	ok = (body == NULL || seal_body(s, &ev, body)) &&
	    j->commit(j->ctx, &b, NULL) == COMMIT_DONE;
	event_done(&ev);
	return ok;
}

bool
session_note_act(struct session *s, const char *act)
{
	when_t now = tn_now(s->tn);

	/* A screen that asks again while it is open is one look. */
	if (s->act_noted != NULL && strcmp(s->act_noted, act) == 0 &&
	    now >= s->act_noted_at && now - s->act_noted_at < MINUTE_MS)
		return true;
	if (!session_note(s, act, "act_read", json_object(), NULL))
		return false;
	free(s->act_noted);
	s->act_noted = xstrdup(act);
	s->act_noted_at = now;
	return true;
}

/* ---- what was refused ---- */

/* Was it refused because of who asked, not because of what was asked? */
static bool
is_about_right(const json_t *outcome)
{
	static const enum err_code codes[] = {
		ERR_NO_RIGHT, ERR_NO_SUCH_CASE, ERR_NO_SUCH_ACT,
		ERR_SUPERIOR_ONLY, ERR_NOT_HOLDER, ERR_NOT_SUPERIOR,
		ERR_FORM_NOT_SHOWN, ERR_GLASS_NO_KEY, ERR_LOOK_OFFICER,
	};
	const char *code = jx_text(json_array_get(jx_get(outcome, "reasons"),
	    0), "code");
	size_t i;

	if (!str_eq(jx_text(outcome, "outcome"), "refused"))
		return false;
	for (i = 0; i < ARRAY_LEN(codes); i++)
		if (str_eq(code, err_code_name(codes[i])))
			return true;
	return false;
}

/*
 * Where a refusal stands: beside the case or act, so that who asks about that
 * finds it, but only when there is such a stream: what somebody typed, which
 * may be a name, never stands in the plain half of the journal.
 */
static char *
refused_stream(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;

	if (id != NULL && strlen(id) + sizeof(STREAM_REFUSED) < STREAM_MAX &&
	    strcmp(id, STREAM_SITE) != 0 && !str_starts(id, STREAM_REFUSED) &&
	    j->last_seq(j->ctx, id) > 0)
		return xasprintf("%s/%s", STREAM_REFUSED, id);
	return xstrdup(STREAM_REFUSED);
}

void
session_note_refused(struct session *s, const char *name, const char *id,
    const json_t *outcome)
{
	when_t now = tn_now(s->tn);
	json_t *facts;
	char *stream;

	if (!is_about_right(outcome))
		return;
	if (now < s->refused_from || now - s->refused_from >= MINUTE_MS) {
		s->refused_from = now;
		s->n_refused = 0;
	}
	/* A hostile client fills no disk; how many more is not lost. */
	if (s->n_refused >= REFUSALS_MAX) {
		s->n_unnoted++;
		return;
	}
	s->n_refused++;
	facts = json_pack("{s:s,s:s}", "op", name, "code", jx_text(
	    json_array_get(jx_get(outcome, "reasons"), 0), "code"));
	if (s->n_unnoted > 0)
		json_object_set_new(facts, "more",
		    json_integer(s->n_unnoted));
	stream = refused_stream(s, id);
	if (session_note(s, stream, "refused", facts, NULL))
		s->n_unnoted = 0;
	free(stream);
}
