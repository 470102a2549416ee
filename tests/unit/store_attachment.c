/* Files beside the journal: whole with their entry or not at all, for good. */
#include "tests/t.h"
#include "core/store/inside.h"
#include "tests/crash/disk.h"
#include "tests/unit/store_clean.h"

#include <sqlite3.h>
#include <sys/mount.h>

#define ID_A "0123456789abcdef0123456789abcdef"
#define ID_B "fedcba9876543210fedcba9876543210"
#define BIG ((size_t)5 << 20)

static char *path;
static struct store *s;
static const struct journal *j;

static void
open_it(void)
{
	struct err e = ERR_INIT;

	s = store_open(path, &fake_projector, NULL, &e);
	if (s == NULL) {
		printf("# %s\n", err_code_name(e.code));
		abort();
	}
	j = store_journal(s);
	err_done(&e);
}

static void
begin(void)
{
	fake_folder();
	path = fake_path("kho.tn");
	if (!store_create(path, "mong-cai", &fake_projector, FAKE_NOW, NULL))
		abort();
	open_it();
}

static void
end(void)
{
	store_close(s);
	fake_clean();
	free(path);
}

static unsigned char *
made(size_t len, uint64_t seed)
{
	unsigned char *bytes = xmalloc(len);

	for (size_t i = 0; i < len; i++)
		bytes[i] = (unsigned char)fake_random(&seed);
	return bytes;
}

/* An operation of two entries, of which the second brings a file. */
static enum commit_result
save(const char *op, const char *stream, const char *id,
    const unsigned char *bytes, size_t len, struct err *e)
{
	struct attachment a = { id, bytes, len, 1 };
	struct event ev[2] = {
		fake_event(stream, "note", "{'state':'x'}"),
		fake_event(stream, "note", "{'state':'y'}"),
	};
	struct batch b = {
		.op_id = op, .event = ev, .n_event = 2, .attachment = &a,
		.n_attachment = 1,
	};
	enum commit_result r;

	ev[1].op_part = 1;
	fake_name(&ev[1], &a);
	r = j->commit(j->ctx, &b, e);
	json_decref(ev[0].facts);
	json_decref(ev[1].facts);
	return r;
}

static bool
is_there(const char *stream, const char *id, const unsigned char *bytes,
    size_t len)
{
	size_t n = 0;
	unsigned char *got = j->attachment(j->ctx, stream, id, &n, NULL);
	bool same = got != NULL && n == len && memcmp(got, bytes, n) == 0;

	free(got);
	return same;
}

static int
verdict(int64_t *seq, char stream[STREAM_MAX])
{
	struct err e = ERR_INIT;
	struct store_verdict v;
	bool fine = store_verify(s, &v, NULL, &e);

	if (fine != (v.what == VERDICT_FINE) || fine != (e.code == ERR_NONE))
		return -1;
	if (seq != NULL)
		*seq = v.seq;
	if (stream != NULL)
		snprintf(stream, STREAM_MAX, "%s", v.stream);
	err_done(&e);
	return (int)v.what;
}

static void
test_saved(void)
{
	unsigned char *bytes = made(BIG, 7);
	struct err e = ERR_INIT;

	begin();
	T_INT(save("op-1", "case-1", ID_A, bytes, BIG, &e), COMMIT_DONE);
	T_CHECK(is_there("case-1", ID_A, bytes, BIG));
	/* Only in its own stream, and no other. */
	T_CHECK(!is_there("case-2", ID_A, bytes, BIG));
	T_CHECK(!is_there("case-1", ID_B, bytes, BIG));
	T_CHECK(!is_there("case-1", "' OR 1 --", bytes, BIG));
	T_INT(verdict(NULL, NULL), VERDICT_FINE);
	/* Again: told so, and nothing doubled. */
	T_INT(save("op-1", "case-1", ID_B, bytes, 10, &e), COMMIT_AGAIN);
	T_CHECK(!is_there("case-1", ID_B, bytes, 10));
	/* The same id a second time is no accident. */
	T_INT(save("op-2", "case-2", ID_A, bytes, 10, &e), COMMIT_FAILED);
	T_INT(j->find_operation(j->ctx, "op-2", NULL), 0);
	store_close(s);
	open_it();
	T_CHECK(is_there("case-1", ID_A, bytes, BIG));
	T_INT(verdict(NULL, NULL), VERDICT_FINE);
	err_done(&e);
	free(bytes);
	end();
}

