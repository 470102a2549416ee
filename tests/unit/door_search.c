/*
 * Searching, and the search before a case is opened: what is found, what
 * stops, and that nothing tells of a case which the officer may not see.
 */
#include "tests/unit/door_help.h"

#include <time.h>

#define MINUTES "'minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','reception_time':'02:10'," \
	"'foreign_country':'CN','foreign_agency':'Co quan gia dinh'," \
	"'our_head':'Truc ban thu nghiem','foreign_list_count':1}"
#define RECEIVE(rest, persons) "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover'," MINUTES rest ",'persons':[" persons "]}}"
#define PERSON(name, birth) "{'full_name':'" name "','sex':'female'," \
	"'birth_date':" birth ",'condition':'well','under_18_observed':'no'}"
#define MAU PERSON("Nguyễn Thị Mẫu", "'1999-05-02'")

static json_t *
ask(struct session *s, json_t *query)
{
	json_t *out = tn_ask(s, query);

	json_decref(query);
	return out;
}

static json_t *
search(struct session *s, const char *key, const char *text)
{
	return ask(s, json_pack("{s:s,s:s}", "ask", "search", key, text));
}

static size_t
found(struct session *s, const char *key, const char *text)
{
	json_t *out = search(s, key, text);
	size_t n = json_array_size(json_object_get(out, "found"));

	json_decref(out);
	return n;
}

/* The i-th case found, and by what ("name birth"); "" past the end. */
static const char *
hit(struct session *s, const char *text, size_t i, char why[64])
{
	static char id[64];
	json_t *out = search(s, "text", text);
	json_t *h = json_array_get(json_object_get(out, "found"), i), *w;
	size_t k;

	snprintf(id, sizeof(id), "%s", h == NULL ? "" : jx_text(h, "case"));
	why[0] = '\0';
	json_array_foreach(json_object_get(h, "why"), k, w)
		snprintf(why + strlen(why), 64 - strlen(why), "%s%s",
		    k > 0 ? " " : "", json_string_value(w));
	json_decref(out);
	return id;
}

static void
test_found(void)
{
	struct house h;
	struct session *an, *giang;
	char why[64], *text;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	T_INT(found(an, "text", "mau"), 0);
	HOUSE_EXPECT(&h, an, RECEIVE("", MAU ","
	    PERSON("Lê Thị Hoà", "'2001'") ","
	    PERSON("Trần Thử", "{'value':'1988','estimated':true}")), "done");
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyễn Thị Mậu", "'1990'")),
	    "done");
	/* Without marks, in any order, begun, mistyped; newest first. */
	T_STR(hit(an, "nguyen thi mau", 0, why), "MC-2026-00004");
	T_STR(hit(an, "nguyen thi mau", 1, why), "MC-2026-00001");
	T_STR(why, "name");
	T_STR(hit(an, "mau 1999", 0, why), "MC-2026-00001");
	T_STR(why, "name birth");
	T_STR(hit(an, "mau 1999", 1, why), "");
	/* Marks that were typed come before the newest. */
	T_STR(hit(an, "MẪU NGUYỄN", 0, why), "MC-2026-00001");
	T_STR(hit(an, "MẪU NGUYỄN", 1, why), "MC-2026-00004");
	T_STR(hit(an, "mậu", 0, why), "MC-2026-00004");
	/* While it is typed, with slips, and without blanks. */
	T_STR(hit(an, "ngyu thi mauu 1999", 0, why), "MC-2026-00001");
	T_STR(hit(an, "nguyenthimau 1999", 0, why), "MC-2026-00001");
	T_STR(hit(an, "thimau 1999", 0, why), "MC-2026-00001");
	/* A day, however it is written. */
	T_STR(hit(an, "mau 2.5.1999", 0, why), "MC-2026-00001");
	T_STR(hit(an, "mau 02-05-1999", 0, why), "MC-2026-00001");
	T_STR(hit(an, "02 05 1999", 0, why), "MC-2026-00001");
	T_STR(why, "birth");
	T_STR(hit(an, "mau 1999-05", 0, why), "MC-2026-00001");
	/* Acts and minutes, whole and by their end. */
	T_INT(found(an, "text", "MC-2026-A00001"), 3);
	T_INT(found(an, "text", "A00001"), 3);
	T_INT(found(an, "text", "MC-2026-A00009"), 0);
	T_STR(hit(an, "hòa le", 0, why), "MC-2026-00002");
	T_STR(hit(an, "ngyuen thi mau 02/05/1999", 0, why), "MC-2026-00001");
	T_STR(hit(an, "thu 1990", 0, why), "MC-2026-00003");
	T_STR(hit(an, "00003", 0, why), "MC-2026-00003");
	T_STR(why, "case");
	T_INT(found(an, "text", "xuan"), 0);
	T_INT(found(an, "birth", "2001-03"), 1);
	T_INT(found(an, "text", ""), 0);
	/* Nothing but masks comes back. */
	out = search(an, "text", "nguyen thi mau");
	text = json_dumps(out, JSON_COMPACT);
	T_CHECK(text != NULL && strstr(text, "N••• T••• M•••") != NULL);
	T_CHECK(text != NULL && strstr(text, "Nguyễn") == NULL);
	T_CHECK(text != NULL && strstr(text, "1999") == NULL);
	free(text);
	json_decref(out);
	/* Hostile shapes are refused, not believed. */
	out = search(an, "birth", "when young");
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	/* Other units see nothing of it. */
	giang = house_sign_in(&h, "giang");
	T_INT(found(giang, "text", "nguyen thi mau"), 0);
	T_INT(found(giang, "text", "00001"), 0);
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

