/* tiepnhan type: the workstation's Telex, VNI and VIQR, for a pipe. */
#include "tui/command/command.h"

#include "core/base/utf8.h"
#include "core/vietnamese/telex.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES (64u << 10)

struct typist {
	struct cli *cli;
	enum telex_method method;
	enum telex_style style;
	struct str keys, text;
	size_t line;
};

/* What is safe for a terminal, and tabs. */
static void
print_text(const char *text, size_t n)
{
	struct str safe = STR_INIT;

	while (n > 0) {
		const char *tab = memchr(text, '\t', n);
		size_t len = tab != NULL ? (size_t)(tab - text) : n;

		utf8_safe(&safe, text, len, false);
		if (tab != NULL)
			str_addc(&safe, '\t');
		text += len + (tab != NULL);
		n -= len + (tab != NULL);
	}
	printf("%s\n", str_text(&safe));
	str_done(&safe);
}

/* False when nobody reads any more. */
static bool
type_line(struct typist *t)
{
	/* A terminal and other systems end a line with a return as well. */
	if (t->keys.len > 0 && t->keys.buf[t->keys.len - 1] == '\r')
		t->keys.len--;
	str_clear(&t->text);
	telex_type(t->method, t->style, str_text(&t->keys), t->keys.len,
	    &t->text);
	print_text(str_text(&t->text), t->text.len);
	str_clear(&t->keys);
	return fflush(stdout) == 0;
}

static bool
too_long(struct typist *t)
{
	char line[32], most[32];

	snprintf(line, sizeof(line), "%zu", t->line);
	snprintf(most, sizeof(most), "%u", LINE_MAX_BYTES);
	return cli_say(t->cli, W_TYPE_LONG, line, most, NULL);
}

/* Each line is answered before the next is read. */
static bool
type_all(struct typist *t)
{
	int c;

	t->line = 1;
	while ((c = getchar()) != EOF) {
		if (c == '\n') {
			if (!type_line(t))
				return false;
			t->line++;
			continue;
		}
		if (t->keys.len == LINE_MAX_BYTES)
			return too_long(t);
		str_addc(&t->keys, (char)c);
	}
	if (ferror(stdin))
		return cli_say(t->cli, W_READ_FAILED, "stdin",
		    strerror(errno), NULL);
	return t->keys.len == 0 || type_line(t);
}

int
command_type(struct cli *cli)
{
	const char *method = cli->value[OPT_METHOD];
	const char *style = cli->value[OPT_STYLE];
	struct typist t = { .cli = cli, .style = TELEX_OLD,
	    .keys = STR_INIT, .text = STR_INIT };
	bool ok;

	if (method == NULL)
		return cli_misuse(cli, W_OPTION_NEEDED, "--method");
	if (!telex_method_find(method, &t.method) || t.method == TELEX_OFF)
		return cli_misuse(cli, W_OPTION_WRONG, method);
	if (style != NULL && !telex_style_find(style, &t.style))
		return cli_misuse(cli, W_OPTION_WRONG, style);
	ok = type_all(&t);
	str_done(&t.keys);
	str_done(&t.text);
	return ok ? CLI_DONE : CLI_REFUSED;
}
