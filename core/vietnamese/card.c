/*
 * The QR code of the Vietnamese identity card of 2021:
 *
 *	number|old number|NAME|DDMMYYYY|Nam or Nữ|address|DDMMYYYY issued
 *
 * Some cards and programs leave the old number out, write dates with
 * strokes, or add fields behind; a scanner types it as keystrokes, through
 * whatever keyboard layout and input method are on (scan.h).
 */
#include "core/vietnamese/card.h"

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/vietnamese/citizen.h"
#include "core/vietnamese/fold.h"
#include "core/vietnamese/mrz.h"
#include "core/vietnamese/paper.h"
#include "core/vietnamese/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 7
#define FEWEST_FIELDS 6

struct qr {
	char *field[FIELDS + 1];	/* owned; the last stays NULL */
	size_t n;			/* also counts those not kept */
};

/* ---- the text ---- */

/*
 * Adds the text as UTF-8 without byte order marks, scanner framing and other
 * control characters; tabs become blanks.  True when bytes were damaged.
 */
static bool
clean_bytes(struct str *out, const char *text, size_t len)
{
	bool damaged = false;
	char bytes[4];
	uint32_t cp;

	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_decode(text + at, len - at, &cp);
		if (cp == '\t')
			cp = ' ';
		if (cp == 0xfeff || cp == 0x7f ||
		    (cp < ' ' && cp != '\n' && cp != '\r'))
			continue;
		damaged = damaged || cp == 0xfffd;
		str_addn(out, bytes, utf8_encode(cp, bytes));
	}
	return damaged;
}

/* Blanks of any kind become one space, none at the ends; the caller's. */
static char *
tidy(const char *s, size_t n)
{
	struct str out = STR_INIT;
	bool owed = false;
	uint32_t cp;

	for (size_t at = 0, len; at < n; at += len) {
		len = utf8_decode(s + at, n - at, &cp);
		if (cp <= ' ' || cp == 0xa0 || cp == 0x3000) {
			owed = out.len > 0;
			continue;
		}
		if (owed)
			str_addc(&out, ' ');
		owed = false;
		str_addn(&out, s + at, len);
	}
	return str_steal(&out);
}

static size_t
count_bars(const char *s, size_t n)
{
	size_t bars = 0;

	for (size_t i = 0; i < n; i++)
		bars += s[i] == '|';
	return bars;
}

/*
 * Scanners that stutter type a card twice: the first line that is a whole
 * card counts, all of it when none is.  False: another card follows.
 */
static bool
one_card(const char *text, char **out, struct err *e)
{
	char *card = NULL;
	bool same = true;

	for (const char *at = text; *at != '\0' && same;) {
		size_t n = strcspn(at, "\r\n");

		if (count_bars(at, n) >= FEWEST_FIELDS - 1) {
			char *line = tidy(at, n);

			same = card == NULL || strcmp(card, line) == 0;
			if (card == NULL)
				card = line;
			else
				free(line);
		}
		at += n + (at[n] != '\0');
	}
	if (!same) {
		free(card);
		return err_set(e, ERR_ID_TWO_CARDS, NULL);
	}
	*out = card != NULL ? card : tidy(text, strlen(text));
	return true;
}

static void
split(struct qr *qr, const char *text)
{
	for (const char *at = text;; at++) {
		size_t n = strcspn(at, "|");

		if (qr->n < FIELDS)
			qr->field[qr->n] = tidy(at, n);
		qr->n++;
		at += n;
		if (*at == '\0')
			return;
	}
}

static void
qr_done(struct qr *qr)
{
	for (size_t i = 0; i < FIELDS; i++)
		free(qr->field[i]);
}

/* ---- the fields ---- */

/* The digits of s up to something else, at most `max`; -1 for none. */
static int
digits(const char **s, int max)
{
	int value = 0, n;

	for (n = 0; n < max && **s >= '0' && **s <= '9'; n++)
		value = value * 10 + (*(*s)++ - '0');
	return n == 0 ? -1 : value;
}

static bool
is_stroke(char c)
{
	return c == '/' || c == '-' || c == '.';
}

/* DD/MM/YYYY and the same with other strokes, or YYYY-MM-DD. */
static bool
read_parts(const char *s, int part[3])
{
	bool year_first = strspn(s, "0123456789") == 4;
	char stroke = '\0';

	for (int i = 0; i < 3; i++) {
		int at = year_first ? 2 - i : i;

		part[at] = digits(&s, at == 2 ? 4 : 2);
		if (part[at] < 0)
			return false;
		if (i == 2)
			break;
		if (!is_stroke(*s) || (stroke != '\0' && *s != stroke))
			return false;
		stroke = *s++;
	}
	return *s == '\0';
}

