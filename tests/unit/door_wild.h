/* Values from nowhere, and damage done to good ones; by a seed. */
#ifndef TN_TESTS_DOOR_WILD_H
#define TN_TESTS_DOOR_WILD_H

#include "core/base/jx.h"
#include "core/base/str.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t state;

static uint32_t
chance(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33) % n;
}

static json_t *
junk(void)
{
	static const char *const text[] = {
		"", "x", "MC-2026-00001", "../../etc", "\xf0\x9f\x98\x80",
		"Nguyễn\u202eX", "%s%n", "'; DROP TABLE event; --",
		"dbp_mong_cai", "declare", "2026-02-30", "1999",
	};
	static char long_text[100001];
	json_t *o;
	uint32_t i;

	switch (chance(10)) {
	case 0:
		return json_null();
	case 1:
		return json_integer((json_int_t)chance(1000) - 500);
	case 2:
		return json_real(1e308);
	case 3:
		return json_true();
	case 4:
		return json_array();
	case 5:
		o = json_object();
		json_object_set_new(o, "value", json_integer(1));
		return o;
	case 6:
		memset(long_text, 'a', sizeof(long_text) - 1);
		return json_string(long_text);
	case 7:
		o = json_array();
		for (i = 0; i < 700; i++)
			json_array_append_new(o,
			    json_string(text[i % ARRAY_LEN(text)]));
		return o;
	default:
		return json_string(text[chance(ARRAY_LEN(text))]);
	}
}

/* Replaces or removes one member somewhere inside. */
static void
damage(json_t *v)
{
	size_t n = json_is_object(v) ? json_object_size(v) :
	    json_array_size(v);
	size_t pick = n == 0 ? 0 : chance((uint32_t)n), i = 0;
	const char *key;
	json_t *item;
	void *next;

	if (json_is_array(v)) {
		item = json_array_get(v, pick);
		if (item != NULL && chance(2))
			damage(item);
		else if (n > 0)
			json_array_set_new(v, pick, junk());
		else
			json_array_append_new(v, junk());
		return;
	}
	json_object_foreach_safe(v, next, key, item) {
		if (i++ != pick)
			continue;
		if ((json_is_object(item) || json_is_array(item)) && chance(3))
			damage(item);
		else if (chance(4) == 0)
			json_object_del(v, key);
		else
			json_object_set_new(v, key, junk());
		return;
	}
}

/* TN_SEED, or the one of every run; printed, so that a failure comes back. */
static void
wild_seed(void)
{
	const char *seed = getenv("TN_SEED");

	state = seed != NULL ? strtoull(seed, NULL, 10) : 20261122;
	printf("# seed %llu\n", (unsigned long long)state);
}

#endif
