/* Frames: in any pieces, of any length that is said, and out again. */
#include "core/serve/wire.h"

#include "core/staff/seal.h"
#include "tests/t.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void
feed(struct wire_in *in, const void *bytes, size_t n)
{
	if (n == 0)
		return;
	memcpy(wire_in_room(in, n), bytes, n);
	wire_in_add(in, n);
}

/* The bytes of a frame, the caller's. */
static unsigned char *
frame(const char *text, size_t *n)
{
	size_t len = strlen(text);
	unsigned char *b = xmalloc(len + WIRE_HEAD);

	b[0] = (unsigned char)(len >> 24);
	b[1] = (unsigned char)(len >> 16);
	b[2] = (unsigned char)(len >> 8);
	b[3] = (unsigned char)len;
	memcpy(b + WIRE_HEAD, text, len);
	*n = len + WIRE_HEAD;
	return b;
}

static enum wire_got
take(struct wire_in *in, char **text)
{
	json_t *o;
	enum wire_got got = wire_in_take(in, &o, NULL);

	*text = o != NULL ? json_dumps(o, JSON_COMPACT) : NULL;
	json_decref(o);
	return got;
}

static void
test_any_pieces(void)
{
	static const char *const text[] = { "{\"a\":1}", "{}",
	    "{\"chữ\":\"Việt\"}" };
	unsigned char all[256];
	size_t n = 0, cut, len, i;
	char *got;

	for (i = 0; i < 3; i++) {
		unsigned char *b = frame(text[i], &len);

		memcpy(all + n, b, len);
		n += len;
		free(b);
	}
	for (cut = 0; cut <= n; cut++) {
		struct wire_in in = { .most = 1000 };
		size_t taken = 0;

		feed(&in, all, cut);
		while (take(&in, &got) == WIRE_FRAME) {
			T_STR(got, text[taken++]);
			free(got);
		}
		T_CHECK(!wire_in_whole(&in));
		feed(&in, all + cut, n - cut);
		T_CHECK(taken == 3 || wire_in_whole(&in));
		while (take(&in, &got) == WIRE_FRAME) {
			T_STR(got, text[taken++]);
			free(got);
		}
		T_INT(taken, 3);
		T_CHECK(!wire_in_half(&in));
		wire_in_done(&in);
	}
}

/* What is promised costs nothing; what is too long is refused at once. */
static void
test_lengths(void)
{
	static const unsigned char huge[] = { 0xff, 0xff, 0xff, 0xff, '{' };
	static const unsigned char none[] = { 0, 0, 0, 0 };
	static const unsigned char one[] = { 0, 0, 0, 1, '{' };
	unsigned char eight[] = { 0, 0x7f, 0xff, 0xff };
	struct wire_in in = { .most = WIRE_FRAME_MAX };
	char *got;

	feed(&in, eight, sizeof(eight));
	T_INT(take(&in, &got), WIRE_MORE);
	T_CHECK(in.cap <= 8192);
	wire_in_done(&in);
	feed(&in, huge, sizeof(huge));
	T_CHECK(wire_in_whole(&in));
	T_INT(take(&in, &got), WIRE_BAD);
	wire_in_done(&in);
	feed(&in, none, sizeof(none));
	T_INT(take(&in, &got), WIRE_BAD);
	wire_in_done(&in);
	feed(&in, one, sizeof(one));
	T_INT(take(&in, &got), WIRE_BAD);
	wire_in_done(&in);
	/* One byte over what this connection may send now. */
	in.most = 10;
	feed(&in, "\0\0\0\x0b{\"a\":\"12\"}", 15);
	T_INT(take(&in, &got), WIRE_BAD);
	wire_in_done(&in);
}

static void
test_texts(void)
{
	static const char *const bad[] = { "[]", "[{}]", "\"a\"", "12",
	    "{\"a\":1}x", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}",
	    "{\"a\":\xc0\xaf}", "{\"a\":\"\xff\"}", "{'a':1}", "{\"a\":1",
	    "nul", "  ", "{\"a\":1e999}" };
	char deep[400] = "";
	size_t i, n;

	for (i = 0; i < 40; i++)
		memcpy(deep + 5 * i, "{\"a\":", 6);
	for (i = 0; i <= sizeof(bad) / sizeof(*bad); i++) {
		struct wire_in in = { .most = 1000 };
		unsigned char *b = frame(i < sizeof(bad) / sizeof(*bad) ?
		    bad[i] : deep, &n);
		struct err e = ERR_INIT;
		json_t *o;

		feed(&in, b, n);
		T_INT(wire_in_take(&in, &o, &e), WIRE_BAD);
		T_INT(e.code, ERR_SERVE_FRAME);
		T_CHECK(o == NULL);
		err_done(&e);
		free(b);
		wire_in_done(&in);
	}
}

/* Out in the pieces that the line takes, and back in on the other side. */
static void
test_out(void)
{
	struct wire_out out = { NULL, 0, 0 };
	struct wire_in in = { .most = WIRE_FRAME_MAX };
	char *big = xmalloc(600001);
	json_t *o, *back = NULL;
	int pair[2], turns = 0;

	memset(big, 'x', 600000);
	big[600000] = '\0';
	o = json_pack("{s:s}", "a", big);
	T_CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	T_CHECK(!wire_out_put(&out, o, 600000));
	T_INT(wire_out_left(&out), 0);
	T_CHECK(wire_out_put(&out, o, WIRE_FRAME_MAX));
	while (back == NULL && turns++ < 10000) {
		ssize_t n;

		T_CHECK(wire_out_send(&out, pair[0]));
		n = recv(pair[1], wire_in_room(&in, 4096), 4096, 0);
		if (n <= 0)
			break;
		wire_in_add(&in, (size_t)n);
		T_CHECK(wire_in_take(&in, &back, NULL) != WIRE_BAD);
	}
	T_CHECK(turns > 10);
	T_CHECK(json_equal(o, back));
	T_INT(wire_out_left(&out), 0);
	/* A big buffer is not kept for the next small frame. */
	T_CHECK(in.cap == 0 && out.bytes == NULL);
	close(pair[1]);
	T_CHECK(wire_out_put(&out, o, WIRE_FRAME_MAX));
	T_CHECK(!wire_out_send(&out, pair[0]));
	close(pair[0]);
	wire_out_done(&out);
	wire_in_done(&in);
	json_decref(o);
	json_decref(back);
	free(big);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_any_pieces);
	T_RUN(test_lengths);
	T_RUN(test_texts);
	T_RUN(test_out);
	return t_done();
}
