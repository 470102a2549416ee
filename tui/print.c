/* Plain text of 80 columns: what every kind of print is made of. */
#include "tui/print.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "tui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LABEL 30

void
print_done(struct print_page *p)
{
	str_done(&p->out);
	json_decref(p->printed);
	json_decref(p->refused);
}

char *
print_text(const struct print_page *p, enum msg m, ...)
{
	const char *arg[ERR_ARGS];
	struct str out = STR_INIT;
	size_t n = 0;
	va_list ap;

	va_start(ap, m);
	while (n < ERR_ARGS && (arg[n] = va_arg(ap, const char *)) != NULL)
		n++;
	va_end(ap);
	text_fill(&out, msg_text(m, p->lang), arg, n);
	return str_steal(&out);
}

/* A plain text, or one of {vi, en}; "" for anything else. */
const char *
print_said(const struct print_page *p, const json_t *text)
{
	const char *s = json_is_string(text) ? json_string_value(text) :
	    jx_text(text, p->lang == LANG_VI ? "vi" : "en");

	return s != NULL ? s : "";
}

const char *
print_in(const struct print_page *p, const json_t *o, const char *key)
{
	return print_said(p, jx_get(o, key));
}

const char *
print_title(const struct print_page *p, const json_t *o, const char *key)
{
	return print_in(p, jx_get(o, key), "title");
}

/* One text from a column on, wrapped; safe for any terminal or printer. */
void
print_add(struct print_page *p, int x, const char *text)
{
	struct str safe = STR_INIT;
	const char *s;

	utf8_marked(&safe, text, strlen(text), true);
	s = str_text(&safe);
	do {
		size_t skip, n = wrap_next(s, PRINT_WIDTH - x, &skip);

		if (n > 0)
			str_printf(&p->out, "%*s%.*s", x, "", (int)n, s);
		str_addc(&p->out, '\n');
		s += n + skip;
	} while (*s != '\0');
	str_done(&safe);
}

void
print_heading(struct print_page *p, const char *text)
{
	str_addc(&p->out, '\n');
	print_add(p, 0, text);
}

void
print_head(struct print_page *p, enum msg w)
{
	print_heading(p, msg_text(w, p->lang));
}

/* Label and value side by side; the value goes on below itself. */
void
print_pair(struct print_page *p, int x, const char *label, const char *value)
{
	struct str l = STR_INIT, v = STR_INIT;
	const char *a, *b;

	utf8_marked(&l, label, strlen(label), false);
	utf8_marked(&v, value, strlen(value), true);
	for (a = str_text(&l), b = str_text(&v); *a != '\0' || *b != '\0';) {
		size_t skip_a, skip_b, na = wrap_next(a, LABEL - x, &skip_a);
		size_t nb = wrap_next(b, PRINT_WIDTH - LABEL - 2, &skip_b);
		int cols = utf8_cols(a, na);

		str_printf(&p->out, "%*s%.*s", x, "", (int)na, a);
		if (nb > 0)
			str_printf(&p->out, "%*s%.*s", LABEL - x - cols + 2,
			    "", (int)nb, b);
		str_addc(&p->out, '\n');
		a += na + skip_a;
		b += nb + skip_b;
	}
	str_done(&l);
	str_done(&v);
}

void
print_pair_msg(struct print_page *p, enum msg w, const char *value)
{
	if (*value != '\0')
		print_pair(p, 2, msg_text(w, p->lang), value);
}

/* "02/03/2026 02:10"; "" for none. */
const char *
print_moment(const json_t *o, const char *key, char out[20])
{
	const char *iso = jx_text(o, key);

	out[0] = '\0';
	if (iso != NULL && strlen(iso) >= 16)
		snprintf(out, 20, "%.2s/%.2s/%.4s %.5s", iso + 8, iso + 5, iso,
		    iso + 11);
	return out;
}

bool
print_journal_head(struct print_page *p)
{
	json_t *query = json_pack("{s:s}", "ask", "head");
	json_t *answer = tn_ask(p->session, query);
	const char *head = jx_text(answer, "head");
	char *say;

	json_decref(query);
	if (head == NULL) {
		p->refused = answer;
		return false;
	}
	say = print_text(p, M_PRINT_HEAD, head, NULL);
	print_heading(p, say);
	free(say);
	json_decref(answer);
	return true;
}
