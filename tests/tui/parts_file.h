/* Parts of the screens that touch files: paths, reading, writing. */
#ifndef TN_TESTS_TUI_PARTS_FILE_H
#define TN_TESTS_TUI_PARTS_FILE_H

#include "core/base/str.h"
#include "tests/t.h"
#include "tui/screen/attach.h"
#include "tui/widget/path.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of our own with some names in it. */
static char *
folder_of_names(void)
{
	static const char *const names[] = {
		"mau-hai.jpg", "mau-mot.txt", "khac", ".an", "dài ạ", "dài ă",
		"la\x1b[31m",
	};
	char *dir = xstrdup("/tmp/tn-parts-XXXXXX");

	if (mkdtemp(dir) == NULL)
		abort();
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = xasprintf("%s/%s", dir, names[i]);
		FILE *f = fopen(path, "w");

		fputs("Giấy tờ thử", f);
		fclose(f);
		free(path);
	}
	return dir;
}

static void
forget_folder(char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	while ((entry = readdir(d)) != NULL) {
		char *path = xasprintf("%s/%s", dir, entry->d_name);

		unlink(path);
		free(path);
	}
	closedir(d);
	T_INT(rmdir(dir), 0);
	free(dir);
}

static void
paths_complete(void)
{
	static const struct {
		const char *typed, *longer, *names;
	} cases[] = {
		{ "k", "khac", "" }, { "mau", "mau-", "mau-hai.jpg  mau-mot.txt" },
		{ "mau-m", "mau-mot.txt", "" }, { "x", NULL, "" },
		/* Two letters that begin with the same byte are not one. */
		{ "d", "dài ", "dài ă  dài ạ" },
		/* Hidden ones only when asked for; hostile ones never. */
		{ "l", NULL, "" }, { ".", ".an", "" },
		{ "khac/", NULL, "" },
	};
	char *dir = folder_of_names();

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *typed = xasprintf("%s/%s", dir, cases[i].typed);
		char *want = cases[i].longer == NULL ? NULL :
		    xasprintf("%s/%s", dir, cases[i].longer);
		struct str names = STR_INIT;
		char *got = path_complete(typed, &names);

		T_STR(got, want);
		T_STR(str_text(&names), cases[i].names);
		str_done(&names);
		free(got);
		free(want);
		free(typed);
	}
	forget_folder(dir);
}

/* Written for its owner alone, never over anything, nothing half left. */
static void
files_are_kept_safe(void)
{
	struct app app = { .lang = LANG_VI };
	char *dir = folder_of_names(), *there, *new, *link, *fifo, *target;
	json_t *content;
	struct stat st;

	there = xasprintf("%s/mau-mot.txt", dir);
	new = xasprintf("%s/moi", dir);
	link = xasprintf("%s/noi", dir);
	fifo = xasprintf("%s/ong", dir);
	content = attach_read(&app, there);
	T_STR(json_string_value(content), "R2nhuqV5IHThu50gdGjhu60=");
	umask(0);
	T_CHECK(attach_write(&app, new, json_string_value(content),
	    json_string_length(content)));
	T_CHECK(stat(new, &st) == 0 && (st.st_mode & 07777) == 0600);
	T_INT(st.st_size, 17);
	T_CHECK(!attach_write(&app, there, "QQ==", 4));
	T_CHECK(stat(there, &st) == 0 && st.st_size == 17);
	/* Neither through a link that leads elsewhere. */
	unlink(new);
	T_CHECK(symlink(new, link) == 0);
	T_CHECK(!attach_is_free(&app, link));
	T_CHECK(!attach_write(&app, link, "QQ==", 4));
	T_CHECK(stat(new, &st) != 0);
	T_CHECK(!attach_write(&app, new, "QQ=", 3));
	T_CHECK(stat(new, &st) != 0);
	/* Nobody waits for a pipe, and a folder is no file. */
	T_CHECK(mkfifo(fifo, 0600) == 0);
	T_CHECK(attach_read(&app, fifo) == NULL);
	T_CHECK(attach_read(&app, dir) == NULL);
	T_CHECK(truncate(there, (5 << 20) + 1) == 0);
	T_CHECK(attach_read(&app, there) == NULL);
	T_CHECK(truncate(there, (off_t)10 << 30) == 0);
	T_CHECK(attach_read(&app, there) == NULL);
	T_CHECK(attach_read(&app, "/dev/zero") == NULL);
	target = attach_target(dir, "tên.txt");
	T_CHECK(str_starts(target, dir) && strstr(target, "/tên.txt") != NULL);
	T_STR(attach_media_of("a/b.JPG"), "image");
	T_STR(attach_media_of("jpg"), "file");
	free(target);
	json_decref(content);
	free(there);
	free(new);
	free(link);
	free(fifo);
	str_done(&app.status);
	forget_folder(dir);
}

#endif