/* Changes what a batch says of its file. */
static enum commit_result
save_wrong(int how)
{
	static const unsigned char bytes[64] = "bí mật";
	struct attachment a[2] = { { ID_A, bytes, 64, 0 },
	    { ID_B, bytes, 64, 0 } };
	struct event ev = fake_event("case-1", "note", "{'state':'x'}");
	struct batch b = {
		.op_id = "op", .event = &ev, .n_event = 1, .attachment = a,
		.n_attachment = 1,
	};
	enum commit_result r;

	fake_name(&ev, &a[0]);
	switch (how) {
	case 0: a[0].id = ID_B; break;
	case 1: a[0].id = "short"; break;
	case 2: a[0].sealed_len = 63; break;
	case 3: a[0].sealed = (const unsigned char *)"other";
	    a[0].sealed_len = 6; break;
	case 4: a[0].part = 1; break;
	case 5: a[0].sealed = NULL; break;
	case 6: b.n_attachment = 0; break;
	case 7: b.n_attachment = 2; break;
	case 8: json_object_del(ev.facts, "hash"); break;
	case 9: json_object_del(ev.facts, "attachment"); break;
	case 10: a[0].id = NULL; break;
	case 11: a[0].id = "0123456789ABCDEF0123456789ABCDEF"; break;
	}
	r = j->commit(j->ctx, &b, NULL);
	json_decref(ev.facts);
	return r;
}

static void
test_refused(void)
{
	unsigned char *huge;

	begin();
	for (int how = 0; how <= 11; how++)
		if (save_wrong(how) != COMMIT_FAILED) {
			printf("# accepted: %d\n", how);
			t_bad++;
		}
	T_INT(save_wrong(99), COMMIT_DONE);
	huge = xcalloc(1, ((size_t)16 << 20) + 1);
	T_INT(save("op-h", "case-1", ID_B, huge, ((size_t)16 << 20) + 1,
	    NULL), COMMIT_FAILED);
	free(huge);
	T_INT(verdict(NULL, NULL), VERDICT_FINE);
	end();
}

/* With every guard off, as somebody with the disk in hand would. */
static void
tamper(const char *sql)
{
	char *message = NULL;
	sqlite3 *db;

	store_close(s);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		printf("# %s: %s\n", sql, message);
		t_bad++;
	}
	sqlite3_free(message);
	sqlite3_close(db);
	open_it();
}

#define GUARD(what, sql) \
	"DROP TRIGGER attachment_" what ";" sql ";"
#define NO_UPDATE "CREATE TRIGGER attachment_no_update" \
	" BEFORE UPDATE ON attachment" \
	" BEGIN SELECT RAISE(ABORT, 'files are append-only'); END"
#define NO_DELETE "CREATE TRIGGER attachment_no_delete" \
	" BEFORE DELETE ON attachment" \
	" BEGIN SELECT RAISE(ABORT, 'files are append-only'); END"
#define CHANGE(set) GUARD("no_update", "PRAGMA ignore_check_constraints=ON;" \
	"UPDATE attachment SET " set " WHERE id = '" ID_A "'") NO_UPDATE

static const struct {
	const char *sql;
	enum verdict what;
	int64_t seq;
	const char *stream;
} tampering[] = {
	{ GUARD("no_delete", "DELETE FROM attachment WHERE id = '" ID_A "'")
	    NO_DELETE, VERDICT_FILE_MISSING, 2, "case-1" },
	{ CHANGE("id = 'ffff456789abcdef0123456789abcdef'"),
	    VERDICT_FILE_MISSING, 2, "case-1" },
	{ CHANGE("sealed = zeroblob(length(sealed))"), VERDICT_FILE_CHANGED,
	    2, "case-1" },
	{ CHANGE("sealed = substr(sealed, 1, 9), size = 9"),
	    VERDICT_FILE_CHANGED, 2, "case-1" },
	{ CHANGE("hash = zeroblob(32)"), VERDICT_FILE_CHANGED, 2, "case-1" },
	{ CHANGE("stream = 'case-2'"), VERDICT_FILE_CHANGED, 2, "case-1" },
	{ CHANGE("seq = 1"), VERDICT_FILE_CHANGED, 2, "case-1" },
	{ "INSERT INTO attachment VALUES ('" ID_B "', 'case-2', 3, 2,"
	    " zeroblob(32), x'0102')", VERDICT_FILE_EXTRA, 3, "case-2" },
	/* The guards themselves are looked for. */
	{ "DROP TRIGGER attachment_no_update", VERDICT_STRUCTURE, 0, NULL },
	{ "DROP TRIGGER attachment_no_delete", VERDICT_STRUCTURE, 0, NULL },
	{ "DROP TRIGGER attachment_append", VERDICT_STRUCTURE, 0, NULL },
};

