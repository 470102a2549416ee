/*
 * The journal, as the domain wants it.  core/store implements this interface
 * over SQLite; nothing here knows how.
 *
 * An event has a plain part (`facts`: codes, unit ids, times, counts: what
 * queues need, never what a person said or is called) and a sealed part
 * (`sealed`: ciphertext under the key of its stream).  All tables beside the
 * journal are projections, folded from headers and facts alone, so that they
 * can be rebuilt and verified without any key.
 *
 * A stream is one chain of events: a case, an act, or the site itself.
 */
#ifndef TN_CASE_JOURNAL_H
#define TN_CASE_JOURNAL_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_SIZE 32
#define OP_ID_MAX 64		/* letters, digits, - and _ */
#define STREAM_MAX 64
#define STREAM_SITE "site"

struct event {
	int64_t seq;		/* given by the store: dense from 1 */
	char *stream;
	int64_t epoch;		/* of the case; 0 on other streams */
	char *kind;
	char *actor;		/* officer id */
	char *unit;		/* unit code */
	when_t at;
	char *op_id;
	int op_part;		/* 0, 1, ... within one operation */
	json_t *facts;		/* object; owned reference */
	unsigned char *sealed;	/* ciphertext, or NULL */
	size_t sealed_len;
};

void event_done(struct event *ev);	/* frees what it holds, not itself */

/* A data key sealed to a unit (not part of the journal: destroying it erases). */
struct key_wrap {
	char *stream;
	char *unit;
	unsigned char *wrap;
	size_t wrap_len;
	bool replaces;		/* only while the unit still has one */
};

/*
 * A blob of the keyring that a batch puts in place or, with `bytes` NULL,
 * destroys.
 */
struct key_blob {
	char *name;
	unsigned char *bytes;
	size_t len;
};

/*
 * A file of a stream: sealed by the caller, kept beside the journal.  It is
 * named by one event of its batch, whose plain facts hold its id, its sealed
 * size and the hash of what is sealed, so that a store can be proved without
 * any key.
 */
#define ATTACHMENT_ID_SIZE 32	/* lower-case hexadecimal digits */

struct attachment {
	const char *id;
	const unsigned char *sealed;
	size_t sealed_len;
	size_t part;		/* of the event of the batch that names it */
};

/* What an event says of the file that it brings. */
struct attached {
	const char *id;		/* borrowed from the event */
	int64_t size;		/* of what is sealed */
	unsigned char hash[HASH_SIZE];	/* BLAKE2b-256 of it */
};

/* "Nobody has written to this stream since I looked." 0: it must not exist. */
struct expected {
	const char *stream;
	int64_t last_seq;
};

/* One operation, all or nothing. */
struct batch {
	const char *op_id;
	struct event *event;
	size_t n_event;
	struct key_wrap *wrap;	/* put in place (replacing) */
	size_t n_wrap;
	struct key_wrap *unwrap;	/* taken away: stream and unit only */
	size_t n_unwrap;
	struct expected *expect;
	size_t n_expect;
	struct key_blob *blob;	/* of the keyring, in this order */
	size_t n_blob;
	struct attachment *attachment;	/* files, with the events naming them */
	size_t n_attachment;
	bool modest;		/* on a full disk it waits: the reserve is not for it */
};

enum commit_result {
	COMMIT_DONE,		/* on disk: COMMIT returned, or the op_id was found */
	COMMIT_AGAIN,		/* this op_id was done before; nothing new was written */
	COMMIT_CONFLICT,	/* a stream moved on; look again */
	COMMIT_FAILED,		/* certainly not saved; *e says why */
	COMMIT_UNKNOWN		/* may or may not be saved and cannot be found out now */
};

/* A row of the worklist: how a unit stands to a case. */
struct work_row {
	char unit[STREAM_MAX];
	/* holder asked offered former superior; of a coordination lead invited */
	const char *relation;
	bool waiting;		/* the ball is with somebody else */
	bool final;
	char state[64];
	char path[64];
	/* nearest clock of this unit (superior: escalation); INT64_MAX: none */
	when_t due;
	when_t opened, moved;
};
#define WORK_ROWS_MAX 128	/* a plan may concern all provinces and missions */

/*
 * What the domain gives the store so that it can keep projections without
 * knowing the rules.  Pure functions of plain facts.
 */
struct projector {
	/*
	 * The row of a stream after one more event.  `row` is the one before
	 * (borrowed; NULL at the first event).  Returns a new reference; NULL
	 * when the event cannot follow (our own mistake or a damaged store).
	 */
	json_t *(*fold)(const json_t *row, const struct event *ev);
	/* Work rows of a folded row; 0 for streams that are no case. */
	size_t (*work)(const json_t *row, struct work_row out[WORK_ROWS_MAX]);
	/*
	 * Numbers that an event gives out: name of the series and number, to
	 * be dense from 1.  Returns how many were written to the arrays.
	 */
	size_t (*numbers)(const struct event *ev, const char *series[4], int64_t n[4]);
	/*
	 * The file that an event brings.  False: it brings none.  What it says
	 * may be malformed (id "" or size 0): then no file can stand behind it.
	 * NULL: no event ever brings one.
	 */
	bool (*attached)(const struct event *ev, struct attached *out);
	/*
	 * Does the event end the key of its stream for good?  Its wraps go in
	 * the same transaction, and none comes back.  NULL: no event ever does.
	 */
	bool (*ends)(const struct event *ev);
};

