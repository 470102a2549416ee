/*
 * Every key at every screen, then keys and bytes at random, on the real
 * program with its walls up (S-16): no program is started, nothing is opened
 * outside its places, it stays in its session and on its terminal, and what
 * lies in other folders never comes on the screen.
 *
 *	keys PROGRAM OUTDIR [SEED [RANDOM [EACH]]]	from the top of the tree
 *
 * SEED 0: by the clock.  RANDOM keys at random; at each screen one of EACH keys is pressed (1: all).
 * Where strace may trace, what was asked of the kernel is read as well.
 */
#include "tests/tui/real.h"
#include "tests/tui/keys.h"

#include <dirent.h>

#define BURST 40			/* keys between two looks */
#define LIFE 6000			/* keys until a store of its own again */

static uint64_t seed;
static long pressed;
static char *home, *away;

static uint32_t
draw(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

/* ---- the program and what it may have ---- */

struct run {
	struct seen s;
	struct kept kept;
	char *store, *trace;
	long starts;
};

static void
bad(struct run *r, const char *what, const char *which)
{
	printf("# %s: %s (seed %llu, %ld keys)\n", what, which,
	    (unsigned long long)seed, pressed);
	seen_print(&r->s);
	t_bad++;
}

static bool
start(struct run *r)
{
	char *db = xasprintf("%s/demo.db", r->store);
	char *config = xasprintf("%s/config.yaml", out_dir);
	const char *const traced[] = { STRACE, "-D", "-A", "-f", "-q", "-y",
	    "-s", "4096", "-e", "trace=%file,%process,%network", "-o",
	    r->trace, program, "--config", config, "--store", db, NULL };
	bool ok;

	r->starts++;
	ok = seen_begin(&r->s, r->trace != NULL ? traced : traced + 12, 24, 80,
	    "xterm-256color") && kept_look(&r->kept, r->s.pid);
	free(config);
	free(db);
	return ok;
}

static void
sign_in_anew(struct run *r)
{
	seen_send(&r->s, CTRL('u'));
	seen_send(&r->s, "an");
	seen_send(&r->s, ENTER);
	seen_send(&r->s, "tiep nhan minh hoa");
	seen_send(&r->s, ENTER);
}

/* A store of its own, and what strace writes of it. */
static bool
begin_life(struct run *r, const char *name, bool traced)
{
	memset(r, 0, sizeof *r);
	if (!copy_store(name))
		return false;
	r->store = xasprintf("%s/%s", out_dir, name);
	if (traced)
		r->trace = xasprintf("%s/%s.trace", out_dir, name);
	if (!start(r))
		return false;
	sign_in_anew(r);
	return seen_shows(&r->s, "Bàn làm việc");
}

/* All that a look from outside can tell, and all that came on the screen. */
static bool
stands(struct run *r)
{
	const char *fault;

	if (seen_sent(&r->s, 0, PLANTED))
		bad(r, "a file of another folder is shown", PLANTED);
	str_clear(&r->s.wire);
	if (r->s.ended)
		return false;
	fault = kept_fault(&r->kept, r->s.pid, r->store, home, out_dir);
	if (fault != NULL)
		bad(r, "it has left its place", fault);
	return fault == NULL;
}

/* It may end by its own key alone, and well. */
static bool
again(struct run *r)
{
	int status = seen_wait_end(&r->s, 10000);

	if (status != 0) {
		printf("# it ended with %d after %ld keys\n", status, pressed);
		t_bad++;
	}
	seen_end(&r->s);
	if (status != 0 || !start(r))
		return false;
	sign_in_anew(r);
	return true;
}

static void
end_life(struct run *r)
{
	int status = r->s.ended ? seen_wait_end(&r->s, 10000) :
	    seen_quit(&r->s);

	if (status != 0) {
		/* It may be asking: whoever leaves is let go. */
		T_CHECK(!r->s.ended);
		seen_kill(&r->s);
	}
	seen_end(&r->s);
	if (r->trace != NULL) {
		long read_ = trace_read(r->trace, r->store, home, r->starts);

		T_CHECK(read_ > 0);
		unlink(r->trace);
	}
	free(r->trace);
	free(r->store);
}

/* ---- every key at every screen ---- */

/* How to come to each from home, a key each; more than one screen of most. */
static const char *const route[][6] = {
	{ NULL }, { "n" }, { "n", ENTER }, { "p" }, { "p", ENTER }, { "p", "/" },
	{ "/" }, { "c" }, { "c", "n" }, { "w" }, { "o" }, { ":" }, { "?" },
	{ "T" }, { "M" }, { "\013" }, { ENTER }, { ENTER, "f" }, { ENTER, "F" },
	{ ENTER, "k" }, { ENTER, "v" }, { ENTER, "o" }, { ENTER, "P" },
	{ ENTER, ENTER }, { ENTER, ENTER, "h" }, { ENTER, ENTER, "m" },
	{ ENTER, ENTER, "t" }, { ENTER, ENTER, "e" }, { ENTER, ENTER, "+" },
	{ ENTER, ENTER, "f" }, { ENTER, ENTER, "f", "n" },
	{ ENTER, ENTER, "i" }, { ENTER, ENTER, "r" }, { ENTER, ENTER, "P" },
	{ ENTER, ENTER, HOME, ENTER }, { ENTER, ENTER, HOME, ENTER, "\027" },
	{ ENTER, ENTER, HOME, ENTER, "\030" },
	{ ENTER, ENTER, HOME, ENTER, ENTER },
	{ ENTER, ENTER, HOME, ENTER, "\025" },
};

/* What tells screens apart: their title and their key bar. */
static void
signature(struct run *r, char *out, size_t size)
{
	char title[512], bar[512];

	seen_row(&r->s, 1, title, sizeof title);
	seen_row(&r->s, 23, bar, sizeof bar);
	snprintf(out, size, "%.200s|%.200s", title, bar);
}

static bool
go_home(struct run *r)
{
	for (int k = 0; k < 12; k++) {
		if (r->s.ended && !again(r))
			return false;
		if (seen_shows(&r->s, "? help") || seen_shows(&r->s, "F1 help"))
			seen_send(&r->s, CTRL('t'));
		if (seen_shows(&r->s, "Màn hình đã khóa")) {
			seen_send(&r->s, CTRL('u'));
			seen_send(&r->s, "tiep nhan minh hoa");
			seen_send(&r->s, ENTER);
		} else if (seen_shows(&r->s, "Mã cán bộ")) {
			sign_in_anew(r);
		}
		if (seen_shows(&r->s, "Bàn làm việc") &&
		    seen_shows(&r->s, "q đăng xuất"))
			return true;
		seen_send(&r->s, ESC);
	}
	return false;
}

static bool
go_to_screen(struct run *r, size_t i, char *mark, size_t size)
{
	if (!go_home(r))
		return false;
	seen_send(&r->s, HOME);
	/* the first queue of the desk, whatever was chosen last */
	for (size_t k = 0; k < 6 && route[i][k] != NULL; k++)
		seen_send(&r->s, route[i][k]);
	signature(r, mark, size);
	return !r->s.ended;
}

static long
every_key_at(struct run *r, size_t i, uint32_t each, size_t *lost)
{
	char want[512], now[512];
	uint32_t first = each > 1 ? draw(each) : 0;
	long done = 0;

	if (!go_to_screen(r, i, want, sizeof want)) {
		(*lost)++;
		return 0;
	}
	for (size_t k = 0; k < n_every_key(); k++) {
		struct key_bytes key = every_key(k);

		if (k % each != first)
			continue;
		signature(r, now, sizeof now);
		if ((r->s.ended || strcmp(now, want) != 0) &&
		    !go_to_screen(r, i, now, sizeof now))
			break;
		seen_feed(&r->s, key.bytes, key.n);
		pressed++;
		done++;
		if (!stands(r) && r->s.ended && !again(r))
			break;
	}
	return done;
}

static uint32_t each = 12;
static bool traced;

static void
every_key_at_every_screen(void)
{
	char seen_[ARRAY_LEN(route)][512];
	size_t screens = 0, lost = 0;
	struct run r;
	long done = 0;

	T_CHECK(begin_life(&r, "each", traced));
	for (size_t i = 0; i < ARRAY_LEN(route) && t_bad == 0; i++) {
		size_t k = 0;

		if (!go_to_screen(&r, i, seen_[screens], sizeof *seen_))
			lost++;
		while (k < screens && strcmp(seen_[k], seen_[screens]) != 0)
			k++;
		screens += k == screens;
		done += every_key_at(&r, i, each, &lost);
	}
	printf("# %ld keys at %zu screens that look different, %zu lost\n",
	    done, screens, lost);
	T_CHECK(screens >= 25);
	T_INT(lost, 0);
	end_life(&r);
}

/* ---- at random ---- */

static long random_keys = 8000;

static void
one_burst(struct run *r)
{
	struct str keys = STR_INIT;

	for (int i = 0; i < BURST; i++)
		any_key(&keys, draw);
	/* Whatever has begun ends: else it waits for the rest of a paste. */
	str_add(&keys, "\033\\\033[201~");
	pressed += BURST;
	seen_feed(&r->s, str_text(&keys), keys.len);
	str_done(&keys);
}

/* One store, until it has had its keys or nobody may sign in for a while. */
static long
one_life(int number)
{
	char name[32];
	struct run r;
	long done = 0;

	snprintf(name, sizeof name, "life%d", number);
	if (!begin_life(&r, name, traced)) {
		T_CHECK(!"a store and somebody signed in");
		return 0;
	}
	while (done < LIFE && t_bad == 0) {
		one_burst(&r);
		done += BURST;
		if (!stands(&r) && !again(&r))
			break;
		if (done % (BURST * 25) == 0 && !go_home(&r))
			break;
		if (seen_shows(&r.s, "Mã cán bộ") && !go_home(&r))
			break;
	}
	end_life(&r);
	return done;
}

static void
keys_at_random(void)
{
	int64_t began = seen_now_ms();
	long done = 0;
	int lives = 0;

	for (; done < random_keys && t_bad == 0; lives++) {
		long more = one_life(lives);

		if (more == 0)
			break;
		done += more;
	}
	printf("# %ld keys in %d lives, %lld ms\n", done, lives,
	    (long long)(seen_now_ms() - began));
	T_CHECK(done >= random_keys);
}

/* What lies outside is as it was; the officer's own files may change. */
static void
nothing_outside_has_changed(void)
{
	char *file = xasprintf("%s/" PLANTED, away), *text;
	struct dirent *e;
	DIR *dir = opendir(away);
	int n = 0;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		n += e->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	T_INT(n, 1);
	text = file_text(file);
	T_STR(text, "planted\n");
	free(text);
	free(file);
}

int
main(int argc, char **argv)
{
	char *make;

	if (!real_begin(argc, argv))
		return 2;
	program = realpath(argv[1], NULL);
	seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
	if (seed == 0)
		seed = (uint64_t)seen_now_ms();
	if (argc > 4)
		random_keys = strtol(argv[4], NULL, 10);
	if (argc > 5)
		each = (uint32_t)strtoul(argv[5], NULL, 10);
	each = each == 0 ? 1 : each;
	home = xasprintf("%s/home", out_dir);
	away = xasprintf("%s/away", out_dir);
	/* An answer that no terminal gave must not make the line a slow one. */
	make = xasprintf("printf 'ui:\\n  link: fast\\n' >>'%s/config.yaml' && "
	    "mkdir -m 700 '%s' '%s' && echo planted >'%s/" PLANTED
	    "' && ln -s '%s' '%s/link' && TIEPNHAN_SECRET='tiep nhan minh hoa' "
	    "'%s' --config '%s/config.yaml' init --demo '%s/demo' >/dev/null",
	    out_dir, home, away, away, away, home, program, out_dir, out_dir);
	if (!run(make))
		return 2;
	free(make);
	setenv("HOME", home, 1);
	traced = may_trace();
	printf("# seed %llu%s\n", (unsigned long long)seed,
	    traced ? "" : "; strace is missing, or may not trace");
	T_RUN(every_key_at_every_screen);
	T_RUN(keys_at_random);
	T_RUN(nothing_outside_has_changed);
	free(home);
	free(away);
	free(out_dir);
	return t_done();
}
