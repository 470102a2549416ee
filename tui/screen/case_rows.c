/* What a case shows. */
#include "tui/screen/case.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

static void
add_line(struct case_view *k, enum case_row tag, const json_t *item,
    const char *group, const char *text)
{
	const char *code = jx_text(item, "code");
	char *key;

	/* Known by what it is, so that it is found again after a change. */
	key = code != NULL ? xasprintf("%s:%s:%s", group, code,
	    jx_text(item, "at") != NULL ? jx_text(item, "at") : "") :
	    xasprintf("%s:%zu", group, k->rows.n);
	rows_item(&k->rows, key, (int)tag, item, 2, k->width - 3, ATTR_PLAIN,
	    text);
	free(key);
}

static void
add_text(struct app *app, struct case_view *k, enum msg m, const char *a,
    const char *b, const char *c)
{
	char *say = app_text(app, m, a, b, c, NULL);

	rows_text(&k->rows, 2, k->width - 3, ATTR_PLAIN, say);
	free(say);
}

static const struct {
	const char *state;
	enum msg say;
	enum attr attr;
} clock_states[] = {
	{ "ok", M_CLOCK_OK, ATTR_PLAIN }, { "soon", M_CLOCK_SOON, ATTR_WARN },
	{ "late", M_CLOCK_LATE, ATTR_BAD },
	{ "stopped", M_CLOCK_STOPPED, ATTR_DIM },
	{ "suspended", M_CLOCK_SUSPENDED, ATTR_DIM },
	{ "no_term", M_CLOCK_NO_TERM, ATTR_WARN },
	{ "asked", M_CLOCK_ASKED, ATTR_PLAIN },
};

static size_t
clock_state_of(const json_t *clock)
{
	size_t s = 0;

	while (s + 1 < ARRAY_LEN(clock_states) &&
	    !str_eq(clock_states[s].state, jx_text(clock, "state")))
		s++;
	return s;
}

const char *
clock_in_words(struct app *app, const json_t *clock, enum attr *attr)
{
	size_t s = clock_state_of(clock);

	*attr = clock_states[s].attr;
	return app_msg(app, clock_states[s].say);
}

/* The running clock that ends first. */
static const json_t *
next_due(const json_t *clocks)
{
	const json_t *best = NULL;

	for (size_t i = 0; i < json_array_size(clocks); i++) {
		const json_t *c = json_array_get(clocks, i);
		const char *due = jx_text(c, "due");

		if (due == NULL || str_eq(jx_text(c, "state"), "stopped") ||
		    str_eq(jx_text(c, "state"), "suspended"))
			continue;
		if (best == NULL || strcmp(due, jx_text(best, "due")) < 0)
			best = c;
	}
	return best;
}

/* What cannot wait stands in the first lines: the person, then the term. */
static void
add_urgent(struct app *app, struct case_view *k)
{
	const json_t *clock = next_due(jx_get(k->answer, "clocks"));
	const json_t *person = jx_get(k->answer, "person");
	struct str due = STR_INIT;
	char *say;
	size_t s;

	if (*app_get(app, person, "condition") != '\0')
		add_text(app, k, M_CASE_CONDITION, app_get(app, person,
		    "condition"), NULL, NULL);
	if (clock == NULL)
		return;
	s = clock_state_of(clock);
	app_time(jx_get(clock, "due"), &due);
	say = app_text(app, M_CASE_NEXT_DUE, app_get(app, clock, "title"),
	    str_text(&due), app_msg(app, clock_states[s].say), NULL);
	rows_text(&k->rows, 2, k->width - 3, clock_states[s].attr, say);
	free(say);
	str_done(&due);
}

