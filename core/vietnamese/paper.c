/* Dates known in part, and how a reading is told. */
#include "core/vietnamese/paper.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
paper_date_valid(struct paper_date d)
{
	if (d.year < 1 || d.year > 9999 || d.month < 0 || d.month > 12)
		return false;
	/* A day without its month is none either. */
	return d.day == 0 ||
	    civil_valid((struct civil){ d.year, d.month, d.day });
}

void
paper_date_text(struct paper_date d, char out[PAPER_DATE_TEXT])
{
	unsigned year = (unsigned)d.year % 10000;
	unsigned month = (unsigned)d.month % 100, day = (unsigned)d.day % 100;

	if (d.month == 0)
		snprintf(out, PAPER_DATE_TEXT, "%04u", year);
	else if (d.day == 0)
		snprintf(out, PAPER_DATE_TEXT, "%04u-%02u", year, month);
	else
		snprintf(out, PAPER_DATE_TEXT, "%04u-%02u-%02u", year, month,
		    day);
}

/* Below, at or above 0; 0 also when what is known does not tell. */
static int
compare(struct paper_date d, day_t day)
{
	struct civil c = civil_from_day(day);

	if (d.year != c.year || d.month == 0)
		return d.year - c.year;
	if (d.month != c.month || d.day == 0)
		return d.month - c.month;
	return d.day - c.day;
}

bool
paper_date_before(struct paper_date d, day_t day)
{
	return compare(d, day) < 0;
}

bool
paper_date_after(struct paper_date d, day_t day)
{
	return compare(d, day) > 0;
}

json_t *
paper_new(const char *kind)
{
	json_t *paper = json_object();

	json_object_set_new(paper, "kind", json_string(kind));
	json_object_set_new(paper, "checks", json_object());
	json_object_set_new(paper, "warnings", json_array());
	return paper;
}

void
paper_set(json_t *paper, const char *key, const char *text)
{
	json_object_set_new(paper, key,
	    text == NULL || *text == '\0' ? json_null() : json_string(text));
}

void
paper_set_date(json_t *paper, const char *key, struct paper_date d)
{
	char text[PAPER_DATE_TEXT];

	paper_date_text(d, text);
	paper_set(paper, key, text);
}

static json_t *
sentence(enum err_code code, enum lang lang, const char *const *arg)
{
	struct str text = STR_INIT;
	json_t *s;

	text_fill(&text, err_pattern(code, lang), arg, ERR_ARGS);
	s = json_string(str_text(&text));
	str_done(&text);
	return s;
}

void
paper_warn(json_t *paper, enum err_code code, ...)
{
	const char *arg[ERR_ARGS] = { NULL };
	json_t *w = json_object(), *say = json_object();
	va_list ap;

	va_start(ap, code);
	for (size_t i = 0; i < ERR_ARGS; i++) {
		arg[i] = va_arg(ap, const char *);
		if (arg[i] == NULL)
			break;
	}
	va_end(ap);
	json_object_set_new(say, "vi", sentence(code, LANG_VI, arg));
	json_object_set_new(say, "en", sentence(code, LANG_EN, arg));
	json_object_set_new(w, "code", json_string(err_code_name(code)));
	json_object_set_new(w, "say", say);
	json_array_append_new(json_object_get(paper, "warnings"), w);
}

void
paper_check(json_t *paper, const char *name, bool passed, enum err_code code)
{
	json_object_set_new(json_object_get(paper, "checks"), name,
	    json_boolean(passed));
	if (!passed)
		paper_warn(paper, code, NULL);
}