static void
test_tampered(void)
{
	unsigned char *bytes = made(70000, 11);
	char stream[STREAM_MAX];
	int64_t seq;

	for (size_t i = 0; i < ARRAY_LEN(tampering); i++) {
		int what;

		begin();
		T_INT(save("op-1", "case-1", ID_A, bytes, 70000, NULL),
		    COMMIT_DONE);
		T_INT(fake_save(j, "op-2", "case-2", "{'state':'z'}", NULL),
		    COMMIT_DONE);
		T_INT(verdict(NULL, NULL), VERDICT_FINE);
		tamper(tampering[i].sql);
		what = verdict(&seq, stream);
		if (what != (int)tampering[i].what) {
			printf("# %s\n", tampering[i].sql);
			T_INT(what, tampering[i].what);
		}
		if (tampering[i].stream != NULL) {
			T_INT(seq, tampering[i].seq);
			T_STR(stream, tampering[i].stream);
		}
		end();
	}
	free(bytes);
}

/* Neither this program nor a hand with the guards on can change a file. */
static void
test_append_only(void)
{
	static const char *const sql[] = {
		"UPDATE attachment SET size = 1", "DELETE FROM attachment",
		"REPLACE INTO attachment VALUES ('" ID_A "', 'case-1', 2, 2,"
		    " zeroblob(32), x'0102')",
		"INSERT INTO attachment VALUES ('" ID_B "', 'case-1', 2, 2,"
		    " zeroblob(32), x'0102')",
		"INSERT INTO attachment VALUES ('../../x', 'case-1', 1, 2,"
		    " zeroblob(32), x'0102')",
	};
	unsigned char bytes[100] = "x";
	sqlite3 *db;

	begin();
	T_INT(save("op-1", "case-1", ID_A, bytes, 100, NULL), COMMIT_DONE);
	/* In running work the wrapper refuses before SQLite is asked. */
	T_CHECK(DB_GET(s->db, "DELETE FROM attachment") == NULL);
	T_CHECK(DB_GET(s->db, "UPDATE attachment SET size = 1") == NULL);
	T_CHECK(DB_GET(s->db, "INSERT INTO attachment DEFAULT VALUES") ==
	    NULL);
	db_forgive(s->db);
	store_close(s);
	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	for (size_t i = 0; i < ARRAY_LEN(sql); i++)
		if (sqlite3_exec(db, sql[i], NULL, NULL, NULL) == SQLITE_OK) {
			printf("# allowed: %s\n", sql[i]);
			t_bad++;
		}
	sqlite3_close(db);
	open_it();
	T_CHECK(is_there("case-1", ID_A, bytes, 100));
	T_INT(verdict(NULL, NULL), VERDICT_FINE);
	end();
}

