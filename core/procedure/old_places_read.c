/* Communes of before: the text taken apart, and what is wrong with it. */
#include "core/procedure/old_places_priv.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "core/procedure/lists.h"
#include "core/vietnamese/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 4

struct old_places *
old_places_new(char *text, size_t len)
{
	struct old_places *o = xcalloc(1, sizeof *o);

	o->text = text;
	o->len = len;
	return o;
}

void
old_places_free(struct old_places *o)
{
	if (o == NULL)
		return;
	free(o->text);
	free(o->row);
	free(o->taken);
	str_done(&o->keys);
	free(o);
}

/* ---- taking it apart ---- */

static void
fault(struct findings *found, uint32_t line, enum err_code code,
    const char *a, const char *b)
{
	if (found != NULL)
		findings_add(found, OLD_PLACES_FILE, (int)line, 1, code, a, b,
		    NULL);
}

static const char *
field(const struct old_places *o, const struct old_row *r, size_t i)
{
	const char *s = o->text + r->at;

	while (i-- > 0)
		s += strlen(s) + 1;
	return s;
}

static void
take_head(struct old_places *o, char *line, uint32_t number,
    struct findings *found)
{
	char *value = strstr(line, ": ");

	if (!str_starts(line, "# ") || value == NULL ||
	    o->n_head == HEADS_MAX) {
		fault(found, number, ERR_LIST_HEAD, NULL, NULL);
		return;
	}
	*value = '\0';
	o->head[o->n_head].key = line + 2;
	o->head[o->n_head++].value = value + 2;
}

/* False: not four fields, none of them empty. */
static bool
cut_fields(char *line, struct findings *found, uint32_t number)
{
	size_t n = 1;
	bool empty = *line == '\0';

	for (char *s = line; *s != '\0'; s++)
		if (*s == '\t') {
			*s = '\0';
			empty = empty || s[1] == '\0' || s[1] == '\t';
			n++;
		}
	if (n == FIELDS && !empty)
		return true;
	if (n != FIELDS) {
		char got[24];

		snprintf(got, sizeof got, "%zu", n);
		fault(found, number, ERR_LIST_FIELDS, got, "4");
	} else {
		fault(found, number, ERR_LIST_LABEL, "name", "200");
	}
	return false;
}

/* Adds a folded text behind the keys; its place there. */
static uint32_t
add_key(struct old_places *o, const char *text)
{
	struct str folded = STR_INIT;
	uint32_t at = (uint32_t)o->keys.len;

	vn_fold(&folded, text);
	str_addn(&o->keys, str_text(&folded), folded.len + 1);
	str_done(&folded);
	return at;
}

static uint16_t
bare_of(const char *key)
{
	static const char *const word[] = {
		"xa ", "phuong ", "thi tran ", "dac khu "
	};

	for (size_t i = 0; i < ARRAY_LEN(word); i++)
		if (str_starts(key, word[i]))
			return (uint16_t)strlen(word[i]);
	return 0;
}

static const char *
province_label(const struct lists *lists, const char *code)
{
	const struct list *table = lists_table(lists, "provinces");
	const struct list_row *r = table == NULL ? NULL :
	    list_find(table, code);

	return r == NULL || strlen(code) != 3 ? NULL :
	    list_label(table, r, LANG_VI);
}

/* Rows stand in order, so that a place cannot be there twice. */
static bool
follows(const struct old_places *o, const struct old_row *a, const struct old_row *b)
{
	static const size_t order[] = { 2, 1, 0 };
	int diff = 0;

	for (size_t i = 0; i < ARRAY_LEN(order) && diff == 0; i++)
		diff = strcmp(field(o, a, order[i]), field(o, b, order[i]));
	return diff < 0;
}

static void
take_row(struct old_places *o, const struct lists *lists, char *line,
    uint32_t number, struct findings *found)
{
	const struct old_row *last = o->n > 0 ? &o->row[o->n - 1] : NULL;
	struct old_row r = { .at = (uint32_t)(line - o->text), .line = number };

	if (!cut_fields(line, found, number))
		return;
	if (last != NULL && !follows(o, last, &r)) {
		char n[24];

		snprintf(n, sizeof n, "%u", (unsigned)last->line);
		fault(found, number, ERR_LIST_OVERLAP, line, n);
		return;
	}
	r.key = add_key(o, line);
	r.bare = bare_of(o->keys.buf + r.key);
	/* Neighbours lie in one district and one province. */
	r.district = last != NULL && strcmp(field(o, last, 1),
	    field(o, &r, 1)) == 0 ? last->district :
	    add_key(o, field(o, &r, 1));
	r.province = last != NULL && strcmp(field(o, last, 2),
	    field(o, &r, 2)) == 0 ? last->province :
	    add_key(o, province_label(lists, field(o, &r, 2)));
	o->row = xgrow(o->row, o->n, &o->cap, sizeof *o->row);
	o->row[o->n++] = r;
}

