/* What a query of a queue asks for: columns, order, filter. */
#include "core/door/queue.h"

#include "core/base/jx.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 200		/* bytes of words typed */
#define CODES_MAX 400

static const struct {
	const char *code;
	struct text title;
	int width;
} own[] = {
	{ "case", { (char *)"Hồ sơ", (char *)"Case" }, 13 },
	{ "person", { (char *)"Người", (char *)"Person" }, 0 },
	{ "state", { (char *)"Trạng thái", (char *)"State" }, 17 },
	{ "holder", { (char *)"Đơn vị giữ", (char *)"Held by" }, 22 },
	{ "waiting_for", { (char *)"Đang chờ", (char *)"Waiting for" }, 22 },
	{ "due", { (char *)"Hạn", (char *)"Due" }, 11 },
	{ "opened", { (char *)"Mở ngày", (char *)"Opened" }, 11 },
	{ "moved", { (char *)"Từ ngày", (char *)"Since" }, 11 },
	{ "relation", { (char *)"Vai trò", (char *)"Our part" }, 12 },
	{ "path", { (char *)"Đường", (char *)"Path" }, 20 },
};

static const char *const facet_name[FACET_COUNT] = {
	"state", "path", "holder", "waiting_for", "condition", "relation",
	"province", "due", "case",
};

const char *
queue_facet_name(enum queue_facet f)
{
	return facet_name[f];
}

/* The first column of any queue under this code. */
static const struct queue_column *
declared(const struct procedure *p, const char *code)
{
	for (size_t i = 0; i < p->n_queue; i++)
		for (size_t k = 0; k < p->queue[i].n_column; k++)
			if (strcmp(p->queue[i].column[k].code, code) == 0)
				return &p->queue[i].column[k];
	return NULL;
}

static bool
is_own(const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		if (strcmp(own[i].code, code) == 0)
			return true;
	return false;
}

const struct queue_shown *
queue_known(const struct procedure *p, size_t at, struct queue_shown *out)
{
	const struct queue_column *c;

	if (at < ARRAY_LEN(own)) {
		*out = (struct queue_shown){ own[at].code, &own[at].title,
		    own[at].width };
		return out;
	}
	at -= ARRAY_LEN(own);
	for (size_t i = 0; i < p->n_queue; i++)
		for (size_t k = 0; k < p->queue[i].n_column; k++) {
			c = &p->queue[i].column[k];
			/* An answer that some queue shows: told once. */
			if (is_own(c->code) || declared(p, c->code) != c)
				continue;
			if (at-- == 0) {
				*out = (struct queue_shown){ c->code,
				    &c->title, c->width };
				return out;
			}
		}
	return NULL;
}

/* A column as this queue declares it, else as any, else our own. */
static bool
find_column(const struct procedure *p, const struct queue *queue,
    const char *code, struct queue_shown *out)
{
	for (size_t k = 0; k < queue->n_column; k++)
		if (strcmp(queue->column[k].code, code) == 0) {
			*out = (struct queue_shown){ queue->column[k].code,
			    &queue->column[k].title, queue->column[k].width };
			return true;
		}
	for (size_t i = 0; queue_known(p, i, out) != NULL; i++)
		if (strcmp(out->code, code) == 0)
			return true;
	return false;
}

static bool
has_column(const struct queue_want *w, const char *code)
{
	for (size_t i = 0; i < w->n_column; i++)
		if (strcmp(w->column[i].code, code) == 0)
			return true;
	return false;
}

static bool
read_columns(const struct session *s, const json_t *columns,
    struct queue_want *w)
{
	const struct queue *queue = w->queue;
	const json_t *code;
	size_t i;

	for (i = 0; columns == NULL && i < queue->n_column &&
	    w->n_column < QUEUE_COLUMNS; i++)
		w->column[w->n_column++] = (struct queue_shown){
		    queue->column[i].code, &queue->column[i].title,
		    queue->column[i].width };
	if (columns == NULL)
		return true;
	if (!json_is_array(columns) || json_array_size(columns) == 0 ||
	    json_array_size(columns) > QUEUE_COLUMNS)
		return false;
	json_array_foreach(columns, i, code) {
		const char *text = json_string_value(code);

		if (text == NULL || has_column(w, text) ||
		    !find_column(s->tn->procedure, queue, text,
		    &w->column[w->n_column]))
			return false;
		w->n_column++;
	}
	return true;
}

/* One code, or some. */
static bool
is_codes(const json_t *v)
{
	const json_t *code;
	size_t i;

	if (json_is_string(v))
		return true;
	if (!json_is_array(v) || json_array_size(v) > CODES_MAX)
		return false;
	json_array_foreach(v, i, code)
		if (!json_is_string(code))
			return false;
	return true;
}

static bool
read_words(const char *text, struct queue_want *w)
{
	struct str folded = STR_INIT;
	const char *at;
	size_t len;

	if (text == NULL || strlen(text) > WORDS_MAX)
		return false;
	vn_fold(&folded, text);
	for (at = str_text(&folded); *at != '\0' && w->n_word < QUEUE_WORDS;
	    at += at[len] == ' ' ? len + 1 : len) {
		len = strcspn(at, " ");
		w->word[w->n_word++] = xstrndup(at, len);
	}
	str_done(&folded);
	return true;
}

static bool
read_filter(const json_t *filter, struct queue_want *w)
{
	const char *key;
	json_t *value;
	size_t i;

	if (filter == NULL)
		return true;
	if (!json_is_object(filter))
		return false;
	json_object_foreach((json_t *)(void *)filter, key, value) {
		if (strcmp(key, "words") == 0) {
			if (!read_words(json_string_value(value), w))
				return false;
			continue;
		}
		for (i = 0; i < FACET_COUNT; i++)
			if (strcmp(facet_name[i], key) == 0)
				break;
		if (i == FACET_COUNT || !is_codes(value))
			return false;
	}
	if (json_object_size(filter) > 0)
		w->filter = filter;
	return true;
}

bool
queue_want_read(const struct session *s, const struct queue *queue,
    const json_t *query, struct queue_want *w, const char **wrong)
{
	const json_t *sort = json_object_get(query, "sort");
	const char *lang = jx_text(query, "lang");
	struct queue_shown column;

	memset(w, 0, sizeof(*w));
	w->queue = queue;
	w->lang = str_eq(lang, "en") ? LANG_EN : LANG_VI;
	w->facets = jx_bool(query, "facets", false);
	w->descending = jx_bool(query, "descending", false);
	*wrong = "columns";
	if (!read_columns(s, json_object_get(query, "columns"), w))
		return false;
	*wrong = "filter";
	if (!read_filter(json_object_get(query, "filter"), w))
		return false;
	*wrong = "sort";
	if (sort != NULL && !json_is_null(sort)) {
		if (!json_is_string(sort) || !find_column(s->tn->procedure,
		    queue, json_string_value(sort), &column))
			return false;
		w->sort = column.code;
	}
	*wrong = NULL;
	return true;
}

void
queue_want_done(struct queue_want *w)
{
	for (size_t i = 0; i < w->n_word; i++)
		free(w->word[i]);
	w->n_word = 0;
}
