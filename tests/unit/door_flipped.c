/*
 * One bit of what is sealed, wherever it lies, and nothing of it opens (S-50):
 * each byte of the nonce, the text and the tag of the bodies of a case, of its
 * wrapped key, of a file and of a draft.  Never plain text, never half of it.
 */
#include "tests/unit/attachment_help.h"

#include "core/door/door.h"

#define FILE_TEXT "Nội dung tệp thử"
#define NAME "Nguyễn Thị Mẫu"
#define DRAFT_TEXT "Câu đang gõ dở"
#define BODIES 16

enum where { NOWHERE, IN_BODY, IN_WRAP, IN_FILE, IN_DRAFT };

/* The journal between door and store: all of it, but for one bit. */
static struct {
	const struct journal *real;
	struct journal journal;
	enum where where;
	size_t body, at;	/* which of the bodies; which byte */
	unsigned char bit;
	size_t met;		/* bodies in this reading */
	size_t len[BODIES];	/* of each of them */
	size_t other;		/* of the last wrap, file or draft */
	bool (*each)(void *arg, const struct event *ev);
} flip;

static void
flip_in(enum where where, unsigned char *sealed, size_t len)
{
	flip.other = len;
	if (flip.where == where && flip.at < len)
		sealed[flip.at] ^= flip.bit;
}

static bool
each_body(void *arg, const struct event *ev)
{
	bool mine = flip.where == IN_BODY && ev->sealed != NULL &&
	    flip.met == flip.body && flip.at < ev->sealed_len, more;

	if (ev->sealed != NULL && flip.met < BODIES)
		flip.len[flip.met++] = ev->sealed_len;
	if (mine)
		ev->sealed[flip.at] ^= flip.bit;
	more = flip.each(arg, ev);
	if (mine)
		ev->sealed[flip.at] ^= flip.bit;
	return more;
}

static bool
read_one(void *ctx, const char *stream, int64_t after,
    bool (*each)(void *arg, const struct event *ev), void *arg, struct err *e)
{
	if (!str_eq(stream, CASE))
		return flip.real->read(ctx, stream, after, each, arg, e);
	flip.met = 0;
	flip.each = each;
	return flip.real->read(ctx, stream, after, each_body, arg, e);
}

static bool
wrap_one(void *ctx, const char *stream, const char *unit,
    unsigned char **wrap, size_t *len)
{
	if (!flip.real->wrap(ctx, stream, unit, wrap, len))
		return false;
	if (str_eq(stream, CASE))
		flip_in(IN_WRAP, *wrap, *len);
	return true;
}

static unsigned char *
file_one(void *ctx, const char *stream, const char *id, size_t *len,
    struct err *e)
{
	unsigned char *sealed = flip.real->attachment(ctx, stream, id, len, e);

	if (sealed != NULL)
		flip_in(IN_FILE, sealed, *len);
	return sealed;
}

static bool
draft_one(void *ctx, const char *officer, const char *place,
    unsigned char **blob, size_t *len, when_t *at)
{
	if (!flip.real->get_draft(ctx, officer, place, blob, len, at))
		return false;
	flip_in(IN_DRAFT, *blob, *len);
	return true;
}

static struct house h;
static struct session *an;
static char file_id[64];

static void
begin(void)
{
	regimes_open(&h, OLD_DAY);
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, OPEN, "done");
	HOUSE_EXPECT(&h, an, "{'do':'append_note'," CASE_ONE
	    ",'with':{'text':'Ghi chú thử'}}", "done");
	snprintf(file_id, sizeof(file_id), "%s", attached(&h, an, "a",
	    FILE_TEXT, strlen(FILE_TEXT), NULL));
	HOUSE_EXPECT(&h, an, "{'do':'save_draft','with':{'place':'note',"
	    "'content':{'text':'" DRAFT_TEXT "'}}}", "done");
	flip.real = h.tn->journal;
	flip.journal = *flip.real;
	flip.journal.read = read_one;
	flip.journal.wrap = wrap_one;
	flip.journal.attachment = file_one;
	flip.journal.get_draft = draft_one;
	flip.where = NOWHERE;
	h.tn->journal = &flip.journal;
}

