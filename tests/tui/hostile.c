/*
 * Hostile texts in every kind of field, through the real door; then every
 * screen, print and error of the real program.  Of what comes out, each byte
 * must be one that curses makes or that the filter lets through (S-25, S-26).
 *
 *	hostile PROGRAM OUTDIR [SEED]	from the top of the tree
 */
#include "tests/tui/hostile.h"
#include "tests/tui/spoken.h"

#include <jansson.h>

#define SECRET "mat khau thu"
#define PERSONS 40
#define WALK 1500

static struct hostile hostile;
static size_t next_text;
static uint64_t seed;

static uint32_t
draw(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

static const char *
any_text(void)
{
	return hostile.text[next_text++ % hostile.n];
}

/* A command through the door as the officer; taken over. */
static int
do_it(json_t *command)
{
	char *text = json_dumps(command, 0);
	char *file = xasprintf("%s/do.json", out_dir);
	int code;

	spill("do.json", text, strlen(text));
	code = spoken(CLI("do", file, "--as", "an"), "do");
	if (code != 0 && getenv("TN_LOUD") != NULL) {
		size_t n;
		char *out = slurp("out", &n);

		printf("# %.900s\n", out);
		free(out);
	}
	free(text);
	free(file);
	json_decref(command);
	return code;
}

/* ---- what lies in the store ---- */

static void
set(json_t *o, const char *key)
{
	json_object_set_new(o, key, json_string(any_text()));
}

static bool
found_store(void)
{
	static const char *const who[] = { "an", "anh", "chi", "giang" };
	static const char *const unit[] = { "dbp_mong_cai", "dbp_mong_cai",
	    "ca_nghe_an", "syt_quang_ninh" };
	static const char *const role[] = { "officer", "commander",
	    "verifier", "officer" };
	json_t *staff = json_array(), *plan;
	char *text, *file = xasprintf("%s/plan.json", out_dir);
	bool ok;

	for (size_t i = 0; i < 4; i++)
		json_array_append_new(staff, json_pack(
		    "{s:s, s:s, s:s, s:[s], s:s}", "id", who[i], "name",
		    i == 0 ? "Mẫu\033]0;x\a\u202eThử \u0410n" : any_text(),
		    "unit", unit[i], "roles", role[i], "secret", SECRET));
	plan = json_pack("{s:s, s:b, s:b, s:[s,s,s], s:o}", "site", "MC",
	    "demonstration", 1, "cheap", 1, "units", unit[0], unit[2],
	    unit[3], "staff", staff);
	text = json_dumps(plan, 0);
	spill("plan.json", text, strlen(text));
	ok = spoken(CLI("init", "--plan", file), "init") == 0;
	free(text);
	free(file);
	json_decref(plan);
	return ok;
}

/* One act: five texts for each person, and all of the minutes. */
static json_t *
reception(void)
{
	static const char *const text[] = { "full_name", "condition_detail",
	    "belongings", "foreign_list_number", "arrived_group" };
	static const char *const minutes[] = { "foreign_agency",
	    "foreign_head", "our_head", "others_present", "reception_remarks" };
	json_t *people = json_array(), *m = json_pack(
	    "{s:s, s:s, s:s, s:s, s:i}", "reception_gate", "mong_cai",
	    "reception_date", "2026-03-02", "reception_time", "02:10",
	    "foreign_country", "CN", "foreign_list_count", PERSONS);

	for (size_t i = 0; i < ARRAY_LEN(minutes); i++)
		set(m, minutes[i]);
	for (int i = 0; i < PERSONS; i++) {
		char born[16];
		json_t *o;

		/* many have the same name but for what nobody sees */
		snprintf(born, sizeof born, "%d", 1950 + i);
		o = json_pack("{s:s, s:s, s:s}", "sex", "female",
		    "birth_date", born, "condition", "injured");

		for (size_t k = 0; k < ARRAY_LEN(text); k++)
			set(o, text[k]);
		json_array_append_new(people, o);
	}
	return json_pack("{s:s, s:{s:s, s:o, s:o}}", "do", "receive_persons",
	    "with", "path", "bilateral_handover", "minutes", m, "persons",
	    people);
}

static json_t *
on_case(const char *what, json_t *with)
{
	return json_pack("{s:s, s:s, s:o}", "do", what, "case",
	    "MC-2026-00001", "with", with);
}

static void
the_store_takes_them(void)
{
	int notes = 0, files = 0;

	T_CHECK(found_store());
	T_INT(do_it(reception()), 0);
	for (size_t i = 0; i < 30; i++)
		notes += do_it(on_case("append_note", json_pack("{s:s}",
		    "text", any_text()))) == 0;
	T_CHECK(notes > 20);
	for (size_t i = 0; i < 6; i++) {
		json_t *answers = json_object();

		set(answers, "emergency_detail");
		json_object_set_new(answers, "emergency_way",
		    json_string("given"));
		(void)do_it(on_case("give_support", json_pack("{s:s, s:o}",
		    "support", "meals_lodging", "answers", answers)));
		answers = json_object();
		set(answers, "full_name");
		set(answers, "belongings");
		(void)do_it(on_case("record_answers", json_pack(
		    "{s:s, s:s, s:o}", "form", "reception_person", "why",
		    any_text(), "answers", answers)));
		(void)do_it(on_case("link_cases", json_pack("{s:s, s:s, s:s}",
		    "other", "MC-2026-00002", "link", "family", "why",
		    any_text())));
		files += do_it(on_case("attach", json_pack(
		    "{s:s, s:s, s:s, s:s}", "note", any_text(), "file_name",
		    any_text(), "media", "file", "content",
		    "eA=="))) == 0;
	}
	T_CHECK(files > 3);
	/* codes, units and kinds that nobody knows */
	for (size_t i = 0; i < 12; i++) {
		json_t *o = json_pack("{s:s, s:s, s:{s:s, s:s}}", "do",
		    any_text(), "case", any_text(), "with", "to", any_text(),
		    "step", any_text());

		if (i % 2)
			json_object_set_new(o, "do", json_string(i % 4 == 1 ?
			    "take_step" : "offer_handover"));
		T_CHECK(do_it(o) != 0);
	}
}

/* ---- printed, asked, and told of ---- */

static void
ask(const char *query)
{
	char *file = xasprintf("%s/ask.json", out_dir);

	spill("ask.json", query, strlen(query));
	T_INT(spoken(CLI("ask", file, "--as", "an"), query), 0);
	free(file);
}

static size_t
marks_in(const char *name)
{
	size_t n, marks = 0;
	char *text = slurp(name, &n);

	for (char *p = text; (p = strstr(p, "\\u{")) != NULL; p++)
		marks++;
	free(text);
	return marks;
}

static void
prints_are_text(void)
{
	size_t marks = 0;
	char id[32];

	for (int i = 1; i <= PERSONS; i++) {
		snprintf(id, sizeof id, "MC-2026-%05d", i);
		T_INT(spoken(CLI("print", "case", id, "--as", "an", "--why",
		    any_text()), "print case"), 0);
		marks += marks_in("out");
	}
	printf("# %zu marks in %d cases\n", marks, PERSONS);
	T_CHECK(marks > 100);
	T_INT(spoken(CLI("print", "act", "MC-2026-A00001", "--as", "an"),
	    "print act"), 0);
	T_CHECK(marks_in("out") > 0);
	T_INT(spoken(CLI("print", "queue", "mine", "--as", "an"),
	    "print queue"), 0);
	ask("{\"ask\":\"home\"}");
	ask("{\"ask\":\"queue\",\"queue\":\"mine\"}");
	ask("{\"ask\":\"case\",\"case\":\"MC-2026-00001\"}");
	ask("{\"ask\":\"history\",\"case\":\"MC-2026-00001\"}");
	ask("{\"ask\":\"act\",\"act\":\"MC-2026-A00001\"}");
}

/* Arguments and input as they come, in every place where one is told of. */
static void
tell_of(const char *text)
{
	spill("in", text, strlen(text));
	spoken(CLI("print", "case", text, "--as", "an"), "print");
	spoken(CLI(text), "a command");
	spoken(CLI("eval", text), "eval");
	spoken(CLI("type", "--method", "telex"), "type");
	spoken(CLI("read-id"), "read-id");
	spoken(CLI("check", text), "check");
	spoken(CLI("deadline", "--from", text, "--term", text), "deadline");
	spoken(CLI("verify", text), "verify");
	spoken(CLI("backup", text), "backup");
	spoken(CLI("compare", text, text), "compare");
	spoken(CLI("do", "-", "--as", text), "do");
	spoken(CLI("play", text), "play");
	spoken(CLI("import", "xlsform", text), "import");
	spoken(cli((const char *const[]){ program, "--lang", text, NULL }),
	    "--lang");
	spoken(cli((const char *const[]){ program, "--config", text, "check",
	    NULL }), "--config");
}

static void
faults_are_text(void)
{
	for (size_t i = 0; i < ARRAY_LEN(hostile_raw); i++)
		if (i % 4 == seed % 4)
			tell_of(hostile_raw[i]);
	for (size_t i = 0; i < hostile.n; i++) {
		const char *text = hostile.text[i];

		/* one of them for each, all of them for a few */
		spill("in", text, strlen(text));
		spoken(i % 3 == 0 ? CLI("eval", text) : i % 3 == 1 ?
		    CLI("read-id") : CLI("check", text), "one");
		if (i % 32 == seed % 32)
			tell_of(text);
	}
	/* YAML and JSON that name what they hold */
	for (size_t i = 0; i < 20; i++) {
		char *text = xasprintf("lang: \"%s\"\n%s: 1\n", any_text(),
		    any_text());
		char *file = xasprintf("%s/bad.yaml", out_dir);

		spill("bad.yaml", text, strlen(text));
		spoken(cli((const char *const[]){ program, "--config", file,
		    "check", NULL }), "a configuration");
		spoken(CLI("play", file), "a scenario");
		free(text);
		free(file);
	}
}

/* ---- on the screen ---- */

static size_t checked;

static void
check_wire(struct seen *s, const char *what)
{
	size_t n = s->wire.len - checked, at;
	const char *from = str_text(&s->wire) + checked;

	at = wire_bad(from, n);
	if (at < n) {
		printf("# after: %s\n", what);
		wire_show(from, n, at);
		t_bad++;
	}
	checked = s->wire.len;
}

static bool
keys(struct seen *s, const char *what)
{
	bool ok = seen_send(s, what) >= 0;

	check_wire(s, what[0] == '\033' ? what + 1 : what);
	return ok;
}

static void
pages(struct seen *s, int n)
{
	for (int i = 0; i < n; i++)
		if (!keys(s, PGDN))
			return;
}

static bool
begin(struct seen *s, int rows, int cols, const char *term)
{
	const char *const argv[] = { program, "--store", store, "--lang",
	    "vi", NULL };

	checked = 0;
	return seen_begin(s, argv, rows, cols, term);
}

static void
sign_in(struct seen *s)
{
	keys(s, CTRL('u'));
	keys(s, "an");
	keys(s, ENTER);
	keys(s, SECRET);
	keys(s, ENTER);
	T_CHECK(seen_shows(s, "Bàn làm việc"));
}

/* Each screen of a case, from its first line. */
static void
walk_case(struct seen *s)
{
	static const char *const screens[] = { "h", "t", "m", "e", "?", ":",
	    "l", "+", "r", "b", "c" };
	const char *text;

	keys(s, HOME);
	pages(s, 4);
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		keys(s, screens[i]);
		pages(s, 3);
		keys(s, ENTER);
		text = any_text();
		seen_paste(s, text, strlen(text));
		check_wire(s, "paste");
		keys(s, ENTER);
		pages(s, 2);
		for (int k = 0; k < 4 && !seen_shows(s, "Hồ sơ MC-"); k++)
			keys(s, ESC);
	}
	for (int row = 0; row < 24; row++) {
		keys(s, HOME);
		for (int i = 0; i < row; i++)
			keys(s, DOWN);
		keys(s, ENTER);
		pages(s, 2);
		for (int k = 0; k < 4 && !seen_shows(s, "Hồ sơ MC-"); k++)
			keys(s, ESC);
	}
}

