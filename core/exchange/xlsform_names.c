/*
 * Names.  XLSForm lets a name hold full stops and letters of any script, and
 * be used again in another group; ours are plain and unique in the form.
 */
#include "core/exchange/xlsform_priv.h"

#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 64

static bool
is_start(uint32_t cp)
{
	return cp == '_' || (cp < 0x80 && isalpha((int)cp)) ||
	    (cp >= 0xc0 && cp != 0xd7 && cp != 0xf7 && cp < 0x2000) ||
	    (cp >= 0x3001 && cp <= 0xd7ff) || cp >= 0x10000;
}

static bool
is_inside(uint32_t cp)
{
	return is_start(cp) || (cp < 0x80 && isdigit((int)cp)) ||
	    cp == '-' || cp == '.' || cp == 0xb7;
}

/* XLSForm's own rule: an XML name; a colon parts it from a prefix. */
bool
name_valid(const char *s)
{
	size_t n = strlen(s), at = 0, len;
	bool first = true;
	uint32_t cp;

	for (; at < n; at += len) {
		len = utf8_decode(s + at, n - at, &cp);
		if (cp == ':' && !first && s[at + 1] != '\0') {
			first = true;
			continue;
		}
		if (first ? !is_start(cp) : !is_inside(cp))
			return false;
		first = false;
	}
	return n > 0;
}

bool
name_made(const char *name, char **out)
{
	struct str s = STR_INIT, folded = STR_INIT;
	size_t n = strlen(name), at, len;
	uint32_t cp;

	*out = NULL;
	if (!name_valid(name))
		return false;
	for (at = 0; at < n; at += len) {
		char letter[8] = { 0 };

		len = utf8_decode(name + at, n - at, &cp);
		if (cp < 0x80) {
			str_addc(&s, isalnum((int)cp) || cp == '-' ?
			    (char)cp : '_');
			continue;
		}
		memcpy(letter, name + at, len);
		str_clear(&folded);
		vn_fold(&folded, letter);
		/* another script has no letter of ours */
		if (folded.len == 1 && isalnum((unsigned char)folded.buf[0]))
			str_addc(&s, isupper((unsigned char)name[at]) ?
			    (char)toupper(folded.buf[0]) : folded.buf[0]);
		else
			str_printf(&s, "u%x", (unsigned)cp);
	}
	if (s.len > NAME_MAX_LEN)
		s.buf[s.len = NAME_MAX_LEN] = '\0';
	str_done(&folded);
	*out = str_steal(&s);
	return true;
}

static int
compare_names(const struct made *a, const struct made *b)
{
	int cmp = strcmp(a->xls_name, b->xls_name);

	return cmp != 0 ? cmp : a < b ? -1 : a > b;
}

static int
by_xls_name(const void *a, const void *b)
{
	return compare_names(*(struct made *const *)a,
	    *(struct made *const *)b);
}

static bool
is_taken(const struct xls *x, size_t before, const char *name)
{
	for (size_t i = 0; i < x->n; i++)
		if (i != before && str_eq(x->made[i].name, name))
			return true;
	return false;
}

/* One more try: the group's name in front, then a number behind. */
static char *
other_name(const struct xls *x, size_t i, const char *base)
{
	const struct made *m = &x->made[i];
	const char *front = m->choice != NULL ? m->choice :
	    m->parent >= 0 ? x->made[m->parent].name : "form";
	char *name = xasprintf("%.31s_%.31s", front, base);

	for (int k = 2; is_taken(x, i, name); k++) {
		free(name);
		name = xasprintf("%.28s_%.28s_%d", front, base, k);
	}
	return name;
}

