#include "tui/widget/edit.h"

#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define MOST_LINE 500
#define MOST_TEXT 20000

static void
steps_drop(struct edit_step *step, size_t *n)
{
	while (*n > 0)
		free(step[--*n].text);
}

void
edit_init(struct edit *e, bool many, size_t most)
{
	memset(e, 0, sizeof *e);
	e->many = many;
	e->most = most > 0 ? most : many ? MOST_TEXT : MOST_LINE;
	e->goal = -1;
}

void
edit_vietnamese(struct edit *e, const struct typing *t)
{
	e->vietnamese = t;
	telex_end(&e->telex);
}

void
edit_done(struct edit *e)
{
	steps_drop(e->undo, &e->undos);
	steps_drop(e->redo, &e->redos);
	str_done(&e->text);
	str_done(&e->struck);
}

static void
step_push(struct edit_step *step, size_t *n, const struct edit *e)
{
	if (*n == EDIT_UNDO) {
		free(step[0].text);
		memmove(step, step + 1, (EDIT_UNDO - 1) * sizeof *step);
		--*n;
	}
	step[*n].text = xstrdup(str_text(&e->text));
	step[(*n)++].at = e->at;
}

/* A run of typed letters is one step. */
static void
changing(struct edit *e, bool typed)
{
	if (!typed || !e->typing)
		step_push(e->undo, &e->undos, e);
	steps_drop(e->redo, &e->redos);
	e->typing = typed;
}

static void
replace(struct edit *e, size_t from, size_t to, const char *s, size_t n)
{
	struct str out = STR_INIT;

	str_addn(&out, str_text(&e->text), from);
	str_addn(&out, s, n);
	str_add(&out, str_text(&e->text) + to);
	str_done(&e->text);
	e->text = out;
	e->at = from + n;
}

void
edit_set(struct edit *e, const char *text)
{
	char *nfc = text != NULL ? utf8_nfc(text, strlen(text)) : NULL;

	steps_drop(e->undo, &e->undos);
	steps_drop(e->redo, &e->redos);
	str_clear(&e->text);
	str_add(&e->text, nfc);
	free(nfc);
	e->at = e->text.len;
	e->scroll = 0;
	e->goal = -1;
	e->typing = e->cut = false;
	e->struck_lost = true;
	telex_end(&e->telex);
}

void
edit_move_to(struct edit *e, size_t at)
{
	size_t i = 0;

	while (i < at && i < e->text.len) {
		size_t n = utf8_letter(e->text.buf + i, e->text.len - i);

		if (i + n > at)
			break;
		i += n;
	}
	e->at = i;
	e->typing = false;
}

/* Line ends become the one kind; blanks in a one-line text; the rest safe. */
static void
tidy(const struct edit *e, const char *s, size_t n, struct str *out)
{
	struct str plain = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\r') {
			if (i + 1 < n && s[i + 1] == '\n')
				continue;
			str_addc(&plain, e->many ? '\n' : ' ');
		} else if (s[i] == '\n' || s[i] == '\t') {
			str_addc(&plain, s[i] == '\n' && e->many ? '\n' : ' ');
		} else {
			str_addc(&plain, s[i]);
		}
	}
	utf8_safe(out, str_text(&plain), plain.len, e->many);
	str_done(&plain);
}

static bool
is_mark(const char *s, size_t n)
{
	return n > 0 && (unsigned char)s[0] >= 0xcc && utf8_cols(s, n) == 0;
}

static void
delete_range(struct edit *e, size_t from, size_t to)
{
	if (from < to) {
		changing(e, false);
		replace(e, from, to, "", 0);
	}
}

/* The word of the engine stands in the text, right before the cursor. */
static bool
in_word(const struct edit *e)
{
	const char *word = telex_text(&e->telex);
	size_t n = strlen(word);

	return n > 0 && e->at == e->word + n && e->at <= e->text.len &&
	    memcmp(e->text.buf + e->word, word, n) == 0;
}

