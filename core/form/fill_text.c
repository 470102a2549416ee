/* Text that an officer types, and text to show for an answer. */
#include "core/form/fill_priv.h"

#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANK " \t\r\n"
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

/* Up to three numbers with / - or . between; 0 for anything else. */
static int
split_date(const char *s, long part[3], size_t width[3])
{
	int n = 0;

	for (;; s++) {
		size_t len = strspn(s, DIGITS);

		if (n == 3 || len == 0 || len > 4)
			return 0;
		part[n] = strtol(s, NULL, 10);
		width[n++] = len;
		s += len;
		if (*s == '\0')
			return n;
		if (strchr("/-.", *s) == NULL)
			return 0;
	}
}

/* D/M/YYYY, M/YYYY, YYYY, or ISO; a year always has four digits. */
static json_t *
read_date(const char *s, struct err *e)
{
	long part[3] = { 0 };
	size_t width[3] = { 0 };
	int n = split_date(s, part, width), year = -1;
	char iso[40] = "";

	if (n > 0 && width[0] == 4)
		year = 0;
	else if (n > 1 && width[n - 1] == 4)
		year = n - 1;
	if (year == 0 && n == 3)
		snprintf(iso, sizeof(iso), "%04ld-%02ld-%02ld", part[0],
		    part[1], part[2]);
	else if (year == 2)
		snprintf(iso, sizeof(iso), "%04ld-%02ld-%02ld", part[2],
		    part[1], part[0]);
	else if (n == 2 && year >= 0)
		snprintf(iso, sizeof(iso), "%04ld-%02ld", part[year],
		    part[1 - year]);
	else if (n == 1 && year == 0)
		snprintf(iso, sizeof(iso), "%04ld", part[0]);
	if (fill_date_precision(iso) == 0) {
		err_set(e, ERR_FILL_DATE, NULL);
		return NULL;
	}
	return json_string(iso);
}

static json_t *
read_number(const char *s, bool whole, struct err *e)
{
	char *copy = xstrdup(s), *comma = strchr(copy, ',');
	double x;

	if (comma != NULL)
		*comma = '.';
	x = expr_read_number(copy);
	free(copy);
	if (isnan(x) || isinf(x) || (whole && (x != floor(x) ||
	    fabs(x) > 9e15 || strpbrk(s, ".,") != NULL))) {
		err_set(e, whole ? ERR_FILL_INTEGER : ERR_FILL_DECIMAL, NULL);
		return NULL;
	}
	return whole ? json_integer((json_int_t)x) : json_real(x);
}

static json_t *
read_yes_no(const char *s, struct err *e)
{
	static const char *const yes[] = { "yes", "y", "co", "c" };
	static const char *const no[] = { "no", "n", "khong", "k" };
	struct str folded = STR_INIT;
	json_t *made = NULL;

	vn_fold(&folded, s);
	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (strcmp(str_text(&folded), yes[i]) == 0)
			made = json_string("yes");
		else if (strcmp(str_text(&folded), no[i]) == 0)
			made = json_string("no");
	}
	str_done(&folded);
	if (made == NULL)
		err_set(e, ERR_FILL_YES_NO, NULL);
	return made;
}

static json_t *
read_codes(const char *s)
{
	json_t *codes = json_array();

	for (s += strspn(s, BLANK ",;"); *s != '\0';
	    s += strspn(s, BLANK ",;")) {
		size_t n = strcspn(s, BLANK ",;");

		json_array_append_new(codes, json_stringn(s, n));
		s += n;
	}
	return codes;
}

json_t *
fill_read(const struct form_item *item, const char *typed, struct err *e)
{
	size_t n = strlen(typed);
	const char *from = typed + strspn(typed, BLANK);
	json_t *made;
	char *s;

	while (n > 0 && strchr(BLANK, typed[n - 1]) != NULL)
		n--;
	n = typed + n > from ? (size_t)(typed + n - from) : 0;
	s = utf8_nfc(from, n);
	if (s == NULL) {
		err_set(e, ERR_FILL_TEXT, NULL);
		return NULL;
	}
	switch (item->type) {
	case FORM_INTEGER:
	case FORM_DECIMAL:
		made = read_number(s, item->type == FORM_INTEGER, e);
		break;
	case FORM_DATE:
		made = read_date(s, e);
		break;
	case FORM_YES_NO:
		made = read_yes_no(s, e);
		break;
	case FORM_SELECT_MULTIPLE:
		made = read_codes(s);
		break;
	default:
		made = json_string(s);
	}
	free(s);
	return made;
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
	else if (s != NULL && (item->type == FORM_SELECT_ONE ||
	    item->type == FORM_SELECT_MULTIPLE || item->type == FORM_YES_NO) &&
	    form_choice_find(item, lists, s, &choice))
		str_add(out, form_choice_text(&choice, lang));
	else if (s != NULL)
		str_add(out, s);
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
		show_value(json_array_get(v, i), item, lists, lang, false,
		    out);
	}
	if (status == FORM_CONTRADICTED)
		str_printf(out, " (%s)", form_status_text(status, lang));
}
