/* How cases begin: an act of reception, or one person who reports. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int
year_of(const struct deciding *d)
{
	return civil_from_day(when_day(d->now, VN_OFFSET_MIN)).year;
}

char *
propose_id(struct deciding *d, json_t *facts, const char *what, const char *form)
{
	const char *site = d->source->site(d->source->ctx);
	char *series = xasprintf("%s/%s/%d", what, site, year_of(d));
	char *id, tail[32];

	snprintf(tail, sizeof(tail), "%05" PRId64,
	    propose_number(d, facts, series));
	id = xasprintf("%s-%d-%s%s", site, year_of(d), form, tail);
	free(series);
	return id;
}

/* A path in force today. */
static const struct path *
need_path(struct deciding *d, const json_t *with)
{
	const char *code = need_text(d, with, "path");
	day_t today = when_day(d->now, VN_OFFSET_MIN);
	const struct path *path;
	size_t i;

	if (code == NULL)
		return NULL;
	for (i = 0; i < d->procedure->n_regime; i++) {
		const struct regime *r = &d->procedure->regime[i];

		if ((r->from != DAY_NONE && today < r->from) ||
		    (r->to != DAY_NONE && today > r->to))
			continue;
		path = regime_path(r, code);
		if (path != NULL && path->entry_state != NULL)
			return path;
	}
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_PATH, SAME(code),
	    NULL);
	return NULL;
}

size_t
line_on_list(const json_t *declined, size_t i)
{
	size_t line = 0, k;
	const json_t *item;
	bool taken;

	do {
		line++;
		taken = false;
		json_array_foreach(declined, k, item)
			if (jx_int(item, "line", 0) == (int64_t)line)
				taken = true;
	} while (taken || i-- > 0);
	return line;
}

static void
number_reasons(struct deciding *d, size_t before, size_t line)
{
	char n[32];

	snprintf(n, sizeof(n), "%zu", line);
	reasons_about(d->out->reasons, before, ERR_PERSON_LINE, n, "line",
	    json_integer((json_int_t)line));
}

static json_t *
check_persons(struct deciding *d, const struct path *path,
    const json_t *persons, const json_t *declined)
{
	json_t *checked = json_array(), *part;
	const json_t *item;
	char limit[16];
	size_t i, before;

	snprintf(limit, sizeof(limit), "%d", PERSONS_MAX);
	if (json_array_size(persons) == 0)
		reason_add(d->out->reasons, &path->basis, NULL, ERR_NO_PERSON,
		    NULL);
	if (json_array_size(persons) > PERSONS_MAX) {
		reason_add(d->out->reasons, NULL, NULL, ERR_TOO_MANY_PERSONS,
		    SAME(limit), NULL);
		return checked;
	}
	json_array_foreach(persons, i, item) {
		before = json_array_size(d->out->reasons);
		part = accept_answers(d, path->entry_person, NULL, item, NULL,
		    &path->basis, NULL);
		json_array_append_new(checked,
		    part != NULL ? part : json_object());
		if (json_array_size(d->out->reasons) > before)
			number_reasons(d, before, line_on_list(declined, i));
	}
	return checked;
}

static void
open_case(struct deciding *d, const struct path *path, const char *act,
    const char *number, const json_t *answers, json_t *cases)
{
	json_t *facts = json_object(), *body = json_object();
	json_t *papers = json_array(), *item = json_object();
	char *id = propose_id(d, facts, "case", "");

	json_object_set_new(facts, "regime", json_string(path->regime->code));
	json_object_set_new(facts, "path", json_string(path->code));
	json_object_set_new(facts, "state",
	    json_string(path->entry_state->code));
	propose_purpose(path, facts);
	propose_form(facts, path->entry_person);
	if (act != NULL)
		json_object_set_new(facts, "act", json_string(act));
	propose_clocks(d, facts, path->entry_start, path->n_entry_start,
	    NULL, 0, answers, NULL);
	json_object_set(body, "answers", (json_t *)(void *)answers);
	if (act == NULL && path->entry_paper != NULL) {
		const struct paper *paper = path->entry_paper;

		propose_papers(d, &paper, 1, facts, body);
	} else if (path->entry_paper != NULL && number != NULL) {
		json_object_set_new(item, "code",
		    json_string(path->entry_paper->code));
		json_object_set_new(item, "number", json_string(number));
		json_array_append(papers, item);
		json_object_set(body, "papers", papers);
	}
	json_decref(item);
	json_decref(papers);
	propose(d, id, 1, "case_opened", facts, body);
	propose_key(d, id, d->actor->unit->code, false);
	propose_superior(d, facts, id, d->actor->unit);
	json_array_append_new(cases, json_string(id));
	free(id);
}

