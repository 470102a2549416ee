/* Folding coordination acts and plans. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

bool
fold_coordination(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_coordination_more(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_coordination_closed(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_task(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_task_reported(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_task_urged(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}
