/* tiepnhan check: everything that can be said of forms/ without a store. */
#include "tui/command/command.h"
#include "tui/command/scenario.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/procedure/procedure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Built-in reasons of refusal; those of needs[] are in the procedure. */
static const struct { const char *code, *vi, *en; } reasons[] = {
#define ERR(sym, code, vi, en) { code, vi, en },
#include "core/case/errors.def"
#undef ERR
};

static bool
ends_with(const char *s, const char *tail)
{
	size_t n = strlen(s), m = strlen(tail);

	return n >= m && strcmp(s + n - m, tail) == 0;
}

/* Scenarios and the demonstration are forms data too. */
static void
check_scenarios(struct cli *cli, const struct files *files,
    const struct procedure *p)
{
	struct err e = ERR_INIT;
	size_t n = 0, i;
	char **path = files->list(files->ctx, "", &n, &e);

	err_done(&e);
	for (i = 0; path != NULL && i < n; i++) {
		struct scenario *sc;
		char *full;

		if ((!str_starts(path[i], "scenarios/") ||
		    !ends_with(path[i], ".yaml")) &&
		    strcmp(path[i], "demo/staff.yaml") != 0)
			continue;
		full = path_join(cli->forms, path[i]);
		sc = scenario_load(cli, full, strcmp(path[i],
		    "demo/staff.yaml") == 0 ? SCENARIO_DEMO : SCENARIO_PLAY);
		if (sc != NULL && procedure_regime(p, sc->regime) == NULL)
			cli_say_at(cli, full, 1, 1, W_SCENARIO_REGIME,
			    sc->regime, NULL);
		scenario_free(sc);
		free(full);
	}
	files_list_free(path, n);
}

static struct procedure *
load(struct cli *cli, const struct files *files)
{
	struct findings found = FINDINGS_INIT;
	struct procedure *p = procedure_load(files, &found);

	if (p != NULL)
		(void)procedure_check(p, &found);
	cli_findings(cli, &found, cli->forms);
	return p;
}

static void
add_reasons(json_t *codes)
{
	json_t *list = json_array(), *o, *say;
	size_t i;

	for (i = 0; i < ARRAY_LEN(reasons); i++) {
		say = json_object();
		json_object_set_new(say, "vi", json_string(reasons[i].vi));
		json_object_set_new(say, "en", json_string(reasons[i].en));
		o = json_object();
		json_object_set_new(o, "code", json_string(reasons[i].code));
		json_object_set_new(o, "say", say);
		json_array_append_new(list, o);
	}
	json_object_set_new(codes, "reasons", list);
}

static const char *
in_lang(const json_t *o, enum lang lang)
{
	const json_t *text = json_object_get(o, "title");

	if (text == NULL)
		text = json_object_get(o, "say");
	if (text == NULL)
		text = json_object_get(o, "law");
	return jx_text(text, lang == LANG_VI ? "vi" : "en");
}

static void
print_line(int depth, const char *code, const char *title)
{
	char *text = title == NULL ? xasprintf("%*s%s", depth * 2, "", code) :
	    xasprintf("%*s%s: %s", depth * 2, "", code, title);

	cli_print_line(text);
	free(text);
}

/* "  code: title" for each entry, and what hangs below it. */
static void
print_tree(const char *name, const json_t *o, enum lang lang, int depth)
{
	const char *key, *code = jx_text(o, "code"), *title;
	json_t *value;
	size_t i;

	if (json_is_string(o))
		print_line(depth, json_string_value(o), NULL);
	if (code != NULL) {
		title = in_lang(o, lang);
		print_line(depth, code, title);
	}
	if (json_is_array(o)) {
		print_line(depth, name, "");
		json_array_foreach(o, i, value)
			print_tree(name, value, lang, depth + 1);
	}
	json_object_foreach((json_t *)(void *)o, key, value)
		if (json_is_array(value))
			print_tree(key, value, lang,
			    code == NULL ? depth : depth + 1);
}

static void
print_codes(struct cli *cli, const struct procedure *p)
{
	json_t *codes = procedure_codes(p);

	add_reasons(codes);
	if (cli->has[OPT_JSON])
		cli_print_json(codes);
	else
		print_tree("", codes, cli->lang, 0);
	json_decref(codes);
}

static void
print_covered(const char *kind, const json_t *item)
{
	char *text = xasprintf("  %s %s (%s)", kind, jx_text(item, "code"),
	    jx_text(item, "status"));

	cli_print_line(text);
	free(text);
}

