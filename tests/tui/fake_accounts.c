/* Accounts behind the fake door. */
#include "core/tiepnhan.h"

const char *
tn_account(const struct tn *tn, bool *code)
{
	(void)tn;
	*code = false;
	return NULL;
}

struct session *
tn_sign_in_account(struct tn *tn, const char *code, struct err *e)
{
	(void)tn;
	(void)code;
	err_set(e, ERR_SIGN_IN_ACCOUNT, NULL);
	return NULL;
}
