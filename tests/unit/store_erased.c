/*
 * The signed list of erased streams: who changes, moves, forges or ages it is
 * refused, and a restore ends again what any list of the site names.
 */
#include "tests/t.h"
#include "core/store/ended.h"
#include "core/store/inside.h"
#include "tests/unit/store_clean.h"

static struct store *s;
static char *path, *copy, *list, *back;

static struct store *
made(const char *file, const char *site)
{
	struct err e = ERR_INIT;
	struct store *out = NULL;

	if (store_create(file, site, &fake_projector, FAKE_NOW, &e))
		out = store_open(file, &fake_projector, NULL, &e);
	if (out == NULL)
		abort();
	store_set_ballast(out, 0);
	return out;
}

static void
save(struct store *to, const char *op, const char *stream, const char *kind)
{
	struct event ev = fake_event(stream, kind, "{}");
	struct err e = ERR_INIT;

	T_INT(fake_commit(store_journal(to), op, &ev, 1, NULL, 0, &e),
	    COMMIT_DONE);
	err_done(&e);
}

/* A store, a backup of it and then, in the store, an erasure. */
static void
begin(void)
{
	struct err e = ERR_INIT;

	fake_folder();
	path = fake_path("kho.tn");
	copy = fake_path("ban-sao.tn");
	list = fake_path("ban-sao.tn.erased");
	back = fake_path("moi.tn");
	s = made(path, "mong-cai");
	save(s, "a", "case-1", "note");
	save(s, "b", "case-2", "note");
	T_CHECK(store_checkpoint(s, FAKE_NOW));
	T_CHECK(store_backup(s, copy, NULL, &e));
	save(s, "c", "case-1", "ended");
	T_CHECK(store_ended_write(s, list, &e));
	err_done(&e);
}

static void
end(void)
{
	store_close(s);
	free(path);
	free(copy);
	free(list);
	free(back);
	fake_clean();
}

/* Restores by the list at `file` (NULL: by none): how it ended. */
static enum err_code
restore(const char *file, const char *key)
{
	struct ended_list l = { .n = 0 };
	struct ended_known known = { &l, file != NULL, key };
	struct err e = ERR_INIT;
	enum err_code code;

	code = (file == NULL || store_ended_read(file, &l, &e)) &&
	    store_restore(copy, back, false, &known, &fake_projector,
	    FAKE_NOW + 5, NULL, &e) ? ERR_NONE : e.code;
	ended_list_done(&l);
	err_done(&e);
	return code;
}

static size_t
ended_in_store(const char *file)
{
	struct store *t = store_open(file, &fake_projector, NULL, NULL);
	struct ended_list l = { .n = 0 };
	size_t n;

	T_CHECK(t != NULL && store_ended_list(t, &l, NULL));
	n = l.n;
	ended_list_done(&l);
	store_set_ballast(t, 0);
	store_close(t);
	return n;
}

static void
forget_back(bool known)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast",
	    "-signing", ENDED_BESIDE };

	for (size_t i = 0; i < ARRAY_LEN(tail) - !known; i++) {
		char *name = xasprintf("%s%s", back, tail[i]);

		unlink(name);
		free(name);
	}
}

static void
test_by_its_list(void)
{
	struct ended_list l;
	struct err e = ERR_INIT;
	char *beside;

	begin();
	T_CHECK(store_ended_read(list, &l, &e));
	T_STR(l.site, "mong-cai");
	T_INT(l.number, 1);
	T_INT(l.n, 1);
	T_STR(l.item[0].stream, "case-1");
	T_CHECK(memcmp(l.key, s->sign_public, HASH_SIZE) == 0);
	ended_list_done(&l);
	T_INT(restore(list, NULL), ERR_NONE);
	T_INT(ended_in_store(back), 1);
	/* What it went by lies beside it now, signed by its own new key. */
	beside = xasprintf("%s%s", back, ENDED_BESIDE);
	T_CHECK(store_ended_read(beside, &l, &e));
	T_INT(l.number, 1);
	T_CHECK(memcmp(l.key, s->sign_public, HASH_SIZE) != 0);
	ended_list_done(&l);
	free(beside);
	T_INT(fake_files_left(), 10);	/* nothing else was left behind */
	end();
	err_done(&e);
}

