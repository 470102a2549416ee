/* Which choice a typed or pasted text means. */
#include "tui/screen/reception.h"

#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

#define OFFERS_MOST 9

/* Of the sexes, what the lists of other countries have; folded. */
static const struct {
	const char *word, *code;
} other_words[] = {
	{ "f", "female" }, { "m", "male" }, { "woman", "female" },
	{ "girl", "female" }, { "man", "male" }, { "boy", "male" },
	{ "nu gioi", "female" }, { "nam gioi", "male" },
	{ "gai", "female" }, { "trai", "male" },
};

static bool
is_offered(struct view *v, const struct form_item *it, size_t i,
    struct form_choice *out)
{
	struct reception *r = RECEPTION(v);
	const struct form_lists *lists = tn_lists(v->app->tn);

	return form_choice_at(it, lists, i, out) &&
	    (it->choice_filter == NULL ||
	    fill_choice_allowed(r->fill, it->name, out)) &&
	    form_choice_in_force(it, lists, out, when_day(tn_now(v->app->tn),
	    VN_OFFSET_MIN));
}

/* How well a folded text fits a choice: 3 whole, 2 its beginning, 1 the
 * beginning of a word of it, 0 not. */
static int
fit_label(const char *label, const char *folded)
{
	struct str f = STR_INIT;
	const char *s, *at;
	int how = 0;

	vn_fold(&f, label);
	s = str_text(&f);
	at = strstr(s, folded);
	if (str_eq(s, folded))
		how = 3;
	for (; at != NULL && how < 2; at = strstr(at + 1, folded))
		how = at == s ? 2 : at[-1] == ' ' ? 1 : how;
	str_done(&f);
	return how;
}

static int
fit_choice(const struct form_choice *c, const char *text, const char *folded)
{
	int vi, en;

	if (str_eq(c->code, text))
		return 3;
	if (*folded == '\0')
		return 0;
	vi = fit_label(form_choice_text(c, LANG_VI), folded);
	en = fit_label(form_choice_text(c, LANG_EN), folded);
	return vi > en ? vi : en;
}

/* The code of the one choice that fits best; NULL: none, or several. */
static char *
best(struct view *v, const struct form_item *it, const char *text, int least)
{
	size_t n = form_choice_count(it, tn_lists(v->app->tn)), same = 0;
	struct str folded = STR_INIT;
	struct form_choice c;
	char *code = NULL;
	int how, most = least - 1;

	vn_fold(&folded, text);
	for (size_t i = 0; i < n; i++) {
		if (!is_offered(v, it, i, &c))
			continue;
		how = fit_choice(&c, text, str_text(&folded));
		if (how < least || how < most)
			continue;
		same = how > most ? 1 : same + 1;
		most = how;
		free(code);
		code = xstrdup(c.code);
	}
	if (same != 1) {
		free(code);
		code = NULL;
	}
	for (size_t i = 0; code == NULL && i < ARRAY_LEN(other_words); i++)
		if (str_eq(str_text(&folded), other_words[i].word) &&
		    form_choice_find(it, tn_lists(v->app->tn),
		    other_words[i].code, &c))
			code = xstrdup(other_words[i].code);
	str_done(&folded);
	return code;
}

/* The choice with a number, as the line below shows them. */
static char *
numbered(struct view *v, const struct form_item *it, const char *text)
{
	size_t n = form_choice_count(it, tn_lists(v->app->tn)), k = 0;
	struct form_choice c;

	if (text[0] < '1' || text[0] > '9' || text[1] != '\0')
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (is_offered(v, it, i, &c) &&
		    ++k == (size_t)(text[0] - '0'))
			return xstrdup(c.code);
	return NULL;
}

static char *
one_code(struct view *v, const struct form_item *it, const char *text,
    const char *keys, bool strict)
{
	char *code = best(v, it, text, strict ? 3 : 1);

	if (code == NULL && !strict)
		code = numbered(v, it, text);
	/* "well" struck in Telex is "ưell": the keys are looked at too */
	if (code == NULL && !strict && keys != NULL && *keys != '\0')
		code = best(v, it, keys, 1);
	return code;
}

/* Several, commas between. */
static json_t *
codes_of(struct view *v, const struct form_item *it, const char *text,
    bool strict)
{
	json_t *made = json_array();

	for (text += strspn(text, " ,;"); *text != '\0';
	    text += strspn(text, " ,;")) {
		size_t n = strcspn(text, ",;");
		char *part = xstrndup(text, n), *code;

		while (n > 0 && part[n - 1] == ' ')
			part[--n] = '\0';
		code = one_code(v, it, part, NULL, strict);
		free(part);
		if (code == NULL) {
			json_decref(made);
			return NULL;
		}
		json_array_append_new(made, json_string(code));
		free(code);
		text += strcspn(text, ",;");
	}
	return made;
}

json_t *
reception_choice(struct view *v, const struct form_item *item,
    const char *text, const char *keys, bool strict)
{
	char *code = one_code(v, item, text, keys, strict);
	json_t *made = NULL;

	if (item->type == FORM_SELECT_MULTIPLE && code == NULL)
		return codes_of(v, item, text, strict);
	if (code != NULL)
		made = item->type == FORM_SELECT_MULTIPLE ?
		    json_pack("[s]", code) : json_string(code);
	free(code);
	return made;
}

void
reception_offers(struct view *v, const struct form_item *item,
    const char *text, const char *keys, struct str *out)
{
	size_t n = form_choice_count(item, tn_lists(v->app->tn)), k = 0;
	size_t said = 0;
	struct str folded = STR_INIT, struck = STR_INIT;
	struct form_choice c;

	vn_fold(&folded, text);
	vn_fold(&struck, keys);
	for (size_t i = 0; i < n && said <= OFFERS_MOST; i++) {
		if (!is_offered(v, item, i, &c))
			continue;
		k++;
		if (folded.len > 0 &&
		    fit_choice(&c, text, str_text(&folded)) == 0 &&
		    fit_choice(&c, keys, str_text(&struck)) == 0)
			continue;
		if (said++ == OFFERS_MOST)
			str_add(out, " \xe2\x80\xa6");
		else if (k <= 9)
			str_printf(out, "%s%zu %s", said > 1 ? "  " : "", k,
			    form_choice_text(&c, v->app->lang));
		else
			str_printf(out, "%s%s", said > 1 ? "  " : "",
			    form_choice_text(&c, v->app->lang));
	}
	if (said == 0)
		str_add(out, app_msg(v->app, M_RECEPTION_NO_CHOICE));
	str_done(&folded);
	str_done(&struck);
}

json_t *
reception_yes_no(const char *text)
{
	static const char *const yes[] = { "x", "v", "1", "true",
	    "\xe2\x9c\x93", "\xe2\x9c\x94" };
	static const char *const no[] = { "0", "false" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		if (str_eq(text, yes[i]) || (i == 0 && str_eq(text, "X")))
			return json_string("yes");
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		if (str_eq(text, no[i]))
			return json_string("no");
	return NULL;
}
