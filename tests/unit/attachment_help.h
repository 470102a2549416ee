/* Files of the case MC-2026-00001, through the door. */
#ifndef TN_TESTS_ATTACHMENT_HELP_H
#define TN_TESTS_ATTACHMENT_HELP_H

#include "core/base/base64.h"
#include "core/case/attach.h"
#include "tests/unit/door_regimes.h"

#define CASE "MC-2026-00001"

static inline json_t *
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
static inline const char *
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

static inline json_t *
read_it(struct session *s, const char *id)
{
	json_t *q = json_pack("{s:s,s:s,s:s}", "ask", "attachment", "case",
	    CASE, "id", id);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static inline bool
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

static inline json_t *
query(struct session *s, const char *ask)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", ask, "case", CASE);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static inline int
listed(struct session *s)
{
	json_t *out = query(s, "case");
	const json_t *list = json_object_get(out, "attachments");
	int n = json_is_array(list) ? (int)json_array_size(list) : -1;

	json_decref(out);
	return n;
}

static inline bool
verifies(struct house *h)
{
	json_t *out = tn_verify(h->tn);
	bool fine = str_eq(jx_text(out, "outcome"), "done");

	json_decref(out);
	return fine;
}

/* What attaching with these members in place of good ones comes to. */
static inline void
expect_attach(struct house *h, struct session *s, const char *with,
    const char *want)
{
	char *text = xasprintf("{'do':'attach','case':'" CASE "','with':%s}",
	    with);

	HOUSE_EXPECT(h, s, text, want);
	free(text);
}

#endif
