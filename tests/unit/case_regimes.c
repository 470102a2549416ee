/*
 * The shipped regimes: every open state of every path of an earlier regime
 * can be moved to the one in force, and the preview says what changes.
 */
#include "core/base/jx.h"
#include "core/case/regime_move.h"
#include "tests/t.h"

#include <stdlib.h>

static bool
any_unit(void *ctx, const char *unit)
{
	(void)ctx;
	(void)unit;
	return true;
}

static struct case_state *
case_in(const struct path *path, const struct state *state, const char *unit)
{
	struct case_state *cs = case_state_new("MC-2026-00001");
	struct event ev = { .seq = 1, .epoch = 1, .at = 1000,
	    .stream = cs->id, .kind = (char *)(void *)"case_opened",
	    .actor = (char *)(void *)"thu", .unit = (char *)(void *)unit };

	ev.facts = json_pack("{s:s,s:s,s:s}", "regime", path->regime->code,
	    "path", path->code, "state", state->code);
	T_CHECK(case_state_add(cs, &ev, NULL));
	json_decref(ev.facts);
	return cs;
}

/* A change that names nothing of either regime would be made up. */
static void
check_changes(const struct regime_move *m, const json_t *changes)
{
	const json_t *o;
	size_t i;

	json_array_foreach(changes, i, o) {
		const char *what = jx_text(o, "what");
		const char *kind = jx_text(o, "kind");
		const char *code = jx_text(o, "code");
		const struct path *path = str_eq(what, "removed") ?
		    m->from_path : m->path;
		const struct regime *r = path->regime;

		T_CHECK(jx_text(json_object_get(o, "title"), "vi") != NULL);
		T_CHECK(str_eq(kind, "step") ? path_step(path, code) != NULL :
		    str_eq(kind, "clock") ? regime_clock(r, code) != NULL :
		    str_eq(kind, "support") ? regime_support(r, code) != NULL :
		    str_eq(kind, "paper") ? regime_paper(r, code) != NULL :
		    str_eq(kind, "request") ? regime_request(r, code) != NULL :
		    str_eq(kind, "form") && regime_form(r, code) != NULL);
	}
}

static void
move_from(const struct procedure *p, const struct path *path,
    const struct state *state, when_t now)
{
	struct actor actor = { "thu", procedure_unit(p, "dbp_mong_cai"),
	    NULL, 0,
	    0, RIGHT_IN_FORM };
	struct case_state *cs = case_in(path, state, actor.unit->code);
	struct case_source source = { .has_unit = any_unit };
	struct regime_move m;
	struct proposal out;
	struct deciding d = { .procedure = p, .actor = &actor,
	    .source = &source, .now = now, .out = &out };
	json_t *changes;

	proposal_start(&out);
	if (plan_regime_move(&d, cs, &m)) {
		T_CHECK(m.path->regime == m.to && m.to->from > m.from->from);
		T_CHECK(path_state(m.path, m.state->code) == m.state);
		T_CHECK(!m.state->final || state->final);
		changes = regime_changes(&m);
		check_changes(&m, changes);
		json_decref(changes);
	} else if (!state->final) {
		printf("# %s/%s/%s: %s\n", path->regime->code, path->code,
		    state->code, jx_text(json_array_get(out.reasons, 0),
		    "code"));
		t_bad++;
	}
	proposal_done(&out);
	case_state_free(cs);
}

static void
test_every_state(void)
{
	const char *folder = getenv("TN_FORMS");
	struct findings found = FINDINGS_INIT;
	struct procedure *p = NULL;
	struct files files;
	size_t i, k, s, n = 0;
	when_t now;

	T_CHECK(when_parse("2026-03-02T08:00+07:00", VN_OFFSET_MIN, &now));
	if (files_posix(&files, folder != NULL ? folder : "forms", NULL))
		p = procedure_load(&files, &found);
	T_CHECK(p != NULL);
	for (i = 0; p != NULL && i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		if (r == procedure_regime_on(p, when_day(now, VN_OFFSET_MIN)))
			continue;
		for (k = 0; k < r->n_path; k++)
			for (s = 0; s < r->path[k].n_state; s++, n++)
				move_from(p, &r->path[k],
				    &r->path[k].state[s], now);
	}
	printf("# %zu states of earlier regimes\n", n);
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
}

int
main(void)
{
	T_RUN(test_every_state);
	return t_done();
}
