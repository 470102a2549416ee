/* Text to show for an answer. */
#include "core/form/fill_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

unsigned
fill_date_precision(const char *s)
{
	size_t n = strlen(s);
	char whole[11];
	day_t day;

	if ((n != 4 && n != 7 && n != 10) || strspn(s, DIGITS) < 4)
		return 0;
	snprintf(whole, sizeof(whole), "%s%s", s, n == 4 ? "-01-01" :
	    n == 7 ? "-01" : "");
	if (strspn(s, DIGITS "-") != n || !day_parse(whole, &day))
		return 0;
	return n == 4 ? FORM_YEAR : n == 7 ? FORM_MONTH : FORM_DAY;
}

bool
fill_is_date_time(const char *s)
{
	when_t at;

	return strlen(s) >= 16 && s[10] == 'T' &&
	    when_parse(s, VN_OFFSET_MIN, &at);
}

static void
show_date(const char *s, enum lang lang, bool estimated, struct str *out)
{
	static const char *const about[] = {
		[LANG_VI] = "khoảng {1}", [LANG_EN] = "about {1}",
	};
	unsigned precision = fill_date_precision(s);
	struct str day = STR_INIT;
	const char *arg;

	if (precision == FORM_DAY)
		str_printf(&day, "%.2s/%.2s/%.4s", s + 8, s + 5, s);
	else if (precision == FORM_MONTH)
		str_printf(&day, "%.2s/%.4s", s + 5, s);
	else
		str_add(&day, s);
	arg = str_text(&day);
	text_fill(out, estimated ? about[lang] : "{1}", &arg, 1);
	str_done(&day);
}

static void
show_date_time(const char *s, struct str *out)
{
	const char *offset = strpbrk(s + 11, "+-Zz");

	str_printf(out, "%.2s/%.2s/%.4s %.5s", s + 8, s + 5, s, s + 11);
	if (offset != NULL && strcmp(offset, "+07:00") != 0)
		str_printf(out, " (%s)", offset);
}

/* A whole number in groups of three, where the form asks for that. */
static void
show_grouped(double x, enum lang lang, struct str *out)
{
	char digits[32];
	size_t n;

	snprintf(digits, sizeof(digits), "%.0f", fabs(x));
	n = strlen(digits);
	if (x < 0)
		str_addc(out, '-');
	for (size_t i = 0; i < n; i++) {
		str_addc(out, digits[i]);
		if (i + 1 < n && (n - i - 1) % 3 == 0)
			str_addc(out, lang == LANG_EN ? ',' : '.');
	}
}

static void
show_number(double x, enum lang lang, struct str *out)
{
	struct str s = STR_INIT;

	expr_write_number(&s, x);
	/* Viet Nam writes a decimal comma */
	for (size_t i = 0; lang == LANG_VI && i < s.len; i++)
		if (s.buf[i] == '.')
			s.buf[i] = ',';
	str_add(out, str_text(&s));
	str_done(&s);
}

/* One value of a question: a label for a code, else as it stands. */
static void
show_value(const json_t *v, const struct form_item *item,
    const struct form_lists *lists, enum lang lang, bool estimated,
    struct str *out)
{
	const char *s = json_string_value(v);
	struct form_choice choice;

	if (s != NULL && item->type == FORM_DATE)
		show_date(s, lang, estimated, out);
	else if (s != NULL && (item->type == FORM_DATE_TIME ||
	    item->type == FORM_META) && fill_is_date_time(s))
		show_date_time(s, out);
	else if (s != NULL && item->type == FORM_ACKNOWLEDGE)
		str_add(out, lang == LANG_EN ? "Acknowledged" :
		    "Đã xác nhận");
	else if (s != NULL && form_is_select(item) &&
	    form_choice_find(item, lists, s, &choice))
		str_add(out, form_choice_text(&choice, lang));
	else if (s != NULL)
		str_add(out, s);
	else if (json_is_integer(v) && (item->look & LOOK_THOUSANDS_SEP))
		show_grouped(json_number_value(v), lang, out);
	else if (json_is_number(v))
		show_number(json_number_value(v), lang, out);
	else if (json_is_boolean(v))
		str_add(out, lang == LANG_EN ? json_is_true(v) ? "Yes" : "No" :
		    json_is_true(v) ? "Có" : "Không");
}

void
fill_display(const json_t *answer, const struct form_item *item,
    const struct form_lists *lists, enum lang lang, struct str *out)
{
	const json_t *v = answer_value(answer);
	unsigned status = answer_status(answer);
	bool estimated = json_is_object(answer) &&
	    json_is_true(json_object_get(answer, "estimated"));
	size_t n = json_array_size(v);

	if (status != 0 && v == NULL) {
		str_add(out, form_status_text(status, lang));
		return;
	}
	if (!json_is_array(v))
		show_value(v, item, lists, lang, estimated, out);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add(out, "; ");
		if (item->type == FORM_RANK)
			str_printf(out, "%zu. ", i + 1);
		show_value(json_array_get(v, i), item, lists, lang, false,
		    out);
	}
	if (status == FORM_CONTRADICTED)
		str_printf(out, " (%s)", form_status_text(status, lang));
}

void
fill_masked(struct str *out)
{
	/* always as long: the length of a number says something too */
	str_add(out, "••••••");
}
