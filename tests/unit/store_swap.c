/*
 * Where a store may not lie (S-23), and a file that is exchanged for a link
 * to another store between being looked at and being opened (S-24).
 *
 *	store_swap [ROUNDS]	without: as many as fit into a few seconds
 */
#define _GNU_SOURCE		/* renameat2() */
#include "tests/t.h"
#include "core/store/db_guard.h"
#include "core/store/file.h"
#include "core/store/inside.h"
#include "tests/unit/store_clean.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <time.h>

#define BUDGET_MS 3000

static char *path;
static long wanted;

static void
make(const char *file, const char *site)
{
	if (!store_create(file, site, &fake_projector, FAKE_NOW, NULL))
		abort();
}

static void
begin(void)
{
	fake_folder();
	path = fake_path("kho.tn");
	make(path, "mong-cai");
}

static void
end(void)
{
	free(path);
	fake_clean();
}

/* How opening it ends; one sentence, in both languages, that names it. */
static enum err_code
opens(const char *file)
{
	struct str text = STR_INIT;
	struct err e = ERR_INIT;
	struct store *s = store_open(file, &fake_projector, NULL, &e);
	enum err_code code = e.code;

	if (s == NULL)
		for (int lang = 0; lang < 2; lang++) {
			str_clear(&text);
			err_text(&e, lang == 0 ? LANG_VI : LANG_EN, true,
			    &text);
			T_CHECK(text.len > 20 &&
			    strchr(str_text(&text), '\n') == NULL);
			T_CHECK(strstr(str_text(&text), fake_dir) != NULL);
		}
	store_close(s);
	str_done(&text);
	err_done(&e);
	return code;
}

static void
test_file(void)
{
	char *other, *beside;

	begin();
	other = fake_path("khac.tn");
	T_INT(opens(path), ERR_NONE);
	T_CHECK(link(path, other) == 0);
	T_INT(opens(path), ERR_STORE_LINKED);
	T_INT(opens(other), ERR_STORE_LINKED);
	unlink(other);
	T_INT(opens(path), ERR_NONE);
	T_CHECK(symlink(path, other) == 0);
	T_INT(opens(other), ERR_STORE_NOT_FILE);
	unlink(other);
	T_CHECK(mkfifo(other, 0600) == 0);
	T_INT(opens(other), ERR_STORE_NOT_FILE);
	unlink(other);
	T_CHECK(mkdir(other, 0700) == 0);
	T_INT(opens(other), ERR_STORE_NOT_FILE);
	rmdir(other);
	for (mode_t m = 1; m < 0100; m <<= 1) {
		T_CHECK(chmod(path, 0600 | m) == 0);
		T_INT(opens(path), ERR_STORE_MODE);
	}
	T_CHECK(chmod(path, 0600) == 0);
	/* what lies beside under SQLite's names counts as the store */
	beside = fake_path("kho.tn-wal");
	T_CHECK(mkfifo(beside, 0600) == 0);
	T_INT(opens(path), ERR_STORE_NOT_FILE);
	unlink(beside);
	make(other, "mong-cai");
	T_CHECK(link(other, beside) == 0);
	T_INT(opens(path), ERR_STORE_LINKED);
	unlink(beside);
	T_INT(opens(path), ERR_NONE);
	if (geteuid() == 0) {
		T_CHECK(chown(path, 12345, 12345) == 0);
		T_INT(opens(path), ERR_STORE_OWNER);
	} else {
		printf("# other owners: only as root\n");
	}
	free(beside);
	free(other);
	end();
}

static void
test_folder(void)
{
	static const mode_t bad[] = { 0720, 0702, 0770, 0777, 01777, 02770 };
	char *above, *dir, *file;

	begin();
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		T_CHECK(chmod(fake_dir, bad[i]) == 0);
		T_INT(opens(path), ERR_STORE_DIR_OPEN);
	}
	T_CHECK(chmod(fake_dir, 0755) == 0);
	T_INT(opens(path), ERR_NONE);
	if (geteuid() == 0) {
		T_CHECK(chown(fake_dir, 12345, 12345) == 0);
		T_INT(opens(path), ERR_STORE_DIR_OWNER);
		T_CHECK(chown(fake_dir, 0, 0) == 0);
	}
	/* Whoever may write above it can put another folder there. */
	above = fake_path("tren");
	dir = fake_path("tren/trong");
	file = fake_path("tren/trong/kho.tn");
	T_CHECK(mkdir(above, 0700) == 0 && mkdir(dir, 0700) == 0);
	make(file, "mong-cai");
	T_CHECK(chmod(above, 0777) == 0);
	T_INT(opens(file), ERR_STORE_DIR_OPEN);
	T_CHECK(chmod(above, 01777) == 0);	/* as /tmp: nobody can */
	T_INT(opens(file), ERR_NONE);
	unlink(file);
	free(file);
	file = fake_path("tren/trong/kho.tn-ballast");
	unlink(file);
	rmdir(dir);
	rmdir(above);
	free(above);
	free(dir);
	free(file);
	end();
}

