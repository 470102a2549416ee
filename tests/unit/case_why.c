/*
 * Every step that can be taken and every need that can be unmet, of all the
 * procedures that ship, says so in a whole sentence in both languages.
 */
#include "core/base/jx.h"
#include "core/case/mend.h"
#include "core/case/why.h"
#include "tests/t.h"

#include <stdlib.h>

static struct procedure *p;

/* Whole: ends as a sentence ends, nothing left to fill in, nothing empty. */
static bool
is_whole(const char *text)
{
	static const char *const bad[] = { "{", "}", "“”", "\"\"", "()", ": .",
	    ": ;", "  ", "(null)" };
	size_t len = text == NULL ? 0 : strlen(text), i;

	if (len < 10 || (text[len - 1] != '.' && text[len - 1] != '?'))
		return false;
	for (i = 0; i < ARRAY_LEN(bad); i++)
		if (strstr(text, bad[i]) != NULL)
			return false;
	return true;
}

static void
check_said(json_t *said, const char *where, const char *code)
{
	if (!is_whole(jx_text(said, "vi")) || !is_whole(jx_text(said, "en"))) {
		printf("# %s %s: %s | %s\n", where, code,
		    jx_text(said, "vi"), jx_text(said, "en"));
		t_bad++;
	}
	json_decref(said);
}

static void
check_can(const char *kind, const char *code, const struct text *title,
    const struct basis *basis)
{
	json_t *option = json_pack("{s:s,s:o,s:o}", "kind", kind, "title",
	    text_json(title), "law", basis_json(basis));

	check_said(why_can(option), kind, code);
	json_decref(option);
}

/* What mends a need must be found, and be somebody's to do. */
static size_t
check_needs(struct deciding *d, const struct case_state *cs,
    const struct path *path, const char *where, const struct need *need,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		json_t *list = json_array(), *reason, *said;

		reason_add_need(list, &need[i]);
		reasons_mend(d, cs, list);
		reason = json_array_get(list, 0);
		if (json_array_size(json_object_get(reason, "by")) == 0) {
			printf("# %s %s: nobody can mend it\n", where,
			    need[i].code);
			t_bad++;
		}
		said = why_not(path, path->regime, reason);
		/* The fix is told too, where the procedure names one. */
		if (need[i].fix.kind != FIX_NONE)
			T_CHECK(strstr(jx_text(said, "en"), "To do: ") !=
			    NULL);
		check_said(said, where, need[i].code);
		json_decref(list);
	}
	return n;
}

static struct case_state *
case_on(const struct path *path)
{
	struct case_state *cs = case_state_new("MC-2026-00001");
	struct event ev = { .seq = 1, .epoch = 1, .at = 1000,
	    .stream = cs->id, .kind = (char *)(void *)"case_opened",
	    .actor = (char *)(void *)"thu",
	    .unit = (char *)(void *)"dbp_mong_cai",
	    .facts = json_pack("{s:s,s:s,s:s}", "regime", path->regime->code,
	    "path", path->code, "state", path->entry_state->code) };

	T_CHECK(case_state_add(cs, &ev, NULL));
	json_decref(ev.facts);
	return cs;
}

static size_t
check_steps(struct deciding *d, const struct case_state *cs,
    const struct path *path, const struct path *of)
{
	size_t n = 0, i;

	for (i = 0; i < of->n_step; i++) {
		const struct step *step = &of->step[i];

		check_can(of->is_track ? "track" : step->handover ?
		    "handover" : "step", step->code, &step->title,
		    &step->basis);
		n += check_needs(d, cs, path, step->code, step->need,
		    step->n_need);
	}
	return n;
}

static size_t
check_regime(struct deciding *d, const struct regime *r)
{
	size_t n = 0, i, k;

	for (i = 0; i < r->n_path; i++) {
		struct case_state *cs = case_on(&r->path[i]);

		n += check_steps(d, cs, &r->path[i], &r->path[i]);
		for (k = 0; k < r->n_track; k++)
			n += check_steps(d, cs, &r->path[i], &r->track[k]);
		for (k = 0; k < r->n_clock; k++)
			if (r->clock[k].can_extend)
				check_can("extend", r->clock[k].code,
				    &r->clock[k].title,
				    &r->clock[k].extend_basis);
		for (k = 0; k < r->n_request; k++) {
			check_can("withdraw", r->request[k].code,
			    &r->request[k].title, &r->request[k].basis);
			if (r->request[k].reply != NULL)
				check_can("answer", r->request[k].code,
				    &r->request[k].reply->title,
				    &r->request[k].basis);
			check_can("request", r->request[k].code,
			    &r->request[k].title, &r->request[k].basis);
			n += check_needs(d, cs, &r->path[i],
			    r->request[k].code, r->request[k].need,
			    r->request[k].n_need);
		}
		for (k = 0; k < r->n_paper; k++)
			check_can("paper", r->paper[k].code,
			    &r->paper[k].title, &r->paper[k].basis);
		for (k = 0; k < r->n_support; k++) {
			check_can("support", r->support[k].code,
			    &r->support[k].title, &r->support[k].basis);
			n += check_needs(d, cs, &r->path[i],
			    r->support[k].code, r->support[k].need,
			    r->support[k].n_need);
		}
		case_state_free(cs);
	}
	return n;
}

