/* Inside of reading and writing XLSForm; for xlsform_*.c only. */
#ifndef TN_EXCHANGE_XLSFORM_PRIV_H
#define TN_EXCHANGE_XLSFORM_PRIV_H

#include "core/exchange/xlsform.h"

/* ---- xlsform_words.c ---- */

/* Columns of all sheets. */
enum head {
	HEAD_NONE,		/* an empty heading, or one nobody knows */
	HEAD_TYPE, HEAD_NAME, HEAD_LABEL, HEAD_HINT, HEAD_GUIDANCE,
	HEAD_REQUIRED, HEAD_REQUIRED_MESSAGE, HEAD_RELEVANT, HEAD_CONSTRAINT,
	HEAD_CONSTRAINT_MESSAGE, HEAD_CALCULATION, HEAD_DEFAULT,
	HEAD_READONLY, HEAD_APPEARANCE, HEAD_CHOICE_FILTER, HEAD_PARAMETERS,
	HEAD_REPEAT_COUNT, HEAD_TRIGGER, HEAD_ROWS, HEAD_DISABLED,
	HEAD_LIST, HEAD_TN,
	HEAD_MEDIA,		/* pictures and sounds: no equal */
	HEAD_LOST,		/* known, no equal */
	HEAD_FREE,		/* for people: no meaning */
	HEAD_TITLE, HEAD_FORM_ID, HEAD_VERSION, HEAD_LANGUAGE,
	HEAD_TWICE		/* may choices of a list have the same name? */
};

/* Slots of a text.  OTHER: a language we do not have. */
enum slot { SLOT_VI, SLOT_EN, SLOT_PLAIN, SLOT_OTHER, SLOTS };

enum sheet_kind { SHEET_SURVEY, SHEET_CHOICES, SHEET_SETTINGS };

/*
 * What a heading means; its parts come split at the colons, the first one
 * in small letters with _ for blanks.
 */
enum head head_find(enum sheet_kind kind, const char *first,
    const char *second);
enum slot slot_find(const char *language);
bool slot_language(const char *language, enum slot slot);

/* "yes", "TRUE", ...: 1; "no", ...: 0; else -1. */
int truth_find(const char *word);

/* What a type of XLSForm becomes. */
struct kind {
	const char *word;		/* in small letters, _ for blanks */
	const char *type;		/* ours, NULL: it has no equal */
	const char *key, *value;	/* one more key, or NULL */
	const char *rule;		/* a constraint it implies, or NULL */
	enum err_code why;		/* what to report, or 0 */
};

const struct kind *kind_find(const char *word);

/*
 * Does a type begin with a word of selects ("select one from ")?  Its length
 * then, and ours with what it adds; 0 if not.
 */
size_t select_find(const char *type, const char **ours, bool *file,
    bool *outside);

/* ---- the items to be made ---- */

enum made_as {
	MADE_CODE,		/* written as it is */
	MADE_TEXT,		/* quoted */
	MADE_EXPR,		/* quoted; ${} are names */
	MADE_BOTH,		/* {vi, en}; ${} are names */
	MADE_LIST		/* [a, b] as it is */
};

struct pair {
	const char *key;	/* a literal, or `own` */
	char *own;
	char *text, *en;	/* owned */
	enum made_as as;
	int col;		/* from 1, 0: none */
	bool dropped;
};

struct made {
	size_t row;		/* index into the survey sheet's rows */
	char *xls_name, *name;	/* owned */
	const char *type;	/* ours; a literal */
	char *list;		/* of a select: its name in the workbook */
	size_t list_col;
	bool external;		/* the list is in external_choices */
	bool outside;		/* the list is no sheet's: forms/lists */
	bool from_file;
	int inline_choices;	/* of ours: 1 yes, -1 no, 0 not said */
	const char *word;	/* of struct kind, "select", or NULL */
	double location[2];	/* of an audit: shortest interval, oldest */
	char *choice;		/* copied for this choice of a loop */
	bool holder, repeat, loop;
	int parent;		/* -1: the form */
	int depth;
	struct pair *pair;
	size_t n, cap;
	bool dropped;
};

struct choice {
	size_t row, list;
	bool dropped;
	char *vi, *en;			/* what became of the labels */
	const struct sheet *sheet;
	char *code;
	bool blanks;			/* the workbook's had some */
	char *label[SLOTS];		/* owned; NULL where empty */
	struct pair *column;		/* `key` owned in `own` */
	size_t columns, cap;
	struct pair *pair;		/* tn:: */
	size_t pairs, pair_cap;
};

struct list {
	char *name;		/* in the workbook */
	char *code;		/* ours; owned */
	size_t first, n;	/* into xls.choice */
	int users;		/* questions that take it */
	int outer;		/* of these, with tn::list */
	bool left;		/* not written: forms/lists has it */
	bool inside;		/* written with its question, not in lists: */
	bool multiple;		/* by a select_multiple or a rank */
	bool external;		/* of the sheet external_choices */
};