static void
add_summary(struct app *app, struct case_view *k)
{
	const json_t *o = k->answer, *p = jx_get(o, "person");
	const json_t *offer = jx_get(o, "offer");
	struct str opened = STR_INIT;

	rows_section(&k->rows, k->width, app_msg(app, M_CASE_SUMMARY));
	/* A superior sees that there is a case, and nothing of the person. */
	if (!json_is_object(p))
		add_text(app, k, M_CASE_PERSON_UNSEEN, NULL, NULL, NULL);
	else
		add_text(app, k, M_CASE_PERSON, app_get(app, p, "masked"),
		    app_get(app, p, "sex"), app_get(app, p, "age"));
	add_text(app, k, M_CASE_STATE, app_get(app, jx_get(o, "state"),
	    "title"), NULL, NULL);
	case_glass_line(app, k);
	add_urgent(app, k);
	add_text(app, k, jx_bool(o, "mine", false) ? M_CASE_HOLDER_MINE :
	    M_CASE_HOLDER, app_get(app, jx_get(o, "holder"), "title"), NULL,
	    NULL);
	if (jx_get(jx_get(o, "path"), "title") != NULL)
		add_text(app, k, M_CASE_PATH, app_get(app, jx_get(o, "path"),
		    "title"), NULL, NULL);
	app_time(jx_get(o, "opened"), &opened);
	if (opened.len > 0)
		add_text(app, k, M_CASE_OPENED, str_text(&opened), NULL, NULL);
	str_done(&opened);
	if (json_is_object(offer)) {
		const json_t *to = jx_get(offer, "to");
		char *say = app_text(app, M_CASE_OFFERED, json_is_object(
		    jx_get(to, "title")) ? app_get(app, to, "title") :
		    app_in(app, to), app_get(app, offer, "number"), NULL);

		rows_item(&k->rows, "offer", CASE_ACT, offer, 2, k->width - 3,
		    ATTR_WARN, say);
		free(say);
	}
	if (json_is_object(jx_get(o, "refusal"))) {
		char *say = app_text(app, M_CASE_REFUSED, app_get(app,
		    jx_get(jx_get(o, "refusal"), "by"), "title"), NULL);

		rows_item(&k->rows, "refusal", CASE_ACT, jx_get(o, "refusal"),
		    2, k->width - 3, ATTR_WARN, say);
		free(say);
	}
}

/* Where what is possible stands: on the way, help, beside the way. */
enum group { GROUP_STEP, GROUP_HELP, GROUP_SUPPORT, GROUP_BESIDE };

static const struct {
	const char *key;
	enum msg title;
} groups[] = {
	[GROUP_STEP] = { "do", M_CASE_CAN },
	[GROUP_HELP] = { "help", M_CASE_HELP },
	[GROUP_SUPPORT] = { "give", M_CASE_GIVE },
	[GROUP_BESIDE] = { "beside", M_CASE_BESIDE },
};

static enum group
group_of(const json_t *step)
{
	const char *kind = jx_text(step, "kind");

	if (str_eq(kind, "track"))
		return GROUP_BESIDE;
	if (!str_eq(kind, "support"))
		return GROUP_STEP;
	return jx_bool(step, "emergency", false) ? GROUP_HELP : GROUP_SUPPORT;
}

/* Some options are named after what they are about: a sentence says what. */
static char *
option_title(struct app *app, const json_t *option)
{
	static const struct { const char *kind; enum msg say; } named[] = {
		{ "withdraw", M_CASE_KIND_WITHDRAW },
		{ "extend", M_CASE_KIND_EXTEND },
		{ "move_regime", M_CASE_KIND_MOVE },
		{ "confirm", M_CASE_KIND_CONFIRM },
		{ "decline", M_CASE_KIND_DECLINE },
	};

	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (str_eq(named[i].kind, jx_text(option, "kind")))
			return app_text(app, named[i].say,
			    app_get(app, option, "title"), NULL);
	return xstrdup(app_get(app, option, "title"));
}

/* By kind and code: two options may be about the same request. */
static void
add_option(struct app *app, struct case_view *k, const json_t *option,
    const char *group)
{
	char *title = option_title(app, option);
	char *of = xasprintf("%s-%s", group, jx_text(option, "kind"));

	add_line(k, CASE_STEP, option, of, title);
	free(title);
	free(of);
}

static void
add_possible(struct app *app, struct case_view *k, enum group group)
{
	const json_t *steps = jx_get(k->answer, "steps");
	bool any = false;

	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *s = json_array_get(steps, i);

		if (!jx_bool(s, "possible", false) || group_of(s) != group)
			continue;
		if (!any)
			rows_section(&k->rows, k->width,
			    app_msg(app, groups[group].title));
		any = true;
		add_option(app, k, s, groups[group].key);
	}
}

/* Is it refused for who asks, whatever the case holds? */
static bool
is_for_others(const json_t *step)
{
	static const char *const codes[] = { "wrong_unit_kind", "wrong_role",
	    "no_right" };
	const json_t *reasons = jx_get(step, "reasons");

	for (size_t i = 0; i < json_array_size(reasons); i++) {
		for (size_t c = 0; c < ARRAY_LEN(codes); c++) {
			if (str_eq(jx_text(json_array_get(reasons, i), "code"),
			    codes[c]))
				return true;
		}
	}
	return false;
}