#define DECLARE(id, answers) "{'do':'record_answers','case':'" id "'," \
	"'with':{'form':'declaration','why':'nói','answers':{'writer':'officer_asked'," \
	"'rights_told':'yes'," answers "}}}"

/* The place of an answer in "places", "" past the end. */
static const char *
old_place(struct session *s, const char *text, size_t i)
{
	static char name[200];
	json_t *out = search(s, "text", text);
	json_t *p = json_array_get(json_object_get(out, "places"), i);

	snprintf(name, sizeof(name), "%s%s%s", p == NULL ? "" :
	    jx_text(p, "name"), p == NULL ? "" : ", ",
	    p == NULL ? "" : jx_text(p, "district"));
	json_decref(out);
	return name;
}

/* Where somebody lives: today's names and those of before, and both ways. */
static void
test_places(void)
{
	struct house h;
	struct session *an, *giang;
	char why[64];
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, RECEIVE("", MAU ","
	    PERSON("Lê Thị Hoà", "'2001'") ","
	    PERSON("Trần Thử", "'1988'")), "done");
	HOUSE_EXPECT(&h, an, DECLARE("MC-2026-00001",
	    "'nationality_class':'vn_citizen','residence_province':'01',"
	    "'residence_commune':'00166','residence_detail':'xóm Đồng Mẫu'"),
	    "done");
	HOUSE_EXPECT(&h, an, DECLARE("MC-2026-00002",
	    "'residence_province':'08'"), "done");
	HOUSE_EXPECT(&h, an, DECLARE("MC-2026-00003",
	    "'id_number':'001319991234'"), "done");
	/* Today's commune (Phường Cầu Giấy), its province; any order. */
	T_STR(hit(an, "cau giay", 0, why), "MC-2026-00001");
	T_STR(why, "place");
	T_STR(hit(an, "Phường Cầu Giấy, Hà Nội", 0, why), "MC-2026-00001");
	T_STR(hit(an, "ha noi cau giay", 0, why), "MC-2026-00001");
	T_STR(hit(an, "xom dong mau", 0, why), "MC-2026-00001");
	/* A name of before, alone and with its district; a province. */
	T_STR(hit(an, "dich vong hau", 0, why), "MC-2026-00001");
	T_STR(why, "old_place");
	T_STR(hit(an, "phường Dịch Vọng Hậu, quận Cầu Giấy", 0, why),
	    "MC-2026-00001");
	T_STR(hit(an, "ha giang", 0, why), "MC-2026-00002");
	T_STR(why, "old_place");
	/* Somebody of that name from there. */
	T_STR(hit(an, "nguyen mau cau giay", 0, why), "MC-2026-00001");
	T_STR(why, "name place");
	T_STR(hit(an, "mau dich vong", 0, why), "MC-2026-00001");
	T_INT(found(an, "text", "hoa dich vong"), 0);
	T_INT(found(an, "text", "phuong"), 0);
	/* Which is meant is asked: one that was divided, and namesakes. */
	T_STR(old_place(an, "dich vong hau", 0),
	    "Phường Dịch Vọng Hậu, Quận Cầu Giấy");
	T_STR(old_place(an, "dich vong hau", 1), "");
	T_CHECK(*old_place(an, "xa tan tien", 3) != '\0');
	T_STR(old_place(an, "nguyen thi mau", 0), "");
	out = ask(an, json_pack("{s:s,s:s}", "ask", "search", "commune",
	    "00166"));
	T_INT(json_array_size(json_object_get(out, "found")), 1);
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:s,s:s}", "ask", "search", "commune",
	    "00166", "text", "hoa"));
	T_INT(json_array_size(json_object_get(out, "found")), 0);
	json_decref(out);
	/* An identity number: whole, in groups, by its last nine; no part. */
	T_STR(hit(an, "001319991234", 0, why), "MC-2026-00003");
	T_STR(hit(an, "001 319 991 234", 0, why), "MC-2026-00003");
	T_STR(hit(an, "0013 1999 1234", 0, why), "MC-2026-00003");
	T_STR(hit(an, "001.319.991.234", 0, why), "MC-2026-00003");
	T_STR(hit(an, "319991234", 0, why), "MC-2026-00003");
	T_STR(hit(an, "001319991243", 0, why), "MC-2026-00003");
	T_INT(found(an, "text", "00131999123"), 1);
	T_INT(found(an, "text", "0013199"), 0);
	T_INT(found(an, "text", "1234"), 0);
	/* Who may not see them finds nobody, but may ask about places. */
	giang = house_sign_in(&h, "giang");
	T_INT(found(giang, "text", "cau giay"), 0);
	T_INT(found(giang, "text", "dich vong hau"), 0);
	T_INT(found(giang, "commune", "00166"), 0);
	T_CHECK(*old_place(giang, "dich vong hau", 0) != '\0');
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

