#include "tests/tui/fake_door.h"

#include "core/base/jx.h"
#include "core/base/yaml.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define FORMS 16

struct tn {
	json_t *data, *drafts;
	struct form *form[FORMS];
	size_t forms;
	when_t now;
	unsigned ops;
	FILE *log;
	bool holds;
};

struct session {
	struct tn *tn;
	char *officer;
};

/* Two names that differ by accents only, and enough to scroll. */
static const char *const places[][2] = {
	{ "p1", "Xã Mẫu Sơn Thử" }, { "p2", "Xã Mẩu Son Thử" },
	{ "p3", "Phường Thử Một" }, { "p4", "Phường Thử Hai" },
	{ "p5", "Xã Đường Thử" }, { "p6", "Đặc khu Thử" },
};

static bool
lists_exists(void *ctx, const char *list)
{
	(void)ctx;
	return strcmp(list, "places") == 0;
}

static size_t
lists_count(void *ctx, const char *list)
{
	return lists_exists(ctx, list) ? ARRAY_LEN(places) : 0;
}

static bool
lists_at(void *ctx, const char *list, size_t i, struct form_choice *out)
{
	if (i >= lists_count(ctx, list))
		return false;
	memset(out, 0, sizeof *out);
	out->code = places[i][0];
	out->vi = out->en = places[i][1];
	return true;
}

static bool
lists_find(void *ctx, const char *list, const char *code,
    struct form_choice *out)
{
	for (size_t i = 0; lists_at(ctx, list, i, out); i++) {
		if (strcmp(out->code, code) == 0)
			return true;
	}
	return false;
}

static const char *
lists_column(void *ctx, const char *list, const struct form_choice *choice,
    const char *column)
{
	(void)ctx, (void)list, (void)choice, (void)column;
	return NULL;
}

static const struct form_lists fake_lists = {
	NULL, lists_exists, lists_find, lists_count, lists_at, lists_column,
};

static char *
slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	char *text;

	if (f == NULL) {
		perror(path);
		return NULL;
	}
	text = xcalloc(1, 1 << 20);
	*len = fread(text, 1, (1 << 20) - 1, f);
	fclose(f);
	return text;
}

static bool
add_form(struct tn *tn, const char *path)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct str say = STR_INIT;
	size_t len;
	char *text = slurp(path, &len);
	struct yaml_doc *doc = text != NULL ? yaml_parse(path, text, len, &e) :
	    NULL;
	struct form *form = doc != NULL ? form_load(path, yaml_root(doc),
	    &fake_lists, &found) : NULL;

	if (form != NULL && tn->forms < FORMS)
		tn->form[tn->forms++] = form;
	else if (e.code != ERR_NONE)
		err_text(&e, LANG_EN, true, &say);
	for (size_t i = 0; i < found.n; i++) {
		err_text(&found.item[i], LANG_EN, true, &say);
		str_add(&say, "\n");
	}
	if (say.len > 0)
		fprintf(stderr, "%s\n", str_text(&say));
	str_done(&say);
	findings_done(&found);
	err_done(&e);
	yaml_free(doc);
	free(text);
	return form != NULL;
}

static bool
add_forms(struct tn *tn, const char *dir)
{
	char *path = xasprintf("%s/forms", dir);
	DIR *d = opendir(path);
	struct dirent *entry;
	bool ok = d != NULL;

	while (ok && (entry = readdir(d)) != NULL) {
		char *file = xasprintf("%s/%s", path, entry->d_name);

		if (strstr(file, ".yaml") != NULL)
			ok = add_form(tn, file);
		free(file);
	}
	if (d != NULL)
		closedir(d);
	free(path);
	return ok;
}

/* A file of answers, or NULL. */
static json_t *
read_data(const char *dir, const char *name, struct err *e)
{
	char *path = xasprintf("%s/%s", dir, name);
	size_t len;
	char *text = slurp(path, &len);
	json_t *data = text != NULL ? jx_parse(text, len, e) : NULL;

	free(text);
	free(path);
	return data;
}

