/* A case: moving about in it and starting what can be done. */
#include "tui/screen/case.h"

#include "core/base/jx.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"
#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

#define SIDE_FROM 120

static void
drop_note(struct case_view *k)
{
	if (k->note != NULL)
		secret_wipe(k->note, strlen(k->note));
	free(k->note);
	free(k->note_op);
	k->note = k->note_op = NULL;
}

static void
case_close(struct view *v)
{
	struct case_view *k = v->data;

	drop_note(k);

	rows_done(&k->rows);
	rows_done(&k->side);
	json_decref(k->answer);
	free(k->id);
	free(k);
}

static uint64_t
case_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_CASE | CTX_BACK |
	    CTX_INSIDE;
}

static void
case_title(struct view *v, struct str *out)
{
	struct case_view *k = v->data;
	const char *title = app_get(v->app, k->answer, "title");
	char *say = app_text(v->app, M_CASE_TITLE, *title != '\0' ? title :
	    k->id, NULL);

	str_add(out, say);
	free(say);
}

static void
case_load(struct view *v)
{
	struct case_view *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "case", "case", k->id));

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = answer;
}

static void
case_layout(struct view *v, int width)
{
	struct case_view *k = v->data;

	case_fill(v->app, k, width < SIDE_FROM ? width : width * 3 / 5);
}

static void
case_paint(struct view *v, struct canvas *c, struct area a)
{
	struct case_view *k = v->data;
	struct area list = a, side = a;
	const struct row *row;

	if (a.w < SIDE_FROM) {
		rows_paint(&k->rows, c, a, true);
		return;
	}
	/* Room enough: the chosen line explains itself beside the list. */
	list.w = a.w * 3 / 5;
	side.x = list.w + 2;
	side.w = a.w - side.x;
	row = rows_chosen(&k->rows);
	rows_begin(&k->side);
	if (row != NULL)
		case_detail(v->app, &k->side, row->data, side.w);
	for (size_t i = 0; i < k->side.n; i++)
		k->side.row[i].pick = false;
	rows_end(&k->side);
	k->side.top = 0;
	rows_paint(&k->side, c, side, false);
	rows_paint(&k->rows, c, list, true);
}

static void
open_form(struct view *v, const char *code, const char *field)
{
	struct case_view *k = v->data;
	const json_t *forms = jx_get(k->answer, "forms");
	json_t *parts = json_pack("[{s:s, s:s}]", "form", code, "key",
	    "answers");
	json_t *command = json_pack("{s:s, s:s, s:{s:s}}", "do",
	    "record_answers", "case", k->id, "with", "form", code);
	struct form_purpose p = { .case_id = k->id, .parts = parts,
	    .command = command, .field = field };

	p.title = jx_get(jx_by_code(forms, code), "title");
	form_open(v->app, &p);
	json_decref(parts);
	json_decref(command);
}

/* To whatever mends a reason: a form at its field, or a step of the list. */
static void
case_pick_reason(void *ctx, const json_t *reason)
{
	struct view *v = ctx;
	struct case_view *k = v->data;
	const json_t *fix = jx_get(reason, "fix");
	const char *kind = jx_text(fix, "kind"), *code = jx_text(fix, "code");
	const json_t *steps = jx_get(k->answer, "steps");

	if ((str_eq(kind, "form") || str_eq(kind, "field")) && code != NULL) {
		open_form(v, code, jx_text(fix, "field"));
		return;
	}
	if (str_eq(jx_text(reason, "code"), "no_purpose")) {
		app_push(v->app, duties_new(v->app, k->id));
		return;
	}
	for (size_t i = 0; code != NULL && i < json_array_size(steps); i++) {
		const json_t *s = json_array_get(steps, i);

		if (!str_eq(jx_text(s, "code"), code) &&
		    !str_eq(jx_text(s, "request"), code) &&
		    !str_eq(jx_text(s, "support"), code))
			continue;
		if (jx_bool(s, "possible", false)) {
			case_start(v->app, s, k->id);
		}
		return;
	}
	app_say_text(v->app, ATTR_BAD, app_get(v->app, reason, "say"));
}

void
case_mend(struct view *v, const json_t *reason)
{
	case_pick_reason(v, reason);
}

static void
detail_rows(struct app *app, struct rows *rows, const json_t *data, int width)
{
	case_detail(app, rows, data, width);
}

static void
show_detail(struct view *v, const json_t *item)
{
	struct panel p = { M_CASE_DETAIL, json_deep_copy(item),
	    detail_rows, NULL, NULL };

	if (item != NULL && json_array_size(jx_get(item, "reasons")) > 0) {
		p.pick = case_pick_reason;
		p.ctx = v;
	}
	app_push(v->app, panel_new(v->app, &p));
}

/* Sets it, or lifts one's own. */
static void
hold(struct view *v)
{
	struct case_view *k = v->data;

	case_hold(v->app, k->id, !json_is_object(jx_get(jx_get(k->answer,
	    "keeping"), "hold")));
}

/* What stands against it is read before anything is asked. */
static void
erase(struct view *v)
{
	struct case_view *k = v->data;
	const json_t *how = jx_get(jx_get(k->answer, "keeping"), "erase");

	if (json_array_size(jx_get(how, "reasons")) > 0)
		show_detail(v, how);
	else
		case_erase(v->app, k->id);
}

