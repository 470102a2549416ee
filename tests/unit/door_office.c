/*
 * What home and the acts of two persons tell for the screens: what waits for
 * whom, which queries an officer has, contents in words, what is past, and
 * nothing of it to other units.
 */
#include "tests/unit/door_help.h"

static json_t *
ask(struct session *s, const char *text)
{
	char *copy = xstrdup(text), *p;
	struct err e = ERR_INIT;
	json_t *query, *out;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	query = jx_parse(copy, strlen(copy), &e);
	out = tn_ask(s, query);
	json_decref(query);
	err_done(&e);
	free(copy);
	return out;
}

static int64_t
waiting(struct session *s)
{
	json_t *home = ask(s, "{'ask':'home'}");
	json_t *pairs = ask(s, "{'ask':'pairs'}");
	int64_t n = jx_int(json_object_get(home, "waiting"), "pairs", -1);

	/* Both count alike. */
	T_INT(jx_int(pairs, "waiting", -2), n);
	json_decref(home);
	json_decref(pairs);
	return n;
}

static bool
asks(struct session *s, const char *list, const char *name)
{
	json_t *home = ask(s, "{'ask':'home'}");
	const json_t *item;
	bool found = false;
	size_t i;

	json_array_foreach(json_object_get(home, list), i, item)
		found = found || str_eq(json_string_value(item), name);
	json_decref(home);
	return found;
}

/* How the proposal of this id ended, as told to `s`; NULL: not told. */
static const char *
past(struct session *s, const char *id)
{
	static char how[16];
	json_t *pairs = ask(s, "{'ask':'pairs','past':true}");
	const json_t *p;
	size_t i;

	*how = '\0';
	json_array_foreach(json_object_get(pairs, "past"), i, p)
		if (str_eq(jx_text(p, "proposal"), id))
			snprintf(how, sizeof(how), "%s", jx_text(p, "how"));
	json_decref(pairs);
	return how;
}

/* The text of one line of a content, in words. */
static const char *
shown(struct session *s, const char *key)
{
	static char text[200];
	json_t *pairs = ask(s, "{'ask':'pairs'}");
	const json_t *p = json_array_get(json_object_get(pairs, "pairs"), 0);
	const json_t *line;
	size_t i;

	*text = '\0';
	json_array_foreach(json_object_get(p, "shown"), i, line)
		if (str_eq(jx_text(line, "key"), key))
			snprintf(text, sizeof(text), "%s", jx_text(
			    json_object_get(line, "text"), "vi"));
	json_decref(pairs);
	return text;
}

static void
approve(struct house *h, struct session *s, const char *id)
{
	json_t *pairs = ask(s, "{'ask':'pairs'}"), *out;
	const json_t *p;
	char *text;
	size_t i;

	json_array_foreach(json_object_get(pairs, "pairs"), i, p) {
		if (!str_eq(jx_text(p, "proposal"), id))
			continue;
		text = xasprintf("{'do':'approve_pair','with':{'proposal':"
		    "'%s','hash':'%s'}}", id, jx_text(p, "hash"));
		out = house_do(h, s, text);
		T_STR(house_result(out), "done");
		json_decref(out);
		free(text);
	}
	json_decref(pairs);
}

#define PRINT(op, why) "{'do':'propose_pair','op_id':'" op "','with':{" \
	"'kind':'bulk_print','content':{'cases':['MC-2026-00001']," \
	"'why':'" why "'},'reason':'" why "'}}"
#define ROLE(op) "{'do':'propose_pair','op_id':'" op "','with':{'kind':" \
	"'grant_role','content':{'officer':'bac','role':'supervisor'," \
	"'to':'2026-12-31','odd':[1,2]},'reason':'Thử'}}"
#define USE(op, why) "{'do':'use_pair','with':{'proposal':'" op "'," \
	"'content':{'cases':['MC-2026-00001'],'why':'" why "'}}}"

static void
test_waiting(void)
{
	struct house h;
	struct session *an, *anh, *giang, *hai;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	giang = house_sign_in(&h, "giang");
	hai = house_sign_in(&h, "hai");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(waiting(anh), 0);
	HOUSE_EXPECT(&h, an, PRINT("p1", "Họp thử"), "done");
	/* One's own waits for others, and for those of the unit alone. */
	T_INT(waiting(an), 0);
	T_INT(waiting(anh), 1);
	T_INT(waiting(giang), 0);
	T_INT(waiting(hai), 0);
	T_STR(shown(anh, "cases"), "MC-2026-00001");
	T_STR(shown(anh, "why"), "Họp thử");
	approve(&h, anh, "p1");
	T_INT(waiting(anh), 0);
	T_STR(past(an, "p1"), "");
	HOUSE_EXPECT(&h, an, USE("p1", "Họp thử"), "done");
	T_STR(past(an, "p1"), "used");
	T_STR(past(anh, "p1"), "used");
	T_STR(past(giang, "p1"), "");
	T_STR(past(hai, "p1"), "");
	HOUSE_EXPECT(&h, anh, ROLE("r1"), "done");
	T_STR(shown(hai, "to"), "2026-12-31");
	/* What has no name is shown as it stands. */
	T_STR(shown(hai, "odd"), "[1,2]");
	T_CHECK(!str_eq(shown(hai, "role"), "supervisor"));
	T_CHECK(strstr(shown(hai, "officer"), "(bac)") != NULL);
	HOUSE_EXPECT(&h, hai, "{'do':'decline_pair','with':{'proposal':'r1'}}",
	    "done");
	T_STR(past(hai, "r1"), "declined");
	HOUSE_EXPECT(&h, an, PRINT("p2", "Nữa"), "done");
	h.now += (when_t)25 * 3600 * 1000;
	T_INT(waiting(anh), 0);
	T_STR(past(anh, "p2"), "expired");
	tn_sign_out(an);
	tn_sign_out(anh);
	tn_sign_out(giang);
	tn_sign_out(hai);
	house_close(&h);
}

static void
test_may(void)
{
	struct house h;
	struct session *an, *anh;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	T_CHECK(asks(an, "asks", "pairs") && asks(an, "asks", "retention"));
	T_CHECK(!asks(an, "asks", "staff") && asks(anh, "asks", "staff"));
	T_CHECK(!asks(an, "asks", "what_saw"));
	T_CHECK(!asks(an, "can", "share_key") &&
	    asks(anh, "can", "share_key"));
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_waiting);
	T_RUN(test_may);
	return t_done();
}
