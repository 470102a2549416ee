/* What the walk has reached, and what it never did. */
#include "tests/walk/walk.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
tally(struct world *w, const char *room, const char *code)
{
	json_t *list = json_object_get(w->tally, room);

	if (list == NULL) {
		list = json_object();
		json_object_set_new(w->tally, room, list);
	}
	json_object_set_new(list, code, json_integer(jx_int(list, code, 0) + 1));
}

long
tallied(const struct world *w, const char *room, const char *code)
{
	return (long)jx_int(json_object_get(w->tally, room), code, 0);
}

void
case_tell(const struct walk_case *c)
{
	size_t i;

	for (i = 0; c != NULL && i < c->n_event; i++) {
		const struct told_event *t = &c->event[i];
		char at[32];

		when_format(t->head.at, VN_OFFSET_MIN, at);
		printf("#   %" PRId64 " %s %s %s %.300s\n", t->head.seq, at,
		    t->head.unit, t->head.kind, t->facts);
	}
}

void
tally_odd(struct world *w, const struct walk_case *c, const char *fmt, ...)
{
	char text[200];
	json_int_t n;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n = jx_int(w->odd, text, 0) + 1;
	json_object_set_new(w->odd, text, json_integer(n));
	if (n == 1 && getenv("WALK_TELL") != NULL) {
		printf("# first: %s: %s\n", text, c->id);
		case_tell(c);
	}
}

/* What was said at another time counts again: nothing new was recorded. */
static void
tally_silent(struct world *w, const struct proposed_event *ev)
{
	const char *code = jx_text(ev->facts, "step");
	const struct path *track;
	const struct walk_case *c = world_case(w, ev->stream);
	const struct step *step = c == NULL ? NULL :
	    told_step(&c->told, code, &track);
	const char *asked = jx_text(ev->facts, "request");

	if (json_object_size(json_object_get(ev->body, "answers")) > 0)
		return;
	if (step != NULL && step->form != NULL)
		tally_odd(w, world_case(w, ev->stream), "%s with nothing said "
		    "anew in its form", code);
	if (step == NULL && asked != NULL)
		tally_odd(w, world_case(w, ev->stream), "a reply to %s with "
		    "nothing said anew", asked);
}

static void
tally_event(struct world *w, const struct proposed_event *ev)
{
	static const struct { const char *key, *kind, *room; } kept[] = {
		{ "step", "step_taken", "step" },
		{ "step", "offered", "handover" },
		{ "step", "accepted", "accepted" },
		{ "request", "request_answered", "answer" },
	};
	const json_t *item;
	const char *code;
	size_t i;

	for (i = 0; i < ARRAY_LEN(kept); i++)
		if (strcmp(ev->kind, kept[i].kind) == 0 &&
		    (code = jx_text(ev->facts, kept[i].key)) != NULL)
			tally(w, kept[i].room, code);
	code = jx_text(json_object_get(ev->facts, "request"), "code");
	if (code != NULL)
		tally(w, "request", code);
	if (strcmp(ev->kind, "step_taken") == 0 || strcmp(ev->kind,
	    "request_answered") == 0)
		tally_silent(w, ev);
	code = jx_text(json_object_get(ev->body, "support"), "code");
	if (code != NULL)
		tally(w, "support", code);
	json_array_foreach(json_object_get(ev->body, "papers"), i, item)
		tally(w, "paper", jx_text(item, "code"));
	tally(w, "event", ev->kind);
}

void
tally_proposal(struct world *w, const struct proposal *p)
{
	const json_t *item;
	size_t i;

	for (i = 0; i < p->n_event; i++)
		tally_event(w, &p->event[i]);
	json_array_foreach(p->reasons, i, item)
		tally(w, "refused", jx_text(item, "code"));
}

/*
 * What no walk can be asked to reach, and why.  Whatever is named here and
 * was reached after all is told, so that the list does not grow stale.
 */
static const struct {
	const char *regime, *path;	/* NULL: all */
	const char *room, *code, *why;
} exempt[] = {
	{ NULL, NULL, NULL, NULL, NULL },
};

static const char *
exempt_for(const struct world *w, const char *room, const char *code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(exempt); i++)
		if (str_eq(exempt[i].room, room) &&
		    str_eq(exempt[i].code, code) &&
		    (exempt[i].regime == NULL || strcmp(exempt[i].regime,
		    w->path->regime->code) == 0) &&
		    (exempt[i].path == NULL || strcmp(exempt[i].path,
		    w->path->code) == 0))
			return exempt[i].why;
	return NULL;
}

static bool
is_step_with(const struct path *path, const struct request *request,
    const struct paper *paper)
{
	size_t i, k;

	for (i = 0; i < path->n_step; i++) {
		if (request != NULL && path->step[i].request == request)
			return true;
		for (k = 0; paper != NULL && k < path->step[i].n_paper; k++)
			if (path->step[i].paper[k] == paper)
				return true;
	}
	return false;
}

