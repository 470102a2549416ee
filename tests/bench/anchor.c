/*
 * Other full-screen programs, where they are installed, over the same rows
 * and the same case as our own screens show: what each act costs on the wire.
 * They say nothing of when they wait, so a key is over when the line has been
 * silent for a while; bytes are exact, times are not taken.
 */
#include "tests/bench/pty.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUIET 120		/* ms */
#define PAGES 12		/* of the queue that are read off */
#define DOWN "\033[B"
#define PAGE_DOWN "\033[6~"

static const char *const act_name[ACT_COUNT] = {
	[ACT_FIRST] = "the rows shown",
	[ACT_DOWN] = "cursor down",
	[ACT_PAGE] = "page down",
	[ACT_OPEN] = "a case opened",
	[ACT_LETTER] = "a typed letter",
};

/* In a folder with `rows` and `case.txt`; `mail` holds both as letters. */
static const struct anchor {
	const char *path;
	const char *argv[10];
	const char *down, *page, *open, *to_end;
	bool marks;		/* the chosen row, as ours is marked */
} anchors[] = {
	{ "/usr/bin/less", { "less", "rows", "case.txt" }, "j", " ", ":n\r",
	    NULL, false },
	{ "/usr/bin/mg", { "mg", "-n", "rows" }, "\016", "\026",
	    "\030\006case.txt\r", "\005", false },
	{ "/usr/bin/nano", { "nano", "-I", "rows" }, DOWN, PAGE_DOWN, NULL,
	    "\005", false },
	{ "/usr/bin/mutt", { "mutt", "-n", "-F", "muttrc", "-R", "-f",
	    "mail" }, "j", "z", "\r", NULL, true },
};

/* Measured once over other rows (style 6), for where none is installed. */
static const struct known {
	double bytes[ACT_COUNT];
	const char *who[ACT_COUNT];
} known[2] = {
	{ { [ACT_FIRST] = 597, [ACT_DOWN] = 16, [ACT_PAGE] = 417 },
	    { [ACT_FIRST] = "less, other rows (style 6)", [ACT_DOWN] =
	    "mg (style 6)", [ACT_PAGE] = "nano, other rows (style 6)" } },
	{ { [ACT_FIRST] = 1221, [ACT_DOWN] = 16, [ACT_PAGE] = 1012 },
	    { [ACT_FIRST] = "less, other rows (style 6)", [ACT_DOWN] =
	    "mg (style 6)", [ACT_PAGE] = "nano, other rows (style 6)" } },
};

/* ---- what they show ---- */

static FILE *
open_in(const struct bench *b, const char *name, const char *mode)
{
	char path[700];

	snprintf(path, sizeof(path), "%s/%s", b->house->dir, name);
	return fopen(path, mode);
}

static void
close_file(FILE *f)
{
	if (f != NULL)
		fclose(f);
}

