/*
 * Versions of a statement: newest first, with who said it, where it came from,
 * who confirmed it and which counts; read by whoever sees the form, in the
 * journal when it identifies somebody; of the rest there are none.
 */
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define RECORD(form, rest) "{'do':'record_answers','case':'" CASE "'," \
	"'with':{'form':'" form "'," rest "}}"
#define ASK "{'do':'send_request','case':'" CASE "','with':{'request':" \
	"'consular_information','to':'cuc_ls','answers':{" \
	"'consular_questions':['legalise'],'consular_country':'CN'," \
	"'consular_wanted_by':'2026-03-20'}}}"

static json_t *
query(struct session *s, const char *ask, const char *name)
{
	json_t *q = json_pack("{s:s,s:s,s:s*}", "ask", ask, "case", CASE,
	    "name", name);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* How many versions this officer sees; -1: the query was refused. */
static int
versions(struct session *s, const char *name)
{
	json_t *out = query(s, "versions", name);
	const json_t *list = json_object_get(out, "versions");
	int n = json_is_array(list) ? (int)json_array_size(list) : -1;

	json_decref(out);
	return n;
}

/* Readings of an identity in the journal of the case. */
static int
readings(struct session *s)
{
	json_t *out = query(s, "history", NULL);
	const json_t *ev;
	size_t i;
	int n = 0;

	json_array_foreach(json_object_get(out, "events"), i, ev)
		n += json_is_true(json_object_get(ev, "reads")) &&
		    !str_eq(jx_text(json_object_get(ev, "kind"), "code"),
		    "history_read");
	json_decref(out);
	return n;
}

static const char *
at(const json_t *version, const char *key, const char *inner)
{
	return jx_text(json_object_get(version, key), inner);
}

static bool
has(const json_t *version, const char *key)
{
	return json_is_true(json_object_get(version, key));
}

static void
test_newest_first(void)
{
	struct house h;
	struct session *an;
	json_t *out;
	const json_t *v;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, RECORD("reception_person", "'answers':{"
	    "'belongings':'một túi'}"), "done");
	HOUSE_EXPECT(&h, an, RECORD("reception_person", "'why':'đếm lại',"
	    "'answers':{'belongings':{'value':'hai túi','source':'observed',"
	    "'reliability':'confirmed','note':'đếm trước mặt'}}"), "done");
	HOUSE_EXPECT(&h, an, RECORD("reception_person", "'stand':{"
	    "'belongings':'beside'},'answers':{'belongings':{'value':"
	    "'ba túi','source':'relative','reliability':'doubtful'}}"),
	    "done");
	out = query(an, "versions", "belongings");
	v = json_object_get(out, "versions");
	T_INT(json_array_size(v), 3);
	T_STR(at(json_array_get(v, 0), "text", "vi"), "ba túi");
	T_STR(at(json_object_get(json_array_get(v, 0), "about"), "source",
	    "code"), "relative");
	T_CHECK(has(json_array_get(v, 0), "beside"));
	T_CHECK(!has(json_array_get(v, 0), "standing"));
	T_STR(jx_text(json_array_get(v, 1), "value"), "hai túi");
	T_CHECK(has(json_array_get(v, 1), "standing"));
	T_STR(jx_text(json_object_get(json_array_get(v, 1), "about"),
	    "note"), "đếm trước mặt");
	T_STR(jx_text(json_array_get(v, 1), "why"), "đếm lại");
	T_STR(at(json_array_get(v, 1), "form", "code"), "reception_person");
	T_STR(jx_text(json_array_get(v, 2), "value"), "một túi");
	T_CHECK(!has(json_array_get(v, 2), "standing"));
	T_STR(at(json_array_get(v, 2), "unit", "code"), "dbp_mong_cai");
	T_STR(at(json_array_get(v, 2), "by", "id"), "an");
	json_decref(out);
	/* Settled for what stood beside: nothing is beside any more. */
	HOUSE_EXPECT(&h, an, "{'do':'settle_answer','case':'" CASE "','with':"
	    "{'name':'belongings','value':'ba túi','why':'tìm thấy'}}",
	    "done");
	out = query(an, "versions", "belongings");
	v = json_object_get(out, "versions");
	T_INT(json_array_size(v), 4);
	T_CHECK(has(json_array_get(v, 0), "settled"));
	T_CHECK(has(json_array_get(v, 0), "standing"));
	/* What the version said of itself goes with it. */
	T_STR(at(json_object_get(json_array_get(v, 0), "about"),
	    "reliability", "code"), "doubtful");
	T_CHECK(!has(json_array_get(v, 1), "beside"));
	T_CHECK(has(json_array_get(v, 1), "put_beside"));
	T_CHECK(!has(json_array_get(v, 2), "standing"));
	json_decref(out);
	/* Emptied: the last version says so, and none counts. */
	HOUSE_EXPECT(&h, an, RECORD("reception_person", "'why':'ghi nhầm',"
	    "'answers':{'belongings':''}"), "done");
	out = query(an, "versions", "belongings");
	v = json_object_get(out, "versions");
	T_INT(json_array_size(v), 5);
	T_CHECK(has(json_array_get(v, 0), "removed"));
	T_CHECK(!has(json_array_get(v, 1), "standing"));
	json_decref(out);
	T_INT(versions(an, "no_such"), 0);
	tn_sign_out(an);
	house_close(&h);
}

