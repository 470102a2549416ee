/* The fields of HTCDS. */
#include "core/exchange/htcds.h"

#include "core/base/mem.h"

#include <string.h>

static const struct htcds_field fields[] = {
#define HTCDS(name, kind, core) { name, kind, core },
#include "core/exchange/htcds.def"
#undef HTCDS
};

/* Survey/htcds_xlsform.xlsx and the three Excel templates. */
static const struct { const char *theirs, *standard; } aliases[] = {
	{ "prs_First_Name", "prs_FirstName" },
	{ "prs_Second_Name", "prs_SecondName" },
	{ "vic_Methods_of_Control", "vic_MethodsOfControl" },
	{ "vic_TraffickinStatusDecisionMakingOrg",
	    "vic_TraffickingStatusDecisionMakingOrg" },
};

const struct htcds_field *
htcds_at(size_t i)
{
	return i < ARRAY_LEN(fields) ? &fields[i] : NULL;
}

const struct htcds_field *
htcds_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
		if (strcmp(aliases[i].theirs, name) == 0)
			name = aliases[i].standard;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

bool
htcds_fits(const struct htcds_field *field, const char *type)
{
	bool one = strcmp(type, "select_one") == 0;

	switch (field->kind) {
	case HTCDS_ONE:
		return one;
	case HTCDS_MANY:
		return strcmp(type, "select_multiple") == 0;
	case HTCDS_DATE:
		return strcmp(type, "date") == 0;
	case HTCDS_NUMBER:
		return strcmp(type, "integer") == 0 ||
		    strcmp(type, "decimal") == 0;
	case HTCDS_YES_NO:
		return one || strcmp(type, "yes_no") == 0 ||
		    strcmp(type, "acknowledge") == 0;
	default:
		return strcmp(type, "text") == 0 || one;
	}
}
