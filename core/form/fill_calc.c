/* One condition, one calculation, one default. */
#include "core/form/fill_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
fill_env(const struct fill *fill, const struct place *at,
    struct expr_env *env)
{
	const char *outer, *repeat;

	fill_around(fill, at, &outer, &repeat);
	answers_env(&fill->answers, fill->now, LANG_VI, env);
	env->here = answers_node(outer, at->up, repeat, at->row,
	    at->item->name);
	env->has_here = true;
}

static json_t *
split_codes(const char *s)
{
	json_t *codes = json_array();

	for (s += strspn(s, " "); *s != '\0'; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		json_array_append_new(codes, json_stringn(s, n));
		s += n;
	}
	return codes;
}

/* A fraction stays one where a whole number was wanted: it shows as wrong. */
static json_t *
number_json(double x)
{
	if (isnan(x) || isinf(x))
		return NULL;
	if (x == floor(x) && fabs(x) < 9e15)
		return json_integer((json_int_t)x);
	return json_real(x);
}

json_t *
fill_value(const struct form_item *item, const struct expr_value *v)
{
	struct str s = STR_INIT;
	json_t *made = NULL;

	expr_to_string(v, &s);
	if (s.len == 0 || strcmp(str_text(&s), "NaN") == 0) {
		str_done(&s);
		return NULL;
	}
	switch (item->type) {
	case FORM_INTEGER:
	case FORM_DECIMAL:
	case FORM_RANGE:
		made = number_json(expr_to_number(v));
		break;
	case FORM_YES_NO:
		made = json_string(v->kind != EXPR_BOOL ? str_text(&s) :
		    v->truth ? "yes" : "no");
		break;
	case FORM_SELECT_MULTIPLE:
	case FORM_RANK:
		made = split_codes(str_text(&s));
		break;
	case FORM_CALCULATE:
	case FORM_HIDDEN:
		made = v->kind == EXPR_NUMBER ? number_json(v->number) :
		    v->kind == EXPR_BOOL ? json_boolean(v->truth) :
		    json_string(str_text(&s));
		break;
	default:
		made = json_string(str_text(&s));
	}
	str_done(&s);
	return made;
}

bool
fill_default(struct fill *fill, const struct place *at)
{
	const struct form_item *it = at->item;
	struct expr_value v = EXPR_VALUE_INIT;
	struct expr_env env;
	json_t *value = NULL;

	if ((it->initial_text == NULL && it->initial == NULL) ||
	    fill_at(fill, at) != NULL)
		return false;
	fill_env(fill, at, &env);
	if (it->initial_text != NULL)
		expr_set_text(&v, it->initial_text);
	else if (!expr_eval(it->initial, &env, &v, NULL))
		return false;
	value = fill_value(it, &v);
	expr_value_done(&v);
	if (value != NULL)
		json_object_set_new(fill_holder(fill, at), it->name, value);
	return value != NULL;
}

bool
fill_holds(const struct fill *fill, const struct place *at,
    const struct expr *x, bool otherwise)
{
	struct expr_env env;
	struct expr_value v;
	bool truth;

	if (x == NULL)
		return otherwise;
	fill_env(fill, at, &env);
	if (!expr_eval(x, &env, &v, NULL))
		return true;
	truth = expr_to_boolean(&v);
	expr_value_done(&v);
	return truth;
}

bool
fill_calculate(struct fill *fill, const struct place *at)
{
	struct expr_env env;
	struct expr_value v;
	json_t *value = NULL, *holder = fill_holder(fill, at);
	json_t *old = json_object_get(holder, at->item->name);
	bool changed;

	fill_env(fill, at, &env);
	if (expr_eval(at->item->calculation, &env, &v, NULL)) {
		value = fill_value(at->item, &v);
		expr_value_done(&v);
	}
	changed = value == NULL ? old != NULL : old == NULL ||
	    !json_equal(value, old);
	if (value == NULL)
		json_object_del(holder, at->item->name);
	else
		json_object_set_new(holder, at->item->name, value);
	return changed;
}
