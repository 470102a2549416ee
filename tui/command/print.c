/*
 * tiepnhan print: a case, an act or a queue as plain text of 80 columns, for
 * a file or a pipe.  Names stay masked unless a reason is given; then each
 * form that is printed is noted as read, with that reason, like on a screen.
 */
#include "tui/command/command.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/form/fill.h"
#include "tui/canvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 80
#define LABEL 30
#define QUEUE_PAGE 200

struct page {
	struct cli *cli;
	struct session *s;
	struct str out;
	json_t *printed;		/* names of questions */
};

/* A plain text, or one of {vi, en}; "" for anything else. */
static const char *
said(const struct page *p, const json_t *text)
{
	const char *s = json_is_string(text) ? json_string_value(text) :
	    jx_text(text, p->cli->lang == LANG_VI ? "vi" : "en");

	return s != NULL ? s : "";
}

static const char *
in(const struct page *p, const json_t *o, const char *key)
{
	return said(p, jx_get(o, key));
}

static const char *
title_in(const struct page *p, const json_t *o, const char *key)
{
	return in(p, jx_get(o, key), "title");
}

/* One text from a column on, wrapped; safe for any terminal or printer. */
static void
add(struct page *p, int x, const char *text)
{
	struct str safe = STR_INIT;
	const char *s;

	utf8_safe(&safe, text, strlen(text), true);
	s = str_text(&safe);
	do {
		size_t skip, n = wrap_next(s, WIDTH - x, &skip);

		if (n > 0)
			str_printf(&p->out, "%*s%.*s", x, "", (int)n, s);
		str_addc(&p->out, '\n');
		s += n + skip;
	} while (*s != '\0');
	str_done(&safe);
}

static void
heading_text(struct page *p, const char *text)
{
	str_addc(&p->out, '\n');
	add(p, 0, text);
}

static void
heading(struct page *p, enum word w)
{
	heading_text(p, word(w, p->cli->lang));
}

/* Label and value side by side; the value goes on below itself. */
static void
pair(struct page *p, int x, const char *label, const char *value)
{
	struct str l = STR_INIT, v = STR_INIT;
	const char *a, *b;

	utf8_safe(&l, label, strlen(label), false);
	utf8_safe(&v, value, strlen(value), true);
	for (a = str_text(&l), b = str_text(&v); *a != '\0' || *b != '\0';) {
		size_t skip_a, skip_b, na = wrap_next(a, LABEL - x, &skip_a);
		size_t nb = wrap_next(b, WIDTH - LABEL - 2, &skip_b);
		int cols = utf8_cols(a, na);

		str_printf(&p->out, "%*s%.*s", x, "", (int)na, a);
		if (nb > 0)
			str_printf(&p->out, "%*s%.*s", LABEL - x - cols + 2,
			    "", (int)nb, b);
		str_addc(&p->out, '\n');
		a += na + skip_a;
		b += nb + skip_b;
	}
	str_done(&l);
	str_done(&v);
}

static void
pair_word(struct page *p, enum word w, const char *value)
{
	if (*value != '\0')
		pair(p, 2, word(w, p->cli->lang), value);
}

/* "02/03/2026 02:10"; "" for none. */
static const char *
moment(const json_t *o, const char *key, char out[20])
{
	const char *iso = jx_text(o, key);

	out[0] = '\0';
	if (iso != NULL && strlen(iso) >= 16)
		snprintf(out, 20, "%.2s/%.2s/%.4s %.5s", iso + 8, iso + 5, iso,
		    iso + 11);
	return out;
}

