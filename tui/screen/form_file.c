/* A question that asks for a file: by its path, attached at once. */
#include "tui/screen/attach.h"
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"
#include "tui/widget/path.h"

#include <stdlib.h>

/* Survives the question for the path. */
struct asked_file {
	struct view *v;
	char *path, *name;
	const char *media;		/* NULL: by the file's ending */
};

static void
asked_done(void *p)
{
	struct asked_file *a = p;

	free(a->path);
	free(a->name);
	free(a);
}

static void
on_path(void *ctx, const char *path)
{
	struct asked_file *a = ctx;
	struct view *v = a->v;
	char *id = attach_do(v->app, FORM_VIEW(v)->case_id, a->name,
	    a->media, path);
	json_t *value;

	if (id != NULL) {
		form_files_load(v);
		value = json_string(id);
		if (form_set(v, a->path, value))
			form_flow(v);
		json_decref(value);
	}
	free(id);
	app_keep(v->app, NULL, NULL);
}

void
form_file_open(struct view *v, const struct fill_row *r)
{
	struct form_view *f = FORM_VIEW(v);
	struct path_prompt p = { NULL, NULL, on_path, NULL };
	struct asked_file *a;

	/* Nobody's file: there is no key yet to seal it with. */
	if (f->case_id == NULL) {
		app_say(v->app, ATTR_WARN, M_FILE_NO_CASE, NULL);
		return;
	}
	a = xcalloc(1, sizeof *a);
	a->v = v;
	a->path = form_path(v);
	a->name = xstrdup(r->item->name);
	a->media = r->item->media != FORM_ANY_FILE ?
	    form_media_name(r->item->media) : NULL;
	app_keep(v->app, a, asked_done);
	p.title = app_msg(v->app, M_FILE_FROM);
	p.ctx = a;
	path_open(v->app, &p);
}

void
form_files_load(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct form *form = fill_of_form(f->fill);
	json_t *answer;
	bool asks = false;

	for (size_t i = 0; i < form->n; i++)
		asks = asks || form->item[i].type == FORM_FILE;
	if (!asks || f->case_id == NULL)
		return;
	answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "case",
	    "case", f->case_id));
	json_decref(f->files);
	f->files = json_incref(jx_get(answer, "attachments"));
	json_decref(answer);
}

/* The name under which it came; the bare id when it is not to be seen. */
bool
form_file_value(struct view *v, const struct fill_row *r, struct str *out)
{
	const json_t *files = FORM_VIEW(v)->files;
	const char *id;

	if (r->item == NULL || r->item->type != FORM_FILE)
		return false;
	id = json_string_value(answer_value(r->answer));
	for (size_t i = 0; i < json_array_size(files); i++) {
		const json_t *file = json_array_get(files, i);

		if (id == NULL || !str_eq(jx_text(file, "id"), id))
			continue;
		str_add(out, app_get(v->app, file, "file_name"));
		return true;
	}
	return false;
}