/* ---- S-24 ---- */

/* Exchanges two names until it is ended, with pauses by chance. */
static pid_t
swapper(const char *a, const char *b)
{
	uint64_t chance = fake_seed();
	struct timespec pause = { 0, 0 };
	pid_t pid;

	fflush(stdout);
	pid = fork();
	while (pid == 0) {
		if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) != 0)
			_exit(1);
		pause.tv_nsec = (long)(fake_random(&chance) % 300000);
		if (fake_random(&chance) % 16 == 0)
			nanosleep(&pause, NULL);
	}
	return pid;
}

static int64_t
mono_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct race {
	long rounds, ours, refused, followed;
};

/* The file as SQLite opens it: whose is it? */
static void
open_once(struct race *r, ino_t theirs)
{
	int (*sys_open)(const char *, int, int) =
	    (int (*)(const char *, int, int))sqlite3_vfs_find("unix")->
	    xGetSystemCall(sqlite3_vfs_find("unix"), "open");
	int fd = sys_open(path, O_RDWR, 0);
	struct stat st;

	r->rounds++;
	if (fd < 0)
		r->refused++;
	else if (fstat(fd, &st) == 0 && st.st_ino == theirs)
		r->followed++;
	else
		r->ours++;
	if (fd >= 0)
		close(fd);
}

static void
store_once(struct race *r)
{
	struct store_report report;
	struct err e = ERR_INIT;
	struct store *s = store_open(path, &fake_projector, &report, &e);

	r->rounds++;
	if (s == NULL)
		r->refused++;
	else if (strcmp(report.site, "mong-cai") != 0)
		r->followed++;
	else
		r->ours++;
	store_close(s);
	err_done(&e);
}

static void
tell(const char *what, const struct race *r)
{
	printf("# %s: %ld rounds, %ld ours, %ld refused\n", what, r->rounds,
	    r->ours, r->refused);
	T_INT(r->followed, 0);
	/* Both were met, or nothing was tried. */
	T_CHECK(r->ours > 0 && r->refused > 0);
}

static bool
goes_on(const struct race *r, int64_t until)
{
	int64_t now = mono_ms();

	if (wanted > 0)
		return r->rounds < wanted;
	/* On a busy machine a little longer, until both were met. */
	return now < until || (now < until + 10 * BUDGET_MS &&
	    (r->ours == 0 || r->refused == 0));
}

static void
race(bool hard)
{
	struct race low = { 0, 0, 0, 0 }, high = { 0, 0, 0, 0 };
	char *theirs, *trap;
	int64_t from;
	struct stat st;
	pid_t pid;

	begin();
	theirs = fake_path("cua-ho.tn");
	trap = fake_path("bay.tn");
	make(theirs, "lao-cai");
	T_CHECK(stat(theirs, &st) == 0);
	T_CHECK((hard ? link(theirs, trap) : symlink(theirs, trap)) == 0);
	pid = swapper(path, trap);
	T_CHECK(pid > 0);
	guard_opening();
	from = mono_ms();
	while (goes_on(&low, from + BUDGET_MS / 4))
		open_once(&low, st.st_ino);
	from = mono_ms();
	while (goes_on(&high, from + BUDGET_MS / 4))
		store_once(&high);
	T_CHECK(kill(pid, SIGKILL) == 0 && waitpid(pid, NULL, 0) == pid);
	tell("a file", &low);
	tell("a store", &high);
	free(theirs);
	free(trap);
	end();
}

static void
test_race_for_a_link(void)
{
	race(false);
}

static void
test_race_for_a_second_name(void)
{
	race(true);
}

int
main(int argc, char **argv)
{
	wanted = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	if (!seal_start())
		return 1;
	T_RUN(test_file);
	T_RUN(test_folder);
	T_RUN(test_race_for_a_link);
	T_RUN(test_race_for_a_second_name);
	return t_done();
}
