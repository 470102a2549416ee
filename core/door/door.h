/*
 * Inside of the door: what its files share.  Nobody else includes this.
 *
 *	tn.c		opening, closing, making a store; verify
 *	init.c		founding a site: units, officers, keys
 *	stream_keys.c	keys of streams, older and new ones
 *	session.c	reading cases
 *	signing.c	signing in and out, what ends a session, its roles
 *	account.c	one's own account; the list of accounts
 *	staff_left.c	what who has left could still read
 *	staff_keys.c key_batch.c	the keys behind what is decided about
 *			accounts, written with its events
 *	source.c	what decisions read, through a session
 *	execute.c	commands -> decision -> sealed events -> commit
 *	draft.c draft_about.c	drafts (not events)
 *	ask_preference.c	what an officer likes, kept beside the drafts
 *	draft_held.c	drafts that the disk has no room for
 *	fill.c		a form opened over what a case knows
 *	ask.c		the table of queries; the home screen
 *	ask_common.c	what can be done on some cases at once
 *	ask_workload.c	who must act by when: counts by unit and day
 *	queue.h		queues of work: pages, cells, filters, orders
 *	ask_case.c	one case: summary, options, papers, people
 *	ask_versions.c	all that was recorded under one question
 *	ask_copyable.c	what a linked case tells that this one still asks
 *	attachment.c ask_attachment.c	files of a case: sealing, reading
 *	ask_clock.c	the clocks of a case
 *	ask_links.c	what other cases belong to it
 *	ask_map.c	a path, or a case on it, as a map
 *	ask_regime.c	what moving to a newer regime would change
 *	ask_entitle.c	what a person may have, until when
 *	ask_why.c	"what next?" and "why not?" in sentences
 *	ask_act.c	one act of reception or hand-over
 *	ask_coordination.c	acts that agencies do together, plans
 *	ask_register.c register_report.c	the legal register, and what
 *			rests on its unsure values
 *	ask_glass.c	broken glass that nobody has reviewed
 *	ask_keeping.c	holds, erasure and the glass of one case
 *	letter.c	the reply to a person, the copy of their own data
 *	ask_duty.c	purposes, requests of persons, transfers abroad
 *	ask_breach.c	what lay on a lost machine; what was lost
 *	ask_looking.c look_tell.c looking.c	who looked at what; noting looks that are
 *			no commands, and what was refused
 *	ask_pair.c	what waits for a second person
 *	pair_shown.c pair_past.c	its content in words; what waits no more
 *	export.h	files sealed to a receiver; the register of what left
 *	ask_law.c	an article and what rests on it; the glossary
 *	ask_erase.c	what may be erased, what was; certificates
 *	ask_more.c	history, identity, units, codes, operation
 *	search.h	the index over persons; search before opening
 *	remote.h remote.c	the same door, kept by another process
 *	served.h served.c	what such a process needs beside
 *	fill_data.c	what such a process tells of a form to be filled
 *	shown.c		answers as a form shows them
 *	told.c		what history tells of answers
 */
#ifndef TN_DOOR_H
#define TN_DOOR_H

#include "core/case/decide.h"
#include "core/case/journal.h"
#include "core/door/remote.h"
#include "core/door/served.h"
#include "core/procedure/procedure.h"
#include "core/staff/keyring.h"
#include "core/store/store.h"
#include "core/tiepnhan.h"

struct tn {
	struct tn_env env;
	const struct files *files;	/* forms/; used by tn_ready() alone */
	struct procedure *procedure;	/* NULL until tn_ready() */
	struct store *store;
	const struct journal *journal;
	struct keyring_store keys;
	json_t *site;			/* row of the site stream */
	int64_t site_seq;		/* its last event when it was read */
	const struct remote *remote;	/* NULL: the store is opened here */
	struct deferred deferred;	/* hashes made by somebody else */
	bool (*progress)(void *ctx, int64_t done, int64_t total);
	void *progress_ctx;
	bool stopped;			/* the work under way was ended */
	/*
	 * Others wait: what can go on later stops after so long with
	 * ERR_AGAIN, and whoever asked asks again; 0: nobody does.
	 */
	int64_t slice_ms;
	struct held_draft *held;	/* what no disk has room for */
	size_t n_held, cap_held;
	struct session *sessions;	/* all that are open here */
	struct search *searches;	/* of persons (search.h) */
};

