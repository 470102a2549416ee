/*
 * tiepnhan walls: puts the workstation's walls around a child and lets it try
 * what they forbid.  What the kernel lacks is named; what it has and does not
 * hold is an error.
 */
#include "tui/command/walls.h"

#include "core/wall/wall.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS 0x20	/* Linux, wherever X/Open hides the name */
#endif

#define LOCKED ((size_t)256 << 10)	/* a busy officer's keys and more */

enum state { UP, MISSING, UNKNOWN, BROKEN };

static const struct {
	const char *code;
	enum word word;
} states[] = {
	[UP] = { "up", W_WALLS_UP },
	[MISSING] = { "missing", W_WALLS_MISSING },
	[UNKNOWN] = { "unknown", W_WALLS_UNKNOWN },
	[BROKEN] = { "broken", W_WALLS_BROKEN },
};

/* What the child could do; bits of its exit code. */
enum { DID_EXEC, DID_INET, DID_FORK, DID_RUN, DID_FILE, DID_NOTHING };

static int
try_all(void)
{
	static char *const argv[] = { NULL };
	int did = 0, fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	if (fd >= 0)
		did |= 1 << DID_FILE;
	if (p != MAP_FAILED)
		did |= 1 << DID_RUN;
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		did |= 1 << DID_INET;
	pid = fork();
	if (pid == 0)
		_exit(0);
	if (pid > 0) {
		did |= 1 << DID_FORK;
		(void)waitpid(pid, NULL, 0);
	}
	/* A program that is not there is refused all the same: EPERM. */
	if (execve("/nonexistent/program", argv, argv) != 0 &&
	    errno != EPERM && errno != EACCES)
		did |= 1 << DID_EXEC;
	return did;
}

/* What a walled child could do, -1 when it could not even be made. */
static int
try_in_child(struct cli *cli)
{
	struct workstation_options o;
	int status = -1;
	pid_t pid;

	memset(&o, 0, sizeof(o));
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(walls_desk(cli, &o, NULL) ? try_all() :
		    1 << DID_NOTHING);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) == 1 << DID_NOTHING)
		return -1;
	return WEXITSTATUS(status);
}

/* ---- telling ---- */

struct report {
	struct cli *cli;
	json_t *rows;
	bool broken;
};

static void
row(struct report *r, const char *code, enum state state, enum word w,
    int number)
{
	enum lang lang = r->cli->lang;
	char *text, digits[16];

	if (state == BROKEN)
		r->broken = true;
	json_array_append_new(r->rows, json_pack("{s:s, s:s}", "wall", code,
	    "state", states[state].code));
	snprintf(digits, sizeof(digits), "%d", number);
	text = word_text(w, lang, digits, NULL);
	cli_tell(r->cli, W_WALLS_LINE, text, word(states[state].word, lang),
	    NULL);
	free(text);
}

static enum state
of_known(enum wall_known known)
{
	return known == WALL_YES ? UP : known == WALL_NO ? MISSING : UNKNOWN;
}

/* A wall that the kernel has holds, or is broken. */
static enum state
of_try(bool has, int did, int bit)
{
	if (!has || wall_sanitized())
		return MISSING;
	return did < 0 || (did & 1 << bit) != 0 ? BROKEN : UP;
}

static int
fortified(void)
{
#ifdef __USE_FORTIFY_LEVEL
	return __USE_FORTIFY_LEVEL;
#else
	return 0;
#endif
}

static bool
well_built(void)
{
#if defined(__SSP_STRONG__) && defined(__PIE__)
	return fortified() >= 3;
#else
	return false;
#endif
}

static void
tell_process(struct report *r)
{
	bool has = wall_seccomp();
	int did = try_in_child(r->cli), landlock = wall_landlock();

	row(r, "debug", wall_sanitized() ? MISSING :
	    wall_is_dumpable() ? BROKEN : UP, W_WALLS_DUMPABLE, 0);
	row(r, "core", wall_has_core() ? BROKEN : UP, W_WALLS_CORE, 0);
	row(r, "exec", of_try(has, did, DID_EXEC), W_WALLS_EXEC, 0);
	row(r, "network", of_try(has, did, DID_INET), W_WALLS_INET, 0);
	row(r, "fork", of_try(has, did, DID_FORK), W_WALLS_FORK, 0);
	row(r, "code", of_try(has, did, DID_RUN), W_WALLS_RUN, 0);
	row(r, "files", of_try(landlock > 0, did, DID_FILE), W_WALLS_FILES,
	    landlock);
}

static void
tell_machine(struct report *r)
{
	row(r, "locked", wall_can_lock(LOCKED) ? UP : MISSING,
	    W_WALLS_LOCKED, 0);
	row(r, "disk", of_known(wall_disk_encrypted(r->cli->store)),
	    W_WALLS_DISK, 0);
	row(r, "swap", of_known(wall_swap_encrypted()), W_WALLS_SWAP, 0);
	row(r, "build", well_built() ? UP : MISSING, W_WALLS_BUILD,
	    fortified());
}

/* ---- for who looks after the machine ---- */

static void
add_missing(json_t *list, bool up, enum word w, int number)
{
	char digits[16], *vi, *en;

	if (up)
		return;
	snprintf(digits, sizeof(digits), "%d", number);
	vi = word_text(w, LANG_VI, digits, NULL);
	en = word_text(w, LANG_EN, digits, NULL);
	json_array_append_new(list, json_pack("{s:s, s:s}", "vi", vi, "en",
	    en));
	free(vi);
	free(en);
}

json_t *
walls_missing(struct cli *cli, bool disk)
{
	json_t *list = json_array();

	add_missing(list, !wall_is_dumpable(), W_WALLS_DUMPABLE, 0);
	add_missing(list, !wall_has_core(), W_WALLS_CORE, 0);
	add_missing(list, wall_seccomp() && !wall_sanitized(), W_WALLS_EXEC,
	    0);
	add_missing(list, wall_landlock() > 0 && !wall_sanitized(),
	    W_WALLS_FILES, wall_landlock());
	add_missing(list, wall_can_lock(LOCKED), W_WALLS_LOCKED, 0);
	add_missing(list, !disk || wall_disk_encrypted(cli->store) ==
	    WALL_YES, W_WALLS_DISK, 0);
	add_missing(list, wall_swap_encrypted() == WALL_YES, W_WALLS_SWAP,
	    0);
	add_missing(list, well_built(), W_WALLS_BUILD, fortified());
	return list;
}

int
command_walls(struct cli *cli)
{
	struct report r = { cli, json_array(), false };
	json_t *all;

	if (wall_sanitized())
		cli_say(cli, W_WALLS_SANITIZED, NULL);
	tell_process(&r);
	tell_machine(&r);
	all = json_pack("{s:o, s:i, s:i, s:b}", "walls", r.rows, "landlock",
	    wall_landlock(), "fortify", fortified(), "sanitized",
	    wall_sanitized());
	if (cli->has[OPT_JSON])
		cli_print_json(all);
	json_decref(all);
	return r.broken ? CLI_REFUSED : CLI_DONE;
}