static void
start(struct deciding *d, struct actor *actor, const struct role **roles,
    struct proposal *out)
{
	roles[0] = procedure_role(p, "officer");
	*actor = (struct actor){ "thu", procedure_unit(p, "dbp_mong_cai"),
	    roles, 1, 0, RIGHT_IN_FORM };
	proposal_start(out);
	*d = (struct deciding){ .procedure = p, .actor = actor, .now = 2000,
	    .out = out };
}

static void
test_all_needs(void)
{
	const struct role *roles[1];
	struct actor actor;
	struct proposal out;
	struct deciding d;
	size_t n = 0, i;

	start(&d, &actor, roles, &out);
	for (i = 0; i < p->n_regime; i++)
		n += check_regime(&d, &p->regime[i]);
	printf("# %zu needs said\n", n);
	T_CHECK(n > 10);
	proposal_done(&out);
}

static void
kinds_are(const json_t *reason, const char *want, bool here)
{
	const json_t *by = json_object_get(reason, "by"), *kind;
	struct str all = STR_INIT;
	size_t i;

	json_array_foreach(by, i, kind)
		str_printf(&all, "%s%s", i > 0 ? " " : "",
		    jx_text(kind, "code"));
	T_STR(str_text(&all), want);
	T_INT(jx_bool(reason, "here", !here), here);
	str_done(&all);
}

/* Who can mend: the holder's form, the asked unit's answer, another's step. */
static void
test_who(void)
{
	const struct path *path = regime_path(procedure_regime(p, "vn-2025"),
	    "bilateral_handover");
	const struct role *roles[1];
	struct case_state *cs = case_on(path);
	struct actor actor;
	struct proposal out;
	struct deciding d;
	json_t *list = json_array();

	start(&d, &actor, roles, &out);
	reason_add(list, NULL, fix_json(FIX_FORM, "declaration", NULL),
	    ERR_NOTHING_NEW, NULL);
	reason_add(list, NULL, fix_json(FIX_STEP, "place_home", NULL),
	    ERR_NOTHING_NEW, NULL);
	reason_add(list, NULL, fix_json(FIX_REQUEST, "verification", NULL),
	    ERR_NOTHING_NEW, NULL);
	reason_add(list, NULL, fix_json(FIX_SUPPORT, "legal_aid", NULL),
	    ERR_NOTHING_NEW, NULL);
	reason_add(list, NULL, NULL, ERR_NOTHING_NEW, NULL);
	reasons_mend(&d, cs, list);
	kinds_are(json_array_get(list, 0), "border_post", true);
	kinds_are(json_array_get(list, 1), "health_province", false);
	kinds_are(json_array_get(list, 2),
	    "border_post coast_guard immigration_province police_province "
	    "police_commune immigration_department health_province", true);
	kinds_are(json_array_get(list, 3), "legal_aid_province "
	    "health_province social_facility victim_facility "
	    "commune_committee", false);
	kinds_are(json_array_get(list, 4), "border_post", true);
	/* The same deed of a unit that does not hold the case. */
	json_decref(list);
	list = json_array();
	actor.unit = procedure_unit(p, "dbp_huu_nghi");
	reason_add(list, NULL, fix_json(FIX_FORM, "declaration", NULL),
	    ERR_NOTHING_NEW, NULL);
	reasons_mend(&d, cs, list);
	kinds_are(json_array_get(list, 0), "border_post", false);
	json_decref(list);
	need_who(&d, &path_step(path, "place_home")->who, NULL);
	kinds_are(json_array_get(out.reasons, 0), "health_province", false);
	proposal_done(&out);
	case_state_free(cs);
}

/* A reason without an end of its own, without law, without anybody. */
static void
test_bare(void)
{
	json_t *reason = json_pack("{s:{s:s,s:s},s:[],s:b}", "say", "vi",
	    "Một câu.", "en", "A sentence.", "by", "here", 0);
	json_t *said = why_not(NULL, NULL, reason);

	T_STR(jx_text(said, "en"),
	    "A sentence. No agency in this procedure can change that.");
	json_decref(said);
	json_decref(reason);
	said = why_not(NULL, NULL, NULL);
	T_STR(jx_text(said, "vi"), "");
	json_decref(said);
}

int
main(void)
{
	const char *folder = getenv("TN_FORMS");
	struct findings found = FINDINGS_INIT;
	struct files files;

	if (files_posix(&files, folder != NULL ? folder : "forms", NULL))
		p = procedure_load(&files, &found);
	if (p == NULL) {
		printf("Bail out! forms/ does not load\n");
		return 1;
	}
	T_RUN(test_all_needs);
	T_RUN(test_who);
	T_RUN(test_bare);
	procedure_free(p);
	files_done(&files);
	findings_done(&found);
	return t_done();
}
