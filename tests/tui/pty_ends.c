/*
 * However it ends, the same officer finds the text at the field and the letter
 * where it was: hang-up, termination, a window closed, the program left, the
 * screen locked by hand.  And it never spins: CPU time is measured.  (kill -9:
 * pty_real and tests/path/kill; the lock after idle minutes: scripts.)
 *
 *	pty_ends PROGRAM OUTDIR		from the top of the tree
 */
#include <sys/mount.h>
#undef CTRL

#include "tests/tui/real.h"

#include <poll.h>
#include <sys/resource.h>

#define TYPED "Xóm Mẫu nghie\u0302ng"
#define ENDS_MS 1000
/* Beginning, signing in and saving take more; spinning for a second, more. */
#define SPIN_MS 300

enum how { BY_HUP, BY_TERM, BY_INT, BY_WINDOW, BY_QUIT, BY_LOCK };

static const struct {
	const char *demo;
	enum how how;
} way[] = {
	{ "hup", BY_HUP }, { "term", BY_TERM }, { "int", BY_INT },
	{ "window", BY_WINDOW }, { "quit", BY_QUIT }, { "lock", BY_LOCK },
};

/* CPU time that the program has used, in milliseconds; -1: not known. */
static long
cpu_of(const struct seen *s)
{
	char path[64], line[512];
	unsigned long user = 0, system = 0;
	const char *p;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)s->pid);
	f = fopen(path, "r");
	if (f == NULL || fgets(line, sizeof line, f) == NULL)
		line[0] = '\0';
	if (f != NULL)
		fclose(f);
	p = strrchr(line, ')');
	if (p == NULL || sscanf(p + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u"
	    " %*u %*u %lu %lu", &user, &system) != 2)
		return -1;
	return (long)((user + system) * 1000 /
	    (unsigned long)sysconf(_SC_CLK_TCK));
}

static void
type_half(struct seen *s)
{
	go_to(s, "residence_detail");
	seen_send(s, CTRL('u'));
	seen_send(s, ENTER);
	seen_type(s, TYPED);
	seen_times(s, LEFT, 3);
	T_BETWEEN(s, "nghi", "êng");
}

static bool
sign_of(enum how how, struct seen *s)
{
	switch (how) {
	case BY_HUP: return kill(s->pid, SIGHUP) == 0;
	case BY_TERM: return kill(s->pid, SIGTERM) == 0;
	case BY_INT: return kill(s->pid, SIGINT) == 0;
	case BY_WINDOW:
		close(s->tty);
		s->tty = -1;
		s->ended = true;
		return true;
	case BY_QUIT: return write(s->tty, "\021", 1) == 1;
	default: return false;
	}
}

static void
ends(struct seen *s, enum how how)
{
	struct rusage before, after;
	long was = cpu_of(s), used;
	int64_t from = seen_now_ms(), took;

	getrusage(RUSAGE_CHILDREN, &before);
	T_CHECK(sign_of(how, s));
	T_CHECK(seen_wait_end(s, 5000) >= 0);
	took = seen_now_ms() - from;
	getrusage(RUSAGE_CHILDREN, &after);
	used = (after.ru_utime.tv_sec + after.ru_stime.tv_sec -
	    before.ru_utime.tv_sec - before.ru_stime.tv_sec) * 1000 +
	    (after.ru_utime.tv_usec + after.ru_stime.tv_usec -
	    before.ru_utime.tv_usec - before.ru_stime.tv_usec) / 1000 - was;
	printf("# ended after %ld ms, %ld ms of CPU\n", (long)took, used);
	T_CHECK(took <= ENDS_MS);
	T_CHECK(was >= 0 && used < SPIN_MS);
}

static void
the_same_letter_after_any_end(void)
{
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		struct seen s;

		printf("# %s\n", way[i].demo);
		T_CHECK(i == 0 || copy_store(way[i].demo));
		T_CHECK(open_declaration(&s, i == 0 ? "demo" : way[i].demo,
		    24, 80));
		type_half(&s);
		if (way[i].how == BY_LOCK) {
			seen_send(&s, CTRL('k'));
			T_CHECK(seen_shows(&s, "Màn hình đã khóa"));
			T_CHECK(!seen_reads(&s, "Xóm"));
			seen_send(&s, "tiep nhan minh hoa");
			seen_send(&s, ENTER);
		} else {
			ends(&s, way[i].how);
			seen_end(&s);
			T_CHECK(open_declaration(&s, i == 0 ? "demo" :
			    way[i].demo, 24, 60));
			T_CHECK(seen_shows(&s, "bản nháp"));
		}
		T_BETWEEN(&s, "nghi", "êng");
		seen_send(&s, "\u0323");
		T_BETWEEN(&s, "nghị", "êng");
		close_well(&s);
	}
}

