/*
 * Many operations under one COMMIT: all of them kept or none, whatever the
 * disk does; what one takes back is its own alone; nothing is on disk before
 * the end.
 */
#include "tests/t.h"
#include "core/store/inside.h"
#include "tests/crash/disk.h"
#include "tests/unit/store_clean.h"

#include <sys/wait.h>

#define SAVES_MAX 40

static char *path;
static struct store *s;
static const struct journal *j;
static int saves = 5, pad = 5000;	/* how many, and how large */

static bool
open_it(void)
{
	s = store_open(path, &fake_projector, NULL, NULL);
	if (s == NULL)
		return false;
	s->checkpoint_pages = 12;
	j = store_journal(s);
	return true;
}

static void
begin(void)
{
	fake_folder();
	path = fake_path("s");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	T_CHECK(open_it());
}

static void
end(void)
{
	store_close(s);
	free(path);
	fake_clean();
}

static enum commit_result
save(int run, int i)
{
	struct event ev[2];
	char id[32];

	snprintf(id, sizeof(id), "op-%d-%d", run, i);
	ev[0] = fake_event("case-1", "note", "{'state':'x'}");
	json_object_set_new(ev[0].facts, "pad", json_sprintf("%0*d", pad, i));
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

static bool
has_draft(void)
{
	unsigned char *blob = NULL;
	size_t len;
	when_t at;
	bool has = j->get_draft(j->ctx, "an", "p", &blob, &len, &at);

	free(blob);
	return has;
}

static void
test_kept_together(void)
{
	struct expected wrong = { "case-1", 77 };
	struct event ev = fake_event("case-1", "note", "{}");
	struct store_verdict v;

	begin();
	store_group_begin(s);
	T_CHECK(!store_group_dirty(s));
	T_INT(save(0, 0), COMMIT_DONE);
	T_CHECK(store_group_dirty(s));
	T_INT(fake_commit(j, "late", &ev, 1, &wrong, 1, NULL),
	    COMMIT_CONFLICT);
	ev = fake_event("case-1", "impossible", "{}");
	T_INT(fake_commit(j, "never", &ev, 1, NULL, 0, NULL), COMMIT_FAILED);
	T_INT(save(0, 0), COMMIT_AGAIN);
	T_CHECK(j->put_draft(j->ctx, "an", "p", "x", 1, 1, NULL));
	T_INT(save(0, 1), COMMIT_DONE);
	/* Within it, all is seen; the sequence has no hole. */
	T_INT(found(0, 0), 2);
	T_INT(j->last_seq(j->ctx, "case-2"), 4);
	T_INT(store_group_end(s, NULL), STORE_KEPT);
	store_close(s);
	T_CHECK(open_it());
	T_INT(found(0, 0), 2);
	T_INT(found(0, 1), 2);
	T_INT(j->find_operation(j->ctx, "late", NULL), 0);
	T_INT(j->find_operation(j->ctx, "never", NULL), 0);
	T_CHECK(has_draft());
	T_CHECK(store_verify(s, &v, NULL, NULL));
	T_INT(v.events, 4);
	/* Nothing in it: nothing to do. */
	store_group_begin(s);
	T_INT(store_group_end(s, NULL), STORE_KEPT);
	T_INT(save(0, 2), COMMIT_DONE);
	end();
}

/* One sync for all of them: that is what it is for. */
static void
test_one_sync(void)
{
	int alone, together, i;

	begin();
	s->checkpoint_pages = 100000;
	snprintf(disk_dir, sizeof(disk_dir), "%s", fake_dir);
	store_close(s);
	T_CHECK(open_it());
	s->checkpoint_pages = 100000;
	T_INT(save(0, 0), COMMIT_DONE);
	disk_calls[DISK_SYNC] = 0;
	for (i = 1; i < 9; i++)
		T_INT(save(0, i), COMMIT_DONE);
	alone = disk_calls[DISK_SYNC];
	disk_calls[DISK_SYNC] = 0;
	store_group_begin(s);
	for (i = 9; i < 17; i++)
		T_INT(save(0, i), COMMIT_DONE);
	T_INT(store_group_end(s, NULL), STORE_KEPT);
	together = disk_calls[DISK_SYNC];
	printf("# syncs for 8 saves: %d alone, %d together\n", alone,
	    together);
	T_INT(alone, 8);
	T_INT(together, 1);
	disk_dir[0] = '\0';
	end();
}

/* The process dies in the middle: nothing of the group was ever there. */
static void
test_death_within(void)
{
	struct store_verdict v;
	pid_t pid;
	int status = -1;

	begin();
	T_INT(save(0, 0), COMMIT_DONE);
	store_close(s);
	pid = fork();
	if (pid == 0) {
		if (!open_it())
			_exit(1);
		store_group_begin(s);
		_exit(save(1, 0) == COMMIT_DONE && save(1, 1) == COMMIT_DONE &&
		    found(1, 1) == 2 ? 0 : 2);
	}
	T_CHECK(waitpid(pid, &status, 0) == pid);
	T_INT(status, 0);
	T_CHECK(open_it());
	T_INT(found(0, 0), 2);
	T_INT(found(1, 0), 0);
	T_INT(found(1, 1), 0);
	T_CHECK(store_verify(s, &v, NULL, NULL));
	end();
}

/* ---- failing disks ---- */

struct tally {
	int runs, kept, lost, unsure, false_kept, false_lost, torn, bad, shut;
};

static struct tally tally;
static int within;	/* groups that were lost before their end */

static void
hold_to_account(int run, enum store_group told, const enum commit_result *r)
{
	struct store_verdict v;
	int here = 0, meant = 0;

	for (int i = 0; i < saves; i++) {
		int n = found(run, i);

		meant += r[i] == COMMIT_DONE;
		here += n == 2;
		tally.torn += n != 0 && n != 2;
		tally.false_kept += told == STORE_KEPT &&
		    (n == 2) != (r[i] == COMMIT_DONE);
	}
	tally.kept += told == STORE_KEPT;
	tally.lost += told == STORE_LOST;
	tally.unsure += told == STORE_UNSURE;
	tally.false_lost += told == STORE_LOST && here != 0;
	tally.torn += here != 0 && here != meant;
	/* What was lost is done again, alone. */
	for (int i = 0; i < saves; i++) {
		(void)save(run, i);
		tally.bad += found(run, i) != 2;
	}
	tally.bad += !store_verify(s, &v, NULL, NULL);
}

static bool
one_run(int run, struct disk_fault fault)
{
	enum commit_result r[SAVES_MAX];
	enum store_group told;
	bool reached;

	if (!open_it()) {
		tally.shut++;
		return false;
	}
	disk_set_fault(fault);
	store_group_begin(s);
	for (int i = 0; i < saves; i++) {
		r[i] = save(run, i);
		(void)j->put_draft(j->ctx, "an", "p", "x", 1, 1, NULL);
	}
	within += s->group_lost || (s->db != NULL && db_group_lost(s->db));
	told = store_group_end(s, NULL);
	reached = disk_calls[fault.call] >= fault.at;
	disk_clear_fault();
	s->stale = true;	/* a cut comes now */
	store_close(s);
	if (!open_it()) {
		tally.shut++;
		return false;
	}
	hold_to_account(run, told, r);
	store_close(s);
	tally.runs++;
	return reached;
}

static void
sweep(const char *name, struct disk_fault fault)
{
	static int run = 100;
	int n = 1;

	memset(&tally, 0, sizeof(tally));
	fake_folder();
	snprintf(disk_dir, sizeof(disk_dir), "%s", fake_dir);
	path = fake_path("s");
	T_CHECK(store_create(path, "x", &fake_projector, FAKE_NOW, NULL));
	do {
		fault.at = n;
		n += saves > 5 ? 97 + n : 1 + n / 12;
	} while (one_run(run++, fault) && n < 40 * saves);
	printf("# %s: %d runs, %d kept, %d lost, %d unsure\n", name,
	    tally.runs, tally.kept, tally.lost, tally.unsure);
	T_CHECK(tally.runs > 1);
	T_INT(tally.shut, 0);
	T_INT(tally.false_kept, 0);
	T_INT(tally.false_lost, 0);
	T_INT(tally.torn, 0);
	T_INT(tally.bad, 0);
	disk_dir[0] = '\0';
	free(path);
	fake_clean();
}

static void
test_faults(void)
{
	static const int kind[] = { ENOSPC, EIO };

	for (size_t k = 0; k < ARRAY_LEN(kind); k++) {
		sweep("write fails once", (struct disk_fault){ DISK_WRITE,
		    kind[k], 0, false, false });
		T_CHECK(tally.lost > 0);
		sweep("write fails once, half", (struct disk_fault){
		    DISK_WRITE, kind[k], 0, false, true });
		sweep("write fails from then on", (struct disk_fault){
		    DISK_WRITE, kind[k], 0, true, true });
		sweep("sync fails once", (struct disk_fault){ DISK_SYNC,
		    kind[k], 0, false, false });
		sweep("sync fails from then on", (struct disk_fault){
		    DISK_SYNC, kind[k], 0, true, false });
		T_CHECK(tally.lost + tally.unsure > 0);
	}
}

/*
 * More than the cache holds: pages go to the log before COMMIT, and what
 * fails then takes the whole transaction with it.
 */
static void
test_lost_within(void)
{
	static const int kind[] = { ENOSPC, EIO };

	saves = 22;
	pad = 240000;
	for (size_t k = 0; k < ARRAY_LEN(kind); k++) {
		int before = within;

		sweep("write fails once, large", (struct disk_fault){
		    DISK_WRITE, kind[k], 0, false, false });
		T_CHECK(tally.lost > 0);
		T_CHECK(within > before);
	}
	saves = 5;
	pad = 5000;
}

static char *away;

static void
take_away(void)
{
	T_CHECK(rename(path, away) == 0);
}

/* The file is taken away before the end, and at the very end. */
static void
test_file_taken_away(void)
{
	for (int at_end = 0; at_end < 2; at_end++) {
		enum store_group told;

		begin();
		snprintf(disk_dir, sizeof(disk_dir), "%s", fake_dir);
		away = fake_path("t");
		store_group_begin(s);
		T_INT(save(0, 0), COMMIT_DONE);
		if (at_end) {
			disk_at_sync = take_away;
		} else {
			take_away();
			T_INT(save(0, 1), COMMIT_FAILED);
		}
		told = store_group_end(s, NULL);
		T_CHECK(told != STORE_KEPT);
		disk_at_sync = NULL;
		T_CHECK(rename(away, path) == 0);
		T_CHECK(save(0, 0) == COMMIT_DONE || found(0, 0) == 2);
		T_INT(found(0, 0), 2);
		disk_dir[0] = '\0';
		free(away);
		end();
	}
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_kept_together);
	T_RUN(test_one_sync);
	T_RUN(test_death_within);
	T_RUN(test_faults);
	T_RUN(test_lost_within);
	T_RUN(test_file_taken_away);
	return t_done();
}
