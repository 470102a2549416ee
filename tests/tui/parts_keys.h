/* The table of commands; the officer's own keys: what can be set, what is refused, what stays. */
#ifndef TN_TESTS_TUI_PARTS_KEYS_H
#define TN_TESTS_TUI_PARTS_KEYS_H

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "tests/t.h"
#include "tui/keymap.h"

#include <stdlib.h>

static void
every_command_is_whole(void)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command_info *a = command_info((enum command)i);
		const char *at = a->keys;
		struct key k;

		T_CHECK(a->label[0][0] != '\0' && a->label[1][0] != '\0');
		T_CHECK(a->help[0][0] != '\0' && a->help[1][0] != '\0');
		T_CHECK(utf8_cols(a->label[0], strlen(a->label[0])) <= 16);
		T_CHECK(*a->keys != '\0' || (a->flags & F_MOVE) == 0);
		while (*at != '\0') {
			size_t n = key_parse(at, &k);

			T_CHECK(n > 0);
			at += n + (at[n] == ' ');
			if (n == 0)
				break;
		}
		for (int j = 0; j < i; j++)
			T_CHECK(!str_eq(a->name,
			    command_info((enum command)j)->name));
	}
}

/* Two commands on one key in one place would hide each other. */
static void
no_key_means_two_things(void)
{
	/* These share contexts only with a view that chooses between them. */
	for (int i = 0; i < CMD_COUNT; i++) {
		for (int j = 0; j < i; j++) {
			const struct command_info *a, *b;
			const char *at;
			struct key k;

			a = command_info((enum command)i);
			b = command_info((enum command)j);
			if ((a->contexts & b->contexts) == 0)
				continue;
			for (at = a->keys; *at != '\0'; at += *at == ' ') {
				at += key_parse(at, &k);
				if (keymap_has(NULL, (enum command)j, &k)) {
					printf("# %s and %s\n", a->name,
					    b->name);
					T_CHECK(false);
				}
			}
		}
	}
}

/* What moves in a list works on every screen that is one. */
static void
no_letter_hides_a_move(void)
{
	const uint64_t moves = CTX_ROWS | CTX_OPEN | CTX_INSIDE | CTX_ANY;
	const uint64_t lists = CTX_HOME | CTX_QUEUE | CTX_CASE | CTX_FORM |
	    CTX_RECEPTION | CTX_ACT | CTX_REGISTER | CTX_SAME | CTX_OFFER |
	    CTX_TOGETHER | CTX_COORDINATION;

	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command_info *a = command_info((enum command)i);
		const char *at = a->keys;
		struct key k;

		if ((a->contexts & lists) == 0 || (a->contexts & moves) != 0)
			continue;
		for (; *at != '\0'; at += *at == ' ') {
			at += key_parse(at, &k);
			for (int j = 0; j < CMD_COUNT; j++) {
				if ((command_info((enum command)j)->contexts &
				    moves) == 0 || j == CMD_OPEN ||
				    !keymap_has(NULL, (enum command)j, &k))
					continue;
				printf("# %s and %s\n", a->name,
				    command_info((enum command)j)->name);
				T_CHECK(false);
			}
		}
	}
}

static bool
has_named(const struct keymap *m, enum command c, const char *name)
{
	struct key k;

	return key_parse(name, &k) > 0 && keymap_has(m, c, &k);
}

static enum keymap_fault
put(struct keymap *m, const char *name, const char *keys)
{
	struct keymap_problem p;
	static int line;

	return keymap_set(m, name, keys, ++line, &p);
}

static void
keys_are_ones_own(void)
{
	struct keymap m = { { NULL }, { 0 } };
	struct keymap_problem p;
	struct str shown = STR_INIT;

	T_INT(put(&m, "search", "<f9> S"), KEYMAP_GOOD);
	T_CHECK(!keymap_settle(&m, &p));
	T_CHECK(has_named(&m, CMD_SEARCH, "<f9>"));
	T_CHECK(has_named(&m, CMD_SEARCH, "S"));
	T_CHECK(!has_named(&m, CMD_SEARCH, "/"));
	T_CHECK(has_named(NULL, CMD_SEARCH, "/"));
	keymap_show(&m, CMD_SEARCH, false, &shown);
	T_STR(str_text(&shown), "F9");
	/* none at all: the palette still has it */
	T_INT(put(&m, "search", ""), KEYMAP_GOOD);
	str_clear(&shown);
	keymap_show(&m, CMD_SEARCH, false, &shown);
	T_STR(str_text(&shown), "");
	str_done(&shown);
	keymap_done(&m);
}

