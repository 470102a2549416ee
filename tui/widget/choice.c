#include "tui/widget/choice.h"

#include "core/base/jx.h"
#include "core/vietnamese/fold.h"
#include "tui/app.h"
#include "tui/widget/edit.h"
#include "tui/widget/rows.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct choosing {
	struct choice c;
	char *title;
	struct edit typed;
	struct rows rows;
	json_t *on;			/* array of ticked codes */
	json_t *items;			/* owned, of choice_open_json() */
	void *done_ctx;			/* when c.ctx is not for done() */
	int width;
	bool ticked;			/* the officer ticked or unticked */
};

static void
choosing_close(struct view *v)
{
	struct choosing *k = v->data;

	edit_done(&k->typed);
	rows_done(&k->rows);
	json_decref(k->on);
	json_decref(k->items);
	free(k->title);
	free(k);
}

static size_t
index_of(const json_t *codes, const char *code)
{
	for (size_t i = 0; i < json_array_size(codes); i++) {
		if (str_eq(json_string_value(json_array_get(codes, i)), code))
			return i;
	}
	return SIZE_MAX;
}

static void
add_row(struct choosing *k, const char *code, const char *label)
{
	struct row_cell cell[2] = {
		{ 2, 3, ATTR_PLAIN, NULL },
		{ k->c.many ? 6 : 2, k->width - 6, ATTR_PLAIN, label },
	};

	if (k->c.many)
		cell[0].text = index_of(k->on, code) < SIZE_MAX ?
		    "[x]" : "[ ]";
	rows_cells(&k->rows, code, 0, NULL, cell, 2);
}

enum match { MATCH_NONE, MATCH_INSIDE, MATCH_START, MATCH_EXACT };

/* By the words of the label, or by the code as it stands. */
static enum match
match_of(const struct choosing *k, const char *folded, const char *label,
    const char *code)
{
	struct str l = STR_INIT;
	enum match m = MATCH_NONE;
	const char *found;

	vn_fold(&l, label);
	found = strstr(str_text(&l), folded);
	if (str_eq(str_text(&l), folded) ||
	    strcasecmp(code, str_text(&k->typed.text)) == 0)
		m = MATCH_EXACT;
	else if (found == l.buf && found != NULL)
		m = MATCH_START;
	else if (found != NULL)
		m = MATCH_INSIDE;
	str_done(&l);
	return m;
}

/* The numbers of the best matches, best first; each label is read once. */
static size_t
best_matches(struct choosing *k, const char *folded, size_t *out)
{
	size_t *found[MATCH_EXACT + 1], n[MATCH_EXACT + 1] = { 0 }, all = 0;
	const char *code, *label;

	for (int m = 0; m <= MATCH_EXACT; m++)
		found[m] = xcalloc(CHOICE_MOST, sizeof **found);
	for (size_t i = 0; k->c.at(k->c.ctx, i, &code, &label); i++) {
		enum match m = match_of(k, folded, label, code);

		if (m != MATCH_NONE && n[m] < CHOICE_MOST)
			found[m][n[m]++] = i;
	}
	for (int m = MATCH_EXACT; m >= 0; m--) {
		for (size_t i = 0; i < n[m] && all < CHOICE_MOST; i++)
			out[all++] = found[m][i];
		free(found[m]);
	}
	return all;
}

/* What the officer may have meant; each says what it is. */
static void
add_also(struct choosing *k)
{
	const char *note = NULL;
	json_t *more = k->c.also(k->c.ctx, str_text(&k->typed.text), &note);

	for (size_t i = 0; i < json_array_size(more); i++) {
		const json_t *item = json_array_get(more, i);

		add_row(k, jx_text(item, "code"), jx_text(item, "title"));
	}
	if (json_array_size(more) > 0 && note != NULL)
		rows_text(&k->rows, 2, k->width - 4, ATTR_DIM, note);
	json_decref(more);
}

static void
choosing_fill(struct choosing *k)
{
	struct str folded = STR_INIT;
	size_t best[CHOICE_MOST], n = 0;
	const char *code, *label;

	vn_fold(&folded, str_text(&k->typed.text));
	if (folded.len > 0)
		n = best_matches(k, str_text(&folded), best);
	rows_begin(&k->rows);
	for (size_t i = 0; folded.len == 0 ? i < CHOICE_MOST : i < n; i++) {
		if (!k->c.at(k->c.ctx, folded.len == 0 ? i : best[i], &code,
		    &label))
			break;
		add_row(k, code, label);
	}
	if (folded.len > 1 && k->c.also != NULL && !k->c.many)
		add_also(k);
	rows_end(&k->rows);
	str_done(&folded);
}

static void
choosing_layout(struct view *v, int width)
{
	struct choosing *k = v->data;

	k->width = width;
	choosing_fill(k);
}

static uint64_t
choosing_contexts(struct view *v)
{
	struct choosing *k = v->data;

	if (!k->c.many)
		return CTX_ROWS | CTX_BACK | CTX_CHOICE;
	/* Who took every tick back means nothing, not the chosen line. */
	return CTX_ROWS | CTX_BACK | CTX_TICKS |
	    (json_array_size(k->on) == 0 && !k->ticked ? CTX_UNTICKED :
	    CTX_TICKED);
}

