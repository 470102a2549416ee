/* The files of a case: which there are, one in detail, saving one. */
#include "tui/screen/attach.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/path.h"
#include "tui/widget/rows.h"

#include <stdlib.h>
#include <string.h>

struct files_view {
	char *case_id;
	json_t *answer;
	struct rows rows;
	/* While a file is being saved: which, and where to. */
	char *id, *name, *target;
};

static const struct {
	const char *media;
	enum msg say;
} medias[] = {
	{ "file", M_FILE_ANY }, { "image", M_FILE_IMAGE },
	{ "audio", M_FILE_AUDIO }, { "video", M_FILE_VIDEO },
};

static const char *
media_in_words(struct app *app, const json_t *file)
{
	for (size_t i = 0; i < ARRAY_LEN(medias); i++)
		if (str_eq(medias[i].media, jx_text(file, "media")))
			return app_msg(app, medias[i].say);
	return app_msg(app, M_FILE_ANY);
}

/* "812 B", "35 KiB", "4,2 MiB": rounded up, so that nothing is 0. */
static void
size_in_words(struct app *app, const json_t *file, struct str *out)
{
	int64_t n = jx_int(file, "size", 0), tenths;

	if (n < 1024) {
		str_printf(out, "%d B", (int)n);
	} else if (n < 1 << 20) {
		str_printf(out, "%d KiB", (int)((n + 1023) / 1024));
	} else {
		tenths = (n * 10 + (1 << 20) - 1) >> 20;
		str_printf(out, "%d%s%d MiB", (int)(tenths / 10),
		    app->lang == LANG_VI ? "," : ".", (int)(tenths % 10));
	}
}

char *
attach_do(struct app *app, const char *case_id, const char *question,
    const char *media, const char *path)
{
	const char *slash = strrchr(path, '/');
	json_t *content = attach_read(app, path), *outcome;
	char *op_id, *id = NULL;

	if (content == NULL)
		return NULL;
	op_id = tn_new_op_id(app->tn);
	outcome = app_do(app, json_pack(
	    "{s:s, s:s, s:s, s:{s:s, s:s, s:o, s:s*}}", "do", "attach",
	    "op_id", op_id, "case", case_id, "with",
	    "file_name", slash != NULL ? slash + 1 : path,
	    "media", media != NULL ? media : attach_media_of(path),
	    "content", content, "name", question));
	if (outcome_is(outcome, "done")) {
		id = xstrdup(jx_text(outcome, "attachment"));
		app_say(app, ATTR_GOOD, M_FILE_ATTACHED, NULL);
	} else if (outcome_is(outcome, "refused")) {
		app_say_refusal(app, outcome);
	}
	json_decref(outcome);
	free(op_id);
	return id;
}

/* ---- the list ---- */

static void
files_close(struct view *v)
{
	struct files_view *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k->id);
	free(k->name);
	free(k->target);
	free(k);
}

static uint64_t
files_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_FILES | CTX_BACK | CTX_INSIDE;
}

static void
files_title(struct view *v, struct str *out)
{
	char *say = app_text(v->app, M_FILES_TITLE,
	    ((struct files_view *)v->data)->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
files_load(struct view *v)
{
	struct files_view *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "case", "case", k->case_id));

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = answer;
}

static void
add_file(struct view *v, const json_t *file, int width)
{
	struct files_view *k = v->data;
	struct app *app = v->app;
	struct str size = STR_INIT, at = STR_INIT;
	char *under;

	size_in_words(app, file, &size);
	app_time(jx_get(file, "at"), &at);
	rows_item(&k->rows, jx_text(file, "id"), 0, file, 2, width - 3,
	    ATTR_PLAIN, app_get(app, file, "file_name"));
	under = app_text(app, M_FILE_LINE, media_in_words(app, file),
	    str_text(&size), str_text(&at),
	    app_get(app, jx_get(file, "unit"), "title"), NULL);
	rows_more_text(&k->rows, 4, width - 5, ATTR_DIM, under);
	if (*app_get(app, file, "label") != '\0')
		rows_more_text(&k->rows, 4, width - 5, ATTR_DIM,
		    app_get(app, file, "label"));
	free(under);
	str_done(&size);
	str_done(&at);
}

static void
files_layout(struct view *v, int width)
{
	struct files_view *k = v->data;
	const json_t *list = jx_get(k->answer, "attachments");

	rows_begin(&k->rows);
	if (json_array_size(list) == 0)
		rows_text(&k->rows, 2, width - 3, ATTR_PLAIN,
		    app_msg(v->app, M_FILES_NONE));
	for (size_t i = 0; i < json_array_size(list); i++)
		add_file(v, json_array_get(list, i), width);
	rows_end(&k->rows);
}

