/* Undo and redo of answers. */
#include "tui/screen/form.h"

#include <stdlib.h>
#include <string.h>

#define HISTORY_MOST 200

struct form_step {
	char *path;			/* where one was */
	json_t *was;			/* everything, as it was */
};

static void
step_done(struct form_step *s)
{
	free(s->path);
	json_decref(s->was);
}

static void
history_clear(struct form_history *h)
{
	while (h->n > 0)
		step_done(&h->step[--h->n]);
}

void
form_history_done(struct form_history *h)
{
	history_clear(h);
	free(h->step);
	h->step = NULL;
	h->cap = 0;
}

static void
keep(struct view *v, struct form_history *h, const char *path)
{
	if (h->n == HISTORY_MOST) {
		step_done(&h->step[0]);
		memmove(h->step, h->step + 1, --h->n * sizeof *h->step);
	}
	h->step = xgrow(h->step, h->n, &h->cap, sizeof *h->step);
	h->step[h->n].path = xstrdup(path);
	h->step[h->n++].was = fill_snapshot(FORM_VIEW(v)->fill);
}

void
form_keep_undo(struct view *v, const char *path)
{
	struct form_view *f = FORM_VIEW(v);

	keep(v, &f->back, path);
	history_clear(&f->forth);
}

void
form_drop_undo(struct view *v)
{
	struct form_history *h = &FORM_VIEW(v)->back;

	if (h->n > 0)
		step_done(&h->step[--h->n]);
}

static void
go(struct view *v, struct form_history *from, struct form_history *to,
    enum msg none)
{
	struct form_view *f = FORM_VIEW(v);
	struct form_step s;

	if (from->n == 0) {
		app_say(v->app, ATTR_PLAIN, none, NULL);
		return;
	}
	s = from->step[--from->n];
	keep(v, to, s.path);
	if (fill_restore(f->fill, s.was))
		form_changed(v);
	if (s.path != NULL)
		form_go(v, s.path);
	step_done(&s);
}

void
form_undo(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);

	go(v, &f->back, &f->forth, M_FORM_NO_CHANGE);
}

void
form_redo(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);

	go(v, &f->forth, &f->back, M_FORM_NO_REDO);
}
