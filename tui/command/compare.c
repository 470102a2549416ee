/* tiepnhan compare: how two versions of a form differ, in words. */
#include "tui/command/command.h"

#include "core/form/form_diff.h"
#include "core/procedure/procedure.h"

#include <stdlib.h>
#include <string.h>

static bool
is_file(const char *arg)
{
	size_t n = strlen(arg);

	return n > 5 && strcmp(arg + n - 5, ".yaml") == 0;
}

/* A form of a file of its own; the caller frees it.  NULL and said. */
static struct form *
read_form(struct cli *cli, const char *path)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct form *form = NULL;
	struct yaml_doc *doc;
	size_t len;
	char *text = cli_read(cli, path, &len);

	if (text == NULL)
		return NULL;
	doc = yaml_parse(path, text, len, &e);
	if (doc != NULL)
		form = form_load(path, yaml_root(doc), cli_lists(cli), &found);
	else
		findings_take(&found, &e);
	cli_findings(cli, &found, NULL);
	yaml_free(doc);
	free(text);
	return form;
}

/* "[REGIME/]CODE[@VERSION]" in forms/; borrowed.  NULL and said. */
static const struct form *
find_form(struct cli *cli, const char *arg)
{
	const struct procedure *p = cli_lists(cli) == NULL ? NULL : cli->rules;
	const char *slash = strchr(arg, '/'), *at = strchr(arg, '@');
	const char *from = slash != NULL ? slash + 1 : arg;
	char *code = xstrndup(from, at != NULL && at > from ?
	    (size_t)(at - from) : strlen(from));
	const struct form *form = NULL;
	long version = 0;
	size_t i;

	for (i = 0; p != NULL && form == NULL && i < p->n_regime; i++)
		if (slash == NULL || (strlen(p->regime[i].code) ==
		    (size_t)(slash - arg) && str_starts(arg,
		    p->regime[i].code)))
			form = regime_form(&p->regime[i], code);
	if (form != NULL && at != NULL)
		form = cli_number(at + 1, 1000000, &version) ?
		    form_version(form, (int)version) : NULL;
	if (form == NULL && p != NULL)
		cli_say(cli, W_NO_FORM, arg, cli->forms, NULL);
	free(code);
	return form;
}

static void
print_plain(const struct cli *cli, const struct form_diff *diff)
{
	size_t i;

	for (i = 0; i < diff->n; i++)
		cli_print_line(text_in(&diff->item[i].say, cli->lang));
	if (diff->n == 0)
		cli_tell(cli, W_COMPARE_SAME, NULL);
}

static void
print_json(const struct form *older, const struct form *newer,
    const struct form_diff *diff)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < diff->n; i++) {
		const struct form_difference *it = &diff->item[i];

		json_array_append_new(list, json_pack("{s:s,s:s?,s:{s:s,s:s}}",
		    "code", it->code, "name", it->name, "say", "vi",
		    text_in(&it->say, LANG_VI), "en",
		    text_in(&it->say, LANG_EN)));
	}
	o = json_pack("{s:{s:s,s:i},s:{s:s,s:i},s:o}",
	    "older", "form", older->code, "version", older->version,
	    "newer", "form", newer->code, "version", newer->version,
	    "differences", list);
	cli_print_json(o);
	json_decref(o);
}

int
command_compare(struct cli *cli)
{
	struct form_diff diff = FORM_DIFF_INIT;
	struct form *own[2] = { NULL, NULL };
	const struct form *form[2];
	bool ok;
	int i;

	for (i = 0; i < 2; i++) {
		own[i] = is_file(cli->arg[i]) ? read_form(cli, cli->arg[i]) :
		    NULL;
		form[i] = is_file(cli->arg[i]) ? own[i] :
		    find_form(cli, cli->arg[i]);
	}
	ok = form[0] != NULL && form[1] != NULL;
	if (ok) {
		form_diff(form[0], form[1], &diff);
		if (cli->has[OPT_JSON])
			print_json(form[0], form[1], &diff);
		else
			print_plain(cli, &diff);
	}
	form_diff_done(&diff);
	form_free(own[0]);
	form_free(own[1]);
	return ok ? CLI_DONE : CLI_REFUSED;
}
