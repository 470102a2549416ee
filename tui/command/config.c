/* Reads config.yaml strictly: an unknown key is refused, not ignored. */
#include "tui/command/config.h"

#include "core/base/yaml.h"
#include "tui/command/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef TN_PREFIX
#define TN_PREFIX "/usr/local"
#endif
#define SHARE TN_PREFIX "/share/tiepnhan"

static const struct yaml_field config_field[] = {
	{ "lang", WANT_TEXT, 0 },
	{ "store", WANT_TEXT, 0 },
	{ "forms", WANT_TEXT, 0 },
	{ "training_dir", WANT_TEXT, 0 },
	{ "log", WANT_TEXT, 0 },
	{ "socket", WANT_TEXT, 0 },
	{ "signin_key", WANT_TEXT, 0 },
	{ "accounts", WANT_MAP, 0 },
	{ "folders", WANT_LIST, 0 },
	{ "idle_minutes", WANT_NUMBER, 0 },
	{ "print_at_once", WANT_NUMBER, 0 },
	{ "ui", WANT_MAP, 0 },
	{ "keys", WANT_MAP, 0 },
};

static const struct yaml_field ui_field[] = {
	{ "link", WANT_TEXT, 0 },
	{ "colour", WANT_TEXT, 0 },
	{ "letters", WANT_TEXT, 0 },
	{ "ambiguous", WANT_TEXT, 0 },
	{ "linear", WANT_TEXT, 0 },
	{ "typing", WANT_TEXT, 0 },
	{ "tone", WANT_TEXT, 0 },
};

/* The folder of a file, with nothing behind it; the caller's. */
static char *
folder_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	if (slash == NULL)
		return xstrdup(".");
	return xstrndup(file, slash == file ? 1 : (size_t)(slash - file));
}

/* An absolute path, one under the home folder, or one beside the file. */
static char *
resolve(const char *file, const char *path)
{
	const char *home = getenv("HOME");
	char *dir, *out;

	if (*path == '/')
		return xstrdup(path);
	if (path[0] == '~' && path[1] == '/' && home != NULL)
		return path_join(home, path + 2);
	dir = folder_of(file);
	out = path_join(dir, path);
	free(dir);
	return out;
}

static bool
read_path(struct cli *cli, const char *file, const struct yaml_node *root,
    const char *key, char **out)
{
	const struct yaml_node *node = yaml_get(root, key);

	if (node == NULL)
		return true;
	if (node->text[0] == '\0')
		return cli_say_at(cli, file, node->line, node->col,
		    W_CONFIG_PATH, key, NULL);
	*out = resolve(file, node->text);
	return true;
}

static bool
read_paths(struct cli *cli, const char *file, const struct yaml_node *root,
    struct config *out)
{
	bool ok = read_path(cli, file, root, "store", &out->store);

	ok &= read_path(cli, file, root, "forms", &out->forms);
	ok &= read_path(cli, file, root, "training_dir", &out->training_dir);
	ok &= read_path(cli, file, root, "socket", &out->socket);
	ok &= read_path(cli, file, root, "signin_key", &out->signin_key);
	return read_path(cli, file, root, "log", &out->log) && ok;
}

/* accounts: {name of a Unix account: officer} */
static bool
read_accounts(struct cli *cli, const char *file,
    const struct yaml_node *root, struct config *out)
{
	const struct yaml_node *map = yaml_get(root, "accounts");
	size_t i;

	for (i = 0; map != NULL && i < map->n; i++) {
		const struct yaml_node *to = map->item[i];

		if (to->kind != YAML_TEXT || *to->text == '\0')
			return cli_say_at(cli, file, to->line, to->col,
			    W_CONFIG_OFFICER, map->key[i]->text, NULL);
		out->account = xgrow(out->account, out->n_account,
		    &out->cap_account, sizeof(*out->account));
		out->account[out->n_account++] = (struct config_account){
		    xstrdup(map->key[i]->text), xstrdup(to->text) };
	}
	return true;
}

