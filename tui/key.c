#include "tui/key.h"

#include "core/base/utf8.h"

#include <string.h>

static const struct {
	enum key_code code;
	const char *name;		/* in <>, as scripts write it */
	const char *shown;
} key_names[] = {
	{ K_UP, "up", "\xe2\x86\x91" },
	{ K_DOWN, "down", "\xe2\x86\x93" },
	{ K_LEFT, "left", "\xe2\x86\x90" },
	{ K_RIGHT, "right", "\xe2\x86\x92" },
	{ K_HOME, "home", "Home" },
	{ K_END, "end", "End" },
	{ K_PGUP, "pgup", "PgUp" },
	{ K_PGDN, "pgdn", "PgDn" },
	{ K_INSERT, "ins", "Ins" },
	{ K_DELETE, "del", "Del" },
	{ K_BACKSPACE, "bs", "Backspace" },
	{ K_TAB, "tab", "Tab" },
	{ K_BACKTAB, "s-tab", "S-Tab" },
	{ K_ENTER, "enter", "Enter" },
	{ K_ESC, "esc", "Esc" },
	{ K_WORD_LEFT, "c-left", "^\xe2\x86\x90" },
	{ K_WORD_RIGHT, "c-right", "^\xe2\x86\x92" },
	{ K_SHIFT_UP, "s-up", "S-\xe2\x86\x91" },
	{ K_SHIFT_DOWN, "s-down", "S-\xe2\x86\x93" },
	{ K_F1, "f1", "F1" }, { K_F2, "f2", "F2" }, { K_F3, "f3", "F3" },
	{ K_F4, "f4", "F4" }, { K_F5, "f5", "F5" }, { K_F6, "f6", "F6" },
	{ K_F7, "f7", "F7" }, { K_F8, "f8", "F8" }, { K_F9, "f9", "F9" },
	{ K_F10, "f10", "F10" }, { K_F11, "f11", "F11" },
	{ K_F12, "f12", "F12" },
};

/* What terminals send after ESC; CSI with parameters is read apart. */
static const struct {
	const char *bytes;
	enum key_code code;
} sequences[] = {
	{ "[A", K_UP }, { "[B", K_DOWN }, { "[C", K_RIGHT }, { "[D", K_LEFT },
	{ "OA", K_UP }, { "OB", K_DOWN }, { "OC", K_RIGHT }, { "OD", K_LEFT },
	{ "[H", K_HOME }, { "[F", K_END }, { "OH", K_HOME }, { "OF", K_END },
	{ "[Z", K_BACKTAB }, { "OM", K_ENTER },
	{ "OP", K_F1 }, { "OQ", K_F2 }, { "OR", K_F3 }, { "OS", K_F4 },
	{ "[[A", K_F1 }, { "[[B", K_F2 }, { "[[C", K_F3 }, { "[[D", K_F4 },
	{ "[[E", K_F5 },
	{ "Od", K_WORD_LEFT }, { "Oc", K_WORD_RIGHT },
	{ "[a", K_SHIFT_UP }, { "[b", K_SHIFT_DOWN },
};

/* ESC [ 1 ; modifier LETTER; other modifiers leave the plain key. */
static const struct {
	char modifier, letter;
	enum key_code code;
} modified[] = {
	{ '5', 'D', K_WORD_LEFT }, { '5', 'C', K_WORD_RIGHT },
	{ '3', 'D', K_WORD_LEFT }, { '3', 'C', K_WORD_RIGHT },
	{ '2', 'A', K_SHIFT_UP }, { '2', 'B', K_SHIFT_DOWN },
};

/* ESC [ n ~ */
static const struct {
	int n;
	enum key_code code;
} tildes[] = {
	{ 1, K_HOME }, { 2, K_INSERT }, { 3, K_DELETE }, { 4, K_END },
	{ 5, K_PGUP }, { 6, K_PGDN }, { 7, K_HOME }, { 8, K_END },
	{ 11, K_F1 }, { 12, K_F2 }, { 13, K_F3 }, { 14, K_F4 }, { 15, K_F5 },
	{ 17, K_F6 }, { 18, K_F7 }, { 19, K_F8 }, { 20, K_F9 }, { 21, K_F10 },
	{ 23, K_F11 }, { 24, K_F12 },
};

void
key_reader_done(struct key_reader *r)
{
	/* What was pasted may be a secret. */
	if (r->paste.buf != NULL)
		memset(r->paste.buf, 0, r->paste.cap);
	str_done(&r->paste);
}

