/*
 * The second text of rights (second.h) against a store process, frame by
 * frame over its socket, without a screen or a client of ours between
 * (security.md S-36): every command and query, from every role in units that
 * stand to cases in every way.  What is hidden answers, word for word, as
 * what does not exist (S-37); and no answer holds a word that the second text
 * does not let its asker read.
 */
#include "core/case/pair.h"
#include "core/door/remote.h"
#include "core/procedure/rights.h"
#include "tests/rights/second.h"
#include "tests/serve/raw.h"

#define SHOWN_MOST 20
#define CASES 5
#define ABSENT "MC-2026-09999"

enum { GATE, CONSUL, ENTRY, HEALTH, ABOVE, POLICE, WOMEN, UNITS };

static const struct {
	const char *code, *kind, *ministry;
} unit[UNITS] = {
	{ "dbp_mong_cai", "border_post", "mod" },
	{ "cuc_ls", "consular_department", "mofa" },
	{ "xnc_quang_ninh", "immigration_province", "mps" },
	{ "syt_quang_ninh", "health_province", "moh" },
	{ "bdbp_demo_quang_ninh", "border_command_province", "mod" },
	{ "ca_nghe_an", "police_province", "mps" },
	{ "hlhpn", "womens_union", "" },
};

static const char letters[] = "ocvsta";
static const char *const roles[] = { "officer", "commander", "verifier",
	"supervisor", "trainer", "administrator" };
#define ROLES ARRAY_LEN(roles)

/*
 * How each unit stands to each case, as the story below makes it: one letter
 * a relation (holder, offered, asked, former, superior; - none).
 */
static const char *const stands[UNITS][CASES] = {
	/*		asked	offered	handed	closed	at the gate */
	[GATE] = {	"h",	"h",	"f",	"h",	"h" },
	[CONSUL] = {	"a",	"-",	"-",	"f",	"-" },
	[ENTRY] = {	"a",	"-",	"-",	"-",	"-" },
	[HEALTH] = {	"-",	"o",	"h",	"-",	"-" },
	[ABOVE] = {	"s",	"s",	"-",	"s",	"s" },
	[POLICE] = {	"-",	"-",	"-",	"-",	"-" },
	[WOMEN] = {	"-",	"-",	"-",	"-",	"-" },
};
#define CLOSED 3

static const char *const id[CASES + 1] = { "MC-2026-00001", "MC-2026-00002",
	"MC-2026-00003", "MC-2026-00004", "MC-2026-00005", ABSENT };
static const char *const given[CASES] = { "Ánh", "Bích", "Cúc", "Duyên",
	"Én" };

/* What was recorded of each person, a question a class. */
static const struct {
	const char *class, *name, *words;
} said[] = {
	{ "identity", "full_name", "Nguyễn Thị Mẫu" },
	{ "contact", "residence_detail", "thôn Thử nhà" },
	{ "narrative", "statement", "lời kể thử của" },
	{ "medical", "health_complaints", "bệnh thử của" },
	{ "investigation", "recruiter_details", "người dụ thử" },
	{ "plain", "arrived_group", "đoàn thử" },
};

struct officer {
	char id[32];
	int unit, role, fd;
	int64_t session;
	bool glass[CASES];
};

static struct house house;
static struct served sv;
static char forms[FORMS_HASH_SIZE];
static struct officer all[UNITS * ROLES];
static size_t n_all;
static long compared, hidden, words_seen, differ;

static void
tell(const struct officer *o, const char *what, const char *about,
    const char *why, const char *reply)
{
	if (differ++ < SHOWN_MOST)
		printf("# %s, %s, %s: %s: %.300s\n", o->id, what, about, why,
		    reply);
}

/* ---- what the second text says ---- */

static const char *
relation_of(char letter)
{
	return letter == 'h' ? "holder" : letter == 'o' ? "offered" :
	    letter == 'a' ? "asked" : letter == 'f' ? "former" :
	    letter == 's' ? "superior" : "none";
}

static bool
may(const struct officer *o, int at, const char *what)
{
	const char *r = at == CASES ? "-" : stands[o->unit][at];
	char who = letters[o->role];

	if (at < CASES && o->glass[at] &&
	    second_may("glass", who, unit[o->unit].kind, what))
		return true;
	for (; *r != '\0'; r++)
		if (second_may(relation_of(*r), who, unit[o->unit].kind,
		    what))
			return true;
	return false;
}

