/* What time brings to a case: extensions, takeover, newer law, successors. */
#include "core/case/options.h"

#include "core/base/jx.h"
#include "core/case/regime_move.h"
#include "core/case/row.h"

/* Running clocks that have a rule for extension. */
static void
add_extensions(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	json_t *seen = json_object();
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "clocks"), i, clock) {
		const struct clock_kind *kind =
		    regime_clock(regime, jx_text(clock, "code"));

		if (kind == NULL || !kind->can_extend ||
		    !row_clock_is_running(clock) ||
		    json_object_get(seen, kind->code) != NULL)
			continue;
		json_object_set_new(seen, kind->code, json_true());
		need_extendable(d, cs, kind, clock);
		json_array_append_new(out, option_new(d, "extend", kind->code,
		    &kind->title, NULL, &kind->extend_basis));
	}
	json_decref(seen);
}

/* Whom the superior may give the case to, itself among them. */
static json_t *
takers(struct deciding *d, const struct case_state *cs)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < d->procedure->n_unit; i++) {
		const struct unit *u = &d->procedure->unit[i];

		if (case_may_be_taken_by(d, cs, u))
			json_array_append_new(list, json_pack("{s:s,s:o}",
			    "code", u->code, "title", text_json(&u->title)));
	}
	return list;
}

/* A proposal of one officer, for another to confirm or decline. */
static void
add_proposed(struct deciding *d, const struct case_state *cs, json_t *out)
{
	const json_t *open = json_object_get(cs->row, "takeover");
	const char *id = jx_text(open, "op_id");
	const struct text *to = unit_title(d, jx_text(open, "to"));

	if (id == NULL)
		return;
	need_confirmable(d, cs, open);
	json_array_append_new(out, option_new(d, "confirm", id, to, NULL,
	    NULL));
	json_array_append_new(out, option_new(d, "decline", id, to, NULL,
	    NULL));
}

/* What the superior may do with a case that lies still. */
void
options_of_superior(struct deciding *d, const struct case_state *cs,
    json_t *out)
{
	static char vi[] = "Tiếp quản hồ sơ bị bỏ quên";
	static char en[] = "Take over a dormant case";
	static const struct text title = { vi, en };
	json_t *o;

	if (!str_eq(jx_text(cs->row, "superior"), d->actor->unit->code))
		return;
	need_takeover(d, cs);
	o = option_new(d, "takeover", "takeover", &title, NULL, NULL);
	json_object_set_new(o, "receivers", takers(d, cs));
	json_array_append_new(out, o);
	add_proposed(d, cs, out);
}

/* Other times: a newer law in force, a unit that has ended. */
static void
add_times(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	static char vi[] = "Bàn giao cho đơn vị kế thừa";
	static char en[] = "Pass to the successor unit";
	static const struct text pass = { vi, en };
	day_t today = when_day(d->now, VN_OFFSET_MIN);
	const struct regime *now = procedure_regime_on(d->procedure, today);
	struct regime_move move = { .from = NULL };
	const json_t *offer;

	if (!str_eq(row_relation(cs->row, d->actor->unit->code), "holder"))
		return;
	if (now != NULL && now->from > regime->from) {
		(void)plan_regime_move(d, cs, &move);
		json_array_append_new(out, option_new(d, "move_regime",
		    "move_regime", &now->title, NULL, move.basis));
	}
	if (!unit_has_ended(d, d->actor->unit))
		return;
	offer = json_object_get(cs->row, "offer");
	if (offer != NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_OFFER_PENDING,
		    unit_title(d, jx_text(offer, "to")), NULL);
	json_array_append_new(out, option_new(d, "succeed", "succeed",
	    &pass, NULL, NULL));
}

void
options_of_time(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	add_extensions(d, cs, regime, out);
	add_times(d, cs, regime, out);
}
