/* argv: options anywhere, one subcommand, its operands; and the help. */
#include "tui/command/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *value;		/* NULL: takes none */
} options[] = {
#define OPTION(sym, name, value) { name, value },
#include "tui/command/options.def"
#undef OPTION
};

static const struct subcommand commands[] = {
#define COMMAND(name, run, min, max, operands, options, vi, en) \
	{ name, run, min, max, operands, options, { vi, en } },
#include "tui/command/commands.def"
#undef COMMAND
};

#define GENERAL (BIT(OPT_HELP) | BIT(OPT_VERSION) | BIT(OPT_MANUAL) | \
	BIT(OPT_CONFIG) | BIT(OPT_STORE) | BIT(OPT_FORMS) | BIT(OPT_LANG) | \
	BIT(OPT_SERVED))

static void
add_usage(const struct subcommand *c, struct str *out)
{
	size_t i;

	str_add(out, "tiepnhan");
	if (c->name[0] != '\0')
		str_printf(out, " %s", c->name);
	for (i = 0; i < OPT_COUNT; i++) {
		if ((c->options & BIT(i)) == 0)
			continue;
		str_printf(out, " [--%s", options[i].name);
		if (options[i].value != NULL)
			str_printf(out, " %s", options[i].value);
		str_add(out, "]");
	}
	if (c->operands[0] != '\0')
		str_printf(out, " %s", c->operands);
}

static int
show_usage(struct cli *cli)
{
	struct str usage = STR_INIT;

	add_usage(cli->command, &usage);
	cli_say(cli, W_USAGE, str_text(&usage), NULL);
	str_done(&usage);
	return CLI_USAGE;
}

int
cli_misuse(struct cli *cli, enum word w, const char *arg)
{
	cli_say(cli, w, arg, NULL);
	return show_usage(cli);
}

static bool
misuse(struct cli *cli, enum word w, const char *arg)
{
	cli_misuse(cli, w, arg);
	return false;
}

void
cli_help(const struct cli *cli)
{
	bool one = cli->command->name[0] != '\0';
	size_t i;

	if (!one)
		printf("%s\n\n", word(W_INTRO, cli->lang));
	for (i = 0; i < ARRAY_LEN(commands); i++) {
		struct str usage = STR_INIT;

		if (one && cli->command != &commands[i])
			continue;
		add_usage(&commands[i], &usage);
		printf("%s\n\t%s\n", str_text(&usage),
		    commands[i].help[cli->lang]);
		str_done(&usage);
	}
	printf("\n%s\n%s\n", word(W_GENERAL, cli->lang),
	    word(W_EXITS, cli->lang));
}

void
cli_each_usage(void (*each)(const char *usage, const char *vi,
    const char *en))
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(commands); i++) {
		struct str usage = STR_INIT;

		add_usage(&commands[i], &usage);
		each(str_text(&usage), commands[i].help[LANG_VI],
		    commands[i].help[LANG_EN]);
		str_done(&usage);
	}
}

static int
find_option(const char *name, size_t len)
{
	int i;

	for (i = 0; i < OPT_COUNT; i++)
		if (strlen(options[i].name) == len &&
		    strncmp(options[i].name, name, len) == 0)
			return i;
	return -1;
}

