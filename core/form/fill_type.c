/* Is an answer of the type that its question asks for? */
#include "core/form/fill_priv.h"

#include "core/base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

void
fill_problem_say(const struct err *e, struct text *out)
{
	struct str vi = STR_INIT, en = STR_INIT;

	text_done(out);
	err_text(e, LANG_VI, false, &vi);
	err_text(e, LANG_EN, false, &en);
	out->vi = str_steal(&vi);
	out->en = str_steal(&en);
}

/* Always false, so that a check is one line. */
bool
fill_problem(struct fill_problem *p, enum fill_reason reason, enum err_code code,
    const char *a, const char *b)
{
	struct err e = ERR_INIT;

	err_set(&e, code, a, b, NULL);
	p->reason = reason;
	fill_problem_say(&e, &p->text);
	err_done(&e);
	return false;
}

/* The form's own sentence where it has one. */
bool
fill_problem_own(struct fill_problem *p, enum fill_reason reason,
    const struct text *own, enum err_code code)
{
	fill_problem(p, reason, code, NULL, NULL);
	if (own->vi != NULL) {
		text_done(&p->text);
		p->text.vi = xstrdup(own->vi);
		p->text.en = xstrdup(own->en);
	}
	return false;
}

static bool
check_length(const struct form_item *it, const json_t *v,
    struct fill_problem *p)
{
	char max[24];

	if (utf8_letters(json_string_value(v), json_string_length(v)) <=
	    it->max_length)
		return true;
	snprintf(max, sizeof(max), "%zu", it->max_length);
	return fill_problem(p, FILL_TOO_LONG, ERR_FILL_TOO_LONG, max, NULL);
}

/* How the allowed precisions look, for the sentence. */
static void
precision_words(unsigned bits, struct str *out)
{
	static const struct { unsigned bit; const char *shape; } words[] = {
		{ FORM_DAY, "31/12/1999" }, { FORM_MONTH, "12/1999" },
		{ FORM_YEAR, "1999" },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!(bits & words[i].bit))
			continue;
		if (out->len > 0)
			str_add(out, "; ");
		str_add(out, words[i].shape);
	}
}

static bool
check_date(const struct form_item *it, const json_t *answer,
    const json_t *v, struct fill_problem *p)
{
	unsigned precision = json_is_string(v) ?
	    fill_date_precision(json_string_value(v)) : 0;
	struct str words = STR_INIT;

	if (precision == 0)
		return fill_problem(p, FILL_TYPE, ERR_FILL_DATE, NULL, NULL);
	if (!(it->precision & precision)) {
		precision_words(it->precision, &words);
		fill_problem(p, FILL_TYPE, ERR_FILL_PRECISION, str_text(&words),
		    NULL);
		str_done(&words);
		return false;
	}
	if (!it->estimated && json_is_true(json_object_get(answer,
	    "estimated")))
		return fill_problem(p, FILL_TYPE, ERR_FILL_ESTIMATED, NULL, NULL);
	return true;
}

bool
fill_allows(const struct fill *fill, const struct place *at,
    const struct form_choice *choice)
{
	const struct form_item *it = at->item;
	struct expr_env env;
	struct expr_value v;
	bool truth;

	/* what or_other adds has no columns to filter by */
	if (it->choice_filter == NULL || (it->or_other &&
	    str_eq(choice->code, FORM_OTHER)))
		return true;
	fill_env(fill, at, &env);
	env.current = env.here;
	env.has_current = true;
	env.here = answers_choice(it->list, 0, choice);
	if (!expr_eval(it->choice_filter, &env, &v, NULL))
		return false;
	truth = expr_to_boolean(&v);
	expr_value_done(&v);
	return truth;
}

static bool
check_code(const struct fill *fill, const struct place *at, const json_t *v,
    struct fill_problem *p)
{
	struct form_choice choice;
	const char *code = json_string_value(v);

	if (code == NULL)
		return fill_problem(p, FILL_TYPE, ERR_FILL_CHOICE, "?", NULL);
	if (!form_choice_find(at->item, fill->lists, code, &choice) ||
	    !fill_allows(fill, at, &choice))
		return fill_problem(p, FILL_UNKNOWN_CHOICE, ERR_FILL_CHOICE, code,
		    NULL);
	if (!fill_in_force(fill, at->item, &choice))
		return fill_problem(p, FILL_UNKNOWN_CHOICE,
		    ERR_FILL_NOT_IN_FORCE, form_choice_text(&choice, LANG_VI),
		    NULL);
	return true;
}

/* All choices that the filter lets through, each of them once. */
static bool
check_rank(const struct fill *fill, const struct place *at, const json_t *v,
    struct fill_problem *p)
{
	size_t n = form_choice_count(at->item, fill->lists), want = 0;
	struct form_choice choice;

	for (size_t i = 0; i < n; i++)
		want += form_choice_at(at->item, fill->lists, i, &choice) &&
		    fill_in_force(fill, at->item, &choice) &&
		    fill_allows(fill, at, &choice);
	return json_array_size(v) == want ||
	    fill_problem(p, FILL_TYPE, ERR_FILL_RANK, NULL, NULL);
}

static bool
check_range(const struct form_item *it, const json_t *v,
    struct fill_problem *p)
{
	double x = json_number_value(v), k;
	struct str text[3] = { STR_INIT, STR_INIT, STR_INIT };
	struct err e = ERR_INIT;

