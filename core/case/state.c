/* Folding opened bodies into the state of one case. */
#include "core/case/state.h"

#include "core/base/jx.h"
#include "core/case/attach.h"
#include "core/case/row.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

struct case_state *
case_state_new(const char *id)
{
	struct case_state *cs = xcalloc(1, sizeof(*cs));

	cs->id = xstrdup(id);
	cs->answers = json_object();
	cs->papers = json_array();
	cs->support = json_array();
	cs->attachments = json_array();
	cs->links = json_array();
	cs->events = json_array();
	cs->recorded = json_object();
	cs->used = json_object();
	cs->confirmed = json_object();
	return cs;
}

void
case_state_free(struct case_state *cs)
{
	if (cs == NULL)
		return;
	free(cs->id);
	json_decref(cs->row);
	json_decref(cs->answers);
	json_decref(cs->papers);
	json_decref(cs->support);
	json_decref(cs->attachments);
	json_decref(cs->links);
	json_decref(cs->events);
	json_decref(cs->recorded);
	json_decref(cs->used);
	json_decref(cs->confirmed);
	free(cs);
}

/* An answer of null takes the earlier one away; history keeps it. */
static void
add_answers(struct case_state *cs, const json_t *answers, int64_t seq)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(void *)answers, name, value) {
		if (json_is_null(value))
			json_object_del(cs->answers, name);
		else
			json_object_set(cs->answers, name, value);
		json_object_set_new(cs->recorded, name, json_integer(seq));
	}
}

static void
add_confirmed(struct case_state *cs, const json_t *confirmed,
    const struct event *ev)
{
	const json_t *item;
	size_t i;

	json_array_foreach(confirmed, i, item) {
		const char *name = jx_text(item, "name");
		json_t *list = name == NULL ? NULL :
		    json_object_get(cs->confirmed, name);

		if (name == NULL)
			continue;
		if (list == NULL) {
			list = json_array();
			json_object_set_new(cs->confirmed, name, list);
		}
		json_array_append_new(list, json_pack(
		    "{s:s,s:s*,s:I,s:I}", "unit", ev->unit, "by", ev->actor,
		    "at", (json_int_t)ev->at, "seq",
		    (json_int_t)jx_int(item, "seq", 0)));
	}
}

bool
case_is_confirmed(const struct case_state *cs, const char *name,
    const char *unit)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(cs->confirmed, name), i, item)
		if (str_eq(jx_text(item, "unit"), unit) &&
		    jx_int(item, "seq", 0) == jx_int(cs->recorded, name, -1))
			return true;
	return false;
}

static void
add_stamped(json_t *list, const json_t *item, const struct event *ev)
{
	json_t *copy = json_deep_copy(item);

	json_object_set_new(copy, "at", json_integer(ev->at));
	json_object_set_new(copy, "unit", json_string(ev->unit));
	json_array_append_new(list, copy);
}

void
case_state_add_body(struct case_state *cs, const struct event *ev,
    const json_t *body)
{
	const json_t *item;
	size_t i;

	add_answers(cs, json_object_get(body, "answers"), ev->seq);
	json_array_foreach(json_object_get(body, "papers"), i, item)
		add_stamped(cs->papers, item, ev);
	item = json_object_get(body, "support");
	if (item != NULL)
		add_stamped(cs->support, item, ev);
	add_confirmed(cs, json_object_get(body, "confirmed"), ev);
	case_state_add_attachment(cs, ev, body);
	case_state_add_link(cs, ev, body);
}

const char *
used_form(const json_t *used)
{
	return json_is_string(used) ? json_string_value(used) :
	    jx_text(used, "code");
}

const char *
facts_form(const json_t *facts)
{
	return used_form(json_object_get(facts, "form"));
}

static void
add_used(struct case_state *cs, const struct event *ev)
{
	const json_t *form;
	size_t i;

	json_array_foreach(json_object_get(ev->facts, "forms"), i, form)
		if (used_form(form) != NULL)
			json_object_set_new(cs->used, used_form(form),
			    json_integer(ev->seq));
}