/* Day and month 00 are not known, and so may both be left out. */
static bool
read_date(const char *s, struct paper_date *out)
{
	size_t n = strspn(s, "0123456789");
	int part[3] = { 0 };

	if (s[n] != '\0') {
		if (!read_parts(s, part))
			return false;
	} else if (n == 8) {
		part[0] = digits(&s, 2);
		part[1] = digits(&s, 2);
		part[2] = digits(&s, 4);
	} else if (n == 4) {
		part[2] = digits(&s, 4);
	} else {
		return false;
	}
	*out = (struct paper_date){ part[2], part[1], part[0] };
	return paper_date_valid(*out);
}

/* Input methods cost marks, not letters: Nữ also comes as Nu or NU. */
static const char *
read_sex(const char *s)
{
	struct str folded = STR_INIT;
	const char *sex = NULL;

	vn_fold(&folded, s);
	if (strcmp(str_text(&folded), "nam") == 0)
		sex = "male";
	else if (strcmp(str_text(&folded), "nu") == 0)
		sex = "female";
	else if (strcmp(str_text(&folded), "khac") == 0)
		sex = "other";
	str_done(&folded);
	return sex;
}

/* How much speaks for the date of birth standing in field i. */
static int
likeness(const struct qr *qr, size_t i)
{
	struct paper_date d;

	return (qr->field[i] != NULL && read_date(qr->field[i], &d) ? 2 : 0) +
	    (qr->field[i + 1] != NULL && read_sex(qr->field[i + 1]) ? 1 : 0);
}

static bool
is_number(const char *s, size_t a, size_t b)
{
	size_t n = strlen(s);

	return strspn(s, "0123456789") == n && (n == a || n == b);
}

/* Only blanks and points go: "001 190 000 001". */
static void
squeeze(char *number)
{
	char *to = number;

	for (const char *at = number; *at != '\0'; at++)
		if (*at != ' ' && *at != '.')
			*to++ = *at;
	*to = '\0';
}

static void
put_number(json_t *paper, const char *number)
{
	if (*number == '\0')
		paper_warn(paper, ERR_ID_NUMBER_MISSING, NULL);
	else
		paper_check(paper, "number_form", is_number(number, 12, 12),
		    ERR_ID_NUMBER_FORM);
	paper_set(paper, "number", number);
}

static void
put_old_number(json_t *paper, const char *old)
{
	if (old != NULL && *old != '\0' && !is_number(old, 9, 12))
		paper_warn(paper, ERR_ID_OLD_NUMBER_FORM, NULL);
	paper_set(paper, "old_number", old);
}

static const char *
put_sex(json_t *paper, const char *text)
{
	const char *sex = text != NULL ? read_sex(text) : NULL;

	if (text == NULL || *text == '\0')
		paper_warn(paper, ERR_ID_SEX_NOT_STATED, NULL);
	else if (sex == NULL)
		paper_warn(paper, ERR_ID_SEX_UNREADABLE, NULL);
	paper_set(paper, "sex", sex);
	return sex;
}

struct date_words {
	const char *key;
	enum err_code missing, unreadable, future;
};

static bool
put_date(json_t *paper, const struct date_words *words, const char *text,
    day_t today, struct paper_date *out)
{
	paper_set(paper, words->key, NULL);
	if (text == NULL || *text == '\0') {
		paper_warn(paper, words->missing, NULL);
		return false;
	}
	if (!read_date(text, out)) {
		paper_warn(paper, words->unreadable, text, NULL);
		return false;
	}
	if (paper_date_after(*out, today))
		paper_warn(paper, words->future, NULL);
	paper_set_date(paper, words->key, *out);
	return true;
}

static void
put_dates(json_t *paper, const char *birth_text, const char *issue_text,
    day_t today)
{
	static const struct date_words birth_words = {
		"birth_date", ERR_ID_BIRTH_NOT_STATED,
		ERR_ID_BIRTH_UNREADABLE, ERR_ID_BIRTH_FUTURE
	}, issue_words = {
		"issue_date", ERR_ID_ISSUE_NOT_STATED,
		ERR_ID_ISSUE_UNREADABLE, ERR_ID_ISSUE_FUTURE
	};
	struct paper_date birth, issue;
	bool has_birth = put_date(paper, &birth_words, birth_text, today,
	    &birth);

	if (put_date(paper, &issue_words, issue_text, today, &issue) &&
	    has_birth && issue.day != 0 && paper_date_after(birth,
	    day_from_civil((struct civil){ issue.year, issue.month,
	    issue.day })))
		paper_warn(paper, ERR_ID_ISSUE_BEFORE_BIRTH, NULL);
}

