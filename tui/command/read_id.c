/* tiepnhan read-id: an identity paper as scanned or typed, on stdin. */
#include "tui/command/command.h"

#include "core/vietnamese/card.h"

#include <stdlib.h>

int
command_read_id(struct cli *cli)
{
	const char *now_text = cli->value[OPT_NOW];
	struct err e = ERR_INIT;
	when_t now = real_now(NULL);
	json_t *paper;
	size_t len = 0;
	char *text;

	if (now_text != NULL && !when_parse(now_text, VN_OFFSET_MIN, &now))
		return cli_misuse(cli, W_NOW, now_text);
	text = cli_read(cli, "-", &len);
	if (text == NULL)
		return CLI_REFUSED;
	paper = card_read(text, len, when_day(now, VN_OFFSET_MIN), &e);
	free(text);
	if (paper == NULL) {
		cli_err(cli, &e, NULL);
		err_done(&e);
		return CLI_REFUSED;
	}
	cli_print_json(paper);
	json_decref(paper);
	return CLI_DONE;
}
