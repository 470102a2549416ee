/*
 * A number of minutes that was spoiled on paper: it is used up by a record of
 * its own, so that numbers never skip without one saying why.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"

#include <stdlib.h>

/* A paper that this program numbers, of the regime in force today. */
static const struct paper *
need_numbered(struct deciding *d, const json_t *with)
{
	const char *code = need_text(d, with, "paper");
	const struct regime *r = procedure_regime_on(d->procedure,
	    when_day(d->now, VN_OFFSET_MIN));
	const struct paper *paper;

	if (code == NULL)
		return NULL;
	paper = r == NULL ? NULL : regime_paper(r, code);
	if (paper == NULL || paper->series == NULL || paper->from_outside) {
		reason_add(d->out->reasons, NULL, NULL,
		    ERR_PAPER_NOT_NUMBERED, SAME(code), NULL);
		return NULL;
	}
	return paper;
}

void
decide_void_number(struct deciding *d, const char *id, const json_t *with)
{
	const struct paper *paper = need_numbered(d, with);
	const char *why = need_why(d, with);
	json_t *facts, *body;
	char *number;

	(void)id;
	if (refused(d))
		return;
	facts = json_object();
	body = json_object();
	number = paper_number(d, paper, facts);
	json_object_set_new(facts, "paper", json_string(paper->code));
	json_object_set_new(facts, "number", json_string(number));
	json_object_set_new(body, "why", json_string(why));
	propose(d, STREAM_SITE, 0, "number_voided", facts, body);
	free(number);
}
