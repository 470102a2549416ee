/*
 * Coordination on the screen: together.c (the list), convene.c (opening),
 * coordination.c (one act), coordination_rows.c (what it shows, plans),
 * coordination_do.c (adding to it, tasks).
 */
#ifndef TN_TUI_SCREEN_COORDINATION_H
#define TN_TUI_SCREEN_COORDINATION_H

#include "tui/app.h"
#include "tui/screen/screens.h"

enum { TOGETHER_ROW, TOGETHER_TASK, TOGETHER_RECORD };

struct coordination_view {
	char *id;
	json_t *answer;
	struct rows rows;
};

#define COORDINATION_VIEW(v) ((struct coordination_view *)(v)->data)

/* Rows of one act for a width. */
void coordination_fill(struct app *app, struct coordination_view *k,
    int width);
/* Everything one row says, for a panel. */
void coordination_detail(struct app *app, struct rows *rows,
    const json_t *item, int width);
/* "[######----]", ten cells: readable without colour or block letters. */
void progress_bar(int percent, char out[13]);

/* The day of an ISO time as "31/12/2026"; nothing for anything else. */
void day_text(const json_t *iso, struct str *out);

/* Adding to an act and to its tasks; each asks what it needs. */
void coordination_record(struct view *v);
void coordination_close(struct view *v);
void task_set(struct view *v, const json_t *task);	/* NULL: a new one */
void task_report(struct view *v, const json_t *task);
void task_urge(struct view *v, const json_t *task);

/* Asks for kind, period, units and words, then opens the act's form. */
void convene_open(struct app *app, const json_t *kinds, const char *case_id);

/*
 * "31/12/2026" as typed -> "2026-12-31", the caller's; NULL and said on the
 * status line when it is no day.
 */
char *day_typed(struct app *app, const char *text);

#endif
