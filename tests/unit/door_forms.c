/*
 * Versions of a form: a case keeps the one it was filled in, shows it and
 * corrects by it when forms/ has a newer one; the newer is asked for by name
 * and then is the one that is kept.
 */
#include "core/case/row.h"
#include "core/door/door.h"
#include "tests/unit/door_regimes.h"

#define PERSON "common/forms/person.yaml"
#define PERSON_ONE "common/forms/person@1.yaml"
#define NEWER "form: person\nversion: 3\ntitle: {vi: p3, en: p3}\n" \
	"status: suggested\nitems:\n" \
	"  - {type: text, name: full_name, class: identity, label: " \
	"{vi: name, en: name}}\n" \
	"  - {type: text, name: nickname, class: identity, required: true(), " \
	"label: {vi: nick, en: nick}}\n"
#define RECORD(form, answers) "{'do':'record_answers'," CASE_ONE \
	",'with':{'form':'" form "','why':'x','answers':{" answers "}}}"

/* The folder of the test with some files put in place of others. */
struct overlay {
	struct files below;
	const struct memory_file *file;
	size_t n;
};

static char *
overlay_read(void *ctx, const char *path, size_t max, size_t *len,
    struct err *e)
{
	struct overlay *o = ctx;

	for (size_t i = 0; i < o->n; i++) {
		if (strcmp(o->file[i].path, path) != 0)
			continue;
		*len = strlen(o->file[i].text);
		return xstrdup(o->file[i].text);
	}
	return o->below.read(o->below.ctx, path, max, len, e);
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **
overlay_list(void *ctx, const char *dir, size_t *n, struct err *e)
{
	struct overlay *o = ctx;
	char **list = o->below.list(o->below.ctx, dir, n, e);

	for (size_t i = 0; list != NULL && i < o->n; i++) {
		bool there = false;

		for (size_t k = 0; k < *n; k++)
			there = there || strcmp(list[k], o->file[i].path) == 0;
		if (there)
			continue;
		list = realloc(list, (*n + 2) * sizeof *list);
		if (list == NULL)
			abort();
		list[(*n)++] = xstrdup(o->file[i].path);
		list[*n] = NULL;
	}
	if (list != NULL)
		qsort(list, *n, sizeof *list, by_bytes);
	return list;
}

/* Closes the house and opens it again over newer forms. */
static void
newer_forms(struct house *h, struct overlay *o, const struct memory_file *file,
    size_t n)
{
	struct findings found = FINDINGS_INIT;

	tn_close(h->tn);
	o->below = h->files;
	o->file = file;
	o->n = n;
	h->files = (struct files){ o, overlay_read, overlay_list, NULL };
	h->tn = tn_open(&h->config, &found);
	house_say(&found);
	findings_done(&found);
	T_CHECK(h->tn != NULL);
}

static void
close_all(struct house *h, struct overlay *o)
{
	h->files = o->below;
	house_close(h);
}

static int64_t kept_now;	/* the version that the case keeps */

/* The version in which a form opens, 0 when it does not; its questions too. */
static int
opens(struct session *s, const char *form, bool for_act, const char *question,
    bool *asked)
{
	struct err e = ERR_INIT;
	struct fill *fill = tn_fill(s, "MC-2026-00001", form, for_act, &e);
	int version = 0;

	if (fill != NULL) {
		/* What the kept version did not ask is marked, all else not. */
		for (size_t i = 0; i < fill_rows(fill); i++) {
			const struct fill_row *row = fill_row(fill, i);

			if (row->kind == FILL_QUESTION)
				T_CHECK(row->added == (str_eq(row->item->name,
				    "nickname") && kept_now == 1));
		}
		version = fill_of_form(fill)->version;
		*asked = form_question(fill_of_form(fill), question) != NULL;
		fill_close(fill);
	} else {
		T_STR(err_code_name(e.code), "no_such_form");
	}
	err_done(&e);
	return version;
}

static char *
read_text(const char *path)
{
	struct files files;
	size_t len;
	char *text;

	T_CHECK(files_posix(&files, "tests/unit/regimes", NULL));
	text = files.read(files.ctx, path, 1 << 20, &len, NULL);
	files_done(&files);
	return text;
}

static int64_t
kept(struct house *h)
{
	const struct journal *j = h->tn->journal;
	json_t *row = j->row(j->ctx, "MC-2026-00001", NULL);
	int64_t version = jx_int(json_object_get(row, "forms"), "person", 0);

	json_decref(row);
	return version;
}

static void
test_kept(void)
{
	char *one = read_text(PERSON);
	const struct memory_file file[] = {
		{ PERSON, NEWER }, { PERSON_ONE, one },
	};
	static const char *const none[] = { "person@4", "person@2", "person@0",
		"person@", "person@3x", "person@-1", "nobody@3", "@" };
	struct overlay o;
	struct house h;
	struct session *an;
	bool asked = false;
	json_t *out;
	size_t i;

	regimes_open(&h, NEW_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	T_INT(kept(&h), 1);
	kept_now = 1;
	tn_sign_out(an);
	newer_forms(&h, &o, file, 2);
	an = house_sign_in(&h, "an");
	/* What was recorded stays in the version that recorded it. */
	T_INT(opens(an, "person", false, "nickname", &asked), 1);
	T_CHECK(!asked);
	T_INT(opens(an, "person@1", false, "identified_on", &asked), 1);
	T_CHECK(asked);
	T_INT(opens(an, "person@3", false, "nickname", &asked), 3);
	T_CHECK(asked);
	T_INT(opens(an, "person", true, "nickname", &asked), 3);
	for (i = 0; i < ARRAY_LEN(none); i++)
		T_INT(opens(an, none[i], false, "x", &asked), 0);
	/* It is corrected by that version, without what came later. */
	HOUSE_EXPECT(&h, an, RECORD("person", "'nickname':'Mẫu'"),
	    "form_unknown_name");
	HOUSE_EXPECT(&h, an, RECORD("person", "'full_name':'Lê Thị Thử'"),
	    "done");
	T_INT(kept(&h), 1);
	/* The newer one asks for what it added; then it is the one kept. */
	HOUSE_EXPECT(&h, an, RECORD("person@3", "'full_name':'Lê Thị Mẫu'"),
	    "form_incomplete");
	HOUSE_EXPECT(&h, an, RECORD("person@4", "'full_name':'Lê Thị Mẫu'"),
	    "no_such_form");
	HOUSE_EXPECT(&h, an, RECORD("person@3", "'nickname':'Mẫu'"), "done");
	kept_now = 3;
	T_INT(kept(&h), 3);
	T_INT(opens(an, "person", false, "nickname", &asked), 3);
	T_CHECK(asked);
	T_INT(opens(an, "person@1", false, "x", &asked), 0);
	HOUSE_EXPECT(&h, an, RECORD("person@1", "'full_name':'Lê Thị Thử'"),
	    "no_such_form");
	/* A version that nobody asks any more is told with what recorded it. */
	out = regimes_case(an);
	T_INT(jx_int(json_array_get(json_object_get(out, "forms"), 0),
	    "version", 0), 3);
	T_INT(jx_int(json_array_get(json_object_get(out, "forms"), 0),
	    "newest", 0), 3);
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(an);
	close_all(&h, &o);
	free(one);
}

/* A version that is gone from forms/: the form of today stands in. */
static void
test_gone(void)
{
	const struct memory_file file[] = { { PERSON, NEWER } };
	struct overlay o;
	struct house h;
	struct session *an;
	bool asked = false;

	regimes_open(&h, NEW_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	tn_sign_out(an);
	newer_forms(&h, &o, file, 1);
	/* Nobody knows any more what the older one asked: nothing is marked. */
	kept_now = 3;
	an = house_sign_in(&h, "an");
	T_INT(opens(an, "person", false, "nickname", &asked), 3);
	T_CHECK(asked);
	tn_sign_out(an);
	close_all(&h, &o);
}

static json_t *
folded(const char *facts)
{
	char *copy = xstrdup(facts), *p;
	struct event ev = { .seq = 1, .stream = (char *)"C", .epoch = 1,
	    .kind = (char *)"case_opened", .actor = (char *)"an",
	    .unit = (char *)"post1" };
	json_t *row;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	ev.facts = jx_parse(copy, strlen(copy), NULL);
	T_CHECK(ev.facts != NULL);
	row = case_projector.fold(NULL, &ev);
	T_CHECK(row != NULL);
	json_decref(ev.facts);
	free(copy);
	return row;
}

/* Facts of before versions were noted name a form and no version. */
static void
test_older_facts(void)
{
	json_t *row = folded("{'state':'s','forms':['person'],'form':'x'}");

	T_CHECK(json_object_get(row, "forms") == NULL);
	json_decref(row);
	row = folded("{'state':'s','forms':['a',{'code':'b','version':2}],"
	    "'form':{'code':'c','version':7}}");
	T_INT(json_object_size(json_object_get(row, "forms")), 2);
	T_INT(jx_int(json_object_get(row, "forms"), "b", 0), 2);
	T_INT(jx_int(json_object_get(row, "forms"), "c", 0), 7);
	json_decref(row);
}

int
main(void)
{
	T_RUN(test_kept);
	T_RUN(test_gone);
	T_RUN(test_older_facts);
	return t_done();
}
