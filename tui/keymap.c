#include "tui/keymap.h"

#include "core/base/mem.h"
#include "core/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Held beside its own by any screen that is a list. */
#define GENERAL (CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE)
/* While something is typed, or "yes" is waited for. */
#define TYPED (CTX_EDIT | CTX_TEXT | CTX_PROMPT | CTX_PATH | CTX_FIND | \
    CTX_SIGNIN | CTX_CONFIRM)
/* Lists in front of a screen. */
#define POPUP (CTX_TOUR | CTX_MARKS | CTX_CHOICE | CTX_TICKS | CTX_UNTICKED | CTX_TICKED | CTX_ORDER)
#define POPUPS (POPUP | CTX_ROWS | CTX_OPEN | CTX_BACK)
#define ALWAYS (CTX_ANY | CTX_TRAIN)

void
keymap_done(struct keymap *m)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		free(m->own[i]);
		m->own[i] = NULL;
	}
}

/* The next key of a list of names; false at its end. */
static bool
next_name(const char **at, struct key *key)
{
	size_t n;

	while (**at == ' ')
		++*at;
	n = key_parse(*at, key);
	*at += n;
	return n > 0;
}

const char *
keymap_keys(const struct keymap *m, enum command c)
{
	return m != NULL && m->own[c] != NULL ? m->own[c] :
	    command_info(c)->keys;
}

static bool
names_key(const char *keys, const struct key *key)
{
	struct key k;

	while (next_name(&keys, &k)) {
		if (key_equal(&k, key))
			return true;
	}
	return false;
}

bool
keymap_has(const struct keymap *m, enum command c, const struct key *key)
{
	return names_key(keymap_keys(m, c), key);
}

static bool
is_letter(const struct key *k)
{
	return k->code == K_TEXT && k->text[0] != ' ';
}

static bool
has_other_than_letters(const char *keys)
{
	struct key k;

	while (next_name(&keys, &k)) {
		if (!is_letter(&k))
			return true;
	}
	return false;
}

void
keymap_show(const struct keymap *m, enum command c, bool typing,
    struct str *out)
{
	const char *at = keymap_keys(m, c);
	struct key k;

	while (next_name(&at, &k)) {
		if (typing && is_letter(&k))
			continue;
		key_show(&k, out);
		return;
	}
}

/* Has a view one context of each?  Told by the kinds of views there are. */
bool
commands_meet(enum command a, enum command b)
{
	uint64_t x = command_info(a)->contexts, y = command_info(b)->contexts;
	const uint64_t path = CTX_PROMPT | CTX_PATH;
	/* A line of a reception is typed among its commands. */
	const uint64_t lines = CTX_ROWS | CTX_RECEPTION | CTX_LINES | CTX_EDIT;
	const uint64_t screen = ~(uint64_t)(TYPED | POPUP);

	if ((x & y) != 0 || ((x | y) & ALWAYS) != 0)
		return true;
	if (((x & GENERAL) && (y & screen)) || ((y & GENERAL) && (x & screen)))
		return true;
	if (((x & CTX_BACK) && (y & TYPED)) || ((y & CTX_BACK) && (x & TYPED)))
		return true;
	return ((x & POPUPS) && (y & POPUPS)) || ((x & path) && (y & path)) ||
	    ((x & lines) && (y & lines));
}

/* "Yes" is never a key that is pressed from habit. */
static bool
is_habit(const struct key *k)
{
	return k->code == K_ENTER || k->code == K_ESC ||
	    (k->code == K_TEXT && k->text[0] == ' ');
}

static enum keymap_fault
check_keys(enum command c, const char *keys, struct keymap_problem *out)
{
	const struct command_info *info = command_info(c);
	const char *at = keys;
	struct key k;

	while (next_name(&at, &k)) {
		if (c == CMD_YES && is_habit(&k))
			return KEYMAP_NEVER;
	}
	if (*at != '\0') {
		snprintf(out->key, sizeof out->key, "%.*s",
		    (int)strcspn(at, " "), at);
		return KEYMAP_NO_KEY;
	}
	at = keys;
	if (!next_name(&at, &k))
		return (info->flags & (F_MOVE | F_PINNED)) != 0 ||
		    c == CMD_PALETTE ? KEYMAP_NEEDS_KEY : KEYMAP_GOOD;
	return has_other_than_letters(info->keys) &&
	    !has_other_than_letters(keys) ? KEYMAP_LETTERS : KEYMAP_GOOD;
}

enum keymap_fault
keymap_set(struct keymap *m, const char *name, const char *keys, int line,
    struct keymap_problem *out)
{
	enum command c = command_find(name);

	*out = (struct keymap_problem){ KEYMAP_NO_COMMAND, c, CMD_NONE, line,
	    "" };
	if (c == CMD_NONE)
		return KEYMAP_NO_COMMAND;
	out->fault = check_keys(c, keys, out);
	if (out->fault == KEYMAP_GOOD) {
		free(m->own[c]);
		m->own[c] = xstrdup(keys);
		m->line[c] = line;
	}
	return out->fault;
}

/* A key that both have now and did not both have before; false: none. */
static bool
clashes(const struct keymap *m, enum command a, enum command b,
    struct keymap_problem *out)
{
	const char *at = keymap_keys(m, a), *from;
	struct key k;

	for (from = at; next_name(&at, &k); from = at) {
		if (!keymap_has(m, b, &k) || (keymap_has(NULL, a, &k) &&
		    keymap_has(NULL, b, &k)))
			continue;
		from += strspn(from, " ");
		snprintf(out->key, sizeof out->key, "%.*s", (int)(at - from),
		    from);
		return true;
	}
	return false;
}

bool
keymap_settle(struct keymap *m, struct keymap_problem *out)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		for (int j = 0; j < CMD_COUNT; j++) {
			enum command a = (enum command)i, b = (enum command)j;

			/* Of two that were set the later one gives way. */
			if (i == j || m->own[a] == NULL ||
			    (m->own[b] != NULL && m->line[b] > m->line[a]) ||
			    !commands_meet(a, b))
				continue;
			*out = (struct keymap_problem){ KEYMAP_CLASH, a, b,
			    m->line[a], "" };
			if (!clashes(m, a, b, out))
				continue;
			free(m->own[a]);
			m->own[a] = NULL;
			return true;
		}
	}
	return false;
}

void
keymap_manual(const struct keymap *m, enum lang lang, struct str *out)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command_info *info = command_info((enum command)i);
		const char *at = keymap_keys(m, (enum command)i);
		struct str keys = STR_INIT;
		struct key k;

		while (next_name(&at, &k)) {
			str_add(&keys, keys.len > 0 ? ", " : "");
			/* A backslash begins a request of roff. */
			if (k.code == K_TEXT && k.text[0] == '\\')
				str_add(&keys, "\\e");
			else
				key_show(&k, &keys);
		}
		str_printf(out, ".TP\n.B %s\n%s%s%s%s\n", info->name,
		    str_text(&keys), keys.len > 0 ? " \\(en " : "",
		    info->label[lang], ".");
		str_printf(out, "%s\n", info->help[lang]);
		str_done(&keys);
	}
}