static void
give_name(struct xls *x, size_t i, bool again)
{
	struct made *m = &x->made[i];
	char *name = NULL, *other;
	size_t col;

	(void)xls_cell(&x->survey, m->row, HEAD_NAME, &col);
	if (!name_made(m->xls_name, &name)) {
		xls_say(x, x->survey.sheet, m->row, col, ERR_XLS_NAME,
		    m->xls_name, NULL);
		m->name = xstrdup("_");
		return;
	}
	if (again || m->choice != NULL || is_taken(x, i, name)) {
		other = other_name(x, i, name);
		free(name);
		name = other;
	}
	m->name = name;
	if (strcmp(name, m->xls_name) != 0 && m->choice == NULL)
		xls_say(x, x->survey.sheet, m->row, col, CHANGED_XLS_NAME,
		    m->xls_name, name);
}

/* The same name beside itself, or of two repeats, is refused. */
static void
check_pair(struct xls *x, const struct made *a, const struct made *b)
{
	size_t col;

	if (strcmp(a->xls_name, b->xls_name) != 0 ||
	    (a->parent != b->parent && !(a->repeat && b->repeat &&
	    a->choice == NULL)))
		return;
	(void)xls_cell(&x->survey, b->row, HEAD_NAME, &col);
	xls_say_n(x, x->survey.sheet, b->row, col, ERR_XLS_NAME_TWICE,
	    b->xls_name, sheet_line(x->survey.sheet, a->row));
}

void
xls_names(struct xls *x)
{
	struct made **s = xcalloc(x->n + 1, sizeof(*s));
	bool *again = xcalloc(x->n + 1, sizeof(*again));

	x->by_name = xcalloc(x->n + 1, sizeof(*x->by_name));
	for (size_t i = 0; i < x->n; i++)
		s[i] = &x->made[i];
	qsort(s, x->n, sizeof(*s), by_xls_name);
	for (size_t i = 0; i < x->n; i++) {
		size_t from = i;

		x->by_name[i] = (size_t)(s[i] - x->made);
		while (from > 0 && strcmp(s[from - 1]->xls_name,
		    s[i]->xls_name) == 0 && i - from < 64)
			check_pair(x, s[--from], s[i]);
		again[x->by_name[i]] = i > 0 && strcmp(s[i - 1]->xls_name,
		    s[i]->xls_name) == 0;
	}
	/* names that may stay are taken first */
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < x->n; i++)
			if ((x->made[i].choice != NULL || again[i]) ==
			    (round == 1))
				give_name(x, i, again[i]);
	free(again);
	free(s);
}

/* The item of a name; *twice when there are several. */
static const struct made *
find_name(const struct xls *x, const char *name, bool *twice)
{
	size_t low = 0, high = x->n;
	const struct made *m;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(x->made[x->by_name[mid]].xls_name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == x->n)
		return NULL;
	m = &x->made[x->by_name[low]];
	if (strcmp(m->xls_name, name) != 0)
		return NULL;
	*twice = low + 1 < x->n && strcmp(
	    x->made[x->by_name[low + 1]].xls_name, name) == 0;
	return m;
}

struct place {
	const struct sheet *sheet;
	size_t row, col;
	bool shown;			/* a text, not a rule */
};

/* One ${name}; false when it cannot be kept. */
static bool
one_name(struct xls *x, const struct place *at, const char *name,
    struct str *out)
{
	bool twice = false;
	const struct made *m = find_name(x, name, &twice);

	if (str_starts(name, "last-saved#") && find_name(x, name + 11,
	    &twice) != NULL) {
		xls_say(x, at->sheet, at->row, at->col, LOST_XLS_LAST_SAVED,
		    name, NULL);
		if (at->shown)
			str_add(out, "…");
		return at->shown;
	}
	if (m == NULL && x->ours) {
		/* a name that our loader makes: NAME_other */
		str_printf(out, "${%s}", name);
		return true;
	}
	if (m == NULL || twice)
		xls_say(x, at->sheet, at->row, at->col, m == NULL ?
		    ERR_XLS_REFERENCE_NAME : ERR_XLS_REFERENCE_TWICE, name,
		    NULL);
	else
		str_printf(out, "${%s}", m->name);
	return m != NULL && !twice;
}

/*
 * The text with the names that its ${} mean now; NULL when one of them
 * cannot be kept (said in the report).
 */
