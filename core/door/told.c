/*
 * What history tells of answers: which questions an event touched and where
 * the answers came from.  Never what they say: that is read under its own
 * query, which leaves a trace.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/answers.h"
#include "core/form/about.h"

#include <string.h>

/* A question of any form of the case's regime. */
static const struct form_item *
question_of(struct session *s, const struct case_state *cs, const char *name)
{
	const struct regime *r = case_regime(cs, s->tn->procedure);
	const struct form_item *item = NULL;
	size_t i;

	for (i = 0; r != NULL && item == NULL && i < r->n_form; i++)
		item = form_question(r->form[i], name);
	return item;
}

/* The code and words of "source" or "reliability"; texts may name somebody. */
static void
put_code(json_t *o, const json_t *said, const char *key)
{
	const char *code = jx_text(said, key);
	const struct text words = about_code_text(key,
	    code == NULL ? "" : code);

	if (words.vi != NULL)
		json_object_set_new(o, key, titled(code, &words));
}

static json_t *
told(const struct form_item *item, const json_t *answer, const json_t *before)
{
	const json_t *others = json_object_get(answer, "other");
	bool beside = json_array_size(others) >
	    json_array_size(json_object_get(before, "other"));
	const json_t *said = !beside ? answer : json_array_get(others,
	    json_array_size(others) - 1);
	json_t *o = json_object();

	json_object_set_new(o, "name", json_string(item->name));
	json_object_set_new(o, "label", text_json(&item->label));
	put_code(o, said, "source");
	put_code(o, said, "reliability");
	json_object_set_new(o, "beside", json_boolean(beside));
	json_object_set_new(o, "removed", json_boolean(json_is_null(answer)));
	return o;
}

json_t *
told_answers(struct session *s, const struct case_state *cs, const json_t *ev)
{
	const json_t *body = json_object_get(ev, "body"), *item;
	const json_t *before = json_object_get(body, "before");
	json_t *list = json_array(), *answer;
	const struct form_item *question;
	const char *name;
	size_t i;

	json_object_foreach(json_object_get(body, "answers"), name, answer) {
		question = question_of(s, cs, name);
		if (question != NULL && !form_is_computed(question) &&
		    session_shows(s, cs, question) != FORM_HIDE)
			json_array_append_new(list, told(question, answer,
			    json_object_get(before, name)));
	}
	json_array_foreach(json_object_get(body, "confirmed"), i, item) {
		name = jx_text(item, "name");
		question = name == NULL ? NULL : question_of(s, cs, name);
		if (question != NULL &&
		    session_shows(s, cs, question) != FORM_HIDE)
			json_array_append_new(list, told(question, body, body));
	}
	return list;
}
