/* Taking back a request that has not been answered. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

const char *
need_why(struct deciding *d, const json_t *with)
{
	const char *why = jx_text(with, "why");

	if (why == NULL || why[strspn(why, " \t\r\n")] == '\0')
		reason_add(d->out->reasons, NULL, NULL, ERR_NEED_REASON, NULL);
	else if (strlen(why) > WHY_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("why"), NULL);
	return why;
}

/* The row as it will stand once the request no longer waits. */
static bool
still_keeps(const json_t *row, const char *code, const char *unit,
    when_t now)
{
	json_t *after = json_deep_copy(row);
	json_t *open = (json_t *)(void *)row_open_request(after, code, unit);
	bool keeps;

	json_object_set_new(open, "withdrawn", json_integer(now));
	keeps = row_keeps(after, unit);
	json_decref(after);
	return keeps;
}

static void
propose_withdrawal(struct deciding *d, const struct case_state *cs,
    const struct request *request, const char *to, const char *why)
{
	json_t *facts = json_object(), *body = json_object();

	json_object_set_new(facts, "request", json_string(request->code));
	json_object_set_new(facts, "to", json_string(to));
	json_object_set_new(body, "why", json_string(why));
	if (request->clock != NULL) {
		const struct clock_kind *clock = request->clock;

		propose_clocks(d, facts, NULL, 0, &clock, 1, NULL, NULL);
	}
	if (!still_keeps(cs->row, request->code, to, d->now))
		propose_key(d, cs->id, to, true);
	propose_on_case(d, cs, "request_withdrawn", facts, body);
}

void
need_withdrawable(struct deciding *d, const struct case_state *cs,
    const struct request *request)
{
	need_hold(d, cs, &request->basis);
	need_who(d, &request->from, &request->basis);
	if (row_open_request(cs->row, request->code, NULL) == NULL)
		reason_add(d->out->reasons, &request->basis, NULL,
		    ERR_REQUEST_NOT_SENT, &request->title, NULL);
}

void
decide_withdraw_request(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *code = need_text(d, with, "request");
	const char *why = need_why(d, with);
	const struct request *request;

	if (refused(d))
		return;
	request = need_known(d, cs, code);
	if (request == NULL)
		return;
	need_withdrawable(d, cs, request);
	if (!refused(d))
		propose_withdrawal(d, cs, request,
		    jx_text(row_open_request(cs->row, code, NULL), "to"), why);
}
