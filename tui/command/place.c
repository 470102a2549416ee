/* Files, folders, clocks and stores, as the subcommands open them. */
#include "tui/command/command.h"

#include "core/base/jx.h"
#include "core/base/yaml.h"
#include "core/procedure/procedure.h"
#include "core/serve/serve.h"
#include "core/staff/seal.h"
#include "core/store/store.h"

#include <errno.h>
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

char *
path_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);

	if (n == 0 || strcmp(dir, ".") == 0)
		return xstrdup(name);
	return xasprintf("%s%s%s", dir, dir[n - 1] == '/' ? "" : "/", name);
}

static bool
open_input(struct cli *cli, const char *path, int *fd)
{
	struct stat st;

	*fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (*fd < 0 || fstat(*fd, &st) < 0)
		return cli_say(cli, W_READ_FAILED, path, strerror(errno), NULL);
	if (strcmp(path, "-") != 0 && !S_ISREG(st.st_mode))
		return cli_say(cli, W_READ_KIND, path, NULL);
	return true;
}

static bool
read_all(struct cli *cli, const char *path, int fd, size_t max,
    struct str *out)
{
	char buf[16384], most[24];
	ssize_t n;

	snprintf(most, sizeof(most), "%zu", max);
	while ((n = read(fd, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cli_say(cli, W_READ_FAILED, path,
			    strerror(errno), NULL);
		str_addn(out, buf, (size_t)n);
		if (out->len > max)
			return cli_say(cli, W_READ_BIG, path, most, NULL);
	}
	return true;
}

static char *
read_most(struct cli *cli, const char *path, size_t max, size_t *len)
{
	struct str text = STR_INIT;
	int fd = -1;
	bool ok = open_input(cli, path, &fd) &&
	    read_all(cli, path, fd, max, &text);

	if (fd >= 0)
		close(fd);
	if (!ok) {
		str_done(&text);
		return NULL;
	}
	*len = text.len;
	return str_steal(&text);
}

char *
cli_read(struct cli *cli, const char *path, size_t *len)
{
	return read_most(cli, path, INPUT_MAX, len);
}

char *
cli_read_most(struct cli *cli, const char *path, unsigned mib, size_t *len)
{
	return read_most(cli, path, (size_t)mib << 20, len);
}

bool
cli_write(struct cli *cli, const char *path, const char *text, size_t len,
    unsigned mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    (mode_t)mode);
	size_t done = 0;
	ssize_t n = 0;
	bool kept;

	if (fd < 0)
		return cli_say(cli, W_MAKE_FAILED, path, strerror(errno),
		    NULL);
	while (done < len && n >= 0) {
		n = write(fd, text + done, len - done);
		if (n < 0 && errno == EINTR)
			n = 0;
		done += n > 0 ? (size_t)n : 0;
	}
	kept = done == len && fsync(fd) == 0;
	if (close(fd) == 0 && kept)
		return true;
	n = errno;
	unlink(path);
	return cli_say(cli, W_MAKE_FAILED, path, strerror((int)n), NULL);
}

const struct form_lists *
cli_lists(struct cli *cli)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct files files;

	if (cli->rules == NULL && files_posix(&files, cli->forms, &e)) {
		cli->rules = procedure_load(&files, &found);
		files_done(&files);
		findings_done(&found);
	}
	err_done(&e);
	return cli->rules != NULL ? cli->rules->form_lists : NULL;
}

void
cli_lists_done(struct cli *cli)
{
	procedure_free(cli->rules);
	cli->rules = NULL;
}

json_t *
cli_read_json(struct cli *cli, const char *path)
{
	const char *name = strcmp(path, "-") == 0 ? "stdin" : path;
	struct err e = ERR_INIT;
	size_t len = 0;
	char *text = cli_read(cli, path, &len);
	json_t *o;

	if (text == NULL)
		return NULL;
	o = jx_parse(text, len, &e);
	seal_wipe(text, len);		/* a plan holds secrets */
	free(text);
	if (o == NULL) {
		if (e.file == NULL)
			e.file = xstrdup(name);
		cli_err(cli, &e, NULL);
		err_done(&e);
		return NULL;
	}
	if (!json_is_object(o)) {
		cli_say(cli, W_WANT_OBJECT, name, NULL);
		json_decref(o);
		return NULL;
	}
	return o;
}

bool
cli_forms(struct cli *cli, struct files *out)
{
	struct err e = ERR_INIT;

	if (files_posix(out, cli->forms, &e))
		return true;
	err_done(&e);
	return cli_say(cli, W_NO_FORMS, cli->forms, NULL);
}

struct calendar *
cli_calendar(struct cli *cli, const struct files *files)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct calendar *calendar = NULL;
	size_t len = 0;
	char *text = files->read(files->ctx, "calendar.yaml", 1u << 20, &len,
	    &e);

	if (text == NULL)
		findings_take(&found, &e);
	else
		calendar = calendar_load("calendar.yaml", text, len, &found);
	free(text);
	cli_findings(cli, &found, cli->forms);
	return calendar;
}

