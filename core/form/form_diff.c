/* How two versions of a form differ. */
#include "core/form/form_diff.h"

#include <stdlib.h>
#include <string.h>

enum says {
#define SAY(sym, code, vi, en) sym,
#include "core/form/form_diff.def"
#undef SAY
};

static const struct { const char *code, *vi, *en; } pattern[] = {
#define SAY(sym, code, vi, en) [sym] = { code, vi, en },
#include "core/form/form_diff.def"
#undef SAY
};

struct diffing {
	const struct form *older, *newer;
	struct form_diff *out;
};

/* The same words in both languages: a name, an expression. */
#define PLAIN(s) (&(const struct text){ (char *)(void *)(uintptr_t)(s), \
	(char *)(void *)(uintptr_t)(s) })

static void
say(struct diffing *d, const char *name, enum says which,
    const struct text *const arg[4])
{
	struct form_diff *out = d->out;
	struct str vi = STR_INIT, en = STR_INIT;
	const char *a[4], *b[4];

	for (size_t i = 0; i < 4; i++) {
		a[i] = arg[i] == NULL ? "" : text_in(arg[i], LANG_VI);
		b[i] = arg[i] == NULL ? "" : text_in(arg[i], LANG_EN);
	}
	text_fill(&vi, pattern[which].vi, a, 4);
	text_fill(&en, pattern[which].en, b, 4);
	out->item = xgrow(out->item, out->n, &out->cap, sizeof *out->item);
	out->item[out->n++] = (struct form_difference){ pattern[which].code,
		name == NULL ? NULL : xstrdup(name),
		{ str_steal(&vi), str_steal(&en) } };
}

/* Of one question; `a` and `b` may be NULL. */
static void
say_of(struct diffing *d, const struct form_item *it, enum says which,
    const struct text *a, const struct text *b)
{
	const struct text *label = it->label.vi != NULL ? &it->label :
	    PLAIN(it->name);

	say(d, it->name, which, (const struct text *const[4]){ label,
	    PLAIN(it->name), a, b });
}

static bool
same_text(const struct text *a, const struct text *b)
{
	return str_eq(a->vi != NULL ? a->vi : "", b->vi != NULL ? b->vi : "") &&
	    str_eq(a->en != NULL ? a->en : "", b->en != NULL ? b->en : "");
}

/* ---- expressions ---- */

static const char *
source_of(const struct expr *x)
{
	return x == NULL ? NULL : expr_text(x);
}

/* Which sentence: it came, it went, it is another. */
static void
compare_word(struct diffing *d, const struct form_item *it, const char *a,
    const char *b, enum says came, enum says went, enum says other)
{
	if (a == NULL && b != NULL)
		say_of(d, it, came, PLAIN(b), NULL);
	else if (a != NULL && b == NULL)
		say_of(d, it, went, NULL, NULL);
	else if (a != NULL && strcmp(a, b) != 0)
		say_of(d, it, other, PLAIN(a), PLAIN(b));
}

static void
compare_expr(struct diffing *d, const struct form_item *it,
    const struct expr *before, const struct expr *now, enum says came,
    enum says went, enum says other)
{
	compare_word(d, it, source_of(before), source_of(now), came, went,
	    other);
}

static void
compare_rules(struct diffing *d, const struct form_item *a,
    const struct form_item *b)
{
	compare_expr(d, b, a->required, b->required, SAYS_REQUIRED,
	    SAYS_NOT_REQUIRED, SAYS_REQUIRED_NOW);
	compare_expr(d, b, a->relevant, b->relevant, SAYS_RELEVANT,
	    SAYS_ALWAYS_RELEVANT, SAYS_RELEVANT_NOW);
	compare_expr(d, b, a->constraint, b->constraint, SAYS_CONSTRAINT,
	    SAYS_NO_CONSTRAINT, SAYS_CONSTRAINT_NOW);
	compare_expr(d, b, a->calculation, b->calculation, SAYS_COMPUTED,
	    SAYS_NOT_COMPUTED, SAYS_COMPUTED_NOW);
	compare_expr(d, b, a->readonly, b->readonly, SAYS_READONLY,
	    SAYS_NOT_READONLY, SAYS_READONLY_NOW);
	compare_expr(d, b, a->choice_filter, b->choice_filter, SAYS_FILTERED,
	    SAYS_NOT_FILTERED, SAYS_FILTERED_NOW);
}

