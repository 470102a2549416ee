/*
 * The forms/ that ship: they load and check clean.  TN_FORMS names another
 * folder; each finding is printed as an author of forms wants to see it.
 */
#include "core/base/files.h"
#include "core/procedure/procedure.h"
#include "core/staff/seal.h"
#include "tests/t.h"

#include <stdlib.h>

static const char *
forms_folder(void)
{
	const char *folder = getenv("TN_FORMS");

	return folder != NULL && folder[0] != '\0' ? folder : "forms";
}

static void
print_findings(const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++) {
		struct str line = STR_INIT;

		err_text(&found->item[i], LANG_EN, true, &line);
		printf("# %s/%s [%s]\n", forms_folder(), str_text(&line),
		    err_code_name(found->item[i].code));
		str_done(&line);
	}
}

/* What there is, and that all that is made of it can be made. */
static void
print_size(const struct procedure *p)
{
	json_t *codes = procedure_codes(p), *all = procedure_coverage(p);
	struct str dot = STR_INIT;

	for (size_t i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		for (size_t k = 0; k < r->n_path; k++) {
			str_clear(&dot);
			procedure_dot(&r->path[k], LANG_VI, &dot);
			T_CHECK(str_starts(str_text(&dot), "digraph "));
			printf("# %s/%s: %zu states, %zu steps\n", r->code,
			    r->path[k].code, r->path[k].n_state,
			    r->path[k].n_step);
		}
		printf("# %s: %zu forms, %zu requests, %zu kinds of support, "
		    "%zu clocks\n", r->code, r->n_form, r->n_request,
		    r->n_support, r->n_clock);
	}
	T_CHECK(json_object_size(codes) > 0);
	printf("# %zu units; %zu articles covered\n", p->n_unit,
	    json_object_size(all));
	json_decref(codes);
	json_decref(all);
	str_done(&dot);
}

static void
test_shipped(void)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct files files;
	struct procedure *p;

	if (!files_posix(&files, forms_folder(), &e)) {
		err_done(&e);
		T_SKIP("no folder of forms");
	}
	p = procedure_load(&files, &found);
	if (p != NULL)
		procedure_check(p, &found);
	print_findings(&found);
	T_CHECK(p != NULL);
	T_INT(found.n, 0);
	if (p != NULL)
		print_size(p);
	procedure_free(p);
	findings_done(&found);
	files_done(&files);
}

int
main(void)
{
	T_CHECK(seal_start());
	T_RUN(test_shipped);
	return t_done();
}
