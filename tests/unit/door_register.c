/*
 * The legal register: two people set a value with its document; clocks that
 * already run keep what they began with.
 */
#include "tests/unit/door_help.h"

#define CODE "verification_reply_term"
#define PROPOSE "{'do':'propose_value','op_id':'prop-1','with':{'regime':" \
	"'vn-2025','code':'" CODE "','value':20,'status':'reported'," \
	"'document':'Công văn giả định 01/CV'}}"

static json_t *
line_of(struct session *s, json_t **whole)
{
	json_t *q = json_pack("{s:s}", "ask", "register");
	json_t *v = NULL;
	size_t i;

	*whole = tn_ask(s, q);
	json_decref(q);
	json_array_foreach(json_object_get(*whole, "values"), i, v)
		if (str_eq(jx_text(v, "code"), CODE))
			return v;
	return NULL;
}

static void
test_two_people(void)
{
	struct house h;
	struct findings found = FINDINGS_INIT;
	struct session *anh, *bac;
	json_t *all, *v;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	v = line_of(anh, &all);
	T_CHECK(json_is_null(json_object_get(v, "value")));
	T_STR(jx_text(v, "status"), "unset");
	json_decref(all);
	HOUSE_EXPECT(&h, anh, "{'do':'propose_value','with':{'regime':"
	    "'vn-2025','code':'" CODE "','value':20,'status':'reported'}}",
	    "bad_command");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_value','with':{'regime':"
	    "'vn-2025','code':'moon','value':1,'status':'reported',"
	    "'document':'x'}}", "no_such_value");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_value','with':{'regime':"
	    "'vn-2025','code':'" CODE "','value':-1,'status':'unset',"
	    "'document':'x'}}", "bad_command");
	HOUSE_EXPECT(&h, anh, PROPOSE, "done");
	/* Nothing changes until the second person. */
	v = line_of(anh, &all);
	T_CHECK(json_is_null(json_object_get(v, "value")));
	T_INT(json_array_size(json_object_get(all, "proposals")), 1);
	T_STR(jx_text(json_array_get(json_object_get(all, "proposals"), 0),
	    "document"), "Công văn giả định 01/CV");
	json_decref(all);
	HOUSE_EXPECT(&h, anh, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "same_person");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-2'}}", "no_such_proposal");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "done");
	v = line_of(anh, &all);
	T_INT(jx_int(v, "value", -1), 20);
	T_STR(jx_text(v, "status"), "reported");
	T_STR(jx_text(v, "document"), "Công văn giả định 01/CV");
	T_INT(json_array_size(json_object_get(all, "proposals")), 0);
	json_decref(all);
	tn_sign_out(anh);
	tn_sign_out(bac);
	/* A new process reads the same. */
	tn_close(h.tn);
	h.tn = tn_open(&h.config, &found);
	T_CHECK(h.tn != NULL);
	anh = house_sign_in(&h, "anh");
	v = line_of(anh, &all);
	T_INT(jx_int(v, "value", -1), 20);
	json_decref(all);
	tn_sign_out(anh);
	findings_done(&found);
	house_close(&h);
}

static void
test_declined_and_old(void)
{
	struct house h;
	struct session *anh, *bac;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	HOUSE_EXPECT(&h, anh, PROPOSE, "done");
	h.now += (when_t)25 * 3600 * 1000;
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "proposal_old");
	HOUSE_EXPECT(&h, anh, "{'do':'decline_value','with':{'proposal':"
	    "'prop-1'}}", "done");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "no_such_proposal");
	tn_sign_out(anh);
	tn_sign_out(bac);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_two_people);
	T_RUN(test_declined_and_old);
	return t_done();
}
