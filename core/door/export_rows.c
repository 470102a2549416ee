/* What stands in an export: tables of text. */
#include "core/door/export.h"

#include "core/base/jx.h"
#include "core/case/visible.h"
#include "core/exchange/htcds.h"
#include "core/exchange/sheets.h"
#include "core/form/answers.h"
#include "core/form/fill.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rows {
	struct session *s;
	struct sheets *sheets;
	struct sheet *answers;
	const struct case_state *cs;
	const json_t *classes;
	json_t *done;		/* names of questions of this case */
	json_t *person;		/* field of HTCDS -> text, of this case */
	json_t *persons;	/* all of them */
	size_t others;		/* codes that HTCDS has no word for */
	struct err *e;
};

static bool
put(struct rows *r, struct sheet *sheet, size_t row, size_t col,
    const char *text)
{
	return sheet_put(r->sheets, sheet, row, 0, col, text, strlen(text),
	    r->e);
}

/* Asked for, and shown to this officer where data leaves the house. */
static bool
goes_out(const struct rows *r, const struct form_item *item)
{
	const json_t *class;
	size_t i;

	json_array_foreach(r->classes, i, class)
		if (str_eq(json_string_value(class),
		    form_class_name(item->class)))
			return case_class_shown(r->cs, r->s->tn->procedure,
			    &r->s->actor, item->class) == FORM_SHOW;
	return false;
}

/* A value as programs read it; several with ; between. */
static void
add_value(const json_t *value, struct str *out)
{
	const json_t *one;
	size_t i;

	if (json_is_string(value)) {
		str_add(out, json_string_value(value));
	} else if (json_is_array(value)) {
		json_array_foreach(value, i, one) {
			if (i > 0)
				str_addc(out, ';');
			add_value(one, out);
		}
	} else if (json_is_integer(value)) {
		str_printf(out, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
	} else if (json_is_real(value)) {
		str_printf(out, "%.10g", json_real_value(value));
	} else if (json_is_boolean(value)) {
		str_add(out, json_is_true(value) ? "true" : "false");
	}
}

/* ---- HTCDS ---- */

/* The word of HTCDS for a code; where a list has words, but none for it: Other. */
static const char *
htcds_code(struct rows *r, const struct form_item *item, const char *code)
{
	const struct form_lists *lists = tn_lists(r->s->tn);
	struct form_choice choice;
	const char *word;
	size_t i;

	if (form_choice_find(item, lists, code, &choice)) {
		word = form_choice_column(item, lists, &choice, "htcds");
		if (word != NULL && *word != '\0')
			return word;
	}
	for (i = 0; form_choice_at(item, lists, i, &choice); i++) {
		word = form_choice_column(item, lists, &choice, "htcds");
		if (word != NULL && *word != '\0') {
			r->others++;
			return "Other";
		}
		/* Countries and languages have codes of their own: all alike. */
		if (i == 100)
			break;
	}
	return code;
}

static void
htcds_codes(struct rows *r, const struct form_item *item,
    const json_t *value, struct str *out)
{
	const json_t *one;
	size_t i;

	if (json_is_string(value))
		str_add(out, htcds_code(r, item, json_string_value(value)));
	json_array_foreach(value, i, one)
		str_printf(out, "%s%s", i > 0 ? ";" : "", htcds_code(r, item,
		    json_is_string(one) ? json_string_value(one) : ""));
}

/* A full day that nobody estimated, or nothing. */
static void
htcds_date(const json_t *answer, struct str *out)
{
	const char *day = json_string_value(answer_value(answer));

	if (day != NULL && strlen(day) == 10 &&
	    !jx_bool(answer, "estimated", false))
		str_add(out, day);
}

static void
add_htcds(struct rows *r, const struct form_item *item, const json_t *answer)
{
	const struct htcds_field *field = item->htcds == NULL ? NULL :
	    htcds_find(item->htcds);
	const json_t *value = answer_value(answer);
	struct str out = STR_INIT;

	/* The title is an official's, never the person's. */
	if (field == NULL || strcmp(field->name, "prs_Title") == 0 ||
	    json_object_get(r->person, field->name) != NULL)
		return;
	if (field->kind == HTCDS_DATE)
		htcds_date(answer, &out);
	else if (form_is_select(item))
		htcds_codes(r, item, value, &out);
	else
		add_value(value, &out);
	if (out.len > 0)
		json_object_set_new(r->person, field->name,
		    json_string(str_text(&out)));
	str_done(&out);
}

static bool
any_has(const json_t *persons, const char *field)
{
	const json_t *p;
	size_t i;

	json_array_foreach(persons, i, p)
		if (json_object_get(p, field) != NULL)
			return true;
	return false;
}

static bool
put_persons(struct rows *r, struct sheet *sheet)
{
	const struct htcds_field *field;
	const json_t *p;
	size_t col = 1, i, k;
	bool ok = put(r, sheet, 0, 0, "case");

	json_array_foreach(r->persons, i, p)
		ok = ok && put(r, sheet, i + 1, 0, jx_text(p, "case"));
	for (k = 0; ok && (field = htcds_at(k)) != NULL; k++) {
		if (!field->core && !any_has(r->persons, field->name))
			continue;
		ok = put(r, sheet, 0, col, field->name);
		json_array_foreach(r->persons, i, p)
			if (ok && jx_text(p, field->name) != NULL)
				ok = put(r, sheet, i + 1, col,
				    jx_text(p, field->name));
		col++;
	}
	return ok;
}

/* ---- answers, one a row ---- */

static bool
put_answer(struct rows *r, const struct form *form,
    const struct form_item *item, const char *place, const json_t *answer)
{
	const char *cell[] = { r->cs->id, form->code, item->name, place,
	    form_class_name(item->class), text_in(&item->label, LANG_VI),
	    NULL, NULL };
	size_t row = r->answers->rows, i;
	struct str value = STR_INIT, text = STR_INIT;
	bool ok = true;

	add_value(answer_value(answer), &value);
	fill_display(answer, item, tn_lists(r->s->tn), LANG_VI, &text);
	cell[6] = str_text(&value);
	cell[7] = str_text(&text);
	if (value.len > 0 || text.len > 0)
		for (i = 0; ok && i < ARRAY_LEN(cell); i++)
			ok = put(r, r->answers, row, i, cell[i]);
	str_done(&value);
	str_done(&text);
	return ok;
}

static bool put_repeat(struct rows *r, const struct form *form, size_t at,
    const char *place, const json_t *rows, int depth);

/* One item of a form, or of one row of a repeat (place "2" or "2.1"). */
static bool
put_item(struct rows *r, const struct form *form, size_t at,
    const char *place, const json_t *answer, int depth)
{
	const struct form_item *item = &form->item[at];

	if (answer == NULL)
		return true;
	if (item->type == FORM_REPEAT)
		return depth == 0 || put_repeat(r, form, at, place, answer,
		    depth - 1);
	/* The id of a file says nothing outside this store. */
	if (!form_is_question(item) || item->type == FORM_FILE ||
	    !goes_out(r, item))
		return true;
	if (*place == '\0')
		add_htcds(r, item, answer);
	return put_answer(r, form, item, place, answer);
}

static bool
put_repeat(struct rows *r, const struct form *form, size_t at,
    const char *place, const json_t *rows, int depth)
{
	const json_t *row;
	char here[48];
	size_t i, k;
	bool ok = true;

	json_array_foreach(rows, i, row) {
		snprintf(here, sizeof(here), "%s%s%zu", place,
		    *place == '\0' ? "" : ".", i + 1);
		for (k = at + 1; ok && k < form->item[at].end; k++)
			ok = put_item(r, form, k, here, json_object_get(row,
			    form->item[k].name == NULL ? "" :
			    form->item[k].name), depth);
	}
	return ok;
}

/* The same fact stands in many forms: it goes out once. */
static bool
put_form(struct rows *r, const struct form *form)
{
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < form->n; i++) {
		const struct form_item *item = &form->item[i];

		if (item->repeat >= 0 || item->name == NULL ||
		    json_object_get(r->cs->answers, item->name) == NULL ||
		    json_object_get(r->done, item->name) != NULL)
			continue;
		json_object_set_new(r->done, item->name, json_true());
		ok = put_item(r, form, i, "", json_object_get(r->cs->answers,
		    item->name), 2);
	}
	return ok;
}

