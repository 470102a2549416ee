/* Extending a running clock under its rule. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

void
decide_extend_clock(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("extend_clock"), NULL);
}
