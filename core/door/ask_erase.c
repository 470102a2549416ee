/*
 * Erasure and keeping:
 *	{"ask":"retention"} -> {term: {value unit status law}|null, closed, due:
 *	[{case masked closed until hold}]}	closed cases of this unit whose
 *			term has ended, oldest first; nothing where none is known
 *	{"ask":"erasures"} -> {erasures: [{erasure number of ground at by}]}
 *	{"ask":"erasure", "erasure": id} -> {…, text: [{vi, en}]}
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/pair.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LISTED 200

/* ---- what could be erased because its term has ended ---- */

static json_t *
term_json(const struct tn *tn)
{
	const struct regime *r = procedure_regime_on(tn->procedure,
	    when_day(tn_now(tn), VN_OFFSET_MIN));
	const struct legal_value *v = r == NULL ? NULL : r->kept_for;
	json_t *o;

	if (v == NULL)
		return json_null();
	o = titled(v->code, &v->title);
	json_object_set_new(o, "value", v->has_value ?
	    json_integer(v->value) : json_null());
	json_object_set_new(o, "unit", json_string(v->unit));
	json_object_set_new(o, "status",
	    json_string(sureness_code(v->basis.status)));
	json_object_set_new(o, "law", basis_json(&v->basis));
	return o;
}

static void
add_due(struct session *s, struct deciding *d, const char *id, json_t *list)
{
	const struct case_state *cs = session_case(s, id);
	when_t until = cs == NULL ? WHEN_NONE : case_kept_until(d, cs->row);
	json_t *o;

	if (until == WHEN_NONE || tn_now(s->tn) <= until)
		return;
	o = json_object();
	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "masked", masked_name_json(s, cs));
	json_object_set_new(o, "closed",
	    when_json(jx_int(cs->row, "moved", 0)));
	json_object_set_new(o, "until", when_json(until));
	json_object_set_new(o, "hold", json_boolean(
	    json_object_get(cs->row, "hold") != NULL));
	json_array_append_new(list, o);
}

json_t *
ask_retention(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	struct work_hit *hit = xcalloc(LISTED, sizeof(*hit));
	struct work_query q = { .unit = s->unit->code,
	    .relation = { "holder" }, .n_relation = 1, .waiting = -1,
	    .final = 1, .due_before = INT64_MAX, .order = ORDER_MOVED,
	    .limit = LISTED };
	json_t *o = json_object(), *list = json_array();
	struct case_source source;
	struct proposal p;
	struct deciding d;
	int64_t closed = 0;
	size_t n = 0, i;

	(void)query;
	deciding_of(s, &source, &p, &d);
	if (!j->work(j->ctx, &q, hit, &n, NULL))
		n = 0;
	for (i = 0; i < n; i++)
		add_due(s, &d, hit[i].stream, list);
	(void)j->work_count(j->ctx, &q, &closed, NULL);
	proposal_done(&p);
	free(hit);
	json_object_set_new(o, "term", term_json(s->tn));
	json_object_set_new(o, "closed", json_integer(closed));
	json_object_set_new(o, "due", list);
	return o;
}

/* ---- certificates ---- */

enum sentence {
#define ERASURE(sym, vi, en) sym,
#include "core/door/erasure.def"
#undef ERASURE
};

static const struct { const char *vi, *en; } sentences[] = {
#define ERASURE(sym, vi, en) [sym] = { vi, en },
#include "core/door/erasure.def"
#undef ERASURE
};

/* One sentence of up to four arguments that are the same in both languages. */
static void
say(json_t *list, enum sentence which, const char *a, const char *b,
    const char *c, const struct text *d)
{
	const char *vi[] = { a, b, c, d == NULL ? NULL : d->vi };
	const char *en[] = { a, b, c, d == NULL ? NULL :
	    text_in(d, LANG_EN) };
	struct str out[2] = { STR_INIT, STR_INIT };

	text_fill(&out[0], sentences[which].vi, vi, ARRAY_LEN(vi));
	text_fill(&out[1], sentences[which].en, en, ARRAY_LEN(en));
	json_array_append_new(list, json_pack("{s:s,s:s}",
	    "vi", str_text(&out[0]), "en", str_text(&out[1])));
	str_done(&out[0]);
	str_done(&out[1]);
}

static void
say_numbers(json_t *list, enum sentence which, int64_t a, int64_t b)
{
	char x[24], y[24];

	snprintf(x, sizeof(x), "%" PRId64, a);
	snprintf(y, sizeof(y), "%" PRId64, b);
	say(list, which, x, y, NULL, NULL);
}

