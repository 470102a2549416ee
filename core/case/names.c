/* The data behind ${...} in guards. */
#include "core/case/names.h"

#include "core/base/jx.h"
#include "core/case/entitle.h"
#include "core/case/functions.h"
#include "core/case/row.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

static void
put(json_t *names, const char *room, const char *code, json_t *value)
{
	char *name = xasprintf("%s.%s", room, code);

	json_object_set_new(names, name, value);
	free(name);
}

static json_t *
flag_word(int flag)
{
	return json_string(flag < 0 ? "" : flag > 0 ? "yes" : "no");
}

static void
put_case(json_t *names, const struct procedure *p,
    const struct case_state *cs, const json_t *answers, when_t now)
{
	static const char *const copied[] = {
		"state", "path", "regime", "holder"
	};
	const struct unit *unit =
	    procedure_unit(p, jx_text(cs->row, "holder"));
	day_t today = when_day(now, VN_OFFSET_MIN);
	size_t i;

	for (i = 0; i < ARRAY_LEN(copied); i++)
		put(names, "case", copied[i],
		    json_string(jx_text(cs->row, copied[i])));
	put(names, "case", "holder_kind",
	    json_string(unit == NULL ? "" : unit->kind->code));
	put(names, "case", "under_18",
	    flag_word(case_is_under(answers, 18, today)));
	put(names, "case", "under_16",
	    flag_word(case_is_under(answers, 16, today)));
}

static void
put_links(json_t *names, const struct case_state *cs)
{
	const char *kind;
	size_t i;

	for (i = 0; (kind = case_link_kind(i)) != NULL; i++)
		put(names, "case.link", kind,
		    json_integer(case_links(cs, kind)));
}

static void
put_requests(json_t *names, const struct regime *regime, const json_t *row)
{
	size_t i;

	for (i = 0; i < regime->n_request; i++) {
		const char *code = regime->request[i].code;
		const json_t *r = row_request(row, code);
		char *unit = xasprintf("%s.unit", code);

		put(names, "request", code, json_string(r == NULL ? "none" :
		    json_object_get(r, "answered") != NULL ? "answered" :
		    json_object_get(r, "withdrawn") != NULL ? "withdrawn" :
		    "open"));
		put(names, "request", unit,
		    json_string(r == NULL ? "" : jx_text(r, "to")));
		free(unit);
	}
}

static void
put_tracks(json_t *names, const struct regime *regime,
    const struct case_state *cs)
{
	size_t i;

	for (i = 0; i < regime->n_track; i++) {
		const struct state *now =
		    case_track_state(cs, &regime->track[i]);

		put(names, "track", regime->track[i].code,
		    json_string(now == NULL ? "" : now->code));
	}
}

static void
put_papers(json_t *names, const struct regime *regime,
    const struct case_state *cs)
{
	size_t i;

	for (i = 0; i < regime->n_paper; i++)
		put(names, "paper", regime->paper[i].code,
		    json_integer(case_count(cs->papers,
		    regime->paper[i].code)));
}

/* How often each was given; what was given in an emergency, in all. */
static int
put_counts(json_t *names, const struct regime *regime, const json_t *given)
{
	int emergency = 0;
	size_t i;

	for (i = 0; i < regime->n_support; i++) {
		int n = case_count(given, regime->support[i].code);

		put(names, "support", regime->support[i].code,
		    json_integer(n));
		emergency += regime->support[i].emergency ? n : 0;
	}
	return emergency;
}

/* Of the case's own regime and, where it is another, of the support's. */
static void
put_support(json_t *names, const struct regime *own,
    const struct regime *other, const json_t *given)
{
	int a = put_counts(names, own, given);
	int b = other == own ? a : put_counts(names, other, given);

	put(names, "support", "any_emergency", json_integer(a > b ? a : b));
}

/* The class decides support, so it is one of the support regime. */
static void
put_class(json_t *names, const struct procedure *p,
    const struct case_state *cs, when_t now)
{
	const struct person_class *class = case_class(p,
	    case_support_regime(cs, p), names, now);

	put(names, "case", "class",
	    json_string(class == NULL ? "" : class->code));
}

json_t *
names_of(const struct procedure *p, const struct case_state *cs,
    const json_t *answers, when_t now)
{
	const struct regime *regime = case_regime(cs, p);
	const struct regime *support = case_support_regime(cs, p);
	json_t *names = json_copy((json_t *)(void *)answers);

	put_case(names, p, cs, answers, now);
	put_links(names, cs);
	if (regime == NULL)
		return names;
	put(names, "case", "support_regime", json_string(support->code));
	put(names, "case", "reopened",
	    json_integer(jx_int(cs->row, "reopened", 0)));
	put_requests(names, regime, cs->row);
	put_tracks(names, regime, cs);
	put_papers(names, regime, cs);
	put_support(names, regime, support, cs->support);
	/* Guards of a support speak of the regime that support follows. */
	if (support != regime)
		put_papers(names, support, cs);
	put_class(names, p, cs, now);
	return names;
}

bool
names_meet(const struct procedure *p, const json_t *names,
    const struct need *need, when_t now, struct err *e)
{
	struct answers answers = {
		.root = names, .lists = p->form_lists,
		.call = case_function, .call_ctx = p->calendar,
	};
	struct expr_value v = EXPR_VALUE_INIT;
	struct expr_env env;
	bool met;

	answers_env(&answers, now, LANG_VI, &env);
	if (!expr_eval(need->expr, &env, &v, e))
		return false;
	met = expr_to_boolean(&v);
	expr_value_done(&v);
	return met;
}
