/*
 * tiepnhan session: what sshd's ForceCommand starts.  Whatever the other side
 * asked for (a shell, scp, sftp, a command of its own) it gets this, with
 * nothing of its environment and nothing open but the terminal.
 */
#include "tui/command/command.h"

#include "core/wall/wall.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/*
 * Once more from the beginning, so that what libraries have read from the
 * environment before main() is gone too.  Returns only when it fails.
 */
static int
begin_anew(struct cli *cli)
{
	execve("/proc/self/exe", cli->argv, wall_environment(getenv("TERM")));
	cli_say(cli, W_SESSION_BEGIN, strerror(errno), NULL);
	return CLI_REFUSED;
}

int
command_session(struct cli *cli)
{
	/* ./config.yaml would be whoever's folder this is. */
	if (!cli->has[OPT_CONFIG])
		return cli_misuse(cli, W_OPTION_NEEDED, "--config");
	if (cli_socket(cli) == NULL) {
		cli_say(cli, W_SESSION_SOCKET, NULL);
		return CLI_REFUSED;
	}
	wall_let_go();
	signal(SIGPIPE, SIG_IGN);
	if (!wall_environment_is_clean(environ))
		return begin_anew(cli);
	if (chdir("/") != 0) {
		cli_say(cli, W_SESSION_BEGIN, strerror(errno), NULL);
		return CLI_REFUSED;
	}
	cli->elsewhere = true;
	return command_workstation(cli);
}
