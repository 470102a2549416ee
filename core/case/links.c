/* Links of a case to others, from the opened bodies that say them. */
#include "core/case/state.h"

#include "core/base/jx.h"

#include <string.h>

static size_t
find_link(const struct case_state *cs, const char *other, const char *link)
{
	const json_t *item;
	size_t i;

	json_array_foreach(cs->links, i, item)
		if (str_eq(jx_text(item, "case"), other) &&
		    str_eq(jx_text(item, "link"), link))
			break;
	return i;
}

void
case_state_add_link(struct case_state *cs, const struct event *ev, const json_t *body)
{
	const char *other = jx_text(body, "other"), *link = jx_text(body, "link");
	bool links = strcmp(ev->kind, "case_linked") == 0;
	json_t *item;

	if (!links && strcmp(ev->kind, "case_unlinked") != 0)
		return;
	/* Out of range removes nothing. */
	(void)json_array_remove(cs->links, find_link(cs, other, link));
	if (!links)
		return;
	item = json_object();
	json_object_set_new(item, "case", json_string(other));
	json_object_set_new(item, "link", json_string(link));
	json_object_set_new(item, "at", json_integer(ev->at));
	json_object_set_new(item, "unit", json_string(ev->unit));
	json_object_set_new(item, "by", json_string(ev->actor));
	json_array_append_new(cs->links, item);
}

const json_t *
case_link(const struct case_state *cs, const char *other, const char *link)
{
	return json_array_get(cs->links, find_link(cs, other, link));
}

int
case_links(const struct case_state *cs, const char *link)
{
	const json_t *item;
	int n = 0;
	size_t i;

	json_array_foreach(cs->links, i, item)
		n += str_eq(jx_text(item, "link"), link);
	return n;
}

const char *
case_link_kind(size_t i)
{
	static const char *const kind[] = {
		"same_person", "family", "travelled_together"
	};

	return i < ARRAY_LEN(kind) ? kind[i] : NULL;
}
