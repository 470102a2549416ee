/*
 * Inside of the door: what its files share.  Nobody else includes this.
 *
 *	tn.c		opening, closing, making a store; verify
 *	init.c		founding a site: units, officers, keys
 *	session.c	signing in and out, keys of streams, reading cases
 *	source.c	what decisions read, through a session
 *	execute.c	commands -> decision -> sealed events -> commit
 *	draft.c		drafts (not events)
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
 *	ask_law.c	an article and what rests on it; the glossary
 *	ask_more.c	history, identity, units, codes, operation
 *	search.h	the index over persons; search before opening
 *	shown.c		answers as a form shows them
 *	told.c		what history tells of answers
 */
#ifndef TN_DOOR_H
#define TN_DOOR_H

#include "core/case/decide.h"
#include "core/case/journal.h"
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
	bool (*progress)(void *ctx, int64_t done, int64_t total);
	void *progress_ctx;
	bool stopped;			/* the work under way was ended */
	struct held_draft *held;	/* what no disk has room for */
	size_t n_held, cap_held;
};

/* An unlocked key of one stream. */
struct stream_key {
	char *stream;
	struct secret key;
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
	struct search *search;		/* persons (search.h); NULL: not yet */
	json_t *queues;			/* what rows showed (queue_memory.c) */
	when_t began;
	bool unrecorded;		/* the journal had no room for the sign-in */
};

/* The journal's blobs as the keyring wants them. */
void keyring_store_of(struct tn *tn, struct keyring_store *out);
/* Reads the row of the site again. */
bool tn_read_site(struct tn *tn, struct err *e);

/* What may have changed meanwhile: the day, the site's officers and values. */
void tn_refresh(struct tn *tn);

/* Between two pieces of long work: does it go on? */
bool tn_goes_on(struct tn *tn, int64_t done, int64_t total);

/* What a sealed body is bound to: its stream, kind, operation and part. */
char *seal_about(const char *stream, const char *kind, const char *op_id,
    int part);

/* The key of a stream for this session; NULL when it has none. */
const struct secret *session_key(struct session *s, const char *stream);
/* Makes and keeps the key of a new stream. */
const struct secret *session_new_key(struct session *s, const char *stream);
/* Forgets a key that turned out to belong to nothing. */
void session_forget_key(struct session *s, const char *stream);

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

void deciding_of(struct session *s, struct case_source *source,
    struct proposal *out, struct deciding *d);

/* {"outcome":"refused", "op_id", "reasons"}; reasons is taken over. */
json_t *outcome_refused(const char *op_id, json_t *reasons);
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
bool kept_put(struct session *s, const char *place, const char *text,
    struct err *e) TN_MUST_USE;
/* A new reference and when it was kept; NULL: nothing that can be read. */
json_t *kept_get(struct session *s, const char *place, when_t *at);
/* Outcomes of a command: dropped (also when nothing was there); done. */
json_t *kept_drop(struct session *s, const char *op_id, const char *place);
json_t *kept_done(const char *op_id);

json_t *preference_save(struct session *s, const char *op_id,
    const json_t *with);
json_t *ask_preferences(struct session *s, const json_t *query);

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

/* Does the answer say who somebody is, or where to find them? */
bool is_identifying(const struct form_item *item);
/*
 * Every read of an identity is in the journal before it is on the screen; if
 * it cannot be written, nothing is shown.  Cases and rows handed out before
 * may be gone afterwards.
 */
bool note_reading(struct session *s, const char *case_id,
    const struct text *title, struct err *e);

/* [{case link masked holder since by}] and {act cases more} of a case. */
json_t *links_json(struct session *s, const struct case_state *cs);
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