static void
add_clocks(struct page *p, const json_t *clocks)
{
	const json_t *c;
	char due[20];
	size_t i;

	if (json_array_size(clocks) > 0)
		heading(p, W_PRINT_CLOCKS);
	json_array_foreach(clocks, i, c) {
		char *say;

		moment(c, "due", due);
		say = word_text(*due == '\0' ? W_PRINT_NO_TERM :
		    str_eq(jx_text(c, "state"), "late") ? W_PRINT_LATE :
		    str_eq(jx_text(c, "state"), "stopped") ? W_PRINT_STOPPED :
		    W_PRINT_UNTIL, p->cli->lang, due, NULL);
		pair(p, 2, in(p, c, "title"), say);
		free(say);
	}
}

/* Things with a title, a moment and perhaps a number. */
static void
add_list(struct page *p, enum word w, const json_t *list, const char *at)
{
	const json_t *item;
	char when[20];
	size_t i;

	if (json_array_size(list) > 0)
		heading(p, w);
	json_array_foreach(list, i, item) {
		const char *number = jx_text(item, "number");
		struct str line = STR_INIT;

		str_add(&line, moment(item, at, when));
		if (number != NULL)
			str_printf(&line, "%s%s", line.len > 0 ? "  " : "",
			    number);
		pair(p, 2, in(p, item, "title"), str_text(&line));
		str_done(&line);
	}
}

static void
add_history(struct page *p, const char *id)
{
	json_t *query = json_pack("{s:s,s:s}", "ask", "history", "case", id);
	json_t *answer = tn_ask(p->s, query);
	const json_t *e;
	char at[20];
	size_t i;

	if (json_array_size(jx_get(answer, "events")) > 0)
		heading(p, W_PRINT_HISTORY);
	json_array_foreach(jx_get(answer, "events"), i, e) {
		const char *say = in(p, e, "say");
		struct str line = STR_INIT;

		str_printf(&line, "%s  %s%s%s", moment(e, "at", at),
		    title_in(p, e, "kind"), *say != '\0' ? ": " : "", say);
		add(p, 2, str_text(&line));
		str_clear(&line);
		str_printf(&line, "%s, %s", in(p, jx_get(e, "actor"), "name"),
		    title_in(p, e, "unit"));
		add(p, 20, str_text(&line));
		if (*in(p, jx_get(e, "law"), "text") != '\0')
			add(p, 20, in(p, jx_get(e, "law"), "text"));
		str_done(&line);
	}
	json_decref(answer);
	json_decref(query);
}

/* A form as it was filled in; opening it is noted as a reading. */
static bool
add_form(struct page *p, const char *id, const json_t *form)
{
	struct err e = ERR_INIT;
	struct fill *fill = tn_fill(p->s, id, jx_text(form, "code"), false,
	    &e);
	bool headed = false;

	if (fill == NULL) {
		cli_err(p->cli, &e, NULL);
		err_done(&e);
		return false;
	}
	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *r = fill_row(fill, i);
		struct str label = STR_INIT, value = STR_INIT;

		/* The same fact stands in many forms: it is printed once. */
		if (r->item == NULL || (r->repeat == NULL &&
		    json_object_get(p->printed, r->item->name) != NULL))
			continue;
		fill_row_label(fill, r, p->cli->lang, &label);
		fill_row_value(fill, r, p->cli->lang, &value);
		if (!headed && (r->kind == FILL_ROW ||
		    (r->kind == FILL_QUESTION && value.len > 0))) {
			heading_text(p, in(p, form, "title"));
			headed = true;
		}
		if (r->kind == FILL_QUESTION && value.len > 0) {
			pair(p, 4, str_text(&label), str_text(&value));
			json_object_set_new(p->printed, r->item->name,
			    json_true());
		} else if (r->kind == FILL_ROW) {
			add(p, 2, str_text(&label));
		}
		str_done(&label);
		str_done(&value);
	}
	fill_close(fill);
	return true;
}