/* An unlocked key of one stream. */
struct stream_key {
	char *stream;
	struct secret key;
	struct secret *older;	/* newest first (stream_keys.c) */
	size_t n_older;
	bool older_read;
};

/*
 * How many cases and keys a session keeps between operations; one operation
 * may need more (an act of 500 persons), they go before the next.
 */
#define SESSION_KEEPS 64

struct session {
	struct tn *tn;
	char *officer;
	const struct unit *unit;
	const struct role **role;
	struct actor actor;
	struct keyring keys;
	struct stream_key *stream_key;
	size_t n_stream_key, cap_stream_key;
	struct case_state **cached;
	size_t n_cached, cap_cached;
	json_t *names;			/* officer id -> name, opened */
	json_t *opened;			/* ids of cases and acts seen in it */
	char *act_noted;		/* the act looked at last, and when */
	when_t act_noted_at;
	when_t refused_from;		/* refusals noted since (looking.c) */
	int n_refused, n_unnoted;
	struct search *search;		/* of tn->searches; NULL: not yet */
	const json_t *with;		/* of the command that is being done */
	json_t *told;			/* what its outcome tells once */
	int64_t erasures;		/* of the site, when keys were read */
	int64_t far;			/* its number on the other side */
	json_t *queues;			/* what rows showed (queue_memory.c) */
	struct session *next;		/* of tn->sessions */
	when_t began;
	int64_t began_mono;
	int64_t used_mono;		/* when it last did anything */
	enum err_code over;		/* why it has ended; ERR_NONE: open */
	bool by_account;		/* signed in without a secret */
	bool unrecorded;		/* the journal had no room for the sign-in */
};

/*
 * What an operation writes to the keyring goes with its events, or not at
 * all: a keyring store that collects what is put and dropped.
 */
struct key_batch {
	struct keyring_store ks;
	struct tn *tn;
	struct key_blob *blob;
	size_t n, cap;
	struct key_wrap *wrap;		/* stream and unit owned */
	size_t n_wrap, cap_wrap;
};
void key_batch_start(struct key_batch *kb, struct tn *tn);
void key_batch_done(struct key_batch *kb);	/* wipes */

/*
 * staff_keys.c: the keys behind what is decided about accounts.  Adds to the
 * proposal's facts and to the batch; *half: what this officer is to hand over
 * of a one-time secret, "" for nothing.
 */
bool staff_keys(struct session *s, struct proposal *p, const char *op_id,
    struct key_batch *kb, char half[HALF_SIZE], struct err *e);

/* account.c: an event of the site about one's own account, with its keys. */
enum commit_result account_note(struct session *s, const char *kind,
    json_t *facts, const char *op_id, const struct key_batch *kb,
    struct err *e);
/* `modest`: without the reserve that a full disk keeps for what was typed. */
enum commit_result account_note_as(struct session *s, const char *kind,
    json_t *facts, const char *op_id, const struct key_batch *kb, when_t at,
    bool modest, struct err *e);
json_t *account_codes(struct session *s, const char *op_id,
    const json_t *with);
/* When an officer last signed in; null: never. */
json_t *account_last(struct session *s, const char *id);
json_t *ask_account(struct session *s, const json_t *query);
json_t *ask_conduct(struct session *s, const json_t *query);
/* What who has left could still read; null: they have not. */
json_t *staff_left(struct session *s, const char *id);
json_t *ask_staff(struct session *s, const json_t *query);
/*
 * Before anything is done in a session: is it still open, are its roles as
 * they are now?  And may `name`, a command or query (NULL: a form), come
 * before the secret is changed and the code of conduct accepted?  ERR_NONE,
 * or why not.
 */
enum err_code session_check(struct session *s, const char *name);
/* Wipes its keys; from now on it answers with `why`. */
void session_end(struct session *s, enum err_code why);
/* The officer's line in the row of the site, borrowed. */
const json_t *session_account(const struct session *s);

