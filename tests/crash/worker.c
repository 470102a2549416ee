/*
 * Saves as fast as it can until it is killed.
 *
 *	worker STORE SEED FROM COUNT [LOG]
 *
 * Writes one line at a time on stdout, each after what it tells of:
 *	t N PRINT	operation N is about to be saved
 *	S N PRINT	saved: commit has returned
 *	A N		it had been saved before
 *	X N RESULT	commit refused: never expected
 *	d AT, D AT	a draft is handed in, and is kept
 * Starts with operation FROM - 1 once more, as an officer would who never
 * saw the answer.  With LOG all that reaches the disk is recorded.
 */
#include "core/store/inside.h"
#include "tests/crash/disk.h"
#include "tests/crash/load.h"

#include <time.h>

static uint64_t seed;
static const struct journal *j;

static void
say(const char *line)
{
	/* In the log first: then what stdout has, the log has. */
	disk_ack(line);
	if (write(1, line, strlen(line)) < 0)
		_exit(3);
}

static void
save(int64_t n)
{
	char name[3][24], print[17], line[80], id[32];
	struct load_file file;
	struct event ev[3];
	struct batch b = { .op_id = id, .event = ev };
	enum commit_result r;

	b.n_event = load_events(seed, n, ev, name, &file);
	b.attachment = &file.as;
	b.n_attachment = file.as.sealed_len > 0;
	load_print(ev, b.n_event, print);
	snprintf(id, sizeof(id), "op-%lld", (long long)n);
	snprintf(line, sizeof(line), "t %lld %s\n", (long long)n, print);
	say(line);
	r = j->commit(j->ctx, &b, NULL);
	if (r == COMMIT_DONE)
		line[0] = 'S';
	else if (r == COMMIT_AGAIN)
		snprintf(line, sizeof(line), "A %lld\n", (long long)n);
	else
		snprintf(line, sizeof(line), "X %lld %d\n", (long long)n, r);
	say(line);
	for (size_t i = 0; i < b.n_event; i++)
		json_decref(ev[i].facts);
	free(file.bytes);
}

static void
keep_draft(void)
{
	struct timespec ts;
	char line[40];
	int64_t at;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	at = (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
	snprintf(line, sizeof(line), "d %lld\n", (long long)at);
	say(line);
	if (!j->put_draft(j->ctx, LOAD_OFFICER, LOAD_PLACE, line, strlen(line),
	    at, NULL))
		return;
	line[0] = 'D';
	say(line);
}

int
main(int argc, char **argv)
{
	struct store *s;
	int64_t from, count;
	char *slash;

	if (argc < 5 || !seal_start())
		return 2;
	seed = strtoull(argv[2], NULL, 10);
	from = strtoll(argv[3], NULL, 10);
	count = strtoll(argv[4], NULL, 10);
	snprintf(disk_dir, sizeof(disk_dir), "%s", argv[1]);
	slash = strrchr(disk_dir, '/');
	if (slash == NULL)
		return 2;
	*slash = '\0';
	if (argc > 5)
		disk_log = (int)syscall(SYS_openat, AT_FDCWD, argv[5],
		    O_WRONLY | O_CREAT | O_APPEND, 0600);
	s = store_open(argv[1], &fake_projector, NULL, NULL);
	if (s == NULL)
		return 2;
	/* Often enough that a cut can fall into a checkpoint. */
	s->checkpoint_pages = 60;
	j = store_journal(s);
	if (from > 0)
		save(from - 1);
	for (int64_t n = from; n < from + count; n++) {
		save(n);
		if (n % 3 == 0)
			keep_draft();
	}
	if (argc > 5)
		_exit(0);	/* the cut: no clean stop */
	store_close(s);
	return 0;
}
