/* The table of files: what leads out of the root, limits, order. */
#include "core/base/files.h"

#include "tests/t.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[64];

static void
put(const char *path, const char *text)
{
	char *full = xasprintf("%s/%s", root, path);
	FILE *f = fopen(full, "w");

	T_CHECK(f != NULL);
	if (f != NULL) {
		fputs(text, f);
		fclose(f);
	}
	free(full);
}

static void
make_dir(const char *path)
{
	char *full = xasprintf("%s/%s", root, path);

	T_INT(mkdir(full, 0700), 0);
	free(full);
}

static void
make_link(const char *target, const char *path)
{
	char *full = xasprintf("%s/%s", root, path);

	T_INT(symlink(target, full), 0);
	free(full);
}

/*
 * root/in is what is served; root/secret lies beside it, and links inside
 * lead to it.
 */
static void
build_tree(void)
{
	char *pipe;

	memcpy(root, "/tmp/tn-files-XXXXXX", sizeof("/tmp/tn-files-XXXXXX"));
	T_CHECK(mkdtemp(root) != NULL);
	put("secret", "secret");
	make_dir("in");
	make_dir("in/b");
	make_dir("in/b/deep");
	make_dir("in/none");
	make_dir("in/.hidden");
	put("in/z.yaml", "z");
	put("in/b/a.yaml", "hello");
	put("in/b/deep/c.yaml", "c");
	put("in/a.yaml", "");
	put("in/.dot", "x");
	put("in/.hidden/x", "x");
	make_link("../secret", "in/link");
	make_link("..", "in/up");
	make_link("b", "in/inside");
	pipe = xasprintf("%s/in/pipe", root);
	T_INT(mkfifo(pipe, 0600), 0);
	free(pipe);
}

static void
remove_tree(void)
{
	static const char *const file[] = {
		"secret", "in/z.yaml", "in/b/a.yaml", "in/b/deep/c.yaml",
		"in/a.yaml", "in/.dot", "in/.hidden/x", "in/link", "in/up",
		"in/inside", "in/pipe", "in/b/deep", "in/b", "in/none",
		"in/.hidden", "in", "",
	};

	for (size_t i = 0; i < ARRAY_LEN(file); i++) {
		char *full = xasprintf("%s/%s", root, file[i]);

		T_INT(remove(full), 0);
		free(full);
	}
}

static void
check_read(struct files *f, const char *path, size_t max, const char *want,
    enum err_code code)
{
	struct err e = ERR_INIT;
	size_t len = 0;
	char *text = f->read(f->ctx, path, max, &len, &e);

	T_STR(text, want);
	T_INT(len, want != NULL ? strlen(want) : 0);
	if (e.code != code)
		printf("# reading %s\n", path);
	T_STR(err_code_name(e.code), err_code_name(code));
	free(text);
	err_done(&e);
}

static void
check_list(struct files *f, const char *dir, const char *want,
    enum err_code code)
{
	struct err e = ERR_INIT;
	struct str s = STR_INIT;
	size_t n = 0;
	char **list = f->list(f->ctx, dir, &n, &e);

	for (size_t i = 0; i < n; i++)
		str_printf(&s, "%s%s", i > 0 ? " " : "", list[i]);
	T_CHECK((list != NULL) == (want != NULL));
	T_STR(str_text(&s), want != NULL ? want : "");
	T_STR(err_code_name(e.code), err_code_name(code));
	files_list_free(list, n);
	str_done(&s);
	err_done(&e);
}

static void
check_posix(struct files *f)
{
	check_read(f, "b/a.yaml", 5, "hello", ERR_NONE);
	check_read(f, "a.yaml", 0, "", ERR_NONE);
	check_read(f, "b/a.yaml", 4, NULL, ERR_FILE_TOO_BIG);
	check_read(f, "nothing", 9, NULL, ERR_FILE_MISSING);
	check_read(f, "../secret", 9, NULL, ERR_FILE_PATH);
	check_read(f, "b/../../secret", 9, NULL, ERR_FILE_PATH);
	check_read(f, "/etc/passwd", 9, NULL, ERR_FILE_PATH);
	check_read(f, "", 9, NULL, ERR_FILE_PATH);
	check_read(f, NULL, 9, NULL, ERR_FILE_PATH);
	check_read(f, "link", 9, NULL, ERR_FILE_KIND);
	check_read(f, "up/secret", 9, NULL, ERR_FILE_KIND);
	check_read(f, "inside/a.yaml", 9, NULL, ERR_FILE_KIND);
	check_read(f, "b", 9, NULL, ERR_FILE_KIND);
	check_read(f, "pipe", 9, NULL, ERR_FILE_KIND);
	check_list(f, "", "a.yaml b/a.yaml b/deep/c.yaml z.yaml", ERR_NONE);
	check_list(f, "b", "b/a.yaml b/deep/c.yaml", ERR_NONE);
	check_list(f, "none", "", ERR_NONE);
	check_list(f, "absent", NULL, ERR_FILE_MISSING);
	check_list(f, "up", NULL, ERR_FILE_KIND);
	check_list(f, "..", NULL, ERR_FILE_PATH);
	check_list(f, "a.yaml", NULL, ERR_FILE_KIND);
}

static void
test_posix(void)
{
	struct err e = ERR_INIT;
	struct files f;
	char *in, *absent;

	build_tree();
	in = xasprintf("%s/in", root);
	absent = xasprintf("%s/absent", root);
	T_CHECK(files_posix(&f, in, &e));
	check_posix(&f);
	files_done(&f);
	T_CHECK(!files_posix(&f, absent, &e));
	T_INT(e.code, ERR_FILE_MISSING);
	files_done(&f);
	err_done(&e);
	free(in);
	free(absent);
	remove_tree();
}

static void
test_memory(void)
{
	static const struct memory_file file[] = {
		{ "z.yaml", "z" }, { "b/a.yaml", "hello" }, { ".dot", "x" },
		{ "b/.x", "x" }, { "bc/d.yaml", "d" },
	};
	struct files f;

	files_memory(&f, file, ARRAY_LEN(file));
	check_read(&f, "b/a.yaml", 5, "hello", ERR_NONE);
	check_read(&f, "b/a.yaml", 4, NULL, ERR_FILE_TOO_BIG);
	check_read(&f, "b", 4, NULL, ERR_FILE_MISSING);
	check_read(&f, "b/../z.yaml", 4, NULL, ERR_FILE_PATH);
	check_list(&f, "", "b/a.yaml bc/d.yaml z.yaml", ERR_NONE);
	check_list(&f, "b", "b/a.yaml", ERR_NONE);
	check_list(&f, "absent", NULL, ERR_FILE_MISSING);
	files_done(&f);
	files_memory(&f, NULL, 0);
	check_list(&f, "", "", ERR_NONE);
	files_done(&f);
}

static void
test_path_ok(void)
{
	T_CHECK(files_path_ok("a") && files_path_ok("a/b.c/..d/e.."));
	T_CHECK(!files_path_ok("a/") && !files_path_ok("a//b"));
	T_CHECK(!files_path_ok("./a") && !files_path_ok("a/."));
	T_CHECK(!files_path_ok("a/..") && !files_path_ok(".."));
}

int
main(void)
{
	T_RUN(test_posix);
	T_RUN(test_memory);
	T_RUN(test_path_ok);
	return t_done();
}
