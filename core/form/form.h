/*
 * A form: questions as YAML gives them, checked once when it is loaded.
 *
 * Files: form.c (looking things up), form_words.c (words and their sentences),
 * form_choice.c (choices and lists), form_load.c (YAML to items),
 * form_load_rule.c (what a question says of itself), form_load_choice.c
 * (choices, lists of the form's own), form_check.c (names, lists, circles),
 * form_effect.c (what a change of one question means for the others),
 * answers*.c (answers as expressions see them), eval.c, fill*.c (a form being
 * filled, see fill.h).
 *
 * Items stand in one array in the order of the file; a group or repeat is
 * followed by what is inside it, up to its `end`.  Names are unique in the
 * whole form, inside repeats too, so that ${name} always means one question.
 * A repeat may stand inside a repeat, but no third one inside that.
 */
#ifndef TN_FORM_FORM_H
#define TN_FORM_FORM_H

#include "core/base/err.h"
#include "core/base/when.h"
#include "core/base/yaml.h"
#include "core/form/expr.h"

#include <stdbool.h>
#include <stddef.h>

#define FORM_MAX_ITEMS 2000
#define FORM_MAX_ROWS 500		/* of one repeat, in one outer row */
#define FORM_MAX_LISTS 100		/* of a form's own */
#define FORM_MAX_CHOICES 5000		/* of one such list */
#define FORM_OTHER "other"		/* the code that or_other adds */

enum form_type {
	FORM_TEXT, FORM_INTEGER, FORM_DECIMAL, FORM_DATE, FORM_SELECT_ONE,
	FORM_SELECT_MULTIPLE, FORM_YES_NO, FORM_NOTE, FORM_GROUP, FORM_REPEAT,
	FORM_CALCULATE, FORM_HIDDEN,
	FORM_TIME,		/* "HH:MM" */
	FORM_DATE_TIME,		/* "YYYY-MM-DDTHH:MM+07:00", offset as typed */
	FORM_RANGE,		/* a number: start + k * step */
	FORM_RANK,		/* an array of all codes, the first is first */
	FORM_ACKNOWLEDGE,	/* "OK" */
	FORM_BARCODE, FORM_FILE,	/* FILE: the id of an attachment */
	FORM_GEO,		/* "lat lon alt acc; ...", typed by hand */
	FORM_META,		/* the program's own, never shown to edit */
	FORM_TYPES
};

enum form_media {
	FORM_ANY_FILE, FORM_IMAGE, FORM_AUDIO, FORM_VIDEO, FORM_MEDIAS
};

enum form_shape { FORM_POINT, FORM_TRACE, FORM_AREA, FORM_SHAPES };

enum form_meta {
	FORM_META_START, FORM_META_END, FORM_META_TODAY, FORM_META_USERNAME,
	FORM_META_DEVICEID, FORM_META_INSTANCE_ID, FORM_META_PHONENUMBER,
	FORM_META_EMAIL, FORM_META_AUDIT, FORM_METAS
};

/* What `appearance` asks for; other words stay in the text alone. */
enum form_look {
	LOOK_FIELD_LIST = 1 << 0,	/* stays together on one page */
	LOOK_TABLE_LIST = 1 << 1,	/* a grid: its selects share choices */
	LOOK_LIST_NOLABEL = 1 << 2,	/* a line of such a grid */
	LOOK_LABEL = 1 << 3,		/* its heading */
	LOOK_MINIMAL = 1 << 4,		/* choices open on demand */
	LOOK_COLUMNS = 1 << 5,		/* choices side by side, see columns */
	LOOK_LIKERT = 1 << 6,
	LOOK_AUTOCOMPLETE = 1 << 7,	/* choices found by typing */
	LOOK_MULTILINE = 1 << 8,
	LOOK_MASKED = 1 << 9,
	LOOK_MONTH_YEAR = 1 << 10,
	LOOK_YEAR = 1 << 11,
	LOOK_NO_CALENDAR = 1 << 12,
	LOOK_HIDDEN = 1 << 13,		/* no row, unless something is wrong */
	LOOK_NUMBERS = 1 << 14,		/* a text of digits */
	LOOK_THOUSANDS_SEP = 1 << 15
};

/* May this user see the answer?  Who asks decides, see fill_access(). */
enum form_show { FORM_SHOW, FORM_MASK, FORM_HIDE };

/* Where an answer comes from, and how far it may be relied on. */
enum form_source {
	FORM_FROM_PERSON, FORM_FROM_PAPER, FORM_FROM_AGENCY,
	FORM_FROM_RELATIVE, FORM_FROM_INTERPRETER, FORM_OBSERVED,
	FORM_FROM_OTHER, FORM_SOURCES
};

enum form_reliability {
	FORM_CONFIRMED, FORM_LIKELY, FORM_DOUBTFUL, FORM_UNSURE,
	FORM_RELIABILITIES
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
	char *htcds;			/* NULL when not said */
	char **column;			/* pairs: name, value */
	size_t columns;			/* how many pairs */
	day_t from, to;			/* in force, both days included */
};

/* In force from or to any day. */
#define FORM_ALWAYS_FROM INT32_MIN
#define FORM_ALWAYS_TO INT32_MAX

