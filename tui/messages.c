#include "tui/messages.h"

#include "core/base/mem.h"

static const char *const texts[][2] = {
#define MSG(id, vi, en) { vi, en },
#include "tui/messages.def"
#undef MSG
};

const char *
msg_text(enum msg m, enum lang lang)
{
	if ((size_t)m >= ARRAY_LEN(texts))
		BUG("no such message");
	return texts[m][lang == LANG_EN];
}
