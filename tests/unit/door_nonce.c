/*
 * A store that was copied, and one that was restored from a backup, go on from
 * the same moment with the same keys, and never seal with a nonce of the other
 * (S-51).
 */
#include "tests/unit/door_regimes.h"

#include "core/case/row.h"
#include "core/store/store.h"

#include <sqlite3.h>

#define NONCE 24
#define MOST 400

struct nonces {
	unsigned char list[MOST][NONCE];
	size_t n;
};

/* Of everything sealed that is newer than `after`, files and drafts too. */
static void
take_nonces(struct nonces *to, const char *path, int64_t after)
{
	static const char *const sql[] = {
		"SELECT sealed FROM event WHERE seq > ?1 AND sealed NOTNULL",
		"SELECT sealed FROM attachment WHERE seq > ?1",
	};
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) !=
	    SQLITE_OK)
		abort();
	for (size_t i = 0; i < ARRAY_LEN(sql); i++) {
		T_INT(sqlite3_prepare_v2(db, sql[i], -1, &st, NULL), SQLITE_OK);
		sqlite3_bind_int64(st, 1, after);
		while (sqlite3_step(st) == SQLITE_ROW && to->n < MOST) {
			T_CHECK(sqlite3_column_bytes(st, 0) > NONCE);
			memcpy(to->list[to->n++], sqlite3_column_blob(st, 0),
			    NONCE);
		}
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
}

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, NONCE);
}

static int
twice(struct nonces *all)
{
	int same = 0;

	qsort(all->list, all->n, NONCE, by_bytes);
	for (size_t i = 1; i < all->n; i++)
		same += by_bytes(all->list[i - 1], all->list[i]) == 0;
	return same;
}

/* The same words at the same moments, under the same key of the case. */
static size_t
goes_on(struct house *h, const char *path, when_t now, struct nonces *all,
    int64_t after)
{
	struct findings found = FINDINGS_INIT;
	size_t before = all->n;
	struct session *s;

	snprintf(h->store, sizeof(h->store), "%s", path);
	h->now = now;
	h->tn = house_tn(h, &found);
	house_say(&found);
	s = house_sign_in(h, "an");
	T_CHECK(s != NULL);
	for (int i = 0; i < 20; i++)
		HOUSE_EXPECT(h, s, "{'do':'append_note'," CASE_ONE
		    ",'with':{'text':'Cùng một câu'}}", "done");
	HOUSE_EXPECT(h, s, "{'do':'attach'," CASE_ONE ",'with':{'file_name':"
	    "'a','media':'file','content':'YQ=='}}", "done");
	tn_sign_out(s);
	tn_close(h->tn);
	h->tn = NULL;
	take_nonces(all, path, after);
	return all->n - before;
}

/* Byte by byte, as a machine is cloned. */
static void
copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out;
	char room[4096];
	size_t n;

	umask(077);
	out = fopen(to, "wb");
	if (in == NULL || out == NULL)
		abort();
	while ((n = fread(room, 1, sizeof(room), in)) > 0)
		T_INT(fwrite(room, 1, n, out), n);
	T_INT(fclose(out), 0);
	fclose(in);
}

/* All that lies in the folder but the store that house_close() knows. */
static void
remove_beside(const char *path)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast",
	    "-signing", "-erased", ".erased" };
	char name[600];

	for (size_t i = 0; i < ARRAY_LEN(tail); i++) {
		snprintf(name, sizeof(name), "%s%s", path, tail[i]);
		unlink(name);
	}
}

static int64_t
head_of(struct store *st)
{
	const struct journal *j = store_journal(st);
	unsigned char hash[HASH_SIZE];
	int64_t seq = 0;

	T_CHECK(j->head(j->ctx, &seq, hash, NULL));
	return seq;
}

static void
test_copies(void)
{
	static struct nonces all;
	struct ended_known none = { NULL, 0, NULL };
	static const char *const name[] = { "clone", "copy", "back" };
	char path[3][160], live[96];
	struct err e = ERR_INIT;
	struct session *s;
	struct store *st;
	struct house h;
	int64_t after;
	size_t n[3];

	regimes_open(&h, OLD_DAY);
	for (size_t i = 0; i < ARRAY_LEN(name); i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s.db", h.dir, name[i]);
	s = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s, OPEN, "done");
	tn_sign_out(s);
	tn_close(h.tn);
	h.tn = NULL;
	snprintf(live, sizeof(live), "%s", h.store);
	st = store_open(live, &case_projector, NULL, &e);
	T_CHECK(st != NULL);
	T_CHECK(store_checkpoint(st, h.now));
	after = head_of(st);
	T_CHECK(store_backup(st, path[1], NULL, &e));
	store_close(st);
	copy_file(live, path[0]);
	T_CHECK(store_restore(path[1], path[2], false, &none, &case_projector,
	    h.now, NULL, &e));
	T_INT(e.code, ERR_NONE);
	n[0] = goes_on(&h, live, h.now, &all, after);
	n[1] = goes_on(&h, path[0], h.now - 22000, &all, after);
	n[2] = goes_on(&h, path[2], h.now - 22000, &all, after);
	printf("# %zu, %zu and %zu seals\n", n[0], n[1], n[2]);
	/* They did seal the same, or nothing is shown here. */
	T_CHECK(n[0] > 21 && n[1] > 21 && n[2] > 21);
	T_INT(twice(&all), 0);
	err_done(&e);
	for (size_t i = 0; i < ARRAY_LEN(path); i++)
		remove_beside(path[i]);
	remove_beside(live);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_copies);
	return t_done();
}
