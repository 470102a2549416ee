/*
 * What can be done on some cases at once: the steps, requests and support
 * that every one of them can take now, and whether one form can be filled in
 * for all.  It cannot where a question concerns a person: what is answered
 * once must be true of each.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"

#include <string.h>

#define CASES_MOST 400

static const struct text each_alone = {
	(char *)"Biểu mẫu hỏi về từng người: hãy làm riêng ở từng hồ sơ.",
	(char *)"Its form asks about the person: do it case by case.",
};

/* Only a form whose author says that a group can have one. */
static bool
form_for_many(const struct session *s, const struct case_state *cs,
    const char *code)
{
	const struct form *form = code == NULL ? NULL :
	    regime_form(case_regime(cs, s->tn->procedure), code);

	/* It will be opened without a case: as today's law has it. */
	return code == NULL || (form != NULL && form->for_many &&
	    form == form_today(s->tn, code));
}

static bool
is_kind(const json_t *option)
{
	static const char *const kinds[] = {
		"step", "track", "request", "support",
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_eq(jx_text(option, "kind"), kinds[i]))
			return true;
	return false;
}

static json_t *
find_option(const json_t *list, const json_t *like)
{
	json_t *option;
	size_t i;

	json_array_foreach(list, i, option)
		if (str_eq(jx_text(option, "kind"), jx_text(like, "kind")) &&
		    str_eq(jx_text(option, "code"), jx_text(like, "code")))
			return option;
	return NULL;
}

/* Keeps of `common` what this case can take as well. */
static void
keep_common(json_t *common, const json_t *options)
{
	for (size_t i = json_array_size(common); i-- > 0;) {
		json_t *one = json_array_get(common, i);
		const json_t *here = find_option(options, one);

		/* The same code with another form is another thing. */
		if (!jx_bool(here, "possible", false) ||
		    !str_eq(jx_text(here, "form"), jx_text(one, "form")) ||
		    !str_eq(jx_text(here, "ask_form"),
		    jx_text(one, "ask_form")))
			json_array_remove(common, i);
	}
}

static json_t *
first_options(const json_t *options)
{
	json_t *common = json_array(), *option;
	size_t i;

	json_array_foreach(options, i, option)
		if (is_kind(option) && jx_bool(option, "possible", false))
			json_array_append(common, option);
	return common;
}

static void
mark_alone(const struct session *s, const struct case_state *cs,
    json_t *common)
{
	json_t *option;
	size_t i;

	json_array_foreach(common, i, option)
		if (!form_for_many(s, cs, jx_text(option, "form")) ||
		    !form_for_many(s, cs, jx_text(option, "ask_form")))
			json_object_set_new(option, "alone",
			    text_json(&each_alone));
}

/* False and the case that this session has none of. */
static bool
gather(struct session *s, const json_t *ids, json_t **common, json_t *cases,
    const char **missing)
{
	const struct regime *regime = NULL;
	const json_t *id;
	size_t i;

	json_array_foreach(ids, i, id) {
		const struct case_state *cs;
		json_t *options;

		/* Stopped: the answer is thrown away by who asked. */
		if (!tn_goes_on(s->tn, (int64_t)i,
		    (int64_t)json_array_size(ids)))
			break;
		*missing = json_string_value(id);
		session_trim_cache(s);
		cs = session_case(s, *missing);
		if (cs == NULL || !case_shows_person(cs, &s->actor))
			return false;
		json_array_append_new(cases, json_pack("{s:s,s:o}", "case",
		    *missing, "masked", masked_name_json(s, cs)));
		options = options_json(s, cs);
		if (*common == NULL)
			*common = first_options(options);
		else
			keep_common(*common, options);
		json_decref(options);
		/* A form of one regime is none of the other's. */
		if (regime != NULL && regime != case_regime(cs,
		    s->tn->procedure))
			json_array_clear(*common);
		regime = case_regime(cs, s->tn->procedure);
		mark_alone(s, cs, *common);
	}
	return true;
}

static json_t *
doable_first(const json_t *common)
{
	json_t *list = json_array(), *option;
	size_t i;

	for (int alone = 0; alone <= 1; alone++)
		json_array_foreach(common, i, option)
			if ((json_object_get(option, "alone") != NULL) ==
			    (alone == 1))
				json_array_append(list, option);
	return list;
}

static bool
are_ids(const json_t *ids)
{
	const json_t *id;
	size_t i;

	if (json_array_size(ids) == 0 || json_array_size(ids) > CASES_MOST)
		return false;
	json_array_foreach(ids, i, id)
		if (!json_is_string(id))
			return false;
	return true;
}

/*
 * {"ask":"common","cases":[id]} -> {"cases":[{case masked}], "options":[as
 * "steps" of a case; "alone": why not for many]}.  At most 400 cases.
 */
json_t *
ask_common(struct session *s, const json_t *query)
{
	const json_t *ids = json_object_get(query, "cases");
	json_t *common = NULL, *cases, *o;
	const char *missing = NULL;

	if (!are_ids(ids))
		return refuse(NULL, ERR_BAD_COMMAND, "cases");
	cases = json_array();
	if (!gather(s, ids, &common, cases, &missing)) {
		json_decref(common);
		json_decref(cases);
		return refuse(NULL, ERR_NO_SUCH_CASE, missing);
	}
	o = json_object();
	json_object_set_new(o, "cases", cases);
	json_object_set_new(o, "options", doable_first(common));
	json_decref(common);
	return o;
}
