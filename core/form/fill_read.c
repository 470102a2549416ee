/* Text that an officer types, read as an answer. */
#include "core/form/fill_priv.h"

#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BLANK " \t\r\n"
#define DIGITS "0123456789"

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

int
fill_read_age(const char *typed)
{
	static const char *const before[] = { "khoang", "about", "chung",
	    "~" };
	static const char *const after[] = { "tuoi", "t", "years old",
	    "years", "y" };
	struct str folded = STR_INIT;
	const char *s;
	size_t digits;
	bool said = false;
	int age = -1;

	vn_fold(&folded, typed);
	s = str_text(&folded) + strspn(str_text(&folded), BLANK);
	if (typed[strspn(typed, BLANK)] == '~') {
		said = true;
		s += strspn(s, "~" BLANK);
	}
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (strncmp(s, before[i], strlen(before[i])) == 0) {
			said = true;
			s += strlen(before[i]);
			s += strspn(s, BLANK);
		}
	digits = strspn(s, DIGITS);
	if (digits > 0 && digits < 4) {
		age = (int)strtol(s, NULL, 10);
		s += digits;
		s += strspn(s, BLANK);
		for (size_t i = 0; i < ARRAY_LEN(after) && *s != '\0'; i++)
			if (str_eq(s, after[i])) {
				said = true;
				s += strlen(s);
			}
	}
	if (!said || *s != '\0' || age > 120)
		age = -1;
	str_done(&folded);
	return age;
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

/* "1.234.567" or "1,234,567" where such points are shown: without them. */
static void
drop_thousands(char *s)
{
	size_t n = strspn(s, "+-"), group = strspn(s + n, DIGITS);
	char *to;

	if (group == 0 || group > 3)
		return;
	for (n += group; s[n] != '\0'; n += 4)
		if ((s[n] != '.' && s[n] != ',') ||
		    strspn(s + n + 1, DIGITS) < 3)
			return;
	to = s;
	for (const char *p = s; *p != '\0'; p++)
		if (*p != '.' && *p != ',')
			*to++ = *p;
	*to = '\0';
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

/* "14:30", "14h30", "14 giờ 30", "14h", "1430"; -1 for anything else. */
static int
minute_of(const char *s)
{
	static const char *const between[] = { ":", "h", "H", "g", ".",
	    " giờ ", " giờ", "giờ" };
	size_t hour = strspn(s, DIGITS), len = 0, digits;
	long h, m = 0;

	if (hour == 4 && s[4] == '\0') {
		h = strtol(s, NULL, 10);
		return h / 100 < 24 && h % 100 < 60 ?
		    (int)(h / 100 * 60 + h % 100) : -1;
	}
	if (hour == 0 || hour > 2)
		return -1;
	h = strtol(s, NULL, 10);
	for (size_t i = 0; i < ARRAY_LEN(between) && len == 0; i++)
		if (strncmp(s + hour, between[i], strlen(between[i])) == 0)
			len = strlen(between[i]);
	digits = strspn(s + hour + len, DIGITS);
	if (len == 0 || s[hour + len + digits] != '\0' ||
	    (digits != 2 && (digits != 0 || s[hour] == ':')))
		return -1;
	if (digits == 2)
		m = strtol(s + hour + len, NULL, 10);
	return h < 24 && m < 60 ? (int)(h * 60 + m) : -1;
}

static json_t *
read_time(const char *s, struct err *e)
{
	int minute = minute_of(s);
	char text[16];

	if (minute < 0) {
		err_set(e, ERR_FILL_TIME, NULL);
		return NULL;
	}
	snprintf(text, sizeof(text), "%02d:%02d", minute / 60, minute % 60);
	return json_string(text);
}

/* "31/12/1999 14:30", "14:30 31/12/1999", or ISO with its offset. */
static json_t *
read_date_time(const char *s, struct err *e)
{
	const char *blank = strchr(s, ' ');
	json_t *made = NULL, *day = NULL;
	char *first;
	int minute;

	if (fill_is_date_time(s))
		return json_pack("s+", s, strchr("Zz", s[strlen(s) - 1]) !=
		    NULL || strpbrk(s + 11, "+-") != NULL ? "" : "+07:00");
	for (; blank != NULL && made == NULL; blank = strchr(blank + 1, ' ')) {
		first = xstrndup(s, (size_t)(blank - s));
		minute = minute_of(first);
		day = read_date(minute >= 0 ? blank + 1 : first, NULL);
		if (minute < 0)
			minute = minute_of(blank + 1);
		if (day != NULL && minute >= 0 &&
		    json_string_length(day) == 10)
			made = json_sprintf("%sT%02d:%02d+07:00",
			    json_string_value(day), minute / 60, minute % 60);
		json_decref(day);
		free(first);
	}
	if (made == NULL)
		err_set(e, ERR_FILL_DATE_TIME, NULL);
	return made;
}

static json_t *
read_acknowledged(const char *s, struct err *e)
{
	json_t *yes = strcasecmp(s, "ok") == 0 ? json_string("yes") :
	    read_yes_no(s, NULL);
	bool ok = str_eq(json_string_value(yes), "yes");

	json_decref(yes);
	if (!ok)
		err_set(e, ERR_FILL_ACKNOWLEDGE, NULL);
	return ok ? json_string("OK") : NULL;
}

static json_t *
read_as(const struct form_item *item, char *s, struct err *e)
{
	switch (item->type) {
	case FORM_INTEGER:
		if (item->look & LOOK_THOUSANDS_SEP)
			drop_thousands(s);
		return read_number(s, true, e);
	case FORM_DECIMAL:
	case FORM_RANGE:
		return read_number(s, false, e);
	case FORM_DATE:
		return read_date(s, e);
	case FORM_TIME:
		return read_time(s, e);
	case FORM_DATE_TIME:
		return read_date_time(s, e);
	case FORM_YES_NO:
		return read_yes_no(s, e);
	case FORM_ACKNOWLEDGE:
		return read_acknowledged(s, e);
	case FORM_SELECT_MULTIPLE:
	case FORM_RANK:
		return read_codes(s);
	case FORM_BARCODE:
		/* a scanner ends its burst with these */
		s[strcspn(s, "\r\n")] = '\0';
		return json_string(s);
	default:
		return json_string(s);
	}
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
	made = read_as(item, s, e);
	free(s);
	return made;
}
