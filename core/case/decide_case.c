/* What is done on one case without moving it. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/case/answers.h"
#include "core/case/entitle.h"
#include "core/case/mend.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

#define NOTE_MAX 20000
#define NUMBER_MAX 200		/* bytes of a number that others gave */

void
decide_note(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *text = need_text(d, with, "text");
	json_t *body;

	if (refused(d))
		return;
	if (strlen(text) > NOTE_MAX) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("text"), NULL);
		return;
	}
	body = json_object();
	json_object_set_new(body, "text", json_string(text));
	propose_on_case(d, cs, "note_appended", NULL, body);
}

void
decide_paper(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *code = need_text(d, with, "paper");
	const char *number = need_text(d, with, "number");
	const char *why = jx_text(with, "why");
	const struct paper *paper;
	json_t *fresh = NULL, *before = NULL, *facts, *body, *list, *item;

	if (number != NULL && strlen(number) > NUMBER_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("number"), NULL);
	if (refused(d) || !need_writer(d, cs))
		return;
	paper = regime_paper(case_regime(cs, d->procedure), code);
	if (paper == NULL || !paper->from_outside) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_PAPER,
		    SAME(code), NULL);
		return;
	}
	if (paper->form != NULL)
		fresh = accept_for_act(d, cs, paper->form,
		    json_object_get(with, "answers"), why, &paper->basis,
		    &before);
	if (refused(d)) {
		json_decref(fresh);
		json_decref(before);
		return;
	}
	body = answers_body(fresh != NULL ? fresh : json_object(), before,
	    why);
	item = json_object();
	json_object_set_new(item, "code", json_string(code));
	json_object_set_new(item, "number", json_string(number));
	list = json_array();
	json_array_append_new(list, item);
	json_object_set_new(body, "papers", list);
	facts = json_object();
	propose_used(facts, paper->form);
	propose_on_case(d, cs, "paper_recorded", facts, body);
}

/*
 * The document that a support rests on.  While the support is only looked at,
 * its form is still to ask for one.
 */
static const char *
document_of(const struct support *support, const json_t *answers)
{
	if (answers != NULL)
		return json_string_value(answer_value(json_object_get(answers,
		    NAME_DELIVERY_DOCUMENT)));
	return support->form != NULL && form_question(support->form,
	    NAME_DELIVERY_DOCUMENT) != NULL ? "?" : NULL;
}

void
need_support(struct deciding *d, const struct case_state *cs,
    const struct support *support, const json_t *answers)
{
	const char *relation = row_relation(cs->row, d->actor->unit->code);

	/*
	 * Emergency support is open in every state to every agency that has
	 * the person before it (design 2.6): only the kind of unit counts.
	 */
	need_who(d, &support->who, &support->basis);
	if (support->emergency)
		return;
	need_not_ended(d, &support->basis);
	if (!str_eq(relation, "holder")) {
		reason_add(d->out->reasons, &support->basis, NULL,
		    ERR_NOT_HOLDER, unit_title(d, jx_text(cs->row, "holder")),
		    NULL);
		reason_by_unit(d, jx_text(cs->row, "holder"));
		/* As whom a person counts is for the holder alone. */
		return;
	}
	if (jx_bool(cs->row, "final", false))
		reason_add(d->out->reasons, &support->basis, NULL,
		    ERR_CASE_FINAL, NULL);
	need_all(d, cs, answers, support->form, support->need,
	    support->n_need);
	need_entitled(d, cs, answers, support, document_of(support, answers));
}

void
decide_support(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *code = need_text(d, with, "support");
	const char *why = jx_text(with, "why");
	const struct support *support;
	json_t *fresh = NULL, *before = NULL, *body, *item, *merged;

	if (refused(d))
		return;
	support = regime_support(case_support_regime(cs, d->procedure), code);
	if (support == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_SUPPORT,
		    SAME(code), NULL);
		return;
	}
	merged = merge_answers(cs->answers, NULL);
	/* A document is of this delivery, whatever the case may hold. */
	json_object_del(merged, NAME_DELIVERY_DOCUMENT);
	json_object_update(merged, json_object_get(with, "answers"));
	need_support(d, cs, support, merged);
	json_decref(merged);
	d->files = cs;
	if (support->form != NULL)
		fresh = accept_answers(d, support->form, NULL,
		    json_object_get(with, "answers"), why, &support->basis,
		    &before);
	if (refused(d)) {
		json_decref(fresh);
		json_decref(before);
		return;
	}
	body = json_object();
	json_decref(before);
	item = json_object();
	json_object_set_new(item, "code", json_string(code));
	if (fresh != NULL)
		json_object_set_new(item, "answers", fresh);
	json_object_set_new(body, "support", item);
	propose_on_case(d, cs, "support_given", NULL, body);
}

void
decide_reveal(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *why = jx_text(with, "why");
	json_t *body;

	if (refused(d))
		return;
	if (why == NULL || *why == '\0') {
		reason_add(d->out->reasons, NULL, NULL, ERR_NEED_REASON, NULL);
		return;
	}
	body = json_object();
	json_object_set_new(body, "why", json_string(why));
	propose_on_case(d, cs, "identity_read", NULL, body);
}
