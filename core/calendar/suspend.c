#include "core/calendar/data.h"

#include <stdlib.h>

static int
compare_from(const void *a, const void *b)
{
	const struct suspension *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static when_t
end_of(const struct suspension *s)
{
	return s->to == WHEN_NONE ? SUSPENSION_OPEN : s->to;
}

struct suspension *
suspension_merge(const struct suspension *list, size_t n, size_t *merged)
{
	struct suspension *out = xcalloc(n + 1, sizeof(*out));
	size_t i, m = 0, kept = 0;

	for (i = 0; i < n; i++) {
		if (list[i].from >= end_of(&list[i]))
			continue;
		out[m].from = list[i].from;
		out[m].to = end_of(&list[i]);
		m++;
	}
	qsort(out, m, sizeof(*out), compare_from);
	for (i = 0; i < m; i++) {
		if (kept > 0 && out[i].from <= out[kept - 1].to) {
			if (out[i].to > out[kept - 1].to)
				out[kept - 1].to = out[i].to;
		} else {
			out[kept++] = out[i];
		}
	}
	*merged = kept;
	return out;
}

bool
suspension_covers(const struct suspension *list, size_t n, when_t now)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (list[i].from <= now && now < end_of(&list[i]))
			return true;
	}
	return false;
}

int64_t
clock_late_by(when_t due, when_t now, const struct suspension *list, size_t n)
{
	struct suspension *merged;
	int64_t late;
	size_t i, m;

	if (due == WHEN_NONE || now <= due)
		return 0;
	late = now - due;
	merged = suspension_merge(list, n, &m);
	for (i = 0; i < m; i++) {
		when_t from = merged[i].from > due ? merged[i].from : due;
		when_t to = merged[i].to < now ? merged[i].to : now;

		if (from < to)
			late -= to - from;
	}
	free(merged);
	return late;
}

enum clock_state
clock_state(when_t due, when_t now, int64_t warning)
{
	if (due == WHEN_NONE)
		return CLOCK_OK;
	if (now > due)
		return CLOCK_LATE;
	/* Unsigned: two times may lie further apart than int64_t. */
	if (warning > 0 && (uint64_t)due - (uint64_t)now <= (uint64_t)warning)
		return CLOCK_DUE_SOON;
	return CLOCK_OK;
}

const char *
clock_state_name(enum clock_state state)
{
	static const char *const NAME[] = {
		[CLOCK_OK] = "ok",
		[CLOCK_DUE_SOON] = "due_soon",
		[CLOCK_LATE] = "late",
	};

	return NAME[state];
}