/* {"ask": "old_places"}: for choices of communes and provinces. */
static void
test_old_places(void)
{
	struct house h;
	struct session *an;
	json_t *out, *now;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	out = ask(an, json_pack("{s:s,s:s,s:s}", "ask", "old_places", "text",
	    "dich vong hau", "province", "01"));
	now = json_object_get(json_array_get(json_object_get(out, "found"), 0),
	    "now");
	T_INT(json_array_size(now), 2);
	T_STR(jx_text(json_array_get(now, 1), "code"), "00166");
	T_STR(jx_text(out, "status"), "reported");
	T_CHECK(jx_bool(out, "known", false));
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:s,s:s}", "ask", "old_places", "text",
	    "dich vong hau", "province", "22"));
	T_INT(json_array_size(json_object_get(out, "found")), 0);
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:s,s:s}", "ask", "old_places", "text",
	    "hà giang", "list", "provinces"));
	now = json_object_get(json_array_get(json_object_get(out, "found"), 0),
	    "now");
	T_STR(jx_text(json_array_get(now, 0), "code"), "08");
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:s,s:i}", "ask", "old_places", "text",
	    "tan", "limit", 100000));
	T_INT(json_array_size(json_object_get(out, "found")), 100);
	T_CHECK(jx_bool(out, "more", false));
	json_decref(out);
	out = ask(an, json_pack("{s:s}", "ask", "old_places"));
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:s,s:s}", "ask", "old_places", "text",
	    "x", "list", "countries"));
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

/* What others do comes in with the next search; what is gone goes. */
static void
test_moves_on(void)
{
	struct house h;
	struct session *an, *giang, *dung;
	char why[64];

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	dung = house_sign_in(&h, "dung");
	T_INT(found(giang, "text", "con"), 0);
	HOUSE_EXPECT(&h, an, RECEIVE("", "{'full_name':'Lò Văn Thử Con',"
	    "'sex':'male','birth_date':'2012-06','condition':'well',"
	    "'accompanying_minor':'yes'}"), "done");
	T_INT(found(an, "name", "lo van thu con"), 1);
	HOUSE_EXPECT(&h, an, "{'do':'send_request','case':'MC-2026-00001',"
	    "'with':{'request':'consular_information','to':'cuc_ls',"
	    "'answers':{'consular_questions':['legalise'],"
	    "'consular_country':'CN','consular_wanted_by':'2026-03-20'}}}",
	    "done");
	/* Who was asked may see the question, not the name. */
	T_INT(found(dung, "name", "lo van thu con"), 0);
	T_STR(hit(dung, "00001", 0, why), "MC-2026-00001");
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['MC-2026-00001'],"
	    "'to':'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban'}}}", "done");
	T_INT(found(giang, "name", "lo van thu con"), 1);
	/* The hand-over's minutes, for both sides. */
	T_INT(found(an, "text", "MC-2026-A00002"), 1);
	T_INT(found(giang, "text", "A00002"), 1);
	T_INT(found(an, "text", "1/BBBG-dbp_mong_cai/2026"), 1);
	T_INT(found(giang, "text", "1/BBBG"), 1);
	T_INT(found(giang, "text", "MC-2026-A00001"), 0);
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	T_INT(found(giang, "name", "lo van thu con"), 1);
	/* Handed over: no longer this post's to know. */
	T_INT(found(an, "name", "lo van thu con"), 0);
	/* A corrected name is found, the old one no more. */
	HOUSE_EXPECT(&h, giang, "{'do':'record_answers','case':"
	    "'MC-2026-00001','with':{'form':'reception_person','why':"
	    "'nói lại','answers':{'full_name':'Lò Văn Giả'}}}", "done");
	T_INT(found(giang, "name", "lo van gia"), 1);
	T_INT(found(giang, "name", "thu con"), 0);
	tn_sign_out(an);
	tn_sign_out(giang);
	tn_sign_out(dung);
	house_close(&h);
}

