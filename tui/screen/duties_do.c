/* Personal data of a case: the commands, with their questions on the way. */
#include "tui/screen/duties.h"

#include "core/base/jx.h"
#include "tui/screen/case.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

bool
duties_may(const json_t *duties, const char *command)
{
	const json_t *can = jx_get(duties, "can");

	for (size_t i = 0; i < json_array_size(can); i++)
		if (str_eq(json_string_value(json_array_get(can, i)), command))
			return true;
	return false;
}

/* One command with its questions on the way; freed when one goes back. */
struct duty {
	struct app *app;
	char *case_id;
	json_t *command;		/* {"do", "op_id", "case", "with"} */
	const char *key;		/* what the next answer is */
	json_t *choices;
};

static void
duty_done(void *p)
{
	struct duty *d = p;

	json_decref(d->command);
	json_decref(d->choices);
	free(d->case_id);
	free(d);
}

static struct duty *
duty_new(struct app *app, const char *command, const char *case_id,
    const json_t *choices)
{
	struct duty *d = xcalloc(1, sizeof *d);
	char *op_id = tn_new_op_id(app->tn);

	d->app = app;
	d->case_id = xstrdup(case_id);
	d->choices = json_deep_copy(choices);
	d->command = json_pack("{s:s,s:s,s:s,s:{}}", "do", command, "op_id",
	    op_id, "case", case_id, "with");
	app_keep(app, d, duty_done);
	free(op_id);
	return d;
}

static void
say_in(struct duty *d, const char *key, const char *value)
{
	if (value != NULL && *value != '\0')
		json_object_set_new(json_object_get(d->command, "with"), key,
		    json_string(value));
}

static void
send(struct duty *d)
{
	struct app *app = d->app;
	json_t *outcome = app_do(app, json_incref(d->command));

	if (outcome_is(outcome, "done"))
		app_say(app, ATTR_GOOD, M_SAVED, NULL);
	else if (outcome_is(outcome, "refused"))
		app_say_refusal(app, outcome);
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
	json_decref(outcome);
	app_keep(app, NULL, NULL);
}

static void
on_text(void *ctx, const char *text)
{
	struct duty *d = ctx;

	say_in(d, d->key, text);
	send(d);
}

static void
ask_text(struct duty *d, const char *key, enum msg title, bool optional)
{
	struct prompt p = { app_msg(d->app, title), NULL, SIZE_MAX, false,
	    optional, false, 300, on_text, NULL, d };

	d->key = key;
	prompt_open(d->app, &p);
}

static void
choose(struct duty *d, const char *of, enum msg title,
    void (*done)(void *ctx, const json_t *codes))
{
	choice_open_json(d->app, app_msg(d->app, title), jx_get(d->choices,
	    of), false, done, d);
}

static const char *
chosen(const json_t *codes)
{
	return json_string_value(json_array_get(codes, 0));
}

static void
on_purpose(void *ctx, const json_t *codes)
{
	say_in(ctx, "purpose", chosen(codes));
	ask_text(ctx, "why", M_DUTIES_WHY, false);
}

static void
on_by(void *ctx, const json_t *codes)
{
	say_in(ctx, "by", chosen(codes));
	ask_text(ctx, "words", M_DUTIES_WORDS, true);
}

static void
on_kind(void *ctx, const json_t *codes)
{
	say_in(ctx, "kind", chosen(codes));
	choose(ctx, "by", M_DUTIES_BY, on_by);
}

static void
on_ground(void *ctx, const json_t *codes)
{
	say_in(ctx, "ground", chosen(codes));
	ask_text(ctx, "document", M_DUTIES_DOCUMENT, false);
}

static void
on_country(void *ctx, const char *text)
{
	say_in(ctx, "country", text);
	choose(ctx, "grounds", M_DUTIES_GROUND, on_ground);
}

static void
start_transfer(struct duty *d)
{
	struct prompt p = { app_msg(d->app, M_DUTIES_COUNTRY), NULL, SIZE_MAX,
	    false, false, false, 2, on_country, NULL, d };

	prompt_open(d->app, &p);
}

/* ---- answering ---- */

static void
on_outcome(void *ctx, const json_t *codes)
{
	struct duty *d = ctx;
	const char *end = chosen(codes);

	say_in(d, "outcome", end);
	ask_text(d, "why", str_eq(end, "done") ? M_DUTIES_HOW : M_DUTIES_REFUSED,
	    str_eq(end, "done"));
}

