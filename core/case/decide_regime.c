/* Moving a case to a newer regime; passing cases to the successor of a unit that has ended. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

void
decide_move_regime(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("move_regime"), NULL);
}

void
decide_succeed(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("succeed"), NULL);
}
