/* A case and an act as plain text. */
#include "tui/print.h"

#include "core/base/jx.h"
#include "core/form/fill.h"

#include <stdlib.h>
#include <string.h>

/* What could not be opened, as an outcome. */
static json_t *
refused_by(const struct err *e)
{
	struct str vi = STR_INIT, en = STR_INIT;
	json_t *o;

	err_text(e, LANG_VI, false, &vi);
	err_text(e, LANG_EN, false, &en);
	o = json_pack("{s:s,s:[{s:s,s:{s:s,s:s}}]}", "outcome", "refused",
	    "reasons", "code", err_code_name(e->code), "say", "vi",
	    str_text(&vi), "en", str_text(&en));
	str_done(&vi);
	str_done(&en);
	return o;
}

static void
add_clocks(struct print_page *p, const json_t *clocks)
{
	const json_t *c;
	char due[20];
	size_t i;

	if (json_array_size(clocks) > 0)
		print_head(p, M_PRINT_CLOCKS);
	json_array_foreach(clocks, i, c) {
		char *say;

		print_moment(c, "due", due);
		say = print_text(p, *due == '\0' ? M_PRINT_NO_TERM :
		    str_eq(jx_text(c, "state"), "late") ? M_PRINT_LATE :
		    str_eq(jx_text(c, "state"), "stopped") ? M_PRINT_STOPPED :
		    M_PRINT_UNTIL, due, NULL);
		print_pair(p, 2, print_in(p, c, "title"), say);
		free(say);
	}
}

/* Things with a title, a moment and perhaps a number. */
static void
add_list(struct print_page *p, enum msg w, const json_t *list, const char *at)
{
	const json_t *item;
	char when[20];
	size_t i;

	if (json_array_size(list) > 0)
		print_head(p, w);
	json_array_foreach(list, i, item) {
		const char *number = jx_text(item, "number");
		struct str line = STR_INIT;

		str_add(&line, print_moment(item, at, when));
		if (number != NULL)
			str_printf(&line, "%s%s", line.len > 0 ? "  " : "",
			    number);
		print_pair(p, 2, print_in(p, item, "title"), str_text(&line));
		str_done(&line);
	}
}

static void
add_history(struct print_page *p, const char *id)
{
	json_t *query = json_pack("{s:s,s:s}", "ask", "history", "case", id);
	json_t *answer = tn_ask(p->session, query);
	const json_t *e;
	char at[20];
	size_t i;

	if (json_array_size(jx_get(answer, "events")) > 0)
		print_head(p, M_PRINT_HISTORY);
	json_array_foreach(jx_get(answer, "events"), i, e) {
		const char *say = print_in(p, e, "say");
		struct str line = STR_INIT;

		str_printf(&line, "%s  %s%s%s", print_moment(e, "at", at),
		    print_title(p, e, "kind"), *say != '\0' ? ": " : "", say);
		print_add(p, 2, str_text(&line));
		str_clear(&line);
		str_printf(&line, "%s, %s", print_in(p, jx_get(e, "actor"), "name"),
		    print_title(p, e, "unit"));
		print_add(p, 20, str_text(&line));
		if (*print_in(p, jx_get(e, "law"), "text") != '\0')
			print_add(p, 20, print_in(p, jx_get(e, "law"), "text"));
		str_done(&line);
	}
	json_decref(answer);
	json_decref(query);
}

/* A form as it was filled in; opening it is noted as a reading. */
static bool
add_form(struct print_page *p, const char *id, const json_t *form)
{
	struct err e = ERR_INIT;
	struct fill *fill = tn_fill(p->session, id, jx_text(form, "code"), false,
	    &e);
	bool headed = false;

	if (fill == NULL) {
		p->refused = refused_by(&e);
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
		fill_row_label(fill, r, p->lang, &label);
		fill_row_value(fill, r, p->lang, &value);
		if (!headed && (r->kind == FILL_ROW ||
		    (r->kind == FILL_QUESTION && value.len > 0))) {
			print_heading(p, print_in(p, form, "title"));
			headed = true;
		}
		if (r->kind == FILL_QUESTION && value.len > 0) {
			print_pair(p, 4, str_text(&label), str_text(&value));
			json_object_set_new(p->printed, r->item->name,
			    json_true());
		} else if (r->kind == FILL_ROW) {
			print_add(p, 2, str_text(&label));
		}
		str_done(&label);
		str_done(&value);
	}
	fill_close(fill);
	return true;
}