/* One heading. */
struct column {
	enum head head;
	enum slot slot;
	char *word;		/* as it stands there, for the report */
	char *key;		/* HEAD_TN: the key; choices: a free column */
	size_t lost;		/* cells left out */
};

struct table {
	enum sheet_kind kind;
	const struct sheet *sheet;	/* NULL: there is none */
	struct column *column;
	size_t n;
};

struct xls {
	const struct sheets *in;
	const struct form_lists *lists;
	struct findings *report;
	size_t refused;			/* lines of that weight */
	struct table survey, choices, settings, external;
	bool ours;			/* a workbook that we wrote */
	bool slot_seen[SLOTS];		/* languages of any text */
	enum slot plain;		/* of texts without a language */
	bool twice;			/* choices may share a name */
	struct choice *choice;
	size_t n_choice, choice_cap;
	struct list *list;
	size_t n_list, list_cap;
	struct made *made;
	size_t n, cap;
	size_t *by_name;		/* of made, sorted by xls_name */
	struct pair *head;		/* keys of the form itself */
	size_t n_head, head_cap;
};

/* ---- xlsform_read.c ---- */

/* A line of the report; col is the column's index + 1, 0: none. */
void xls_say(struct xls *x, const struct sheet *sheet, size_t row,
    size_t col, enum err_code code, const char *a, const char *b);
/* The same about a number. */
void xls_say_n(struct xls *x, const struct sheet *sheet, size_t row,
    size_t col, enum err_code code, const char *a, size_t n);
/* Finds the sheets and reads their headings; false when refused. */
bool xls_open(struct xls *x);
void xls_close(struct xls *x);
/* The text under the first heading of a kind, "" for none; *col its place. */
const char *xls_cell(const struct table *t, size_t row, enum head head,
    size_t *col);
/* What a column without an equal has lost, one line a column. */
void xls_lost(struct xls *x, struct table *t);
/* May a heading of the choices sheet be a further column? */
bool xls_plain_column(const char *word);
/* Straight quotes for curly ones, as pyxform reads rules; the caller's. */
char *xls_straight(const char *text);

/* ---- xlsform_choices.c ---- */

void xls_choices(struct xls *x, const struct table *t, bool external);
/* What can be said of a list once its questions are known. */
void xls_lists(struct xls *x);
void xls_choices_done(struct xls *x);
struct list *xls_list(const struct xls *x, const char *name, bool external);
/*
 * vi and en out of the slots of a text; NULL in both when all are empty.
 * Reports what was filled from the other language.
 */
void xls_both(struct xls *x, const struct sheet *sheet, size_t row,
    size_t col, char *const slot[SLOTS], char **vi, char **en);

/* ---- xlsform_survey.c, xlsform_loop.c ---- */

void xls_survey(struct xls *x);
void xls_loops(struct xls *x);
struct made *xls_made(struct xls *x, int parent, size_t row);
void made_done(struct made *made, size_t n);

/* ---- xlsform_type.c ---- */

/* The type of a row that is no group; false: refused or left out. */
bool xls_type(struct xls *x, struct made *m, const char *type, size_t col);
void xls_parameters(struct xls *x, struct made *m, const char *text,
    size_t col);

/* ---- xlsform_keys.c ---- */

void pair_add(struct pair **pair, size_t *n, size_t *cap, const char *key,
    enum made_as as, const char *text, const char *en, size_t col);
struct pair *pair_find(struct pair *pair, size_t n, const char *key);
void pairs_done(struct pair *pair, size_t n);
/* Adds a key to an item; text NULL or "" adds nothing. */
void made_set(struct made *m, const char *key, enum made_as as,
    const char *text, size_t col);
struct pair *made_find(const struct made *m, const char *key);
/* The columns of a row, once its type is known. */
void xls_keys(struct xls *x, struct made *m);
/* What can only be said once all rows are read. */
void xls_afterwards(struct xls *x);
/* A cell of a column tn::KEY; false when the key or value is none. */
bool xls_tn(struct xls *x, const struct sheet *sheet, size_t row, size_t col,
    const struct column *c, struct pair **pair, size_t *n, size_t *cap);

/* ---- xlsform_names.c ---- */

/* XLSForm's own rule for names. */
bool name_valid(const char *name);
/* A name as ours are: of XLSForm's letters; false when it is none at all. */
bool name_made(const char *name, char **out);
/* Gives every item its name. */
void xls_names(struct xls *x);
/* Names of ${} in all texts, as they are now called. */
void xls_references(struct xls *x);

/* ---- xlsform_yaml.c ---- */

/* Where a line of the YAML comes from. */
struct origin {
	const struct sheet *sheet;
	size_t row;
	int col;
	int item;			/* index into xls.made, -1 */
	struct pair *pair;		/* NULL: none */
};

struct yaml_out {
	struct str *text;
	struct origin *line;		/* of each line, from 0 */
	size_t n, cap;
};

void xls_yaml(const struct xls *x, struct yaml_out *out);
/* A scalar in double quotes, whatever it holds. */
void yaml_quoted(struct str *out, const char *text);

#endif
