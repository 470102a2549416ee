/*
 * What the worker writes and the judge expects: operation n is always the
 * same, so that its content can be compared.
 */
#ifndef TN_TESTS_CRASH_LOAD_H
#define TN_TESTS_CRASH_LOAD_H

#include "tests/unit/store_fake.h"

#define LOAD_OFFICER "an"
#define LOAD_PLACE "form-1"

static inline uint64_t
load_random(uint64_t seed, int64_t n)
{
	uint64_t r = seed * 0x9e3779b97f4a7c15u + (uint64_t)n + 1;

	for (int i = 0; i < 4; i++)
		fake_random(&r);
	return r != 0 ? r : 1;
}

/* A file that an operation brings with its last event; size 0: it has none. */
struct load_file {
	char id[ATTACHMENT_ID_SIZE + 1];
	unsigned char *bytes;		/* the caller's */
	struct attachment as;
};

/*
 * The events of operation n; returns how many (at most 3).  A fifth of the
 * operations bring a file, some of them larger than what SQLite keeps in
 * memory before it writes to the log.
 */
static inline size_t
load_events(uint64_t seed, int64_t n, struct event ev[3], char name[3][24],
    struct load_file *file)
{
	uint64_t r = load_random(seed, n);
	size_t count = 1 + fake_random(&r) % 3, size = 0;
	char facts[256];

	for (size_t i = 0; i < count; i++) {
		snprintf(name[i], 24, "case-%d", (int)(fake_random(&r) % 12));
		snprintf(facts, sizeof(facts),
		    "{'state':'s%lld','due':%d,'work':{'gate-%d':'holder'}}",
		    (long long)n, (int)(fake_random(&r) % 1000),
		    (int)(fake_random(&r) % 3));
		ev[i] = fake_event(name[i], "note", facts);
		ev[i].op_part = (int)i;
		/* Bodies of all sizes, some over several pages. */
		if (fake_random(&r) % 4 == 0)
			json_object_set_new(ev[i].facts, "pad",
			    json_sprintf("%0*d",
			    (int)(fake_random(&r) % 9000) + 1, (int)n));
	}
	if (fake_random(&r) % 5 == 0)
		size = fake_random(&r) % 40 == 0 ? (size_t)5 << 20 :
		    1 + fake_random(&r) % 60000;
	*file = (struct load_file){ .as = { .sealed_len = size } };
	if (size == 0)
		return count;
	snprintf(file->id, sizeof(file->id), "%032llx", (long long)n);
	file->bytes = xmalloc(size);
	for (size_t i = 0; i < size; i++)
		file->bytes[i] = (unsigned char)(r >> (i % 7) ^ i * 31);
	file->as = (struct attachment){ file->id, file->bytes, size,
	    count - 1 };
	fake_name(&ev[count - 1], &file->as);
	return count;
}

/* A short print of an operation's content. */
static inline void
load_print(const struct event *ev, size_t n, char out[17])
{
	unsigned char hash[SEAL_HASH_SIZE];
	struct seal_hash *h = seal_hash_new();

	for (size_t i = 0; i < n; i++) {
		char *facts = jx_canonical(ev[i].facts);

		seal_hash_add(h, ev[i].stream, strlen(ev[i].stream) + 1);
		seal_hash_add(h, facts, strlen(facts) + 1);
		seal_hash_add(h, ev[i].sealed, ev[i].sealed_len);
		free(facts);
	}
	seal_hash_end(h, hash);
	for (int i = 0; i < 8; i++)
		snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

#endif
