/*
 * Hostile clients of the store process: whatever bytes come over the socket,
 * the process lives, answers each frame once, and an officer who signed in
 * beside it still works.  Lines of the input become frames with a right
 * length, so that mutations reach the door behind; a line that begins with
 * byte 1 goes out as it stands.  Sessions 1 and 2 of the connection are open.
 */
#include "core/door/served.h"
#include "core/serve/server.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/door_help.h"

#include <sys/socket.h>

#define CASE "MC-2026-00001"
#define IN_ONE "\"session\":1,"

const char *const fuzz_words[] = {
	"\"op\":", "\"hello\"", "\"sign_in\"", "\"sign_out\"", "\"do\"",
	"\"ask\"", "\"session\":1", "\"session\":2", "\"command\":", "\"query\":",
	"\"case\":", CASE, "\"with\":", "\"op_id\":", "\"forms\":",
	"\"version\":1", "\"officer\":", "\"secret\":", "\"now\":", "null",
	"{}", "[]", "[[[[[[[[", "9223372036854775807", "\\u0000", "\\ud800",
	"\x01\xff\xff\xff\xff", "\x01\x00\x00\x00\x00", "\n", "fill_data",
	"append_note", "record_answers", "save_draft", "reveal_identity",
	"home", "queue", "history", "search", "versions", NULL,
};

static const char *const seeds[] = {
	"{\"op\":\"hello\",\"version\":1,\"forms\":\"00\"}\n{\"op\":\"ask\"}",
	"{\"op\":\"ask\"," IN_ONE "\"query\":{\"ask\":\"home\"}}\n"
	"{\"op\":\"ask\",\"session\":2,\"query\":{\"ask\":\"queue\",\"queue\":\"mine\"}}",
	"{\"op\":\"ask\"," IN_ONE "\"query\":{\"ask\":\"case\",\"case\":\"" CASE "\"}}",
	"{\"op\":\"ask\"," IN_ONE "\"query\":{\"ask\":\"fill_data\",\"case\":\"" CASE
	"\",\"form\":\"reception_person\",\"for_act\":true}}",
	"{\"op\":\"ask\"," IN_ONE "\"query\":{\"ask\":\"history\",\"case\":\"" CASE "\"}}\n"
	"{\"op\":\"ask\"," IN_ONE "\"query\":{\"ask\":\"why\",\"case\":\"" CASE "\"}}",
	"{\"op\":\"do\"," IN_ONE "\"command\":{\"do\":\"append_note\",\"case\":\"" CASE
	"\",\"with\":{\"text\":\"Ghi chú thử\"}}}",
	"{\"op\":\"do\"," IN_ONE "\"command\":{\"do\":\"record_answers\",\"case\":\"" CASE
	"\",\"with\":{\"form\":\"reception_person\",\"answers\":{\"full_name\":\"Mẫu\"},"
	"\"why\":\"thử\"}}}",
	"{\"op\":\"do\"," IN_ONE "\"command\":{\"do\":\"save_draft\",\"with\":{\"place\":"
	"\"p\",\"content\":{\"view\":\"form\"}}}}\n{\"op\":\"ask\"," IN_ONE
	"\"query\":{\"ask\":\"draft\",\"place\":\"p\"}}",
	"{\"op\":\"sign_in\",\"officer\":\"an\",\"secret\":\"x\"}",
	"{\"op\":\"sign_out\",\"session\":3}",
	"\x01\xff\xff\xff\xff{\"op\":\"ask\"}",
};

static struct house house;
static struct session *session[2], *beside;
static int runs;
static bool begun;

size_t
fuzz_seed(size_t i, uint8_t *out, size_t max)
{
	size_t n = i < ARRAY_LEN(seeds) ? strlen(seeds[i]) : 0;

	if (n == 0 || n > max)
		return 0;
	memcpy(out, seeds[i], n);
	return n;
}

static void
leave(void)
{
	for (int i = 0; i < 2; i++)
		tn_sign_out(session[i]);
	tn_sign_out(beside);
	house_close(&house);
}

