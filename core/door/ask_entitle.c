/* What a person may have, until when, and what remains. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/entitle.h"
#include "core/case/mend.h"
#include "core/case/row.h"

/* What every line of one answer shares. */
struct asking {
	struct session *s;
	struct deciding *d;
	const struct case_state *cs;
	const struct regime *regime;
	const struct person_class *class;
	const char *province;	/* of the holder; NULL: not known */
	day_t today;
};

/* A number of the register; one that is unset stays null. */
static json_t *
value_json(const struct legal_value *v)
{
	return v != NULL && v->has_value ? json_integer(v->value) :
	    json_null();
}

/* How many days are left after today; null where no period runs. */
static json_t *
remaining_json(const struct standing *st, day_t today)
{
	if (st->until == DAY_NONE)
		return json_null();
	return json_integer(st->until < today ? 0 : st->until - today);
}

static const struct text amount_unset = {
	(char *)"Chưa đọc được mức này; phải ghi văn bản có mức chi.",
	(char *)"This level has not been read; name the document that has it.",
};

/* As it holds today in the province of the holder. */
static void
put_amount(const struct asking *a, const struct legal_value *amount,
    json_t *o)
{
	const struct basis *basis = NULL;
	int64_t n = 0;

	json_object_set_new(o, "amount", json_null());
	json_object_set_new(o, "amount_law", json_null());
	if (amount == NULL)
		return;
	if (legal_value_in(amount, a->province, a->today, &n, &basis))
		json_object_set_new(o, "amount", json_integer(n));
	else
		json_object_set_new(o, "amount_say",
		    text_json(&amount_unset));
	json_object_set_new(o, "amount_unit", json_string(amount->unit));
	json_object_set_new(o, "amount_law", basis_json(basis));
}

static void
put_period(const struct asking *a, const struct support *support,
    const struct standing *st, json_t *o)
{
	json_object_set_new(o, "from", date_json(st->from));
	json_object_set_new(o, "until", date_json(st->until));
	json_object_set_new(o, "remaining_days",
	    remaining_json(st, a->today));
	json_object_set_new(o, "ask_by", date_json(st->ask_by));
	json_object_set_new(o, "given", json_integer(st->given));
	json_object_set_new(o, "times", value_json(st->times));
	if (support->limit != NULL) {
		json_object_set_new(o, "limit", value_json(support->limit));
		json_object_set_new(o, "limit_unit",
		    json_string(support->limit->unit));
		json_object_set_new(o, "limit_law",
		    basis_json(&support->limit->basis));
	}
}

/* The sentences of all reasons, one after the other. */
static json_t *
sentences(const json_t *reasons)
{
	struct str vi = STR_INIT, en = STR_INIT;
	const json_t *reason, *say;
	json_t *both;
	size_t i;

	json_array_foreach(reasons, i, reason) {
		say = json_object_get(reason, "say");
		str_printf(&vi, "%s%s", i > 0 ? " " : "", jx_text(say, "vi"));
		str_printf(&en, "%s%s", i > 0 ? " " : "", jx_text(say, "en"));
	}
	both = text_json(&(const struct text){ (char *)(void *)str_text(&vi),
	    (char *)(void *)str_text(&en) });
	str_done(&vi);
	str_done(&en);
	return both;
}

/* Why not, as it would be told who gave it now without a document. */
static void
put_why_not(const struct asking *a, const struct support *support, json_t *o)
{
	struct deciding *d = a->d;

	need_entitled(d, a->cs, NULL, support, NULL);
	if (refused(d)) {
		reasons_mend(d, a->cs, d->out->reasons);
		json_object_set_new(o, "why_not", sentences(d->out->reasons));
		json_object_set(o, "reasons", d->out->reasons);
		json_object_set_new(o, "alternatives",
		    other_supports(d, a->cs, a->class, support,
		    a->cs->answers));
	}
	json_decref(d->out->reasons);
	d->out->reasons = json_array();
}

static json_t *
support_line(const struct asking *a, const struct support *support)
{
	json_t *o = titled(support->code, &support->title);
	struct standing st;

	standing_of(a->s->tn->procedure, a->cs, a->class, support,
	    a->cs->answers, &st);
	json_object_set_new(o, "what",
	    json_string(entitlement_code(st.what)));
	json_object_set_new(o, "emergency", json_boolean(support->emergency));
	json_object_set_new(o, "law", basis_json(st.basis));
	put_period(a, support, &st, o);
	put_amount(a, support->amount, o);
	put_why_not(a, support, o);
	if (support->asked_by != NULL)
		json_object_set_new(o, "asked_by",
		    json_string(support->asked_by));
	return o;
}

static json_t *
lines(const struct asking *a)
{
	json_t *o = json_object(), *items = json_array();
	size_t i;

	for (i = 0; i < a->regime->n_support; i++)
		json_array_append_new(items,
		    support_line(a, &a->regime->support[i]));
	json_object_set_new(o, "case", json_string(a->cs->id));
	json_object_set_new(o, "class", a->class == NULL ? json_null() :
	    titled(a->class->code, &a->class->title));
	json_object_set_new(o, "regime",
	    titled(a->regime->code, &a->regime->title));
	json_object_set_new(o, "items", items);
	return o;
}

/*
 * {case}: only for the holder.  What somebody was given and as what they count
 * is no business of a unit that is asked one question (visible.h).
 */
json_t *
ask_entitlements(struct session *s, const json_t *query)
{
	const struct procedure *p = s->tn->procedure;
	const char *id = jx_text(query, "case");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	const struct regime *regime = cs == NULL ? NULL :
	    case_support_regime(cs, p);
	struct case_source source;
	struct proposal out;
	struct deciding d;
	struct asking a;
	json_t *answer;

	if (regime == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	deciding_of(s, &source, &out, &d);
	need_hold(&d, cs, NULL);
	if (!str_eq(jx_text(cs->row, "holder"), s->unit->code))
		return outcome_refused(NULL, d.out->reasons);
	json_array_clear(d.out->reasons);
	d.names = names_of(p, cs, cs->answers, d.now);
	a = (struct asking){ .s = s, .d = &d, .cs = cs, .regime = regime,
	    .class = class_now(&d, cs, NULL), .province = s->unit->province,
	    .today = when_day(d.now, VN_OFFSET_MIN) };
	answer = lines(&a);
	json_decref(d.names);
	proposal_done(&out);
	return answer;
}
