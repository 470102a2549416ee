/* Files of a case: which there are, and the content of one. */
#include "core/door/door.h"

#include "core/base/base64.h"
#include "core/base/jx.h"
#include "core/case/attach.h"

#include <stdlib.h>

static json_t *
label_of(struct session *s, const struct case_state *cs, const json_t *item)
{
	const char *name = jx_text(item, "question");
	const struct form_item *asked = name == NULL ? NULL :
	    case_file_question(cs, s->tn->procedure, name);

	return asked != NULL ? text_json(&asked->label) : json_null();
}

/* Everything about a file but its content. */
static json_t *
file_json(struct session *s, const struct case_state *cs, const json_t *item)
{
	static const char *const copied[] = {
		"id", "file_name", "media", "size", "hash", "note", "question",
	};
	const char *by = jx_text(item, "by");
	json_t *o = json_object(), *who = json_object();
	size_t i;

	for (i = 0; i < ARRAY_LEN(copied); i++) {
		json_t *value = json_object_get(item, copied[i]);

		if (value != NULL)
			json_object_set(o, copied[i], value);
	}
	json_object_set_new(who, "id", json_string(by));
	json_object_set_new(who, "name",
	    json_string(session_officer_name(s, by)));
	json_object_set_new(o, "by", who);
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(item, "unit")));
	json_object_set_new(o, "at",
	    when_json(jx_int(item, "at", WHEN_NONE)));
	json_object_set_new(o, "label", label_of(s, cs, item));
	json_object_set_new(o, "class", json_string(form_class_name(
	    case_attachment_class(cs, s->tn->procedure, item))));
	return o;
}

json_t *
attachments_json(struct session *s, const struct case_state *cs)
{
	json_t *list = json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(cs->attachments, i, item)
		if (case_shows_attachment(cs, s->tn->procedure, &s->actor,
		    item))
			json_array_append_new(list, file_json(s, cs, item));
	return list;
}

/* The journal first: if it cannot be written, the file stays shut. */
static json_t *
note_file_read(struct session *s, const char *case_id, const char *id,
    const char *why)
{
	json_t *command = json_pack("{s:s,s:s,s:{s:s,s:s*}}", "do",
	    "read_attachment", "case", case_id, "with", "attachment", id,
	    "why", why);
	json_t *outcome = tn_execute(s, command);

	json_decref(command);
	if (!str_eq(jx_text(outcome, "outcome"), "unknown"))
		return outcome;
	json_decref(outcome);
	return refuse(NULL, ERR_READ_NOT_NOTED, NULL);
}

static json_t *
with_content(struct session *s, const struct case_state *cs,
    const json_t *item)
{
	struct err e = ERR_INIT;
	unsigned char *plain;
	json_t *o;
	size_t len;
	char *text;

	plain = attachment_open(s, cs->id, item, &len, &e);
	if (plain == NULL) {
		o = refuse_err(NULL, &e);
		err_done(&e);
		return o;
	}
	text = base64_from(plain, len);
	o = file_json(s, cs, item);
	json_object_set_new(o, "case", json_string(cs->id));
	json_object_set_new(o, "content",
	    json_stringn_nocheck(text, base64_length(len)));
	seal_wipe(text, base64_length(len));
	free(text);
	seal_wipe(plain, len);
	free(plain);
	return o;
}

/*
 * {"ask":"attachment", "case", "id", "why"?} -> the file's entry in the query
 * "case", with "content" in base64; that it was read is in the journal then.
 */
json_t *
ask_attachment(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case"), *which = jx_text(query, "id");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	json_t *outcome, *o;

	if (cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	if (which == NULL)
		return refuse(NULL, ERR_BAD_COMMAND, "id");
	outcome = note_file_read(s, id, which, jx_text(query, "why"));
	if (!str_eq(jx_text(outcome, "outcome"), "done"))
		return outcome;
	json_decref(outcome);
	/* Noting it has read the case anew. */
	cs = session_case(s, id);
	if (cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id);
	o = with_content(s, cs, case_attachment(cs, which));
	return o;
}