static void
end(void)
{
	h.tn->journal = flip.real;
	tn_sign_out(an);
	T_CHECK(verifies(&h));
	house_close(&h);
}

/* Nothing is remembered: all is read and opened anew. */
static json_t *
asked(const char *ask, const char *k, const char *value)
{
	json_t *q = json_pack("{s:s,s:s,s:s}", "ask", ask, "case", CASE, k,
	    value), *out;

	session_forget_all(an);
	session_forget_keys(an);
	out = tn_ask(an, q);
	json_decref(q);
	return out;
}

static bool
tells(const json_t *out, const char *what)
{
	char *text = json_dumps(out, JSON_COMPACT);
	bool told = text != NULL && strstr(text, what) != NULL;

	free(text);
	return told;
}

/* The case opens, or is as if it were not there. */
static bool
case_opens(void)
{
	json_t *out = asked("case", "x", "");
	bool opens = tells(out, "N••• T••• M•••");

	if (!opens)
		T_STR(house_result(out), "no_such_case");
	json_decref(out);
	return opens;
}

static void
test_body(void)
{
	size_t len[BODIES], n;
	int tried = 0;

	begin();
	T_CHECK(case_opens());
	n = flip.met;
	memcpy(len, flip.len, sizeof(len));
	T_CHECK(n >= 3);
	flip.where = IN_BODY;
	for (flip.body = 0; flip.body < n; flip.body++)
		for (flip.at = 0; flip.at < len[flip.body]; flip.at++) {
			flip.bit = (unsigned char)(1u << flip.at % 8);
			T_CHECK(!case_opens());
			tried++;
		}
	flip.where = NOWHERE;
	T_CHECK(case_opens());
	printf("# %d bytes of %zu bodies\n", tried, n);
	end();
}

static void
test_wrap(void)
{
	size_t len;

	begin();
	T_CHECK(case_opens());
	len = flip.other;
	T_INT(len, SEAL_KEY_SIZE + 48);
	flip.where = IN_WRAP;
	for (flip.at = 0; flip.at < len; flip.at++)
		for (int bit = 0; bit < 8; bit++) {
			flip.bit = (unsigned char)(1u << bit);
			T_CHECK(!case_opens());
		}
	flip.where = NOWHERE;
	T_CHECK(case_opens());
	end();
}

/* The entry of having looked is written each time: only then is it opened. */
static void
test_file(void)
{
	json_t *out;
	size_t len;

	begin();
	out = asked("attachment", "id", file_id);
	T_CHECK(holds(out, FILE_TEXT, strlen(FILE_TEXT)));
	json_decref(out);
	len = flip.other;
	T_CHECK(len > 40);
	flip.where = IN_FILE;
	/* All of nonce, first block and tag; of the rest each 31st byte. */
	for (flip.at = 0; flip.at < len; flip.at += flip.at < 24 + 64 ||
	    flip.at + 48 > len ? 1 : 31) {
		flip.bit = (unsigned char)(1u << flip.at % 8);
		h.now += 1000;
		out = asked("attachment", "id", file_id);
		T_STR(house_result(out), "attachment_unreadable");
		T_CHECK(jx_get(out, "content") == NULL);
		json_decref(out);
	}
	flip.where = NOWHERE;
	out = asked("attachment", "id", file_id);
	T_CHECK(holds(out, FILE_TEXT, strlen(FILE_TEXT)));
	json_decref(out);
	end();
}

static void
test_draft(void)
{
	json_t *out;
	size_t len;

	begin();
	out = asked("draft", "place", "note");
	T_CHECK(tells(out, DRAFT_TEXT));
	json_decref(out);
	len = flip.other;
	flip.where = IN_DRAFT;
	for (flip.at = 0; flip.at < len; flip.at++) {
		flip.bit = (unsigned char)(1u << flip.at % 8);
		out = asked("draft", "place", "note");
		T_CHECK(!tells(out, "Câu") && !tells(out, "dở"));
		json_decref(out);
	}
	flip.where = NOWHERE;
	out = asked("draft", "place", "note");
	T_CHECK(tells(out, DRAFT_TEXT));
	json_decref(out);
	end();
}

int
main(void)
{
	T_RUN(test_body);
	T_RUN(test_wrap);
	T_RUN(test_file);
	T_RUN(test_draft);
	return t_done();
}
