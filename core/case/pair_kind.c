/* What each kind of act of two persons asks of its content, and does. */
#include "core/case/pair.h"

#include "core/base/jx.h"

#include <string.h>

static void
refuse_content(struct deciding *d, const char *key)
{
	reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND, SAME(key),
	    NULL);
}

/* {officer, …}: somebody of this site, and neither of the two themselves. */
void
pair_check_officer(struct deciding *d, const json_t *content)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const char *id = jx_text(content, "officer");

	if (id == NULL || json_object_get(json_object_get(site, "officers"),
	    id) == NULL)
		refuse_content(d, "content.officer");
	else if (str_eq(id, d->actor->officer))
		reason_add(d->out->reasons, NULL, NULL, ERR_PAIR_OWN, NULL);
	json_decref(site);
}

/* {officer, role, from?, to?} */
void
pair_check_role(struct deciding *d, const json_t *content)
{
	static const char *const days[] = { "from", "to" };
	const char *role = jx_text(content, "role");
	size_t i;
	day_t day;

	pair_check_officer(d, content);
	if (role == NULL || procedure_role(d->procedure, role) == NULL)
		refuse_content(d, "content.role");
	for (i = 0; i < ARRAY_LEN(days); i++)
		if (json_object_get(content, days[i]) != NULL &&
		    !day_parse(jx_text(content, days[i]), &day))
			refuse_content(d, days[i]);
}

void
pair_done_role(struct deciding *d, const char *proposal,
    const json_t *content)
{
	static const char *const copied[] = {
		"officer", "role", "from", "to"
	};
	json_t *facts = json_pack("{s:s}", "proposal", proposal);
	size_t i;

	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(content, copied[i]) != NULL)
			json_object_set(facts, copied[i],
			    json_object_get(content, copied[i]));
	propose(d, STREAM_SITE, 0, "role_granted", facts, NULL);
}
