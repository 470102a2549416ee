/*
 * The store process: one open store, many officers on a Unix socket.  The
 * protocol and its limits: README.md in this folder.
 *
 * One thread and poll(2).  What comes from a client is hostile until proven
 * otherwise: identity is the kernel's word (SO_PEERCRED), memory, time and
 * the number of connections are bounded for each account and for all.
 */
#ifndef TN_SERVE_SERVE_H
#define TN_SERVE_SERVE_H

#include "core/staff/seal.h"
#include "core/tiepnhan.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct serve_limits {
	size_t peers;		/* connections at once */
	size_t peers_of_one;	/* of one account */
	size_t frame;		/* bytes of one frame */
	size_t held;		/* bytes held for all connections together */
	int frames_a_second;	/* of one connection */
	int half_ms;		/* for a frame that has begun to arrive */
	int greet_ms;		/* for the first frame of a connection */
	int write_ms;		/* for a reply that is not being read */
	int idle_ms;		/* for a session in which nothing is done */
	int slice_ms;		/* for a piece of long work; 0: for all of it */
	int hashers;		/* processes for hashing; 0: hash here */
};
struct serve_limits serve_limits_usual(void);

struct serve_config {
	struct tn *tn;			/* open, with its store */
	const struct files *files;	/* the forms it was opened with */
	struct serve_limits limits;
	int listener;			/* a listening socket; -1: none */
	/*
	 * One connected descriptor instead, which becomes the process's own;
	 * -1: none.  The process ends when it goes.
	 */
	int connected;
	/*
	 * Which officer is this account?  NULL: nobody, it is not let in; "":
	 * whoever knows a secret (demonstrations and training only).
	 */
	const char *(*officer_of)(void *ctx, uint32_t uid);
	/*
	 * The key by which officers come in by their account, where the site
	 * says so; borrowed, kept from the hashers.  NULL: nobody does.
	 */
	const struct secret *account_key;
	/* What a person who looks after the machine should read; may be NULL. */
	void (*note)(void *ctx, const char *what, uint32_t uid);
	/* Training: clients move the clock; NULL: they do not. */
	void (*set_now)(void *ctx, when_t now);
	int64_t (*mono)(void *ctx);	/* milliseconds; never goes back */
	void *ctx;
	const volatile sig_atomic_t *stop;	/* not 0: finish and return */
	/* The mask while waiting, so that no signal is missed; may be NULL. */
	const sigset_t *signals;
};

/*
 * A store process of one's own: opens the store of `config` in a child and
 * connects to it.  It ends with tn_close().  `moves`: its clock is the one of
 * the requests (training, tests), else that of `config`.
 */
struct tn *serve_child(const struct tn_config *config, bool moves,
    int64_t (*mono)(void *ctx), struct findings *found) TN_MUST_USE;

/* Serves until it is told to stop.  False and *e when it cannot begin. */
bool serve_run(const struct serve_config *config, struct err *e) TN_MUST_USE;

#endif
