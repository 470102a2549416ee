/*
 * The smallest procedure that is whole: one post receives, asks the office,
 * hands over to the clinic, which closes.  Each test changes one place in one
 * file and says exactly what must be found there.
 */
#ifndef TN_TESTS_PROCEDURE_TINY_H
#define TN_TESTS_PROCEDURE_TINY_H

#include "core/base/files.h"
#include "core/procedure/procedure.h"
#include "tests/t.h"

#include <stdlib.h>

#define BOTH(text) "{vi: \"" text "\", en: \"" text "\"}"
#define BASIS "{doc: law, article: \"1(2)\", status: reported}"

static const struct memory_file tiny[] = {
	{ "README.md", "not read\n" },
	{ "agencies.yaml",
	"ministries:\n"
	"  - {code: mod, title: " BOTH("M") "}\n"
	"unit_kinds:\n"
	"  - {code: post, ministry: mod, tier: post, title: " BOTH("P") "}\n"
	"  - {code: office, tier: central, title: " BOTH("O") "}\n"
	"  - {code: clinic, tier: facility, title: " BOTH("C") "}\n"
	"roles:\n"
	"  - {code: officer, title: " BOTH("O") "}\n"
	"  - {code: clerk, title: " BOTH("C") "}\n"
	"#\n#\n#\n#\n#\n"
	"units:\n"
	"  - {code: post1, kind: post, title: " BOTH("P") ", province: \"22\"}\n"
	"  - {code: office1, kind: office, title: " BOTH("O") "}\n"
	"  - {code: clinic1, kind: clinic, title: " BOTH("C") "}\n" },
	{ "calendar.yaml",
	"calendar: vn\nweekly_rest: [saturday, sunday]\nfixed: []\nyears: []\n" },
	{ "demo/staff.yaml", "not: [read\n" },
	{ "documents.yaml",
	"documents:\n"
	"  - code: law\n"
	"    number: 1/2000\n"
	"    title: {vi: Luật 1, en: Law 1}\n"
	"    valid_from: 2000-01-01\n" },
	{ "lists/choices.yaml",
	"lists:\n"
	"  - code: sexes\n"
	"    title: " BOTH("S") "\n"
	"    choices:\n"
	"      - {code: female, label: " BOTH("F") "}\n"
	"      - {code: male, label: " BOTH("M") "}\n" },
	{ "queues.yaml",
	"queues:\n"
	"  - code: mine\n"
	"    title: " BOTH("M") "\n"
	"    empty: " BOTH("E") "\n"
	"    where: {relation: [holder], due_within: 3 working_days}\n"
	"    order: due\n"
	"    columns:\n"
	"      - {code: case, title: " BOTH("C") ", width: 10}\n"
	"      - {code: person, title: " BOTH("P") ", width: 0}\n" },
	{ "rights.yaml",
	"bases: [{code: b, basis: " BASIS "}]\n"
	"rights:\n"
	"  - {roles: [officer], unit_kinds: [post], commands: "
	    "[receive_persons, take_step, send_request, offer_handover], basis: b}\n"
	"  - {roles: [officer], unit_kinds: [clinic], commands: "
	    "[accept_handover, take_step], basis: b}\n"
	"  - {roles: [clerk], unit_kinds: office, commands: answer_request, basis: b}\n"
	"  - {roles: [officer, clerk], commands: give_support, basis: b}\n"
	"classes:\n"
	"  - {roles: [officer, clerk], class: [identity, contact, narrative, "
	    "medical, investigation, plain], show: show, basis: b}\n" },
	{ "r1/clocks.yaml",
	"clocks:\n"
	"  - code: reply\n"
	"    title: " BOTH("R") "\n"
	"    term: reply_term\n"
	"    asked: wanted_by\n"
	"    whose: addressee\n"
	"    basis: " BASIS "\n"
	"  - code: stay\n"
	"    title: " BOTH("S") "\n"
	"    term: stay_term\n"
	"    whose: holder\n"
	"    basis: " BASIS "\n" },
	{ "r1/forms/ask.yaml",
	"form: ask\nversion: 1\ntitle: " BOTH("A") "\nstatus: suggested\n"
	"items:\n"
	"  - {type: date, name: wanted_by, label: " BOTH("W") "}\n" },
	{ "r1/forms/closing.yaml",
	"form: closing\nversion: 1\ntitle: " BOTH("C") "\nstatus: suggested\n"
	"items:\n"
	"  - {type: text, name: ended_why, label: " BOTH("W") "}\n" },
	{ "r1/forms/minutes.yaml",
	"form: minutes\nversion: 1\ntitle: " BOTH("M") "\nstatus: suggested\n"
	"items:\n"
	"  - {type: text, name: place, label: " BOTH("P") "}\n" },
	{ "r1/forms/person.yaml",
	"form: person\nversion: 1\ntitle: " BOTH("P") "\nstatus: suggested\n"
	"items:\n"
	"  - type: text\n"
	"    name: full_name\n"
	"    class: identity\n"
	"    label: " BOTH("N") "\n"
	"  - type: select_one\n"
	"    name: sex\n"
	"    list: sexes\n"
	"    label: " BOTH("S") "\n" },
	{ "r1/forms/reply.yaml",
	"form: reply\nversion: 1\ntitle: " BOTH("R") "\nstatus: suggested\n"
	"items:\n"
	"  - {type: yes_no, name: known, label: " BOTH("K") "}\n"
	"  - {type: text, name: full_name, class: identity, label: "
	    BOTH("N") "}\n" },
	{ "r1/papers.yaml",
	"papers:\n"
	"  - {code: act, title: " BOTH("A") ", series: BB, basis: " BASIS "}\n"
	"  - {code: letter, title: " BOTH("L") ", from_outside: yes, basis: "
	    BASIS "}\n" },
	{ "r1/paths/gate.yaml",
	"path: gate\n"						/* 1 */
	"title: " BOTH("G") "\n"
	"basis: " BASIS "\n"
	"entry:\n"
	"  who: {unit_kinds: [post], roles: [officer]}\n"	/* 5 */
	"  state: received\n"
	"  person: person\n"
	"  minutes: minutes\n"
	"  paper: act\n"
	"  clocks: [stay]\n"					/* 10 */
	"states:\n"
	"  - {code: received, title: " BOTH("R") ", basis: " BASIS "}\n"
	"  - {code: asked, title: " BOTH("A") ", basis: " BASIS "}\n"
	"  - {code: cared, title: " BOTH("C") ", basis: " BASIS "}\n"
	"  - code: closed\n"					/* 15 */
	"    title: " BOTH("C") "\n"
	"    final: yes\n"
	"    basis: " BASIS "\n"
	"steps:\n"
	"  - code: ask_office\n"				/* 20 */
	"    title: " BOTH("A") "\n"
	"    from: received\n"
	"    to: asked\n"
	"    who: {unit_kinds: [post]}\n"
	"    request: who_is_it\n"				/* 25 */
	"    basis: " BASIS "\n"
	"  - code: hand_over\n"
	"    title: " BOTH("H") "\n"
	"    from: asked\n"
	"    to: cared\n"					/* 30 */
	"    who: {unit_kinds: [post]}\n"
	"    handover: {unit_kinds: [clinic]}\n"
	"    needs:\n"
	"      - code: not_known\n"
	"        test: \"${known} = 'yes' or ${paper.letter} > 0\"\n"
	"        say: " BOTH("N") "\n"				/* 36 */
	"        fix: {form: reply, field: known}\n"
	"        basis: " BASIS "\n"
	"    clocks: {stop: [stay]}\n"
	"    papers: [act]\n"					/* 40 */
	"    basis: " BASIS "\n"
	"  - code: close\n"
	"    title: " BOTH("C") "\n"
	"    from: cared\n"
	"    to: closed\n"					/* 45 */
	"    who: {unit_kinds: [clinic]}\n"
	"    form: closing\n"
	"    needs:\n"
	"      - code: no_reason\n"
	"        test: ${ended_why} != ''\n"			/* 50 */
	"        say: " BOTH("N") "\n"
	"        basis: {status: inferred}\n"
	"    basis: " BASIS "\n" },
	{ "r1/regime.yaml",
	"regime: r1\n"
	"title: " BOTH("R") "\n"
	"valid_from: 2001-01-01\n" },
	{ "r1/register.yaml",
	"values:\n"
	"  - code: reply_term\n"
	"    title: " BOTH("R") "\n"
	"    unit: working_days\n"
	"    basis: {doc: law, status: unset}\n"
	"  - code: stay_term\n"
	"    title: " BOTH("S") "\n"
	"    unit: hours\n"
	"    value: 24\n"
	"    basis: " BASIS "\n" },
	{ "r1/requests.yaml",
	"requests:\n"
	"  - code: who_is_it\n"
	"    title: " BOTH("W") "\n"
	"    from: {unit_kinds: post}\n"
	"    to: {unit_kinds: office}\n"
	"    ask: ask\n"
	"    reply: reply\n"
	"    clock: reply\n"
	"    basis: " BASIS "\n" },
	{ "r1/support.yaml",
	"support:\n"
	"  - code: food\n"
	"    title: " BOTH("F") "\n"
	"    emergency: yes\n"
	"    who: {unit_kinds: [post, clinic]}\n"
	"    limit: stay_term\n"
	"    basis: " BASIS "\n" },
};

