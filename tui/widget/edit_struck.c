/*
 * The keys as they were struck.  A scanner types through Telex as a hand
 * does, and in what Telex makes of a foreign name the letters cannot be found
 * again: so they are kept beside it while nothing but letters is typed.
 */
#include "tui/widget/edit.h"

#include <string.h>

#define STRUCK_MOST 4096

static bool
is_letters(const struct key *key)
{
	return key->code == K_TEXT || key->code == K_PASTE;
}

/* Other keys move, or are not for the text at all. */
static bool
takes_back(const struct edit *e, const struct key *key)
{
	return key->code == K_BACKSPACE || key->code == K_DELETE ||
	    (key->code == K_CTRL && strchr("uwyz", key->text[0]) != NULL) ||
	    (key->code == K_ENTER && e->many);
}

void
edit_strike(struct edit *e, const struct key *key)
{
	const char *s = key->code == K_PASTE ? key->paste : key->text;
	size_t n = key->code == K_PASTE ? key->paste_len : strlen(key->text);

	if (!e->keep_struck)
		return;
	if (e->text.len == 0) {
		str_clear(&e->struck);
		e->struck_lost = false;
	}
	if (is_letters(key) && (e->at != e->text.len ||
	    e->struck.len + n > STRUCK_MOST))
		e->struck_lost = true;
	if (takes_back(e, key))
		e->struck_lost = true;
	if (e->struck_lost)
		str_clear(&e->struck);
	else if (is_letters(key))
		str_addn(&e->struck, s, n);
}

const char *
edit_struck(const struct edit *e)
{
	return e->keep_struck && !e->struck_lost && e->struck.len > 0 ?
	    str_text(&e->struck) : str_text(&e->text);
}