/* The engine's word takes the place of what it was; false: too long. */
static bool
put_word(struct edit *e, bool typed)
{
	const char *word = telex_text(&e->telex);
	size_t n = strlen(word), have = utf8_letters(str_text(&e->text),
	    e->text.len);

	have -= utf8_letters(str_text(&e->text) + e->word, e->at - e->word);
	if (have + utf8_letters(word, n) > e->most)
		return false;
	changing(e, typed);
	replace(e, e->word, e->at, word, n);
	return true;
}

/*
 * A key as Telex, VNI or VIQR; false when it is none of theirs.  A mark that
 * the user's own input method sends after its letter joins that letter.
 */
static bool
type_vietnamese(struct edit *e, const char *s)
{
	const struct typing *t = e->vietnamese;
	size_t n = strlen(s);
	struct telex was;
	uint32_t cp;

	if (t == NULL || t->method == TELEX_OFF || is_mark(s, n))
		return false;
	if (e->telex.method != t->method || e->telex.style != t->style)
		telex_start(&e->telex, t->method, t->style);
	if (!in_word(e)) {
		telex_end(&e->telex);
		e->word = e->at;
	}
	was = e->telex;
	if (utf8_decode(s, n, &cp) == 0 || !telex_key(&e->telex, cp))
		return false;
	e->cut = !put_word(e, true);
	if (e->cut)
		e->telex = was;
	return true;
}

/* A letter with all its marks, however many keys it was. */
static void
back(struct edit *e)
{
	if (in_word(e) && telex_back(&e->telex)) {
		(void)put_word(e, false);
		return;
	}
	telex_end(&e->telex);
	if (e->at > 0)
		delete_range(e, utf8_back(str_text(&e->text), e->at), e->at);
}

/* Cuts what goes beyond the room; a first letter that is there is free. */
static bool
cut_to(struct str *in, size_t room, bool first_is_there)
{
	for (size_t i = 0, len; i < in->len; i += len) {
		len = utf8_letter(in->buf + i, in->len - i);
		if (i == 0 && first_is_there)
			continue;
		if (room-- == 0) {
			in->buf[in->len = i] = '\0';
			return true;
		}
	}
	return false;
}

bool
edit_insert(struct edit *e, const char *s, size_t n)
{
	struct str in = STR_INIT;
	size_t from = e->at, have, start;
	bool typed = n <= 4, mark = is_mark(s, n), done = false;
	char *nfc;

	/* The mark of a letter for which there was no room goes with it. */
	if (mark && e->cut)
		return false;
	if (e->at > 0)
		from = utf8_back(str_text(&e->text), e->at);
	start = e->at - from;
	/* A mark alone would be shown as a code: it joins the letter before.
	 * What else takes no column is shown, or it could hide there. */
	if (mark) {
		struct str joined = STR_INIT;

		str_addn(&joined, str_text(&e->text) + from, start);
		str_addn(&joined, s, n);
		utf8_safe(&in, str_text(&joined), joined.len, e->many);
		str_done(&joined);
	} else {
		str_addn(&in, str_text(&e->text) + from, start);
		tidy(e, s, n, &in);
	}
	have = utf8_letters(str_text(&e->text), e->text.len);
	e->cut = cut_to(&in, have < e->most ? e->most - have : 0, start > 0);
	nfc = in.len > start ? utf8_nfc(str_text(&in), in.len) : NULL;
	if (nfc != NULL) {
		changing(e, typed);
		replace(e, from, e->at, nfc, strlen(nfc));
		done = true;
	}
	free(nfc);
	str_done(&in);
	return done;
}

static bool
step_back(struct edit *e, struct edit_step *from, size_t *n,
    struct edit_step *to, size_t *m)
{
	if (*n == 0)
		return false;
	step_push(to, m, e);
	--*n;
	str_clear(&e->text);
	str_add(&e->text, from[*n].text);
	e->at = from[*n].at;
	free(from[*n].text);
	e->typing = false;
	return true;
}

bool
edit_undo(struct edit *e)
{
	return step_back(e, e->undo, &e->undos, e->redo, &e->redos);
}

bool
edit_redo(struct edit *e)
{
	return step_back(e, e->redo, &e->redos, e->undo, &e->undos);
}

