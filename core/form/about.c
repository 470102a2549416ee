/* What is said beside an answer. */
#include "core/form/about.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/form/form.h"

#include <stdint.h>
#include <string.h>

struct word {
	const char *code;
	struct text title;
};

#define WORD(code, vi, en) { code, { (char *)vi, (char *)en } }

static const struct word key_word[] = {
	WORD("source", "Nguồn", "Source"),
	WORD("reliability", "Độ tin cậy", "Reliability"),
	WORD("document", "Giấy tờ", "Document"),
	WORD("note", "Ghi chú", "Note"),
	WORD("how", "Cách ước tính", "How it was estimated"),
};

const char *
about_key(size_t i)
{
	return i < ARRAY_LEN(key_word) ? key_word[i].code : NULL;
}

const struct text *
about_key_text(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(key_word); i++)
		if (str_eq(key_word[i].code, key))
			return &key_word[i].title;
	return NULL;
}

bool
about_is_code(const char *key)
{
	return strcmp(key, "source") == 0 || strcmp(key, "reliability") == 0;
}

/* The words stay the form room's own: borrowed, never freed. */
static struct text
borrowed(const char *vi, const char *en)
{
	return (struct text){ (char *)(uintptr_t)vi, (char *)(uintptr_t)en };
}

struct text
about_code_text(const char *key, const char *code)
{
	int i = strcmp(key, "source") == 0 ? form_source_find(code) :
	    strcmp(key, "reliability") == 0 ? form_reliability_find(code) : -1;

	if (i < 0)
		return (struct text){ NULL, NULL };
	if (strcmp(key, "source") == 0)
		return borrowed(form_source_text((enum form_source)i, LANG_VI),
		    form_source_text((enum form_source)i, LANG_EN));
	return borrowed(
	    form_reliability_text((enum form_reliability)i, LANG_VI),
	    form_reliability_text((enum form_reliability)i, LANG_EN));
}

bool
about_is_valid(const char *key, const json_t *said)
{
	const char *text = json_string_value(said);

	if (about_key_text(key) == NULL || text == NULL)
		return false;
	if (*text == '\0')
		return true;
	if (about_is_code(key))
		return about_code_text(key, text).vi != NULL;
	return utf8_letters(text, json_string_length(said)) <=
	    ABOUT_MAX_LETTERS;
}

/* What an answer says under a key, "" for nothing. */
static const char *
said_of(const json_t *answer, const char *key)
{
	const char *text = json_string_value(json_object_get(answer, key));

	return text != NULL ? text : "";
}

bool
about_is_same(const json_t *before, const json_t *after)
{
	if (!json_is_object(after))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(key_word); i++)
		if (strcmp(said_of(before, key_word[i].code),
		    said_of(after, key_word[i].code)) != 0)
			return false;
	return true;
}

bool
about_is_replaced(const json_t *before, const json_t *after)
{
	if (!json_is_object(after))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(key_word); i++) {
		const char *old = said_of(before, key_word[i].code);

		if (*old != '\0' &&
		    strcmp(old, said_of(after, key_word[i].code)) != 0)
			return true;
	}
	return false;
}
