/* What stands in the columns of a queue, and what it can be sorted out by. */
#include "core/door/queue.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <stdio.h>
#include <string.h>

static json_t *
relation_json(const char *relation)
{
	static const struct { const char *code; struct text title; } word[] = {
		{ "holder", { (char *)"đang giữ", (char *)"holder" } },
		{ "asked", { (char *)"được hỏi", (char *)"asked" } },
		{ "offered", { (char *)"được đề nghị", (char *)"offered" } },
		{ "former", { (char *)"đã giao", (char *)"handed on" } },
		{ "superior", { (char *)"cấp trên", (char *)"superior" } },
		{ "lead", { (char *)"chủ trì", (char *)"lead" } },
		{ "invited", { (char *)"được mời", (char *)"invited" } },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(word); i++)
		if (strcmp(word[i].code, relation) == 0)
			return text_json(&word[i].title);
	return json_null();
}

static json_t *
day_json(when_t t)
{
	struct civil c;
	char text[16];

	if (t == WHEN_NONE || t == INT64_MAX)
		return json_string("");
	c = civil_from_day(when_day(t, VN_OFFSET_MIN));
	snprintf(text, sizeof(text), "%02d/%02d/%d", c.day, c.month, c.year);
	return json_string(text);
}

/*
 * A clock that runs without a term is said to, never left blank; so is one
 * that stands still.  The superior's moment is not that of a clock.
 */
static json_t *
due_json(when_t due, const char *relation, const struct case_state *cs)
{
	static char vi[] = "chưa biết", en[] = "not known";
	static char still_vi[] = "tạm dừng", still_en[] = "paused";
	static const struct text not_known = { vi, en };
	static const struct text still = { still_vi, still_en };
	bool stands = false;
	const json_t *clock;
	size_t i;

	if (due != INT64_MAX || cs == NULL ||
	    strcmp(relation, "superior") == 0)
		return day_json(due);
	json_array_foreach(json_object_get(cs->row, "clocks"), i, clock) {
		if (row_clock_stands(clock))
			stands = true;
		else if (row_clock_is_running(clock))
			return text_json(&not_known);
	}
	return stands ? text_json(&still) : day_json(due);
}

static const char *
waiting_unit(const json_t *row)
{
	const json_t *offer = json_object_get(row, "offer"), *r;
	size_t i;

	if (offer != NULL)
		return jx_text(offer, "to");
	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (row_request_waits(r))
			return jx_text(r, "to");
	return NULL;
}

json_t *
queue_cell(struct session *s, const char *column, const struct work_hit *hit,
    const struct case_state *cs)
{
	const struct tn *tn = s->tn;
	json_t *o, *title;

	if (strcmp(column, "case") == 0)
		return json_string(hit->stream);
	if (strcmp(column, "due") == 0)
		return due_json(hit->row.due, hit->relation, cs);
	if (strcmp(column, "opened") == 0)
		return day_json(hit->row.opened);
	if (strcmp(column, "moved") == 0)
		return day_json(hit->row.moved);
	if (strcmp(column, "relation") == 0)
		return relation_json(hit->relation);
	if (cs == NULL)
		return json_string("");
	if (strcmp(column, "person") == 0)
		return case_shows_person(cs, &s->actor) ?
		    masked_name_json(s, cs) : json_string("");
	if (strcmp(column, "state") == 0) {
		const struct state *state = path_state(case_path(cs,
		    tn->procedure), jx_text(cs->row, "state"));

		return state == NULL ? json_string(jx_text(cs->row, "state")) :
		    text_json(&state->title);
	}
	if (strcmp(column, "path") == 0)
		return case_path(cs, tn->procedure) == NULL ? json_string("") :
		    text_json(&case_path(cs, tn->procedure)->title);
	if (strcmp(column, "holder") == 0)
		o = unit_json(tn, jx_text(cs->row, "holder"));
	else if (strcmp(column, "waiting_for") == 0)
		o = unit_json(tn, waiting_unit(cs->row));
	else
		return shown_answer(s, cs, column);
	if (!json_is_object(o)) {
		json_decref(o);
		return json_string("");
	}
	title = json_incref(json_object_get(o, "title"));
	json_decref(o);
	return title;
}

const char *
queue_cell_text(const json_t *cell, enum lang lang)
{
	const char *text = json_is_string(cell) ? json_string_value(cell) :
	    jx_text(cell, lang == LANG_VI ? "vi" : "en");

	return text != NULL ? text : "";
}