static void
add_others(struct app *app, struct case_view *k)
{
	const json_t *steps = jx_get(k->answer, "steps");
	bool any = false;

	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *s = json_array_get(steps, i);

		if (jx_bool(s, "possible", false) || !is_for_others(s))
			continue;
		if (!any)
			rows_section(&k->rows, k->width,
			    app_msg(app, M_CASE_OTHERS));
		any = true;
		add_option(app, k, s, "other");
	}
}

static void
add_impossible(struct app *app, struct case_view *k)
{
	const json_t *steps = jx_get(k->answer, "steps");
	bool any = false;

	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *s = json_array_get(steps, i);
		const json_t *reasons = jx_get(s, "reasons");

		if (jx_bool(s, "possible", false) || is_for_others(s))
			continue;
		if (!any)
			rows_section(&k->rows, k->width,
			    app_msg(app, M_CASE_CANNOT));
		any = true;
		add_option(app, k, s, "not");
		for (size_t r = 0; r < json_array_size(reasons); r++) {
			const json_t *reason = json_array_get(reasons, r);
			const json_t *law = jx_get(jx_get(reason, "law"),
			    "text");
			char *say = app_text(app, M_REASON_LINE,
			    app_get(app, reason, "say"), NULL);
			char *key = xasprintf("why:%s:%zu", jx_text(s, "code"),
			    r);

			rows_item(&k->rows, key, CASE_REASON, reason, 4,
			    k->width - 5, ATTR_PLAIN, say);
			if (law != NULL)
				rows_text(&k->rows, 6, k->width - 7, ATTR_DIM,
				    app_in(app, law));
			if (!jx_bool(reason, "here", true))
				reason_by(app, &k->rows, reason, 6, k->width);
			free(key);
			free(say);
		}
	}
}

static void
add_clocks(struct app *app, struct case_view *k)
{
	const json_t *clocks = jx_get(k->answer, "clocks");

	if (json_array_size(clocks) == 0)
		return;
	rows_section(&k->rows, k->width, app_msg(app, M_CASE_CLOCKS));
	for (size_t i = 0; i < json_array_size(clocks); i++) {
		const json_t *c = json_array_get(clocks, i);
		struct str due = STR_INIT;
		struct row_cell cell[3];
		char *key = xasprintf("clock:%s", app_get(app, c, "code"));
		size_t s = clock_state_of(c);
		int w = k->width - 3;

		app_time(jx_get(c, "due"), &due);
		cell[0] = (struct row_cell){ 2, w - 42, ATTR_PLAIN,
		    app_get(app, c, "title") };
		cell[1] = (struct row_cell){ w - 38, 16, ATTR_PLAIN,
		    str_text(&due) };
		cell[2] = (struct row_cell){ w - 20, 22, clock_states[s].attr,
		    app_msg(app, clock_states[s].say) };
		rows_cells(&k->rows, key, CASE_CLOCK, c, cell, 3);
		if (!str_eq(app_get(app, c, "say"),
		    app_msg(app, clock_states[s].say)))
			rows_text(&k->rows, 4, k->width - 5, ATTR_DIM,
			    app_get(app, c, "say"));
		free(key);
		str_done(&due);
	}
}

static char *
form_line(struct app *app, const json_t *f)
{
	char *filled = xasprintf("%d", (int)jx_int(f, "filled", 0));
	char *of = xasprintf("%d", (int)jx_int(f, "of", 0));
	char *missing = xasprintf("%d", (int)jx_int(f, "missing", 0));
	char *say = app_text(app, jx_int(f, "missing", 0) > 0 ?
	    M_CASE_FORM_MISSING : M_CASE_FORM_LINE, app_get(app, f, "title"),
	    filled, of, missing, NULL);

	free(filled);
	free(of);
	free(missing);
	return say;
}

static char *
paper_line(struct app *app, const json_t *p)
{
	struct str at = STR_INIT;
	const char *number = app_get(app, p, "number");
	char *say;

	app_time(jx_get(p, "at"), &at);
	say = *number != '\0' ? app_text(app, M_CASE_PAPER_LINE,
	    app_get(app, p, "title"), number, str_text(&at), NULL) :
	    app_text(app, M_CASE_PAPER_PLAIN, app_get(app, p, "title"),
	    str_text(&at), NULL);
	str_done(&at);
	return say;
}

