/*
 * Rows that were read or written last, as they were parsed: one save reads
 * the row of its case several times, and parsing is the dearest part of it.
 * What is kept counts only for the entry it was folded to; nobody changes it.
 */
#include "core/store/inside.h"

#include <stdio.h>
#include <string.h>

#define KEEP_BYTES_MAX (16 << 10)	/* of a row's text; the site has its own */

static struct kept_row *
place_of(struct store *s, const char *stream)
{
	uint32_t h = 2166136261u;

	if (strcmp(stream, STREAM_SITE) == 0)
		return &s->kept[0];
	for (const char *c = stream; *c != '\0'; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	return &s->kept[1 + h % (ROWS_KEPT - 1)];
}

json_t *
kept_row(struct store *s, const char *stream, int64_t last_seq, int64_t epoch)
{
	const struct kept_row *k = place_of(s, stream);

	return k->row != NULL && k->last_seq == last_seq &&
	    k->epoch == epoch && strcmp(k->stream, stream) == 0 ?
	    json_incref(k->row) : NULL;
}

void
keep_row(struct store *s, const char *stream, int64_t last_seq, int64_t epoch,
    json_t *row, size_t len)
{
	struct kept_row *k = place_of(s, stream);

	if (strlen(stream) >= sizeof(k->stream) ||
	    (len > KEEP_BYTES_MAX && k != &s->kept[0]))
		return;
	json_incref(row);
	json_decref(k->row);
	k->row = row;
	k->last_seq = last_seq;
	k->epoch = epoch;
	snprintf(k->stream, sizeof(k->stream), "%s", stream);
}

void
forget_rows(struct store *s)
{
	for (size_t i = 0; i < ROWS_KEPT; i++) {
		json_decref(s->kept[i].row);
		s->kept[i].row = NULL;
	}
}
