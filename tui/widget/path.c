#include "tui/widget/path.h"

#include "core/base/utf8.h"
#include "tui/app.h"
#include "tui/widget/edit.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAMES_MOST 4000		/* of one folder; a larger one is not read on */
#define NAMES_SHOWN 60
#define NAMES_LINES 4
#define PATH_MOST 1000		/* letters */

/* ---- completing ---- */

struct matches {
	char **name;
	size_t n, cap;
};

char *
path_real(const char *typed)
{
	const char *home = getenv("HOME");

	if (typed[0] == '~' && (typed[1] == '/' || typed[1] == '\0') &&
	    home != NULL)
		return xasprintf("%s%s", home, typed + 1);
	return xstrdup(typed);
}

/* Is the name one that is shown as it is? */
static bool
is_plain(const char *name)
{
	struct str safe = STR_INIT;
	bool same;

	utf8_safe(&safe, name, strlen(name), false);
	same = str_eq(str_text(&safe), name);
	str_done(&safe);
	return same;
}

static bool
is_folder(const char *folder, const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	struct stat st;
	bool is = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	free(path);
	return is;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a folder that begin like this; folders end in a slash. */
static void
find_matches(const char *folder, const char *begin, struct matches *out)
{
	DIR *d = opendir(folder);
	struct dirent *entry;

	while (d != NULL && out->n < NAMES_MOST &&
	    (entry = readdir(d)) != NULL) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		    (name[0] == '.' && begin[0] != '.') ||
		    !str_starts(name, begin) || !is_plain(name))
			continue;
		out->name = xgrow(out->name, out->n, &out->cap,
		    sizeof *out->name);
		out->name[out->n++] = xasprintf("%s%s", name,
		    is_folder(folder, name) ? "/" : "");
	}
	if (d != NULL)
		closedir(d);
	if (out->n > 0)
		qsort(out->name, out->n, sizeof *out->name, compare);
}

/* How many bytes all have in common, never half a letter. */
static size_t
common(const struct matches *m)
{
	size_t n = strlen(m->name[0]);

	for (size_t i = 1; i < m->n; i++) {
		size_t k = 0;

		while (k < n && m->name[i][k] == m->name[0][k])
			k++;
		n = k;
	}
	while (n > 0 && ((unsigned char)m->name[0][n] & 0xc0) == 0x80)
		n--;
	return n;
}

char *
path_complete(const char *typed, struct str *names)
{
	const char *slash = strrchr(typed, '/');
	size_t head = slash != NULL ? (size_t)(slash - typed) + 1 : 0;
	char *before = xstrndup(typed, head), *folder = path_real(before);
	struct matches m = { NULL, 0, 0 };
	struct str out = STR_INIT;
	size_t n;

	find_matches(*folder != '\0' ? folder : ".", typed + head, &m);
	if (m.n > 0) {
		n = common(&m);
		str_add(&out, before);
		/* A letter and its mark are one: never less than was typed. */
		if (n < strlen(typed + head))
			str_add(&out, typed + head);
		else
			str_addn(&out, m.name[0], n);
	}
	for (size_t i = 0; m.n > 1 && i < m.n && i < NAMES_SHOWN; i++)
		str_printf(names, "%s%s", i > 0 ? "  " : "", m.name[i]);
	if (m.n > NAMES_SHOWN)
		str_add(names, "  …");
	for (size_t i = 0; i < m.n; i++)
		free(m.name[i]);
	n = m.n;
	free(m.name);
	free(before);
	free(folder);
	if (n > 0)
		return str_steal(&out);
	str_done(&out);
	return NULL;
}

/* ---- the question ---- */

struct asking {
	struct path_prompt p;
	char *title;
	struct edit edit;
	struct str names;		/* what Tab has found */
	int width;
};

static void
path_close(struct view *v)
{
	struct asking *k = v->data;

	edit_done(&k->edit);
	str_done(&k->names);
	free(k->title);
	free(k);
}

static uint64_t
path_contexts(struct view *v)
{
	(void)v;
	return CTX_BACK | CTX_PROMPT | CTX_PATH;
}

static void
path_paint(struct view *v, struct canvas *c, struct area a)
{
	struct asking *k = v->data;
	int lines = 1 + 2 + 1 + (k->names.len > 0 ? NAMES_LINES : 0);
	struct area box = a, line;

	box.h = lines < a.h ? lines : a.h;
	box.y = a.y + a.h - box.h;
	canvas_fill(c, box, ATTR_PLAIN);
	canvas_rule(c, box.y, box.x, box.w);
	box.y++;
	box.h--;
	box.x += 2;
	box.w -= 4;
	line = box;
	line.h = line.h < 2 ? line.h : 2;
	line.y += canvas_wrapped(c, line, ATTR_BOLD, k->title);
	line.h = 1;
	k->width = line.w;
	app_paint_edit(v->app, &k->edit, line);
	line.y++;
	line.h = box.y + box.h - line.y;
	canvas_wrapped(c, line, ATTR_DIM, str_text(&k->names));
}

static bool
path_key(struct view *v, const struct key *key)
{
	struct asking *k = v->data;

	if (!edit_key(&k->edit, key, k->width))
		return false;
	str_clear(&k->names);
	if (k->edit.cut)
		app_say(v->app, ATTR_WARN, M_TYPED_TOO_LONG, NULL);
	return true;
}

static void
complete(struct view *v)
{
	struct asking *k = v->data;
	char *longer;

	str_clear(&k->names);
	longer = path_complete(str_text(&k->edit.text), &k->names);
	if (longer == NULL)
		app_say(v->app, ATTR_WARN, M_PATH_NO_MATCH, NULL);
	else if (!str_eq(longer, str_text(&k->edit.text)))
		edit_set(&k->edit, longer);
	free(longer);
}

static bool
path_command(struct view *v, enum command command)
{
	struct asking *k = v->data;
	struct path_prompt p = k->p;
	char *path;

	if (command == CMD_COMPLETE) {
		complete(v);
		return true;
	}
	if (command != CMD_SUBMIT)
		return false;
	if (k->edit.text.len == 0)
		return true;
	path = path_real(str_text(&k->edit.text));
	app_pop(v->app);
	p.done(p.ctx, path);
	free(path);
	return true;
}

static const struct view_ops path_ops = {
	.name = "path", .overlay = true, .contexts = path_contexts,
	.paint = path_paint, .command = path_command, .key = path_key,
	.close = path_close,
};

void
path_open(struct app *app, const struct path_prompt *p)
{
	struct asking *k = xcalloc(1, sizeof *k);

	k->p = *p;
	k->title = xstrdup(p->title);
	k->width = app_width(app) - 4;
	/* Letters as they come: a path is no Vietnamese text. */
	edit_init(&k->edit, false, PATH_MOST);
	edit_set(&k->edit, p->text);
	app_push(app, view_new(app, &path_ops, k));
}
