/*
 * An identity number beside what was said: sex, year of birth, province.
 * Said, never blocked: people move, give another age, carry the paper of
 * somebody else; all of that is worth asking about.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"
#include "core/vietnamese/citizen.h"
#include "core/vietnamese/paper.h"

#include <string.h>

static const char *
said(struct view *v, const char *name)
{
	const struct fill_row *r = form_find(v, name);

	return r == NULL || r->kind != FILL_QUESTION || r->masked ||
	    r->item->masked ? NULL :
	    json_string_value(answer_value(r->answer));
}

/* The code of today's province where a birth was registered; NULL. */
static const char *
province_now(struct view *v, const char *number)
{
	const struct form_lists *lists = tn_lists(v->app->tn);
	char code[4] = { number[0], number[1], number[2], '\0' };
	struct form_choice before;

	if (!form_list_find(NULL, lists, "provinces", code, &before))
		return NULL;
	return form_list_column(NULL, lists, "provinces", &before,
	    "successor");
}

static void
compare_province(struct view *v, const char *number, json_t *paper)
{
	const struct fill_row *r = form_find(v, "residence_province");
	const char *home = said(v, "residence_province");
	const char *now = province_now(v, number);
	struct str shown = STR_INIT;
	struct citizen c;

	/* one said by its name before the mergers has the number's digits */
	if (home != NULL && now != NULL && *now != '\0' &&
	    strcmp(home, now) != 0 && strncmp(home, number, 3) != 0 &&
	    citizen_parse(number, &c) && c.place_name != NULL) {
		fill_display(r->answer, r->item, tn_lists(v->app->tn),
		    v->app->lang, &shown);
		paper_warn(paper, ERR_ID_SAID_PLACE, c.place_name,
		    str_text(&shown), NULL);
	}
	str_done(&shown);
}

json_t *
form_said_doubts(struct view *v, const char *number, bool is_scanned)
{
	json_t *paper = paper_new("number"), *doubts;

	if (number != NULL && strlen(number) == 12 &&
	    strspn(number, "0123456789") == 12) {
		/* A scanned paper was compared with its own number, and then
		 * with what was said. */
		if (!is_scanned)
			citizen_compare_said(paper, number, said(v, "sex"),
			    said(v, "birth_date"));
		compare_province(v, number, paper);
	}
	doubts = json_incref(json_object_get(paper, "warnings"));
	json_decref(paper);
	return doubts;
}

void
form_said_number(struct view *v, const char *path)
{
	const struct fill_row *r = form_find(v, path);
	struct str all = STR_INIT;
	json_t *doubts;

	if (r == NULL || r->kind != FILL_QUESTION ||
	    !str_eq(r->item->name, "id_number"))
		return;
	doubts = form_said_doubts(v, json_string_value(answer_value(
	    r->answer)), false);
	for (size_t i = 0; i < json_array_size(doubts); i++)
		str_printf(&all, "%s%s", i > 0 ? " " : "", app_get(v->app,
		    json_array_get(doubts, i), "say"));
	if (all.len > 0)
		app_say_text(v->app, ATTR_WARN, str_text(&all));
	json_decref(doubts);
	str_done(&all);
}
