/*
 * tiepnhan breach [--unit U | --machine NAME]: a machine was lost.  Whose data lay on it, of which kind,
 * who signed in there last, by when the notice is due, and its draft: plain
 * text of masked names, to be finished by hand (security.md S-71).
 */
#include "tui/command/command.h"
#include "tui/command/secret.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
in(const struct cli *cli, const json_t *text)
{
	const char *s = jx_text(text, cli->lang == LANG_VI ? "vi" : "en");

	return s != NULL ? s : "";
}

static void
line(const char *text)
{
	struct str safe = STR_INIT;

	utf8_safe(&safe, text, strlen(text), true);
	cli_print_line(str_text(&safe));
	str_done(&safe);
}

static void
say(struct cli *cli, enum word w, const char *a, const char *b, const char *c)
{
	char *text = word_text(w, cli->lang, a, b, c, NULL);

	line(text);
	free(text);
}

static const char *
or_none(const json_t *o, const char *key)
{
	const char *s = jx_text(o, key);

	return s != NULL ? s : "–";
}

static void
tell_person(struct cli *cli, const json_t *p)
{
	struct str classes = STR_INIT;
	const json_t *class;
	size_t i;

	json_array_foreach(jx_get(p, "classes"), i, class)
		str_printf(&classes, "%s%s", i > 0 ? ", " : "",
		    in(cli, jx_get(class, "title")));
	say(cli, W_BREACH_PERSON, or_none(p, "case"),
	    jx_text(p, "masked") != NULL ? jx_text(p, "masked") :
	    in(cli, jx_get(p, "masked")), str_text(&classes));
	str_done(&classes);
}

/* In both languages, because it may go to either reader. */
static void
notice(const char *n, const json_t *o)
{
	static const enum lang langs[] = { LANG_VI, LANG_EN };
	size_t i;

	for (i = 0; i < ARRAY_LEN(langs); i++) {
		char *text = word_text(W_BREACH_NOTICE, langs[i], n,
		    or_none(o, "found"), or_none(o, "due"), NULL);

		line(text);
		free(text);
	}
}

static void
tell(struct cli *cli, const json_t *o)
{
	char n[24], hidden[24];
	const json_t *item;
	size_t i;

	snprintf(n, sizeof(n), "%zu", json_array_size(jx_get(o, "persons")));
	snprintf(hidden, sizeof(hidden), "%lld",
	    (long long)jx_int(o, "hidden", 0));
	say(cli, W_BREACH_HEAD, jx_text(o, "machine") != NULL ?
	    jx_text(o, "machine") : in(cli, jx_get(jx_get(o, "unit"),
	    "title")), or_none(o, "found"), NULL);
	say(cli, W_BREACH_DUE, or_none(o, "due"), NULL, NULL);
	say(cli, W_BREACH_COUNT, n, hidden, NULL);
	json_array_foreach(jx_get(o, "persons"), i, item)
		tell_person(cli, item);
	json_array_foreach(jx_get(o, "officers"), i, item)
		say(cli, W_BREACH_OFFICER, or_none(item, "name"),
		    or_none(item, "id"), or_none(item, "last"));
	say(cli, W_BREACH_NO_SYNC, NULL, NULL, NULL);
	notice(n, o);
	say(cli, W_BREACH_DO, NULL, NULL, NULL);
}

/* A given option under its key. */
static void
put(const struct cli *cli, enum option option, const char *key, json_t *o)
{
	if (cli->has[option])
		json_object_set_new(o, key, json_string(cli->value[option]));
}

/* With what happened, the loss is recorded and its term begins. */
static bool
record(struct cli *cli, struct session *s)
{
	json_t *with = json_object(), *command, *outcome;
	bool ok;

	put(cli, OPT_WHY, "what", with);
	put(cli, OPT_UNIT, "unit", with);
	put(cli, OPT_MACHINE, "machine", with);
	put(cli, OPT_FROM, "found", with);
	command = json_pack("{s:s,s:o}", "do", "record_breach", "with", with);
	outcome = tn_execute(s, command);
	ok = outcome_done(outcome);
	cli_reasons(cli, outcome);
	json_decref(outcome);
	json_decref(command);
	return ok;
}

static bool
breach_signed_in(struct cli *cli, struct tn *tn, struct session *s, void *ctx)
{
	json_t *query = json_pack("{s:s}", "ask", "breach"), *answer;
	bool ok;

	(void)tn;
	(void)ctx;
	put(cli, OPT_UNIT, "unit", query);
	put(cli, OPT_MACHINE, "machine", query);
	put(cli, OPT_FROM, "found", query);
	if (cli->has[OPT_WHY] && !record(cli, s)) {
		json_decref(query);
		return false;
	}
	answer = tn_ask(s, query);
	ok = outcome_done(answer);
	cli_reasons(cli, answer);
	if (ok && cli->has[OPT_JSON])
		cli_print_json(answer);
	else if (ok)
		tell(cli, answer);
	json_decref(answer);
	json_decref(query);
	return ok;
}

int
command_breach(struct cli *cli)
{
	if (cli_needs_as(cli))
		return cli_misuse(cli, W_AS_WHOM, NULL);
	if (!cli_still(cli))
		return CLI_USAGE;
	return cli_signed_in(cli, breach_signed_in, NULL);
}
