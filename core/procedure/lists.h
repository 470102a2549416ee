/*
 * All lists by name: the reference lists of forms/lists/ (list.h) and the
 * small coded lists of choices.yaml.  Forms see both in the same way, through
 * struct form_lists; nothing of a big list is copied.
 */
#ifndef TN_PROCEDURE_LISTS_H
#define TN_PROCEDURE_LISTS_H

#include "core/base/err.h"
#include "core/form/form.h"
#include "core/procedure/list.h"

#include <stdbool.h>
#include <stddef.h>

struct choice {
	char *code;
	struct text label;
	/* Columns; NULL when not said. */
	char *htcds;			/* the HTCDS value it stands for */
	char *valid_from, *valid_to;	/* YYYY-MM-DD */
};

struct choice_list {
	char *code;
	struct text title;
	struct choice *choice;
	size_t n_choice;
};

struct lists;
struct old_places;

struct lists *lists_new(void);
void lists_free(struct lists *l);

/*
 * Reads forms/lists/NAME.tsv; the list must be named as its file.  What is
 * wrong with it becomes findings.
 */
void lists_add_table(struct lists *l, const char *path, const char *text,
    size_t len, struct findings *found);

/*
 * Takes lists/old_communes.tsv, malloc'ed and ended by NUL; and gives it, NULL
 * when there is none.
 */
void lists_add_old_places(struct lists *l, char *text, size_t len);
struct old_places *lists_old_places(const struct lists *l);

/* Borrows the small lists; they must outlive `l`. */
void lists_set_choices(struct lists *l, const struct choice_list *list,
    size_t n);

/*
 * From now on only rows in force on `day` are offered for choosing; a code
 * that has ended is still found, so that old records stay readable.
 * LIST_ANY_DAY (as after lists_new()): all rows.
 */
void lists_set_day(struct lists *l, day_t day);

bool lists_has(const struct lists *l, const char *name);
bool lists_has_code(const struct lists *l, const char *name,
    const char *code);

/* The reference list of a name, to search in; NULL for small lists. */
const struct list *lists_table(const struct lists *l, const char *name);
/* The small list of a name, or NULL. */
const struct choice_list *lists_choices(const struct lists *l,
    const char *name);

/* Names of all lists, tables first; NULL past the end. */
const char *lists_name(const struct lists *l, size_t i);

/* What the form room asks; borrowed, lives as long as `l`. */
const struct form_lists *lists_interface(const struct lists *l);

#endif
