/* What the officer who is signed in likes: read once, kept when it changes. */
#include "core/base/jx.h"
#include "tui/app.h"

void
app_read_likes(struct app *app)
{
	json_t *query = json_pack("{s:s}", "ask", "preferences");
	json_t *answer = tn_ask(app->session, query);

	json_decref(app->likes);
	app->likes = json_incref(jx_get(answer, "preferences"));
	json_decref(answer);
	json_decref(query);
	app->law_pane = json_is_true(app_liked(app, "law_pane"));
}

const json_t *
app_liked(const struct app *app, const char *name)
{
	return jx_get(app->likes, name);
}

bool
app_like(struct app *app, const char *name, json_t *value)
{
	json_t *outcome;
	bool kept;

	if (json_equal(value, jx_get(app->likes, name))) {
		json_decref(value);
		return true;
	}
	if (app->likes == NULL)
		app->likes = json_object();
	if (json_is_null(value))
		json_object_del(app->likes, name);
	else
		json_object_set(app->likes, name, value);
	outcome = app_do(app, json_pack("{s:s, s:{s:s, s:o}}", "do",
	    "save_preference", "with", "name", name, "value", value));
	kept = outcome_is(outcome, "done");
	if (!kept)
		app_say_refusal(app, outcome);
	json_decref(outcome);
	return kept;
}