/* The wrapped line that holds byte `at`: its number, start and length. */
static size_t
line_of(const struct edit *e, size_t at, int width, size_t *start, size_t *len)
{
	const char *s = str_text(&e->text);
	size_t line = 0, skip;

	for (*start = 0;; line++) {
		*len = wrap_next(s + *start, width, &skip);
		if (at < *start + *len + skip || skip + *len == 0 ||
		    (*start + *len + skip >= e->text.len && skip == 0))
			return line;
		*start += *len + skip;
		if (*start >= e->text.len && s[e->text.len - 1] != '\n')
			return line;
	}
}

static void
move_lines(struct edit *e, int by, int width)
{
	const char *s = str_text(&e->text);
	size_t start, len, line = line_of(e, e->at, width, &start, &len);
	size_t want, skip, fit;

	/* A short line between two long ones does not lose the column. */
	if (e->goal < 0)
		e->goal = utf8_cols(s + start, e->at - start);
	if (by < 0 && line < (size_t)-by) {
		e->at = 0;
		return;
	}
	want = by < 0 ? line - (size_t)-by : line + (size_t)by;
	start = 0;
	len = wrap_next(s, width, &skip);
	for (size_t i = 0; i < want; i++) {
		if (len + skip == 0 || (skip == 0 && start + len >=
		    e->text.len)) {
			e->at = e->text.len;
			return;
		}
		start += len + skip;
		len = wrap_next(s + start, width, &skip);
	}
	fit = utf8_fit(s + start, len, e->goal);
	e->at = start + fit;
}

