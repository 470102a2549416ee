/* A whole core in a temporary folder, with a clock the test moves. */
#ifndef TN_TESTS_DOOR_HELP_H
#define TN_TESTS_DOOR_HELP_H

#include "core/base/jx.h"
#include "core/serve/serve.h"
#include "core/staff/seal.h"
#include "core/tiepnhan.h"
#include "tests/t.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct house {
	char dir[64];
	char store[96];
	struct files files;
	struct tn_config config;
	struct tn *tn;
	when_t now;
};

#define HOUSE_SECRET "tiep nhan minh hoa"

static when_t
house_now(void *ctx)
{
	struct house *h = ctx;

	return h->now;
}

static inline int64_t
house_mono(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static inline void
house_say(const struct findings *f)
{
	struct str text = STR_INIT;
	size_t i;

	for (i = 0; i < f->n && i < 20; i++) {
		str_clear(&text);
		err_text(&f->item[i], LANG_EN, true, &text);
		printf("# %s\n", str_text(&text));
	}
	str_done(&text);
}

static inline json_t *
house_plan(void)
{
	static const char *const staff[][3] = {
		{ "an", "dbp_mong_cai", "officer" },
		{ "anh", "dbp_mong_cai", "commander" },
		{ "bac", "dbp_mong_cai", "commander" },
		{ "binh", "xnc_quang_ninh", "verifier" },
		{ "chi", "ca_nghe_an", "verifier" },
		{ "dung", "cuc_ls", "verifier" },
		{ "giang", "syt_quang_ninh", "officer" },
		{ "hai", "syt_quang_ninh", "commander" },
		{ "hanh", "syt_nghe_an", "officer" },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(staff); i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", staff[i][2], "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:b,s:o}", "site", "MC",
	    "demonstration", 1, "cheap", 1, "training", 0, "staff", list);
}

/*
 * The store of a house; with TN_SERVED in the environment it lies behind a
 * store process, and every test must hold all the same.
 */
static inline struct tn *
house_tn(struct house *h, struct findings *found)
{
	return getenv("TN_SERVED") == NULL ? tn_open(&h->config, found) :
	    serve_child(&h->config, true, house_mono, found);
}

/* Opens a house over a folder of forms/; the plan is taken over. */
static inline bool
house_open_on(struct house *h, const char *forms, json_t *plan,
    const char *now)
{
	struct findings found = FINDINGS_INIT;
	bool ok;

	memset(h, 0, sizeof(*h));
	snprintf(h->dir, sizeof(h->dir), "/tmp/tn-door-XXXXXX");
	if (mkdtemp(h->dir) == NULL)
		return false;
	snprintf(h->store, sizeof(h->store), "%s/store.db", h->dir);
	(void)when_parse(now, VN_OFFSET_MIN, &h->now);
	ok = files_posix(&h->files, forms, NULL);
	h->config = (struct tn_config){
		.files = &h->files, .store = h->store,
		.env = { .ctx = h, .now = house_now,
		    .random = seal_random, .mono = house_mono },
	};
	ok = ok && tn_init(&h->config, plan, &found);
	if (ok)
		h->tn = house_tn(h, &found);
	house_say(&found);
	findings_done(&found);
	json_decref(plan);
	if (h->tn == NULL) {
		printf("Bail out! the house does not open\n");
		exit(1);
	}
	return true;
}

static inline bool
house_open(struct house *h)
{
	const char *forms = getenv("TN_FORMS");

	return house_open_on(h, forms != NULL ? forms : "forms",
	    house_plan(), "2026-03-02T02:10+07:00");
}

static inline void
house_close(struct house *h)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast",
	    "-signing", "-erased" };
	char name[128];
	size_t i;

	tn_close(h->tn);
	for (i = 0; i < ARRAY_LEN(tail); i++) {
		snprintf(name, sizeof(name), "%s%s", h->store, tail[i]);
		unlink(name);
	}
	rmdir(h->dir);
	files_done(&h->files);
}

static inline struct session *
house_sign_in(struct house *h, const char *officer)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in(h->tn, officer, HOUSE_SECRET,
	    strlen(HOUSE_SECRET), &e);

	err_done(&e);
	return s;
}

/* Does a command given as JSON text with ' for "; a second later. */
static inline json_t *
house_do(struct house *h, struct session *s, const char *text)
{
	char *copy = xstrdup(text), *p;
	struct err e = ERR_INIT;
	json_t *command, *out;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	command = jx_parse(copy, strlen(copy), &e);
	if (command == NULL) {
		struct str msg = STR_INIT;

		err_text(&e, LANG_EN, true, &msg);
		printf("# bad JSON in the test: %s\n", str_text(&msg));
		str_done(&msg);
	}
	h->now += 1000;
	out = tn_execute(s, command);
	json_decref(command);
	err_done(&e);
	free(copy);
	return out;
}

/* "done", "unknown", or the code of the first reason. */
static inline const char *
house_result(const json_t *out)
{
	const json_t *reasons = json_object_get(out, "reasons");

	if (json_array_size(reasons) > 0)
		return jx_text(json_array_get(reasons, 0), "code");
	return jx_text(out, "outcome");
}

static inline bool
house_has_reason(const json_t *out, const char *code)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(out, "reasons"), i, r)
		if (str_eq(jx_text(r, "code"), code))
			return true;
	return false;
}

/* As house_do(), and checks how it ended; frees the outcome. */
#define HOUSE_EXPECT(h, s, text, want) do { \
	json_t *h_out = house_do(h, s, text); \
	if (!str_eq(house_result(h_out), want) && \
	    !house_has_reason(h_out, want)) { \
		char *h_text = json_dumps(h_out, JSON_COMPACT); \
		printf("# %s:%d: wanted %s: %s\n", __FILE__, __LINE__, \
		    want, h_text); \
		free(h_text); \
		t_bad++; \
	} \
	json_decref(h_out); \
} while (0)

/* Of the n-th case of Móng Cái, to be answered by a day. */
static inline void
house_ask_consul(struct house *h, struct session *s, int n, const char *by)
{
	char *text = xasprintf("{'do':'send_request','case':"
	    "'MC-2026-0000%d','with':{'request':'consular_information',"
	    "'to':'cuc_ls','answers':{'consular_questions':['legalise'],"
	    "'consular_country':'CN','consular_wanted_by':'%s'}}}", n, by);

	HOUSE_EXPECT(h, s, text, "done");
	free(text);
}

/* The public half of somebody who may receive exports; the caller's. */
static inline char *
house_public(struct session *s, const char *code)
{
	json_t *q = json_pack("{s:s}", "ask", "exports");
	json_t *out = tn_ask(s, q);
	const char *hex = jx_text(jx_by_code(json_object_get(out,
	    "receivers"), code), "public");
	char *copy = xstrdup(hex != NULL ? hex : "");

	json_decref(out);
	json_decref(q);
	return copy;
}

#define HOUSE_RECEIVE_ONE \
	"{'do':'receive_persons','with':{'path':'bilateral_handover'," \
	"'minutes':{'reception_gate':'mong_cai','reception_date':'2026-03-02'," \
	"'reception_time':'02:10','foreign_country':'CN'," \
	"'foreign_agency':'Co quan gia dinh','our_head':'Truc ban thu nghiem'," \
	"'foreign_list_count':1}," \
	"'persons':[{'full_name':'Nguyễn Thị Mẫu Một','sex':'female'," \
	"'birth_date':'1999-05','condition':'tired'}]}}"

#endif
