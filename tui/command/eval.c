/* tiepnhan eval, tiepnhan deadline: two small questions to the core. */
#include "tui/command/command.h"

#include "core/base/utf8.h"
#include "core/calendar/front.h"
#include "core/form/eval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value may hold what answers hold: safe, but with its lines. */
static void
print_safe(const struct str *text)
{
	struct str safe = STR_INIT;

	utf8_safe(&safe, str_text(text), text->len, true);
	printf("%s\n", str_text(&safe));
	str_done(&safe);
}

int
command_eval(struct cli *cli)
{
	const char *now_text = cli->value[OPT_NOW];
	struct str value = STR_INIT;
	struct err e = ERR_INIT;
	when_t now = real_now(NULL);
	json_t *answers = NULL;
	bool ok;

	if (now_text != NULL && !when_parse(now_text, VN_OFFSET_MIN, &now))
		return cli_misuse(cli, W_NOW, now_text);
	if (cli->has[OPT_ANSWERS]) {
		answers = cli_read_json(cli, cli->value[OPT_ANSWERS]);
		if (answers == NULL)
			return CLI_REFUSED;
	}
	ok = form_eval_text(cli->arg[0], answers, now, &value, &e);
	if (ok)
		print_safe(&value);
	else
		cli_err(cli, &e, NULL);
	err_done(&e);
	str_done(&value);
	json_decref(answers);
	return ok ? CLI_DONE : CLI_REFUSED;
}

int
command_deadline(struct cli *cli)
{
	const char *from = cli->value[OPT_FROM], *term = cli->value[OPT_TERM];
	struct files files;
	struct calendar *calendar;
	struct err e = ERR_INIT;
	json_t *o = NULL;

	if (from == NULL || term == NULL)
		return cli_misuse(cli, W_OPTION_NEEDED,
		    from == NULL ? "--from" : "--term");
	if (!cli_forms(cli, &files))
		return CLI_REFUSED;
	calendar = cli_calendar(cli, &files);
	if (calendar != NULL) {
		o = deadline_json(calendar, from, term, cli->suspend,
		    cli->n_suspend, &e);
		if (o == NULL)
			cli_err(cli, &e, NULL);
		else
			cli_print_json(o);
	}
	err_done(&e);
	calendar_free(calendar);
	files_done(&files);
	if (o == NULL)
		return CLI_REFUSED;
	json_decref(o);
	return CLI_DONE;
}
