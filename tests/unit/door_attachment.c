/* Files of a case, through the door: the same bytes come back, or nothing. */
#include "tests/unit/door_help.h"

#include "core/base/base64.h"
#include "core/case/attach.h"

#include <sqlite3.h>

#define CASE "MC-2026-00001"

static json_t *
attach(struct house *h, struct session *s, const char *file_name,
    const char *media, const void *bytes, size_t len, const char *question)
{
	char *content = base64_from(bytes, len);
	json_t *command = json_pack("{s:s,s:s,s:{s:s,s:s,s:s,s:s*}}", "do",
	    "attach", "case", CASE, "with", "file_name", file_name, "media",
	    media, "content", content, "name", question);
	json_t *out;

	h->now += 1000;
	out = tn_execute(s, command);
	json_decref(command);
	free(content);
	return out;
}

/* Attaches and gives the id, "" when it was refused. */
static const char *
attached(struct house *h, struct session *s, const char *file_name,
    const void *bytes, size_t len, const char *question)
{
	static char id[64];
	json_t *out = attach(h, s, file_name, "file", bytes, len, question);

	snprintf(id, sizeof(id), "%s", jx_text(out, "attachment") != NULL ?
	    jx_text(out, "attachment") : "");
	if (id[0] == '\0')
		printf("# not attached: %s\n", house_result(out));
	json_decref(out);
	return id;
}

static json_t *
read_it(struct session *s, const char *id)
{
	json_t *q = json_pack("{s:s,s:s,s:s}", "ask", "attachment", "case",
	    CASE, "id", id);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static bool
holds(const json_t *out, const void *bytes, size_t len)
{
	const json_t *content = json_object_get(out, "content");
	unsigned char *got = NULL;
	size_t n = 0;
	bool same;

	if (content != NULL)
		got = base64_bytes(json_string_value(content),
		    json_string_length(content), &n);
	same = got != NULL && n == len && memcmp(got, bytes, len) == 0;
	free(got);
	return same;
}

static json_t *
query(struct session *s, const char *ask)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", ask, "case", CASE);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static int
listed(struct session *s)
{
	json_t *out = query(s, "case");
	const json_t *list = json_object_get(out, "attachments");
	int n = json_is_array(list) ? (int)json_array_size(list) : -1;

	json_decref(out);
	return n;
}

static bool
verifies(struct house *h)
{
	json_t *out = tn_verify(h->tn);
	bool fine = str_eq(jx_text(out, "outcome"), "done");

	json_decref(out);
	return fine;
}

/* Attach, stored, verify, query: the same bytes, by another session too. */
static void
test_round(void)
{
	static const unsigned char bytes[] = "Giấy tờ \0 mẫu\xff\n";
	struct house h;
	struct session *an, *anh;
	const json_t *first;
	char id[64];
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(listed(an), 0);
	snprintf(id, sizeof(id), "%s", attached(&h, an, "giấy tờ.jpg", bytes,
	    sizeof(bytes), NULL));
	T_INT(strlen(id), ATTACHMENT_ID_SIZE);
	T_CHECK(verifies(&h));
	out = read_it(anh, id);
	T_CHECK(holds(out, bytes, sizeof(bytes)));
	T_STR(jx_text(out, "file_name"), "giấy tờ.jpg");
	T_STR(jx_text(out, "class"), "narrative");
	T_INT(jx_int(out, "size", 0), sizeof(bytes));
	json_decref(out);
	out = query(an, "case");
	T_INT(json_array_size(json_object_get(out, "attachments")), 1);
	first = json_array_get(json_object_get(out, "attachments"), 0);
	T_STR(jx_text(first, "id"), id);
	T_STR(jx_text(json_object_get(first, "by"), "id"), "an");
	T_CHECK(json_object_get(first, "content") == NULL);
	json_decref(out);
	T_CHECK(verifies(&h));
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_round);
	return t_done();
}
