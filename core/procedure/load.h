/*
 * What the files load*.c share; nobody else includes it.
 *
 * Loading goes in two passes.  The first reads each file into the structs of
 * procedure.h: codes, titles, numbers.  The second goes through the same YAML
 * again and turns codes into pointers.  Nothing stops at the first fault: an
 * item that is wrong still takes its place, so that the i-th item of a list
 * is the i-th struct in both passes.
 */
#ifndef TN_PROCEDURE_LOAD_H
#define TN_PROCEDURE_LOAD_H

#include "core/base/yaml.h"
#include "core/procedure/procedure.h"

#define LOAD_FILES_MAX 400
#define LOAD_BYTES_MAX (4 * 1024 * 1024)	/* all YAML together */
#define LOAD_YAML_MAX (1024 * 1024)		/* one YAML file */
#define LOAD_LIST_MAX (2 * 1024 * 1024)		/* one reference list */
#define LOAD_ITEMS_MAX 4000			/* items of one YAML list */

/* Memory of a procedure: freed all at once, in reverse order. */
struct procedure_memory;
struct procedure_memory *memory_new(void);
void memory_free(struct procedure_memory *m);
/* Zeroed; NULL for no elements. */
void *memory_array(struct procedure_memory *m, size_t n, size_t size);
char *memory_text(struct procedure_memory *m, const char *s);
/* Keeps `thing` until memory_free() hands it to `release`. */
void memory_keep(struct procedure_memory *m, void *thing,
    void (*release)(void *));

enum part_kind {
	PART_AGENCIES, PART_RIGHTS, PART_DOCUMENTS, PART_QUEUES, PART_CONDUCT,
	PART_CALENDAR, PART_CHOICES, PART_GLOSSARY, PART_REGIME,
	PART_REGISTER, PART_CLOCKS, PART_PAPERS,
	PART_CLASSES, PART_SUPPORT, PART_REQUESTS, PART_COORDINATION,
	PART_FORM, PART_COMMON_FORM, PART_PATH, PART_TRACK,
	PART_KINDS		/* none of them */
};

/* One YAML file, and where what it says goes. */
struct part {
	enum part_kind kind;
	const char *file;		/* path in forms/; memory of `p` */
	struct yaml_doc *doc;		/* NULL: of the part before it */
	/*
	 * Forms are three quarters of forms/ and are looked at once, so their
	 * trees are made one after the other.  NULL: made already, or of the
	 * part before it.
	 */
	char *text;
	size_t len;
	const struct yaml_node *root;
	struct procedure *p;
	struct regime *regime;		/* NULL outside a regime's folder */
	struct path *path;		/* PART_PATH and PART_TRACK */
	struct findings *found;
	/*
	 * Kinds of which a file could not be read at all.  What would have
	 * been in it is not missed a second time wherever it is named.
	 */
	const bool *lost;
};

/* The two passes of each kind of file. */
void read_agencies(struct part *t);
void resolve_agencies(struct part *t);
void read_rights(struct part *t);
void resolve_rights(struct part *t);
void read_documents(struct part *t);
void read_choices(struct part *t);
void read_calendar(struct part *t);
void read_glossary(struct part *t);
void resolve_glossary(struct part *t);
void read_form(struct part *t);
void read_common_form(struct part *t);
void read_conduct(struct part *t);
void read_queues(struct part *t);
void resolve_queues(struct part *t);
void read_regime(struct part *t);
void resolve_regime(struct part *t);
void read_register(struct part *t);
void resolve_register(struct part *t);
void read_clocks(struct part *t);
void resolve_clocks(struct part *t);
void read_papers(struct part *t);
void resolve_papers(struct part *t);
void read_support(struct part *t);
void resolve_support(struct part *t);
void read_requests(struct part *t);
void resolve_requests(struct part *t);
void read_classes(struct part *t);
void resolve_classes(struct part *t);
void read_coordination(struct part *t);
void resolve_coordination(struct part *t);
void read_path(struct part *t);
void resolve_path(struct part *t);
void read_track(struct part *t);
void resolve_track(struct part *t);

/*
 * Puts the findings from the `from`-th on in order of file, line, column and
 * drops repeats: a form that two regimes share has its faults once.
 */
void findings_sort(struct findings *f, size_t from);

/* A finding at a node. */
#define PART_FAULT(t, node, ...) findings_add((t)->found, (t)->file, \
    (node)->line, (node)->col, __VA_ARGS__, NULL)

