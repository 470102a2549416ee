/*
 * A turn of the store process on a failing disk: the n-th write, sync or
 * truncate fails, then n + 1.  What each officer is told is what is there,
 * and what their sessions remember never rests on what was taken back.
 */
#include "core/door/served.h"
#include "core/serve/server.h"
#include "tests/crash/disk.h"
#include "tests/unit/door_help.h"

#include <sys/socket.h>

#define CASE "MC-2026-00001"
#define PEERS 4

static struct house house;
static struct session *session[PEERS];
static struct peer *peer[PEERS];
static struct serve_config config;
static struct server sv;

struct tally {
	int runs, done, refused, unknown, wrong, unmended;
};

static struct tally tally;

static int64_t
mono(void *ctx)
{
	(void)ctx;
	return 0;
}

static void
ask_to(struct peer *p, json_t *request)
{
	struct wire_out out = { NULL, 0, 0 };

	if (!wire_out_put(&out, request, WIRE_FRAME_MAX))
		abort();
	memcpy(wire_in_room(&p->in, out.len), out.bytes, out.len);
	wire_in_add(&p->in, out.len);
	wire_out_done(&out);
	json_decref(request);
	peer_take(p, 0);
}

/* The answer that waits to go out. */
static json_t *
told(struct peer *p)
{
	struct wire_in in = { .most = WIRE_FRAME_MAX };
	json_t *reply = NULL, *answer;

	memcpy(wire_in_room(&in, p->out.len + 1), p->out.bytes, p->out.len);
	wire_in_add(&in, p->out.len);
	T_INT(wire_in_take(&in, &reply, NULL), WIRE_FRAME);
	T_CHECK(!wire_in_half(&in));	/* one reply, not two */
	answer = json_incref(jx_get(reply, "answer"));
	json_decref(reply);
	wire_in_done(&in);
	wire_out_done(&p->out);
	return answer;
}

static void
name_op(char out[32], int run, int i)
{
	snprintf(out, 32, "op-%d-%d", run, i);
}

/* Three save to one case, one to another; all in one turn. */
static void
one_turn(int run, json_t *out[PEERS])
{
	char op[32];

	for (int i = 0; i < PEERS; i++) {
		name_op(op, run, i);
		ask_to(peer[i], json_pack("{s:s,s:i,s:{s:s,s:s,s:s,s:{s:s}}}",
		    "op", "do", "session", 1, "command", "do", "append_note",
		    "op_id", op, "case", CASE, "with", "text",
		    "Ghi chú thử"));
	}
	turn_run(&sv);
	for (int i = 0; i < PEERS; i++)
		out[i] = told(peer[i]);
}

static int64_t
found(int run, int i)
{
	char op[32];
	json_t *q, *out;
	int64_t n;

	name_op(op, run, i);
	q = json_pack("{s:s,s:s}", "ask", "operation", "op_id", op);
	out = tn_ask(session[0], q);
	n = jx_int(out, "found", -1);
	json_decref(out);
	json_decref(q);
	return n;
}

static void
hold_to_account(int run, json_t *out[PEERS])
{
	for (int i = 0; i < PEERS; i++) {
		const char *outcome = jx_text(out[i], "outcome");
		int64_t n = found(run, i);

		if (str_eq(outcome, "done")) {
			tally.done++;
			tally.wrong += n != 1;
		} else if (str_eq(outcome, "refused")) {
			tally.refused++;
			tally.wrong += n != 0;
		} else {
			tally.unknown++;
			tally.wrong += !str_eq(outcome, "unknown") || n > 1;
		}
		json_decref(out[i]);
	}
	/* The same once more: saved now, and saved once. */
	one_turn(run, out);
	for (int i = 0; i < PEERS; i++) {
		if (!str_eq(jx_text(out[i], "outcome"), "done") ||
		    found(run, i) != 1) {
			char *text = json_dumps(out[i], JSON_COMPACT);

			if (tally.unmended++ == 0)
				printf("# %lld found, told %.300s\n",
				    (long long)found(run, i), text);
			free(text);
		}
		json_decref(out[i]);
	}
}

