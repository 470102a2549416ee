/*
 * All lists by name.
 */
#include "core/procedure/lists.h"

#include "core/procedure/old_places.h"

#include <stdlib.h>
#include <string.h>

#define LISTS_MAX 64

/* The rows of one table that are in force on the day. */
struct in_force {
	const struct list_row **row;
	size_t n;
};

struct lists {
	struct list *table[LISTS_MAX];
	struct in_force in_force[LISTS_MAX];
	size_t n_table;
	struct old_places *old;		/* NULL: none */
	day_t day;
	const struct choice_list *choices;	/* borrowed */
	size_t n_choices;
	struct form_lists interface;
};

static bool
of_row(const struct list *table, const struct list_row *row,
    struct form_choice *out)
{
	if (row == NULL)
		return false;
	*out = (struct form_choice){ list_code(table, row),
	    list_label(table, row, LANG_VI), list_label(table, row, LANG_EN),
	    row };
	return true;
}

static bool
of_choice(const struct choice *choice, struct form_choice *out)
{
	*out = (struct form_choice){ choice->code, choice->label.vi,
	    choice->label.en, choice };
	return true;
}

static bool
ask_exists(void *ctx, const char *name)
{
	return lists_has(ctx, name);
}

static bool
ask_find(void *ctx, const char *name, const char *code,
    struct form_choice *out)
{
	const struct list *table = lists_table(ctx, name);
	const struct choice_list *small = lists_choices(ctx, name);

	if (table != NULL) {
		const struct lists *l = ctx;
		const struct list_row *row = list_find_at(table, code, l->day);

		return of_row(table, row != NULL ? row :
		    list_find(table, code), out);
	}
	for (size_t i = 0; small != NULL && i < small->n_choice; i++)
		if (str_eq(small->choice[i].code, code))
			return of_choice(&small->choice[i], out);
	return false;
}

/* NULL: no table of that name, or no day was set. */
static const struct in_force *
in_force_of(const struct lists *l, const char *name)
{
	if (l->day == LIST_ANY_DAY)
		return NULL;
	for (size_t i = 0; name != NULL && i < l->n_table; i++)
		if (strcmp(list_name(l->table[i]), name) == 0)
			return &l->in_force[i];
	return NULL;
}

static size_t
ask_count(void *ctx, const char *name)
{
	const struct in_force *now = in_force_of(ctx, name);
	const struct list *table = lists_table(ctx, name);
	const struct choice_list *small = lists_choices(ctx, name);

	if (now != NULL)
		return now->n;
	if (table != NULL)
		return list_count(table);
	return small != NULL ? small->n_choice : 0;
}

static bool
ask_at(void *ctx, const char *name, size_t i, struct form_choice *out)
{
	const struct in_force *now = in_force_of(ctx, name);
	const struct list *table = lists_table(ctx, name);
	const struct choice_list *small = lists_choices(ctx, name);

	if (now != NULL)
		return i < now->n && of_row(table, now->row[i], out);
	if (table != NULL)
		return of_row(table, list_at(table, i), out);
	return small != NULL && i < small->n_choice &&
	    of_choice(&small->choice[i], out);
}

/* A column of a small list; with `choice` NULL "" where there is such a one. */
static const char *
small_column(const struct choice_list *list, const struct choice *choice,
    const char *column)
{
	static const char *const known[] = { "htcds", "valid_from",
	    "valid_to" };
	size_t i = 0;

	while (i < ARRAY_LEN(known) && !str_eq(known[i], column))
		i++;
	if (list == NULL || i == ARRAY_LEN(known))
		return NULL;
	if (choice == NULL)
		return "";
	return i == 0 ? choice->htcds : i == 1 ? choice->valid_from :
	    choice->valid_to;
}

