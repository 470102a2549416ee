/*
 * Two officers at one store at the same time, each at a terminal of the real
 * program: one proposes, the other approves.  Once over the file and once over
 * the socket of a store process.
 *
 *	pty_two PROGRAM OUTDIR		from the top of the tree
 */
#include "tests/tui/real.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#define THE_CASE "MC-2026-00001"

static bool served;
static pid_t keeper;

/* ---- the store ---- */

static char *
in_dir(const char *name)
{
	return xasprintf("%s/%s%s", out_dir, served ? "served-" : "", name);
}

static void
write_config(const char *path, const char *socket)
{
	FILE *f = fopen(path, "w");

	T_CHECK(f != NULL);
	if (f == NULL)
		return;
	fprintf(f, "forms: %s/forms\n", out_dir);
	if (socket != NULL)
		fprintf(f, "socket: %s\n", socket);
	fclose(f);
}

static bool
can_connect(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool ok;

	snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
	ok = fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

/* A store process for this store; it listens when this comes back. */
static bool
keep_store(const char *config, const char *db, const char *socket)
{
	keeper = fork();
	if (keeper == 0) {
		execl(program, program, "--config", config, "--store", db,
		    "serve", (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 200; i++) {
		if (can_connect(socket))
			return true;
		poll(NULL, 0, 50);
	}
	return false;
}

/* A store with the case of one person, closed, as commander. */
static bool
make(const char *name)
{
	char *db = in_dir(name), *config = in_dir("config.yaml");
	char *socket = in_dir("s"), *command;
	bool ok;

	write_config(config, NULL);
	command = xasprintf("rm -f '%s'* '%s' && T=\"'%s' --config '%s' "
	    "--store '%s'\" && export TIEPNHAN_SECRET='mat khau thu' && "
	    "eval $T init --plan tests/path/two.json >/dev/null && "
	    "eval $T do tests/path/one.json --as an >/dev/null && "
	    "echo '{\"do\":\"take_step\",\"case\":\"" THE_CASE "\",\"with\":{"
	    "\"step\":\"close_early\",\"answers\":{\"closure_reason\":"
	    "\"wrong_record\",\"closure_told\":\"yes\"}}}' | "
	    "eval $T do - --as anh >/dev/null", db, socket, program, config,
	    db);
	ok = run(command);
	free(command);
	if (ok && served) {
		write_config(config, socket);
		ok = keep_store(config, db, socket);
	}
	free(socket);
	free(config);
	free(db);
	return ok;
}

static void
unmake(const char *name)
{
	char *db = in_dir(name), *config = in_dir("config.yaml"), *command;

	if (keeper > 0) {
		kill(keeper, SIGTERM);
		waitpid(keeper, NULL, 0);
		keeper = 0;
	}
	write_config(config, NULL);
	command = xasprintf("'%s' --config '%s' --store '%s' verify >/dev/null",
	    program, config, db);
	T_CHECK(run(command));
	free(command);
	free(config);
	free(db);
}

/* Does any file of the store hold the text?  Its log of writes too. */
static bool
store_holds(const char *name, const char *text)
{
	static const char *const ends[] = { "", "-wal" };
	size_t n = strlen(text), len, i;
	bool found = false;

	T_CHECK(n > 0);
	for (size_t k = 0; k < ARRAY_LEN(ends); k++) {
		char *db = in_dir(name), *path = xasprintf("%s%s", db, ends[k]);
		char *bytes = xcalloc(1, 16 * MIB);
		FILE *f = fopen(path, "rb");

		T_CHECK(f != NULL || k > 0);
		len = f != NULL ? fread(bytes, 1, 16 * MIB, f) : 0;
		T_CHECK(len < 16 * MIB);
		if (f != NULL)
			fclose(f);
		for (i = 0; i + n <= len && !found; i++)
			found = bytes[i] == text[0] &&
			    memcmp(bytes + i, text, n) == 0;
		free(bytes);
		free(path);
		free(db);
	}
	return found;
}

/* At the store, before anybody has signed in. */
static void
begin_at(struct seen *s, const char *name)
{
	char *db = in_dir(name), *config = in_dir("config.yaml");
	const char *const own[] = { program, "--config", config, "--store",
	    db, NULL };
	const char *const shared[] = { program, "--config", config, NULL };

	T_CHECK(seen_begin(s, served ? shared : own, 24, 80,
	    "xterm-256color"));
	free(config);
	free(db);
}

static void
sign_in_as(struct seen *s, const char *name, const char *officer)
{
	begin_at(s, name);
	seen_send(s, officer);
	seen_send(s, ENTER);
	seen_send(s, "mat khau thu");
	seen_send(s, ENTER);
	if (!seen_shows(s, "Bàn làm việc")) {
		seen_print(s);
		T_CHECK(!"signed in");
	}
}

/* To the line that holds the text, by moving down to it. */
static bool
choose(struct seen *s, const char *text)
{
	char line[512];

	seen_send(s, HOME);
	for (int i = 0; i < 60; i++) {
		VTermPos at = seen_cursor(s);

		seen_row(s, at.row, line, sizeof line);
		if (strstr(line, text) != NULL)
			return true;
		seen_send(s, DOWN);
	}
	printf("# no such line: %s\n", text);
	seen_print(s);
	T_CHECK(!"a line to choose");
	return false;
}

static void
expect(struct seen *s, const char *text, int line)
{
	if (seen_reads(s, text))
		return;
	printf("# line %d: not on the screen: %s\n", line, text);
	seen_print(s);
	t_bad++;
}
#define EXPECT(s, text) expect(s, text, __LINE__)

static void
office(struct seen *s, const char *line)
{
	while (!seen_shows(s, "Bàn làm việc") && !s->ended)
		seen_send(s, ESC);
	seen_send(s, "o");
	choose(s, line);
	seen_send(s, ENTER);
}

/* A word typed at once, and Enter. */
static void
say(struct seen *s, const char *text)
{
	seen_type(s, text);
	seen_send(s, ENTER);
}

/* The share that is shown, over two lines; yours. */
static char *
read_share(struct seen *s)
{
	int row = seen_find(s, "TN2-");
	char first[512] = "", second[512] = "";

	if (row >= 0) {
		seen_row(s, row, first, sizeof first);
		seen_row(s, row + 1, second, sizeof second);
	}
	return xasprintf("%s%s", first + strspn(first, " "),
	    second + strspn(second, " "));
}

/* The half that is shown; yours. */
static char *
read_half(struct seen *s)
{
	int row = seen_find(s, "cán bộ đó.");
	char line[512] = "";

	EXPECT(s, "nửa mật khẩu của ông/bà");
	if (row >= 0)
		seen_row(s, row + 2, line, sizeof line);
	return xstrdup(line + strspn(line, " "));
}

static void
leave(struct seen *s)
{
	T_INT(seen_quit(s), 0);
	seen_end(s);
}

/* The second is told at home, reads it, and says yes. */
static void
approve(struct seen *s, const char *title, const char *reason)
{
	office(s, "Việc cần hai người");
	choose(s, title);
	seen_send(s, ENTER);
	EXPECT(s, reason);
	seen_send(s, "a");
	EXPECT(s, "Bấm c để đồng ý");
	seen_send(s, "c");
}

/* ---- the unit's key ---- */

static char *share[3];

static void
the_key_is_split(void)
{
	struct seen a, b;

	sign_in_as(&a, "keys.db", "anh");
	office(&a, "chia khoá");
	say(&a, "Phong khi mat khoa");
	seen_send(&a, "c");
	EXPECT(&a, "một người khác có 24 giờ để duyệt");
	sign_in_as(&b, "keys.db", "bac");
	EXPECT(&b, "Việc chung chờ ông/bà duyệt, rà soát 1 ");
	/* Who proposed it cannot approve it. */
	office(&a, "Việc cần hai người");
	seen_send(&a, ENTER);
	seen_send(&a, "a");
	EXPECT(&a, "Phím này không dùng được ở đây");
	approve(&b, "Chia khoá", "Phong khi mat khoa");
	for (size_t i = 0; i < 3; i++) {
		share[i] = read_share(&b);
		T_CHECK(strlen(share[i]) > 90);
		T_CHECK(i == 0 || strcmp(share[i], share[i - 1]) != 0);
		seen_send(&b, "\t");
	}
	seen_send(&b, ESC);
	EXPECT(&b, "Đã chép và đối chiếu xong?");
	seen_send(&b, "c");
	T_CHECK(!seen_shows(&b, "TN2-"));
	EXPECT(&b, "Lê Văn Thử Bắc duyệt và làm lúc");
	for (size_t i = 0; i < 3; i++)
		T_CHECK(!store_holds("keys.db", share[i] + 15));
	T_CHECK(store_holds("keys.db", "pair_approved"));
	leave(&a);
	leave(&b);
}

/* Two shares stand in for somebody of the unit; two halves open the way. */
static void
the_key_is_recovered(void)
{
	static const size_t tries[2][2] = { { 2, 2 }, { 2, 0 } };
	char *first, *second, *both;
	struct seen a, b;

	sign_in_as(&a, "keys.db", "anh");
	office(&a, "khôi phục khoá");
	seen_type(&a, "Thử An");
	seen_send(&a, ENTER);
	say(&a, "Quen mat khau");
	EXPECT(&a, "Đề nghị khôi phục khoá cho an?");
	seen_send(&a, "c");
	first = read_half(&a);
	sign_in_as(&b, "keys.db", "hai");
	approve(&b, "Khôi phục khoá", "Quen mat khau");
	for (size_t i = 0; i < 2; i++) {
		EXPECT(&b, "Gõ hai mảnh từ giấy");
		seen_feed(&b, share[tries[i][0]], strlen(share[2]));
		seen_send(&b, "\t");
		seen_feed(&b, share[tries[i][1]], strlen(share[2]));
		seen_send(&b, ENTER);
		if (i > 0)
			break;
		EXPECT(&b, "Hai mảnh khoá là một");
		seen_send(&b, ESC);
		seen_send(&b, "a");
		seen_send(&b, "c");
	}
	second = read_half(&b);
	T_CHECK(!seen_shows(&b, "TN2-"));
	T_CHECK(!store_holds("keys.db", first) &&
	    !store_holds("keys.db", second));
	seen_send(&a, CTRL('k'));
	T_CHECK(!seen_shows(&a, first));
	leave(&a);
	leave(&b);
	begin_at(&a, "keys.db");
	both = xasprintf("%s%s", first, second);
	seen_send(&a, "an");
	seen_send(&a, ENTER);
	seen_feed(&a, both, strlen(both));
	seen_send(&a, ENTER);
	EXPECT(&a, "Mật khẩu mới");
	leave(&a);
	free(both);
	free(first);
	free(second);
}

static void
keys(void)
{
	T_CHECK(make("keys.db"));
	the_key_is_split();
	the_key_is_recovered();
	for (size_t i = 0; i < 3; i++) {
		free(share[i]);
		share[i] = NULL;
	}
	unmake("keys.db");
}

/* ---- the end of a case ---- */

static void
open_case(struct seen *s)
{
	while (!seen_shows(s, "Bàn làm việc") && !s->ended)
		seen_send(s, ESC);
	seen_send(s, "/");
	seen_type(s, THE_CASE);
	seen_send(s, ENTER);
	EXPECT(s, "Hồ sơ " THE_CASE);
}

static void
hold(struct seen *s, const char *document)
{
	open_case(s);
	seen_send(s, "k");
	say(s, document);
	seen_send(s, "c");
	EXPECT(s, "Đã lưu.");
}

static void
erasing(void)
{
	struct seen a, b;

	T_CHECK(make("end.db"));
	sign_in_as(&a, "end.db", "anh");
	sign_in_as(&b, "end.db", "bac");
	open_case(&a);
	choose(&a, "Đề nghị xoá vĩnh viễn");
	seen_send(&a, ENTER);
	seen_send(&a, END);
	seen_send(&a, ENTER);
	say(&a, "Lenh so 5 (thu)");
	say(&a, "Mo nham");
	EXPECT(&a, "Đề nghị xoá vĩnh viễn hồ sơ " THE_CASE);
	seen_send(&a, "c");
	EXPECT(&a, "một người khác có 24 giờ để duyệt");
	/* A hold that comes in between stops it, and is lifted by its unit. */
	hold(&b, "Cong van 12 (thu)");
	approve(&b, "Xoá vĩnh viễn", "Lenh so 5 (thu)");
	EXPECT(&b, "Hồ sơ đang được giữ lại theo yêu cầu pháp lý");
	hold(&b, "Cong van 13 (thu)");
	approve(&b, "Xoá vĩnh viễn", "Mo nham");
	EXPECT(&b, "Đã duyệt và làm xong.");
	/* Gone for both, in the sessions that are open. */
	seen_send(&a, CTRL('r'));
	EXPECT(&a, "Không xem được");
	office(&a, "Lưu giữ và xoá");
	choose(&a, "MC-2026-E00001");
	seen_send(&a, ENTER);
	EXPECT(&a, "GIẤY XÁC NHẬN XOÁ HỒ SƠ SỐ MC-2026-E00001");
	EXPECT(&a, "Lenh so 5 (thu)");
	leave(&a);
	leave(&b);
	unmake("end.db");
}

/* ---- the glass ---- */

static void
the_glass(void)
{
	struct seen a, b;

	T_CHECK(make("glass.db"));
	sign_in_as(&a, "glass.db", "sau");
	sign_in_as(&b, "glass.db", "bac");
	/* A case that is not there is not told from one of others. */
	office(&a, "Mở khẩn cấp một hồ sơ");
	say(&a, "MC-2026-99999");
	say(&a, "Tin khan (thu)");
	seen_send(&a, "c");
	EXPECT(&a, "điều này không cho biết hồ sơ đó có hay không");
	T_CHECK(!seen_reads(&a, "Nơi làm được"));
	office(&a, "Mở khẩn cấp một hồ sơ");
	say(&a, THE_CASE);
	say(&a, "Tin khan (thu)");
	seen_send(&a, "c");
	EXPECT(&a, "đang mở khẩn cấp hồ sơ này");
	EXPECT(&a, "N•••");
	office(&b, "Rà soát các lần mở");
	EXPECT(&b, "Phan Văn Thử Sáu");
	EXPECT(&b, "Tin khan (thu)");
	seen_send(&b, "r");
	seen_send(&b, DOWN);
	seen_send(&b, ENTER);
	say(&b, "Khong co viec gi khan (thu)");
	EXPECT(&b, "Đã ghi kết quả rà soát");
	/* Closed at once, in the session that looks. */
	seen_send(&a, CTRL('r'));
	T_CHECK(!seen_reads(&a, "N•••"));
	EXPECT(&a, "Người: đơn vị cấp trên không xem được");
	T_CHECK(!seen_reads(&a, "đang mở khẩn cấp"));
	leave(&a);
	leave(&b);
	unmake("glass.db");
}

/* ---- declining ---- */

static void
declining(void)
{
	struct seen a, b;

	T_CHECK(make("no.db"));
	sign_in_as(&a, "no.db", "anh");
	sign_in_as(&b, "no.db", "bac");
	office(&a, "chia khoá");
	say(&a, "Thu tu choi");
	seen_send(&a, "c");
	office(&b, "Việc cần hai người");
	choose(&b, "Chia khoá");
	seen_send(&b, ENTER);
	seen_send(&b, "x");
	seen_send(&b, "c");
	EXPECT(&b, "Đề nghị đã kết thúc, không làm.");
	office(&a, "Việc cần hai người");
	EXPECT(&a, "Lê Văn Thử Bắc không duyệt hoặc rút lại lúc");
	leave(&a);
	leave(&b);
	unmake("no.db");
}

int
main(int argc, char **argv)
{
	if (!real_begin(argc, argv)) {
		fprintf(stderr, "pty_two PROGRAM OUTDIR\n");
		return 2;
	}
	for (int i = 0; i < 2; i++) {
		served = i == 1;
		printf("# %s\n", served ? "over the socket" : "over the file");
		T_RUN(keys);
		T_RUN(erasing);
		T_RUN(the_glass);
		T_RUN(declining);
	}
	return t_done();
}
