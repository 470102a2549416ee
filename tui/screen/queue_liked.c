/*
 * What an officer keeps of a queue: order and columns as they were left, and
 * filters under names, one of which may be the usual one.  It lies with the
 * officer's preferences:
 *	queue/CODE: {sort, descending, columns, saved: [{name filter sort
 *	descending}], usual: name}
 */
#include "tui/screen/queue.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_MOST 20

static json_t *
saved_of(const struct queue_view *q)
{
	return jx_get(q->liked, "saved");
}

static json_t *
by_name(const json_t *saved, const char *name)
{
	json_t *one;
	size_t i;

	json_array_foreach(saved, i, one)
		if (str_eq(jx_text(one, "name"), name))
			return one;
	return NULL;
}

static void
take_order(struct queue_view *q, const json_t *from)
{
	free(q->sort);
	q->sort = xstrdup(jx_text(from, "sort"));
	q->descending = jx_bool(from, "descending", false);
}

static void
take_kept(struct queue_view *q, const json_t *kept)
{
	const json_t *filter = jx_get(kept, "filter");

	json_decref(q->filter);
	q->filter = json_is_object(filter) ? json_deep_copy(filter) :
	    json_object();
	take_order(q, kept);
	free(q->name);
	q->name = xstrdup(jx_text(kept, "name"));
}

void
queue_liked_read(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	char *name;
	json_t *answer;
	const json_t *usual;

	if (q->looked)
		return;
	q->looked = true;
	name = xasprintf("queue/%s", q->code);
	answer = app_ask(v->app, json_pack("{s:s,s:s}", "ask", "preferences",
	    "name", name));
	q->liked = json_deep_copy(jx_get(jx_get(answer, "preferences"), name));
	if (!json_is_object(q->liked)) {
		json_decref(q->liked);
		q->liked = json_object();
	}
	json_decref(answer);
	free(name);
	take_order(q, q->liked);
	if (json_array_size(jx_get(q->liked, "columns")) > 0)
		q->columns = json_deep_copy(jx_get(q->liked, "columns"));
	usual = by_name(saved_of(q), jx_text(q->liked, "usual"));
	if (usual != NULL)
		take_kept(q, usual);
}

static bool
keep(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	char *name = xasprintf("queue/%s", q->code);
	json_t *outcome = app_do(v->app, json_pack("{s:s,s:{s:s,s:O}}", "do",
	    "save_preference", "with", "name", name, "value", q->liked));
	bool done = outcome_is(outcome, "done");

	/* Refused, it holds for as long as the queue is open. */
	if (!done)
		app_say_refusal(v->app, outcome);
	json_decref(outcome);
	free(name);
	return done;
}

static void
put_order(const struct queue_view *q, json_t *o)
{
	if (q->sort == NULL)
		json_object_del(o, "sort");
	else
		json_object_set_new(o, "sort", json_string(q->sort));
	json_object_set_new(o, "descending", json_boolean(q->descending));
}

void
queue_liked_save(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);

	put_order(q, q->liked);
	if (q->columns != NULL)
		json_object_set(q->liked, "columns", q->columns);
	else
		json_object_del(q->liked, "columns");
	(void)keep(v);
}

/* ---- the list of kept filters ---- */

static void
on_name(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);
	json_t *saved = saved_of(q), *one;

	if (!json_is_array(saved)) {
		saved = json_array();
		json_object_set_new(q->liked, "saved", saved);
	}
	one = by_name(saved, text);
	if (one == NULL && json_array_size(saved) >= KEPT_MOST) {
		app_say(v->app, ATTR_BAD, M_QUEUE_KEPT_MOST, NULL);
		return;
	}
	if (one == NULL) {
		one = json_object();
		json_array_append_new(saved, one);
	}
	json_object_set_new(one, "name", json_string(text));
	json_object_set_new(one, "filter", json_deep_copy(q->filter));
	put_order(q, one);
	free(q->name);
	q->name = xstrdup(text);
	if (keep(v))
		app_say(v->app, ATTR_GOOD, M_QUEUE_KEPT, text, NULL);
}

