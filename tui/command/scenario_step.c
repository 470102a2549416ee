/* Reads one step of a scenario. */
#include "tui/command/scenario_private.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define WITH_DEPTH 24

static const struct yaml_field step_field[] = {
	{ "as", WANT_CODE, 0 },
	{ "do", WANT_CODE, 0 },
	{ "case", WANT_TEXT, 0 },
	{ "with", WANT_MAP, 0 },
	{ "expect", WANT_ANY, 0 },
	{ "save", WANT_ANY, 0 },
	{ "wait", WANT_TEXT, 0 },
	{ "check", WANT_MAP, 0 },
	{ "say", WANT_BOTH, 0 },
	{ "law", WANT_TEXT, 0 },
};

static const struct yaml_field expect_field[] = {
	{ "refused", WANT_CODE, WANT_REQUIRED },
};

static const struct yaml_field check_field[] = {
	{ "case", WANT_TEXT, WANT_REQUIRED },
	{ "state", WANT_CODE, 0 },
	{ "holder", WANT_CODE, 0 },
	{ "late", WANT_CODES, 0 },
	{ "queue", WANT_MAP, 0 },
	{ "tracks", WANT_MAP, 0 },
	{ "can", WANT_CODES, 0 },
	{ "cannot", WANT_CODES, 0 },
	{ "suspended", WANT_CODES, 0 },
	{ "entitled", WANT_MAP, 0 },
	{ "class", WANT_CODE, 0 },
};

static const struct yaml_field queue_field[] = {
	{ "name", WANT_CODE, WANT_REQUIRED },
	{ "has", WANT_BOOL, WANT_REQUIRED },
};

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?, short enough to be held exactly. */
static bool
is_number(const char *s, bool *is_real)
{
	const char *p = s + (*s == '-');
	size_t whole = strspn(p, "0123456789"), part;

	*is_real = false;
	if (whole == 0 || (whole > 1 && *p == '0') || strlen(s) > 15)
		return false;
	p += whole;
	if (*p == '\0')
		return true;
	part = *p == '.' ? strspn(p + 1, "0123456789") : 0;
	*is_real = true;
	return part > 0 && p[1 + part] == '\0';
}

static json_t *
scalar_json(const struct yaml_node *node)
{
	bool is_real;

	if (node->quoted || !is_number(node->text, &is_real)) {
		if (!node->quoted && strcmp(node->text, "true") == 0)
			return json_true();
		if (!node->quoted && strcmp(node->text, "false") == 0)
			return json_false();
		return json_string(node->text);
	}
	return is_real ? json_real(strtod(node->text, NULL)) :
	    json_integer(strtoll(node->text, NULL, 10));
}

json_t *
scenario_json(const struct yaml_node *node, int depth)
{
	json_t *out, *item = NULL;
	size_t i;

	if (node->kind == YAML_TEXT)
		return scalar_json(node);
	if (depth >= WITH_DEPTH)
		return NULL;
	out = node->kind == YAML_MAP ? json_object() : json_array();
	for (i = 0; i < node->n; i++) {
		item = scenario_json(node->item[i], depth + 1);
		if (item == NULL)
			break;
		if (node->kind == YAML_MAP)
			json_object_set_new(out, node->key[i]->text, item);
		else
			json_array_append_new(out, item);
	}
	if (i == node->n)
		return out;
	json_decref(out);
	return NULL;
}

bool
scenario_wait_parse(const char *text, int64_t *ms, int64_t *work_days)
{
	static const struct { const char *name; int64_t ms; } unit[] = {
		{ "minute", 60000 }, { "hour", 3600000 },
		{ "day", 86400000 }, { "working_day", 0 },
	};
	char *end;
	int64_t n = strtoll(text, &end, 10);
	size_t i, len;

	if (end == text || n < 0 || n > 100000 || *end != ' ')
		return false;
	end++;
	for (i = 0; i < ARRAY_LEN(unit); i++) {
		len = strlen(unit[i].name);
		if (strncmp(end, unit[i].name, len) != 0 ||
		    (end[len] != '\0' && strcmp(end + len, "s") != 0))
			continue;
		*ms = n * unit[i].ms;
		*work_days = unit[i].ms == 0 ? n : 0;
		return true;
	}
	return false;
}

static void
read_expect(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out)
{
	if (node == NULL)
		return;
	if (node->kind == YAML_TEXT) {
		if (strcmp(node->text, "done") != 0)
			scenario_fault(r, node, W_SCENARIO_EXPECT, NULL);
		return;
	}
	if (node->kind != YAML_MAP)
		scenario_fault(r, node, W_SCENARIO_EXPECT, NULL);
	else if (scenario_expect(r, node, expect_field,
	    ARRAY_LEN(expect_field)))
		out->refused = xstrdup(yaml_get_text(node, "refused"));
}

static void
read_save(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out)
{
	size_t i;

	if (node == NULL)
		return;
	out->save_list = node->kind == YAML_LIST;
	out->save = xcalloc(node->n + 1, sizeof(*out->save));
	if (node->kind == YAML_TEXT && node->text[0] != '\0')
		out->save[out->n_save++] = xstrdup(node->text);
	for (i = 0; node->kind == YAML_LIST && i < node->n &&
	    node->item[i]->kind == YAML_TEXT; i++)
		out->save[out->n_save++] = xstrdup(node->item[i]->text);
	if (out->n_save == 0 || (out->save_list && out->n_save != node->n))
		scenario_fault(r, node, W_SCENARIO_SAVE, NULL);
}

