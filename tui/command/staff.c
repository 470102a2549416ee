/*
 * tiepnhan staff: accounts, on the command line.  What takes two persons is
 * proposed here and approved by another account with the hash that `waiting`
 * shows.
 */
#include "tui/command/command.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
	const char *const *arg;	/* behind the word that names the job */
	int n;
	struct tn *tn;
	struct session *s;
};

static json_t *
text_or_null(const char *text)
{
	return text == NULL ? json_null() : json_string(text);
}

/* Says how it ended; true when it was done. */
static bool
tell(struct cli *cli, json_t *outcome)
{
	const char *half = jx_text(outcome, "half");
	bool done = outcome_done(outcome);

	if (cli->has[OPT_JSON])
		cli_print_json(outcome);
	cli_reasons(cli, outcome);
	if (done && half != NULL)
		cli_tell(cli, W_STAFF_HALF, half, NULL);
	else if (done)
		cli_tell(cli, W_STAFF_DONE, NULL);
	json_decref(outcome);
	return done;
}

static bool
give(struct cli *cli, const struct job *j, const char *name, json_t *with)
{
	json_t *command = json_pack("{s:s,s:o}", "do", name, "with", with);
	json_t *outcome = tn_execute(j->s, command);

	json_decref(command);
	return tell(cli, outcome);
}

static json_t *
ask(const struct job *j, const char *name)
{
	json_t *query = json_pack("{s:s}", "ask", name);
	json_t *answer = tn_ask(j->s, query);

	json_decref(query);
	return answer;
}

/* ---- looking ---- */

static const char *
in_lang(const struct cli *cli, const json_t *both)
{
	const char *text = jx_text(both, cli->lang == LANG_VI ? "vi" : "en");

	return text != NULL ? text : "";
}

static void
add_roles(const struct cli *cli, const json_t *roles, struct str *line)
{
	const json_t *role;
	size_t i;

	json_array_foreach(roles, i, role) {
		const char *from = jx_text(role, "from");
		const char *to = jx_text(role, "to");

		str_printf(line, "%s%s", i == 0 ? "" : ", ",
		    in_lang(cli, json_object_get(role, "title")));
		if (from != NULL || to != NULL)
			str_printf(line, " (%s – %s)", from != NULL ? from :
			    "", to != NULL ? to : "");
	}
}

static void
print_officer(const struct cli *cli, const json_t *o)
{
	struct str line = STR_INIT;
	enum word state = jx_bool(o, "ended", false) ? W_STAFF_ENDED :
	    jx_bool(o, "suspended", false) ? W_STAFF_SUSPENDED :
	    jx_bool(o, "new", false) ? W_STAFF_NEW : W_STAFF_OPEN;
	char *text = word_text(state, cli->lang, NULL);

	str_printf(&line, "%s | %s | %s | ", jx_text(o, "id"),
	    jx_text(o, "name"), in_lang(cli, json_object_get(
	    json_object_get(o, "unit"), "title")));
	add_roles(cli, json_object_get(o, "roles"), &line);
	str_printf(&line, " | %s", text);
	cli_print_line(str_text(&line));
	str_done(&line);
	free(text);
}

static void
print_waiting(const struct cli *cli, const json_t *p)
{
	char *content = json_dumps(json_object_get(p, "content"),
	    JSON_COMPACT | JSON_SORT_KEYS);
	struct str line = STR_INIT;

	str_printf(&line, "%s | %s | %s | %s | %s", jx_text(p, "proposal"),
	    jx_text(p, "hash"), in_lang(cli, json_object_get(p, "title")),
	    jx_text(p, "by"), content != NULL ? content : "");
	cli_print_line(str_text(&line));
	str_done(&line);
	free(content);
}

static bool
look(struct cli *cli, const struct job *j, const char *query,
    const char *list, void (*print)(const struct cli *, const json_t *))
{
	json_t *answer = ask(j, query);
	const json_t *items = json_object_get(answer, list), *item;
	bool fine = items != NULL;
	size_t i;

	if (cli->has[OPT_JSON])
		cli_print_json(answer);
	else
		json_array_foreach(items, i, item)
			print(cli, item);
	if (!fine)
		cli_reasons(cli, answer);
	json_decref(answer);
	return fine;
}

