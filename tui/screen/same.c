/*
 * Likely here already: what the door found before a case was opened.  One
 * looks at each case, and either stops, or says of each that it is another
 * person's, or this person's of another time, and goes on.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

enum held { HELD_UNDECIDED, HELD_OTHER, HELD_AGAIN, HELD_COUNT };

struct same {
	json_t *reasons;
	enum held *held;		/* of each reason */
	struct rows rows;
	void (*go_on)(void *ctx, const json_t *others, const json_t *again);
	void *ctx;
};

static void
same_close(struct view *v)
{
	struct same *k = v->data;

	rows_done(&k->rows);
	json_decref(k->reasons);
	free(k->held);
	free(k);
}

static uint64_t
same_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SAME | CTX_BACK | CTX_INSIDE;
}

static void
same_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_SAME_TITLE));
}

static void
same_layout(struct view *v, int width)
{
	static const enum msg word[HELD_COUNT] = {
		M_SAME_UNDECIDED, M_SAME_OTHER, M_SAME_AGAIN
	};
	struct same *k = v->data;

	rows_begin(&k->rows);
	rows_text(&k->rows, 2, width - 4, ATTR_DIM,
	    app_msg(v->app, M_SAME_HINT));
	for (size_t i = 0; i < json_array_size(k->reasons); i++) {
		const json_t *r = json_array_get(k->reasons, i);
		char *key = xasprintf("%zu", i);

		rows_blank(&k->rows);
		rows_item(&k->rows, key, (int)i, r, 2, width - 4, ATTR_PLAIN,
		    app_get(v->app, r, "say"));
		rows_more_text(&k->rows, 4, width - 6, k->held[i] !=
		    HELD_UNDECIDED ? ATTR_GOOD : ATTR_WARN,
		    app_msg(v->app, word[k->held[i]]));
		free(key);
	}
	rows_end(&k->rows);
}

static void
same_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct same *)v->data)->rows, c, a, true);
}

/* Another person, the same one come again, not decided; and round. */
static void
turn(struct view *v, size_t i)
{
	struct same *k = v->data;
	const json_t *fix = jx_get(json_array_get(k->reasons, i), "fix");

	k->held[i] = (k->held[i] + 1) % HELD_COUNT;
	/* Nobody comes twice on one act. */
	if (k->held[i] == HELD_AGAIN && !str_eq(jx_text(fix, "kind"), "case"))
		k->held[i] = HELD_UNDECIDED;
	same_layout(v, app_width(v->app));
}

static void
go_on(struct view *v)
{
	struct same *k = v->data;
	json_t *others = json_array(), *again = json_array();
	size_t left = 0;

	for (size_t i = 0; i < json_array_size(k->reasons); i++) {
		left += k->held[i] == HELD_UNDECIDED;
		json_array_append(k->held[i] == HELD_AGAIN ? again : others,
		    jx_get(jx_get(json_array_get(k->reasons, i), "fix"),
		    "code"));
	}
	if (left > 0) {
		char *n = xasprintf("%zu", left);

		app_say(v->app, ATTR_BAD, M_SAME_LEFT, n, NULL);
		free(n);
	} else {
		void (*then)(void *, const json_t *, const json_t *) =
		    k->go_on;
		void *ctx = k->ctx;

		app_pop(v->app);
		then(ctx, others, again);
	}
	json_decref(others);
	json_decref(again);
}

static bool
same_command(struct view *v, enum command command)
{
	struct same *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	const json_t *fix = row == NULL ? NULL : jx_get(row->data, "fix");

	switch (command) {
	case CMD_OPEN:
		if (str_eq(jx_text(fix, "kind"), "case"))
			app_push(v->app, case_new(v->app,
			    jx_text(fix, "code")));
		else
			app_say(v->app, ATTR_PLAIN, M_SAME_LINE, NULL);
		return true;
	case CMD_OTHER_PERSON:
		if (row != NULL && (size_t)row->tag <
		    json_array_size(k->reasons))
			turn(v, (size_t)row->tag);
		return true;
	case CMD_GO_ON:
		go_on(v);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops same_ops = {
	.name = "same", .contexts = same_contexts, .title = same_title,
	.layout = same_layout, .paint = same_paint, .command = same_command,
	.close = same_close,
};

static bool
is_same(const json_t *reason)
{
	return str_eq(jx_text(reason, "code"), "likely_same_person") ||
	    str_eq(jx_text(reason, "code"), "likely_same_line");
}

bool
same_open(struct app *app, const json_t *outcome,
    void (*then)(void *ctx, const json_t *others, const json_t *again),
    void *ctx)
{
	const json_t *reasons = jx_get(outcome, "reasons");
	struct same *k;

	for (size_t i = 0; i < json_array_size(reasons); i++)
		if (!is_same(json_array_get(reasons, i)))
			return false;
	if (json_array_size(reasons) == 0)
		return false;
	k = xcalloc(1, sizeof *k);
	k->reasons = json_deep_copy(reasons);
	k->held = xcalloc(json_array_size(reasons), sizeof *k->held);
	k->go_on = then;
	k->ctx = ctx;
	app_push(app, view_new(app, &same_ops, k));
	app_say(app, ATTR_WARN, M_SAME_SAY, NULL);
	return true;
}
