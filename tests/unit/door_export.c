/*
 * What leaves the house with names (security.md S-45 to S-47): approved,
 * sealed to one receiver, in the register, in each case; and nothing else.
 */
#include "core/base/base64.h"
#include "core/exchange/sheets.h"
#include "core/staff/seal.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define CLASSES "'identity','plain'"

#define DECLARE "{'do':'record_answers','case':'" CASE "'," \
	"'with':{'form':'declaration','why':'nói','answers':{'writer':" \
	"'officer_asked','rights_told':'yes','occupation':'Thợ may'," \
	"'representative_name':'Lê Thử Người Nhà'," \
	"'relatives':[{'relative_name':'Vũ Thử Chị Gái'}]," \
	"'recruiter_details':'Phạm Thử Kẻ Dụ'}}}"

struct office {
	struct house h;
	struct session *an, *anh, *giang, *hai;
	char *key;		/* of syt_quang_ninh */
};

static json_t *
ask(struct session *s, const char *name, const char *key, const char *value)
{
	json_t *q = json_pack("{s:s,s:s*}", "ask", name, key, value);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static void
begin(struct office *o)
{
	T_CHECK(house_open(&o->h));
	o->an = house_sign_in(&o->h, "an");
	o->anh = house_sign_in(&o->h, "anh");
	o->giang = house_sign_in(&o->h, "giang");
	o->hai = house_sign_in(&o->h, "hai");
	HOUSE_EXPECT(&o->h, o->an, HOUSE_RECEIVE_ONE, "done");
	o->key = house_public(o->an, "syt_quang_ninh");
	T_INT(strlen(o->key), 64);
}

static void
end(struct office *o)
{
	json_t *out = getenv("TN_SERVED") != NULL ? NULL :
	    tn_verify(o->h.tn);

	if (out != NULL)
		T_STR(house_result(out), "done");
	json_decref(out);
	free(o->key);
	tn_sign_out(o->an);
	tn_sign_out(o->anh);
	tn_sign_out(o->giang);
	tn_sign_out(o->hai);
	house_close(&o->h);
}

/* The content, as JSON with ' for "; the caller's. */
static char *
content(const char *cases, const char *classes, const char *receiver,
    const char *key, const char *more)
{
	return xasprintf("{'cases':[%s],'classes':[%s],'receiver':'%s',"
	    "'public':'%s','purpose':'Khám sức khoẻ'%s}", cases, classes,
	    receiver, key, more);
}
#define LAW ",'ground':'law','document':'Công văn thử số 1'"

static void
expect_propose(struct office *o, struct session *s, const char *op,
    const char *of, const char *want)
{
	char *text = xasprintf("{'do':'propose_pair','op_id':'%s','with':{"
	    "'kind':'export_identified','content':%s,'reason':'thử'}}", op,
	    of);

	HOUSE_EXPECT(&o->h, s, text, want);
	free(text);
}

static void
expect_approve(struct office *o, struct session *s, const char *op,
    const char *want)
{
	json_t *all = ask(s, "pairs", "x", NULL);
	const json_t *pair;
	const char *hash = "none";
	char *text;
	size_t i;

	json_array_foreach(json_object_get(all, "pairs"), i, pair)
		if (str_eq(jx_text(pair, "proposal"), op))
			hash = jx_text(pair, "hash");
	text = xasprintf("{'do':'approve_pair','with':{'proposal':'%s',"
	    "'hash':'%s'}}", op, hash);
	HOUSE_EXPECT(&o->h, s, text, want);
	free(text);
	json_decref(all);
}

/* The outcome; a new reference. */
static json_t *
use(struct office *o, struct session *s, const char *id, const char *op,
    const char *of)
{
	char *text = xasprintf("{'do':'use_pair','op_id':'%s','with':{"
	    "'proposal':'%s','content':%s}}", id, op, of);
	json_t *out = house_do(&o->h, s, text);

	free(text);
	return out;
}

/* ---- all that is right ---- */

static void
check_csv(const char *csv, const char *number)
{
	struct findings found = FINDINGS_INIT;
	struct sheets *sheets = sheets_read("x.csv",
	    (const unsigned char *)csv, strlen(csv), &found);
	const struct sheet *about = sheets_find(sheets, "export");
	const struct sheet *persons = sheets_find(sheets, "persons");
	bool birth = false, sex = false;
	size_t i;

	T_CHECK(about != NULL && persons != NULL);
	T_STR(sheet_at(about, 0, 1), number);
	for (i = 0; i < about->rows; i++)
		if (strcmp(sheet_at(about, i, 0), "journal_head") == 0)
			T_CHECK(strchr(sheet_at(about, i, 1), ':') != NULL &&
			    strlen(sheet_at(about, i, 1)) > 64);
	T_STR(sheet_at(persons, 1, 0), CASE);
	for (i = 0; i < persons->cols; i++) {
		const char *field = sheet_at(persons, 0, i);

		/* A month alone is no date of birth (htcds.md 8). */
		if (strcmp(field, "prs_Birthdate") == 0)
			birth = *sheet_at(persons, 1, i) == '\0';
		if (strcmp(field, "prs_Gender") == 0)
			sex = strcmp(sheet_at(persons, 1, i), "Feminine") == 0;
	}
	T_CHECK(birth);
	T_CHECK(sex);
	T_CHECK(strstr(csv, "Nguyễn Thị Mẫu Một") != NULL);
	/* Nothing of a class that was not asked for. */
	T_CHECK(strstr(csv, "\"investigation\"") == NULL);
	T_CHECK(strstr(csv, "Phạm Thử") == NULL);
	sheets_free(sheets);
	findings_done(&found);
}

static void
check_file(struct office *o, const json_t *done)
{
	const char *file = jx_text(done, "file");
	json_t *out = ask(o->hai, "open_export", "file", file);

	T_CHECK(file != NULL);
	T_STR(jx_text(out, "number"), jx_text(done, "export"));
	T_STR(jx_text(out, "hash"), jx_text(done, "hash"));
	if (jx_text(out, "csv") != NULL)
		check_csv(jx_text(out, "csv"), jx_text(done, "export"));
	json_decref(out);
	/* The sender cannot open it: it is the receiver's alone. */
	out = ask(o->an, "open_export", "file", file);
	T_STR(house_result(out), "parcel_other");
	json_decref(out);
}

static void
check_register(struct office *o, const json_t *done)
{
	json_t *out = ask(o->an, "exports", "x", NULL);
	const json_t *line = json_array_get(json_object_get(out, "exports"),
	    0);
	char *text;

	T_INT(json_array_size(json_object_get(out, "exports")), 1);
	T_STR(jx_text(line, "export"), jx_text(done, "export"));
	T_STR(jx_text(line, "by"), "an");
	T_STR(jx_text(line, "approved_by"), "anh");
	T_STR(jx_text(line, "receiver"), "syt_quang_ninh");
	T_STR(jx_text(line, "purpose"), "Khám sức khoẻ");
	T_STR(jx_text(line, "hash"), jx_text(done, "hash"));
	T_INT(jx_int(line, "count", 0), 1);
	json_decref(out);
	/* Another unit's register is another's. */
	out = ask(o->hai, "exports", "x", NULL);
	T_INT(json_array_size(json_object_get(out, "exports")), 0);
	json_decref(out);
	out = ask(o->an, "history", "case", CASE);
	text = json_dumps(out, 0);
	T_CHECK(strstr(text, "case_exported") != NULL);
	free(text);
	json_decref(out);
}

static void
test_export(void)
{
	char *of, *other;
	struct office o;
	json_t *out;

	begin(&o);
	HOUSE_EXPECT(&o.h, o.an, DECLARE, "done");
	of = content("'" CASE "'", CLASSES, "syt_quang_ninh", o.key, LAW);
	other = content("'" CASE "'", CLASSES ",'medical'", "syt_quang_ninh",
	    o.key, LAW);
	expect_propose(&o, o.giang, "p0", of, "no_such_case");
	expect_propose(&o, o.an, "p1", of, "done");
	out = use(&o, o.an, "u1", "p1", of);
	T_STR(house_result(out), "pair_not_approved");
	json_decref(out);
	expect_approve(&o, o.an, "p1", "no_right");
	expect_approve(&o, o.anh, "p1", "done");
	/* A class more is another content (S-46). */
	out = use(&o, o.an, "u2", "p1", other);
	T_STR(house_result(out), "pair_changed");
	json_decref(out);
	out = use(&o, o.anh, "u3", "p1", of);
	T_STR(house_result(out), "pair_of_another");
	json_decref(out);
	out = use(&o, o.an, "u4", "p1", of);
	T_STR(house_result(out), "done");
	check_file(&o, out);
	check_register(&o, out);
	json_decref(out);
	/* A replay tells that it was done, and gives no second file. */
	out = use(&o, o.an, "u4", "p1", of);
	T_CHECK(jx_bool(out, "again", false));
	T_CHECK(jx_text(out, "file") == NULL);
	json_decref(out);
	out = use(&o, o.an, "u5", "p1", of);
	T_STR(house_result(out), "no_such_proposal");
	json_decref(out);
	free(of);
	free(other);
	end(&o);
}

/* ---- what may not be proposed ---- */

static void
test_refused(void)
{
	static const struct {
		const char *cases, *classes, *receiver, *more, *want;
	} bad[] = {
		{ "'" CASE "','" CASE "'", "'plain'", "syt_quang_ninh", LAW,
		    "bad_command" },
		{ "'MC-2026-00009'", "'plain'", "syt_quang_ninh", LAW,
		    "no_such_case" },
		{ "", "'plain'", "syt_quang_ninh", LAW, "bad_command" },
		{ "'" CASE "'", "", "syt_quang_ninh", LAW, "bad_command" },
		{ "'" CASE "'", "'all'", "syt_quang_ninh", LAW,
		    "bad_command" },
		{ "'" CASE "'", "7", "syt_quang_ninh", LAW, "bad_command" },
		{ "'" CASE "'", "'plain'", "nobody", LAW, "no_receiver" },
		{ "'" CASE "'", "'plain'", "dbp_mong_cai", LAW,
		    "receiver_key" },
		{ "'" CASE "'", "'plain'", "syt_quang_ninh", "",
		    "bad_command" },
		{ "'" CASE "'", "'plain'", "syt_quang_ninh",
		    ",'ground':'law'", "bad_command" },
		{ "'" CASE "'", "'plain'", "syt_quang_ninh",
		    ",'ground':'habit'", "bad_command" },
		{ "'" CASE "'", "'plain'", "syt_quang_ninh",
		    ",'ground':'consent'", "export_consent" },
		{ "'" CASE "'", "'plain'", "syt_quang_ninh",
		    LAW ",'also':1", "bad_command" },
		{ "'" CASE "'", "'plain'", "syt_quang_ninh",
		    LAW ",'country':'CN'", "no_transfer_basis" },
	};
	struct office o;
	char *of;
	size_t i;

	begin(&o);
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		of = content(bad[i].cases, bad[i].classes, bad[i].receiver,
		    o.key, bad[i].more);
		expect_propose(&o, o.an, "bad", of, bad[i].want);
		free(of);
	}
	end(&o);
}