static bool
ever(const struct officer *o, const char *what)
{
	static const char *const relations[] = { "none", "party", "holder",
	    "offered", "asked", "former", "superior", "glass" };

	for (size_t i = 0; i < ARRAY_LEN(relations); i++)
		if (second_may(relations[i], letters[o->role],
		    unit[o->unit].kind, what))
			return true;
	return false;
}

static bool
is_hidden(const struct officer *o, int at)
{
	return at == CASES || strcmp(stands[o->unit][at], "-") == 0 ||
	    !may(o, at, "?case");
}

static int
sees(const struct officer *o, int at, const char *class, const char *place)
{
	const char *r = stands[o->unit][at];
	int best = SECOND_HIDDEN, one;

	for (; *r != '\0'; r++) {
		one = second_sees(relation_of(*r), letters[o->role],
		    unit[o->unit].kind, unit[o->unit].ministry, class, place,
		    at == CLOSED);
		best = one > best ? one : best;
	}
	if (o->glass[at]) {
		one = second_sees("glass", letters[o->role],
		    unit[o->unit].kind, unit[o->unit].ministry, class, place,
		    at == CLOSED);
		best = one > best ? one : best;
	}
	return best;
}

/* ---- over the socket ---- */

/* The answer without what no two operations share; NULL: the line ended. */
static json_t *
ask(struct officer *o, bool command, json_t *what)
{
	static int64_t n;
	json_t *frame = json_pack("{s:s,s:I,s:o}", "op", command ? "do" :
	    "ask", "session", (json_int_t)o->session, command ? "command" :
	    "query", what);
	json_t *reply = NULL, *answer;
	char *text, op_id[32];

	snprintf(op_id, sizeof(op_id), "matrix-%lld", (long long)++n);
	if (command)
		json_object_set_new(what, "op_id", json_string(op_id));
	text = json_dumps(frame, JSON_COMPACT);
	if (raw_ask(o->fd, text, &reply) == NULL) {
		printf("Bail out! the store process went away at %s\n", text);
		exit(1);
	}
	answer = json_incref(json_object_get(reply, "answer"));
	json_object_del(answer, "op_id");
	free(text);
	json_decref(reply);
	json_decref(frame);
	return answer;
}

/* As one text, the id of the case taken out. */
static char *
plain(const json_t *answer, const char *of)
{
	char *text = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS |
	    JSON_ENCODE_ANY), *at = text;

	while (at != NULL && of != NULL && (at = strstr(at, of)) != NULL)
		memset(at, '@', strlen(of));
	return text == NULL ? xstrdup("nothing") : text;
}

static const char *
code_of(const json_t *answer)
{
	const char *code = jx_text(json_array_get(jx_get(answer, "reasons"),
	    0), "code");

	return code == NULL ? "" : code;
}

static bool
is_one_of(const char *code, const char *list)
{
	return *code != '\0' && second_has(list, code);
}

/* No word in it that is not for who asked. */
static void
read_words(const struct officer *o, const char *what, const char *place,
    const char *text)
{
	for (int at = 0; at < CASES; at++)
		for (size_t i = 0; i < ARRAY_LEN(said); i++) {
			char *words = xasprintf("%s %s", said[i].words,
			    given[at]);

			if (strstr(text, words) != NULL) {
				words_seen++;
				if (sees(o, at, said[i].class, place) !=
				    SECOND_WHOLE)
					tell(o, what, id[at], said[i].class,
					    words);
			}
			free(words);
		}
}

/*
 * One operation on one case, beside the same on no case.  `strict`: it asks
 * for its right before anything else.
 */
