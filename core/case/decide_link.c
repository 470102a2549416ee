/* Links between cases: the same person, a family, a group; reversible. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

void
decide_link(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("link"), NULL);
}

void
decide_unlink(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("unlink"), NULL);
}
