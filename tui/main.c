/* tiepnhan: the workstation, and its headless subcommands. */
#include "core/wall/wall.h"
#include "tui/command/command.h"
#include "tui/command/walls.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* These put up walls of their own: one starts itself anew, one tries them. */
static bool
has_own_walls(const struct cli *cli)
{
	return cli->command->run == command_session ||
	    cli->command->run == command_walls;
}

/* What was printed counts as done only when it went out. */
static int
flush(struct cli *cli, int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	cli_say(cli, W_WRITE_FAILED, strerror(errno), NULL);
	return code == CLI_DONE ? CLI_REFUSED : code;
}

static int
run(struct cli *cli, int argc, char **argv)
{
	if (!cli_parse(cli, argc, argv))
		return CLI_USAGE;
	if (cli->has[OPT_VERSION]) {
		printf("tiepnhan %s\n", TN_VERSION);
		return CLI_DONE;
	}
	if (cli->has[OPT_HELP]) {
		cli_help(cli);
		return CLI_DONE;
	}
	if (cli->has[OPT_MANUAL]) {
		/* The page that is shipped has the keys that are shipped. */
		if (cli->has[OPT_CONFIG] && !cli_settle(cli))
			return CLI_REFUSED;
		cli_manual(&cli->config.keymap);
		return CLI_DONE;
	}
	if (!has_own_walls(cli) && !walls_tool(cli))
		return CLI_REFUSED;
	if (!cli_settle(cli))
		return CLI_REFUSED;
	return cli->command->run(cli);
}

int
main(int argc, char **argv)
{
	static struct cli cli;
	int code;

	wall_start();
	/* Whatever is made here is for this account alone. */
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_CTYPE, "");
	cli.argv = argv;
	code = flush(&cli, run(&cli, argc, argv));
	cli_done(&cli);
	return code;
}
