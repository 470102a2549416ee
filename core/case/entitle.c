/* Who may have which support, from when to when, and how often. */
#include "core/case/entitle.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/form/answers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct person_class *
case_class(const struct procedure *p, const struct regime *regime,
    const json_t *names, when_t now)
{
	size_t i;

	for (i = 0; regime != NULL && i < regime->n_class; i++) {
		const struct need test = { .expr = regime->class[i].expr };
		struct err e = ERR_INIT;
		bool holds = names_meet(p, names, &test, now, &e);

		err_done(&e);
		if (holds)
			return &regime->class[i];
	}
	return NULL;
}

const struct person_class *
class_now(struct deciding *d, const struct case_state *cs,
    const json_t *answers)
{
	const struct regime *regime = case_support_regime(cs, d->procedure);
	json_t *names = answers == NULL ? json_incref(d->names) : NULL;
	const struct person_class *class;

	if (names == NULL)
		names = names_of(d->procedure, cs, answers != NULL ? answers :
		    cs->answers, d->now);
	class = regime_class(regime, jx_text(names, "case.class"));
	json_decref(names);
	return class;
}

/* A whole date among the answers; false for none and for "1999-05". */
static bool
answered_day(const json_t *answers, const char *name, day_t *day)
{
	const char *text = name == NULL ? NULL : json_string_value(
	    answer_value(json_object_get(answers, name)));

	return text != NULL && day_parse(text, day);
}

/* The last day of a term that the register knows; false when it does not. */
static bool
term_end(const struct procedure *p, const struct legal_value *v, day_t from,
    day_t *end)
{
	struct deadline deadline = DEADLINE_INIT;
	enum term_unit unit;
	bool known = v != NULL && v->has_value &&
	    term_unit_parse(v->unit, &unit) &&
	    deadline_compute(p->calendar, when_from_day(from, VN_OFFSET_MIN, 0),
	    (struct term){ v->value, unit }, NULL, 0, &deadline, NULL);

	if (known)
		*end = when_day(deadline.due, VN_OFFSET_MIN);
	deadline_done(&deadline);
	return known;
}

static bool
first_given(const struct case_state *cs, const char *code, day_t *day)
{
	const json_t *item;
	size_t i;

	json_array_foreach(cs->support, i, item)
		if (str_eq(jx_text(item, "code"), code)) {
			*day = when_day(jx_int(item, "at", 0), VN_OFFSET_MIN);
			return true;
		}
	return false;
}

static bool
names_support(const json_t *chosen, const char *code)
{
	const json_t *item;
	size_t i;

	json_array_foreach(answer_value(chosen), i, item)
		if (str_eq(json_string_value(item), code))
			return true;
	return false;
}

/*
 * Was the support applied for up to the day?  An application that repeats
 * what stood there before has no fresh answer, so the last one counts on.
 */
static bool
was_asked_by(const struct procedure *p, const struct case_state *cs,
    const struct support *support, day_t last)
{
	const struct step *step = path_step(case_path(cs, p),
	    support->asked_by);
	const json_t *ev, *chosen = NULL;
	size_t i;

	if (step == NULL || step->applies == NULL)
		return false;
	json_array_foreach(cs->events, i, ev) {
		const json_t *now = json_object_get(json_object_get(
		    json_object_get(ev, "body"), "answers"), step->applies);

		chosen = now != NULL ? now : chosen;
		if (str_eq(jx_text(json_object_get(ev, "facts"), "step"),
		    support->asked_by) && when_day(jx_int(ev, "at", 0),
		    VN_OFFSET_MIN) <= last && names_support(chosen,
		    support->code))
			return true;
	}
	return false;
}

static void
set_entitlement(const struct person_class *class,
    const struct support *support, struct standing *out)
{
	size_t i;

	out->basis = &support->basis;
	if (support->n_entitled == 0)
		out->what = ENTITLED_YES;	/* its needs alone decide */
	else if (class == NULL)
		out->what = ENTITLED_UNSET;
	else
		out->what = ENTITLED_NO;
	for (i = 0; i < support->n_entitled; i++)
		if (support->entitled[i].class == class) {
			out->what = support->entitled[i].what;
			out->basis = &support->entitled[i].basis;
		}
}

void
standing_of(const struct procedure *p, const struct case_state *cs,
    const struct person_class *class, const struct support *support,
    const json_t *answers, struct standing *out)
{
	day_t from, until;
	bool begun;

	*out = (struct standing){ .from = DAY_NONE, .until = DAY_NONE,
	    .ask_by = DAY_NONE, .times = support->times };
	set_entitlement(class, support, out);
	out->given = case_count(cs->support, support->code);
	begun = support->limit_from != NULL ?
	    answered_day(answers, support->limit_from, &from) :
	    first_given(cs, support->code, &from);
	if (begun && term_end(p, support->limit, from, &until)) {
		out->from = from;
		out->until = until;
	}
	if (answered_day(answers, support->window_from, &from) &&
	    term_end(p, support->window, from, &until)) {
		out->ask_by = until;
		out->asked_in_time = was_asked_by(p, cs, support, until);
	}
}

bool
standing_is_late(const struct standing *st, day_t today)
{
	return st->ask_by != DAY_NONE && today > st->ask_by &&
	    !st->asked_in_time;
}

bool
standing_is_over(const struct standing *st, day_t today)
{
	return st->until != DAY_NONE && today > st->until;
}

bool
standing_is_used_up(const struct standing *st)
{
	return st->times != NULL && st->times->has_value &&
	    st->given >= st->times->value;
}

