/*
 * Sign-in and lock.  The secret never stands in a growing string: it has one
 * fixed place, which is wiped as soon as it has been tried.
 */
#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/edit.h"

#include <stdlib.h>
#include <string.h>

#define SECRET_MOST 256
#define LABEL_COLS 14

struct signin {
	struct edit officer;
	char secret[SECRET_MOST];
	size_t len;
	bool on_secret, locked;
	char *who;			/* of the lock */
};

static void
wipe(void *p, size_t n)
{
	volatile unsigned char *byte = p;

	while (n-- > 0)
		*byte++ = 0;
}

static void
signin_close(struct view *v)
{
	struct signin *s = v->data;

	wipe(s->secret, sizeof s->secret);
	edit_done(&s->officer);
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
	struct str dots = STR_INIT;
	char *say = s->locked ? app_text(app, M_LOCKED_SAY, s->who, NULL) :
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
	    !s->on_secret);
	for (size_t i = 0; i < utf8_letters(s->secret, s->len); i++)
		str_add(&dots, "*");
	canvas_text(c, box.y + gap + 1, x, 40, ATTR_PLAIN, str_text(&dots));
	if (s->on_secret)
		canvas_cursor(c, box.y + gap + 1, x + (int)dots.len);
	str_done(&dots);
	if (!s->locked) {
		box.y += 2 + 2 * gap;
		box.h -= 2 + 2 * gap;
		paint_demo(v, c, box);
	}
}

static bool
secret_key(struct signin *s, const struct key *key)
{
	const char *in = key->code == K_PASTE ? key->paste : key->text;
	size_t n = key->code == K_PASTE ? key->paste_len : strlen(key->text);

	switch (key->code) {
	case K_TEXT: case K_PASTE:
		if (n < sizeof s->secret - s->len && memchr(in, '\n', n) == NULL
		    && utf8_valid(in, n)) {
			memcpy(s->secret + s->len, in, n);
			s->len += n;
		}
		return true;
	case K_BACKSPACE:
		s->len = s->len > 0 ? utf8_back(s->secret, s->len) : 0;
		return true;
	case K_CTRL:
		if (key->text[0] != 'u')
			return false;
		s->len = 0;
		return true;
	default:
		return false;
	}
}

static bool
signin_key(struct view *v, const struct key *key)
{
	struct signin *s = v->data;

	if (s->on_secret)
		return secret_key(s, key);
	if (key->code == K_UP || key->code == K_DOWN)
		return false;
	return edit_key(&s->officer, key, 40);
}

static void
try(struct view *v)
{
	struct signin *s = v->data;
	struct app *app = v->app;
	/* Typed marks may come decomposed: the same secret all the same. */
	char *nfc = utf8_nfc(s->secret, s->len);
	const char *id = s->locked ? app->officer : str_text(&s->officer.text);
	bool in = nfc != NULL && id != NULL &&
	    app_sign_in(app, id, nfc, strlen(nfc));

	if (nfc != NULL)
		wipe(nfc, strlen(nfc));
	free(nfc);
	wipe(s->secret, sizeof s->secret);
	s->len = 0;
	if (!in)
		return;
	app_pop_all(app);
	app_push(app, home_new(app));
	/* Where the draft cannot be opened yet, it has said why. */
	if (app->resume != NULL && !draft_open(app, app->resume))
		app->dirty |= PAINT;
	else if (!tn_is_recorded(app->session))
		app_say(app, ATTR_BAD, M_SIGNIN_UNRECORDED, NULL);
	else if (app->resume == NULL && tour_is_new(app))
		app_say(app, ATTR_PLAIN, M_TOUR_OFFER, NULL);
	free(app->resume);
	app->resume = NULL;
}

static bool
signin_command(struct view *v, enum command command)
{
	struct signin *s = v->data;

	if (command == CMD_OTHER_FIELD) {
		s->on_secret = s->locked || !s->on_secret;
		return true;
	}
	if (command != CMD_SUBMIT)
		return false;
	if (s->on_secret)
		try(v);
	else
		s->on_secret = true;
	return true;
}

static bool
signin_can(struct view *v, enum command command)
{
	struct signin *s = v->data;

	return command != CMD_OTHER_FIELD || !s->locked;
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

	edit_init(&s->officer, false, 64);
	edit_set(&s->officer, app->officer != NULL ? app->officer :
	    app->o->officer);
	s->locked = locked;
	s->on_secret = s->officer.text.len > 0;
	s->who = xstrdup(app->officer);
	return view_new(app, &signin_ops, s);
}
