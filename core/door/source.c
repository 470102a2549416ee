/* What decisions read: the cases, acts and numbers that a session may see. */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

static const struct case_state *
source_open(void *ctx, const char *id)
{
	return session_case(ctx, id);
}

static json_t *
source_act(void *ctx, const char *id)
{
	return session_act(ctx, id);
}

static int64_t
source_last_seq(void *ctx, const char *stream)
{
	struct session *s = ctx;

	return s->tn->journal->last_seq(s->tn->journal->ctx, stream);
}

static int64_t
source_last_number(void *ctx, const char *series)
{
	struct session *s = ctx;

	return s->tn->journal->last_number(s->tn->journal->ctx, series);
}

static const char *
source_site(void *ctx)
{
	struct session *s = ctx;

	return jx_text(s->tn->site, "site");
}

static json_t *
source_site_row(void *ctx)
{
	struct session *s = ctx;

	return s->tn->journal->row(s->tn->journal->ctx, STREAM_SITE, NULL);
}

static bool
has_hit(const struct session *s, int final, struct work_hit *hit, size_t *n)
{
	const struct journal *j = s->tn->journal;
	struct work_query q = { .unit = s->unit->code,
	    .relation = { "holder" }, .n_relation = 1, .waiting = -1,
	    .final = final, .due_before = INT64_MAX, .limit = PERSONS_MAX };

	return j->work(j->ctx, &q, hit, n, NULL) && *n > 0;
}

static json_t *
source_held(void *ctx)
{
	struct session *s = ctx;
	struct work_hit *hit = xcalloc(PERSONS_MAX, sizeof(*hit));
	json_t *list = json_array();
	size_t n = 0, i;

	if (has_hit(s, 0, hit, &n) || has_hit(s, 1, hit, &n))
		for (i = 0; i < n; i++)
			json_array_append_new(list,
			    json_string(hit[i].stream));
	free(hit);
	return list;
}

struct said {
	struct session *s;
	const char *kind;
	json_t *body;
};

static bool
take_said(void *arg, const struct event *ev)
{
	struct said *f = arg;

	if (strcmp(ev->kind, f->kind) != 0)
		return true;
	f->body = session_body(f->s, ev);
	return false;
}

json_t *
session_said(struct session *s, const char *op_id, const char *kind)
{
	const struct journal *j = s->tn->journal;
	struct said f = { s, kind, NULL };

	(void)j->read_operation(j->ctx, op_id, take_said, &f, NULL);
	return f.body;
}

static json_t *
source_said(void *ctx, const char *op_id, const char *kind)
{
	return session_said(ctx, op_id, kind);
}

/* Acts of coordination about a case, of this unit. */
static json_t *
source_acts_about(void *ctx, const char *case_id)
{
	struct session *s = ctx;
	const struct journal *j = s->tn->journal;
	struct work_hit *hit = xcalloc(PERSONS_MAX, sizeof(*hit));
	struct work_query q = { .unit = s->unit->code,
	    .relation = { "lead", "invited" }, .n_relation = 2, .waiting = -1,
	    .final = -1, .due_before = INT64_MAX, .limit = PERSONS_MAX };
	json_t *list = json_array(), *row;
	size_t n = 0, i;

	if (!j->work(j->ctx, &q, hit, &n, NULL))
		n = 0;
	for (i = 0; i < n; i++) {
		row = j->row(j->ctx, hit[i].stream, NULL);
		if (str_eq(jx_text(row, "case"), case_id))
			json_array_append_new(list,
			    json_string(hit[i].stream));
		json_decref(row);
	}
	free(hit);
	return list;
}

static bool
source_gone(void *ctx, const char *case_id)
{
	struct session *s = ctx;
	json_t *row = s->tn->journal->row(s->tn->journal->ctx, case_id, NULL);
	bool gone = json_object_get(row, "erased") != NULL;

	json_decref(row);
	return gone;
}

static bool
source_has_unit(void *ctx, const char *unit)
{
	struct session *s = ctx;

	return json_object_get(json_object_get(s->tn->site, "units"), unit) !=
	    NULL;
}

void
deciding_of(struct session *s, struct case_source *source,
    struct proposal *out, struct deciding *d)
{
	*source = (struct case_source){
		.ctx = s, .open = source_open, .act = source_act,
		.last_seq = source_last_seq,
		.last_number = source_last_number, .site = source_site,
		.site_row = source_site_row, .held = source_held,
		.said = source_said, .acts_about = source_acts_about,
		.gone = source_gone, .has_unit = source_has_unit,
	};
	proposal_start(out);
	*d = (struct deciding){
		.procedure = s->tn->procedure, .actor = &s->actor,
		.source = source, .now = tn_now(s->tn), .out = out,
	};
}
