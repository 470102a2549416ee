/* A secret being typed. */
#include "tui/widget/secret.h"

#include "core/base/str.h"
#include "core/base/utf8.h"

#include <string.h>

void
secret_wipe(void *p, size_t n)
{
	volatile unsigned char *byte = p;

	while (n-- > 0)
		*byte++ = 0;
}

bool
secret_line_key(struct secret_line *s, const struct key *key)
{
	const char *in = key->code == K_PASTE ? key->paste : key->text;
	size_t n = key->code == K_PASTE ? key->paste_len : strlen(key->text);

	switch (key->code) {
	case K_TEXT: case K_PASTE:
		if (n <= SECRET_MOST - s->len && memchr(in, '\n', n) == NULL &&
		    memchr(in, '\0', n) == NULL && utf8_valid(in, n)) {
			memcpy(s->text + s->len, in, n);
			s->len += n;
		}
		return true;
	case K_BACKSPACE:
		s->len = s->len > 0 ? utf8_back(s->text, s->len) : 0;
		return true;
	case K_CTRL:
		if (key->text[0] != 'u')
			return false;
		s->len = 0;
		return true;
	default:
		return false;
	}
}

void
secret_line_paint(const struct secret_line *s, struct canvas *c, int y, int x,
    int w, bool on)
{
	struct str dots = STR_INIT;

	for (size_t i = 0; i < utf8_letters(s->text, s->len) &&
	    (int)dots.len < w; i++)
		str_addc(&dots, '*');
	canvas_text(c, y, x, w, ATTR_PLAIN, str_text(&dots));
	if (on)
		canvas_cursor(c, y, x + (int)dots.len);
	str_done(&dots);
}

char *
secret_line_take(const struct secret_line *s)
{
	return utf8_nfc(s->text, s->len);
}

void
secret_line_wipe(struct secret_line *s)
{
	secret_wipe(s, sizeof *s);
}
