#include "tui/letters.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"

#include <errno.h>
#include <linux/kd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

/* Signs that have no base letter. */
static const struct {
	uint32_t from, to;
	char as;
} sign[] = {
	{ 0x00a0, 0x00a0, ' ' }, { 0x00ab, 0x00ab, '<' },
	{ 0x00b0, 0x00b0, 'o' }, { 0x00b7, 0x00b7, '.' },
	{ 0x00bb, 0x00bb, '>' }, { 0x00d7, 0x00d7, 'x' },
	{ 0x2010, 0x2015, '-' }, { 0x2018, 0x201b, '\'' },
	{ 0x201c, 0x201f, '"' }, { 0x2022, 0x2022, '*' },
	{ 0x2026, 0x2026, '>' }, { 0x20ab, 0x20ab, 'd' },
	{ 0x2190, 0x2190, '<' }, { 0x2191, 0x2191, '^' },
	{ 0x2192, 0x2192, '>' }, { 0x2193, 0x2193, 'v' },
	{ 0x2212, 0x2212, '-' }, { 0x2264, 0x2264, '<' },
	{ 0x2265, 0x2265, '>' }, { 0x2500, 0x2501, '-' },
	{ 0x2502, 0x2503, '|' }, { 0x2504, 0x254f, '+' },
	{ 0x2550, 0x2550, '=' }, { 0x2551, 0x2551, '|' },
	{ 0x2552, 0x257f, '+' }, { 0x2580, 0x259f, '#' },
};

static void
add(struct letters *l, uint32_t cp)
{
	if (cp < 0x10000)
		l->has[cp / 8] |= (uint8_t)(1u << cp % 8);
}

static bool
has(const struct letters *l, uint32_t cp)
{
	return (cp >= 0x20 && cp < 0x7f) || (cp < 0x10000 &&
	    (l->has[cp / 8] >> cp % 8 & 1) != 0);
}

/* All the letters that Vietnamese has beyond ASCII. */
static bool
has_vietnamese(const struct letters *l)
{
	static const uint32_t few[] = {
		0xc0, 0xc1, 0xc2, 0xc3, 0xc8, 0xc9, 0xca, 0xcc, 0xcd, 0xd2,
		0xd3, 0xd4, 0xd5, 0xd9, 0xda, 0xdd, 0x102, 0x110, 0x128,
		0x168, 0x1a0, 0x1af,
	};

	for (size_t i = 0; i < ARRAY_LEN(few); i++) {
		uint32_t small = few[i] + (few[i] < 0x100 ? 0x20 : 1);

		if (!has(l, few[i]) || !has(l, small))
			return false;
	}
	for (uint32_t cp = 0x1ea0; cp <= 0x1ef9; cp++)
		if (!has(l, cp))
			return false;
	return true;
}

void
letters_of(struct letters *l, const uint32_t *cp, size_t n)
{
	memset(l, 0, sizeof *l);
	for (size_t i = 0; i < n; i++)
		add(l, cp[i]);
	l->base = !has_vietnamese(l);
}

/* The kernel's map of a console; false where there is none to be read. */
static bool
read_map(struct letters *l, int fd)
{
	struct unimapdesc map = { 0, NULL };
	uint32_t *cp = NULL;
	bool ok;

	/* Asked with no room it only says how many there are. */
	if (ioctl(fd, GIO_UNIMAP, &map) != 0 && errno != ENOMEM)
		return false;
	if (map.entry_ct == 0)
		return false;
	map.entries = xcalloc(map.entry_ct, sizeof *map.entries);
	cp = xcalloc(map.entry_ct, sizeof *cp);
	ok = ioctl(fd, GIO_UNIMAP, &map) == 0;
	for (size_t i = 0; ok && i < map.entry_ct; i++)
		cp[i] = map.entries[i].unicode;
	if (ok)
		letters_of(l, cp, map.entry_ct);
	free(map.entries);
	free(cp);
	return ok;
}

void
letters_choose(struct letters *l, enum letters_choice choice, int fd)
{
	memset(l, 0, sizeof *l);
	if (choice == LETTERS_BASE)
		l->base = true;
	else if (choice == LETTERS_FULL || !read_map(l, fd))
		l->all = true;
}

void
letters_wide(struct letters *l, bool marks)
{
	l->wide = true;
	l->marks = marks;
	l->base = l->base || !marks;
}

static char
as_sign(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(sign); i++)
		if (cp >= sign[i].from && cp <= sign[i].to)
			return sign[i].as;
	return '?';
}

static void
put(struct cell *cell, char letter)
{
	memset(cell->text, 0, sizeof cell->text);
	cell->text[0] = letter;
	cell->cols = 1;
}

static void
show(const struct letters *l, struct cell *cell)
{
	size_t n = strlen(cell->text), first;
	uint32_t cp;
	char letter;

	first = utf8_decode(cell->text, n, &cp);
	/* No console puts a mark over a letter: it would follow it. */
	if (has(l, cp) && first == n)
		return;
	cp = utf8_plain(cell->text, n);
	if (cell->cols == 1 && has(l, cp)) {
		memset(cell->text, 0, sizeof cell->text);
		utf8_encode(cp, cell->text);
		return;
	}
	letter = cell->cols == 1 ? as_sign(cp) : '?';
	if (cell->cols == 2)
		put(cell + 1, letter);
	put(cell, letter);
}

/* With its marks behind it, a letter takes the column of its base. */
static bool
put_apart(struct cell *cell)
{
	char apart[CELL_BYTES + 1];
	size_t n = utf8_apart(cell->text, strlen(cell->text), apart,
	    sizeof apart);

	if (n == 0 || (unsigned char)apart[0] >= 0x80)
		return false;
	memset(cell->text, 0, sizeof cell->text);
	memcpy(cell->text, apart, n);
	return true;
}

/* One column for what the terminal would give two. */
static void
show_narrow(const struct letters *l, struct cell *cell)
{
	uint32_t cp, plain;

	(void)utf8_decode(cell->text, strlen(cell->text), &cp);
	if (cell->cols != 1 || !letters_ambiguous(cp))
		return;
	if (l->marks && put_apart(cell))
		return;
	plain = utf8_plain(cell->text, strlen(cell->text));
	put(cell, plain >= 0x20 && plain < 0x7f ? (char)plain : as_sign(cp));
}

void
letters_show(const struct letters *l, struct canvas *c)
{
	size_t n = (size_t)c->rows * (size_t)c->cols;

	for (size_t i = 0; i < n && !l->all; i++)
		if (c->cell[i].cols > 0)
			show(l, &c->cell[i]);
	for (size_t i = 0; i < n && l->wide; i++)
		show_narrow(l, &c->cell[i]);
}
