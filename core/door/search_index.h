/* The index of persons, and whose it is.  Private to core/door/search_*.c. */
#ifndef TN_DOOR_SEARCH_INDEX_H
#define TN_DOOR_SEARCH_INDEX_H

#include "core/door/search.h"

/* A case to be read, because it is new here or has changed. */
struct stand {
	char id[STREAM_MAX];
	int64_t last_seq;
};

/* A key of somebody; one that was read again has a newer gen. */
struct slot {
	uint64_t hash;
	uint32_t person, next;
	unsigned gen;
};

struct search {
	struct search *next;	/* of tn->searches */
	struct tn *tn;
	char *who;		/* whose: search_who(); NULL: no newcomer's */
	bool alone;		/* of one whose glass is broken */
	size_t sessions;	/* that hold it */
	struct known_person *person;
	size_t n, cap;
	struct slot *slot;
	size_t n_slot, cap_slot;
	uint32_t *bucket;
	size_t n_bucket;	/* a power of two */
	struct place_cache *places;
	int64_t upto;		/* newest event that is in */
	struct stand *pending;	/* still to be read, from `at` on */
	size_t n_pending, at;
	int64_t pending_upto;	/* and then this is the newest event */
	unsigned looks;
	uint64_t seed;		/* so that nobody can aim at one bucket */
};

/* An empty one, held by this session; wiped when nobody holds it. */
struct search *search_index_new(struct session *s);
void search_index_free(struct search *x);
/* The one that fits the session as it is now; false: a new, empty one. */
bool search_take(struct session *s);

#endif
