/*
 * Frames: four bytes of length, big-endian, then so many bytes of JSON (an
 * object).  Both sides read through this; nothing that comes in is believed:
 * memory grows with what has arrived, never with what a length promises.
 *
 * This room, the store process and its client:
 *	wire.[ch]	frames
 *	serve.h		the process, for tui/command
 *	client.c	tn_connect()
 *	child.c		a store process of one's own
 *	entry.c		hello, signing in and out
 *	server.c	its loop: who is connected, reading, writing
 *	peer.[ch]	one connection
 *	turn.c		one turn: queries, then a group of commands
 *	stranger.c	accounts that nobody knows
 *	hasher.[ch]	secrets hashed in processes of their own
 *	README.md	the protocol
 */
#ifndef TN_SERVE_WIRE_H
#define TN_SERVE_WIRE_H

#include "core/base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define WIRE_VERSION 1
#define WIRE_HEAD 4
#define WIRE_FRAME_MAX ((size_t)8 << 20)
#define WIRE_FIRST_MAX ((size_t)16 << 10)	/* before anybody signed in */

/* Bytes on their way in. */
struct wire_in {
	unsigned char *bytes;
	size_t len, cap;
	size_t most;		/* of one frame; what is longer is refused */
};

enum wire_got { WIRE_MORE, WIRE_FRAME, WIRE_BAD };

void wire_in_done(struct wire_in *in);		/* wipes: it held secrets */
/* Room for at least n more bytes; the place to read them to. */
unsigned char *wire_in_room(struct wire_in *in, size_t n);
/* So many bytes have been read there. */
void wire_in_add(struct wire_in *in, size_t n);
/*
 * Is a whole frame there?  WIRE_BAD: it is empty, too long, or its text is no
 * bounded JSON object (*e); nothing behind it can be trusted.  WIRE_FRAME:
 * *out is a new reference, and the frame is taken from the front.
 */
enum wire_got wire_in_take(struct wire_in *in, json_t **out, struct err *e);
/* Has anything arrived that is not taken yet? */
bool wire_in_half(const struct wire_in *in);
/* Would wire_in_take() say anything but WIRE_MORE? */
bool wire_in_whole(const struct wire_in *in);

/* Bytes on their way out. */
struct wire_out {
	unsigned char *bytes;
	size_t len, at;		/* what lies before `at` has gone */
};

void wire_out_done(struct wire_out *out);	/* wipes */
/* A frame behind what is there; false, and nothing added, when too long. */
bool wire_out_put(struct wire_out *out, const json_t *o, size_t most);
size_t wire_out_left(const struct wire_out *out);
/*
 * Writes what a descriptor takes.  False: the other side is gone.
 */
bool wire_out_send(struct wire_out *out, int fd);

#endif
