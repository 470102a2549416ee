/* tiepnhan init: a new store, asked for or by a plan. */
#include "tui/command/command.h"
#include "tui/command/demo.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"
#include "core/procedure/procedure.h"
#include "core/staff/keyring.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 512
#define FIRST_STAFF 2

/* One line from the terminal without its end; NULL at the end of input. */
static char *
ask_line(struct cli *cli, enum word question, const char *arg)
{
	char line[LINE_MAX_BYTES];
	char *text = word_text(question, cli->lang, arg, NULL);
	size_t n;

	fprintf(stderr, "%s: ", text);
	free(text);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return NULL;
	n = strcspn(line, "\r\n");
	return xstrndup(line, n);
}

/* Words between spaces, as a list. */
static json_t *
ask_list(struct cli *cli, enum word question)
{
	char *line = ask_line(cli, question, NULL), *word_in, *rest;
	json_t *list;

	if (line == NULL)
		return NULL;
	list = json_array();
	for (word_in = strtok_r(line, " ,", &rest); word_in != NULL;
	    word_in = strtok_r(NULL, " ,", &rest))
		json_array_append_new(list, json_string(word_in));
	free(line);
	return list;
}

static bool
ask_member(struct cli *cli, json_t *o, const char *key, enum word question,
    const char *arg)
{
	char *line = ask_line(cli, question, arg);

	if (line == NULL)
		return false;
	json_object_set_new(o, key, json_string(line));
	free(line);
	return true;
}

static bool
secret_fits(struct cli *cli, const json_t *officer, const struct typed *t)
{
	struct err e = ERR_INIT;
	bool ok = keyring_check_secret(jx_text(officer, "id"),
	    jx_text(officer, "name"), (char *)t->room.bytes, t->len, &e);

	if (!ok)
		cli_err(cli, &e, NULL);
	err_done(&e);
	return ok;
}

/* Twice, until both are the same and long enough. */
static bool
ask_secret(struct cli *cli, json_t *officer)
{
	const char *id = jx_text(officer, "id");
	char *once = word_text(W_SECRET, cli->lang, id, NULL);
	char *again = word_text(W_SECRET_AGAIN, cli->lang, id, NULL);
	struct typed a, b;
	bool ok = true, same = false;

	while (ok && !same) {
		ok = secret_ask(cli, once, &a);
		if (!ok)
			break;
		ok = secret_ask(cli, again, &b);
		same = ok && a.len == b.len &&
		    memcmp(a.room.bytes, b.room.bytes, a.len) == 0;
		if (ok && !same)
			cli_say(cli, W_SECRET_DIFFERS, NULL);
		same = same && secret_fits(cli, officer, &a);
		if (same)
			json_object_set_new(officer, "secret", json_stringn(
			    (char *)a.room.bytes, a.len));
		secret_free(&a.room);
		if (ok)
			secret_free(&b.room);
	}
	free(once);
	free(again);
	return ok;
}

/* Says what is wrong with one answer; the question comes again. */
static bool
again(struct cli *cli, enum err_code code, const char *arg)
{
	struct err e = ERR_INIT;

	err_set(&e, code, arg, NULL);
	cli_err(cli, &e, NULL);
	err_done(&e);
	return false;
}

static bool
units_exist(struct cli *cli, const struct procedure *p, const json_t *list)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (procedure_unit(p, json_string_value(item)) == NULL)
			return again(cli, ERR_NO_SUCH_UNIT,
			    json_string_value(item));
	return true;
}

static bool
roles_exist(struct cli *cli, const struct procedure *p, const json_t *list)
{
	struct str known = STR_INIT;
	const json_t *item;
	bool ok = json_array_size(list) > 0;
	size_t i;

	json_array_foreach(list, i, item)
		ok = ok && procedure_role(p, json_string_value(item)) != NULL;
	for (i = 0; !ok && i < p->n_role; i++)
		str_printf(&known, "%s%s", i == 0 ? "" : ", ",
		    p->role[i].code);
	if (!ok)
		cli_say(cli, W_INIT_NO_ROLE, str_text(&known), NULL);
	str_done(&known);
	return ok;
}

/* A list that `fits`, asked for until it does; NULL at the end of input. */
static json_t *
ask_known(struct cli *cli, enum word question, const struct procedure *p,
    bool (*fits)(struct cli *, const struct procedure *, const json_t *))
{
	json_t *list;

	while ((list = ask_list(cli, question)) != NULL) {
		if (fits(cli, p, list))
			return list;
		json_decref(list);
	}
	return NULL;
}

static bool
ask_unit(struct cli *cli, json_t *officer, const struct procedure *p)
{
	while (ask_member(cli, officer, "unit", W_INIT_UNIT, NULL)) {
		const char *code = jx_text(officer, "unit");

		if (code != NULL && procedure_unit(p, code) != NULL)
			return true;
		again(cli, ERR_NO_SUCH_UNIT, code);
	}
	return false;
}

static json_t *
ask_officer(struct cli *cli, int number, const struct procedure *p)
{
	char text[16];
	json_t *o = json_object(), *roles = NULL;

	snprintf(text, sizeof(text), "%d", number);
	if (ask_member(cli, o, "id", W_INIT_OFFICER, text) &&
	    ask_member(cli, o, "name", W_INIT_NAME, NULL) &&
	    ask_unit(cli, o, p))
		roles = ask_known(cli, W_INIT_ROLES, p, roles_exist);
	if (roles != NULL)
		json_object_set_new(o, "roles", roles);
	if (roles != NULL && ask_secret(cli, o))
		return o;
	json_decref(o);
	return NULL;
}