static char *
request_line(struct app *app, const json_t *r)
{
	struct str at = STR_INIT;
	char *say;

	app_time(jx_get(r, "asked_at"), &at);
	say = app_text(app, str_eq(jx_text(r, "state"), "open") ?
	    M_CASE_REQUEST_OPEN : M_CASE_REQUEST_DONE, app_get(app, r,
	    "title"), app_get(app, jx_get(r, "to"), "title"), str_text(&at),
	    NULL);
	str_done(&at);
	return say;
}

static char *
support_line(struct app *app, const json_t *s)
{
	struct str at = STR_INIT;
	const json_t *unit = jx_get(s, "unit");
	char *say;

	app_time(jx_get(s, "at"), &at);
	say = app_text(app, M_CASE_SUPPORT_LINE, str_text(&at),
	    app_get(app, s, "title"), jx_get(unit, "title") != NULL ?
	    app_get(app, unit, "title") : app_in(app, unit), NULL);
	str_done(&at);
	return say;
}

static char *
person_line(struct app *app, const json_t *p)
{
	struct str say = STR_INIT;
	const char *label = app_get(app, p, "title");

	str_add(&say, *label != '\0' ? label : app_get(app, p, "label"));
	if (*app_get(app, p, "masked") != '\0')
		str_printf(&say, ": %s", app_get(app, p, "masked"));
	else if (*app_get(app, p, "text") != '\0')
		str_printf(&say, ": %s", app_get(app, p, "text"));
	return str_steal(&say);
}

static char *
track_line(struct app *app, const json_t *t)
{
	return app_text(app, M_CASE_TRACK_LINE, app_get(app, t, "title"),
	    app_get(app, jx_get(t, "state"), "title"), NULL);
}

static char *
link_line(struct app *app, const json_t *l)
{
	return app_text(app, M_CASE_LINK_LINE, app_get(app, l, "title"),
	    app_get(app, l, "case"), app_get(app, l, "masked"), NULL);
}

static char *
file_line(struct app *app, const json_t *f)
{
	const char *label = app_get(app, f, "label");

	return *label == '\0' ? xstrdup(app_get(app, f, "file_name")) :
	    xasprintf("%s: %s", label, app_get(app, f, "file_name"));
}

static const struct {
	const char *name;
	enum msg title;
	enum case_row tag;
	char *(*line)(struct app *app, const json_t *item);
} lists[] = {
	{ "forms", M_CASE_FORMS, CASE_FORM, form_line },
	{ "requests", M_CASE_REQUESTS, CASE_REQUEST, request_line },
	{ "support", M_CASE_SUPPORT, CASE_SUPPORT, support_line },
	{ "papers", M_CASE_PAPERS, CASE_PAPER, paper_line },
	{ "attachments", M_CASE_FILES, CASE_FILE, file_line },
	{ "people", M_CASE_PEOPLE, CASE_PERSON, person_line },
	{ "tracks", M_CASE_TRACKS, CASE_TRACK, track_line },
	{ "links", M_CASE_LINKS, CASE_LINK, link_line },
};

void
case_fill(struct app *app, struct case_view *k, int width)
{
	k->width = width;
	rows_begin(&k->rows);
	if (k->answer != NULL) {
		add_summary(app, k);
		for (size_t g = 0; g < ARRAY_LEN(groups); g++)
			add_possible(app, k, (enum group)g);
		add_impossible(app, k);
		add_clocks(app, k);
	}
	for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
		const json_t *list = jx_get(k->answer, lists[l].name);

		if (json_array_size(list) > 0)
			rows_section(&k->rows, width,
			    app_msg(app, lists[l].title));
		for (size_t i = 0; i < json_array_size(list); i++) {
			const json_t *item = json_array_get(list, i);
			char *say = lists[l].line(app, item);

			add_line(k, lists[l].tag, item, lists[l].name, say);
			free(say);
		}
	}
	arrived_fill(app, &k->rows, jx_get(k->answer, "arrived_together"),
	    width);
	if (k->answer != NULL) {
		case_keep_rows(app, k);
		case_duty_rows(app, k);
		add_others(app, k);
	}
	rows_end(&k->rows);
}