static void
go_home(struct seen *s)
{
	for (int k = 0; k < 8 && !seen_shows(s, "Bàn làm việc"); k++)
		keys(s, ESC);
}

static void
screens_show_marks(int rows, int cols, const char *term, int cases,
    size_t least)
{
	static const char *const from_home[] = { "p", "c", "?", ":" };
	struct seen s;
	const char *text;
	size_t marks = 0;

	T_CHECK(begin(&s, rows, cols, term));
	sign_in(&s);
	for (size_t i = 0; i < 4; i++) {
		keys(&s, from_home[i]);
		text = any_text();
		seen_paste(&s, text, strlen(text));
		pages(&s, 3);
		go_home(&s);
	}
	/* the queue, and each case of it */
	keys(&s, HOME);
	keys(&s, ENTER);
	pages(&s, 3);
	for (int i = 0; i < cases; i++) {
		keys(&s, HOME);
		for (int k = 0; k < i; k++)
			seen_send(&s, DOWN);
		keys(&s, ENTER);
		if (i < 1)
			walk_case(&s);
		else
			pages(&s, 3);
		for (int k = 0; k < 3 && seen_shows(&s, "Hồ sơ MC-"); k++)
			keys(&s, ESC);
	}
	go_home(&s);
	check_wire(&s, "the end");
	for (size_t at = 0; at + 3 < s.wire.len; at++)
		marks += memcmp(s.wire.buf + at, "\\u{", 3) == 0;
	printf("# %s: %zu bytes, %zu marks\n", term, s.wire.len, marks);
	T_CHECK(marks >= least);
	T_INT(seen_quit(&s), 0);
	check_wire(&s, "leaving");
	seen_end(&s);
}

