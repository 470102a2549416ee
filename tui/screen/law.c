#include "tui/screen/law.h"

#include "core/base/jx.h"
#include "tui/screen/screens.h"

#include <stdlib.h>
#include <string.h>

#define PANE_FROM 120		/* columns of the terminal */
#define PANE_MOST 64

static const struct {
	const char *code;
	enum msg title;
} kinds[] = {
	{ "value", M_LAW_VALUE }, { "local_value", M_LAW_LOCAL_VALUE },
	{ "clock", M_LAW_CLOCK }, { "suspension", M_LAW_SUSPENSION },
	{ "extension", M_LAW_EXTENSION }, { "escalation", M_LAW_ESCALATION },
	{ "path", M_LAW_PATH }, { "track", M_LAW_TRACK },
	{ "step", M_LAW_STEP }, { "need", M_LAW_NEED },
	{ "paper", M_LAW_PAPER }, { "request", M_LAW_REQUEST },
	{ "support", M_LAW_SUPPORT }, { "entitlement", M_LAW_ENTITLEMENT },
	{ "class", M_LAW_CLASS }, { "state", M_LAW_STATE },
	{ "coordination", M_LAW_COORDINATION },
	{ "takeover", M_LAW_TAKEOVER },
};

static const struct {
	const char *code;
	enum msg say;
} sure[] = {
	{ "confirmed", M_STATUS_CONFIRMED }, { "reported", M_STATUS_REPORTED },
	{ "draft", M_STATUS_DRAFT }, { "inferred", M_STATUS_INFERRED },
	{ "unset", M_STATUS_UNSET },
};

/* The view whose rows are looked at: popups in front of it do not count. */
static struct view *
view_of(const struct app *app)
{
	size_t i = app->views;

	while (i > 0 && app->view[i - 1]->ops->overlay)
		i--;
	return i > 0 ? app->view[i - 1] : NULL;
}

int
law_pane_width(const struct app *app, int cols)
{
	const struct view *v = view_of(app);
	int w = cols * 2 / 5;

	if (!app->law_pane || cols < PANE_FROM || app->o->linear ||
	    v == NULL || v->ops->law == NULL)
		return 0;
	return w < PANE_MOST ? w : PANE_MOST;
}

static void
add(struct app *app, struct rows *rows, int width, enum attr attr, enum msg m,
    const char *arg)
{
	char *say;

	if (arg == NULL || *arg == '\0')
		return;
	say = app_text(app, m, arg, NULL);
	rows_text(rows, 2, width - 3, attr, say);
	free(say);
}

static void
add_force(struct app *app, struct rows *rows, int width, const json_t *doc)
{
	struct str from = STR_INIT, to = STR_INIT;
	char *say;

	app_time(jx_get(doc, "from"), &from);
	app_time(jx_get(doc, "to"), &to);
	say = from.len == 0 ? app_text(app, M_LAW_NO_DAY, NULL) :
	    to.len == 0 ? app_text(app, M_LAW_FROM, str_text(&from), NULL) :
	    app_text(app, M_LAW_FROM_TO, str_text(&from), str_text(&to), NULL);
	rows_text(rows, 2, width - 3, ATTR_PLAIN, say);
	free(say);
	str_done(&from);
	str_done(&to);
}

/* "Ask the police to verify (32; inferred by us)". */
static void
add_use(struct app *app, struct rows *rows, int width, const json_t *use,
    size_t i)
{
	const json_t *law = jx_get(use, "law");
	const char *status = jx_text(law, "status"), *say = "";
	const char *article = app_get(app, law, "article");
	char *key = xasprintf("use%zu", i), *line;

	for (size_t k = 0; k < ARRAY_LEN(sure); k++) {
		if (str_eq(sure[k].code, status))
			say = app_msg(app, sure[k].say);
	}
	line = app_text(app, *article == '\0' ? M_LAW_USE_WHOLE :
	    *article >= '0' && *article <= '9' ? M_LAW_USE :
	    M_LAW_USE_PART, app_get(app, use, "title"), say,
	    article, NULL);
	rows_item(rows, key, 0, use, 4, width - 5, ATTR_PLAIN, line);
	free(line);
	free(key);
}

static void
add_kind(struct app *app, struct rows *rows, int width, const json_t *use,
    const json_t *before)
{
	bool other = !str_eq(jx_text(use, "regime"),
	    jx_text(before, "regime"));

	if (other)
		rows_section(rows, width - 2, app_get(app, use,
		    "regime_title"));
	if (!other && str_eq(jx_text(use, "kind"), jx_text(before, "kind")))
		return;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (str_eq(kinds[i].code, jx_text(use, "kind")))
			rows_text(rows, 2, width - 3, ATTR_BOLD,
			    app_msg(app, kinds[i].title));
	}
}