static json_t *
ask_plan(struct cli *cli, const struct procedure *p)
{
	json_t *plan = json_object(), *staff = json_array(), *units, *o;
	int i;

	json_object_set_new(plan, "staff", staff);
	if (!ask_member(cli, plan, "site", W_INIT_SITE, NULL))
		goto ended;
	units = ask_known(cli, W_INIT_UNITS, p, units_exist);
	if (units == NULL)
		goto ended;
	json_object_set_new(plan, "units", units);
	for (i = 1; i <= FIRST_STAFF; i++) {
		o = ask_officer(cli, i, p);
		if (o == NULL)
			goto ended;
		json_array_append_new(staff, o);
	}
	return plan;
ended:
	cli_say(cli, W_INIT_ENDED, NULL);
	json_decref(plan);
	return NULL;
}

static json_t *
ask_all(struct cli *cli)
{
	struct findings wrong = FINDINGS_INIT;
	struct procedure *p;
	struct files files;
	json_t *plan;

	if (!cli_forms(cli, &files))
		return NULL;
	p = procedure_load(&files, &wrong);
	cli_findings(cli, &wrong, cli->forms);
	plan = p == NULL ? NULL : ask_plan(cli, p);
	procedure_free(p);
	files_done(&files);
	return plan;
}

/*
 * A cheap hash is for stores whose secret is published anyway; training
 * makes its own stores.
 */
static bool
plan_is_live(struct cli *cli, const json_t *plan)
{
	if (jx_bool(plan, "training", false))
		return cli_say(cli, W_INIT_PLAN, "training", NULL);
	if (json_object_get(plan, "cheap") != NULL &&
	    !jx_bool(plan, "demonstration", false))
		return cli_say(cli, W_INIT_PLAN, "cheap", NULL);
	return true;
}

/* A plan on paper may leave the secrets to be typed. */
static bool
ask_missing_secrets(struct cli *cli, json_t *plan)
{
	json_t *o;
	size_t i;

	json_array_foreach(json_object_get(plan, "staff"), i, o)
		if (jx_text(o, "id") != NULL &&
		    json_object_get(o, "secret") == NULL &&
		    !ask_secret(cli, o))
			return false;
	return true;
}

/* In bytes; 0: unknown. */
static uint64_t
memory_of_machine(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

static int
found(struct cli *cli, const json_t *plan)
{
	struct findings wrong = FINDINGS_INIT;
	char *slash = strrchr(cli->store, '/'), *dir;
	struct files files;
	bool ok = true;

	if (slash != NULL && slash != cli->store) {
		dir = xstrndup(cli->store, (size_t)(slash - cli->store));
		ok = make_folders(cli, dir);
		free(dir);
	}
	if (!ok || !cli_forms(cli, &files))
		return CLI_REFUSED;
	ok = tn_init(&(struct tn_config){ .files = &files,
	    .store = cli->store, .env = cli_env(cli),
	    .memory = memory_of_machine() }, plan, &wrong);
	cli_findings(cli, &wrong, cli->forms);
	files_done(&files);
	if (ok)
		cli_tell(cli, W_INIT_DONE, cli->store, NULL);
	return ok ? CLI_DONE : CLI_REFUSED;
}

static int
make_demo(struct cli *cli)
{
	struct scenario *sc = demo_load(cli);
	char *path;
	bool ok;

	if (sc == NULL)
		return CLI_REFUSED;
	ok = demo_make(cli, cli->value[OPT_DEMO], sc);
	if (ok) {
		path = demo_path(cli->value[OPT_DEMO]);
		cli_tell(cli, W_DEMO_MADE, path, NULL);
		free(path);
	}
	scenario_free(sc);
	return ok ? CLI_DONE : CLI_REFUSED;
}

int
command_init(struct cli *cli)
{
	json_t *plan;
	int code;

	if (cli->has[OPT_DEMO] && cli->has[OPT_PLAN]) {
		cli_say(cli, W_NOT_TOGETHER, "--demo", "--plan", NULL);
		return CLI_USAGE;
	}
	if (!cli_still(cli))
		return CLI_USAGE;
	if (cli->has[OPT_DEMO])
		return make_demo(cli);
	if (!cli->has[OPT_PLAN] && (!isatty(STDIN_FILENO) ||
	    !terminal_there()))
		return cli_misuse(cli, W_INIT_TERMINAL, NULL);
	plan = cli->has[OPT_PLAN] ? cli_read_json(cli, cli->value[OPT_PLAN]) :
	    ask_all(cli);
	if (plan == NULL)
		return CLI_REFUSED;
	if (cli->still && !jx_bool(plan, "demonstration", false)) {
		cli_say(cli, W_NOW_LIVE, NULL);
		json_decref(plan);
		return CLI_REFUSED;
	}
	code = plan_is_live(cli, plan) && ask_missing_secrets(cli, plan) ?
	    found(cli, plan) : CLI_REFUSED;
	json_decref(plan);
	return code;
}
