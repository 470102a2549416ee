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

	return place != NULL && *place != '\0' && strlen(place) <= PLACE_MAX ?
	    place : NULL;
}

static char *
about_draft(const struct session *s, const char *place)
{
	return xasprintf("draft\n%s\n%s", s->officer, place);
}

static json_t *
done(const char *op_id)
{
	json_t *o = json_object();

	json_object_set_new(o, "outcome", json_string("done"));
	json_object_set_new(o, "op_id", json_string(op_id));
	json_object_set_new(o, "events", json_array());
	return o;
}

json_t *
draft_save(struct session *s, const char *op_id, const json_t *with)
{
	const struct journal *j = s->tn->journal;
	const char *place = place_of(with);
	char *text = jx_canonical(json_object_get(with, "content")), *about;
	unsigned char *sealed = NULL;
	struct err e = ERR_INIT;
	size_t len = 0;
	bool ok;

	if (place == NULL || text == NULL || strlen(text) > DRAFT_MAX) {
		free(text);
		return refuse(op_id, ERR_BAD_COMMAND,
		    place == NULL ? "place" : "content");
	}
	about = about_draft(s, place);
	ok = seal_close(&s->keys.draft, about, strlen(about), text,
	    strlen(text), &sealed, &len);
	if (!ok)
		err_set(&e, ERR_SEAL_FAILED, NULL);
	else
		ok = j->put_draft(j->ctx, s->officer, place, sealed, len,
		    tn_now(s->tn), &e);
	seal_wipe(text, strlen(text));
	free(text);
	free(about);
	free(sealed);
	if (!ok) {
		json_t *o = refuse_err(op_id, &e);

		err_done(&e);
		return o;
	}
	return done(op_id);
}

json_t *
draft_drop(struct session *s, const char *op_id, const json_t *with)
{
	const struct journal *j = s->tn->journal;
	const char *place = place_of(with);
	struct err e = ERR_INIT;
	json_t *o;

	if (place == NULL)
		return refuse(op_id, ERR_BAD_COMMAND, "place");
	if (j->drop_draft(j->ctx, s->officer, place, &e))
		return done(op_id);
	o = refuse_err(op_id, &e);
	err_done(&e);
	return o;
}

/* {"ask":"draft","place"} -> {"place","at","content"}; content null: none. */
json_t *
ask_draft(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	const char *place = place_of(query);
	unsigned char *sealed = NULL, *plain = NULL;
	size_t len = 0, plain_len = 0;
	json_t *o = json_object(), *content = NULL;
	char *about;
	when_t at;

	if (place == NULL) {
		json_decref(o);
		return refuse(NULL, ERR_BAD_COMMAND, "place");
	}
	about = about_draft(s, place);
	json_object_set_new(o, "place", json_string(place));
	if (j->get_draft(j->ctx, s->officer, place, &sealed, &len, &at) &&
	    seal_open(&s->keys.draft, about, strlen(about), sealed, len,
	    &plain, &plain_len)) {
		content = jx_parse((char *)plain, plain_len, NULL);
		json_object_set_new(o, "at", when_json(at));
		seal_wipe(plain, plain_len);
	}
	json_object_set_new(o, "content",
	    content != NULL ? content : json_null());
	free(plain);
	free(sealed);
	free(about);
	return o;
}

static bool
add_draft(void *arg, const char *place, when_t at)
{
	json_t *o = json_object();

	json_object_set_new(o, "place", json_string(place));
	json_object_set_new(o, "at", when_json(at));
	json_array_append_new(arg, o);
	return true;
}

json_t *
list_drafts(struct session *s)
{
	const struct journal *j = s->tn->journal;
	json_t *list = json_array();

	(void)j->list_drafts(j->ctx, s->officer, add_draft, list);
	return list;
}