static void
add_uses(struct app *app, struct rows *rows, int width, const json_t *answer)
{
	const json_t *uses = jx_get(answer, "uses");
	int more = (int)jx_int(answer, "more", 0);

	rows_blank(rows);
	rows_text(rows, 2, width - 3, ATTR_BOLD, app_msg(app,
	    json_array_size(uses) > 0 ? M_LAW_RESTS : M_LAW_RESTS_NOTHING));
	for (size_t i = 0; i < json_array_size(uses); i++) {
		const json_t *use = json_array_get(uses, i);

		add_kind(app, rows, width, use, i > 0 ?
		    json_array_get(uses, i - 1) : NULL);
		add_use(app, rows, width, use, i);
	}
	if (more > 0) {
		char *n = xasprintf("%d", more);

		add(app, rows, width, ATTR_DIM, M_LAW_MORE, n);
		free(n);
	}
}

/* `data`: {"law", "answer"}; both may be null. */
static void
law_rows(struct app *app, struct rows *rows, const json_t *data, int width)
{
	const json_t *law = jx_get(data, "law");
	const json_t *answer = jx_get(data, "answer");
	const json_t *doc = jx_get(answer, "doc");

	if (law == NULL || json_is_null(law) || (json_is_object(law) &&
	    jx_get(law, "text") == NULL)) {
		rows_text(rows, 2, width - 3, ATTR_PLAIN,
		    app_msg(app, M_LAW_NO_ROW));
		return;
	}
	rows_text(rows, 2, width - 3, ATTR_BOLD, json_is_string(law) ?
	    json_string_value(law) : app_get(app, law, "text"));
	add(app, rows, width, ATTR_PLAIN, M_LAW_SURE,
	    app_get(app, law, "status_text"));
	add(app, rows, width, ATTR_PLAIN, M_LAW_NUMBER,
	    app_get(app, doc, "number"));
	if (json_is_object(doc))
		add_force(app, rows, width, doc);
	add(app, rows, width, ATTR_DIM, M_LAW_SOURCE,
	    app_get(app, law, "source"));
	if (*app_get(app, law, "note") != '\0') {
		rows_blank(rows);
		rows_text(rows, 2, width - 3, ATTR_PLAIN,
		    app_get(app, law, "note"));
	}
	if (json_is_object(answer))
		add_uses(app, rows, width, answer);
}

/* What rests on it; NULL where the law names no document.  Says nothing. */
static json_t *
ask_law(struct app *app, const json_t *law)
{
	json_t *query, *answer;

	if (app->session == NULL || (!json_is_string(law) &&
	    jx_text(law, "doc") == NULL))
		return NULL;
	query = json_pack("{s:s, s:O}", "ask", "law", "law", law);
	answer = tn_ask(app->session, query);
	json_decref(query);
	if (jx_get(answer, "uses") == NULL) {
		json_decref(answer);
		return NULL;
	}
	return answer;
}

static json_t *
law_data(struct app *app, const json_t *law)
{
	json_t *answer = ask_law(app, law);

	return json_pack("{s:o, s:o}", "law", law != NULL ?
	    json_deep_copy(law) : json_null(), "answer",
	    answer != NULL ? answer : json_null());
}

void
law_pane_paint(struct app *app, struct canvas *c, struct area a)
{
	struct view *v = view_of(app);
	const json_t *law = v->ops->law(v);
	struct rows rows = { 0 };

	if (app->law_data == NULL || !json_equal(law != NULL ? law :
	    json_null(), jx_get(app->law_data, "law"))) {
		json_decref(app->law_data);
		app->law_data = law_data(app, law);
	}
	for (int y = a.y; y < a.y + a.h; y++)
		canvas_text(c, y, a.x, 1, ATTR_DIM, "|");
	a.x += 1;
	a.w -= 1;
	rows_begin(&rows);
	law_rows(app, &rows, app->law_data, a.w);
	for (size_t i = 0; i < rows.n; i++)
		rows.row[i].pick = false;
	rows_end(&rows);
	rows_paint(&rows, c, a, false);
	rows_done(&rows);
}

void
law_pane_done(struct app *app)
{
	json_decref(app->law_data);
	app->law_data = NULL;
}

void
law_page(struct app *app, struct view *v)
{
	struct panel p = { M_LAW_TITLE, NULL, law_rows, NULL, NULL };

	p.data = law_data(app, v->ops->law(v));
	app_push(app, panel_new(app, &p));
}

void
law_command(struct app *app, struct view *v)
{
	if (app->canvas.cols < PANE_FROM || app->o->linear) {
		law_page(app, v);
		return;
	}
	app->law_pane = !app->law_pane;
	app->dirty |= LAYOUT;
	app_say(app, ATTR_PLAIN, app->law_pane ? M_LAW_SHOWN : M_LAW_HIDDEN,
	    NULL);
	app_like(app, "law_pane", app->law_pane ? json_true() : json_null());
}