static void
case_open(struct view *v)
{
	struct case_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (row == NULL)
		return;
	switch (row->tag) {
	case CASE_STEP:
		if (!jx_bool(row->data, "possible", false)) {
			show_detail(v, row->data);
			return;
		}
		case_start(v->app, row->data, k->id);
		break;
	case CASE_REASON:
		case_pick_reason(v, row->data);
		break;
	case CASE_FORM:
		open_form(v, jx_text(row->data, "code"), NULL);
		break;
	case CASE_ACT:
		app_push(v->app, act_new(v->app, jx_text(row->data, "act")));
		break;
	case CASE_FILE:
		app_push(v->app, files_new(v->app, k->id));
		break;
	case CASE_HOLD:
		hold(v);
		break;
	case CASE_ERASE:
		erase(v);
		break;
	case CASE_GLASS:
		case_break_glass(v->app, k->id);
		break;
	case CASE_PAIRS:
		app_push(v->app, pairs_new(v->app));
		break;
	case CASE_DUTIES:
		app_push(v->app, duties_new(v->app, k->id));
		break;
	case CASE_LINK:
		app_push(v->app, case_new(v->app, jx_text(row->data, "case")));
		break;
	default:
		show_detail(v, row->data);
		break;
	}
}

static void
on_note(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct case_view *k = v->data;

	/* The same words once more are the same note, however it ended. */
	if (!str_eq(k->note, text)) {
		drop_note(k);
		k->note = xstrdup(text);
		k->note_op = tn_new_op_id(v->app->tn);
	}
	if (case_do(v->app, json_pack("{s:s, s:s, s:s, s:{s:s}}", "do",
	    "append_note", "op_id", k->note_op, "case", k->id, "with", "text",
	    text)))
		drop_note(k);
}

static void
ask_note(struct view *v)
{
	const struct case_view *k = v->data;
	struct prompt p = { app_msg(v->app, M_CASE_NOTE), k->note, SIZE_MAX,
	    true, false, false, 2000, on_note, NULL, v };

	prompt_open(v->app, &p);
}

static bool
case_can(struct view *v, enum command command)
{
	const struct case_view *k = v->data;
	const json_t *keeping = jx_get(k->answer, "keeping");

	switch (command) {
	case CMD_BREAK_GLASS:
		return jx_bool(jx_get(k->answer, "glass"), "can_break",
		    false);
	case CMD_HOLD:
		return jx_bool(keeping, "can_hold", false) ||
		    jx_bool(keeping, "can_lift", false);
	case CMD_ERASE:
		return json_is_object(jx_get(keeping, "erase"));
	default:
		return true;
	}
}

static bool
case_command(struct view *v, enum command command)
{
	struct case_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	json_t *cases;

	switch (command) {
	case CMD_OPEN:
		case_open(v);
		return true;
	case CMD_DETAIL:
		if (row != NULL)
			show_detail(v, row->data);
		return true;
	case CMD_BREAK_GLASS:
		case_break_glass(v->app, k->id);
		return true;
	case CMD_HOLD:
		hold(v);
		return true;
	case CMD_ERASE:
		erase(v);
		return true;
	case CMD_REVEAL:
		identity_open(v->app, k->id);
		return true;
	case CMD_SEARCH:
		app_push(v->app, search_new(v->app, NULL, NULL));
		return true;
	case CMD_LINK:
		link_start(v->app, k->id);
		return true;
	case CMD_UNLINK:
		link_remove(v->app, k->id, row != NULL &&
		    row->tag == CASE_LINK ? row->data : NULL);
		return true;
	case CMD_TOGETHER:
		app_push(v->app, together_new(v->app, k->id));
		return true;
	case CMD_FILES:
		app_push(v->app, files_new(v->app, k->id));
		return true;
	case CMD_PRINT:
		printing_one(v->app, "case", ((struct case_view *)v->data)->id);
		return true;
	case CMD_HISTORY:
		app_push(v->app, history_new(v->app, k->id));
		return true;
	case CMD_WHO_SAW:
		app_push(v->app, looking_case_new(v->app, k->id));
		return true;
	case CMD_DUTIES:
		app_push(v->app, duties_new(v->app, k->id));
		return true;
	case CMD_TIMELINE:
		app_push(v->app, timeline_new(v->app, k->id));
		return true;
	case CMD_ENTITLED:
		app_push(v->app, entitlements_new(v->app, k->id));
		return true;
	case CMD_MAP:
		app_push(v->app, map_new(v->app, k->id));
		return true;
	case CMD_NOTE:
		ask_note(v);
		return true;
	case CMD_OFFER:
		cases = json_pack("[s]", k->id);
		offer_open(v->app, cases, jx_get(k->answer, "steps"));
		json_decref(cases);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const json_t *
case_law(struct view *v)
{
	struct case_view *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static json_t *
case_place(struct view *v)
{
	return json_pack("{s:s, s:s}", "open", "case", "id",
	    ((struct case_view *)v->data)->id);
}

static struct rows *
case_rows(struct view *v)
{
	return &((struct case_view *)v->data)->rows;
}

static const struct view_ops case_ops = {
	.name = "case", .contexts = case_contexts, .title = case_title,
	.load = case_load, .layout = case_layout, .paint = case_paint,
	.can = case_can, .command = case_command, .law = case_law,
	.place = case_place, .rows = case_rows,
	.close = case_close,
};

struct view *
case_new(struct app *app, const char *id)
{
	struct case_view *k = xcalloc(1, sizeof *k);

	k->id = xstrdup(id);
	return view_new(app, &case_ops, k);
}
