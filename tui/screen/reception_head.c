/*
 * The headings of a list that another side made, in Vietnamese or English,
 * with marks or without, as questions of the line form.
 */
#include "tui/screen/reception.h"

#include "core/vietnamese/fold.h"

#include <string.h>

/* Folded words; a heading is one of them as a whole. */
static const struct {
	const char *words, *name;
} known[] = {
	{ "ho va ten|ho ten|ten|ten nguoi|ho va ten khai sinh|ten tu khai|"
	    "name|full name|fullname|person|name as told|nguoi|"
	    "name of person", "full_name" },
	{ "ho|ho dem|ho va ten dem|surname|last name|family name",
	    "surname" },
	{ "ten goi|given name|given names|first name|first names",
	    "given_names" },
	{ "gioi tinh|gioi|nam nu|phai|sex|gender", "sex" },
	{ "ngay sinh|nam sinh|ngay thang nam sinh|sinh ngay|sinh nam|ns|"
	    "birth date|date of birth|birthdate|birthday|dob|born|"
	    "year of birth|birth year", "birth_date" },
	{ "tuoi|age", "age" },
	{ "duoi 18|duoi 18 tuoi|tre em|vi thanh nien|under 18|minor|child",
	    "under_18_observed" },
	{ "the trang|suc khoe|tinh trang suc khoe|tinh trang|condition|health",
	    "condition" },
	{ "bieu hien|benh|symptoms|signs|illness", "condition_detail" },
	{ "nhom|gia dinh|ho gia dinh|den cung nhom|nhom gia dinh|group|"
	    "family|household", "arrived_group" },
	{ "phien dich|can phien dich|tieng|ngon ngu|ngon ngu phien dich|"
	    "interpreter|language|interpreter language",
	    "interpreter_language" },
	{ "stt|tt|so|so thu tu|no|nr|number|so trong danh sach|serial|"
	    "serial number|s n|list number", "foreign_list_number" },
	{ "quoc tich|nationality|citizenship", "nationality" },
	{ "giay to|giay to mang theo|papers|documents", "papers_held" },
	{ "tai san|do dung|hanh ly|belongings|luggage", "belongings" },
};

static bool
has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = words; n > 0 && (at = strstr(at, word)) != NULL;
	    at++)
		if ((at == words || at[-1] == '|') &&
		    (at[n] == '|' || at[n] == '\0'))
			return true;
	return false;
}

static bool
is_label(const char *label, const char *folded)
{
	struct str f = STR_INIT;
	bool same;

	vn_fold(&f, label);
	same = f.len > 0 && str_eq(str_text(&f), folded);
	str_done(&f);
	return same;
}

/* The name of a question of this form, or of what it is made of. */
static const char *
meaning(const struct reception *r, const char *heading, const char *folded)
{
	for (size_t i = 0; i < r->columns; i++) {
		const struct form_item *it = r->column[i];

		if (str_eq(it->name, heading) ||
		    is_label(text_in(&it->label, LANG_VI), folded) ||
		    is_label(text_in(&it->label, LANG_EN), folded))
			return it->name;
	}
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		const char *name = known[i].name;

		if (!has_word(known[i].words, folded))
			continue;
		if (str_eq(name, "full_name"))
			return r->column[0]->name;
		if (strcmp(name, "surname") == 0 ||
		    strcmp(name, "given_names") == 0 ||
		    strcmp(name, "age") == 0)
			return name;
		if (reception_column(r, name) != NO_COLUMN)
			return name;
	}
	return "";
}

static bool
has_name(const json_t *names, const char *name)
{
	for (size_t i = 0; i < json_array_size(names); i++)
		if (str_eq(json_string_value(json_array_get(names, i)), name))
			return true;
	return false;
}

/* "Họ", "Tên": the family name and the own name stand apart. */
static void
join_names(const struct reception *r, json_t *names, const json_t *row)
{
	for (size_t i = 0; has_name(names, "surname") &&
	    i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names,
		    i));
		struct str f = STR_INIT;

		vn_fold(&f, json_string_value(json_array_get(row, i)));
		if (str_eq(name, r->column[0]->name) &&
		    has_word("ten|name", str_text(&f)))
			json_array_set_new(names, i,
			    json_string("given_names"));
		str_done(&f);
	}
}

json_t *
reception_headings(struct view *v, const json_t *row)
{
	struct reception *r = RECEPTION(v);
	json_t *names = json_array();
	size_t found = 0;

	for (size_t i = 0; i < json_array_size(row); i++) {
		const char *text = json_string_value(json_array_get(row, i));
		struct str folded = STR_INIT;
		const char *name;

		vn_fold(&folded, text);
		name = meaning(r, text, str_text(&folded));
		/* the second column of one meaning is a note */
		if (has_name(names, name))
			name = "";
		found += *name != '\0';
		json_array_append_new(names, json_string(name));
		str_done(&folded);
	}
	join_names(r, names, row);
	/* a person may be called like one heading, hardly like two */
	if (found < 2 && !(found == 1 && json_array_size(row) == 1)) {
		json_decref(names);
		return NULL;
	}
	return names;
}