/* Is the state one of the path's, where a unit that may ask can act? */
static bool
is_asked_from(const struct path *path, const struct request *request,
    const char *state)
{
	size_t i, k, n;

	for (i = 0; i < path->n_step; i++)
		for (k = 0; k < path->step[i].n_from; k++)
			for (n = 0; str_eq(path->step[i].from[k]->code,
			    state) && n < request->from.n_kind; n++)
				if (who_has_kind(&path->step[i].who,
				    request->from.kind[n]))
					return true;
	return false;
}

/* By a step of the path or of a track, or from one of the path's states. */
static bool
is_sent_on(const struct path *path, const struct request *request)
{
	const struct regime *r = path->regime;
	bool sent = is_step_with(path, request, NULL);
	size_t i;

	for (i = 0; i < r->n_track; i++)
		sent = sent || is_step_with(&r->track[i], request, NULL);
	for (i = 0; i < request->n_state; i++)
		sent = sent || is_asked_from(path, request,
		    request->state[i]);
	return sent;
}

static bool
is_made_on(const struct path *path, const struct paper *paper)
{
	const struct regime *r = path->regime;
	bool made = paper->from_outside || path->entry_paper == paper ||
	    is_step_with(path, NULL, paper);
	size_t i;

	for (i = 0; i < r->n_track; i++)
		made = made || is_step_with(&r->track[i], NULL, paper);
	for (i = 0; i < r->n_request; i++)
		made = made || ((r->request[i].ask_paper == paper ||
		    r->request[i].reply_paper == paper) &&
		    is_sent_on(path, &r->request[i]));
	return made;
}

static int
never(const struct world *w, const char *room, const char *code)
{
	const char *why = exempt_for(w, room, code), *text;
	json_t *n;

	if (tallied(w, room, code) > 0 || why != NULL) {
		if (why != NULL)
			printf("# %s %s: %s: %s\n", room, code, tallied(w,
			    room, code) > 0 ? "reached after all" :
			    "not asked for", why);
		return 0;
	}
	printf("# never: %s %s", room, code);
	json_object_foreach(json_object_get(w->tally, "against"), text, n)
		if (str_starts(text, code) && text[strlen(code)] == ':')
			printf(" (%s %" JSON_INTEGER_FORMAT ")", text +
			    strlen(code) + 2, json_integer_value(n));
	printf("\n");
	return 1;
}

/* What a reason can be called, by core and by the procedure. */
static void
report_reasons(const struct world *w)
{
	static const char *const code[] = {
#define ERR(symbol, name, vi, en) name,
#include "core/case/errors.def"
#undef ERR
	};
	const struct regime *r = w->path->regime;
	size_t i, k;

	/* From store_unfounded on they are the door's. */
	for (i = 0; i < ARRAY_LEN(code); i++) {
		if (strcmp(code[i], "guard_broken") == 0)
			break;
		/* Only told inside other sentences, or reserved. */
		if (strcmp(code[i], "person_line") != 0)
			never(w, "refused", code[i]);
	}
	for (i = 0; i < w->path->n_step; i++)
		for (k = 0; k < w->path->step[i].n_need; k++)
			never(w, "refused", w->path->step[i].need[k].code);
	for (i = 0; i < r->n_support; i++)
		for (k = 0; k < r->support[i].n_need; k++)
			never(w, "refused", r->support[i].need[k].code);
}

static void
report_room(const struct world *w, const char *room)
{
	const char *code;
	json_t *n;
	int column = printf("# %s:", room);

	json_object_foreach(json_object_get(w->tally, room), code, n) {
		if (column > 68) {
			printf("\n#  ");
			column = 3;
		}
		column += printf(" %s %" JSON_INTEGER_FORMAT, code,
		    json_integer_value(n));
	}
	printf("\n");
}

int
tally_report(const struct world *w)
{
	static const char *const room[] = {
		"command", "event", "step", "handover", "accepted", "request",
		"answer", "support", "paper", "state", "holds", "acts",
		"refused"
	};
	const struct regime *r = w->path->regime;
	int missing = 0;
	const char *text;
	json_t *n;
	size_t i, k;

	for (i = 0; i < ARRAY_LEN(room); i++)
		report_room(w, room[i]);
	json_object_foreach(w->odd, text, n)
		printf("# odd: %s (%" JSON_INTEGER_FORMAT " times)\n", text,
		    json_integer_value(n));
	for (i = 0; i < w->path->n_step; i++)
		missing += never(w, w->path->step[i].handover &&
		    !w->path->step[i].foreign ? "accepted" : "step",
		    w->path->step[i].code);
	for (i = 0; i < r->n_track; i++)
		for (k = 0; k < r->track[i].n_step; k++)
			missing += never(w, "step", r->track[i].step[k].code);
	for (i = 0; i < w->path->n_state; i++)
		missing += never(w, "state", w->path->state[i].code);
	for (i = 0; i < r->n_request; i++)
		if (is_sent_on(w->path, &r->request[i]))
			missing += never(w, "request", r->request[i].code) +
			    never(w, "answer", r->request[i].code);
	for (i = 0; i < r->n_support; i++)
		missing += never(w, "support", r->support[i].code);
	for (i = 0; i < r->n_paper; i++)
		if (is_made_on(w->path, &r->paper[i]))
			missing += never(w, "paper", r->paper[i].code);
	report_reasons(w);
	return missing;
}