/* The form's rows say how many versions there are and who confirmed. */
static void
test_marks(void)
{
	struct house h;
	struct session *an, *dung;
	const struct fill_row *row;
	struct fill *fill;
	size_t i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, ASK, "done");
	HOUSE_EXPECT(&h, an, RECORD("consular_request", "'why':'x','answers':{"
	    "'consular_country':'LA'}"), "done");
	HOUSE_EXPECT(&h, dung, "{'do':'confirm_answers','case':'" CASE "',"
	    "'with':{'names':['consular_country']}}", "done");
	fill = tn_fill(an, CASE, "consular_request", false, NULL);
	T_CHECK(fill != NULL);
	for (i = 0; i < fill_rows(fill); i++) {
		row = fill_row(fill, i);
		if (row->item == NULL || row->kind != FILL_QUESTION)
			continue;
		if (strcmp(row->item->name, "consular_country") == 0) {
			T_INT(row->versions, 2);
			T_INT(row->confirmed, 1);
		} else if (strcmp(row->item->name, "consular_questions") == 0) {
			T_INT(row->versions, 1);
			T_INT(row->confirmed, 0);
		}
		T_CHECK(!row->added);
	}
	fill_close(fill);
	tn_sign_out(dung);
	tn_sign_out(an);
	house_close(&h);
}

/* A name leaves a trace before it is shown; a bag does not. */
static void
test_reading_is_noted(void)
{
	struct house h;
	struct session *an;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(versions(an, "condition"), 1);
	T_INT(readings(an), 0);
	T_INT(versions(an, "full_name"), 1);
	T_INT(readings(an), 1);
	T_INT(versions(an, "no_such"), 0);
	T_INT(readings(an), 1);
	tn_sign_out(an);
	house_close(&h);
}

