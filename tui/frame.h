/* The frame around a view: banner, title, status line, key bar. */
#ifndef TN_TUI_FRAME_H
#define TN_TUI_FRAME_H

struct app;

/* Loads what is stale, lays out and paints what is dirty, draws once. */
void frame_update(struct app *app);
/* Only the loading, for keys that were typed ahead. */
void frame_load(struct app *app);

#endif