static void
judge(struct officer *o, const char *what, const char *kind, int at,
    const json_t *answer, const json_t *none, bool strict)
{
	static const char refusals[] = " no_right superior_only not_holder "
	    "not_superior ";
	const char *code = code_of(answer);
	char *text = plain(answer, id[at]), *other = plain(none, ABSENT);
	bool right = may(o, at, what) && (kind == NULL || may(o, at, kind));
	bool any = ever(o, what) && (kind == NULL || ever(o, kind));

	compared++;
	if (!any) {
		if (strict && !str_eq(code, "no_right"))
			tell(o, what, id[at], "not its right at all", text);
	} else if (is_hidden(o, at)) {
		hidden++;
		if (strcmp(text, other) != 0) {
			tell(o, what, id[at], "hidden", text);
			tell(o, what, ABSENT, "absent", other);
		}
		if (!right && !str_eq(jx_text(answer, "outcome"), "refused"))
			tell(o, what, id[at], "answered", text);
	} else if (right) {
		/* Between cases that are not linked nothing is copied. */
		if (!str_eq(what, "?copyable") && is_one_of(code,
		    " no_right superior_only no_such_case glass_no_key "))
			tell(o, what, id[at], "refused", text);
	} else if (!str_eq(jx_text(answer, "outcome"), "refused") ||
	    (strict && !is_one_of(code, refusals))) {
		tell(o, what, id[at], "not refused", text);
	}
	if (!any && !str_eq(jx_text(answer, "outcome"), "refused"))
		tell(o, what, id[at], "answered", text);
	free(text);
	free(other);
}

/* ---- commands ---- */

#define OF_NO_CASE " receive_persons open_case propose_value confirm_value " \
	"decline_value open_coordination record_coordination " \
	"close_coordination set_task report_task urge_task void_number " \
	"suspend_officer unlock_sign_in accept_conduct approve_pair " \
	"decline_pair use_pair save_draft drop_draft save_preference " \
	"withdraw_offer accept_handover refuse_handover record_breach " \
	"notify_breach close_breach "
/* With cases inside. */
#define OF_SOME " offer_handover pass_to_successor "
/* No command of the door (change_secret), or one that ends what we need. */
#define NONE " read_audit change_secret close_others set_totp "

static json_t *
command(const char *name, int at)
{
	if (pair_kind(name) != NULL)
		return json_pack("{s:s,s:{s:s,s:s,s:{s:s,s:[s]}}}", "do",
		    "propose_pair", "with", "kind", name, "reason", "thử",
		    "content", "case", id[at], "cases", id[at]);
	if (second_has(OF_SOME, name))
		return json_pack("{s:s,s:{s:s,s:[s],s:s,s:s,s:{}}}", "do",
		    name, "with", "step", "hand_accompanying_minor", "cases",
		    id[at], "to", "syt_quang_ninh", "why", "thử", "minutes");
	/* Nothing in it: only who asks, and of what, can matter. */
	return json_pack("{s:s,s:s,s:{}}", "do", name, "case", id[at],
	    "with");
}

static void
try_command(struct officer *o, const char *name)
{
	bool two = pair_kind(name) != NULL;
	json_t *none = ask(o, true, command(name, CASES)), *answer;

	if (second_has(OF_NO_CASE, name)) {
		char *text = plain(none, NULL);

		compared++;
		if (ever(o, name) == str_eq(code_of(none), "no_right"))
			tell(o, name, "no case", ever(o, name) ? "refused" :
			    "not refused", text);
		free(text);
	} else {
		for (int at = 0; at < CASES; at++) {
			answer = ask(o, true, command(name, at));
			judge(o, two ? "propose_pair" : name, two ? name :
			    NULL, at, answer, none, !second_has(OF_SOME,
			    name) && !str_eq(name, "propose_pair"));
			json_decref(answer);
		}
	}
	json_decref(none);
}

/* ---- queries ---- */

static const char *
place_of(const char *query)
{
	return second_has(" case attachment copyable fill_data ", query) ?
	    "form" : second_has(" identity versions history search ", query) ?
	    query : "list";
}

static json_t *
query(const char *name, const char *of, const char *question)
{
	return json_pack("{s:s,s:s,s:s,s:s*,s:s,s:[s],s:s,s:s,s:s,s:s,s:i}",
	    "ask", name, "case", of, "from", of, "name", question, "text",
	    "Mẫu",
	    "cases", of, "form", str_eq(question, "arrived_group") ?
	    "reception_person" : "declaration", "officer", "an", "place", "p",
	    "queue", "mine", "limit", 50);
}

