/*
 * The judge (reliability, part 5): run over a store after every fault.
 */
#ifndef TN_TESTS_CRASH_JUDGE_H
#define TN_TESTS_CRASH_JUDGE_H

#include "tests/crash/load.h"

#include <ctype.h>

/* What the worker has said so far. */
struct said {
	char (*print)[17];	/* of each acknowledged operation; "" if not */
	int64_t n, cap;
	int64_t tried;		/* newest operation begun, -1 */
	int64_t acked;		/* newest one acknowledged, -1 */
	int64_t draft_in, draft_kept;
	int refused;		/* X lines */
};

/* Counts of what must not be; all zero is a pass. */
struct faults {
	int unopened, damaged, lost, doubled, changed, half, draft, litter;
	int refused;
	int file;		/* an operation's file, without it or other */
	/* and of what should be, so that the test tests something */
	int unseen;		/* saved, but killed before it was told */
	int files, no_files;	/* files found, and rightly not found */
};

static inline void
said_clear(struct said *s)
{
	free(s->print);
	*s = (struct said){ .print = NULL, .tried = -1, .acked = -1 };
}

static inline void
said_line(struct said *s, const char *line)
{
	char print[17] = "";
	long long n;
	char what;

	if (sscanf(line, "%c %lld %16s", &what, &n, print) < 2)
		return;
	switch (what) {
	case 'd':
		s->draft_in = n;
		return;
	case 'D':
		s->draft_kept = n;
		return;
	case 'X':
		s->refused++;
		return;
	case 't':
		if (n > s->tried)
			s->tried = n;
		return;
	}
	if (n > s->acked)
		s->acked = n;
	while (s->n <= n) {
		size_t cap = (size_t)s->cap;

		s->print = xgrow(s->print, (size_t)s->n, &cap,
		    sizeof(*s->print));
		s->cap = (int64_t)cap;
		s->print[s->n++][0] = '\0';
	}
	if (what == 'S')
		memcpy(s->print[n], print, sizeof(print));
	else if (s->print[n][0] == '\0')
		snprintf(s->print[n], sizeof(*s->print), "?");
}

struct found {
	struct event ev[8];
	size_t n;
	bool parts_right;
};

static inline bool
found_add(void *arg, const struct event *ev)
{
	struct found *f = arg;

	if (ev->op_part != (int)f->n)
		f->parts_right = false;
	if (f->n == 8)
		return false;
	f->ev[f->n] = *ev;
	json_incref(ev->facts);
	f->ev[f->n].stream = xstrdup(ev->stream);
	f->ev[f->n].sealed = xmalloc(ev->sealed_len);
	memcpy(f->ev[f->n++].sealed, ev->sealed, ev->sealed_len);
	return true;
}

/* The file is there, whole, when its operation is; else it is not. */
static inline void
judge_file(const struct journal *j, const struct load_file *file,
    const char *stream, bool saved, struct faults *out)
{
	size_t want = file->as.sealed_len, len = 0;
	unsigned char *got;

	if (want == 0)
		return;
	got = j->attachment(j->ctx, stream, file->id, &len, NULL);
	if ((got != NULL) != saved || (saved && (len != want ||
	    memcmp(got, file->bytes, len) != 0)))
		out->file++;
	else if (saved)
		out->files++;
	else
		out->no_files++;
	free(got);
}

static inline void
judge_operation(const struct journal *j, uint64_t seed, int64_t n,
    const char *print, struct faults *out)
{
	struct found f = { .parts_right = true };
	char id[32], got[17], want[17], name[3][24];
	struct load_file file;
	struct event ev[3];
	size_t count = load_events(seed, n, ev, name, &file);

	snprintf(id, sizeof(id), "op-%lld", (long long)n);
	load_print(ev, count, want);
	for (size_t i = 0; i < count; i++)
		json_decref(ev[i].facts);
	j->read_operation(j->ctx, id, found_add, &f, NULL);
	load_print(f.ev, f.n, got);
	if (f.n == 0)
		out->lost += print != NULL;
	else if (f.n > count || !f.parts_right)
		out->doubled++;
	else if (f.n < count)
		out->half++;
	else if (strcmp(got, want) != 0 || (print != NULL &&
	    print[0] != '?' && strcmp(got, print) != 0))
		out->changed++;
	else if (print == NULL)
		out->unseen++;
	judge_file(j, &file, name[count - 1], f.n > 0, out);
	free(file.bytes);
	for (size_t i = 0; i < f.n; i++) {
		json_decref(f.ev[i].facts);
		free(f.ev[i].stream);
		free(f.ev[i].sealed);
	}
}

static inline void
judge_draft(const struct journal *j, const struct said *said,
    struct faults *out)
{
	unsigned char *blob;
	size_t len;
	when_t at;

	if (said->draft_kept == 0)
		return;
	if (!j->get_draft(j->ctx, LOAD_OFFICER, LOAD_PLACE, &blob, &len, &at)) {
		out->draft++;
		return;
	}
	free(blob);
	if (at < said->draft_kept || at < said->draft_in - 2000)
		out->draft++;
}

/* Opens what a fault has left and looks at all of it. */
static inline void
judge(const char *path, uint64_t seed, const struct said *said,
    struct faults *out)
{
	struct err e = ERR_INIT;
	struct store *s = store_open(path, &fake_projector, NULL, &e);
	struct store_verdict v;
	const struct journal *j;
	struct str text = STR_INIT;

	if (s == NULL) {
		out->unopened++;
		err_text(&e, LANG_EN, false, &text);
		printf("# not opened: %s\n", str_text(&text));
		str_done(&text);
		err_done(&e);
		return;
	}
	j = store_journal(s);
	if (!store_verify(s, &v, NULL, &e)) {
		out->damaged++;
		err_text(&e, LANG_EN, false, &text);
		printf("# damaged: %s\n", str_text(&text));
	}
	for (int64_t n = 0; n < said->n; n++)
		judge_operation(j, seed, n, said->print[n], out);
	/* What was never acknowledged: whole, or not there. */
	for (int64_t n = said->n; n <= said->tried; n++)
		judge_operation(j, seed, n, NULL, out);
	judge_draft(j, said, out);
	out->refused += said->refused;
	str_done(&text);
	err_done(&e);
	store_close(s);
}

#endif
