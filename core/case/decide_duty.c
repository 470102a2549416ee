/*
 * Duties towards the person whose data it is (security.md S-72, S-73): what a
 * case is kept for, and what the person or who represents them asks of us.
 * A case of a path that a purpose names is opened for that purpose; any other
 * cannot leave its first state before an officer has said one.  Help is never
 * kept waiting for it.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/visible.h"

#include <string.h>

static const struct purpose *
find_purpose(const struct regime *r, const char *code)
{
	size_t i;

	for (i = 0; r != NULL && code != NULL && i < r->n_purpose; i++)
		if (strcmp(r->purpose[i].code, code) == 0)
			return &r->purpose[i];
	return NULL;
}

const struct purpose *
case_purpose(const struct case_state *cs, const struct procedure *p)
{
	return find_purpose(case_regime(cs, p), jx_text(cs->row, "purpose"));
}

void
propose_purpose(const struct path *path, json_t *facts)
{
	const struct regime *r = path->regime;
	size_t i, k;

	for (i = 0; i < r->n_purpose; i++)
		for (k = 0; k < r->purpose[i].n_path; k++)
			if (r->purpose[i].path[k] == path) {
				json_object_set_new(facts, "purpose",
				    json_string(r->purpose[i].code));
				return;
			}
}

void
need_purpose(struct deciding *d, const struct case_state *cs,
    const struct step *step)
{
	const struct regime *r = case_regime(cs, d->procedure);
	const struct path *path = case_path(cs, d->procedure);

	if (r == NULL || r->n_purpose == 0 || path == NULL ||
	    path->entry_state == NULL || step->to == NULL ||
	    step->to == path->entry_state ||
	    !str_eq(jx_text(cs->row, "state"), path->entry_state->code) ||
	    case_purpose(cs, d->procedure) != NULL)
		return;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_PURPOSE, NULL);
}

void
decide_set_purpose(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_held(d, id, NULL);
	const char *code = need_text(d, with, "purpose");
	const char *why = need_why(d, with);

	if (refused(d))
		return;
	if (find_purpose(case_regime(cs, d->procedure), code) == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_PURPOSE,
		    SAME(code), NULL);
	else if (str_eq(jx_text(cs->row, "purpose"), code))
		reason_add(d->out->reasons, NULL, NULL, ERR_NOTHING_NEW, NULL);
	if (refused(d))
		return;
	propose_on_case(d, cs, "purpose_set",
	    json_pack("{s:s}", "purpose", code),
	    json_pack("{s:s}", "why", why));
}

/* ---- what a person asks ---- */

static bool
is_one_of(const char *const *list, size_t n, const char *word)
{
	size_t i;

	for (i = 0; word != NULL && i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* One of the words, or NULL and a reason. */
#define NEED_WORD(d, with, key, list) \
	need_word(d, with, key, list, ARRAY_LEN(list))

static const char *
need_word(struct deciding *d, const json_t *with, const char *key,
    const char *const *list, size_t n)
{
	const char *word = need_text(d, with, key);

	if (word == NULL || is_one_of(list, n, word))
		return word;
	reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND, SAME(key),
	    NULL);
	return NULL;
}

/* By when it is to be answered; WHEN_NONE when no term is known. */
static when_t
answer_due(const struct deciding *d, const struct case_state *cs)
{
	const struct regime *r = case_regime(cs, d->procedure);
	const struct legal_value *v = r == NULL ? NULL :
	    r->person_request_term;
	struct deadline deadline = DEADLINE_INIT;
	enum term_unit unit;
	when_t due = WHEN_NONE;

	if (v != NULL && v->has_value && term_unit_parse(v->unit, &unit) &&
	    deadline_compute(d->procedure->calendar, d->now,
	    (struct term){ v->value, unit }, NULL, 0, &deadline, NULL))
		due = deadline.due;
	deadline_done(&deadline);
	return due;
}

/* The same on the site, so that no list has to look through all cases. */
static void
note_on_site(struct deciding *d, const char *kind, const char *id,
    json_t *facts)
{
	json_object_set_new(facts, "case", json_string(id));
	propose_after(d, STREAM_SITE);
	propose(d, STREAM_SITE, 0, kind, facts, NULL);
}

void
decide_person_request(struct deciding *d, const char *id, const json_t *with)
{
	static const char *const kinds[] = { "copy", "correct", "delete",
	    "withdraw" };
	static const char *const whose[] = { "person", "representative" };
	const struct case_state *cs = need_case(d, id);
	const char *kind = NEED_WORD(d, with, "kind", kinds);
	const char *by = NEED_WORD(d, with, "by", whose);
	const char *words = jx_text(with, "words");
	json_t *facts;
	when_t due;

	if (words != NULL && strlen(words) > WHY_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("words"), NULL);
	/* Who is suspected asks nothing in the person's name (S-41). */
	if (!refused(d) && str_eq(by, "representative") && str_eq(
	    json_string_value(json_object_get(cs->answers,
	    "representative_suspect")), "yes"))
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_REPRESENTATIVE_SUSPECT, NULL);
	if (refused(d))
		return;
	facts = json_pack("{s:s,s:s}", "kind", kind, "by", by);
	due = answer_due(d, cs);
	if (due != WHEN_NONE)
		json_object_set_new(facts, "due", json_integer(due));
	note_on_site(d, "person_request_noted", cs->id, json_deep_copy(facts));
	propose_on_case(d, cs, "person_request_recorded", facts,
	    words == NULL ? NULL : json_pack("{s:s}", "words", words));
}

