/*
 * forms/ -> struct procedure: which files there are, in which order they are
 * read, and what they add up to (the version).
 */
#include "core/procedure/load.h"
#include "core/procedure/lists.h"
#include "core/procedure/rights.h"
#include "core/procedure/old_places.h"
#include "core/staff/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 3		/* regime/forms/name.yaml */

struct loader {
	const struct files *files;
	struct findings *found;
	struct procedure *p;
	struct part *part;
	size_t n_part, cap_part;
	bool lost[PART_KINDS + 1];
	size_t bytes;			/* of YAML so far */
	struct seal_hash *hash;
};

/* In the order in which they are read. */
static const struct {
	const char *name;		/* of the file, or of its folder */
	void (*read)(struct part *);
	void (*resolve)(struct part *);
	bool required;
} kinds[PART_KINDS] = {
	[PART_AGENCIES] = { "agencies.yaml", read_agencies, resolve_agencies,
	    true },
	[PART_RIGHTS] = { "rights.yaml", read_rights, resolve_rights, true },
	[PART_DOCUMENTS] = { "documents.yaml", read_documents, NULL, true },
	[PART_QUEUES] = { "queues.yaml", read_queues, resolve_queues, true },
	[PART_CONDUCT] = { "conduct.yaml", read_conduct, NULL, false },
	[PART_CALENDAR] = { "calendar.yaml", read_calendar, NULL, true },
	[PART_CHOICES] = { "lists/choices.yaml", read_choices, NULL, false },
	[PART_GLOSSARY] = { "glossary.yaml", read_glossary, resolve_glossary,
	    false },
	[PART_REGIME] = { "regime.yaml", read_regime, resolve_regime, false },
	[PART_REGISTER] = { "register.yaml", read_register, resolve_register,
	    false },
	[PART_CLOCKS] = { "clocks.yaml", read_clocks, resolve_clocks, false },
	[PART_PAPERS] = { "papers.yaml", read_papers, resolve_papers, false },
	[PART_CLASSES] = { "classes.yaml", read_classes, resolve_classes,
	    false },
	[PART_SUPPORT] = { "support.yaml", read_support, resolve_support,
	    false },
	[PART_REQUESTS] = { "requests.yaml", read_requests,
	    resolve_requests, false },
	[PART_COORDINATION] = { "coordination.yaml", read_coordination,
	    resolve_coordination, false },
	[PART_FORM] = { "forms", read_form, NULL, false },
	[PART_COMMON_FORM] = { "common/forms", read_common_form, NULL,
	    false },
	[PART_PATH] = { "paths", read_path, resolve_path, false },
	[PART_TRACK] = { "tracks", read_track, resolve_track, false },
};

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

/* The regime whose folder begins `path`, and what follows the folder. */
static struct regime *
regime_of(const struct procedure *p, const char *path, const char **rest)
{
	for (size_t i = 0; i < p->n_regime; i++) {
		size_t n = strlen(p->regime[i].code);

		if (strncmp(path, p->regime[i].code, n) == 0 &&
		    path[n] == '/') {
			*rest = path + n + 1;
			return &p->regime[i];
		}
	}
	return NULL;
}

static bool
is_in_folder(const char *path, enum part_kind k)
{
	size_t n = strlen(kinds[k].name);

	return strncmp(path, kinds[k].name, n) == 0 && path[n] == '/' &&
	    strchr(path + n + 1, '/') == NULL && ends_with(path, ".yaml");
}

/* Which kind a file is of; PART_KINDS for one that has no place here. */
static enum part_kind
kind_of(const char *rest, bool in_regime)
{
	enum part_kind from = in_regime ? PART_REGIME : PART_AGENCIES;
	enum part_kind to = in_regime ? PART_FORM : PART_REGIME;

	for (enum part_kind k = from; k < to; k++)
		if (strcmp(rest, kinds[k].name) == 0)
			return k;
	for (enum part_kind k = PART_FORM; k < PART_KINDS; k++)
		if (in_regime == (k != PART_COMMON_FORM) &&
		    is_in_folder(rest, k))
			return k;
	return PART_KINDS;
}

/* What stands in forms/ but is no part of the procedure. */
static bool
is_foreign(const char *path)
{
	return str_starts(path, "demo/") || str_starts(path, "scenarios/") ||
	    ends_with(path, ".md") || ends_with(path, "~");
}

static void
hash_file(struct loader *l, const char *path, const char *text, size_t len)
{
	unsigned char size[8];
	uint64_t n = len;

	for (size_t i = 0; i < sizeof size; i++)
		size[i] = (unsigned char)(n >> (8 * i));
	seal_hash_add(l->hash, path, strlen(path) + 1);
	seal_hash_add(l->hash, size, sizeof size);
	seal_hash_add(l->hash, text, len);
}