struct tn *
fake_open(const char *dir, FILE *log)
{
	struct tn *tn = xcalloc(1, sizeof *tn);
	struct err e = ERR_INIT;
	json_t *office = read_data(dir, "office.json", &e);

	tn->data = read_data(dir, "fake.json", &e);
	if (tn->data != NULL && office != NULL)
		json_object_update_recursive(tn->data, office);
	json_decref(office);
	tn->drafts = json_object();
	tn->log = log;
	/* 2026-03-02T02:10+07:00 */
	when_parse("2026-03-02T02:10+07:00", VN_OFFSET_MIN, &tn->now);
	if (tn->data == NULL || !add_forms(tn, dir)) {
		struct str say = STR_INIT;

		err_text(&e, LANG_EN, true, &say);
		fprintf(stderr, "fake door: %s\n", str_text(&say));
		str_done(&say);
		err_done(&e);
		tn_close(tn);
		return NULL;
	}
	return tn;
}

void
tn_close(struct tn *tn)
{
	for (size_t i = 0; i < tn->forms; i++)
		form_free(tn->form[i]);
	json_decref(tn->data);
	json_decref(tn->drafts);
	free(tn);
}

void
fake_advance(void *tn, int64_t ms)
{
	((struct tn *)tn)->now += ms;
}

when_t
tn_now(const struct tn *tn)
{
	return tn->now;
}

const struct form_lists *
tn_lists(const struct tn *tn)
{
	(void)tn;
	return &fake_lists;
}

char *
tn_new_op_id(struct tn *tn)
{
	return xasprintf("op-%u", ++tn->ops);
}

struct session *
fake_session(struct tn *tn, const char *officer)
{
	struct session *s = xcalloc(1, sizeof *s);

	s->tn = tn;
	s->officer = xstrdup(officer);
	return s;
}

struct session *
tn_sign_in_code(struct tn *tn, const char *officer, const char *secret,
    size_t len, const char *code, struct err *e)
{
	const char *right = jx_text(jx_get(tn->data, "secrets"), officer);

	if (right == NULL || strlen(right) != len ||
	    memcmp(right, secret, len) != 0) {
		err_set(e, ERR_SIGN_IN, NULL);
		return NULL;
	}
	(void)code;
	return fake_session(tn, officer);
}

bool
tn_asks_codes(const struct tn *tn)
{
	(void)tn;
	return false;
}

bool
tn_change_secret(struct session *s, const char *old, size_t old_len,
    const char *secret, size_t len, struct err *e)
{
	(void)s;
	(void)secret;
	return (strncmp(old, "tap-huan-an", old_len) == 0 && len > 0) ||
	    err_set(e, ERR_SIGN_IN, NULL);
}

void
tn_set_progress(struct tn *tn,
    bool (*fn)(void *ctx, int64_t done, int64_t total), void *ctx)
{
	(void)tn;
	(void)fn;
	(void)ctx;
}

bool
tn_is_recorded(const struct session *s)
{
	return !str_eq(s->officer, "unrecorded");
}

/* Nothing is held while a draft says that there is room again: "@full". */
bool
tn_keep_drafts(struct tn *tn, bool last)
{
	(void)last;
	return !tn->holds;
}

void
tn_sign_out(struct session *s)
{
	free(s->officer);
	free(s);
}

/* Who gave a tip is there, behind dots. */
static enum form_show
shown(void *ctx, const struct form_item *item)
{
	(void)ctx;
	return strcmp(item->name, "tip") == 0 ? FORM_MASK : FORM_SHOW;
}

static struct fill *
open_fill(struct session *s, const struct form *form, const json_t *known,
    struct err *e)
{
	struct fill *fill = fill_open(form, &fake_lists, known, s->tn->now, e);

	if (fill == NULL)
		return NULL;
	fill_access(fill, shown, NULL);
	fill_mark(fill, "born_in", 2, 1);
	fill_mark(fill, "born_on", 1, 2);
	return fill;
}

