/* What a hand-over act shows: head, a table of persons, minutes, receipt. */
#include "core/base/jx.h"
#include "tui/screen/act.h"

#include <stdlib.h>

static enum msg
state_msg(const char *state)
{
	static const struct {
		const char *state;
		enum msg m;
	} states[] = {
		{ "offered", M_ACT_OFFERED }, { "accepted", M_ACT_ACCEPTED },
		{ "partly", M_ACT_PARTLY }, { "refused", M_ACT_REFUSED },
		{ "withdrawn", M_ACT_WITHDRAWN },
	};

	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		if (str_eq(states[i].state, state))
			return states[i].m;
	}
	return M_ACT_OFFERED;
}

static void
add_text(struct view *v, int width, enum msg m, const char *arg)
{
	char *say = app_text(v->app, m, arg, NULL);

	rows_text(&((struct act *)v->data)->rows, 2, width - 4, ATTR_PLAIN,
	    say);
	free(say);
}

/* A count, or a text of it in both languages. */
static char *
count_text(struct app *app, const json_t *n)
{
	return json_is_integer(n) ? xasprintf("%lld",
	    (long long)json_integer_value(n)) : xstrdup(*app_in(app, n) !=
	    '\0' ? app_in(app, n) : "0");
}

/* How many papers the line of the minutes counts; else what the case says. */
static char *
papers_text(struct app *app, const json_t *line)
{
	const json_t *filled = jx_get(line, "filled");
	const json_t *papers = jx_get(filled, "handed_papers");
	int64_t n = 0;

	if (filled == NULL)
		return count_text(app, jx_get(line, "papers"));
	for (size_t i = 0; i < json_array_size(papers); i++)
		n += jx_int(json_array_get(papers, i), "handed_paper_count",
		    0);
	return xasprintf("%lld", (long long)n);
}

static const char *
said_of(struct app *app, const json_t *answers, const char *name)
{
	for (size_t i = 0; i < json_array_size(answers); i++)
		if (str_eq(jx_text(json_array_get(answers, i), "name"), name))
			return app_get(app, json_array_get(answers, i),
			    "text");
	return "";
}

/* What the columns do not show of a line, in one wrapped text. */
static void
add_rest(struct app *app, struct rows *rows, const json_t *answers, int width)
{
	struct str all = STR_INIT;

	for (size_t i = 0; i < json_array_size(answers); i++) {
		const json_t *a = json_array_get(answers, i);

		if (str_eq(jx_text(a, "name"), "handed_condition") ||
		    str_eq(jx_text(a, "name"), "handed_belongings_count"))
			continue;
		str_printf(&all, "%s%s: %s", all.len > 0 ? " · " : "",
		    app_get(app, a, "label"), app_get(app, a, "text"));
	}
	if (all.len > 0)
		rows_more_text(rows, 4, width - 6, ATTR_DIM, str_text(&all));
	str_done(&all);
}

struct act_columns { int person, condition, papers, things; };

static struct act_columns
columns_of(int width)
{
	/* Wider than this the eye loses the line. */
	int most = width < 140 ? width : 140;
	struct act_columns c = { 18, 36, most - 19, most - 10 };

	if (width >= 120) {
		c.person = 20;
		c.condition = 60;
	}
	return c;
}

static void
add_heading(struct view *v, int width)
{
	struct act_columns at = columns_of(width);
	struct app *app = v->app;
	struct row_cell cell[5] = {
		{ 2, 14, ATTR_DIM, app_msg(app, M_ACT_HEAD_CASE) },
		{ at.person, 16, ATTR_DIM, app_msg(app, M_ACT_HEAD_PERSON) },
		{ at.condition, 16, ATTR_DIM,
		    app_msg(app, M_ACT_HEAD_CONDITION) },
		{ at.papers, 8, ATTR_DIM, app_msg(app, M_ACT_HEAD_PAPERS) },
		{ at.things, 9, ATTR_DIM, app_msg(app, M_ACT_HEAD_THINGS) },
	};

	rows_more(&((struct act *)v->data)->rows, cell, 5)->more = false;
}

