/*
 * Search before opening is required (Regulation 2548/2022 wants one record of
 * a person; nothing is asked twice): the door itself looks for everybody who
 * is about to get a case.  Whoever is likely here already stops the command
 * until the officer has looked and says which cases are other persons'; that
 * is sealed into the record.
 *
 * Likely: the same words of a name in any order and births that can be one
 * day; nearly the same name and the same full date of birth; or an equal
 * identity number, or the nine digits of it that a card's zone shows.  By hash, so that 500 persons cost the
 * same in a store of ten and of ten thousand cases.  Cases that the unit may
 * not see are not in the index: there is no hint of them, nor a wait.
 */
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/vietnamese/fold.h"
#include "core/vietnamese/similar.h"

#include <stdlib.h>
#include <string.h>

#define SEARCHED_MAX 500	/* as many as an act has lines */
#define SHOWN_MAX 12		/* likely cases told of one person */
#define FOUND_MAX (SEARCHED_MAX + SHOWN_MAX)
#define NEARLY 80		/* see similar_names() */

static const struct text word_for[] = {
	{ (char *)"họ tên", (char *)"name" },
	{ (char *)"họ tên và ngày sinh", (char *)"name and birth" },
	{ (char *)"số giấy tờ", (char *)"identity number" },
};

struct looking {
	struct session *s;
	const json_t *searched, *again;
	const struct sought *who;
	json_t *found;		/* case -> what of word_for */
	json_t *links;		/* [[new case, the case of before]] */
};

static bool
is_named(const json_t *searched, const char *id)
{
	const json_t *item;
	size_t i;

	json_array_foreach(searched, i, item)
		if (str_eq(json_string_value(item), id))
			return true;
	return false;
}

/* Both known and never the same day: another person of that name. */
static int
birth_word(const struct sought *who, const char *birth, bool estimated)
{
	if (who->birth == NULL || *who->birth == '\0' || *birth == '\0')
		return 0;
	return similar_dates(who->birth, who->estimated, birth,
	    estimated).score > 0 ? 1 : -1;
}

static void
on_name(void *arg, const struct known_person *p)
{
	struct looking *l = arg;
	int word = birth_word(l->who, p->birth, p->estimated);

	if (word >= 0 && json_object_size(l->found) < FOUND_MAX &&
	    json_object_get(l->found, p->id) == NULL)
		json_object_set_new(l->found, p->id, json_integer(word));
}

/*
 * Born on the same day and nearly of that name: a slip of the fingers, or a
 * middle name left out.
 */
static void
on_birth(void *arg, const struct known_person *p)
{
	struct looking *l = arg;

	if (json_object_size(l->found) < FOUND_MAX &&
	    json_object_get(l->found, p->id) == NULL &&
	    similar_names(p->name, l->who->name).score >= NEARLY)
		json_object_set_new(l->found, p->id, json_integer(1));
}

static void
on_number(void *arg, const struct known_person *p)
{
	struct looking *l = arg;

	if (json_object_size(l->found) < FOUND_MAX)
		json_object_set_new(l->found, p->id, json_integer(2));
}

static void
each_line(const char *lines, const char *cut, struct looking *l,
    void (*find)(const struct search *, const char *,
    void (*)(void *, const struct known_person *), void *),
    void (*each)(void *, const struct known_person *))
{
	while (lines != NULL && *lines != '\0') {
		size_t n = strcspn(lines, cut);
		char *one = xstrndup(lines, n);

		find(l->s->search, one, each, l);
		free(one);
		lines += n;
		lines += *lines != '\0';
	}
}

/* The sentence of the last reason behind "Line 3:", and its fix. */
static void
put_line(json_t *reasons, size_t line, bool many)
{
	json_t *r = json_array_get(reasons, json_array_size(reasons) - 1);
	const json_t *say = json_object_get(r, "say");
	struct text text = { (char *)jx_text(say, "vi"),
	    (char *)jx_text(say, "en") };
	json_t *list;
	char n[32];

	if (!many)
		return;
	snprintf(n, sizeof(n), "%zu", line);
	list = json_array();
	reason_add(list, NULL, NULL, ERR_PERSON_LINE, SAME(n), &text, NULL);
	json_object_set(r, "say",
	    json_object_get(json_array_get(list, 0), "say"));
	json_object_set_new(json_object_get(r, "fix"), "line",
	    json_integer((json_int_t)line));
	json_decref(list);
}

