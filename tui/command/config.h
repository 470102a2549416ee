/*
 * config.yaml: where the store and the forms are, the language, and a few
 * settings of the workstation.
 */
#ifndef TN_COMMAND_CONFIG_H
#define TN_COMMAND_CONFIG_H

#include "core/base/err.h"
#include "tui/keymap.h"
#include "tui/look.h"
#include "tui/widget/edit.h"

#include <stdbool.h>

struct cli;

/* Paths are owned and resolved against the folder of the file. */
struct config {
	char *file;		/* NULL: there is none */
	enum lang lang;
	char *store, *forms, *training_dir, *log;	/* NULL: not said */
	char *socket;		/* of the store process; NULL: none */
	char *signin_key;	/* of the store process; NULL: none */
	struct config_account {
		char *account, *officer;	/* who may come in, as whom */
	} *account;
	size_t n_account, cap_account;
	char **folder;		/* what the workstation may attach and save */
	size_t n_folder, cap_folder;
	bool folders_said;	/* else the home folder */
	int idle_minutes;	/* 1..15 */
	int print_at_once;	/* cases with identities, without a second person */
	struct term_look look;
	bool linear;
	struct typing typing;
	bool typing_said;	/* else it goes by the terminal */
	struct keymap keymap;	/* what could be done of `keys` */
	char *notice;		/* the first thing wrong in `keys`; NULL */
};

/*
 * Reads `path`, or the first of ./config.yaml and the installed one when it
 * is NULL; without any, all is as built in.  False: everything wrong was
 * said, with its place.
 */
bool config_read(struct cli *cli, const char *path, struct config *out);
/* The same of its `keys` alone (NULL: none); what is wrong only loses. */
struct yaml_node;
void config_keys(struct cli *cli, const char *file,
    const struct yaml_node *keys, struct config *out);
void config_done(struct config *c);

#endif