/* `birth` is the field of the date of birth: 3, or 2 without old number. */
static json_t *
fill(struct qr *qr, size_t birth, bool damaged, day_t today)
{
	json_t *paper = paper_new("cccd-qr");
	const char *sex, *name = qr->field[birth - 1];

	/* What a terminal cannot send comes as "?". */
	if (damaged || strchr(name, '?') != NULL ||
	    (qr->field[birth + 2] != NULL &&
	    strchr(qr->field[birth + 2], '?') != NULL))
		paper_warn(paper, ERR_ID_DAMAGED, NULL);
	put_number(paper, qr->field[0]);
	put_old_number(paper, birth == 3 ? qr->field[1] : NULL);
	if (*name == '\0')
		paper_warn(paper, ERR_ID_NAME_MISSING, NULL);
	paper_set(paper, "full_name", name);
	sex = put_sex(paper, qr->field[birth + 1]);
	paper_set(paper, "address", qr->field[birth + 2]);
	put_dates(paper, qr->field[birth], qr->field[birth + 3], today);
	citizen_compare(paper, qr->field[0], sex,
	    json_string_value(json_object_get(paper, "birth_date")));
	return paper;
}

static json_t *
refuse_few(const struct qr *qr, struct err *e)
{
	char *n = xasprintf("%zu", qr->n);

	err_set(e, ERR_ID_FIELDS, n, NULL);
	free(n);
	return NULL;
}

static json_t *
read_fields(struct qr *qr, bool damaged, day_t today, struct err *e)
{
	int with_old, without;
	size_t birth;

	if (qr->n < FEWEST_FIELDS)
		return refuse_few(qr, e);
	/* Scanners that announce the kind of code put "]Q1" in front. */
	if (strncmp(qr->field[0], "]Q", 2) == 0 && qr->field[0][2] != '\0')
		memmove(qr->field[0], qr->field[0] + 3,
		    strlen(qr->field[0] + 3) + 1);
	squeeze(qr->field[0]);
	with_old = likeness(qr, 3);
	without = likeness(qr, 2);
	if (with_old == 0 && without == 0 && !is_number(qr->field[0], 9, 12)) {
		err_set(e, ERR_ID_UNREADABLE, NULL);
		return NULL;
	}
	if (with_old == without)
		birth = qr->n >= FIELDS ? 3 : 2;
	else
		birth = with_old > without ? 3 : 2;
	if (birth == 3)
		squeeze(qr->field[1]);
	return fill(qr, birth, damaged, today);
}

static json_t *
read_qr(const char *text, bool damaged, day_t today, struct err *e)
{
	struct qr qr = { { NULL }, 0 };
	char *card = NULL;
	json_t *paper = NULL;

	if (!one_card(text, &card, e))
		return NULL;
	split(&qr, card);
	paper = read_fields(&qr, damaged, today, e);
	qr_done(&qr);
	free(card);
	return paper;
}

/* The text as it was meant, NFC, the caller's; NULL when there is none. */
static char *
mended(const char *text, size_t len, struct scan_repair *done, bool *damaged)
{
	struct str clean = STR_INIT, mend = STR_INIT, out = STR_INIT;
	char *nfc;

	*damaged = clean_bytes(&clean, text, len);
	scan_mend(str_text(&clean), clean.len, &mend, done);
	(void)clean_bytes(&out, str_text(&mend), mend.len);
	nfc = utf8_nfc(str_text(&out), out.len);
	str_done(&clean);
	str_done(&mend);
	str_done(&out);
	return nfc;
}

json_t *
card_read(const char *text, size_t len, day_t today, struct err *e)
{
	struct scan_repair done;
	json_t *paper = NULL;
	char limit[16], *nfc;
	bool damaged;

	if (len > CARD_TEXT_MAX) {
		snprintf(limit, sizeof(limit), "%d", CARD_TEXT_MAX);
		err_set(e, ERR_ID_TOO_LONG, limit, NULL);
		return NULL;
	}
	nfc = mended(text, len, &done, &damaged);
	if (nfc == NULL)
		err_set(e, ERR_ID_UNREADABLE, NULL);
	else if (nfc[strspn(nfc, " \r\n")] == '\0')
		err_set(e, ERR_ID_EMPTY, NULL);
	else if (strchr(nfc, '|') != NULL)
		paper = read_qr(nfc, damaged, today, e);
	else
		paper = mrz_read(nfc, today, e);
	if (paper != NULL && done.encoding)
		paper_warn(paper, ERR_ID_ENCODING, NULL);
	if (paper != NULL && done.layout)
		paper_warn(paper, ERR_ID_LAYOUT, NULL);
	free(nfc);
	return paper;
}