/* The journal's blobs as the keyring wants them. */
/* A clock that nobody sets, where there is one. */
int64_t tn_mono(const struct tn *tn);
void keyring_store_of(struct tn *tn, struct keyring_store *out);
/* The i-th query's name, NULL at the end. */
const char *query_name(size_t i);
/*
 * Every way in calls it first: what time it is for the actor, and where
 * answers will be shown.
 */
void session_at(struct session *s, enum right_place in);
/*
 * NULL when the session has the right to this query, on this case (NULL: on
 * anything at all); else the refusal.
 */
json_t *session_need_query(struct session *s, const char *name,
    const struct case_state *cs);

/* Reads the row of the site again. */
bool tn_read_site(struct tn *tn, struct err *e);

/* Values that two people have set here lie over those of forms/. */
void tn_apply_values(struct tn *tn);
/* What may have changed meanwhile: the day, the site's officers and values. */
void tn_refresh(struct tn *tn);

/* Between two pieces of long work: does it go on? */
bool tn_goes_on(struct tn *tn, int64_t done, int64_t total);

/* What a sealed body is bound to: its stream, kind, operation and part. */
char *seal_about(const char *stream, const char *kind, const char *op_id,
    int part);

/* The key of a stream for this session; NULL when it has none. */
const struct secret *session_key(struct session *s, const char *stream);
/*
 * Opens what was sealed under any key that the stream has had: `plain` is the
 * caller's, to be wiped.
 */
bool session_open(struct session *s, const char *stream, const char *about,
    const unsigned char *sealed, size_t len, unsigned char **plain,
    size_t *n) TN_MUST_USE;
/* The key to seal with: another may have made a new one since. */
const struct secret *session_key_now(struct session *s, const char *stream);
/*
 * Before something is sealed for a stream that is there: a new key when
 * somebody has left a unit that knows the old one.  Its wraps and what opens
 * the older ones go into the batch; the session has it at once, and must
 * forget it when the batch is not saved.
 */
bool session_renew_key(struct session *s, const char *stream,
    struct key_batch *kb, struct err *e) TN_MUST_USE;
/* Makes and keeps the key of a new stream. */
const struct secret *session_new_key(struct session *s, const char *stream);
/* Forgets a key that turned out to belong to nothing. */
void session_forget_key(struct session *s, const char *stream);

/* Up to which renewal of a unit's key the stream's is new enough: a seq. */
int64_t session_key_since(struct session *s, const char *stream);
void session_forget_keys(struct session *s);	/* all of them */

/* Is this officer told of lateness in units below? */
bool session_is_told(const struct session *s);
/* The case, or NULL when there is none for this session. */
const struct case_state *session_case(struct session *s, const char *id);
/* The row of an act that this session may see; a new reference or NULL. */
json_t *session_act(struct session *s, const char *id);
/* The opened body of one event, a new reference; NULL when it stays shut. */
json_t *session_body(struct session *s, const struct event *ev);
/* Bodies of a stream's events, [{seq kind at actor unit facts body}]. */
json_t *session_events(struct session *s, const char *stream);
void session_trim_cache(struct session *s);
/* Forgets what was read: what it rested on was taken back. */
void session_forget_all(struct session *s);
/*
 * The body of the event of a kind in an operation, a new reference; NULL when
 * there is none or it stays shut.
 */
json_t *session_said(struct session *s, const char *op_id, const char *kind);
/* An officer's name; the id when it is not known. */
const char *session_officer_name(struct session *s, const char *id);

/*
 * Seals a file for its stream and gives it an id: the facts of its event get
 * id, sealed size and hash, its body the hash of what was not sealed.
 * out->sealed is the caller's; out->id belongs to the facts.
 */
bool attachment_seal(struct session *s, const struct proposal *p,
    const struct proposed_file *file, struct attachment *out);
/*
 * Opens what attachment_seal() made: `item` as in case_state.  The bytes are
 * the caller's, to be wiped; NULL and *e when they are not what was saved.
 */
unsigned char *attachment_open(struct session *s, const char *stream,
    const json_t *item, size_t *len, struct err *e);
/* What of a case's files this session may see, newest last. */
json_t *attachments_json(struct session *s, const struct case_state *cs);