static bool
key_is(struct key *out, enum key_code code)
{
	memset(out, 0, sizeof *out);
	out->code = code;
	return code != K_NONE;
}

static bool
key_control(unsigned char byte, struct key *out)
{
	switch (byte) {
	case '\r': case '\n':
		return key_is(out, K_ENTER);
	case '\t':
		return key_is(out, K_TAB);
	case 0x7f: case 0x08:
		return key_is(out, K_BACKSPACE);
	default:
		key_is(out, K_CTRL);
		if (byte < 1 || byte > 26)
			return key_is(out, K_NONE);
		out->text[0] = (char)('a' + byte - 1);
		return true;
	}
}

/* A whole CSI or SS3 sequence without its ESC. */
static bool
key_sequence(struct key_reader *r, const char *s, size_t n, struct key *out)
{
	int number = 0;
	size_t i;

	if (n >= 4 && s[n - 1] == '~') {
		if (strcmp(s, "[200~") == 0) {
			r->pasting = true;
			str_clear(&r->paste);
			return false;
		}
	}
	for (i = 0; i < ARRAY_LEN(sequences); i++) {
		if (strcmp(sequences[i].bytes, s) == 0)
			return key_is(out, sequences[i].code);
	}
	if (s[0] != '[')
		return false;
	for (i = 1; i < n && s[i] >= '0' && s[i] <= '9' && number < 1000; i++)
		number = number * 10 + (s[i] - '0');
	if (s[n - 1] == '~') {
		for (i = 0; i < ARRAY_LEN(tildes); i++) {
			if (tildes[i].n == number)
				return key_is(out, tildes[i].code);
		}
	} else if (s[i] == ';' && n > 3) {
		char plain[3] = { '[', s[n - 1], '\0' };

		for (size_t k = 0; k < ARRAY_LEN(modified); k++) {
			if (n == i + 3 && modified[k].modifier == s[i + 1] &&
			    modified[k].letter == s[n - 1])
				return key_is(out, modified[k].code);
		}
		for (i = 0; i < ARRAY_LEN(sequences); i++) {
			if (strcmp(sequences[i].bytes, plain) == 0)
				return key_is(out, sequences[i].code);
		}
	}
	return false;
}

static bool
feed_paste(struct key_reader *r, unsigned char byte, struct key *out)
{
	static const char end[] = "\033[201~";
	size_t want = sizeof end - 1;

	/* The end mark may begin anywhere: it is kept apart in buf. */
	if (byte == (unsigned char)end[r->n]) {
		r->buf[r->n++] = byte;
		if (r->n < want)
			return false;
		r->n = 0;
		r->pasting = false;
		key_is(out, K_PASTE);
		out->paste = str_text(&r->paste);
		out->paste_len = r->paste.len;
		return true;
	}
	for (size_t i = 0; i < r->n && r->paste.len < PASTE_MOST; i++)
		str_addc(&r->paste, (char)r->buf[i]);
	r->n = 0;
	if (byte == 0x1b) {
		r->buf[r->n++] = byte;
		return false;
	}
	if (r->paste.len < PASTE_MOST && byte != 0)
		str_addc(&r->paste, (char)byte);
	return false;
}

static bool
feed_escape(struct key_reader *r, unsigned char byte, struct key *out)
{
	char s[sizeof r->buf];
	size_t n;

	if (byte == 0x1b && r->n == 1)
		return key_is(out, K_ESC);	/* stays begun with this one */
	r->buf[r->n++] = byte;
	if (r->n == 2) {
		if (byte == '[' || byte == 'O')
			return false;
		r->n = 0;
		if (byte >= '1' && byte <= '9')
			return key_is(out, (enum key_code)(K_F1 + byte - '1'));
		if (byte == '0')
			return key_is(out, K_F10);
		if (byte == '-')
			return key_is(out, K_F11);
		return key_is(out, K_ESC);
	}
	if (r->n == 3 && r->buf[1] == '[' && byte == '[')
		return false;			/* Linux console F1..F5 */
	if (r->n < sizeof r->buf - 1 && byte < 0x40 && byte >= 0x20)
		return false;			/* parameters go on */
	n = r->n - 1;
	memcpy(s, r->buf + 1, n);
	s[n] = '\0';
	r->n = 0;
	return key_sequence(r, s, n, out);
}

