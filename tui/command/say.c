/* What the command line says, and to which side. */
#include "tui/command/command.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[WORD_COUNT][2] = {
#define WORD(sym, vi, en) [sym] = { vi, en },
#include "tui/command/words.def"
#undef WORD
};

const char *
word(enum word w, enum lang lang)
{
	return words[w][lang];
}

static char *
fill_list(enum word w, enum lang lang, va_list ap)
{
	const char *arg[5] = { NULL };
	struct str out = STR_INIT;
	size_t n = 0;

	while (n < ARRAY_LEN(arg) && (arg[n] = va_arg(ap, const char *)) != NULL)
		n++;
	text_fill(&out, word(w, lang), arg, n);
	return str_steal(&out);
}

char *
word_text(enum word w, enum lang lang, ...)
{
	va_list ap;
	char *text;

	va_start(ap, lang);
	text = fill_list(w, lang, ap);
	va_end(ap);
	return text;
}

/* One safe line: nothing from outside reaches the terminal as it came. */
static void
line_to(FILE *to, const char *before, const char *text)
{
	struct str safe = STR_INIT;

	str_add(&safe, before);
	utf8_marked(&safe, text, strlen(text), false);
	fprintf(to, "%s\n", str_text(&safe));
	str_done(&safe);
}

static json_t *
both(const char *vi, const char *en)
{
	json_t *o = json_object();

	json_object_set_new(o, "vi", json_string(vi));
	json_object_set_new(o, "en", json_string(en));
	return o;
}

/* A finding with its sentence in both languages; always false. */
static bool
finding(struct cli *cli, const char *file, int line, int col,
    const char *code, const char *vi, const char *en)
{
	char *text;
	json_t *o;

	cli->findings++;
	if (cli->collect != NULL) {
		o = json_object();
		json_object_set_new(o, "file", file == NULL ? json_null() :
		    json_string(file));
		json_object_set_new(o, "line", json_integer(line));
		json_object_set_new(o, "col", json_integer(col));
		json_object_set_new(o, "code", json_string(code));
		json_object_set_new(o, "say", both(vi, en));
		json_array_append_new(cli->collect, o);
		return false;
	}
	if (file == NULL) {
		line_to(stderr, "tiepnhan: ", cli->lang == LANG_VI ? vi : en);
		return false;
	}
	text = line > 0 ? xasprintf("%s:%d:%d: %s", file, line, col,
	    cli->lang == LANG_VI ? vi : en) :
	    xasprintf("%s: %s", file, cli->lang == LANG_VI ? vi : en);
	line_to(stderr, "", text);
	free(text);
	return false;
}

static bool
say_list(struct cli *cli, const char *file, int line, int col, enum word w,
    va_list ap)
{
	va_list again;
	char *vi, *en;

	va_copy(again, ap);
	vi = fill_list(w, LANG_VI, ap);
	en = fill_list(w, LANG_EN, again);
	va_end(again);
	finding(cli, file, line, col, "command_line", vi, en);
	free(vi);
	free(en);
	return false;
}

bool
cli_say(struct cli *cli, enum word w, ...)
{
	va_list ap;

	va_start(ap, w);
	say_list(cli, NULL, 0, 0, w, ap);
	va_end(ap);
	return false;
}

bool
cli_say_at(struct cli *cli, const char *file, int line, int col,
    enum word w, ...)
{
	va_list ap;

	va_start(ap, w);
	say_list(cli, file, line, col, w, ap);
	va_end(ap);
	return false;
}

bool
cli_err(struct cli *cli, const struct err *e, const char *dir)
{
	struct str vi = STR_INIT, en = STR_INIT;
	char *file = NULL;

	err_text(e, LANG_VI, false, &vi);
	err_text(e, LANG_EN, false, &en);
	if (e->file != NULL)
		file = dir == NULL ? xstrdup(e->file) :
		    path_join(dir, e->file);
	finding(cli, file, e->line, e->col, err_code_name(e->code),
	    str_text(&vi), str_text(&en));
	free(file);
	str_done(&vi);
	str_done(&en);
	return false;
}

bool
cli_findings(struct cli *cli, struct findings *f, const char *dir)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		cli_err(cli, &f->item[i], dir);
	findings_done(f);
	return false;
}

bool
outcome_done(const json_t *outcome)
{
	const char *word_of = jx_text(outcome, "outcome");

	return word_of == NULL || strcmp(word_of, "done") == 0;
}

static const char *
say_of(const json_t *o, enum lang lang)
{
	return jx_text(json_object_get(o, "say"),
	    lang == LANG_VI ? "vi" : "en");
}

void
cli_reasons(struct cli *cli, const json_t *outcome)
{
	const json_t *reason;
	size_t i;

	if (outcome_done(outcome))
		return;
	json_array_foreach(json_object_get(outcome, "reasons"), i, reason)
		finding(cli, NULL, 0, 0, jx_text(reason, "code"),
		    say_of(reason, LANG_VI), say_of(reason, LANG_EN));
	if (str_eq(jx_text(outcome, "outcome"), "unknown"))
		cli_say(cli, W_UNKNOWN, jx_text(outcome, "op_id"), NULL);
}

void
outcome_text(const json_t *outcome, enum lang lang, struct str *out)
{
	const json_t *reason;
	size_t i;

	str_add(out, jx_text(outcome, "outcome"));
	json_array_foreach(json_object_get(outcome, "reasons"), i, reason) {
		const char *say = say_of(reason, lang);

		str_add(out, i == 0 ? ": " : "; ");
		str_add(out, jx_text(reason, "code"));
		str_printf(out, " (%s)", say == NULL ? "" : say);
	}
}

void
cli_tell(const struct cli *cli, enum word w, ...)
{
	va_list ap;
	char *text;

	if (cli->has[OPT_JSON])
		return;
	va_start(ap, w);
	text = fill_list(w, cli->lang, ap);
	va_end(ap);
	line_to(stdout, "", text);
	free(text);
}

static void
add_escape(struct str *out, uint32_t cp)
{
	if (cp >= 0x10000) {
		cp -= 0x10000;
		str_printf(out, "\\u%04x", (unsigned)(0xd800 + (cp >> 10)));
		cp = 0xdc00 + (cp & 0x3ff);
	}
	str_printf(out, "\\u%04x", (unsigned)cp);
}

/* Unsafe characters stand in strings only, where JSON can escape them. */
void
cli_print_json(const json_t *o)
{
	char *text = jx_canonical(o);
	size_t left = strlen(text), n;
	const char *at = text;
	struct str out = STR_INIT;
	uint32_t cp;

	while ((n = utf8_decode(at, left, &cp)) > 0) {
		if (utf8_doubtful(cp))
			add_escape(&out, cp);
		else
			str_addn(&out, at, n);
		at += n;
		left -= n;
	}
	printf("%s\n", str_text(&out));
	str_done(&out);
	free(text);
}

void
cli_print_line(const char *text)
{
	line_to(stdout, "", text);
}
