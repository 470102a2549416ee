/* What is said beside an answer. */
#include "core/form/about.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

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

static const struct word source[] = {
	WORD("person", "Chính người đó nói", "The person"),
	WORD("paper", "Giấy tờ", "A paper"),
	WORD("agency", "Cơ quan khác", "Another agency"),
	WORD("relative", "Người thân", "A relative"),
	WORD("interpreter", "Người phiên dịch", "The interpreter"),
	WORD("observed", "Cán bộ quan sát", "Observed by the officer"),
	WORD("other", "Nguồn khác", "Another source"),
};

static const struct word reliability[] = {
	WORD("confirmed", "Đã được xác nhận", "Confirmed"),
	WORD("likely", "Có khả năng đúng", "Likely"),
	WORD("doubtful", "Còn nghi ngờ", "Doubtful"),
	WORD("unknown", "Chưa đánh giá được", "Not known"),
};

static const struct word *
words_of(const char *key, size_t *n)
{
	if (strcmp(key, "source") == 0) {
		*n = ARRAY_LEN(source);
		return source;
	}
	if (strcmp(key, "reliability") == 0) {
		*n = ARRAY_LEN(reliability);
		return reliability;
	}
	*n = 0;
	return NULL;
}

static const struct text *
find(const struct word *word, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word[i].code, code))
			return &word[i].title;
	return NULL;
}

const char *
about_key(size_t i)
{
	return i < ARRAY_LEN(key_word) ? key_word[i].code : NULL;
}

const struct text *
about_key_text(const char *key)
{
	return find(key_word, ARRAY_LEN(key_word), key);
}

const char *
about_code(const char *key, size_t i)
{
	size_t n;
	const struct word *word = words_of(key, &n);

	return i < n ? word[i].code : NULL;
}

const struct text *
about_code_text(const char *key, const char *code)
{
	size_t n;
	const struct word *word = words_of(key, &n);

	return find(word, n, code);
}

bool
about_is_valid(const char *key, const json_t *said)
{
	const char *text = json_string_value(said);

	if (about_key_text(key) == NULL || text == NULL)
		return false;
	if (*text == '\0')
		return true;
	if (about_code(key, 0) != NULL)
		return about_code_text(key, text) != NULL;
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
