#include "core/calendar/front.h"

#include "core/calendar/data.h"
#include "core/calendar/term.h"

#include <stdlib.h>
#include <string.h>

/* Longer than any two times can be written. */
#define SUSPEND_TEXT_MAX 96

/* The two halves of "A/B"; an empty B is a suspension that still runs. */
static enum err_code
read_suspension(const char *text, struct suspension *out)
{
	char from[SUSPEND_TEXT_MAX];
	char *to;

	if (text == NULL || strlen(text) >= sizeof(from))
		return ERR_SUSPEND_BAD;
	memcpy(from, text, strlen(text) + 1);
	to = strchr(from, '/');
	if (to == NULL)
		return ERR_SUSPEND_BAD;
	*to++ = '\0';
	out->to = WHEN_NONE;
	if (!when_parse(from, VN_OFFSET_MIN, &out->from))
		return ERR_SUSPEND_BAD;
	if (*to == '\0')
		return ERR_NONE;
	if (!when_parse(to, VN_OFFSET_MIN, &out->to))
		return ERR_SUSPEND_BAD;
	return out->to > out->from ? ERR_NONE : ERR_SUSPEND_ORDER;
}

/* Refuses a text from outside with a message that repeats it. */
static void
refuse(const char *text, enum err_code code, struct err *e)
{
	char *shown = input_shown(text);

	err_set(e, code, shown, NULL);
	free(shown);
}

bool
suspension_parse(const char *text, struct suspension *out, struct err *e)
{
	struct suspension s;
	enum err_code code = read_suspension(text, &s);

	if (code != ERR_NONE) {
		refuse(text, code, e);
		return false;
	}
	*out = s;
	return true;
}

static json_t *
both_json(const struct text *t)
{
	return json_pack("{s:s, s:s}", "vi", text_in(t, LANG_VI),
	    "en", text_in(t, LANG_EN));
}

static json_t *
reason_json(const struct err *reason)
{
	struct str vi = STR_INIT, en = STR_INIT;
	json_t *out;

	err_text(reason, LANG_VI, false, &vi);
	err_text(reason, LANG_EN, false, &en);
	out = json_pack("{s:s, s:s, s:s}", "code",
	    err_code_name(reason->code), "vi", str_text(&vi),
	    "en", str_text(&en));
	str_done(&vi);
	str_done(&en);
	return out;
}

static json_t *
day_json(const struct counted_day *day)
{
	char date[11];
	json_t *out;

	day_format(day->day, date);
	out = json_pack("{s:s, s:b, s:s}", "date", date,
	    "counted", day->counted, "why", count_why_name(day->why));
	if (day->name != NULL)
		json_object_set_new(out, "name", both_json(day->name));
	return out;
}

static json_t *
time_json(when_t t)
{
	char text[32];

	if (t == WHEN_NONE)
		return json_null();
	when_format(t, VN_OFFSET_MIN, text);
	return json_string(text);
}

static json_t *
show_deadline(when_t from, struct term term, const struct deadline *d)
{
	json_t *out = json_object();
	json_t *reasons = json_array(), *days = json_array();
	char *shown = term_format(term);
	size_t i;

	for (i = 0; i < d->reasons.n; i++)
		json_array_append_new(reasons,
		    reason_json(&d->reasons.item[i]));
	for (i = 0; i < d->n; i++)
		json_array_append_new(days, day_json(&d->day[i]));
	json_object_set_new(out, "from", time_json(from));
	json_object_set_new(out, "term", json_string(shown));
	json_object_set_new(out, "due", time_json(d->due));
	json_object_set_new(out, "certain", json_boolean(d->certain));
	json_object_set_new(out, "why_uncertain", reasons);
	json_object_set_new(out, "counted", days);
	json_object_set_new(out, "days_counted", json_integer(d->n_counted));
	json_object_set_new(out, "days_unlisted",
	    json_integer(d->n_unlisted));
	free(shown);
	return out;
}

static struct suspension *
parse_all(const char *const *text, size_t n, struct err *e)
{
	struct suspension *list;
	size_t i;

	if (n > SUSPEND_MAX) {
		err_set(e, ERR_SUSPEND_MANY, "1000", NULL);
		return NULL;
	}
	list = xcalloc(n + 1, sizeof(*list));
	for (i = 0; i < n; i++) {
		if (!suspension_parse(text[i], &list[i], e)) {
			free(list);
			return NULL;
		}
	}
	return list;
}

json_t *
deadline_json(const struct calendar *cal, const char *from, const char *term,
    const char *const *suspend, size_t n, struct err *e)
{
	struct deadline d = DEADLINE_INIT;
	struct suspension *list;
	struct term parsed;
	json_t *out = NULL;
	when_t begun;

	if (!when_parse(from, VN_OFFSET_MIN, &begun)) {
		refuse(from, ERR_DEADLINE_FROM, e);
		return NULL;
	}
	if (!term_parse(term, &parsed, e))
		return NULL;
	list = parse_all(suspend, n, e);
	if (list == NULL)
		return NULL;
	if (deadline_compute(cal, begun, parsed, list, n, &d, e))
		out = show_deadline(begun, parsed, &d);
	deadline_done(&d);
	free(list);
	return out;
}