static void
say_ground(json_t *list, const char *ground)
{
	if (str_eq(ground, "retention_end"))
		say(list, ERASURE_RETENTION, NULL, NULL, NULL, NULL);
	else if (str_eq(ground, "person_request"))
		say(list, ERASURE_REQUEST, NULL, NULL, NULL, NULL);
	else
		say(list, ERASURE_ORDER, NULL, NULL, NULL, NULL);
}

static json_t *
text_of(struct session *s, const json_t *row, const char *document)
{
	static char mark[] = "?";
	static const struct text gone = { mark, mark };
	const struct journal *j = s->tn->journal;
	const struct unit *unit = procedure_unit(s->tn->procedure,
	    jx_text(row, "from"));
	const char *of = jx_text(row, "of");
	json_t *list = json_array();
	char opened[11], at[11];

	day_format(when_day(jx_int(row, "opened", 0), VN_OFFSET_MIN), opened);
	day_format(when_day(jx_int(row, "at", 0), VN_OFFSET_MIN), at);
	say(list, ERASURE_HEAD, jx_text(row, "erasure"), NULL, NULL, NULL);
	say(list, ERASURE_WHAT, of, opened, at,
	    unit == NULL ? &gone : &unit->title);
	say_ground(list, jx_text(row, "ground"));
	if (document != NULL)
		say(list, ERASURE_DOCUMENT, document, NULL, NULL, NULL);
	say(list, ERASURE_PERSONS,
	    session_officer_name(s, jx_text(row, "proposed_by")),
	    session_officer_name(s, jx_text(row, "by")), NULL, NULL);
	say_numbers(list, ERASURE_HOW, jx_int(row, "entries", 0),
	    jx_int(row, "files", 0));
	/* Its end is the last entry that the case will ever have. */
	say_numbers(list, ERASURE_CHAIN, j->last_seq(j->ctx, of), 0);
	if (jx_int(row, "acts_erased", 0) + jx_int(row, "acts_kept", 0) > 0)
		say_numbers(list, ERASURE_ACTS, jx_int(row, "acts_erased", 0),
		    jx_int(row, "acts_kept", 0));
	say(list, ERASURE_BACKUPS, NULL, NULL, NULL, NULL);
	return list;
}

/* A certificate of this unit, a new reference, or NULL. */
static json_t *
erasure_row(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	json_t *row = id == NULL || strlen(id) >= STREAM_MAX ? NULL :
	    j->row(j->ctx, id, NULL);

	if (jx_text(row, "erasure") != NULL &&
	    str_eq(jx_text(row, "from"), s->unit->code))
		return row;
	json_decref(row);
	return NULL;
}

static json_t *
erasure_json(struct session *s, const json_t *row)
{
	static const char *const copied[] = {
		"erasure", "of", "ground", "by", "proposed_by", "entries",
		"files", "acts_erased", "acts_kept"
	};
	json_t *o = json_object();
	size_t i;

	for (i = 0; i < ARRAY_LEN(copied); i++)
		json_object_set(o, copied[i],
		    json_object_get(row, copied[i]));
	json_object_set_new(o, "at", when_json(jx_int(row, "at", 0)));
	json_object_set_new(o, "by_name", json_string(session_officer_name(s,
	    jx_text(row, "by"))));
	return o;
}

json_t *
ask_erasure(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "erasure");
	json_t *row = erasure_row(s, id), *events, *o;
	const json_t *body;

	if (row == NULL)
		return refuse(NULL, ERR_NO_SUCH_ERASURE, id == NULL ? "" : id);
	events = session_events(s, id);
	body = json_object_get(json_array_get(events, 0), "body");
	o = erasure_json(s, row);
	json_object_set_new(o, "text",
	    text_of(s, row, jx_text(body, "document")));
	json_decref(events);
	json_decref(row);
	return o;
}

/* Numbers are dense, so the newest are found by counting down. */
json_t *
ask_erasures(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	int year = civil_from_day(when_day(tn_now(s->tn),
	    VN_OFFSET_MIN)).year;
	const char *site = jx_text(s->tn->site, "site");
	json_t *list = json_array(), *o = json_object(), *row;
	char *series, *id;
	int64_t n;

	(void)query;
	for (int back = 0; back < 2; back++, year--) {
		series = xasprintf("erasure/%s/%d", site, year);
		n = j->last_number(j->ctx, series);
		free(series);
		for (; n > 0 && json_array_size(list) < LISTED; n--) {
			id = xasprintf("%s-%d-E%05" PRId64, site, year, n);
			row = erasure_row(s, id);
			if (row != NULL)
				json_array_append_new(list,
				    erasure_json(s, row));
			json_decref(row);
			free(id);
		}
	}
	json_object_set_new(o, "erasures", list);
	return o;
}
