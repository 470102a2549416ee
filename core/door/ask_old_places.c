/*
 * Names of places of before 1 July 2025, as old papers and people say them:
 *	{"ask": "old_places", text, list?, province?, limit?}
 *	-> {"found": [{name, district?, province?: {code, title}, fit,
 *	now: [{code, title}]}], "more", "known", source?, status?, valid_to?}
 * `list` is "communes" (when not said) or "provinces"; `province`, a code of
 * today, leaves only what lies in it now.  `fit` is "same", "within",
 * "begins" or "district".  "known" is false where no such list was loaded:
 * then nothing is known of old names, which is not the same as none.
 *
 * It is reference data: no case is looked at.  Several may be found, and one
 * may have several successors; nothing is ever chosen here.
 */
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/procedure/lists.h"
#include "core/procedure/old_places.h"
#include "core/vietnamese/fold.h"

#include <string.h>

#define LIMIT_MOST 100
#define LIMIT_USUAL 20
#define TYPED_MAX 200

static json_t *
place_json(const struct session *s, const char *list, const char *code)
{
	const struct form_lists *lists = tn_lists(s->tn);
	struct form_choice c;
	struct text title = { (char *)(void *)code, (char *)(void *)code };

	if (lists->find(lists->ctx, list, code, &c))
		title = (struct text){
			(char *)(void *)form_choice_text(&c, LANG_VI),
			(char *)(void *)form_choice_text(&c, LANG_EN) };
	return titled(code, &title);
}

/* ---- communes ---- */

struct wanting {
	const struct session *s;
	const char *province;		/* of today; NULL: any */
};

/* Does it lie, wholly or in part, in the province of today? */
static bool
lies_in(void *ctx, const struct old_place *p)
{
	const struct wanting *w = ctx;
	const struct list *table =
	    lists_table(w->s->tn->procedure->lists, "communes");
	char code[OLD_CODE_MAX];

	if (w->province == NULL || table == NULL)
		return true;
	for (size_t i = 0; old_place_now(p, i, code) != NULL; i++) {
		const struct list_row *r = list_find(table, code);

		if (r != NULL && str_eq(list_value(table, r, "province"),
		    w->province))
			return true;
	}
	return false;
}

static json_t *
commune_json(const struct wanting *w, const struct old_place *p)
{
	static const char *const fit[] = {
		[OLD_SAME] = "same", [OLD_SAME_WITHIN] = "within",
		[OLD_BEGINS] = "begins", [OLD_DISTRICT] = "district",
	};
	json_t *o = json_object(), *now = json_array();
	char code[OLD_CODE_MAX];

	json_object_set_new(o, "name", json_string(p->name));
	json_object_set_new(o, "district", json_string(p->district));
	json_object_set_new(o, "province",
	    place_json(w->s, "provinces", p->province));
	json_object_set_new(o, "fit", json_string(fit[p->rank]));
	for (size_t i = 0; old_place_now(p, i, code) != NULL; i++)
		json_array_append_new(now, place_json(w->s, "communes", code));
	json_object_set_new(o, "now", now);
	return o;
}

static void
put_head(json_t *out, struct old_places *old)
{
	static const char *const key[] = { "source", "status", "valid_to" };

	for (size_t i = 0; i < ARRAY_LEN(key); i++) {
		const char *value = old_places_head(old, key[i]);

		if (value != NULL)
			json_object_set_new(out, key[i], json_string(value));
	}
}

static size_t
find_communes(struct session *s, const json_t *query, const char *text,
    size_t limit, json_t *out)
{
	struct lists *lists = s->tn->procedure->lists;
	struct old_places *old = lists_old_places(lists);
	struct wanting w = { s, jx_text(query, "province") };
	struct old_place found[LIMIT_MOST];
	json_t *list = json_object_get(out, "found");
	size_t n;

	json_object_set_new(out, "known", json_boolean(old != NULL));
	if (old == NULL)
		return 0;
	n = old_places_find(old, lists, text, lies_in, &w, found, limit);
	for (size_t i = 0; i < n && i < limit; i++)
		json_array_append_new(list, commune_json(&w, &found[i]));
	put_head(out, old);
	return n;
}

void
old_places_json(struct session *s, const char *name, size_t most, json_t *out)
{
	struct lists *lists = s->tn->procedure->lists;
	struct old_places *old = lists_old_places(lists);
	struct wanting w = { s, NULL };
	struct old_place found[LIMIT_MOST];
	size_t n, i;

	if (old == NULL || most > LIMIT_MOST)
		return;
	n = old_places_find(old, lists, name, NULL, NULL, found, most);
	for (i = 0; i < n && i < most && found[i].rank <= OLD_SAME_WITHIN; i++)
		json_array_append_new(out, commune_json(&w, &found[i]));
}

/* ---- provinces ---- */

/* How the name, with or without Tỉnh, fits; NULL: not at all. */
static const char *
province_fit(const char *label, const char *typed)
{
	static const char *const word[] = { "", "tinh ", "thanh pho " };
	struct str name = STR_INIT;
	const char *fit = NULL;

	vn_fold(&name, label);
	for (size_t i = 0; i < ARRAY_LEN(word) && *typed != '\0'; i++) {
		const char *text = str_text(&name);

		if (!str_starts(text, word[i]))
			continue;
		text += strlen(word[i]);
		if (strcmp(text, typed) == 0)
			fit = "same";
		else if (fit == NULL && str_starts(text, typed))
			fit = "begins";
	}
	str_done(&name);
	return fit;
}

static size_t
find_provinces(struct session *s, const char *text, size_t limit, json_t *out)
{
	const struct list *table =
	    lists_table(s->tn->procedure->lists, "provinces");
	json_t *list = json_object_get(out, "found");
	struct str typed = STR_INIT;
	size_t n = 0;

	json_object_set_new(out, "known", json_boolean(table != NULL &&
	    list_has_column(table, "successor")));
	vn_fold(&typed, text);
	for (size_t i = 0; table != NULL && i < list_count(table); i++) {
		const struct list_row *r = list_at(table, i);
		const char *now = list_value(table, r, "successor"), *fit;
		const char *label = list_label(table, r, LANG_VI);
		json_t *o;

		if (now == NULL || *now == '\0')
			continue;
		fit = province_fit(label, str_text(&typed));
		if (fit == NULL || n++ >= limit)
			continue;
		o = json_object();
		json_object_set_new(o, "name", json_string(label));
		json_object_set_new(o, "fit", json_string(fit));
		json_object_set_new(o, "now", json_pack("[o]",
		    place_json(s, "provinces", now)));
		json_array_append_new(list, o);
	}
	str_done(&typed);
	return n;
}

json_t *
ask_old_places(struct session *s, const json_t *query)
{
	const char *text = jx_text(query, "text");
	const char *list = jx_text(query, "list");
	int64_t limit = jx_int(query, "limit", LIMIT_USUAL);
	json_t *out;
	size_t n;

	if (text == NULL || strlen(text) > TYPED_MAX || (list != NULL &&
	    strcmp(list, "communes") != 0 && strcmp(list, "provinces") != 0))
		return refuse(NULL, ERR_BAD_COMMAND, "old_places");
	limit = limit < 1 ? 1 : limit > LIMIT_MOST ? LIMIT_MOST : limit;
	out = json_pack("{s:[]}", "found");
	n = str_eq(list, "provinces") ?
	    find_provinces(s, text, (size_t)limit, out) :
	    find_communes(s, query, text, (size_t)limit, out);
	json_object_set_new(out, "more", json_boolean(n > (size_t)limit));
	return out;
}
