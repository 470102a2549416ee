/* Names, codes and the sex of a machine-readable zone. */
#include "core/vietnamese/mrz.h"

#include "core/base/str.h"
#include "core/vietnamese/mrz_private.h"
#include "core/vietnamese/paper.h"

#include <stdlib.h>
#include <string.h>

/* Fillers at the ends go, others become one blank each run; the caller's. */
char *
mrz_unfill(const char *s, size_t n)
{
	struct str out = STR_INIT;
	bool owed = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '<') {
			owed = out.len > 0;
			continue;
		}
		if (owed)
			str_addc(&out, ' ');
		owed = false;
		str_addc(&out, s[i]);
	}
	return str_steal(&out);
}

void
mrz_put_words(struct mrz *m, const char *key, const char *s, size_t n)
{
	char *text = mrz_unfill(s, n);

	paper_set(m->paper, key, text);
	free(text);
}

/* SURNAME<<GIVEN<NAMES; without << all of it is the surname. */
void
mrz_put_name(struct mrz *m)
{
	struct mrz_span span = m->format->name;
	char name[40] = { 0 };
	char *given;
	size_t n = span.len;

	memcpy(name, mrz_cells(m, span), n);
	if (name[n - 1] != '<')
		paper_warn(m->paper, ERR_ID_NAME_TRUNCATED, NULL);
	while (n > 0 && name[n - 1] == '<')
		name[--n] = '\0';
	if (n == 0)
		paper_warn(m->paper, ERR_ID_NAME_MISSING, NULL);
	if (strpbrk(name, "0123456789") != NULL)
		paper_warn(m->paper, ERR_ID_NAME_DIGIT, NULL);
	given = strstr(name, "<<");
	if (strstr(name, "<<<") != NULL ||
	    (given != NULL && strstr(given + 2, "<<") != NULL))
		paper_warn(m->paper, ERR_ID_NAME_FILLERS, NULL);
	mrz_put_words(m, "surname", name,
	    given != NULL ? (size_t)(given - name) : n);
	mrz_put_words(m, "given_names", given != NULL ? given : "",
	    given != NULL ? strlen(given) : 0);
}

/* Fillers stand only at the end: "D<<" is a code, "V<M" is none. */
void
mrz_put_code(struct mrz *m, const char *key, struct mrz_span span,
    enum err_code unknown)
{
	char raw[4] = { 0 }, code[4] = { 0 };

	memcpy(raw, mrz_cells(m, span), 3);
	memcpy(code, raw, 3);
	for (size_t n = 3; n > 0 && code[n - 1] == '<'; n--)
		code[n - 1] = '\0';
	if (!mrz_code_known(code))
		paper_warn(m->paper, unknown, raw, NULL);
	paper_set(m->paper, key, code);
}

void
mrz_put_type(struct mrz *m)
{
	char type[3] = { 0 };

	memcpy(type, m->grid.cell, 2);
	if (strchr(m->format->types, type[0]) == NULL || mrz_is_digit(type[1]))
		paper_warn(m->paper, ERR_ID_TYPE, type, NULL);
	mrz_put_words(m, "document_type", type, 2);
}

void
mrz_put_sex(struct mrz *m)
{
	const char *sex = NULL;

	switch (*mrz_cells(m, m->format->sex)) {
	case 'F':
		sex = "female";
		break;
	case 'M':
		sex = "male";
		break;
	case 'X':		/* for the eye only, but it does occur here */
		sex = "other";
		break;
	case '<':
		paper_warn(m->paper, ERR_ID_SEX_NOT_STATED, NULL);
		break;
	default:
		paper_warn(m->paper, ERR_ID_SEX_UNREADABLE, NULL);
	}
	paper_set(m->paper, "sex", sex);
}