static bool
job_list(struct cli *cli, const struct job *j)
{
	return look(cli, j, "staff", "staff", print_officer);
}

/* What somebody who left could still read. */
static bool
job_left(struct cli *cli, const struct job *j)
{
	json_t *query = json_pack("{s:s, s:s}", "ask", "staff", "left",
	    j->arg[0]), *answer = tn_ask(j->s, query);
	const json_t *left = json_object_get(answer, "left");
	bool fine = json_is_object(left);
	char cases[24], renewed[24];

	snprintf(cases, sizeof(cases), "%lld", (long long)jx_int(left,
	    "cases", 0));
	snprintf(renewed, sizeof(renewed), "%lld", (long long)jx_int(left,
	    "renewed", 0));
	if (cli->has[OPT_JSON])
		cli_print_json(fine ? left : answer);
	if (fine)
		cli_tell(cli, W_STAFF_LEFT, jx_text(left, "name"),
		    jx_text(left, "ended"), cases, renewed, NULL);
	else if (json_object_get(answer, "reasons") != NULL)
		cli_reasons(cli, answer);
	else
		cli_say(cli, W_STAFF_NOT_LEFT, j->arg[0], NULL);
	json_decref(answer);
	json_decref(query);
	return fine;
}

static bool
job_waiting(struct cli *cli, const struct job *j)
{
	return look(cli, j, "pairs", "pairs", print_waiting);
}

/* ---- two persons ---- */

static bool
propose(struct cli *cli, const struct job *j, const char *kind,
    json_t *content)
{
	return give(cli, j, "propose_pair", json_pack("{s:s,s:o,s:o}",
	    "kind", kind, "content", content, "reason",
	    text_or_null(cli->value[OPT_WHY])));
}

static json_t *
officer(const struct job *j)
{
	return json_pack("{s:s}", "officer", j->arg[0]);
}

/* "officer,commander" */
static json_t *
codes(const char *text)
{
	char *copy = xstrdup(text), *rest, *code;
	json_t *list = json_array();

	for (code = strtok_r(copy, ",", &rest); code != NULL;
	    code = strtok_r(NULL, ",", &rest))
		json_array_append_new(list, json_string(code));
	free(copy);
	return list;
}

static bool
job_add(struct cli *cli, const struct job *j)
{
	json_t *content = officer(j);

	json_object_set_new(content, "name", json_string(j->arg[1]));
	json_object_set_new(content, "unit", json_string(j->arg[2]));
	json_object_set_new(content, "roles", codes(j->arg[3]));
	return propose(cli, j, "add_officer", content);
}

static bool
job_role(struct cli *cli, const struct job *j)
{
	json_t *content = officer(j);

	json_object_set_new(content, "role", json_string(j->arg[1]));
	if (j->n > 2)
		json_object_set_new(content, "from", json_string(j->arg[2]));
	if (j->n > 3)
		json_object_set_new(content, "to", json_string(j->arg[3]));
	return propose(cli, j, "grant_role", content);
}

static bool
job_end_role(struct cli *cli, const struct job *j)
{
	json_t *content = officer(j);

	json_object_set_new(content, "role", json_string(j->arg[1]));
	return propose(cli, j, "end_role", content);
}

static bool
job_end(struct cli *cli, const struct job *j)
{
	return propose(cli, j, "end_officer", officer(j));
}

static bool
job_reset(struct cli *cli, const struct job *j)
{
	return propose(cli, j, "reset_secret", officer(j));
}

static bool
job_resume(struct cli *cli, const struct job *j)
{
	return propose(cli, j, "resume_officer", officer(j));
}

/* How officers sign in where a store process knows their account. */
static bool
job_sign_in(struct cli *cli, const struct job *j)
{
	return propose(cli, j, "set_sign_in", json_pack("{s:s}", "by",
	    j->arg[0]));
}

static bool
job_approve(struct cli *cli, const struct job *j)
{
	return give(cli, j, "approve_pair", json_pack("{s:s,s:s}",
	    "proposal", j->arg[0], "hash", j->arg[1]));
}

static bool
job_decline(struct cli *cli, const struct job *j)
{
	return give(cli, j, "decline_pair", json_pack("{s:s}", "proposal",
	    j->arg[0]));
}

/* ---- one person ---- */

