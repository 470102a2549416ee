/* tiepnhan alone: the workstation on a live or a demonstration store. */
#include "tui/command/start.h"

#include "tui/command/demo.h"
#include "tui/command/walls.h"
#include "tui/term.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
start_options(struct cli *cli, struct workstation_options *out, int *code)
{
	long fd = -1;

	memset(out, 0, sizeof(*out));
	if (cli->has[OPT_SYNC_FD] &&
	    !cli_number(cli->value[OPT_SYNC_FD], 1023, &fd)) {
		*code = cli_misuse(cli, W_OPTION_WRONG,
		    cli->value[OPT_SYNC_FD]);
		return false;
	}
	out->lang = cli->lang;
	out->officer = cli->value[OPT_OFFICER];
	out->script = cli->value[OPT_SCRIPT];
	out->out_dir = cli->value[OPT_OUT];
	out->log = cli->has[OPT_LOG] ? cli->value[OPT_LOG] : cli->config.log;
	out->idle_minutes = cli->config.idle_minutes;
	out->look = cli->config.look;
	out->linear = cli->config.linear;
	out->typing = cli->config.typing;
	out->keymap = &cli->config.keymap;
	out->notice = cli->config.notice;
	/* A script plays alike whatever the terminal, and is recorded so. */
	if ((out->script != NULL || cli->has[OPT_RECORD]) &&
	    !cli->config.typing_said)
		out->typing.method = TELEX_OFF;
	out->sync = cli->has[OPT_SYNC_FD];
	out->sync_fd = (int)fd;
	return true;
}

/* Every key is written down: never where real secrets are typed. */
static bool
start_record(struct cli *cli, struct workstation_options *o)
{
	const char *path = cli->value[OPT_RECORD];

	if (path == NULL)
		return true;
	if (!o->demonstration && o->training == NULL)
		return cli_say(cli, W_RECORD_LIVE, NULL);
	o->record = term_record_file(path);
	return o->record != NULL ||
	    cli_say(cli, W_RECORD_FILE, path, strerror(errno), NULL);
}

int
start_workstation(struct cli *cli, const struct workstation_options *options,
    const char *folder)
{
	struct workstation_options own = *options, *o = &own;

	if (o->script == NULL && (!isatty(STDIN_FILENO) ||
	    !isatty(STDOUT_FILENO))) {
		cli_say(cli, W_NO_TERMINAL, NULL);
		return CLI_REFUSED;
	}
	if (!start_record(cli, o) || !walls_desk(cli, o, folder))
		return CLI_REFUSED;
	return workstation_run(o) == 0 ? CLI_DONE : CLI_REFUSED;
}

/* The store of --demo-dir, made when it is not there. */
static bool
prepare_demo(struct cli *cli, const struct scenario *sc)
{
	const char *dir = cli->value[OPT_DEMO_DIR];
	char *path = demo_path(dir);

	free(cli->store);
	cli->store = path;
	return access(path, F_OK) == 0 || demo_make(cli, dir, sc);
}

static void
advance(void *ctx, int64_t ms)
{
	struct cli *cli = ctx;

	if (ms > 0)
		cli->now += ms;
}

/* What forms/ says is read behind the first screen. */
struct reading {
	struct tn *tn;
	struct findings found;
};

static bool
read_forms(void *ctx)
{
	struct reading *r = ctx;

	return tn_ready(r->tn, &r->found);
}

static int
run_on(struct cli *cli, struct tn *tn, const struct scenario *demo)
{
	struct workstation_options o;
	struct reading reading = { tn, FINDINGS_INIT };
	json_t *staff = NULL, *missing = NULL;
	int code = CLI_REFUSED;

	if (!start_options(cli, &o, &code))
		return code;
	o.tn = tn;
	o.ready = read_forms;
	o.ready_ctx = &reading;
	if (cli->still) {
		o.advance = advance;
		o.advance_ctx = cli;
	}
	o.demonstration = tn_is_demonstration(tn);
	if (o.demonstration && demo != NULL)
		staff = demo_staff(cli, demo);
	o.demo_staff = staff;
	/* Asked before the walls go up; nobody looks after a demonstration. */
	if (!o.demonstration)
		o.missing = missing = walls_missing(cli,
		    cli_socket(cli) == NULL);
	code = start_workstation(cli, &o, NULL);
	tn_end_work(tn);
	if (reading.found.n > 0)
		code = CLI_REFUSED;
	cli_findings(cli, &reading.found, cli->forms);
	json_decref(staff);
	json_decref(missing);
	return code;
}

int
command_workstation(struct cli *cli)
{
	struct scenario *demo = NULL;
	struct files files;
	struct tn *tn = NULL;
	int code = CLI_REFUSED;

	if (cli->has[OPT_NOW] && !cli->has[OPT_SCRIPT] &&
	    !cli->has[OPT_RECORD]) {
		cli_say(cli, W_NOW_SCRIPT, NULL);
		return CLI_USAGE;
	}
	if (!cli_still(cli))
		return CLI_USAGE;
	if (cli->has[OPT_RECORD] && cli->has[OPT_SCRIPT]) {
		cli_say(cli, W_NOT_TOGETHER, "--record", "--script", NULL);
		return CLI_USAGE;
	}
	if (cli->has[OPT_DEMO_DIR] && cli->has[OPT_STORE]) {
		cli_say(cli, W_NOT_TOGETHER, "--demo-dir", "--store", NULL);
		return CLI_USAGE;
	}
	if (cli->has[OPT_DEMO_DIR]) {
		demo = demo_load(cli);
		if (demo == NULL || !prepare_demo(cli, demo))
			goto out;
	}
	tn = cli_open(cli, &files, false, true);
	if (tn == NULL)
		goto out;
	code = run_on(cli, tn, demo);
	tn_close(tn);
	files_done(&files);
out:
	scenario_free(demo);
	return code;
}