static bool
feed_letter(struct key_reader *r, unsigned char byte, struct key *out)
{
	size_t want;

	if (r->n > 0 && (byte & 0xc0) != 0x80) {
		r->n = 0;		/* a cut letter is dropped */
		return key_feed(r, byte, out);
	}
	r->buf[r->n++] = byte;
	want = r->buf[0] >= 0xf0 ? 4 : r->buf[0] >= 0xe0 ? 3 : 2;
	if (r->n < want)
		return false;
	r->n = 0;
	if (!utf8_valid((const char *)r->buf, want))
		return false;
	key_is(out, K_TEXT);
	memcpy(out->text, r->buf, want);
	return true;
}

bool
key_feed(struct key_reader *r, unsigned char byte, struct key *out)
{
	bool after_cr = r->after_cr;

	key_is(out, K_NONE);
	r->after_cr = byte == '\r' && !r->pasting && r->n == 0;
	if (after_cr && byte == '\n')
		return false;
	if (r->pasting)
		return feed_paste(r, byte, out);
	if (r->n > 0 && r->buf[0] == 0x1b)
		return feed_escape(r, byte, out);
	if (r->n > 0)
		return feed_letter(r, byte, out);
	if (byte == 0x1b) {
		r->buf[r->n++] = byte;
		return false;
	}
	if (byte < 0x20 || byte == 0x7f)
		return key_control(byte, out);
	if (byte < 0x80) {
		key_is(out, K_TEXT);
		out->text[0] = (char)byte;
		return true;
	}
	if (byte < 0xc2 || byte > 0xf4)
		return false;
	return feed_letter(r, byte, out);
}

bool
key_begun(const struct key_reader *r)
{
	return r->pasting || r->n > 0;
}

bool
key_flush(struct key_reader *r, struct key *out)
{
	bool escape = r->n == 1 && r->buf[0] == 0x1b;

	r->n = 0;
	if (!r->pasting)
		return escape && key_is(out, K_ESC);
	/* Its end was lost on the way: the keys must not stay dead. */
	r->pasting = false;
	key_is(out, K_PASTE);
	out->paste = str_text(&r->paste);
	out->paste_len = r->paste.len;
	return true;
}

size_t
key_parse(const char *s, struct key *out)
{
	size_t n;

	key_is(out, K_NONE);
	if (s[0] == '<' && s[1] != '\0' && strchr(s, '>') != NULL) {
		n = strcspn(s, ">");
		/* h, i, j and m are other keys to a terminal. */
		if (n == 4 && strncmp(s, "<c-", 3) == 0 && s[3] >= 'a' &&
		    s[3] <= 'z' && strchr("hijm", s[3]) == NULL) {
			key_is(out, K_CTRL);
			out->text[0] = s[3];
			return n + 1;
		}
		if (strncmp(s, "<space", n) == 0) {
			key_is(out, K_TEXT);
			out->text[0] = ' ';
			return n + 1;
		}
		for (size_t i = 0; i < ARRAY_LEN(key_names); i++) {
			if (strlen(key_names[i].name) == n - 1 &&
			    strncmp(key_names[i].name, s + 1, n - 1) == 0) {
				key_is(out, key_names[i].code);
				return n + 1;
			}
		}
		return 0;
	}
	if (*s == '\0' || (unsigned char)*s < 0x20)
		return 0;
	n = (unsigned char)s[0] < 0x80 ? 1 : utf8_letter(s, strlen(s));
	if (n == 0 || n > 4)
		return 0;
	key_is(out, K_TEXT);
	memcpy(out->text, s, n);
	return n;
}

void
key_write(const struct key *k, struct str *out)
{
	if (k->code == K_CTRL)
		str_printf(out, "<c-%c>", k->text[0]);
	for (size_t i = 0; i < ARRAY_LEN(key_names); i++)
		if (key_names[i].code == k->code)
			str_printf(out, "<%s>", key_names[i].name);
}

bool
key_equal(const struct key *a, const struct key *b)
{
	if (a->code != b->code)
		return false;
	return (a->code != K_TEXT && a->code != K_CTRL) ||
	    strcmp(a->text, b->text) == 0;
}

void
key_show(const struct key *k, struct str *out)
{
	if (k->code == K_CTRL) {
		str_printf(out, "^%c", k->text[0] - 'a' + 'A');
	} else if (k->code == K_TEXT) {
		str_add(out, k->text[0] == ' ' ? "Space" : k->text);
	} else {
		for (size_t i = 0; i < ARRAY_LEN(key_names); i++) {
			if (key_names[i].code == k->code)
				str_add(out, key_names[i].shown);
		}
	}
}
