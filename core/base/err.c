/*
 * Errors as data, their sentences, and texts in two languages.
 */
#include "core/base/err.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct sentence {
	const char *name;
	const char *in[2];	/* by enum lang */
};

static const struct sentence sentences[ERR_COUNT] = {
	[ERR_NONE] = { "none", { "Không có lỗi.", "There is no error." } },
#define ERR(sym, code, vi, en) [sym] = { code, { vi, en } },
#include "core/errors.def"
#undef ERR
};

static const struct sentence *
sentence_of(enum err_code code)
{
	if ((unsigned)code >= ERR_COUNT)
		BUG("unknown error code");
	return &sentences[code];
}

void
err_done(struct err *e)
{
	for (size_t i = 0; i < ERR_ARGS; i++)
		free(e->arg[i]);
	free(e->file);
	*e = (struct err)ERR_INIT;
}

/*
 * Everything is copied before the old content goes: an argument may well be
 * one of the old arguments.
 */
static void
err_fill(struct err *e, const char *file, int line, int col,
    enum err_code code, va_list ap)
{
	struct err made = ERR_INIT;

	made.code = code;
	made.file = xstrdup(file);
	made.line = line;
	made.col = col;
	for (size_t i = 0; i < ERR_ARGS; i++) {
		const char *arg = va_arg(ap, const char *);

		if (arg == NULL)
			break;
		made.arg[i] = xstrdup(arg);
	}
	err_done(e);
	*e = made;
}

bool
err_set(struct err *e, enum err_code code, ...)
{
	va_list ap;

	if (e == NULL)
		return false;
	va_start(ap, code);
	err_fill(e, NULL, 0, 0, code, ap);
	va_end(ap);
	return false;
}

bool
err_set_at(struct err *e, const char *file, int line, int col,
    enum err_code code, ...)
{
	va_list ap;

	if (e == NULL)
		return false;
	va_start(ap, code);
	err_fill(e, file, line, col, code, ap);
	va_end(ap);
	return false;
}

void
err_move(struct err *dst, struct err *src)
{
	if (dst == src)
		return;
	if (dst == NULL) {
		err_done(src);
		return;
	}
	err_done(dst);
	*dst = *src;
	*src = (struct err)ERR_INIT;
}

const char *
err_code_name(enum err_code code)
{
	return sentence_of(code)->name;
}

const char *
err_pattern(enum err_code code, enum lang lang)
{
	return sentence_of(code)->in[lang == LANG_EN];
}

/* "file:12:5: ", "12:5: " without a file, nothing without a place. */
static void
add_place(struct str *out, const struct err *e)
{
	if (e->file != NULL)
		str_printf(out, "%s:", e->file);
	if (e->line > 0)
		str_printf(out, "%d:", e->line);
	if (e->line > 0 && e->col > 0)
		str_printf(out, "%d:", e->col);
	if (e->file != NULL || e->line > 0)
		str_addc(out, ' ');
}

void
err_text(const struct err *e, enum lang lang, bool with_place,
    struct str *out)
{
	const char *arg[ERR_ARGS];

	if (with_place)
		add_place(out, e);
	for (size_t i = 0; i < ERR_ARGS; i++)
		arg[i] = e->arg[i];
	text_fill(out, sentence_of(e->code)->in[lang == LANG_EN], arg,
	    ERR_ARGS);
}

/* Arguments are never scanned again, so one cannot smuggle in another. */
void
text_fill(struct str *out, const char *pattern, const char *const *arg,
    size_t n)
{
	const char *p = pattern;

	while (*p != '\0') {
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' &&
		    p[2] == '}' && (size_t)(p[1] - '0') <= n) {
			str_add(out, arg[p[1] - '1']);
			p += 3;
		} else {
			str_addc(out, *p++);
		}
	}
}

void
findings_done(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		err_done(&f->item[i]);
	free(f->item);
	*f = (struct findings)FINDINGS_INIT;
}

static struct err *
findings_next(struct findings *f)
{
	f->item = xgrow(f->item, f->n, &f->cap, sizeof *f->item);
	f->item[f->n] = (struct err)ERR_INIT;
	return &f->item[f->n++];
}

void
findings_add(struct findings *f, const char *file, int line, int col,
    enum err_code code, ...)
{
	va_list ap;

	if (f == NULL)
		return;
	va_start(ap, code);
	err_fill(findings_next(f), file, line, col, code, ap);
	va_end(ap);
}

void
findings_take(struct findings *f, struct err *e)
{
	if (f == NULL)
		err_done(e);
	else
		err_move(findings_next(f), e);
}

void
text_done(struct text *t)
{
	free(t->vi);
	free(t->en);
	t->vi = t->en = NULL;
}

const char *
text_in(const struct text *t, enum lang lang)
{
	const char *want = lang == LANG_EN ? t->en : t->vi;
	const char *other = lang == LANG_EN ? t->vi : t->en;

	if (want != NULL && want[0] != '\0')
		return want;
	return other != NULL ? other : "";
}