static void
begin(void)
{
	begun = true;
	house_open(&house);
	session[0] = house_sign_in(&house, "an");
	session[1] = house_sign_in(&house, "giang");
	beside = house_sign_in(&house, "an");
	if (session[0] == NULL || session[1] == NULL || beside == NULL)
		fuzz_fail("nobody can sign in");
	json_decref(house_do(&house, session[0], HOUSE_RECEIVE_ONE));
	atexit(leave);
}

static int64_t
mono(void *ctx)
{
	(void)ctx;
	return runs;
}

/* Sent in one piece: pieces are the matter of the unit tests. */
static void
put(struct wire_in *in, const uint8_t *line, size_t n)
{
	bool raw = n > 0 && line[0] == 1;
	size_t body = raw ? n - 1 : n;
	unsigned char *room = wire_in_room(in, body + WIRE_HEAD);

	if (!raw) {
		room[0] = room[1] = 0;
		room[2] = (unsigned char)(n >> 8);
		room[3] = (unsigned char)n;
		room += WIRE_HEAD;
		wire_in_add(in, WIRE_HEAD);
	}
	memcpy(room, line + (raw ? 1 : 0), body);
	wire_in_add(in, body);
}

static void
still_works(void)
{
	json_t *query = json_pack("{s:s}", "ask", "home");
	json_t *home = tn_ask(beside, query);

	if (!json_is_object(jx_get(home, "officer")))
		fuzz_fail("the officer beside it cannot work any more");
	json_decref(home);
	json_decref(query);
}

static size_t
count(const struct wire_out *out)
{
	struct wire_in in = { .most = WIRE_FRAME_MAX };
	size_t n = 0;
	json_t *o;

	memcpy(wire_in_room(&in, out->len + 1), out->bytes, out->len);
	wire_in_add(&in, out->len);
	while (wire_in_take(&in, &o, NULL) == WIRE_FRAME) {
		if ((jx_get(o, "answer") == NULL) == (jx_get(o, "error") == NULL))
			fuzz_fail("a reply that is neither answer nor error");
		json_decref(o);
		n++;
	}
	if (wire_in_half(&in))
		fuzz_fail("a reply that is no frame");
	wire_in_done(&in);
	return n;
}

static void
serve(struct server *sv, struct peer *p)
{
	size_t asked = 0;

	while (!p->closing) {
		peer_take(p, sv->now);
		if (p->request == NULL)
			break;
		asked++;
		turn_run(sv);
		if (p->request != NULL || p->hashing)
			fuzz_fail("a request that nobody answered");
	}
	if (p->out.len > 0 && count(&p->out) < asked)
		fuzz_fail("fewer replies than requests");
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	struct serve_config config = { .limits = serve_limits_usual(),
	    .mono = mono };
	struct server sv = { .config = &config };
	struct peer *p, *list[1];
	const uint8_t *end = data + size, *at = data;
	int pair[2];

	if (!begun)
		begin();
	/* Wrong secrets make one wait; not here. */
	house.now += 16 * 60000;
	config.tn = house.tn;
	config.limits.hashers = 0;
	config.connected = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		fuzz_fail("no sockets");
	p = peer_new(pair[0], 0, runs % 2 == 0 ? "" : "an", 0);
	p->greeted = true;
	p->in.most = config.limits.frame;
	for (int i = 0; i < 2; i++)
		p->session[p->n_session++] = (struct peer_session){ i + 1,
		    session[i] };
	list[0] = p;
	sv.peer = list;
	sv.n_peer = 1;
	while (at < end) {
		const uint8_t *stop = memchr(at, '\n', (size_t)(end - at));
		size_t n = (size_t)((stop != NULL ? stop : end) - at);

		put(&p->in, at, n);
		at += n + 1;
	}
	serve(&sv, p);
	/* Signed out by the input: let in again. */
	for (int i = 0; i < 2; i++) {
		if (peer_drop(p, i + 1) == NULL)
			session[i] = house_sign_in(&house,
			    i == 0 ? "an" : "giang");
	}
	peer_free(p);
	close(pair[1]);
	if (++runs % 64 == 0)
		still_works();
}
