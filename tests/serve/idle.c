/*
 * Sessions in which nothing is done: the store process ends them by itself
 * and wipes their keys, while nobody asks it anything (S-08, S-09, S-49).
 * Looking for keys in its memory takes root; the rest does not.
 */
#include "tests/serve/raw.h"
#include "tests/wall/peek.h"

#include "core/door/door.h"

#define IDLE_MS 400
#define LOOK_MS 3000

static struct house house;
static struct served sv;

static struct session *
sign_in(struct tn *tn)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in(tn, "an", HOUSE_SECRET,
	    strlen(HOUSE_SECRET), &e);

	if (s == NULL)
		printf("# sign-in: %s\n", err_code_name(e.code));
	err_done(&e);
	return s;
}

static struct tn *
connected(void)
{
	struct findings found = FINDINGS_INIT;
	struct tn_config config = house.config;
	struct tn *tn;

	config.socket = sv.path;
	tn = tn_connect(&config, &found);
	house_say(&found);
	findings_done(&found);
	return tn;
}

static const char *
asked(struct session *s)
{
	static char result[64];
	json_t *q = json_pack("{s:s}", "ask", "home");
	json_t *out = tn_ask(s, q);

	snprintf(result, sizeof(result), "%s", house_result(out) != NULL ?
	    house_result(out) : "answered");
	json_decref(out);
	json_decref(q);
	return result;
}

static void
begin(int idle_ms)
{
	T_CHECK(house_open(&house));
	sv.officer = "";
	sv.limits = serve_limits_usual();
	sv.limits.idle_ms = idle_ms;
	T_CHECK(raw_start(&sv, &house));
}

static void
end(void)
{
	T_INT(raw_end(&sv), 0);
	house_close(&house);
}

/* Keys of the officer, known here only after the other process was made. */
struct planted {
	unsigned char officer[SEAL_KEY_SIZE], unit[SEAL_KEY_SIZE],
	    draft[SEAL_KEY_SIZE];
};

static void
plant(struct planted *p)
{
	struct findings found = FINDINGS_INIT;
	struct tn *tn = tn_open(&house.config, &found);
	struct session *s = sign_in(tn);

	memcpy(p->officer, s->keys.officer.bytes, SEAL_KEY_SIZE);
	memcpy(p->unit, s->keys.unit.bytes, SEAL_KEY_SIZE);
	memcpy(p->draft, s->keys.draft.bytes, SEAL_KEY_SIZE);
	tn_sign_out(s);
	tn_close(tn);
	findings_done(&found);
}

/* How many of them lie there; -1: nobody may look. */
static int
keys_there(const struct planted *p)
{
	int a = peek_count(sv.pid, p->officer, SEAL_KEY_SIZE);

	return a < 0 ? -1 : (a > 0) + (peek_count(sv.pid, p->unit,
	    SEAL_KEY_SIZE) > 0) + (peek_count(sv.pid, p->draft,
	    SEAL_KEY_SIZE) > 0);
}

static void
nap(long ms)
{
	struct timespec t = { 0, ms * 1000000 };

	nanosleep(&t, NULL);
}

/* Looks until the keys have gone, or it has taken far too long. */
static int64_t
gone_after(const struct planted *p)
{
	int64_t from = raw_mono(NULL);

	while (keys_there(p) > 0 && raw_mono(NULL) - from < 10000)
		nap(20);
	return raw_mono(NULL) - from;
}

static void
keys_go_while_nobody_asks(void)
{
	struct planted p;
	struct session *s;
	struct tn *tn;
	int64_t took;

	begin(LOOK_MS);		/* looking for keys takes its time */
	plant(&p);
	tn = connected();
	T_CHECK(tn != NULL);
	T_INT(keys_there(&p) > 0, 0);
	s = sign_in(tn);
	if (keys_there(&p) < 0) {
		printf("# nobody but root can look: keys not searched\n");
		for (int i = 0; i < 5; i++)
			nap(900);
	} else {
		T_INT(keys_there(&p), 3);
		took = gone_after(&p);
		T_CHECK(took < 9000 && took > 0);
		printf("# gone %lld ms after the first look\n",
		    (long long)took);
	}
	T_STR(asked(s), "session_idle");
	T_INT(tn_session_over(s), ERR_SESSION_IDLE);
	tn_sign_out(s);
	/* and one may come in again over the same line */
	s = sign_in(tn);
	T_STR(asked(s), "answered");
	tn_sign_out(s);
	T_INT(keys_there(&p) > 0, 0);
	tn_close(tn);
	end();
}

/* Who only reads and scrolls is at work as well. */
static void
who_is_there_stays(void)
{
	struct session *s;
	struct tn *tn;

	begin(IDLE_MS);
	tn = connected();
	s = sign_in(tn);
	for (int i = 0; i < 12; i++) {
		nap(IDLE_MS / 5);
		T_CHECK(tn_alive(s));
	}
	T_STR(asked(s), "answered");
	nap(IDLE_MS + 400);
	T_CHECK(!tn_alive(s));
	T_INT(tn_session_over(s), ERR_SESSION_IDLE);
	tn_sign_out(s);
	tn_close(tn);
	end();
}

/* One that is forgotten keeps nobody else from working. */
static void
others_go_on(void)
{
	struct session *s, *other;
	struct tn *tn, *second;

	begin(IDLE_MS);
	tn = connected();
	second = connected();
	s = sign_in(tn);
	other = sign_in(second);
	for (int i = 0; i < 12; i++) {
		nap(IDLE_MS / 5);
		T_STR(asked(other), "answered");
	}
	T_STR(asked(s), "session_idle");
	T_STR(asked(other), "answered");
	tn_sign_out(s);
	tn_sign_out(other);
	tn_close(tn);
	tn_close(second);
	end();
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	T_RUN(keys_go_while_nobody_asks);
	T_RUN(who_is_there_stays);
	T_RUN(others_go_on);
	return t_done();
}
