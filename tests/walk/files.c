/* Files of cases: attached, read, given as answers; and who may see them. */
#include "tests/walk/walk.h"

#include "core/base/base64.h"
#include "core/case/attach.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

static bool
asks_file(const struct form *form, const char *name)
{
	const struct form_item *item = form == NULL || name == NULL ? NULL :
	    form_question(form, name);

	return item != NULL && item->type == FORM_FILE;
}

/* Some question for a file of the regime, and its form; NULL: it has none. */
static const struct form_item *
some_question(struct world *w, const struct regime *r,
    const struct form **form)
{
	const struct form_item *found = NULL;
	size_t i, k, n = 0;

	for (i = 0; i < r->n_form; i++)
		for (k = 0; k < r->form[i]->n; k++) {
			if (r->form[i]->item[k].type != FORM_FILE ||
			    !chance_in(&w->chance, ++n))
				continue;
			found = &r->form[i]->item[k];
			*form = r->form[i];
		}
	return found;
}

static const json_t *
some_file(struct world *w, const struct walk_case *c)
{
	size_t n = json_array_size(c->cs->attachments);

	return n == 0 ? NULL : json_array_get(c->cs->attachments,
	    chance_below(&w->chance, n));
}

static void
deed_attach(struct world *w, struct deed *d, const struct walk_case *c)
{
	const struct form *form = NULL;
	const struct form_item *item = some_question(w,
	    c->told.path->regime, &form);
	bool named = item != NULL && !chance_in(&w->chance, 3);

	d->command = xstrdup("attach");
	d->with = json_pack("{s:s,s:s,s:s}", "file_name", "ảnh thử.jpg",
	    "media", !named || chance_in(&w->chance, 8) ? "file" :
	    form_media_name(item->media), "content",
	    chance_in(&w->chance, 12) ? "QQ=" : "QXRoIHRo4butLg==");
	if (named)
		json_object_set_new(d->with, "name", json_string(item->name));
	if (chance_in(&w->chance, 12))
		json_object_set_new(d->with, "note", random_nonsense(w));
}

static void
deed_answer_file(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *file)
{
	const struct regime *r = c->told.path->regime;
	const struct form *form = NULL;
	const char *name = jx_text(file, "question");
	const struct form_item *other;
	size_t i;

	/* Often in the place of another: it must not get in there. */
	other = chance_in(&w->chance, 2) ? some_question(w, r, &form) : NULL;
	if (other != NULL && other->repeat < 0)
		name = other->name;
	else
		form = NULL;
	for (i = 0; i < r->n_form && form == NULL; i++)
		if (asks_file(r->form[i], name) && form_question(r->form[i],
		    name)->repeat < 0)
			form = r->form[i];
	d->command = xstrdup("record_answers");
	d->with = json_pack("{s:s,s:s,s:{s:s}}", "form", form == NULL ? "x" :
	    form->code, "why", "Có ảnh.", "answers", name == NULL ? "sex" :
	    name, jx_text(file, "id"));
}

void
deed_files(struct world *w, struct deed *d, const struct walk_case *c)
{
	const json_t *file = some_file(w, c);

	if (file == NULL || chance_in(&w->chance, 2)) {
		deed_attach(w, d, c);
	} else if (chance_in(&w->chance, 2)) {
		d->command = xstrdup("read_attachment");
		d->with = json_pack("{s:s}", "attachment",
		    chance_in(&w->chance, 8) ? "no_such" :
		    jx_text(file, "id"));
	} else {
		deed_answer_file(w, d, c, file);
	}
	d->actor = chance_in(&w->chance, 3) ? NULL :
	    world_officer(w, c->told.holder, d->command);
}

/* What the door puts into the facts of an event that brings a file. */
void
files_name(struct world *w, const struct proposal *p, size_t event)
{
	json_t *facts = p->event[event].facts;
	char id[ATTACHMENT_ID_SIZE + 1];
	size_t i, brought = 0;

	for (i = 0; i < p->n_file; i++)
		brought += p->file[i].event == event && p->file[i].len > 0;
	law_holds(w, LAW_FILES, brought == (strcmp(p->event[event].kind,
	    "attached") == 0), world_case(w, p->event[event].stream),
	    "an event brings a file that it does not name");
	if (brought != 1)
		return;
	snprintf(id, sizeof(id), "%032lx", (unsigned long)w->seq + 1);
	json_object_set_new(facts, "attachment", json_string(id));
	json_object_set_new(facts, "size", json_integer(4200));
	json_object_set_new(facts, "hash", json_string(
	    "00112233445566778899aabbccddeeff"
	    "00112233445566778899aabbccddeeff"));
}

