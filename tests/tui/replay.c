/*
 * A session on a real terminal is recorded, and played again by the script
 * driver over the same store at the same hour: every main screen must come
 * out the same, cell by cell, and the cursor on the same cell.
 *
 *	replay PROGRAM OUTDIR		from the top of the tree
 */
#include "tests/tui/real.h"

#define NOW "2026-03-05T08:00+07:00"
#define MARKS_MOST 64

/* Screens to compare: what was seen, and how long the record was then. */
struct mark {
	char *screen;
	VTermPos cursor;
	long at;
};

static struct mark marks[MARKS_MOST];
static size_t n_marks;
static char *record;

static char *
screen_of(struct seen *s)
{
	struct str out = STR_INIT;
	int rows, cols;
	char line[8192];

	vterm_get_size(s->vt, &rows, &cols);
	for (int y = 0; y < rows; y++) {
		seen_row(s, y, line, sizeof line);
		str_printf(&out, "%s\n", line);
	}
	return str_steal(&out);
}

static char *
read_all(const char *path, size_t *n)
{
	char *text = xcalloc(1, (1 << 20) + 1);
	FILE *f = fopen(path, "rb");

	*n = f != NULL ? fread(text, 1, 1 << 20, f) : 0;
	if (f != NULL)
		fclose(f);
	return text;
}

static void
mark(struct seen *s)
{
	struct stat st;

	T_CHECK(n_marks < MARKS_MOST && stat(record, &st) == 0);
	if (n_marks == MARKS_MOST)
		return;
	marks[n_marks].screen = screen_of(s);
	marks[n_marks].cursor = seen_cursor(s);
	marks[n_marks++].at = (long)st.st_size;
}

/* The real program, recording. */
static bool
start(struct seen *s, const char *demo, int rows, int cols)
{
	char *config = xasprintf("%s/config.yaml", out_dir);
	char *dir = xasprintf("%s/%s", out_dir, demo);
	const char *const argv[] = { program, "--config", config,
	    "--demo-dir", dir, "--record", record, "--now", NOW, NULL };
	bool ok = seen_begin(s, argv, rows, cols, "xterm-256color");

	free(config);
	free(dir);
	return ok;
}

/* A walk over the main screens, and some of what is done on them. */
static void
walk(struct seen *s)
{
	static const char *const step[] = { "p", PGDN, ESC, "?", "l", ESC, ESC,
	    ":", "tim", ESC, ESC, "/", "mau mot", DOWN, ESC, "c", ESC, HOME,
	    ENTER, DOWN, UP, ENTER, PGDN, HOME, "h", DOWN, ESC, "t", ESC,
	    "m", ESC, "e", ESC, "+", "Một ghi chú \\ với <enter> & \"dấu\"",
	    ENTER, ESC, "r", "lý do", ESC, HOME, ENTER, DOWN, ENTER, "nửa ch",
	    ESC, "\007", ESC };

	for (size_t i = 0; i < sizeof step / sizeof *step && !s->ended; i++) {
		seen_send(s, step[i]);
		mark(s);
	}
	T_CHECK(seen_paste(s, "dán\tvào\n\\u202e\033[2J\xe2\x80\xae", 23) > 0);
	mark(s);
	T_CHECK(seen_resize(s, 40, 120));
	mark(s);
	T_CHECK(seen_resize(s, 24, 80));
	mark(s);
	seen_send(s, CTRL('k'));
	mark(s);
}

/* The record with a word between its lines for each mark. */
static char *
marked_record(void)
{
	size_t n, at = 0;
	char *text = read_all(record, &n), *file;
	struct str out = STR_INIT;
	FILE *f;

	T_CHECK(n > 100);
	for (size_t i = 0; i < n_marks; i++) {
		str_addn(&out, text + at, (size_t)marks[i].at - at);
		str_printf(&out, "save-screen %zu\nsave-cursor %zu\n", i, i);
		at = (size_t)marks[i].at;
	}
	free(text);
	file = xasprintf("%s/again.tui", out_dir);
	f = fopen(file, "wb");
	if (f != NULL) {
		fwrite(str_text(&out), 1, out.len, f);
		fclose(f);
	}
	str_done(&out);
	return file;
}