static void
add_history(struct case_state *cs, const struct event *ev, const json_t *body)
{
	json_t *item = json_object();

	json_object_set_new(item, "seq", json_integer(ev->seq));
	json_object_set_new(item, "at", json_integer(ev->at));
	json_object_set_new(item, "kind", json_string(ev->kind));
	json_object_set_new(item, "actor", json_string(ev->actor));
	json_object_set_new(item, "unit", json_string(ev->unit));
	json_object_set_new(item, "facts", json_incref(ev->facts));
	if (body != NULL)
		json_object_set_new(item, "body",
		    json_incref((json_t *)(void *)body));
	json_array_append_new(cs->events, item);
}

bool
case_state_add(struct case_state *cs, const struct event *ev,
    const json_t *body)
{
	json_t *row = case_projector.fold(cs->row, ev);

	if (row == NULL)
		return false;
	json_decref(cs->row);
	cs->row = row;
	cs->last_seq = ev->seq;
	if (body != NULL)
		case_state_add_body(cs, ev, body);
	add_used(cs, ev);
	add_history(cs, ev, body);
	return true;
}

const struct regime *
case_regime(const struct case_state *cs, const struct procedure *p)
{
	const char *code = jx_text(cs->row, "regime");

	return code == NULL ? NULL : procedure_regime(p, code);
}

const struct path *
case_path(const struct case_state *cs, const struct procedure *p)
{
	const struct regime *regime = case_regime(cs, p);
	const char *code = jx_text(cs->row, "path");

	return regime == NULL || code == NULL ? NULL :
	    regime_path(regime, code);
}

static const char *
text_of(const struct case_state *cs, const char *name)
{
	return json_string_value(answer_value(json_object_get(cs->answers,
	    name)));
}

/*
 * A reversal names the number of the identification that it takes back; a
 * later one has another number and counts.
 */
static bool
is_reversed(const struct case_state *cs)
{
	const char *number = text_of(cs, NAME_REVERSED_NUMBER);

	return number != NULL && *number != '\0' &&
	    str_eq(number, text_of(cs, NAME_IDENTIFICATION_NUMBER));
}

const struct regime *
case_support_regime(const struct case_state *cs, const struct procedure *p)
{
	static const char *const name[] = { NAME_IDENTIFIED_ON,
	    NAME_COMPANION_IDENTIFIED_ON };
	size_t i;

	for (i = 0; i < ARRAY_LEN(name); i++) {
		const char *date = text_of(cs, name[i]);
		const struct regime *regime;
		day_t day;

		if (date == NULL || !day_parse(date, &day) ||
		    (i == 0 && is_reversed(cs)))
			continue;
		regime = procedure_regime_on(p, day);
		if (regime != NULL)
			return regime;
	}
	return case_regime(cs, p);
}

const struct support *
case_support(const struct case_state *cs, const struct procedure *p,
    const char *code)
{
	const struct regime *other = case_support_regime(cs, p);
	const struct regime *own = case_regime(cs, p);
	const struct support *support = other == NULL ? NULL :
	    regime_support(other, code);

	return support != NULL || own == NULL ? support :
	    regime_support(own, code);
}

/* Only what is recorded of a support follows the support regime. */
const struct form *
case_form(const struct case_state *cs, const struct procedure *p,
    const char *code)
{
	const struct regime *own = case_regime(cs, p);
	const struct regime *other = case_support_regime(cs, p);
	size_t i;

	for (i = 0; other != NULL && other != own && code != NULL &&
	    i < other->n_support; i++)
		if (other->support[i].form != NULL &&
		    strcmp(other->support[i].form->code, code) == 0)
			return other->support[i].form;
	return own == NULL ? NULL : regime_form(own, code);
}

const struct form *
case_form_kept(const struct case_state *cs, const struct form *form)
{
	const struct form *kept = form_version(form, (int)jx_int(
	    json_object_get(cs->row, "forms"), form->code, form->version));

	return kept != NULL ? kept : form;
}

