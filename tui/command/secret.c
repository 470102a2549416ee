/* Reading secrets; the terminal always gets its echo back. */
#include "tui/command/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	stopped = sig;
}

static const int stops[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

static void
catch_stops(struct sigaction old[])
{
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_stop;
	sigemptyset(&sa.sa_mask);
	stopped = 0;
	for (i = 0; i < ARRAY_LEN(stops); i++)
		sigaction(stops[i], &sa, &old[i]);
}

/* Back as it was; a signal that came meanwhile takes effect now. */
static void
release_stops(const struct sigaction old[])
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(stops); i++)
		sigaction(stops[i], &old[i], NULL);
	if (stopped != 0)
		raise(stopped);
}

/* Up to the end of the line; false when nothing came, or too much. */
static bool
read_line(int fd, struct typed *out)
{
	bool any = false;
	char c;

	for (out->len = 0; stopped == 0;) {
		ssize_t n = read(fd, &c, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return any;
		any = true;
		if (c == '\n')
			return true;
		if (out->len == SECRET_MAX)
			return false;
		out->room.bytes[out->len++] = (unsigned char)c;
	}
	return false;
}

static void
put(int fd, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

static bool
room(struct cli *cli, struct typed *out)
{
	memset(out, 0, sizeof(*out));
	if (seal_start() && secret_new(&out->room, SECRET_MAX + 1))
		return true;
	return cli_say(cli, W_SECRET_NONE, NULL);
}

static int
open_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 && isatty(STDIN_FILENO))
		fd = dup(STDIN_FILENO);
	return fd;
}

bool
terminal_there(void)
{
	int fd = open_terminal();

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

bool
secret_ask(struct cli *cli, const char *prompt, struct typed *out)
{
	struct sigaction old[ARRAY_LEN(stops)];
	struct termios was, quiet;
	int fd = open_terminal();
	bool ok;

	memset(out, 0, sizeof(*out));
	if (fd < 0 || tcgetattr(fd, &was) < 0) {
		if (fd >= 0)
			close(fd);
		return cli_say(cli, W_SECRET_NONE, NULL);
	}
	if (!room(cli, out)) {
		close(fd);
		return false;
	}
	catch_stops(old);
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	tcsetattr(fd, TCSAFLUSH, &quiet);
	put(fd, prompt);
	ok = read_line(fd, out);
	put(fd, "\n");
	tcsetattr(fd, TCSAFLUSH, &was);
	release_stops(old);
	close(fd);
	if (!ok)
		secret_free(&out->room);
	return ok;
}

static bool
from_descriptor(struct cli *cli, struct typed *out)
{
	const char *text = cli->value[OPT_SECRET_FD];
	long fd;

	if (!cli_number(text, 1023, &fd) || !room(cli, out))
		return cli_say(cli, W_SECRET_FD, text, NULL);
	stopped = 0;
	if (read_line((int)fd, out))
		return true;
	secret_free(&out->room);
	return cli_say(cli, W_SECRET_FD, text, NULL);
}

static bool
from_environment(struct cli *cli, const char *text, struct typed *out)
{
	if (strlen(text) > SECRET_MAX || !room(cli, out))
		return cli_say(cli, W_SECRET_NONE, NULL);
	out->len = strlen(text);
	memcpy(out->room.bytes, text, out->len);
	return true;
}

bool
secret_get(struct cli *cli, bool open_to_all, struct typed *out)
{
	const char *environment = getenv("TIEPNHAN_SECRET");
	char *prompt;
	bool ok;

	if (cli->has[OPT_SECRET_FD])
		return from_descriptor(cli, out);
	if (environment != NULL && !open_to_all)
		return cli_say(cli, W_SECRET_ENV, NULL);
	if (environment != NULL)
		return from_environment(cli, environment, out);
	prompt = word_text(W_SECRET, cli->lang, cli->value[OPT_AS], NULL);
	ok = secret_ask(cli, prompt, out);
	free(prompt);
	return ok;
}

static bool
ask_twice(struct cli *cli, struct typed *out)
{
	char *once = word_text(W_SECRET_NEW, cli->lang, NULL);
	char *twice = word_text(W_SECRET_AGAIN, cli->lang,
	    cli->value[OPT_AS], NULL);
	struct typed again;
	bool ok = true, same = false;

	while (ok && !same) {
		ok = secret_ask(cli, once, out);
		if (!ok)
			break;
		ok = secret_ask(cli, twice, &again);
		same = ok && out->len == again.len && memcmp(out->room.bytes,
		    again.room.bytes, again.len) == 0;
		if (ok)
			secret_free(&again.room);
		if (ok && !same)
			cli_say(cli, W_SECRET_DIFFERS, NULL);
		if (!same)
			secret_free(&out->room);
	}
	free(once);
	free(twice);
	return same;
}

bool
secret_new_one(struct cli *cli, struct typed *out)
{
	return cli->has[OPT_SECRET_FD] ? from_descriptor(cli, out) :
	    ask_twice(cli, out);
}

/*
 * By the account where that is enough and nobody else is named, else by the
 * secret of who is named.
 */
static struct session *
sign_in(struct cli *cli, struct tn *tn, struct err *e)
{
	const char *as = cli->value[OPT_AS], *code = cli->value[OPT_CODE];
	bool asks_code = false;
	const char *own = tn_account(tn, &asks_code);
	struct typed secret;
	struct session *s;

	if (own != NULL && !cli->has[OPT_SECRET_FD] &&
	    (as == NULL || strcmp(as, own) == 0))
		return tn_sign_in_account(tn, code, e);
	if (as == NULL) {
		cli_say(cli, W_AS_WHOM, NULL);
		return NULL;
	}
	if (!secret_get(cli, cli->has[OPT_TRAINING] ||
	    tn_is_demonstration(tn), &secret))
		return NULL;
	s = tn_sign_in_code(tn, as, (char *)secret.room.bytes, secret.len,
	    code, e);
	secret_free(&secret.room);
	return s;
}

bool
cli_needs_as(struct cli *cli)
{
	return !cli->has[OPT_AS] && cli_socket(cli) == NULL;
}

static bool
sign_in_and_work(struct cli *cli, struct tn *tn, bool (*work)(struct cli *,
    struct tn *, struct session *, void *), void *ctx)
{
	struct err e = ERR_INIT;
	struct session *s = sign_in(cli, tn, &e);
	bool ok;

	if (s == NULL) {
		if (e.code != ERR_NONE)
			cli_err(cli, &e, NULL);
		err_done(&e);
		return false;
	}
	ok = work(cli, tn, s, ctx);
	tn_sign_out(s);
	return ok;
}

int
cli_signed_in(struct cli *cli, bool (*work)(struct cli *cli, struct tn *tn,
    struct session *s, void *ctx), void *ctx)
{
	struct files files;
	struct tn *tn = cli_open(cli, &files, cli->has[OPT_TRAINING],
	    false);
	bool ok;

	if (tn == NULL)
		return CLI_REFUSED;
	ok = sign_in_and_work(cli, tn, work, ctx);
	tn_close(tn);
	files_done(&files);
	return ok ? CLI_DONE : CLI_REFUSED;
}
