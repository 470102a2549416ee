/*
 * Proposing that cases leave the house with names: to whom, which classes, on
 * what ground, what for; then as every act of two persons (pair_do.c).  The
 * file itself is made by the command line, once somebody else has approved.
 */
#include "tui/screen/queue.h"

#include "core/base/jx.h"
#include "core/form/form.h"
#include "tui/screen/pair.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define TEXT_MOST 160		/* letters; the act takes 500 bytes */

struct export {
	struct app *app;
	json_t *content;		/* of the kind export_identified */
	json_t *receivers;
	char *to;			/* the receiver, as it is called */
};

static void
export_done(void *p)
{
	struct export *k = p;

	json_decref(k->content);
	json_decref(k->receivers);
	free(k->to);
	free(k);
}

static void
ask_line(struct export *k, enum msg title,
    void (*done)(void *ctx, const char *text))
{
	struct prompt p = { app_msg(k->app, title), NULL, SIZE_MAX, false,
	    false, false, TEXT_MOST, done, NULL, k };

	prompt_open(k->app, &p);
}

/* Two choices or more with a code each, in both languages. */
static void
add_choice(json_t *list, const char *code, enum msg m)
{
	json_array_append_new(list, json_pack("{s:s,s:{s:s,s:s}}", "code",
	    code, "title", "vi", msg_text(m, LANG_VI), "en",
	    msg_text(m, LANG_EN)));
}

static void
on_purpose(void *ctx, const char *text)
{
	struct export *k = ctx;
	struct app *app = k->app;
	char *n = xasprintf("%zu", json_array_size(jx_get(k->content,
	    "cases")));
	char *ask = app_text(app, M_EXPORT_ASK, n, k->to, NULL);
	json_t *content = json_incref(k->content);

	json_object_set_new(content, "purpose", json_string(text));
	/* k is gone with this. */
	pair_propose(app, "export_identified", content, ask);
	free(ask);
	free(n);
}

static void
on_document(void *ctx, const char *text)
{
	struct export *k = ctx;

	json_object_set_new(k->content, "document", json_string(text));
	ask_line(k, M_EXPORT_PURPOSE, on_purpose);
}

static void
on_ground(void *ctx, const json_t *codes)
{
	struct export *k = ctx;
	json_t *ground = json_array_get(codes, 0);

	json_object_set(k->content, "ground", ground);
	if (str_eq(json_string_value(ground), "law"))
		ask_line(k, M_EXPORT_DOCUMENT, on_document);
	else
		ask_line(k, M_EXPORT_PURPOSE, on_purpose);
}

static void
on_classes(void *ctx, const json_t *codes)
{
	struct export *k = ctx;
	json_t *list;

	if (json_array_size(codes) == 0) {
		app_say(k->app, ATTR_WARN, M_EXPORT_NO_CLASS, NULL);
		app_keep(k->app, NULL, NULL);
		return;
	}
	list = json_array();
	add_choice(list, "consent", M_EXPORT_CONSENT);
	add_choice(list, "law", M_EXPORT_LAW);
	json_object_set_new(k->content, "classes", json_deep_copy(codes));
	choice_open_json(k->app, app_msg(k->app, M_EXPORT_GROUND), list,
	    false, on_ground, k);
	json_decref(list);
}

static bool
class_at(void *ctx, size_t i, const char **code, const char **label)
{
	static const enum msg words[FORM_CLASSES] = {
		[FORM_IDENTITY] = M_EXPORT_IDENTITY,
		[FORM_CONTACT] = M_EXPORT_CONTACT,
		[FORM_NARRATIVE] = M_EXPORT_NARRATIVE,
		[FORM_MEDICAL] = M_EXPORT_MEDICAL,
		[FORM_INVESTIGATION] = M_EXPORT_INVESTIGATION,
		[FORM_PLAIN] = M_EXPORT_PLAIN,
	};
	struct export *k = ctx;

	if (i >= FORM_CLASSES)
		return false;
	*code = form_class_name((enum form_class)i);
	*label = app_msg(k->app, words[i]);
	return true;
}

static void
ask_classes(struct export *k)
{
	struct choice c = { .title = app_msg(k->app, M_EXPORT_CLASSES),
	    .many = true, .at = class_at, .done = on_classes, .ctx = k };

	choice_open(k->app, &c);
}

/* The key it has now, and where it sits, are what is approved. */
static void
on_receiver(void *ctx, const json_t *codes)
{
	struct export *k = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));
	const json_t *r = jx_by_code(k->receivers, code);

	json_object_set_new(k->content, "receiver", json_string(code));
	json_object_set(k->content, "public", jx_get(r, "public"));
	if (jx_text(r, "country") != NULL)
		json_object_set(k->content, "country", jx_get(r, "country"));
	k->to = xstrdup(app_get(k->app, r, "title"));
	ask_classes(k);
}

/* Those that a file can be sealed to. */
static json_t *
open_receivers(const json_t *all)
{
	json_t *list = json_array(), *r;
	size_t i;

	json_array_foreach(all, i, r)
		if (jx_text(r, "public") != NULL &&
		    !jx_bool(r, "ended", false))
			json_array_append(list, r);
	return list;
}

void
many_export(struct app *app, const json_t *cases)
{
	json_t *answer = app_ask(app, json_pack("{s:s}", "ask", "exports"));
	struct export *k;

	if (answer == NULL)
		return;
	k = xcalloc(1, sizeof *k);
	k->app = app;
	k->receivers = open_receivers(jx_get(answer, "receivers"));
	k->content = json_pack("{s:o}", "cases", json_deep_copy(cases));
	app_keep(app, k, export_done);
	json_decref(answer);
	if (json_array_size(k->receivers) > 0) {
		choice_open_json(app, app_msg(app, M_EXPORT_TO), k->receivers,
		    false, on_receiver, k);
	} else {
		app_say(app, ATTR_BAD, M_EXPORT_NOBODY, NULL);
		app_keep(app, NULL, NULL);
	}
}