static bool
put_case(struct rows *r, const char *id)
{
	const struct procedure *p = r->s->tn->procedure;
	const struct regime *regime;
	bool ok = true;
	size_t i;

	r->cs = session_case(r->s, id);
	if (r->cs == NULL)
		return err_set(r->e, ERR_NO_SUCH_CASE, id, NULL);
	r->done = json_object();
	r->person = json_object();
	json_object_set_new(r->person, "case", json_string(id));
	json_array_append(r->persons, r->person);
	regime = case_regime(r->cs, p);
	for (i = 0; ok && regime != NULL && i < regime->n_form; i++)
		if (case_shows_form(r->cs, p, &r->s->actor, regime->form[i]))
			ok = put_form(r, regime->form[i]);
	json_decref(r->person);
	json_decref(r->done);
	return ok;
}

static bool
put_about(struct rows *r, struct sheet *sheet,
    const struct export_about *about)
{
	char others[24];
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < about->n; i++)
		ok = put(r, sheet, i, 0, about->key[i]) &&
		    put(r, sheet, i, 1, about->text[i]);
	snprintf(others, sizeof(others), "%zu", r->others);
	return ok && put(r, sheet, i, 0, "codes_without_htcds") &&
	    put(r, sheet, i, 1, others);
}

static bool
put_cases(struct rows *r, const json_t *content)
{
	static const char *const head[] = { "case", "form", "question",
	    "row", "class", "label", "value", "text" };
	const json_t *id;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < ARRAY_LEN(head); i++)
		ok = put(r, r->answers, 0, i, head[i]);
	json_array_foreach(json_object_get(content, "cases"), i, id)
		ok = ok && put_case(r, json_string_value(id));
	return ok;
}

bool
export_csv(struct session *s, const struct export_about *about,
    const json_t *content, struct str *out, struct err *e)
{
	struct rows r = { .s = s, .sheets = sheets_new(),
	    .classes = json_object_get(content, "classes"),
	    .persons = json_array(), .e = e };
	struct sheet *first = sheets_add(r.sheets, "export", e);
	struct sheet *persons = sheets_add(r.sheets, "persons", e);
	enum right_place in = s->actor.in;
	bool ok;

	r.answers = sheets_add(r.sheets, "answers", e);
	session_at(s, RIGHT_IN_EXPORT);
	ok = put_cases(&r, content) && put_persons(&r, persons) &&
	    put_about(&r, first, about);
	session_at(s, in);
	if (ok)
		sheets_write_csv(r.sheets, out);
	/* A bound of the tables is a bound of the file. */
	else if (e->code != ERR_NO_SUCH_CASE) {
		err_done(e);
		err_set(e, ERR_PARCEL_BIG, NULL);
	}
	json_decref(r.persons);
	sheets_free(r.sheets);
	return ok;
}