static void
print_coverage(struct cli *cli, const struct procedure *p)
{
	json_t *all = procedure_coverage(p), *what, *list;
	const char *article, *key;

	if (cli->has[OPT_JSON]) {
		cli_print_json(all);
		json_decref(all);
		return;
	}
	json_object_foreach(all, article, what) {
		const char *law = in_lang(what, cli->lang);

		cli_print_line(law == NULL ? article : law);
		json_object_foreach(what, key, list) {
			const json_t *item;
			size_t i;

			json_array_foreach(list, i, item)
				print_covered(key, item);
		}
	}
	json_decref(all);
}

/* Safe for a terminal; tabs are not, and mean nothing here. */
static void
print_lines(const struct str *text)
{
	struct str plain = STR_INIT, safe = STR_INIT;
	size_t i;

	for (i = 0; i < text->len; i++)
		str_addc(&plain, text->buf[i] == '\t' ? ' ' : text->buf[i]);
	utf8_safe(&safe, str_text(&plain), plain.len, true);
	printf("%s", str_text(&safe));
	str_done(&plain);
	str_done(&safe);
}

/* CODE or REGIME/CODE; of a bare code the regime in force last has it. */
static const struct path *
find_path(const struct procedure *p, const char *code, struct str *names)
{
	const struct path *found = NULL;
	size_t i, k;

	for (i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		for (k = 0; k < r->n_path + r->n_track; k++) {
			const struct path *path = k < r->n_path ?
			    &r->path[k] : &r->track[k - r->n_path];
			char *whole = xasprintf("%s/%s", r->code, path->code);

			str_printf(names, "%s%s", names->len == 0 ? "" : ", ",
			    whole);
			if (strcmp(whole, code) == 0 ||
			    (strcmp(path->code, code) == 0 && (found == NULL ||
			    found->regime->from < r->from)))
				found = path;
			free(whole);
		}
	}
	return found;
}

static int
print_dot(struct cli *cli, const struct procedure *p)
{
	const char *code = cli->value[OPT_DOT];
	struct str out = STR_INIT, names = STR_INIT;
	const struct path *path = find_path(p, code, &names);

	if (path == NULL) {
		cli_say(cli, W_NO_PATH, code, str_text(&names), NULL);
	} else {
		procedure_dot(path, cli->lang, &out);
		print_lines(&out);
	}
	str_done(&out);
	str_done(&names);
	return path != NULL ? CLI_DONE : CLI_REFUSED;
}

/* What was asked for, once nothing is wrong. */
static int
print_result(struct cli *cli, const struct procedure *p)
{
	json_t *o;

	if (cli->has[OPT_CODES]) {
		print_codes(cli, p);
	} else if (cli->has[OPT_COVERAGE]) {
		print_coverage(cli, p);
	} else if (cli->has[OPT_DOT]) {
		return print_dot(cli, p);
	} else if (cli->has[OPT_JSON]) {
		o = json_object();
		json_object_set_new(o, "outcome", json_string("done"));
		json_object_set_new(o, "version", json_string(p->version));
		json_object_set_new(o, "findings", json_array());
		cli_print_json(o);
		json_decref(o);
	} else {
		cli_tell(cli, W_CHECKED, cli->forms, NULL);
	}
	return CLI_DONE;
}

static void
print_findings(struct cli *cli)
{
	json_t *o = json_object();

	json_object_set_new(o, "outcome", json_string("refused"));
	json_object_set(o, "findings", cli->collect);
	cli_print_json(o);
	json_decref(o);
}

int
command_check(struct cli *cli)
{
	struct files files;
	struct procedure *p;
	int code = CLI_REFUSED;

	if (cli->has[OPT_CODES] + cli->has[OPT_COVERAGE] +
	    cli->has[OPT_DOT] > 1) {
		cli_say(cli, W_NOT_TOGETHER, "--codes, --coverage",
		    "--dot", NULL);
		return CLI_USAGE;
	}
	if (cli->n_arg > 0) {
		free(cli->forms);
		cli->forms = xstrdup(cli->arg[0]);
	}
	if (!cli_forms(cli, &files))
		return CLI_REFUSED;
	if (cli->has[OPT_JSON])
		cli->collect = json_array();
	p = load(cli, &files);
	if (p != NULL)
		check_scenarios(cli, &files, p);
	if (p != NULL && cli->findings == 0)
		code = print_result(cli, p);
	else if (cli->collect != NULL)
		print_findings(cli);
	procedure_free(p);
	files_done(&files);
	return code;
}