/* ---- data that goes abroad ---- */

bool
is_country(const char *code)
{
	return code != NULL && strlen(code) == 2 &&
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2 &&
	    strcmp(code, "VN") != 0;
}

void
decide_transfer(struct deciding *d, const char *id, const json_t *with)
{
	static const char *const grounds[] = { "treaty", "consent",
	    "vital_interest", "impact_file" };
	const struct case_state *cs = need_held(d, id, NULL);
	const char *country = need_text(d, with, "country");
	const char *ground = NEED_WORD(d, with, "ground", grounds);
	const char *document = need_text(d, with, "document");

	if (!refused(d) && (!is_country(country) ||
	    strlen(document) > WHY_MAX))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME(is_country(country) ? "document" : "country"), NULL);
	if (refused(d))
		return;
	propose_on_case(d, cs, "transfer_recorded", json_pack("{s:s,s:s}",
	    "country", country, "ground", ground),
	    json_pack("{s:s}", "document", document));
}

void
need_transfer(struct deciding *d, const struct case_state *cs,
    const json_t *content)
{
	const json_t *given = json_object_get(content, "country");
	const char *country = json_string_value(given);

	if (cs == NULL || given == NULL)
		return;
	if (!is_country(country))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content.country"), NULL);
	else if (json_object_get(json_object_get(cs->row, "transfers"),
	    country) == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_TRANSFER_BASIS,
		    SAME(cs->id), SAME(country), NULL);
}

static const json_t *
open_person_request(const json_t *row, const char *op_id)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(row, "person_requests"), i, r)
		if (str_eq(jx_text(r, "request"), op_id) &&
		    json_object_get(r, "answered") == NULL)
			return r;
	return NULL;
}

/* What is refused or done in part is told why: the letter says it. */
void
decide_answer_person(struct deciding *d, const char *id, const json_t *with)
{
	static const char *const ends[] = { "done", "partly", "refused" };
	const struct case_state *cs = need_case(d, id);
	const char *request = need_text(d, with, "request");
	const char *end = NEED_WORD(d, with, "outcome", ends);
	const char *why = jx_text(with, "why");
	json_t *facts;

	if (!refused(d) && strcmp(end, "done") != 0)
		why = need_why(d, with);
	if (!refused(d) && open_person_request(cs->row, request) == NULL)
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_NO_PERSON_REQUEST, NULL);
	if (refused(d))
		return;
	facts = json_pack("{s:s,s:s}", "request", request, "outcome", end);
	note_on_site(d, "person_request_ended", cs->id,
	    json_pack("{s:s}", "request", request));
	propose_on_case(d, cs, "person_request_answered", facts,
	    why == NULL ? NULL : json_pack("{s:s}", "why", why));
}