#define TINY ARRAY_LEN(tiny)

/* Files in place of, or beside, those of tiny[]; set by a test. */
#define TINY_BESIDE_MAX 24
static const struct memory_file *tiny_beside;
static size_t tiny_n_beside;

/* What a file says, or NULL. */
static inline const char *
tiny_text(const char *path)
{
	for (size_t i = 0; i < tiny_n_beside; i++)
		if (strcmp(tiny_beside[i].path, path) == 0)
			return tiny_beside[i].text;
	for (size_t i = 0; i < TINY; i++)
		if (strcmp(tiny[i].path, path) == 0)
			return tiny[i].text;
	return NULL;
}

/* text with its first `from` turned into `to`; says so when there is none. */
static inline char *
replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	struct str out = STR_INIT;

	if (at == NULL) {
		printf("# nothing like \"%s\" to replace\n", from);
		t_bad++;
		return xstrdup(text);
	}
	str_addn(&out, text, (size_t)(at - text));
	str_add(&out, to);
	str_add(&out, at + strlen(from));
	return str_steal(&out);
}

/* "file:line:col code", one a line. */
static char *
listed(const struct findings *found)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < found->n; i++) {
		const struct err *e = &found->item[i];

		str_printf(&out, "%s%s:%d:%d %s", i > 0 ? "\n" : "",
		    e->file != NULL ? e->file : "-", e->line, e->col,
		    err_code_name(e->code));
	}
	return str_steal(&out);
}