static void
drop_kept(struct view *v, const char *name)
{
	struct queue_view *q = QUEUE_VIEW(v);
	json_t *saved = saved_of(q), *one;
	size_t i;

	json_array_foreach(saved, i, one)
		if (str_eq(jx_text(one, "name"), name)) {
			json_array_remove(saved, i);
			break;
		}
	if (str_eq(jx_text(q->liked, "usual"), name))
		json_object_del(q->liked, "usual");
	if (keep(v))
		app_say(v->app, ATTR_PLAIN, M_QUEUE_DROPPED, name, NULL);
	free(q->name);
	q->name = NULL;
}

static void
make_usual(struct view *v, const char *name)
{
	struct queue_view *q = QUEUE_VIEW(v);
	bool was = str_eq(jx_text(q->liked, "usual"), name);

	if (was)
		json_object_del(q->liked, "usual");
	else
		json_object_set_new(q->liked, "usual", json_string(name));
	if (keep(v))
		app_say(v->app, ATTR_GOOD, was ? M_QUEUE_NOT_USUAL :
		    M_QUEUE_USUAL, name, NULL);
}

static void
on_kept(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct queue_view *q = QUEUE_VIEW(v);
	const char *code = json_string_value(json_array_get(codes, 0));
	const json_t *kept;

	if (str_eq(code, "+")) {
		struct prompt p = { app_msg(v->app, M_QUEUE_ASK_NAME), q->name,
		    SIZE_MAX, false, false, false, 40, on_name, NULL, v };

		prompt_open(v->app, &p);
	} else if (str_eq(code, "-") && q->name != NULL) {
		char *name = xstrdup(q->name);

		drop_kept(v, name);
		free(name);
	} else if (str_eq(code, "*") && q->name != NULL) {
		make_usual(v, q->name);
	} else if ((kept = by_name(saved_of(q), code + 1)) != NULL) {
		take_kept(q, kept);
		queue_changed(v);
	}
}

static void
add_choice(struct view *v, json_t *list, const char *code, enum msg m,
    const char *name)
{
	static const char *const lang[] = { "vi", "en" };
	json_t *title = json_object();

	(void)v;
	for (int k = LANG_VI; k <= LANG_EN; k++) {
		struct str say = STR_INIT;

		text_fill(&say, msg_text(m, (enum lang)k),
		    (const char *const[]){ name }, 1);
		json_object_set_new(title, lang[k == LANG_EN],
		    json_string(str_text(&say)));
		str_done(&say);
	}
	json_array_append_new(list, json_pack("{s:s,s:o}", "code", code,
	    "title", title));
}

/* Kept ones first; what can be done with the one in force behind them. */
void
queue_liked_open(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const char *usual = jx_text(q->liked, "usual");
	json_t *list = json_array(), *one;
	size_t i;

	json_array_foreach(saved_of(q), i, one) {
		char *code = xasprintf("=%s", jx_text(one, "name"));

		add_choice(v, list, code, str_eq(jx_text(one, "name"), usual) ?
		    M_QUEUE_KEPT_USUAL : M_QUEUE_KEPT_ONE,
		    jx_text(one, "name"));
		free(code);
	}
	if (queue_is_sifted(q))
		add_choice(v, list, "+", M_QUEUE_KEEP_THIS, "");
	if (q->name != NULL) {
		add_choice(v, list, "*", str_eq(q->name, usual) ?
		    M_QUEUE_MAKE_UNUSUAL : M_QUEUE_MAKE_USUAL, q->name);
		add_choice(v, list, "-", M_QUEUE_DROP_KEPT, q->name);
	}
	json_decref(q->choices);
	q->choices = list;
	if (json_array_size(list) > 0)
		queue_choose(v, M_QUEUE_KEPT_TITLE, false, NULL, on_kept);
	else
		app_say(v->app, ATTR_PLAIN, M_QUEUE_NONE_KEPT, NULL);
}
