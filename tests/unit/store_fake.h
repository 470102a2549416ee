/*
 * A projector without law, and small helpers for the tests of the store.
 *
 * Facts: {"state": text, "due": n, "final": bool, "waiting": bool,
 *	"work": {unit: relation}, "series": text, "number": n,
 *	"attachment": id, "size": n, "hash": hex}, all optional.
 * A stream is a case when it begins with "case-".
 */
#ifndef TN_TESTS_STORE_FAKE_H
#define TN_TESTS_STORE_FAKE_H

#include "core/base/jx.h"
#include "core/staff/seal.h"
#include "core/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FAKE_NOW ((when_t)1772391000000)

static json_t *
fake_fold(const json_t *row, const struct event *ev)
{
	json_t *next = row != NULL ? json_deep_copy(row) : json_object();
	const char *key;
	json_t *value;

	if (strcmp(ev->kind, "impossible") == 0) {
		json_decref(next);
		return NULL;
	}
	json_object_set_new(next, "n", json_integer(jx_int(next, "n", 0) + 1));
	if (row == NULL)
		json_object_set_new(next, "opened", json_integer(ev->at));
	json_object_set_new(next, "moved", json_integer(ev->at));
	json_object_set_new(next, "by", json_string(ev->actor));
	json_object_set_new(next, "is_case",
	    json_boolean(str_starts(ev->stream, "case-")));
	json_object_foreach(ev->facts, key, value)
		if (strcmp(key, "pad") != 0)
			json_object_set(next, key, value);
	return next;
}

static size_t
fake_work(const json_t *row, struct work_row out[WORK_ROWS_MAX])
{
	const char *unit;
	json_t *relation;
	size_t n = 0;

	if (!jx_bool(row, "is_case", false))
		return 0;
	json_object_foreach(jx_get(row, "work"), unit, relation) {
		struct work_row *w = &out[n++];

		*w = (struct work_row){ .waiting = jx_bool(row, "waiting",
		    false) };
		snprintf(w->unit, sizeof(w->unit), "%s", unit);
		w->relation = json_string_value(relation);
		w->final = jx_bool(row, "final", false);
		snprintf(w->state, sizeof(w->state), "%s",
		    jx_text(row, "state") ? jx_text(row, "state") : "");
		snprintf(w->path, sizeof(w->path), "gate");
		w->due = jx_int(row, "due", INT64_MAX);
		w->opened = jx_int(row, "opened", 0);
		w->moved = jx_int(row, "moved", 0);
	}
	return n;
}

static size_t
fake_numbers(const struct event *ev, const char *series[4], int64_t n[4])
{
	if (jx_text(ev->facts, "series") == NULL)
		return 0;
	series[0] = jx_text(ev->facts, "series");
	n[0] = jx_int(ev->facts, "number", 0);
	return 1;
}

static bool
fake_attached(const struct event *ev, struct attached *out)
{
	const char *hex = jx_text(ev->facts, "hash");

	out->id = jx_text(ev->facts, "attachment");
	if (out->id == NULL)
		return false;
	out->size = jx_int(ev->facts, "size", 0);
	memset(out->hash, 0, HASH_SIZE);
	for (size_t i = 0; hex != NULL && strlen(hex) == 2 * HASH_SIZE &&
	    i < HASH_SIZE; i++) {
		unsigned byte = 0;

		sscanf(hex + 2 * i, "%2x", &byte);
		out->hash[i] = (unsigned char)byte;
	}
	return true;
}

static inline bool
fake_ends(const struct event *ev)
{
	return strcmp(ev->kind, "ended") == 0;
}

static const struct projector fake_projector = {
	fake_fold, fake_work, fake_numbers, fake_attached, fake_ends,
};

/* Puts into an event's facts which file it brings. */
static inline void
fake_name(struct event *ev, const struct attachment *a)
{
	unsigned char hash[SEAL_HASH_SIZE];
	char hex[2 * SEAL_HASH_SIZE + 1];

	seal_hash_two(a->sealed, a->sealed_len, "", 0, hash);
	for (size_t i = 0; i < SEAL_HASH_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	json_object_set_new(ev->facts, "attachment", json_string(a->id));
	json_object_set_new(ev->facts, "size",
	    json_integer((json_int_t)a->sealed_len));
	json_object_set_new(ev->facts, "hash", json_string(hex));
}

/* An event whose facts are given as JSON text with ' for ". */
static inline struct event
fake_event(const char *stream, const char *kind, const char *facts)
{
	static unsigned char body[] = "bí mật, đã niêm phong";
	char *text = xstrdup(facts);
	struct event ev = {
		.stream = (char *)stream, .kind = (char *)kind,
		.actor = (char *)"an", .unit = (char *)"gate-1",
		.epoch = 1, .at = FAKE_NOW, .sealed = body,
		.sealed_len = sizeof(body),
	};

	for (char *p = text; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	ev.facts = json_loads(text, 0, NULL);
	free(text);
	if (ev.facts == NULL)
		abort();
	return ev;
}

/* Commits events (their facts are released); parts are numbered here. */
static inline enum commit_result
fake_commit(const struct journal *j, const char *op_id, struct event *ev,
    size_t n, struct expected *x, size_t n_x, struct err *e)
{
	struct batch b = {
		.op_id = op_id, .event = ev, .n_event = n, .expect = x,
		.n_expect = n_x,
	};
	enum commit_result r;

	for (size_t i = 0; i < n; i++)
		ev[i].op_part = (int)i;
	r = j->commit(j->ctx, &b, e);
	for (size_t i = 0; i < n; i++)
		json_decref(ev[i].facts);
	return r;
}

static inline enum commit_result
fake_save(const struct journal *j, const char *op_id, const char *stream,
    const char *facts, struct err *e)
{
	struct event ev = fake_event(stream, "note", facts);

	return fake_commit(j, op_id, &ev, 1, NULL, 0, e);
}

static inline uint64_t
fake_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static inline uint64_t
fake_seed(void)
{
	const char *given = getenv("SEED");
	uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 20260302;

	printf("# seed %llu\n", (unsigned long long)seed);
	return seed != 0 ? seed : 1;
}

/* A folder of its own for each test; fake_clean() removes all of it. */
static char fake_dir[256];

static inline void
fake_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(fake_dir, sizeof(fake_dir), "%s/tnstore-XXXXXX",
	    tmp != NULL && strlen(tmp) < 200 ? tmp : "/tmp");
	if (mkdtemp(fake_dir) == NULL)
		abort();
}

static inline char *
fake_path(const char *name)
{
	return xasprintf("%s/%s", fake_dir, name);
}

#endif
