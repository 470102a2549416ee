/*
 * A loaded procedure: look-ups, rights, how a basis reads, the tables and
 * the picture made of it, and its version.
 */
#include "core/base/jx.h"
#include "core/procedure/lists.h"
#include "core/procedure/rights.h"
#include "core/staff/seal.h"
#include "tests/unit/procedure_tiny.h"

static struct procedure *
load_tiny(void)
{
	struct procedure *p;
	char *got = tiny_try(NULL, &p);

	T_STR(got, "");
	free(got);
	return p;
}

static void
test_look_ups(void)
{
	struct procedure *p = load_tiny();
	const struct regime *r = procedure_regime(p, "r1");
	const struct path *path = regime_path(r, "gate");
	const struct step *step = path_step(path, "hand_over");

	T_CHECK(procedure_regime(p, "r2") == NULL);
	T_CHECK(procedure_regime(p, NULL) == NULL);
	T_STR(procedure_unit(p, "clinic1")->kind->code, "clinic");
	T_STR(procedure_unit(p, "post1")->province, "22");
	T_STR(procedure_unit(p, "post1")->kind->ministry->code, "mod");
	T_CHECK(procedure_unit(p, "office1")->kind->ministry == NULL);
	T_STR(procedure_role(p, "clerk")->code, "clerk");
	T_STR(procedure_queue(p, "mine")->column[1].code, "person");
	T_INT(procedure_queue(p, "mine")->due_within_term.n, 3);
	T_INT(procedure_queue(p, "mine")->waiting, -1);
	T_CHECK(procedure_queue(p, "mine")->has_due_within);
	T_STR(regime_form(r, "closing")->code, "closing");
	T_STR(regime_request(r, "who_is_it")->clock->code, "reply");
	T_INT(regime_support(r, "food")->limit->value, 24);
	T_CHECK(regime_support(r, "food")->emergency);
	T_CHECK(regime_paper(r, "letter")->from_outside);
	T_STR(regime_paper(r, "act")->series, "BB");
	T_CHECK(regime_clock(r, "reply")->whose == CLOCK_OF_ADDRESSEE);
	T_CHECK(!regime_clock(r, "reply")->term->has_value);
	T_CHECK(regime_value(r, "reply_term")->basis.status == SURE_UNSET);
	T_CHECK(path_state(path, "closed")->final);
	T_CHECK(step->handover);
	T_CHECK(step->to == path_state(path, "cared"));
	T_CHECK(step->from[0] == path_state(path, "asked"));
	T_CHECK(step->receiver.kind[0] == procedure_unit(p, "clinic1")->kind);
	T_CHECK(step->need[0].fix.kind == FIX_FORM);
	T_STR(step->need[0].fix.field, "known");
	T_INT(step->need[0].at.line, 34);
	T_CHECK(path->entry_start[0] == regime_clock(r, "stay"));
	T_CHECK(path->regime == r);
	procedure_free(p);
}

/* Default refuse: nothing is allowed that no line allows. */
static void
test_rights(void)
{
	struct procedure *p = load_tiny();
	const struct role *officer = procedure_role(p, "officer");
	const struct role *clerk = procedure_role(p, "clerk");
	const struct unit_kind *post = procedure_unit(p, "post1")->kind;
	const struct unit_kind *office = procedure_unit(p, "office1")->kind;

	T_CHECK(procedure_allows(p, officer, post, "receive_persons"));
	T_CHECK(procedure_allows(p, clerk, office, "answer_request"));
	T_CHECK(procedure_allows(p, clerk, post, "give_support"));
	T_CHECK(!procedure_allows(p, clerk, post, "answer_request"));
	T_CHECK(!procedure_allows(p, officer, office, "take_step"));
	T_CHECK(!procedure_allows(p, officer, post, "answer_request"));
	T_CHECK(!procedure_allows(p, officer, post, "add_officer"));
	T_CHECK(!procedure_allows(p, officer, post, ""));
	T_CHECK(!procedure_allows(p, officer, post, NULL));
	T_CHECK(!procedure_allows(p, NULL, post, "give_support"));
	T_CHECK(!procedure_allows(p, officer, NULL, "give_support"));
	procedure_free(p);
}

static void
expect_basis(const struct basis *b, const char *vi, const char *en)
{
	struct str out = STR_INIT;

	basis_text(b, LANG_VI, &out);
	T_STR(str_text(&out), vi);
	str_clear(&out);
	basis_text(b, LANG_EN, &out);
	T_STR(str_text(&out), en);
	str_done(&out);
}