static void
test_before(void)
{
	struct house h;
	struct session *an;
	json_t *out, *fix;
	char *text;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, RECEIVE("", MAU), "done");
	/* Another order, no marks, the year alone: look first. */
	out = house_do(&h, an, RECEIVE("", PERSON("Lê Thử", "'1990'") ","
	    PERSON("mau nguyen thi", "'1999'")));
	T_STR(house_result(out), "likely_same_person");
	T_INT(json_array_size(json_object_get(out, "reasons")), 1);
	fix = json_object_get(json_array_get(json_object_get(out, "reasons"),
	    0), "fix");
	T_STR(jx_text(fix, "kind"), "case");
	T_STR(jx_text(fix, "code"), "MC-2026-00001");
	T_INT(jx_int(fix, "line", 0), 2);
	text = json_dumps(out, JSON_COMPACT);
	T_CHECK(text != NULL && strstr(text, "Nguyễn") == NULL);
	free(text);
	json_decref(out);
	/* A slip in the name, or a middle name left out: the same day. */
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyễn Thị Maux",
	    "'1999-05-02'")), "likely_same_person");
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyen Mau",
	    "'1999-05-02'")), "likely_same_person");
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyễn Thị Maux",
	    "'1999-05-03'")), "done");
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyễn Văn Khác",
	    "'1999-05-02'")), "done");
	/* Born on another day: another person of that name. */
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyễn Thị Mẫu", "'1970'")),
	    "done");
	/* Looked at and held to be another. */
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':['MC-2026-00001']",
	    PERSON("Nguyễn Thị Mẫu", "'1999'")), "done");
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':['MC-2026-00099']", MAU),
	    "no_such_case");
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':[7]", MAU), "bad_command");
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':'x'", MAU), "bad_command");
	/* Not all of them looked at. */
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':['MC-2026-00001']", MAU),
	    "likely_same_person");
	/* Twice on one act. */
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Vi Thử", "'1980'") ","
	    PERSON("Thử Vi", "'1980-01'")), "likely_same_line");
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':['line:1']",
	    PERSON("Vi Thử", "'1980'") "," PERSON("Thử Vi", "'1980-01'")),
	    "done");
	tn_sign_out(an);
	house_close(&h);
}

