/*
 * The reply to a person who asked about their own data (security.md S-72):
 *	{"ask":"person_letter", "request": id} -> {case kind outcome? law text:
 *		[{vi, en}], copy?: [{label text}], notes?: [{vi, en}]}
 *
 * `copy` only for a request of a copy that was met, wholly or in part.  It
 * holds what is coded (a code names nobody) and, of names, places and free
 * texts, only what `copy_answers` of the regime says is about the person
 * alone; of the rest no more than that it is recorded.  Nothing of class
 * investigation.  That it was made is in the journal before it is told.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"
#include "core/form/fill.h"

#include <stdlib.h>
#include <string.h>

enum sentence {
#define LETTER(sym, vi, en) sym,
#include "core/door/letter.def"
#undef LETTER
};

static const struct { const char *vi, *en; } sentences[] = {
#define LETTER(sym, vi, en) [sym] = { vi, en },
#include "core/door/letter.def"
#undef LETTER
};

static void
say(json_t *list, enum sentence which, const struct text *a, const char *b,
    const char *c)
{
	const char *vi[] = { a == NULL ? NULL : text_in(a, LANG_VI), b, c };
	const char *en[] = { a == NULL ? NULL : text_in(a, LANG_EN), b, c };
	struct str out[2] = { STR_INIT, STR_INIT };

	text_fill(&out[0], sentences[which].vi, vi, ARRAY_LEN(vi));
	text_fill(&out[1], sentences[which].en, en, ARRAY_LEN(en));
	json_array_append_new(list, json_pack("{s:s,s:s}", "vi",
	    str_text(&out[0]), "en", str_text(&out[1])));
	str_done(&out[0]);
	str_done(&out[1]);
}

static void
day_of(when_t at, char out[11])
{
	day_format(when_day(at, VN_OFFSET_MIN), out);
}

/* ---- which request ---- */

struct found {
	char stream[STREAM_MAX];
};

static bool
take_case(void *arg, const struct event *ev)
{
	struct found *f = arg;

	if (strcmp(ev->kind, "person_request_recorded") != 0)
		return true;
	if (strlen(ev->stream) < STREAM_MAX)
		memcpy(f->stream, ev->stream, strlen(ev->stream) + 1);
	return false;
}

/* The case of a request for this session, or NULL. */
static const struct case_state *
case_of(struct session *s, const char *request)
{
	const struct journal *j = s->tn->journal;
	const struct case_state *cs;
	struct found f = { "" };

	if (request == NULL || strlen(request) > OP_ID_MAX ||
	    !j->read_operation(j->ctx, request, take_case, &f, NULL) ||
	    f.stream[0] == '\0')
		return NULL;
	cs = session_case(s, f.stream);
	return cs != NULL && case_shows_person(cs, &s->actor) ? cs : NULL;
}

static const json_t *
asked_request(const struct case_state *cs, const char *request)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "person_requests"), i, r)
		if (str_eq(jx_text(r, "request"), request))
			return r;
	return NULL;
}

/* What the answer says of why, opened out of its event; "" for nothing. */
static const char *
why_of(const struct case_state *cs, const char *request)
{
	const json_t *ev;
	size_t i;

	json_array_foreach(cs->events, i, ev)
		if (str_eq(jx_text(ev, "kind"), "person_request_answered") &&
		    str_eq(jx_text(json_object_get(ev, "facts"), "request"),
		    request)) {
			const char *why = jx_text(json_object_get(ev, "body"),
			    "why");

			return why == NULL ? "" : why;
		}
	return "";
}

/* Who came to be suspected gets nothing in the person's name (S-41). */
static bool
is_suspect(const struct case_state *cs, const json_t *r)
{
	return str_eq(jx_text(r, "by"), "representative") && answer_holds(
	    json_object_get(cs->answers, "representative_suspect"), "yes");
}

/* ---- the letter ---- */

