/*
 * The bench: what the program costs, in one table (design 14).
 *
 *	bench [--small] [--bytes] [--json] [--served] [--looking] [--dir D]
 *		[--program P] [--forms D]
 *
 * Disks and processors differ, so a time is shown beside a baseline taken in
 * the same run on the same disk, and judged as a ratio where design 14 does.
 * A number over its target is marked "over" and fails nothing; the exit code
 * is 1 only when something did not work.
 *
 *	bench.c		options, head of the table, order of measuring
 *	report.c	rows, samples, machine
 *	raw.c		baselines: append + fdatasync, plain SQLite, hashing
 *	house.c		a store in a temporary folder, and its officers
 *	story.c		the case that the large store is made of
 *	big.c		making the large store
 *	form.c		a form of 976 rows
 *	saves.c		saving, hand-over acts, loading forms/
 *	reads.c		queues, cases, proof on the large store
 *	door.c		the same through the door; after kill -9
 *	hidden.c	what is hidden beside what is not there
 *	looking.c	who saw what, of many entries (--looking, TN_LOOKING)
 *	signin.c	refused sign-ins beside each other
 *	pty.h		the workstation in a pseudo-terminal
 *	serve.c crowd.[ch]	the store process, many officers at once
 *	slow/slowsync.c	a slow disk, for LD_PRELOAD
 *	screen.c	its bytes, times, memory and silence
 *	anchor.c	the bytes of other programs, where they are installed
 */
#ifndef TN_TESTS_BENCH_H
#define TN_TESTS_BENCH_H

#include "core/base/jx.h"
#include "core/tiepnhan.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- report.c ---- */

struct samples {
	double *value;
	size_t n, cap;
};

#define SAMPLES_INIT { NULL, 0, 0 }

void samples_done(struct samples *s);
void samples_add(struct samples *s, double value);
/* The value below which a share (0..1) lies; 0 for no samples. */
double samples_at(struct samples *s, double share);

double now_ms(void);		/* monotonic */

enum want {
	WANT_NOTHING,		/* shown for information */
	WANT_MOST,		/* measured at most `target` */
	WANT_LEAST,		/* measured at least `target` */
	WANT_RATIO		/* measured / baseline at most `target` */
};

struct row {
	const char *what;
	double got;
	const char *unit;
	double base;		/* 0: there is none */
	const char *base_name;
	enum want want;
	double target;
};

struct report {
	bool json;
	json_t *rows;		/* with json */
	int over, failed;
};

void report_row(struct report *r, struct row row);
/* Something did not work: said, counted, and the run goes on. */
void report_failed(struct report *r, const char *what, const char *why);
void report_head(struct report *r, const char *dir, bool small);
/* Prints what is left to print; the exit code. */
int report_end(struct report *r);

/* ---- raw.c ---- */

struct raw;			/* a plain database and a plain file */

/* In a folder; NULL when they cannot be made.  raw_close() removes both. */
struct raw *raw_open(const char *dir);
void raw_close(struct raw *raw);
const char *raw_sqlite_version(void);

/* One append of so many bytes and an fdatasync: milliseconds, < 0: failed. */
double raw_append(struct raw *raw, size_t bytes);
/* A transaction (WAL, synchronous=FULL) of so many rows of so many bytes. */
double raw_insert(struct raw *raw, int rows, size_t bytes);
/* Fills the plain worklist; false when it fails. */
bool raw_fill_work(struct raw *raw, int rows);
/* A page of 50 rows of it, from its covering index. */
double raw_page(struct raw *raw);
double raw_count(struct raw *raw);
/* Reading as many events of one stream, of so many bytes each. */
double raw_read(struct raw *raw, int rows, size_t bytes);
/* Hashing one piece of so many bytes: links a second. */
double raw_hash_rate(size_t bytes, int n);

/* ---- house.c ---- */

struct house {
	char dir[512];
	char store[600];
	char settings[600];	/* the workstation's configuration */
	const char *forms;
	struct files files;
	struct tn_config config;
	struct tn *tn;		/* NULL while it is closed */
	when_t now;
	int received;		/* persons so far: each has a name of their own */
};

#define HOUSE_SECRET "tiep nhan minh hoa"
#define HOUSE_POST "dbp_mong_cai"
#define HOUSE_HEALTH "syt_quang_ninh"