static void
check_count(struct old_places *o, struct findings *found)
{
	const char *said = old_places_head(o, "rows");
	char n[24];

	snprintf(n, sizeof n, "%zu", o->n);
	if (!str_eq(said, n))
		fault(found, 1, ERR_LIST_ROWS, said == NULL ? "" : said, n);
	if (!str_eq(old_places_head(o, "list"), OLD_PLACES_LIST))
		fault(found, 1, ERR_LIST_HEAD_MISSING, "list", NULL);
	for (size_t i = 0; i < 3; i++) {
		static const char *const key[] = {
			"source", "status", "valid_to"
		};

		if (old_places_head(o, key[i]) == NULL)
			fault(found, 1, ERR_LIST_HEAD_MISSING, key[i], NULL);
	}
}

void
old_places_read(struct old_places *o, const struct lists *lists,
    struct findings *found)
{
	bool named = false;
	uint32_t number = 1;
	char *line = o->text, *end;

	if (o->read)
		return;
	o->read = true;
	if (!utf8_valid(o->text, o->len) || strlen(o->text) != o->len) {
		fault(found, 1, ERR_LIST_UTF8, NULL, NULL);
		return;
	}
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1, number++) {
		*end = '\0';
		if (*line == '#')
			take_head(o, line, number, found);
		else if (!named)
			named = true;
		else if (o->n < OLD_PLACES_ROWS_MAX)
			take_row(o, lists, line, number, found);
	}
	if (*line != '\0')
		fault(found, number, ERR_LIST_END, NULL, NULL);
	check_count(o, found);
}

const char *
old_places_head(struct old_places *o, const char *key)
{
	for (size_t i = 0; i < o->n_head; i++)
		if (strcmp(o->head[i].key, key) == 0)
			return o->head[i].value;
	return NULL;
}

const char *
old_place_now(const struct old_place *p, size_t i, char out[OLD_CODE_MAX])
{
	const char *s = p->now;

	for (; *s != '\0'; i--) {
		size_t n = strcspn(s, " ");

		if (i == 0 && n > 0 && n < OLD_CODE_MAX) {
			memcpy(out, s, n);
			out[n] = '\0';
			return out;
		}
		s += n;
		s += *s == ' ';
		if (i == 0)
			break;
	}
	return NULL;
}

struct old_place
old_place_at(const struct old_places *o, const struct old_row *r,
    enum old_rank rank)
{
	return (struct old_place){ field(o, r, 0), field(o, r, 1),
	    field(o, r, 2), field(o, r, 3), rank };
}

static void
check_letters(const struct old_row *r, const char *text, struct findings *found)
{
	char *nfc = utf8_nfc(text, strlen(text));
	struct str safe = STR_INIT;

	utf8_safe(&safe, text, strlen(text), false);
	if (nfc == NULL || strcmp(str_text(&safe), text) != 0)
		fault(found, r->line, ERR_LIST_INVISIBLE, NULL, NULL);
	else if (strcmp(nfc, text) != 0)
		fault(found, r->line, ERR_LIST_NFC, NULL, NULL);
	str_done(&safe);
	free(nfc);
}

static void
check_row(const struct old_places *o, const struct old_row *r,
    const struct lists *lists, struct findings *found)
{
	struct old_place p = old_place_at(o, r, OLD_SAME);
	char code[OLD_CODE_MAX];
	size_t n = 0;

	check_letters(r, p.name, found);
	check_letters(r, p.district, found);
	if (province_label(lists, p.province) == NULL)
		fault(found, r->line, ERR_OLD_PLACE_PROVINCE, p.province,
		    NULL);
	for (; old_place_now(&p, n, code) != NULL; n++)
		if (!lists_has_code(lists, "communes", code))
			fault(found, r->line, ERR_OLD_PLACE_NOW, code, NULL);
	if (n == 0 || n > OLD_PLACE_NEW_MAX)
		fault(found, r->line, ERR_OLD_PLACE_NOW, p.now, NULL);
}

void
old_places_check(struct old_places *o, const struct lists *lists,
    struct findings *found)
{
	/* What was not told when it was first read cannot be told now. */
	if (o->read)
		return;
	old_places_read(o, lists, found);
	for (size_t i = 0; i < o->n; i++)
		check_row(o, &o->row[i], lists, found);
}
