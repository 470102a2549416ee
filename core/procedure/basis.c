/*
 * How a legal basis is shown, and how sure we are of it.
 */
#include "core/procedure/procedure.h"

struct sure {
	const char *code;
	struct text text;
};

/* struct text holds char *: these literals are never written to. */
static const struct sure sure[SURE_COUNT] = {
	[SURE_CONFIRMED] = { "confirmed", {
	    (char *)"đã xác nhận theo nguồn chính thức",
	    (char *)"confirmed in an official source" } },
	[SURE_REPORTED] = { "reported", {
	    (char *)"theo nguồn thứ cấp, chưa đối chiếu",
	    (char *)"reported by a weaker source, not yet compared" } },
	[SURE_DRAFT] = { "draft", {
	    (char *)"chỉ thấy trong dự thảo",
	    (char *)"seen in a draft only" } },
	[SURE_INFERRED] = { "inferred", {
	    (char *)"suy luận khi thiết kế, không phải quy định",
	    (char *)"inferred in design, not a rule of law" } },
	[SURE_UNSET] = { "unset", {
	    (char *)"chưa xác định được",
	    (char *)"not found" } },
};

const char *
sureness_code(enum sureness s)
{
	if ((unsigned)s >= SURE_COUNT)
		BUG("no such sureness");
	return sure[s].code;
}

const struct text *
sureness_text(enum sureness s)
{
	if ((unsigned)s >= SURE_COUNT)
		BUG("no such sureness");
	return &sure[s].text;
}

/* "30(2)" becomes "Đ. 30(2)"; "Phụ lục I" stays as it is. */
static bool
is_number(const char *article)
{
	return article[0] >= '0' && article[0] <= '9';
}

void
basis_text(const struct basis *b, enum lang lang, struct str *out)
{
	const char *pattern, *arg[2];

	if (b->doc == NULL) {
		const char *note = text_in(&b->note, lang);

		str_add(out, note[0] != '\0' ? note :
		    text_in(sureness_text(b->status), lang));
		return;
	}
	arg[0] = text_in(&b->doc->title, lang);
	arg[1] = b->article;
	if (b->article == NULL)
		pattern = "{1}";
	else if (!is_number(b->article))
		pattern = "{1}, {2}";
	else
		pattern = lang == LANG_EN ? "{1}, Art. {2}" : "{1}, Đ. {2}";
	text_fill(out, pattern, arg, ARRAY_LEN(arg));
}
