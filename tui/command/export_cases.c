/*
 * tiepnhan export propose|cases|list|receivers|receiver|open|key: identified
 * data that leaves the house, by two persons and sealed to one receiver
 * (security.md S-45 to S-47).  The second person approves with `tiepnhan staff
 * approve`.
 */
#include "tui/command/exchange.h"
#include "tui/command/secret.h"

#include "core/base/base64.h"
#include "core/base/jx.h"
#include "core/exchange/sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MIB 4
#define KEY_MIB 1

struct job {
	struct cli *cli;
	struct session *s;
};

static json_t *
ask(const struct job *j, const char *name)
{
	json_t *query = json_pack("{s:s}", "ask", name);
	json_t *answer = tn_ask(j->s, query);

	json_decref(query);
	return answer;
}

static const char *
in_lang(const struct cli *cli, const json_t *both)
{
	const char *text = jx_text(both, cli->lang == LANG_VI ? "vi" : "en");

	return text != NULL ? text : "";
}

/* Said, when it did not end well; true when it did. */
static bool
ended(const struct job *j, const json_t *outcome)
{
	cli_reasons(j->cli, outcome);
	return outcome_done(outcome);
}

/* A name that is not taken yet: nothing is done for a file that cannot be. */
static bool
is_free(struct cli *cli, const char *path)
{
	return access(path, F_OK) != 0 ||
	    cli_say(cli, W_EXPORT_THERE, path, NULL);
}

/* ---- proposing ---- */

static bool
propose(const struct job *j, const char *kind, json_t *content)
{
	json_t *command = json_pack("{s:s,s:{s:s,s:O,s:s}}", "do",
	    "propose_pair", "with", "kind", kind, "content", content,
	    "reason", j->cli->value[OPT_WHY] != NULL ?
	    j->cli->value[OPT_WHY] : "");
	json_t *outcome = tn_execute(j->s, command);
	bool ok = ended(j, outcome);

	if (j->cli->has[OPT_JSON])
		cli_print_json(outcome);
	else if (ok)
		cli_tell(j->cli, W_EXPORT_PROPOSED, jx_text(outcome, "op_id"),
		    NULL);
	json_decref(outcome);
	json_decref(command);
	json_decref(content);
	return ok;
}

/* The key that the receiver has now goes into what is approved. */
static bool
job_propose(const struct job *j)
{
	json_t *content = cli_read_json(j->cli, j->cli->arg[1]);
	json_t *answer = content == NULL ? NULL : ask(j, "exports");
	const char *code = jx_text(content, "receiver");
	const char *key = code == NULL ? NULL : jx_text(jx_by_code(
	    json_object_get(answer, "receivers"), code), "public");

	if (content == NULL)
		return false;
	if (json_object_get(answer, "receivers") == NULL) {
		cli_reasons(j->cli, answer);
		json_decref(answer);
		json_decref(content);
		return false;
	}
	if (key != NULL && json_is_object(content))
		json_object_set_new(content, "public", json_string(key));
	json_decref(answer);
	return propose(j, "export_identified", content);
}

static bool
job_receiver(const struct job *j)
{
	const char *const *arg = j->cli->arg;

	return propose(j, "add_receiver", json_pack("{s:s,s:s,s:s,s:s*}",
	    "code", arg[1], "name", arg[2], "public", arg[3], "country",
	    j->cli->n_arg > 4 ? arg[4] : NULL));
}

static bool
job_end_receiver(const struct job *j)
{
	return propose(j, "end_receiver", json_pack("{s:s}", "code",
	    j->cli->arg[1]));
}

/* ---- carrying it out ---- */

/* What was proposed, a new reference, or NULL and said. */
static json_t *
proposed(const struct job *j, const char *id)
{
	json_t *answer = ask(j, "pairs"), *content = NULL;
	const json_t *pair;
	size_t i;

	json_array_foreach(json_object_get(answer, "pairs"), i, pair)
		if (str_eq(jx_text(pair, "proposal"), id))
			content = json_incref(json_object_get(pair,
			    "content"));
	if (content == NULL)
		cli_say(j->cli, W_EXPORT_NO_PROPOSAL, id, NULL);
	json_decref(answer);
	return content;
}