/* The reason is in the journal before anything is shown. */
static bool
add_forms(struct page *p, const char *id, const json_t *forms)
{
	json_t *command = json_pack("{s:s,s:s,s:{s:s}}", "do",
	    "reveal_identity", "case", id, "with", "why",
	    p->cli->value[OPT_WHY]);
	json_t *outcome = tn_execute(p->s, command);
	bool ok = outcome_done(outcome);
	const json_t *form;
	size_t i;

	cli_reasons(p->cli, outcome);
	json_array_foreach(forms, i, form)
		if (ok && jx_int(form, "filled", 0) > 0)
			ok = add_form(p, id, form);
	json_decref(outcome);
	json_decref(command);
	return ok;
}

static bool
print_case(struct page *p, const char *id, const json_t *c)
{
	const json_t *person = jx_get(c, "person");
	char at[20];
	char *head = word_text(W_PRINT_CASE, p->cli->lang, id, NULL);

	add(p, 0, head);
	free(head);
	pair_word(p, W_PRINT_PERSON, in(p, person, "masked"));
	pair_word(p, W_PRINT_STATE, title_in(p, c, "state"));
	pair_word(p, W_PRINT_HOLDER, title_in(p, c, "holder"));
	pair_word(p, W_PRINT_PATH, title_in(p, c, "path"));
	pair_word(p, W_PRINT_REGIME, title_in(p, c, "regime"));
	pair_word(p, W_PRINT_OPENED, moment(c, "opened", at));
	add_clocks(p, jx_get(c, "clocks"));
	add_list(p, W_PRINT_PAPERS, jx_get(c, "papers"), "at");
	add_list(p, W_PRINT_REQUESTS, jx_get(c, "requests"), "asked_at");
	add_list(p, W_PRINT_SUPPORT, jx_get(c, "support"), "at");
	if (p->cli->has[OPT_WHY] && !add_forms(p, id, jx_get(c, "forms")))
		return false;
	add_history(p, id);
	return true;
}

static void
add_answers(struct page *p, int x, const json_t *answers)
{
	const json_t *a;
	size_t i;

	json_array_foreach(answers, i, a)
		pair(p, x, in(p, a, "label"), in(p, a, "text"));
}

static bool
print_act(struct page *p, const char *id, const json_t *act)
{
	const char *number = jx_text(act, "number");
	char *head = word_text(W_PRINT_ACT, p->cli->lang,
	    number != NULL ? number : id, NULL);
	const json_t *line;
	char at[20];
	size_t i;

	add(p, 0, head);
	free(head);
	pair_word(p, W_PRINT_FROM, title_in(p, act, "from"));
	pair_word(p, W_PRINT_TO, title_in(p, act, "to"));
	pair_word(p, W_PRINT_AT, moment(act, "at", at));
	add_answers(p, 2, jx_get(act, "minutes"));
	json_array_foreach(jx_get(act, "lines"), i, line) {
		char *say = word_text(W_PRINT_LINE, p->cli->lang,
		    jx_text(line, "case") != NULL ? jx_text(line, "case") : "",
		    in(p, line, "masked"), NULL);

		str_addc(&p->out, '\n');
		add(p, 0, say);
		free(say);
		add_answers(p, 2, jx_get(line, "answers"));
	}
	return true;
}

static void
add_queue_row(struct page *p, const json_t *row)
{
	struct str line = STR_INIT;
	const json_t *cell;
	size_t i;

	json_array_foreach(jx_get(row, "cells"), i, cell) {
		const char *s = said(p, cell);

		if (*s != '\0')
			str_printf(&line, "%s%s", line.len > 0 ? "  " : "", s);
	}
	add(p, 0, str_text(&line));
	str_done(&line);
}

