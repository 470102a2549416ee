/*
 * The legal register: a value is set or confirmed by two people, with the
 * document in which it was read (design 6).  Clocks that already run keep the
 * value they began with.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"

#include <stdlib.h>
#include <string.h>

#define VALUE_MAX 1000000000
#define PROPOSAL_LIVES_MS ((int64_t)24 * 3600 * 1000)	/* security.md S-45 */

static const struct legal_value *
need_value(struct deciding *d, const json_t *with, const struct regime **regime)
{
	const char *regime_code = need_text(d, with, "regime");
	const char *code = need_text(d, with, "code");
	const struct legal_value *value = NULL;

	if (refused(d))
		return NULL;
	*regime = procedure_regime(d->procedure, regime_code);
	if (*regime != NULL)
		value = regime_value(*regime, code);
	if (value == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_VALUE,
		    SAME(code), NULL);
	return value;
}

/* How sure somebody is who has read it: confirmed, or only reported. */
static bool
is_claim(const char *status)
{
	return str_eq(status, sureness_code(SURE_CONFIRMED)) ||
	    str_eq(status, sureness_code(SURE_REPORTED));
}

/* A value that differs by province names one; a province that is none, not. */
static const char *
need_province(struct deciding *d, const json_t *with)
{
	const struct form_lists *lists = d->procedure->form_lists;
	const json_t *given = json_object_get(with, "province");
	const char *code = json_string_value(given);
	struct form_choice choice;

	if (given == NULL || json_is_null(given))
		return NULL;
	if (code == NULL || !lists->find(lists->ctx, "provinces", code,
	    &choice))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("province"), NULL);
	return code;
}

/* The day on which the document was read: a day there has been. */
static void
check_read_on(struct deciding *d, const json_t *with)
{
	const json_t *given = json_object_get(with, "read_on");
	day_t day;

	if (given != NULL && (!day_parse(json_string_value(given), &day) ||
	    day > when_day(d->now, VN_OFFSET_MIN)))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("read_on"), NULL);
}

/* A term that no calendar can count would leave clocks without an end. */
static bool
can_be_counted(const struct deciding *d, const struct legal_value *value,
    int64_t n)
{
	struct deadline deadline = DEADLINE_INIT;
	struct term term = { n, TERM_HOURS };
	bool ok;

	if (!term_unit_parse(value->unit, &term.unit))
		return true;
	ok = n <= TERM_MAX && deadline_compute(d->procedure->calendar, d->now,
	    term, NULL, 0, &deadline, NULL);
	deadline_done(&deadline);
	return ok;
}

void
decide_propose_value(struct deciding *d, const char *id, const json_t *with)
{
	const struct regime *regime = NULL;
	const struct legal_value *value = need_value(d, with, &regime);
	const char *document = need_text(d, with, "document");
	const char *status = jx_text(with, "status");
	const char *province = need_province(d, with);
	int64_t n = jx_int(with, "value", -1);
	json_t *facts, *body;

	(void)id;
	check_read_on(d, with);
	if (refused(d))
		return;
	if (n < 0 || n > VALUE_MAX || !can_be_counted(d, value, n))
		reason_add(d->out->reasons, &value->basis, NULL,
		    ERR_BAD_COMMAND, SAME("value"), NULL);
	if (!is_claim(status))
		reason_add(d->out->reasons, &value->basis, NULL,
		    ERR_BAD_COMMAND, SAME("status"), NULL);
	if (refused(d))
		return;
	facts = json_object();
	json_object_set_new(facts, "regime", json_string(regime->code));
	json_object_set_new(facts, "code", json_string(value->code));
	json_object_set_new(facts, "value", json_integer(n));
	json_object_set_new(facts, "status", json_string(status));
	if (province != NULL)
		json_object_set_new(facts, "province", json_string(province));
	body = json_object();
	json_object_set_new(body, "document", json_string(document));
	if (json_object_get(with, "read_on") != NULL)
		json_object_set(body, "read_on",
		    json_object_get(with, "read_on"));
	propose(d, STREAM_SITE, 0, "value_proposed", facts, body);
}

/* The open proposal that `with` names, of somebody else; borrowed. */
static const json_t *
need_proposal(struct deciding *d, const json_t *site, const json_t *with,
    bool of_another)
{
	const char *id = need_text(d, with, "proposal");
	const json_t *p = id == NULL ? NULL :
	    json_object_get(json_object_get(site, "proposals"), id);

	if (refused(d))
		return NULL;
	if (p == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_PROPOSAL,
		    SAME(id), NULL);
	else if (of_another && str_eq(jx_text(p, "by"), d->actor->officer))
		reason_add(d->out->reasons, NULL, NULL, ERR_SAME_PERSON, NULL);
	else if (of_another &&
	    d->now - jx_int(p, "at", 0) > PROPOSAL_LIVES_MS)
		reason_add(d->out->reasons, NULL, NULL, ERR_PROPOSAL_OLD, NULL);
	return refused(d) ? NULL : p;
}

static void
end_proposal(struct deciding *d, const json_t *with, const char *kind,
    bool of_another)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const json_t *p = need_proposal(d, site, with, of_another);
	static const char *const copied[] = {
		"regime", "code", "value", "status", "province"
	};
	json_t *facts, *value;
	size_t i;

	if (p != NULL) {
		facts = json_object();
		json_object_set_new(facts, "proposal",
		    json_string(jx_text(with, "proposal")));
		for (i = 0; i < ARRAY_LEN(copied); i++) {
			value = json_object_get(p, copied[i]);
			if (value != NULL)
				json_object_set(facts, copied[i], value);
		}
		propose(d, STREAM_SITE, 0, kind, facts, NULL);
	}
	json_decref(site);
}

void
decide_confirm_value(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	end_proposal(d, with, "value_set", true);
}

void
decide_decline_value(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	end_proposal(d, with, "value_declined", false);
}