json_t *
cli_units(struct cli *cli, const struct files *files)
{
	struct findings found = FINDINGS_INIT;
	const struct yaml_node *list;
	struct yaml_doc *doc = NULL;
	struct err e = ERR_INIT;
	json_t *units = NULL;
	size_t len = 0, i;
	char *text = files->read(files->ctx, "agencies.yaml", 1u << 20,
	    &len, &e);

	if (text != NULL)
		doc = yaml_parse("agencies.yaml", text, len, &e);
	free(text);
	if (doc == NULL) {
		findings_take(&found, &e);
		cli_findings(cli, &found, cli->forms);
		return NULL;
	}
	units = json_object();
	list = yaml_get(yaml_root(doc), "units");
	for (i = 0; list != NULL && list->kind == YAML_LIST && i < list->n;
	    i++) {
		const struct yaml_node *title = yaml_get(list->item[i],
		    "title");
		const char *code = yaml_get_text(list->item[i], "code");

		if (code != NULL)
			json_object_set_new(units, code, json_pack(
			    "{s:s*, s:s*}", "vi", yaml_get_text(title, "vi"),
			    "en", yaml_get_text(title, "en")));
	}
	yaml_free(doc);
	return units;
}

when_t
real_now(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (when_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
mono_ms(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Keys come from the same source as ids: always the machine's best. */
int64_t
real_mono(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Asked once, before walls go up; NULL when it has no name. */
static const char *
machine_name(void)
{
	static char name[MACHINE_MAX + 1];

	if (*name == '\0' && gethostname(name, sizeof(name) - 1) != 0)
		*name = '\0';
	return *name == '\0' ? NULL : name;
}

struct tn_env
real_env(void)
{
	return (struct tn_env){ NULL, real_now, seal_random, real_mono,
	    machine_name() };
}

static when_t
still_now(void *ctx)
{
	return ((const struct cli *)ctx)->now;
}

bool
cli_still(struct cli *cli)
{
	const char *text = cli->value[OPT_NOW];

	if (text != NULL && !when_parse(text, VN_OFFSET_MIN, &cli->now)) {
		cli_misuse(cli, W_NOW, text);
		return false;
	}
	cli->still = text != NULL;
	return true;
}

struct tn_env
cli_env(struct cli *cli)
{
	struct tn_env env = real_env();

	if (cli->still)
		env = (struct tn_env){ cli, still_now, seal_random, real_mono,
		    env.machine };
	return env;
}

bool
make_folders(struct cli *cli, const char *path)
{
	char *dir = xstrdup(path), *p;
	bool ok = true;

	for (p = dir + 1; ok && *dir != '\0'; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		ok = mkdir(dir, 0700) == 0 || errno == EEXIST;
		*p = c;
		if (c == '\0')
			break;
	}
	if (!ok)
		cli_say(cli, W_MAKE_FAILED, path, strerror(errno), NULL);
	free(dir);
	return ok;
}

bool
cli_has_store(struct cli *cli)
{
	struct stat st;

	return lstat(cli->store, &st) == 0 ||
	    cli_say(cli, W_NO_STORE, cli->store, NULL);
}

/* The configured socket, unless a file was named on the command line. */
const char *
cli_socket(const struct cli *cli)
{
	return cli->has[OPT_STORE] || cli->has[OPT_SERVED] ||
	    cli->has[OPT_DEMO_DIR] ? NULL : cli->config.socket;
}

struct tn *
cli_open(struct cli *cli, struct files *files, bool training, bool later)
{
	struct findings found = FINDINGS_INIT;
	struct tn_config config = {
		.files = files, .store = cli->store, .env = cli_env(cli),
		.training = training, .later = later,
		.socket = cli_socket(cli),
	};
	struct tn *tn;

	/* The other side has to have read them, and is asked for their hash. */
	if (config.socket != NULL || cli->has[OPT_SERVED])
		config.later = false;
	if ((config.socket == NULL && !cli_has_store(cli)) ||
	    !cli_forms(cli, files))
		return NULL;
	tn = config.socket != NULL ? tn_connect(&config, &found) :
	    cli->has[OPT_SERVED] ?
	    serve_child(&config, cli->still, mono_ms, &found) :
	    tn_open(&config, &found);
	mem_trim();
	cli_findings(cli, &found, cli->forms);
	/* What is signed for real people carries the real time. */
	if (tn != NULL && cli->still && !training && !tn_is_demonstration(tn)) {
		cli_say(cli, W_NOW_LIVE, NULL);
		tn_close(tn);
		tn = NULL;
	}
	if (tn == NULL)
		files_done(files);
	return tn;
}

static bool
tell_progress(void *arg, int64_t done, int64_t of)
{
	(void)arg;
	fprintf(stderr, "\r%3d%%%s", of <= 0 || done >= of ? 100 :
	    (int)(done * 100 / of), done >= of ? "\r    \r" : "");
	return true;
}

struct store_progress
cli_progress(struct cli *cli)
{
	struct store_progress p = { NULL, NULL };

	if (isatty(STDERR_FILENO) && !cli->has[OPT_JSON])
		p.tell = tell_progress;
	return p;
}
