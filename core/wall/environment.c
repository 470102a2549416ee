/*
 * What a session from elsewhere begins with.  The other side chooses TERM,
 * and whatever sshd is told to accept; a terminal description is code of a
 * kind, so that only names are taken that Debian itself installs.
 */
#define _GNU_SOURCE		/* close_range(), NSIG */
#include "core/wall/wall.h"

#include "core/base/str.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_FD 3
#define LAST_FD 65536		/* where close_range() is not known */

/* What the terminals of our users call themselves. */
static const char *const known[] = {
	"xterm", "xterm-256color", "xterm-color", "linux", "vt100", "vt102",
	"vt220", "screen", "screen-256color", "tmux", "tmux-256color", "rxvt",
	"rxvt-unicode", "rxvt-unicode-256color", "putty", "putty-256color",
	"konsole", "konsole-256color", "gnome", "gnome-256color", "ansi",
	"cygwin", "alacritty", "foot",
};

const char *
wall_terminal_name(const char *term)
{
	for (size_t i = 0; term != NULL && i < ARRAY_LEN(known); i++)
		if (strcmp(term, known[i]) == 0)
			return known[i];
	return "unknown";
}

char *const *
wall_environment(const char *term)
{
	/* No home: nothing of it is read, and nothing is left there. */
	static char home[] = "HOME=/nonexistent", path[] = "PATH=/usr/bin:/bin",
	    lang[] = "LC_ALL=C.UTF-8", terminal[64];
	static char *const all[] = { home, path, lang, terminal, NULL };

	snprintf(terminal, sizeof(terminal), "TERM=%s",
	    wall_terminal_name(term));
	return all;
}

bool
wall_environment_is_clean(char *const *environment)
{
	const char *term = NULL;
	char *const *want;
	size_t i;

	for (i = 0; environment[i] != NULL; i++)
		if (str_starts(environment[i], "TERM="))
			term = environment[i] + strlen("TERM=");
	want = wall_environment(term);
	for (i = 0; want[i] != NULL && environment[i] != NULL; i++)
		if (strcmp(want[i], environment[i]) != 0)
			return false;
	return want[i] == NULL && environment[i] == NULL;
}

void
wall_let_go(void)
{
	sigset_t none;
	int fd, number;

	do {
		fd = open("/dev/null", O_RDWR | O_NOCTTY);
	} while (fd >= 0 && fd < FIRST_FD);
	if (close_range(FIRST_FD, ~0u, 0) != 0)
		for (fd = FIRST_FD; fd < LAST_FD; fd++)
			close(fd);
	for (number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}