/* ---- looking.c ---- */

#define STREAM_REFUSED "refused"
/*
 * One entry that no command makes; `facts` is taken over, `body` is sealed
 * under the stream's key.  False: it is not in the journal.
 */
bool session_note(struct session *s, const char *stream, const char *kind,
    json_t *facts, const json_t *body) TN_MUST_USE;
/* This officer is about to see the act: once a minute. */
bool session_note_act(struct session *s, const char *act) TN_MUST_USE;
/*
 * Notes an outcome that was refused because of who asked; others are left.
 * `id`: what it was about, or NULL.
 */
void session_note_refused(struct session *s, const char *name, const char *id,
    const json_t *outcome);
/* {code, title} of a kind of event. */
json_t *event_kind_json(const char *code);

void deciding_of(struct session *s, struct case_source *source,
    struct proposal *out, struct deciding *d);

/* {"outcome":"refused", "op_id", "reasons"}; reasons is taken over. */
json_t *outcome_refused(const char *op_id, json_t *reasons);
/* Saved or not, and nobody can tell now. */
json_t *outcome_unknown(const char *op_id);
/* One refusal in core's own words, arguments as err_set(). */
json_t *refuse(const char *op_id, enum err_code code, const char *arg);
json_t *refuse_err(const char *op_id, const struct err *e);

/* Drafts, which are commands and a query but no events. */
json_t *draft_save(struct session *s, const char *op_id, const json_t *with);
json_t *draft_drop(struct session *s, const char *op_id, const json_t *with);
json_t *ask_draft(struct session *s, const json_t *query);
json_t *list_drafts(struct session *s);

/*
 * What lies sealed to one officer beside the journal, by place: drafts, and
 * under PREFERENCE_PLACE what the officer likes.
 */
#define PREFERENCE_PLACE "preference/"
/* Keeps a text of JSON, at most LIMIT_BLOB; false and *e when it did not. */
/* `about`: draft_about(), or "" for what no erasure may take. */
bool kept_put(struct session *s, const char *place, const char *about,
    const char *text, struct err *e) TN_MUST_USE;
/* A new reference and when it was kept; NULL: nothing that can be read. */
json_t *kept_get(struct session *s, const char *place, when_t *at);
/* Outcomes of a command: dropped (also when nothing was there); done. */
json_t *kept_drop(struct session *s, const char *op_id, const char *place);
json_t *kept_done(const char *op_id);

json_t *preference_save(struct session *s, const char *op_id,
    const json_t *with);
json_t *ask_preferences(struct session *s, const json_t *query);

/*
 * draft_about.c: the head of a draft, which names the cases and acts that it
 * is about, "" when there are none; the caller's.  NULL: more than any draft
 * of ours can be about.  core/store/ended.c reads it too.
 */
char *draft_about(struct session *s, const char *place,
    const json_t *content) TN_MUST_USE;
size_t draft_head(const unsigned char *blob, size_t len);	/* its bytes */
/* One that it is about and that is erased, the caller's; NULL: none. */
char *draft_ended(struct tn *tn, const unsigned char *blob, size_t len)
    TN_MUST_USE;
/* Something was erased: what is held about it goes. */
void held_forget_ended(struct tn *tn);

/*
 * A draft for which the disk has no room stays in memory as it was sealed,
 * so that it outlives the keys of its officer's session.  The bytes are taken
 * over; false, and freed, when too much is held.  Replaces what was held of
 * this place.
 */
bool held_put(struct tn *tn, const char *officer, const char *place,
    unsigned char *sealed, size_t len, when_t at);
/* The newest of what is held, as journal->get_draft() gives it. */
bool held_get(const struct tn *tn, const char *officer, const char *place,
    unsigned char **sealed, size_t *len, when_t *at);
bool held_has(const struct tn *tn, const char *officer, const char *place);
void held_drop(struct tn *tn, const char *officer, const char *place);
/* Each of an officer. */
void held_each(const struct tn *tn, const char *officer,
    void (*each)(void *arg, const char *place, when_t at), void *arg);
void held_free(struct tn *tn);

