/* One case, as the index of persons knows it. */
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 1000		/* of one answer; longer ones are cut */

const char *
search_line(const char **from, size_t *len)
{
	const char *line = *from;

	while (line != NULL && *line == '\n')
		line++;
	if (line == NULL || *line == '\0')
		return NULL;
	*len = strcspn(line, "\n");
	*from = line + *len;
	return line;
}

void
known_person_wipe(struct known_person *p)
{
	if (p->block != NULL)
		seal_wipe(p->block, p->block_len);
	free(p->block);
	free(p->id);
	memset(p, 0, sizeof(*p));
}

uint32_t
search_letters(const char *text)
{
	struct str folded = STR_INIT;
	uint32_t bits = 0;
	const char *c;

	vn_fold(&folded, text);
	for (c = str_text(&folded); *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			bits |= UINT32_C(1) << (*c - 'a');
	if (folded.buf != NULL)
		seal_wipe(folded.buf, folded.len);
	str_done(&folded);
	return bits;
}

/* ---- reading the bodies ---- */

#define ACTS_MAX 12

struct reading {
	struct session *s;
	struct case_state *cs;
	json_t *acts;		/* ids of acts on which the unit stands */
};

/* Both sides of a hand-over know its act; the holder knows them all. */
static void
take_act(const struct session *s, const struct case_state *cs,
    json_t *acts, const char *by, const json_t *facts)
{
	const char *act = jx_text(facts, "act"), *unit = s->unit->code;

	if (act != NULL && json_array_size(acts) < ACTS_MAX &&
	    (cs->row == NULL || case_shows_all(cs, unit) ||
	    str_eq(by, unit) || str_eq(jx_text(facts, "to_unit"), unit)))
		json_array_append_new(acts, json_string(act));
}

static bool
take_body(void *arg, const struct event *ev)
{
	static const char *const names_nobody[] = {
		"note_appended", "support_given", "identity_read", "offered"
	};
	struct reading *r = arg;
	json_t *body;
	size_t i;

	take_act(r->s, r->cs, r->acts, ev->unit, ev->facts);
	for (i = 0; i < ARRAY_LEN(names_nobody); i++)
		if (strcmp(ev->kind, names_nobody[i]) == 0)
			return true;
	body = session_body(r->s, ev);
	if (body != NULL)
		case_state_add_body(r->cs, ev, body);
	json_decref(body);
	return true;
}

/*
 * May the unit see who this is?  Most who once held a case may not: then no
 * key is fetched and nothing is opened.
 */
static bool
shows_somebody(const struct session *s, const struct case_state *cs)
{
	const struct procedure *p = s->tn->procedure;
	const char *unit = s->unit->code;

	if (case_class_shown(cs, p, &s->actor, FORM_IDENTITY) == FORM_HIDE)
		return false;
	return case_shows_all(cs, unit) ||
	    case_shows_answer(cs, p, &s->actor, NAME_FULL_NAME) ||
	    case_shows_answer(cs, p, &s->actor, NAME_OTHER_NAMES) ||
	    case_shows_answer(cs, p, &s->actor, "id_number");
}

/*
 * Row and bodies of a case, not kept; NULL when it is none of this unit's.
 * Adds to `acts`.
 */
static struct case_state *
read_case(struct session *s, const char *id, json_t *acts)
{
	const struct journal *j = s->tn->journal;
	struct case_state *cs = case_state_new(id);
	struct reading r = { s, cs, acts };
	const char *relation;

	cs->row = j->row(j->ctx, id, NULL);
	relation = str_eq(jx_text(cs->row, "case"), id) ?
	    row_relation(cs->row, s->unit->code) : NULL;
	if (relation == NULL || !row_tells_person(cs->row, &s->actor) ||
	    (shows_somebody(s, cs) && (session_key(s, id) == NULL ||
	    !j->read(j->ctx, id, 0, take_body, &r, NULL)))) {
		case_state_free(cs);
		cs = NULL;
	}
	/* Thousands of keys would be slow to look through, and in memory. */
	session_forget_key(s, id);
	return cs;
}

/* ---- what of it the unit may know ---- */

static const char *
text_of(const json_t *answers, const char *name)
{
	return json_string_value(answer_value(json_object_get(answers, name)));
}

static bool
is_number_name(const char *name)
{
	static const char tail[] = "_number";
	size_t len = strlen(name);

	return len > sizeof(tail) - 1 &&
	    strcmp(name + len - (sizeof(tail) - 1), tail) == 0;
}

/* The class of a question in the procedure; FORM_CLASSES: nobody asks it. */
static enum form_class
class_of(const struct procedure *p, const char *name)
{
	const struct form_item *item;
	size_t i, k;

	for (i = 0; i < p->n_regime; i++)
		for (k = 0; k < p->regime[i].n_form; k++) {
			item = form_question(p->regime[i].form[k], name);
			if (item != NULL)
				return item->class;
		}
	return FORM_CLASSES;
}

static void
add_line(struct str *out, const char *text)
{
	size_t n = text == NULL ? 0 : strnlen(text, TEXT_MAX);

	if (n == 0)
		return;
	if (out->len > 0)
		str_addc(out, '\n');
	str_addn(out, text, n);
}

/* Names abroad are typed with commas between. */
static void
add_names(struct str *out, const char *text)
{
	for (; text != NULL && *text != '\0';) {
		size_t n = strcspn(text, ",;/\n");
		char *one = xstrndup(text, n);

		add_line(out, one);
		seal_wipe(one, n);
		free(one);
		text += n;
		text += *text != '\0';
	}
}

/* Of persons, or of papers about them that are no secret in themselves. */
static void
add_numbers(const struct session *s, const struct case_state *cs,
    bool identity, struct str *out)
{
	const struct procedure *p = s->tn->procedure;
	const char *name;
	json_t *answer;

	json_object_foreach(cs->answers, name, answer)
		if (is_number_name(name) && class_of(p, name) ==
		    (identity ? FORM_IDENTITY : FORM_PLAIN) &&
		    (cs->row == NULL || case_shows_answer(cs, p, &s->actor,
		    name)))
			add_line(out, json_string_value(answer_value(answer)));
}

/* As is_ours() of a case: others' papers are for the holder alone. */
static void
add_papers(const struct session *s, const struct case_state *cs,
    struct str *out)
{
	const json_t *item;
	size_t i;

	json_array_foreach(cs->papers, i, item)
		if (cs->row == NULL || case_shows_all(cs, s->unit->code) ||
		    str_eq(jx_text(item, "unit"), s->unit->code))
			add_line(out, jx_text(item, "number"));
}

/* The numbers of the acts, as well as their own. */
static void
add_acts(const struct session *s, const json_t *acts, struct str *out)
{
	const struct journal *j = s->tn->journal;
	const json_t *item;
	size_t i;

	json_array_foreach(acts, i, item) {
		const char *act = json_string_value(item);
		json_t *row = j->row(j->ctx, act, NULL);

		add_line(out, act);
		add_line(out, jx_text(row, "number"));
		json_decref(row);
	}
}

enum { P_NAME, P_OTHERS, P_BIRTH, P_SEX, P_OBSERVED, P_COMMUNE, P_DETAIL,
	P_NUMBERS, P_PAPERS, PARTS };

/* All parts behind one another in one block, each ended by NUL. */
static void
put_parts(struct known_person *out, const struct str part[PARTS])
{
	const char **at[PARTS] = {
		[P_NAME] = &out->name, [P_OTHERS] = &out->others,
		[P_BIRTH] = &out->birth, [P_SEX] = &out->sex,
		[P_OBSERVED] = &out->observed, [P_COMMUNE] = &out->commune,
		[P_DETAIL] = &out->detail, [P_NUMBERS] = &out->numbers,
		[P_PAPERS] = &out->papers,
	};
	size_t i, n = 0;

	for (i = 0; i < PARTS; i++)
		n += part[i].len + 1;
	out->block = xmalloc(n);
	out->block_len = n;
	for (i = 0, n = 0; i < PARTS; i++) {
		memcpy(out->block + n, str_text(&part[i]), part[i].len + 1);
		*at[i] = (const char *)out->block + n;
		n += part[i].len + 1;
	}
}

/*
 * An answer that the unit may see, as text; NULL otherwise.  Without a row it
 * is what the unit itself has just entered.
 */
static const char *
seen(const struct session *s, const struct case_state *cs, const char *name)
{
	const char *text = text_of(cs->answers, name);

	return text != NULL && (cs->row == NULL || case_shows_answer(cs,
	    s->tn->procedure, &s->actor, name)) ? text : NULL;
}

/*
 * Where somebody lives is of a class of its own.  Like a name, a masked place
 * is found by who knows it, and shown to nobody.
 */
static const char *
seen_place(const struct session *s, const struct case_state *cs,
    const char *name)
{
	if (cs->row != NULL && case_class_shown(cs, s->tn->procedure,
	    &s->actor, FORM_CONTACT) == FORM_HIDE)
		return NULL;
	return seen(s, cs, name);
}

static void
fill_parts(const struct session *s, const struct case_state *cs,
    const json_t *acts, struct str part[PARTS])
{
	const char *detail = seen_place(s, cs, NAME_RESIDENCE_DETAIL);
	char *cut = detail == NULL ? NULL :
	    xstrndup(detail, strnlen(detail, TEXT_MAX));

	add_line(&part[P_NAME], seen(s, cs, NAME_FULL_NAME));
	add_names(&part[P_OTHERS], seen(s, cs, NAME_OTHER_NAMES));
	add_line(&part[P_BIRTH], seen(s, cs, NAME_BIRTH_DATE));
	add_line(&part[P_SEX], seen(s, cs, NAME_SEX));
	add_line(&part[P_OBSERVED], seen(s, cs, NAME_UNDER_18_SEEN));
	add_line(&part[P_COMMUNE], seen_place(s, cs, NAME_COMMUNE));
	vn_fold(&part[P_DETAIL], cut);
	add_numbers(s, cs, true, &part[P_NUMBERS]);
	add_numbers(s, cs, false, &part[P_PAPERS]);
	add_papers(s, cs, &part[P_PAPERS]);
	add_acts(s, acts, &part[P_PAPERS]);
	if (cut != NULL)
		seal_wipe(cut, strlen(cut));
	free(cut);
}

static void
know(struct session *s, const struct case_state *cs, const json_t *acts,
    struct place_cache **places, struct known_person *out)
{
	struct str part[PARTS] = { STR_INIT };
	const char *province = seen_place(s, cs, NAME_RESIDENCE_PROVINCE);
	size_t i;

	fill_parts(s, cs, acts, part);
	put_parts(out, part);
	out->place = search_place(s, places, out->commune,
	    province == NULL ? "" : province);
	out->id = xstrdup(cs->id);
	out->opened = jx_int(cs->row, "opened", tn_now(s->tn));
	out->estimated = jx_bool(json_object_get(cs->answers,
	    NAME_BIRTH_DATE), "estimated", false);
	out->letters = search_letters(out->name) | search_letters(out->others);
	for (i = 0; i < PARTS; i++) {
		if (part[i].buf != NULL)
			seal_wipe(part[i].buf, part[i].len);
		str_done(&part[i]);
	}
}

bool
search_read(struct session *s, const char *id, struct place_cache **places,
    struct known_person *out)
{
	json_t *acts = json_array();
	struct case_state *cs = read_case(s, id, acts);

	memset(out, 0, sizeof(*out));
	if (cs != NULL)
		know(s, cs, acts, places, out);
	case_state_free(cs);
	json_decref(acts);
	return cs != NULL;
}

void
search_just_opened(struct session *s, const struct proposed_event *ev,
    struct place_cache **places, struct known_person *out)
{
	json_t *acts = json_array();
	struct case_state cs = {
		.id = ev->stream,
		.answers = json_object_get(ev->body, "answers"),
		.papers = json_object_get(ev->body, "papers"),
	};

	take_act(s, &cs, acts, s->unit->code, ev->facts);
	memset(out, 0, sizeof(*out));
	know(s, &cs, acts, places, out);
	json_decref(acts);
}

void
search_sought(const struct session *s, const json_t *answers,
    struct sought *out, struct str *numbers)
{
	struct case_state cs = { .answers = (json_t *)(void *)answers };

	add_numbers(s, &cs, true, numbers);
	*out = (struct sought){
		.name = text_of(answers, NAME_FULL_NAME),
		.others = text_of(answers, NAME_OTHER_NAMES),
		.birth = text_of(answers, NAME_BIRTH_DATE),
		.numbers = str_text(numbers),
		.estimated = jx_bool(json_object_get(answers,
		    NAME_BIRTH_DATE), "estimated", false),
	};
}
