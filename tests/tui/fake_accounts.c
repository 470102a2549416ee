/* Accounts behind the fake door. */
#include "tests/tui/fake_door.h"

#include "core/base/jx.h"
#include "core/tiepnhan.h"

#include <string.h>

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

/* "binh" is signed in elsewhere too. */
json_t *
fake_account(const json_t *data, const char *officer)
{
	json_t *o = json_deep_copy(jx_get(data, strcmp(officer, "binh") == 0 ?
	    "own" : "account"));

	json_object_set_new(o, "officer", json_string(officer));
	return o;
}

/* Of scripts, whose sessions end with the screen alone. */
bool
tn_alive(struct session *s)
{
	(void)s;
	return true;
}

enum err_code
tn_session_over(const struct session *s)
{
	(void)s;
	return ERR_NONE;
}