static char *
renamed(struct xls *x, const struct place *at, const char *text)
{
	struct str s = STR_INIT, name = STR_INIT;
	bool ok = true;

	while (*text != '\0' && ok) {
		const char *open = strstr(text, "${"), *end, *p;

		if (open == NULL) {
			str_add(&s, text);
			break;
		}
		str_addn(&s, text, (size_t)(open - text));
		end = strchr(open, '}');
		str_clear(&name);
		for (p = open + 2; end != NULL && p < end; p++)
			if (*p != ' ')
				str_addc(&name, *p);
		if (end == NULL || name.len == 0 || strpbrk(str_text(&name),
		    "${(),'\"=") != NULL) {
			xls_say(x, at->sheet, at->row, at->col,
			    ERR_XLS_REFERENCE, text, NULL);
			ok = false;
			break;
		}
		ok = one_name(x, at, str_text(&name), &s);
		text = end + 1;
	}
	str_done(&name);
	if (ok)
		return str_steal(&s);
	str_done(&s);
	return NULL;
}

static void
rename_text(struct xls *x, const struct place *at, char **text, bool *drop)
{
	char *made;

	if (*text == NULL || strstr(*text, "${") == NULL)
		return;
	made = renamed(x, at, *text);
	if (made == NULL) {
		*drop = true;
		return;
	}
	free(*text);
	*text = made;
}

/* Where does a name end? */
static size_t
name_length(const char *s)
{
	size_t n = 0, len, all = strlen(s);
	uint32_t cp;

	for (; n < all; n += len) {
		len = utf8_decode(s + n, all - n, &cp);
		if (!is_inside(cp))
			break;
	}
	return n;
}

/* The item beside `m` of a name that had to change, or NULL. */
static const struct made *
beside(const struct xls *x, const struct made *m, const char *name, size_t n)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct made *other = &x->made[i];

		if (other->parent == m->parent &&
		    strncmp(other->xls_name, name, n) == 0 &&
		    other->xls_name[n] == '\0')
			return strcmp(other->xls_name, other->name) != 0 ?
			    other : NULL;
	}
	return NULL;
}

/* "../x", where x is now called y, becomes "${y}". */
static void
rename_paths(const struct xls *x, const struct made *m, char **text)
{
	struct str s = STR_INIT;
	const char *at = *text, *dots;

	if (*text == NULL || strstr(*text, "../") == NULL)
		return;
	while ((dots = strstr(at, "../")) != NULL) {
		size_t n = name_length(dots + 3);
		const struct made *other = dots > *text && (dots[-1] == '/' ||
		    dots[-1] == '.') ? NULL : beside(x, m, dots + 3, n);

		str_addn(&s, at, (size_t)(dots - at));
		if (other != NULL && n > 0 && dots[3 + n] != '/' &&
		    dots[3 + n] != '[')
			str_printf(&s, "${%s}", other->name);
		else
			str_addn(&s, dots, n + 3);
		at = dots + 3 + n;
	}
	str_add(&s, at);
	free(*text);
	*text = str_steal(&s);
}

void
xls_references(struct xls *x)
{
	for (size_t i = 0; i < x->n; i++) {
		struct made *m = &x->made[i];

		for (size_t k = 0; k < m->n; k++) {
			struct pair *p = &m->pair[k];
			struct place at = { x->survey.sheet, m->row,
			    (size_t)p->col, p->as == MADE_BOTH };

			if (p->dropped || (p->as != MADE_EXPR &&
			    p->as != MADE_BOTH))
				continue;
			rename_text(x, &at, &p->text, &p->dropped);
			if (!p->dropped)
				rename_text(x, &at, &p->en, &p->dropped);
			if (!p->dropped && p->as == MADE_EXPR && !x->ours)
				rename_paths(x, m, &p->text);
		}
	}
	for (size_t i = 0; i < x->n_choice; i++) {
		struct choice *c = &x->choice[i];
		struct place at = { c->sheet, c->row, 0, true };
		bool drop = false;

		for (int k = 0; k < SLOTS; k++)
			rename_text(x, &at, &c->label[k], &drop);
	}
}