static void
test_basis_text(void)
{
	char vi[] = "Luật 53/2024/QH15", en[] = "Law 53/2024/QH15";
	char article[] = "30(2)", annex[] = "PL 1", note[] = "như cũ";
	const struct document doc = { .title = { vi, en } };

	expect_basis(&(struct basis){ .doc = &doc, .article = article },
	    "Luật 53/2024/QH15, Đ. 30(2)", "Law 53/2024/QH15, Art. 30(2)");
	expect_basis(&(struct basis){ .doc = &doc, .article = annex },
	    "Luật 53/2024/QH15, PL 1", "Law 53/2024/QH15, PL 1");
	expect_basis(&(struct basis){ .doc = &doc },
	    "Luật 53/2024/QH15", "Law 53/2024/QH15");
	expect_basis(&(struct basis){ .note = { note, NULL } }, "như cũ",
	    "như cũ");
	expect_basis(&(struct basis){ .status = SURE_UNSET },
	    "chưa xác định được", "not found");
	for (int i = 0; i < SURE_COUNT; i++) {
		T_CHECK(sureness_code((enum sureness)i)[0] != '\0');
		T_CHECK(sureness_text((enum sureness)i)->vi[0] != '\0');
	}
}

static void
test_lists(void)
{
	struct procedure *p = load_tiny();
	const struct form_lists *l = p->form_lists;
	struct form_choice choice;

	T_CHECK(l->exists(l->ctx, "sexes"));
	T_CHECK(!l->exists(l->ctx, "sex"));
	T_INT(l->count(l->ctx, "sexes"), 2);
	T_CHECK(l->at(l->ctx, "sexes", 1, &choice));
	T_STR(choice.code, "male");
	T_CHECK(!l->at(l->ctx, "sexes", 2, &choice));
	T_CHECK(l->find(l->ctx, "sexes", "female", &choice));
	T_STR(choice.vi, "F");
	T_CHECK(!l->find(l->ctx, "sexes", "", &choice));
	T_CHECK(l->column(l->ctx, "sexes", NULL, "province") == NULL);
	T_CHECK(lists_table(p->lists, "sexes") == NULL);
	T_STR(lists_name(p->lists, 0), "sexes");
	T_CHECK(lists_name(p->lists, 1) == NULL);
	procedure_free(p);
}

#define PROVINCES "# list: provinces\n# title_vi: T\n# title_en: P\n" \
	"# source: made for this test\n# source_date: 2025-07-01\n" \
	"# licence: facts\n# status: reported\n# rows: 2\n" \
	"code\tvi\ten\tvalid_from\tvalid_to\tkind\n" \
	"22\tMột\tOne\t\t\ta\n31\tHai\tTwo\t\t\tb\n"

static void
test_table_list(void)
{
	struct memory_file change = { "lists/provinces.tsv", PROVINCES };
	struct procedure *p;
	char *got = tiny_try(&change, &p);

	T_STR(got, "");
	free(got);
	if (p != NULL) {
		const struct form_lists *l = p->form_lists;
		struct form_choice choice;

		T_INT(l->count(l->ctx, "provinces"), 2);
		T_CHECK(l->find(l->ctx, "provinces", "31", &choice));
		T_STR(choice.vi, "Hai");
		T_STR(l->column(l->ctx, "provinces", &choice, "kind"), "b");
		T_STR(l->column(l->ctx, "provinces", NULL, "kind"), "");
		T_CHECK(l->column(l->ctx, "provinces", NULL, "x") == NULL);
		procedure_free(p);
	}
	/* with the list there, a unit's province must be in it */
	tiny_also = change;
	EXPECT("agencies.yaml", "\"22\"", "\"99\"",
	    "agencies.yaml:16:68 proc_unknown_code");
	tiny_also = (struct memory_file){ NULL, NULL };
	change.path = "lists/places.tsv";
	got = tiny_try(&change, NULL);
	T_STR(got, "lists/places.tsv:1:1 proc_list_name");
	free(got);
}