/* folders: [where files may be attached from and saved to] */
static bool
read_folders(struct cli *cli, const char *file,
    const struct yaml_node *root, struct config *out)
{
	const struct yaml_node *list = yaml_get(root, "folders");

	out->folders_said = list != NULL;
	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const struct yaml_node *one = list->item[i];

		if (one->kind != YAML_TEXT || *one->text == '\0')
			return cli_say_at(cli, file, one->line, one->col,
			    W_CONFIG_PATH, "folders", NULL);
		out->folder = xgrow(out->folder, out->n_folder,
		    &out->cap_folder, sizeof(*out->folder));
		out->folder[out->n_folder++] = resolve(file, one->text);
	}
	return true;
}

static bool
read_print(struct cli *cli, const char *file, const struct yaml_node *root,
    struct config *out)
{
	const struct yaml_node *node = yaml_get(root, "print_at_once");
	int64_t n = node == NULL ? 1 : yaml_number(node, 0);

	out->print_at_once = (int)(n < 1 || n > 500 ? 1 : n);
	return (n >= 1 && n <= 500) || cli_say_at(cli, file, node->line,
	    node->col, W_CONFIG_PRINT, NULL);
}

static bool
read_words(struct cli *cli, const char *file, const struct yaml_node *root,
    struct config *out)
{
	const struct yaml_node *lang = yaml_get(root, "lang");
	const struct yaml_node *idle = yaml_get(root, "idle_minutes");
	int64_t minutes = idle == NULL ? 5 : yaml_number(idle, 0);
	bool ok = true;

	if (lang != NULL && strcmp(lang->text, "en") == 0)
		out->lang = LANG_EN;
	else if (lang != NULL && strcmp(lang->text, "vi") != 0)
		ok = cli_say_at(cli, file, lang->line, lang->col,
		    W_CONFIG_LANG, NULL);
	if (minutes < 1 || minutes > 15)
		ok = cli_say_at(cli, file, idle->line, idle->col,
		    W_CONFIG_IDLE, NULL);
	else
		out->idle_minutes = (int)minutes;
	return read_print(cli, file, root, out) && ok;
}

/* Which of the words a key of `ui` says; the first where it is not there. */
static bool
read_choice(struct cli *cli, const char *file, const struct yaml_node *ui,
    const char *key, enum word wrong, const char *const *words, size_t n,
    int *out)
{
	const struct yaml_node *node = yaml_get(ui, key);

	*out = 0;
	for (size_t i = 0; node != NULL && i < n; i++) {
		*out = (int)i;
		if (strcmp(node->text, words[i]) == 0)
			return true;
	}
	return node == NULL || cli_say_at(cli, file, node->line, node->col,
	    wrong, NULL);
}

static bool
read_look(struct cli *cli, const char *file, const struct yaml_node *ui,
    struct config *out)
{
	static const char *const link[] = { "auto", "fast", "slow" };
	static const char *const colour[] = { "auto", "no", "high" };
	static const char *const letters[] = { "auto", "full", "base" };
	static const char *const ambiguous[] = { "auto", "1", "2" };
	static const char *const linear[] = { "no", "yes" };
	int speed, colours, letter, line, wide;
	bool ok = read_choice(cli, file, ui, "link", W_CONFIG_LINK, link,
	    ARRAY_LEN(link), &speed);

	ok &= read_choice(cli, file, ui, "colour", W_CONFIG_COLOUR, colour,
	    ARRAY_LEN(colour), &colours);
	ok &= read_choice(cli, file, ui, "letters", W_CONFIG_LETTERS, letters,
	    ARRAY_LEN(letters), &letter);
	ok &= read_choice(cli, file, ui, "ambiguous", W_CONFIG_AMBIGUOUS,
	    ambiguous, ARRAY_LEN(ambiguous), &wide);
	ok &= read_choice(cli, file, ui, "linear", W_CONFIG_LINEAR, linear,
	    ARRAY_LEN(linear), &line);
	out->look = (struct term_look){ .link = (enum link_choice)speed,
	    .colour = (enum colour_choice)colours,
	    .letters = (enum letters_choice)letter,
	    .ambiguous = (enum ambiguous_choice)wide };
	out->linear = line == 1;
	return ok;
}

/*
 * "auto" is Telex on a console, which has no input method of its own, and
 * nothing elsewhere, where the officer's own input method is at work.
 */