struct origin part_origin(const struct part *t, const struct yaml_node *node);
/* The text of a key, in the memory of the procedure; NULL when missing. */
char *part_text(const struct part *t, const struct yaml_node *node,
    const char *key);
void part_both(const struct part *t, const struct yaml_node *node,
    const char *key, struct text *out);
/* valid_from and valid_to; finds an end before its beginning. */
void part_dates(const struct part *t, const struct yaml_node *node,
    day_t *from, day_t *to);
/* Finds a `province` that is not in the list of provinces, if there is one. */
void part_province(const struct part *t, const struct yaml_node *node);
/* One list under one key: what the flat files of a regime look like. */
const struct yaml_node *part_only_list(struct part *t, const char *key);
/* The place of the key's text in `word` (n of them), or -1 and a finding. */
int part_word(const struct part *t, const struct yaml_node *node,
    const char *const *word, size_t n);

/*
 * Checks each item of a list against its fields and makes an array of
 * structs whose first member is `char *code`, which is filled in; a code that
 * occurs twice is a finding.  Returns the array, *n its length.
 */
void *part_items(const struct part *t, const struct yaml_node *list,
    const struct yaml_field *field, size_t n_field, size_t size, size_t *n);

/* An array of structs that begin with `char *code`, or of pointers to such. */
struct table {
	const void *array;
	size_t n, size;		/* size 0: pointers to structs */
	const char *name;	/* the key of its list in YAML */
	enum part_kind from;	/* the file it is read from */
};
#define TABLE(array, n, name, from) \
	((struct table){ (array), (n), sizeof *(array), (name), (from) })

const void *table_find(const struct table *table, const char *code);

/* What a code stands for, or NULL and a finding; NULL for no node. */
const void *part_resolve(const struct part *t, const struct yaml_node *node,
    const struct table *table);
/* The same for a list of codes; the array holds no NULL. */
const void **part_resolve_all(const struct part *t,
    const struct yaml_node *node, const struct table *table, size_t *n);
/* A copy of a list of codes that are not resolved. */
char **part_codes(const struct part *t, const struct yaml_node *node,
    size_t *n);
/* The node of the i-th code, for messages. */
const struct yaml_node *code_node(const struct yaml_node *node, size_t i);

/* Tables of the procedure, and of the regime of this part. */
struct table part_documents(const struct part *t);
struct table part_kinds(const struct part *t);
struct table part_roles(const struct part *t);
struct table part_states(const struct path *path);
struct table part_paths(const struct regime *r);
struct table part_forms(const struct part *t);
struct table part_values(const struct part *t);
struct table part_clocks(const struct part *t);
struct table part_papers(const struct part *t);
struct table part_requests(const struct part *t);
struct table part_supports(const struct part *t);
struct table part_classes(const struct part *t);

/* Composite pieces; each takes the node of its key, which may be NULL. */
void part_basis(const struct part *t, const struct yaml_node *node,
    struct basis *out);
void part_who(const struct part *t, const struct yaml_node *node,
    struct who *out);
/* The keys of a `who` alone, where others stand beside them. */
void part_who_keys(const struct part *t, const struct yaml_node *node,
    struct who *out);
/* A register value that must be a stretch of time, an amount, a number. */
const struct legal_value *part_term(const struct part *t,
    const struct yaml_node *node);
const struct legal_value *part_amount(const struct part *t,
    const struct yaml_node *node);
const struct legal_value *part_count(const struct part *t,
    const struct yaml_node *node);
/* A test: its text, where that begins, and the expression. */
struct expr *part_test(const struct part *t, const struct yaml_node *node,
    char **text, struct origin *at);
/* A step of the part's path, or of any path or track of its regime. */
const struct step *part_step(const struct part *t,
    const struct yaml_node *node);
struct need *part_needs(const struct part *t, const struct yaml_node *node,
    size_t *n);
const struct form *part_form(const struct part *t,
    const struct yaml_node *node);
/* Does it only stand for a form that could not be loaded? */
bool form_is_lost(const struct form *form);

/*
 * The code nearest to `code` in the table by single-letter edits, or NULL
 * when none is near (at most two, and half of it must stand).
 */
const char *table_nearest(const struct table *table, const char *code);
/* Is b at most two edits from a?  The number of edits, or 3. */
int code_edits(const char *a, const char *b);

#endif
