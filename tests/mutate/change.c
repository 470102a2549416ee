/* Which mutants there are: by the YAML tree, in the text of the files. */
#include "tests/mutate/mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct finding_changes {
	struct changes *out;
	const struct forms_file *file;
	const char *about;		/* code of the item around */
};

/* The byte at a line and column (columns count bytes up to the text). */
static size_t
offset_of(const struct forms_file *f, int line, int col)
{
	const char *p = f->text;

	while (--line > 0) {
		p = strchr(p, '\n');
		if (p == NULL)
			return f->len;
		p++;
	}
	/* Before a value only ASCII stands on its line, in these files. */
	return (size_t)(p - f->text) + (size_t)(col - 1);
}

/* Where a scalar ends: at its closing quote, or where plain text ends. */
static size_t
end_of_scalar(const struct forms_file *f, size_t from)
{
	const char *p = f->text + from;
	char quote = *p;

	if (quote == '"' || quote == '\'') {
		for (p++; *p != '\0' && *p != quote; p++)
			if (*p == '\\' && p[1] != '\0')
				p++;
		return (size_t)(p - f->text) + (*p != '\0');
	}
	return from + strcspn(p, ",]}\n#");
}

static void
add(struct finding_changes *fc, const struct yaml_node *at, size_t from,
    size_t to, char *by, const char *kind, bool guarded)
{
	struct changes *c = fc->out;
	struct change *ch;

	c->item = xgrow(c->item, c->n, &c->cap, sizeof(*c->item));
	ch = &c->item[c->n++];
	memset(ch, 0, sizeof(*ch));
	ch->file = fc->file;
	ch->from = from;
	ch->to = to;
	ch->by = by;
	ch->line = at->line;
	ch->guarded = guarded;
	snprintf(ch->kind, sizeof(ch->kind), "%s", kind);
	snprintf(ch->what, sizeof(ch->what), "%s",
	    fc->about == NULL ? "" : fc->about);
}

/* Another text in place of a scalar. */
static void
add_scalar(struct finding_changes *fc, const struct yaml_node *at, char *by,
    const char *kind, bool guarded)
{
	size_t from = offset_of(fc->file, at->line, at->col);

	add(fc, at, from, end_of_scalar(fc->file, from), by, kind, guarded);
}

static size_t
indent_of(const char *line)
{
	return strspn(line, " ");
}

/* A list item in block style: its lines, up to those less deep. */
static void
add_removed_item(struct finding_changes *fc, const struct yaml_node *item,
    const char *kind)
{
	size_t from = offset_of(fc->file, item->line, 1);
	const char *line = fc->file->text + from, *p = line;
	size_t deep = indent_of(line);

	if (line[deep] != '-')
		return;
	do {
		p = strchr(p, '\n');
		p = p == NULL ? fc->file->text + fc->file->len : p + 1;
	} while (*p != '\0' && (indent_of(p) > deep || *p == '\n'));
	add(fc, item, from, (size_t)(p - fc->file->text), xstrdup(""), kind,
	    true);
}

/* One whole line with its key; when it is a block, all of the block. */
static void
add_removed_key(struct finding_changes *fc, const struct yaml_node *key,
    const char *kind, bool guarded)
{
	size_t from = offset_of(fc->file, key->line, 1);
	const char *line = fc->file->text + from, *p = line;
	size_t deep = (size_t)(key->col - 1);

	if (indent_of(line) != deep)
		return;			/* inside of a flow mapping */
	do {
		p = strchr(p, '\n');
		p = p == NULL ? fc->file->text + fc->file->len : p + 1;
	} while (*p != '\0' && indent_of(p) > deep);
	add(fc, key, from, (size_t)(p - fc->file->text), xstrdup(""), kind,
	    guarded);
}

/* The first `from` in a text becomes `to`; NULL when it is not there. */
static char *
replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	return at == NULL ? NULL : xasprintf("\"%.*s%s%s\"",
	    (int)(at - text), text, to, at + strlen(from));
}

/* Other words and other operators in a test. */
static void
change_test(struct finding_changes *fc, const struct yaml_node *test)
{
	static const struct { const char *from, *to; } swap[] = {
		{ " = ", " != " }, { " != ", " = " }, { " > 0", " >= 0" },
		{ " and ", " or " }, { " or ", " and " }, { "not(", "(" },
	};
	char *by;
	size_t i;

	if (strchr(test->text, '"') != NULL || strchr(test->text, '\n') != NULL)
		return;
	add_scalar(fc, test, xstrdup("\"true()\""), "guard always met", true);
	add_scalar(fc, test, xstrdup("\"false()\""), "guard never met", true);
	for (i = 0; i < ARRAY_LEN(swap); i++) {
		by = replaced(test->text, swap[i].from, swap[i].to);
		if (by != NULL)
			add_scalar(fc, test, by, "other operator", true);
	}
}