static void
add_reason(json_t *reasons, enum err_code code, const char *kind,
    const char *id, const char *name, json_int_t word, size_t line, bool many)
{
	struct str masked = STR_INIT;
	json_t *fix = json_object();

	json_object_set_new(fix, "kind", json_string(kind));
	json_object_set_new(fix, "code", json_string(id));
	vn_mask_name(&masked, name);
	reason_add(reasons, NULL, fix, code, SAME(strchr(id, ':') != NULL ?
	    strchr(id, ':') + 1 : id), SAME(str_text(&masked)),
	    &word_for[word], NULL);
	put_line(reasons, line, many);
	str_done(&masked);
}

/*
 * Everybody likely: told, or noted as looked at in the new case's body.  The
 * index may be behind a case that has just gone to somebody else: what the
 * session cannot open now is not told of.
 */
static void
tell_found(struct looking *l, struct proposed_event *ev, json_t *reasons,
    size_t line, bool many)
{
	json_t *seen = json_array(), *word, *link;
	size_t told = 0;
	const char *id;

	json_object_foreach(l->found, id, word) {
		const struct case_state *cs;

		if (is_named(l->searched, id)) {
			json_array_append_new(seen, json_string(id));
			continue;
		}
		if (is_named(l->again, id)) {
			link = json_array();
			json_array_append_new(link, json_string(ev->stream));
			json_array_append_new(link, json_string(id));
			json_array_append_new(l->links, link);
			continue;
		}
		cs = told < SHOWN_MAX ? session_case(l->s, id) : NULL;
		if (cs == NULL)
			continue;
		told++;
		add_reason(reasons, ERR_LIKELY_SAME, "case", id,
		    l->who->name, json_integer_value(word), line, many);
	}
	if (many && json_array_size(seen) > 0)
		json_object_set(ev->body, "searched", seen);
	json_decref(seen);
}

/* ---- the same person twice on one act ---- */

struct act_line {
	const struct sought *who;
	const json_t *searched;
	json_t *keys, *reasons;	/* keys: key -> [{line, birth, estimated}] */
	size_t line;
};

static void
tell_twice(struct act_line *a, const char *key, bool number)
{
	json_t *list = json_object_get(a->keys, key), *item, *now;
	size_t i, told = 0;

	if (list == NULL) {
		list = json_array();
		json_object_set_new(a->keys, key, list);
	}
	json_array_foreach(list, i, item) {
		int word = number ? 2 : birth_word(a->who,
		    jx_text(item, "birth"), jx_bool(item, "estimated", false));
		char id[32];

		snprintf(id, sizeof(id), "line:%d", (int)jx_int(item, "line", 0));
		if (word < 0 || told == SHOWN_MAX || is_named(a->searched, id))
			continue;
		told++;
		add_reason(a->reasons, ERR_LIKELY_SAME_LINE, "line", id,
		    a->who->name, word, a->line, true);
	}
	now = json_object();
	json_object_set_new(now, "line", json_integer((json_int_t)a->line));
	json_object_set_new(now, "birth", json_string(a->who->birth == NULL ?
	    "" : a->who->birth));
	json_object_set_new(now, "estimated", json_boolean(a->who->estimated));
	json_array_append_new(list, now);
}

static void
tell_lines_before(struct act_line *a)
{
	const char *from = a->who->numbers, *line;
	struct str key = STR_INIT;
	size_t len;

	similar_name_key(&key, a->who->name);
	if (key.len > 0)
		tell_twice(a, str_text(&key), false);
	while ((line = search_line(&from, &len)) != NULL) {
		char *one = xstrndup(line, len);

		/* Names have no capital letters when they are keys. */
		str_clear(&key);
		str_add(&key, "N");
		similar_number_key(&key, one);
		if (key.len > 1)
			tell_twice(a, str_text(&key), true);
		free(one);
	}
	str_done(&key);
}