static void
keys_that_cannot_be(void)
{
	struct keymap m = { { NULL }, { 0 } };
	struct keymap_problem p;

	T_INT(put(&m, "serach", "x"), KEYMAP_NO_COMMAND);
	T_INT(put(&m, "search", "<f99>"), KEYMAP_NO_KEY);
	T_INT(put(&m, "search", "<c-m>"), KEYMAP_NO_KEY);
	T_INT(put(&m, "search", "\x01"), KEYMAP_NO_KEY);
	T_INT(keymap_set(&m, "search", "/ <no> x", 3, &p), KEYMAP_NO_KEY);
	T_STR(p.key, "<no>");
	/* without these there would be no way on, or no way back */
	T_INT(put(&m, "up", ""), KEYMAP_NEEDS_KEY);
	T_INT(put(&m, "help", " "), KEYMAP_NEEDS_KEY);
	T_INT(put(&m, "palette", ""), KEYMAP_NEEDS_KEY);
	T_INT(put(&m, "back", ""), KEYMAP_NEEDS_KEY);
	/* a letter in a form is text */
	T_INT(put(&m, "save", "s"), KEYMAP_LETTERS);
	T_INT(put(&m, "back", "q"), KEYMAP_LETTERS);
	T_INT(put(&m, "yes", "<enter>"), KEYMAP_NEVER);
	T_INT(put(&m, "yes", "j <space>"), KEYMAP_NEVER);
	T_CHECK(has_named(&m, CMD_SAVE, "<c-s>"));
	T_CHECK(has_named(&m, CMD_YES, "y"));
	keymap_done(&m);
}

static void
keys_that_clash(void)
{
	struct keymap m = { { NULL }, { 0 } };
	struct keymap_problem p;

	/* the map and the timeline of a case: one key each */
	T_INT(put(&m, "timeline", "m"), KEYMAP_GOOD);
	T_CHECK(keymap_settle(&m, &p));
	T_INT(p.command, CMD_TIMELINE);
	T_INT(p.other, CMD_MAP);
	T_STR(p.key, "m");
	T_CHECK(has_named(&m, CMD_TIMELINE, "t"));
	T_CHECK(!keymap_settle(&m, &p));
	/* changing places is no clash */
	T_INT(put(&m, "timeline", "m"), KEYMAP_GOOD);
	T_INT(put(&m, "map", "t"), KEYMAP_GOOD);
	T_CHECK(!keymap_settle(&m, &p));
	keymap_done(&m);
	/* what moves in a list does so on every screen */
	T_INT(put(&m, "timeline", "<down>"), KEYMAP_GOOD);
	T_CHECK(keymap_settle(&m, &p));
	/* of two that were set the later one loses */
	T_INT(put(&m, "timeline", "w"), KEYMAP_GOOD);
	T_INT(put(&m, "map", "w"), KEYMAP_GOOD);
	T_CHECK(keymap_settle(&m, &p));
	T_INT(p.command, CMD_MAP);
	T_CHECK(has_named(&m, CMD_TIMELINE, "w"));
	/* another screen's key is free; the program's own is not */
	T_INT(put(&m, "timeline", "a"), KEYMAP_GOOD);
	T_CHECK(!keymap_settle(&m, &p));
	T_INT(put(&m, "timeline", "<c-q>"), KEYMAP_GOOD);
	T_CHECK(keymap_settle(&m, &p));
	keymap_done(&m);
}

/* Whatever is set, nothing is out of reach and no key means two things. */
static void
any_keys_leave_a_way(void)
{
	static const char *const some[] = { "", "x", "<f5>", "<enter>", "<c-s>",
	    "<esc>", "q <esc>", "<down>", "<space>", "? <f1>", "/ <f6>", "<x>" };

	for (int round = 0; round < 300; round++) {
		struct keymap m = { { NULL }, { 0 } };
		struct keymap_problem p;
		int settled = 0;

		for (int n = 0; n < 12; n++)
			put(&m, command_info((enum command)(rand() %
			    CMD_COUNT))->name, some[rand() %
			    (int)ARRAY_LEN(some)]);
		while (keymap_settle(&m, &p))
			settled++;
		T_CHECK(settled <= 12);
		for (int i = 0; i < CMD_COUNT; i++) {
			enum command c = (enum command)i;

			T_CHECK(*keymap_keys(&m, c) != '\0' ||
			    *command_info(c)->keys == '\0' ||
			    (command_info(c)->flags & (F_MOVE | F_PINNED)) == 0);
		}
		T_CHECK(*keymap_keys(&m, CMD_PALETTE) != '\0');
		keymap_done(&m);
	}
}

#endif