/* Page after page, as the screen asks for them. */
static bool
print_queue(struct page *p, const char *code, const json_t *first)
{
	json_t *page = json_incref((json_t *)(void *)first);
	const json_t *row, *column;
	struct str head = STR_INIT;
	size_t i;
	bool ok;

	add(p, 0, in(p, first, "title"));
	json_array_foreach(jx_get(first, "columns"), i, column)
		str_printf(&head, "%s%s", head.len > 0 ? "  " : "",
		    in(p, column, "title"));
	add(p, 0, str_text(&head));
	str_done(&head);
	if (json_array_size(jx_get(first, "rows")) == 0)
		add(p, 0, in(p, first, "empty"));
	for (;;) {
		json_t *next = jx_get(page, "next"), *query;

		json_array_foreach(jx_get(page, "rows"), i, row)
			add_queue_row(p, row);
		if (next == NULL || json_is_null(next))
			break;
		query = json_pack("{s:s,s:s,s:O,s:i}", "ask", "queue",
		    "queue", code, "after", next, "limit", QUEUE_PAGE);
		json_decref(page);
		page = tn_ask(p->s, query);
		json_decref(query);
		/* A page that cannot be read is no end of the list. */
		cli_reasons(p->cli, page);
		if (!outcome_done(page))
			break;
	}
	ok = outcome_done(page);
	json_decref(page);
	return ok;
}

/* The certificate as the door words it; its head first. */
static bool
print_erasure(struct page *p, const char *id, const json_t *answer)
{
	const json_t *line;
	size_t i;

	(void)id;
	json_array_foreach(jx_get(answer, "text"), i, line) {
		if (i > 0)
			str_addc(&p->out, '\n');
		add(p, 0, said(p, line));
	}
	return true;
}

static bool
write_out(struct cli *cli, const struct str *text)
{
	bool ok;

	if (cli->has[OPT_OUT])
		return cli_write(cli, cli->value[OPT_OUT], str_text(text),
		    text->len, 0600);
	ok = fwrite(str_text(text), 1, text->len, stdout) == text->len;
	return fflush(stdout) == 0 && ok;
}

static const struct {
	const char *kind, *key;
	bool (*print)(struct page *p, const char *id, const json_t *answer);
} kinds[] = {
	{ "case", "case", print_case },
	{ "act", "act", print_act },
	{ "queue", "queue", print_queue },
	{ "erasure", "erasure", print_erasure },
};

/*
 * Where the journal ends now: with this paper in hand, anybody can find out
 * later whether its end was cut off or rewritten.
 */
static bool
add_head(struct page *p)
{
	json_t *query = json_pack("{s:s}", "ask", "head");
	json_t *answer = tn_ask(p->s, query);
	const char *head = jx_text(answer, "head");
	bool ok = head != NULL;
	char *say;

	cli_reasons(p->cli, answer);
	if (ok) {
		say = word_text(W_PRINT_HEAD, p->cli->lang, head, NULL);
		heading_text(p, say);
		free(say);
	}
	json_decref(answer);
	json_decref(query);
	return ok;
}

static bool
print_one(struct page *p, size_t kind)
{
	const char *id = p->cli->arg[1];
	json_t *query = json_pack("{s:s,s:s}", "ask", kinds[kind].kind,
	    kinds[kind].key, id);
	json_t *answer = tn_ask(p->s, query);
	bool ok = outcome_done(answer);

	cli_reasons(p->cli, answer);
	ok = ok && kinds[kind].print(p, id, answer) && add_head(p) &&
	    write_out(p->cli, &p->out);
	json_decref(answer);
	json_decref(query);
	return ok;
}

static bool
print_signed_in(struct cli *cli, struct tn *tn, struct session *s, void *ctx)
{
	struct page p = { cli, s, STR_INIT, json_object() };
	bool ok = print_one(&p, *(const size_t *)ctx);

	(void)tn;
	json_decref(p.printed);
	str_done(&p.out);
	return ok;
}

int
command_print(struct cli *cli)
{
	size_t kind = 0;

	while (kind < ARRAY_LEN(kinds) &&
	    !str_eq(kinds[kind].kind, cli->arg[0]))
		kind++;
	if (kind == ARRAY_LEN(kinds))
		return cli_misuse(cli, W_PRINT_WHAT, cli->arg[0]);
	if (!cli->has[OPT_AS])
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	return cli_signed_in(cli, print_signed_in, &kind);
}
