/* The type column, and parameters, whose words depend on the type. */
#include "core/exchange/xlsform_priv.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One blank for each run of them, `small` in small letters. */
static char *
tidy(const char *text, bool small, char blank)
{
	struct str s = STR_INIT;
	bool gap = false;

	for (; *text != '\0'; text++) {
		if (isspace((unsigned char)*text)) {
			gap = s.len > 0;
			continue;
		}
		if (gap)
			str_addc(&s, blank);
		gap = false;
		str_addc(&s, (char)(small && (unsigned char)*text < 0x80 ?
		    tolower((unsigned char)*text) : *text));
	}
	return str_steal(&s);
}

static void
say(struct xls *x, const struct made *m, size_t col, enum err_code code,
    const char *a, const char *b)
{
	xls_say(x, x->survey.sheet, m->row, col, code, a, b);
}

static const char *
file_end(const char *list)
{
	static const char *const ends[] = { ".csv", ".xml", ".geojson" };
	size_t n = strlen(list);

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (n > strlen(ends[i]) && strcmp(list + n - strlen(ends[i]),
		    ends[i]) == 0)
			return list + n - strlen(ends[i]);
	return NULL;
}

/* Choices of a file: a list of forms/lists. */
static void
from_file(struct xls *x, struct made *m, const char *list, size_t col)
{
	const char *end = file_end(list);
	char *base = xstrndup(list, (size_t)(end - list)), *code = NULL;

	if (!name_made(base, &code))
		say(x, m, col, ERR_XLS_TYPE, list, NULL);
	else if (x->lists != NULL && !x->lists->exists(x->lists->ctx, code))
		say(x, m, col, LOST_XLS_FILE, list, code);
	made_set(m, "list", MADE_CODE, code, col);
	m->outside = true;
	free(code);
	free(base);
}

static void
take_list(struct xls *x, struct made *m, const char *list, bool external,
    size_t col)
{
	struct list *l = xls_list(x, list, external);

	if (l == NULL) {
		say(x, m, col, ERR_XLS_NO_SUCH_LIST, list, NULL);
		return;
	}
	m->list = xstrdup(list);
	m->external = external;
	m->list_col = col;
	l->users++;
	if (strcmp(m->type, "select_one") != 0)
		l->multiple = true;
}

static void
check_other(struct xls *x, struct made *m, const char *rest, size_t col)
{
	size_t at;

	if (*rest == '\0')
		return;
	if (strcmp(rest, "or_other") != 0 && strcmp(rest, "or other") != 0 &&
	    strcmp(rest, "or specify other") != 0) {
		say(x, m, col, ERR_XLS_TYPE, rest, NULL);
		return;
	}
	if (*xls_cell(&x->survey, m->row, HEAD_CHOICE_FILTER, &at) != '\0' &&
	    !x->ours)
		say(x, m, at, ERR_XLS_OTHER_FILTER, NULL, NULL);
	made_set(m, "or_other", MADE_CODE, "yes", col);
}

static void
select_type(struct xls *x, struct made *m, const char *list, bool file,
    bool external, size_t col)
{
	const char *end = strstr(list, "${") != NULL ? strchr(list, '}') :
	    NULL;
	char *name;

	end = end != NULL ? strchr(end, ' ') : strchr(list, ' ');
	name = end != NULL ? xstrndup(list, (size_t)(end - list)) :
	    xstrdup(list);
	check_other(x, m, end != NULL ? end + 1 : "", col);
	if (strstr(name, "${") != NULL) {
		say(x, m, col, LOST_XLS_ANSWERS, name, NULL);
		m->type = "text";
	} else if (file && file_end(name) == NULL) {
		say(x, m, col, ERR_XLS_FILE, name, NULL);
	} else if (file || (file_end(name) != NULL && !external &&
	    xls_list(x, name, false) == NULL)) {
		m->from_file = true;
		from_file(x, m, name, col);
	} else {
		take_list(x, m, name, external, col);
	}
	free(name);
}

static bool
plain_type(struct xls *x, struct made *m, const char *low, const char *type,
    size_t col)
{
	const struct kind *k = str_starts(low, "osm_") ? kind_find("osm") :
	    kind_find(low);

	if (k == NULL) {
		say(x, m, col, ERR_XLS_TYPE, type, NULL);
		return false;
	}
	m->word = k->word;
	if (k->why != ERR_NONE)
		say(x, m, col, k->why, type, k->rule);
	if (k->type == NULL)
		return false;
	m->type = k->type;
	if (k->key != NULL)
		made_set(m, k->key, MADE_CODE, k->value, col);
	if (k->rule != NULL)
		made_set(m, "constraint", MADE_EXPR, k->rule, col);
	return true;
}

