/* Statements side by side: put there, settled, confirmed by another unit. */
#include "tests/walk/walk.h"

#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

/* The name of some answer, of those that are contradicted or of any. */
static const char *
some_name(struct world *w, const json_t *answers, bool contradicted)
{
	const char *name, *found = NULL;
	json_t *answer;
	size_t n = 0;

	json_object_foreach((json_t *)(void *)answers, name, answer) {
		if (contradicted &&
		    answer_status(answer) != FORM_CONTRADICTED)
			continue;
		if (chance_in(&w->chance, ++n))
			found = name;
	}
	return found;
}

/* One of the versions, or a third, or what no form would take. */
static json_t *
some_version(struct world *w, const json_t *answer)
{
	const json_t *others = json_object_get(answer, "other");
	json_t *value;

	if (chance_in(&w->chance, 12))
		return random_nonsense(w);
	value = chance_in(&w->chance, 2) ? json_object_get(answer, "value") :
	    json_object_get(json_array_get(others, chance_below(&w->chance,
	    json_array_size(others))), "value");
	return value == NULL ? json_string("Thử nghiệm") : json_incref(value);
}

static void
deed_settle(struct world *w, struct deed *d, const struct walk_case *c,
    const char *name)
{
	d->command = xstrdup("settle_answer");
	d->with = json_pack("{s:s,s:o,s:s}", "name", name, "value",
	    some_version(w, json_object_get(c->cs->answers, name)), "why",
	    "Hỏi lại, người đó nói rõ.");
	if (chance_in(&w->chance, 12))
		json_object_del(d->with, "why");
	if (chance_in(&w->chance, 4))
		json_object_set_new(d->with, "source", json_string(
		    chance_in(&w->chance, 8) ? "hearsay" : "paper"));
	d->actor = world_officer(w, c->told.holder, d->command);
}

static void
deed_confirm(struct world *w, struct deed *d, const struct walk_case *c)
{
	const json_t *asked = json_array_get(c->told.open, 0);
	json_t *names = json_array();
	size_t n = 1 + chance_below(&w->chance, 3), i;

	for (i = 0; i < n; i++) {
		const char *name = some_name(w, c->cs->answers, false);

		if (name != NULL)
			json_array_append_new(names, json_string(name));
	}
	if (chance_in(&w->chance, 30))
		json_array_append_new(names, random_nonsense(w));
	d->command = xstrdup("confirm_answers");
	d->with = json_pack("{s:o}", "names", names);
	if (chance_in(&w->chance, 3))
		json_object_set_new(d->with, "source", json_string("agency"));
	d->actor = world_officer(w, asked != NULL && chance_in(&w->chance, 2) ?
	    jx_text(asked, "to") : c->told.holder, d->command);
}

/* What is told differently goes beside what stands there. */
static void
deed_stand(struct world *w, struct deed *d, const struct walk_case *c)
{
	const struct form *form = c->told.path->entry_person;
	json_t *answers = answers_make(w, form, c->cs->answers, CARE_GOOD);
	json_t *stand = json_object(), *answer;
	const char *name;

	json_object_foreach(answers, name, answer)
		if (!answer_is_empty(json_object_get(c->cs->answers, name)) &&
		    !answer_is_empty(answer) && !chance_in(&w->chance, 4))
			json_object_set_new(stand, name, json_string(
			    chance_in(&w->chance, 40) ? "on top" : "beside"));
	d->command = xstrdup("record_answers");
	d->with = json_pack("{s:s,s:o,s:s}", "form", form->code, "answers",
	    answers, "why", "Người đó kể khác.");
	if (json_object_size(stand) > 0)
		json_object_set(d->with, "stand", stand);
	json_decref(stand);
	d->actor = world_officer(w, c->told.holder, d->command);
}

void
deed_answers(struct world *w, struct deed *d, const struct walk_case *c)
{
	const char *name = some_name(w, c->cs->answers, true);

	switch (chance_below(&w->chance, 3)) {
	case 0:
		if (name != NULL) {
			deed_settle(w, d, c, name);
			return;
		}
		/* fall through */
	case 1:
		deed_stand(w, d, c);
		return;
	default:
		deed_confirm(w, d, c);
	}
}