static bool
read_typing(struct cli *cli, const char *file, const struct yaml_node *ui,
    struct config *out)
{
	const struct yaml_node *typing = yaml_get(ui, "typing");
	const struct yaml_node *tone = yaml_get(ui, "tone");

	if (typing != NULL && strcmp(typing->text, "auto") != 0 &&
	    !telex_method_find(typing->text, &out->typing.method))
		return cli_say_at(cli, file, typing->line, typing->col,
		    W_CONFIG_TYPING, NULL);
	if (typing != NULL && strcmp(typing->text, "auto") != 0)
		out->typing_said = true;
	if (tone != NULL && !telex_style_find(tone->text, &out->typing.style))
		return cli_say_at(cli, file, tone->line, tone->col,
		    W_CONFIG_TONE, NULL);
	return true;
}

static bool
read_tree(struct cli *cli, const char *file, const struct yaml_node *root,
    struct config *out)
{
	struct findings found = FINDINGS_INIT;
	const struct yaml_node *ui = yaml_get(root, "ui");

	if (!yaml_expect(file, root, config_field, ARRAY_LEN(config_field),
	    &found) || (ui != NULL && !yaml_expect(file, ui, ui_field,
	    ARRAY_LEN(ui_field), &found)))
		return cli_findings(cli, &found, NULL);
	findings_done(&found);
	if (!read_accounts(cli, file, root, out) ||
	    !read_folders(cli, file, root, out) ||
	    !read_words(cli, file, root, out) ||
	    !read_look(cli, file, ui, out) ||
	    !read_typing(cli, file, ui, out) ||
	    !read_paths(cli, file, root, out))
		return false;
	config_keys(cli, file, yaml_get(root, "keys"), out);
	return true;
}

static bool
read_file(struct cli *cli, const char *file, struct config *out)
{
	struct err e = ERR_INIT;
	struct yaml_doc *doc;
	size_t len;
	char *text = cli_read(cli, file, &len);
	bool ok;

	if (text == NULL)
		return false;
	doc = yaml_parse(file, text, len, &e);
	free(text);
	if (doc == NULL) {
		cli_err(cli, &e, NULL);
		err_done(&e);
		return false;
	}
	out->file = xstrdup(file);
	ok = read_tree(cli, file, yaml_root(doc), out);
	yaml_free(doc);
	return ok;
}

/* What the file does not say, or there is no file. */
static void
fill_in(struct config *c)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	const char *term = getenv("TERM");
	char *dir;

	if (!c->typing_said)
		c->typing.method = str_eq(term, "linux") ? TELEX_TELEX :
		    TELEX_OFF;
	if (c->store == NULL && data != NULL && *data == '/')
		c->store = path_join(data, "tiepnhan/tiepnhan.db");
	if (c->store == NULL)
		c->store = path_join(home != NULL && *home == '/' ? home : ".",
		    ".local/share/tiepnhan/tiepnhan.db");
	if (c->forms != NULL)
		return;
	dir = folder_of(c->file != NULL ? c->file : "config.yaml");
	c->forms = path_join(dir, "forms");
	free(dir);
	if (access(c->forms, R_OK | X_OK) != 0) {
		free(c->forms);
		c->forms = xstrdup(SHARE "/forms");
	}
}

bool
config_read(struct cli *cli, const char *path, struct config *out)
{
	static const char *const place[] = {
		"config.yaml", SHARE "/config.yaml"
	};
	size_t i;

	out->idle_minutes = 5;
	out->print_at_once = 1;
	for (i = 0; path == NULL && i < ARRAY_LEN(place); i++)
		if (access(place[i], F_OK) == 0)
			path = place[i];
	if (path != NULL && !read_file(cli, path, out))
		return false;
	fill_in(out);
	return true;
}

void
config_done(struct config *c)
{
	free(c->file);
	free(c->store);
	free(c->forms);
	free(c->training_dir);
	free(c->socket);
	free(c->signin_key);
	for (size_t i = 0; i < c->n_account; i++) {
		free(c->account[i].account);
		free(c->account[i].officer);
	}
	free(c->account);
	for (size_t i = 0; i < c->n_folder; i++)
		free(c->folder[i]);
	free(c->folder);
	free(c->log);
	free(c->notice);
	keymap_done(&c->keymap);
}
