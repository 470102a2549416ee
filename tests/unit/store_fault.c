/*
 * Failing disks: the n-th write, fsync or truncate fails, then n + 1, until
 * none is left to fail.  Never a false "saved", never a false "not saved".
 */
#include "tests/t.h"
#include "core/store/inside.h"
#include "tests/crash/disk.h"
#include "tests/unit/store_clean.h"

#include <sys/mount.h>

#define SAVES 6

static char *path;
static struct store *s;
static const struct journal *j;

struct tally {
	int runs, done, failed, unknown, false_saved, false_unsaved, doubled;
	int unverified, unopened, unmended;
};

static struct tally tally;

static struct store *
open_it(void)
{
	struct err e = ERR_INIT;
	struct str text = STR_INIT;

	s = store_open(path, &fake_projector, NULL, &e);
	if (s == NULL) {
		err_text(&e, LANG_EN, false, &text);
		printf("# %s\n", str_text(&text));
		tally.unopened++;
		err_done(&e);
		str_done(&text);
		return NULL;
	}
	s->checkpoint_pages = 12;	/* faults meet checkpoints too */
	j = store_journal(s);
	return s;
}

static enum commit_result
save(int run, int i)
{
	struct event ev[2];
	char id[32];

	snprintf(id, sizeof(id), "op-%d-%d", run, i);
	ev[0] = fake_event("case-1", "note", "{'state':'x'}");
	json_object_set_new(ev[0].facts, "pad", json_sprintf("%05000d", i));
	ev[1] = fake_event("case-2", "note", "{'work':{'u':'holder'}}");
	return fake_commit(j, id, ev, 2, NULL, 0, NULL);
}

static int
found(int run, int i)
{
	char id[32];

	snprintf(id, sizeof(id), "op-%d-%d", run, i);
	return j->find_operation(j->ctx, id, NULL);
}

/* What was told must be what is there after a new start. */
static void
hold_to_account(int run, const enum commit_result *told)
{
	struct store_verdict v;

	for (int i = 0; i < SAVES; i++) {
		int n = found(run, i);
		enum commit_result again;

		tally.doubled += n != 0 && n != 2;
		switch (told[i]) {
		case COMMIT_DONE:
			tally.done++;
			tally.false_saved += n == 0;
			break;
		case COMMIT_FAILED:
			tally.failed++;
			tally.false_unsaved += n != 0;
			break;
		case COMMIT_UNKNOWN:
			tally.unknown++;
			break;
		default:
			T_CHECK(!"an outcome that makes no sense here");
		}
		/* The officer tries once more: saved then, and saved once. */
		again = save(run, i);
		tally.unmended += again != (n ? COMMIT_AGAIN : COMMIT_DONE) ||
		    found(run, i) != 2;
	}
	tally.unverified += !store_verify(s, &v, NULL, NULL);
}

/* One run: SAVES saves, of which something fails at the n-th call. */
static bool
one_run(int run, struct disk_fault fault)
{
	enum commit_result told[SAVES];
	bool reached;

	if (open_it() == NULL)
		return false;
	disk_set_fault(fault);
	for (int i = 0; i < SAVES; i++)
		told[i] = save(run, i);
	reached = disk_calls[fault.call] >= fault.at;
	/* A cut comes now: the log stays as it is. */
	disk_clear_fault();
	s->stale = true;
	store_close(s);
	if (open_it() == NULL)
		return false;
	hold_to_account(run, told);
	store_close(s);
	tally.runs++;
	return reached;
}

static void
sweep(const char *name, struct disk_fault fault)
{
	static int run;
	int n = 1;

	memset(&tally, 0, sizeof(tally));
	fake_folder();
	snprintf(disk_dir, sizeof(disk_dir), "%s", fake_dir);
	path = fake_path("s");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	/* Each of the first calls, then some of the later ones. */
	do {
		fault.at = n;
		n += 1 + n / 12;
	} while (one_run(run++, fault) && n < 160);
	printf("# %s: %d runs, %d done, %d failed, %d unknown\n", name,
	    tally.runs, tally.done, tally.failed, tally.unknown);
	T_CHECK(disk_is_between());
	T_CHECK(tally.runs > 3);
	T_INT(tally.unopened, 0);
	T_INT(tally.false_saved, 0);
	T_INT(tally.false_unsaved, 0);
	T_INT(tally.doubled, 0);
	T_INT(tally.unverified, 0);
	T_INT(tally.unmended, 0);
	disk_dir[0] = '\0';
	free(path);
	fake_clean();
}

