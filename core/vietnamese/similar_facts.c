/* How alike two dates and two identity numbers are. */
#include "core/vietnamese/similar.h"

#include "core/base/edits.h"
#include "core/base/when.h"

#include <string.h>

/* Day and month changed places, or one digit of a full date is another. */
static bool
date_slip(const char *a, const char *b)
{
	size_t other = 0;

	if (strlen(a) != 10 || strlen(b) != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		other += a[i] != b[i];
	return other == 1 || (strncmp(a, b, 5) == 0 &&
	    strncmp(a + 5, b + 8, 2) == 0 && strncmp(a + 8, b + 5, 2) == 0);
}

struct similarity
similar_dates(const char *a, bool a_estimated, const char *b,
    bool b_estimated)
{
	day_t a1, a2, b1, b2, gap;

	if (!day_span(a, &a1, &a2) || !day_span(b, &b1, &b2))
		return (struct similarity){ 0, 0 };
	if (a1 == b1 && a2 == b2)
		return (struct similarity){ 100, SIMILAR_EXACT };
	if (a1 <= b2 && b1 <= a2)
		return (struct similarity){ 85, SIMILAR_WIDER };
	gap = a1 > b2 ? a1 - b2 : b1 - a2;
	if ((a_estimated || b_estimated) && gap <= SIMILAR_LEEWAY * 366)
		return (struct similarity){ 60, SIMILAR_ESTIMATED };
	if (date_slip(a, b))
		return (struct similarity){ 40, SIMILAR_TYPED };
	return (struct similarity){ 0, 0 };
}

/* ---- numbers ---- */

void
similar_number_key(struct str *out, const char *number)
{
	for (; number != NULL && *number != '\0'; number++) {
		char c = *number;

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
			str_addc(out, c);
	}
}

static bool
is_tail(const struct str *longer, const struct str *shorter)
{
	return longer->len == 12 && shorter->len == 9 &&
	    strcmp(longer->buf + 3, shorter->buf) == 0;
}

struct similarity
similar_numbers(const char *a, const char *b)
{
	struct str ka = STR_INIT, kb = STR_INIT;
	struct similarity s = { 0, 0 };

	similar_number_key(&ka, a);
	similar_number_key(&kb, b);
	if (ka.len > 0 && kb.len > 0) {
		if (strcmp(ka.buf, kb.buf) == 0)
			s = (struct similarity){ 100, SIMILAR_EXACT };
		else if (is_tail(&ka, &kb) || is_tail(&kb, &ka))
			s = (struct similarity){ 80, SIMILAR_TAIL };
		else if (ka.len >= 6 && kb.len >= 6 &&
		    edits_between(ka.buf, kb.buf, 1) <= 1)
			s = (struct similarity){ 70, SIMILAR_TYPED };
	}
	str_done(&ka);
	str_done(&kb);
	return s;
}
