/*
 * What an officer is shown as possible takes the right to the command too,
 * not only the right kind of unit.  The domain alone, over the forms/ that
 * ship.
 */
#include "core/base/jx.h"
#include "core/case/decide.h"
#include "tests/t.h"

#include <stdlib.h>

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

/* A case of a border post that has asked the Consular Department. */
static struct case_state *
make_case(const struct path *path)
{
	struct case_state *cs = case_state_new("MC-2026-00001");

	add_event(cs, "case_opened", "dbp_mong_cai", json_pack(
	    "{s:s,s:s,s:s}", "regime", path->regime->code, "path", path->code,
	    "state", path->entry_state->code));
	add_event(cs, "request_sent", "dbp_mong_cai", json_pack("{s:{s:s,s:s}}",
	    "request", "code", "consular_information", "to", "cuc_ls"));
	return cs;
}

/* The one option of a kind and code; its first reason or "possible". */
static const char *
option_of(const json_t *options, const char *kind, const char *code)
{
	const json_t *o;
	size_t i;

	json_array_foreach(options, i, o)
		if (str_eq(jx_text(o, "kind"), kind) &&
		    str_eq(jx_text(o, "code"), code))
			return jx_bool(o, "possible", false) ? "possible" :
			    jx_text(json_array_get(json_object_get(o,
			    "reasons"), 0), "code");
	return "not shown";
}

static void
look(const struct procedure *p, const struct case_state *cs,
    const char *unit, const char *role, const char *kind, const char *code,
    const char *want)
{
	const struct role *roles[] = { procedure_role(p, role) };
	struct actor actor = { "thu", procedure_unit(p, unit), roles, 1,
	    0, RIGHT_IN_FORM };
	struct case_source source = { .has_unit = any_unit };
	struct proposal out;
	struct deciding d = { .procedure = p, .actor = &actor,
	    .source = &source, .now = 2000, .out = &out };
	json_t *options;

	proposal_start(&out);
	options = case_options(&d, cs);
	T_STR(option_of(options, kind, code), want);
	json_decref(options);
	proposal_done(&out);
}

static void
test_rights(void)
{
	const char *folder = getenv("TN_FORMS");
	struct findings found = FINDINGS_INIT;
	struct procedure *p = NULL;
	struct files files;
	struct case_state *cs;

	if (files_posix(&files, folder != NULL ? folder : "forms", NULL))
		p = procedure_load(&files, &found);
	T_CHECK(p != NULL);
	if (p == NULL)
		return;
	cs = make_case(regime_path(procedure_regime(p, "vn-2025"),
	    "bilateral_handover"));
	look(p, cs, "cuc_ls", "verifier", "answer", "consular_information",
	    "possible");
	look(p, cs, "cuc_ls", "supervisor", "answer", "consular_information",
	    "no_right");
	look(p, cs, "dbp_mong_cai", "officer", "support", "meals_lodging",
	    "possible");
	look(p, cs, "dbp_mong_cai", "trainer", "support", "meals_lodging",
	    "no_right");
	/* Where the procedure has its own reason, that one is told. */
	look(p, cs, "dbp_mong_cai", "trainer", "step", "declare",
	    "wrong_role");
	look(p, cs, "cuc_ls", "verifier", "support", "meals_lodging",
	    "wrong_unit_kind");
	case_state_free(cs);
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
}

int
main(void)
{
	T_RUN(test_rights);
	return t_done();
}
