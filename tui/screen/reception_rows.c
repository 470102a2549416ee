/* What the lines of a reception act show: a form works it out. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

/* What is needed first at 02:10; then what must be given, then the rest. */
static const char *const first_columns[] = {
	"full_name", "name_as_told", "sex", "birth_date",
	"under_18_observed", "condition", "arrived_group",
	"interpreter_language", "foreign_list_number",
};

const char *
reception_form(const struct reception *r, const char *key,
    const char *otherwise)
{
	const char *code = jx_text(r->path, key);

	return code != NULL ? code : otherwise;
}

const char *
reception_person_form(const struct reception *r)
{
	return reception_form(r, "person_form", "reception_person");
}

/* Can it be filled in, in one line of a table? */
static bool
fits_cell(const struct form_item *it)
{
	return form_is_question(it) && !form_is_computed(it) &&
	    it->repeat < 0 && it->type != FORM_META && it->type != FORM_FILE &&
	    it->type != FORM_GEO && it->type != FORM_RANK && !it->multiline &&
	    !it->masked;
}

static void
add_column(struct reception *r, const struct form_item *it)
{
	size_t k = 0;

	while (k < r->columns && r->column[k] != it)
		k++;
	if (k == r->columns && fits_cell(it) && k < FORM_TABLE_COLUMNS)
		r->column[r->columns++] = it;
}

static void
choose_columns(struct reception *r, const struct form *form)
{
	r->columns = 0;
	free(r->column);
	r->column = xcalloc(form->n + 1, sizeof *r->column);
	for (size_t i = 0; i < ARRAY_LEN(first_columns); i++) {
		const struct form_item *it = form_question(form,
		    first_columns[i]);

		if (it != NULL)
			add_column(r, it);
	}
	for (size_t i = 0; i < form->n; i++)
		if (form->item[i].required != NULL)
			add_column(r, &form->item[i]);
	r->needed = r->columns;
	for (size_t i = 0; i < form->n; i++)
		add_column(r, &form->item[i]);
	if (r->needed == 0)
		r->needed = r->columns;
}

bool
reception_columns(struct view *v)
{
	struct reception *r = RECEPTION(v);
	struct fill *fill = v->app->session != NULL ?
	    tn_fill(v->app->session, NULL, reception_person_form(r), true,
	    NULL) : NULL;
	bool other;

	if (fill == NULL)
		return r->fill != NULL;
	other = r->fill == NULL ||
	    fill_of_form(r->fill) != fill_of_form(fill);
	/* Lines that stand keep the columns they have. */
	if (other && r->n > 0) {
		fill_close(fill);
		return true;
	}
	if (r->fill != NULL)
		fill_close(r->fill);
	json_decref(r->blank);
	r->fill = fill;
	r->blank = fill_snapshot(fill);
	if (other)
		choose_columns(r, fill_of_form(fill));
	return r->columns > 0;
}

void
reception_put(struct reception *r, const json_t *answers)
{
	json_t *all = json_copy(r->blank), *answer;
	const char *name;

	json_object_update(all, (json_t *)(void *)answers);
	/* An old draft may hold what the form has no more: one by one then. */
	if (!fill_restore(r->fill, all)) {
		(void)fill_restore(r->fill, r->blank);
		json_object_foreach((json_t *)(void *)answers, name, answer)
			(void)fill_set(r->fill, name, answer, NULL);
	}
	json_decref(all);
}

size_t
reception_column(const struct reception *r, const char *name)
{
	for (size_t i = 0; i < r->columns; i++)
		if (str_eq(r->column[i]->name, name))
			return i;
	return NO_COLUMN;
}

const struct fill_row *
reception_row(struct reception *r, size_t column)
{
	size_t n = fill_rows(r->fill);

	for (size_t i = 0; i < n && column < r->columns; i++) {
		const struct fill_row *row = fill_row(r->fill, i);

		if (row->kind == FILL_QUESTION &&
		    row->item == r->column[column])
			return row;
	}
	return NULL;
}

/* ---- lines ---- */

struct person *
reception_person(struct reception *r, size_t i)
{
	if (i < r->n)
		return &r->person[i];
	r->person = xgrow(r->person, r->n, &r->cap, sizeof *r->person);
	r->person[r->n] = (struct person){ .answers = json_object(),
	    .notes = json_array(), .cell = xcalloc(r->columns + 1,
	    sizeof(struct line_cell)) };
	return &r->person[r->n++];
}

void
reception_person_done(struct reception *r, struct person *p)
{
	json_decref(p->answers);
	json_decref(p->notes);
	for (size_t i = 0; i < r->columns; i++)
		free(p->cell[i].text);
	free(p->cell);
	free(p->condition);
	free(p->say);
	free(p->refused);
}

const char *
reception_unread(const struct person *p, const char *question)
{
	for (size_t i = 0; i < json_array_size(p->notes); i++) {
		const json_t *note = json_array_get(p->notes, i);

		if (str_eq(jx_text(note, "q"), question))
			return jx_text(note, "text");
	}
	return NULL;
}

json_t *
reception_words(enum msg m)
{
	return json_pack("{s:s, s:s}", "vi", msg_text(m, LANG_VI), "en",
	    msg_text(m, LANG_EN));
}

json_t *
reception_label(const struct form_item *it)
{
	return json_pack("{s:s, s:s}", "vi", text_in(&it->label, LANG_VI),
	    "en", text_in(&it->label, LANG_EN));
}

void
reception_forget(struct person *p, const char *question)
{
	if (reception_unread(p, question) != NULL)
		reception_note(p, question, NULL, NULL);
}

