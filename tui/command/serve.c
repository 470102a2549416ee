/* tiepnhan serve: keeps the store, serves many officers on a socket. */
#include "core/serve/serve.h"
#include "tui/command/account_key.h"
#include "tui/command/command.h"
#include "tui/command/walls.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 128

static volatile sig_atomic_t stop;

static void
on_stop(int sig)
{
	stop = sig;
}

/* Blocked but while waiting, so that none comes between asking and waiting. */
static void
catch_stops(sigset_t *waiting)
{
	struct sigaction sa;
	sigset_t blocked;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_stop;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigprocmask(SIG_BLOCK, &blocked, waiting);
}

/* ---- who may come in ---- */

struct who {
	uint32_t uid;
	const char *officer;
};

struct door {
	struct cli *cli;
	struct who *who;
	size_t n;
	bool open_to_own;	/* demonstration, training: this account */
	struct secret key;	/* `signin_key`; empty: none */
};

static bool
read_who(struct cli *cli, struct door *door)
{
	const struct config *c = &cli->config;
	size_t i;

	door->who = xcalloc(c->n_account + 1, sizeof(*door->who));
	for (i = 0; i < c->n_account; i++) {
		const struct passwd *pw;

		errno = 0;
		pw = getpwnam(c->account[i].account);
		if (pw == NULL)
			return cli_say(cli, W_SERVE_ACCOUNT,
			    c->account[i].account, NULL);
		door->who[door->n++] = (struct who){ (uint32_t)pw->pw_uid,
		    c->account[i].officer };
	}
	return true;
}

static bool
read_key(struct cli *cli, struct door *door)
{
	const char *path = cli->config.signin_key;

	return path == NULL || account_key_read(cli, path, &door->key);
}

static const char *
officer_of(void *ctx, uint32_t uid)
{
	const struct door *door = ctx;
	size_t i;

	for (i = 0; i < door->n; i++)
		if (door->who[i].uid == uid)
			return door->who[i].officer;
	return door->open_to_own && uid == (uint32_t)getuid() ? "" : NULL;
}

static void
note(void *ctx, const char *what, uint32_t uid)
{
	const struct door *door = ctx;
	char number[16];

	snprintf(number, sizeof(number), "%lu", (unsigned long)uid);
	cli_say(door->cli, W_SERVE_NOTE, what, number, NULL);
}

/* ---- the socket ---- */

/* Nobody else may put another socket in its place. */
static bool
place_ok(struct cli *cli, const char *path)
{
	char *dir = xstrdup(path), *slash = strrchr(dir, '/');
	struct stat st;
	bool ok;

	if (slash != NULL)
		slash[slash == dir ? 1 : 0] = '\0';
	ok = stat(slash == NULL ? "." : dir, &st) == 0 &&
	    S_ISDIR(st.st_mode) &&
	    (st.st_uid == getuid() || st.st_uid == 0) &&
	    (st.st_mode & (S_IWGRP | S_IWOTH)) == 0;
	free(dir);
	return ok || cli_say(cli, W_SERVE_PLACE, path, NULL);
}

/* What a dead process left there is removed; a living one is not. */
static bool
clear_place(struct cli *cli, const char *path, const struct sockaddr_un *at)
{
	struct stat st;
	int fd;
	bool lives;

	if (lstat(path, &st) != 0)
		return errno == ENOENT || cli_say(cli, W_SERVE_PATH, path,
		    strerror(errno), NULL);
	if (!S_ISSOCK(st.st_mode) || st.st_uid != getuid())
		return cli_say(cli, W_SERVE_PATH, path, strerror(EEXIST),
		    NULL);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	lives = fd < 0 || connect(fd, (const struct sockaddr *)at,
	    sizeof(*at)) == 0 || errno != ECONNREFUSED;
	if (fd >= 0)
		close(fd);
	if (lives)
		return cli_say(cli, W_SERVE_THERE, path, NULL);
	return unlink(path) == 0 || cli_say(cli, W_SERVE_PATH, path,
	    strerror(errno), NULL);
}

static int
listen_at(struct cli *cli, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(at.sun_path)) {
		cli_say(cli, W_SERVE_PATH, path, strerror(ENAMETOOLONG), NULL);
		return -1;
	}
	memcpy(at.sun_path, path, strlen(path) + 1);
	if (!place_ok(cli, path) || !clear_place(cli, path, &at))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* Anybody may knock: the kernel says who it is. */
	if (fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
	    chmod(path, 0666) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	cli_say(cli, W_SERVE_PATH, path, strerror(errno), NULL);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* As many descriptors as we are allowed. */
static void
raise_files(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0) {
		r.rlim_cur = r.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
}

/* ---- the command ---- */

/* What is missing around it, by name. */
static void
say_missing(struct cli *cli, const json_t *missing)
{
	const json_t *one;
	size_t i;

	json_array_foreach(missing, i, one)
		cli_say(cli, W_SERVE_MISSING, json_string_value(
		    json_object_get(one, cli->lang == LANG_VI ? "vi" :
		    "en")), NULL);
}

static bool
serve_on(struct cli *cli, struct tn *tn, const struct files *files,
    struct door *door)
{
	const char *path = cli->config.socket;
	struct err e = ERR_INIT;
	sigset_t waiting;
	struct serve_config config = {
		.tn = tn, .files = files, .limits = serve_limits_usual(),
		.connected = -1, .officer_of = officer_of, .note = note,
		.mono = mono_ms, .ctx = door, .stop = &stop,
		.signals = &waiting,
	};
	json_t *missing;
	bool ok, walled;

	if (door->key.bytes != NULL)
		config.account_key = &door->key;

	/* The screens, which know of each key, lock a minute earlier. */
	config.limits.idle_ms = (cli->config.idle_minutes + 1) * 60000;
	if (door->open_to_own)
		config.limits.peers_of_one = config.limits.peers;
	catch_stops(&waiting);
	config.listener = listen_at(cli, path);
	if (config.listener < 0)
		return false;
	missing = walls_missing(cli, true);
	walled = walls_store(cli);
	if (walled)
		say_missing(cli, missing);
	json_decref(missing);
	if (walled)
		cli_say(cli, W_SERVE_READY, cli->store, path, NULL);
	ok = walled && serve_run(&config, &e);
	close(config.listener);
	unlink(path);
	if (!walled)
		return false;
	if (!ok)
		cli_err(cli, &e, NULL);
	else
		cli_say(cli, W_SERVE_ENDED, NULL);
	err_done(&e);
	return ok;
}

int
command_serve(struct cli *cli)
{
	struct findings found = FINDINGS_INIT;
	struct files files;
	struct tn_config config = {
		.files = &files, .store = cli->store, .env = real_env(),
	};
	struct door door = { .cli = cli };
	struct tn *tn;
	bool ok = false;

	if (cli->config.socket == NULL) {
		cli_say(cli, W_SERVE_SOCKET, NULL);
		return CLI_REFUSED;
	}
	raise_files();
	if (!cli_has_store(cli) || !cli_forms(cli, &files))
		return CLI_REFUSED;
	tn = tn_open(&config, &found);
	mem_trim();
	cli_findings(cli, &found, cli->forms);
	if (tn != NULL) {
		/* Whoever is anybody there may be many, too. */
		door.open_to_own = tn_is_demonstration(tn);
		ok = read_who(cli, &door) && read_key(cli, &door) &&
		    serve_on(cli, tn, &files, &door);
		tn_end_work(tn);
		tn_close(tn);
	}
	secret_free(&door.key);
	free(door.who);
	files_done(&files);
	return ok ? CLI_DONE : CLI_REFUSED;
}
