/* "What next?" and "why not?" in plain sentences. */
#include "core/door/door.h"

#include "core/base/jx.h"

json_t *
ask_why(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}