void
reception_note(struct person *p, const char *question, json_t *label,
    const char *text)
{
	json_t *made = json_array();

	for (size_t i = 0; i < json_array_size(p->notes); i++) {
		json_t *note = json_array_get(p->notes, i);

		/* what is noted already is not noted twice: the same card
		 * again */
		if (*question == '\0' ?
		    !str_eq(jx_text(note, "text"), text) ||
		    !json_equal(jx_get(note, "label"), label) :
		    !str_eq(jx_text(note, "q"), question))
			json_array_append(made, note);
	}
	if (text != NULL)
		json_array_append_new(made, json_pack("{s:s, s:o, s:s}", "q",
		    question, "label", label, "text", text));
	json_decref(p->notes);
	p->notes = made;
}

/* ---- what a line shows ---- */

static void
say_more(struct str *out, const char *word)
{
	if (out->len > 0)
		str_add(out, ", ");
	str_add(out, word);
}

static void
show_cell(struct view *v, struct person *p, size_t column,
    const struct fill_row *row)
{
	struct line_cell *cell = &p->cell[column];
	const char *unread = reception_unread(p, row->item->name);
	bool missing = row->problem != NULL &&
	    row->problem->reason == FILL_REQUIRED;
	struct str text = STR_INIT;

	fill_row_value(RECEPTION(v)->fill, row, v->app->lang, &text);
	cell->state = unread != NULL ? CELL_UNREAD : missing ? CELL_NEEDED :
	    row->problem != NULL ? CELL_WRONG : text.len > 0 ?
	    CELL_ANSWERED : CELL_EMPTY;
	if (unread != NULL && text.len == 0)
		str_add(&text, unread);
	for (size_t i = 0; i < text.len; i++)
		if (text.buf[i] == '\n')
			text.buf[i] = ' ';
	cell->text = str_steal(&text);
}

/* "Missing: A, B. C: not a date." of what the form says is not well. */
static void
show_say(struct view *v, struct person *p, const struct str *missing,
    const struct str *wrong)
{
	struct str say = STR_INIT;

	if (missing->len > 0) {
		char *s = app_text(v->app, M_RECEPTION_LACKS,
		    str_text(missing), NULL);

		str_add(&say, s);
		free(s);
	}
	if (wrong->len > 0)
		str_printf(&say, "%s%s", say.len > 0 ? " " : "",
		    str_text(wrong));
	for (size_t i = 0; i < json_array_size(p->notes); i++) {
		const json_t *note = json_array_get(p->notes, i);
		bool bad = *jx_text(note, "q") != '\0';

		str_printf(&say, "%s%s%s: %s", say.len == 0 ? "" : i > 0 ?
		    "; " : " ", bad ? "! " : "", app_get(v->app, note, "label"),
		    jx_text(note, "text"));
		p->wrong += bad;
	}
	free(p->say);
	p->say = say.len > 0 ? str_steal(&say) : NULL;
	str_done(&say);
}

static void
forget_cells(struct reception *r, struct person *p)
{
	for (size_t i = 0; i < r->columns; i++) {
		free(p->cell[i].text);
		p->cell[i] = (struct line_cell){ NULL, CELL_CLOSED };
	}
	free(p->condition);
	p->condition = NULL;
	p->missing = p->wrong = 0;
}

/* One question of the line: its cell, if it has one, and what is not well. */
static void
show_row(struct view *v, struct person *p, const struct fill_row *row,
    struct str *missing, struct str *wrong)
{
	struct reception *r = RECEPTION(v);
	const char *label = text_in(&row->item->label, v->app->lang);
	size_t column = 0;

	while (column < r->columns && r->column[column] != row->item)
		column++;
	if (column < r->columns)
		show_cell(v, p, column, row);
	if (row->problem == NULL)
		return;
	if (row->problem->reason == FILL_REQUIRED) {
		p->missing++;
		say_more(missing, label);
	} else {
		p->wrong++;
		str_printf(wrong, "%s! %s: %s", wrong->len > 0 ? " " : "",
		    label, text_in(&row->problem->text, v->app->lang));
	}
}

void
reception_show(struct view *v, struct person *p)
{
	struct reception *r = RECEPTION(v);
	struct str missing = STR_INIT, wrong = STR_INIT;
	size_t column = reception_column(r, "condition"), n;

	if (r->fill == NULL)
		return;
	forget_cells(r, p);
	reception_put(r, p->answers);
	n = fill_rows(r->fill);
	for (size_t i = 0; i < n; i++) {
		const struct fill_row *row = fill_row(r->fill, i);

		if (row->kind == FILL_QUESTION)
			show_row(v, p, row, &missing, &wrong);
	}
	/* A text that waits for a question not asked now is not lost. */
	for (size_t i = 0; i < r->columns; i++) {
		const char *unread = reception_unread(p, r->column[i]->name);

		if (unread != NULL && p->cell[i].state == CELL_CLOSED) {
			p->cell[i].text = xstrdup(unread);
			p->cell[i].state = CELL_UNREAD;
		}
	}
	show_say(v, p, &missing, &wrong);
	if (column != NO_COLUMN && p->cell[column].state == CELL_ANSWERED)
		p->condition = xstrdup(p->cell[column].text);
	reception_count(p, tn_now(v->app->tn));
	str_done(&missing);
	str_done(&wrong);
}

void
reception_show_all(struct view *v)
{
	struct reception *r = RECEPTION(v);

	if (r->shown == v->app->lang)
		return;
	r->shown = v->app->lang;
	for (size_t i = 0; i < r->n; i++)
		reception_show(v, &r->person[i]);
}
