/*
 * Deadlines as JSON: the keys that other programs read.
 */
#include "core/calendar/front.h"

#include "tests/t.h"

#include <stdlib.h>

static struct calendar *cal;

static json_t *
ask(const char *from, const char *term, const char *suspend)
{
	struct err e = ERR_INIT;
	json_t *out = deadline_json(cal, from, term, &suspend,
	    suspend != NULL, &e);

	T_CHECK(out != NULL);
	T_INT(e.code, ERR_NONE);
	err_done(&e);
	return out;
}

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool
has(const json_t *object, const char *key, const char *part)
{
	const char *text = text_of(object, key);

	return text != NULL && strstr(text, part) != NULL;
}

static void
test_keys(void)
{
	json_t *out = ask("2026-08-28T16:00+07:00", "1 working_days", NULL);
	const json_t *days = json_object_get(out, "counted");
	const json_t *day = json_array_get(days, 3);

	T_STR(text_of(out, "from"), "2026-08-28T16:00:00+07:00");
	T_STR(text_of(out, "term"), "1 working_days");
	T_STR(text_of(out, "due"), "2026-09-03T23:59:59+07:00");
	T_CHECK(json_is_true(json_object_get(out, "certain")));
	T_INT(json_array_size(json_object_get(out, "why_uncertain")), 0);
	T_INT(json_array_size(days), 7);
	T_STR(text_of(day, "date"), "2026-08-31");
	T_STR(text_of(day, "why"), "compensatory_rest");
	T_CHECK(json_is_false(json_object_get(day, "counted")));
	T_STR(text_of(json_object_get(day, "name"), "en"),
	    "Swap of 31 August with 22 August");
	T_CHECK(json_is_true(json_object_get(json_array_get(days, 6),
	    "counted")));
	T_INT(json_integer_value(json_object_get(out, "days_counted")), 1);
	T_INT(json_integer_value(json_object_get(out, "days_unlisted")), 0);
	json_decref(out);
}

static void
test_uncertain(void)
{
	json_t *out = ask("2026-12-30", "3 working_days", NULL);
	const json_t *why = json_object_get(out, "why_uncertain");
	const json_t *first = json_array_get(why, 0);

	T_CHECK(json_is_false(json_object_get(out, "certain")));
	T_INT(json_array_size(why), 1);
	T_STR(text_of(first, "code"), "year_unpublished");
	T_CHECK(has(first, "vi", "2027"));
	T_CHECK(has(first, "en", "2027"));
	json_decref(out);
}

static void
test_suspended(void)
{
	json_t *out = ask("2026-03-02T10:00", "24 hours",
	    "2026-03-02T12:00/2026-03-04T12:00");
	const json_t *days = json_object_get(out, "counted");

	T_STR(text_of(out, "due"), "2026-03-05T10:00:00+07:00");
	T_INT(json_array_size(days), 4);
	T_STR(text_of(json_array_get(days, 0), "why"), "partly_suspended");
	T_STR(text_of(json_array_get(days, 1), "why"), "suspended");
	T_STR(text_of(json_array_get(days, 2), "why"), "partly_suspended");
	T_STR(text_of(json_array_get(days, 3), "why"), "day");
	json_decref(out);
	out = ask("2026-03-02T10:00", "3 working_days", "2026-03-03/");
	T_CHECK(json_is_null(json_object_get(out, "due")));
	T_CHECK(json_is_false(json_object_get(out, "certain")));
	json_decref(out);
	/* To midnight: nothing of the next day was used. */
	out = ask("2026-03-02", "24 hours", NULL);
	T_STR(text_of(out, "due"), "2026-03-03T00:00:00+07:00");
	T_INT(json_array_size(json_object_get(out, "counted")), 1);
	json_decref(out);
}

static void
refuse(const char *from, const char *term, const char *suspend,
    enum err_code code)
{
	struct err e = ERR_INIT;
	struct str text = STR_INIT;

	T_CHECK(deadline_json(cal, from, term, &suspend, suspend != NULL, &e)
	    == NULL);
	T_STR(err_code_name(e.code), err_code_name(code));
	err_text(&e, LANG_VI, true, &text);
	T_CHECK(text.len > 20 && text.len < 600);
	T_CHECK(strchr(str_text(&text), '\033') == NULL);
	str_done(&text);
	err_done(&e);
}

static void
test_refused(void)
{
	static char longer[5000];
	const char *many[SUSPEND_MAX + 1];
	struct err e = ERR_INIT;
	size_t i;

	memset(longer, '7', sizeof(longer) - 1);
	refuse(NULL, "3 days", NULL, ERR_DEADLINE_FROM);
	refuse("2026-03-02", NULL, NULL, ERR_TERM_BAD);
	refuse("yesterday", "3 days", NULL, ERR_DEADLINE_FROM);
	refuse("", "3 days", NULL, ERR_DEADLINE_FROM);
	refuse("\033[2J", "3 days", NULL, ERR_DEADLINE_FROM);
	refuse(longer, "3 days", NULL, ERR_DEADLINE_FROM);
	refuse("2026-03-02", "\xff\033[2J", NULL, ERR_TERM_BAD);
	refuse("2026-03-02", longer, NULL, ERR_TERM_BAD);
	refuse("2026-03-02", "100001 days", NULL, ERR_TERM_TOO_LONG);
	refuse("2026-03-02", "3 days", "", ERR_SUSPEND_BAD);
	refuse("2026-03-02", "3 days", "/", ERR_SUSPEND_BAD);
	refuse("2026-03-02", "3 days", "2026-03-02", ERR_SUSPEND_BAD);
	refuse("2026-03-02", "3 days", "2026-03-02/x", ERR_SUSPEND_BAD);
	refuse("2026-03-02", "3 days", longer, ERR_SUSPEND_BAD);
	refuse("2026-03-02", "3 days", "2026-03-02/2026-03-03/2026-03-04",
	    ERR_SUSPEND_BAD);
	refuse("2026-03-02", "3 days", "2026-03-03/2026-03-02",
	    ERR_SUSPEND_ORDER);
	refuse("2026-03-02", "3 days", "2026-03-03/2026-03-03",
	    ERR_SUSPEND_ORDER);
	refuse("9999-12-30", "30 days", NULL, ERR_DEADLINE_RANGE);
	for (i = 0; i < ARRAY_LEN(many); i++)
		many[i] = "2026-03-02/2026-03-03";
	T_CHECK(deadline_json(cal, "2026-03-02", "1 days", many,
	    ARRAY_LEN(many), &e) == NULL);
	T_INT(e.code, ERR_SUSPEND_MANY);
	err_done(&e);
}

int
main(void)
{
	static char text[1 << 20];
	struct findings f = FINDINGS_INIT;
	FILE *in = fopen("forms/calendar.yaml", "rb");

	if (in != NULL) {
		cal = calendar_load("forms/calendar.yaml", text,
		    fread(text, 1, sizeof(text), in), &f);
		fclose(in);
	}
	findings_done(&f);
	if (cal == NULL) {
		printf("Bail out! forms/calendar.yaml cannot be loaded\n");
		return 1;
	}
	T_RUN(test_keys);
	T_RUN(test_uncertain);
	T_RUN(test_suspended);
	T_RUN(test_refused);
	calendar_free(cal);
	return t_done();
}
