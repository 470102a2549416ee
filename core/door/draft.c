/*
 * Drafts: what was typed and not saved.  Sealed with a key that only the
 * officer has; never submitted by the program; not part of the journal.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define PLACE_MAX 200
#define DRAFT_MAX (1024 * 1024)

static const char *
place_of(const json_t *o)
{
	const char *place = jx_text(o, "place");

	return place != NULL && *place != '\0' && strlen(place) <= PLACE_MAX &&
	    !str_starts(place, PREFERENCE_PLACE) ? place : NULL;
}

static char *
about_draft(const struct session *s, const char *place, const void *head,
    size_t head_len)
{
	return head_len == 0 ? xasprintf("draft\n%s\n%s", s->officer,
	    place) : xasprintf("draft\n%s\n%s\n%.*s", s->officer, place,
	    (int)head_len, (const char *)head);
}

/* What is sealed, behind the head that says what it is about. */
static bool
seal_draft(struct session *s, const char *place, const char *head,
    const char *text, unsigned char **out, size_t *len)
{
	size_t head_len = strlen(head), sealed_len = 0;
	char *about = about_draft(s, place, head, head_len);
	unsigned char *sealed = NULL;
	bool ok = seal_close(&s->keys.draft, about, strlen(about), text,
	    strlen(text), &sealed, &sealed_len);

	*out = NULL;
	if (ok) {
		*len = head_len + sealed_len;
		*out = xmalloc(*len + 1);
		memcpy(*out, head, head_len);
		memcpy(*out + head_len, sealed, sealed_len);
	}
	free(sealed);
	free(about);
	return ok;
}

/* The text of what was kept, the caller's; NULL: not ours, or not as it was. */
static unsigned char *
open_draft(struct session *s, const char *place, const unsigned char *blob,
    size_t len, size_t *plain_len)
{
	size_t head = draft_head(blob, len);
	char *about = about_draft(s, place, blob, head);
	char *ended = draft_ended(s->tn, blob, len);
	unsigned char *plain = NULL;

	if (ended == NULL)
		(void)!seal_open(&s->keys.draft, about, strlen(about),
		    blob + head, len - head, &plain, plain_len);
	free(ended);
	free(about);
	return plain;
}

json_t *
kept_done(const char *op_id)
{
	json_t *o = json_object();

	json_object_set_new(o, "outcome", json_string("done"));
	json_object_set_new(o, "op_id", json_string(op_id));
	json_object_set_new(o, "events", json_array());
	return o;
}

bool
kept_put(struct session *s, const char *place, const char *about,
    const char *text, struct err *e)
{
	const struct journal *j = s->tn->journal;
	unsigned char *sealed = NULL;
	size_t len = 0;
	bool ok = seal_draft(s, place, about, text, &sealed, &len);

	if (!ok)
		err_set(e, ERR_SEAL_FAILED, NULL);
	else
		ok = j->put_draft(j->ctx, s->officer, place, sealed, len,
		    tn_now(s->tn), e);
	if (!ok && sealed != NULL) {
		(void)held_put(s->tn, s->officer, place, sealed, len,
		    tn_now(s->tn));
		return false;
	}
	held_drop(s->tn, s->officer, place);
	free(sealed);
	return ok;
}

json_t *
kept_get(struct session *s, const char *place, when_t *at)
{
	const struct journal *j = s->tn->journal;
	unsigned char *sealed = NULL, *plain = NULL;
	size_t len = 0, plain_len = 0;
	json_t *content = NULL;

	*at = WHEN_NONE;
	if (held_get(s->tn, s->officer, place, &sealed, &len, at) ||
	    j->get_draft(j->ctx, s->officer, place, &sealed, &len, at))
		plain = open_draft(s, place, sealed, len, &plain_len);
	if (plain != NULL) {
		content = jx_parse((char *)plain, plain_len, NULL);
		seal_wipe(plain, plain_len);
	} else {
		*at = WHEN_NONE;
	}
	free(plain);
	free(sealed);
	return content;
}

