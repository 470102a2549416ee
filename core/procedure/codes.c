/*
 * Two tables for readers outside: every stable code with its title, and which
 * articles of law the procedure covers with what.
 */
#include "core/procedure/procedure.h"
#include "core/procedure/lists.h"
#include "core/procedure/rights.h"

#include <stdlib.h>

static json_t *
text_json(const struct text *t)
{
	return json_pack("{s:s, s:s}", "vi", text_in(t, LANG_VI), "en",
	    text_in(t, LANG_EN));
}

static void
add_code(json_t *list, const char *code, const struct text *title)
{
	json_array_append_new(list, json_pack("{s:s, s:o}", "code", code,
	    "title", text_json(title)));
}

/* A list of codes with titles under a key; the structs all begin alike. */
#define ADD_CODES(object, key, array, n) do { \
	json_t *add_list = json_array(); \
	for (size_t add_i = 0; add_i < (n); add_i++) \
		add_code(add_list, (array)[add_i].code, \
		    &(array)[add_i].title); \
	json_object_set_new((object), (key), add_list); \
} while (0)

/* Reasons of refusal, each with what it belongs to. */
static void
add_reasons(json_t *reasons, const char *of, const struct need *need,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_array_append_new(reasons, json_pack(
		    "{s:s, s:s, s:o}", "code", need[i].code, "of", of,
		    "say", text_json(&need[i].say)));
}

static json_t *
path_codes(const struct path *path)
{
	json_t *o = json_pack("{s:s, s:o}", "code", path->code, "title",
	    text_json(&path->title));

	ADD_CODES(o, "states", path->state, path->n_state);
	ADD_CODES(o, "steps", path->step, path->n_step);
	return o;
}

static void
add_path(json_t *list, json_t *reasons, const struct path *path)
{
	json_array_append_new(list, path_codes(path));
	for (size_t i = 0; i < path->n_step; i++)
		add_reasons(reasons, path->step[i].code, path->step[i].need,
		    path->step[i].n_need);
}

static json_t *
regime_codes(const struct regime *r)
{
	json_t *o = json_pack("{s:s, s:o}", "code", r->code, "title",
	    text_json(&r->title));
	json_t *paths = json_array(), *forms = json_array();
	json_t *reasons = json_array(), *tracks = json_array();

	ADD_CODES(o, "values", r->value, r->n_value);
	ADD_CODES(o, "clocks", r->clock, r->n_clock);
	ADD_CODES(o, "papers", r->paper, r->n_paper);
	ADD_CODES(o, "support", r->support, r->n_support);
	ADD_CODES(o, "requests", r->request, r->n_request);
	ADD_CODES(o, "classes", r->class, r->n_class);
	ADD_CODES(o, "coordination", r->coordination, r->n_coordination);
	for (size_t i = 0; i < r->n_form; i++)
		add_code(forms, r->form[i]->code, &r->form[i]->title);
	for (size_t i = 0; i < r->n_path; i++)
		add_path(paths, reasons, &r->path[i]);
	for (size_t i = 0; i < r->n_track; i++)
		add_path(tracks, reasons, &r->track[i]);
	for (size_t i = 0; i < r->n_request; i++)
		add_reasons(reasons, r->request[i].code, r->request[i].need,
		    r->request[i].n_need);
	for (size_t i = 0; i < r->n_support; i++)
		add_reasons(reasons, r->support[i].code, r->support[i].need,
		    r->support[i].n_need);
	json_object_set_new(o, "forms", forms);
	json_object_set_new(o, "paths", paths);
	json_object_set_new(o, "tracks", tracks);
	json_object_set_new(o, "reasons", reasons);
	return o;
}

json_t *
procedure_codes(const struct procedure *p)
{
	json_t *o = json_object(), *commands = json_array();
	json_t *regimes = json_array(), *lists = json_array();
	const struct right_code *code;
	json_t *queries = json_array();
	size_t n;

	json_object_set_new(o, "version", json_string(p->version));
	code = rights_commands(&n);
	for (size_t i = 0; i < n; i++)
		json_array_append_new(commands, json_string(code[i].code));
	json_object_set_new(o, "commands", commands);
	code = rights_queries(&n);
	for (size_t i = 0; i < n; i++)
		json_array_append_new(queries, json_string(code[i].code));
	json_object_set_new(o, "queries", queries);
	ADD_CODES(o, "documents", p->document, p->n_document);
	ADD_CODES(o, "ministries", p->ministry, p->n_ministry);
	ADD_CODES(o, "unit_kinds", p->unit_kind, p->n_unit_kind);
	ADD_CODES(o, "roles", p->role, p->n_role);
	ADD_CODES(o, "units", p->unit, p->n_unit);
	ADD_CODES(o, "queues", p->queue, p->n_queue);
	for (size_t i = 0; lists_name(p->lists, i) != NULL; i++)
		json_array_append_new(lists,
		    json_string(lists_name(p->lists, i)));
	json_object_set_new(o, "lists", lists);
	for (size_t i = 0; i < p->n_regime; i++)
		json_array_append_new(regimes, regime_codes(&p->regime[i]));
	json_object_set_new(o, "regimes", regimes);
	return o;
}

