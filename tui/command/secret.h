/*
 * Secrets: from a terminal without echo, from an inherited descriptor, and
 * for demonstrations from the environment.  They live in locked memory.
 */
#ifndef TN_COMMAND_SECRET_H
#define TN_COMMAND_SECRET_H

#include "core/staff/seal.h"
#include "tui/command/command.h"

#define SECRET_MAX 1024

/* Bytes and how many of them; for secret_free(&s->room). */
struct typed {
	struct secret room;
	size_t len;
};

/* Is there a terminal to ask at? */
bool terminal_there(void);
/* Shows a question and reads one line without echo; false when it ended. */
bool secret_ask(struct cli *cli, const char *prompt, struct typed *out)
    TN_MUST_USE;
/*
 * The secret of --as by what was given: --secret-fd, TIEPNHAN_SECRET (only
 * when `open_to_all`), the terminal.  False and said when there is none.
 */
bool secret_get(struct cli *cli, bool open_to_all, struct typed *out)
    TN_MUST_USE;

/* A new secret: from --secret-fd, else asked for twice until both agree. */
bool secret_new_one(struct cli *cli, struct typed *out) TN_MUST_USE;

/*
 * Opens the store, signs in as --as with the secret that secret_get() finds,
 * or as whom the store process knows this account, has `work` done and signs
 * out; exit code of the whole.
 */
int cli_signed_in(struct cli *cli, bool (*work)(struct cli *cli,
    struct tn *tn, struct session *s, void *ctx), void *ctx);

/* Must --as be said?  Not where a store process may know who this is. */
bool cli_needs_as(struct cli *cli);

#endif
