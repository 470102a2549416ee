/*
 * Whose an index of persons is.  What it holds follows from the unit and the
 * roles of who looks, and from nothing else but broken glass.  So sessions of
 * one process that are equal in both share one; who has broken glass has one
 * alone, as long as that stands.
 */
#include "core/door/search_index.h"

#include "core/base/jx.h"

#include <stdlib.h>

/*
 * Unit and roles, and how much was erased when it was made; NULL for one whose
 * glass is broken, who sees more.
 */
static char *
search_who(const struct session *s)
{
	struct str who = STR_INIT;
	const char *op_id;
	json_t *glass;
	size_t i;

	json_object_foreach(jx_get(s->tn->site, "glass"), op_id, glass)
		if (str_eq(jx_text(glass, "by"), s->officer))
			return NULL;
	str_printf(&who, "%s\n%lld", s->unit->code,
	    (long long)jx_int(s->tn->site, "erasures", 0));
	for (i = 0; i < s->actor.n_role; i++) {
		str_addc(&who, '\n');
		str_add(&who, s->role[i]->code);
	}
	return str_steal(&who);
}

void
search_end(struct session *s)
{
	if (s->search != NULL && --s->search->sessions == 0)
		search_index_free(s->search);
	s->search = NULL;
}

void
search_forget(struct session *s)
{
	if (s->search != NULL) {
		free(s->search->who);
		s->search->who = NULL;
	}
	search_end(s);
}

bool
search_take(struct session *s)
{
	char *who = search_who(s);
	struct search *x = s->search;

	if (x != NULL && (x->alone ? who == NULL :
	    who != NULL && str_eq(x->who, who))) {
		free(who);
		return true;
	}
	search_end(s);
	for (x = s->tn->searches; x != NULL && who != NULL; x = x->next)
		if (str_eq(x->who, who))
			break;
	if (x != NULL && who != NULL) {
		x->sessions++;
		s->search = x;
		free(who);
		return true;
	}
	s->search = search_index_new(s);
	s->search->alone = who == NULL;
	s->search->who = who;
	return false;
}
