/* Age flags, functions over working days, and folding. */
#include "core/base/jx.h"
#include "core/case/functions.h"
#include "core/case/row.h"
#include "core/case/state.h"
#include "tests/t.h"

#include <stdlib.h>

static day_t
day(const char *text)
{
	day_t d = 0;

	T_CHECK(day_parse(text, &d));
	return d;
}

static int
under(const char *json, int years, const char *today)
{
	struct err e = ERR_INIT;
	json_t *answers = jx_parse(json, strlen(json), &e);
	int flag;

	T_CHECK(answers != NULL);
	flag = case_is_under(answers, years, day(today));
	json_decref(answers);
	err_done(&e);
	return flag;
}

static void
test_age_by_date(void)
{
	const char *born = "{\"birth_date\":\"2008-03-02\"}";

	T_INT(under(born, 18, "2026-03-01"), 1);
	T_INT(under(born, 18, "2026-03-02"), 0);
	T_INT(under(born, 16, "2024-03-01"), 1);
	T_INT(under(born, 16, "2024-03-02"), 0);
	/* 29 February: on 28 February the birthday has not come. */
	T_INT(under("{\"birth_date\":\"2008-02-29\"}", 18, "2026-02-28"), 1);
	T_INT(under("{\"birth_date\":\"2008-02-29\"}", 18, "2026-03-01"), 0);
}

static void
test_age_imprecise(void)
{
	/* Known only when no day of the span would say otherwise. */
	T_INT(under("{\"birth_date\":\"2008\"}", 18, "2026-06-15"), -1);
	T_INT(under("{\"birth_date\":\"2007\"}", 18, "2026-06-15"), 0);
	T_INT(under("{\"birth_date\":\"2010\"}", 18, "2026-06-15"), 1);
	T_INT(under("{\"birth_date\":\"2008-06\"}", 18, "2026-06-15"), -1);
	T_INT(under("{\"birth_date\":\"2008-05\"}", 18, "2026-06-15"), 0);
	T_INT(under("{\"birth_date\":\"2008-12\"}", 18, "2026-06-15"), 1);
	T_INT(under("{}", 18, "2026-06-15"), -1);
	T_INT(under("{\"birth_date\":{\"status\":\"refused\"}}", 18,
	    "2026-06-15"), -1);
}

static void
test_age_observed(void)
{
	/* What was seen fills what a date leaves open, never overrules it. */
	T_INT(under("{\"birth_date\":\"2008\",\"under_18_observed\":\"yes\"}",
	    18, "2026-06-15"), 1);
	T_INT(under("{\"birth_date\":\"1990\",\"under_18_observed\":\"yes\"}",
	    18, "2026-06-15"), 0);
	/* An estimate is weaker than what was seen. */
	T_INT(under("{\"birth_date\":{\"value\":\"2006\",\"estimated\":true},"
	    "\"under_18_observed\":\"yes\"}", 18, "2026-06-15"), 1);
	T_INT(under("{\"birth_date\":{\"value\":\"2006\",\"estimated\":true}}",
	    18, "2026-06-15"), 0);
	/* The two flags stay apart. */
	T_INT(under("{\"under_18_observed\":\"yes\"}", 16, "2026-06-15"), -1);
	T_INT(under("{\"under_18_observed\":\"no\"}", 16, "2026-06-15"), 0);
}

static struct calendar *
shipped_calendar(void)
{
	const char *forms = getenv("TN_FORMS");
	char path[512];
	static char text[1 << 16];
	struct findings found = FINDINGS_INIT;
	struct calendar *cal;
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/calendar.yaml",
	    forms != NULL ? forms : "forms");
	f = fopen(path, "r");
	if (f == NULL)
		return NULL;
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	cal = calendar_load(path, text, n, &found);
	findings_done(&found);
	return cal;
}

static void
call(struct calendar *cal, const char *name, const char *a, double n,
    const char *b, struct str *out)
{
	struct expr_value arg[2] = { EXPR_VALUE_INIT, EXPR_VALUE_INIT };
	struct expr_value v = EXPR_VALUE_INIT;
	bool known;

	expr_set_text(&arg[0], a);
	if (b != NULL)
		expr_set_text(&arg[1], b);
	else
		expr_set_number(&arg[1], n);
	T_CHECK(case_function(cal, name, arg, 2, &known, &v, NULL));
	T_CHECK(known);
	str_clear(out);
	expr_to_string(&v, out);
	expr_value_done(&v);
	expr_value_done(&arg[0]);
	expr_value_done(&arg[1]);
}

