/*
 * Who is asked no more loses the key of the case, unless something else keeps
 * it there.  The domain alone, over tests/unit/regimes.
 */
#include "core/base/jx.h"
#include "core/case/decide.h"
#include "core/case/row.h"
#include "tests/t.h"

#include <stdlib.h>

static const struct case_state *the_case;

static const struct case_state *
open_case(void *ctx, const char *id)
{
	(void)ctx;
	return strcmp(id, the_case->id) == 0 ? the_case : NULL;
}

static int64_t
last_seq(void *ctx, const char *stream)
{
	(void)ctx;
	(void)stream;
	return the_case->last_seq;
}

static bool
any_unit(void *ctx, const char *unit)
{
	(void)ctx;
	(void)unit;
	return true;
}

static void
add_event(struct case_state *cs, const char *kind, const char *unit,
    json_t *facts)
{
	struct event ev = { .seq = cs->last_seq + 1, .epoch = 1, .at = 1000,
	    .stream = cs->id, .kind = (char *)(void *)kind,
	    .actor = (char *)(void *)"thu", .unit = (char *)(void *)unit,
	    .facts = facts };

	T_CHECK(case_state_add(cs, &ev, NULL));
	json_decref(facts);
}

static json_t *
asked(void)
{
	return json_pack("{s:{s:s,s:s}}", "request", "code", "who_is_it",
	    "to", "office1");
}

/* Withdraws the open request; how many keys are taken away from office1. */
static int
taken_away(const struct procedure *p)
{
	const struct role *roles[] = { procedure_role(p, "officer") };
	struct actor actor = { "thu", procedure_unit(p, "post1"), roles, 1,
	    0, RIGHT_IN_FORM };
	struct case_source source = { .open = open_case,
	    .last_seq = last_seq, .has_unit = any_unit };
	json_t *with = json_pack("{s:s,s:s}", "request", "who_is_it", "why",
	    "Gửi nhầm");
	struct proposal out;
	struct deciding d = { .procedure = p, .actor = &actor,
	    .source = &source, .now = 2000, .out = &out };
	int n = 0;

	proposal_start(&out);
	decide(&d, "withdraw_request", the_case->id, with);
	T_INT((int)json_array_size(out.reasons), 0);
	T_INT((int)out.n_event, 1);
	for (size_t i = 0; i < out.n_key; i++)
		n += out.key[i].taken_away &&
		    strcmp(out.key[i].unit, "office1") == 0;
	proposal_done(&out);
	json_decref(with);
	return n;
}

static void
test_key(void)
{
	struct findings found = FINDINGS_INIT;
	struct procedure *p = NULL;
	struct files files;
	struct case_state *cs = case_state_new("MC-2026-00001");

	if (files_posix(&files, "tests/unit/regimes", NULL))
		p = procedure_load(&files, &found);
	T_CHECK(p != NULL);
	the_case = cs;
	add_event(cs, "case_opened", "post1", json_pack("{s:s,s:s,s:s}",
	    "regime", "old", "path", "gate", "state", "received"));
	add_event(cs, "request_sent", "post1", asked());
	T_INT(p == NULL ? -1 : taken_away(p), 1);
	/* Having answered before, it stays with the case. */
	add_event(cs, "request_answered", "office1",
	    json_pack("{s:s}", "request", "who_is_it"));
	add_event(cs, "request_sent", "post1", asked());
	T_INT(p == NULL ? -1 : taken_away(p), 0);
	case_state_free(cs);
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
}

int
main(void)
{
	T_RUN(test_key);
	return t_done();
}
