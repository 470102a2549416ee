/*
 * The line to a store process: broken before, within and after a command;
 * taken up again; many who sign in at once (security.md S-02, S-05).
 */
#include "tests/serve/raw.h"

#include "core/door/remote.h"
#include "tests/wall/peek.h"

#define CASE "MC-2026-00001"

static struct house house;
static struct served sv;
static char forms[FORMS_HASH_SIZE];
static struct tn *tn;

static void
start(void)
{
	sv.officer = "";
	sv.limits = serve_limits_usual();
	T_CHECK(raw_start(&sv, &house));
}

static struct session *
sign_in(void)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in(tn, "an", HOUSE_SECRET,
	    strlen(HOUSE_SECRET), &e);

	if (s == NULL)
		printf("# sign-in: %s\n", err_code_name(e.code));
	err_done(&e);
	return s;
}

static json_t *
note(struct session *s, const char *op_id)
{
	json_t *c = json_pack("{s:s,s:s,s:s,s:{s:s}}", "do", "append_note",
	    "op_id", op_id, "case", CASE, "with", "text", "Ghi chú thử");
	json_t *out = tn_execute(s, c);

	json_decref(c);
	return out;
}

static void
expect(json_t *out, const char *want)
{
	T_STR(house_result(out), want);
	json_decref(out);
}

/* How many events an operation has made. */
static int64_t
made(struct session *s, const char *op_id)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "operation", "op_id", op_id);
	json_t *out = tn_ask(s, q);
	int64_t n = jx_int(out, "found", -1);

	json_decref(out);
	json_decref(q);
	return n;
}

static void
killed(void)
{
	kill(sv.pid, SIGKILL);
	waitpid(sv.pid, NULL, 0);
}

static void
test_breaks(void)
{
	struct tn_config config;
	struct findings found = FINDINGS_INIT;
	struct session *s, *again;
	json_t *c, *out;
	pid_t killer;

	start();
	config = house.config;
	config.socket = sv.path;
	config.env.now = raw_now;
	tn = tn_connect(&config, &found);
	house_say(&found);
	T_CHECK(tn != NULL);
	s = sign_in();
	T_CHECK(s != NULL);
	expect(note(s, "before"), "done");
	c = json_pack("{s:s,s:{s:s,s:{s:s}}}", "do", "save_draft", "with",
	    "place", "note", "content", "text", "đang gõ dở");
	expect(tn_execute(s, c), "done");
	json_decref(c);
	/* It dies between sending and hearing: nobody can tell. */
	kill(sv.pid, SIGSTOP);
	killer = fork();
	if (killer == 0) {
		struct timespec ts = { 0, 150000000 };

		nanosleep(&ts, NULL);
		kill(sv.pid, SIGKILL);
		_exit(0);
	}
	out = note(s, "within");
	T_STR(jx_text(out, "outcome"), "unknown");
	T_STR(jx_text(out, "op_id"), "within");
	json_decref(out);
	waitpid(killer, NULL, 0);
	waitpid(sv.pid, NULL, 0);
	/* It is not there: certainly not saved. */
	expect(note(s, "without"), "serve_down");
	T_CHECK(raw_start(&sv, &house));
	for (int i = 0; i < 400; i++) {
		int fd = raw_connect(&sv);

		if (fd >= 0) {
			close(fd);
			break;
		}
	}
	/* Sessions have ended with their process; one signs in anew. */
	expect(note(s, "old session"), "serve_session");
	again = sign_in();
	T_CHECK(again != NULL);
	if (again == NULL)
		return;
	T_INT(made(again, "before"), 1);
	T_INT(made(again, "within"), 0);
	expect(note(again, "within"), "done");
	expect(note(again, "within"), "done");
	T_INT(made(again, "within"), 1);
	T_INT(made(again, "without"), 0);
	c = json_pack("{s:s,s:s}", "ask", "draft", "place", "note");
	out = tn_ask(again, c);
	T_STR(jx_text(jx_get(out, "content"), "text"), "đang gõ dở");
	json_decref(out);
	json_decref(c);
	tn_sign_out(s);
	tn_sign_out(again);
	tn_close(tn);
	T_INT(raw_end(&sv), 0);
}

/* ---- what the client keeps of what went over the line ---- */

#define HELD_SIZE 40

