/* An export as a file, made when its entry of the register is written. */
#include "core/door/export.h"

#include "core/base/base64.h"
#include "core/base/jx.h"
#include "core/staff/parcel.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
say(struct export_about *about, const char *key, const char *text)
{
	if (text == NULL || about->n == ARRAY_LEN(about->key))
		return;
	about->key[about->n] = key;
	about->text[about->n++] = xstrdup(text);
}

static void
say_person(struct session *s, struct export_about *about, const char *key,
    const char *id)
{
	char *text = id == NULL ? NULL : xasprintf("%s (%s)",
	    session_officer_name(s, id), id);

	say(about, key, text);
	free(text);
}

static void
say_moment(struct session *s, struct export_about *about)
{
	char at[32];

	when_format(tn_now(s->tn), VN_OFFSET_MIN, at);
	say(about, "at", at);
}

/* The end of the journal before this operation: SEQ:HASH, all of it. */
static char *
head_text(struct session *s, struct err *e)
{
	const struct journal *j = s->tn->journal;
	char hex[2 * HASH_SIZE + 1];
	unsigned char hash[HASH_SIZE];
	int64_t seq;

	if (!j->head(j->ctx, &seq, hash, e))
		return NULL;
	hex_from(hash, HASH_SIZE, hex);
	return xasprintf("%" PRId64 ":%s", seq, hex);
}

static void
say_all(struct session *s, struct export_about *about, const char *number,
    const char *head, const json_t *facts, const json_t *content)
{
	json_t *classes = json_object_get(content, "classes");
	struct str list = STR_INIT;
	const json_t *class;
	size_t i;

	json_array_foreach(classes, i, class)
		str_printf(&list, "%s%s", i > 0 ? ";" : "",
		    json_string_value(class));
	say(about, "number", number);
	say(about, "site", jx_text(s->tn->site, "site"));
	say(about, "unit", text_in(&s->unit->title, LANG_VI));
	say_moment(s, about);
	say(about, "journal_head", head);
	say_person(s, about, "proposed_by", s->officer);
	say_person(s, about, "approved_by", jx_text(facts, "approved_by"));
	say(about, "receiver", jx_text(content, "receiver"));
	say(about, "receiver_public", jx_text(content, "public"));
	say(about, "country", jx_text(content, "country"));
	say(about, "purpose", jx_text(content, "purpose"));
	say(about, "ground", jx_text(content, "ground"));
	say(about, "document", jx_text(content, "document"));
	say(about, "classes", str_text(&list));
	say(about, "standard", "HTCDS 2.0, IOM, CC BY 4.0 (persons)");
	str_done(&list);
}

static bool
seal_to(struct session *s, const char *number, const json_t *content,
    const struct str *csv, unsigned char **file, size_t *len, struct err *e)
{
	struct parcel to;

	memset(&to, 0, sizeof(to));
	snprintf(to.number, sizeof(to.number), "%s", number);
	snprintf(to.site, sizeof(to.site), "%s", jx_text(s->tn->site,
	    "site"));
	snprintf(to.receiver, sizeof(to.receiver), "%s", jx_text(content,
	    "receiver"));
	return (hex_to(jx_text(content, "public"), to.public_half,
	    SEAL_KEY_SIZE) || err_set(e, ERR_SEAL_FAILED, NULL)) &&
	    parcel_close(&to, str_text(csv), csv->len, file, len, e);
}

/* Told once, with the outcome: nobody keeps a copy here. */
static void
note_file(struct session *s, const char *number, json_t *facts,
    const unsigned char *file, size_t len)
{
	char hex[2 * SEAL_HASH_SIZE + 1], *text = base64_from(file, len);
	unsigned char hash[SEAL_HASH_SIZE];

	seal_hash_two(file, len, "", 0, hash);
	hex_from(hash, SEAL_HASH_SIZE, hex);
	json_object_set_new(facts, "hash", json_string(hex));
	json_object_set_new(facts, "size", json_integer((json_int_t)len));
	json_decref(s->told);
	s->told = json_pack("{s:s,s:s,s:s}", "export", number, "file", text,
	    "hash", hex);
	free(text);
}

static bool
make_one(struct session *s, const struct proposed_event *ev, struct err *e)
{
	const json_t *content = json_object_get(s->with, "content");
	struct export_about about = { .n = 0 };
	struct str csv = STR_INIT;
	unsigned char *file = NULL;
	char *head = head_text(s, e);
	size_t len = 0, i;
	bool ok = head != NULL;

	if (ok) {
		say_all(s, &about, ev->stream, head, ev->facts, content);
		json_object_set_new(ev->facts, "head", json_string(head));
		ok = export_csv(s, &about, content, &csv, e) && seal_to(s,
		    ev->stream, content, &csv, &file, &len, e);
	}
	if (ok)
		note_file(s, ev->stream, ev->facts, file, len);
	for (i = 0; i < about.n; i++)
		free(about.text[i]);
	if (csv.buf != NULL)
		seal_wipe(csv.buf, csv.len);
	str_done(&csv);
	free(file);
	free(head);
	return ok;
}

bool
export_make(struct session *s, struct proposal *p, struct err *e)
{
	for (size_t i = 0; i < p->n_event; i++) {
		const struct proposed_event *ev = &p->event[i];

		if (strcmp(ev->kind, "export_registered") == 0 && str_eq(
		    jx_text(ev->facts, "kind"), "export_identified") &&
		    !make_one(s, ev, e))
			return false;
	}
	return true;
}
