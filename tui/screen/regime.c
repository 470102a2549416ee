/* What moving a case to the regime in force would change: read before why. */
#include "tui/screen/case.h"

#include "core/base/jx.h"

#include <stdlib.h>

static const struct {
	const char *code;
	enum msg title;
} whats[] = {
	{ "changed", M_PREVIEW_CHANGED }, { "added", M_PREVIEW_ADDED },
	{ "removed", M_PREVIEW_REMOVED },
}, kinds[] = {
	{ "step", M_PREVIEW_STEP }, { "request", M_PREVIEW_REQUEST },
	{ "clock", M_PREVIEW_CLOCK }, { "support", M_PREVIEW_SUPPORT },
	{ "paper", M_PREVIEW_PAPER }, { "form", M_PREVIEW_FORM },
};

static void
add_text(struct app *app, struct rows *rows, int width, enum attr attr,
    enum msg m, const char *a, const char *b)
{
	char *say = app_text(app, m, a, b, NULL);

	rows_text(rows, 2, width - 4, attr, say);
	free(say);
}

static void
add_head(struct app *app, struct rows *rows, const json_t *o, int width)
{
	char *law = law_text(app, jx_get(o, "law"));

	add_text(app, rows, width, ATTR_PLAIN, M_PREVIEW_MOVE,
	    app_get(app, jx_get(o, "from"), "title"),
	    app_get(app, jx_get(o, "to"), "title"));
	add_text(app, rows, width, ATTR_PLAIN, M_CASE_PATH,
	    app_get(app, jx_get(o, "path"), "title"), NULL);
	add_text(app, rows, width, ATTR_PLAIN, M_PREVIEW_STATE,
	    app_get(app, jx_get(o, "state"), "title"),
	    app_get(app, jx_get(o, "new_state"), "title"));
	rows_text(rows, 2, width - 4, ATTR_DIM, law);
	add_text(app, rows, width, ATTR_WARN, M_PREVIEW_GO, NULL, NULL);
	free(law);
}

/* "Thời hạn: …", the article below it. */
static void
add_change(struct app *app, struct rows *rows, const json_t *change,
    enum msg kind, size_t i, int width)
{
	char *key = xasprintf("%zu", i);
	char *say = app_text(app, kind, app_get(app, change, "title"), NULL);
	const char *law = app_get(app, jx_get(change, "law"), "text");

	rows_item(rows, key, 0, change, 2, width - 4, ATTR_PLAIN, say);
	if (*law != '\0')
		rows_more_text(rows, 4, width - 6, ATTR_DIM, law);
	free(say);
	free(key);
}

static void
add_changes(struct app *app, struct rows *rows, const json_t *changes,
    size_t what, int width)
{
	bool any = false;

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		for (size_t i = 0; i < json_array_size(changes); i++) {
			const json_t *c = json_array_get(changes, i);

			if (!str_eq(jx_text(c, "what"), whats[what].code) ||
			    !str_eq(jx_text(c, "kind"), kinds[k].code))
				continue;
			if (!any)
				rows_section(rows, width,
				    app_msg(app, whats[what].title));
			any = true;
			add_change(app, rows, c, kinds[k].title, i, width);
		}
	}
}

static void
regime_fill(struct app *app, struct rows *rows, const json_t *o, int width)
{
	const json_t *changes = jx_get(o, "changes");

	add_head(app, rows, o, width);
	for (size_t w = 0; w < ARRAY_LEN(whats); w++)
		add_changes(app, rows, changes, w, width);
	if (json_array_size(changes) == 0)
		rows_item(rows, "none", 0, o, 2, width - 4, ATTR_PLAIN,
		    app_msg(app, M_PREVIEW_SAME));
}

bool
regime_open(struct app *app, const char *case_id,
    void (*go)(void *ctx, const json_t *item), void *ctx)
{
	struct panel p = { M_PREVIEW_TITLE, NULL, regime_fill, go, ctx };

	p.data = app_ask(app, json_pack("{s:s, s:s}", "ask", "regime_preview",
	    "case", case_id));
	if (p.data == NULL)
		return false;
	app_push(app, panel_new(app, &p));
	return true;
}
