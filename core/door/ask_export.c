/*
 * What left the house, and what came (security.md S-47):
 *	{"ask":"exports"} -> {exports: [{export kind at by by_name approved_by
 *		approved_name receiver? count classes? ground? country? hash?
 *		size? head? purpose? why? cases?}], receivers: [{code title
 *		public country? unit ended?}]}	newest first; of this unit
 *	{"ask":"open_export", "file": base64} -> {number site receiver hash
 *		csv}	sealed to this unit; it is in the journal first
 */
#include "core/door/door.h"

#include "core/base/base64.h"
#include "core/base/jx.h"
#include "core/staff/parcel.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LISTED 200

/* ---- receivers ---- */

static json_t *
unit_receiver(struct session *s, const char *code, const json_t *unit)
{
	const struct unit *u = procedure_unit(s->tn->procedure, code);

	return json_pack("{s:s,s:o,s:s*,s:b}", "code", code, "title",
	    text_json(u == NULL ? SAME(code) : &u->title), "public",
	    jx_text(unit, "public"), "unit", 1);
}

static json_t *
other_receiver(struct session *s, const char *code, const json_t *r)
{
	json_t *body = session_said(s, jx_text(r, "op"), "receiver_added");
	const char *name = jx_text(body, "name");
	json_t *o = json_pack("{s:s,s:o,s:s*,s:s*,s:b,s:b}", "code", code,
	    "title", text_json(SAME(name != NULL ? name : code)), "public",
	    jx_text(r, "public"), "country", jx_text(r, "country"), "unit", 0,
	    "ended", json_object_get(r, "ended") != NULL);

	json_decref(body);
	return o;
}

static json_t *
receivers_json(struct session *s)
{
	json_t *list = json_array(), *r;
	const char *code;

	json_object_foreach(json_object_get(s->tn->site, "units"), code, r)
		json_array_append_new(list, unit_receiver(s, code, r));
	json_object_foreach(json_object_get(s->tn->site, "receivers"), code, r)
		json_array_append_new(list, other_receiver(s, code, r));
	return list;
}

/* ---- the register ---- */

static void
put_words(struct session *s, const char *id, json_t *o)
{
	static const char *const words[] = { "purpose", "document", "why",
	    "cases" };
	json_t *events = session_events(s, id);
	const json_t *body = json_object_get(json_array_get(events, 0),
	    "body");
	size_t i;

	for (i = 0; i < ARRAY_LEN(words); i++)
		if (json_object_get(body, words[i]) != NULL)
			json_object_set(o, words[i],
			    json_object_get(body, words[i]));
	json_decref(events);
}

static json_t *
export_json(struct session *s, const char *id, const json_t *row)
{
	static const char *const copied[] = { "export", "kind", "by",
	    "approved_by", "receiver", "public", "count", "classes", "ground",
	    "country", "hash", "size", "head" };
	json_t *o = json_object();
	size_t i;

	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(row, copied[i]) != NULL)
			json_object_set(o, copied[i],
			    json_object_get(row, copied[i]));
	json_object_set_new(o, "at", when_json(jx_int(row, "at", 0)));
	json_object_set_new(o, "by_name", json_string(session_officer_name(s,
	    jx_text(row, "by"))));
	json_object_set_new(o, "approved_name", json_string(
	    session_officer_name(s, jx_text(row, "approved_by"))));
	put_words(s, id, o);
	return o;
}

/* Of one series and year; numbers are dense, so it counts down. */
static void
add_series(struct session *s, const char *what, char letter, int year,
    json_t *list)
{
	const struct journal *j = s->tn->journal;
	const char *site = jx_text(s->tn->site, "site");
	char *series = xasprintf("%s/%s/%d", what, site, year), *id;
	int64_t n = j->last_number(j->ctx, series);
	size_t left = LISTED;
	json_t *row;

	free(series);
	for (; n > 0 && left > 0; n--) {
		id = xasprintf("%s-%d-%c%05" PRId64, site, year, letter, n);
		row = j->row(j->ctx, id, NULL);
		if (jx_text(row, "export") != NULL &&
		    str_eq(jx_text(row, "from"), s->unit->code)) {
			json_array_append_new(list, export_json(s, id, row));
			left--;
		}
		json_decref(row);
		free(id);
	}
}

