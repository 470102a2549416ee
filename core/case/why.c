/* "What next?" and "why not?" as plain sentences. */
#include "core/case/why.h"

#include "core/base/jx.h"
#include "core/case/mend.h"

#include <stdio.h>
#include <string.h>

enum why {
#define WHY(sym, vi, en) sym,
#include "core/case/why.def"
#undef WHY
};

static const struct { const char *vi, *en; } pattern[] = {
#define WHY(sym, vi, en) [sym] = { vi, en },
#include "core/case/why.def"
#undef WHY
};

struct said {
	struct str vi, en;
};

static const char *
of(const json_t *both, const char *lang)
{
	const char *text = jx_text(both, lang);

	return text == NULL ? "" : text;
}

/* Adds a whole sentence; `a` and `b` are {vi, en} or NULL. */
static void
say(struct said *out, enum why which, const json_t *a, const json_t *b)
{
	const char *vi[] = { of(a, "vi"), of(b, "vi") };
	const char *en[] = { of(a, "en"), of(b, "en") };

	str_add(&out->vi, out->vi.len > 0 ? " " : "");
	str_add(&out->en, out->en.len > 0 ? " " : "");
	text_fill(&out->vi, pattern[which].vi, vi, ARRAY_LEN(vi));
	text_fill(&out->en, pattern[which].en, en, ARRAY_LEN(en));
}

static json_t *
said_json(struct said *out)
{
	json_t *o = text_json(&(const struct text){
	    (char *)(void *)str_text(&out->vi),
	    (char *)(void *)str_text(&out->en) });

	str_done(&out->vi);
	str_done(&out->en);
	return o;
}

/* The law of a question is known by its words alone, without a status. */
static void
say_law(struct said *out, const json_t *law)
{
	const json_t *text = json_object_get(law, "text");
	const json_t *sure = json_object_get(law, "status_text");

	const char *status = jx_text(law, "status");

	if (text == NULL)
		return;
	if (sure == NULL)
		say(out, WHY_LAW_ONLY, text, NULL);
	else if (json_object_get(law, "doc") == NULL &&
	    (str_eq(status, "inferred") || str_eq(status, "unset")))
		say(out, WHY_NO_LAW, sure, NULL);
	else
		say(out, WHY_LAW, text, sure);
}

json_t *
why_can(const json_t *option)
{
	static const struct { const char *kind; enum why say; } of_kind[] = {
		{ "step", WHY_CAN_STEP }, { "handover", WHY_CAN_HANDOVER },
		{ "request", WHY_CAN_REQUEST }, { "answer", WHY_CAN_ANSWER },
		{ "support", WHY_CAN_SUPPORT }, { "paper", WHY_CAN_PAPER },
		{ "track", WHY_CAN_TRACK }, { "withdraw", WHY_CAN_WITHDRAW },
		{ "extend", WHY_CAN_EXTEND }, { "takeover", WHY_CAN_TAKE_OVER },
		{ "confirm", WHY_CAN_CONFIRM }, { "decline", WHY_CAN_DECLINE },
		{ "move_regime", WHY_CAN_MOVE }, { "succeed", WHY_CAN_PASS },
	};
	struct said out = { STR_INIT, STR_INIT };
	enum why which = WHY_CAN_STEP;
	size_t i;

	for (i = 0; i < ARRAY_LEN(of_kind); i++)
		if (str_eq(of_kind[i].kind, jx_text(option, "kind")))
			which = of_kind[i].say;
	say(&out, which, json_object_get(option, "title"), NULL);
	say_law(&out, json_object_get(option, "law"));
	return said_json(&out);
}

/* ---- what to do about a reason ---- */

static const struct step *
step_of(const struct path *path, const char *code, const struct path **where)
{
	const struct step *step = path_step(path, code);
	size_t i;

	*where = path;
	for (i = 0; step == NULL && i < path->regime->n_track; i++) {
		*where = &path->regime->track[i];
		step = path_step(*where, code);
	}
	return step;
}

/* The question at "relatives[2].relative_name". */
static const struct form_item *
question_of(const struct form *form, const char *field)
{
	char name[128];
	const char *dot;

	if (field == NULL)
		return NULL;
	dot = strrchr(field, '.');
	snprintf(name, sizeof(name), "%s", dot != NULL ? dot + 1 : field);
	name[strcspn(name, "[")] = '\0';
	return form_question(form, name);
}

