/* What other cases belong to one: links, and who came on the same act. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <string.h>

#define TOGETHER_SHOWN 6		/* of hundreds on one act; the act has them all */
#define TOGETHER_TRIED 12

static const struct {
	const char *code;
	struct text title;
} kind_title[] = {
	{ "same_person", { (char *)"cùng một người", (char *)"the same person" } },
	{ "family", { (char *)"người trong gia đình", (char *)"family" } },
	{ "travelled_together", { (char *)"đi cùng nhau",
	    (char *)"travelled together" } },
};

static json_t *
kind_json(const char *code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(kind_title); i++)
		if (str_eq(kind_title[i].code, code))
			return titled(code, &kind_title[i].title);
	return titled(code, SAME(code));
}

/* A case that this session may see; hidden ones are left out unsaid. */
static json_t *
other_json(struct session *s, const char *id)
{
	const struct case_state *cs = session_case(s, id);
	json_t *o;

	if (cs == NULL || !row_tells_person(cs->row, &s->actor))
		return NULL;
	o = json_object();
	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "masked", masked_name_json(s, cs));
	json_object_set_new(o, "holder",
	    unit_json(s->tn, jx_text(cs->row, "holder")));
	return o;
}

json_t *
links_json(struct session *s, const struct case_state *cs)
{
	json_t *list = json_array(), *o, *kind;
	const json_t *link;
	size_t i;

	json_array_foreach(cs->links, i, link) {
		const char *by = jx_text(link, "by");

		/* What others found out later is for the holder alone. */
		if (!case_shows_all(cs, s->unit->code) &&
		    !str_eq(jx_text(link, "unit"), s->unit->code))
			continue;
		o = other_json(s, jx_text(link, "case"));
		if (o == NULL)
			continue;
		kind = kind_json(jx_text(link, "link"));
		json_object_set(o, "title", json_object_get(kind, "title"));
		json_object_set_new(o, "link", kind);
		json_object_set_new(o, "since",
		    when_json(jx_int(link, "at", WHEN_NONE)));
		json_object_set_new(o, "by",
		    json_string(session_officer_name(s, by)));
		json_array_append_new(list, o);
	}
	return list;
}

json_t *
arrived_json(struct session *s, const struct case_state *cs)
{
	const struct journal *j = s->tn->journal;
	const char *act = jx_text(cs->row, "act"), *id;
	json_t *o = json_object(), *list = json_array(), *row = NULL, *state;
	json_t *one;
	size_t tried = 0;
	bool more = false;

	if (act != NULL)
		row = j->row(j->ctx, act, NULL);
	json_object_foreach(json_object_get(row, "cases"), id, state) {
		if (strcmp(id, cs->id) == 0)
			continue;
		more = tried == TOGETHER_TRIED ||
		    json_array_size(list) == TOGETHER_SHOWN;
		if (more)
			break;
		tried++;
		one = other_json(s, id);
		if (one != NULL)
			json_array_append_new(list, one);
	}
	json_decref(row);
	json_object_set_new(o, "act", json_string(act));
	json_object_set_new(o, "cases", list);
	json_object_set_new(o, "more", json_boolean(more));
	return o;
}