/* Put together only where it is used, so that no other copy lies about. */
static void
held_text(char out[HELD_SIZE], int which)
{
	for (int i = 0; i < HELD_SIZE - 1; i++)
		out[i] = (char)('a' + (i * 7 + which * 11 + i / 3) % 26);
	out[HELD_SIZE - 1] = '\0';
}

/* How often this process has it, counted by another; 99: nobody may look. */
static int
held(int which)
{
	char text[HELD_SIZE];
	int status = 0, n;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		held_text(text, which);
		n = peek_count(getppid(), text, HELD_SIZE - 1);
		_exit(n < 0 || n > 98 ? 99 : n);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static void
sends_a_secret(int which)
{
	char text[HELD_SIZE];
	struct err e = ERR_INIT;

	held_text(text, which);
	T_CHECK(tn_sign_in(tn, "an", text, strlen(text), &e) == NULL);
	T_INT(e.code, ERR_SIGN_IN);
	err_done(&e);
	seal_wipe(text, sizeof(text));
}

static void
sends_a_draft(struct session *s, int which)
{
	char text[HELD_SIZE];
	json_t *c;

	held_text(text, which);
	c = json_pack("{s:s,s:{s:s,s:{s:s}}}", "do", "save_draft", "with",
	    "place", "note", "content", "text", text);
	seal_wipe(text, sizeof(text));
	expect(tn_execute(s, c), "done");
	json_decref(c);
}

/*
 * Neither the frames, nor the JSON that they were made of and became, stay
 * once the caller lets go of the answer.
 */
static void
test_nothing_stays(void)
{
	struct tn_config config = house.config;
	struct findings found = FINDINGS_INIT;
	struct session *s;
	json_t *q, *out;

	start();
	config.socket = sv.path;
	config.env.now = raw_now;
	tn = tn_connect(&config, &found);
	house_say(&found);
	T_CHECK(tn != NULL);
	s = sign_in();
	T_CHECK(s != NULL);
	if (held(1) == 99) {
		tn_sign_out(s);
		tn_close(tn);
		raw_end(&sv);
		T_SKIP("nobody but root can look into it");
	}
	sends_a_secret(1);
	T_INT(held(1), 0);
	sends_a_draft(s, 2);
	T_INT(held(2), 0);
	q = json_pack("{s:s,s:s}", "ask", "draft", "place", "note");
	out = tn_ask(s, q);
	/* Held by the caller, and found there: the search can find. */
	T_INT(held(2), 1);
	json_decref(out);
	T_INT(held(2), 0);
	json_decref(q);
	tn_sign_out(s);
	tn_close(tn);
	T_INT(raw_end(&sv), 0);
}

/* Other forms than the other side's, and no process at all. */
static void
test_refused(void)
{
	static const struct memory_file file[] = { { "a.yaml", "a: 1\n" } };
	struct tn_config config = house.config;
	struct findings found = FINDINGS_INIT;
	struct files other;

	start();
	files_memory(&other, file, 1);
	config.socket = sv.path;
	config.files = &other;
	T_CHECK(tn_connect(&config, &found) == NULL);
	T_INT(found.n, 1);
	T_STR(err_code_name(found.item[0].code), "serve_forms");
	findings_done(&found);
	files_done(&other);
	config.files = &house.files;
	config.training = true;
	T_CHECK(tn_connect(&config, &found) == NULL);
	T_STR(err_code_name(found.item[0].code), "store_live");
	findings_done(&found);
	config.training = false;
	killed();
	T_CHECK(tn_connect(&config, &found) == NULL);
	T_STR(err_code_name(found.item[0].code), "serve_down");
	findings_done(&found);
}

static int
children(pid_t pid)
{
	char name[64], text[512] = "";
	int n = 0;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%ld/task/%ld/children",
	    (long)pid, (long)pid);
	f = fopen(name, "r");
	if (f == NULL)
		return -1;
	if (fgets(text, sizeof(text), f) != NULL)
		for (const char *p = text; *p != '\0'; p++)
			n += *p == ' ';
	fclose(f);
	return n;
}