static void
request_fill(struct app *app, struct rows *rows, const json_t *r, int width)
{
	char *far = duties_how_far(app, r);
	const char *words = app_get(app, r, "words");

	rows_text(rows, 2, width - 4, ATTR_PLAIN, app_get(app, r, "title"));
	rows_text(rows, 2, width - 4, ATTR_PLAIN, far);
	rows_blank(rows);
	rows_text(rows, 2, width - 4, ATTR_PLAIN, *words != '\0' ? words :
	    app_msg(app, M_REQUESTS_NO_WORDS));
	rows_blank(rows);
	if (jx_text(r, "answered") == NULL && jx_bool(r, "can", false))
		rows_item(rows, "answer", 0, r, 2, width - 4, ATTR_PLAIN,
		    app_msg(app, M_REQUESTS_ANSWER));
	free(far);
}

static void
on_answer(void *ctx, const json_t *item)
{
	struct app *app = ctx;
	struct duty *d = duty_new(app, "answer_person_request",
	    app_get(app, item, "case"), jx_get(item, "choices"));

	say_in(d, "request", jx_text(item, "request"));
	choose(d, "outcomes", M_REQUESTS_HOW, on_outcome);
}

/* Its words are asked for, which is a reading; then it can be answered. */
void
duties_open_request(struct app *app, const json_t *r)
{
	json_t *whole = app_ask(app, json_pack("{s:s,s:s}", "ask",
	    "case", "case", app_get(app, r, "case")));
	json_t *one = whole == NULL ? NULL : app_ask(app, json_pack(
	    "{s:s,s:s,s:s}", "ask", "person_requests", "case", app_get(app,
	    r, "case"), "request", app_get(app, r, "request")));
	struct panel p = { M_REQUESTS_ONE, one, request_fill, on_answer, app };
	const json_t *duties = jx_get(whole, "duties");

	if (one != NULL) {
		json_object_set(one, "answered", jx_get(r, "answered"));
		json_object_set(one, "outcome", jx_get(r, "outcome"));
		json_object_set(one, "choices", jx_get(duties, "choices"));
		json_object_set_new(one, "can", json_boolean(duties_may(duties,
		    "answer_person_request")));
		app_push(app, panel_new(app, &p));
	}
	json_decref(whole);
}

void
duties_set_purpose(struct app *app, const char *case_id,
    const json_t *duties)
{
	choose(duty_new(app, "set_purpose", case_id, jx_get(duties,
	    "choices")), "purposes", M_DUTIES_WHICH, on_purpose);
}

void
duties_transfer(struct app *app, const char *case_id, const json_t *duties)
{
	start_transfer(duty_new(app, "record_transfer", case_id,
	    jx_get(duties, "choices")));
}

void
duties_person_asks(struct app *app, const char *case_id,
    const json_t *duties)
{
	choose(duty_new(app, "record_person_request", case_id, jx_get(duties,
	    "choices")), "kinds", M_DUTIES_KIND, on_kind);
}

void
case_duty_rows(struct app *app, struct case_view *k)
{
	const json_t *duties = jx_get(k->answer, "duties"), *r;
	const json_t *purpose = jx_get(duties, "purpose");
	int waiting = 0;
	char *say, *n;
	size_t i;

	if (duties == NULL)
		return;
	say = json_is_object(purpose) ? app_text(app, M_DUTIES_LINE,
	    app_get(app, purpose, "title"), NULL) :
	    xstrdup(app_msg(app, M_DUTIES_LINE_NONE));
	rows_blank(&k->rows);
	rows_item(&k->rows, "duties", CASE_DUTIES, duties, 2, k->width - 3,
	    json_is_object(purpose) ? ATTR_PLAIN : ATTR_WARN, say);
	free(say);
	json_array_foreach(jx_get(duties, "requests"), i, r)
		waiting += jx_text(r, "answered") == NULL;
	if (waiting == 0)
		return;
	n = xasprintf("%d", waiting);
	say = app_text(app, M_DUTIES_WAITING, n, NULL);
	rows_item(&k->rows, "asked", CASE_DUTIES, duties, 2, k->width - 3,
	    ATTR_WARN, say);
	free(say);
	free(n);
}
