/* Files of a case, through the door: the same bytes come back, or nothing. */
#include "tests/unit/attachment_help.h"

#include <fcntl.h>
#include <sqlite3.h>

/* Attach, stored, verify, query: the same bytes, by another session too. */
static void
test_round(void)
{
	static const unsigned char bytes[] = "Giấy tờ \0 mẫu\xff\n";
	struct house h;
	struct session *an, *anh;
	const json_t *first;
	char id[64];
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(listed(an), 0);
	snprintf(id, sizeof(id), "%s", attached(&h, an, "giấy tờ.jpg", bytes,
	    sizeof(bytes), NULL));
	T_INT(strlen(id), ATTACHMENT_ID_SIZE);
	T_CHECK(verifies(&h));
	out = read_it(anh, id);
	T_CHECK(holds(out, bytes, sizeof(bytes)));
	T_STR(jx_text(out, "file_name"), "giấy tờ.jpg");
	T_STR(jx_text(out, "class"), "narrative");
	T_INT(jx_int(out, "size", 0), sizeof(bytes));
	json_decref(out);
	out = query(an, "case");
	T_INT(json_array_size(json_object_get(out, "attachments")), 1);
	first = json_array_get(json_object_get(out, "attachments"), 0);
	T_STR(jx_text(first, "id"), id);
	T_STR(jx_text(json_object_get(first, "by"), "id"), "an");
	T_CHECK(json_object_get(first, "content") == NULL);
	json_decref(out);
	T_CHECK(verifies(&h));
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

/* May this session read the file, with its bytes? */
static bool
reads(struct session *s, const char *id)
{
	json_t *out = read_it(s, id);
	bool has = json_object_get(out, "content") != NULL;

	if (!has && !str_eq(house_result(out), "no_such_attachment") &&
	    !str_eq(house_result(out), "no_such_case"))
		printf("# refused with %s\n", house_result(out));
	json_decref(out);
	return has;
}

/* Who sees the form of its question sees the file, nobody else. */
static void
test_need_to_know(void)
{
	char own[64], photo[64], scan[64];
	struct session *an, *oanh, *lan, *lien;
	struct house h;
	json_t *out;

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	oanh = house_sign_in(&h, "oanh");
	lan = house_sign_in(&h, "lan");
	lien = house_sign_in(&h, "lien");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	snprintf(own, 64, "%s", attached(&h, an, "a", "1", 1, NULL));
	out = attach(&h, an, "p", "image", "2", 1, "photo");
	snprintf(photo, 64, "%s", jx_text(out, "attachment"));
	json_decref(out);
	/* A stranger, and who was asked something else. */
	T_CHECK(!reads(oanh, own));
	HOUSE_EXPECT(&h, an, SEND("who_is_it"), "done");
	T_CHECK(reads(an, own) && reads(an, photo));
	T_CHECK(!reads(oanh, own) && !reads(oanh, photo));
	T_INT(listed(oanh), 0);
	expect_attach(&h, oanh, "{'file_name':'a','media':'file',"
	    "'content':'QQ=='}", "not_holder");
	expect_attach(&h, oanh, "{'file_name':'a','media':'image',"
	    "'content':'QQ==','name':'photo'}", "attachment_question");
	/* The question that it was asked: both sides see the file. */
	snprintf(scan, 64, "%s", attached(&h, oanh, "s", "3", 1,
	    "reply_scan"));
	T_CHECK(reads(oanh, scan) && reads(an, scan));
	T_INT(listed(oanh), 1);
	T_INT(listed(an), 3);
	out = read_it(an, scan);
	T_STR(jx_text(out, "class"), "investigation");
	json_decref(out);
	HOUSE_EXPECT(&h, oanh, "{'do':'answer_request'," CASE_ONE ",'with':{"
	    "'request':'who_is_it','answers':{'answer':'Là ai'}}}", "done");
	/* It has answered: nothing of it is left to see. */
	T_CHECK(!reads(oanh, scan));
	T_INT(listed(oanh), 0);
	/* Handed over: the files go with the case, the giver sees none. */
	HOUSE_EXPECT(&h, an, OFFER("labour1"), "done");
	T_CHECK(!reads(lan, own) && !reads(lan, scan));
	/* Who is offered a person sees the line, with its photograph. */
	T_CHECK(reads(lan, photo));
	expect_attach(&h, lan, "{'file_name':'a','media':'image',"
	    "'content':'QQ==','name':'photo'}", "attachment_question");
	HOUSE_EXPECT(&h, lan, ACCEPT("MC-2026-A00001"), "done");
	T_CHECK(reads(lan, own) && reads(lan, photo) && reads(lan, scan));
	T_INT(listed(lan), 3);
	T_CHECK(!reads(an, own) && !reads(an, photo) && !reads(an, scan));
	T_INT(listed(an), 0);
	T_CHECK(!reads(lien, own));
	T_CHECK(verifies(&h));
	tn_sign_out(an);
	tn_sign_out(oanh);
	tn_sign_out(lan);
	tn_sign_out(lien);
	house_close(&h);
}

#define ANSWER(fields) "{'do':'record_answers'," CASE_ONE ",'with':{" \
	"'form':'person','why':'x','answers':{" fields "}}}"

/* The answer to a question for a file is a file of this case and question. */
static void
test_answer(void)
{
	char photo[64], proof[64], other[64], *text;
	struct session *an;
	struct house h;
	json_t *out;

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN_AS("Lò Thị Thử"), "done");
	out = attach(&h, an, "p", "image", "2", 1, "photo");
	snprintf(other, 64, "%s", jx_text(out, "attachment"));
	json_decref(out);
	/* Not before there is a case. */
	text = xasprintf("{'do':'open_case','with':{'path':'gate','answers':{"
	    "'full_name':'Vàng A Mẫu','photo':'%s'}}}", other);
	HOUSE_EXPECT(&h, an, text, "attachment_no_case");
	free(text);
	HOUSE_EXPECT(&h, an, ANSWER("'photo':"
	    "'0123456789abcdef0123456789abcdef'"), "attachment_not_of_case");
	HOUSE_EXPECT(&h, an, ANSWER("'photo':'x'"), "attachment_not_of_case");
	snprintf(proof, 64, "%s", attached(&h, an, "q", "4", 1, "proof"));
	text = xasprintf(ANSWER("'photo':'%s'"), proof);
	HOUSE_EXPECT(&h, an, text, "attachment_not_of_case");
	free(text);
	text = xasprintf(ANSWER("'photo':'%s'"), other);
	HOUSE_EXPECT(&h, an, text, "done");
	free(text);
	/* In a row of a repeat too. */
	text = xasprintf(ANSWER("'proofs':[{'proof':'%s'}]"), other);
	HOUSE_EXPECT(&h, an, text, "attachment_not_of_case");
	free(text);
	text = xasprintf(ANSWER("'proofs':[{'proof':'%s'}]"), proof);
	HOUSE_EXPECT(&h, an, text, "done");
	free(text);
	/* Of another case it is nobody's business. */
	HOUSE_EXPECT(&h, an, "{'do':'open_case','with':{'path':'gate',"
	    "'answers':{'full_name':'Mùa Thị Mẫu Khác'}}}", "done");
	text = xasprintf("{'do':'record_answers','case':'MC-2026-00002',"
	    "'with':{'form':'person','answers':{'photo':'%s'}}}", other);
	HOUSE_EXPECT(&h, an, text, "attachment_not_of_case");
	free(text);
	/* A second photograph does not take the first one away. */
	out = attach(&h, an, "p", "image", "5", 1, "photo");
	snprintf(photo, 64, "%s", jx_text(out, "attachment"));
	json_decref(out);
	T_CHECK(reads(an, photo) && reads(an, other));
	tn_sign_out(an);
	house_close(&h);
}

