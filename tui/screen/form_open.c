/* Opening a form: empty, over what is known, or from its draft. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"

#include <stdlib.h>

static struct view *
form_new(struct app *app, const struct form_purpose *p, struct fill *fill)
{
	struct form_view *f = xcalloc(1, sizeof *f);

	f->fill = fill;
	f->known = fill_all(fill);
	f->title = json_deep_copy(p->title);
	f->parts = json_deep_copy(p->parts);
	f->command = json_deep_copy(p->command);
	f->case_id = xstrdup(p->case_id);
	f->part = p->part;
	f->collect = p->collect;
	f->collect_draft = p->collect_draft;
	f->ctx = p->ctx;
	/* One act of the officer, one id: a retry cannot double it. */
	f->op_id = jx_text(p->command, "op_id") != NULL ?
	    xstrdup(jx_text(p->command, "op_id")) : tn_new_op_id(app->tn);
	fill_use_meta(fill, &(struct fill_meta){ .end = WHEN_NONE,
	    .username = app->officer, .deviceid = jx_text(jx_get(app->me,
	    "unit"), "code"), .instance_id = f->op_id });
	f->width = app_width(app);
	f->single = app->one_by_one;
	return view_new(app, &form_ops, f);
}

/* An empty form begins where something has to be filled in. */
static void
go_to_first(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill);
	struct str first = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(f->fill, i);

		if (r->kind != FILL_QUESTION || r->readonly)
			continue;
		if (r->answer != NULL) {
			str_clear(&first);
			break;
		}
		if (first.len == 0 && r->problem != NULL &&
		    r->problem->reason == FILL_REQUIRED)
			fill_row_path(r, &first);
	}
	if (first.len > 0)
		form_go(v, str_text(&first));
	str_done(&first);
}

bool
form_open(struct app *app, const struct form_purpose *p)
{
	const char *code = jx_text(json_array_get(p->parts, p->part), "form");
	struct err e = ERR_INIT;
	struct fill *fill = code != NULL && app->session != NULL ?
	    tn_fill(app->session, p->case_id, code,
	    !str_eq(jx_text(p->command, "do"), "record_answers"), &e) : NULL;
	struct view *v;
	struct str text = STR_INIT;

	if (fill == NULL) {
		err_text(&e, app->lang, false, &text);
		app_say(app, ATTR_BAD, M_FORM_CLOSED, str_text(&text), NULL);
		str_done(&text);
		err_done(&e);
		return false;
	}
	v = app_push(app, form_new(app, p, fill));
	if (v == NULL)
		return false;
	form_files_load(v);
	form_layout(v, app_width(app));
	go_to_first(v);
	if (p->answers != NULL) {
		json_t *content = json_pack("{s:O}", "answers", p->answers);

		form_restore(v, content);
		json_decref(content);
	}
	if (p->collect == NULL) {
		json_t *draft, *content;

		form_place(v, &text);
		draft = app_ask(app, json_pack("{s:s, s:s}", "ask", "draft",
		    "place", str_text(&text)));
		str_clear(&text);
		content = jx_get(draft, "content");
		if (json_is_object(content)) {
			app_time(jx_get(draft, "at"), &text);
			form_restore(v, content);
			app_say(app, ATTR_WARN, M_DRAFT_BACK, str_text(&text),
			    NULL);
		}
		json_decref(draft);
	}
	if (p->field != NULL)
		form_go(v, p->field);
	str_done(&text);
	return true;
}

void
form_collect(struct view *v, const char *form, const json_t *title,
    const json_t *answers, void (*collect)(void *ctx, json_t *answers),
    void (*collect_draft)(void *ctx, json_t *content))
{
	json_t *parts = json_pack("[{s:s*}]", "form", form);
	struct form_purpose p = { .title = title, .parts = parts,
	    .answers = json_object_size(answers) > 0 ? answers : NULL,
	    .collect = collect, .collect_draft = collect_draft, .ctx = v };

	form_open(v->app, &p);
	json_decref(parts);
}