/* The same person come again: a new case, linked to the one before. */
static void
test_again(void)
{
	struct house h;
	struct session *an;
	json_t *out, *links;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, RECEIVE("", MAU), "done");
	HOUSE_EXPECT(&h, an, RECEIVE(",'again':'x'", MAU), "bad_command");
	HOUSE_EXPECT(&h, an, RECEIVE(",'again':['MC-2026-00007']", MAU),
	    "no_such_case");
	HOUSE_EXPECT(&h, an, RECEIVE(",'again':['MC-2026-00001']",
	    PERSON("Lê Thử", "'1980'") "," MAU), "done");
	out = ask(an, json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00001"));
	links = json_object_get(out, "links");
	T_INT(json_array_size(links), 1);
	T_STR(jx_text(json_array_get(links, 0), "case"), "MC-2026-00003");
	T_STR(jx_text(json_object_get(json_array_get(links, 0), "link"),
	    "code"), "same_person");
	json_decref(out);
	out = ask(an, json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00002"));
	T_INT(json_array_size(json_object_get(out, "links")), 0);
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(house_result(out), "done");
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

/* What was looked at is in the sealed half, and nowhere else. */
static void
test_noted(void)
{
	struct house h;
	struct session *an;
	json_t *out, *events;
	char command[200];
	size_t n, i;
	FILE *f;
	bool leaks = false;
	static char block[1 << 20];

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, RECEIVE("", MAU), "done");
	HOUSE_EXPECT(&h, an, RECEIVE(",'searched':['MC-2026-00001']", MAU),
	    "done");
	out = ask(an, json_pack("{s:s,s:s}", "ask", "history", "case",
	    "MC-2026-00002"));
	events = json_object_get(out, "events");
	T_STR(json_string_value(json_array_get(json_object_get(
	    json_array_get(events, 0), "searched"), 0)), "MC-2026-00001");
	json_decref(out);
	snprintf(command, sizeof(command), "%s-wal", h.store);
	f = fopen(command, "rb");
	n = f == NULL ? 0 : fread(block, 1, sizeof(block) - 1, f);
	for (i = 0; i + 8 < n; i++)
		leaks = leaks || memcmp(block + i, "searched", 8) == 0;
	T_CHECK(n > 0 && !leaks);
	if (f != NULL)
		fclose(f);
	tn_sign_out(an);
	house_close(&h);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/*
 * The same name in another unit's case: no hint, and no more work than for a
 * name that nobody has.
 */
static void
test_hidden(void)
{
	static const char same[] = "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES ",'persons':["
	    PERSON("Nguyễn Thị Mẫu", "'1999-05-02'") "]}}";
	static const char other[] = "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover'," MINUTES ",'persons':["
	    PERSON("Nguyễn Thị Khác", "'1999-05-02'") "]}}";
	struct house h;
	struct session *an, *binh, *giang;
	json_t *out;
	double took[2];

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE("", "{'full_name':'Nguyễn Thị Mẫu',"
	    "'sex':'female','birth_date':'2012-05-02','condition':'well',"
	    "'accompanying_minor':'yes'}"), "done");
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['MC-2026-00001'],"
	    "'to':'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban'}}}", "done");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	/* Now it is health's alone: the post receives somebody of that name. */
	HOUSE_EXPECT(&h, an, RECEIVE("", PERSON("Nguyễn Thị Mẫu",
	    "'2012-05-02'")), "done");
	binh = house_sign_in(&h, "binh");
	T_INT(found(binh, "text", "nguyen thi mau"), 0);
	(void)found(an, "text", "x");
	took[0] = seconds();
	out = house_do(&h, an, other);
	took[0] = seconds() - took[0];
	T_STR(house_result(out), "done");
	json_decref(out);
	took[1] = seconds();
	out = house_do(&h, an, same);
	took[1] = seconds() - took[1];
	T_STR(house_result(out), "done");
	json_decref(out);
	printf("# %.4f s for a name nobody has, %.4f s for a hidden one\n",
	    took[0], took[1]);
	T_CHECK(took[1] < took[0] * 20 + 0.05);
	tn_sign_out(an);
	tn_sign_out(binh);
	tn_sign_out(giang);
	house_close(&h);
}

static void
test_links(void)
{
	struct house h;
	struct session *an, *giang;
	json_t *out, *links;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE("", MAU "," PERSON("Lê Thử", "'1970'")),
	    "done");
#define LINK(verb, one, two, kind, why) "{'do':'" verb "','case':'MC-2026-" \
	one "','with':{'other':'MC-2026-" two "','link':'" kind "','why':'" \
	why "'}}"
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00001", "00001", "family",
	    "x"), "link_self");
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00001", "00002", "friends",
	    "x"), "bad_command");
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00001", "00002", "family",
	    " "), "need_reason");
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00001", "00009", "family",
	    "x"), "no_such_case");
	HOUSE_EXPECT(&h, giang, LINK("link_cases", "00001", "00002", "family",
	    "x"), "no_such_case");
	HOUSE_EXPECT(&h, an, LINK("unlink_cases", "00001", "00002", "family",
	    "x"), "not_linked");
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00001", "00002", "family",
	    "mẹ con"), "done");
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00002", "00001", "family",
	    "x"), "linked_already");
	out = ask(an, json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00002"));
	links = json_object_get(out, "links");
	T_INT(json_array_size(links), 1);
	T_STR(jx_text(json_array_get(links, 0), "case"), "MC-2026-00001");
	T_STR(jx_text(json_object_get(json_array_get(links, 0), "link"),
	    "code"), "family");
	T_STR(jx_text(json_array_get(links, 0), "masked"), "N••• T••• M•••");
	T_INT(json_array_size(json_object_get(json_object_get(out,
	    "arrived_together"), "cases")), 1);
	json_decref(out);
	HOUSE_EXPECT(&h, an, LINK("unlink_cases", "00002", "00001", "family",
	    "nhầm"), "done");
	out = ask(an, json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00001"));
	T_INT(json_array_size(json_object_get(out, "links")), 0);
	json_decref(out);
	/* And again. */
	HOUSE_EXPECT(&h, an, LINK("link_cases", "00001", "00002",
	    "same_person", "x"), "done");
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_found);
	T_RUN(test_places);
	T_RUN(test_old_places);
	T_RUN(test_moves_on);
	T_RUN(test_before);
	T_RUN(test_again);
	T_RUN(test_noted);
	T_RUN(test_hidden);
	T_RUN(test_links);
	return t_done();
}
