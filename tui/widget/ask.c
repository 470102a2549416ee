#include "tui/widget/ask.h"

#include "tui/app.h"

#include <stdlib.h>
#include <string.h>

#define MANY_LINES 8
#define QUESTION_LINES 3

struct asking {
	struct prompt p;
	char *title;
	struct edit edit;
	int width;
	void (*yes)(void *ctx);
};

static void
asking_close(struct view *v)
{
	struct asking *a = v->data;

	edit_done(&a->edit);
	free(a->title);
	free(a);
}

/* Writes the question wrapped; returns the lines it took. */
static int
paint_question(struct canvas *c, struct area a, const char *text)
{
	a.h = QUESTION_LINES;
	return canvas_wrapped(c, a, ATTR_BOLD, text);
}

static struct area
bottom(struct canvas *c, struct area a, int lines)
{
	struct area box = a;

	box.h = lines < a.h ? lines : a.h;
	box.y = a.y + a.h - box.h;
	canvas_fill(c, box, ATTR_PLAIN);
	canvas_rule(c, box.y, box.x, box.w);
	box.y++;
	box.h--;
	return box;
}

static uint64_t
prompt_contexts(struct view *v)
{
	struct asking *a = v->data;

	return CTX_BACK | (a->p.many ? CTX_TEXT : CTX_PROMPT);
}

static void
prompt_paint(struct view *v, struct canvas *c, struct area a)
{
	struct asking *k = v->data;
	/* A story gets room where there is room; what it answers stays seen. */
	int many = a.h / 2 > MANY_LINES ? a.h / 2 : MANY_LINES;
	struct area box = bottom(c, a, 1 + QUESTION_LINES +
	    (k->p.many ? many : 1));
	int used;

	box.x += 2;
	box.w -= 4;
	used = paint_question(c, box, k->title);
	box.y += used;
	box.h -= used;
	k->width = box.w;
	app_paint_edit(v->app, &k->edit, box);
}

static bool
prompt_key(struct view *v, const struct key *key)
{
	struct asking *k = v->data;

	if (!edit_key(&k->edit, key, k->width))
		return false;
	if (k->edit.cut)
		app_say(v->app, ATTR_WARN, M_TYPED_TOO_LONG, NULL);
	if (k->p.changed != NULL)
		k->p.changed(k->p.ctx);
	return true;
}

static void
prompt_finish(struct view *v)
{
	struct asking *k = v->data;
	struct prompt p = k->p;
	char *text = xstrdup(str_text(&k->edit.text));

	app_pop(v->app);
	p.done(p.ctx, text);
	free(text);
}

static bool
prompt_command(struct view *v, enum command command)
{
	struct asking *k = v->data;

	if (command == CMD_BACK && k->p.keep) {
		prompt_finish(v);
		return true;
	}
	if (command != CMD_SUBMIT && command != CMD_KEEP)
		return false;
	/* A reason of blanks is none. */
	if (!k->p.optional && str_text(&k->edit.text)[strspn(
	    str_text(&k->edit.text), " \n")] == '\0')
		return true;
	prompt_finish(v);
	return true;
}

static const struct view_ops prompt_ops = {
	.name = "prompt", .overlay = true, .contexts = prompt_contexts,
	.paint = prompt_paint, .command = prompt_command, .key = prompt_key,
	.close = asking_close,
};

void
prompt_open(struct app *app, const struct prompt *p)
{
	struct asking *k = xcalloc(1, sizeof *k);

	k->p = *p;
	k->title = xstrdup(p->title);
	k->width = app_width(app) - 4;
	edit_init(&k->edit, p->many, p->most);
	edit_vietnamese(&k->edit, &app->typing);
	edit_set(&k->edit, p->text);
	if (p->text != NULL && p->at != SIZE_MAX)
		edit_move_to(&k->edit, p->at);
	app_push(app, view_new(app, &prompt_ops, k));
}

const struct edit *
prompt_edit(const struct view *v)
{
	if (v == NULL || v->ops != &prompt_ops)
		return NULL;
	return &((struct asking *)v->data)->edit;
}

static uint64_t
confirm_contexts(struct view *v)
{
	(void)v;
	return CTX_CONFIRM;
}

static void
confirm_paint(struct view *v, struct canvas *c, struct area a)
{
	struct asking *k = v->data;
	struct area box = bottom(c, a, 2 + QUESTION_LINES);
	const char *how = app_msg(v->app, M_YES_OR_NO);
	int used;

	box.x += 2;
	box.w -= 4;
	used = paint_question(c, box, k->title);
	canvas_text(c, box.y + used, box.x, box.w, ATTR_PLAIN, how);
	canvas_cursor(c, box.y, box.x);
}

static bool
confirm_command(struct view *v, enum command command)
{
	struct asking *k = v->data;
	void (*yes)(void *) = k->yes;
	void *ctx = k->p.ctx;

	if (command != CMD_YES)
		return false;
	app_pop(v->app);
	yes(ctx);
	return true;
}

/* Enter from habit must never confirm: whatever is not "yes" is "no". */
static bool
confirm_key(struct view *v, const struct key *key)
{
	static const enum command seen[] = { CMD_YES, CMD_LANGUAGE, CMD_QUIT,
	    CMD_HELP };

	for (size_t i = 0; i < ARRAY_LEN(seen); i++) {
		if (keymap_has(v->app->o->keymap, seen[i], key))
			return false;
	}
	app_pop(v->app);
	return true;
}

static const struct view_ops confirm_ops = {
	.name = "confirm", .overlay = true, .contexts = confirm_contexts,
	.paint = confirm_paint, .command = confirm_command,
	.key = confirm_key, .close = asking_close,
};

void
confirm_open(struct app *app, const char *question, void (*yes)(void *ctx),
    void *ctx)
{
	struct asking *k = xcalloc(1, sizeof *k);

	k->title = xstrdup(question);
	k->yes = yes;
	k->p.ctx = ctx;
	app_push(app, view_new(app, &confirm_ops, k));
}
