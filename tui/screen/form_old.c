/*
 * Names of before 1 July 2025 in a choice of communes or provinces: old
 * papers still print them, and people say them.  What is found is one more
 * line to choose, with the old name beside today's; nothing chooses itself.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"

#include <stdlib.h>

#define SHOWN 20

/* The province that all choices offered now lie in; NULL: several. */
static const char *
one_province(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct form_lists *lists = tn_lists(v->app->tn);
	const char *first = NULL;

	for (size_t i = 0; i < f->n_allowed; i++) {
		struct form_choice c;
		const char *code;

		if (!form_choice_at(f->choosing, lists, f->allowed[i], &c))
			return NULL;
		code = lists->column(lists->ctx, f->choosing->list, &c,
		    "province");
		if (code == NULL || (first != NULL && !str_eq(code, first)))
			return NULL;
		first = code;
	}
	return first;
}

static bool
is_offered(struct view *v, const char *code)
{
	struct form_view *f = FORM_VIEW(v);

	for (size_t i = 0; i < f->n_allowed; i++) {
		struct form_choice c;

		if (form_choice_at(f->choosing, tn_lists(v->app->tn),
		    f->allowed[i], &c) && str_eq(c.code, code))
			return true;
	}
	return false;
}

/* "Xã Ba Trại, Huyện Ba Vì, Thành phố Hà Nội", as an address is written. */
static void
old_name(struct view *v, const json_t *found, struct str *out)
{
	const char *district = jx_text(found, "district");

	str_add(out, jx_text(found, "name"));
	if (district == NULL)
		return;
	str_printf(out, ", %s, %s", district,
	    app_get(v->app, jx_get(found, "province"), "title"));
}

static void
add_now(struct view *v, const json_t *found, const json_t *now, json_t *out)
{
	bool whole = json_array_size(jx_get(found, "now")) == 1;
	struct str old = STR_INIT;
	char *text;

	old_name(v, found, &old);
	text = app_text(v->app, whole ? M_OLD_PLACE : M_OLD_PLACE_PART,
	    app_get(v->app, now, "title"), str_text(&old), NULL);
	json_array_append_new(out, json_pack("{s:s,s:s}", "code",
	    jx_text(now, "code"), "title", text));
	free(text);
	str_done(&old);
}

json_t *
form_old_places(void *ctx, const char *typed, const char **note)
{
	struct view *v = ctx;
	const struct form_item *item = FORM_VIEW(v)->choosing;
	const char *province;
	json_t *answer, *out = json_array();
	const json_t *found;

	if (item == NULL || item->list == NULL ||
	    (!str_eq(item->list, "communes") &&
	    !str_eq(item->list, "provinces")))
		return out;
	province = one_province(v);
	answer = app_ask(v->app, json_pack("{s:s,s:s,s:s,s:s*,s:i}", "ask",
	    "old_places", "list", item->list, "text", typed, "province",
	    province, "limit", SHOWN));
	found = jx_get(answer, "found");
	for (size_t i = 0; i < json_array_size(found); i++) {
		const json_t *one = json_array_get(found, i);
		const json_t *now = jx_get(one, "now");

		for (size_t k = 0; k < json_array_size(now); k++)
			if (is_offered(v, jx_text(json_array_get(now, k),
			    "code")))
				add_now(v, one, json_array_get(now, k), out);
	}
	/* Provinces went into another whole. */
	if (str_eq(item->list, "communes"))
		*note = app_msg(v->app, M_OLD_PLACE_NOTE);
	json_decref(answer);
	return out;
}
