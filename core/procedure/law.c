#include "core/procedure/law.h"

#include <string.h>

struct walk {
	const struct regime *regime;
	void (*each)(void *ctx, const struct law_use *use);
	void *ctx;
};

const char *
law_kind_code(enum law_kind kind)
{
	static const char *const code[LAW_KIND_COUNT] = {
		"value", "local_value", "clock", "suspension", "extension",
		"escalation", "path", "track", "step", "need", "paper",
		"request", "support", "entitlement", "class", "state",
		"coordination", "takeover"
	};

	if ((unsigned)kind >= LAW_KIND_COUNT)
		BUG("no such kind");
	return code[kind];
}

static void
tell(const struct walk *w, enum law_kind kind, const char *code,
    const struct text *title, const struct basis *basis)
{
	struct law_use use = { w->regime, kind, code, title, basis };

	w->each(w->ctx, &use);
}

/* The structs all have a code, a title and a basis. */
#define TELL_ALL(w, kind, array, n) do { \
	for (size_t tell_i = 0; tell_i < (n); tell_i++) \
		tell((w), (kind), (array)[tell_i].code, \
		    &(array)[tell_i].title, &(array)[tell_i].basis); \
} while (0)

static void
tell_needs(const struct walk *w, const struct need *need, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tell(w, LAW_NEED, need[i].code, &need[i].say, &need[i].basis);
}

static void
walk_values(const struct walk *w)
{
	const struct regime *r = w->regime;

	TELL_ALL(w, LAW_VALUE, r->value, r->n_value);
	for (size_t i = 0; i < r->n_value; i++)
		for (size_t k = 0; k < r->value[i].n_local; k++)
			tell(w, LAW_LOCAL_VALUE, r->value[i].code,
			    &r->value[i].title, &r->value[i].local[k].basis);
}

static void
walk_clocks(const struct walk *w)
{
	const struct regime *r = w->regime;

	TELL_ALL(w, LAW_CLOCK, r->clock, r->n_clock);
	for (size_t i = 0; i < r->n_clock; i++) {
		const struct clock_kind *c = &r->clock[i];

		if (c->n_suspend > 0)
			tell(w, LAW_SUSPENSION, c->code, &c->title,
			    &c->suspend_basis);
		if (c->can_extend)
			tell(w, LAW_EXTENSION, c->code, &c->title,
			    &c->extend_basis);
		if (c->escalate_after != NULL)
			tell(w, LAW_ESCALATION, c->code, &c->title,
			    &c->escalate_basis);
	}
}

static void
walk_path(const struct walk *w, const struct path *path)
{
	tell(w, path->is_track ? LAW_TRACK : LAW_PATH, path->code,
	    &path->title, &path->basis);
	TELL_ALL(w, LAW_STATE, path->state, path->n_state);
	TELL_ALL(w, LAW_STEP, path->step, path->n_step);
	for (size_t i = 0; i < path->n_step; i++)
		tell_needs(w, path->step[i].need, path->step[i].n_need);
}

static void
walk_support(const struct walk *w)
{
	const struct regime *r = w->regime;

	TELL_ALL(w, LAW_CLASS, r->class, r->n_class);
	TELL_ALL(w, LAW_SUPPORT, r->support, r->n_support);
	for (size_t i = 0; i < r->n_support; i++) {
		const struct support *s = &r->support[i];

		tell_needs(w, s->need, s->n_need);
		for (size_t k = 0; k < s->n_entitled; k++)
			tell(w, LAW_ENTITLEMENT, s->code, &s->title,
			    &s->entitled[k].basis);
	}
}

static void
walk_takeovers(const struct walk *w)
{
	const struct regime *r = w->regime;

	for (size_t i = 0; i < r->n_takeover; i++) {
		const struct takeover *t = &r->takeover[i];

		tell(w, LAW_TAKEOVER, t->from, &r->title, &t->basis);
		for (size_t k = 0; k < t->n_path; k++)
			tell(w, LAW_TAKEOVER, t->path[k].from_path,
			    &t->path[k].path->title, &t->path[k].basis);
	}
}

void
law_each(const struct procedure *p,
    void (*each)(void *ctx, const struct law_use *use), void *ctx)
{
	for (size_t i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];
		struct walk w = { r, each, ctx };

		walk_values(&w);
		walk_clocks(&w);
		walk_support(&w);
		walk_takeovers(&w);
		TELL_ALL(&w, LAW_PAPER, r->paper, r->n_paper);
		TELL_ALL(&w, LAW_REQUEST, r->request, r->n_request);
		TELL_ALL(&w, LAW_COORDINATION, r->coordination,
		    r->n_coordination);
		for (size_t k = 0; k < r->n_request; k++)
			tell_needs(&w, r->request[k].need,
			    r->request[k].n_need);
		for (size_t k = 0; k < r->n_path; k++)
			walk_path(&w, &r->path[k]);
		for (size_t k = 0; k < r->n_track; k++)
			walk_path(&w, &r->track[k]);
	}
}

const struct document *
law_document(const struct procedure *p, const char *code)
{
	for (size_t i = 0; i < p->n_document; i++) {
		if (str_eq(p->document[i].code, code))
			return &p->document[i];
	}
	return NULL;
}

/* "53/2024" of "53/2024/QH15": what people write; 0 when it has no year. */
static size_t
short_number(const char *number)
{
	const char *slash = number == NULL ? NULL : strchr(number, '/');
	size_t year = slash == NULL ? 0 : strspn(slash + 1, "0123456789");

	return year == 4 ? (size_t)(slash - number) + 1 + year : 0;
}

/* Does the number stand in the text, and not at the end of a longer one? */
static bool
has_number(const char *text, const char *number, size_t n)
{
	for (const char *at = text; *at != '\0'; at++) {
		if (strncmp(at, number, n) == 0 && (at == text ||
		    strchr("0123456789", at[-1]) == NULL))
			return true;
	}
	return false;
}

/* Where the number of the article begins; NULL when none is named. */
static const char *
article_in(const char *text)
{
	static const char *const before[] = { "Đ.", "Điều ", "Art. ", "Art " };

	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		const char *at = strstr(text, before[i]);

		if (at != NULL)
			return at + strlen(before[i]);
	}
	return NULL;
}

const struct document *
law_read(const struct procedure *p, const char *text, struct str *article)
{
	const struct document *found = NULL;
	const char *at;

	for (size_t i = 0; i < p->n_document && found == NULL; i++) {
		const struct document *d = &p->document[i];
		size_t n = short_number(d->number);

		if (n > 0 && has_number(text, d->number, n))
			found = d;
	}
	at = found == NULL ? NULL : article_in(text);
	if (at != NULL) {
		at += strspn(at, " ");
		str_addn(article, at, strspn(at, "0123456789()abcdđe"));
	}
	return found;
}

bool
law_touches(const char *a, const char *b)
{
	size_t n, m;

	if (a == NULL || b == NULL || *a == '\0' || *b == '\0')
		return true;
	n = strlen(a);
	m = strlen(b);
	if (strncmp(a, b, n < m ? n : m) != 0)
		return false;
	return n == m || (n < m ? b[n] : a[m]) == '(';
}
