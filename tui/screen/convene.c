/*
 * Opening an act of coordination: its kind, the period or the case, who is
 * invited, the foreign side, and then the form of that kind.
 */
#include "core/base/jx.h"
#include "core/base/when.h"
#include "tui/screen/coordination.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdio.h>
#include <stdlib.h>

struct convening {
	struct app *app;
	json_t *kinds, *kind, *with;
};

static void
convening_free(void *p)
{
	struct convening *k = p;

	json_decref(k->kinds);
	json_decref(k->kind);
	json_decref(k->with);
	free(k);
}

char *
day_typed(struct app *app, const char *text)
{
	int day, month, year, end = 0;
	char iso[32];
	day_t found;

	if (sscanf(text, " %2d/%2d/%4d %n", &day, &month, &year, &end) == 3 &&
	    text[end] == '\0') {
		snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
		if (day_parse(iso, &found))
			return xstrdup(iso);
	}
	if (day_parse(text, &found))
		return xstrdup(text);
	app_say(app, ATTR_BAD, M_TOGETHER_BAD_DAY, text, NULL);
	return NULL;
}

/* All is asked: the form of the kind, which sends the command. */
static void
fill_form(struct convening *k)
{
	struct app *app = k->app;
	json_t *parts = json_pack("[{s:s, s:s}]", "form",
	    jx_text(k->kind, "form"), "key", "answers");
	json_t *command = json_pack("{s:s, s:O}", "do", "open_coordination",
	    "with", k->with);
	json_t *title = json_incref(jx_get(k->kind, "title"));
	struct form_purpose p = { .title = title, .parts = parts,
	    .command = command };

	app_keep(app, NULL, NULL);
	form_open(app, &p);
	json_decref(title);
	json_decref(command);
	json_decref(parts);
}

static void
on_foreign(void *ctx, const char *text)
{
	struct convening *k = ctx;

	if (*text != '\0')
		json_object_set_new(k->with, "foreign_side",
		    json_string(text));
	fill_form(k);
}

static void
on_invited(void *ctx, const json_t *codes)
{
	struct convening *k = ctx;
	struct prompt p = { app_msg(k->app, M_TOGETHER_FOREIGN), NULL,
	    SIZE_MAX, false, true, false, 200, on_foreign, NULL, k };

	json_object_set_new(k->with, "invited", json_deep_copy(codes));
	if (jx_bool(k->kind, "foreign", false))
		prompt_open(k->app, &p);
	else
		fill_form(k);
}

static bool
unit_at(void *ctx, size_t i, const char **code, const char **label)
{
	struct convening *k = ctx;
	const json_t *u = json_array_get(jx_get(k->kind, "units"), i);

	if (u == NULL)
		return false;
	*code = jx_text(u, "code");
	*label = app_get(k->app, u, "title");
	return true;
}

static void
ask_units(struct convening *k)
{
	struct choice c = { app_msg(k->app, M_TOGETHER_INVITE), true, unit_at,
	    NULL, on_invited, k, NULL };

	choice_open(k->app, &c);
}

static void ask_day(struct convening *k, const char *key);

static void
keep_day(struct convening *k, const char *key, const char *text)
{
	char *iso = day_typed(k->app, text);

	if (iso == NULL) {
		ask_day(k, key);
		return;
	}
	json_object_set_new(jx_get(k->with, "period"), key, json_string(iso));
	free(iso);
	if (str_eq(key, "from"))
		ask_day(k, "to");
	else
		ask_units(k);
}

static void
on_from(void *ctx, const char *text)
{
	keep_day(ctx, "from", text);
}

static void
on_to(void *ctx, const char *text)
{
	keep_day(ctx, "to", text);
}

/* The year that runs is where most periods lie. */
static void
ask_day(struct convening *k, const char *key)
{
	bool from = str_eq(key, "from");
	int year = civil_from_day(when_day(tn_now(k->app->tn),
	    VN_OFFSET_MIN)).year;
	char *usual = xasprintf(from ? "01/01/%d" : "31/12/%d", year);
	struct prompt p = { app_msg(k->app, from ? M_TOGETHER_FROM :
	    M_TOGETHER_UNTIL), usual, SIZE_MAX, false, false, false, 10,
	    from ? on_from : on_to, NULL, k };

	prompt_open(k->app, &p);
	free(usual);
}

static void
on_kind(void *ctx, const json_t *codes)
{
	struct convening *k = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));

	if (k->kind == NULL)
		k->kind = json_incref(jx_by_code(k->kinds, code));
	if (k->kind == NULL)
		return;
	json_object_set_new(k->with, "kind", json_string(code));
	if (jx_text(k->with, "case") != NULL) {
		ask_units(k);
		return;
	}
	json_object_set_new(k->with, "period", json_object());
	ask_day(k, "from");
}

void
convene_open(struct app *app, const json_t *kinds, const char *case_id)
{
	struct convening *k = xcalloc(1, sizeof *k);

	k->app = app;
	k->with = json_object();
	k->kinds = json_array();
	if (case_id != NULL)
		json_object_set_new(k->with, "case", json_string(case_id));
	for (size_t i = 0; i < json_array_size(kinds); i++)
		if (jx_bool(json_array_get(kinds, i), case_id != NULL ?
		    "of_case" : "of_period", false))
			json_array_append(k->kinds, json_array_get(kinds, i));
	app_keep(app, k, convening_free);
	if (json_array_size(k->kinds) == 0)
		app_say(app, ATTR_BAD, M_TOGETHER_NO_KIND, NULL);
	else
		choice_open_json(app, app_msg(app, M_TOGETHER_KIND), k->kinds,
		    true, on_kind, k);
}
