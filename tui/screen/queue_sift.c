/* What a queue is filtered and sorted by, and its columns. */
#include "tui/screen/queue.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"
#include "tui/widget/order.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *key;
	enum msg title;
} facets[] = {
	{ "state", M_FACET_STATE }, { "condition", M_FACET_CONDITION },
	{ "due", M_FACET_DUE }, { "holder", M_FACET_HOLDER },
	{ "waiting_for", M_FACET_WAITING }, { "path", M_FACET_PATH },
	{ "relation", M_FACET_RELATION }, { "province", M_FACET_PROVINCE },
};

const char *
queue_facet_title(const struct app *app, const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(facets); i++)
		if (str_eq(facets[i].key, key))
			return app_msg(app, facets[i].title);
	return key;
}

bool
queue_is_sifted(const struct queue_view *q)
{
	return json_object_size(q->filter) > 0 || q->sort != NULL;
}

void
queue_changed(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);

	json_array_clear(q->after);
	q->rows.top = 0;
	v->stale = true;
}

/* Something else than the kept one is in force from now on. */
static void
unname(struct queue_view *q)
{
	free(q->name);
	q->name = NULL;
}

const char *
queue_title_of(struct view *v, const json_t *list, const char *code)
{
	const json_t *o = jx_by_code(list, code);

	return o != NULL ? app_get(v->app, o, "title") : code;
}

/* ---- a popup over q->choices ---- */

static bool
choice_at(void *ctx, size_t i, const char **code, const char **label)
{
	struct view *v = ctx;
	const json_t *item = json_array_get(QUEUE_VIEW(v)->choices, i);

	*code = jx_text(item, "code");
	*label = app_get(v->app, item, "title");
	return *code != NULL;
}

void
queue_choose(struct view *v, enum msg title, bool many,
    bool (*is_on)(void *ctx, const char *code),
    void (*done)(void *ctx, const json_t *codes))
{
	struct choice c = { .title = app_msg(v->app, title), .many = many,
	    .at = choice_at, .is_on = is_on, .done = done, .ctx = v };

	choice_open(v->app, &c);
}

static void
set_choices(struct queue_view *q, json_t *choices)
{
	json_decref(q->choices);
	q->choices = choices;
}

/* ---- words, as they are typed ---- */

static void
set_words(struct view *v, const char *text)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const char *old = jx_text(q->filter, "words");

	if (str_eq(old != NULL ? old : "", text))
		return;
	unname(q);
	if (text[strspn(text, " ")] == '\0')
		json_object_del(q->filter, "words");
	else
		json_object_set_new(q->filter, "words", json_string(text));
	queue_changed(v);
}

static void
on_words_typed(void *ctx)
{
	struct view *v = ctx;
	const struct edit *e = prompt_edit(app_top(v->app));

	if (e != NULL)
		set_words(v, str_text(&e->text));
}

static void
on_words(void *ctx, const char *text)
{
	set_words(ctx, text);
}

void
queue_ask_words(struct view *v)
{
	struct prompt p = { app_msg(v->app, M_QUEUE_ASK_WORDS),
	    jx_text(QUEUE_VIEW(v)->filter, "words"), SIZE_MAX, false, true,
	    true, 60, on_words, on_words_typed, v };

	prompt_open(v->app, &p);
}

/* ---- by what a case is ---- */

static bool
facet_on(void *ctx, const char *code)
{
	struct queue_view *q = QUEUE_VIEW((struct view *)ctx);

	return jx_by_code(jx_get(q->filter, q->facet), code) != NULL;
}

static void
on_values(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);
	json_t *kept = json_array(), *code;
	size_t i;

	json_array_foreach(codes, i, code) {
		const json_t *item = jx_by_code(q->choices,
		    json_string_value(code));

		if (item != NULL)
			json_array_append_new(kept, json_pack("{s:O,s:O}",
			    "code", code, "title", jx_get(item, "plain")));
	}
	unname(q);
	if (json_array_size(kept) > 0)
		json_object_set(q->filter, q->facet, kept);
	else
		json_object_del(q->filter, q->facet);
	json_decref(kept);
	queue_changed(v);
}

/* "Ốm (3)": how many there are, before one chooses. */
static json_t *
counted(const json_t *values)
{
	static const char *const lang[] = { "vi", "en" };
	json_t *list = json_array(), *value;
	size_t i, k;

	json_array_foreach(values, i, value) {
		json_t *title = json_object();

		for (k = 0; k < ARRAY_LEN(lang); k++) {
			const char *text = jx_text(jx_get(value, "title"),
			    lang[k]);
			char *say = xasprintf("%s (%d)", text != NULL ? text :
			    jx_text(value, "code"), (int)jx_int(value,
			    "count", 0));

			json_object_set_new(title, lang[k], json_string(say));
			free(say);
		}
		json_array_append_new(list, json_pack("{s:O,s:o,s:O}", "code",
		    jx_get(value, "code"), "title", title, "plain",
		    jx_get(value, "title")));
	}
	return list;
}

/* A value filtered by that no case has any more can still be taken back. */
static void
add_kept(json_t *values, const json_t *kept)
{
	json_t *one;
	size_t i;

	json_array_foreach(kept, i, one)
		if (jx_by_code(values, jx_text(one, "code")) == NULL)
			json_array_append(values, one);
}