static void
say_form(struct said *out, const struct form *form, const char *field)
{
	const struct form_item *item;
	json_t *title, *label;

	if (form == NULL)
		return;
	item = question_of(form, field);
	title = text_json(&form->title);
	label = item == NULL ? NULL : text_json(&item->label);
	say(out, item == NULL ? WHY_DO_FORM : WHY_DO_QUESTION, title, label);
	json_decref(title);
	json_decref(label);
}

static void
say_title(struct said *out, enum why which, const struct text *title)
{
	json_t *both = text_json(title);

	say(out, which, both, NULL);
	json_decref(both);
}

static void
say_what(struct said *out, const struct path *path,
    const struct regime *support, const json_t *fix)
{
	const char *kind = jx_text(fix, "kind"), *code = jx_text(fix, "code");
	const struct regime *r = path == NULL ? support : path->regime;
	const struct support *s;
	const struct request *q;
	const struct paper *paper;
	const struct step *step;
	const struct form *form;

	if (r == NULL || code == NULL)
		return;
	if (str_eq(kind, "form")) {
		form = regime_form(r, code);
		say_form(out, form != NULL || support == NULL ? form :
		    regime_form(support, code), jx_text(fix, "field"));
	} else if (str_eq(kind, "request")) {
		if ((q = regime_request(r, code)) != NULL)
			say_title(out, WHY_DO_REQUEST, &q->title);
	} else if (str_eq(kind, "paper")) {
		if ((paper = regime_paper(r, code)) != NULL)
			say_title(out, WHY_DO_PAPER, &paper->title);
	} else if (str_eq(kind, "support")) {
		if ((s = regime_support(support, code)) != NULL)
			say_title(out, WHY_DO_SUPPORT, &s->title);
	} else if (str_eq(kind, "step") && path != NULL) {
		if ((step = step_of(path, code, &path)) != NULL)
			say_title(out, WHY_DO_STEP, &step->title);
	}
}

static void
say_who(struct said *out, const json_t *reason)
{
	const json_t *by = json_object_get(reason, "by"), *kind, *title;
	struct titles titles = { STR_INIT, STR_INIT };
	size_t i;

	if (by == NULL)
		return;
	if (jx_bool(reason, "here", false)) {
		say(out, WHY_HERE, NULL, NULL);
		return;
	}
	if (json_array_size(by) == 0) {
		say(out, WHY_NOBODY, NULL, NULL);
		return;
	}
	json_array_foreach(by, i, kind) {
		title = json_object_get(kind, "title");
		str_printf(&titles.vi, "%s%s", i > 0 ? "; " : "",
		    of(title, "vi"));
		str_printf(&titles.en, "%s%s", i > 0 ? "; " : "",
		    of(title, "en"));
	}
	say_title(out, WHY_BY, &(const struct text){
	    (char *)(void *)str_text(&titles.vi),
	    (char *)(void *)str_text(&titles.en) });
	str_done(&titles.vi);
	str_done(&titles.en);
}

json_t *
why_not(const struct path *path, const struct regime *support,
    const json_t *reason)
{
	const json_t *first = json_object_get(reason, "say");
	struct said out = { STR_INIT, STR_INIT };

	str_add(&out.vi, of(first, "vi"));
	str_add(&out.en, of(first, "en"));
	say_what(&out, path, support, json_object_get(reason, "fix"));
	say_who(&out, reason);
	say_law(&out, json_object_get(reason, "law"));
	return said_json(&out);
}

json_t *
why_step(struct deciding *d, const struct case_state *cs, const char *code)
{
	const struct path *path = case_path(cs, d->procedure), *where;
	const struct step *step = path == NULL ? NULL :
	    step_of(path, code, &where);
	const char *kind;
	json_t *o;

	if (step == NULL)
		return NULL;
	d->about = cs;
	need_step(d, cs, step, NULL);
	reasons_mend(d, cs, d->out->reasons);
	kind = where->is_track ? "track" : step->handover ? "handover" :
	    "step";
	o = json_object();
	json_object_set_new(o, "kind", json_string(kind));
	json_object_set_new(o, "code", json_string(step->code));
	json_object_set_new(o, "title", text_json(&step->title));
	json_object_set_new(o, "possible", json_boolean(!refused(d)));
	json_object_set(o, "reasons", d->out->reasons);
	json_object_set_new(o, "law", basis_json(&step->basis));
	return o;
}