static void
test_working_days(void)
{
	struct calendar *cal = shipped_calendar();
	struct str out = STR_INIT;

	if (cal == NULL)
		T_SKIP("forms/calendar.yaml is not here");
	/* Friday 27 February 2026 to Monday. */
	call(cal, "tn:add-working-days", "2026-02-27", 1, NULL, &out);
	T_STR(str_text(&out), "2026-03-02");
	call(cal, "tn:add-working-days", "2026-03-02", -1, NULL, &out);
	T_STR(str_text(&out), "2026-02-27");
	call(cal, "tn:working-days-between", "2026-03-02", 0, "2026-03-09",
	    &out);
	T_STR(str_text(&out), "5");
	call(cal, "tn:add-working-days", "1999-05", 1, NULL, &out);
	T_STR(str_text(&out), "");
	call(cal, "tn:add-working-days", "2026-03-02", 1e9, NULL, &out);
	T_STR(str_text(&out), "");
	call(cal, "tn:working-days-between", "0001-01-01", 0, "9999-12-31",
	    &out);
	T_STR(str_text(&out), "");
	str_done(&out);
	calendar_free(cal);
}

static json_t *
fold(json_t *row, const char *kind, const char *unit, int64_t epoch,
    const char *facts)
{
	struct event ev = { 0 };
	json_t *next;

	ev.stream = (char *)(void *)"MC-2026-00001";
	ev.kind = (char *)(void *)kind;
	ev.unit = (char *)(void *)unit;
	ev.actor = (char *)(void *)"an";
	ev.epoch = epoch;
	ev.at = 1000;
	ev.facts = json_loads(facts, 0, NULL);
	next = case_projector.fold(row, &ev);
	json_decref(ev.facts);
	json_decref(row);
	return next;
}

#define OPENED "{\"regime\":\"r\",\"path\":\"p\",\"state\":\"received\"}"

/* Events that cannot follow are refused, so a damaged store shows. */
static void
test_fold_refuses(void)
{
	json_t *row = fold(NULL, "case_opened", "u1", 1, OPENED);

	T_STR(row_relation(row, "u1"), "holder");
	T_CHECK(row_relation(row, "u2") == NULL);
	T_CHECK(fold(json_incref(row), "case_opened", "u1", 1, OPENED) == NULL);
	T_CHECK(fold(NULL, "step_taken", "u1", 1, "{}") == NULL);
	T_CHECK(fold(json_incref(row), "nonsense", "u1", 1, "{}") == NULL);
	T_CHECK(fold(json_incref(row), "step_taken", "u1", 1,
	    "{\"from\":\"other\",\"to\":\"x\"}") == NULL);
	T_CHECK(fold(json_incref(row), "accepted", "u2", 2,
	    "{\"to\":\"x\"}") == NULL);
	T_CHECK(fold(json_incref(row), "offer_refused", "u2", 1, "{}") == NULL);
	row = fold(row, "offered", "u1", 1,
	    "{\"act\":\"A\",\"step\":\"s\",\"to_unit\":\"u2\"}");
	T_STR(row_relation(row, "u2"), "offered");
	/* Not by another unit, not without the next epoch. */
	T_CHECK(fold(json_incref(row), "accepted", "u3", 2,
	    "{\"to\":\"x\"}") == NULL);
	T_CHECK(fold(json_incref(row), "accepted", "u2", 3,
	    "{\"to\":\"x\"}") == NULL);
	row = fold(row, "accepted", "u2", 2, "{\"to\":\"x\"}");
	T_STR(row_relation(row, "u2"), "holder");
	T_STR(row_relation(row, "u1"), "former");
	json_decref(row);
}

/* The nearest running clock decides when a case is due. */
static void
test_work_rows(void)
{
	struct work_row work[WORK_ROWS_MAX];
	json_t *row = fold(NULL, "case_opened", "u1", 1, OPENED);
	size_t n;

	row = fold(row, "request_sent", "u1", 1,
	    "{\"request\":{\"code\":\"q\",\"to\":\"u2\"},\"clocks\":{\"start\":"
	    "[{\"code\":\"c\",\"unit\":\"u2\",\"due\":5000,\"by\":\"term\"},"
	    "{\"code\":\"d\",\"unit\":\"u1\",\"due\":4000,\"by\":\"term\"}],"
	    "\"stop\":[]}}");
	n = case_projector.work(row, work);
	T_INT(n, 2);
	T_STR(work[0].relation, "holder");
	T_CHECK(work[0].waiting);
	T_INT(work[0].due, 4000);
	T_STR(work[1].relation, "asked");
	T_INT(work[1].due, 5000);
	T_CHECK(row_clock_runs(row, "c"));
	row = fold(row, "request_answered", "u2", 1, "{\"request\":\"q\","
	    "\"clocks\":{\"start\":[],\"stop\":[\"c\",\"d\"]}}");
	T_CHECK(!row_clock_runs(row, "c"));
	n = case_projector.work(row, work);
	T_CHECK(!work[0].waiting);
	T_CHECK(work[0].due == INT64_MAX);
	T_STR(row_relation(row, "u2"), "former");
	json_decref(row);
}

int
main(void)
{
	T_RUN(test_age_by_date);
	T_RUN(test_age_imprecise);
	T_RUN(test_age_observed);
	T_RUN(test_working_days);
	T_RUN(test_fold_refuses);
	T_RUN(test_work_rows);
	return t_done();
}
