/*
 * The index over persons: who of the cases that this session may read is
 * called what, born when, has which number.  It lives in memory only, from
 * the first search to the signing out of the last session that shares it, and
 * is wiped then.
 *
 *	search_read.c	one case -> what the index holds of it
 *	search_index.[ch]	keeping them, finding by key
 *	search_share.c	who has one together
 *	search_place.c	the names of places, today's and those of before
 *	search_wanted.c	what somebody typed
 *	search_rate.c	one person against that
 *	search_before.c	is somebody who is about to get a case here already?
 *	ask_search.c	the query
 *
 * What goes in is what the unit may see of each case (core/case/visible.h),
 * so that nothing found here says more than opening the case would.  A case
 * of which only a superior is told never goes in.
 */
#ifndef TN_DOOR_SEARCH_H
#define TN_DOOR_SEARCH_H

#include "core/door/door.h"

/* The names of one place; shared by all who live there. */
struct place_words {
	char *code;		/* of the commune, else of the province */
	struct str now, old;	/* folded; of before: a line each */
	/* What of the words now looked for stands there; see ask_search.c. */
	unsigned looked, now_bits, old_bits;
};

struct place_cache;

/* All texts lie in one block that is wiped; "" where nothing is known. */
struct known_person {
	char *id;		/* the case */
	when_t opened;
	unsigned char *block;
	size_t block_len;
	const char *name;	/* as written */
	const char *others;	/* other names, a line each */
	const char *birth;	/* "1999", "1999-05" or "1999-05-02" */
	bool estimated;
	const char *sex;	/* code */
	const char *observed;	/* yes or no: seems under 18 */
	const char *commune;	/* code */
	const char *detail;	/* hamlet, street, old names; folded */
	struct place_words *place;	/* of the index; NULL: not known */
	const char *numbers;	/* identity numbers, a line each */
	const char *papers;	/* numbers of minutes and papers, a line each */
	int64_t last_seq;	/* of its stream, when it was read */
	unsigned gen;		/* rises when it is read again */
	uint32_t letters;	/* of name and others, without marks */
};

/* What somebody is looked for by; NULL or "": not by that. */
struct sought {
	const char *name, *others, *birth, *numbers;
	bool estimated;
};

#define SAME_NAME 1
#define SAME_BIRTH 2
#define SAME_NUMBER 4
#define SAME_PLACE 8
#define SAME_CASE 16
#define SAME_OLD_PLACE 32	/* by the name of it before 1 July 2025 */

/* One of a list of lines; NULL at the end.  *from moves on, *len is set. */
const char *search_line(const char **from, size_t *len);

/* Reads a case; false when nothing of it may be known. */
bool search_read(struct session *s, const char *id,
    struct place_cache **places, struct known_person *out);
/* The same of a case that this session has just opened, without reading. */
void search_just_opened(struct session *s, const struct proposed_event *ev,
    struct place_cache **places, struct known_person *out);
void known_person_wipe(struct known_person *p);
/* From answers that are not a case yet; all borrowed but numbers. */
void search_sought(const struct session *s, const json_t *answers,
    struct sought *out, struct str *numbers);

/*
 * The names of a place: a commune, or a province when that is all ("": not
 * known; both: NULL).  Made and kept in *cache, for search_places_free().
 */
struct place_words *search_place(struct session *s, struct place_cache **cache,
    const char *commune, const char *province);
void search_places_free(struct place_cache *c);
/* A folded word that stands before the name of a place: xa, phuong, thi ... */
bool search_is_kind_word(const char *word, size_t len);

struct search;

/* Brings the index up to date (reads all at first); false and *e: cannot. */
bool search_refresh(struct session *s, struct err *e);
/* The session has no part in it any more; the last one wipes it. */
void search_end(struct session *s);
/* The same, and whoever comes makes a new one: something was taken back. */
void search_forget(struct session *s);
size_t search_count(const struct search *x);
/* A number that no search before had (struct place_words, looked). */
unsigned search_look(struct search *x);
/* The i-th, or NULL when it has gone. */
const struct known_person *search_at(const struct search *x, size_t i);
/* Bits of the letters a to z in a text without marks. */
uint32_t search_letters(const char *text);

/*
 * Calls `each` for everybody with the same words of a name, or with the same
 * number: by hash, whatever the size of the index.
 */
void search_by_name(const struct search *x, const char *name,
    void (*each)(void *arg, const struct known_person *p), void *arg);
void search_by_number(const struct search *x, const char *number,
    void (*each)(void *arg, const struct known_person *p), void *arg);
/* The same for a full date of birth; for less than that nobody. */
void search_by_birth(const struct search *x, const char *birth,
    void (*each)(void *arg, const struct known_person *p), void *arg);

/*
 * Before cases are opened: adds a reason for everybody who is likely here
 * already and neither named in with.searched nor in with.again; notes in the
 * bodies who was held to be another, and links who has come again.
 */
void search_before(struct session *s, const json_t *with, struct deciding *d);

/*
 * After the commit: who has just got a case goes into the index at once, so
 * that the next act need not read five hundred cases back.
 */
void search_after(struct session *s, const struct proposal *p,
    const json_t *outcome);

/* Adds communes of before, of exactly that name, as ask_old_places() does. */
void old_places_json(struct session *s, const char *name, size_t most,
    json_t *out);

#endif