static void
files_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct files_view *)v->data)->rows, c, a, true);
}

/* ---- one of them ---- */

static void
detail_line(struct app *app, struct rows *rows, int width, enum msg m,
    const char *text)
{
	char *say;

	if (*text == '\0')
		return;
	say = app_text(app, m, text, NULL);
	rows_text(rows, 2, width - 3, ATTR_PLAIN, say);
	free(say);
}

static void
detail_fill(struct app *app, struct rows *rows, const json_t *file, int width)
{
	struct str size = STR_INIT, at = STR_INIT;
	char *who = app_text(app, M_HISTORY_WHO,
	    app_get(app, jx_get(file, "by"), "name"),
	    app_get(app, jx_get(file, "unit"), "title"), NULL);

	size_in_words(app, file, &size);
	app_time(jx_get(file, "at"), &at);
	rows_text(rows, 2, width - 3, ATTR_BOLD,
	    app_get(app, file, "file_name"));
	detail_line(app, rows, width, M_FILE_KIND, media_in_words(app, file));
	detail_line(app, rows, width, M_FILE_SIZE, str_text(&size));
	detail_line(app, rows, width, M_FILE_QUESTION,
	    app_get(app, file, "label"));
	detail_line(app, rows, width, M_FILE_NOTE, app_get(app, file, "note"));
	detail_line(app, rows, width, M_FILE_BY, who);
	detail_line(app, rows, width, M_FILE_AT, str_text(&at));
	detail_line(app, rows, width, M_FILE_HASH, app_get(app, file, "hash"));
	free(who);
	str_done(&size);
	str_done(&at);
}

static void
show_detail(struct view *v, const json_t *file)
{
	struct panel p = { M_FILE_TITLE, json_deep_copy(file), detail_fill,
	    NULL, NULL };

	app_push(v->app, panel_new(v->app, &p));
}

/* ---- saving one, after saying where and why ---- */

static void
on_why(void *ctx, const char *why)
{
	struct view *v = ctx;
	struct files_view *k = v->data;
	json_t *file = app_ask(v->app, json_pack("{s:s, s:s, s:s, s:s}",
	    "ask", "attachment", "case", k->case_id, "id", k->id, "why",
	    why));
	const json_t *content = jx_get(file, "content");

	if (content != NULL && attach_write(v->app, k->target,
	    json_string_value(content), json_string_length(content)))
		app_say(v->app, ATTR_GOOD, M_FILE_SAVED, k->target, NULL);
	json_decref(file);
}

static void
on_target(void *ctx, const char *path)
{
	struct view *v = ctx;
	struct files_view *k = v->data;
	struct prompt p = { app_msg(v->app, M_FILE_WHY), NULL, SIZE_MAX,
	    false, false, false, 300, on_why, NULL, v };

	free(k->target);
	k->target = attach_target(path, k->name);
	/* Nobody's reading is noted for a file that cannot be written. */
	if (attach_is_free(v->app, k->target))
		prompt_open(v->app, &p);
}

static void
ask_target(struct view *v, const json_t *file)
{
	struct files_view *k = v->data;
	struct path_prompt p = { app_msg(v->app, M_FILE_TO), NULL, on_target,
	    v };

	free(k->id);
	free(k->name);
	k->id = xstrdup(jx_text(file, "id"));
	k->name = xstrdup(app_get(v->app, file, "file_name"));
	p.text = k->name;
	path_open(v->app, &p);
}

static void
on_path(void *ctx, const char *path)
{
	struct view *v = ctx;
	struct files_view *k = v->data;
	char *id = attach_do(v->app, k->case_id, NULL, NULL, path);

	v->stale = v->stale || id != NULL;
	free(id);
}

static bool
files_command(struct view *v, enum command command)
{
	struct files_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct path_prompt p = { app_msg(v->app, M_FILE_FROM), NULL, on_path,
	    v };

	switch (command) {
	case CMD_OPEN:
		if (row != NULL)
			show_detail(v, row->data);
		return true;
	case CMD_FILE_ADD:
		path_open(v->app, &p);
		return true;
	case CMD_FILE_SAVE:
		if (row != NULL)
			ask_target(v, row->data);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops files_ops = {
	.name = "files", .contexts = files_contexts, .title = files_title,
	.load = files_load, .layout = files_layout, .paint = files_paint,
	.command = files_command, .close = files_close,
};

struct view *
files_new(struct app *app, const char *case_id)
{
	struct files_view *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &files_ops, k);
}
