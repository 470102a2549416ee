/* Coordination acts and plans. */
#include "core/door/door.h"

#include "core/base/jx.h"

json_t *
ask_coordinations(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}

json_t *
ask_coordination(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}