/* Only who holds a case sends it out, also when it was approved before. */
static void
test_holder(void)
{
	struct office o;
	char *of, *back;
	json_t *out;

	begin(&o);
	HOUSE_EXPECT(&o.h, o.an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','foreign_country':'CN',"
	    "'foreign_agency':'x','our_head':'y','foreign_list_count':1},"
	    "'persons':[{'full_name':'Lò Văn Thử Con','sex':'male',"
	    "'birth_date':'2012-06','condition':'well',"
	    "'accompanying_minor':'yes'}]}}", "done");
	of = content("'MC-2026-00002'", "'plain'", "syt_quang_ninh", o.key,
	    LAW);
	expect_propose(&o, o.an, "p1", of, "done");
	expect_approve(&o, o.anh, "p1", "done");
	HOUSE_EXPECT(&o.h, o.an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['MC-2026-00002'],'to':"
	    "'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban'}}}", "done");
	back = content("'MC-2026-00002'", "'plain'", "syt_quang_ninh",
	    o.key, LAW);
	expect_propose(&o, o.giang, "p2", back, "not_holder");
	HOUSE_EXPECT(&o.h, o.giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00003'}}", "done");
	out = use(&o, o.an, "u1", "p1", of);
	T_STR(house_result(out), "not_holder");
	json_decref(out);
	free(back);
	free(of);
	end(&o);
}

/* ---- receivers that are no unit ---- */

static void
expect_pair(struct office *o, struct session *s, const char *op,
    const char *kind, const char *of, const char *want)
{
	char *text = xasprintf("{'do':'propose_pair','op_id':'%s','with':{"
	    "'kind':'%s','content':%s,'reason':'thử'}}", op, kind, of);

	HOUSE_EXPECT(&o->h, s, text, want);
	free(text);
}

#define KEY64 "11112222333344445555666677778888" \
	"11112222333344445555666677778888"

static void
test_receiver(void)
{
	struct office o;
	char *of;

	begin(&o);
	expect_pair(&o, o.an, "r0", "add_receiver", "{'code':'iom_thu',"
	    "'name':'Tổ chức thử','public':'" KEY64 "'}", "no_right");
	expect_pair(&o, o.anh, "r0", "add_receiver", "{'code':'syt_nghe_an',"
	    "'name':'Tổ chức thử','public':'" KEY64 "'}", "receiver_known");
	expect_pair(&o, o.anh, "r0", "add_receiver", "{'code':'iom_thu',"
	    "'name':'Tổ chức thử','public':'00'}", "bad_command");
	expect_pair(&o, o.anh, "r0", "add_receiver", "{'code':'iom_thu',"
	    "'name':'Tổ chức thử','public':'" KEY64 "','country':'VN'}",
	    "bad_command");
	of = content("'" CASE "'", "'plain'", "iom_thu", KEY64, LAW
	    ",'country':'CH'");
	expect_propose(&o, o.an, "p0", of, "no_receiver");
	expect_pair(&o, o.anh, "r1", "add_receiver", "{'code':'iom_thu',"
	    "'name':'Tổ chức thử','public':'" KEY64 "','country':'CH'}",
	    "done");
	expect_approve(&o, o.anh, "r1", "same_person");
	expect_approve(&o, o.hai, "r1", "done");
	expect_pair(&o, o.anh, "r2", "add_receiver", "{'code':'iom_thu',"
	    "'name':'Khác','public':'" KEY64 "'}", "receiver_known");
	/* It sits abroad: its country is not left out, and needs a basis. */
	expect_propose(&o, o.an, "p1", of, "no_transfer_basis");
	free(of);
	of = content("'" CASE "'", "'plain'", "iom_thu", KEY64, LAW);
	expect_propose(&o, o.an, "p2", of, "bad_command");
	free(of);
	HOUSE_EXPECT(&o.h, o.an, "{'do':'record_transfer','case':'" CASE
	    "','with':{'country':'CH','ground':'treaty','document':"
	    "'Hiệp định thử'}}", "done");
	of = content("'" CASE "'", "'plain'", "iom_thu", KEY64, LAW
	    ",'country':'CH'");
	expect_propose(&o, o.an, "p3", of, "done");
	expect_pair(&o, o.anh, "r3", "end_receiver", "{'code':'iom_thu'}",
	    "done");
	expect_approve(&o, o.hai, "r3", "done");
	/* What was proposed before it ended is not approved after. */
	expect_approve(&o, o.anh, "p3", "no_receiver");
	expect_pair(&o, o.anh, "r4", "add_receiver", "{'code':'iom_thu',"
	    "'name':'Khác','public':'" KEY64 "'}", "receiver_known");
	free(of);
	end(&o);
}

/* ---- prints of many ---- */

static void
test_print(void)
{
	struct office o;
	json_t *out;

	begin(&o);
	expect_pair(&o, o.an, "b1", "bulk_print", "{'cases':['" CASE
	    "'],'why':'Hội nghị'}", "done");
	expect_approve(&o, o.anh, "b1", "done");
	out = use(&o, o.an, "u1", "b1", "{'cases':['" CASE
	    "'],'why':'Việc khác'}");
	T_STR(house_result(out), "pair_changed");
	json_decref(out);
	out = use(&o, o.an, "u2", "b1", "{'cases':['" CASE
	    "'],'why':'Hội nghị'}");
	T_STR(house_result(out), "done");
	T_CHECK(jx_text(out, "file") == NULL);
	T_STR(jx_text(out, "export"), "MC-2026-B00001");
	json_decref(out);
	end(&o);
}

/* ---- what comes in ---- */

static void
test_hostile(void)
{
	static const char *const bad[] = { "", "x", "VE5FWFBPUlQxCg==",
	    "VE5FWFBPUlQxCv////97fQ==", "====" };
	struct office o;
	json_t *out, *q;
	char *big;
	size_t i;

	begin(&o);
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		out = ask(o.hai, "open_export", "file", bad[i]);
		T_STR(jx_text(out, "outcome"), "refused");
		json_decref(out);
	}
	q = json_pack("{s:s,s:[i]}", "ask", "open_export", "file", 7);
	out = tn_ask(o.hai, q);
	T_STR(house_result(out), "bad_command");
	json_decref(out);
	json_decref(q);
	big = xmalloc(6u << 20);
	memset(big, 'A', (6u << 20) - 1);
	big[(6u << 20) - 1] = '\0';
	out = ask(o.hai, "open_export", "file", big);
	T_STR(jx_text(out, "outcome"), "refused");
	json_decref(out);
	free(big);
	end(&o);
}