struct fill *
tn_fill(struct session *s, const char *case_id, const char *code,
    bool for_act, struct err *e)
{
	const json_t *known = case_id == NULL ? NULL :
	    jx_get(jx_get(s->tn->data, "answers"), case_id);

	(void)for_act;
	for (size_t i = 0; i < s->tn->forms; i++) {
		if (str_eq(s->tn->form[i]->code, code))
			return open_fill(s, s->tn->form[i], known, e);
	}
	err_set(e, ERR_NO_SUCH_FORM, code, NULL);
	return NULL;
}

static json_t *
time_json(when_t now)
{
	char iso[32];

	when_format(now, VN_OFFSET_MIN, iso);
	return json_string(iso);
}

static json_t *
refused_as(const char *code, const char *why)
{
	return json_pack("{s:s, s:s, s:[{s:s, s:{s:s, s:s}, s:{s:s}}]}",
	    "outcome", "refused", "op_id", "op", "reasons", "code", code,
	    "say", "vi", why, "en", why, "fix", "kind", "none");
}

static json_t *
refused(const char *why)
{
	return refused_as("fake", why);
}

static bool
holds(const json_t *data, const char *word)
{
	char *text = jx_canonical(data);
	bool found = strstr(text, word) != NULL;

	free(text);
	return found;
}

/* Somebody likely here already; named in "searched" or "again": not now. */
static json_t *
same_refused(void)
{
	json_t *o = refused("Có thể đã có hồ sơ TN-0001. Perhaps here already.");
	json_t *r = json_array_get(jx_get(o, "reasons"), 0);

	json_object_set_new(r, "code", json_string("likely_same_person"));
	json_object_update_new(jx_get(r, "fix"), json_pack("{s:s, s:s, s:i}",
	    "kind", "case", "code", "TN-0001", "line", 1));
	return o;
}

/* The third line, after one not signed for, has no sex: as the door says it. */
static json_t *
line_refused(void)
{
	json_t *o = refused("Dòng 3: Chưa trả lời. Line 3: not answered.");
	json_t *fix = jx_get(json_array_get(jx_get(o, "reasons"), 0), "fix");

	json_object_update_new(fix, json_pack("{s:s, s:s, s:s, s:i}", "kind",
	    "form", "code", "reception_person", "field", "sex", "line", 3));
	return o;
}

static json_t *
ask_home(struct session *s)
{
	json_t *home = json_deep_copy(jx_get(s->tn->data, "home"));
	json_t *drafts = json_array(), *draft;
	const char *place;

	json_object_foreach(s->tn->drafts, place, draft)
		json_array_append_new(drafts, json_pack("{s:s, s:O}", "place",
		    place, "at", jx_get(draft, "at")));
	json_object_set_new(home, "drafts", drafts);
	json_object_set_new(jx_get(home, "officer"), "id",
	    json_string(s->officer));
	/* What is other for one of them: office.json. */
	json_object_update(home, jx_get(jx_get(s->tn->data, "home_of"),
	    s->officer));
	return home;
}

/* All have seen the tour but "moi"; "duyet" has marks. */
static json_t *
likes_of(struct session *s)
{
	const json_t *all = jx_get(s->tn->data, "preferences");
	json_t *own = jx_get(all, s->officer);

	return own != NULL ? own : jx_get(all, "others");
}

json_t *
tn_ask(struct session *s, const json_t *query)
{
	const char *ask = jx_text(query, "ask"), *place;
	static const char *const keys[] = { "queue", "case", "act" };
	json_t *all = jx_get(s->tn->data, ask);

	if (strcmp(ask, "staff") == 0 && jx_get(jx_get(s->tn->data,
	    "staff_of"), s->officer) != NULL)
		all = jx_get(jx_get(s->tn->data, "staff_of"), s->officer);
	if (strcmp(ask, "preferences") == 0)
		return json_pack("{s:O}", "preferences", likes_of(s));
	if (strcmp(ask, "home") == 0)
		return ask_home(s);
	if (strcmp(ask, "account") == 0)
		return fake_account(s->tn->data, s->officer);
	if (strcmp(ask, "draft") == 0) {
		place = jx_text(query, "place");
		all = jx_get(s->tn->drafts, place);
		return all != NULL ? json_deep_copy(all) :
		    json_pack("{s:s, s:n}", "place", place, "content");
	}
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const char *id = jx_text(query, keys[i]);

		if (id == NULL)
			continue;
		if (strcmp(ask, "queue") == 0 && strcmp(id, "all") == 0)
			return fake_long_queue(query, jx_get(all, id));
		all = jx_get(all, id);
		if (all == NULL)
			return refused_as(i == 1 ? "no_such_case" : "fake",
			    "Không có gì ở đó. Nothing there.");
		if (strcmp(ask, "queue") == 0 && (jx_get(query, "filter") !=
		    NULL || jx_get(query, "sort") != NULL ||
		    jx_get(query, "facets") != NULL))
			return fake_sifted_queue(query, all);
	}
	return all != NULL ? json_deep_copy(all) : refused("?");
}

