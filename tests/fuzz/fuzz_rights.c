/*
 * rights.yaml from anybody: it loads or is refused with places, and whatever
 * loads gives nobody a right that no rule of it names.
 */
#include "tests/fuzz/fuzz.h"

#include "core/procedure/rights.h"

#include <stdlib.h>
#include <string.h>

#define BOTH "{vi: a, en: b}"
#define BASIS "{status: inferred}"

const char *const fuzz_words[] = {
	"roles: ", "[officer]", "[officer, clerk]", "unit_kinds: ", "[post]",
	"ministries: ", "[mod]", "tiers: ", "[central, post]", "relation: ",
	"[none, holder, offered, asked]", "[former, superior, glass, party]",
	"place: own_province", "place: any", "states: ", "[open]", "[final]",
	"commands: ", "[open_case]", "[take_step, attach]", "queries: ",
	"[home]", "[case, history]", "basis: b", "class: ", "[identity]",
	"[narrative, medical]", "show: ", "mask", "hide", "in: ",
	"[form, list]", "[search, export]", "bases:\n", "rights:\n",
	"classes:\n", "\n  - {", "}\n", ", ", NULL
};

static const char *const seeds[] = {
	"bases:\n  - {code: b, basis: " BASIS "}\nrights:\n"
	"  - {roles: [officer], unit_kinds: [post], relation: [holder], "
	"commands: [take_step], queries: [case], basis: b}\n"
	"  - {roles: [clerk], ministries: [mod], tiers: [post], place: "
	"own_province, states: [final], commands: [attach], basis: b}\n"
	"classes:\n"
	"  - {roles: [officer], relation: [holder, asked], class: [identity], "
	"in: [list], show: mask, basis: b}\n"
	"  - {roles: [officer], states: [open], class: [identity, plain], "
	"show: show, basis: b}\n",
	"bases: []\nrights: []\nclasses: []\n",
};

size_t
fuzz_seed(size_t i, uint8_t *out, size_t max)
{
	size_t n;

	if (i >= ARRAY_LEN(seeds))
		return 0;
	n = strlen(seeds[i]);
	n = n < max ? n : max;
	memcpy(out, seeds[i], n);
	return n;
}

static struct procedure *
load(const char *rights, struct findings *found)
{
	const struct memory_file file[] = {
		{ "agencies.yaml", "ministries: [{code: mod, title: " BOTH "}]\n"
		    "unit_kinds: [{code: post, ministry: mod, tier: post, "
		    "title: " BOTH "}]\n"
		    "roles: [{code: officer, title: " BOTH "}, {code: clerk, "
		    "title: " BOTH "}]\n"
		    "units: [{code: post1, kind: post, title: " BOTH "}]\n" },
		{ "calendar.yaml", "calendar: vn\nweekly_rest: [sunday]\n"
		    "fixed: []\nyears: []\n" },
		{ "documents.yaml", "documents: []\n" },
		{ "queues.yaml", "queues: []\n" },
		{ "r1/forms/person.yaml", "form: person\nversion: 1\ntitle: "
		    BOTH "\nstatus: suggested\nitems: [{type: text, name: "
		    "full_name, label: " BOTH "}]\n" },
		{ "r1/paths/gate.yaml", "path: gate\ntitle: " BOTH "\nbasis: "
		    BASIS "\nentry: {who: {unit_kinds: [post]}, state: one, "
		    "person: person}\nstates: [{code: one, title: " BOTH
		    ", basis: " BASIS "}]\nsteps: []\n" },
		{ "r1/regime.yaml", "regime: r1\ntitle: " BOTH "\n"
		    "valid_from: 2001-01-01\n" },
		{ "rights.yaml", rights },
	};
	struct procedure *p;
	struct files files;

	files_memory(&files, file, ARRAY_LEN(file));
	p = procedure_load(&files, found);
	files_done(&files);
	return p;
}

/* Does some rule name the operation at all?  Looked at bit by bit. */
static bool
is_named(const struct rights *r, int op)
{
	for (size_t i = 0; i < r->n_rule; i++)
		if ((r->rule[i].ops[op / 64] & UINT64_C(1) << (op % 64)) != 0)
			return true;
	return false;
}

static void
look(const struct procedure *p)
{
	struct rights_subject s = rights_subject_of(p, NULL,
	    &p->unit_kind[0]), nobody = s;
	struct rights_object o = { RELATION_ANY, "22", "one", false };

	s.roles = 3;
	s.province = "22";
	for (int op = 0; op < rights_ops(); op++) {
		if (rights_of(p->rights, &s, &o, op, FORM_PLAIN) != RIGHT_NONE &&
		    (!is_named(p->rights, op) ||
		    !rights_ever(p->rights, &s, op)))
			fuzz_fail("a right that no rule names");
		if (rights_of(p->rights, &nobody, &o, op, FORM_PLAIN) !=
		    RIGHT_NONE)
			fuzz_fail("a right without a role");
	}
	for (unsigned c = 0; c < FORM_CLASSES; c++)
		for (unsigned at = 0; at < RIGHT_PLACES; at++)
			if (p->rights->n_class_rule == 0 &&
			    rights_of(p->rights, &s, &o, RIGHTS_SEE(at),
			    (enum form_class)c) != RIGHT_NONE)
				fuzz_fail("a class that no rule shows");
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	struct findings found = FINDINGS_INIT;
	char *text = xstrndup((const char *)data, size);
	struct procedure *p = load(text, &found);

	if (p == NULL && found.n == 0)
		fuzz_fail("refused without a finding");
	for (size_t i = 0; i < found.n; i++)
		if (found.item[i].file != NULL &&
		    strcmp(found.item[i].file, "rights.yaml") != 0)
			fuzz_fail("a finding elsewhere");
	if (p != NULL)
		look(p);
	procedure_free(p);
	findings_done(&found);
	free(text);
}
