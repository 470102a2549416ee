/*
 * tiepnhan print: a case, an act, a queue, the workload or the certificate of
 * an erasure as plain text of 80 columns, for a file or a pipe (see tui/print.h).
 */
#include "tui/command/command.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"
#include "tui/print.h"

#include <stdio.h>
#include <string.h>

static bool
write_out(struct cli *cli, const struct str *text)
{
	bool ok;

	if (cli->has[OPT_OUT])
		return cli_write(cli, cli->value[OPT_OUT], str_text(text),
		    text->len, 0600);
	ok = fwrite(str_text(text), 1, text->len, stdout) == text->len;
	return fflush(stdout) == 0 && ok;
}

static json_t *
asked(struct print_page *p, const char *kind, const char *id)
{
	json_t *query = id == NULL ? json_pack("{s:s}", "ask", kind) :
	    json_pack("{s:s,s:s}", "ask", kind, kind, id);
	json_t *answer = tn_ask(p->session, query);

	json_decref(query);
	if (outcome_done(answer))
		return answer;
	p->refused = answer;
	return NULL;
}

static bool
one_case(struct print_page *p, const char *id)
{
	json_t *answer = asked(p, "case", id);
	bool ok = answer != NULL && print_case(p, id, answer);

	json_decref(answer);
	return ok;
}

static bool
one_act(struct print_page *p, const char *id)
{
	json_t *answer = asked(p, "act", id);
	bool ok = answer != NULL && print_act(p, id, answer);

	json_decref(answer);
	return ok;
}

static bool
one_queue(struct print_page *p, const char *id)
{
	json_t *query = json_pack("{s:s,s:s,s:s}", "ask", "queue", "queue",
	    id, "lang", p->lang == LANG_EN ? "en" : "vi");
	bool ok = print_queue(p, query, NULL);

	json_decref(query);
	return ok;
}

/* The certificate as the door words it; its head first. */
static bool
one_erasure(struct print_page *p, const char *id)
{
	json_t *answer = asked(p, "erasure", id);
	const json_t *line;
	size_t i;

	json_array_foreach(json_object_get(answer, "text"), i, line) {
		if (i > 0)
			str_addc(&p->out, '\n');
		print_add(p, 0, print_said(p, line));
	}
	json_decref(answer);
	return p->refused == NULL;
}

static bool
the_workload(struct print_page *p, const char *id)
{
	json_t *answer = asked(p, "workload", NULL);
	bool ok = answer != NULL && print_workload(p, answer);

	(void)id;
	json_decref(answer);
	return ok;
}

static const struct {
	const char *kind;
	bool one;			/* it is named by a code */
	bool (*print)(struct print_page *p, const char *id);
} kinds[] = {
	{ "case", true, one_case },
	{ "act", true, one_act },
	{ "queue", true, one_queue },
	{ "erasure", true, one_erasure },
	{ "workload", false, the_workload },
};

static bool
print_signed_in(struct cli *cli, struct tn *tn, struct session *s, void *ctx)
{
	struct print_page p = { .session = s, .lang = cli->lang,
	    .why = cli->has[OPT_WHY] ? cli->value[OPT_WHY] : NULL,
	    .printed = json_object() };
	bool ok = kinds[*(const size_t *)ctx].print(&p, cli->n_arg > 1 ?
	    cli->arg[1] : NULL);

	(void)tn;
	ok = ok && print_journal_head(&p);
	if (p.refused != NULL)
		cli_reasons(cli, p.refused);
	ok = ok && write_out(cli, &p.out);
	print_done(&p);
	return ok;
}

int
command_print(struct cli *cli)
{
	size_t kind = 0;

	while (kind < ARRAY_LEN(kinds) &&
	    !str_eq(kinds[kind].kind, cli->arg[0]))
		kind++;
	if (kind == ARRAY_LEN(kinds))
		return cli_misuse(cli, W_PRINT_WHAT, cli->arg[0]);
	/* The workload is of the whole unit; all else is one thing. */
	if ((cli->n_arg == 2) != kinds[kind].one)
		return cli_misuse(cli, kinds[kind].one ? W_PRINT_CODE :
		    W_PRINT_NO_CODE, cli->arg[0]);
	if (cli_needs_as(cli))
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	return cli_signed_in(cli, print_signed_in, &kind);
}