/* The rest of a check as JSON; a single code is a list of one. */
static json_t *
read_more(const struct yaml_node *node)
{
	static const char *const key[] = {
		"tracks", "can", "cannot", "suspended", "entitled", "class"
	};
	json_t *more = json_object(), *list;
	size_t i, k;

	for (i = 0; i < ARRAY_LEN(key); i++) {
		const struct yaml_node *at = yaml_get(node, key[i]);

		if (at == NULL)
			continue;
		if (at->kind == YAML_MAP) {
			json_object_set_new(more, key[i], scenario_json(at, 0));
			continue;
		}
		list = json_array();
		for (k = 0; k < yaml_codes(at); k++)
			json_array_append_new(list,
			    json_string(yaml_code(at, k)));
		json_object_set_new(more, key[i], list);
	}
	if (json_object_size(more) > 0)
		return more;
	json_decref(more);
	return NULL;
}

static void
read_check(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out)
{
	const struct yaml_node *late = yaml_get(node, "late");
	const struct yaml_node *queue = yaml_get(node, "queue");
	struct scenario_check *c = &out->check;
	size_t i;

	if (!scenario_expect(r, node, check_field, ARRAY_LEN(check_field)) ||
	    (queue != NULL && !scenario_expect(r, queue, queue_field,
	    ARRAY_LEN(queue_field))))
		return;
	c->case_name = xstrdup(yaml_get_text(node, "case"));
	c->state = xstrdup(yaml_get_text(node, "state"));
	c->holder = xstrdup(yaml_get_text(node, "holder"));
	c->queue = xstrdup(yaml_get_text(queue, "name"));
	c->queue_has = queue != NULL && yaml_bool(yaml_get(queue, "has"),
	    false);
	if (late != NULL) {
		c->late = json_array();
		for (i = 0; i < yaml_codes(late); i++)
			json_array_append_new(c->late,
			    json_string(yaml_code(late, i)));
	}
	c->more = read_more(node);
	if (c->state == NULL && c->holder == NULL && c->queue == NULL &&
	    c->late == NULL && c->more == NULL)
		scenario_fault(r, node, W_SCENARIO_CHECK, NULL);
}

static void
read_do(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out)
{
	const struct yaml_node *with = yaml_get(node, "with");

	out->command = xstrdup(yaml_get_text(node, "do"));
	out->case_name = xstrdup(yaml_get_text(node, "case"));
	if (yaml_get(node, "as") == NULL)
		scenario_fault(r, node, W_SCENARIO_NEEDS_AS, NULL);
	if (with != NULL) {
		out->with = scenario_json(with, 0);
		if (out->with == NULL)
			scenario_fault(r, with, W_SCENARIO_DEEP, NULL);
	}
	read_expect(r, yaml_get(node, "expect"), out);
	read_save(r, yaml_get(node, "save"), out);
}

/* Keys that mean nothing without "do" are mistakes, not decoration. */
static void
refuse_strays(struct reading *r, const struct yaml_node *node)
{
	static const char *const only[] = { "case", "with", "expect", "save" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(only); i++)
		if (yaml_get(node, only[i]) != NULL)
			scenario_fault(r, yaml_get(node, only[i]),
			    W_SCENARIO_ONLY, only[i]);
}

static char *
summary_of(const struct scenario_step *st)
{
	static const char *const told[] = {
		"step", "request", "support", "paper", "form", "act", "to"
	};
	struct str out = STR_INIT;
	size_t i;

	if (st->kind == STEP_SAY)
		return NULL;
	if (st->kind == STEP_WAIT) {
		str_printf(&out, "wait %s", st->wait);
		return str_steal(&out);
	}
	str_add(&out, st->kind == STEP_DO ? st->command : "check");
	for (i = 0; i < ARRAY_LEN(told); i++)
		if (jx_text(st->with, told[i]) != NULL)
			str_printf(&out, " %s", jx_text(st->with, told[i]));
	if (st->case_name != NULL)
		str_printf(&out, " [%s]", st->case_name);
	if (st->check.case_name != NULL)
		str_printf(&out, " [%s]", st->check.case_name);
	return str_steal(&out);
}

static void
read_kind(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out)
{
	const struct yaml_node *wait = yaml_get(node, "wait");
	const struct yaml_node *check = yaml_get(node, "check");
	bool does = yaml_get(node, "do") != NULL;
	int64_t ms, days;
	int n = does + (wait != NULL) + (check != NULL);

	if (n > 1 || (n == 0 && yaml_get(node, "say") == NULL)) {
		scenario_fault(r, node, W_SCENARIO_DO, NULL);
		return;
	}
	out->kind = does ? STEP_DO : wait != NULL ? STEP_WAIT :
	    check != NULL ? STEP_CHECK : STEP_SAY;
	if (does)
		read_do(r, node, out);
	else
		refuse_strays(r, node);
	if (wait != NULL) {
		out->wait = xstrdup(wait->text);
		if (!scenario_wait_parse(wait->text, &ms, &days))
			scenario_fault(r, wait, W_SCENARIO_WAIT, NULL);
	}
	if (check != NULL)
		read_check(r, check, out);
}

void
scenario_read_step(struct reading *r, const struct yaml_node *node,
    struct scenario_step *out)
{
	const char *as = yaml_get_text(node, "as");

	out->line = node->line;
	out->col = node->col;
	out->as = -1;
	if (!scenario_expect(r, node, step_field, ARRAY_LEN(step_field)))
		return;
	if (as != NULL) {
		out->as = scenario_find_officer(r->sc, as);
		if (out->as < 0)
			scenario_fault(r, yaml_get(node, "as"),
			    W_SCENARIO_STAFF, as);
	}
	if (yaml_get(node, "say") != NULL)
		yaml_both(yaml_get(node, "say"), &out->say);
	out->law = xstrdup(yaml_get_text(node, "law"));
	read_kind(r, node, out);
	out->summary = summary_of(out);
}
