/* All text of the screens outside the command table; see messages.def. */
#ifndef TN_TUI_MESSAGES_H
#define TN_TUI_MESSAGES_H

#include "core/base/err.h"

enum msg {
#define MSG(id, vi, en) id,
#include "tui/messages.def"
#undef MSG
	MSG_COUNT
};

/* Static. */
const char *msg_text(enum msg m, enum lang lang);

#endif
