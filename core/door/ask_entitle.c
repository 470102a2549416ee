/* What a person may have, until when, and what remains. */
#include "core/door/door.h"

#include "core/base/jx.h"

json_t *
ask_entitlements(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}
