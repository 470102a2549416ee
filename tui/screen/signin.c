/* Sign-in and lock. */
#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/edit.h"
#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_COLS 14

enum { ON_OFFICER, ON_SECRET, ON_CODE };

struct signin {
	struct edit officer, code;
	struct secret_line secret;
	int on;
	bool locked;
	bool asks_code;			/* somebody here uses one-time codes */
	bool account;			/* no secret is needed */
	char *who;			/* of the lock */
};

static void
signin_close(struct view *v)
{
	struct signin *s = v->data;

	secret_line_wipe(&s->secret);
	edit_done(&s->officer);
	edit_done(&s->code);
	free(s->who);
	free(s);
}

static uint64_t
signin_contexts(struct view *v)
{
	(void)v;
	return CTX_SIGNIN;
}

static void
signin_title(struct view *v, struct str *out)
{
	struct signin *s = v->data;

	str_add(out, app_msg(v->app, s->locked ? M_LOCKED_TITLE :
	    M_SIGNIN_TITLE));
}

static void
paint_text(struct canvas *c, struct area *a, const char *text)
{
	while (*text != '\0' && a->h > 0) {
		size_t skip, len = wrap_next(text, a->w, &skip);
		char *line = xstrndup(text, len);

		canvas_text(c, a->y++, a->x, a->w, ATTR_PLAIN, line);
		a->h--;
		free(line);
		text += len + skip;
	}
}

/* The one secret of all demonstration officers, or NULL. */
static const char *
shared_secret(const json_t *staff)
{
	const char *first = jx_text(json_array_get(staff, 0), "secret");

	for (size_t i = 1; i < json_array_size(staff); i++) {
		if (!str_eq(jx_text(json_array_get(staff, i), "secret"), first))
			return NULL;
	}
	return first;
}

static void
paint_demo(struct view *v, struct canvas *c, struct area a)
{
	struct app *app = v->app;
	const json_t *staff = app->o->demo_staff;

	const char *shared = shared_secret(staff);
	char *head = shared != NULL ? app_text(app, M_SIGNIN_DEMO_ONE, shared,
	    NULL) : app_text(app, M_SIGNIN_DEMO, NULL);

	if (json_array_size(staff) > 0)
		canvas_text(c, a.y++, a.x, a.w, ATTR_PLAIN, head);
	free(head);
	a.h--;
	for (size_t i = 0; i < json_array_size(staff) && (int)i < a.h; i++) {
		const json_t *o = json_array_get(staff, i);
		char *line = shared != NULL ? xstrdup(app_get(app, o, "id")) :
		    app_text(app, M_SIGNIN_DEMO_LINE, app_get(app, o, "id"),
		    app_get(app, o, "secret"), NULL);
		int w = shared != NULL ? 10 : 28;

		canvas_text(c, a.y + (int)i, a.x + 2, w, ATTR_PLAIN, line);
		canvas_text(c, a.y + (int)i, a.x + w + 3, a.w - w - 3,
		    ATTR_PLAIN, app_get(app, o, "title"));
		free(line);
	}
}

static void
signin_paint(struct view *v, struct canvas *c, struct area a)
{
	struct signin *s = v->data;
	struct app *app = v->app;
	/* Many officers to show: no blank lines. */
	int gap = json_array_size(app->o->demo_staff) > (size_t)a.h - 8 ? 0 : 1;
	struct area box = { a.y + gap, 2, a.h - gap, a.w - 4 };
	char *say = s->locked ? app_text(app, app->views > 1 ?
	    M_LOCKED_OPEN : M_LOCKED_SAY, s->who, NULL) :
	    s->account ? app_text(app, M_SIGNIN_ACCOUNT,
	    str_text(&s->officer.text), NULL) :
	    app_text(app, M_SIGNIN_HOW, NULL);
	int x = box.x + LABEL_COLS;

	paint_text(c, &box, say);
	free(say);
	if (app->held)
		paint_text(c, &box, app_msg(app, M_LOCKED_HELD));
	canvas_text(c, box.y + gap, 2, LABEL_COLS - 1, ATTR_PLAIN,
	    app_msg(app, M_SIGNIN_OFFICER));
	canvas_text(c, box.y + gap + 1, 2, LABEL_COLS - 1, ATTR_PLAIN,
	    app_msg(app, M_SIGNIN_SECRET));
	edit_paint(&s->officer, c, (struct area){ box.y + gap, x, 1, 40 },
	    s->on == ON_OFFICER);
	secret_line_paint(&s->secret, c, box.y + gap + 1, x, 40,
	    s->on == ON_SECRET);
	if (s->asks_code) {
		canvas_text(c, box.y + gap + 2, 2, LABEL_COLS - 1, ATTR_PLAIN,
		    app_msg(app, M_SIGNIN_CODE));
		edit_paint(&s->code, c, (struct area){ box.y + gap + 2, x, 1,
		    10 }, s->on == ON_CODE);
	}
	if (!s->locked) {
		box.y += 2 + 2 * gap;
		box.h -= 2 + 2 * gap;
		paint_demo(v, c, box);
	}
}

