/* Tasks of a plan of implementation. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

void
decide_set_task(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("set_task"), NULL);
}

void
decide_report_task(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("report_task"), NULL);
}

void
decide_urge_task(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
	    SAME("urge_task"), NULL);
}
