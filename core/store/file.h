/*
 * The files around the database: where they may lie, who may read them, and
 * how a finished one takes its place.  Private to core/store.
 */
#ifndef TN_STORE_FILE_H
#define TN_STORE_FILE_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * An absolute path without links in its folder; the last name is taken as it
 * is.  The caller's; NULL and *e when the folder is missing.
 */
char *file_resolve(const char *path, struct err *e) TN_MUST_USE;

/*
 * May a store lie in the folder of `path`?  Not where anybody else can write
 * (sticky or not: others could put a -wal beside it) or in somebody else's
 * folder, nor below one in which everybody can rename it, and not on a
 * network or FUSE file system, whose locks and fsync promise nothing that we
 * can check (reliability rule 3).
 */
bool file_place_ok(const char *path, struct err *e) TN_MUST_USE;

/*
 * Is it a regular file of this account, under no second name, that nobody
 * else can read or write?  A missing one is ERR_STORE_MISSING.  It may be
 * another by the time it is opened, so what was opened is asked again.
 */
bool file_is_private(const char *path, struct err *e) TN_MUST_USE;
/* The same of an open one; `path` for the sentence. */
bool file_fd_private(int fd, const char *path, struct err *e) TN_MUST_USE;
bool file_is_regular(int fd);

bool file_exists(const char *path);		/* anything of that name */
int64_t file_size(const char *path);		/* -1 when there is none */
/* PATH and suffix; the caller's. */
char *file_beside(const char *path, const char *suffix);

/* A new empty file of mode 0600; refuses an existing one. */
bool file_create(const char *path, struct err *e) TN_MUST_USE;

/*
 * fsync on a fresh descriptor, which is closed whatever comes of it: a
 * second fsync on the same one may lie (reliability 0, point 3).
 */
bool file_sync(const char *path, struct err *e) TN_MUST_USE;
/* The folder that `path` lies in. */
bool file_sync_dir(const char *path, struct err *e) TN_MUST_USE;

/*
 * Puts a finished file in its place: fsync, rename (or link, when `replace`
 * is false: an existing target is refused), fsync of the folder.
 */
bool file_put_in_place(const char *from, const char *to, bool replace,
    struct err *e) TN_MUST_USE;

/* Copies a file into a new one of mode 0600 (not synced). */
bool file_copy(const char *from, const char *to, struct err *e) TN_MUST_USE;

/*
 * A small secret file of exactly `len` bytes: read, or written anew (mode
 * 0600, synced; refuses an existing one and leaves none behind on failure).
 */
bool file_read_small(const char *path, void *out, size_t len) TN_MUST_USE;
bool file_write_small(const char *path, const void *bytes, size_t len)
    TN_MUST_USE;

/* A file that really occupies `size` bytes; false when there is no room. */
bool file_reserve(const char *path, size_t size);
/* Bytes free for this account on the file system of `path`; -1: not known. */
int64_t file_room(const char *path);

#endif