/* Nothing to do is nothing done: no byte, no time; a stalled window too. */
static void
it_never_spins(void)
{
	struct seen s;
	size_t from;
	long was;

	T_CHECK(open_declaration(&s, "demo", 50, 200));
	type_half(&s);
	/* past the draft, which comes two seconds after the last letter */
	T_CHECK(seen_settle(&s));
	was = cpu_of(&s);
	from = s.wire.len;
	poll(NULL, 0, 1000);
	seen_take(&s);
	T_INT(s.wire.len - from, 0);
	T_CHECK(cpu_of(&s) - was <= 10);
	/* a window that takes no more bytes: redraws until it is full */
	for (int i = 0; i < 400; i++)
		if (write(s.tty, "\014", 1) != 1)
			break;
	poll(NULL, 0, 500);
	was = cpu_of(&s);
	poll(NULL, 0, 1000);
	printf("# stalled: %ld ms of CPU in a second\n", cpu_of(&s) - was);
	T_CHECK(cpu_of(&s) - was <= 20);
	seen_kill(&s);
	seen_end(&s);
}

/* ---- a disk that is full ---- */

static char small[512];

static bool
fill_disk(void)
{
	static const char block[4096];
	char *path = xasprintf("%s/filler", small);
	FILE *f = fopen(path, "ab");

	free(path);
	if (f == NULL)
		return false;
	setvbuf(f, NULL, _IONBF, 0);
	while (fwrite(block, 1, sizeof block, f) == sizeof block)
		continue;
	fclose(f);
	return true;
}

static bool
make_room(void)
{
	char *path = xasprintf("%s/filler", small);
	bool ok = unlink(path) == 0;

	free(path);
	return ok;
}

/* The first draft of the desk. */
static void
open_draft(struct seen *s)
{
	seen_send(s, HOME);
	for (int i = 0; i < 20; i++) {
		char line[8192];

		seen_row(s, seen_cursor(s).row, line, sizeof line);
		if (strstr(line, "Lấy lời khai") != NULL)
			break;
		seen_send(s, DOWN);
	}
	seen_send(s, ENTER);
}

static void
a_full_disk_loses_no_letter(void)
{
	struct seen s;
	char *command;

	snprintf(small, sizeof small, "%s/small", out_dir);
	if (mkdir(small, 0700) != 0 || mount("tmpfs", small, "tmpfs",
	    MS_NOSUID | MS_NODEV, "size=48m,mode=0700") != 0)
		T_SKIP("no right to mount a small disk");
	command = xasprintf("cp '%s/demo/demo.db' '%s/'", out_dir, small);
	T_CHECK(run(command));
	free(command);
	T_CHECK(open_declaration(&s, "small", 24, 80));
	T_CHECK(fill_disk());
	type_half(&s);
	/* the draft is not on disk, and that is said */
	T_CHECK(seen_settle(&s));
	T_CHECK(seen_shows(&s, "Bản nháp CHƯA được giữ"));
	seen_send(&s, CTRL('k'));
	T_CHECK(seen_reads(&s, "bản nháp chỉ còn trong bộ nhớ"));
	T_CHECK(!seen_reads(&s, "Xóm"));
	seen_send(&s, "tiep nhan minh hoa");
	seen_send(&s, ENTER);
	/* who looks at a person must be put down: not before there is room */
	T_CHECK(seen_reads(&s, "Bản nháp chưa lưu"));
	T_CHECK(seen_reads(&s, "Không ghi được việc xem danh tính"));
	T_CHECK(make_room());
	open_draft(&s);
	T_BETWEEN(&s, "nghi", "êng");
	/* full again, and it ends: the reserve is for these last words */
	T_CHECK(fill_disk());
	seen_send(&s, "\u0323");
	T_CHECK(seen_settle(&s));
	ends(&s, BY_TERM);
	seen_end(&s);
	T_CHECK(begin(&s, "small", 24, 80));
	sign_in(&s);
	open_draft(&s);
	T_BETWEEN(&s, "nghị", "êng");
	seen_quit(&s);
	seen_end(&s);
	umount2(small, MNT_DETACH);
}

int
main(int argc, char **argv)
{
	if (!real_begin(argc, argv))
		return 2;
	T_RUN(the_same_letter_after_any_end);
if (argc < 4) T_RUN(it_never_spins);
	T_RUN(a_full_disk_loses_no_letter);
	free(out_dir);
	return t_done();
}