/* S-50: each byte of it, changed, is found. */
static void
test_each_byte(void)
{
	struct ended_list l;
	struct err e = ERR_INIT;
	size_t len, taken = 0;
	char text[4096];
	FILE *f;

	begin();
	f = fopen(list, "r+");
	len = fread(text, 1, sizeof(text), f);
	T_CHECK(len > 200 && len < sizeof(text));
	setbuf(f, NULL);
	for (size_t i = 0; i < len; i++) {
		(void)!pwrite(fileno(f), &(char){ text[i] ^ 1 }, 1, (off_t)i);
		if (store_ended_read(list, &l, &e)) {
			printf("# byte %zu may be changed\n", i);
			ended_list_done(&l);
			taken++;
		} else if (e.code != ERR_STORE_BAD_ENDED_LIST) {
			taken++;
		}
		err_done(&e);
		(void)!pwrite(fileno(f), &text[i], 1, (off_t)i);
	}
	T_INT(taken, 0);
	T_CHECK(store_ended_read(list, &l, &e));
	ended_list_done(&l);
	/* A line taken out, and the count set right. */
	T_INT(truncate(list, (off_t)len - 20), 0);
	T_INT(restore(list, NULL), ERR_STORE_BAD_ENDED_LIST);
	fclose(f);
	end();
	err_done(&e);
}

static void
test_strangers(void)
{
	char *theirs, *of_them, hex[2 * HASH_SIZE + 1];
	struct err e = ERR_INIT;
	struct store *t;

	begin();
	theirs = fake_path("khac.tn");
	of_them = fake_path("khac.erased");
	t = made(theirs, "lao-cai");
	save(t, "a", "case-9", "note");
	T_CHECK(store_ended_write(t, of_them, &e));
	T_INT(restore(of_them, NULL), ERR_STORE_ENDED_STRANGER);
	store_close(t);
	/* The same name is not the same site: its key is unknown here. */
	free(theirs);
	theirs = fake_path("gia.tn");
	t = made(theirs, "mong-cai");
	save(t, "a", "case-1", "note");
	T_CHECK(store_ended_write(t, of_them, &e));
	T_INT(restore(of_them, NULL), ERR_STORE_ENDED_KEY);
	T_INT(access(back, F_OK), -1);
	/* Twelve digits are too few, sixty-four are the key. */
	for (size_t i = 0; i < 6; i++)
		snprintf(hex + 2 * i, 3, "%02x", t->sign_public[i]);
	T_INT(restore(of_them, hex), ERR_STORE_ENDED_KEY);
	for (size_t i = 0; i < HASH_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", t->sign_public[i]);
	T_INT(restore(of_them, hex), ERR_NONE);
	store_close(t);
	free(theirs);
	free(of_them);
	end();
	err_done(&e);
}

/* What was known once is not forgotten by handing over an older list. */
static void
test_older(void)
{
	struct err e = ERR_INIT;
	char *newer;

	begin();
	newer = fake_path("moi.erased");
	save(s, "d", "case-2", "ended");
	T_CHECK(store_ended_write(s, newer, &e));
	T_INT(restore(newer, NULL), ERR_NONE);
	T_INT(ended_in_store(back), 2);
	forget_back(false);
	T_INT(restore(list, NULL), ERR_STORE_ENDED_OLD);
	T_INT(access(back, F_OK), -1);
	/* By no list at all: what lies beside is heeded all the same. */
	T_INT(restore(NULL, NULL), ERR_NONE);
	T_INT(ended_in_store(back), 2);
	forget_back(true);
	T_INT(restore(list, NULL), ERR_NONE);
	T_INT(ended_in_store(back), 1);
	forget_back(true);
	/* A list from before the backup was made says too little for it. */
	T_CHECK(store_checkpoint(s, FAKE_NOW));
	save(s, "e", "case-3", "note");
	T_CHECK(store_backup(s, copy, NULL, &e));
	T_INT(restore(newer, NULL), ERR_STORE_ENDED_BEFORE);
	free(newer);
	end();
	err_done(&e);
}

/*
 * A stream that a restored store never had may be in another backup: lists
 * written later go on naming it.
 */
static void
test_passed_on(void)
{
	char *newer, *other;
	struct ended_list l;
	struct err e = ERR_INIT;
	struct store *t;

	begin();
	newer = fake_path("moi.erased");
	other = fake_path("sau.tn");
	save(s, "d", "case-5", "note");
	T_CHECK(store_checkpoint(s, FAKE_NOW));
	T_CHECK(store_backup(s, other, NULL, &e));	/* has case-5 */
	save(s, "f", "case-5", "ended");
	T_CHECK(store_ended_write(s, newer, &e));
	T_INT(restore(newer, NULL), ERR_NONE);		/* has it not */
	T_INT(ended_in_store(back), 1);
	t = store_open(back, &fake_projector, NULL, &e);
	T_CHECK(store_ended_write(t, newer, &e));
	T_CHECK(store_ended_read(newer, &l, &e));
	T_INT(l.number, 3);
	T_INT(l.n, 2);
	T_STR(l.item[1].stream, "case-5");
	ended_list_done(&l);
	store_close(t);
	free(newer);
	free(other);
	end();
	err_done(&e);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_by_its_list);
	T_RUN(test_each_byte);
	T_RUN(test_strangers);
	T_RUN(test_older);
	T_RUN(test_passed_on);
	return t_done();
}
