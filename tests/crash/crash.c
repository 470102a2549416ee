/*
 * Kills the worker at random moments, and cuts its power in simulation; then
 * asks the judge.
 *
 *	crash WORKER ROUNDS [SEED]
 */
#include "tests/t.h"
#include "tests/crash/power.h"
#include "tests/unit/store_clean.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>

#define STORE_ROUNDS 20		/* then a new store: the old one is large */
#define RECORDED_OPS 120

static const char *worker;
static int rounds;
static uint64_t seed, rnd;
static struct faults kill_faults, cut_faults[MODELS];
static int unkilled;

static pid_t
start(const char *path, int64_t from, int64_t count, const char *log,
    int *out)
{
	char text[3][32];
	int fd[2];
	pid_t pid;

	snprintf(text[0], 32, "%llu", (unsigned long long)seed);
	snprintf(text[1], 32, "%lld", (long long)from);
	snprintf(text[2], 32, "%lld", (long long)count);
	fflush(stdout);
	if (pipe(fd) != 0 || (pid = fork()) < 0)
		abort();
	if (pid == 0) {
		dup2(fd[1], 1);
		close(fd[0]);
		close(fd[1]);
		execl(worker, worker, path, text[0], text[1], text[2], log,
		    (char *)NULL);
		_exit(127);
	}
	close(fd[1]);
	*out = fd[0];
	return pid;
}

/* Reads lines until `want` saves are seen or the end comes. */
static void
listen_to(FILE *f, struct said *said, int want)
{
	char line[200];

	while (want != 0 && fgets(line, sizeof(line), f) != NULL) {
		/* A line cut off by the kill was never said. */
		if (strchr(line, '\n') == NULL)
			break;
		said_line(said, line);
		want -= line[0] == 'S';
	}
}

static void
pause_us(uint64_t us)
{
	struct timespec ts = { 0, (long)(us * 1000) };

	nanosleep(&ts, NULL);
}

static void
one_kill(const char *path, struct said *said)
{
	int fd, status;
	pid_t pid = start(path, said->acked + 1, 1000000, NULL, &fd);
	FILE *f = fdopen(fd, "r");

	/* Moments before the first save, too: opening is work as well. */
	listen_to(f, said, (int)(fake_random(&rnd) % 12));
	pause_us(fake_random(&rnd) % 4000);
	kill(pid, SIGKILL);
	listen_to(f, said, -1);
	fclose(f);
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status))
		unkilled++;
}

static bool
is_litter(const char *name)
{
	static const char *const ours[] = {
		"s", "s-wal", "s-shm", "s-ballast", ".", "..",
	};

	for (size_t i = 0; i < ARRAY_LEN(ours); i++)
		if (strcmp(name, ours[i]) == 0)
			return false;
	return true;
}

static int
count_litter(void)
{
	DIR *dir = opendir(fake_dir);
	struct dirent *d;
	struct stat st;
	int n = 0;

	while ((d = readdir(dir)) != NULL) {
		n += is_litter(d->d_name);
		if (d->d_name[0] != '.' &&
		    fstatat(dirfd(dir), d->d_name, &st, 0) == 0)
			n += (st.st_mode & 077) != 0;
	}
	closedir(dir);
	return n;
}

static void
kill_rounds(void)
{
	struct said said = { .tried = -1, .acked = -1 };
	char *path = NULL;

	for (int i = 0; i < rounds; i++) {
		if (i % STORE_ROUNDS == 0) {
			if (path != NULL)
				fake_clean();
			free(path);
			fake_folder();
			path = fake_path("s");
			said_clear(&said);
			if (!store_create(path, "site", &fake_projector,
			    FAKE_NOW, NULL))
				abort();
		}
		one_kill(path, &said);
		judge(path, seed, &said, &kill_faults);
		kill_faults.litter += count_litter();
	}
	fake_clean();
	free(path);
	said_clear(&said);
}

/* One recording of a worker; the starting store is on disk for certain. */
static unsigned char *
record(size_t *len, struct power *p)
{
	char *path, *log = NULL;
	FILE *f;
	int fd, status;
	struct said said = { .tried = -1, .acked = -1 };
	unsigned char *out;
	struct platter *start_file;

	fake_folder();
	path = fake_path("s");
	log = fake_path("log");
	if (!store_create(path, "site", &fake_projector, FAKE_NOW, NULL))
		abort();
	start_file = power_file(p, "s");
	start_file->exists = start_file->in_folder = true;
	f = fopen(path, "rb");
	for (int c; f != NULL && (c = getc(f)) != EOF; ) {
		unsigned char byte = (unsigned char)c;

		bytes_write(&start_file->durable, start_file->durable.len,
		    &byte, 1);
	}
	fclose(f);
	start(path, 0, RECORDED_OPS, log, &fd);
	f = fdopen(fd, "r");
	listen_to(f, &said, -1);
	fclose(f);
	wait(&status);
	T_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	T_INT(said.acked, RECORDED_OPS - 1);
	f = fopen(log, "rb");
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	out = xmalloc(*len + 1);
	if (fread(out, 1, *len, f) != *len)
		abort();
	fclose(f);
	said_clear(&said);
	fake_clean();
	free(path);
	free(log);
	return out;
}