static void
test_no_space(void)
{
	sweep("no space, once", (struct disk_fault){ DISK_WRITE, ENOSPC, 0,
	    false, false });
	sweep("no space, once, half", (struct disk_fault){ DISK_WRITE, ENOSPC,
	    0, false, true });
	sweep("no space from then on", (struct disk_fault){ DISK_WRITE, ENOSPC,
	    0, true, true });
	T_CHECK(tally.failed > 0);
}

static void
test_write_errors(void)
{
	sweep("write error, once", (struct disk_fault){ DISK_WRITE, EIO, 0,
	    false, false });
	sweep("write error, once, half", (struct disk_fault){ DISK_WRITE, EIO,
	    0, false, true });
	sweep("write error from then on", (struct disk_fault){ DISK_WRITE, EIO,
	    0, true, true });
}

static void
test_sync_errors(void)
{
	sweep("fsync error, once", (struct disk_fault){ DISK_SYNC, EIO, 0,
	    false, false });
	/* found out, by looking the operation up: mostly it is there */
	T_CHECK(tally.done > tally.failed);
	sweep("fsync error from then on", (struct disk_fault){ DISK_SYNC, EIO,
	    0, true, false });
	T_CHECK(tally.unknown > 0);
	sweep("fsync: no space, once", (struct disk_fault){ DISK_SYNC, ENOSPC,
	    0, false, false });
}

static void
test_truncate_errors(void)
{
	sweep("truncate error, from the first on", (struct disk_fault){
	    DISK_TRUNCATE, EIO, 0, true, false });
}

/* While the disk is gone nothing may be called "not saved". */
static void
test_unknown_until_known(void)
{
	struct err e = ERR_INIT;
	struct event ev;
	enum commit_result r;

	fake_folder();
	snprintf(disk_dir, sizeof(disk_dir), "%s", fake_dir);
	path = fake_path("s");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	open_it();
	T_INT(fake_save(j, "before", "case-2", "{}", &e), COMMIT_DONE);
	disk_set_fault((struct disk_fault){ DISK_SYNC, EIO, 1, true, false });
	ev = fake_event("case-1", "note", "{}");
	r = fake_commit(j, "op", &ev, 1, NULL, 0, &e);
	T_INT(r, COMMIT_UNKNOWN);
	T_INT(e.code, ERR_STORE_UNKNOWN);
	r = fake_save(j, "op", "case-1", "{}", &e);
	T_CHECK(r == COMMIT_UNKNOWN || r == COMMIT_AGAIN);
	disk_clear_fault();
	r = fake_save(j, "op", "case-1", "{}", &e);
	T_CHECK(r == COMMIT_DONE || r == COMMIT_AGAIN);
	T_INT(j->find_operation(j->ctx, "op", &e), 1);
	store_close(s);
	disk_dir[0] = '\0';
	free(path);
	fake_clean();
	err_done(&e);
}

/* The file goes away while it is open: not a word of "saved" after that. */
static void
test_file_taken_away(void)
{
	struct err e = ERR_INIT;
	enum commit_result r;
	char *other;

	fake_folder();
	path = fake_path("s");
	other = fake_path("t");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	open_it();
	T_INT(fake_save(j, "a", "case-1", "{}", &e), COMMIT_DONE);
	T_CHECK(rename(path, other) == 0);
	r = fake_save(j, "b", "case-1", "{}", &e);
	T_CHECK(r == COMMIT_FAILED || r == COMMIT_UNKNOWN);
	T_CHECK(!j->put_draft(j->ctx, "an", "x", "y", 1, 1, &e));
	T_CHECK(rename(other, path) == 0);
	T_INT(fake_save(j, "b", "case-1", "{}", &e), COMMIT_DONE);
	T_INT(j->last_seq(j->ctx, "case-1"), 2);
	store_close(s);
	free(other);
	free(path);
	fake_clean();
	err_done(&e);
}

static char *away;

static void
take_away(void)
{
	T_CHECK(rename(path, away) == 0);
}