/* A list of the form's own, shared by its questions. */
struct form_list {
	char *name;
	struct form_own_choice *choice;
	size_t n;
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
	/* its own, or borrowed from the form's list of that name */
	struct form_own_choice *choice;
	size_t choices;
	char *appearance, *law, *htcds;		/* NULL when not said */
	unsigned look;				/* enum form_look bits */
	int columns, width;	/* columns-N, wN; 0 when not said */
	int text_rows;				/* height on the screen, or 0 */
	bool multiline, estimated, masked;
	bool suggested;		/* no act demands it: we propose it */
	bool or_other;		/* the choice `other`, and NAME_other */
	bool made;		/* by the loader: NAME_other */
	double range_start, range_end, range_step;
	enum form_media media;
	enum form_shape shape;
	enum form_meta meta;
	struct expr *repeat_count;		/* NULL: the officer adds */
	size_t *trigger, triggers;		/* items */
	bool anew;	/* belongs to the occasion: asked again at the next one */
	bool lasts;	/* though asked anew, holds until it is answered again */
	bool advisory;	/* only a hint to the officer: no guard may rest on it */
	size_t max_length;			/* letters */
	unsigned precision;			/* enum form_precision bits */
	unsigned statuses;			/* enum form_status bits */
	size_t min, max;			/* rows of a repeat */
	int parent;			/* enclosing group or repeat, -1 */
	int repeat;				/* enclosing repeat, -1 */
	int level;		/* how many repeats it stands in: 0, 1, 2 */
	int depth;
	size_t end;			/* first item after what it holds */
	int line, col;				/* of the item in its file */
	/* its value, or what is asked of it, may depend on anything at all */
	bool wild_value, wild_check;
};

/* What a change of one item means for another: bits. */
enum form_effect {
	FORM_MOVES_VALUE = 1,	/* relevant, calculation, repeat_count */
	FORM_MOVES_CHECK = 2,	/* required, constraint, readonly, filter */
	FORM_FIRES = 4,		/* it is its trigger */
	FORM_IN_ROW = 8		/* only in the same row, where both have one */
};

struct form_effect_on {
	size_t item;
	unsigned how;		/* enum form_effect bits */
};

struct form {
	char *code, *basis, *status;
	int version;
	const struct form *older;	/* the version before, or NULL; borrowed */
	struct text title;
	bool for_many;		/* may be filled in once for many cases */
	struct form_list *list;			/* of its own */
	size_t lists;
	struct form_item *item;
	size_t n, cap;
	size_t *order;			/* items, what they depend on first */
	size_t *by_name;		/* items, sorted; made by form_load */
	/* of item i: effect[effect_first[i]] up to effect_first[i + 1] */
	size_t *effect_first;
	struct form_effect_on *effect;
};

/*
 * Reads a form.  Every mistake is one finding at file:line:col; for an
 * expression the column is that inside the expression.  `lists` NULL: names of
 * lists are not checked.  NULL when there was any finding.
 */
struct form *form_load(const char *file, const struct yaml_node *node,
    const struct form_lists *lists, struct findings *f) TN_MUST_USE;
void form_free(struct form *form);

/* This form or one of its older versions; NULL when that is not known. */
const struct form *form_version(const struct form *form, int version);

/* The item with a name, groups and repeats too; NULL when there is none. */
const struct form_item *form_question(const struct form *form,
    const char *name);
/* Does the item hold an answer (all but note, group and repeat)? */
bool form_is_question(const struct form_item *item);
/*
 * Is it the birth of a person, which may be estimated from an age: a date
 * that may be a year alone, named ...birth... or so in HTCDS?
 */
bool form_is_birth(const struct form_item *item);
/* Is the answer computed, or not for the officer to see? */
bool form_is_computed(const struct form_item *item);

/* "select_one", "identity", ... and back; -1 for an unknown word. */
const char *form_type_name(enum form_type type);
int form_type_find(const char *word);
const char *form_class_name(enum form_class class);
int form_class_find(const char *word);
const char *form_media_name(enum form_media media);
int form_media_find(const char *word);
const char *form_shape_name(enum form_shape shape);
int form_shape_find(const char *word);
const char *form_meta_name(enum form_meta meta);
int form_meta_find(const char *word);
/* "person" | "paper" | ..., "confirmed" | ...; -1 for an unknown word. */
const char *form_source_name(enum form_source source);
int form_source_find(const char *word);
const char *form_source_text(enum form_source source, enum lang lang);
const char *form_reliability_name(enum form_reliability reliability);
int form_reliability_find(const char *word);
const char *form_reliability_text(enum form_reliability reliability,
    enum lang lang);
/* The bit of one word of an appearance; 0 for another. */
unsigned form_look_find(const char *word);
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
/* A further column of a choice, "htcds" too; NULL when there is none. */
const char *form_choice_column(const struct form_item *item,
    const struct form_lists *lists, const struct form_choice *choice,
    const char *column);
/* Is the choice in force on a day?  One without dates always is. */
bool form_choice_in_force(const struct form_item *item,
    const struct form_lists *lists, const struct form_choice *choice,
    day_t day);
/* Does the item choose among codes (yes_no and rank too)? */
bool form_is_select(const struct form_item *item);

/*
 * Any list by name: the form's own (form may be NULL) before those of
 * `lists` (which may be NULL too).
 */
const struct form_list *form_own_list(const struct form *form,
    const char *name);
bool form_list_exists(const struct form *form,
    const struct form_lists *lists, const char *name);
bool form_list_at(const struct form *form, const struct form_lists *lists,
    const char *name, size_t i, struct form_choice *out);
bool form_list_find(const struct form *form, const struct form_lists *lists,
    const char *name, const char *code, struct form_choice *out);
/* As form_lists.column: choice NULL asks whether there is such a column. */
const char *form_list_column(const struct form *form,
    const struct form_lists *lists, const char *name,
    const struct form_choice *choice, const char *column);

#endif
