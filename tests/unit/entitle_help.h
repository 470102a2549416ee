/* A person as a case, and what stands against a support for them on a day. */
#ifndef TN_TESTS_ENTITLE_HELP_H
#define TN_TESTS_ENTITLE_HELP_H

#include "core/base/jx.h"
#include "core/case/entitle.h"
#include "core/case/mend.h"
#include "tests/t.h"

#include <stdlib.h>

static struct procedure *p;

static inline when_t
noon(const char *date)
{
	day_t day = 0;

	T_CHECK(day_parse(date, &day));
	return when_from_day(day, VN_OFFSET_MIN, 12 * 60);
}

static inline void
add_event(struct case_state *cs, const char *kind, const char *date,
    json_t *facts, json_t *body)
{
	const char *unit = jx_text(cs->row != NULL ? cs->row : body,
	    cs->row != NULL ? "holder" : "unit");
	struct event ev = { .seq = cs->last_seq + 1, .epoch = 1,
	    .at = noon(date), .stream = cs->id,
	    .kind = (char *)(void *)kind, .actor = (char *)(void *)"thu",
	    .unit = xstrdup(unit), .facts = facts };

	T_CHECK(case_state_add(cs, &ev, body));
	free(ev.unit);
	json_decref(facts);
	json_decref(body);
}

/* A case held by a unit, with answers given as JSON with ' for ". */
static inline struct case_state *
person_of(const char *regime, const char *unit, const char *state,
    const char *answers)
{
	struct case_state *cs = case_state_new("MC-2026-00001");
	const struct path *path = regime_path(procedure_regime(p, regime),
	    "bilateral_handover");
	char *text = xstrdup(answers), *c;
	json_t *given;

	for (c = text; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	given = json_loads(text, 0, NULL);
	T_CHECK(given != NULL);
	add_event(cs, "case_opened", "2026-03-02", json_pack("{s:s,s:s,s:s}",
	    "regime", regime, "path", path->code, "state",
	    state != NULL ? state : path->entry_state->code),
	    json_pack("{s:s,s:o}", "unit", unit, "answers", given));
	free(text);
	return cs;
}

/* What a refusal names instead must be there to be had on that day. */
static inline void
check_others(const struct deciding *d, const struct case_state *cs,
    const json_t *reason)
{
	const json_t *other;
	size_t i;

	json_array_foreach(json_object_get(reason, "alternatives"), i, other) {
		struct proposal out;
		struct deciding one = *d;

		one.out = &out;
		proposal_start(&out);
		need_entitled(&one, cs, NULL, regime_support(
		    case_support_regime(cs, p), jx_text(other, "code")), NULL);
		T_CHECK(json_array_size(out.reasons) == 0);
		proposal_done(&out);
	}
}

/* All codes of reasons against a support on a day, joined by spaces. */
static inline char *
against(const struct case_state *cs, const char *code, const char *date,
    const char *document)
{
	const struct regime *regime = case_support_regime(cs, p);
	const struct role *roles[] = { procedure_role(p, "officer") };
	struct actor actor = { "thu", procedure_unit(p, jx_text(cs->row,
	    "holder")), roles, 1,
	    0, RIGHT_IN_FORM };
	struct proposal out;
	struct deciding d = { .procedure = p, .actor = &actor,
	    .now = noon(date), .out = &out };
	struct str codes = STR_INIT;
	const json_t *reason;
	size_t i;

	proposal_start(&out);
	need_entitled(&d, cs, NULL, regime_support(regime, code), document);
	reasons_mend(&d, cs, out.reasons);
	json_array_foreach(out.reasons, i, reason) {
		str_printf(&codes, "%s%s", i > 0 ? " " : "",
		    jx_text(reason, "code"));
		T_CHECK(json_array_size(json_object_get(reason, "by")) > 0);
		check_others(&d, cs, reason);
	}
	proposal_done(&out);
	return str_steal(&codes);
}

static inline void
expect_at(int line, const struct case_state *cs, const char *code,
    const char *date, const char *document, const char *want)
{
	char *got = against(cs, code, date, document);

	if (strcmp(got, want) != 0) {
		printf("# line %d: %s on %s: \"%s\", not \"%s\"\n", line, code,
		    date, got, want);
		t_bad++;
	}
	free(got);
}
#define EXPECT(cs, code, date, document, want) \
	expect_at(__LINE__, cs, code, date, document, want)

#define POST "dbp_mong_cai"

/* Loads forms/ into p; false after saying that it does not load. */
static inline bool
entitle_start(struct files *files, struct findings *found)
{
	const char *folder = getenv("TN_FORMS");

	if (files_posix(files, folder != NULL ? folder : "forms", NULL))
		p = procedure_load(files, found);
	if (p == NULL)
		printf("Bail out! forms/ does not load\n");
	return p != NULL;
}

#endif