/* ---- all of a command ---- */

/* "line:3" means the third line of the same act; all else is a case. */
static bool
ids_ok(struct session *s, const char *key, const json_t *searched,
    json_t *reasons)
{
	const json_t *item;
	size_t i;

	if (searched == NULL)
		return true;
	if (!json_is_array(searched) || json_array_size(searched) > SEARCHED_MAX) {
		reason_add(reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME(key), NULL);
		return false;
	}
	json_array_foreach(searched, i, item) {
		const char *id = json_string_value(item);

		if (id == NULL || strlen(id) >= STREAM_MAX) {
			reason_add(reasons, NULL, NULL, ERR_BAD_COMMAND,
			    SAME(key), NULL);
			return false;
		}
		/* Hidden is the same as absent. */
		if (!str_starts(id, "line:") && session_case(s, id) == NULL) {
			reason_add(reasons, NULL, NULL, ERR_NO_SUCH_CASE,
			    SAME(id), NULL);
			return false;
		}
	}
	return true;
}

static void
look_for(struct looking *l, struct proposed_event *ev, struct act_line *line,
    json_t *reasons, bool many)
{
	struct session *s = l->s;
	struct str numbers = STR_INIT;
	struct sought who;

	search_sought(s, json_object_get(ev->body, "answers"), &who, &numbers);
	l->who = &who;
	l->found = json_object();
	each_line(who.name, "", l, search_by_name, on_name);
	each_line(who.others, ",;/\n", l, search_by_name, on_name);
	each_line(who.numbers, "\n", l, search_by_number, on_number);
	if (who.birth != NULL && who.name != NULL && !who.estimated)
		search_by_birth(s->search, who.birth, on_birth, l);
	tell_found(l, ev, reasons, line->line, many);
	line->who = &who;
	if (many)
		tell_lines_before(line);
	json_decref(l->found);
	str_done(&numbers);
}

/*
 * Somebody who has come again gets a case of this time, linked to the one
 * before as the same person, so that nothing of it is asked twice.
 */
static void
link_again(struct session *s, struct deciding *d, const json_t *links)
{
	const json_t *pair;
	size_t i;

	json_array_foreach(links, i, pair) {
		const char *new = json_string_value(json_array_get(pair, 0));
		const char *old = json_string_value(json_array_get(pair, 1));
		const struct case_state *cs = session_case(s, old);

		if (cs != NULL)
			propose_link(d, new, 1, cs, "same_person");
	}
}

void
search_before(struct session *s, const json_t *with, struct deciding *d)
{
	struct proposal *p = d->out;
	const json_t *searched = json_object_get(with, "searched");
	const json_t *again = json_object_get(with, "again");
	struct looking l = { .s = s, .searched = searched, .again = again };
	struct act_line line = { .searched = searched, .reasons = p->reasons };
	bool many = json_is_array(json_object_get(with, "persons"));
	const json_t *declined = json_object_get(with, "refused_persons");
	struct err e = ERR_INIT;
	size_t i, person = 0;

	for (i = 0; i < p->n_event; i++)
		if (strcmp(p->event[i].kind, "case_opened") == 0)
			break;
	if (i == p->n_event || !ids_ok(s, "searched", searched, p->reasons) ||
	    !ids_ok(s, "again", again, p->reasons))
		return;
	/* Nobody is opened twice because the index could not be read. */
	if (!search_refresh(s, &e)) {
		reason_add_err(p->reasons, NULL, NULL, &e);
		err_done(&e);
		return;
	}
	/* On the act, or on the one case, all that was looked at. */
	if (json_array_size(searched) > 0 && p->event[0].body != NULL)
		json_object_set(p->event[0].body, "searched",
		    (json_t *)(void *)searched);
	line.keys = json_object();
	l.links = json_array();
	for (; i < p->n_event; i++) {
		if (strcmp(p->event[i].kind, "case_opened") != 0)
			continue;
		line.line = line_on_list(declined, person++);
		look_for(&l, &p->event[i], &line, p->reasons, many);
	}
	if (!refused(d))
		link_again(s, d, l.links);
	json_decref(l.links);
	json_decref(line.keys);
}
