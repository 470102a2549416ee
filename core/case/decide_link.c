/*
 * Links between cases: the same person, a family, a group; reversible.  What
 * is linked is in the bodies alone: the plain half of the journal says that
 * something was linked, not to what.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

static bool
is_kind(const char *link)
{
	const char *kind;
	size_t i;

	for (i = 0; (kind = case_link_kind(i)) != NULL; i++)
		if (str_eq(kind, link))
			return true;
	return false;
}

/*
 * Both cases must be this unit's to see; one at least is its own to write
 * in.  Hidden is the same as absent.
 */
static const struct case_state *
need_two(struct deciding *d, const char *id, const json_t *with,
    const struct case_state **other)
{
	const char *other_id = need_text(d, with, "other");
	const char *link = need_text(d, with, "link");
	const char *unit = d->actor->unit->code;
	const struct case_state *cs = need_case(d, id);

	if (refused(d))
		return NULL;
	if (!is_kind(link))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("link"), NULL);
	(void)need_why(d, with);
	if (str_eq(id, other_id)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_LINK_SELF, NULL);
		return NULL;
	}
	*other = need_case(d, other_id);
	if (refused(d))
		return NULL;
	/* Of this one the command's own case has been asked already. */
	if (!row_shows_person((*other)->row, unit)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_SUPERIOR_ONLY,
		    NULL);
		return NULL;
	}
	if (!str_eq(jx_text(cs->row, "holder"), unit) &&
	    !str_eq(jx_text((*other)->row, "holder"), unit))
		reason_add(d->out->reasons, NULL, NULL, ERR_LINK_HOLDER, NULL);
	return refused(d) ? NULL : cs;
}

static void
propose_side(struct deciding *d, const struct case_state *cs,
    const char *other, const char *kind, const json_t *with)
{
	json_t *body = json_object();

	json_object_set_new(body, "other", json_string(other));
	json_object_set_new(body, "link", json_string(jx_text(with, "link")));
	json_object_set_new(body, "why", json_string(jx_text(with, "why")));
	propose_on_case(d, cs, kind, json_object(), body);
}

void
propose_link(struct deciding *d, const char *new_case, int64_t epoch,
    const struct case_state *cs, const char *link)
{
	json_t *body = json_object(), *other = json_object();

	json_object_set_new(body, "other", json_string(cs->id));
	json_object_set_new(body, "link", json_string(link));
	propose(d, new_case, epoch, "case_linked", json_object(), body);
	json_object_set_new(other, "other", json_string(new_case));
	json_object_set_new(other, "link", json_string(link));
	propose_on_case(d, cs, "case_linked", json_object(), other);
}

static void
decide_either(struct deciding *d, const char *id, const json_t *with,
    bool links)
{
	const struct case_state *other = NULL;
	const struct case_state *cs = need_two(d, id, with, &other);
	const char *kind = links ? "case_linked" : "case_unlinked";
	bool one, two;

	if (cs == NULL)
		return;
	one = case_link(cs, other->id, jx_text(with, "link")) != NULL;
	two = case_link(other, cs->id, jx_text(with, "link")) != NULL;
	if (links ? one && two : !one && !two) {
		reason_add(d->out->reasons, NULL, NULL, links ?
		    ERR_LINKED_ALREADY : ERR_NOT_LINKED, SAME(other->id), NULL);
		return;
	}
	/* Both sides say it, so that it goes with whichever moves on. */
	propose_side(d, cs, other->id, kind, with);
	propose_side(d, other, cs->id, kind, with);
}

void
decide_link(struct deciding *d, const char *id, const json_t *with)
{
	decide_either(d, id, with, true);
}

void
decide_unlink(struct deciding *d, const char *id, const json_t *with)
{
	decide_either(d, id, with, false);
}
