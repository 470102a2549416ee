/* Names of files from outside, made harmless. */
#include "core/base/file_name.h"

#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define ENDING_MAX 16		/* ".docx" and the like, kept when cut */

static const char *
last_part(const char *path)
{
	const char *part = path;

	for (const char *p = path; *p != '\0'; p++)
		if (*p == '/' || *p == '\\')
			part = p + 1;
	return part;
}

/* Is the letter one that the filter of texts lets through as it is? */
static bool
is_plain(const char *letter, size_t len)
{
	struct str safe = STR_INIT;
	bool same;

	if (len == 1 && strchr("<>:\"|?*\\/", letter[0]) != NULL)
		return false;
	utf8_safe(&safe, letter, len, false);
	same = safe.len == len && memcmp(str_text(&safe), letter, len) == 0;
	str_done(&safe);
	return same;
}

/* Cuts the stem, letter by letter, so that the ending stays. */
static void
cut(struct str *name)
{
	const char *dot = strrchr(name->buf, '.');
	size_t ending = dot != NULL && dot != name->buf ? strlen(dot) : 0;
	size_t at = 0, n;
	char *kept;

	if (name->len <= FILE_NAME_MAX)
		return;
	if (ending > ENDING_MAX)
		ending = 0;
	kept = xstrdup(name->buf + name->len - ending);
	while ((n = utf8_letter(name->buf + at, name->len - at)) > 0 &&
	    at + n + ending <= FILE_NAME_MAX)
		at += n;
	name->buf[at] = '\0';
	name->len = at;
	str_add(name, kept);
	free(kept);
}

char *
file_name_safe(const char *given)
{
	const char *part = last_part(given), *from;
	char *nfc = utf8_nfc(part, strlen(part));
	struct str name = STR_INIT;
	char *out;
	size_t n, left;

	for (from = nfc; from != NULL &&
	    (n = utf8_letter(from, strlen(from))) > 0; from += n) {
		if (is_plain(from, n))
			str_addn(&name, from, n);
		else
			str_addc(&name, '_');
	}
	free(nfc);
	if (name.len > 0)
		cut(&name);
	from = str_text(&name);
	from += strspn(from, ".- ");
	left = strlen(from);
	while (left > 0 && (from[left - 1] == '.' || from[left - 1] == ' '))
		left--;
	out = left > 0 ? xstrndup(from, left) : xstrdup("_");
	str_done(&name);
	return out;
}