static char *
read_file(struct loader *l, const char *path, size_t max, size_t *len)
{
	struct err e = ERR_INIT;
	char *text = l->files->read(l->files->ctx, path, max, len, &e);

	if (text == NULL) {
		if (e.file == NULL)
			e.file = xstrdup(path);
		findings_take(l->found, &e);
		return NULL;
	}
	hash_file(l, path, text, *len);
	return text;
}

static void
load_list(struct loader *l, const char *path)
{
	size_t len;
	char *text = read_file(l, path, LOAD_LIST_MAX, &len);

	if (text != NULL && strcmp(path, OLD_PLACES_FILE) == 0) {
		lists_add_old_places(l->p->lists, text, len);
		return;
	}
	if (text != NULL)
		lists_add_table(l->p->lists, path, text, len, l->found);
	free(text);
}

static char *
load_text(struct loader *l, const char *path, size_t *len)
{
	char *text, max[16];

	if (l->bytes > LOAD_BYTES_MAX)
		return NULL;
	text = read_file(l, path, LOAD_YAML_MAX, len);
	if (text == NULL)
		return NULL;
	l->bytes += *len;
	if (l->bytes > LOAD_BYTES_MAX) {
		snprintf(max, sizeof max, "%d", LOAD_BYTES_MAX);
		findings_add(l->found, path, 1, 1, ERR_PROC_TOO_BIG, max,
		    NULL);
		free(text);
		return NULL;
	}
	return text;
}

static bool
is_form(enum part_kind kind)
{
	return kind == PART_FORM || kind == PART_COMMON_FORM;
}

static void
lose(struct loader *l, enum part_kind kind)
{
	l->lost[kind] = true;
	l->lost[PART_FORM] |= kind == PART_COMMON_FORM;
}

/* The text of a part becomes its tree. */
static bool
parse_part(struct loader *l, struct part *t)
{
	struct err e = ERR_INIT;

	t->doc = yaml_parse(t->file, t->text, t->len, &e);
	free(t->text);
	t->text = NULL;
	if (t->doc == NULL) {
		findings_take(l->found, &e);
		lose(l, t->kind);
		return false;
	}
	t->root = yaml_root(t->doc);
	return true;
}

static void
keep_part(struct loader *l, struct part part)
{
	l->part = xgrow(l->part, l->n_part, &l->cap_part, sizeof *l->part);
	l->part[l->n_part++] = part;
}

/* What every regime has, is read once and belongs to each of them. */
static void
add_part(struct loader *l, enum part_kind kind, const char *path,
    struct regime *r)
{
	struct part part = {
		.kind = kind,
		.file = memory_text(l->p->memory, path),
		.p = l->p,
		.regime = r,
		.found = l->found,
		.lost = l->lost,
	};

	part.text = load_text(l, path, &part.len);
	if (part.text == NULL) {
		lose(l, kind);
		return;
	}
	if (kind != PART_COMMON_FORM) {
		if (is_form(kind) || parse_part(l, &part))
			keep_part(l, part);
		return;
	}
	for (size_t i = 0; i < l->p->n_regime; i++) {
		part.regime = &l->p->regime[i];
		keep_part(l, part);
		part.text = NULL;
	}
	free(part.text);
}

static void
add_file(struct loader *l, const char *path)
{
	const char *rest = path;
	struct regime *r = regime_of(l->p, path, &rest);
	enum part_kind kind = kind_of(rest, r != NULL);

	if (kind != PART_KINDS)
		add_part(l, kind, path, r);
	else if (str_starts(path, "lists/") && ends_with(path, ".tsv"))
		load_list(l, path);
	else
		findings_add(l->found, path, 1, 1, ERR_PROC_STRAY_FILE, NULL);
}

/* A folder with a regime.yaml is a regime; its name is the regime's code. */
static void
find_regimes(struct loader *l, char **path, size_t n)
{
	struct procedure *p = l->p;

	p->regime = memory_array(p->memory, n, sizeof *p->regime);
	for (size_t i = 0; i < n; i++) {
		const char *slash = strchr(path[i], '/');
		char *code;

		if (slash == NULL || strcmp(slash, "/regime.yaml") != 0 ||
		    is_foreign(path[i]))
			continue;
		code = xstrndup(path[i], (size_t)(slash - path[i]));
		p->regime[p->n_regime].code = memory_text(p->memory, code);
		p->regime[p->n_regime].from = DAY_NONE;
		p->regime[p->n_regime].to = DAY_NONE;
		p->n_regime++;
		free(code);
	}
	if (p->n_regime == 0)
		findings_add(l->found, "regime.yaml", 1, 1,
		    ERR_PROC_NO_REGIME, NULL);
}

static void
read_files(struct loader *l)
{
	struct err e = ERR_INIT;
	char max[16];
	size_t n, taken = 0;
	char **path = l->files->list(l->files->ctx, "", &n, &e);

	if (path == NULL) {
		findings_take(l->found, &e);
		return;
	}
	find_regimes(l, path, n);
	for (size_t i = 0; i < n; i++) {
		if (is_foreign(path[i]))
			continue;
		if (++taken > LOAD_FILES_MAX) {
			snprintf(max, sizeof max, "%d", LOAD_FILES_MAX);
			findings_add(l->found, path[i], 1, 1,
			    ERR_PROC_TOO_MANY_FILES, max, NULL);
			break;
		}
		add_file(l, path[i]);
	}
	files_list_free(path, n);
}

