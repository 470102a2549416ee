#include "tui/commands.h"

#include "core/base/mem.h"
#include "core/base/str.h"

static const struct command_info infos[] = {
#define COMMAND(id, name, keys, contexts, flags, lv, le, hv, he) \
	{ name, keys, contexts, flags, { lv, le }, { hv, he } },
#include "tui/commands.def"
#undef COMMAND
};

const struct command_info *
command_info(enum command c)
{
	if ((size_t)c >= ARRAY_LEN(infos))
		BUG("no such command");
	return &infos[c];
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

bool
command_has_key(enum command c, const struct key *key)
{
	const char *at = command_info(c)->keys;
	struct key k;

	while (next_name(&at, &k)) {
		if (key_equal(&k, key))
			return true;
	}
	return false;
}

void
command_show_key(enum command c, bool typing, struct str *out)
{
	const char *at = command_info(c)->keys;
	struct key k;

	while (next_name(&at, &k)) {
		if (typing && k.code == K_TEXT && k.text[0] != ' ')
			continue;
		key_show(&k, out);
		return;
	}
}

void
commands_manual(enum lang lang, struct str *out)
{
	for (size_t i = 0; i < ARRAY_LEN(infos); i++) {
		const char *at = infos[i].keys;
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
		str_printf(out, ".TP\n.B %s\n%s%s%s%s\n", infos[i].name,
		    str_text(&keys), keys.len > 0 ? " \\(en " : "",
		    infos[i].label[lang], ".");
		str_printf(out, "%s\n", infos[i].help[lang]);
		str_done(&keys);
	}
}
