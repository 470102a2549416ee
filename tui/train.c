#include "tui/train.h"

#include "core/base/jx.h"
#include "core/tiepnhan.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *code;
	enum msg label;
	int64_t hours;
} spans[] = {
	{ "hour", M_TRAIN_HOUR, 1 }, { "day", M_TRAIN_DAY, 24 },
	{ "three", M_TRAIN_THREE, 72 }, { "week", M_TRAIN_WEEK, 168 },
	{ "month", M_TRAIN_MONTH, 720 }, { "quarter", M_TRAIN_QUARTER, 2880 },
};

/* The keys of training stand in its own panel, not in the crowded bar. */
static void
paint_keys(struct app *app, struct canvas *c, struct area a)
{
	static const enum command keys[] = { CMD_TRAIN_NEXT, CMD_TRAIN_ROLE,
	    CMD_TRAIN_CLOCK, CMD_TRAIN_PLAY };
	struct str line = STR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		str_add(&line, i > 0 ? "  " : "");
		keymap_show(app->o->keymap, keys[i], true, &line);
		str_printf(&line, " %s",
		    command_info(keys[i])->label[app->lang]);
	}
	canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_PLAIN, str_text(&line));
	str_done(&line);
}

static const char *
by_lang(const struct app *app, const char *const text[2])
{
	const char *s = text[app->lang == LANG_EN];

	return s != NULL ? s : "";
}

static int
paint_wrapped(struct canvas *c, struct area a, enum attr attr,
    const char *text)
{
	int y = 0;

	while (*text != '\0' && y < a.h) {
		size_t skip, len = wrap_next(text, a.w, &skip);
		char *line = xstrndup(text, len);

		/* The last line shows that there is more. */
		if (y == a.h - 1 && text[len + skip] != '\0')
			canvas_text(c, a.y + y, a.x, a.w, attr, text);
		else
			canvas_text(c, a.y + y, a.x, a.w, attr, line);
		free(line);
		text += len + skip;
		y++;
	}
	return y;
}

void
train_paint(struct app *app, struct canvas *c, struct area a)
{
	const struct training_ops *ops = app->o->training;
	struct training_step step;
	struct str foot = STR_INIT;
	char *at = xasprintf("%zu", app->train.step + 1);
	char *of = xasprintf("%zu", ops->n);
	char *head = app_text(app, M_TRAIN_STEP, at, of,
	    by_lang(app, ops->title), NULL);
	int used;

	memset(&step, 0, sizeof step);
	canvas_rule(c, a.y, a.x, a.w);
	canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_BOLD, head);
	a.y++;
	a.h -= 2;
	paint_keys(app, c, (struct area){ a.y + a.h, a.x, 1, a.w });
	if (ops->step(ops->ctx, app->train.step, &step)) {
		if (step.who != NULL) {
			char *who = app_text(app, M_TRAIN_WHO, step.who, NULL);

			str_add(&foot, who);
			free(who);
		}
		if (*by_lang(app, step.summary) != '\0')
			str_printf(&foot, "%s%s", foot.len > 0 ? " · " : "",
			    by_lang(app, step.summary));
		if (step.law != NULL)
			str_printf(&foot, "%s%s", foot.len > 0 ? " · " : "",
			    step.law);
		used = paint_wrapped(c, (struct area){ a.y, a.x + 2,
		    a.h - (foot.len > 0), a.w - 4 }, ATTR_PLAIN,
		    by_lang(app, step.say));
		canvas_text(c, a.y + used, a.x + 2, a.w - 4, ATTR_DIM,
		    str_text(&foot));
	}
	str_done(&foot);
	free(head);
	free(at);
	free(of);
}

static void
on_role(void *ctx, const json_t *codes)
{
	struct app *app = ctx;
	const struct training_ops *ops = app->o->training;
	const char *id = json_string_value(json_array_get(codes, 0));
	struct session *s = id != NULL ? ops->switch_to(ops->ctx, id) : NULL;

	if (s == NULL) {
		app_say(app, ATTR_BAD, M_TRAIN_ROLE_REFUSED,
		    id != NULL ? id : "", NULL);
		return;
	}
	/* Like signing out and in: drafts stay with who typed them. */
	app_sign_out(app, false);
	app_pop_all(app);
	app->session = s;
	app_read_likes(app);
	free(app->officer);
	app->officer = xstrdup(id);
	app_push(app, home_new(app));
}

static void
choose_role(struct app *app)
{
	const struct training_ops *ops = app->o->training;
	struct training_officer o;
	json_t *items = json_array();

	for (size_t i = 0; ops->officer(ops->ctx, i, &o); i++)
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    o.id, "title", by_lang(app, o.title)));
	choice_open_json(app, app_msg(app, M_TRAIN_ROLES), items, false,
	    on_role, app);
	json_decref(items);
}

static void
on_span(void *ctx, const json_t *codes)
{
	struct app *app = ctx;
	const struct training_ops *ops = app->o->training;
	const char *code = json_string_value(json_array_get(codes, 0));
	char iso[32];
	json_t *now;
	struct str say = STR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
		if (str_eq(spans[i].code, code))
			ops->advance(ops->ctx, spans[i].hours * 3600000);
	}
	when_format(tn_now(app->tn), VN_OFFSET_MIN, iso);
	now = json_string(iso);
	app_time(now, &say);
	app_say(app, ATTR_PLAIN, M_TRAIN_MOVED, str_text(&say), NULL);
	json_decref(now);
	str_done(&say);
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
}

static void
choose_span(struct app *app)
{
	json_t *items = json_array();

	for (size_t i = 0; i < ARRAY_LEN(spans); i++)
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    spans[i].code, "title", app_msg(app, spans[i].label)));
	choice_open_json(app, app_msg(app, M_TRAIN_CLOCK), items, false,
	    on_span, app);
	json_decref(items);
}

static void
play(struct app *app)
{
	const struct training_ops *ops = app->o->training;
	struct str msg = STR_INIT;
	bool ok = ops->play(ops->ctx, app->train.step, &msg);

	app_say_text(app, ok ? ATTR_GOOD : ATTR_BAD, str_text(&msg));
	if (ok && app->train.step + 1 < ops->n)
		app->train.step++;
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
	str_done(&msg);
}

bool
train_command(struct app *app, enum command command)
{
	const struct training_ops *ops = app->o->training;

	if (ops == NULL)
		return false;
	switch (command) {
	case CMD_TRAIN_NEXT:
		if (app->train.step + 1 < ops->n)
			app->train.step++;
		return true;
	case CMD_TRAIN_PREVIOUS:
		if (app->train.step > 0)
			app->train.step--;
		return true;
	case CMD_TRAIN_ROLE:
		choose_role(app);
		return true;
	case CMD_TRAIN_CLOCK:
		choose_span(app);
		return true;
	case CMD_TRAIN_PLAY:
		play(app);
		return true;
	default:
		return false;
	}
}