/* By the questions put to it; what it answered shows less than what waits. */
static bool
asked_shows(const struct walk_case *c, const char *unit, const char *name)
{
	const struct regime *r = c->told.path->regime;
	const json_t *q;
	size_t i, k;

	json_array_foreach(json_object_get(c->cs->row, "requests"), i, q) {
		const struct request *request =
		    regime_request(r, jx_text(q, "code"));
		bool waits = json_object_get(q, "answered") == NULL;

		if (request == NULL || !str_eq(jx_text(q, "to"), unit) ||
		    json_object_get(q, "withdrawn") != NULL)
			continue;
		if (asks_file(request->ask, name) ||
		    asks_file(request->reply, name))
			return true;
		for (k = 0; waits && k < request->n_shows; k++)
			if (asks_file(request->shows[k], name))
				return true;
	}
	return false;
}

static bool
taken_in(const struct walk_case *c, const struct world *w, const char *name)
{
	const struct regime *r[2] = { c->told.path->regime,
	    case_support_regime(c->cs, w->p) };
	size_t i, k;

	for (k = 0; k < 2; k++) {
		for (i = 0; r[k] != NULL && i < r[k]->n_support; i++)
			if (r[k]->support[i].emergency &&
			    asks_file(r[k]->support[i].form, name))
				return true;
		/* Only support follows the regime of support, no paper does. */
		for (i = 0; k == 0 && r[k] != NULL && i < r[k]->n_paper; i++)
			if (r[k]->paper[i].from_outside &&
			    asks_file(r[k]->paper[i].form, name))
				return true;
	}
	return false;
}

/* Told anew: who sees a file, from custody and questions alone. */
static bool
may_see(const struct world *w, const struct walk_case *c, const char *unit,
    const char *name)
{
	const char *relation = row_relation(c->cs->row, unit);

	if (str_eq(unit, c->told.holder))
		return true;
	if (name == NULL || relation == NULL)
		return false;
	if (str_eq(relation, "offered"))
		return asks_file(c->told.path->entry_person, name) ||
		    asked_shows(c, unit, name) || taken_in(c, w, name);
	return str_eq(relation, "asked") &&
	    (asked_shows(c, unit, name) || taken_in(c, w, name));
}

/* Every answer that is a file is one of this case, for this question. */
static void
judge_file_answers(struct world *w, const struct walk_case *c)
{
	const struct regime *r = c->told.path->regime;
	const char *name;
	json_t *answer;
	size_t i;

	json_object_foreach(c->cs->answers, name, answer) {
		const char *id = json_string_value(answer_value(answer));
		bool file = false;

		for (i = 0; i < r->n_form; i++)
			file = file || asks_file(r->form[i], name);
		if (!file || id == NULL)
			continue;
		law_holds(w, LAW_FILES, str_eq(jx_text(case_attachment(c->cs,
		    id), "question"), name), c, name);
	}
}

void
judge_files(struct world *w, const struct walk_case *c)
{
	const struct role **all = xcalloc(w->p->n_role, sizeof(*all));
	const json_t *file;
	size_t i, k;

	for (i = 0; i < w->p->n_role; i++)
		all[i] = &w->p->role[i];
	judge_file_answers(w, c);
	json_array_foreach(c->cs->attachments, i, file)
		for (k = 0; k < w->p->n_unit; k++) {
			const char *unit = w->p->unit[k].code;
			const char *name = jx_text(file, "question");
			const struct actor a = { "o", &w->p->unit[k], all,
			    w->p->n_role, w->now, RIGHT_IN_LIST };

			if (row_relation(c->cs->row, unit) == NULL &&
			    !chance_in(&w->chance, 60))
				continue;
			if (!law_holds(w, LAW_FILES,
			    case_shows_attachment(c->cs, w->p, &a, file) ==
			    may_see(w, c, unit, name), c,
			    "a file is seen by others than it should be"))
				printf("# %s (%s): %s\n", unit, row_relation(
				    c->cs->row, unit), name);
		}
	free(all);
}