static void
try_query(struct officer *o, const char *name, const char *question)
{
	char what[64];
	json_t *none = ask(o, false, query(name, ABSENT, question)), *answer;
	bool lists = rights_op_relations(rights_query(name)) == RELATION_NONE;
	int at;

	snprintf(what, sizeof(what), "?%s", name);
	for (at = 0; at < CASES; at++) {
		char *text;

		answer = ask(o, false, query(name, id[at], question));
		text = plain(answer, NULL);
		read_words(o, what, place_of(name), text);
		if (!lists) {
			judge(o, what, NULL, at, answer, none, true);
		} else if (at == 0) {
			compared++;
			if (may(o, CASES, what) == str_eq(code_of(answer),
			    "no_right"))
				tell(o, what, "no case", "the other way",
				    text);
		}
		free(text);
		json_decref(answer);
	}
	json_decref(none);
}

/* Acts: who is part of one, and who is told that there is none. */
static void
try_act(struct officer *o, const char *name, const char *act, bool party)
{
	char what[64];
	json_t *answer = ask(o, false, json_pack("{s:s,s:s}", "ask", name,
	    "act", act));
	json_t *none = ask(o, false, json_pack("{s:s,s:s}", "ask", name,
	    "act", "MC-2026-A09999"));
	char *text = plain(answer, act), *other = plain(none,
	    "MC-2026-A09999");
	bool right;

	snprintf(what, sizeof(what), "?%s", name);
	right = second_may("party", letters[o->role], unit[o->unit].kind,
	    what);
	compared++;
	if (right == str_eq(code_of(answer), "no_right"))
		tell(o, what, act, "the other way", text);
	else if (right && !party && strcmp(text, other) != 0)
		tell(o, what, act, "hidden", text);
	else if (right && party && *code_of(answer) != '\0')
		tell(o, what, act, "refused", text);
	hidden += right && !party;
	free(text);
	free(other);
	json_decref(answer);
	json_decref(none);
}

/* ---- the story ---- */

static void
begin(void)
{
	json_t *staff = json_array();

	for (int u = 0; u < UNITS; u++)
		for (size_t r = 0; r < ROLES; r++) {
			struct officer *o = &all[n_all++];

			o->unit = u;
			o->role = (int)r;
			snprintf(o->id, sizeof(o->id), "%s_%s", roles[r],
			    unit[u].kind);
			json_array_append_new(staff, json_pack(
			    "{s:s,s:s,s:s,s:[s],s:s}", "id", o->id, "unit",
			    unit[u].code, "name", "Trần Văn Thử Cán Bộ",
			    "roles", roles[r], "secret", HOUSE_SECRET));
		}
	house_open_on(&house, "forms", json_pack("{s:s,s:b,s:b,s:b,s:o}",
	    "site", "MC", "demonstration", 1, "cheap", 1, "training", 0,
	    "staff", staff), "2026-03-02T02:10+07:00");
}

static void
receive(struct session *s, int at)
{
	bool child = at == 1 || at == 2;
	char *text = xasprintf("{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','foreign_country':'CN',"
	    "'foreign_agency':'x','our_head':'y','foreign_list_count':1},"
	    "'persons':[{'full_name':'Nguyễn Thị Mẫu %s','sex':'female',"
	    "'birth_date':'%s','condition':'well',%s'arrived_group':"
	    "'đoàn thử %s'}]}}", given[at], child ? "2014-06" : "1990-06",
	    child ? "'accompanying_minor':'yes'," : "", given[at]);

	HOUSE_EXPECT(&house, s, text, "done");
	free(text);
	text = xasprintf("{'do':'record_answers','case':'%s','with':{'form':"
	    "'declaration','answers':{'writer':'officer_asked','rights_told':'yes','residence_detail':'thôn Thử nhà %s',"
	    "'statement':'lời kể thử của %s','health_complaints':'bệnh thử "
	    "của %s','recruiter_details':'người dụ thử %s'}}}", id[at],
	    given[at], given[at], given[at], given[at]);
	HOUSE_EXPECT(&house, s, text, "done");
	free(text);
}

#define OFFER(to) "{'do':'offer_handover','with':{'step':" \
	"'hand_accompanying_minor','cases':['" to "'],'to':" \
	"'syt_quang_ninh','minutes':{'transfer_place':'Đồn'," \
	"'transfer_giver':'Trực ban','transfer_wanted_by':'2026-03-04'}}}"