static void
test_backup(void)
{
	unsigned char *bytes = made(300000, 13);
	struct err e = ERR_INIT;
	char *copy, *again;

	begin();
	T_INT(save("op-1", "case-1", ID_A, bytes, 300000, &e), COMMIT_DONE);
	copy = fake_path("copy.tn");
	again = fake_path("again.tn");
	T_CHECK(store_backup(s, copy, NULL, &e));
	T_CHECK(store_restore(copy, again, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	store_close(s);
	free(path);
	path = again;
	open_it();
	T_CHECK(is_there("case-1", ID_A, bytes, 300000));
	T_INT(verdict(NULL, NULL), VERDICT_FINE);
	/* A copy without its file is no backup. */
	tamper(GUARD("no_delete", "DELETE FROM attachment") NO_DELETE);
	T_CHECK(!store_backup(s, copy, NULL, &e));
	T_INT(e.code, ERR_STORE_VERIFY_FILE_MISSING);
	err_done(&e);
	free(copy);
	free(bytes);
	end();
}

/*
 * The n-th write, sync or truncate fails while a file is saved, then n + 1:
 * afterwards both are there or neither, and what was told is true.
 */
static bool
one_fault(struct disk_fault fault, int run, int *half, int *lies)
{
	unsigned char *bytes = made(90000, (uint64_t)run + 1);
	char op[32], id[ATTACHMENT_ID_SIZE + 1];
	enum commit_result told;
	bool reached, file;
	int n;

	snprintf(op, sizeof(op), "op-%d", run);
	snprintf(id, sizeof(id), "%032x", (unsigned)run);
	open_it();
	s->checkpoint_pages = 12;
	disk_set_fault(fault);
	told = save(op, "case-1", id, bytes, 90000, NULL);
	reached = disk_calls[fault.call] >= fault.at;
	disk_clear_fault();
	s->stale = true;
	store_close(s);
	open_it();
	n = j->find_operation(j->ctx, op, NULL);
	file = is_there("case-1", id, bytes, 90000);
	*half += (n == 2) != file || (n != 0 && n != 2);
	*lies += (told == COMMIT_DONE && n == 0) ||
	    (told == COMMIT_FAILED && n != 0);
	*half += verdict(NULL, NULL) != VERDICT_FINE;
	store_close(s);
	free(bytes);
	return reached;
}

static void
test_faults(void)
{
	static const struct {
		const char *name;
		struct disk_fault fault;
	} sweeps[] = {
		{ "disk full once", { .call = DISK_WRITE, .error = ENOSPC } },
		{ "disk full and stays so",
		    { .call = DISK_WRITE, .error = ENOSPC, .sticky = true } },
		{ "half a write", { .call = DISK_WRITE, .error = EIO,
		    .half = true } },
		{ "no sync", { .call = DISK_SYNC, .error = EIO } },
	};
	int run = 1;

	for (size_t i = 0; i < ARRAY_LEN(sweeps); i++) {
		struct disk_fault fault = sweeps[i].fault;
		int half = 0, lies = 0, first = run, n = 1;

		begin();
		store_close(s);
		snprintf(disk_dir, sizeof(disk_dir), "%s", fake_dir);
		do {
			fault.at = n;
			n += 1 + n / 12;
		} while (one_fault(fault, run++, &half, &lies) && n < 200);
		printf("# %s: %d runs\n", sweeps[i].name, run - first);
		T_CHECK(run - first > 3);
		T_INT(half, 0);
		T_INT(lies, 0);
		open_it();
		end();
	}
}

static bool
mount_small(void)
{
	fake_folder();
	if (mount("tmpfs", fake_dir, "tmpfs", MS_NOSUID | MS_NODEV,
	    "size=40m,mode=0700") == 0)
		return true;
	fake_clean();
	return false;
}

/*
 * A disk that is full of files: a file is refused, and the reserve stays for
 * what matters more, which is still saved.
 */
static void
test_full_disk(void)
{
	unsigned char *bytes = made(BIG, 17);
	enum commit_result r = COMMIT_DONE;
	struct err e = ERR_INIT;
	char op[32], id[ATTACHMENT_ID_SIZE + 1];
	int n = 0;

	if (!mount_small()) {
		free(bytes);
		T_SKIP("no right to mount a small disk");
	}
	path = fake_path("s");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	open_it();
	for (; n < 20 && r == COMMIT_DONE; n++) {
		snprintf(op, sizeof(op), "op-%d", n);
		snprintf(id, sizeof(id), "%032x", (unsigned)n);
		r = save(op, "case-1", id, bytes, BIG, &e);
	}
	printf("# %d files of 5 MiB in 40 MiB\n", n - 1);
	T_CHECK(n > 1);
	T_INT(r, COMMIT_FAILED);
	T_INT(e.code, ERR_STORE_FULL);
	T_CHECK(!is_there("case-1", id, bytes, BIG));
	for (int i = 0; i < 20; i++) {
		snprintf(op, sizeof(op), "note-%d", i);
		T_INT(fake_save(j, op, "case-1", "{'state':'n'}", &e),
		    COMMIT_DONE);
		T_INT(save("again", "case-1", ID_B, bytes, BIG, &e),
		    COMMIT_FAILED);
	}
	T_CHECK(!s->ballast_spent);
	T_INT(verdict(NULL, NULL), VERDICT_FINE);
	store_close(s);
	free(path);
	free(bytes);
	umount2(fake_dir, MNT_DETACH);
	rmdir(fake_dir);
	err_done(&e);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_saved);
	T_RUN(test_refused);
	T_RUN(test_tampered);
	T_RUN(test_append_only);
	T_RUN(test_backup);
	T_RUN(test_faults);
	T_RUN(test_full_disk);
	return t_done();
}
