/* What a step asks before it may be taken: states, conditions, support. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/entitle.h"
#include "core/case/mend.h"
#include "core/case/row.h"
#include "core/form/answers.h"

#include <string.h>

struct asked_search {
	const struct form *form;
	bool found;
};

static void
see_name(void *ctx, enum expr_seen what, const char *name, int col)
{
	struct asked_search *s = ctx;

	(void)col;
	if (what == EXPR_SEES_NAME && form_question(s->form, name) != NULL)
		s->found = true;
}

/* Does a need speak of something that the form is about to ask? */
static bool
form_decides(const struct form *form, const struct need *need)
{
	struct asked_search s = { form, false };

	if (form != NULL)
		expr_names(need->expr, see_name, &s);
	return s.found;
}

void
need_all(struct deciding *d, const struct case_state *cs,
    const json_t *answers, const struct form *form, const struct need *need,
    size_t n)
{
	json_t *names = answers == NULL ? json_incref(d->names) : NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		struct err e = ERR_INIT;

		if (answers == NULL && form_decides(form, &need[i]))
			continue;
		if (names == NULL)
			names = names_of(d->procedure, cs, answers != NULL ?
			    answers : cs->answers, d->now);
		if (names_meet(d->procedure, names, &need[i], d->now, &e))
			continue;
		if (e.code == ERR_NONE) {
			reason_add_need(d->out->reasons, &need[i]);
		} else {
			reason_add_err(d->out->reasons, &need[i].basis, NULL,
			    &e);
		}
		err_done(&e);
	}
	json_decref(names);
}

void
add_title(struct titles *titles, const struct text *title)
{
	bool first = titles->vi.len == 0;

	str_add(&titles->vi, first ? "" : " / ");
	str_add(&titles->vi, text_in(title, LANG_VI));
	str_add(&titles->en, first ? "" : " / ");
	str_add(&titles->en, text_in(title, LANG_EN));
}

static void
refuse_from(struct deciding *d, const struct state *now,
    const struct basis *basis, struct titles *titles)
{
	const struct text where = { (char *)(void *)str_text(&titles->vi),
	    (char *)(void *)str_text(&titles->en) };

	reason_add(d->out->reasons, basis, NULL, ERR_WRONG_STATE,
	    now == NULL ? SAME("?") : &now->title, &where, NULL);
	str_done(&titles->vi);
	str_done(&titles->en);
}

void
refuse_state(struct deciding *d, const struct case_state *cs,
    const struct basis *basis, struct titles *titles)
{
	refuse_from(d, path_state(case_path(cs, d->procedure),
	    jx_text(cs->row, "state")), basis, titles);
}

/* Where the case stands for a step: on its path, or on the step's track. */
static const struct state *
state_for(struct deciding *d, const struct case_state *cs,
    const struct path *track)
{
	return track != NULL ? case_track_state(cs, track) :
	    path_state(case_path(cs, d->procedure), jx_text(cs->row, "state"));
}

static void
need_state(struct deciding *d, const struct case_state *cs,
    const struct step *step, const struct path *track)
{
	const struct state *now = state_for(d, cs, track);
	struct titles titles = { STR_INIT, STR_INIT };
	bool final = now != NULL && now->final && track == NULL;
	bool here = false;
	size_t i;

	for (i = 0; i < step->n_from && !here; i++)
		here = step->from[i] == now;
	/* From the end of a case only steps lead back that say so (rule). */
	if (here && (!final || step->reopens))
		return;
	if (final) {
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_CASE_FINAL, NULL);
		return;
	}
	for (i = 0; i < step->n_from; i++)
		add_title(&titles, &step->from[i]->title);
	refuse_from(d, now, &step->basis, &titles);
}

/* The document that an application rests on is asked by its own form. */
static void
fix_applied(struct deciding *d, const struct step *step, size_t from)
{
	json_t *reason;
	size_t i;

	for (i = from; i < json_array_size(d->out->reasons); i++) {
		reason = json_array_get(d->out->reasons, i);
		if (step->form != NULL && str_eq(jx_text(json_object_get(
		    reason, "fix"), "field"), NAME_DELIVERY_DOCUMENT))
			json_object_set_new(reason, "fix", fix_json(FIX_FORM,
			    step->form->code, NAME_APPLICATION_DOCUMENT));
	}
}

/*
 * The class, the days, and what else the support asks of a person (of a poor
 * household, under 18), but not what its delivery is still to tell.
 */
static void
need_this_applied(struct deciding *d, const struct case_state *cs,
    const struct support *support, const json_t *answers,
    const char *document)
{
	size_t i;

	need_entitled(d, cs, answers, support, document);
	for (i = 0; i < support->n_need; i++)
		if (!form_decides(support->form, &support->need[i]))
			need_all(d, cs, answers, NULL, &support->need[i], 1);
}

/* Each support that is applied for must be one that this person may have. */
static void
need_applied(struct deciding *d, const struct case_state *cs,
    const struct step *step, const json_t *answers)
{
	const json_t *codes = answer_value(json_object_get(answers,
	    step->applies)), *item;
	const char *document = json_string_value(answer_value(
	    json_object_get(answers, NAME_APPLICATION_DOCUMENT)));
	const struct regime *regime = case_support_regime(cs, d->procedure);
	size_t from = json_array_size(d->out->reasons), i;

	/* More than there are: some are not, or stand there twice. */
	if (regime == NULL || json_array_size(codes) > regime->n_support) {
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_BAD_COMMAND, SAME(step->applies), NULL);
		return;
	}
	json_array_foreach(codes, i, item) {
		const char *code = json_string_value(item);
		const struct support *support = code == NULL ? NULL :
		    regime_support(regime, code);

		if (support != NULL)
			need_this_applied(d, cs, support, answers, document);
		else
			reason_add(d->out->reasons, &step->basis, NULL,
			    ERR_NO_SUCH_SUPPORT,
			    SAME(code == NULL ? "?" : code), NULL);
	}
	fix_applied(d, step, from);
}

void
need_step(struct deciding *d, const struct case_state *cs,
    const struct step *step, const json_t *answers)
{
	const struct path *track = case_track_of(cs, d->procedure, step);

	if (track != NULL)
		need_by(d, cs, step);
	else
		need_hold(d, cs, &step->basis);
	need_who(d, &step->who, &step->basis);
	need_state(d, cs, step, track);
	/* What is lacking tells of the person: for who could do it alone. */
	if (!case_stands_by(cs, d->actor->unit->code, step->by))
		return;
	if (track == NULL)
		need_purpose(d, cs, step);
	need_all(d, cs, answers, step->handover ? NULL : step->form,
	    step->need, step->n_need);
	if (step->applies != NULL && answers != NULL)
		need_applied(d, cs, step, answers);
	if (step->request != NULL)
		need_request(d, cs, step->request, answers, true);
}