static enum sentence
of_kind(const char *kind, bool done)
{
	static const struct { const char *kind; enum sentence asked, done; }
	    of[] = {
		{ "copy", LETTER_COPY, LETTER_COPY_DONE },
		{ "correct", LETTER_CORRECT, LETTER_CORRECT_DONE },
		{ "delete", LETTER_DELETE, LETTER_DELETE_DONE },
		{ "withdraw", LETTER_WITHDRAW, LETTER_WITHDRAW_DONE },
	};
	size_t i = 0;

	while (i + 1 < ARRAY_LEN(of) && !str_eq(of[i].kind, kind))
		i++;
	return done ? of[i].done : of[i].asked;
}

static void
say_end(const struct case_state *cs, const json_t *r, json_t *list)
{
	const char *outcome = jx_text(r, "outcome");
	const char *why = why_of(cs, jx_text(r, "request"));
	when_t due = jx_int(r, "due", WHEN_NONE);
	char day[11];

	if (str_eq(outcome, "done")) {
		say(list, of_kind(jx_text(r, "kind"), true), NULL, NULL, NULL);
	} else if (outcome != NULL) {
		say(list, str_eq(outcome, "partly") ? LETTER_PARTLY :
		    LETTER_REFUSED, SAME(why), NULL, NULL);
	} else if (due != WHEN_NONE) {
		day_of(due, day);
		say(list, LETTER_WAITS, SAME(day), NULL, NULL);
	} else {
		say(list, LETTER_WAITS_NO_TERM, NULL, NULL, NULL);
	}
}

static json_t *
letter_text(struct session *s, const struct case_state *cs, const json_t *r)
{
	const char *name = json_string_value(answer_value(json_object_get(
	    cs->answers, "full_name")));
	json_t *list = json_array();
	char day[11];

	say(list, LETTER_HEAD, NULL, NULL, NULL);
	day_of(tn_now(s->tn), day);
	say(list, LETTER_FROM, &s->unit->title, day, NULL);
	say(list, str_eq(jx_text(r, "by"), "representative") ?
	    LETTER_TO_REPRESENTATIVE : LETTER_TO,
	    SAME(name != NULL ? name : "…"), NULL, NULL);
	day_of(jx_int(r, "at", 0), day);
	say(list, of_kind(jx_text(r, "kind"), false), SAME(day),
	    jx_text(r, "request"), cs->id);
	say_end(cs, r, list);
	say(list, LETTER_AGAIN, NULL, NULL, NULL);
	say(list, LETTER_SIGNED, SAME(session_officer_name(s, s->officer)),
	    NULL, NULL);
	return list;
}

/* ---- the copy ---- */

struct copy {
	struct session *s;
	const struct case_state *cs;
	json_t *done;
	json_t *list;		/* [{label text}] */
	struct str left[2];	/* labels of what is not copied */
};

static bool
is_own(const struct regime *r, const char *name)
{
	for (size_t i = 0; i < r->n_copy_answer; i++)
		if (strcmp(r->copy_answer[i], name) == 0)
			return true;
	return false;
}

/* A code, a number, a day: it names nobody. */
static bool
is_coded(const struct form_item *item)
{
	switch (item->type) {
	case FORM_INTEGER:
	case FORM_DECIMAL:
	case FORM_DATE:
	case FORM_TIME:
	case FORM_DATE_TIME:
	case FORM_RANGE:
	case FORM_ACKNOWLEDGE:
		return !is_identifying(item);
	default:
		return form_is_select(item) && !is_identifying(item);
	}
}

static json_t *
told(const struct copy *c, const struct form_item *item, const json_t *answer)
{
	struct str out[2] = { STR_INIT, STR_INIT };
	json_t *o;

	fill_display(answer, item, tn_lists(c->s->tn), LANG_VI, &out[0]);
	fill_display(answer, item, tn_lists(c->s->tn), LANG_EN, &out[1]);
	o = json_pack("{s:o,s:{s:s,s:s}}", "label", text_json(&item->label),
	    "text", "vi", str_text(&out[0]), "en", str_text(&out[1]));
	str_done(&out[0]);
	str_done(&out[1]);
	return o;
}

static void
add_left(struct copy *c, const struct form_item *item)
{
	for (int lang = 0; lang < 2; lang++)
		str_printf(&c->left[lang], "%s%s", c->left[lang].len > 0 ?
		    "; " : "", text_in(&item->label, (enum lang)lang));
}