static bool
write_file(const struct job *j, const json_t *outcome)
{
	const char *text = jx_text(outcome, "file");
	const char *path = j->cli->value[OPT_OUT];
	unsigned char *file;
	size_t len = 0;
	bool ok;

	file = text == NULL ? NULL : base64_bytes(text, strlen(text), &len);
	ok = file != NULL && cli_write(j->cli, path, (char *)file, len, 0600);
	free(file);
	if (ok)
		cli_tell(j->cli, W_EXPORT_DONE, jx_text(outcome, "export"),
		    path, jx_text(outcome, "hash"), NULL);
	else
		cli_say(j->cli, W_EXPORT_LOST, jx_text(outcome, "export") !=
		    NULL ? jx_text(outcome, "export") : "?", NULL);
	return ok;
}

static bool
job_cases(const struct job *j)
{
	json_t *content, *command, *outcome;
	bool ok;

	if (!is_free(j->cli, j->cli->value[OPT_OUT]))
		return false;
	content = proposed(j, j->cli->arg[1]);
	if (content == NULL)
		return false;
	command = json_pack("{s:s,s:{s:s,s:o}}", "do", "use_pair", "with",
	    "proposal", j->cli->arg[1], "content", content);
	outcome = tn_execute(j->s, command);
	ok = ended(j, outcome) && write_file(j, outcome);
	json_decref(outcome);
	json_decref(command);
	return ok;
}

/* ---- looking ---- */

static void
tell_export(const struct job *j, const json_t *o)
{
	struct str line = STR_INIT;
	const char *to = jx_text(o, "receiver"), *hash = jx_text(o, "hash");
	const char *purpose = jx_text(o, "purpose");

	(void)j;
	str_printf(&line, "%s | %.16s | %s, %s | %s | %" JSON_INTEGER_FORMAT
	    " | %s | %s", jx_text(o, "export"), jx_text(o, "at") != NULL ?
	    jx_text(o, "at") : "", jx_text(o, "by_name"), jx_text(o,
	    "approved_name"), to != NULL ? to : "–",
	    (json_int_t)jx_int(o, "count", 0), purpose != NULL ? purpose :
	    jx_text(o, "why") != NULL ? jx_text(o, "why") : "",
	    hash != NULL ? hash : "–");
	cli_print_line(str_text(&line));
	str_done(&line);
}

static void
tell_receiver(const struct job *j, const json_t *o)
{
	const char *key = jx_text(o, "public"), *in = jx_text(o, "country");
	struct str line = STR_INIT;

	if (jx_bool(o, "ended", false))
		return;
	str_printf(&line, "%s | %s | %s | %s", jx_text(o, "code"),
	    in_lang(j->cli, json_object_get(o, "title")), in != NULL ? in :
	    "VN", key != NULL ? key : "–");
	cli_print_line(str_text(&line));
	str_done(&line);
}

static bool
look(const struct job *j, const char *key,
    void (*tell)(const struct job *j, const json_t *o))
{
	json_t *answer = ask(j, "exports");
	const json_t *list = json_object_get(answer, key), *item;
	bool ok = list != NULL;
	size_t i;

	if (j->cli->has[OPT_JSON])
		cli_print_json(answer);
	else
		json_array_foreach(list, i, item)
			tell(j, item);
	if (!ok)
		cli_reasons(j->cli, answer);
	json_decref(answer);
	return ok;
}

static bool
job_list(const struct job *j)
{
	return look(j, "exports", tell_export);
}

static bool
job_receivers(const struct job *j)
{
	return look(j, "receivers", tell_receiver);
}

/* ---- opening ---- */

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* As it is, or as a workbook for who asked for one. */
static bool
write_csv(struct cli *cli, const char *csv, size_t len)
{
	const char *path = cli->value[OPT_OUT];
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct str out = STR_INIT;
	struct sheets *sheets;
	bool ok;

	if (!ends_with(path, ".xlsx"))
		return cli_write(cli, path, csv, len, 0600);
	sheets = sheets_read("export.csv", (const unsigned char *)csv, len,
	    &found);
	ok = sheets != NULL && sheets_write_xlsx(sheets, &out, &e) &&
	    cli_write(cli, path, str_text(&out), out.len, 0600);
	if (sheets == NULL)
		cli_findings(cli, &found, NULL);
	else if (e.code != ERR_NONE)
		cli_err(cli, &e, NULL);
	findings_done(&found);
	sheets_free(sheets);
	str_done(&out);
	err_done(&e);
	return ok;
}

