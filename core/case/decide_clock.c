/*
 * Extending a running clock under its rule: by whom, how often and by how
 * much is in the procedure; where the rule gives no length, the day is one
 * that a decision named, and the decision is recorded with it.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/clock_end.h"
#include "core/case/row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DOCUMENT_MAX 500

/* The running clock of a code that began first; its place in *at. */
static const json_t *
find_clock(const json_t *row, const char *code, size_t *at)
{
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock)
		if (row_clock_is_running(clock) &&
		    str_eq(jx_text(clock, "code"), code)) {
			*at = i;
			return clock;
		}
	return NULL;
}

/* A value that has been read, or NULL: unset counts as not there. */
static const struct legal_value *
known(const struct legal_value *v)
{
	return v != NULL && v->has_value ? v : NULL;
}

/* By a term of the register; else a decision has to name the day. */
static bool
is_by_term(const struct clock_kind *kind, const json_t *clock,
    struct term *term)
{
	const struct legal_value *by = known(kind->extend_by);

	if (by == NULL || !str_eq(jx_text(clock, "by"), "term") ||
	    !term_unit_parse(by->unit, &term->unit))
		return false;
	term->n = by->value;
	return true;
}

void
need_extendable(struct deciding *d, const struct case_state *cs,
    const struct clock_kind *kind, const json_t *clock)
{
	const struct legal_value *times = known(kind->extend_times);
	const char *unit = d->actor->unit->code;
	json_t *reasons = d->out->reasons;
	char n[32];

	if (!kind->can_extend) {
		reason_add(reasons, &kind->basis, NULL, ERR_CLOCK_NO_RULE,
		    &kind->title, NULL);
		return;
	}
	/* The holder, or whose time it is. */
	if (!str_eq(jx_text(cs->row, "holder"), unit) &&
	    (clock == NULL || !str_eq(jx_text(clock, "unit"), unit)))
		reason_add(reasons, &kind->extend_basis, NULL, ERR_NOT_HOLDER,
		    unit_title(d, jx_text(cs->row, "holder")), NULL);
	need_who(d, &kind->extend_who, &kind->extend_basis);
	if (clock == NULL)
		reason_add(reasons, &kind->extend_basis, NULL,
		    ERR_CLOCK_NOT_RUNNING, &kind->title, NULL);
	else if (row_clock_stands(clock))
		reason_add(reasons, &kind->extend_basis, NULL,
		    ERR_CLOCK_STANDS, &kind->title, NULL);
	else if (times != NULL &&
	    jx_int(clock, "extended", 0) >= times->value) {
		snprintf(n, sizeof(n), "%" PRId64, times->value);
		reason_add(reasons, &times->basis, NULL,
		    ERR_CLOCK_EXTENDED_OUT, &kind->title, SAME(n), NULL);
	}
}

/* The end of the day that a decision names, after the present one. */
static when_t
need_until(struct deciding *d, const struct clock_kind *kind,
    const json_t *clock, const json_t *with)
{
	const char *text = need_text(d, with, "until");
	when_t due = jx_int(clock, "due", WHEN_NONE), until;
	day_t day, today = when_day(d->now, VN_OFFSET_MIN);

	if (text == NULL)
		return WHEN_NONE;
	if (!day_parse(text, &day) || day > today + TERM_MAX) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("until"), NULL);
		return WHEN_NONE;
	}
	until = when_from_day(day + 1, VN_OFFSET_MIN, 0) - 1;
	if (day < today || (due != WHEN_NONE && until <= due))
		reason_add(d->out->reasons, &kind->extend_basis, NULL,
		    ERR_CLOCK_NOT_LATER, &kind->title, NULL);
	return until;
}

/*
 * The document is needed wherever the rule that was read does not say by how
 * much or how often.
 */
static void
need_document(struct deciding *d, const struct clock_kind *kind,
    bool by_term, const json_t *with)
{
	const char *document = jx_text(with, "document");

	if (document != NULL && strlen(document) > DOCUMENT_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("document"), NULL);
	else if ((document == NULL || *document == '\0') &&
	    (!by_term || (kind->extend_times != NULL &&
	    !kind->extend_times->has_value)))
		reason_add(d->out->reasons, &kind->extend_basis, NULL,
		    ERR_CLOCK_NEEDS_DOCUMENT, &kind->title, NULL);
}

static void
propose_extension(struct deciding *d, const struct case_state *cs,
    const struct clock_kind *kind, size_t at, json_t *by, const json_t *with)
{
	json_t *clock = json_deep_copy(json_array_get(
	    json_object_get(cs->row, "clocks"), at));
	json_t *more = json_object_get(clock, "more"), *facts, *body;
	const char *document = jx_text(with, "document");
	struct clock_end end;

	if (more == NULL) {
		more = json_array();
		json_object_set_new(clock, "more", more);
	}
	json_object_set_new(by, "at", json_integer(d->now));
	json_array_append(more, by);
	clock_end_of(d->procedure->calendar, kind, clock, d->now, &end);
	json_object_del(by, "at");
	json_object_set_new(by, "code", json_string(kind->code));
	json_object_set_new(by, "i", json_integer((json_int_t)at));
	json_object_set_new(by, "n",
	    json_integer(jx_int(clock, "extended", 0) + 1));
	clock_end_put(&end, by);
	facts = json_pack("{s:{s:[O]}}", "clocks", "extend", by);
	body = json_object();
	json_object_set_new(body, "why", json_string(jx_text(with, "why")));
	if (document != NULL)
		json_object_set_new(body, "document", json_string(document));
	propose_on_case(d, cs, "clock_extended", facts, body);
	json_decref(clock);
}

void
decide_extend_clock(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *code = need_text(d, with, "clock");
	const struct clock_kind *kind;
	const struct regime *regime;
	const json_t *clock;
	json_t *by;
	struct term term;
	bool by_term;
	size_t at = 0;

	(void)need_why(d, with);
	if (refused(d))
		return;
	regime = case_regime(cs, d->procedure);
	kind = regime == NULL ? NULL : regime_clock(regime, code);
	if (kind == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_CLOCK,
		    SAME(code), NULL);
		return;
	}
	clock = find_clock(cs->row, code, &at);
	need_extendable(d, cs, kind, clock);
	if (refused(d))
		return;
	by = json_object();
	by_term = is_by_term(kind, clock, &term);
	need_document(d, kind, by_term, with);
	if (by_term && json_object_get(with, "until") != NULL)
		reason_add(d->out->reasons, &kind->extend_basis, NULL,
		    ERR_BAD_COMMAND, SAME("until"), NULL);
	if (by_term) {
		json_object_set_new(by, "term", json_integer(term.n));
		json_object_set_new(by, "term_unit",
		    json_string(term_unit_name(term.unit)));
	} else {
		json_object_set_new(by, "until",
		    json_integer(need_until(d, kind, clock, with)));
	}
	if (!refused(d))
		propose_extension(d, cs, kind, at, by, with);
	json_decref(by);
}
