/* One command for many cases, and the page that tells how each ended. */
#include "tui/screen/queue.h"

#include "core/base/jx.h"

#include <stdlib.h>

static void
fill_results(struct app *app, struct rows *rows, const json_t *data,
    int width)
{
	const json_t *one;
	size_t i;

	rows_text(rows, 2, width - 4, ATTR_BOLD, app_get(app, data, "say"));
	json_array_foreach(jx_get(data, "results"), i, one) {
		bool done = jx_bool(one, "done", false);
		const json_t *reasons = jx_get(one, "reasons"), *r;
		struct row_cell cell[2] = {
			{ 2, 16, ATTR_PLAIN, app_get(app, one, "case") },
			{ 20, width - 22, done ? ATTR_GOOD : ATTR_BAD,
			    done ? app_msg(app, M_MANY_DONE) :
			    app_get(app, json_array_get(reasons, 0), "say") },
		};
		size_t k;

		rows_cells(rows, app_get(app, one, "case"), 0, one, cell,
		    done || json_array_size(reasons) == 0 ? 2 : 1);
		json_array_foreach(reasons, k, r) {
			char *law = json_is_object(jx_get(r, "law")) ?
			    law_text(app, jx_get(r, "law")) : NULL;

			rows_more_text(rows, 4, width - 6, ATTR_BAD,
			    app_get(app, r, "say"));
			if (law != NULL)
				rows_more_text(rows, 6, width - 8, ATTR_DIM,
				    law);
			free(law);
		}
	}
}

static void
on_result(void *ctx, const json_t *item)
{
	app_push(ctx, case_new(ctx, jx_text(item, "case")));
}

/* "5 hồ sơ đã lưu, 1 bị từ chối": in both languages. */
static json_t *
summary(size_t done, size_t refused, size_t left)
{
	static const char *const lang[] = { "vi", "en" };
	char n[3][24];
	json_t *o = json_object();

	snprintf(n[0], sizeof n[0], "%zu", done);
	snprintf(n[1], sizeof n[1], "%zu", refused);
	snprintf(n[2], sizeof n[2], "%zu", left);
	for (int k = LANG_VI; k <= LANG_EN; k++) {
		struct str say = STR_INIT;

		text_fill(&say, msg_text(left > 0 ? M_MANY_SUM_LEFT :
		    M_MANY_SUM, (enum lang)k),
		    (const char *const[]){ n[0], n[1], n[2] }, 3);
		json_object_set_new(o, lang[k == LANG_EN],
		    json_string(str_text(&say)));
		str_done(&say);
	}
	return o;
}

void
many_show(struct app *app, json_t *results, size_t done)
{
	size_t n = json_array_size(results), left = 0;
	struct panel p = { M_MANY_TITLE, NULL, fill_results, on_result, app };

	for (size_t i = 0; i < n; i++)
		left += jx_bool(json_array_get(results, i), "left", false);
	p.data = json_pack("{s:o,s:o}", "say", summary(done, n - done - left,
	    left), "results", results);
	for (size_t i = 0; i < app->views; i++)
		if (str_eq(app->view[i]->ops->name, "queue"))
			app->view[i]->stale = true;
	app_push(app, panel_new(app, &p));
}

static json_t *
do_one(struct app *app, const json_t *command, const char *id,
    const char *op_id, size_t i)
{
	json_t *one = json_deep_copy(command);
	char *own = xasprintf("%s-%zu", op_id, i);

	json_object_del(one, "cases");
	json_object_set_new(one, "case", json_string(id));
	json_object_set_new(one, "op_id", json_string(own));
	free(own);
	return app_do(app, one);
}

static json_t *
result_of(struct app *app, const char *id, const json_t *outcome)
{
	json_t *one = json_pack("{s:s,s:b}", "case", id, "done",
	    outcome_is(outcome, "done"));

	if (outcome == NULL) {
		json_object_set_new(one, "left", json_true());
		json_object_set_new(one, "reasons", json_pack("[{s:s}]",
		    "say", app_msg(app, M_MANY_LEFT)));
	} else if (outcome_is(outcome, "refused")) {
		json_object_set(one, "reasons", jx_get(outcome, "reasons"));
	} else if (!outcome_is(outcome, "done")) {
		json_object_set_new(one, "reasons", json_pack("[{s:O}]",
		    "say", jx_get(outcome, "say")));
	}
	return one;
}

/*
 * The id of each operation is that of all and a number: sent again after a
 * broken line, what is done is not done twice.  What was left when the
 * officer stopped it stays marked, and is told.
 */
json_t *
many_run(struct app *app, const json_t *command, const char *op_id,
    size_t *done)
{
	const json_t *cases = jx_get(command, "cases");
	size_t n = json_array_size(cases);
	json_t *results = json_array();
	bool goes_on = true;

	*done = 0;
	for (size_t i = 0; i < n; i++) {
		const char *id = json_string_value(json_array_get(cases, i));
		json_t *outcome = NULL;

		goes_on = goes_on && app_goes_on(app, i, n);
		if (goes_on)
			outcome = do_one(app, command, id, op_id, i);
		if (outcome_is(outcome, "done")) {
			queue_forget(app, id);
			(*done)++;
		}
		json_array_append_new(results, result_of(app, id, outcome));
		json_decref(outcome);
	}
	(void)app_goes_on(app, n, n);
	return results;
}