static bool
signin_key(struct view *v, const struct key *key)
{
	struct signin *s = v->data;

	if (s->on == ON_SECRET)
		return secret_line_key(&s->secret, key);
	if (key->code == K_UP || key->code == K_DOWN)
		return false;
	return edit_key(s->on == ON_CODE ? &s->code : &s->officer, key, 40);
}

static void
try(struct view *v)
{
	struct signin *s = v->data;
	struct app *app = v->app;
	bool by_account = s->account && s->secret.len == 0;
	char *text = secret_line_take(&s->secret);
	const char *id = s->locked ? app->officer : str_text(&s->officer.text);
	bool in = by_account ? app_sign_in_account(app,
	    str_text(&s->code.text)) : text != NULL && id != NULL &&
	    app_sign_in(app, id, text, strlen(text),
	    str_text(&s->code.text));

	if (text != NULL)
		secret_wipe(text, strlen(text));
	free(text);
	secret_line_wipe(&s->secret);
	edit_set(&s->code, "");
	s->on = by_account && s->asks_code ? ON_CODE : ON_SECRET;
	if (in && !app_go_on(app))
		first_things(app);
}

/* Where one goes on: the code comes last, when it is asked for. */
static int
after(const struct signin *s)
{
	int last = s->asks_code ? ON_CODE : ON_SECRET;

	return s->on < last ? s->on + 1 : s->locked ? ON_SECRET : ON_OFFICER;
}

static bool
signin_command(struct view *v, enum command command)
{
	struct signin *s = v->data;

	if (command == CMD_OTHER_FIELD) {
		s->on = after(s);
		return true;
	}
	if (command != CMD_SUBMIT)
		return false;
	if (s->on == (s->asks_code ? ON_CODE : ON_SECRET))
		try(v);
	else
		s->on = after(s);
	return true;
}

static bool
signin_can(struct view *v, enum command command)
{
	struct signin *s = v->data;

	return command != CMD_OTHER_FIELD || !s->locked || s->asks_code;
}

static const struct view_ops signin_ops = {
	.name = "signin", .contexts = signin_contexts, .title = signin_title,
	.paint = signin_paint, .can = signin_can, .command = signin_command,
	.key = signin_key, .close = signin_close,
};

struct view *
signin_new(struct app *app, bool locked)
{
	struct signin *s = xcalloc(1, sizeof *s);
	bool code = false;

	edit_init(&s->officer, false, 64);
	edit_set(&s->officer, app->officer != NULL ? app->officer :
	    app->o->officer);
	edit_init(&s->code, false, 16);
	s->locked = locked;
	s->asks_code = tn_asks_codes(app->tn);
	if (!locked && tn_account(app->tn, &code) != NULL) {
		s->account = true;
		s->asks_code = s->asks_code || code;
		edit_set(&s->officer, tn_account(app->tn, &code));
	}
	s->on = s->account && code ? ON_CODE :
	    s->officer.text.len > 0 ? ON_SECRET : ON_OFFICER;
	s->who = xstrdup(app->officer);
	return view_new(app, &signin_ops, s);
}
