/* Which folders a process of ours keeps, by what it is for. */
#include "tui/command/walls.h"

#include "core/wall/wall.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct places {
	struct wall_place *place;
	size_t n, cap;
	char *mine[4];		/* folders made here, freed at the end */
	size_t n_mine;
};

static void
add(struct places *p, const char *path, enum wall_use use)
{
	p->place = xgrow(p->place, p->n, &p->cap, sizeof(*p->place));
	p->place[p->n++] = (struct wall_place){ path, use };
}

/* The folder that a file lies in. */
static void
add_folder_of(struct places *p, const char *file, enum wall_use use)
{
	const char *slash = strrchr(file, '/');
	char *dir = slash == NULL ? xstrdup(".") :
	    xstrndup(file, slash == file ? 1 : (size_t)(slash - file));

	p->mine[p->n_mine++] = dir;
	add(p, dir, use);
}

static void
begin(struct places *p, const struct cli *cli)
{
	size_t i;

	memset(p, 0, sizeof(*p));
	for (i = 0; i < wall_terminal_n; i++)
		add(p, wall_terminal[i].path, wall_terminal[i].use);
	add(p, cli->forms, WALL_READ);
}

static bool
end(struct cli *cli, struct places *p, enum wall_calls calls)
{
	struct err e = ERR_INIT;
	bool ok = wall_files(p->place, p->n, &e) && wall_calls(calls, &e);

	if (!ok)
		cli_err(cli, &e, NULL);
	err_done(&e);
	while (p->n_mine > 0)
		free(p->mine[--p->n_mine]);
	free(p->place);
	return ok;
}

bool
walls_tool(struct cli *cli)
{
	struct err e = ERR_INIT;
	bool ok = wall_calls(WALL_TOOL, &e) || cli_err(cli, &e, NULL);

	err_done(&e);
	return ok;
}

/* What the officer attaches from and saves to. */
static void
add_folders(struct places *p, const struct cli *cli)
{
	const struct config *c = &cli->config;
	size_t i;

	if (cli->elsewhere)
		return;
	if (!c->folders_said)
		add(p, getenv("HOME"), WALL_FOLDERS);
	for (i = 0; i < c->n_folder; i++)
		add(p, c->folder[i], WALL_FOLDERS);
}

/* The log is made now, so that only it, and not its folder, is left open. */
static void
add_log(struct places *p, const char *log)
{
	int fd = log == NULL ? -1 : open(log, O_WRONLY | O_APPEND | O_CREAT |
	    O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

	if (fd >= 0)
		close(fd);
	add(p, log, WALL_WRITE);
}

bool
walls_desk(struct cli *cli, const struct workstation_options *o,
    const char *own)
{
	struct places p;

	begin(&p, cli);
	if (own != NULL) {
		add(&p, own, WALL_FOLDERS);
		add_folder_of(&p, own, WALL_REMOVE);
	} else if (cli_socket(cli) == NULL) {
		add_folder_of(&p, cli->store, WALL_WRITE);
	}
	add_folders(&p, cli);
	add_log(&p, o->log);
	if (o->script != NULL) {
		add(&p, o->script, WALL_READ);
		add(&p, o->out_dir, WALL_WRITE);
	}
	return end(cli, &p, WALL_DESK);
}

bool
walls_store(struct cli *cli)
{
	struct places p;

	begin(&p, cli);
	add_folder_of(&p, cli->store, WALL_WRITE);
	add_folder_of(&p, cli->config.socket, WALL_REMOVE);
	return end(cli, &p, WALL_STORE);
}