json_t *
kept_drop(struct session *s, const char *op_id, const char *place)
{
	const struct journal *j = s->tn->journal;
	struct err e = ERR_INIT;
	json_t *o;

	held_drop(s->tn, s->officer, place);
	if (j->drop_draft(j->ctx, s->officer, place, &e))
		return kept_done(op_id);
	o = refuse_err(op_id, &e);
	err_done(&e);
	return o;
}

/* Nothing is kept any more about what has been erased. */
static json_t *
refuse_ended(struct session *s, const char *op_id, const char *about)
{
	char *ended = draft_ended(s->tn, (const unsigned char *)about,
	    strlen(about));
	json_t *o = ended == NULL ? NULL : refuse(op_id, ERR_NO_SUCH_CASE,
	    ended);

	free(ended);
	return o;
}

static json_t *
keep(struct session *s, const char *op_id, const char *place,
    const char *about, const char *text)
{
	struct err e = ERR_INIT;
	json_t *o = refuse_ended(s, op_id, about);

	if (o != NULL)
		return o;
	o = kept_put(s, place, about, text, &e) ? kept_done(op_id) :
	    refuse_err(op_id, &e);
	if (held_has(s->tn, s->officer, place))
		json_object_set_new(o, "held", json_true());
	err_done(&e);
	return o;
}

json_t *
draft_save(struct session *s, const char *op_id, const json_t *with)
{
	const json_t *content = json_object_get(with, "content");
	const char *place = place_of(with);
	char *text = jx_canonical(content), *about;
	json_t *o;

	if (place == NULL || text == NULL || strlen(text) > DRAFT_MAX) {
		free(text);
		return refuse(op_id, ERR_BAD_COMMAND,
		    place == NULL ? "place" : "content");
	}
	about = draft_about(s, place, content);
	o = about == NULL ? refuse(op_id, ERR_BAD_COMMAND, "content") :
	    keep(s, op_id, place, about, text);
	seal_wipe(text, strlen(text));
	free(text);
	free(about);
	return o;
}

json_t *
draft_drop(struct session *s, const char *op_id, const json_t *with)
{
	const char *place = place_of(with);

	return place == NULL ? refuse(op_id, ERR_BAD_COMMAND, "place") :
	    kept_drop(s, op_id, place);
}

/* {"ask":"draft","place"} -> {"place","at","content"}; content null: none. */
json_t *
ask_draft(struct session *s, const json_t *query)
{
	const char *place = place_of(query);
	json_t *o, *content;
	when_t at;

	if (place == NULL)
		return refuse(NULL, ERR_BAD_COMMAND, "place");
	o = json_object();
	content = kept_get(s, place, &at);
	json_object_set_new(o, "place", json_string(place));
	if (at != WHEN_NONE)
		json_object_set_new(o, "at", when_json(at));
	json_object_set_new(o, "content",
	    content != NULL ? content : json_null());
	return o;
}

/* One of them; what is held in memory is newer and goes first. */
static void
add_draft(void *arg, const char *place, when_t at)
{
	json_t *list = arg, *o;
	size_t i;

	json_array_foreach(list, i, o)
		if (str_eq(jx_text(o, "place"), place))
			return;
	if (str_starts(place, PREFERENCE_PLACE))
		return;
	o = json_object();
	json_object_set_new(o, "place", json_string(place));
	json_object_set_new(o, "at", when_json(at));
	json_array_append_new(list, o);
}

static bool
add_kept(void *arg, const char *place, when_t at)
{
	add_draft(arg, place, at);
	return true;
}

json_t *
list_drafts(struct session *s)
{
	const struct journal *j = s->tn->journal;
	json_t *list = json_array();

	held_each(s->tn, s->officer, add_draft, list);
	(void)j->list_drafts(j->ctx, s->officer, add_kept, list);
	return list;
}
