/* Folding what moves a case in other ways than steps and offers. */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

bool
fold_request_withdrawn(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_regime_moved(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_succeeded(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_takeover_proposed(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_takeover_declined(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_taken_over(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}

bool
fold_succession(json_t *row, const struct event *ev)
{
	(void)row;
	(void)ev;
	return false;
}
