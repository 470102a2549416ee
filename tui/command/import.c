/* tiepnhan import: forms of others to our YAML. */
#include "tui/command/exchange.h"

#include "core/base/utf8.h"
#include "core/exchange/xlsform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
exchange_kind(struct cli *cli)
{
	if (strcmp(cli->arg[0], "xlsform") == 0)
		return true;
	cli_misuse(cli, W_EXCHANGE_KIND, cli->arg[0]);
	return false;
}

/* "survey:5:C", as a spreadsheet names its columns. */
static void
place(struct str *out, const char *file, const struct err *e)
{
	char column[8] = "";
	int col = e->col, n = 0;

	str_add(out, file);
	if (e->file != NULL && strcmp(e->file, file) != 0)
		str_printf(out, ":%s", e->file);
	if (e->line > 0)
		str_printf(out, ":%d", e->line);
	for (; col > 0 && n < 6; col = (col - 1) / 26)
		column[n++] = (char)('A' + (col - 1) % 26);
	if (n > 0)
		str_addc(out, ':');
	while (n > 0)
		str_addc(out, column[--n]);
}

void
exchange_report(struct cli *cli, const char *file, struct findings *report,
    size_t count[4])
{
	static const enum word words[] = { W_EXCHANGE_REFUSED,
	    W_EXCHANGE_LOST, W_EXCHANGE_CHANGED, W_EXCHANGE_NOTE };

	for (size_t i = 0; i < report->n; i++) {
		const struct err *e = &report->item[i];
		enum xlsform_weight weight = xlsform_weight(e->code);
		struct str where = STR_INIT, text = STR_INIT;

		count[weight]++;
		place(&where, file, e);
		err_text(e, cli->lang, false, &text);
		cli_say_at(cli, str_text(&where), 0, 0, W_EXCHANGE_LINE,
		    word(words[weight], cli->lang), str_text(&text), NULL);
		str_done(&where);
		str_done(&text);
	}
	findings_done(report);
}

/* The name of the file without folder and kind. */
static char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return dot != NULL && dot > name ?
	    xstrndup(name, (size_t)(dot - name)) : xstrdup(name);
}

static bool
write_yaml(struct cli *cli, const struct str *yaml)
{
	struct str safe = STR_INIT;

	if (cli->has[OPT_OUT])
		return cli_write(cli, cli->value[OPT_OUT], str_text(yaml),
		    yaml->len, 0666);
	/* a file takes the bytes; what may be a terminal, only safe ones */
	utf8_safe(&safe, str_text(yaml), yaml->len, true);
	printf("%s", str_text(&safe));
	str_done(&safe);
	return true;
}

static void
say_counts(struct cli *cli, const char *file, const size_t count[4])
{
	char n[4][24];

	for (int i = 0; i < 4; i++)
		snprintf(n[i], sizeof(n[i]), "%zu", count[i]);
	cli_say_at(cli, file, 0, 0, W_EXCHANGE_DONE, n[XLSFORM_LOST],
	    n[XLSFORM_CHANGED], n[XLSFORM_NOTE], NULL);
}

int
command_import(struct cli *cli)
{
	struct findings report = FINDINGS_INIT;
	struct str yaml = STR_INIT;
	struct sheets *sheets;
	size_t len = 0, count[4] = { 0 };
	char *text, *code;
	bool ok = false;

	if (!exchange_kind(cli))
		return CLI_USAGE;
	text = cli_read_most(cli, cli->arg[1], SHEETS_FILE_MAX >> 20, &len);
	if (text == NULL)
		return CLI_REFUSED;
	code = base_name(cli->arg[1]);
	sheets = sheets_read(cli->arg[1], (const unsigned char *)text, len,
	    &report);
	ok = sheets != NULL && xlsform_import(sheets, code, cli_lists(cli),
	    &yaml, &report);
	exchange_report(cli, cli->arg[1], &report, count);
	if (ok)
		ok = write_yaml(cli, &yaml);
	if (ok)
		say_counts(cli, cli->arg[1], count);
	str_done(&yaml);
	sheets_free(sheets);
	free(code);
	free(text);
	return ok ? CLI_DONE : CLI_REFUSED;
}
