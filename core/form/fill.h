/*
 * A form being filled: live behind the screen, and at the door for checking.
 *
 * Files: fill.c (open, rows added and taken away), fill_take.c (answers that
 * come in), fill_place.c (paths), fill_set.c (setters), fill_compute.c (what a
 * change moves), fill_calc.c (one calculation), fill_check.c (what is wrong
 * with an answer), fill_type.c (is it of
 * the question's type), fill_rows.c (rows of the screen, what is kept),
 * fill_read.c (typed text), fill_text.c (text to show), fill_undo.c (what
 * stood), fill_show.c (who may see what, marks), fill_meta.c.
 *
 * An answer is a value or an object with "value", "status", "estimated",
 * "how" (it was estimated), "source" and "reliability" (words of form.h),
 * "document", "note" and "other" (what else was answered, see the case
 * room); other keys are dropped.
 *
 * Paths: "name", "repeat[2].name" (from 1) inside a repeat, or
 * "outer[2].repeat[1].name" inside two.
 *
 * Relevance is inherited, a constraint is looked at only when there is an
 * answer, and a status that the question allows (refused, unknown, not_asked)
 * satisfies `required` and counts as empty in expressions.  When `relevant`
 * itself fails to compute, the question is shown; when `required` or
 * `constraint` does, that is a problem of the answer: nothing passes unseen.
 */
#ifndef TN_FORM_FILL_H
#define TN_FORM_FILL_H

#include "core/form/form.h"

#include <jansson.h>

#define FILL_MAX_VALUES 200000
#define FILL_MAX_DEPTH 12
#define FILL_MAX_UNKNOWN 100

struct fill;

enum fill_reason {
	FILL_OK, FILL_REQUIRED, FILL_CONSTRAINT, FILL_TYPE,
	FILL_UNKNOWN_CHOICE, FILL_TOO_LONG, FILL_STATUS, FILL_ROWS
};

struct fill_problem {
	enum fill_reason reason;
	struct text text;		/* whole sentences, both languages */
};

enum fill_kind {
	FILL_QUESTION, FILL_NOTE, FILL_GROUP, FILL_REPEAT,
	FILL_ROW,			/* heading of one row of a repeat */
	FILL_ADD			/* "add one" after the last row */
};

/* One visible row; borrowed until the next change. */
struct fill_row {
	enum fill_kind kind;
	const struct form_item *item;
	const char *repeat;		/* name of the enclosing repeat, NULL */
	size_t index;			/* which row of it, from 1; else 0 */
	const char *outer;		/* the repeat around that one, NULL */
	size_t up;			/* which row of it, from 1; else 0 */
	int depth;
	bool required, readonly;
	bool masked;			/* show fill_masked(), not the answer */
	bool withheld;			/* ... there is one, but not here */
	bool added;			/* not in the version first filled */
	size_t versions, confirmed;	/* see fill_mark() */
	const json_t *answer;		/* NULL when there is none */
	const struct fill_problem *problem;	/* NULL when all is well */
};

/*
 * Opens a form over answers (copied; NULL: a new one, defaults are set).
 * form and lists must outlive it.  Answers to names the form does not have
 * are kept aside.  NULL and *e when the answers are no bounded JSON object.
 */
struct fill *fill_open(const struct form *form,
    const struct form_lists *lists, const json_t *answers, when_t now,
    struct err *e) TN_MUST_USE;
void fill_close(struct fill *fill);
/*
 * The form is filled in for a new act, over what is known already: questions
 * without an answer get their defaults, as in a form opened empty.
 */
void fill_begin(struct fill *fill);
/* The form that is being filled; borrowed. */
const struct form *fill_of_form(const struct fill *fill);

/* Hands in functions from outside (working days); recomputes. */
void fill_use(struct fill *fill, bool (*call)(void *ctx, const char *name,
    const struct expr_value *arg, size_t n, bool *known,
    struct expr_value *out, struct err *e), void *ctx);

/* The i-th name in the answers that the form does not have; NULL at the end. */
const char *fill_unknown(const struct fill *fill, size_t i);

size_t fill_rows(struct fill *fill);
const struct fill_row *fill_row(struct fill *fill, size_t i);
/* Adds the path of a row's answer to out. */
void fill_row_path(const struct fill_row *row, struct str *out);
/*
 * Adds the path of the repeat that fill_add() and fill_remove() take when
 * called from this row: its own, or the one it stands in; false without one.
 */
bool fill_row_repeat(const struct fill_row *row, struct str *out);
/*
 * Adds what a row's answer shows: dots where it is masked and not revealed.
 * Lists, prints and screens all ask this, so that none forgets a mask.
 */
void fill_row_value(struct fill *fill, const struct fill_row *row,
    enum lang lang, struct str *out);
/* Adds a row's label, ${name} in it replaced by the answer shown. */
void fill_row_label(struct fill *fill, const struct fill_row *row,
    enum lang lang, struct str *out);