static bool
job_open(const struct job *j)
{
	size_t len = 0;
	char *file = cli_read_most(j->cli, j->cli->arg[1], FILE_MIB, &len);
	char *text = file == NULL ? NULL : base64_from(file, len);
	json_t *query, *answer;
	const char *csv;
	bool ok;

	free(file);
	if (text == NULL)
		return false;
	query = json_pack("{s:s,s:s}", "ask", "open_export", "file", text);
	answer = tn_ask(j->s, query);
	csv = jx_text(answer, "csv");
	if (csv == NULL)
		cli_reasons(j->cli, answer);
	ok = csv != NULL && write_csv(j->cli, csv, strlen(csv));
	if (ok)
		cli_tell(j->cli, W_EXPORT_OPENED, jx_text(answer, "number"),
		    jx_text(answer, "hash"), NULL);
	json_decref(answer);
	json_decref(query);
	free(text);
	return ok;
}

/* With the key of a receiver who has no unit: nobody signs in. */
static int
open_by_key(struct cli *cli)
{
	struct err e = ERR_INIT;
	size_t len = 0, key_len = 0, n = 0;
	char *file = cli_read_most(cli, cli->arg[1], FILE_MIB, &len);
	char *key = file == NULL ? NULL : cli_read_most(cli, cli->arg[2],
	    KEY_MIB, &key_len);
	struct typed secret;
	char *csv = NULL;
	bool ok = false;

	cli->value[OPT_AS] = cli->arg[2];
	if (key != NULL && secret_get(cli, false, &secret)) {
		csv = tn_open_export(key, key_len,
		    (char *)secret.room.bytes, secret.len, file, len, &n, &e);
		secret_free(&secret.room);
		ok = csv != NULL ? write_csv(cli, csv, n) :
		    cli_err(cli, &e, NULL);
	}
	if (csv != NULL)
		memset(csv, 0, n);
	free(csv);
	free(key);
	free(file);
	err_done(&e);
	return ok ? CLI_DONE : CLI_REFUSED;
}

static int
make_key(struct cli *cli)
{
	char public_hex[TN_PUBLIC_SIZE], *file = NULL;
	struct err e = ERR_INIT;
	struct typed secret;
	bool ok = false;

	if (!is_free(cli, cli->arg[1]))
		return CLI_REFUSED;
	cli->value[OPT_AS] = cli->arg[1];
	if (secret_new_one(cli, &secret)) {
		ok = tn_receiver_key((char *)secret.room.bytes, secret.len,
		    &file, public_hex, &e);
		secret_free(&secret.room);
		ok = ok ? cli_write(cli, cli->arg[1], file, strlen(file),
		    0600) : cli_err(cli, &e, NULL);
	}
	if (ok)
		cli_tell(cli, W_EXPORT_KEY, cli->arg[1], public_hex, NULL);
	free(file);
	err_done(&e);
	return ok ? CLI_DONE : CLI_REFUSED;
}

/* ---- the table ---- */

static const struct {
	const char *word;
	int least, most;		/* operands behind it */
	bool out;			/* needs --out */
	bool (*run)(const struct job *j);
} jobs[] = {
	{ "propose", 1, 1, false, job_propose },
	{ "cases", 1, 1, true, job_cases },
	{ "list", 0, 0, false, job_list },
	{ "receivers", 0, 0, false, job_receivers },
	{ "receiver", 3, 4, false, job_receiver },
	{ "end-receiver", 1, 1, false, job_end_receiver },
	{ "open", 1, 1, true, job_open },
};

static bool
signed_in(struct cli *cli, struct tn *tn, struct session *s, void *ctx)
{
	struct job j = { cli, s };

	(void)tn;
	return jobs[*(const size_t *)ctx].run(&j);
}

int
export_cases(struct cli *cli)
{
	int n = cli->n_arg - 1;
	size_t i = 0;

	if (str_eq(cli->arg[0], "key") && n == 1)
		return make_key(cli);
	while (i < ARRAY_LEN(jobs) && !str_eq(jobs[i].word, cli->arg[0]))
		i++;
	if (i == ARRAY_LEN(jobs) || n < jobs[i].least ||
	    (n > jobs[i].most && jobs[i].run != job_open) || n > 4)
		return cli_misuse(cli, W_EXPORT_WHAT, cli->arg[0]);
	if (jobs[i].out && !cli->has[OPT_OUT])
		return cli_misuse(cli, W_OPTION_NEEDED, "--out");
	if (jobs[i].run == job_open && n == 2)
		return open_by_key(cli);
	if (n > jobs[i].most)
		return cli_misuse(cli, W_EXPORT_WHAT, cli->arg[0]);
	if (cli_needs_as(cli))
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	return cli_signed_in(cli, signed_in, &i);
}