/* The reason is in the journal before anything is shown. */
static bool
add_forms(struct print_page *p, const char *id, const json_t *forms)
{
	json_t *command = json_pack("{s:s,s:s,s:{s:s}}", "do",
	    "reveal_identity", "case", id, "with", "why",
	    p->why);
	json_t *outcome = tn_execute(p->session, command);
	bool ok = str_eq(jx_text(outcome, "outcome"), "done");
	const json_t *form;
	size_t i;

	if (!ok)
		p->refused = json_incref(outcome);
	json_array_foreach(forms, i, form)
		if (ok && jx_int(form, "filled", 0) > 0)
			ok = add_form(p, id, form);
	json_decref(outcome);
	json_decref(command);
	return ok;
}

bool
print_case(struct print_page *p, const char *id, const json_t *c)
{
	const json_t *person = jx_get(c, "person");
	char at[20];
	char *head = print_text(p, M_PRINT_CASE, id, NULL);

	print_add(p, 0, head);
	free(head);
	print_pair_msg(p, M_PRINT_PERSON, print_in(p, person, "masked"));
	print_pair_msg(p, M_PRINT_STATE, print_title(p, c, "state"));
	print_pair_msg(p, M_PRINT_HOLDER, print_title(p, c, "holder"));
	print_pair_msg(p, M_PRINT_PATH, print_title(p, c, "path"));
	print_pair_msg(p, M_PRINT_REGIME, print_title(p, c, "regime"));
	print_pair_msg(p, M_PRINT_OPENED, print_moment(c, "opened", at));
	add_clocks(p, jx_get(c, "clocks"));
	add_list(p, M_PRINT_PAPERS, jx_get(c, "papers"), "at");
	add_list(p, M_PRINT_REQUESTS, jx_get(c, "requests"), "asked_at");
	add_list(p, M_PRINT_SUPPORT, jx_get(c, "support"), "at");
	if (p->why != NULL && !add_forms(p, id, jx_get(c, "forms")))
		return false;
	add_history(p, id);
	return true;
}

static void
add_answers(struct print_page *p, int x, const json_t *answers)
{
	const json_t *a;
	size_t i;

	json_array_foreach(answers, i, a)
		print_pair(p, x, print_in(p, a, "label"), print_in(p, a, "text"));
}

bool
print_act(struct print_page *p, const char *id, const json_t *act)
{
	const char *number = jx_text(act, "number");
	char *head = print_text(p, M_PRINT_ACT,
	    number != NULL ? number : id, NULL);
	const json_t *line;
	char at[20];
	size_t i;

	print_add(p, 0, head);
	free(head);
	print_pair_msg(p, M_PRINT_FROM, print_title(p, act, "from"));
	print_pair_msg(p, M_PRINT_TO, print_title(p, act, "to"));
	print_pair_msg(p, M_PRINT_AT, print_moment(act, "at", at));
	add_answers(p, 2, jx_get(act, "minutes"));
	json_array_foreach(jx_get(act, "lines"), i, line) {
		char *say = print_text(p, M_PRINT_LINE,
		    jx_text(line, "case") != NULL ? jx_text(line, "case") : "",
		    print_in(p, line, "masked"), NULL);

		str_addc(&p->out, '\n');
		print_add(p, 0, say);
		free(say);
		add_answers(p, 2, jx_get(line, "answers"));
	}
	return true;
}