static void
test_version(void)
{
	struct procedure *a = load_tiny(), *b = load_tiny(), *c;
	struct memory_file change = { "README.md", "other words\n" };
	char *got = tiny_try(&change, &c);

	T_INT(strlen(a->version), 64);
	T_STR(a->version, b->version);
	T_STR(c->version, a->version);	/* not part of the procedure */
	free(got);
	procedure_free(c);
	change = (struct memory_file){ "r1/regime.yaml", "regime: r1\n"
	    "title: " BOTH("R") "\nvalid_from: 2001-01-02\n" };
	got = tiny_try(&change, &c);
	T_CHECK(strcmp(c->version, a->version) != 0);
	free(got);
	procedure_free(a);
	procedure_free(b);
	procedure_free(c);
}

static void
test_dot(void)
{
	struct procedure *p = load_tiny();
	struct str out = STR_INIT;

	procedure_dot(&p->regime[0].path[0], LANG_EN, &out);
	T_STR(str_text(&out),
	    "digraph \"gate\" {\n"
	    "\tlabel=\"G\";\n"
	    "\tnode [shape=box];\n"
	    "\t\"\" [shape=point];\n"
	    "\t\"\" -> \"received\";\n"
	    "\t\"received\" [label=\"R\"];\n"
	    "\t\"asked\" [label=\"A\"];\n"
	    "\t\"cared\" [label=\"C\"];\n"
	    "\t\"closed\" [label=\"C\", peripheries=2];\n"
	    "\t\"received\" -> \"asked\" [label=\"A\", "
	    "tooltip=\"Law 1, Art. 1(2)\"];\n"
	    "\t\"asked\" -> \"cared\" [label=\"H\", "
	    "tooltip=\"Law 1, Art. 1(2)\", style=dashed];\n"
	    "\t\"cared\" -> \"closed\" [label=\"C\", "
	    "tooltip=\"Law 1, Art. 1(2)\"];\n"
	    "}\n");
	str_done(&out);
	procedure_free(p);
}

/* A title that tries to leave its quotes. */
static void
test_dot_hostile(void)
{
	char *text = replaced(tiny_text("r1/paths/gate.yaml"),
	    "title: " BOTH("G"),
	    "title: {vi: \"a\\\"]; b\\\\\", en: \"a\\\"\\nb\\\\\"}");
	struct memory_file change = { "r1/paths/gate.yaml", text };
	struct procedure *p;
	struct str out = STR_INIT;
	char *got;

	got = tiny_try(&change, &p);
	T_STR(got, "");
	procedure_dot(&p->regime[0].path[0], LANG_EN, &out);
	T_CHECK(strstr(str_text(&out), "label=\"a\\\" b\\\\\";\n") != NULL);
	str_done(&out);
	procedure_free(p);
	free(got);
	free(text);
}

static void
test_codes(void)
{
	struct procedure *p = load_tiny();
	json_t *codes = procedure_codes(p), *all = procedure_coverage(p);
	json_t *regime = json_array_get(jx_get(codes, "regimes"), 0);
	json_t *path = json_array_get(jx_get(regime, "paths"), 0);
	json_t *article = jx_get(all, "law 1(2)");

	T_INT(json_array_size(jx_get(codes, "unit_kinds")), 3);
	T_STR(jx_text(json_array_get(jx_get(codes, "roles"), 1), "code"),
	    "clerk");
	T_INT(json_array_size(jx_get(path, "states")), 4);
	T_INT(json_array_size(jx_get(path, "steps")), 3);
	T_INT(json_array_size(jx_get(regime, "reasons")), 2);
	T_STR(jx_text(json_array_get(jx_get(regime, "reasons"), 0), "code"),
	    "not_known");
	T_STR(jx_text(json_array_get(jx_get(regime, "reasons"), 0), "of"),
	    "hand_over");
	T_STR(jx_text(article, "doc"), "law");
	T_STR(jx_text(jx_get(article, "law"), "vi"), "Luật 1, Đ. 1(2)");
	T_INT(json_array_size(jx_get(article, "steps")), 3);
	T_INT(json_array_size(jx_get(article, "needs")), 1);
	T_STR(jx_text(json_array_get(jx_get(jx_get(all, "law"), "values"), 0),
	    "status"), "unset");
	json_decref(codes);
	json_decref(all);
	procedure_free(p);
}

int
main(void)
{
	T_CHECK(seal_start());
	T_RUN(test_look_ups);
	T_RUN(test_rights);
	T_RUN(test_basis_text);
	T_RUN(test_lists);
	T_RUN(test_table_list);
	T_RUN(test_version);
	T_RUN(test_dot);
	T_RUN(test_dot_hostile);
	T_RUN(test_codes);
	return t_done();
}
