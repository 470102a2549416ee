/* What of the legal register is unset or unconfirmed, and how many open cases rest on it. */
#include "core/door/door.h"

#include "core/base/jx.h"

json_t *
ask_register_report(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}
