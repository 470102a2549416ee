/*
 * Literals in guards: ${conclusion} = 'victm' can never hold, and nothing
 * else would ever tell.  What a select, a yes-or-no question or a reserved
 * name is compared with must be one of the words that it can be.
 *
 * This reads the text, not the tree: only  ${name} = 'word',  the same with
 * !=  or the other way round, and  selected(${name}, 'word')  are judged.
 */
#include "core/procedure/check.h"
#include "core/procedure/load.h"

#include <stdlib.h>
#include <string.h>

struct word {
	struct check *c;
	const struct path *path;	/* the case is on it; NULL: any */
	const struct need *need;
	const char *name;	/* between ${ and } */
	const char *text;	/* between the quotes */
	int col;		/* of the opening quote, from 0 */
	bool equals;		/* by = or !=, not by selected() */
};

static const char *
skip_blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

/* Letters, not bytes, as all columns are counted. */
static int
letters_to(const char *text, const char *at)
{
	int n = 0;

	for (; text < at; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static void
fault(const struct word *w, const char *allowed)
{
	const struct origin *at = &w->need->test_at;
	bool lines = strchr(w->need->test, '\n') != NULL;

	findings_add(w->c->found, at->file, at->line,
	    at->col + (lines ? 0 : w->col), ERR_PROC_WORD_NEVER, w->name,
	    w->text, allowed, NULL);
}

static void
expect_words(const struct word *w, const char *const *known, size_t n)
{
	struct str all = STR_INIT;
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		found |= strcmp(known[i], w->text) == 0;
		str_printf(&all, "%s%s", i > 0 ? ", " : "", known[i]);
	}
	if (!found)
		fault(w, str_text(&all));
	str_done(&all);
}

static void
expect_code(const struct word *w, struct table table)
{
	if (table_find(&table, w->text) == NULL)
		fault(w, table.name);
}

static void
expect_state(const struct word *w)
{
	const struct regime *r = w->c->r;

	if (w->path != NULL && !w->path->is_track) {
		expect_code(w, TABLE(w->path->state, w->path->n_state,
		    "states", PART_PATH));
		return;
	}
	for (size_t i = 0; i < r->n_path; i++)
		if (path_state(&r->path[i], w->text) != NULL)
			return;
	fault(w, "states");
}

/* The class is that of the support regime, which need not be this one. */
static void
expect_class(const struct word *w)
{
	const struct procedure *p = w->c->p;

	for (size_t i = 0; i < p->n_regime; i++)
		if (regime_class(&p->regime[i], w->text) != NULL)
			return;
	fault(w, "classes");
}

/* What begins with "case."; false for a name that takes any word. */
static bool
expect_case(const struct word *w, const char *name)
{
	static const char *const ages[] = { "yes", "no" };
	const struct procedure *p = w->c->p;
	const struct regime *r = w->c->r;

	if (str_starts(name, "under_"))
		expect_words(w, ages, ARRAY_LEN(ages));
	else if (strcmp(name, "state") == 0)
		expect_state(w);
	else if (strcmp(name, "path") == 0)
		expect_code(w, TABLE(r->path, r->n_path, "paths", PART_PATH));
	else if (strcmp(name, "holder_kind") == 0)
		expect_code(w, TABLE(p->unit_kind, p->n_unit_kind,
		    "unit_kinds", PART_AGENCIES));
	else if (strcmp(name, "holder") == 0)
		expect_code(w, TABLE(p->unit, p->n_unit, "units",
		    PART_AGENCIES));
	else if (strcmp(name, "class") == 0)
		expect_class(w);
	else if (strcmp(name, "support_regime") == 0)
		expect_code(w, TABLE(p->regime, p->n_regime, "regimes",
		    PART_REGIME));
	else
		return false;
	return true;
}

/* Names of the case itself; false for any other. */
static bool
expect_reserved(const struct word *w)
{
	static const char *const asked[] = { "none", "open", "answered",
	    "withdrawn" };
	const struct procedure *p = w->c->p;
	const struct regime *r = w->c->r;
	const struct path *track;
	size_t n = strlen(w->name);

	if (str_starts(w->name, "case."))
		return expect_case(w, w->name + strlen("case."));
	if (str_starts(w->name, "track.")) {
		track = regime_track(r, w->name + strlen("track."));
		if (track != NULL)
			expect_code(w, TABLE(track->state, track->n_state,
			    "states", PART_TRACK));
		return true;
	}
	if (!str_starts(w->name, "request."))
		return false;
	if (n > 5 && strcmp(w->name + n - 5, ".unit") == 0)
		expect_code(w, TABLE(p->unit, p->n_unit, "units",
		    PART_AGENCIES));
	else
		expect_words(w, asked, ARRAY_LEN(asked));
	return true;
}

/* A day, or a part of one, as answers hold it. */
static bool
is_day(const char *text)
{
	size_t digits = strspn(text, "0123456789-");

	return text[digits] == '\0' && strlen(text) >= 4 &&
	    strlen(text) <= 10;
}

/* What a question of this type can never be. */
static void
expect_type(const struct word *w, const struct form_item *item)
{
	static const char *const yes_no[] = { "yes", "no" };
	static const char *const ok[] = { "OK" };
	struct form_choice choice;

	switch (item->type) {
	case FORM_YES_NO:
		expect_words(w, yes_no, ARRAY_LEN(yes_no));
		break;
	case FORM_SELECT_ONE:
	case FORM_SELECT_MULTIPLE:
	case FORM_RANK:
		if (!form_choice_find(item, w->c->p->form_lists, w->text,
		    &choice))
			fault(w, item->list != NULL ? item->list : "choices");
		break;
	case FORM_ACKNOWLEDGE:
		expect_words(w, ok, ARRAY_LEN(ok));
		break;
	case FORM_DATE:
		if (!is_day(w->text))
			fault(w, "YYYY-MM-DD, YYYY-MM, YYYY");
		break;
	case FORM_INTEGER:
	case FORM_DECIMAL:
	case FORM_RANGE:
		if (strspn(w->text, "0123456789.-") != strlen(w->text))
			fault(w, "0-9");
		break;
	default:
		break;
	}
}

static void
judge(const struct word *w)
{
	const struct form_item *item = NULL;
	const struct origin *at = &w->need->test_at;

	if (w->text[0] == '\0' || expect_reserved(w))
		return;
	for (size_t i = 0; i < w->c->r->n_form && item == NULL; i++)
		item = form_question(w->c->r->form[i], w->name);
	if (item == NULL)
		return;
	/* "food travel" is neither: the test would fail for who chose both */
	if (w->equals && (item->type == FORM_SELECT_MULTIPLE ||
	    item->type == FORM_RANK))
		findings_add(w->c->found, at->file, at->line, at->col +
		    (strchr(w->need->test, '\n') != NULL ? 0 : w->col),
		    ERR_PROC_USE_SELECTED, w->name, w->text, NULL);
	else
		expect_type(w, item);
}

/* Where the literal begins that is compared with ${...}; NULL for none. */
static const char *
literal_after(const char *text, const char *open, const char *close)
{
	const char *s = skip_blanks(close + 1);

	if (s[0] == '=')
		s++;
	else if (s[0] == '!' && s[1] == '=')
		s += 2;
	else if (s[0] == ',' && open - text >= 9 &&
	    strncmp(open - 9, "selected(", 9) == 0)
		s++;
	else
		return NULL;
	s = skip_blanks(s);
	return *s == '\'' || *s == '"' ? s : NULL;
}

static void
judge_one(const struct word *what, const char *open, const char *close,
    const char *quote, const char *end)
{
	struct word w = *what;
	char *name = xstrndup(open + 2, (size_t)(close - open - 2));
	char *text = xstrndup(quote + 1, (size_t)(end - quote - 1));

	w.name = name;
	w.text = text;
	w.col = letters_to(w.need->test, quote);
	w.equals = close[1 + strspn(close + 1, " \t\r\n")] != ',';
	judge(&w);
	free(name);
	free(text);
}

/* ${name} = 'word': `open` is the dollar sign. */
static void
judge_name(const struct word *w, const char *open, const char *close)
{
	const char *quote = literal_after(w->need->test, open, close);
	const char *end = quote != NULL ? strchr(quote + 1, *quote) : NULL;

	if (end != NULL)
		judge_one(w, open, close, quote, end);
}

/* 'word' = ${name}: `quote` is the opening quote. */
static void
judge_literal(const struct word *w, const char *quote, const char *end)
{
	const char *s = skip_blanks(end + 1), *close;

	if (s[0] == '=')
		s++;
	else if (s[0] == '!' && s[1] == '=')
		s += 2;
	else
		return;
	s = skip_blanks(s);
	close = s[0] == '$' && s[1] == '{' ? strchr(s, '}') : NULL;
	if (close != NULL)
		judge_one(w, s, close, quote, end);
}

static void
judge_test(const struct word *w)
{
	const char *s = w->need->test;

	while (*s != '\0') {
		const char *end = NULL;

		if (*s == '\'' || *s == '"') {
			end = strchr(s + 1, *s);
			if (end != NULL)
				judge_literal(w, s, end);
		} else if (s[0] == '$' && s[1] == '{') {
			end = strchr(s, '}');
			if (end != NULL)
				judge_name(w, s, end);
		}
		s = end != NULL ? end + 1 : s + 1;
	}
}

void
check_words(struct check *c, const struct path *path,
    const struct need *need, size_t n)
{
	for (size_t i = 0; i < n; i++)
		judge_test(&(struct word){ .c = c, .path = path,
		    .need = &need[i] });
}