const struct form *
case_form_named(const struct case_state *cs, const struct procedure *p,
    const char *name, bool own, const struct form **now)
{
	const struct regime *regime = case_regime(cs, p);
	const char *at = strchr(name, '@');
	char *code = xstrndup(name, at != NULL ? (size_t)(at - name) :
	    strlen(name)), *end = NULL;
	const struct form *kept;
	long n = at == NULL ? 0 : strtol(at + 1, &end, 10);

	*now = !own ? case_form(cs, p, code) :
	    regime == NULL ? NULL : regime_form(regime, code);
	free(code);
	if (*now == NULL)
		return NULL;
	kept = case_form_kept(cs, *now);
	if (at == NULL)
		return kept;
	if (end == at + 1 || *end != '\0' || n < kept->version ||
	    n > (*now)->version)
		return NULL;
	return form_version(*now, (int)n);
}

const struct state *
case_track_state(const struct case_state *cs, const struct path *track)
{
	const char *code = jx_text(json_object_get(cs->row, "tracks"),
	    track->code);

	return code == NULL ? track->entry_state : path_state(track, code);
}

/*
 * Has an act used the answer up?  Any form that asks the question anew
 * counts: where somebody lives now is not what another form said before.
 */
static bool
is_used_up(const struct case_state *cs, const struct regime *regime,
    const char *name)
{
	int64_t recorded = jx_int(cs->recorded, name, 0);
	size_t i;

	for (i = 0; i < regime->n_form; i++) {
		const struct form *form = regime->form[i];
		const struct form_item *item = form_question(form, name);

		if (item != NULL && item->anew &&
		    jx_int(cs->used, form->code, 0) >= recorded)
			return true;
	}
	return false;
}

/* Does some form ask the question of the person, not of an occasion? */
static bool
is_lasting(const struct regime *regime, const char *name)
{
	size_t i;

	for (i = 0; i < regime->n_form; i++) {
		const struct form_item *item =
		    form_question(regime->form[i], name);

		if (item != NULL && !item->anew)
			return true;
	}
	return false;
}

bool
case_left_behind(const struct case_state *cs, const struct procedure *p,
    const struct form *form, const char *name)
{
	const struct form_item *item = form_question(form, name);
	const struct regime *regime = case_regime(cs, p);
	int64_t used = jx_int(cs->used, form->code, 0);
	int64_t recorded = jx_int(cs->recorded, name, 0);

	if (item == NULL || !item->anew || item->lasts || regime == NULL ||
	    used < recorded)
		return false;
	return used == recorded || !is_lasting(regime, name);
}

json_t *
case_known_for_act(const struct case_state *cs, const struct procedure *p,
    const struct form *form)
{
	const struct regime *regime = case_regime(cs, p);
	json_t *part = json_object();
	const char *name;
	json_t *value;

	json_object_foreach(cs->answers, name, value) {
		const struct form_item *item = form_question(form, name);

		if (item != NULL && !(item->anew && regime != NULL &&
		    is_used_up(cs, regime, name)))
			json_object_set(part, name, value);
	}
	return part;
}

int
case_count(const json_t *list, const char *code)
{
	const json_t *item;
	int n = 0;
	size_t i;

	json_array_foreach(list, i, item)
		n += str_eq(jx_text(item, "code"), code);
	return n;
}

/* Is somebody born on `birth` younger than `years` on `today`? */
static bool
is_younger(day_t birth, int years, day_t today)
{
	struct civil b = civil_from_day(birth), t = civil_from_day(today);
	int age = t.year - b.year;

	if (t.month < b.month || (t.month == b.month && t.day < b.day))
		age--;
	return age < years;
}

int
case_is_under(const json_t *answers, int years, day_t today)
{
	const json_t *birth = json_object_get(answers, NAME_BIRTH_DATE);
	const json_t *seen = json_object_get(answers, NAME_UNDER_18_SEEN);
	const char *date = json_string_value(answer_value(birth));
	const char *observed = json_string_value(answer_value(seen));
	int by_date = -1;
	day_t first, last;

	if (date != NULL && day_span(date, &first, &last) &&
	    is_younger(first, years, today) == is_younger(last, years, today))
		by_date = is_younger(first, years, today);
	if (by_date >= 0 && !jx_bool(birth, "estimated", false))
		return by_date;
	if (years == 18 && observed != NULL)
		return strcmp(observed, "yes") == 0;
	/* Observed to be 18 or more is also not under 16. */
	if (years < 18 && str_eq(observed, "no"))
		return 0;
	return by_date;
}