	k = (x - it->range_start) / it->range_step;
	if (json_is_number(v) && x >= it->range_start - 1e-9 &&
	    x <= it->range_end + 1e-9 &&
	    fabs(k - round(k)) <= 1e-9 * fmax(1, fabs(k)))
		return true;
	expr_write_number(&text[0], it->range_start);
	expr_write_number(&text[1], it->range_end);
	expr_write_number(&text[2], it->range_step);
	err_set(&e, ERR_FILL_RANGE, str_text(&text[0]), str_text(&text[1]),
	    str_text(&text[2]), NULL);
	p->reason = FILL_TYPE;
	fill_problem_say(&e, &p->text);
	err_done(&e);
	for (size_t i = 0; i < ARRAY_LEN(text); i++)
		str_done(&text[i]);
	return false;
}

static bool
is_time(const char *s)
{
	return s != NULL && strlen(s) == 5 && s[2] == ':' &&
	    strspn(s, DIGITS) == 2 && strspn(s + 3, DIGITS) == 2 &&
	    strncmp(s, "24", 2) < 0 && s[3] < '6';
}

/* One "lat lon [altitude [accuracy]]". */
static bool
is_point(const char *s, size_t len)
{
	static const double most[] = { 90, 180, 1e5, 1e7 };
	char *copy = xstrndup(s, len), *p = copy;
	size_t n = 0;
	bool ok = true;

	for (p += strspn(p, " "); *p != '\0' && ok; n++) {
		size_t word = strcspn(p, " ");
		char *next = p + word + (p[word] != '\0');

		p[word] = '\0';
		ok = n < ARRAY_LEN(most) &&
		    fabs(expr_read_number(p)) <= most[n];
		p = next + strspn(next, " ");
	}
	free(copy);
	return ok && n >= 2;
}

/* A point; a trace of two or more; an area of three, closed or not. */
static bool
is_geo(const struct form_item *it, const char *s)
{
	size_t points = 0;

	if (s == NULL || strlen(s) > 20000)
		return false;
	for (s += strspn(s, " ;"); *s != '\0'; s += strspn(s, " ;")) {
		size_t len = strcspn(s, ";");

		if (!is_point(s, len))
			return false;
		points++;
		s += len;
	}
	return it->shape == FORM_POINT ? points == 1 :
	    points >= (it->shape == FORM_TRACE ? 2u : 3u);
}

/* An attachment's id; whether there is such a one the domain knows. */
static bool
is_file(const char *s)
{
	size_t n = s != NULL ? strspn(s, DIGITS "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ_.-") : 0;

	return n > 0 && n <= 200 && s[n] == '\0';
}

/* Types whose value is a text of a certain shape. */
static bool
check_shape(const struct form_item *it, const json_t *v,
    struct fill_problem *p)
{
	const char *s = json_string_value(v);

	switch (it->type) {
	case FORM_TIME:
		return is_time(s) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_TIME, NULL, NULL);
	case FORM_DATE_TIME:
		return (s != NULL && fill_is_date_time(s)) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_DATE_TIME, NULL, NULL);
	case FORM_ACKNOWLEDGE:
		return str_eq(s, "OK") || fill_problem(p, FILL_TYPE,
		    ERR_FILL_ACKNOWLEDGE, NULL, NULL);
	case FORM_GEO:
		return is_geo(it, s) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_GEO, NULL, NULL);
	case FORM_FILE:
		return is_file(s) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_FILE, NULL, NULL);
	case FORM_YES_NO:
		return str_eq(s, "yes") || str_eq(s, "no") ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_YES_NO, NULL, NULL);
	default:
		/* computed: never an object or an array of its own */
		return !json_is_object(v) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_TEXT, NULL, NULL);
	}
}

static bool
check_codes(const struct fill *fill, const struct place *at, const json_t *v,
    struct fill_problem *p)
{
	size_t n = json_array_size(v);

	if (!json_is_array(v) || n > 1000)
		return fill_problem(p, FILL_TYPE, ERR_FILL_CHOICES, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_array_get(v, i);

		for (size_t k = 0; k < i; k++)
			if (json_equal(one, json_array_get(v, k)))
				return fill_problem(p, FILL_TYPE,
				    ERR_FILL_CHOICES, NULL, NULL);
		if (!check_code(fill, at, one, p))
			return false;
	}
	return true;
}

bool
fill_type_check(const struct fill *fill, const struct place *at,
    const json_t *answer, const json_t *v, struct fill_problem *p)
{
	const struct form_item *it = at->item;
	double x = json_number_value(v);

	switch (it->type) {
	case FORM_TEXT:
	case FORM_BARCODE:
		return json_is_string(v) ? check_length(it, v, p) :
		    fill_problem(p, FILL_TYPE, ERR_FILL_TEXT, NULL, NULL);
	case FORM_INTEGER:
		return (json_is_number(v) && x == floor(x)) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_INTEGER, NULL, NULL);
	case FORM_DECIMAL:
		return json_is_number(v) ||
		    fill_problem(p, FILL_TYPE, ERR_FILL_DECIMAL, NULL, NULL);
	case FORM_DATE:
		return check_date(it, answer, v, p);
	case FORM_SELECT_ONE:
		return check_code(fill, at, v, p);
	case FORM_SELECT_MULTIPLE:
		return check_codes(fill, at, v, p);
	case FORM_RANGE:
		return check_range(it, v, p);
	case FORM_RANK:
		return check_codes(fill, at, v, p) &&
		    check_rank(fill, at, v, p);
	default:
		return check_shape(it, v, p);
	}
}
