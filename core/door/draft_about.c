/*
 * Which cases and acts a draft is about, so that it goes when one of them is
 * erased.  Nobody but its officer can open it; what it is about is found when
 * it is kept: every text or key in it that is the id of a case or an act, and
 * all cases of such an act.  It stands before what is sealed and is bound to
 * it, as the place of a draft is.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

#define ABOUT_HEAD "about 1\n"
#define ABOUT_MOST 2000			/* an act has 500 lines at most */
#define ID_LEAST 8
#define ID_MOST 40

struct about {
	struct session *s;
	json_t *ids;			/* as keys */
};

/* The row of an id; NULL: there is none, or it cannot be one. */
static json_t *
row_of(struct tn *tn, const char *id)
{
	size_t len = strlen(id);

	if (len < ID_LEAST || len > ID_MOST || strspn(id, "0123456789-"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != len || strchr(id, '-') == NULL)
		return NULL;
	return tn->journal->row(tn->journal->ctx, id, NULL);
}

/*
 * What this session has, or had until it was erased.  Of all else nothing is
 * remembered, so that nobody learns from a draft what there is or was.
 */
static bool
is_known(const struct session *s, const char *id, const json_t *row)
{
	return json_object_get(s->opened, id) != NULL ||
	    row_relation(row, s->unit->code) != NULL ||
	    row_act_shows(row, s->unit->code);
}

static void
add_id(struct about *a, const char *id)
{
	json_t *row, *state;
	const char *of;

	if (json_object_get(a->ids, id) != NULL)
		return;
	row = row_of(a->s->tn, id);
	if (row != NULL && is_known(a->s, id, row))
		json_object_set_new(a->ids, id, json_true());
	if (jx_text(row, "act") != NULL && json_object_get(a->ids, id) != NULL)
		json_object_foreach(jx_get(row, "cases"), of, state)
			json_object_set_new(a->ids, of, json_true());
	json_decref(row);
}

static void
add_all(struct about *a, const json_t *v)
{
	const char *key;
	json_t *item;
	size_t i;

	if (json_is_string(v))
		add_id(a, json_string_value(v));
	json_array_foreach(v, i, item)
		add_all(a, item);
	json_object_foreach((json_t *)(uintptr_t)v, key, item) {
		add_id(a, key);
		add_all(a, item);
	}
}

static void
add_place(struct about *a, const char *place)
{
	char *copy = xstrdup(place), *rest = NULL, *part;

	for (part = strtok_r(copy, "/+", &rest); part != NULL;
	    part = strtok_r(NULL, "/+", &rest))
		add_id(a, part);
	free(copy);
}

char *
draft_about(struct session *s, const char *place, const json_t *content)
{
	struct about a = { s, json_object() };
	struct str out = STR_INIT;
	const char *id;
	json_t *v;

	add_place(&a, place);
	add_all(&a, content);
	if (json_object_size(a.ids) > 0 &&
	    json_object_size(a.ids) <= ABOUT_MOST) {
		str_add(&out, ABOUT_HEAD "/");
		json_object_foreach(a.ids, id, v)
			str_printf(&out, "%s/", id);
		str_addc(&out, '\n');
	}
	if (json_object_size(a.ids) > ABOUT_MOST) {
		json_decref(a.ids);
		return NULL;
	}
	json_decref(a.ids);
	return out.len > 0 ? str_steal(&out) : xstrdup("");
}

size_t
draft_head(const unsigned char *blob, size_t len)
{
	const size_t head = sizeof(ABOUT_HEAD) - 1;
	const unsigned char *end;

	if (len <= head || memcmp(blob, ABOUT_HEAD, head) != 0)
		return 0;
	end = memchr(blob + head, '\n', len - head);
	return end == NULL ? 0 : (size_t)(end + 1 - blob);
}

static bool
is_ended(struct tn *tn, const char *id)
{
	json_t *row = row_of(tn, id);
	bool ended = jx_get(row, "erased") != NULL;

	json_decref(row);
	return ended;
}

char *
draft_ended(struct tn *tn, const unsigned char *blob, size_t len)
{
	size_t head = draft_head(blob, len);
	char *copy, *rest = NULL, *id, *found = NULL;

	if (head == 0)
		return NULL;
	copy = xstrndup((const char *)blob + sizeof(ABOUT_HEAD) - 1,
	    head - sizeof(ABOUT_HEAD));
	for (id = strtok_r(copy, "/", &rest); id != NULL && found == NULL;
	    id = strtok_r(NULL, "/", &rest))
		if (is_ended(tn, id))
			found = xstrdup(id);
	free(copy);
	return found;
}