/* Of the class, and neither asked too late nor over nor used up. */
static bool
may_have(const struct deciding *d, const struct case_state *cs,
    const struct person_class *class, const struct support *support,
    const json_t *answers)
{
	day_t today = when_day(d->now, VN_OFFSET_MIN);
	struct standing st;

	if (support->emergency)
		return true;
	standing_of(d->procedure, cs, class, support, answers, &st);
	return st.what == ENTITLED_YES && !standing_is_late(&st, today) &&
	    !standing_is_over(&st, today) && !standing_is_used_up(&st);
}

json_t *
other_supports(const struct deciding *d, const struct case_state *cs,
    const struct person_class *class, const struct support *but,
    const json_t *answers)
{
	const struct regime *regime = case_support_regime(cs, d->procedure);
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; regime != NULL && i < regime->n_support; i++) {
		const struct support *s = &regime->support[i];

		if (s == but || !may_have(d, cs, class, s, answers))
			continue;
		o = json_object();
		json_object_set_new(o, "code", json_string(s->code));
		json_object_set_new(o, "title", text_json(&s->title));
		json_array_append_new(list, o);
	}
	return list;
}

/* "A; B; C", in each language. */
static void
join_titles(const json_t *list, struct titles *out)
{
	const json_t *item, *title;
	size_t i;

	json_array_foreach(list, i, item) {
		title = json_object_get(item, "title");
		str_printf(&out->vi, "%s%s", i > 0 ? "; " : "",
		    jx_text(title, "vi"));
		str_printf(&out->en, "%s%s", i > 0 ? "; " : "",
		    jx_text(title, "en"));
	}
}

static const struct text *
class_title(const struct person_class *class)
{
	static const struct text unclear = { (char *)"người chưa rõ thuộc diện nào",
	    (char *)"a person whose class is not clear" };

	return class == NULL ? &unclear : &class->title;
}

/* Somebody who asks for something. */
struct asker {
	const struct case_state *cs;
	const struct person_class *class;
	const json_t *answers;
};

/* A reason that names what else this person may have, also as codes. */
static void
add_with_others(struct deciding *d, const struct asker *a,
    const struct support *support, const struct basis *basis,
    enum err_code code, const struct text *second, const struct text *third)
{
	json_t *others = other_supports(d, a->cs, a->class, support,
	    a->answers), *last;
	struct titles titles = { STR_INIT, STR_INIT };

	join_titles(others, &titles);
	reason_add(d->out->reasons, basis, NULL, code, &support->title,
	    &(const struct text){ (char *)(void *)str_text(&titles.vi),
	    (char *)(void *)str_text(&titles.en) }, second, third, NULL);
	last = json_array_get(d->out->reasons,
	    json_array_size(d->out->reasons) - 1);
	json_object_set_new(last, "alternatives", others);
	str_done(&titles.vi);
	str_done(&titles.en);
}

/* What a document mends: the question of the support's own form. */
static json_t *
fix_document(const struct support *support)
{
	return support->form == NULL ||
	    form_question(support->form, NAME_DELIVERY_DOCUMENT) == NULL ?
	    NULL : fix_json(FIX_FORM, support->form->code,
	    NAME_DELIVERY_DOCUMENT);
}

static void
shown_day(day_t day, char out[40])
{
	struct civil c = civil_from_day(day);

	snprintf(out, 40, "%02d/%02d/%d", c.day, c.month, c.year);
}

static void
need_class(struct deciding *d, const struct asker *a,
    const struct support *support, const struct standing *st, bool documented)
{
	if (st->what == ENTITLED_NO)
		add_with_others(d, a, support, st->basis, ERR_NOT_ENTITLED,
		    class_title(a->class), NULL);
	else if (st->what != ENTITLED_YES && !documented)
		reason_add(d->out->reasons, st->basis, fix_document(support),
		    ERR_ENTITLEMENT_NEEDS_DOCUMENT, &support->title,
		    class_title(a->class), NULL);
}

static void
need_time(struct deciding *d, const struct asker *a,
    const struct support *support, const struct standing *st, bool documented)
{
	day_t today = when_day(d->now, VN_OFFSET_MIN);
	char day[40], given[24], times[24];

	if (standing_is_late(st, today)) {
		shown_day(st->ask_by, day);
		add_with_others(d, a, support, &support->window->basis,
		    ERR_SUPPORT_WINDOW_PASSED, SAME(day), NULL);
	}
	if (standing_is_over(st, today) && !documented) {
		shown_day(st->until, day);
		reason_add(d->out->reasons, &support->limit->basis,
		    fix_document(support), ERR_SUPPORT_PERIOD_OVER,
		    &support->title, SAME(day), NULL);
	}
	if (standing_is_used_up(st)) {
		snprintf(given, sizeof(given), "%d", st->given);
		snprintf(times, sizeof(times), "%" PRId64, st->times->value);
		add_with_others(d, a, support, &st->times->basis,
		    ERR_SUPPORT_TIMES_USED, SAME(times), SAME(given));
	}
}

void
need_entitled(struct deciding *d, const struct case_state *cs,
    const json_t *answers, const struct support *support,
    const char *document)
{
	bool documented = document != NULL &&
	    document[strspn(document, " \t\r\n")] != '\0';
	struct asker a = { cs, NULL, answers != NULL ? answers : cs->answers };
	struct standing st;

	if (support->emergency)
		return;
	a.class = class_now(d, cs, answers);
	standing_of(d->procedure, cs, a.class, support, a.answers, &st);
	need_class(d, &a, support, &st, documented);
	/* Who may not have it at all is not told of its terms too. */
	if (st.what != ENTITLED_NO)
		need_time(d, &a, support, &st, documented);
}