/* Our own screens, saved by a script. */
static bool
take_screens(const struct bench *b, int rows, int cols)
{
	FILE *f = open_in(b, "keys", "w");
	char keys[700];
	int status = -1;
	pid_t pid;

	if (f == NULL)
		return false;
	fprintf(f, "size %dx%d\ntype an\nkey <enter>\ntype %s\nkey <enter>\n"
	    "key <enter>\n", cols, rows, HOUSE_SECRET);
	for (int i = 0; i < PAGES; i++)
		fprintf(f, "save-screen page%d\nkey <pgdn>\n", i);
	fprintf(f, "key <home> <enter>\nsave-screen case\nquit\n");
	fclose(f);
	snprintf(keys, sizeof(keys), "%s/keys", b->house->dir);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		execl(b->program, b->program, "--config", b->house->settings,
		    "--store", b->house->store, "--forms", b->house->forms,
		    "--script", keys, "--out", b->house->dir, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static void
put_letter(const struct bench *b, FILE *mail, const char *subject)
{
	FILE *f = open_in(b, "case.txt", "r");
	char line[4096];

	fprintf(mail, "From a@example.org Mon Mar  2 02:10:00 2026\n"
	    "From: a@example.org\nDate: Mon, 2 Mar 2026 02:10:00 +0700\n"
	    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Subject: %s\n", subject);
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		fputs(line, mail);
	fprintf(mail, "\n");
	close_file(f);
}

/* The rows of the queue, as they stand on our pages. */
static int
put_rows(const struct bench *b, FILE *out, FILE *mail)
{
	char line[4096], name[32];
	int n = 0;

	for (int i = 0; i < PAGES; i++) {
		FILE *f;

		snprintf(name, sizeof(name), "page%d.txt", i);
		f = open_in(b, name, "r");
		while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
			if (strstr(line, "-2026-") == NULL)
				continue;
			if (line[0] == '>')
				line[0] = ' ';
			fputs(line, out);
			put_letter(b, mail, line);
			n++;
		}
		close_file(f);
	}
	return n;
}

static bool
make_texts(const struct bench *b, int rows, int cols)
{
	FILE *out = NULL, *mail = NULL, *rc = NULL;
	int n = 0;

	if (!take_screens(b, rows, cols))
		return false;
	out = open_in(b, "rows", "w");
	mail = open_in(b, "mail", "w");
	rc = open_in(b, "muttrc", "w");
	if (out != NULL && mail != NULL && rc != NULL) {
		n = put_rows(b, out, mail);
		fputs("set index_format='%s'\nset sort=mailbox-order\n"
		    "set charset=utf-8\nset folder=.\nset mark_old=no\n", rc);
	}
	close_file(out);
	close_file(mail);
	close_file(rc);
	return n > rows;
}

/* ---- driving them ---- */

static double
quiet(struct pty *s)
{
	while (!s->ended && pty_take(s, QUIET))
		continue;
	return s->ended ? -1 : (double)s->bytes;
}

static double
strike(struct pty *s, const char *keys)
{
	s->bytes = 0;
	if (write(s->master, keys, strlen(keys)) != (ssize_t)strlen(keys))
		return -1;
	return quiet(s);
}

/* The median of so many; -1 when it has ended. */
static double
strikes(struct pty *s, const char *keys, int n)
{
	struct samples bytes = SAMPLES_INIT;
	double out;

	for (int i = 0; i < n && !s->ended; i++)
		samples_add(&bytes, strike(s, keys));
	out = s->ended ? -1 : samples_at(&bytes, 0.5);
	samples_done(&bytes);
	return out;
}

static const char *
down_of(const struct anchor *a, const struct pty *s)
{
	return strcmp(a->down, DOWN) == 0 ? pty_down(s) : a->down;
}

static void
drive(const struct bench *b, const struct anchor *a, int rows, int cols,
    double act[ACT_COUNT])
{
	struct pty s;

	for (int i = 0; i < ACT_COUNT; i++)
		act[i] = -1;
	if (pty_run(&s, a->argv, a->path, b->house->dir, "xterm-256color",
	    rows, cols)) {
		(void)pty_take(&s, 2000);
		act[ACT_FIRST] = quiet(&s);
		/* The first page: what later ones cost is what they say. */
		act[ACT_PAGE] = strike(&s, a->page);
		act[ACT_DOWN] = strikes(&s, down_of(a, &s), 7);
		if (a->to_end != NULL) {
			(void)strike(&s, a->to_end);
			act[ACT_LETTER] = strikes(&s, "a", 3);
		}
		if (a->open != NULL)
			act[ACT_OPEN] = strike(&s, a->open);
	}
	pty_cut(&s);
}

/* ---- the table ---- */

struct best {
	double bytes[ACT_COUNT];
	const char *who[ACT_COUNT];
	double marked;		/* cursor down, where the row is marked */
	const char *marked_by;
};

static void
compare_one(struct bench *b, const char *size, const char *what, double ours,
    double best, const char *who)
{
	char name[96];

	if (best <= 0 || ours <= 0)
		return;
	snprintf(name, sizeof(name), "%s: %s", size, what);
	report_row(b->report, (struct row){ .what = name, .got = ours,
	    .unit = "B", .base = best, .base_name = who,
	    .want = WANT_RATIO, .target = 1 });
}

static void
compare(struct bench *b, const char *size, const struct best *best,
    const double *ours)
{
	for (int i = 0; i < ACT_COUNT; i++)
		compare_one(b, size, act_name[i], ours[i], best->bytes[i],
		    best->who[i]);
	compare_one(b, size, "the same, where the row is marked",
	    ours[ACT_DOWN], best->marked, best->marked_by);
}

static void
note_act(struct bench *b, const struct anchor *a, const char *size, int i,
    double bytes, struct best *best)
{
	char name[96];

	if (bytes <= 0)
		return;
	snprintf(name, sizeof(name), "%s %s: %s", a->argv[0], size,
	    act_name[i]);
	report_row(b->report, (struct row){ .what = name, .got = bytes,
	    .unit = "B" });
	if (best->bytes[i] <= 0 || bytes < best->bytes[i]) {
		best->bytes[i] = bytes;
		best->who[i] = a->argv[0];
	}
	if (i == ACT_DOWN && a->marks) {
		best->marked = bytes;
		best->marked_by = a->argv[0];
	}
}

void
bench_anchors(struct bench *b, int rows, int cols, const struct acts *ours)
{
	struct best best = { .marked = 0 };
	double act[ACT_COUNT];
	const struct known *k = &known[rows > 24];
	char size[32], at[64];

	if (!make_texts(b, rows, cols)) {
		report_failed(b->report, "anchors", "no rows to show them");
		return;
	}
	snprintf(size, sizeof(size), "%dx%d", rows, cols);
	for (size_t n = 0; n < ARRAY_LEN(anchors); n++) {
		if (access(anchors[n].path, X_OK) != 0)
			continue;
		drive(b, &anchors[n], rows, cols, act);
		for (int i = 0; i < ACT_COUNT; i++)
			note_act(b, &anchors[n], size, i, act[i], &best);
	}
	for (int i = 0; i < ACT_COUNT; i++) {
		if (best.bytes[i] > 0)
			continue;
		best.bytes[i] = k->bytes[i];
		best.who[i] = k->who[i];
	}
	snprintf(at, sizeof(at), "%s, fast line", size);
	compare(b, at, &best, ours->fast);
	snprintf(at, sizeof(at), "%s, slow line", size);
	compare(b, at, &best, ours->slow);
}