static void
on_facet(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);
	json_t *query = json_pack("{s:s,s:s,s:b,s:i}", "ask", "queue",
	    "queue", q->code, "facets", 1, "limit", 1), *answer, *values;

	free(q->facet);
	q->facet = xstrdup(json_string_value(json_array_get(codes, 0)));
	answer = app_ask(v->app, query);
	if (answer == NULL)
		return;
	values = json_deep_copy(jx_get(jx_get(answer, "facets"), q->facet));
	if (values == NULL)
		values = json_array();
	add_kept(values, jx_get(q->filter, q->facet));
	set_choices(q, counted(values));
	if (json_array_size(values) > 0)
		queue_choose(v, M_QUEUE_CHOOSE_VALUES, true, facet_on,
		    on_values);
	else
		app_say(v->app, ATTR_PLAIN, M_QUEUE_NO_VALUES, NULL);
	json_decref(values);
	json_decref(answer);
}

void
queue_ask_facet(struct view *v)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ARRAY_LEN(facets); i++)
		json_array_append_new(list, json_pack("{s:s,s:{s:s,s:s}}",
		    "code", facets[i].key, "title",
		    "vi", msg_text(facets[i].title, LANG_VI),
		    "en", msg_text(facets[i].title, LANG_EN)));
	set_choices(QUEUE_VIEW(v), list);
	queue_choose(v, M_QUEUE_CHOOSE_FACET, false, NULL, on_facet);
}

void
queue_clear(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);

	unname(q);
	json_object_clear(q->filter);
	free(q->sort);
	q->sort = NULL;
	q->descending = false;
	queue_liked_save(v);
	queue_changed(v);
}

/* ---- order ---- */

/* The same column again turns it round. */
static void
on_sort(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);
	const char *code = json_string_value(json_array_get(codes, 0));

	unname(q);
	q->descending = str_eq(q->sort, code) && !q->descending;
	free(q->sort);
	q->sort = *code != '\0' ? xstrdup(code) : NULL;
	queue_liked_save(v);
	queue_changed(v);
}

static bool
sort_on(void *ctx, const char *code)
{
	return str_eq(QUEUE_VIEW((struct view *)ctx)->sort, code);
}

void
queue_ask_sort(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const json_t *known = jx_get(q->answer, "known");
	json_t *list = json_pack("[{s:s,s:{s:s,s:s}}]", "code", "", "title",
	    "vi", msg_text(M_QUEUE_OWN_ORDER, LANG_VI),
	    "en", msg_text(M_QUEUE_OWN_ORDER, LANG_EN));

	/* What is seen first; then what could be. */
	json_array_extend(list, (json_t *)(void *)jx_get(q->answer,
	    "columns"));
	for (size_t i = 0; i < json_array_size(known); i++)
		if (jx_by_code(list, jx_text(json_array_get(known, i),
		    "code")) == NULL)
			json_array_append(list, json_array_get(known, i));
	set_choices(q, list);
	queue_choose(v, M_QUEUE_CHOOSE_SORT, false, sort_on, on_sort);
}

void
queue_turn(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);

	if (q->sort == NULL) {
		queue_ask_sort(v);
		return;
	}
	unname(q);
	q->descending = !q->descending;
	queue_liked_save(v);
	queue_changed(v);
}

/* ---- columns ---- */

static bool
column_on(void *ctx, const char *code)
{
	return jx_by_code(jx_get(QUEUE_VIEW((struct view *)ctx)->answer,
	    "columns"), code) != NULL;
}

static void
on_order(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);

	json_decref(q->columns);
	q->columns = json_array_size(codes) > 0 ? json_deep_copy(codes) : NULL;
	queue_liked_save(v);
	queue_changed(v);
}

/* Which, then in what order; none ticked: the queue's own again. */
static void
on_columns(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);
	json_t *items, *code;
	size_t i;

	if (json_array_size(codes) > QUEUE_COLUMNS) {
		app_say(v->app, ATTR_BAD, M_QUEUE_COLUMNS_MOST, NULL);
		return;
	}
	if (json_array_size(codes) < 2) {
		on_order(v, codes);
		return;
	}
	items = json_array();
	json_array_foreach(codes, i, code)
		json_array_append_new(items, json_pack("{s:O,s:s}", "code",
		    code, "label", queue_title_of(v, q->choices,
		    json_string_value(code))));
	order_open(v->app, &(struct order){ app_msg(v->app,
	    M_QUEUE_ORDER_COLUMNS), items, on_order, v });
	json_decref(items);
}

void
queue_ask_columns(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const json_t *known = jx_get(q->answer, "known");
	json_t *list = json_deep_copy(jx_get(q->answer, "columns"));

	if (list == NULL)
		return;
	/* The shown ones in their order, so that their ticks keep it. */
	for (size_t i = 0; i < json_array_size(known); i++)
		if (jx_by_code(list, jx_text(json_array_get(known, i),
		    "code")) == NULL)
			json_array_append(list, json_array_get(known, i));
	set_choices(q, list);
	queue_choose(v, M_QUEUE_CHOOSE_COLUMNS, true, column_on, on_columns);
}
