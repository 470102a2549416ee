/* Our YAML to the sheets of XLSForm. */
#include "core/exchange/xlsform_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum goes {
	GOES_COLUMN,		/* a column of XLSForm's */
	GOES_TEXTS,		/* one for each language */
	GOES_PARAMETER,
	GOES_APART		/* looked at elsewhere */
};

static const struct {
	const char *key, *column;
	enum goes goes;
} keys[] = {
	{ "type", NULL, GOES_APART }, { "name", NULL, GOES_APART },
	{ "list", NULL, GOES_APART }, { "choices", NULL, GOES_APART },
	{ "items", NULL, GOES_APART }, { "media", NULL, GOES_APART },
	{ "shape", NULL, GOES_APART }, { "meta", NULL, GOES_APART },
	{ "or_other", NULL, GOES_APART },
	{ "label", "label", GOES_TEXTS }, { "hint", "hint", GOES_TEXTS },
	{ "guidance", "guidance_hint", GOES_TEXTS },
	{ "required_message", "required_message", GOES_TEXTS },
	{ "constraint_message", "constraint_message", GOES_TEXTS },
	{ "required", "required", GOES_COLUMN },
	{ "relevant", "relevant", GOES_COLUMN },
	{ "constraint", "constraint", GOES_COLUMN },
	{ "readonly", "readonly", GOES_COLUMN },
	{ "calculation", "calculation", GOES_COLUMN },
	{ "trigger", "trigger", GOES_COLUMN },
	{ "default", "default", GOES_COLUMN },
	{ "choice_filter", "choice_filter", GOES_COLUMN },
	{ "appearance", "appearance", GOES_COLUMN },
	{ "repeat_count", "repeat_count", GOES_COLUMN },
	{ "rows", "rows", GOES_PARAMETER }, { "start", "start",
	    GOES_PARAMETER }, { "end", "end", GOES_PARAMETER },
	{ "step", "step", GOES_PARAMETER },
};

static void
say(struct writer *w, size_t row, enum err_code code, const char *a)
{
	if (w->report->n < XLSFORM_REPORT_MAX)
		findings_add(w->report, "survey", (int)row + 1, 0, code, a,
		    NULL);
}

/* Functions that are ours alone, in any of an item's rules. */
struct look {
	struct writer *w;
	size_t row;
};

static void
see_function(void *ctx, enum expr_seen what, const char *name, int col)
{
	struct look *look = ctx;

	(void)col;
	if ((what == EXPR_SEES_FUNCTION || what == EXPR_SEES_UNKNOWN) &&
	    strncmp(name, "tn:", 3) == 0)
		say(look->w, look->row, NOTE_XLS_OUR_FUNCTION, name);
}

static void
check_rule(struct writer *w, const char *text)
{
	struct look look = { w, w->survey.rows };
	struct expr *x;

	if (strstr(text, "tn:") == NULL)
		return;
	x = expr_parse(text, NULL);
	if (x != NULL)
		expr_names(x, see_function, &look);
	expr_free(x);
}

static void
write_key(struct writer *w, const char *key, const struct yaml_node *value,
    struct str *parameters)
{
	size_t i = 0;

	while (i < ARRAY_LEN(keys) && strcmp(keys[i].key, key) != 0)
		i++;
	if (i == ARRAY_LEN(keys)) {
		if (!out_tn(&w->survey, key, value))
			say(w, w->survey.rows, LOST_XLS_OUR_KEY, key);
		return;
	}
	switch (keys[i].goes) {
	case GOES_APART:
		return;
	case GOES_TEXTS:
		out_both(&w->survey, keys[i].column,
		    yaml_get_text(value, "vi"), yaml_get_text(value, "en"));
		return;
	default:
		break;
	}
	if (value->kind != YAML_TEXT)
		return;
	if (keys[i].goes == GOES_PARAMETER) {
		str_printf(parameters, "%s%s=%s", parameters->len > 0 ? " " :
		    "", keys[i].column, value->text);
	} else {
		out_put(&w->survey, keys[i].column, value->text);
		check_rule(w, value->text);
	}
}

/* The kind of a file or place; one that is not said is left so. */
static char *
special(struct writer *w, const struct yaml_node *item, const char *key,
    const char *otherwise, const char *front)
{
	const char *word = yaml_get_text(item, key);
	char *column;

	if (word == NULL)
		return xasprintf("%s%s", front, otherwise);
	if (strcmp(word, otherwise) == 0) {
		column = xasprintf("tn::%s", key);
		out_put(&w->survey, column, word);
		free(column);
	}
	return xasprintf("%s%s", front, word);
}

static char *
meta_type(struct writer *w, const struct yaml_node *item)
{
	const char *meta = yaml_get_text(item, "meta");

	if (meta != NULL && strcmp(meta, "instance_id") != 0)
		return xstrdup(meta);
	/* ODK keeps it elsewhere, without a name */
	out_put(&w->survey, "calculation", "once(uuid())");
	out_put(&w->survey, "tn::type", "meta");
	out_put(&w->survey, "tn::meta", meta);
	return xstrdup("calculate");
}

