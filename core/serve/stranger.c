/*
 * Accounts that nobody knows: turned away, and in the journal (security.md
 * S-01).  A flood of them fills no disk: one entry a minute at most, with so
 * many accounts by their numbers and all further knocks as one.
 */
#include "core/serve/server.h"

#include "core/door/served.h"

void
stranger_came(struct server *sv, uint32_t uid)
{
	struct strangers *s = &sv->strangers;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->one[i].uid == uid)
			break;
	if (i == STRANGERS_MAX) {
		s->more++;
		return;
	}
	if (i == s->n)
		s->one[s->n++] = (struct stranger){ .uid = uid };
	s->one[i].times++;
}

int
stranger_wait(const struct server *sv)
{
	int64_t left = sv->strangers.written + STRANGER_MS - sv->now;

	if (sv->strangers.n == 0)
		return -1;
	return left > 0 ? (int)left : 0;
}

/* What could not be written is kept for the next minute. */
void
stranger_note(struct server *sv, bool at_once)
{
	struct strangers *s = &sv->strangers;

	if (s->n == 0 || (!at_once && stranger_wait(sv) > 0))
		return;
	s->written = sv->now;
	if (!tn_note_strangers(sv->config->tn, s->one, s->n, s->more))
		return;
	s->n = 0;
	s->more = 0;
}
