/*
 * Who read what of a case.  An identity in clear is noted each time; content
 * (what was told, medical, of the investigation) and the history once in ten
 * minutes, because a screen asks anew after every key.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <string.h>

#define READ_AGAIN_MS (10 * 60 * 1000)
#define ROWS_DEEP 2		/* rows within rows */

bool
is_identifying(const struct form_item *item)
{
	return item->class == FORM_IDENTITY || item->class == FORM_CONTACT;
}

bool
is_reading(const char *kind)
{
	return str_eq(kind, "identity_read") ||
	    str_eq(kind, "attachment_read") ||
	    str_eq(kind, "answer_read") || str_eq(kind, "history_read") ||
	    str_eq(kind, "content_read");
}

static bool
shows_identity(struct session *s, const struct case_state *cs,
    const struct form_item *item)
{
	return is_identifying(item) &&
	    session_shows(s, cs, item) == FORM_SHOW;
}

/* What reveal_answer uncovers for a minute has an entry of its own. */
static bool
shows_content(struct session *s, const struct case_state *cs,
    const struct form_item *item)
{
	return !is_identifying(item) && item->class != FORM_PLAIN &&
	    case_class_shown(cs, s->tn->procedure, &s->actor,
	    item->class) == FORM_SHOW;
}

typedef bool shows_fn(struct session *s, const struct case_state *cs,
    const struct form_item *item);

/* Would the form, or a row in it, show an answer of this sort in clear? */
static bool
form_shows(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *known, shows_fn *shows, int depth)
{
	const char *name;
	json_t *value, *row;
	size_t i;

	json_object_foreach((json_t *)(void *)known, name, value) {
		const struct form_item *item = form_question(form, name);

		if (item == NULL || answer_is_empty(value))
			continue;
		if (item->type != FORM_REPEAT) {
			if (shows(s, cs, item))
				return true;
			continue;
		}
		if (depth < ROWS_DEEP)
			json_array_foreach(value, i, row)
				if (form_shows(s, cs, form, row, shows,
				    depth + 1))
					return true;
	}
	return false;
}

/* ---- an entry each time ---- */

bool
note_reading(struct session *s, const char *case_id, const struct text *title,
    struct err *e)
{
	json_t *command = json_pack("{s:s,s:s,s:{s:s}}",
	    "do", "reveal_identity", "case", case_id,
	    "with", "why", text_in(title, LANG_VI));
	enum right_place in = s->actor.in;
	json_t *outcome = tn_execute(s, command);
	bool done = str_eq(jx_text(outcome, "outcome"), "done");

	session_at(s, in);
	if (!done)
		err_set(e, ERR_READ_NOT_NOTED, NULL);
	json_decref(outcome);
	json_decref(command);
	return done;
}

/* ---- an entry in ten minutes ---- */

/*
 * Did this officer read the same within ten minutes, with nothing written
 * since?  Of a history one's own entries are nothing new; in a form they are,
 * they may also be what opened it further.
 */
static bool
read_lately(struct session *s, const struct case_state *cs, const char *kind,
    const json_t *facts, bool own_is_new)
{
	size_t i = json_array_size(cs->events);
	when_t now = tn_now(s->tn);

	while (i-- > 0) {
		const json_t *ev = json_array_get(cs->events, i);
		const char *was = jx_text(ev, "kind");
		when_t ago = now - jx_int(ev, "at", 0);
		bool own = str_eq(jx_text(ev, "actor"), s->officer);

		if (own && str_eq(was, kind) && ago >= 0 &&
		    ago <= READ_AGAIN_MS &&
		    json_equal(json_object_get(ev, "facts"), facts))
			return true;
		if ((!own || own_is_new) && !is_reading(was))
			break;
	}
	return false;
}

/* Who is told of lateness alone reads no words. */
bool
note_history(struct session *s, const struct case_state *cs)
{
	json_t *facts = json_object();

	if (!case_shows_person(cs, &s->actor) ||
	    read_lately(s, cs, "history_read", facts, false)) {
		json_decref(facts);
		return true;
	}
	return session_note(s, cs->id, "history_read", facts, NULL);
}

static bool
note_content(struct session *s, const struct case_state *cs, json_t *facts,
    struct err *e)
{
	if (read_lately(s, cs, "content_read", facts, true)) {
		json_decref(facts);
		return true;
	}
	if (session_note(s, cs->id, "content_read", facts, NULL))
		return true;
	return err_set(e, ERR_READ_NOT_NOTED, NULL);
}

bool
note_form(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *known, struct err *e)
{
	if (form_shows(s, cs, form, known, shows_identity, 0))
		return note_reading(s, cs->id, &form->title, e);
	if (form_shows(s, cs, form, known, shows_content, 0))
		return note_content(s, cs, json_pack("{s:s,s:s}",
		    "of", "form", "form", form->code), e);
	return true;
}

bool
note_versions(struct session *s, const struct case_state *cs,
    const struct form_item *item, struct err *e)
{
	if (shows_identity(s, cs, item))
		return note_reading(s, cs->id, &item->label, e);
	if (shows_content(s, cs, item))
		return note_content(s, cs, json_pack("{s:s,s:s}",
		    "of", "versions", "answer", item->name), e);
	return true;
}