static void
change_needs(struct finding_changes *fc, const struct yaml_node *list)
{
	size_t i;

	for (i = 0; list != NULL && list->kind == YAML_LIST && i < list->n;
	    i++) {
		const struct yaml_node *test = yaml_get(list->item[i], "test");

		fc->about = yaml_get_text(list->item[i], "code");
		if (list->n > 1)
			add_removed_item(fc, list->item[i], "guard removed");
		if (test != NULL)
			change_test(fc, test);
		test = yaml_get(list->item[i], "code");
		if (test != NULL)
			add_scalar(fc, test, xasprintf("%s_x", test->text),
			    "other code", true);
	}
}

/* A code of a list in flow style goes, with the comma after or before it. */
static void
change_codes(struct finding_changes *fc, const struct yaml_node *list,
    const char *kind, bool guarded)
{
	size_t i, from, to;

	for (i = 0; list != NULL && list->kind == YAML_LIST && list->n > 1 &&
	    i < list->n; i++) {
		const struct yaml_node *it = list->item[i], *next;

		from = offset_of(fc->file, it->line, it->col);
		if (i + 1 < list->n) {
			next = list->item[i + 1];
			to = offset_of(fc->file, next->line, next->col);
		} else {
			next = list->item[i - 1];
			to = end_of_scalar(fc->file, from);
			from = offset_of(fc->file, next->line, next->col) +
			    strlen(next->text);
		}
		add(fc, it, from, to, xstrdup(""), kind, guarded);
	}
}

static const struct yaml_node *
key_node(const struct yaml_node *map, const char *key)
{
	size_t i;

	for (i = 0; map->kind == YAML_MAP && i < map->n; i++)
		if (strcmp(map->key[i]->text, key) == 0)
			return map->key[i];
	return NULL;
}

static void
change_step(struct finding_changes *fc, const struct yaml_node *step,
    const struct yaml_node *states)
{
	static const char *const gone[] = {
		"form", "request", "papers", "clocks", "applies", "reopens"
	};
	const struct yaml_node *to = yaml_get(step, "to"), *key;
	const char *code = yaml_get_text(step, "code");
	size_t i;

	fc->about = code;
	for (i = 0; to != NULL && states != NULL && i < states->n; i++) {
		const char *other = yaml_get_text(states->item[i], "code");

		if (other == NULL || strcmp(other, to->text) == 0)
			continue;
		add_scalar(fc, to, xstrdup(other), "other target", true);
		break;
	}
	change_codes(fc, yaml_get(step, "from"), "from removed", false);
	for (i = 0; i < ARRAY_LEN(gone); i++) {
		key = key_node(step, gone[i]);
		if (key != NULL)
			add_removed_key(fc, key, gone[i], false);
	}
	change_needs(fc, yaml_get(step, "needs"));
	fc->about = code;
	if (yaml_get(step, "code") != NULL)
		add_scalar(fc, yaml_get(step, "code"),
		    xasprintf("%s_x", code), "other code", true);
}

static void
change_list(struct finding_changes *fc, const struct yaml_node *list,
    const struct yaml_node *states)
{
	size_t i;

	for (i = 0; list != NULL && list->kind == YAML_LIST && i < list->n;
	    i++) {
		const struct yaml_node *item = list->item[i];
		const struct yaml_node *test = yaml_get(item, "test");

		change_step(fc, item, states);
		if (test != NULL && strcmp(test->text, "true()") != 0)
			change_test(fc, test);
	}
}

static void
change_file(struct changes *c, const struct forms_file *file)
{
	static const char *const list[] = {
		"steps", "states", "requests", "support", "clocks", "papers",
		"classes", "coordination"
	};
	struct finding_changes fc = { c, file, NULL };
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse(file->path, file->text, file->len,
	    &e);
	size_t i;

	if (doc == NULL) {
		err_done(&e);
		return;
	}
	for (i = 0; i < ARRAY_LEN(list); i++)
		change_list(&fc, yaml_get(yaml_root(doc), list[i]),
		    i == 0 ? yaml_get(yaml_root(doc), "states") : NULL);
	yaml_free(doc);
}

void
changes_find(struct changes *c, const struct forms *f)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	for (i = 0; i < f->n; i++)
		if (strncmp(f->file[i].path, "vn-", 3) == 0 &&
		    strstr(f->file[i].path, "/forms/") == NULL &&
		    strstr(f->file[i].path, ".yaml") != NULL)
			change_file(c, &f->file[i]);
}

void
changes_done(struct changes *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		free(c->item[i].by);
	free(c->item);
}

char *
change_text(const struct change *c, size_t *len)
{
	const struct forms_file *f = c->file;
	size_t n = strlen(c->by);
	char *text = xrealloc(NULL, f->len + n + 1);

	memcpy(text, f->text, c->from);
	memcpy(text + c->from, c->by, n);
	memcpy(text + c->from + n, f->text + c->to, f->len - c->to);
	*len = f->len - (c->to - c->from) + n;
	text[*len] = '\0';
	return text;
}