/* What a queue asks of the worklist. */
struct work_query {
	const char *unit;
	/* none: holder, asked, offered and former */
	const char *relation[4];
	size_t n_relation;
	int waiting, final;		/* -1: any */
	when_t due_before;		/* INT64_MAX: any */
	bool has_due_before;
	int order;			/* as struct queue: due, opened, moved */
	bool descending;
	/* keyset: rows after this one; has_after false for the first page */
	bool has_after;
	when_t after_key;
	char after_case[STREAM_MAX];
	size_t limit;			/* 1..500 */
};

struct work_hit {
	char stream[STREAM_MAX];
	struct work_row row;
	char relation[16];		/* row.relation points here */
	when_t key;
};

/* What journal.looked() is asked. */
struct look_query {
	const char *stream, *actor;	/* one of them NULL */
	when_t from, to;
	int64_t before;			/* INT64_MAX: from the newest on */
	bool (*wanted)(const char *kind);
};

struct journal {
	void *ctx;
	enum commit_result (*commit)(void *ctx, const struct batch *b, struct err *e);
	/* Number of events saved under an op_id: 0 none, -1 cannot be read. */
	int (*find_operation)(void *ctx, const char *op_id, struct err *e);
	/* Events of a stream after `seq`, in order; false from `each` stops. */
	bool (*read)(void *ctx, const char *stream, int64_t after,
	    bool (*each)(void *arg, const struct event *ev), void *arg,
	    struct err *e);
	/*
	 * Who wrote or looked: entries of one stream (or, `actor` given, of
	 * one officer) with from <= at < to and seq < before, newest first;
	 * only kinds that `wanted` (NULL: all) says yes to, without what is
	 * sealed.  False from `each` stops.
	 */
	bool (*looked)(void *ctx, const struct look_query *q,
	    bool (*each)(void *arg, const struct event *ev), void *arg,
	    struct err *e);
	/* Seq and hash of the newest entry. */
	bool (*head)(void *ctx, int64_t *seq, unsigned char hash[HASH_SIZE],
	    struct err *e);
	/* Events of one operation, in order of their part. */
	bool (*read_operation)(void *ctx, const char *op_id,
	    bool (*each)(void *arg, const struct event *ev), void *arg,
	    struct err *e);
	/* The projected row of a stream, a new reference that nobody changes. */
	json_t *(*row)(void *ctx, const char *stream, struct err *e);
	int64_t (*last_seq)(void *ctx, const char *stream);	/* 0: no such stream */
	/* Highest number given out in a series. */
	int64_t (*last_number)(void *ctx, const char *series);
	/* Worklist. */
	bool (*work)(void *ctx, const struct work_query *q, struct work_hit *out,
	    size_t *n, struct err *e);
	bool (*work_count)(void *ctx, const struct work_query *q, int64_t *out,
	    struct err *e);
	/*
	 * How a unit stands to cases: with `after` 0 to each that it stands
	 * to; else to each stream with events after that one, `relation` NULL
	 * when the unit does not stand to it (or it is no case).  *upto is the
	 * newest event of the whole journal, for the next time; what comes in
	 * meanwhile is then told again.  In no order; false from `each` stops.
	 */
	bool (*stands)(void *ctx, const char *unit, int64_t after,
	    bool (*each)(void *arg, const char *stream, const char *relation,
	    int64_t last_seq), void *arg, int64_t *upto, struct err *e);
	/*
	 * How one unit stands to one case (or act of coordination), as in
	 * its work row; false when it does not.  A case of others costs what
	 * one that is not there costs.
	 */
	bool (*stand)(void *ctx, const char *stream, const char *unit,
	    char relation[16]);
	/* Keys.  `wrap` becomes the caller's; false when there is none. */
	bool (*wrap)(void *ctx, const char *stream, const char *unit,
	    unsigned char **wrap, size_t *len);
	/* The units that have one; false from `each` stops. */
	bool (*wraps)(void *ctx, const char *stream,
	    bool (*each)(void *arg, const char *unit), void *arg);
	/*
	 * The file of a stream as it was sealed, the caller's; NULL when there
	 * is none of that id in that stream, or it cannot be read (*e).
	 */
	unsigned char *(*attachment)(void *ctx, const char *stream,
	    const char *id, size_t *len, struct err *e);
	/* Keyring of officers and units: small blobs by name, replaced whole. */
	bool (*get_blob)(void *ctx, const char *name, unsigned char **blob, size_t *len);
	bool (*put_blob)(void *ctx, const char *name, const void *blob, size_t len, struct err *e);
	bool (*drop_blob)(void *ctx, const char *name, struct err *e);
	/*
	 * Drafts: sealed by the caller; not part of the journal.  One goes when
	 * a stream ends that its place names, or the head of its blob: "about 1\n",
	 * then ids between slashes, then another "\n".
	 */
	bool (*put_draft)(void *ctx, const char *officer, const char *place,
	    const void *blob, size_t len, when_t at, struct err *e);
	bool (*get_draft)(void *ctx, const char *officer, const char *place,
	    unsigned char **blob, size_t *len, when_t *at);
	bool (*drop_draft)(void *ctx, const char *officer, const char *place, struct err *e);
	bool (*list_drafts)(void *ctx, const char *officer,
	    bool (*each)(void *arg, const char *place, when_t at), void *arg);
	/*
	 * Gives the reserve to a full disk, for the last words of a program
	 * that ends; false when there is none any more.
	 */
	bool (*give_reserve)(void *ctx);
};

#endif
