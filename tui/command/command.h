/*
 * The command line: the headless half of the front, without curses.
 *
 *	commands.def	the subcommands
 *	options.def	their options
 *	words.def	every sentence said here
 *	parse.c say.c config.[ch] place.c secret.[ch] walls.[ch]
 *			what all of them use
 *	scenario*.[ch]	the format of scenarios; stage.[ch] runner.c play them
 *	demo.[ch]	the demonstration store
 *	one file a subcommand
 *
 * Data goes to stdout; everything said to a person, one line each, to
 * stderr; what came from outside is made safe for a terminal first.
 */
#ifndef TN_COMMAND_COMMAND_H
#define TN_COMMAND_COMMAND_H

#include "core/base/err.h"
#include "core/base/files.h"
#include "core/base/when.h"
#include "core/calendar/calendar.h"
#include "core/tiepnhan.h"
#include "tui/command/config.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Exit codes are a contract (design 10). */
enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2 };

enum word {
#define WORD(sym, vi, en) sym,
#include "tui/command/words.def"
#undef WORD
	WORD_COUNT
};

enum option {
#define OPTION(sym, name, value) sym,
#include "tui/command/options.def"
#undef OPTION
	OPT_COUNT
};
#define BIT(option) (UINT64_C(1) << (option))

#define CLI_ARGS 5
#define CLI_SUSPEND 1000

struct cli;
struct form_lists;
struct procedure;

struct subcommand {
	const char *name;
	int (*run)(struct cli *cli);
	int min, max;			/* operands */
	const char *operands;
	uint64_t options;
	const char *help[2];		/* by enum lang */
};

/* What the command line said, and what was made of it. */
struct cli {
	const struct subcommand *command;
	enum lang lang;
	bool has[OPT_COUNT];
	const char *value[OPT_COUNT];	/* borrowed from argv */
	const char *suspend[CLI_SUSPEND];
	size_t n_suspend;
	const char *arg[CLI_ARGS];
	int n_arg;
	struct config config;
	char *store, *forms;		/* owned; where they are */
	when_t now;			/* of --now, once cli_still() was asked */
	bool still;
	struct procedure *rules;	/* owned; of cli_lists() */
	json_t *collect;		/* findings go here, not to stderr */
	size_t findings;		/* how many were said */
	char *const *argv;		/* borrowed */
	bool elsewhere;			/* of `session`: no files, no home */
};

/*
 * Reads argv.  False: a sentence and the usage were said, exit with
 * CLI_USAGE.  The language may be set by --lang before anything is said.
 */
bool cli_parse(struct cli *cli, int argc, char **argv) TN_MUST_USE;
/* Reads the configuration and settles language, store and forms. */
bool cli_settle(struct cli *cli) TN_MUST_USE;
void cli_done(struct cli *cli);
void cli_help(const struct cli *cli);		/* on stdout */
/* Roff, on stdout; with keys of one's own (NULL: none). */
void cli_manual(const struct keymap *keymap);
/* Each subcommand's usage and help, in the order of commands.def. */
void cli_each_usage(void (*each)(const char *usage, const char *vi,
    const char *en));
/* An operand or value is wrong: says why and the usage; CLI_USAGE. */
int cli_misuse(struct cli *cli, enum word w, const char *arg);
/* A number from 0 to max; false when it is none. */
bool cli_number(const char *text, long max, long *out);

/* ---- say.c ---- */

const char *word(enum word w, enum lang lang);
/* The sentence with {1}.. filled in, the list ended by NULL; the caller's. */
char *word_text(enum word w, enum lang lang, ...);
/*
 * One finding: a line on stderr, "file:line:col: sentence" where there is a
 * place, "tiepnhan: sentence" where there is none.  `file` may be NULL.
 * Always returns false.
 */
bool cli_say(struct cli *cli, enum word w, ...);
bool cli_say_at(struct cli *cli, const char *file, int line, int col,
    enum word w, ...);
/* An error of core; `dir` goes in front of its file (NULL: nothing does). */
bool cli_err(struct cli *cli, const struct err *e, const char *dir);
/* All of them, and empties the list. */
bool cli_findings(struct cli *cli, struct findings *f, const char *dir);
/* The reasons of a refusal, one line each; nothing for "done". */
void cli_reasons(struct cli *cli, const json_t *outcome);
/* The same as one text: "code: sentence; code: sentence". */
void outcome_text(const json_t *outcome, enum lang lang, struct str *out);
bool outcome_done(const json_t *outcome);
/* A sentence on stdout; left out under --json. */
void cli_tell(const struct cli *cli, enum word w, ...);
/*
 * One line on stdout: JSON in which everything unsafe for a terminal is
 * escaped; a text made safe.
 */
void cli_print_json(const json_t *o);
void cli_print_line(const char *text);

/* ---- place.c: files, clocks, calendars, stores ---- */

#define INPUT_MAX (4u << 20)

/* A whole file, or stdin for "-"; the caller's, NUL behind it. */
char *cli_read(struct cli *cli, const char *path, size_t *len);
/* The same with another bound, in MiB. */
char *cli_read_most(struct cli *cli, const char *path, unsigned mib,
    size_t *len);
/*
 * Writes a new file with these rights, on disk when it returns; false and
 * said when it is there already, or fails: then none is left.
 */
bool cli_write(struct cli *cli, const char *path, const char *text,
    size_t len, unsigned mode) TN_MUST_USE;
/* The lists of forms/, NULL without a good folder of forms; borrowed. */
const struct form_lists *cli_lists(struct cli *cli);
void cli_lists_done(struct cli *cli);
/* The same as a JSON object, a new reference; `what` names it. */
json_t *cli_read_json(struct cli *cli, const char *path);
bool cli_forms(struct cli *cli, struct files *out) TN_MUST_USE;
struct calendar *cli_calendar(struct cli *cli, const struct files *files);
/* Titles of the units in forms/: code -> {vi, en}; a new reference. */
json_t *cli_units(struct cli *cli, const struct files *files);
/* The machine's clock and randomness. */
struct tn_env real_env(void);
/* Milliseconds that go on while the machine sleeps, and nobody sets. */
int64_t real_mono(void *ctx);
when_t real_now(void *ctx);
int64_t mono_ms(void *ctx);	/* milliseconds that never go back */
/*
 * Reads --now: from then on cli_open() uses a clock that stands there, in
 * demonstration and training stores only.  False: CLI_USAGE, all was said.
 */
bool cli_still(struct cli *cli) TN_MUST_USE;
/* The machine's, or the clock of cli_still(). */
struct tn_env cli_env(struct cli *cli);
/* Makes all folders of a path with mode 0700. */
bool make_folders(struct cli *cli, const char *path) TN_MUST_USE;
/* "dir/name"; the caller's. */
char *path_join(const char *dir, const char *name);
/* Is the file of the store there?  False and said when it is not. */
bool cli_has_store(struct cli *cli) TN_MUST_USE;
/*
 * The store of the configuration; NULL and said when it will not open.
 * `later`: forms/ is left for tn_ready().
 */
struct tn *cli_open(struct cli *cli, struct files *files, bool training,
    bool later);
/* The socket that is used, NULL: a store of one's own; borrowed. */
const char *cli_socket(const struct cli *cli);
/* Progress of long work: on a terminal, nothing in a pipe. */
struct store_progress cli_progress(struct cli *cli);

/* ---- the subcommands ---- */

#define COMMAND(name, run, min, max, operands, options, vi, en) \
	int run(struct cli *cli);
#include "tui/command/commands.def"
#undef COMMAND

#endif