static int
readings(struct session *s)
{
	json_t *out = query(s, "history");
	const json_t *list = json_object_get(out, "events"), *ev;
	size_t i;
	int n = 0;

	json_array_foreach(list, i, ev)
		n += jx_bool(ev, "reads", false) && str_eq(jx_text(
		    json_object_get(ev, "kind"), "code"), "attachment_read");
	json_decref(out);
	return n;
}

/* Each reading is in the journal before the content is handed out. */
static void
test_noted(void)
{
	struct session *an;
	struct house h;
	json_t *out, *command, *again;
	char id[64];

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	snprintf(id, 64, "%s", attached(&h, an, "a", "1", 1, NULL));
	T_INT(readings(an), 0);
	T_CHECK(reads(an, id));
	T_INT(readings(an), 1);
	T_CHECK(reads(an, id));
	T_INT(readings(an), 2);
	T_CHECK(!reads(an, "ffffffffffffffffffffffffffffffff"));
	T_INT(readings(an), 2);
	/* The same operation again is told, and nothing is attached twice. */
	command = json_pack("{s:s,s:s,s:s,s:{s:s,s:s,s:s}}", "do", "attach",
	    "op_id", "op-once", "case", CASE, "with", "file_name", "b",
	    "media", "file", "content", "QUJD");
	out = tn_execute(an, command);
	again = tn_execute(an, command);
	T_STR(jx_text(again, "outcome"), "done");
	T_CHECK(jx_bool(again, "again", false));
	T_STR(jx_text(again, "attachment"), jx_text(out, "attachment"));
	T_INT(listed(an), 2);
	json_decref(out);
	json_decref(again);
	json_decref(command);
	tn_sign_out(an);
	house_close(&h);
}

