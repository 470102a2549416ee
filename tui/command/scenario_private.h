/* What scenario.c and scenario_step.c share; nobody else includes it. */
#ifndef TN_COMMAND_SCENARIO_PRIVATE_H
#define TN_COMMAND_SCENARIO_PRIVATE_H

#include "core/base/yaml.h"
#include "tui/command/command.h"
#include "tui/command/scenario.h"

struct reading {
	struct cli *cli;
	struct scenario *sc;
	bool ok;		/* nothing wrong so far */
};

/* yaml_expect(), with its findings said; false when there is one. */
bool scenario_expect(struct reading *r, const struct yaml_node *node,
    const struct yaml_field *field, size_t n);
/* Something is wrong with a node; `arg` may be NULL. */
void scenario_fault(struct reading *r, const struct yaml_node *node,
    enum word w, const char *arg);
void scenario_read_step(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out);

#endif
