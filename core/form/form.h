/*
 * A form: questions as YAML gives them, checked once when it is loaded.
 *
 * Files: form.c (looking things up), form_load.c (YAML to items),
 * form_check.c (names, lists, circles), answers.c (answers as expressions see
 * them), eval.c, fill*.c (a form being filled, see fill.h).
 *
 * Items stand in one array in the order of the file; a group or repeat is
 * followed by what is inside it, up to its `end`.  Names are unique in the
 * whole form, inside repeats too, so that ${name} always means one question.
 * A repeat cannot stand inside a repeat.
 */
#ifndef TN_FORM_FORM_H
#define TN_FORM_FORM_H

#include "core/base/err.h"
#include "core/base/yaml.h"
#include "core/form/expr.h"

#include <stdbool.h>
#include <stddef.h>

#define FORM_MAX_ITEMS 2000
#define FORM_MAX_ROWS 500		/* of one repeat */

enum form_type {
	FORM_TEXT, FORM_INTEGER, FORM_DECIMAL, FORM_DATE, FORM_SELECT_ONE,
	FORM_SELECT_MULTIPLE, FORM_YES_NO, FORM_NOTE, FORM_GROUP, FORM_REPEAT,
	FORM_CALCULATE, FORM_HIDDEN, FORM_TYPES
};

/* Decides masking, sealing and who may see an answer in which state. */
enum form_class {
	FORM_IDENTITY, FORM_CONTACT, FORM_NARRATIVE, FORM_MEDICAL,
	FORM_INVESTIGATION, FORM_PLAIN, FORM_CLASSES
};

enum form_precision { FORM_DAY = 1, FORM_MONTH = 2, FORM_YEAR = 4 };

/* Answers that are no value.  FORM_CONTRADICTED keeps a value beside it. */
enum form_status {
	FORM_REFUSED = 1, FORM_UNKNOWN = 2, FORM_NOT_ASKED = 4,
	FORM_CONTRADICTED = 8
};

/* One choice of a list; all borrowed from the list. */
struct form_choice {
	const char *code, *vi, *en;
	const void *row;		/* the list's own */
};

/*
 * Where lists come from.  Big lists are never copied: they are asked by code
 * or by number.  `column` gives a further column of a choice, or NULL; with
 * `choice` NULL it gives "" when the list has such a column at all.
 */
struct form_lists {
	void *ctx;
	bool (*exists)(void *ctx, const char *list);
	bool (*find)(void *ctx, const char *list, const char *code,
	    struct form_choice *out);
	size_t (*count)(void *ctx, const char *list);
	bool (*at)(void *ctx, const char *list, size_t i,
	    struct form_choice *out);
	const char *(*column)(void *ctx, const char *list,
	    const struct form_choice *choice, const char *column);
};

/* One of the form's own choices. */
struct form_own_choice {
	char *code;
	struct text label;
};

struct form_item {
	enum form_type type;
	char *name;
	struct text label, hint, guidance;
	struct text item_label;			/* of each row of a repeat */
	enum form_class class;
	struct expr *required, *relevant, *constraint, *readonly;
	struct expr *calculation, *choice_filter;
	struct expr *initial;			/* `default`, an expression */
	char *initial_text;			/* `default`, a plain value */
	struct text required_message, constraint_message;
	char *list;				/* NULL: own choices */
	struct form_own_choice *choice;
	size_t choices;
	char *appearance, *law, *htcds;		/* NULL when not said */
	bool multiline, estimated;
	bool anew;	/* belongs to the occasion: asked again at the next one */
	bool lasts;	/* though asked anew, holds until it is answered again */
	bool advisory;	/* only a hint to the officer: no guard may rest on it */
	size_t max_length;			/* letters */
	unsigned precision;			/* enum form_precision bits */
	unsigned statuses;			/* enum form_status bits */
	size_t min, max;			/* rows of a repeat */
	int parent;			/* enclosing group or repeat, -1 */
	int repeat;				/* enclosing repeat, -1 */
	int depth;
	size_t end;			/* first item after what it holds */
	int line, col;				/* of the item in its file */
};

struct form {
	char *code, *basis, *status;
	int version;
	struct text title;
	struct form_item *item;
	size_t n, cap;
	size_t *order;			/* items, what they depend on first */
	size_t *by_name;		/* items, sorted; made by form_load */
};

/*
 * Reads a form.  Every mistake is one finding at file:line:col; for an
 * expression the column is that inside the expression.  `lists` NULL: names of
 * lists are not checked.  NULL when there was any finding.
 */
struct form *form_load(const char *file, const struct yaml_node *node,
    const struct form_lists *lists, struct findings *f) TN_MUST_USE;
void form_free(struct form *form);

/* The item with a name, groups and repeats too; NULL when there is none. */
const struct form_item *form_question(const struct form *form,
    const char *name);
/* Does the item hold an answer (all but note, group and repeat)? */
bool form_is_question(const struct form_item *item);
/* Is the answer computed, or not for the officer to see? */
bool form_is_computed(const struct form_item *item);

/* "select_one", "identity", ... and back; -1 for an unknown word. */
const char *form_type_name(enum form_type type);
int form_type_find(const char *word);
const char *form_class_name(enum form_class class);
int form_class_find(const char *word);
/* "refused" | "unknown" | "not_asked" | "contradicted"; 0 for another. */
unsigned form_status_find(const char *word);
/* The status in words for the screen: "Từ chối trả lời". */
const char *form_status_text(unsigned status, enum lang lang);

/* Choices of a select, its own or its list's; false past the end. */
size_t form_choice_count(const struct form_item *item,
    const struct form_lists *lists);
bool form_choice_at(const struct form_item *item,
    const struct form_lists *lists, size_t i, struct form_choice *out);
bool form_choice_find(const struct form_item *item,
    const struct form_lists *lists, const char *code,
    struct form_choice *out);
const char *form_choice_text(const struct form_choice *choice,
    enum lang lang);

#endif
