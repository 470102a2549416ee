/* Attaching a file to a case, and noting that one is read. */
#include "core/case/attach.h"

#include "core/base/base64.h"
#include "core/base/file_name.h"
#include "core/base/jx.h"
#include "core/case/mend.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/staff/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Does some form with this question lie open to the unit, or to be filled?
 * Who only has the case on offer writes nothing.
 */
static bool
may_answer(const struct deciding *d, const struct case_state *cs,
    const char *name)
{
	const struct regime *own = case_regime(cs, d->procedure);
	const struct unit *unit = d->actor->unit;
	const char *relation = row_relation(cs->row, unit->code);
	json_t *wanted = json_pack("{s:s}", "question", name);
	bool may = (str_eq(relation, "holder") || str_eq(relation, "asked")) &&
	    case_shows_attachment(cs, d->procedure, d->actor, wanted);
	size_t i;

	json_decref(wanted);
	for (i = 0; own != NULL && i < own->n_form && !may; i++) {
		const struct form_item *item =
		    form_question(own->form[i], name);

		may = item != NULL && item->type == FORM_FILE &&
		    case_fills_form(cs, d->procedure, unit, own->form[i]);
	}
	return may;
}

/* The question that the file answers, if one is named, must ask for it. */
static void
need_question(struct deciding *d, const struct case_state *cs,
    const char *name, const char *media)
{
	const struct form_item *item =
	    case_file_question(cs, d->procedure, name);

	/* A question that is hidden and one that there is not answer alike. */
	if (item == NULL || !may_answer(d, cs, name))
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_ATTACHMENT_QUESTION, SAME(name), NULL);
	else if (item->media != FORM_ANY_FILE &&
	    !str_eq(form_media_name(item->media), media))
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_ATTACHMENT_MEDIA, &item->label, NULL);
}

/* Who attaches a file to no question must be able to see it afterwards. */
static void
need_place(struct deciding *d, const struct case_state *cs,
    const json_t *with, const char *media)
{
	const json_t *name = json_object_get(with, "name");
	const char *holder = jx_text(cs->row, "holder");

	if (json_is_string(name)) {
		need_question(d, cs, json_string_value(name), media);
	} else if (name != NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("name"), NULL);
	} else if (!str_eq(holder, d->actor->unit->code)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_HOLDER,
		    unit_title(d, holder), NULL);
		reason_by_unit(d, holder);
	}
	if (json_array_size(cs->attachments) >= ATTACHMENTS_MAX) {
		char most[16];

		snprintf(most, sizeof(most), "%d", ATTACHMENTS_MAX);
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_ATTACHMENT_TOO_MANY, SAME(most), NULL);
	}
}

static void
refuse_big(struct deciding *d)
{
	char most[16];

	snprintf(most, sizeof(most), "%zu", ATTACHMENT_MAX_BYTES >> 20);
	reason_add(d->out->reasons, NULL, NULL, ERR_ATTACHMENT_TOO_BIG,
	    SAME(most), NULL);
}

/* The bytes of the file, or NULL and a reason.  The length decides first. */
static unsigned char *
need_content(struct deciding *d, const json_t *with, size_t *len)
{
	const json_t *content = json_object_get(with, "content");
	size_t text_len = json_string_length(content);
	unsigned char *bytes;

	if (!json_is_string(content)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content"), NULL);
		return NULL;
	}
	if (text_len > base64_length(ATTACHMENT_MAX_BYTES)) {
		refuse_big(d);
		return NULL;
	}
	bytes = base64_bytes(json_string_value(content), text_len, len);
	if (bytes == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content"), NULL);
	else if (*len == 0)
		reason_add(d->out->reasons, NULL, NULL, ERR_ATTACHMENT_EMPTY,
		    NULL);
	else if (*len > ATTACHMENT_MAX_BYTES)
		refuse_big(d);
	else
		return bytes;
	free(bytes);
	return NULL;
}

static json_t *
body_of(const json_t *with, const char *given_name, const char *media,
    size_t len)
{
	json_t *body = json_object(), *o = json_object();
	const char *note = jx_text(with, "note");
	const char *question = jx_text(with, "name");
	char *name = file_name_safe(given_name);

	json_object_set_new(o, "file_name", json_string(name));
	json_object_set_new(o, "media", json_string(media));
	json_object_set_new(o, "size", json_integer((json_int_t)len));
	if (note != NULL && *note != '\0')
		json_object_set_new(o, "note", json_string(note));
	if (question != NULL)
		json_object_set_new(o, "question", json_string(question));
	json_object_set_new(body, "attachment", o);
	free(name);
	return body;
}

void
decide_attach(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *name = need_text(d, with, "file_name");
	const char *media = need_text(d, with, "media");
	const json_t *note = json_object_get(with, "note");
	unsigned char *bytes;
	size_t len = 0;

	if (name != NULL && strlen(name) > WHY_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("file_name"), NULL);
	if (media != NULL && form_media_find(media) < 0)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("media"), NULL);
	if (note != NULL && (!json_is_string(note) ||
	    json_string_length(note) > WHY_MAX))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("note"), NULL);
	if (!refused(d))
		need_place(d, cs, with, media);
	if (refused(d))
		return;
	bytes = need_content(d, with, &len);
	if (bytes == NULL)
		return;
	propose_on_case(d, cs, "attached", NULL,
	    body_of(with, name, media, len));
	propose_file(d, bytes, len);
}

/*
 * That somebody reads a file stands in the journal before its content is
 * handed out (security.md, S-39); the door does this for the query.
 */
void
decide_read_attachment(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *which = need_text(d, with, "attachment");
	const char *why = jx_text(with, "why");
	const json_t *file;
	json_t *facts, *body = NULL;

	if (refused(d))
		return;
	file = case_attachment(cs, which);
	/* Hidden and absent answer alike. */
	if (file == NULL || !case_shows_attachment(cs, d->procedure,
	    d->actor, file)) {
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_NO_SUCH_ATTACHMENT, NULL);
		return;
	}
	facts = json_object();
	json_object_set_new(facts, "attachment", json_string(which));
	json_object_set_new(facts, "class", json_string(form_class_name(
	    case_attachment_class(cs, d->procedure, file))));
	if (why != NULL && *why != '\0') {
		body = json_object();
		json_object_set_new(body, "why", json_string(why));
	}
	propose_on_case(d, cs, "attachment_read", facts, body);
}
