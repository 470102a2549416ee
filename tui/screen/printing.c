/*
 * What is on the screen as plain text in a file: a new one of mode 0600,
 * never over another, and no shell or printer anywhere near it.
 */
#include "tui/app.h"
#include "tui/print.h"
#include "tui/screen/attach.h"
#include "tui/screen/screens.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/path.h"

#include <stdlib.h>
#include <string.h>

struct printing {
	struct app *app;
	json_t *what;
	char *why;			/* NULL: masked, without the forms */
};

static void
printing_done(void *p)
{
	struct printing *k = p;

	json_decref(k->what);
	free(k->why);
	free(k);
}

static bool
fill_page(struct printing *k, struct print_page *p)
{
	const char *kind = jx_text(k->what, "kind");
	const char *id = jx_text(k->what, "id");
	json_t *answer;
	bool ok;

	if (str_eq(kind, "queue"))
		return print_queue(p, jx_get(k->what, "query"),
		    jx_text(k->what, "about"));
	answer = tn_ask(p->session, jx_get(k->what, "query"));
	if (jx_get(answer, "reasons") != NULL && outcome_is(answer,
	    "refused")) {
		p->refused = answer;
		return false;
	}
	ok = str_eq(kind, "case") ? print_case(p, id, answer) :
	    str_eq(kind, "act") ? print_act(p, id, answer) :
	    print_workload(p, answer);
	json_decref(answer);
	return ok;
}

static void
write_page(struct printing *k, const char *path)
{
	struct app *app = k->app;
	struct print_page p = { .session = app->session, .lang = app->lang,
	    .why = k->why, .printed = json_object() };

	if (!fill_page(k, &p) || !print_journal_head(&p))
		app_say_refusal(app, p.refused);
	else if (attach_write_bytes(app, path, str_text(&p.out), p.out.len))
		app_say(app, ATTR_GOOD, M_PRINTED, path, NULL);
	print_done(&p);
}

static void
on_path(void *ctx, const char *typed)
{
	struct printing *k = ctx;
	struct app *app = k->app;
	char *real = path_real(typed), *path;

	path = attach_target(real, jx_text(k->what, "name"));
	/* Before anything is read: a reading is noted once, for a file. */
	if (attach_is_free(app, path))
		write_page(k, path);
	free(path);
	free(real);
	app_keep(app, NULL, NULL);
}

static void
ask_path(struct printing *k)
{
	char *text = xasprintf("~/%s", jx_text(k->what, "name"));
	struct path_prompt p = { app_msg(k->app, k->why != NULL ?
	    M_PRINT_FILE_NAMED : M_PRINT_FILE), text, on_path, k };

	path_open(k->app, &p);
	free(text);
}

static void
on_why(void *ctx, const char *text)
{
	struct printing *k = ctx;

	if (text[strspn(text, " ")] != '\0')
		k->why = xstrdup(text);
	ask_path(k);
}

void
printing_start(struct app *app, const json_t *what)
{
	struct printing *k = xcalloc(1, sizeof *k);
	struct prompt p = { app_msg(app, M_PRINT_WHY), NULL, SIZE_MAX, false,
	    true, false, 500, on_why, NULL, k };

	k->app = app;
	k->what = json_deep_copy(what);
	app_keep(app, k, printing_done);
	if (str_eq(jx_text(what, "kind"), "case"))
		prompt_open(app, &p);
	else
		ask_path(k);
}

void
printing_one(struct app *app, const char *kind, const char *id)
{
	json_t *query = id == NULL ? json_pack("{s:s}", "ask", kind) :
	    json_pack("{s:s,s:s}", "ask", kind, kind, id);
	char *name = xasprintf("%s.txt", id != NULL ? id : kind);
	json_t *what = json_pack("{s:s,s:s*,s:s,s:o}", "kind", kind, "id", id,
	    "name", name, "query", query);

	printing_start(app, what);
	json_decref(what);
	free(name);
}