static void
begin(void)
{
	static const char *const who[PEERS] = { "an", "anh", "an", "bac" };
	struct findings found = FINDINGS_INIT;

	house_open(&house);
	/* Opened anew, with us between it and the disk. */
	tn_close(house.tn);
	snprintf(disk_dir, sizeof(disk_dir), "%s", house.dir);
	house.tn = tn_open(&house.config, &found);
	T_CHECK(house.tn != NULL);
	config = (struct serve_config){ .tn = house.tn, .mono = mono,
	    .limits = serve_limits_usual(), .connected = -1 };
	config.limits.hashers = 0;
	sv = (struct server){ .config = &config, .peer = peer,
	    .n_peer = PEERS };
	for (int i = 0; i < PEERS; i++) {
		int pair[2];

		session[i] = house_sign_in(&house, who[i]);
		T_CHECK(session[i] != NULL &&
		    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
		close(pair[1]);
		peer[i] = peer_new(pair[0], 0, "", 0);
		peer[i]->greeted = true;
		peer[i]->in.most = WIRE_FRAME_MAX;
		peer[i]->session[peer[i]->n_session++] =
		    (struct peer_session){ 1, session[i] };
	}
	HOUSE_EXPECT(&house, session[0], HOUSE_RECEIVE_ONE, "done");
}

static void
end(void)
{
	for (int i = 0; i < PEERS; i++)
		peer_free(peer[i]);
	house_close(&house);
}

static void
sweep(const char *name, struct disk_fault fault)
{
	static int run;
	json_t *out[PEERS], *proof;
	int n = 1;
	bool reached;

	memset(&tally, 0, sizeof(tally));
	do {
		fault.at = n;
		n += 1 + n / 8;
		disk_set_fault(fault);
		one_turn(++run, out);
		reached = disk_calls[fault.call] >= fault.at;
		disk_clear_fault();
		hold_to_account(run, out);
		tally.runs++;
	} while (reached && n < 100);
	printf("# %s: %d runs, %d done, %d refused, %d unknown\n", name,
	    tally.runs, tally.done, tally.refused, tally.unknown);
	T_CHECK(tally.runs > 1);
	T_INT(tally.wrong, 0);
	T_INT(tally.unmended, 0);
	proof = tn_verify(house.tn);
	T_STR(jx_text(proof, "outcome"), "done");
	json_decref(proof);
}

static void
test_turns(void)
{
	static const int kind[] = { ENOSPC, EIO };

	begin();
	for (size_t k = 0; k < 2; k++) {
		sweep("write fails once", (struct disk_fault){ DISK_WRITE,
		    kind[k], 0, false, false });
		sweep("write fails from then on", (struct disk_fault){
		    DISK_WRITE, kind[k], 0, true, true });
		sweep("sync fails once", (struct disk_fault){ DISK_SYNC,
		    kind[k], 0, false, false });
		sweep("sync fails from then on", (struct disk_fault){
		    DISK_SYNC, kind[k], 0, true, false });
	}
	T_CHECK(disk_is_between());
	disk_dir[0] = '\0';
	end();
}

/*
 * What the legal register says of a term, -1: it is not set; or in how many
 * provinces it is another.
 */
static int64_t
term_now(bool local)
{
	json_t *q = json_pack("{s:s}", "ask", "register");
	json_t *all = tn_ask(session[1], q), *v;
	int64_t n = -1;
	size_t i;

	json_array_foreach(json_object_get(all, "values"), i, v)
		if (str_eq(jx_text(v, "code"), "verification_reply_term") &&
		    str_eq(jx_text(v, "regime"), "vn-2025"))
			n = !local ? jx_int(v, "value", -1) :
			    (int64_t)json_array_size(jx_get(v, "local"));
	json_decref(all);
	json_decref(q);
	return n;
}

static void
confirm(const char *op_id)
{
	json_t *out;
	int i;

	for (i = 0; i < PEERS; i++)
		ask_to(peer[i], i == 3 ? json_pack(
		    "{s:s,s:i,s:{s:s,s:s,s:{s:s}}}", "op", "do", "session", 1,
		    "command", "do", "confirm_value", "op_id", op_id,
		    "with", "proposal", op_id + 3) :
		    json_pack("{s:s,s:i,s:{s:s,s:s,s:{s:s}}}",
		    "op", "do", "session", 1, "command", "do", "append_note",
		    "case", CASE, "with", "text", "Ghi chú thử"));
	sv.next = 3;
	turn_run(&sv);
	for (i = 0; i < PEERS; i++) {
		out = told(peer[i]);
		if (i == 3)
			T_CHECK(str_eq(jx_text(out, "outcome"), "done") ==
			    (disk_fault.error == 0));
		json_decref(out);
	}
}

/*
 * A term of the law that two people had just set when the disk failed: those
 * beside them in that turn reckoned with it, nobody does afterwards.
 */
static void
test_value_taken_back(void)
{
	struct disk_fault fault = { DISK_WRITE, EIO, 1, true, false };
	int64_t local;

	begin();
	local = term_now(true);
	HOUSE_EXPECT(&house, session[1], "{'do':'propose_value','op_id':"
	    "'whole','with':{'regime':'vn-2025','code':"
	    "'verification_reply_term','value':20,'status':'reported',"
	    "'document':'Công văn giả định 01/CV'}}", "done");
	HOUSE_EXPECT(&house, session[1], "{'do':'propose_value','op_id':"
	    "'part','with':{'regime':'vn-2025','code':"
	    "'verification_reply_term','value':21,'status':'reported',"
	    "'province':'22','document':'Công văn giả định 02/CV'}}", "done");
	T_INT(term_now(false), -1);
	disk_set_fault(fault);
	confirm("no-whole");
	disk_clear_fault();
	T_INT(term_now(false), -1);
	disk_set_fault(fault);
	confirm("no-part");
	disk_clear_fault();
	T_INT(term_now(true), local);
	/* And with a disk that holds, it is there, once. */
	confirm("on-whole");
	confirm("on-part");
	T_INT(term_now(false), 20);
	T_INT(term_now(true), local + 1);
	disk_dir[0] = '\0';
	end();
}

/* One sync for all, and nobody is told before it. */
static bool heard;

static void
look(void)
{
	for (int i = 0; i < PEERS; i++)
		heard |= wire_out_left(&peer[i]->out) > 0;
}

static void
test_told_after(void)
{
	json_t *out[PEERS];

	begin();
	disk_calls[DISK_SYNC] = 0;
	heard = false;
	disk_at_sync = look;
	one_turn(9001, out);
	T_CHECK(disk_at_sync == NULL);
	T_CHECK(!heard);
	T_INT(disk_calls[DISK_SYNC], 1);
	for (int i = 0; i < PEERS; i++) {
		T_STR(jx_text(out[i], "outcome"), "done");
		json_decref(out[i]);
	}
	disk_dir[0] = '\0';
	end();
}

int
main(void)
{
	T_RUN(test_turns);
	T_RUN(test_value_taken_back);
	T_RUN(test_told_after);
	return t_done();
}