/* What only ours can be: tn::type, tn::list. */
static bool
our_type(struct xls *x, struct made *m, size_t col)
{
	const struct table *t = &x->survey;
	const char *type = "", *list = "", *choices = "";
	int known;

	for (size_t i = 0; i < t->n && x->ours; i++) {
		const struct column *c = &t->column[i];
		const char *text = sheet_at(t->sheet, m->row, i);

		if (c->head != HEAD_TN)
			continue;
		if (strcmp(c->key, "type") == 0)
			type = text;
		else if (strcmp(c->key, "list") == 0)
			list = text;
		else if (strcmp(c->key, "choices") == 0)
			choices = text;
	}
	m->inline_choices = strcmp(choices, "shared") == 0 ? -1 :
	    strcmp(choices, "inline") == 0;
	if (*list != '\0' && m->list != NULL) {
		xls_list(x, m->list, m->external)->outer++;
		free(m->list);
		m->list = NULL;
		made_set(m, "list", MADE_CODE, list, col);
	}
	if (*type == '\0')
		return true;
	known = form_type_find(type);
	if (known < 0) {
		say(x, m, col, ERR_XLS_TYPE, type, NULL);
		return false;
	}
	m->type = form_type_name((enum form_type)known);
	if (m->list != NULL) {
		xls_list(x, m->list, m->external)->outer++;
		free(m->list);
		m->list = NULL;
	}
	return true;
}

bool
xls_type(struct xls *x, struct made *m, const char *type, size_t col)
{
	char *clean = tidy(type, false, ' '), *low = tidy(type, true, ' ');
	const char *ours;
	bool file, external, ok = true;
	size_t n = select_find(low, &ours, &file, &external);

	if (n > 0 && clean[n] != '\0') {
		m->type = ours;
		m->word = file ? "select_file" : "select";
		select_type(x, m, clean + n, file, external, col);
	} else {
		char *snake = tidy(type, true, '_');

		ok = plain_type(x, m, snake, type, col);
		free(snake);
	}
	free(clean);
	free(low);
	return ok && our_type(x, m, col);
}

/* ---- parameters ---- */

enum value { ANY, TRUTH, WHOLE, NUMBER, TRUE_ONLY, NAME, SEED, WORDS };

static const struct parameter {
	const char *kinds;		/* words of struct kind, blanks between */
	const char *key;
	enum value value;
	bool kept;
	const char *words;		/* WORDS: blanks around each */
} parameters[] = {
	{ " range ", "start", NUMBER, true, NULL },
	{ " range ", "end", NUMBER, true, NULL },
	{ " range ", "step", NUMBER, true, NULL },
	{ " range ", "tick_interval", NUMBER, false, NULL },
	{ " range ", "placeholder", NUMBER, false, NULL },
	{ " range ", "tick_labelset", ANY, false, NULL },
	{ " text string ", "rows", WHOLE, true, NULL },
	{ " select select_file ", "randomize", TRUTH, false, NULL },
	{ " select select_file ", "seed", SEED, false, NULL },
	{ " select_file ", "value", NAME, false, NULL },
	{ " select_file ", "label", NAME, false, NULL },
	{ " image photo add_image_prompt add_photo_prompt ", "max-pixels",
	    WHOLE, false, NULL },
	{ " image photo add_image_prompt add_photo_prompt ", "app", ANY,
	    false, NULL },
	{ " audio background-audio ", "quality", WORDS, false,
	    " voice-only low normal external " },
	{ " geopoint geotrace geoshape ", "allow-mock-accuracy", TRUTH,
	    false, NULL },
	{ " geopoint ", "capture-accuracy", NUMBER, false, NULL },
	{ " geopoint ", "warning-accuracy", NUMBER, false, NULL },
	{ " geopoint geotrace geoshape ", "reference-geometry", ANY, false, NULL },
	{ " geotrace geoshape ", "incremental", TRUE_ONLY, false, NULL },
	{ " audit ", "location-priority", WORDS, false,
	    " no-power low-power balanced high-accuracy " },
	{ " audit ", "location-min-interval", WHOLE, false, NULL },
	{ " audit ", "location-max-age", WHOLE, false, NULL },
	{ " audit ", "track-changes", TRUTH, false, NULL },
	{ " audit ", "identify-user", TRUTH, false, NULL },
	{ " audit ", "track-changes-reasons", WORDS, false,
	    " on-form-edit " },
};

static bool
is_among(const char *text, const char *words)
{
	char *wanted = xasprintf(" %s ", text);
	bool found = strstr(words, wanted) != NULL;

	free(wanted);
	return found;
}