static bool
job_suspend(struct cli *cli, const struct job *j)
{
	return give(cli, j, "suspend_officer", json_pack("{s:s,s:o}",
	    "officer", j->arg[0], "why",
	    text_or_null(cli->value[OPT_WHY])));
}

static bool
job_unlock(struct cli *cli, const struct job *j)
{
	return give(cli, j, "unlock_sign_in", officer(j));
}

static bool
job_totp(struct cli *cli, const struct job *j)
{
	json_t *command = json_pack("{s:s,s:{s:s*}}", "do", "set_totp",
	    "with", "code", j->n > 0 ? j->arg[0] : NULL);
	json_t *outcome = tn_execute(j->s, command);

	if (outcome_done(outcome) && j->n == 0 && !cli->has[OPT_JSON])
		cli_tell(cli, W_STAFF_TOTP, jx_text(outcome, "secret"),
		    jx_text(outcome, "uri"), NULL);
	json_decref(command);
	return tell(cli, outcome);
}

/* Without a version the text; with it, it is agreed to. */
static bool
job_conduct(struct cli *cli, const struct job *j)
{
	json_t *answer;
	const json_t *line;
	long version;
	size_t i;

	if (j->n > 0 && cli_number(j->arg[0], 1000000, &version))
		return give(cli, j, "accept_conduct", json_pack("{s:I}",
		    "version", (json_int_t)version));
	answer = ask(j, "conduct");
	if (cli->has[OPT_JSON])
		cli_print_json(answer);
	json_array_foreach(json_object_get(answer, "lines"), i, line)
		if (!cli->has[OPT_JSON])
			cli_print_line(in_lang(cli, line));
	json_decref(answer);
	return j->n == 0;
}

static bool
job_secret(struct cli *cli, const struct job *j)
{
	struct typed old, fresh = { .len = 0 };
	struct err e = ERR_INIT;
	bool ok;

	if (!secret_get(cli, tn_is_demonstration(j->tn), &old))
		return false;
	ok = secret_new_one(cli, &fresh) &&
	    tn_change_secret(j->s, (char *)old.room.bytes, old.len,
	    (char *)fresh.room.bytes, fresh.len, &e);
	if (!ok && e.code != ERR_NONE)
		cli_err(cli, &e, NULL);
	else if (ok)
		cli_tell(cli, W_STAFF_DONE, NULL);
	secret_free(&old.room);
	secret_free(&fresh.room);
	err_done(&e);
	return ok;
}

/* ---- the table ---- */

static const struct {
	const char *word;
	int least, most;
	bool (*run)(struct cli *cli, const struct job *j);
} jobs[] = {
	{ "list", 0, 0, job_list },
	{ "waiting", 0, 0, job_waiting },
	{ "left", 1, 1, job_left },
	{ "add", 4, 4, job_add },
	{ "end", 1, 1, job_end },
	{ "role", 2, 4, job_role },
	{ "end-role", 2, 2, job_end_role },
	{ "reset", 1, 1, job_reset },
	{ "suspend", 1, 1, job_suspend },
	{ "resume", 1, 1, job_resume },
	{ "unlock", 1, 1, job_unlock },
	{ "sign-in", 1, 1, job_sign_in },
	{ "approve", 2, 2, job_approve },
	{ "decline", 1, 1, job_decline },
	{ "secret", 0, 0, job_secret },
	{ "totp", 0, 1, job_totp },
	{ "conduct", 0, 1, job_conduct },
};

static bool
work(struct cli *cli, struct tn *tn, struct session *s, void *ctx)
{
	struct job j = { .arg = (const char *const *)cli->arg + 1,
	    .n = cli->n_arg - 1, .tn = tn, .s = s };
	const size_t *at = ctx;

	return jobs[*at].run(cli, &j);
}

int
command_staff(struct cli *cli)
{
	size_t i;

	if (cli_needs_as(cli))
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	for (i = 0; i < ARRAY_LEN(jobs); i++)
		if (strcmp(jobs[i].word, cli->arg[0]) == 0 &&
		    cli->n_arg - 1 >= jobs[i].least &&
		    cli->n_arg - 1 <= jobs[i].most)
			return cli_signed_in(cli, work, &i);
	return cli_misuse(cli, W_STAFF_WHAT, cli->arg[0]);
}