static void
every_screen_of_xterm(void)
{
	screens_show_marks(24, 80, "xterm-256color", PERSONS, 100);
}

static void
every_screen_of_linux(void)
{
	screens_show_marks(50, 200, "linux", 8, 10);
}

/* Bytes and texts typed and pasted where one signs in, looks, and writes. */
static void
typed_and_pasted(void)
{
	struct seen s;
	size_t all = ARRAY_LEN(hostile_raw) + hostile.n;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	for (size_t i = 0; i < all; i++) {
		const char *text = i < ARRAY_LEN(hostile_raw) ? hostile_raw[i] :
		    hostile.text[i - ARRAY_LEN(hostile_raw)];

		keys(&s, CTRL('u'));
		seen_paste(&s, text, strlen(text));
		check_wire(&s, "pasted as an officer");
		if (i % 8 == 0) {
			keys(&s, ENTER);
			keys(&s, ENTER);
			for (int k = 0; k < 2 && !seen_shows(&s, "Mã cán bộ");
			    k++)
				keys(&s, ESC);
			keys(&s, UP);
		}
	}
	seen_end(&s);
	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	keys(&s, "/");
	for (size_t i = 0; i < all; i++) {
		const char *text = i < ARRAY_LEN(hostile_raw) ? hostile_raw[i] :
		    hostile.text[i - ARRAY_LEN(hostile_raw)];

		seen_paste(&s, text, strlen(text));
		check_wire(&s, "looked for");
		keys(&s, CTRL('u'));
	}
	T_CHECK(!s.ended);
	T_INT(seen_quit(&s), 0);
	seen_end(&s);
}