bool
queue_column_opens(const char *column)
{
	static const char *const plain[] = {
		"case", "opened", "moved", "relation",
	};

	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (strcmp(column, plain[i]) == 0)
			return false;
	return true;
}

/* ---- facets ---- */

static const struct {
	const char *code;
	struct text title;
} due_word[] = {
	{ "late", { (char *)"đã quá hạn", (char *)"late" } },
	{ "today", { (char *)"hôm nay", (char *)"today" } },
	{ "week", { (char *)"trong 7 ngày", (char *)"within 7 days" } },
	{ "none", { (char *)"không có hạn", (char *)"no due day" } },
};

static void
add_due(const struct session *s, const struct work_hit *hit, json_t *list)
{
	when_t now = tn_now(s->tn), due = hit->row.due;
	bool is[ARRAY_LEN(due_word)];
	size_t i;

	is[0] = due < now;
	is[1] = due >= now && due != INT64_MAX &&
	    when_day(due, VN_OFFSET_MIN) == when_day(now, VN_OFFSET_MIN);
	is[2] = due >= now && due - now < (when_t)7 * 86400 * 1000;
	is[3] = due == INT64_MAX;
	for (i = 0; i < ARRAY_LEN(due_word); i++)
		if (is[i])
			json_array_append_new(list, titled(due_word[i].code,
			    &due_word[i].title));
}

static void
add_unit(const struct session *s, const char *code, json_t *list)
{
	if (code != NULL)
		json_array_append_new(list, unit_json(s->tn, code));
}

/* Where the unit that holds it is: cases themselves have no place. */
static void
add_province(const struct session *s, const struct case_state *cs,
    json_t *list)
{
	const struct unit *unit = procedure_unit(s->tn->procedure,
	    jx_text(cs->row, "holder"));
	const struct form_lists *lists = tn_lists(s->tn);
	struct form_choice choice;

	if (unit == NULL || unit->province == NULL)
		return;
	if (lists->find(lists->ctx, "provinces", unit->province, &choice))
		json_array_append_new(list, json_pack("{s:s,s:{s:s,s:s}}",
		    "code", unit->province, "title", "vi", choice.vi,
		    "en", choice.en));
}

/* A code of one choice, and only where its class is shown in the clear. */
static void
add_answer(struct session *s, const struct case_state *cs, const char *name,
    json_t *list)
{
	const json_t *answer = json_object_get(cs->answers, name);
	const char *code = json_string_value(answer_value(answer));
	const struct form *form;
	const struct form_item *item = code == NULL ? NULL :
	    case_question(cs, s->tn->procedure, &s->actor, name, &form);
	json_t *o;

	if (item == NULL || session_shows(s, cs, item) != FORM_SHOW)
		return;
	o = shown_item(s, cs, item, answer);
	json_array_append_new(list, json_pack("{s:s,s:O}", "code", code,
	    "title", json_object_get(o, "text")));
	json_decref(o);
}

static void
add_titled(const char *code, json_t *title, json_t *list)
{
	if (code != NULL && json_is_object(title))
		json_array_append_new(list, json_pack("{s:s,s:O}", "code",
		    code, "title", title));
	json_decref(title);
}

bool
queue_facet_opens(enum queue_facet f)
{
	return f != FACET_RELATION && f != FACET_DUE && f != FACET_CASE;
}

void
queue_facet_of(struct session *s, enum queue_facet f,
    const struct work_hit *hit, const struct case_state *cs, json_t *list)
{
	if (f == FACET_CASE) {
		json_array_append_new(list, json_pack("{s:s}", "code",
		    hit->stream));
	} else if (f == FACET_DUE) {
		add_due(s, hit, list);
	} else if (f == FACET_RELATION) {
		add_titled(hit->relation, relation_json(hit->relation), list);
	} else if (cs != NULL) {
		switch (f) {
		case FACET_STATE:
			add_titled(jx_text(cs->row, "state"),
			    queue_cell(s, "state", hit, cs), list);
			break;
		case FACET_PATH:
			add_titled(jx_text(cs->row, "path"),
			    queue_cell(s, "path", hit, cs), list);
			break;
		case FACET_HOLDER:
			add_unit(s, jx_text(cs->row, "holder"), list);
			break;
		case FACET_WAITING:
			add_unit(s, waiting_unit(cs->row), list);
			break;
		case FACET_CONDITION:
			add_answer(s, cs, "condition", list);
			break;
		default:
			add_province(s, cs, list);
			break;
		}
	}
}