static void
test_who_sees(void)
{
	struct house h;
	struct session *an, *dung, *giang;
	json_t *out;
	const json_t *v, *c;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(versions(dung, "full_name"), -1);
	HOUSE_EXPECT(&h, an, ASK, "done");
	/* Who was asked sees the question; of the person, nothing is there. */
	T_INT(versions(dung, "full_name"), 0);
	T_INT(versions(dung, "condition"), 0);
	T_INT(versions(dung, "consular_country"), 1);
	T_INT(versions(giang, "consular_country"), -1);
	HOUSE_EXPECT(&h, dung, "{'do':'confirm_answers','case':'" CASE "',"
	    "'with':{'names':['consular_country'],'source':'paper'}}", "done");
	HOUSE_EXPECT(&h, dung, RECORD("consular_request", "'stand':{"
	    "'consular_country':'beside'},'answers':{'consular_country':"
	    "'LA'}"), "done");
	out = query(an, "versions", "consular_country");
	v = json_object_get(out, "versions");
	T_INT(json_array_size(v), 2);
	c = json_object_get(json_array_get(v, 1), "confirmed");
	T_INT(json_array_size(c), 1);
	T_STR(at(json_array_get(c, 0), "unit", "code"), "cuc_ls");
	T_INT(json_array_size(json_object_get(json_array_get(v, 0),
	    "confirmed")), 0);
	T_STR(at(json_array_get(v, 0), "unit", "code"), "cuc_ls");
	json_decref(out);
	/* Once it has answered, its own question is all that is left. */
	HOUSE_EXPECT(&h, dung, "{'do':'answer_request','case':'" CASE "',"
	    "'with':{'request':'consular_information','answers':{"
	    "'consular_result':'foreign_waiting'}}}", "done");
	T_INT(versions(dung, "consular_result"), 1);
	T_INT(versions(dung, "belongings"), 0);
	tn_sign_out(giang);
	tn_sign_out(dung);
	tn_sign_out(an);
	house_close(&h);
}

/* Who handed over sees no version any more, not even of its own words. */
static void
test_former(void)
{
	struct house h;
	struct session *an, *giang;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','foreign_country':'CN',"
	    "'foreign_agency':'x','our_head':'y','foreign_list_count':1},"
	    "'persons':[{'full_name':'Lò Văn Thử Con','sex':'male',"
	    "'birth_date':'2012-06','condition':'well',"
	    "'accompanying_minor':'yes'}]}}", "done");
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['" CASE "'],"
	    "'to':'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban'}}}", "done");
	T_INT(versions(giang, "full_name"), 1);
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	HOUSE_EXPECT(&h, giang, RECORD("reception_person", "'why':'khám',"
	    "'answers':{'condition':'ill'}"), "done");
	T_INT(versions(giang, "condition"), 2);
	T_INT(versions(an, "condition"), 0);
	T_INT(versions(an, "full_name"), 0);
	HOUSE_EXPECT(&h, an, "{'do':'settle_answer','case':'" CASE "','with':"
	    "{'name':'condition','value':'well','why':'x'}}", "not_holder");
	HOUSE_EXPECT(&h, an, "{'do':'confirm_answers','case':'" CASE "',"
	    "'with':{'names':['condition']}}", "not_holder");
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

/* History names the question and the source, never what was said. */
static void
test_history(void)
{
	struct house h;
	struct session *an;
	json_t *out;
	const json_t *list, *told;
	char *text;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, RECORD("reception_person", "'answers':{"
	    "'belongings':{'value':'một túi đỏ','source':'paper','document':"
	    "'Hộ chiếu thử 123'}}"), "done");
	out = query(an, "history", NULL);
	list = json_object_get(out, "events");
	/* Behind it, that the history was read. */
	told = json_array_get(json_object_get(json_array_get(list,
	    json_array_size(list) - 2), "answers"), 0);
	T_STR(jx_text(told, "name"), "belongings");
	T_STR(at(told, "source", "vi"), NULL);
	T_STR(at(told, "source", "code"), "paper");
	text = json_dumps(out, JSON_COMPACT);
	T_CHECK(strstr(text, "túi đỏ") == NULL);
	T_CHECK(strstr(text, "Hộ chiếu thử") == NULL);
	T_CHECK(strstr(text, "Mẫu Một") == NULL);
	free(text);
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_newest_first);
	T_RUN(test_marks);
	T_RUN(test_reading_is_noted);
	T_RUN(test_who_sees);
	T_RUN(test_former);
	T_RUN(test_history);
	return t_done();
}