static void
tell_story(void)
{
	struct session *an = house_sign_in(&house, "officer_border_post");
	struct session *head = house_sign_in(&house, "commander_border_post");
	struct session *far = house_sign_in(&house,
	    "verifier_consular_department");
	struct session *care = house_sign_in(&house,
	    "officer_health_province");

	for (int at = 0; at < CASES; at++)
		receive(an, at);
	house_ask_consul(&house, an, 1, "2026-04-01");
	HOUSE_EXPECT(&house, an, "{'do':'send_request','case':"
	    "'MC-2026-00001','with':{'request':'return_certificate','to':"
	    "'xnc_quang_ninh','answers':{}}}", "done");
	HOUSE_EXPECT(&house, an, OFFER("MC-2026-00002"), "done");
	HOUSE_EXPECT(&house, an, OFFER("MC-2026-00003"), "done");
	HOUSE_EXPECT(&house, care, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00007'}}", "done");
	house_ask_consul(&house, an, 4, "2026-04-01");
	HOUSE_EXPECT(&house, far, "{'do':'answer_request','case':"
	    "'MC-2026-00004','with':{'request':'consular_information',"
	    "'answers':{'consular_result':'done'}}}", "done");
	HOUSE_EXPECT(&house, head, "{'do':'take_step','case':"
	    "'MC-2026-00004','with':{'step':'close_early','answers':{"
	    "'closure_reason':'wrong_record','closure_told':'yes'}}}", "done");
	tn_sign_out(an);
	tn_sign_out(head);
	tn_sign_out(far);
	tn_sign_out(care);
}

static void
break_glass(const char *who, int at)
{
	for (size_t i = 0; i < n_all; i++) {
		json_t *out;

		if (strcmp(all[i].id, who) != 0)
			continue;
		out = ask(&all[i], true, json_pack("{s:s,s:s,s:{s:s}}", "do",
		    "break_glass", "case", id[at], "with", "why", "thử"));
		T_STR(jx_text(out, "outcome"), "done");
		all[i].glass[at] = true;
		json_decref(out);
	}
}

static void
try_all(struct officer *o)
{
	const struct right_code *code;
	size_t n, i;

	code = rights_commands(&n);
	for (i = 0; i < n; i++)
		if (!second_has(NONE, code[i].code))
			try_command(o, code[i].code);
	code = rights_queries(&n);
	for (i = 0; i < n; i++)
		if (rights_op_relations(rights_query(code[i].code)) ==
		    RELATION_PARTY) {
			try_act(o, code[i].code, "MC-2026-A09998", false);
		} else {
			try_query(o, code[i].code, "full_name");
		}
	for (i = 1; i < ARRAY_LEN(said); i++) {
		try_query(o, "versions", said[i].name);
		try_query(o, "fill_data", said[i].name);
	}
	try_act(o, "act", "MC-2026-A00001", o->unit == GATE);
	try_act(o, "act", "MC-2026-A00007", o->unit == GATE ||
	    o->unit == HEALTH);
}

int
main(void)
{
	begin();
	tell_story();
	if (t_bad > 0 || !forms_hash(&house.files, forms, NULL)) {
		printf("Bail out! the story cannot be told\n");
		return 1;
	}
	sv.officer = "";
	sv.limits = serve_limits_usual();
	sv.limits.frames_a_second = 1000000;
	if (!raw_start(&sv, &house)) {
		printf("Bail out! no store process\n");
		return 1;
	}
	for (size_t i = 0; i < n_all; i++) {
		all[i].fd = raw_in(&sv, forms, all[i].id, &all[i].session);
		T_CHECK(all[i].fd >= 0);
	}
	break_glass("officer_border_post", 2);
	break_glass("commander_border_command_province", 4);
	for (size_t i = 0; i < n_all && t_bad == 0; i++)
		try_all(&all[i]);
	for (size_t i = 0; i < n_all; i++)
		close(all[i].fd);
	T_INT(raw_end(&sv), 0);
	printf("# %ld asked over the socket by %zu officers, %ld of them of "
	    "what is hidden; %ld times words were read\n", compared, n_all,
	    hidden, words_seen);
	printf("%sok 1 - a store process and the second text agree (%ld "
	    "differ)\n", differ == 0 && compared > 10000 && hidden > 3000 &&
	    words_seen > 300 && t_bad == 0 ? "" : "not ", differ);
	printf("1..1\n");
	house_close(&house);
	return differ != 0 || t_bad > 0;
}