/*
 * Setters recompute what depends on the change.  False and *e when the path
 * does not exist, the answer is computed, read-only, hidden or masked, or
 * (set_text) what was typed cannot be read; nothing has changed then.  fill_set takes no reference and accepts
 * any JSON: what is wrong with it shows as the row's problem.
 */
bool fill_set(struct fill *fill, const char *path, const json_t *value,
    struct err *e);
/*
 * As an officer types: an age ("17 tuổi") for a birth (form_is_birth());
 * D/M/YYYY, M/YYYY, YYYY or ISO; 14:30, 14h30 or 1430;
 * both for a date_time (Viet Nam's time unless it is ISO with an offset);
 * comma or point; codes with blanks between.
 */
bool fill_set_text(struct fill *fill, const char *path, const char *typed,
    struct err *e);
bool fill_set_status(struct fill *fill, const char *path, const char *status,
    struct err *e);
bool fill_set_estimated(struct fill *fill, const char *path, bool estimated,
    struct err *e);
/* One of about_key() beside the answer; an empty text takes it away. */
bool fill_set_about(struct fill *fill, const char *path, const char *key,
    const char *text, struct err *e);
bool fill_clear(struct fill *fill, const char *path, struct err *e);
/* `repeat` is a path too.  Refused where the number of rows is computed. */
bool fill_add(struct fill *fill, const char *repeat, struct err *e);
bool fill_remove(struct fill *fill, const char *repeat, size_t index,
    struct err *e);

/* The answer at a path, borrowed; NULL when there is none. */
const json_t *fill_answer(const struct fill *fill, const char *path);
/* Does choice_filter of the question at `path` let this choice through? */
bool fill_choice_allowed(struct fill *fill, const char *path,
    const struct form_choice *choice);

/* All relevant answers, and everything (drafts); new references. */
json_t *fill_answers(const struct fill *fill);
json_t *fill_all(const struct fill *fill);

/*
 * All answers as they stand, for undo: cheap, the answers themselves are
 * shared.  A new reference.  fill_restore() puts them back; false, and nothing
 * changed, for what fill_snapshot() of this form did not give.
 */
json_t *fill_snapshot(const struct fill *fill) TN_MUST_USE;
bool fill_restore(struct fill *fill, const json_t *snapshot);

/*
 * Who may see what: asked at once for each question.  Hidden ones are no rows,
 * not in fill_answers() and untouched in fill_all(); masked ones are
 * read-only and shown as fill_masked() until fill_unmask(), which is false for
 * a path that is not masked.  What the form says is `masked` is typed and
 * shown as dots as well, until then, but can be written.
 */
void fill_access(struct fill *fill, enum form_show (*of)(void *ctx,
    const struct form_item *item), void *ctx);
bool fill_unmask(struct fill *fill, const char *path);

/*
 * Questions (an object of names) whose answer is kept back until a reason is
 * in the journal, or was not given to this process at all: masked rows of
 * them show dots, none is missing there, and fill_unmask() is false.
 */
void fill_withhold(struct fill *fill, const json_t *names);

/* How many versions of an answer are known, how many units confirmed it. */
void fill_mark(struct fill *fill, const char *path, size_t versions,
    size_t confirmed);
/* Marks the questions that an older version of the form did not have. */
void fill_mark_added(struct fill *fill, const struct form *older);

/*
 * What stood before: a choice that is not in force today may stay where it
 * stood, but not be given anew.  Without a call, what fill_open() was given.
 */
void fill_stood(struct fill *fill, const json_t *known);

/* For questions of type meta; NULL and WHEN_NONE where it is not known. */
struct fill_meta {
	when_t end;			/* the moment of saving */
	const char *username, *deviceid, *instance_id, *phonenumber, *email;
};

/*
 * Sets what is known and not there yet; `end` always.  `start` and `today`
 * are set by fill_open() from its clock.
 */
void fill_use_meta(struct fill *fill, const struct fill_meta *meta);

struct fill_finding {
	char *path;
	enum fill_reason reason;
	struct text text;
};

struct fill_findings {
	struct fill_finding *item;
	size_t n, cap;
};

#define FILL_FINDINGS_INIT { NULL, 0, 0 }

/* Adds every problem of a relevant answer; true when there is none. */
bool fill_check(struct fill *fill, struct fill_findings *out);
void fill_findings_done(struct fill_findings *f);
/* "required" | "constraint" | "type" | "unknown_choice" | "too_long" | ... */
const char *fill_reason_name(enum fill_reason reason);

/* Adds what to show for an answer: labels, D/M/Y, statuses in words. */
void fill_display(const json_t *answer, const struct form_item *item,
    const struct form_lists *lists, enum lang lang, struct str *out);
/* Adds the dots that stand for an answer that is not to be seen. */
void fill_masked(struct str *out);

#endif
