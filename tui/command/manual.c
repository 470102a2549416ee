/*
 * The manual page, from the same tables as everything else: subcommands,
 * options, keys.  `make man` writes tui/tiepnhan.1; a test compares the two.
 */
#include "tui/command/command.h"
#include "tui/keymap.h"

#include <stdio.h>
#include <string.h>

/* Text for roff: a leading dot or quote and backslashes are made harmless. */
static void
roff(const char *text)
{
	if (*text == '.' || *text == '\'')
		printf("\\&");
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			printf("\\e");
		else if (*text == '-')
			printf("\\-");
		else if (*text == '"')
			printf("\\(dq");
		else
			putchar(*text);
	}
}

static void
put_command(const char *usage, const char *vi, const char *en)
{
	printf(".TP\n.B ");
	roff(usage);
	printf("\n");
	roff(en);
	printf("\n.br\n");
	roff(vi);
	printf("\n");
}

static const char head[] =
    ".TH TIEPNHAN 1 \"\" \"tiepnhan " TN_VERSION "\" \"tiepnhan\"\n"
    ".SH NAME\n"
    "tiepnhan \\- reception, verification, protection and support of people "
    "returning from human trafficking\n"
    ".SH DESCRIPTION\n"
    "A terminal workstation for border posts, missions, police and social "
    "services.\n"
    "Without a subcommand it opens the screens; with one it works without "
    "them.\n"
    "Errors go to standard error, one line a finding; data goes to standard "
    "output.\n"
    ".SH COMMANDS\n";

static const char middle[] =
    "General options: \\-\\-config F, \\-\\-store F, \\-\\-forms D, "
    "\\-\\-lang vi|en, \\-\\-help, \\-\\-version.\n"
    ".SH KEYS\n"
    "The bar at the bottom of each screen shows the keys that work now; ? "
    "lists all, and runs them.\n"
    "config.yaml, keys, gives a command other keys by its name; with "
    "\\-\\-config this page shows those.\n";

static const char tail[] =
    ".SH FILES\n"
    ".TP\n.B config.yaml\n"
    "Looked for with \\-\\-config, then here, then where it was installed; "
    "its comments explain the keys.\n"
    ".TP\n.B forms/\nThe procedure as data.\n"
    ".TP\n.B STORE, STORE\\-wal, STORE\\-shm, STORE\\-ballast\n"
    "The store, and what lies beside it while it is open.  Never delete "
    "STORE\\-wal by hand.\n"
    ".TP\n.B tiepnhan\\-serve.service, sshd_config.example\n"
    "In share/tiepnhan: a store process under systemd, and the way in over "
    "SSH, each\nwith what to do first.\n"
    ".TP\n.B signin_key of config.yaml\n"
    "Of a store process alone: with it, and once two people chose staff "
    "sign\\-in unix,\nofficers come in by their Unix account without a "
    "secret (a one\\-time code is asked\nall the same; the lock always "
    "asks for the secret).  Whoever gets this file and the\nstore opens "
    "what those officers open; either alone opens nothing.  Keep and back\n"
    "them up apart; without the file, or with a new one, secrets work as "
    "before.\n"
    ".SH WALLS\n"
    "From its start the program leaves no core file and lets nobody of the "
    "same account\nlook into it; no part of it can start a program or open "
    "a network connection.  The\nworkstation sees only its store, forms/, "
    "descriptions of terminals, and the folders\nof config.yaml "
    "(\\(dqfolders\\(dq), the store process only its store.  What the "
    "kernel\nlacks is not there: tiepnhan walls tells, tries each, and "
    "ends with 1 when one that\nthe kernel has does not hold.  Who is root "
    "on the machine is kept out by none of them.\n"
    ".SH EXIT STATUS\n"
    "0 done, 1 refused or failed, 2 wrong usage.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n.B TERM, NO_COLOR\nAs usual.  Colours, letters without marks for a font "
    "that lacks them, and\nscreens for screen readers are set in "
    "config.yaml, ui.\n"
    ".TP\n.B TIEPNHAN_SECRET\n"
    "The secret for do and ask; only demonstration and training stores "
    "accept it.\n"
    ".SH NOTES\n"
    "What the screen calls saved has been committed to the disk.  What was "
    "typed and not saved comes back as a draft.\n";

void
cli_manual(const struct keymap *keymap)
{
	struct str keys = STR_INIT;

	fputs(head, stdout);
	cli_each_usage(put_command);
	fputs(middle, stdout);
	keymap_manual(keymap, LANG_EN, &keys);
	fputs(str_text(&keys), stdout);
	fputs(tail, stdout);
	str_done(&keys);
}
