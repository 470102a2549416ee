/*
 * Setting up one-time codes: the secret for the officer's device, in words and
 * as a picture to be scanned, and the first code that proves that the device
 * has it.  The secret is shown this once and wiped when the page goes.
 */
#include "tui/screen/accounts.h"

#include "core/base/jx.h"
#include "tui/qr.h"
#include "tui/widget/edit.h"
#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

#define CODE_LETTERS 8
#define TEXT_LEAST 30		/* columns of words beside the picture */

struct codes {
	json_t *told;		/* the outcome: secret and uri */
	struct qr *qr;		/* NULL: not drawn */
	bool dark;
	struct edit code;
};

static void
wipe_text(json_t *o, const char *key)
{
	const char *text = jx_text(o, key);

	if (text != NULL)
		secret_wipe((void *)(uintptr_t)text, strlen(text));
}

static void
codes_close(struct view *v)
{
	struct codes *k = v->data;

	wipe_text(k->told, "secret");
	wipe_text(k->told, "uri");
	json_decref(k->told);
	qr_free(k->qr);
	edit_done(&k->code);
	free(k);
}

static uint64_t
codes_contexts(struct view *v)
{
	(void)v;
	return CTX_SIGNIN | CTX_BACK;
}

static void
codes_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_CODES_TITLE));
}

/* Only where half blocks are what they should be, and it fits whole. */
static bool
draws(const struct view *v, struct area a)
{
	const struct codes *k = v->data;
	const struct workstation_options *o = v->app->o;

	return k->qr != NULL && !o->linear &&
	    o->look.letters != LETTERS_BASE && qr_rows(k->qr) <= a.h &&
	    a.w - qr_cols(k->qr) - 4 >= TEXT_LEAST;
}

static void
codes_paint(struct view *v, struct canvas *c, struct area a)
{
	struct codes *k = v->data;
	struct app *app = v->app;
	bool draw = draws(v, a);
	struct area box = { a.y, 2, a.h, a.w - 4 };
	struct area at;

	if (draw) {
		box.w -= qr_cols(k->qr) + 2;
		qr_paint(k->qr, c, a.y, a.w - qr_cols(k->qr), k->dark);
	}
	at = box;
	at.y += canvas_wrapped(c, at, ATTR_PLAIN, app_msg(app, draw ?
	    M_CODES_SCAN : M_CODES_TYPE)) + 1;
	at.y += canvas_wrapped(c, at, ATTR_BOLD, app_get(app, k->told,
	    "secret")) + 1;
	at.h = a.y + a.h - at.y;
	at.y += canvas_wrapped(c, at, ATTR_PLAIN, app_msg(app,
	    M_CODES_PROVE)) + 1;
	canvas_text(c, at.y, box.x, 12, ATTR_PLAIN, app_msg(app,
	    M_CODES_CODE));
	edit_paint(&k->code, c, (struct area){ at.y, box.x + 13, 1, 10 },
	    true);
}

static bool
codes_key(struct view *v, const struct key *key)
{
	struct codes *k = v->data;

	return edit_key(&k->code, key, 10);
}

static void
submit(struct view *v)
{
	struct codes *k = v->data;
	struct app *app = v->app;
	json_t *out;

	if (k->code.text.len == 0) {
		app_say(app, ATTR_WARN, M_CODES_EMPTY, NULL);
		return;
	}
	out = app_do(app, json_pack("{s:s, s:{s:s}}", "do", "set_totp",
	    "with", "code", str_text(&k->code.text)));
	edit_set(&k->code, "");
	if (outcome_is(out, "done")) {
		app_pop(app);
		app_say(app, ATTR_GOOD, M_CODES_SET, NULL);
	} else {
		app_say_refusal(app, out);
	}
	json_decref(out);
}

static bool
codes_command(struct view *v, enum command command)
{
	struct codes *k = v->data;

	if (command == CMD_BACK)
		return app_leave(v->app);
	if (command == CMD_OTHER_FIELD)
		k->dark = !k->dark;
	else if (command == CMD_SUBMIT)
		submit(v);
	else
		return false;
	return true;
}

static bool
codes_can(struct view *v, enum command command)
{
	struct area a = { 0, 0, v->app->canvas.rows - 4,
	    v->app->canvas.cols };

	return command != CMD_OTHER_FIELD || draws(v, a);
}

static const struct view_ops codes_ops = {
	.name = "codes", .contexts = codes_contexts, .title = codes_title,
	.paint = codes_paint, .can = codes_can, .command = codes_command,
	.key = codes_key, .close = codes_close,
};

struct view *
codes_new(struct app *app)
{
	json_t *told = app_do(app, json_pack("{s:s, s:{}}", "do", "set_totp",
	    "with"));
	struct codes *k;

	if (!outcome_is(told, "done") || jx_text(told, "secret") == NULL) {
		app_say_refusal(app, told);
		json_decref(told);
		return NULL;
	}
	k = xcalloc(1, sizeof *k);
	k->told = told;
	k->qr = qr_new(app_get(app, told, "uri"));
	edit_init(&k->code, false, CODE_LETTERS);
	return view_new(app, &codes_ops, k);
}