/* Any key anywhere, with hostile pastes between. */
static void
walked_at_random(void)
{
	static const char *const moves[] = { UP, DOWN, LEFT, RIGHT, HOME, END,
	    PGUP, PGDN, ENTER, ENTER, ESC, "\t", " ", BS, "\023",
	    "\005", "\030", "\025", "\032", "\016", "\020", "\027", "\014" };
	struct seen s;
	char key[2] = "";
	int again = 0;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	for (int i = 0; i < WALK && again < 20; i++) {
		uint32_t r = draw(100);

		if (r < 6) {
			const char *text = hostile.text[draw((uint32_t)
			    hostile.n)];

			seen_paste(&s, text, strlen(text));
			check_wire(&s, "a paste");
		} else if (r < 60) {
			keys(&s, moves[draw(ARRAY_LEN(moves))]);
		} else {
			key[0] = (char)('!' + draw(94));
			keys(&s, key);
		}
		if (s.ended) {
			printf("# it ended after %d keys\n", i);
			t_bad++;
			break;
		}
		if (i % 300 == 299)
			go_home(&s);
	}
	printf("# %zu bytes\n", s.wire.len);
	T_INT(seen_quit(&s), 0);
	seen_end(&s);
}

int
main(int argc, char **argv)
{
	char *clear;

	if (argc < 3)
		return 2;
	program = realpath(argv[1], NULL);
	signal(SIGPIPE, SIG_IGN);
	setenv("TIEPNHAN_SECRET", SECRET, 1);
	mkdir(argv[2], 0700);
	out_dir = realpath(argv[2], NULL);
	config = realpath("config.yaml", NULL);
	if (program == NULL || out_dir == NULL || config == NULL)
		return 2;
	clear = xasprintf("cd '%s' && rm -rf away hostile.db* && mkdir away",
	    out_dir);
	if (!run(clear))
		return 2;
	store = xasprintf("%s/hostile.db", out_dir);
	spill("in", "", 0);
	seed = argc > 3 ? strtoull(argv[3], NULL, 10) :
	    (uint64_t)seen_now_ms();
	printf("# seed %llu\n", (unsigned long long)seed);
	hostile_make(&hostile);
	printf("# %zu texts, %zu of bytes\n", hostile.n,
	    sizeof hostile_raw / sizeof *hostile_raw);
	T_CHECK(hostile.n >= 200);
	T_RUN(the_store_takes_them);
	T_RUN(prints_are_text);
	T_RUN(faults_are_text);
	T_RUN(every_screen_of_xterm);
	T_RUN(every_screen_of_linux);
	T_RUN(typed_and_pasted);
	T_RUN(walked_at_random);
	hostile_done(&hostile);
	free(clear);
	free(store);
	free(config);
	free(out_dir);
	return t_done();
}
