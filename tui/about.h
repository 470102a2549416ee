/* What each screen is for; see about.def. */
#ifndef TN_TUI_ABOUT_H
#define TN_TUI_ABOUT_H

#include "core/base/err.h"

/* The paragraph of a view by its name; "" when there is none.  Static. */
const char *screen_about(const char *view, enum lang lang);

#endif
