/*
 * The walls around a process: what it gives up for good once it has begun,
 * so that a fault in it opens little (security.md 2.2, S-17 to S-20).
 *
 *	wall.c		no core dumps, no debugger, no gain of rights
 *	files.c		Landlock: which folders, and nothing else
 *	calls.c		seccomp: which calls to the kernel, and nothing else
 *	environment.c	what a session from elsewhere begins with
 *	machine.c	what the machine does: encrypted disks, swap, locked memory
 *
 * Nothing here can be undone by the process or its children.  A kernel that
 * lacks a wall is not an error: wall_look() and `tiepnhan walls` say so.  A
 * kernel that has one and refuses it is.
 *
 * A program built with sanitizers stays open: they read /proc, start threads
 * and trace the process themselves.  wall_sanitized() says so.
 */
#ifndef TN_WALL_WALL_H
#define TN_WALL_WALL_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Was this program built with sanitizers, so that walls stay down? */
bool wall_sanitized(void);

/*
 * First of all in main(): no core file, no ptrace and no /proc/PID/mem by
 * others of the same account, no set-user-id gain.  Holds on every kernel
 * that we run on, so that there is no error.
 */
void wall_start(void);

/* ---- calls to the kernel ---- */

enum wall_calls {
	WALL_TOOL,	/* a subcommand: any file; may fork for --served */
	WALL_DESK,	/* the workstation: no fork, nothing new executable */
	WALL_STORE,	/* the store process: accepts, forks its hashers */
	WALL_HASHER,	/* hashes: no files, no sockets but those it has */
};

/*
 * From here on only these calls; all others fail with EPERM.  Never allowed:
 * starting a program, a socket that is not a Unix one, tracing, mounting,
 * keys and modules of the kernel.  Calls may be made fewer again later, never
 * more.  False and *e when the kernel has seccomp and refuses.
 */
bool wall_calls(enum wall_calls which, struct err *e) TN_MUST_USE;

/* ---- files ---- */

enum wall_use {
	WALL_READ,	/* a file, or all below a folder */
	WALL_WRITE,	/* read too; below a folder: make and remove files */
	WALL_FOLDERS,	/* WALL_WRITE, and make and remove folders */
	WALL_REMOVE,	/* what lies in a folder may go; nothing is read */
	WALL_DEVICE,	/* a terminal: read, write, ask and set its modes */
};

struct wall_place {
	const char *path;	/* borrowed; NULL or missing: left out */
	enum wall_use use;
};

/*
 * From here on only these places, and no TCP; what is open stays open.  Links
 * are followed now, once.  False and *e when the kernel has Landlock and
 * refuses.
 */
bool wall_files(const struct wall_place *place, size_t n,
    struct err *e) TN_MUST_USE;

/* What a terminal program reads to begin: terminal descriptions, locales. */
extern const struct wall_place wall_terminal[];
extern const size_t wall_terminal_n;

/* ---- a session from elsewhere (SSH) ---- */

/* The name of a terminal that is known, else "unknown"; NULL is unknown. */
const char *wall_terminal_name(const char *term);
/*
 * The whole environment such a session has, ended by NULL: nothing of the
 * caller's but the name of a known terminal.  Static, rewritten by each call.
 */
char *const *wall_environment(const char *term);
/* Is it exactly that one already? */
bool wall_environment_is_clean(char *const *environment);
/*
 * Closes all above standard error, opens what is missing below, and gives
 * every signal its usual meaning.
 */
void wall_let_go(void);

/* ---- what stands ---- */

/* Version of the kernel's Landlock; 0: it has none, or it is switched off. */
int wall_landlock(void);
/* Does the kernel have seccomp filters? */
bool wall_seccomp(void);
/* Of this process, now. */
bool wall_is_dumpable(void);
bool wall_has_core(void);	/* may it leave a core file? */

/* ---- the machine ---- */

enum wall_known { WALL_NO, WALL_YES, WALL_UNKNOWN };

/*
 * Does the file's disk lie on dm-crypt (LUKS)?  Every disk below counts; one
 * that cannot be asked makes it unknown, never "yes".
 */
enum wall_known wall_disk_encrypted(const char *path);
/* Is every swap on dm-crypt, or in memory?  Yes when there is none. */
enum wall_known wall_swap_encrypted(void);
/* Can so many bytes be locked in memory? */
bool wall_can_lock(size_t bytes);

#endif
