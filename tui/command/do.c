/* tiepnhan do, tiepnhan ask: the door, scripted. */
#include "tui/command/command.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

/* Op ids are made first: an outcome that is not known can be asked for. */
static json_t *
give(struct tn *tn, struct session *s, json_t *input, bool is_command)
{
	char *op_id;

	if (!is_command)
		return tn_ask(s, input);
	if (json_object_get(input, "op_id") == NULL) {
		op_id = tn_new_op_id(tn);
		json_object_set_new(input, "op_id", json_string(op_id));
		free(op_id);
	}
	return tn_execute(s, input);
}

static int
through_door(struct cli *cli, struct tn *tn, json_t *input, bool is_command)
{
	struct err e = ERR_INIT;
	struct typed secret;
	struct session *s;
	json_t *outcome;
	bool done;

	if (!secret_get(cli, cli->has[OPT_TRAINING] ||
	    tn_is_demonstration(tn), &secret))
		return CLI_REFUSED;
	s = tn_sign_in(tn, cli->value[OPT_AS], (char *)secret.room.bytes,
	    secret.len, &e);
	secret_free(&secret.room);
	if (s == NULL) {
		cli_err(cli, &e, NULL);
		err_done(&e);
		return CLI_REFUSED;
	}
	outcome = give(tn, s, input, is_command);
	cli_print_json(outcome);
	cli_reasons(cli, outcome);
	done = outcome_done(outcome);
	json_decref(outcome);
	tn_sign_out(s);
	return done ? CLI_DONE : CLI_REFUSED;
}

static int
door(struct cli *cli, bool is_command)
{
	struct files files;
	struct tn *tn;
	json_t *input;
	int code = CLI_REFUSED;

	if (!cli->has[OPT_AS])
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	input = cli_read_json(cli, cli->arg[0]);
	if (input == NULL)
		return CLI_REFUSED;
	tn = cli_open(cli, &files, cli->has[OPT_TRAINING]);
	if (tn != NULL) {
		code = through_door(cli, tn, input, is_command);
		tn_close(tn);
		files_done(&files);
	}
	json_decref(input);
	return code;
}

int
command_do(struct cli *cli)
{
	return door(cli, true);
}

int
command_ask(struct cli *cli)
{
	return door(cli, false);
}
