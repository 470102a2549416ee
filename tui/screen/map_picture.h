/* The states of a path as boxes, layer below layer, joined by lines. */
#ifndef TN_TUI_MAP_PICTURE_H
#define TN_TUI_MAP_PICTURE_H

#include "tui/canvas.h"

#include <jansson.h>

struct app;

/*
 * Paints the answer of the query "map" into an area.  Lines join layers that
 * lie next to each other; what leads further is in the list beside.  When the
 * picture is higher than the area, the part around "you are here" is shown.
 */
void map_picture(struct app *app, struct canvas *c, struct area a,
    const json_t *map);

#endif