/* Its line on the whole list, when it is told: a number, and no other's. */
static void
check_line(struct deciding *d, const json_t *list, size_t at)
{
	const json_t *line = json_object_get(json_array_get(list, at), "line");
	bool good = line == NULL || (json_integer_value(line) >= 1 &&
	    json_integer_value(line) <= 2 * PERSONS_MAX);
	size_t i;

	for (i = 0; line != NULL && i < at; i++)
		if (json_equal(json_object_get(json_array_get(list, i),
		    "line"), line))
			good = false;
	if (!good)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("refused_persons.line"), NULL);
}

/* A person whom this side declines to sign for: a name and a reason. */
static json_t *
check_refused(struct deciding *d, const json_t *list)
{
	json_t *out = json_array(), *o;
	const json_t *item;
	size_t i;

	if (list != NULL && !json_is_array(list))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("refused_persons"), NULL);
	json_array_foreach(list, i, item) {
		const char *name = need_text(d, item, "name");
		const char *reason = need_text(d, item, "reason");

		if (name == NULL || reason == NULL ||
		    strlen(name) > WHY_MAX || strlen(reason) > WHY_MAX) {
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_BAD_COMMAND, SAME("refused_persons"), NULL);
			break;
		}
		check_line(d, list, i);
		o = json_object();
		json_object_set_new(o, "name", json_string(name));
		json_object_set_new(o, "reason", json_string(reason));
		if (json_object_get(item, "line") != NULL)
			json_object_set(o, "line",
			    json_object_get(item, "line"));
		json_array_append_new(out, o);
	}
	return out;
}

static void
propose_reception(struct deciding *d, const struct path *path,
    json_t *minutes, const json_t *persons, json_t *declined)
{
	json_t *facts = json_object(), *body = json_object();
	json_t *cases = json_array();
	char *act = propose_id(d, facts, "act", "A"), *number = NULL;
	const json_t *item;
	json_t *act_facts;
	size_t i;

	if (path->entry_paper != NULL)
		number = paper_number(d, path->entry_paper, facts);
	json_object_set_new(facts, "path", json_string(path->code));
	if (number != NULL)
		json_object_set_new(facts, "number", json_string(number));
	json_object_set(body, "minutes", minutes);
	json_object_set(body, "refused_persons", declined);
	act_facts = json_incref(propose(d, act, 0, "reception_recorded", facts, body));
	propose_key(d, act, d->actor->unit->code, false);
	json_array_foreach(persons, i, item)
		open_case(d, path, act, number, item, cases);
	json_object_set(act_facts, "cases", cases);
	json_decref(act_facts);
	json_decref(cases);
	free(number);
	free(act);
}

void
decide_receive(struct deciding *d, const char *id, const json_t *with)
{
	const struct path *path = need_path(d, with);
	json_t *minutes, *persons, *declined;

	(void)id;
	if (path == NULL)
		return;
	need_who(d, &path->entry_who, &path->basis);
	if (path->entry_minutes == NULL) {
		reason_add(d->out->reasons, &path->basis, NULL,
		    ERR_PATH_HAS_NO_ACT, &path->title, NULL);
		return;
	}
	if (json_array_size(json_object_get(with, "refused_persons")) >
	    PERSONS_MAX) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("refused_persons"), NULL);
		return;
	}
	minutes = accept_answers(d, path->entry_minutes, NULL,
	    json_object_get(with, "minutes"), NULL, &path->basis, NULL);
	persons = check_persons(d, path, json_object_get(with, "persons"),
	    json_object_get(with, "refused_persons"));
	declined = check_refused(d, json_object_get(with, "refused_persons"));
	if (!refused(d))
		propose_reception(d, path, minutes, persons, declined);
	json_decref(minutes);
	json_decref(persons);
	json_decref(declined);
}

/* One person who reports, is found, or is told of: a case without an act. */
void
decide_open(struct deciding *d, const char *id, const json_t *with)
{
	const struct path *path = need_path(d, with);
	json_t *answers, *cases;

	(void)id;
	if (path == NULL)
		return;
	need_who(d, &path->entry_who, &path->basis);
	if (path->entry_minutes != NULL)
		reason_add(d->out->reasons, &path->basis, NULL,
		    ERR_PATH_NEEDS_ACT, &path->title, NULL);
	if (refused(d))
		return;
	answers = accept_answers(d, path->entry_person, NULL,
	    json_object_get(with, "answers"), NULL, &path->basis, NULL);
	if (!refused(d)) {
		cases = json_array();
		open_case(d, path, NULL, NULL, answers, cases);
		json_decref(cases);
	}
	json_decref(answers);
}