/* Writes a sign-in that found no room; false and *e while there is none. */
bool session_record(struct session *s, struct err *e);

json_t *ask_home(struct session *s, const json_t *query);
json_t *ask_queue(struct session *s, const json_t *query);
json_t *ask_workload(struct session *s, const json_t *query);
json_t *ask_common(struct session *s, const json_t *query);
/* What can be done on a case just now: case_options() for this session. */
json_t *options_json(struct session *s, const struct case_state *cs);
json_t *ask_case(struct session *s, const json_t *query);
json_t *ask_identity(struct session *s, const json_t *query);
json_t *ask_attachment(struct session *s, const json_t *query);
json_t *ask_history(struct session *s, const json_t *query);
json_t *ask_act(struct session *s, const json_t *query);
json_t *ask_versions(struct session *s, const json_t *query);
json_t *ask_copyable(struct session *s, const json_t *query);
json_t *ask_register(struct session *s, const json_t *query);
json_t *ask_units(struct session *s, const json_t *query);
json_t *ask_operation(struct session *s, const json_t *query);
json_t *ask_codes(struct session *s, const json_t *query);
json_t *ask_entitlements(struct session *s, const json_t *query);
json_t *ask_regime_preview(struct session *s, const json_t *query);
json_t *ask_search(struct session *s, const json_t *query);
json_t *ask_old_places(struct session *s, const json_t *query);
json_t *ask_why(struct session *s, const json_t *query);
json_t *ask_map(struct session *s, const json_t *query);
json_t *ask_coordinations(struct session *s, const json_t *query);
json_t *ask_coordination(struct session *s, const json_t *query);
json_t *ask_register_report(struct session *s, const json_t *query);
json_t *ask_glass(struct session *s, const json_t *query);
/* How many broken glasses wait for this session. */
json_t *glass_count(struct session *s);
/* How many of them it can review; how many acts of two persons it can
 * approve. */
int64_t glass_waiting(struct session *s);
/* The same of requests of persons, and of breaches that are not closed. */
int64_t requests_waiting(struct session *s);
int64_t breaches_waiting(struct session *s);
int64_t pairs_waiting(struct session *s);
/* The content of one in words: [{key label text}]; those that wait no more. */
json_t *pair_shown_json(struct session *s, const char *kind,
    const json_t *content);
json_t *pairs_past_json(struct session *s);
json_t *ask_retention(struct session *s, const json_t *query);
json_t *ask_erasures(struct session *s, const json_t *query);
json_t *ask_erasure(struct session *s, const json_t *query);
json_t *ask_pairs(struct session *s, const json_t *query);
json_t *ask_person_requests(struct session *s, const json_t *query);
json_t *ask_breach(struct session *s, const json_t *query);
json_t *ask_exports(struct session *s, const json_t *query);
json_t *ask_open_export(struct session *s, const json_t *query);
json_t *ask_person_letter(struct session *s, const json_t *query);
json_t *ask_breaches(struct session *s, const json_t *query);
/* Purpose, requests and transfers of a case, for the case query. */
json_t *duties_json(struct session *s, const struct case_state *cs);
json_t *officer_name_json(struct session *s, const char *id);
json_t *ask_alike(struct session *s, const json_t *query);
json_t *ask_head(struct session *s, const json_t *query);
json_t *ask_who_saw(struct session *s, const json_t *query);
json_t *ask_what_saw(struct session *s, const json_t *query);
json_t *ask_fill_data(struct session *s, const json_t *query);
/*
 * Takes out of a form's answers, and of the rows in them, what is masked or
 * hidden from this session; the names of what was masked, a new object.
 */
json_t *withheld_from(struct session *s, const struct case_state *cs,
    const struct form *form, json_t *answers);
json_t *ask_law(struct session *s, const json_t *query);
json_t *ask_glossary(struct session *s, const json_t *query);

/* [{name label source? reliability? beside removed}] of one event. */
json_t *told_answers(struct session *s, const struct case_state *cs,
    const json_t *ev);
/* name -> [versions, units that confirmed the last], of a form's questions. */
json_t *versions_counts(struct session *s, const struct case_state *cs,
    const struct form *form);