/* ---- choices ---- */

static const struct form_own_choice *
choice_of(const struct form_item *it, const char *code)
{
	for (size_t i = 0; i < it->choices; i++)
		if (str_eq(it->choice[i].code, code))
			return &it->choice[i];
	return NULL;
}

static void
compare_choices(struct diffing *d, const struct form_item *a,
    const struct form_item *b)
{
	for (size_t i = 0; i < a->choices; i++)
		if (choice_of(b, a->choice[i].code) == NULL)
			say_of(d, b, SAYS_CHOICE_REMOVED, &a->choice[i].label,
			    NULL);
	for (size_t i = 0; i < b->choices; i++) {
		const struct form_own_choice *was = choice_of(a,
		    b->choice[i].code);

		if (was == NULL)
			say_of(d, b, SAYS_CHOICE_ADDED, &b->choice[i].label,
			    NULL);
		else if (!same_text(&was->label, &b->choice[i].label))
			say_of(d, b, SAYS_CHOICE_LABEL, &was->label,
			    &b->choice[i].label);
	}
}

/* Its own choices, or a list that has a name. */
static const struct text *
list_words(const struct form_item *it, struct text *room)
{
	static const struct text own = { (char *)(uintptr_t)"riêng",
		(char *)(uintptr_t)"choices of its own" };

	if (it->list == NULL)
		return &own;
	*room = *PLAIN(it->list);
	return room;
}

static void
compare_list(struct diffing *d, const struct form_item *a,
    const struct form_item *b)
{
	struct text x, y;

	if (a->type != b->type)
		return;
	if (!str_eq(a->list != NULL ? a->list : "", b->list != NULL ?
	    b->list : ""))
		say_of(d, b, SAYS_LIST, list_words(a, &x), list_words(b, &y));
	else
		compare_choices(d, a, b);
}

/* ---- one question ---- */

static bool
same_bounds(const struct form_item *a, const struct form_item *b)
{
	return a->max_length == b->max_length &&
	    a->precision == b->precision && a->statuses == b->statuses &&
	    a->estimated == b->estimated && a->min == b->min &&
	    a->max == b->max && !(a->range_start < b->range_start) &&
	    !(a->range_start > b->range_start) &&
	    !(a->range_end < b->range_end) && !(a->range_end > b->range_end) &&
	    !(a->range_step < b->range_step) &&
	    !(a->range_step > b->range_step);
}

static void
compare_item(struct diffing *d, const struct form_item *a,
    const struct form_item *b)
{
	if (!same_text(&a->label, &b->label))
		say_of(d, b, SAYS_LABEL, &a->label, NULL);
	if (a->type != b->type)
		say_of(d, b, SAYS_TYPE, PLAIN(form_type_name(a->type)),
		    PLAIN(form_type_name(b->type)));
	if (form_is_question(b) && a->class != b->class)
		say_of(d, b, SAYS_CLASS, PLAIN(form_class_name(a->class)),
		    PLAIN(form_class_name(b->class)));
	if (!same_text(&a->hint, &b->hint))
		say_of(d, b, SAYS_HINT, NULL, NULL);
	if (!same_text(&a->guidance, &b->guidance))
		say_of(d, b, SAYS_GUIDANCE, NULL, NULL);
	compare_word(d, b, a->law, b->law, SAYS_LAW, SAYS_NO_LAW,
	    SAYS_LAW_NOW);
	compare_word(d, b, a->htcds, b->htcds, SAYS_HTCDS, SAYS_NO_HTCDS,
	    SAYS_HTCDS_NOW);
	compare_list(d, a, b);
	compare_rules(d, a, b);
	if (a->type == b->type && !same_bounds(a, b))
		say_of(d, b, SAYS_BOUNDS, NULL, NULL);
}