static bool
is_value(const char *text, const struct parameter *p)
{
	size_t digits = strspn(text, "0123456789");

	switch (p->value) {
	case TRUTH:
		return strcasecmp(text, "true") == 0 ||
		    strcasecmp(text, "false") == 0;
	case TRUE_ONLY:
		return strcasecmp(text, "true") == 0;
	case WORDS:
		return is_among(text, p->words);
	case SEED:
		return str_starts(text, "${") ||
		    !isnan(expr_read_number(text));
	case WHOLE:
		return digits > 0 && text[digits] == '\0';
	case NUMBER:
		return !isnan(expr_read_number(text));
	case NAME:
		return name_valid(text);
	default:
		return *text != '\0';
	}
}

static const struct parameter *
parameter_find(const char *word, const char *key, bool *strict)
{
	char *wanted = xasprintf(" %s ", word);
	const struct parameter *found = NULL;

	*strict = false;
	for (size_t i = 0; i < ARRAY_LEN(parameters); i++) {
		if (strstr(parameters[i].kinds, wanted) == NULL)
			continue;
		*strict = true;
		if (strcmp(parameters[i].key, key) == 0)
			found = &parameters[i];
	}
	free(wanted);
	return found;
}

static void
one_parameter(struct xls *x, struct made *m, const char *text, size_t col)
{
	const char *eq = strchr(text, '=');
	char *part = eq == NULL ? NULL : xstrndup(text, (size_t)(eq - text));
	char *key = part == NULL ? NULL : tidy(part, true, ' ');
	char *value = eq == NULL ? NULL : tidy(eq + 1, false, ' ');
	const struct parameter *p;
	bool strict;

	free(part);
	if (eq == NULL) {
		say(x, m, col, ERR_XLS_PARAMETERS, text, NULL);
		return;
	}
	p = parameter_find(m->word != NULL ? m->word : "", key, &strict);
	if ((p == NULL && strict) || (p != NULL && !is_value(value, p)))
		say(x, m, col, p == NULL ? ERR_XLS_PARAMETER :
		    ERR_XLS_PARAMETER_VALUE, key, value);
	else if (p == NULL || !p->kept)
		say(x, m, col, LOST_XLS_PARAMETER, key, value);
	else
		made_set(m, p->key, MADE_CODE, value, col);
	if (p != NULL && p->value == WHOLE && str_starts(key, "location-"))
		m->location[strcmp(key, "location-max-age") == 0] =
		    strtod(value, NULL);
	free(key);
	free(value);
}

static double
number_of(const struct made *m, const char *key)
{
	const struct pair *p = made_find(m, key);

	return p != NULL ? expr_read_number(p->text) : 0;
}

/* start, end and step of a range; XLSForm says 1, 10 and 1. */
static void
check_range(struct xls *x, struct made *m, size_t col)
{
	static const struct { const char *key, *value; } usual[] = {
		{ "start", "1" }, { "end", "10" }, { "step", "1" },
	};
	double step;

	if (strcmp(m->type, "range") != 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (made_find(m, usual[i].key) == NULL)
			made_set(m, usual[i].key, MADE_CODE, usual[i].value,
			    col);
	step = number_of(m, "step");
	if (!(step > 0) || number_of(m, "start") >= number_of(m, "end") ||
	    step > number_of(m, "end") - number_of(m, "start"))
		say(x, m, col, ERR_XLS_RANGE, NULL, NULL);
}

static void
check_together(struct xls *x, struct made *m, const char *text, size_t col)
{
	bool audit = str_eq(m->word, "audit"), any, all;

	if (m->word != NULL && str_starts(m->word, "select") &&
	    strstr(text, "seed") != NULL &&
	    strstr(text, "randomize") == NULL)
		say(x, m, col, ERR_XLS_PARAMETER_ALONE, "seed", "randomize");
	any = strstr(text, "location-") != NULL;
	all = strstr(text, "location-priority") != NULL &&
	    strstr(text, "location-min-interval") != NULL &&
	    strstr(text, "location-max-age") != NULL;
	if (audit && strcmp(m->xls_name, "audit") != 0)
		say(x, m, 0, ERR_XLS_AUDIT_NAME, m->xls_name, NULL);
	if (audit && any && !all)
		say(x, m, col, ERR_XLS_PARAMETER_ALONE, "location-priority",
		    "location-min-interval, location-max-age");
}

void
xls_parameters(struct xls *x, struct made *m, const char *text, size_t col)
{
	const char *mark = strchr(text, ';') != NULL ? ";" :
	    strchr(text, ',') != NULL ? "," : " \t\n";

	check_together(x, m, text, col);
	while (*text != '\0') {
		size_t n = strcspn(text, mark);
		char *one = xstrndup(text, n), *clean = tidy(one, false, ' ');

		if (*clean != '\0')
			one_parameter(x, m, clean, col);
		free(one);
		free(clean);
		text += n;
		text += *text != '\0';
	}
	check_range(x, m, col);
	if (m->location[1] < m->location[0])
		say(x, m, col, ERR_XLS_LOCATION, NULL, NULL);
}
