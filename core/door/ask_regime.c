/* What moving a case to the newer regime would change. */
#include "core/door/door.h"

#include "core/base/jx.h"

json_t *
ask_regime_preview(struct session *s, const json_t *query)
{
	(void)s;
	return refuse(NULL, ERR_NO_SUCH_QUERY, jx_text(query, "ask"));
}
