/*
 * The reserve: a file of real blocks beside the store, given back to the
 * disk when it is full, so that the save in hand still gets through
 * (reliability rule 4).  Then the store is for reading until there is room.
 */
#include "core/store/file.h"
#include "core/store/inside.h"

#include <unistd.h>

/* What opening needs beside the store: a log, and 32 KiB to find things. */
#define BALLAST_LENT (128 << 10)

bool
ballast_fill(struct store *s)
{
	int64_t have = file_size(s->ballast_path);

	if (s->ballast == 0 || have == (int64_t)s->ballast) {
		s->ballast_spent = false;
		return true;
	}
	/* Twice its size: the reserve must not be what fills the disk. */
	if (have <= 0 && file_room(s->path) < 2 * (int64_t)s->ballast)
		return false;
	/* A part of it was lent, and what is left is worth keeping. */
	if (have > 0 && have < (int64_t)s->ballast &&
	    file_room(s->path) < 2 * (int64_t)s->ballast)
		return false;
	if (have > 0)
		unlink(s->ballast_path);
	if (!file_reserve(s->ballast_path, s->ballast))
		return false;
	s->ballast_spent = false;
	return true;
}

bool
ballast_spend(struct store *s)
{
	if (s->ballast == 0 || file_size(s->ballast_path) <= 0)
		return false;
	s->ballast_spent = unlink(s->ballast_path) == 0;
	return s->ballast_spent;
}

bool
ballast_lend(struct store *s)
{
	int64_t have = file_size(s->ballast_path);

	return have > BALLAST_LENT && file_room(s->path) < BALLAST_LENT &&
	    truncate(s->ballast_path, (off_t)(have - BALLAST_LENT)) == 0;
}

bool
store_set_ballast(struct store *s, size_t bytes)
{
	s->ballast = bytes;
	if (bytes > 0)
		return ballast_fill(s);
	unlink(s->ballast_path);
	s->ballast_spent = false;
	return true;
}