/* The entry of a basis: {doc, article, law: {vi, en}, ...}; made if new. */
static json_t *
article_of(json_t *all, const struct basis *b)
{
	struct str key = STR_INIT, vi = STR_INIT, en = STR_INIT;
	json_t *o;

	str_add(&key, b->doc->code);
	if (b->article != NULL)
		str_printf(&key, " %s", b->article);
	o = json_object_get(all, str_text(&key));
	if (o == NULL) {
		basis_text(b, LANG_VI, &vi);
		basis_text(b, LANG_EN, &en);
		o = json_pack("{s:s, s:s?, s:{s:s, s:s}}", "doc",
		    b->doc->code, "article", b->article, "law", "vi",
		    str_text(&vi), "en", str_text(&en));
		json_object_set_new(all, str_text(&key), o);
	}
	str_done(&key);
	str_done(&vi);
	str_done(&en);
	return o;
}

static void
cover(json_t *all, const struct basis *b, const char *what, const char *code)
{
	json_t *o, *list;

	if (b->doc == NULL)
		return;
	o = article_of(all, b);
	list = json_object_get(o, what);
	if (list == NULL) {
		list = json_array();
		json_object_set_new(o, what, list);
	}
	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq(json_string_value(json_object_get(json_array_get(
		    list, i), "code")), code))
			return;
	json_array_append_new(list, json_pack("{s:s, s:s}", "code", code,
	    "status", sureness_code(b->status)));
}

#define COVER(all, what, array, n) do { \
	for (size_t cover_i = 0; cover_i < (n); cover_i++) \
		cover((all), &(array)[cover_i].basis, (what), \
		    (array)[cover_i].code); \
} while (0)

/* What belongs to something: "support/class", "value/province". */
static void
cover_of(json_t *all, const struct basis *b, const char *what,
    const char *owner, const char *code)
{
	char *both = xasprintf("%s/%s", owner, code);

	cover(all, b, what, both);
	free(both);
}

static void
cover_path(json_t *all, const struct path *path)
{
	cover(all, &path->basis, path->is_track ? "tracks" : "paths",
	    path->code);
	COVER(all, "states", path->state, path->n_state);
	COVER(all, "steps", path->step, path->n_step);
	for (size_t i = 0; i < path->n_step; i++)
		COVER(all, "needs", path->step[i].need,
		    path->step[i].n_need);
}

static void
cover_values(json_t *all, const struct regime *r)
{
	COVER(all, "values", r->value, r->n_value);
	for (size_t i = 0; i < r->n_value; i++)
		for (size_t k = 0; k < r->value[i].n_local; k++)
			cover_of(all, &r->value[i].local[k].basis,
			    "local_values", r->value[i].code,
			    r->value[i].local[k].province);
}

static void
cover_clocks(json_t *all, const struct regime *r)
{
	COVER(all, "clocks", r->clock, r->n_clock);
	for (size_t i = 0; i < r->n_clock; i++) {
		const struct clock_kind *c = &r->clock[i];

		if (c->n_suspend > 0)
			cover(all, &c->suspend_basis, "suspensions", c->code);
		if (c->can_extend)
			cover(all, &c->extend_basis, "extensions", c->code);
		if (c->escalate_after != NULL)
			cover(all, &c->escalate_basis, "escalations",
			    c->code);
	}
}

static void
cover_support(json_t *all, const struct regime *r)
{
	COVER(all, "classes", r->class, r->n_class);
	COVER(all, "support", r->support, r->n_support);
	for (size_t i = 0; i < r->n_support; i++) {
		const struct support *s = &r->support[i];

		COVER(all, "needs", s->need, s->n_need);
		for (size_t k = 0; k < s->n_entitled; k++)
			cover_of(all, &s->entitled[k].basis, "entitlements",
			    s->code, s->entitled[k].class->code);
	}
}

static void
cover_takeovers(json_t *all, const struct regime *r)
{
	for (size_t i = 0; i < r->n_takeover; i++) {
		const struct takeover *t = &r->takeover[i];

		cover(all, &t->basis, "takeovers", t->from);
		for (size_t k = 0; k < t->n_path; k++)
			cover_of(all, &t->path[k].basis, "takeovers",
			    t->from, t->path[k].from_path);
	}
}

json_t *
procedure_coverage(const struct procedure *p)
{
	json_t *all = json_object();

	for (size_t i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];

		cover_values(all, r);
		cover_clocks(all, r);
		cover_support(all, r);
		cover_takeovers(all, r);
		COVER(all, "papers", r->paper, r->n_paper);
		COVER(all, "requests", r->request, r->n_request);
		COVER(all, "coordination", r->coordination,
		    r->n_coordination);
		for (size_t k = 0; k < r->n_request; k++)
			COVER(all, "needs", r->request[k].need,
			    r->request[k].n_need);
		for (size_t k = 0; k < r->n_path; k++)
			cover_path(all, &r->path[k]);
		for (size_t k = 0; k < r->n_track; k++)
			cover_path(all, &r->track[k]);
	}
	return all;
}
