/* Reads a scenario: its head and its staff. */
#include "tui/command/scenario.h"

#include "core/base/yaml.h"
#include "tui/command/command.h"
#include "tui/command/scenario_private.h"

#include <stdlib.h>
#include <string.h>

static const struct yaml_field play_field[] = {
	{ "scenario", WANT_CODE, WANT_REQUIRED },
	{ "title", WANT_BOTH, WANT_REQUIRED },
	{ "regime", WANT_CODE, WANT_REQUIRED },
	{ "clock", WANT_TEXT, WANT_REQUIRED },
	{ "staff", WANT_LIST, WANT_REQUIRED },
	{ "steps", WANT_LIST, WANT_REQUIRED },
};

static const struct yaml_field demo_field[] = {
	{ "demonstration", WANT_BOOL, WANT_REQUIRED },
	{ "title", WANT_BOTH, WANT_REQUIRED },
	{ "regime", WANT_CODE, WANT_REQUIRED },
	{ "secret", WANT_TEXT, WANT_REQUIRED },
	{ "staff", WANT_LIST, WANT_REQUIRED },
	{ "steps", WANT_LIST, WANT_REQUIRED },
};

static const struct yaml_field staff_field[] = {
	{ "id", WANT_CODE, WANT_REQUIRED },
	{ "name", WANT_TEXT, 0 },
	{ "unit", WANT_CODE, WANT_REQUIRED },
	{ "roles", WANT_CODES, WANT_REQUIRED },
};

int
scenario_find_officer(const struct scenario *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->n_staff; i++)
		if (strcmp(s->staff[i].id, id) == 0)
			return (int)i;
	return -1;
}

bool
scenario_expect(struct reading *r, const struct yaml_node *node,
    const struct yaml_field *field, size_t n)
{
	struct findings found = FINDINGS_INIT;

	if (yaml_expect(r->sc->file, node, field, n, &found)) {
		findings_done(&found);
		return true;
	}
	r->ok = false;
	return cli_findings(r->cli, &found, NULL);
}

void
scenario_fault(struct reading *r, const struct yaml_node *node, enum word w,
    const char *arg)
{
	r->ok = cli_say_at(r->cli, r->sc->file, node->line, node->col, w, arg,
	    NULL);
}

static void
read_officer(struct reading *r, const struct yaml_node *node)
{
	struct scenario *sc = r->sc;
	const struct yaml_node *roles = yaml_get(node, "roles");
	struct scenario_officer *o;
	const char *id, *name;
	size_t i;

	if (!scenario_expect(r, node, staff_field, ARRAY_LEN(staff_field)))
		return;
	id = yaml_get_text(node, "id");
	name = yaml_get_text(node, "name");
	if (scenario_find_officer(sc, id) >= 0) {
		scenario_fault(r, node, W_SCENARIO_TWICE, id);
		return;
	}
	o = &sc->staff[sc->n_staff++];
	o->id = xstrdup(id);
	o->name = xstrdup(name != NULL ? name : id);
	o->unit = xstrdup(yaml_get_text(node, "unit"));
	o->roles = json_array();
	for (i = 0; i < yaml_codes(roles); i++)
		json_array_append_new(o->roles,
		    json_string(yaml_code(roles, i)));
}

static void
read_staff(struct reading *r, const struct yaml_node *list)
{
	size_t i;

	r->sc->staff = xcalloc(list->n + 1, sizeof(*r->sc->staff));
	for (i = 0; i < list->n; i++)
		read_officer(r, list->item[i]);
	if (list->n == 0)
		scenario_fault(r, list, W_SCENARIO_NO_STAFF, NULL);
}

static void
read_clock(struct reading *r, const struct yaml_node *node)
{
	r->sc->clock = WHEN_NONE;
	if (node != NULL &&
	    !when_parse(node->text, VN_OFFSET_MIN, &r->sc->clock))
		scenario_fault(r, node, W_SCENARIO_CLOCK, NULL);
}

static void
read_head(struct reading *r, const struct yaml_node *root)
{
	const char *code = yaml_get_text(root, "scenario");
	struct scenario *sc = r->sc;

	sc->code = xstrdup(code != NULL ? code : "demonstration");
	sc->regime = xstrdup(yaml_get_text(root, "regime"));
	sc->secret = xstrdup(yaml_get_text(root, "secret"));
	yaml_both(yaml_get(root, "title"), &sc->title);
	read_clock(r, yaml_get(root, "clock"));
	read_staff(r, yaml_get(root, "staff"));
}

static void
read_all(struct reading *r, const struct yaml_node *root,
    enum scenario_kind kind)
{
	const struct yaml_node *steps;
	bool ok = kind == SCENARIO_DEMO ?
	    scenario_expect(r, root, demo_field, ARRAY_LEN(demo_field)) :
	    scenario_expect(r, root, play_field, ARRAY_LEN(play_field));
	size_t i;

	if (!ok)
		return;
	read_head(r, root);
	steps = yaml_get(root, "steps");
	if (steps->n == 0)
		scenario_fault(r, steps, W_SCENARIO_EMPTY, NULL);
	r->sc->step = xcalloc(steps->n + 1, sizeof(*r->sc->step));
	for (i = 0; i < steps->n; i++)
		scenario_read_step(r, steps->item[i],
		    &r->sc->step[r->sc->n_step++]);
}

struct scenario *
scenario_load(struct cli *cli, const char *file, enum scenario_kind kind)
{
	struct reading r = { cli, NULL, true };
	struct err e = ERR_INIT;
	struct yaml_doc *doc;
	size_t len = 0;
	char *text = cli_read(cli, file, &len);

	if (text == NULL)
		return NULL;
	doc = yaml_parse(file, text, len, &e);
	free(text);
	if (doc == NULL) {
		cli_err(cli, &e, NULL);
		err_done(&e);
		return NULL;
	}
	r.sc = xcalloc(1, sizeof(*r.sc));
	r.sc->file = xstrdup(file);
	read_all(&r, yaml_root(doc), kind);
	yaml_free(doc);
	if (r.ok)
		return r.sc;
	scenario_free(r.sc);
	return NULL;
}

char *
scenario_path(struct cli *cli, const char *name)
{
	char *file, *path;

	if (strchr(name, '/') != NULL || strchr(name, '.') != NULL)
		return xstrdup(name);
	file = xasprintf("scenarios/%s.yaml", name);
	path = path_join(cli->forms, file);
	free(file);
	return path;
}

static void
step_done(struct scenario_step *st)
{
	size_t i;

	free(st->command);
	free(st->case_name);
	json_decref(st->with);
	free(st->refused);
	for (i = 0; i < st->n_save; i++)
		free(st->save[i]);
	free(st->save);
	free(st->wait);
	free(st->check.case_name);
	free(st->check.state);
	free(st->check.holder);
	json_decref(st->check.late);
	json_decref(st->check.more);
	free(st->check.queue);
	text_done(&st->say);
	free(st->law);
	free(st->summary);
}

void
scenario_free(struct scenario *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n_staff; i++) {
		free(s->staff[i].id);
		free(s->staff[i].name);
		free(s->staff[i].unit);
		json_decref(s->staff[i].roles);
	}
	for (i = 0; i < s->n_step; i++)
		step_done(&s->step[i]);
	free(s->staff);
	free(s->step);
	free(s->file);
	free(s->code);
	free(s->regime);
	free(s->secret);
	text_done(&s->title);
	free(s);
}
