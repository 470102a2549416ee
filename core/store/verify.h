/*
 * What both passes of a verification share.  Private to core/store.
 */
#ifndef TN_STORE_VERIFY_H
#define TN_STORE_VERIFY_H

#include "core/store/inside.h"

struct incarnation {
	unsigned char id[INCARNATION_SIZE];
	int64_t after;		/* its entries have a larger seq */
};

struct verify {
	struct store *s;
	struct store_verdict *out;
	const struct store_progress *progress;
	struct err *e;
	int64_t done, of;	/* for the progress */
	struct incarnation *incarnation;
	size_t n_incarnation, cap_incarnation;
};

/* Sets the verdict and its sentence; always false. */
bool verify_bad(struct verify *v, enum verdict what, int64_t seq,
    const char *stream);
/*
 * attachment_verify.c: the file of an entry, if it brings one, is counted
 * into *files; at the end there are no more than those.
 */
bool verify_attached(struct verify *v, const struct event *ev,
    int64_t *files);
bool verify_no_more_files(struct verify *v, int64_t files);

/* An entry has been looked at; false when the caller wants to stop. */
bool verify_tick(struct verify *v);

#endif