static void
add_refusal(struct view *v, const json_t *line, int width)
{
	struct act *k = v->data;
	const char *id = jx_text(line, "case");
	bool open = str_eq(jx_text(line, "state"), "offered");
	const char *why = open ? jx_text(k->refused, id) :
	    jx_text(line, "why");
	struct row_cell cell;
	char *say;

	if (why == NULL || *why == '\0')
		return;
	say = app_text(v->app, open ? M_ACT_WILL_REFUSE : M_ACT_WAS_REFUSED,
	    why, NULL);
	cell = (struct row_cell){ 4, width - 6, ATTR_BAD, say };
	rows_more(&k->rows, &cell, 1);
	free(say);
}

static void
add_line(struct view *v, const json_t *line, int width)
{
	struct act *k = v->data;
	struct act_columns at = columns_of(width);
	const json_t *answers = jx_get(line, "answers");
	const char *id = jx_text(line, "case");
	char *papers = papers_text(v->app, line);
	char *things = count_text(v->app, jx_get(line, "filled") != NULL ?
	    jx_get(jx_get(line, "filled"), "handed_belongings_count") :
	    jx_get(line, "belongings"));
	struct row_cell cell[5] = {
		{ 2, 15, ATTR_PLAIN, id },
		{ at.person, at.condition - at.person - 1, ATTR_PLAIN,
		    app_get(v->app, line, "masked") },
		{ at.condition, at.papers - at.condition - 1, ATTR_PLAIN,
		    answers != NULL ? said_of(v->app, answers,
		    "handed_condition") : app_get(v->app, line,
		    "condition") },
		{ at.papers, 8, ATTR_PLAIN, papers },
		{ at.things, 9, ATTR_PLAIN, things },
	};

	if (id != NULL) {
		rows_cells(&k->rows, id, 0, line, cell, 5);
		add_rest(v->app, &k->rows, answers, width);
		add_refusal(v, line, width);
	}
	free(papers);
	free(things);
}

static void
add_shown(struct view *v, const json_t *answers, int width, enum msg title)
{
	struct act *k = v->data;

	if (json_array_size(answers) > 0)
		rows_section(&k->rows, width, app_msg(v->app, title));
	for (size_t i = 0; i < json_array_size(answers); i++) {
		const json_t *m = json_array_get(answers, i);
		struct row_cell cell[2] = {
			{ 2, 30, ATTR_PLAIN, app_get(v->app, m, "label") },
			{ 34, width - 35, ATTR_PLAIN,
			    app_get(v->app, m, "text") },
		};

		rows_more(&k->rows, cell, 2)->more = false;
	}
}

/* What is being written before accepting is said, so that it is not lost. */
static void
add_receipt(struct view *v, int width)
{
	struct act *k = v->data;
	char *n;

	add_shown(v, jx_get(k->answer, "receipt"), width, M_ACT_RECEIPT);
	if (json_object_size(k->receipt) == 0)
		return;
	n = xasprintf("%zu", json_object_size(k->receipt));
	rows_blank(&k->rows);
	add_text(v, width, M_ACT_RECEIPT_KEPT, n);
	free(n);
}

void
act_layout(struct view *v, int width)
{
	struct act *k = v->data;
	struct app *app = v->app;
	const json_t *lines = jx_get(k->answer, "lines");
	struct str at = STR_INIT;

	rows_begin(&k->rows);
	app_time(jx_get(k->answer, "at"), &at);
	add_text(v, width, M_ACT_FROM, app_get(app, jx_get(k->answer, "from"),
	    "title"));
	if (json_is_object(jx_get(k->answer, "to")))
		add_text(v, width, M_ACT_TO, app_get(app, jx_get(k->answer,
		    "to"), "title"));
	add_text(v, width, M_ACT_AT, str_text(&at));
	add_text(v, width, M_ACT_STATE, app_msg(app,
	    state_msg(jx_text(k->answer, "state"))));
	rows_section(&k->rows, width, app_msg(app, M_ACT_PEOPLE));
	add_heading(v, width);
	for (size_t i = 0; i < json_array_size(lines); i++)
		add_line(v, json_array_get(lines, i), width);
	add_receipt(v, width);
	add_shown(v, jx_get(k->answer, "minutes"), width, M_ACT_MINUTES);
	rows_end(&k->rows);
	str_done(&at);
}
