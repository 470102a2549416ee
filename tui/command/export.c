/* tiepnhan export: our YAML to forms of others. */
#include "tui/command/exchange.h"

#include "core/base/yaml.h"
#include "core/exchange/xlsform.h"
#include "core/form/form.h"

#include <stdlib.h>
#include <string.h>

#define FORM_FILE_MAX 1			/* MiB, as much as YAML may be */

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/*
 * The file of CODE or REGIME/CODE in the folder of forms; of a bare code that
 * of the newest regime, which comes last.  NULL and said when there is none.
 */
static char *
find_form(struct cli *cli, const char *code)
{
	const char *slash = strchr(code, '/');
	char *end = slash != NULL ? xasprintf("%.*s/forms%s.yaml",
	    (int)(slash - code), code, slash) :
	    xasprintf("/forms/%s.yaml", code);
	struct err e = ERR_INIT;
	struct files files;
	char **path = NULL, *found = NULL;
	size_t n = 0;

	if (cli_forms(cli, &files)) {
		path = files.list(files.ctx, "", &n, &e);
		for (size_t i = 0; path != NULL && i < n; i++)
			if (ends_with(path[i], end)) {
				free(found);
				found = path_join(cli->forms, path[i]);
			}
		files_list_free(path, n);
		files_done(&files);
		if (found == NULL)
			cli_say(cli, W_NO_FORM, code, cli->forms, NULL);
	}
	err_done(&e);
	free(end);
	return found;
}

static bool
write_kind(struct cli *cli, const struct sheets *sheets, struct str *out)
{
	const char *path = cli->value[OPT_OUT];
	struct err e = ERR_INIT;
	bool ok = true;

	if (ends_with(path, ".md"))
		sheets_write_md(sheets, out);
	else if (ends_with(path, ".csv"))
		sheets_write_csv(sheets, out);
	else
		ok = sheets_write_xlsx(sheets, out, &e) ||
		    cli_err(cli, &e, NULL);
	err_done(&e);
	return ok && cli_write(cli, path, str_text(out), out->len,
	    0666);
}

static bool
export_form(struct cli *cli, const char *path, const struct yaml_node *root)
{
	struct findings found = FINDINGS_INIT;
	size_t count[4] = { 0 };
	struct sheets *sheets;
	struct str out = STR_INIT;
	struct form *form = form_load(path, root, cli_lists(cli), &found);
	bool ok = false;

	if (form == NULL)
		return cli_findings(cli, &found, NULL);
	sheets = xlsform_export(root, cli_lists(cli), &found);
	exchange_report(cli, path, &found, count);
	if (sheets != NULL)
		ok = write_kind(cli, sheets, &out);
	str_done(&out);
	sheets_free(sheets);
	form_free(form);
	return ok;
}

int
command_export(struct cli *cli)
{
	const char *out = cli->value[OPT_OUT], *what = cli->arg[1];
	struct err e = ERR_INIT;
	struct yaml_doc *doc = NULL;
	size_t len = 0;
	char *path, *text;
	bool ok = false;

	if (!str_eq(cli->arg[0], "xlsform"))
		return export_cases(cli);
	if (cli->n_arg != 2)
		return cli_misuse(cli, W_EXPORT_WHAT, cli->arg[0]);
	if (out == NULL)
		return cli_misuse(cli, W_OPTION_NEEDED, "--out");
	if (!ends_with(out, ".xlsx") && !ends_with(out, ".md") &&
	    !ends_with(out, ".csv"))
		return cli_misuse(cli, W_EXCHANGE_OUT, out);
	path = ends_with(what, ".yaml") ? xstrdup(what) :
	    find_form(cli, what);
	text = path == NULL ? NULL : cli_read_most(cli, path, FORM_FILE_MAX,
	    &len);
	if (text != NULL) {
		doc = yaml_parse(path, text, len, &e);
		ok = doc != NULL ? export_form(cli, path, yaml_root(doc)) :
		    cli_err(cli, &e, NULL);
	}
	err_done(&e);
	yaml_doc_free(doc);
	free(text);
	free(path);
	return ok ? CLI_DONE : CLI_REFUSED;
}