static void
tamper(struct house *h, const char *sql)
{
	struct findings found = FINDINGS_INIT;
	char *message = NULL;
	sqlite3 *db;

	tn_close(h->tn);
	if (sqlite3_open(h->store, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		printf("# %s\n", message != NULL ? message : "?");
		t_bad++;
	}
	sqlite3_free(message);
	sqlite3_close(db);
	h->tn = tn_open(&h->config, &found);
	house_say(&found);
	findings_done(&found);
}

/*
 * Two files changed places, with all that the table says of them: the seal
 * is bound to case and id, so that neither opens as the other.
 */
static void
test_swapped(void)
{
	struct session *an;
	struct house h;
	json_t *out;
	char id[64];

	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	snprintf(id, 64, "%s", attached(&h, an, "a", "1", 1, NULL));
	T_CHECK(*attached(&h, an, "b", "2", 1, NULL) != '\0');
	T_CHECK(verifies(&h));
	tn_sign_out(an);
	tamper(&h, "DROP TRIGGER attachment_no_update;"
	    "CREATE TEMP TABLE t AS SELECT id, sealed FROM attachment;"
	    "UPDATE attachment SET sealed = (SELECT sealed FROM t WHERE"
	    " t.id <> attachment.id);"
	    "CREATE TRIGGER attachment_no_update BEFORE UPDATE ON attachment"
	    " BEGIN SELECT RAISE(ABORT, 'files are append-only'); END");
	an = house_sign_in(&h, "an");
	out = read_it(an, id);
	T_STR(house_result(out), "attachment_unreadable");
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(house_result(out), "store_verify_file_changed");
	T_STR(jx_text(out, "stream"), CASE);
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

/* ---- a store that version 2 of the schema was made for ---- */

static char *
slurp(const char *name)
{
	struct str out = STR_INIT;
	char buf[4096];
	FILE *f = fopen(name, "rb");
	size_t n;

	while (f != NULL && (n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_addn(&out, buf, n);
	if (f != NULL)
		fclose(f);
	return str_steal(&out);
}

/* `sqlite3 .dump` of a store that the program of that time had made. */
static void
load_version_2(const char *path)
{
	char *sql = slurp("tests/unit/store_2.sql");
	char *message = NULL;
	sqlite3 *db;
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

	T_CHECK(fd >= 0);
	close(fd);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	if (sqlite3_exec(db, "PRAGMA page_size=4096;"
	    "PRAGMA journal_mode=WAL;", NULL, NULL, &message) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK ||
	    sqlite3_exec(db, "PRAGMA application_id=0x544e484e;"
	    "PRAGMA user_version=2;", NULL, NULL, &message) != SQLITE_OK) {
		printf("# %s\n", message != NULL ? message : "?");
		t_bad++;
	}
	sqlite3_free(message);
	sqlite3_close(db);
	free(sql);
}

static void
test_from_2(void)
{
	struct findings found = FINDINGS_INIT;
	struct session *an;
	struct house h;
	char id[64];

	T_CHECK(house_open(&h));
	tn_close(h.tn);
	unlink(h.store);
	load_version_2(h.store);
	h.tn = tn_open(&h.config, &found);
	house_say(&found);
	findings_done(&found);
	T_CHECK(h.tn != NULL);
	if (h.tn == NULL)
		return;
	T_CHECK(verifies(&h));
	an = house_sign_in(&h, "an");
	T_CHECK(an != NULL);
	T_INT(listed(an), 0);
	snprintf(id, 64, "%s", attached(&h, an, "a", "1", 1, NULL));
	T_CHECK(reads(an, id));
	T_CHECK(verifies(&h));
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_round);
	T_RUN(test_need_to_know);
	T_RUN(test_answer);
	T_RUN(test_noted);
	T_RUN(test_swapped);
	T_RUN(test_from_2);
	return t_done();
}