static void
choosing_paint(struct view *v, struct canvas *c, struct area a)
{
	struct choosing *k = v->data;
	struct area box = a;
	int want = (int)k->rows.n + 2, used;

	if (want < 6)
		want = 6;
	box.h = want < a.h - 4 ? want : a.h - 4;
	box.y = a.y + a.h - box.h;
	canvas_fill(c, box, ATTR_PLAIN);
	canvas_rule(c, box.y, box.x, box.w);
	used = canvas_text(c, box.y + 1, 2, box.w - 20, ATTR_BOLD, k->title);
	edit_paint(&k->typed, c, (struct area){ box.y + 1, used + 4, 1,
	    box.w - used - 6 }, false);
	box.y += 2;
	box.h -= 2;
	rows_paint(&k->rows, c, box, true);
	if (k->rows.n == 0)
		canvas_text(c, box.y, 2, box.w - 4, ATTR_PLAIN,
		    app_msg(v->app, M_CHOICE_NONE));
}

static bool
choosing_key(struct view *v, const struct key *key)
{
	struct choosing *k = v->data;
	char *chosen;

	/* Blanks part words, but tick where there are ticks. */
	if (key->code == K_TEXT && key->text[0] == ' ' && k->c.many)
		return false;
	if (key->code != K_TEXT && key->code != K_BACKSPACE &&
	    key->code != K_PASTE && key->code != K_CTRL)
		return false;
	if (!edit_key(&k->typed, key, 40))
		return false;
	chosen = k->rows.want;
	k->rows.want = NULL;
	free(chosen);
	k->rows.sel = k->rows.n;		/* the best match is chosen */
	choosing_fill(k);
	return true;
}

static void
tick(struct choosing *k)
{
	const struct row *row = rows_chosen(&k->rows);
	size_t i;

	if (row == NULL)
		return;
	k->ticked = true;
	i = index_of(k->on, row->key);
	if (i < SIZE_MAX)
		json_array_remove(k->on, i);
	else
		json_array_append_new(k->on, json_string(row->key));
	choosing_fill(k);
}

static void
finish(struct view *v)
{
	struct choosing *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct choice c = k->c;
	void *ctx = k->items != NULL ? k->done_ctx : c.ctx;
	json_t *codes;

	if (k->c.many)
		codes = json_incref(k->on);
	else if (row != NULL)
		codes = json_pack("[s]", row->key);
	else
		return;
	app_pop(v->app);
	c.done(ctx, codes);
	json_decref(codes);
}

static bool
choosing_command(struct view *v, enum command command)
{
	struct choosing *k = v->data;

	if (command == CMD_TICK_ONE)
		tick(k);
	/* Nothing found is nothing answered: the search stays open. */
	if (command == CMD_TICK_ONE && json_array_size(k->on) == 0)
		return true;
	if (command == CMD_PICK || command == CMD_TICK_ONE ||
	    command == CMD_KEEP_TICKS)
		finish(v);
	else if (command == CMD_TICK)
		tick(k);
	else
		return rows_command(&k->rows, command);
	return true;
}

static const struct view_ops choosing_ops = {
	.name = "choice", .overlay = true, .contexts = choosing_contexts,
	.layout = choosing_layout, .paint = choosing_paint,
	.command = choosing_command, .key = choosing_key,
	.close = choosing_close,
};

static struct view *
open_choice(struct app *app, const struct choice *c)
{
	struct choosing *k = xcalloc(1, sizeof *k);
	const char *code, *label;

	k->c = *c;
	k->title = xstrdup(c->title);
	k->on = json_array();
	k->width = app_width(app);
	edit_init(&k->typed, false, 60);
	edit_vietnamese(&k->typed, &app->typing);
	for (size_t i = 0; c->is_on != NULL &&
	    c->at(c->ctx, i, &code, &label); i++) {
		if (!c->is_on(c->ctx, code))
			continue;
		json_array_append_new(k->on, json_string(code));
		if (k->rows.want == NULL)
			k->rows.want = xstrdup(code);
	}
	return app_push(app, view_new(app, &choosing_ops, k));
}

void
choice_open(struct app *app, const struct choice *c)
{
	(void)open_choice(app, c);
}

static bool
json_at(void *ctx, size_t i, const char **code, const char **label)
{
	struct view *v = ctx;
	struct choosing *k = v->data;
	const json_t *item = json_array_get(k->items, i);

	if (item == NULL)
		return false;
	*code = jx_text(item, "code");
	*label = app_get(v->app, item, "title");
	if (*code == NULL)
		*code = "";
	return true;
}

void
choice_open_json(struct app *app, const char *title, const json_t *items,
    bool alone, void (*done)(void *ctx, const json_t *codes), void *ctx)
{
	struct choice c = { title, false, json_at, NULL, done, ctx, NULL };
	struct view *v;
	struct choosing *k;

	if (alone && json_array_size(items) == 1) {
		json_t *codes = json_pack("[s]", jx_text(json_array_get(items,
		    0), "code"));

		done(ctx, codes);
		json_decref(codes);
		return;
	}
	v = open_choice(app, &c);
	if (v == NULL)
		return;
	k = v->data;
	k->items = json_deep_copy(items);
	k->c.ctx = v;			/* it answers to itself */
	k->done_ctx = ctx;
}