/* The same, in the very moment of saving. */
static void
test_file_taken_away_in_commit(void)
{
	struct err e = ERR_INIT;
	enum commit_result r;

	fake_folder();
	path = fake_path("s");
	away = fake_path("t");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	open_it();
	T_INT(fake_save(j, "a", "case-1", "{}", &e), COMMIT_DONE);
	disk_at_sync = take_away;
	r = fake_save(j, "b", "case-1", "{}", &e);
	T_CHECK(disk_at_sync == NULL);
	T_INT(r, COMMIT_UNKNOWN);
	T_CHECK(rename(away, path) == 0);
	r = fake_save(j, "b", "case-1", "{}", &e);
	T_CHECK(r == COMMIT_DONE || r == COMMIT_AGAIN);
	T_INT(j->find_operation(j->ctx, "b", &e), 1);
	store_close(s);
	free(away);
	free(path);
	fake_clean();
	err_done(&e);
}

static bool
mount_small(void)
{
	fake_folder();
	if (mount("tmpfs", fake_dir, "tmpfs", MS_NOSUID | MS_NODEV,
	    "size=3m,mode=0700") == 0)
		return true;
	fake_clean();
	return false;
}

static void
unmount_small(void)
{
	umount2(fake_dir, MNT_DETACH);
	rmdir(fake_dir);
}

static bool
fill_file(const char *name, int kib)
{
	static const char block[1024];
	FILE *f = fopen(name, "wb");
	bool ok = f != NULL;

	setvbuf(f, NULL, _IONBF, 0);
	for (int i = 0; ok && i < kib; i++)
		ok = fwrite(block, 1, sizeof(block), f) == sizeof(block);
	fclose(f);
	return ok;
}

/* A disk that is really full, and then has room again. */
static void
test_full_disk(void)
{
	struct err e = ERR_INIT;
	struct store_verdict v;
	enum commit_result r = COMMIT_DONE;
	bool gave = false;
	char *filler;
	int n = 0;

	if (!mount_small())
		T_SKIP("no right to mount a small disk");
	path = fake_path("s");
	filler = fake_path("filler");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	open_it();
	T_CHECK(store_set_ballast(s, 512 << 10));
	fill_file(filler, 700);
	for (; n < 2000; n++) {
		r = save(9000, n);
		if (r != COMMIT_DONE)
			break;
		/* The save that met the full disk got through; no other. */
		T_CHECK(!gave);
		gave = s->ballast_spent;
	}
	T_INT(r, COMMIT_FAILED);
	T_CHECK(gave);
	T_CHECK(n > 3);
	T_INT(found(9000, n), 0);
	T_INT(fake_save(j, "x", "case-1", "{}", &e), COMMIT_FAILED);
	T_CHECK(e.code == ERR_STORE_BALLAST || e.code == ERR_STORE_FULL);
	/* still readable, and all of it there */
	for (int i = 0; i < n; i++)
		T_INT(found(9000, i), 2);
	T_CHECK(store_verify(s, &v, NULL, &e));
	/* room for a save, but not for the reserve: still only looking */
	T_CHECK(truncate(filler, 400 << 10) == 0);
	T_INT(fake_save(j, "x", "case-1", "{}", &e), COMMIT_FAILED);
	T_INT(e.code, ERR_STORE_BALLAST);
	/* room again: on without a restart */
	T_CHECK(unlink(filler) == 0);
	store_tidy(s);
	r = save(9000, n);
	T_INT(r, COMMIT_DONE);
	T_INT(save(9000, 0), COMMIT_AGAIN);
	T_CHECK(store_verify(s, &v, NULL, &e));
	store_close(s);
	free(filler);
	free(path);
	unmount_small();
	err_done(&e);
}

static void
test_read_only_disk(void)
{
	struct err e = ERR_INIT;

	if (!mount_small())
		T_SKIP("no right to mount a small disk");
	path = fake_path("s");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	T_CHECK(mount("tmpfs", fake_dir, "tmpfs", MS_REMOUNT | MS_RDONLY,
	    NULL) == 0);
	T_CHECK(store_open(path, &fake_projector, NULL, &e) == NULL);
	T_INT(e.code, ERR_STORE_READ_ONLY);
	T_CHECK(!store_create("new", "x", &fake_projector, FAKE_NOW, &e) ||
	    unlink("new") == 0);
	free(path);
	unmount_small();
	err_done(&e);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_no_space);
	T_RUN(test_write_errors);
	T_RUN(test_sync_errors);
	T_RUN(test_truncate_errors);
	T_RUN(test_unknown_until_known);
	T_RUN(test_file_taken_away);
	T_RUN(test_file_taken_away_in_commit);
	T_RUN(test_full_disk);
	T_RUN(test_read_only_disk);
	return t_done();
}