static json_t *
done(void)
{
	return json_pack("{s:s, s:s, s:[]}", "outcome", "done", "op_id", "op",
	    "events");
}

/* The canned outcome for this command, if there is one. */
static json_t *
canned(struct session *s, const json_t *command)
{
	static const char *const about[] = { "step", "request", "support",
	    "form", "act", "path" };
	const char *what = jx_text(command, "do");
	json_t *outcomes = jx_get(s->tn->data, "outcome"), *found = NULL;
	json_t *own = jx_get(jx_get(s->tn->data, "outcome_of"), s->officer);

	for (size_t i = 0; i < ARRAY_LEN(about) && found == NULL; i++) {
		const char *code = jx_text(jx_get(command, "with"), about[i]);
		char *key = xasprintf("%s:%s", what, code != NULL ? code : "");

		found = jx_get(own, key);
		if (found == NULL)
			found = jx_get(outcomes, key);
		free(key);
	}
	return found;
}

json_t *
tn_execute(struct session *s, const json_t *command)
{
	const char *what = jx_text(command, "do");
	const json_t *with = jx_get(command, "with");
	const char *place = jx_text(with, "place");
	json_t *found;

	if (s->tn->log != NULL) {
		char *line = jx_canonical(command);

		fprintf(s->tn->log, "%s\n", line);
		fflush(s->tn->log);
		free(line);
	}
	if (strcmp(what, "save_draft") == 0) {
		/* A word that stands for a full disk. */
		s->tn->holds = holds(jx_get(with, "content"), "@full");
		if (s->tn->holds) {
			json_t *o = refused("Đĩa đầy. The disk is full.");

			/* Held in memory, and to be read again. */
			json_object_set_new(o, "held", json_true());
			json_object_set_new(s->tn->drafts, place, json_pack(
			    "{s:s, s:o, s:O}", "place", place, "at",
			    time_json(s->tn->now), "content", jx_get(with,
			    "content")));
			return o;
		}
		json_object_set_new(s->tn->drafts, place, json_pack(
		    "{s:s, s:o, s:O}", "place", place, "at",
		    time_json(s->tn->now), "content", jx_get(with,
		    "content")));
		return done();
	}
	if (strcmp(what, "save_preference") == 0) {
		json_object_set(likes_of(s), jx_text(with, "name"),
		    jx_get(with, "value"));
		return done();
	}
	if (strcmp(what, "drop_draft") == 0) {
		json_object_del(s->tn->drafts, place);
		return done();
	}
	/* One of many is refused. */
	if (holds(with, "@half") && str_eq(jx_text(command, "case"),
	    "TN-0002"))
		return refused("Không còn giữ hồ sơ này. Not held any more.");
	if (strcmp(what, "receive_persons") == 0 && holds(with, "@line"))
		return line_refused();
	if (holds(with, "@same") && !holds(with, "TN-0001"))
		return same_refused();
	found = canned(s, command);
	/* The first of a list is used up: a retry gets the next. */
	if (json_is_array(found)) {
		json_t *first = json_incref(json_array_get(found, 0));

		if (json_array_size(found) > 1)
			json_array_remove(found, 0);
		return first;
	}
	return found != NULL ? json_deep_copy(found) : done();
}

json_t *
tn_verify(struct tn *tn)
{
	(void)tn;
	return done();
}