static int
by_time(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	int order = strcmp(jx_text(y, "at"), jx_text(x, "at"));

	return order != 0 ? order : strcmp(jx_text(y, "export"),
	    jx_text(x, "export"));
}

static json_t *
newest_first(json_t *list)
{
	size_t n = json_array_size(list), i;
	json_t **all = xcalloc(n + 1, sizeof(struct json_t *));
	json_t *out = json_array();

	for (i = 0; i < n; i++)
		all[i] = json_array_get(list, i);
	qsort(all, n, sizeof(struct json_t *), by_time);
	for (i = 0; i < n; i++)
		json_array_append(out, all[i]);
	free(all);
	json_decref(list);
	return out;
}

json_t *
ask_exports(struct session *s, const json_t *query)
{
	int year = civil_from_day(when_day(tn_now(s->tn),
	    VN_OFFSET_MIN)).year;
	json_t *list = json_array(), *o = json_object();

	(void)query;
	for (int back = 0; back < 2; back++) {
		add_series(s, "export", 'X', year - back, list);
		add_series(s, "print", 'B', year - back, list);
	}
	json_object_set_new(o, "exports", newest_first(list));
	json_object_set_new(o, "receivers", receivers_json(s));
	return o;
}

/* ---- what came ---- */

/* The unit's private half for this file, one of before too; or NULL. */
static const struct secret *
key_for(const struct session *s, const struct parcel *p)
{
	size_t i;

	if (memcmp(p->public_half, s->keys.unit_public, SEAL_KEY_SIZE) == 0)
		return &s->keys.unit;
	for (i = 0; i < s->keys.n_old; i++)
		if (memcmp(p->public_half, s->keys.old[i].public_half,
		    SEAL_KEY_SIZE) == 0)
			return &s->keys.old[i].private_half;
	return NULL;
}

static json_t *
opened(struct session *s, const unsigned char *file, size_t len,
    struct err *e)
{
	char hex[2 * SEAL_HASH_SIZE + 1], *plain = NULL;
	unsigned char hash[SEAL_HASH_SIZE];
	const struct secret *key;
	struct parcel p;
	json_t *o = NULL;
	size_t n = 0;

	if (!parcel_read(file, len, &p, e))
		return NULL;
	key = key_for(s, &p);
	if (key == NULL) {
		err_set(e, ERR_PARCEL_OTHER, p.receiver, NULL);
		return NULL;
	}
	seal_hash_two(file, len, "", 0, hash);
	hex_from(hash, SEAL_HASH_SIZE, hex);
	if (!parcel_open(&p, key, &plain, &n, e))
		return NULL;
	if (!session_note(s, STREAM_SITE, "export_opened", json_pack("{s:s}",
	    "hash", hex), NULL))
		err_set(e, ERR_READ_NOT_NOTED, NULL);
	else
		o = json_pack("{s:s,s:s,s:s,s:s,s:s#}", "number", p.number,
		    "site", p.site, "receiver", p.receiver, "hash", hex,
		    "csv", plain, (int)n);
	if (o == NULL && e->code == ERR_NONE)
		err_set(e, ERR_PARCEL_KIND, NULL);
	seal_wipe(plain, n);
	free(plain);
	return o;
}

json_t *
ask_open_export(struct session *s, const json_t *query)
{
	const char *text = jx_text(query, "file");
	unsigned char *file = NULL;
	struct err e = ERR_INIT;
	json_t *o = NULL;
	size_t len = 0;

	if (text != NULL && strlen(text) <= base64_length(PARCEL_MAX))
		file = base64_bytes(text, strlen(text), &len);
	if (file == NULL)
		return refuse(NULL, ERR_BAD_COMMAND, "file");
	o = opened(s, file, len, &e);
	if (o == NULL)
		o = refuse_err(NULL, &e);
	err_done(&e);
	free(file);
	return o;
}
