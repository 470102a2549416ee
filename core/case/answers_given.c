/* Answers as they come from outside: hostile until they are looked at. */
#include "core/case/answers.h"

#include "core/base/utf8.h"
#include "core/form/about.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_DEEP 2		/* a repeat in a repeat, no deeper */

static void
refuse_about(struct deciding *d, const struct form *form,
    const struct form_item *item, const char *key)
{
	reason_add(d->out->reasons, NULL, fix_json(FIX_FORM, form->code,
	    item->name), ERR_ANSWER_ABOUT, &item->label, about_key_text(key),
	    NULL);
}

/* One answer: what is said beside it in order, composed, empty texts gone. */
static json_t *
take_answer(struct deciding *d, const struct form *form,
    const struct form_item *item, const json_t *answer)
{
	json_t *copy = json_copy((json_t *)(void *)answer);
	const char *key;
	size_t i;

	/* Which other versions stand beside it is not for the command to say. */
	json_object_del(copy, "other");
	for (i = 0; (key = about_key(i)) != NULL; i++) {
		json_t *said = json_object_get(copy, key);
		char *nfc;

		if (said == NULL)
			continue;
		if (!json_is_null(said) && !about_is_valid(key, said)) {
			refuse_about(d, form, item, key);
			json_object_del(copy, key);
			continue;
		}
		nfc = json_is_null(said) ? NULL : utf8_nfc(
		    json_string_value(said), json_string_length(said));
		if (nfc == NULL || *nfc == '\0')
			json_object_del(copy, key);
		else
			json_object_set_new(copy, key, json_string(nfc));
		free(nfc);
	}
	return copy;
}

static json_t *take_object(struct deciding *d, const struct form *form,
    const json_t *given, int deep);

/* Rows of a repeat; whatever else an array may hold stays for the form. */
static json_t *
take_rows(struct deciding *d, const struct form *form, const json_t *rows,
    int deep)
{
	json_t *copy = json_array();
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(void *)rows, i, row) {
		if (json_is_object(row) && deep < ROWS_DEEP)
			json_array_append_new(copy,
			    take_object(d, form, row, deep + 1));
		else
			json_array_append(copy, row);
	}
	return copy;
}

static json_t *
take_object(struct deciding *d, const struct form *form, const json_t *given,
    int deep)
{
	json_t *copy = json_object(), *value;
	const char *name;

	json_object_foreach((json_t *)(void *)given, name, value) {
		const struct form_item *item = form_question(form, name);

		if (item != NULL && item->type == FORM_REPEAT &&
		    json_is_array(value))
			json_object_set_new(copy, name,
			    take_rows(d, form, value, deep));
		else if (item != NULL && json_is_object(value))
			json_object_set_new(copy, name,
			    take_answer(d, form, item, value));
		else
			json_object_set(copy, name, value);
	}
	return copy;
}

json_t *
answers_given(struct deciding *d, const struct form *form,
    const json_t *given)
{
	return json_is_object(given) ? take_object(d, form, given, 0) : NULL;
}
