/* The app's words: the status line, texts in two languages, the door. */
#include "tui/app.h"

#include "core/base/jx.h"
#include "core/base/when.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *
app_msg(const struct app *app, enum msg m)
{
	return msg_text(m, app->lang);
}

static void
fill(const struct app *app, struct str *out, enum msg m, va_list ap)
{
	const char *arg[ERR_ARGS];
	size_t n = 0;

	while (n < ERR_ARGS && (arg[n] = va_arg(ap, const char *)) != NULL)
		n++;
	text_fill(out, app_msg(app, m), arg, n);
}

char *
app_text(const struct app *app, enum msg m, ...)
{
	struct str out = STR_INIT;
	va_list ap;

	va_start(ap, m);
	fill(app, &out, m, ap);
	va_end(ap);
	return str_steal(&out);
}

void
app_say(struct app *app, enum attr attr, enum msg m, ...)
{
	struct str out = STR_INIT;
	va_list ap;

	va_start(ap, m);
	fill(app, &out, m, ap);
	va_end(ap);
	app_say_text(app, attr, str_text(&out));
	str_done(&out);
}

void
app_say_text(struct app *app, enum attr attr, const char *text)
{
	struct str copy = STR_INIT;

	str_add(&copy, text);
	str_done(&app->status);
	app->status = copy;
	app->status_attr = attr;
	app->dirty |= PAINT;
}

const char *
app_in(const struct app *app, const json_t *text)
{
	const char *s = json_string_value(text);

	if (s == NULL && json_is_object(text)) {
		s = jx_text(text, app->lang == LANG_EN ? "en" : "vi");
		if (s == NULL)
			s = jx_text(text, app->lang == LANG_EN ? "vi" : "en");
	}
	return s != NULL ? s : "";
}

const char *
app_get(const struct app *app, const json_t *o, const char *key)
{
	return app_in(app, jx_get(o, key));
}

bool
outcome_is(const json_t *outcome, const char *name)
{
	return str_eq(jx_text(outcome, "outcome"), name);
}

static const char *
first_reason(const struct app *app, const json_t *outcome)
{
	return app_get(app, json_array_get(jx_get(outcome, "reasons"), 0),
	    "say");
}

void
app_say_refusal(struct app *app, const json_t *outcome)
{
	app_say_text(app, ATTR_BAD, first_reason(app, outcome));
}

/* An answer that says that nobody is signed in any more. */
static void
note_lost(struct app *app, const json_t *answer)
{
	static const char *const lost[] = { "serve_session", "session_long" };
	const char *code = jx_text(json_array_get(jx_get(answer, "reasons"),
	    0), "code");

	for (size_t i = 0; i < ARRAY_LEN(lost); i++)
		app->lost |= str_eq(code, lost[i]);
}

json_t *
app_ask_why(struct app *app, json_t *query, char **code)
{
	json_t *answer = app->session != NULL ?
	    tn_ask(app->session, query) : NULL;

	*code = NULL;
	json_decref(query);
	note_lost(app, answer);
	if (answer != NULL && jx_get(answer, "reasons") != NULL &&
	    outcome_is(answer, "refused")) {
		/* That a save is uncertain says more than an empty list. */
		if (!str_eq(str_text(&app->status),
		    app_msg(app, M_OUTCOME_UNKNOWN)))
			app_say(app, ATTR_BAD, M_REFUSED_ANSWER,
			    first_reason(app, answer), NULL);
		*code = xstrdup(jx_text(json_array_get(jx_get(answer,
		    "reasons"), 0), "code"));
		json_decref(answer);
		answer = NULL;
	}
	return answer;
}

json_t *
app_ask(struct app *app, json_t *query)
{
	char *code;
	json_t *answer = app_ask_why(app, query, &code);

	free(code);
	return answer;
}

/*
 * Neither "saved" nor "not saved" is ever guessed: the journal is asked for
 * the operation, and when it cannot tell, the officer is told just that.
 */
static void
find_out(struct app *app, json_t *outcome)
{
	json_t *query = json_pack("{s:s, s:O?}", "ask", "operation", "op_id",
	    jx_get(outcome, "op_id"));
	json_t *answer = tn_ask(app->session, query);
	int64_t found = jx_int(answer, "found", -1);

	note_lost(app, answer);
	if (found > 0)
		json_object_set_new(outcome, "outcome", json_string("done"));
	else
		app_say(app, ATTR_BAD, found == 0 ? M_OUTCOME_NOT :
		    M_OUTCOME_UNKNOWN, NULL);
	free(app->unsure);
	app->unsure = found >= 0 || jx_text(outcome, "op_id") == NULL ? NULL :
	    xstrdup(jx_text(outcome, "op_id"));
	json_decref(answer);
	json_decref(query);
}

void
app_find_out(struct app *app)
{
	json_t *outcome;

	if (app->unsure == NULL)
		return;
	outcome = json_pack("{s:s,s:s}", "outcome", "unknown", "op_id",
	    app->unsure);
	find_out(app, outcome);
	if (outcome_is(outcome, "done"))
		app_say(app, ATTR_GOOD, M_OUTCOME_WAS, NULL);
	json_decref(outcome);
}

json_t *
app_do(struct app *app, json_t *command)
{
	json_t *outcome = app->session != NULL ?
	    tn_execute(app->session, command) : json_object();

	json_decref(command);
	note_lost(app, outcome);
	if (outcome_is(outcome, "unknown"))
		find_out(app, outcome);
	return outcome;
}

void
app_time(const json_t *iso, struct str *out)
{
	const char *s = json_string_value(iso);
	struct civil c;
	when_t t;
	int64_t minute;

	if (s == NULL || !when_parse(s, VN_OFFSET_MIN, &t))
		return;
	c = civil_from_day(when_day(t, VN_OFFSET_MIN));
	minute = (t - when_from_day(when_day(t, VN_OFFSET_MIN),
	    VN_OFFSET_MIN, 0)) / 60000;
	/* A day without an hour is a day. */
	str_printf(out, "%02d/%02d/%d", c.day, c.month, c.year);
	if (strchr(s, 'T') != NULL)
		str_printf(out, " %02d:%02d", (int)(minute / 60),
		    (int)(minute % 60));
}

char *
app_time_left(const struct app *app, const json_t *iso)
{
	const char *s = json_string_value(iso);
	char *hours, *minutes, *say;
	int64_t left;
	when_t t;

	if (s == NULL || !when_parse(s, VN_OFFSET_MIN, &t))
		return xstrdup("");
	left = (t - tn_now(app->tn)) / 60000;
	if (t <= tn_now(app->tn))
		return xstrdup(app_msg(app, M_LEFT_NONE));
	hours = xasprintf("%d", (int)(left / 60));
	minutes = xasprintf("%d", (int)(left % 60));
	say = left < 60 ? app_text(app, M_LEFT_MINUTES, minutes, NULL) :
	    app_text(app, M_LEFT_HOURS, hours, minutes, NULL);
	free(hours);
	free(minutes);
	return say;
}
