/*
 * tiepnhan print: a case or several, an act, a queue, the workload or the certificate of
 * an erasure as plain text of 80 columns, for a file or a pipe (see tui/print.h).
 */
#include "tui/command/command.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"
#include "tui/print.h"

#include <stdio.h>
#include <stdlib.h>
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

/* ---- many cases at once ---- */

/* "A,B,C" as a list. */
static json_t *
ids_of(const char *text)
{
	char *copy = xstrdup(text), *rest, *id;
	json_t *list = json_array();

	for (id = strtok_r(copy, ",", &rest); id != NULL;
	    id = strtok_r(NULL, ",", &rest))
		json_array_append_new(list, json_string(id));
	free(copy);
	return list;
}

static bool
many_cases(struct print_page *p, const char *text)
{
	json_t *ids = ids_of(text);
	const json_t *id;
	bool ok = true;
	size_t i;

	json_array_foreach(ids, i, id) {
		if (i > 0)
			str_add(&p->out, "\n\n");
		json_object_clear(p->printed);
		ok = ok && one_case(p, json_string_value(id));
	}
	json_decref(ids);
	return ok;
}

/* With names and above what may be printed at once: two persons. */
static bool
needs_pair(const struct cli *cli, const char *kind)
{
	json_t *ids;
	bool many;

	if (strcmp(kind, "cases") != 0 || !cli->has[OPT_WHY])
		return false;
	ids = ids_of(cli->arg[1]);
	many = json_array_size(ids) > (size_t)cli->config.print_at_once;
	json_decref(ids);
	return many;
}

static json_t *
content_of(const struct cli *cli)
{
	return json_pack("{s:o,s:s}", "cases", ids_of(cli->arg[1]), "why",
	    cli->value[OPT_WHY]);
}

static bool
propose(struct cli *cli, struct session *s)
{
	json_t *command = json_pack("{s:s,s:{s:s,s:o,s:s}}", "do",
	    "propose_pair", "with", "kind", "bulk_print", "content",
	    content_of(cli), "reason", cli->value[OPT_WHY]);
	json_t *outcome = tn_execute(s, command);
	bool ok = outcome_done(outcome);

	cli_reasons(cli, outcome);
	if (ok)
		cli_tell(cli, W_EXPORT_PROPOSED, jx_text(outcome, "op_id"),
		    NULL);
	json_decref(outcome);
	json_decref(command);
	return ok;
}

/* Uses the approval of exactly this; its number stands on the paper. */
static bool
use_approval(struct cli *cli, struct print_page *p)
{
	json_t *command, *outcome;
	char *line;
	bool ok;

	if (!cli->has[OPT_APPROVED])
		return cli_say(cli, W_PRINT_PAIR, NULL);
	command = json_pack("{s:s,s:{s:s,s:o}}", "do", "use_pair", "with",
	    "proposal", cli->value[OPT_APPROVED], "content", content_of(cli));
	outcome = tn_execute(p->session, command);
	ok = outcome_done(outcome);
	cli_reasons(cli, outcome);
	if (ok && jx_text(outcome, "export") != NULL) {
		line = print_text(p, M_PRINT_NUMBER,
		    jx_text(outcome, "export"), NULL);
		print_add(p, 0, line);
		str_addc(&p->out, '\n');
		free(line);
	}
	json_decref(outcome);
	json_decref(command);
	return ok;
}

/* ---- the reply to a person ---- */

static void
add_lines(struct print_page *p, const json_t *lines)
{
	const json_t *line;
	size_t i;

	json_array_foreach(lines, i, line) {
		str_addc(&p->out, '\n');
		print_add(p, 0, print_said(p, line));
	}
}

/* The letter, and behind it the copy where one was asked for and is given. */
static bool
one_request(struct print_page *p, const char *id)
{
	json_t *query = json_pack("{s:s,s:s}", "ask", "person_letter",
	    "request", id);
	json_t *answer = tn_ask(p->session, query);
	const json_t *item;
	const char *law;
	size_t i;

	json_decref(query);
	if (!outcome_done(answer)) {
		p->refused = answer;
		return false;
	}
	add_lines(p, jx_get(answer, "text"));
	law = print_in(p, jx_get(answer, "law"), "text");
	if (*law != '\0')
		print_heading(p, law);
	if (jx_get(answer, "copy") != NULL)
		str_add(&p->out, "\n\n");
	add_lines(p, jx_get(answer, "notes"));
	if (jx_get(answer, "copy") != NULL)
		str_addc(&p->out, '\n');
	json_array_foreach(jx_get(answer, "copy"), i, item)
		print_pair(p, 2, print_in(p, item, "label"),
		    print_in(p, item, "text"));
	json_decref(answer);
	return true;
}

static const struct {
	const char *kind;
	bool one;			/* it is named by a code */
	bool (*print)(struct print_page *p, const char *id);
} kinds[] = {
	{ "case", true, one_case },
	{ "cases", true, many_cases },
	{ "act", true, one_act },
	{ "request", true, one_request },
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
	const char *kind = kinds[*(const size_t *)ctx].kind;
	bool ok = true;

	(void)tn;
	if (cli->has[OPT_PROPOSE]) {
		print_done(&p);
		return propose(cli, s);
	}
	if (needs_pair(cli, kind))
		ok = use_approval(cli, &p);
	ok = ok && kinds[*(const size_t *)ctx].print(&p, cli->n_arg > 1 ?
	    cli->arg[1] : NULL);
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
	if (cli->has[OPT_PROPOSE] && (strcmp(kinds[kind].kind, "cases") != 0 ||
	    !cli->has[OPT_WHY]))
		return cli_misuse(cli, W_OPTION_NEEDED, "--why");
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