/* ---- the order ---- */

static const char *
parent_of(const struct form *form, const struct form_item *it)
{
	const char *name = it->parent < 0 ? NULL :
	    form->item[it->parent].name;

	return name != NULL ? name : "";
}

/*
 * What keeps its order is a longest rising run of old places; whatever else
 * both versions have was moved.  Quadratic in at most FORM_MAX_ITEMS.
 */
static void
find_kept(const size_t *old, size_t n, bool *kept)
{
	size_t *length = xcalloc(n + 1, sizeof *length);
	size_t *before = xcalloc(n + 1, sizeof *before);
	size_t best = n;

	for (size_t i = 0; i < n; i++) {
		before[i] = n;
		length[i] = 1;
		for (size_t k = 0; k < i; k++)
			if (old[k] < old[i] && length[k] + 1 > length[i]) {
				length[i] = length[k] + 1;
				before[i] = k;
			}
		if (best == n || length[i] > length[best])
			best = i;
	}
	for (; best < n; best = before[best])
		kept[best] = true;
	free(length);
	free(before);
}

/* Which items of the newer form, by place in it, were moved; the caller's. */
static bool *
moved_items(const struct diffing *d)
{
	size_t *old = xcalloc(d->newer->n + 1, sizeof *old), n = 0;
	size_t *at = xcalloc(d->newer->n + 1, sizeof *at);
	bool *kept = xcalloc(d->newer->n + 1, sizeof *kept);
	bool *moved = xcalloc(d->newer->n + 1, sizeof *moved);

	for (size_t i = 0; i < d->newer->n; i++) {
		const struct form_item *it = &d->newer->item[i];
		const struct form_item *was = it->name == NULL ? NULL :
		    form_question(d->older, it->name);

		if (was == NULL)
			continue;
		at[n] = i;
		old[n++] = (size_t)(was - d->older->item);
		moved[i] = !str_eq(parent_of(d->older, was),
		    parent_of(d->newer, it));
	}
	find_kept(old, n, kept);
	for (size_t i = 0; i < n; i++)
		moved[at[i]] = moved[at[i]] || !kept[i];
	free(old);
	free(at);
	free(kept);
	return moved;
}

void
form_diff(const struct form *older, const struct form *newer,
    struct form_diff *out)
{
	struct diffing d = { older, newer, out };
	bool *moved = moved_items(&d);

	if (!same_text(&older->title, &newer->title))
		say(&d, NULL, SAYS_TITLE, (const struct text *const[4]){
		    &older->title, &newer->title, NULL, NULL });
	for (size_t i = 0; i < older->n; i++)
		if (older->item[i].name != NULL && form_question(newer,
		    older->item[i].name) == NULL)
			say_of(&d, &older->item[i], SAYS_REMOVED, NULL, NULL);
	for (size_t i = 0; i < newer->n; i++) {
		const struct form_item *it = &newer->item[i], *was;

		if (it->name == NULL)
			continue;
		was = form_question(older, it->name);
		if (was == NULL) {
			say_of(&d, it, SAYS_ADDED, NULL, NULL);
			continue;
		}
		if (moved[i])
			say_of(&d, it, SAYS_MOVED, NULL, NULL);
		compare_item(&d, was, it);
	}
	free(moved);
}

void
form_diff_done(struct form_diff *diff)
{
	for (size_t i = 0; i < diff->n; i++) {
		free(diff->item[i].name);
		text_done(&diff->item[i].say);
	}
	free(diff->item);
	*diff = (struct form_diff)FORM_DIFF_INIT;
}