/* A founded store in a new folder below `parent`; closed. */
bool house_make(struct house *h, const char *parent, const char *forms);
bool house_open(struct house *h);
void house_close(struct house *h);
/* Closes it and removes the folder with all that is in it. */
void house_remove(struct house *h);
/* Writes the workstation's configuration; for a slow line or not. */
bool house_settle(struct house *h, bool slow);
/* Removes on SIGINT, SIGTERM and SIGHUP what the last house has written. */
void house_guard(const struct house *h);

struct session *house_sign_in(struct house *h, const char *officer);
/*
 * Does a command given as JSON text with ' for ", {1} replaced by `arg`,
 * one second later than the one before.  The outcome, a new reference.
 */
json_t *house_do(struct house *h, struct session *s, const char *text,
    const char *arg);
/* The same; true when it was done.  Says on stderr what refused it. */
bool house_done(struct house *h, struct session *s, const char *text,
    const char *arg);
json_t *house_ask(struct session *s, const char *text, const char *arg);
bool is_done(const json_t *outcome);

/* ---- story.c ---- */

/* One event of the story, opened. */
struct part {
	int act;		/* number of the act it is of; -1: the case */
	int64_t epoch;
	char *kind, *actor, *unit;
	when_t at;
	json_t *facts;
	char *body;		/* canonical JSON; NULL when there is none */
};

#define STORY_ACTS 4
#define STORY_UNITS 8

struct story {
	char *case_id;
	char *act_id[STORY_ACTS];
	int n_act;
	struct part *part;
	size_t n, cap;
	size_t n_case_part;	/* those of the case */
	/* Units that keep a key of the case, and of each act. */
	const char *case_unit[STORY_UNITS];
	size_t n_case_unit;
	const char *act_unit[STORY_ACTS][STORY_UNITS];
	size_t n_act_unit[STORY_ACTS];
};

/*
 * Lives one case through the door, whole (closed after 20 events) or up to
 * the identification (open), and reads it back with its bodies opened.  The
 * house is open before and after.
 */
bool story_play(struct house *h, bool whole, struct story *out);
void story_done(struct story *s);
const char *const *house_units(size_t *n);
/* A reception of so many persons; the outcome. */
json_t *receive_many(struct house *h, struct session *s, int n, bool minors);
extern const char command_declare[];	/* {1}: the case */

/* ---- big.c ---- */

struct big {
	int64_t cases, events;
	int64_t first;		/* number of the first case made */
	double seconds;		/* to make it */
	int64_t bytes;		/* of the main file */
};

#define BIG_NAME_MAX 64
/* The name of the i-th case made. */
void big_name(const struct big *big, int64_t i, char out[BIG_NAME_MAX]);

/* Adds `cases` cases to the store of a closed house and moves its clock. */
bool big_make(struct house *h, const struct story *open,
    const struct story *whole, int64_t cases, struct big *out);

/* ---- anchor.c ---- */

enum act { ACT_FIRST, ACT_DOWN, ACT_PAGE, ACT_OPEN, ACT_LETTER, ACT_COUNT };

/* Bytes of ours; 0: not measured. */
struct acts {
	double fast[ACT_COUNT], slow[ACT_COUNT];
};

/* ---- what is measured ---- */

struct bench {
	struct report *report;
	struct house *house;
	struct raw *raw;
	struct big big;
	bool small;
	const char *program, *slowsync;
};

void bench_forms(struct bench *b);
void bench_large_form(struct bench *b);
void bench_saves(struct bench *b, const char *where);
void bench_acts(struct bench *b);
void bench_store(struct bench *b);	/* the house is closed */
void bench_door(struct bench *b);	/* the house is closed */
void bench_hidden(struct bench *b);	/* the house is open */
/* In a fresh house, which is closed before and after. */
void bench_looking(struct bench *b);
void bench_signin(struct bench *b);	/* in a house of its own */
void bench_kill(struct bench *b);	/* the house is closed */
/* `memory`: on the large store, the disk as it is; the house is closed. */
void bench_serve(struct bench *b, bool memory);
void bench_screen(struct bench *b);	/* the house is closed */
/* Beside the same acts of other programs at this size. */
void bench_anchors(struct bench *b, int rows, int cols,
    const struct acts *ours);
void bench_large_screen(struct bench *b);	/* the house is closed */

#endif