/* [{name label form versions}]: where differing statements stand. */
json_t *contradicted_json(struct session *s, const struct case_state *cs);

/* ---- reading.c ---- */

/* Does the answer say who somebody is, or where to find them? */
bool is_identifying(const struct form_item *item);
bool is_reading(const char *kind);
/*
 * What these are about to show is in the journal before it is on the screen
 * (security.md S-57); false: it cannot be written, nothing may be shown.  An
 * identity in clear is an entry each time it is opened; another class in
 * clear, and the history, are one entry in ten minutes as long as nothing new
 * came in between.  Cases and rows handed out before may be gone afterwards.
 */
bool note_reading(struct session *s, const char *case_id,
    const struct text *title, struct err *e) TN_MUST_USE;
bool note_form(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *known, struct err *e) TN_MUST_USE;
/* All versions of what was answered to one question. */
bool note_versions(struct session *s, const struct case_state *cs,
    const struct form_item *item, struct err *e) TN_MUST_USE;
bool note_history(struct session *s, const struct case_state *cs) TN_MUST_USE;

/* A form over answers (NULL: none), with the functions of guards. */
struct fill *fill_of(struct session *s, const struct form *form,
    const json_t *known, struct err *e);
/* A form of a case as this session may open it. */
struct filling {
	const struct case_state *cs;
	const struct form *form;
	json_t *known;		/* owned; NULL: nothing is shown */
	bool shown;
};
/* False and *e when it may not; `known` may be set even then. */
bool filling_find(struct session *s, const char *id, const char *name,
    bool for_act, struct filling *out, struct err *e);

/* [{case link masked holder since by}] and {act cases more} of a case. */
json_t *links_json(struct session *s, const struct case_state *cs);
/* ask_keeping.c: holds, erasure and the glass of a case. */
json_t *keeping_json(struct session *s, const struct case_state *cs);
json_t *case_glass_json(struct session *s, const struct case_state *cs);
json_t *arrived_json(struct session *s, const struct case_state *cs);

/* A form of a regime in force today, for somebody who has no case; or NULL. */
const struct form *form_today(const struct tn *tn, const char *code);
/* {code, title: {vi, en}} */
json_t *titled(const char *code, const struct text *title);
json_t *unit_json(const struct tn *tn, const char *code);
json_t *when_json(when_t t);	/* ISO at Viet Nam's offset; null for none */
json_t *date_json(day_t day);	/* "2026-03-02"; null for DAY_NONE */
/* For the home screen: how much waits, and how much of it is late. */
json_t *queue_counts(struct session *s);
json_t *coordination_counts(struct session *s);
/* "N••• T•••", for lists and heads. */
json_t *masked_name_json(const struct session *s, const struct case_state *cs);
/* An answer as its form shows it, {vi, en}. */
json_t *shown_answer(struct session *s, const struct case_state *cs,
    const char *name);
/* What stands in place of an answer whose class is masked. */
#define SHOWN_MASK "•••"
/* Is it shown, masked or hidden here, by its class?  `cs` NULL: in an act. */
enum form_show session_shows(const struct session *s,
    const struct case_state *cs, const struct form_item *item);
/*
 * One answer as its form shows it: {name, label, text}, both languages; and
 * `about`, what is said beside it, when something is.  Masked: the text is
 * dots, and `masked` true.  NULL when it is hidden by its class.
 */
json_t *shown_item(struct session *s, const struct case_state *cs,
    const struct form_item *item, const json_t *answer);
/*
 * The same for a version: with its `value`, `status` and what is said beside
 * it as it was recorded (source, reliability, document, note, how), and with
 * `rows` in place of a text where it is a repeat.
 */
json_t *shown_answer_of(struct session *s, const struct case_state *cs,
    const struct form *form, const struct form_item *item,
    const json_t *answer);
/* All of a form in the order of its questions; a row of a repeat is one line. */
json_t *shown_form(struct session *s, const struct case_state *cs,
    const struct form *form, const json_t *answers);
/* The masked name, age and sex of the person of a case. */
json_t *person_json(struct session *s, const struct case_state *cs);
json_t *clocks_json(struct session *s, const struct case_state *cs);

#endif