/* ---- the letter ---- */

static char *
letter(struct session *s, const char *request, const char **how)
{
	static char code[64];
	json_t *out = ask(s, "person_letter", "request", request);
	char *text = json_dumps(out, 0);

	snprintf(code, sizeof(code), "%s", house_result(out) == NULL ? "" :
	    house_result(out));
	*how = code;
	json_decref(out);
	return text;
}

#define ANSWER(op, end) "{'do':'answer_person_request','case':'" CASE \
	"','with':{'request':'" op "'," end "}}"

static void
test_letter(void)
{
	struct office o;
	const char *how;
	char *text;

	begin(&o);
	HOUSE_EXPECT(&o.h, o.an, DECLARE, "done");
	HOUSE_EXPECT(&o.h, o.an, "{'do':'record_person_request','op_id':"
	    "'ask-1','case':'" CASE "','with':{'kind':'copy','by':'person'}}",
	    "done");
	/* Before it is answered: a word that it came, and no data. */
	text = letter(o.an, "ask-1", &how);
	T_CHECK(strstr(text, "\"copy\": [") == NULL);
	T_CHECK(strstr(text, "04/03/2026") != NULL ||
	    strstr(text, "2026-03-04") != NULL);
	free(text);
	HOUSE_EXPECT(&o.h, o.an, ANSWER("ask-1", "'outcome':'done'"),
	    "done");
	text = letter(o.an, "ask-1", &how);
	T_CHECK(strstr(text, "\"copy\": [") != NULL);
	T_CHECK(strstr(text, "Nguyễn Thị Mẫu Một") != NULL);
	T_CHECK(strstr(text, "Thợ may") != NULL);
	/* Nobody else, and nothing of an investigation. */
	T_CHECK(strstr(text, "Lê Thử") == NULL);
	T_CHECK(strstr(text, "Vũ Thử") == NULL);
	T_CHECK(strstr(text, "Người đại diện hợp pháp") != NULL);
	T_CHECK(strstr(text, "Phạm Thử") == NULL);
	free(text);
	/* Another unit, another's word, a request that never was. */
	free(letter(o.hai, "ask-1", &how));
	T_STR(how, "no_person_request");
	free(letter(o.an, "ask-9", &how));
	T_STR(how, "no_person_request");
	HOUSE_EXPECT(&o.h, o.an, "{'do':'record_person_request','op_id':"
	    "'ask-2','case':'" CASE "','with':{'kind':'copy','by':'person'}}",
	    "done");
	HOUSE_EXPECT(&o.h, o.an, ANSWER("ask-2", "'outcome':'refused','why':"
	    "'đang điều tra'"), "done");
	text = letter(o.an, "ask-2", &how);
	T_CHECK(strstr(text, "\"copy\": [") == NULL);
	T_CHECK(strstr(text, "đang điều tra") != NULL);
	free(text);
	/* Suspected since: nothing goes to the representative. */
	HOUSE_EXPECT(&o.h, o.an, "{'do':'record_person_request','op_id':"
	    "'ask-3','case':'" CASE "','with':{'kind':'copy','by':"
	    "'representative'}}", "done");
	HOUSE_EXPECT(&o.h, o.an, ANSWER("ask-3", "'outcome':'done'"),
	    "done");
	text = letter(o.an, "ask-3", &how);
	T_CHECK(strstr(text, "\"copy\": [") != NULL);
	free(text);
	HOUSE_EXPECT(&o.h, o.an, "{'do':'record_answers','case':'" CASE "',"
	    "'with':{'form':'declaration','why':'rõ','answers':{"
	    "'representative_suspect':'yes'}}}", "done");
	free(letter(o.an, "ask-3", &how));
	T_STR(how, "representative_suspect");
	end(&o);
}

int
main(void)
{
	T_RUN(test_export);
	T_RUN(test_refused);
	T_RUN(test_holder);
	T_RUN(test_receiver);
	T_RUN(test_print);
	T_RUN(test_hostile);
	T_RUN(test_letter);
	return t_done();
}
