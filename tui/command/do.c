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

struct asked {
	json_t *input;
	bool is_command;
};

static bool
through_door(struct cli *cli, struct tn *tn, struct session *s, void *ctx)
{
	const struct asked *a = ctx;
	json_t *outcome = give(tn, s, a->input, a->is_command);
	bool done = outcome_done(outcome);

	cli_print_json(outcome);
	cli_reasons(cli, outcome);
	json_decref(outcome);
	return done;
}

static int
door(struct cli *cli, bool is_command)
{
	struct asked a = { .is_command = is_command };
	int code;

	if (cli_needs_as(cli))
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	a.input = cli_read_json(cli, cli->arg[0]);
	if (a.input == NULL)
		return CLI_REFUSED;
	code = cli_signed_in(cli, through_door, &a);
	json_decref(a.input);
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
