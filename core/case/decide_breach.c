/*
 * A machine or data were lost (security.md S-71): that it was found out starts
 * the clock of the notice; that the notice went out, and that all was done,
 * are entries too.  One person is enough: what is lost is not made worse by
 * saying so, and the term is short.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"

#include <string.h>

#define AHEAD_MS 300000		/* clocks of two machines differ */

/* The first regime in force today that says it. */
const struct legal_value *
breach_term(const struct procedure *p, when_t now)
{
	day_t today = when_day(now, VN_OFFSET_MIN);
	size_t i;

	for (i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		if ((r->from == DAY_NONE || today >= r->from) &&
		    (r->to == DAY_NONE || today <= r->to) &&
		    r->breach_notice_term != NULL)
			return r->breach_notice_term;
	}
	return NULL;
}

when_t
breach_due(const struct procedure *p, when_t now, when_t found)
{
	const struct legal_value *v = breach_term(p, now);
	struct deadline deadline = DEADLINE_INIT;
	when_t due = WHEN_NONE;
	enum term_unit unit;

	if (v != NULL && v->has_value && term_unit_parse(v->unit, &unit) &&
	    deadline_compute(p->calendar, found,
	    (struct term){ v->value, unit }, NULL, 0, &deadline, NULL))
		due = deadline.due;
	deadline_done(&deadline);
	return due;
}

static bool
answers_for(const struct actor *a, const struct procedure *p,
    const char *code)
{
	const struct unit *unit = code == NULL ? NULL :
	    procedure_unit(p, code);

	return unit != NULL && (unit == a->unit ||
	    unit_superior(p, unit) == a->unit);
}

static bool
uses_machine(const json_t *site, const char *machine, const struct actor *a,
    const struct procedure *p)
{
	json_t *users;
	const char *code;

	json_object_foreach(json_object_get(json_object_get(site, "machines"),
	    machine), code, users)
		if (answers_for(a, p, code))
			return true;
	return false;
}

bool
breach_concerns(const json_t *breach, const json_t *site,
    const struct actor *a, const struct procedure *p)
{
	const char *machine = jx_text(breach, "machine");

	return answers_for(a, p, jx_text(breach, "unit")) ||
	    (machine != NULL && uses_machine(site, machine, a, p));
}

/* Of the actor's unit, one below, or a machine that one of them uses. */
static json_t *
need_lost(struct deciding *d, const json_t *with)
{
	const char *machine = jx_text(with, "machine");
	const char *unit = jx_text(with, "unit");
	json_t *facts = json_object(), *site = d->source->site_row(
	    d->source->ctx);

	if (json_object_get(with, "machine") != NULL) {
		unit = d->actor->unit->code;
		if (machine == NULL || !uses_machine(site, machine, d->actor,
		    d->procedure))
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_NO_SUCH_MACHINE, SAME(machine == NULL ? "" :
			    machine), NULL);
		else
			json_object_set_new(facts, "machine",
			    json_string(machine));
	} else if (json_object_get(with, "unit") == NULL) {
		unit = d->actor->unit->code;
	}
	if (!answers_for(d->actor, d->procedure, unit))
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_UNIT,
		    SAME(unit == NULL ? "" : unit), NULL);
	else
		json_object_set_new(facts, "unit", json_string(unit));
	json_decref(site);
	return facts;
}

static when_t
need_found(struct deciding *d, const json_t *with)
{
	const char *at = jx_text(with, "found");
	when_t found = d->now;

	if (json_object_get(with, "found") != NULL && (at == NULL ||
	    strlen(at) > 40 || !when_parse(at, VN_OFFSET_MIN, &found) ||
	    found > d->now + AHEAD_MS))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("found"), NULL);
	return found;
}

/* Bounded words that are sealed with the entry. */
static const char *
need_words(struct deciding *d, const json_t *with, const char *key)
{
	const char *words = need_text(d, with, key);

	if (words == NULL || (*words != '\0' && strlen(words) <= WHY_MAX))
		return words;
	reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND, SAME(key),
	    NULL);
	return NULL;
}

void
decide_record_breach(struct deciding *d, const char *stream,
    const json_t *with)
{
	const char *what = need_words(d, with, "what");
	when_t found = need_found(d, with), due;
	json_t *facts;

	(void)stream;
	propose_after(d, STREAM_SITE);
	facts = need_lost(d, with);
	if (refused(d)) {
		json_decref(facts);
		return;
	}
	due = breach_due(d->procedure, d->now, found);
	json_object_set_new(facts, "found", json_integer(found));
	if (due != WHEN_NONE)
		json_object_set_new(facts, "due", json_integer(due));
	propose(d, STREAM_SITE, 0, "breach_found", facts,
	    json_pack("{s:s}", "what", what));
}

/* An open one that concerns the actor; `unnoticed`: and no notice went yet. */
static const char *
need_open(struct deciding *d, const json_t *with, bool unnoticed)
{
	const char *id = need_text(d, with, "breach");
	json_t *site;
	const json_t *b;
	bool open;

	propose_after(d, STREAM_SITE);
	site = d->source->site_row(d->source->ctx);
	b = id == NULL ? NULL : json_object_get(json_object_get(site,
	    "breaches"), id);
	open = b != NULL && json_object_get(b, "closed") == NULL &&
	    (!unnoticed || json_object_get(b, "notified") == NULL) &&
	    breach_concerns(b, site, d->actor, d->procedure);
	json_decref(site);
	if (id != NULL && !open)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_OPEN_BREACH,
		    NULL);
	return id;
}

void
decide_notify_breach(struct deciding *d, const char *stream,
    const json_t *with)
{
	const char *document = need_words(d, with, "document");
	const char *id = need_open(d, with, true);

	(void)stream;
	if (!refused(d))
		propose(d, STREAM_SITE, 0, "breach_notified",
		    json_pack("{s:s}", "breach", id),
		    json_pack("{s:s}", "document", document));
}

void
decide_close_breach(struct deciding *d, const char *stream,
    const json_t *with)
{
	const char *why = need_words(d, with, "why");
	const char *id = need_open(d, with, false);

	(void)stream;
	if (!refused(d))
		propose(d, STREAM_SITE, 0, "breach_closed",
		    json_pack("{s:s}", "breach", id),
		    json_pack("{s:s}", "why", why));
}
