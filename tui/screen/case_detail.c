/* Everything that one line of a case says. */
#include "tui/screen/case.h"

#include "core/base/jx.h"

#include <stdlib.h>

/* What is known of a request: to whom, when, and whether it is answered. */
static void
request_detail(struct app *app, struct rows *rows, const json_t *r, int width)
{
	struct str at = STR_INIT, answered = STR_INIT;
	const char *to = app_get(app, jx_get(r, "to"), "title");
	char *say;

	app_time(jx_get(r, "asked_at"), &at);
	app_time(jx_get(r, "answered_at"), &answered);
	if (*to != '\0') {
		say = app_text(app, M_CASE_REQUEST_TO, to, NULL);
		rows_text(rows, 2, width - 3, ATTR_PLAIN, say);
		free(say);
	}
	say = app_text(app, M_CASE_REQUEST_ASKED, str_text(&at), NULL);
	rows_text(rows, 2, width - 3, ATTR_PLAIN, say);
	free(say);
	say = answered.len > 0 ? app_text(app, M_CASE_REQUEST_ANSWERED,
	    str_text(&answered), NULL) : app_text(app, M_CASE_REQUEST_WAITS,
	    NULL);
	rows_text(rows, 2, width - 3, answered.len > 0 ? ATTR_PLAIN :
	    ATTR_WARN, say);
	free(say);
	str_done(&at);
	str_done(&answered);
}

void
case_detail(struct app *app, struct rows *rows, const json_t *item, int width)
{
	const json_t *to = jx_get(item, "receivers");
	struct str names = STR_INIT;
	char *say;

	if (!json_is_object(item))
		return;
	rows_text(rows, 2, width - 3, ATTR_BOLD, *app_get(app, item, "title")
	    != '\0' ? app_get(app, item, "title") : app_get(app, item, "say"));
	if (*app_get(app, item, "title") != '\0')
		rows_text(rows, 2, width - 3, ATTR_PLAIN,
		    app_get(app, item, "say"));
	if (*app_get(app, item, "note") != '\0')
		rows_text(rows, 2, width - 3, ATTR_PLAIN,
		    app_get(app, item, "note"));
	if (jx_get(item, "asked_at") != NULL)
		request_detail(app, rows, item, width);
	if (json_is_object(jx_get(item, "law"))) {
		rows_blank(rows);
		say = law_text(app, jx_get(item, "law"));
		rows_text(rows, 2, width - 3, ATTR_PLAIN, say);
		free(say);
	}
	if (json_is_boolean(jx_get(item, "certain")) &&
	    !jx_bool(item, "certain", true))
		rows_text(rows, 2, width - 3, ATTR_WARN,
		    app_msg(app, M_CLOCK_UNCERTAIN));
	for (size_t i = 0; i < json_array_size(to); i++)
		str_printf(&names, "%s%s", i > 0 ? "; " : "",
		    app_get(app, json_array_get(to, i), "title"));
	if (names.len > 0) {
		rows_blank(rows);
		say = app_text(app, M_CASE_RECEIVERS, str_text(&names), NULL);
		rows_text(rows, 2, width - 3, ATTR_PLAIN, say);
		free(say);
	}
	str_done(&names);
	reasons_fill(app, rows, jx_get(item, "reasons"), width);
}