static bool
has_part(const struct loader *l, enum part_kind kind,
    const struct regime *r)
{
	for (size_t i = 0; i < l->n_part; i++)
		if (l->part[i].kind == kind && l->part[i].regime == r)
			return true;
	return false;
}

static void
check_required(struct loader *l)
{
	for (enum part_kind k = 0; k < PART_KINDS; k++)
		if (kinds[k].required && !l->lost[k] && !has_part(l, k, NULL))
			findings_add(l->found, kinds[k].name, 1, 1,
			    ERR_PROC_FILE_MISSING, kinds[k].name, NULL);
	for (size_t i = 0; i < l->p->n_regime; i++)
		if (!l->lost[PART_PATH] &&
		    !has_part(l, PART_PATH, &l->p->regime[i]))
			findings_add(l->found, l->p->regime[i].code, 1, 1,
			    ERR_PROC_NO_PATH, l->p->regime[i].code, NULL);
}

/* Forms, paths, tracks: one struct a file, made before any of them is read. */
static void
make_room(struct loader *l)
{
	struct procedure *p = l->p;

	for (size_t i = 0; i < p->n_regime; i++) {
		struct regime *r = &p->regime[i];

		r->form = memory_array(p->memory, l->n_part,
		    sizeof *r->form);
		r->form_file = memory_array(p->memory, l->n_part,
		    sizeof *r->form_file);
		r->path = memory_array(p->memory, l->n_part,
		    sizeof *r->path);
		r->track = memory_array(p->memory, l->n_part,
		    sizeof *r->track);
	}
	for (size_t i = 0; i < l->n_part; i++) {
		struct part *t = &l->part[i];

		if (t->kind == PART_PATH)
			t->path = &t->regime->path[t->regime->n_path++];
		else if (t->kind == PART_TRACK)
			t->path = &t->regime->track[t->regime->n_track++];
	}
}

static void
fell(struct part *tree)
{
	if (tree == NULL)
		return;
	yaml_free(tree->doc);
	tree->doc = NULL;
	tree->root = NULL;
}

/* One tree at a time; a common form's is of as many parts as regimes. */
static void
read_forms(struct loader *l, enum part_kind k)
{
	struct part *tree = NULL;

	for (size_t i = 0; i < l->n_part; i++) {
		struct part *t = &l->part[i];

		if (t->kind != k)
			continue;
		if (t->text != NULL) {
			fell(tree);
			tree = parse_part(l, t) ? t : NULL;
		}
		if (tree == NULL)
			continue;
		t->root = tree->root;
		kinds[k].read(t);
		t->root = t == tree ? t->root : NULL;
	}
	fell(tree);
}

static void
read_parts(struct loader *l)
{
	for (enum part_kind k = 0; k < PART_KINDS; k++) {
		if (is_form(k)) {
			read_forms(l, k);
			continue;
		}
		for (size_t i = 0; i < l->n_part; i++)
			if (l->part[i].kind == k)
				kinds[k].read(&l->part[i]);
	}
	for (enum part_kind k = 0; k < PART_KINDS; k++)
		for (size_t i = 0; i < l->n_part; i++)
			if (l->part[i].kind == k && kinds[k].resolve != NULL)
				kinds[k].resolve(&l->part[i]);
}

static void
set_version(struct loader *l)
{
	unsigned char hash[SEAL_HASH_SIZE];
	char hex[2 * SEAL_HASH_SIZE + 1];

	seal_hash_end(l->hash, hash);
	for (size_t i = 0; i < sizeof hash; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	l->p->version = memory_text(l->p->memory, hex);
}

struct procedure *
procedure_load(const struct files *files, struct findings *found)
{
	struct loader l = { .files = files, .found = found };
	size_t before = found->n;

	l.p = xcalloc(1, sizeof *l.p);
	l.p->memory = memory_new();
	l.p->rights = memory_array(l.p->memory, 1, sizeof *l.p->rights);
	l.p->lists = lists_new();
	l.p->form_lists = lists_interface(l.p->lists);
	l.hash = seal_hash_new();
	read_files(&l);
	check_required(&l);
	make_room(&l);
	read_parts(&l);
	set_version(&l);
	for (size_t i = 0; i < l.n_part; i++)
		yaml_free(l.part[i].doc);
	free(l.part);
	mem_trim();
	findings_sort(found, before);
	if (found->n == before)
		return l.p;
	procedure_free(l.p);
	return NULL;
}

void
procedure_free(struct procedure *p)
{
	if (p == NULL)
		return;
	memory_free(p->memory);
	calendar_free(p->calendar);
	lists_free(p->lists);
	free(p);
}