static void
move_in_line(struct edit *e, enum key_code code, int width)
{
	size_t start = 0, len = e->text.len;

	if (e->many)
		line_of(e, e->at, width, &start, &len);
	if (code == K_HOME)
		e->at = start;
	else if (code == K_END)
		e->at = start + len;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* Where the word before the cursor begins. */
static size_t
word_left(const struct edit *e)
{
	size_t at = e->at;

	while (at > 0 && is_blank(e->text.buf[at - 1]))
		at--;
	while (at > 0 && !is_blank(e->text.buf[at - 1]))
		at--;
	return at;
}

/* Where the word after the cursor ends. */
static size_t
word_right(const struct edit *e)
{
	size_t at = e->at;

	while (at < e->text.len && is_blank(e->text.buf[at]))
		at++;
	while (at < e->text.len && !is_blank(e->text.buf[at]))
		at++;
	return at;
}

static bool
edit_control(struct edit *e, char letter)
{
	switch (letter) {
	case 'z':
		edit_undo(e);
		return true;
	case 'y':
		edit_redo(e);
		return true;
	case 'u':
		delete_range(e, 0, e->at);
		return true;
	case 'w':
		delete_range(e, word_left(e), e->at);
		return true;
	default:
		return false;
	}
}

/* Up and down by lines as they are seen; false when it is no such key. */
static bool
edit_vertical(struct edit *e, enum key_code code, int width)
{
	int page = e->height > 2 ? e->height - 1 : 1;
	int by = code == K_UP ? -1 : code == K_DOWN ? 1 :
	    code == K_PGUP ? -page : code == K_PGDN ? page : 0;

	if (by == 0 || !e->many)
		return false;
	move_lines(e, by, width);
	telex_end(&e->telex);
	e->typing = false;
	return true;
}

bool
edit_key(struct edit *e, const struct key *key, int width)
{
	const char *s = str_text(&e->text);

	edit_strike(e, key);
	if (edit_vertical(e, key->code, width))
		return true;
	e->goal = -1;
	if (key->code != K_TEXT)
		e->cut = false;
	if (key->code != K_TEXT && key->code != K_BACKSPACE)
		telex_end(&e->telex);
	switch (key->code) {
	case K_TEXT:
		if (!type_vietnamese(e, key->text))
			edit_insert(e, key->text, strlen(key->text));
		return true;
	case K_PASTE:
		edit_insert(e, key->paste, key->paste_len);
		return true;
	case K_BACKSPACE:
		back(e);
		return true;
	case K_DELETE:
		delete_range(e, e->at, e->at + utf8_letter(s + e->at,
		    e->text.len - e->at));
		return true;
	case K_LEFT:
		e->at = e->at > 0 ? utf8_back(s, e->at) : 0;
		break;
	case K_RIGHT:
		e->at += utf8_letter(s + e->at, e->text.len - e->at);
		break;
	case K_HOME: case K_END:
		move_in_line(e, key->code, width);
		break;
	case K_WORD_LEFT:
		e->at = word_left(e);
		break;
	case K_WORD_RIGHT:
		e->at = word_right(e);
		break;
	case K_ENTER:
		if (!e->many)
			return false;
		edit_insert(e, "\n", 1);
		return true;
	case K_CTRL:
		return edit_control(e, key->text[0]);
	default:
		return false;
	}
	e->typing = false;
	return true;
}

void
edit_type_over(struct edit *e, const struct key *key, int width)
{
	size_t steps;

	if (e->text.len > 0) {
		changing(e, false);
		replace(e, 0, e->text.len, "", 0);
	}
	steps = e->undos;
	edit_key(e, key, width);
	while (steps > 0 && e->undos > steps)
		free(e->undo[--e->undos].text);
}

/* A dot a letter; of a long text the end of it before the cursor. */
static void
paint_masked(const struct edit *e, struct canvas *c, struct area a,
    bool cursor)
{
	size_t all = utf8_letters(str_text(&e->text), e->text.len);
	size_t at = utf8_letters(str_text(&e->text), e->at), from = 0;
	struct str dots = STR_INIT;

	if (at >= (size_t)a.w)
		from = at - (size_t)a.w + 1;
	for (size_t i = from; i < all && i < from + (size_t)a.w; i++)
		str_add(&dots, "\xe2\x80\xa2");
	canvas_text(c, a.y, a.x, a.w, ATTR_PLAIN, str_text(&dots));
	if (cursor)
		canvas_cursor(c, a.y, a.x + (int)(at - from));
	str_done(&dots);
}

static void
paint_line(struct edit *e, struct canvas *c, struct area a, bool cursor)
{
	const char *s = str_text(&e->text);
	int at;

	/* A window made wider shows again what was scrolled away. */
	if (utf8_cols(s, e->text.len) < a.w)
		e->scroll = 0;
	else if (e->scroll > e->at)
		e->scroll = e->at;
	/* Scrolls by a third, so that typing at the edge is one letter. */
	if (utf8_cols(s + e->scroll, e->at - e->scroll) >= a.w) {
		size_t from = e->at;

		while (from > 0 &&
		    utf8_cols(s + from, e->at - from) < a.w * 2 / 3)
			from = utf8_back(s, from);
		e->scroll = from;
	}
	at = utf8_cols(s + e->scroll, e->at - e->scroll);
	canvas_typed(c, a.y, a.x, a.w, ATTR_PLAIN, s + e->scroll);
	if (cursor)
		canvas_cursor(c, a.y, a.x + at);
}

static void
paint_many(struct edit *e, struct canvas *c, struct area a, bool cursor)
{
	const char *s = str_text(&e->text);
	size_t start, len, skip, line = line_of(e, e->at, a.w, &start, &len);
	int col = utf8_cols(s + start, e->at - start);

	if (e->scroll > line)
		e->scroll = line;
	if (a.h > 0 && line >= e->scroll + (size_t)a.h)
		e->scroll = line - (size_t)a.h + 1;
	if (cursor)
		canvas_cursor(c, a.y + (int)(line - e->scroll), a.x +
		    (col < a.w ? col : a.w - 1));
	for (size_t i = 0, at = 0; i < e->scroll + (size_t)a.h; i++) {
		char *text;

		len = wrap_next(s + at, a.w, &skip);
		if (len + skip == 0)
			break;
		if (i >= e->scroll) {
			text = xstrndup(s + at, len);
			canvas_typed(c, a.y + (int)(i - e->scroll), a.x, a.w,
			    ATTR_PLAIN, text);
			free(text);
		}
		at += len + skip;
	}
}

void
edit_paint(struct edit *e, struct canvas *c, struct area a, bool cursor)
{
	if (a.w < 1 || a.h < 1)
		return;
	e->height = a.h;
	if (e->masked)
		paint_masked(e, c, a, cursor);
	else if (e->many)
		paint_many(e, c, a, cursor);
	else
		paint_line(e, c, a, cursor);
}