static void
compare(size_t i)
{
	char *file = xasprintf("%s/played/%zu.txt", out_dir, i);
	char *cursor = xasprintf("%s/played/%zu.cursor", out_dir, i);
	size_t n;
	char *screen = read_all(file, &n), *where = read_all(cursor, &n);
	int y = -1, x = -1;

	T_CHECK(sscanf(where, "%d %d", &y, &x) == 2);
	if (strcmp(screen, marks[i].screen) != 0 || (y >= 0 &&
	    (y != marks[i].cursor.row || x != marks[i].cursor.col))) {
		printf("# %zu: cursor %d,%d and was %d,%d\n%s# and was:\n%s", i,
		    y, x, marks[i].cursor.row, marks[i].cursor.col, screen,
		    marks[i].screen);
		t_bad++;
	}
	free(screen);
	free(where);
	free(file);
	free(cursor);
}

static void
a_session_is_played_again(void)
{
	char *file, *command;
	struct seen s;

	/* the store is made by the first who opens it */
	T_CHECK(begin(&s, "demo", 24, 80));
	close_well(&s);
	T_CHECK(copy_store("first") && copy_store("again"));
	T_CHECK(start(&s, "first", 24, 80));
	mark(&s);
	sign_in(&s);
	mark(&s);
	walk(&s);
	T_INT(seen_quit(&s), 0);
	seen_end(&s);
	file = marked_record();
	command = xasprintf("mkdir -p '%s/played' && '%s' --config "
	    "'%s/config.yaml' --demo-dir '%s/again' --script '%s' --out "
	    "'%s/played' --now %s", out_dir, program, out_dir, out_dir, file,
	    out_dir, NOW);
	T_CHECK(run(command));
	for (size_t i = 0; i < n_marks; i++)
		compare(i);
	printf("# %zu screens\n", n_marks);
	free(command);
	free(file);
}

/* A record holds secrets: not on a store that is meant, nor over a file. */
static void
only_where_nothing_is_secret(void)
{
	char *command = xasprintf("cd '%s' && printf '%%s' '{\"site\":\"MC\","
	    "\"units\":[\"dbp_mong_cai\"],\"staff\":["
	    "{\"id\":\"an\",\"name\":\"Mẫu An\",\"unit\":\"dbp_mong_cai\","
	    "\"roles\":[\"officer\"],\"secret\":\"thuyen qua song luc bay gio\"},"
	    "{\"id\":\"bo\",\"name\":\"Mẫu Bo\",\"unit\":\"dbp_mong_cai\","
	    "\"roles\":[\"commander\"],\"secret\":\"thuyen qua song luc bay gio\"}]}' "
	    ">live.json && '%s' --config config.yaml --store '%s/live.db' "
	    "init --plan live.json >/dev/null", out_dir, program, out_dir);
	char *config = xasprintf("%s/config.yaml", out_dir);
	char *live = xasprintf("%s/live.db", out_dir);
	char *fresh = xasprintf("%s/live.tui", out_dir);
	const char *const on_live[] = { program, "--config", config, "--store",
	    live, "--record", fresh, NULL };
	struct stat st;
	struct seen s;

	T_CHECK(run(command));
	T_CHECK(!seen_begin(&s, on_live, 24, 80, "xterm-256color"));
	T_CHECK(seen_reads(&s, "--record chỉ dùng"));
	T_INT(WEXITSTATUS(seen_wait_end(&s, 5000)), 1);
	T_CHECK(stat(fresh, &st) != 0);
	seen_end(&s);
	/* the record of before stays as it is */
	T_CHECK(!start(&s, "first", 24, 80));
	T_CHECK(seen_reads(&s, "Không tạo được tệp ghi"));
	seen_end(&s);
	T_CHECK(stat(record, &st) == 0 && (st.st_mode & 0777) == 0600 &&
	    st.st_size > 100);
	free(command);
	free(config);
	free(live);
	free(fresh);
}

int
main(int argc, char **argv)
{
	if (!real_begin(argc, argv) ||
	    (program = realpath(argv[1], NULL)) == NULL)
		return 2;
	record = xasprintf("%s/record.tui", out_dir);
	T_RUN(a_session_is_played_again);
	T_RUN(only_where_nothing_is_secret);
	for (size_t i = 0; i < n_marks; i++)
		free(marks[i].screen);
	free(record);
	free(out_dir);
	return t_done();
}
