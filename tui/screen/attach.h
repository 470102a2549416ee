/*
 * Files of a case: attach.c (their list, one in detail, saving one),
 * attach_file.c (reading and writing on the officer's machine) and
 * form_file.c (a question of a form that asks for a file).
 */
#ifndef TN_TUI_SCREEN_ATTACH_H
#define TN_TUI_SCREEN_ATTACH_H

#include "tui/app.h"
#include "tui/screen/screens.h"

/* Nothing larger is read in; the door has the last word. */
#define ATTACH_MOST ((size_t)5 << 20)

/* "image" "audio" "video" "file", by the ending of a name. */
const char *attach_media_of(const char *path);

/* The file as base64, or NULL and why it cannot be attached is said. */
json_t *attach_read(struct app *app, const char *path);

/* Is nothing there yet?  Else that is said. */
bool attach_is_free(struct app *app, const char *path);

/*
 * Writes bytes as a new file of mode 0600; never over an existing one.
 * False, and why is said; nothing half is left.
 */
bool attach_write_bytes(struct app *app, const char *path, const void *bytes,
    size_t len);
/* The same of base64. */
bool attach_write(struct app *app, const char *path, const char *content,
    size_t len);

/* Where a file goes: `path`, or `name` in the folder `path`; the caller's. */
char *attach_target(const char *path, const char *name);

/*
 * Reads a file and attaches it to a case, for a question (NULL: for none) of
 * a kind (NULL: by its ending).  Its id, the caller's; NULL, and why is said.
 */
char *attach_do(struct app *app, const char *case_id, const char *question,
    const char *media, const char *path);

#endif