static char *
select_of(struct writer *w, const struct yaml_node *item, const char *type)
{
	const struct yaml_node *other = yaml_get(item, "or_other");
	char *made = writer_select(w, item, type), *text;

	if (other == NULL)
		return made;
	if (strcmp(other->text, "yes") != 0 || strstr(made, ".csv") != NULL ||
	    yaml_get(item, "choice_filter") != NULL) {
		(void)out_tn(&w->survey, "or_other", other);
		return made;
	}
	text = xasprintf("%s or_other", made);
	free(made);
	return text;
}

static char *
type_of(struct writer *w, const struct yaml_node *item, const char *type)
{
	switch ((enum form_type)form_type_find(type)) {
	case FORM_SELECT_ONE:
	case FORM_SELECT_MULTIPLE:
	case FORM_RANK:
		return select_of(w, item, type);
	case FORM_YES_NO:
		out_put(&w->survey, "tn::type", "yes_no");
		return writer_yes_no(w);
	case FORM_DATE_TIME:
		return xstrdup("dateTime");
	case FORM_FILE:
		return special(w, item, "media", "file", "");
	case FORM_GEO:
		return special(w, item, "shape", "point", "geo");
	case FORM_META:
		return meta_type(w, item);
	case FORM_GROUP:
		return xstrdup("begin_group");
	case FORM_REPEAT:
		return xstrdup("begin_repeat");
	default:
		return xstrdup(type);
	}
}

static void
write_items(struct writer *w, const struct yaml_node *items)
{
	for (size_t i = 0; i < items->n; i++) {
		const struct yaml_node *item = items->item[i];
		const char *type = yaml_get_text(item, "type");
		const char *name = yaml_get_text(item, "name");
		struct str parameters = STR_INIT;
		char *word;

		out_row(&w->survey);
		word = type_of(w, item, type);
		out_put(&w->survey, "type", word);
		out_put(&w->survey, "name", name);
		for (size_t k = 0; k < item->n; k++)
			write_key(w, item->key[k]->text, item->item[k],
			    &parameters);
		out_put(&w->survey, "parameters", str_text(&parameters));
		if (str_starts(word, "begin_")) {
			write_items(w, yaml_get(item, "items"));
			out_row(&w->survey);
			out_put(&w->survey, "type", strcmp(word,
			    "begin_group") == 0 ? "end_group" : "end_repeat");
			out_put(&w->survey, "name", name);
		}
		str_done(&parameters);
		free(word);
	}
}

static void
write_settings(struct writer *w)
{
	struct out_sheet *s = &w->settings;
	const struct yaml_node *title = yaml_get(w->form, "title");
	const char *code = yaml_get_text(w->form, "form");

	out_row(s);
	out_put(s, "form_title", yaml_get_text(title, "vi"));
	out_put(s, "form_id", code);
	out_put(s, "version", yaml_get_text(w->form, "version"));
	out_put(s, "default_language", COLUMN_VI);
	out_put(s, "tn::form", code);
	out_put(s, "tn::title::en", yaml_get_text(title, "en"));
	for (size_t i = 0; i < w->form->n; i++) {
		const char *key = w->form->key[i]->text;

		if (strcmp(key, "form") != 0 && strcmp(key, "version") != 0 &&
		    strcmp(key, "title") != 0 && strcmp(key, "items") != 0 &&
		    strcmp(key, "lists") != 0)
			(void)out_tn(s, key, w->form->item[i]);
	}
}

/* One line for each column that only we read. */
static void
say_columns(struct writer *w)
{
	const struct out_sheet *all[] = { &w->survey, &w->choices };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		for (size_t k = 0; k < all[i]->columns; k++)
			if (str_starts(all[i]->column[k], "tn::"))
				findings_add(w->report, all[i]->name, 1, 0,
				    NOTE_XLS_OUR_COLUMN, all[i]->column[k],
				    NULL);
}

static struct sheets *
write_sheets(struct writer *w)
{
	struct sheets *to = sheets_new();
	struct err e = ERR_INIT;

	if (out_write(&w->survey, to, &e) && (w->choices.rows == 0 ||
	    out_write(&w->choices, to, &e)) && out_write(&w->settings, to,
	    &e)) {
		say_columns(w);
		return to;
	}
	findings_take(w->report, &e);
	sheets_free(to);
	return NULL;
}

struct sheets *
xlsform_export(const struct yaml_node *form, const struct form_lists *lists,
    struct findings *report)
{
	struct writer w = { .lists = lists, .report = report, .form = form };
	struct sheets *to;

	w.survey.name = "survey";
	w.choices.name = "choices";
	w.settings.name = "settings";
	writer_own_lists(&w);
	write_items(&w, yaml_get(form, "items"));
	writer_outer_lists(&w);
	write_settings(&w);
	to = write_sheets(&w);
	writer_lists_done(&w);
	out_done(&w.survey);
	out_done(&w.choices);
	out_done(&w.settings);
	return to;
}
