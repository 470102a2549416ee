/* Looking for persons among the cases that the session may see. */
#include "core/door/door.h"

#include "core/base/jx.h"

json_t *
ask_search(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}
