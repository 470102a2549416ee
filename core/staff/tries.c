/* Waiting after wrong secrets. */
#include "core/staff/tries.h"

#include "core/base/jx.h"
#include "core/staff/blob.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE_MS 60000
#define STRANGER_COUNTERS 4096

/* Of officers their own; of ids that nobody has one of some thousands. */
static char *
counter_of(const char *officer, bool known)
{
	unsigned char hash[SEAL_HASH_SIZE];

	if (known)
		return xasprintf("tries/%s", officer);
	seal_hash_two(officer, strlen(officer), "", 0, hash);
	return xasprintf("tries/~%03x",
	    (hash[0] | hash[1] << 8) % STRANGER_COUNTERS);
}

static int64_t
mono(const struct keyring_store *ks, when_t now)
{
	return ks->mono != NULL ? ks->mono(ks->ctx) : now;
}

/*
 * Never more than has really gone by: a clock below the stored one means that
 * the machine was started anew, and it has run for at least what it shows.
 */
static int64_t
gone_by(const json_t *tries, int64_t clock)
{
	int64_t then = jx_int(tries, "clock", 0);

	return clock >= then ? clock - then : clock < 0 ? 0 : clock;
}

int64_t
tries_wait(const struct keyring_store *ks, const char *officer, bool known,
    when_t now)
{
	char *name = counter_of(officer, known);
	json_t *tries = blob_get_json(ks, name);
	int64_t left = jx_int(tries, "wait", 0);

	if (left > 0)
		left -= gone_by(tries, mono(ks, now));
	json_decref(tries);
	free(name);
	return left > 0 ? left : 0;
}

static int64_t
wait_after(int64_t wrong)
{
	int64_t over = wrong - TRIES_FREE;

	if (over < 0)
		return 0;
	return over > 3 ? TRIES_WAIT_MAX_MIN : (int64_t)1 << over;
}

void
tries_note(const struct keyring_store *ks, const char *officer, bool known,
    bool wrong, when_t now)
{
	char *name = counter_of(officer, known);
	json_t *tries = blob_get_json(ks, name);
	int64_t n = jx_int(tries, "wrong", 0);

	json_decref(tries);
	if (wrong || n != 0) {
		n = wrong ? n + 1 : 0;
		tries = json_pack("{s:I,s:I,s:I}", "wrong", (json_int_t)n,
		    "wait", (json_int_t)(wait_after(n) * MINUTE_MS), "clock",
		    (json_int_t)mono(ks, now));
		/* A store that cannot be written must still let officers read. */
		(void)blob_put_json(ks, name, tries, NULL);
		json_decref(tries);
	}
	free(name);
}
