/* A store of the bench, in a folder that goes away again. */
#include "tests/bench/bench.h"

#include "core/staff/seal.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const staff[][3] = {
	{ "an", HOUSE_POST, "officer" },
	{ "binh", "xnc_quang_ninh", "verifier" },
	{ "chi", "ca_nghe_an", "verifier" },
	{ "dung", "cuc_ls", "verifier" },
	{ "giang", HOUSE_HEALTH, "officer" },
	{ "khoa", "dbp_huu_nghi", "officer" },
	/* The last, so that the units before it are each there once. */
	{ "oanh", HOUSE_POST, "supervisor" },
};

const char *const *
house_units(size_t *n)
{
	static const char *unit[ARRAY_LEN(staff) - 1];
	size_t i;

	for (i = 0; i < ARRAY_LEN(unit); i++)
		unit[i] = staff[i][1];
	*n = ARRAY_LEN(unit);
	return unit;
}

static void
say_findings(const struct findings *found)
{
	struct str text = STR_INIT;
	size_t i;

	for (i = 0; i < found->n && i < 10; i++) {
		str_clear(&text);
		err_text(&found->item[i], LANG_EN, true, &text);
		fprintf(stderr, "%s\n", str_text(&text));
	}
	str_done(&text);
}

static json_t *
make_plan(void)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(staff); i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0], "unit",
		    staff[i][1], "name", "Trần Văn Thử Cán Bộ", "roles",
		    staff[i][2], "secret", HOUSE_SECRET));
	/* Who runs the site; of a unit that is there already. */
	json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:[s],s:s}", "id",
	    "quan", "unit", HOUSE_POST, "name", "Trần Văn Thử Quản Trị",
	    "roles", "administrator", "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:b,s:o}", "site", "MC",
	    "demonstration", 1, "cheap", 1, "training", 0, "staff", list);
}

static int64_t
bench_mono(void *ctx)
{
	(void)ctx;
	return (int64_t)now_ms();
}

static when_t
house_now(void *ctx)
{
	const struct house *h = ctx;

	return h->now;
}

bool
house_settle(struct house *h, bool slow)
{
	FILE *f = fopen(h->settings, "w");

	if (f == NULL)
		return false;
	fprintf(f, "lang: vi\nui:\n  link: %s\n", slow ? "slow" : "fast");
	return fclose(f) == 0;
}

bool
house_make(struct house *h, const char *parent, const char *forms)
{
	struct findings found = FINDINGS_INIT;
	json_t *plan = make_plan();
	bool ok;

	memset(h, 0, sizeof(*h));
	h->forms = forms;
	snprintf(h->dir, sizeof(h->dir), "%.400s/tn-bench-XXXXXX", parent);
	ok = mkdtemp(h->dir) != NULL;
	snprintf(h->store, sizeof(h->store), "%s/store.db", h->dir);
	snprintf(h->settings, sizeof(h->settings), "%s/config.yaml", h->dir);
	ok = ok && when_parse("2026-03-02T02:10+07:00", VN_OFFSET_MIN,
	    &h->now) && files_posix(&h->files, forms, NULL);
	h->config = (struct tn_config){
		.files = &h->files, .store = h->store,
		.env = { .ctx = h, .now = house_now,
		    .random = seal_random, .mono = bench_mono },
	};
	ok = ok && house_settle(h, false) && tn_init(&h->config, plan, &found);
	say_findings(&found);
	findings_done(&found);
	json_decref(plan);
	if (!ok)
		house_remove(h);
	return ok;
}

bool
house_open(struct house *h)
{
	struct findings found = FINDINGS_INIT;

	h->tn = tn_open(&h->config, &found);
	say_findings(&found);
	findings_done(&found);
	return h->tn != NULL;
}

void
house_close(struct house *h)
{
	tn_close(h->tn);
	h->tn = NULL;
}

void
house_remove(struct house *h)
{
	struct dirent *entry;
	DIR *d;

	house_close(h);
	d = opendir(h->dir);
	while (d != NULL && (entry = readdir(d)) != NULL) {
		char *name = xasprintf("%s/%s", h->dir, entry->d_name);

		unlink(name);	/* "." and ".." are refused by itself */
		free(name);
	}
	if (d != NULL)
		closedir(d);
	rmdir(h->dir);
	files_done(&h->files);
}

/* ---- leaving on a signal: gigabytes must not stay behind ---- */

static char guarded[10][640];
static volatile sig_atomic_t guarding;

static void
leave(int signal_number)
{
	size_t i;

	for (i = 0; guarding && i + 1 < ARRAY_LEN(guarded); i++)
		unlink(guarded[i]);
	if (guarding)
		rmdir(guarded[ARRAY_LEN(guarded) - 1]);
	_exit(128 + signal_number);
}

void
house_guard(const struct house *h)
{
	static const char *const name[] = {
		"store.db", "store.db-wal", "store.db-shm",
		"store.db-ballast", "raw.db", "raw.db-wal", "raw.db-shm",
		"raw.append", "config.yaml",
	};
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;
	size_t i;

	for (i = 0; i < ARRAY_LEN(name); i++)
		snprintf(guarded[i], sizeof(guarded[i]), "%s/%s", h->dir,
		    name[i]);
	snprintf(guarded[i], sizeof(guarded[i]), "%s", h->dir);
	guarding = 1;
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = leave;
	for (i = 0; i < ARRAY_LEN(caught); i++)
		sigaction(caught[i], &sa, NULL);
}

/* ---- commands ---- */

struct session *
house_sign_in(struct house *h, const char *officer)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in(h->tn, officer, HOUSE_SECRET,
	    strlen(HOUSE_SECRET), &e);

	err_done(&e);
	return s;
}

static json_t *
parse(const char *text, const char *arg)
{
	struct str filled = STR_INIT;
	struct err e = ERR_INIT;
	json_t *o;
	char *p;

	text_fill(&filled, text, &arg, 1);
	for (p = filled.buf; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	o = jx_parse(filled.buf, filled.len, &e);
	if (o == NULL)
		BUG("the bench's own JSON does not parse");
	str_done(&filled);
	err_done(&e);
	return o;
}

bool
is_done(const json_t *outcome)
{
	return str_eq(jx_text(outcome, "outcome"), "done");
}

json_t *
house_do(struct house *h, struct session *s, const char *text,
    const char *arg)
{
	json_t *command = parse(text, arg), *out;

	h->now += 1000;
	out = tn_execute(s, command);
	json_decref(command);
	return out;
}

bool
house_done(struct house *h, struct session *s, const char *text,
    const char *arg)
{
	json_t *out = house_do(h, s, text, arg);
	bool done = is_done(out);

	if (!done) {
		char *said = json_dumps(out, JSON_COMPACT);

		fprintf(stderr, "%.60s: %.400s\n", text, said);
		free(said);
	}
	json_decref(out);
	return done;
}

json_t *
house_ask(struct session *s, const char *text, const char *arg)
{
	json_t *query = parse(text, arg), *out = tn_ask(s, query);

	json_decref(query);
	return out;
}