static size_t
count_entries(const unsigned char *log, size_t len)
{
	struct disk_entry entry;
	size_t n = 0;

	for (size_t at = 0; len - at >= sizeof(entry); n++) {
		memcpy(&entry, log + at, sizeof(entry));
		at += sizeof(entry) + entry.name_len;
		if (entry.type == 'W' || entry.type == 'A')
			at += (size_t)entry.len;
	}
	return n;
}

static void
cut_here(const struct power *p)
{
	char *path = fake_path("s");

	for (int m = 0; m < MODELS; m++) {
		power_image(p, (enum model)m, &rnd, fake_dir);
		judge(path, seed, &p->said, &cut_faults[m]);
	}
	free(path);
}

static void
test_power_cuts(void)
{
	struct power p = { .said = { .tried = -1, .acked = -1 } };
	unsigned char *log = record(&p.len, &p);
	size_t entries = count_entries(log, p.len);
	int cuts = 0, want = rounds / 2 + 10;

	p.log = log;
	/* Memory, where there is some: thousands of images are written. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	fake_folder();
	T_CHECK(entries > 500);
	for (size_t i = 0; power_step(&p); i++)
		if (fake_random(&rnd) % entries < (uint64_t)want) {
			cut_here(&p);
			cuts++;
		}
	cut_here(&p);
	fake_clean();
	printf("# %d power cuts, %d images, %zu entries recorded\n", cuts + 1,
	    (cuts + 1) * MODELS, entries);
	for (int m = 0; m < MODELS; m++) {
		const struct faults *f = &cut_faults[m];

		T_INT(f->unopened, 0);
		T_INT(f->damaged, 0);
		T_INT(f->lost, 0);
		T_INT(f->doubled, 0);
		T_INT(f->half, 0);
		T_INT(f->changed, 0);
		T_INT(f->draft, 0);
		T_INT(f->file, 0);
		T_CHECK(f->files > 0);
	}
	power_done(&p);
	free(log);
}

static void
test_kill_acknowledged_once(void)
{
	T_INT(kill_faults.lost, 0);
	T_INT(kill_faults.doubled, 0);
	T_INT(kill_faults.refused, 0);
}

static void
test_kill_content(void)
{
	T_INT(kill_faults.changed, 0);
	T_INT(kill_faults.half, 0);
}

static void
test_kill_verifies(void)
{
	T_INT(kill_faults.unopened, 0);
	T_INT(kill_faults.damaged, 0);
}

/* Killed between a file and its entry: both, or neither. */
static void
test_kill_files(void)
{
	printf("# %d files there, %d rightly not\n", kill_faults.files,
	    kill_faults.no_files);
	T_INT(kill_faults.file, 0);
	T_CHECK(kill_faults.files > 0);
	if (rounds >= 100)
		T_CHECK(kill_faults.no_files > 0);
}

static void
test_kill_drafts(void)
{
	T_INT(kill_faults.draft, 0);
}

static void
test_kill_leaves_no_litter(void)
{
	T_INT(kill_faults.litter, 0);
}

/* Kills that never fall between COMMIT and the answer test nothing. */
static void
test_kill_hits_the_window(void)
{
	printf("# %d rounds, %d saved and not told\n", rounds,
	    kill_faults.unseen);
	T_INT(unkilled, 0);
	if (rounds >= 100)
		T_CHECK(kill_faults.unseen > 0);
}

int
main(int argc, char **argv)
{
	if (argc < 3 || !seal_start()) {
		fprintf(stderr, "usage: crash WORKER ROUNDS [SEED]\n");
		return 2;
	}
	worker = argv[1];
	rounds = (int)strtol(argv[2], NULL, 10);
	seed = argc > 3 ? strtoull(argv[3], NULL, 10) :
	    (uint64_t)time(NULL) ^ (uint64_t)getpid() << 20;
	rnd = seed != 0 ? seed : 1;
	printf("# seed %llu\n", (unsigned long long)seed);
	kill_rounds();
	T_RUN(test_kill_acknowledged_once);
	T_RUN(test_kill_content);
	T_RUN(test_kill_verifies);
	T_RUN(test_kill_files);
	T_RUN(test_kill_drafts);
	T_RUN(test_kill_leaves_no_litter);
	T_RUN(test_kill_hits_the_window);
	T_RUN(test_power_cuts);
	return t_done();
}
