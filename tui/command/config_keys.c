/* `keys` of config.yaml: what cannot be is said, and the default stays. */
#include "tui/command/config.h"

#include "core/base/yaml.h"
#include "tui/command/command.h"

#include <stdlib.h>

static const enum word sentence[] = {
	[KEYMAP_NO_COMMAND] = W_KEYS_NO_COMMAND,
	[KEYMAP_NO_KEY] = W_KEYS_NO_KEY,
	[KEYMAP_NEEDS_KEY] = W_KEYS_NEEDS_KEY,
	[KEYMAP_LETTERS] = W_KEYS_LETTERS,
	[KEYMAP_NEVER] = W_KEYS_NEVER,
	[KEYMAP_CLASH] = W_KEYS_CLASH,
};

/* On stderr with its place; the first also for the screen to say. */
static void
say_problem(struct cli *cli, const char *file, int col, const char *name,
    const struct keymap_problem *p, struct config *out)
{
	const char *other = p->other == CMD_NONE ? "" :
	    command_info(p->other)->name;
	char *say;

	cli_say_at(cli, file, p->line, col, sentence[p->fault], name, p->key,
	    other, NULL);
	if (out->notice != NULL)
		return;
	say = word_text(sentence[p->fault], cli->lang, name, p->key, other,
	    NULL);
	out->notice = xasprintf("config.yaml:%d: %s", p->line, say);
	free(say);
}

void
config_keys(struct cli *cli, const char *file, const struct yaml_node *keys,
    struct config *out)
{
	struct keymap_problem p;

	/* The language of the file is known by now. */
	if (!cli->has[OPT_LANG])
		cli->lang = out->lang;
	for (size_t i = 0; keys != NULL && i < keys->n; i++) {
		const struct yaml_node *at = keys->key[i], *to = keys->item[i];

		if (to->kind != YAML_TEXT)
			cli_say_at(cli, file, to->line, to->col,
			    W_KEYS_NO_KEY, at->text, "", "", NULL);
		else if (keymap_set(&out->keymap, at->text, to->text,
		    at->line, &p) != KEYMAP_GOOD)
			say_problem(cli, file, at->col, at->text, &p, out);
	}
	while (keymap_settle(&out->keymap, &p))
		say_problem(cli, file, 1, command_info(p.command)->name, &p,
		    out);
}