/* Peak of a process in KiB; its children's together. */
static long
peak_of(long pid)
{
	char name[64], line[256];
	long kib = 0;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%ld/status", pid);
	f = fopen(name, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (f != NULL)
		fclose(f);
	return kib;
}

static long
peaks_of_children(pid_t pid, int *n)
{
	char name[64], text[512] = "", *at = text, *end;
	long kib = 0;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%ld/task/%ld/children",
	    (long)pid, (long)pid);
	f = fopen(name, "r");
	if (f != NULL && fgets(text, sizeof(text), f) == NULL)
		text[0] = '\0';
	if (f != NULL)
		fclose(f);
	for (*n = 0;; (*n)++) {
		long child = strtol(at, &end, 10);

		if (end == at)
			return kib;
		kib += peak_of(child);
		at = end;
	}
}

#define MEMORY_MOST (192L * 1024)	/* KiB, of all together (S-05) */
#define HASH_KIB (64L * 1024)		/* the floor of security.md S-03 */
#define MANY 64

/* A store whose hashes cost what they must on a real machine. */
static void
dear_house(void)
{
	json_t *plan = house_plan();

	house_close(&house);
	json_object_set_new(plan, "cheap", json_false());
	house_open_on(&house, getenv("TN_FORMS") != NULL ?
	    getenv("TN_FORMS") : "forms", plan, "2026-03-02T02:10+07:00");
}

static void
test_many_sign_in(void)
{
	static const char *const who[] = { "an", "hai", "khong_co", "binh" };
	static const char *const what[] = { HOUSE_SECRET, "mat khau sai nhe",
	    "mat khau sai nhe", HOUSE_SECRET };
	int fd[MANY], in = 0, out = 0, other = 0, i;
	char text[256];
	json_t *r = NULL;
	long own, hashers;

	dear_house();
	start();
	snprintf(text, sizeof(text), "{\"op\":\"hello\",\"version\":%d,"
	    "\"forms\":\"%s\"}", WIRE_VERSION, forms);
	for (i = 0; i < MANY; i++) {
		fd[i] = raw_connect(&sv);
		T_STR(raw_ask(fd[i], text, &r), "");
	}
	for (i = 0; i < MANY; i++) {
		/* Few wrong ones each, or they would have to wait. */
		int k = i < 8 ? i % 4 : i % 2 * 3;

		snprintf(text, sizeof(text), "{\"op\":\"sign_in\",\"officer\":"
		    "\"%s\",\"secret\":\"%s\"}", who[k], what[k]);
		T_CHECK(raw_say(fd[i], text));
	}
	i = children(sv.pid);
	if (i >= 0)
		T_INT(i, 2);
	for (i = 0; i < MANY; i++) {
		const char *code;

		json_decref(r);
		r = raw_hear(fd[i]);
		code = jx_text(jx_get(r, "error"), "code");
		in += jx_int(jx_get(r, "answer"), "session", 0) != 0;
		out += str_eq(code, "sign_in");
		other += code != NULL && !str_eq(code, "sign_in");
		close(fd[i]);
	}
	json_decref(r);
	T_INT(in, MANY - 4);
	T_INT(out, 4);
	T_INT(other, 0);
	/*
	 * Two processes that do one hash at a time, and the store process none:
	 * it never had the room of one.
	 */
	own = peak_of((long)sv.pid);
	hashers = peaks_of_children(sv.pid, &i);
	printf("# %d sign-ins: store process %ld KiB, %d hashers %ld KiB\n",
	    MANY, own, i, hashers);
	T_INT(i, 2);
#ifndef __SANITIZE_ADDRESS__	/* a sanitizer keeps what was freed */
	T_CHECK(own < HASH_KIB);
	T_CHECK(hashers > HASH_KIB);	/* they did hash, and at that cost */
	T_CHECK(own + hashers <= MEMORY_MOST);
#endif
	T_INT(raw_end(&sv), 0);
}

/* "many": only what measures memory, which a sanitizer would hide. */
int
main(int argc, char **argv)
{
	struct session *s;

	signal(SIGPIPE, SIG_IGN);
	house_open(&house);
	if (!forms_hash(&house.files, forms, NULL))
		return 1;
	s = house_sign_in(&house, "an");
	HOUSE_EXPECT(&house, s, HOUSE_RECEIVE_ONE, "done");
	tn_sign_out(s);
	if (argc > 1 && strcmp(argv[1], "many") == 0) {
		T_RUN(test_many_sign_in);
	} else {
		T_RUN(test_breaks);
		T_RUN(test_refused);
		T_RUN(test_nothing_stays);
	}
	house_close(&house);
	return t_done();
}
