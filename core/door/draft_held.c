/*
 * Drafts that the disk has no room for.  They are sealed with the key that
 * only their officer has, before they come here, so that they may stay when
 * the session ends and its keys are wiped: nobody opens them but who typed
 * them.  They go to disk as soon as there is room, and with the reserve of
 * the store when the program ends.
 */
#include "core/door/door.h"

#include <stdlib.h>
#include <string.h>

#define HELD_MOST 64
#define HELD_BYTES (16 * 1024 * 1024)

struct held_draft {
	char *officer, *place;
	unsigned char *sealed;
	size_t len;
	when_t at;
};

static struct held_draft *
find(const struct tn *tn, const char *officer, const char *place)
{
	for (size_t i = 0; i < tn->n_held; i++)
		if (strcmp(tn->held[i].officer, officer) == 0 &&
		    strcmp(tn->held[i].place, place) == 0)
			return &tn->held[i];
	return NULL;
}

static void
take_out(struct tn *tn, struct held_draft *h)
{
	free(h->officer);
	free(h->place);
	seal_wipe(h->sealed, h->len);
	free(h->sealed);
	*h = tn->held[--tn->n_held];
}

bool
held_put(struct tn *tn, const char *officer, const char *place,
    unsigned char *sealed, size_t len, when_t at)
{
	size_t bytes = len;

	held_drop(tn, officer, place);
	for (size_t i = 0; i < tn->n_held; i++)
		bytes += tn->held[i].len;
	if (tn->n_held == HELD_MOST || bytes > HELD_BYTES) {
		free(sealed);
		return false;
	}
	tn->held = xgrow(tn->held, tn->n_held, &tn->cap_held,
	    sizeof(*tn->held));
	tn->held[tn->n_held++] = (struct held_draft){ xstrdup(officer),
	    xstrdup(place), sealed, len, at };
	return true;
}

bool
held_get(const struct tn *tn, const char *officer, const char *place,
    unsigned char **sealed, size_t *len, when_t *at)
{
	const struct held_draft *h = find(tn, officer, place);

	if (h == NULL)
		return false;
	*sealed = xmalloc(h->len + 1);
	memcpy(*sealed, h->sealed, h->len);
	*len = h->len;
	*at = h->at;
	return true;
}

bool
held_has(const struct tn *tn, const char *officer, const char *place)
{
	return find(tn, officer, place) != NULL;
}

void
held_drop(struct tn *tn, const char *officer, const char *place)
{
	struct held_draft *h = find(tn, officer, place);

	if (h != NULL)
		take_out(tn, h);
}

void
held_each(const struct tn *tn, const char *officer,
    void (*each)(void *arg, const char *place, when_t at), void *arg)
{
	for (size_t i = 0; i < tn->n_held; i++)
		if (strcmp(tn->held[i].officer, officer) == 0)
			each(arg, tn->held[i].place, tn->held[i].at);
}

void
held_free(struct tn *tn)
{
	while (tn->n_held > 0)
		take_out(tn, &tn->held[0]);
	free(tn->held);
	tn->held = NULL;
	tn->cap_held = 0;
}

/* Another terminal of the same officer may have kept a newer one. */
static bool
is_outdated(const struct tn *tn, const struct held_draft *h)
{
	const struct journal *j = tn->journal;
	unsigned char *sealed = NULL;
	size_t len = 0;
	when_t at = 0;
	bool newer = j->get_draft(j->ctx, h->officer, h->place, &sealed, &len,
	    &at) && at > h->at;

	free(sealed);
	return newer;
}

static bool
is_about_ended(struct tn *tn, const struct held_draft *h)
{
	char *id = draft_ended(tn, h->sealed, h->len);
	bool ended = id != NULL;

	free(id);
	return ended;
}

void
held_forget_ended(struct tn *tn)
{
	for (size_t i = tn->n_held; i-- > 0;)
		if (is_about_ended(tn, &tn->held[i]))
			take_out(tn, &tn->held[i]);
}

static bool
write_one(struct tn *tn, struct held_draft *h)
{
	const struct journal *j = tn->journal;

	if (!is_outdated(tn, h) && !is_about_ended(tn, h) && !j->put_draft(j->ctx, h->officer, h->place,
	    h->sealed, h->len, h->at, NULL))
		return false;
	take_out(tn, h);
	return true;
}

bool
tn_keep_drafts(struct tn *tn, bool last)
{
	while (tn->n_held > 0 && write_one(tn, &tn->held[0]))
		continue;
	if (tn->n_held > 0 && last &&
	    tn->journal->give_reserve(tn->journal->ctx))
		while (tn->n_held > 0 && write_one(tn, &tn->held[0]))
			continue;
	return tn->n_held == 0;
}
