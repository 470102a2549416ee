/* Titles of steps, looked up in the table of codes. */
#include "tui/command/train_titles.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

static const char *
title_in(const json_t *list, const char *code, enum lang lang)
{
	return jx_text(jx_get(jx_by_code(list, code), "title"),
	    lang == LANG_VI ? "vi" : "en");
}

static const char *
title_of_step(const json_t *regime, const char *code, enum lang lang)
{
	const json_t *path;
	const char *title = NULL;
	size_t i;

	json_array_foreach(json_object_get(regime, "paths"), i, path)
		if (title == NULL)
			title = title_in(json_object_get(path, "steps"),
			    code, lang);
	return title;
}

static const char *
find_title(const struct scenario_step *step, const json_t *regime,
    enum lang lang)
{
	static const char *const kind[][2] = {
		{ "support", "support" }, { "request", "requests" },
		{ "paper", "papers" }, { "form", "forms" },
		{ "path", "paths" },
	};
	const char *code = jx_text(step->with, "step");
	size_t i;

	if (code != NULL)
		return title_of_step(regime, code, lang);
	for (i = 0; i < ARRAY_LEN(kind); i++) {
		code = jx_text(step->with, kind[i][0]);
		if (code != NULL)
			return title_in(json_object_get(regime, kind[i][1]),
			    code, lang);
	}
	return NULL;
}

/* Commands whose title says nothing of what is done with it. */
static const struct { const char *command; enum word w; } verbs[] = {
	{ "send_request", W_TRAIN_ASK },
	{ "answer_request", W_TRAIN_ANSWER },
	{ "accept_handover", W_TRAIN_ACCEPT },
	{ "refuse_handover", W_TRAIN_REFUSE },
	{ "withdraw_offer", W_TRAIN_WITHDRAW },
	{ "append_note", W_TRAIN_NOTE },
	{ "reveal_identity", W_TRAIN_REVEAL },
	{ "record_answers", W_TRAIN_RECORD },
	{ "settle_answer", W_TRAIN_SETTLE },
	{ "confirm_answers", W_TRAIN_CONFIRM },
};

static char *
title_of_wait(const struct scenario_step *step, enum lang lang)
{
	int64_t ms = 0, days = 0, n;
	enum word w = W_WAIT_WORK_DAYS;
	char *number, *out;

	(void)scenario_wait_parse(step->wait, &ms, &days);
	n = days;
	if (ms > 0) {
		w = ms % 86400000 == 0 ? W_WAIT_DAYS :
		    ms % 3600000 == 0 ? W_WAIT_HOURS : W_WAIT_MINUTES;
		n = w == W_WAIT_DAYS ? ms / 86400000 :
		    w == W_WAIT_HOURS ? ms / 3600000 : ms / 60000;
	}
	number = xasprintf("%lld", (long long)n);
	out = word_text(w, lang, number, NULL);
	free(number);
	return out;
}

char *
train_title(const struct scenario_step *step, const json_t *codes,
    const char *regime, enum lang lang)
{
	const char *title = NULL;
	char *verb, *out;
	size_t i;

	if (step->kind == STEP_WAIT)
		return title_of_wait(step, lang);
	if (step->kind == STEP_CHECK)
		return xasprintf("%s [%s]", word(W_TRAIN_CHECK, lang),
		    step->check.case_name);
	if (step->kind == STEP_DO)
		title = find_title(step, jx_by_code(jx_get(codes,
		    "regimes"), regime), lang);
	for (i = 0; step->command != NULL && i < ARRAY_LEN(verbs); i++) {
		if (strcmp(verbs[i].command, step->command) != 0)
			continue;
		verb = word_text(verbs[i].w, lang, title == NULL ? "" : title,
		    NULL);
		out = step->case_name == NULL ? xstrdup(verb) :
		    xasprintf("%s [%s]", verb, step->case_name);
		free(verb);
		return out;
	}
	if (title == NULL)
		return xstrdup(step->summary);
	return step->case_name == NULL ? xstrdup(title) :
	    xasprintf("%s [%s]", title, step->case_name);
}