static const struct subcommand *
find_command(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static bool
set_option(struct cli *cli, int option, const char *text, const char *value)
{
	if (option == OPT_SUSPEND) {
		if (cli->n_suspend == CLI_SUSPEND)
			return misuse(cli, W_OPTION_WRONG, text);
		cli->suspend[cli->n_suspend++] = value;
	} else if (cli->has[option]) {
		return misuse(cli, W_OPTION_TWICE, text);
	}
	cli->has[option] = true;
	cli->value[option] = value;
	return true;
}

/* One argument that begins with "--"; *i moves over a value of its own. */
static bool
read_option(struct cli *cli, int argc, char **argv, int *i)
{
	const char *text = argv[*i], *name = text + 2;
	size_t len = strcspn(name, "=");
	int option = find_option(name, len);
	const char *value = name[len] == '=' ? name + len + 1 : NULL;

	if (option < 0)
		return misuse(cli, W_NO_OPTION, text);
	if (options[option].value == NULL && value != NULL)
		return misuse(cli, W_OPTION_NO_VALUE, text);
	if (options[option].value != NULL && value == NULL) {
		if (*i + 1 >= argc)
			return misuse(cli, W_OPTION_VALUE, text);
		value = argv[++*i];
	}
	return set_option(cli, option, text, value);
}

static bool
no_command(struct cli *cli, const char *name)
{
	struct str list = STR_INIT;
	size_t i;

	for (i = 1; i < ARRAY_LEN(commands); i++) {
		str_add(&list, i == 1 ? "" : ", ");
		str_add(&list, commands[i].name);
	}
	cli_say(cli, W_NO_COMMAND, name, str_text(&list), NULL);
	str_done(&list);
	return false;
}

static bool
read_operand(struct cli *cli, const char *text)
{
	if (cli->command == &commands[0] && cli->n_arg == 0) {
		const struct subcommand *found =
		    *text == '\0' ? NULL : find_command(text);

		if (found == NULL)
			return no_command(cli, text);
		cli->command = found;
		return true;
	}
	if (cli->n_arg >= cli->command->max)
		return misuse(cli, W_OPERAND_MANY, text);
	cli->arg[cli->n_arg++] = text;
	return true;
}

/* The language comes first, so that every sentence is in it. */
static bool
read_lang(struct cli *cli, int argc, char **argv)
{
	const char *lang = NULL;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (str_starts(argv[i], "--lang="))
			lang = argv[i] + strlen("--lang=");
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			lang = argv[i + 1];
	}
	if (lang != NULL && strcmp(lang, "en") == 0)
		cli->lang = LANG_EN;
	else if (lang != NULL && strcmp(lang, "vi") != 0)
		return misuse(cli, W_OPTION_WRONG, lang);
	return true;
}

static bool
check_options(struct cli *cli)
{
	char *text;
	int i;

	for (i = 0; i < OPT_COUNT; i++) {
		if (!cli->has[i] ||
		    ((cli->command->options | GENERAL) & BIT(i)) != 0)
			continue;
		text = xasprintf("--%s", options[i].name);
		misuse(cli, W_OPTION_NOT_HERE, text);
		free(text);
		return false;
	}
	if (cli->n_arg < cli->command->min && !cli->has[OPT_HELP])
		return misuse(cli, W_OPERAND_MISSING, cli->command->operands);
	return true;
}

bool
cli_parse(struct cli *cli, int argc, char **argv)
{
	bool only_operands = false;
	int i;

	cli->command = &commands[0];
	if (!read_lang(cli, argc, argv))
		return false;
	for (i = 1; i < argc; i++) {
		bool ok;

		if (!only_operands && strcmp(argv[i], "--") == 0) {
			only_operands = true;
			continue;
		}
		ok = !only_operands && str_starts(argv[i], "--") ?
		    read_option(cli, argc, argv, &i) :
		    read_operand(cli, argv[i]);
		if (!ok)
			return false;
	}
	return check_options(cli);
}

bool
cli_number(const char *text, long max, long *out)
{
	char *end;

	if (*text < '0' || *text > '9' || strlen(text) > 9)
		return false;
	*out = strtol(text, &end, 10);
	return *end == '\0' && *out <= max;
}

bool
cli_settle(struct cli *cli)
{
	if (!config_read(cli, cli->value[OPT_CONFIG], &cli->config))
		return false;
	if (!cli->has[OPT_LANG])
		cli->lang = cli->config.lang;
	cli->store = xstrdup(cli->has[OPT_STORE] ? cli->value[OPT_STORE] :
	    cli->config.store);
	cli->forms = xstrdup(cli->has[OPT_FORMS] ? cli->value[OPT_FORMS] :
	    cli->config.forms);
	return true;
}

void
cli_done(struct cli *cli)
{
	config_done(&cli->config);
	free(cli->store);
	free(cli->forms);
	cli_lists_done(cli);
	json_decref(cli->collect);
}