static const char *
ask_column(void *ctx, const char *name, const struct form_choice *choice,
    const char *column)
{
	const struct list *table = lists_table(ctx, name);

	if (table == NULL)
		return small_column(lists_choices(ctx, name),
		    choice == NULL ? NULL : choice->row, column);
	if (choice == NULL)
		return list_has_column(table, column) ? "" : NULL;
	return list_value(table, choice->row, column);
}

struct lists *
lists_new(void)
{
	struct lists *l = xcalloc(1, sizeof *l);

	l->day = LIST_ANY_DAY;
	l->interface = (struct form_lists){ l, ask_exists, ask_find,
	    ask_count, ask_at, ask_column };
	return l;
}

void
lists_free(struct lists *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->n_table; i++) {
		free(l->in_force[i].row);
		list_free(l->table[i]);
	}
	old_places_free(l->old);
	free(l);
}

void
lists_set_day(struct lists *l, day_t day)
{
	const struct list_filter where = { NULL, NULL, day };

	if (day == l->day)
		return;
	l->day = day;
	for (size_t i = 0; i < l->n_table; i++) {
		struct in_force *now = &l->in_force[i];
		const struct list_row *row = NULL;

		now->n = 0;
		now->row = xrealloc(now->row,
		    (list_count(l->table[i]) + 1) * sizeof(*now->row));
		while ((row = list_next(l->table[i], row, &where)) != NULL)
			now->row[now->n++] = row;
	}
}

/* The name that a path promises: "provinces" for "lists/provinces.tsv". */
static char *
name_of_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	const char *dot = strchr(name, '.');

	return xstrndup(name, dot != NULL ? (size_t)(dot - name) :
	    strlen(name));
}

void
lists_add_table(struct lists *l, const char *path, const char *text,
    size_t len, struct findings *found)
{
	struct list *table = list_load(path, text, len, found);
	char *name;

	if (table == NULL)
		return;
	name = name_of_path(path);
	if (strcmp(name, list_name(table)) != 0)
		findings_add(found, path, 1, 1, ERR_PROC_LIST_NAME,
		    list_name(table), name, NULL);
	free(name);
	if (l->n_table == LISTS_MAX) {
		list_free(table);
		findings_add(found, path, 1, 1, ERR_PROC_TOO_MANY_FILES,
		    "64", NULL);
		return;
	}
	l->table[l->n_table++] = table;
}

void
lists_add_old_places(struct lists *l, char *text, size_t len)
{
	old_places_free(l->old);
	l->old = old_places_new(text, len);
}

struct old_places *
lists_old_places(const struct lists *l)
{
	return l->old;
}

void
lists_set_choices(struct lists *l, const struct choice_list *list, size_t n)
{
	l->choices = list;
	l->n_choices = n;
}

const struct list *
lists_table(const struct lists *l, const char *name)
{
	for (size_t i = 0; name != NULL && i < l->n_table; i++)
		if (strcmp(list_name(l->table[i]), name) == 0)
			return l->table[i];
	return NULL;
}

const struct choice_list *
lists_choices(const struct lists *l, const char *name)
{
	for (size_t i = 0; name != NULL && i < l->n_choices; i++)
		if (strcmp(l->choices[i].code, name) == 0)
			return &l->choices[i];
	return NULL;
}

bool
lists_has(const struct lists *l, const char *name)
{
	return lists_table(l, name) != NULL || lists_choices(l, name) != NULL;
}

bool
lists_has_code(const struct lists *l, const char *name, const char *code)
{
	const struct list *table = lists_table(l, name);
	const struct choice_list *small = lists_choices(l, name);

	if (table != NULL)
		return list_find(table, code) != NULL;
	for (size_t i = 0; small != NULL && i < small->n_choice; i++)
		if (str_eq(small->choice[i].code, code))
			return true;
	return false;
}

const char *
lists_name(const struct lists *l, size_t i)
{
	if (i < l->n_table)
		return list_name(l->table[i]);
	i -= l->n_table;
	return i < l->n_choices ? l->choices[i].code : NULL;
}

const struct form_lists *
lists_interface(const struct lists *l)
{
	return &l->interface;
}