static void
copy_item(struct copy *c, const struct regime *r,
    const struct form_item *item)
{
	const json_t *answer = json_object_get(c->cs->answers, item->name);

	/* What this officer may not even see with a reason stays unsaid. */
	if (answer_is_empty(answer) || item->class == FORM_INVESTIGATION ||
	    session_shows(c->s, c->cs, item) == FORM_HIDE)
		return;
	if (item->type != FORM_REPEAT && item->type != FORM_FILE &&
	    (is_coded(item) || is_own(r, item->name)))
		json_array_append_new(c->list, told(c, item, answer));
	else
		add_left(c, item);
}

static void
copy_form(struct copy *c, const struct regime *r, const struct form *form)
{
	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *item = &form->item[i];

		if (item->name == NULL || item->repeat >= 0 ||
		    (!form_is_question(item) && item->type != FORM_REPEAT) ||
		    json_object_get(c->done, item->name) != NULL)
			continue;
		json_object_set_new(c->done, item->name, json_true());
		copy_item(c, r, item);
	}
}

static void
put_copy(struct session *s, const struct case_state *cs, json_t *o)
{
	const struct regime *r = case_regime(cs, s->tn->procedure);
	struct copy c = { s, cs, json_object(), json_array(),
	    { STR_INIT, STR_INIT } };
	json_t *notes = json_array();
	size_t i;

	for (i = 0; r != NULL && i < r->n_form; i++)
		copy_form(&c, r, r->form[i]);
	say(notes, LETTER_OWN, SAME(cs->id), NULL, NULL);
	say(notes, LETTER_ONLY, NULL, NULL, NULL);
	if (c.left[0].len > 0) {
		const struct text left = { (char *)(uintptr_t)
		    str_text(&c.left[0]), (char *)(uintptr_t)
		    str_text(&c.left[1]) };

		say(notes, LETTER_LEFT, &left, NULL, NULL);
	}
	json_object_set_new(o, "copy", c.list);
	json_object_set_new(o, "notes", notes);
	json_decref(c.done);
	str_done(&c.left[0]);
	str_done(&c.left[1]);
}

json_t *
ask_person_letter(struct session *s, const json_t *query)
{
	static const char vi[] = "Lập thư trả lời đề nghị về dữ liệu cá nhân";
	static const char en[] = "Letter of reply about personal data";
	static const struct text why = { (char *)(uintptr_t)vi,
	    (char *)(uintptr_t)en };
	const char *request = jx_text(query, "request");
	const struct case_state *cs = case_of(s, request);
	struct err e = ERR_INIT;
	const struct regime *regime;
	const char *outcome;
	json_t *o;

	if (cs == NULL || asked_request(cs, request) == NULL)
		return refuse(NULL, ERR_NO_PERSON_REQUEST, NULL);
	o = session_need_query(s, "person_letter", cs);
	if (o != NULL)
		return o;
	if (is_suspect(cs, asked_request(cs, request)))
		return refuse(NULL, ERR_REPRESENTATIVE_SUSPECT, NULL);
	if (!note_reading(s, cs->id, &why, &e)) {
		err_done(&e);
		return refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	}
	cs = case_of(s, request);
	if (cs == NULL)
		return refuse(NULL, ERR_NO_PERSON_REQUEST, NULL);
	outcome = jx_text(asked_request(cs, request), "outcome");
	regime = case_regime(cs, s->tn->procedure);
	o = json_pack("{s:s,s:s}", "case", cs->id, "kind",
	    jx_text(asked_request(cs, request), "kind"));
	json_object_set_new(o, "law", regime == NULL ||
	    regime->person_request_term == NULL ? json_null() :
	    basis_json(&regime->person_request_term->basis));
	json_object_set_new(o, "text",
	    letter_text(s, cs, asked_request(cs, request)));
	if (outcome != NULL)
		json_object_set_new(o, "outcome", json_string(outcome));
	if (str_eq(jx_text(o, "kind"), "copy") && outcome != NULL &&
	    strcmp(outcome, "refused") != 0)
		put_copy(s, cs, o);
	return o;
}
