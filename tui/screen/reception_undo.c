/*
 * What stood in a reception act before a change.  Answers and notes are never
 * changed in place, so that a step holds no copies of them.
 */
#include "tui/screen/reception.h"

#include "core/base/jx.h"

#include <stdlib.h>

#define STEPS_MOST 30

json_t *
reception_lines(const struct reception *r)
{
	json_t *lines = json_array();

	for (size_t i = 0; i < r->n; i++) {
		const struct person *p = &r->person[i];
		json_t *line = json_pack("{s:O}", "answers", p->answers);

		if (json_array_size(p->notes) > 0)
			json_object_set(line, "notes", p->notes);
		if (p->refused != NULL)
			json_object_set_new(line, "refused",
			    json_string(p->refused));
		if (p->marked)
			json_object_set_new(line, "marked", json_true());
		json_array_append_new(lines, line);
	}
	return lines;
}

static bool
is_note(const json_t *note)
{
	const json_t *label = jx_get(note, "label");

	return jx_text(note, "q") != NULL && (json_is_string(label) ||
	    jx_text(label, "vi") != NULL) &&
	    jx_text(note, "text") != NULL;
}

/* One line as it stood; a draft may hold anything. */
static void
put_line(struct view *v, size_t i, const json_t *line)
{
	struct reception *r = RECEPTION(v);
	struct person *p = reception_person(r, i);
	json_t *answers = json_object_get(line, "answers");
	json_t *notes = json_object_get(line, "notes");
	bool same = p->cell[0].text != NULL && p->answers == answers &&
	    (notes == NULL ? json_array_size(p->notes) == 0 :
	    notes == p->notes);

	free(p->refused);
	p->refused = xstrdup(jx_text(line, "refused"));
	p->marked = jx_bool(line, "marked", false);
	if (same)
		return;
	json_decref(p->answers);
	p->answers = json_is_object(answers) ? json_incref(answers) :
	    json_object();
	json_decref(p->notes);
	p->notes = json_array();
	for (size_t k = 0; k < json_array_size(notes); k++)
		if (is_note(json_array_get(notes, k)))
			json_array_append(p->notes, json_array_get(notes, k));
	reception_show(v, p);
}

void
reception_put_lines(struct view *v, const json_t *lines)
{
	struct reception *r = RECEPTION(v);
	size_t n = json_array_size(lines);

	for (size_t i = 0; i < n && i < PERSONS_MOST; i++)
		put_line(v, i, json_array_get(lines, i));
	while (r->n > n)
		reception_person_done(r, &r->person[--r->n]);
	if (r->at > r->n + 1)
		r->at = r->n + 1;
}

void
reception_keep(struct reception *r)
{
	json_array_append_new(r->back, reception_lines(r));
	if (json_array_size(r->back) > STEPS_MOST)
		json_array_remove(r->back, 0);
	json_array_clear(r->forth);
}

void
reception_unkeep(struct reception *r)
{
	if (json_array_size(r->back) > 0)
		json_array_remove(r->back, json_array_size(r->back) - 1);
}

void
reception_undo(struct view *v, bool redo)
{
	struct reception *r = RECEPTION(v);
	json_t *from = redo ? r->forth : r->back, *lines;
	size_t n = json_array_size(from);

	if (n == 0) {
		app_say(v->app, ATTR_PLAIN, M_RECEPTION_NO_UNDO, NULL);
		return;
	}
	reception_stop(r);
	lines = json_incref(json_array_get(from, n - 1));
	json_array_remove(from, n - 1);
	json_array_append_new(redo ? r->back : r->forth, reception_lines(r));
	reception_put_lines(v, lines);
	json_decref(lines);
	reception_changed(v);
}