/* A second change, for faults that need two; set and cleared by a test. */
static struct memory_file tiny_also;

/* Puts a file in place of the one with its path, or adds it. */
static size_t
tiny_put(struct memory_file *file, size_t n, const struct memory_file *one)
{
	if (one == NULL || one->path == NULL)
		return n;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(file[i].path, one->path) == 0) {
			file[i] = *one;
			return n;
		}
	}
	file[n] = *one;
	return n + 1;
}

/*
 * Loads tiny[] with `change` put in place of the file of the same path (or
 * added), and checks it too when it loads.  The findings, the caller's.
 */
static inline char *
tiny_try(const struct memory_file *change, struct procedure **out)
{
	struct memory_file file[TINY + TINY_BESIDE_MAX + 2];
	struct findings found = FINDINGS_INIT;
	struct files files;
	struct procedure *p;
	size_t n = TINY;
	char *result;

	memcpy(file, tiny, sizeof tiny);
	for (size_t i = 0; i < tiny_n_beside; i++)
		n = tiny_put(file, n, &tiny_beside[i]);
	n = tiny_put(file, n, &tiny_also);
	n = tiny_put(file, n, change);
	files_memory(&files, file, n);
	p = procedure_load(&files, &found);
	if (p != NULL)
		procedure_check(p, &found);
	result = listed(&found);
	if (out != NULL)
		*out = p;
	else
		procedure_free(p);
	findings_done(&found);
	files_done(&files);
	return result;
}

/* Changes `from` to `to` in one file; the findings must be `want`. */
static inline void
tiny_expect(int line, const char *path, const char *from, const char *to,
    const char *want)
{
	struct memory_file change = { path, NULL };
	char *text = NULL, *got;

	if (tiny_text(path) != NULL)
		text = replaced(tiny_text(path), from, to);
	change.text = text != NULL ? text : to;
	got = tiny_try(&change, NULL);
	if (strcmp(got, want) != 0) {
		printf("# line %d, \"%s\" -> \"%s\":\n#   got  %s\n"
		    "#   want %s\n", line, from, to, got, want);
		t_bad++;
	}
	free(got);
	free(text);
}

#define EXPECT(path, from, to, want) \
	tiny_expect(__LINE__, path, from, to, want)

#endif
