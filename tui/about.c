#include "tui/about.h"

#include "core/base/mem.h"
#include "core/base/str.h"

static const struct {
	const char *view, *text[2];
} abouts[] = {
#define ABOUT(name, vi, en) { name, { vi, en } },
#include "tui/about.def"
#undef ABOUT
};

const char *
screen_about(const char *view, enum lang lang)
{
	for (size_t i = 0; i < ARRAY_LEN(abouts); i++) {
		if (str_eq(abouts[i].view, view))
			return abouts[i].text[lang == LANG_EN];
	}
	return "";
}
