#include "tui/commands.h"

#include "core/base/mem.h"
#include "core/base/str.h"

static const struct command_info infos[] = {
#define COMMAND(id, name, keys, contexts, flags, lv, le, hv, he) \
	{ name, keys, contexts, flags, { lv, le }, { hv, he } },
#include "tui/commands.def"
#undef COMMAND
};

const struct command_info *
command_info(enum command c)
{
	if ((size_t)c >= ARRAY_LEN(infos))
		BUG("no such command");
	return &infos[c];
}

enum command
command_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(infos); i++) {
		if (str_eq(infos[i].name, name))
			return (enum command)i;
	}
	return CMD_NONE;
}
