/*
 * Power cuts out of a recording: what the disk may hold at a point of the
 * log, under four models of what it kept of the part not yet synced.
 */
#ifndef TN_TESTS_CRASH_POWER_H
#define TN_TESTS_CRASH_POWER_H

#include "tests/crash/disk.h"
#include "tests/crash/judge.h"

#include <sys/mman.h>

#define SECTOR 512
#define FILES_MAX 8

enum model { KEEP_NONE, KEEP_ALL, KEEP_PREFIX, KEEP_RANDOM, MODELS };

struct bytes {
	unsigned char *at;
	size_t len, cap;
};

struct pending {
	struct disk_entry entry;
	const unsigned char *data;
};

struct platter {
	char name[DISK_NAME];
	struct bytes durable;
	bool in_folder;		/* its name would survive */
	bool exists;
	struct pending *pending;
	size_t n, cap;
};

struct power {
	const unsigned char *log;
	size_t len, at;
	struct platter file[FILES_MAX];
	size_t n_file;
	struct said said;
};

static inline void
bytes_write(struct bytes *b, size_t off, const void *data, size_t len)
{
	if (off + len > b->cap) {
		b->cap = (off + len) * 2;
		b->at = xrealloc(b->at, b->cap);
	}
	if (off > b->len)
		memset(b->at + b->len, 0, off - b->len);
	memcpy(b->at + off, data, len);
	if (off + len > b->len)
		b->len = off + len;
}

static inline void
bytes_apply(struct bytes *b, const struct pending *p)
{
	if (p->entry.type == 'W')
		bytes_write(b, (size_t)p->entry.off, p->data,
		    (size_t)p->entry.len);
	else if ((size_t)p->entry.off < b->len)
		b->len = (size_t)p->entry.off;
}

static inline struct platter *
power_file(struct power *p, const char *name)
{
	for (size_t i = 0; i < p->n_file; i++)
		if (strcmp(p->file[i].name, name) == 0)
			return &p->file[i];
	if (p->n_file == FILES_MAX)
		abort();
	if (strlen(name) >= DISK_NAME)
		abort();
	memcpy(p->file[p->n_file].name, name, strlen(name) + 1);
	return &p->file[p->n_file++];
}

static inline void
power_take(struct power *p, const struct disk_entry *entry, const char *name,
    const unsigned char *data)
{
	struct platter *f;

	if (entry->type == 'A') {
		char line[100];

		snprintf(line, sizeof(line), "%.*s", (int)entry->len,
		    (const char *)data);
		said_line(&p->said, line);
		return;
	}
	if (entry->type == 'D') {
		for (size_t i = 0; i < p->n_file; i++)
			p->file[i].in_folder = p->file[i].exists;
		return;
	}
	f = power_file(p, name);
	switch (entry->type) {
	case 'C':
		f->exists = true;
		f->n = 0;
		f->durable.len = 0;
		break;
	case 'U':
		f->exists = false;
		break;
	case 'S':
		for (size_t i = 0; i < f->n; i++)
			bytes_apply(&f->durable, &f->pending[i]);
		f->n = 0;
		break;
	default:
		f->exists = true;
		f->pending = xgrow(f->pending, f->n, &f->cap,
		    sizeof(*f->pending));
		f->pending[f->n++] = (struct pending){ *entry, data };
		break;
	}
}

/* One entry further; false at the end of the log. */
static inline bool
power_step(struct power *p)
{
	struct disk_entry entry;
	char name[256];
	size_t at = p->at;

	if (p->len - at < sizeof(entry))
		return false;
	memcpy(&entry, p->log + at, sizeof(entry));
	at += sizeof(entry);
	memcpy(name, p->log + at, entry.name_len);
	name[entry.name_len] = '\0';
	at += entry.name_len;
	power_take(p, &entry, name, p->log + at);
	if (entry.type == 'W' || entry.type == 'A')
		at += (size_t)entry.len;
	p->at = at;
	return true;
}

/* Half of a write: each sector of it, or not. */
static inline void
bytes_torn(struct bytes *b, const struct pending *p, uint64_t *r)
{
	size_t off = (size_t)p->entry.off;

	for (size_t at = 0; at < (size_t)p->entry.len; at += SECTOR) {
		size_t n = (size_t)p->entry.len - at;

		if (fake_random(r) % 2 == 0)
			bytes_write(b, off + at, p->data + at,
			    n < SECTOR ? n : SECTOR);
	}
}

/* What the disk holds of a file; false: not even its name. */
static inline bool
platter_image(const struct platter *f, enum model model, uint64_t *r,
    struct bytes *out)
{
	size_t prefix = f->n > 0 ? fake_random(r) % (f->n + 1) : 0;
	bool named = f->in_folder;

	if (model == KEEP_ALL)
		named = f->exists;
	else if (model != KEEP_NONE && f->exists != f->in_folder)
		named = fake_random(r) % 2 == 0;
	out->len = 0;
	if (!named)
		return false;
	bytes_write(out, 0, f->durable.at != NULL ?
	    (const void *)f->durable.at : "", f->durable.len);
	for (size_t i = 0; i < f->n; i++) {
		const struct pending *p = &f->pending[i];

		if (model == KEEP_ALL ||
		    (model == KEEP_PREFIX && i < prefix))
			bytes_apply(out, p);
		else if (model != KEEP_RANDOM || fake_random(r) % 2 == 0)
			continue;
		else if (p->entry.type == 'W' && fake_random(r) % 3 == 0)
			bytes_torn(out, p, r);
		else
			bytes_apply(out, p);
	}
	return true;
}

static inline void
power_image(const struct power *p, enum model model, uint64_t *r,
    const char *folder)
{
	static struct bytes image;
	char path[PATH_MAX];

	for (size_t i = 0; i < p->n_file; i++) {
		FILE *f;

		snprintf(path, sizeof(path), "%s/%s", folder, p->file[i].name);
		remove(path);
		if (!platter_image(&p->file[i], model, r, &image))
			continue;
		f = fopen(path, "wb");
		if (f == NULL ||
		    fwrite(image.at, 1, image.len, f) != image.len)
			abort();
		fclose(f);
		chmod(path, 0600);
	}
}

static inline void
power_done(struct power *p)
{
	for (size_t i = 0; i < p->n_file; i++) {
		free(p->file[i].durable.at);
		free(p->file[i].pending);
	}
	said_clear(&p->said);
}

#endif
