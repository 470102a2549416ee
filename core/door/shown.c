/* Answers as a form shows them, in both languages. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"
#include "core/form/about.h"
#include "core/form/answers.h"
#include "core/form/fill.h"

#include <stdio.h>

static json_t *
shown_text(const struct str *vi, const struct str *en)
{
	return text_json(&(const struct text){
	    (char *)str_text(vi), (char *)str_text(en) });
}

/* What is said beside an answer: codes with their words, texts as they are. */
static json_t *
about_json(const json_t *answer)
{
	json_t *o = json_object();
	struct text words;
	const char *key;
	size_t i;

	for (i = 0; (key = about_key(i)) != NULL; i++) {
		const char *said = jx_text(answer, key);

		if (said == NULL)
			continue;
		words = about_code_text(key, said);
		if (words.vi != NULL)
			json_object_set_new(o, key, titled(said, &words));
		else if (!about_is_code(key))
			json_object_set_new(o, key, json_string(said));
	}
	return o;
}

static void
put_about(json_t *o, const json_t *answer)
{
	json_t *about = about_json(answer);

	if (json_object_size(about) > 0)
		json_object_set(o, "about", about);
	json_decref(about);
}

enum form_show
session_shows(const struct session *s, const struct case_state *cs,
    const struct form_item *item)
{
	return case_item_shown(cs, s->tn->procedure, &s->actor, item);
}

/* The answer in words, or dots where its class is masked. */
static void
add_shown(struct session *s, const struct case_state *cs,
    const struct form_item *item, const json_t *answer, enum lang lang,
    struct str *out)
{
	enum form_show show = session_shows(s, cs, item);

	if (show == FORM_SHOW)
		fill_display(answer, item, tn_lists(s->tn), lang, out);
	else if (show == FORM_MASK)
		str_add(out, SHOWN_MASK);
}

json_t *
shown_item(struct session *s, const struct case_state *cs,
    const struct form_item *item, const json_t *answer)
{
	struct str vi = STR_INIT, en = STR_INIT;
	enum form_show show = session_shows(s, cs, item);
	json_t *o;

	if (show == FORM_HIDE)
		return NULL;
	o = json_object();
	add_shown(s, cs, item, answer, LANG_VI, &vi);
	add_shown(s, cs, item, answer, LANG_EN, &en);
	json_object_set_new(o, "name", json_string(item->name));
	json_object_set_new(o, "label", text_json(&item->label));
	json_object_set_new(o, "text", shown_text(&vi, &en));
	str_done(&vi);
	str_done(&en);
	if (show == FORM_SHOW)
		put_about(o, answer);
	else
		json_object_set_new(o, "masked", json_true());
	return o;
}

static void row_text(struct session *s, const struct case_state *cs,
    const struct form *form, size_t at, const json_t *row, enum lang lang,
    struct str *out);

/* The rows of a repeat inside a row, each in brackets. */
static void
inner_rows(struct session *s, const struct case_state *cs,
    const struct form *form, size_t at, const json_t *rows, enum lang lang,
    struct str *out)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		struct str one = STR_INIT;

		row_text(s, cs, form, at, row, lang, &one);
		if (one.len > 0)
			str_printf(out, "%s(%s)", out->len > 0 ? "; " : "",
			    str_text(&one));
		str_done(&one);
	}
}

/* What one row of a repeat holds, its answers side by side. */
static void
row_text(struct session *s, const struct case_state *cs,
    const struct form *form, size_t at, const json_t *row, enum lang lang,
    struct str *out)
{
	size_t i;

	for (i = at + 1; i < form->item[at].end; i++) {
		const struct form_item *item = &form->item[i];
		const json_t *answer = json_object_get(row, item->name);

		if (answer != NULL && item->type == FORM_REPEAT)
			inner_rows(s, cs, form, i, answer, lang, out);
		if (answer == NULL || !form_is_question(item) ||
		    session_shows(s, cs, item) == FORM_HIDE)
			continue;
		if (out->len > 0)
			str_add(out, "; ");
		add_shown(s, cs, item, answer, lang, out);
	}
}

/* "Giấy tờ 2", "Paper 2": each row of a repeat is one line. */
static void
add_rows(struct session *s, const struct case_state *cs,
    const struct form *form, size_t at, const json_t *rows, json_t *list)
{
	const struct form_item *item = &form->item[at];
	const struct text *name = item->item_label.vi != NULL ?
	    &item->item_label : &item->label;
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		struct str vi = STR_INIT, en = STR_INIT;
		json_t *o = json_object();

		json_object_set_new(o, "name", json_string(item->name));
		str_printf(&vi, "%s %zu", text_in(name, LANG_VI), i + 1);
		str_printf(&en, "%s %zu", text_in(name, LANG_EN), i + 1);
		json_object_set_new(o, "label", shown_text(&vi, &en));
		str_clear(&vi);
		str_clear(&en);
		row_text(s, cs, form, at, row, LANG_VI, &vi);
		row_text(s, cs, form, at, row, LANG_EN, &en);
		json_object_set_new(o, "text", shown_text(&vi, &en));
		json_array_append_new(list, o);
		str_done(&vi);
		str_done(&en);
	}
}

json_t *
shown_form(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *answers)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; form != NULL && i < form->n; i++) {
		const struct form_item *item = &form->item[i];
		const json_t *answer = json_object_get(answers, item->name);

		if (answer == NULL || item->repeat >= 0 ||
		    session_shows(s, cs, item) == FORM_HIDE)
			continue;
		if (item->type == FORM_REPEAT)
			add_rows(s, cs, form, i, answer, list);
		else if (form_is_question(item))
			json_array_append_new(list,
			    shown_item(s, cs, item, answer));
	}
	return list;
}

json_t *
shown_answer_of(struct session *s, const struct case_state *cs,
    const struct form *form, const struct form_item *item,
    const json_t *answer)
{
	const json_t *value = answer_value(answer);
	const json_t *status = json_object_get(answer, "status");
	json_t *o = shown_item(s, cs, item, item->type == FORM_REPEAT ? NULL :
	    answer), *rows;
	const char *key;
	size_t i;

	if (o == NULL || session_shows(s, cs, item) != FORM_SHOW)
		return o;
	if (item->type == FORM_REPEAT) {
		rows = json_array();
		add_rows(s, cs, form, (size_t)(item - form->item), answer,
		    rows);
		json_object_set_new(o, "rows", rows);
	} else if (value != NULL) {
		json_object_set(o, "value", (json_t *)(void *)value);
	}
	if (json_is_string(status))
		json_object_set(o, "status", (json_t *)(void *)status);
	for (i = 0; (key = about_key(i)) != NULL; i++)
		if (jx_text(answer, key) != NULL)
			json_object_set_new(o, key,
			    json_string(jx_text(answer, key)));
	return o;
}
