/* Functions: choices, translations, places on the ground. */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLANK " \t\r\n"
#define EARTH_RADIUS 6378100.0		/* metres, as JavaRosa takes it */
#define RADIAN 0.017453292519943295
#define MAX_POINTS 2000

static bool
fn_selected(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]), *want = run_text(r, &arg[1]);
	const char *w = want + strspn(want, BLANK);
	size_t len = strlen(w);
	bool found = false;

	(void)op;
	while (len > 0 && strchr(BLANK, w[len - 1]) != NULL)
		len--;
	/* nothing chosen: only '' is selected */
	for (const char *p = s; !found; p += strcspn(p, BLANK)) {
		p += strspn(p, BLANK);
		found = strncmp(p, w, len) == 0 && (len > 0 ||
		    s[strspn(s, BLANK)] == '\0') &&
		    (p[len] == '\0' || strchr(BLANK, p[len]) != NULL);
		if (*p == '\0')
			break;
	}
	expr_set_bool(out, found);
	free(s);
	free(want);
	return true;
}

/* selected-at(list, i), i from 0, and count-selected(list) */
static bool
fn_selected_at(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);
	double want = op->n > 1 ? trunc(run_number(r, &arg[1])) : -1, i = 0;
	size_t n;

	expr_set_text(out, "");
	for (const char *p = s + strspn(s, BLANK); *p != '\0';
	    p += n + strspn(p + n, BLANK)) {
		n = strcspn(p, BLANK);
		if (i++ == want)
			expr_set_textn(out, p, n);
	}
	if (op->n == 1)
		expr_set_number(out, i);
	free(s);
	return true;
}

/* jr:choice-name(code, '${question}'): the label in the env's language. */
static bool
fn_choice_name(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	struct expr_value code = EXPR_VALUE_INIT;
	const char *label = NULL;
	char *s;

	(void)arg;
	if (op->arg[1]->kind != OP_REF)
		return run_fail(r, op, ERR_EXPR_NODES, op->text);
	if (!run_op(r, op->arg[0], &code)) {
		expr_value_done(&code);
		return false;
	}
	s = run_text(r, &code);
	if (env->choice_label != NULL)
		label = env->choice_label(env->ctx, op->arg[1]->text, s,
		    env->lang);
	expr_set_text(out, label != NULL ? label : "");
	expr_value_done(&code);
	free(s);
	return true;
}

static bool
fn_itext(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	char *id = run_text(r, &arg[0]);
	const char *text = env->itext != NULL ? env->itext(env->ctx, id) : NULL;

	(void)op;
	expr_set_text(out, text != NULL ? text : id);
	free(id);
	return true;
}

struct point {
	double lat, lon;
};

/* "lat lon [altitude accuracy]; ..." */
static size_t
read_points(char *s, struct point *to, size_t n)
{
	char *next;

	for (char *p = s; p != NULL && n < MAX_POINTS; p = next) {
		char *lat, *lon, *end;

		next = strchr(p, ';');
		if (next != NULL)
			*next++ = '\0';
		lat = p + strspn(p, BLANK);
		end = lat + strcspn(lat, BLANK);
		lon = end + strspn(end, BLANK);
		if (*lon == '\0')
			continue;
		*end = '\0';
		lon[strcspn(lon, BLANK)] = '\0';
		to[n].lat = expr_read_number(lat);
		to[n++].lon = expr_read_number(lon);
	}
	return n;
}

static size_t
collect_points(struct expr_run *r, const struct expr_op *op,
    const struct expr_value *arg, size_t count, struct point *to)
{
	struct expr_value v = EXPR_VALUE_INIT;
	size_t n = 0;

	(void)op;
	for (size_t i = 0; i < count; i++) {
		size_t nodes = arg[i].kind == EXPR_NODES ? arg[i].n : 1;

		for (size_t j = 0; j < nodes; j++) {
			char *s;

			if (arg[i].kind == EXPR_NODES)
				run_node(r, &arg[i], j, &v);
			s = run_text(r, arg[i].kind == EXPR_NODES ? &v :
			    &arg[i]);
			n = read_points(s, to, n);
			free(s);
		}
	}
	expr_value_done(&v);
	return n;
}

static double
haversine(const struct point *a, const struct point *b)
{
	double u = sin((b->lat - a->lat) * RADIAN / 2);
	double v = sin((b->lon - a->lon) * RADIAN / 2);
	double h = u * u + cos(a->lat * RADIAN) * cos(b->lat * RADIAN) * v * v;

	return 2 * EARTH_RADIUS * asin(fmin(1, sqrt(h)));
}

/* Shoelace on a plane laid at the first point: square metres. */
static double
polygon_area(const struct point *p, size_t n)
{
	double unit = 2 * EARTH_RADIUS * 3.14159265358979323846 / 360;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		const struct point *a = &p[i], *b = &p[(i + 1) % n];
		double xa = (a->lon - p->lon) * unit * cos(a->lat * RADIAN);
		double xb = (b->lon - p->lon) * unit * cos(b->lat * RADIAN);

		sum += (a->lat - p->lat) * unit * xb -
		    xa * (b->lat - p->lat) * unit;
	}
	return fabs(sum) / 2;
}

/* Are there points, and are all of them places? */
static bool
on_earth(const struct point *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(fabs(p[i].lat) <= 90 && fabs(p[i].lon) <= 180))
			return false;
	return n > 0;
}

static bool
fn_ground(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct point *p = xcalloc(MAX_POINTS, sizeof(*p));
	size_t n = collect_points(r, op, arg, op->n, p);
	double sum = 0;

	if (!on_earth(p, n)) {
		expr_set_number(out, NAN);
	} else if (strcmp(op->text, "distance") != 0) {
		expr_set_number(out, n < 3 ? 0 : polygon_area(p, n));
	} else {
		for (size_t i = 1; i < n; i++)
			sum += haversine(&p[i - 1], &p[i]);
		expr_set_number(out, sum);
	}
	free(p);
	return true;
}

/* geofence(point, polygon): is it inside?  Even-odd rule. */
static bool
fn_geofence(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct point *p = xcalloc(MAX_POINTS, sizeof(*p)), at;
	size_t n = collect_points(r, op, arg, 1, p);
	bool inside = false, ok = on_earth(p, n);

	at = p[0];
	n = collect_points(r, op, arg + 1, 1, p);
	ok = ok && n > 2 && on_earth(p, n);
	for (size_t i = 0, j = n - 1; i < n && ok; j = i++)
		if ((p[i].lat > at.lat) != (p[j].lat > at.lat) &&
		    at.lon < (p[j].lon - p[i].lon) * (at.lat - p[i].lat) /
		    (p[j].lat - p[i].lat) + p[i].lon)
			inside = !inside;
	expr_set_bool(out, inside);
	free(p);
	return ok || run_fail(r, op, ERR_EXPR_PLACE, op->text);
}

const struct expr_fn expr_fn_select[] = {
	{ "area", 1, FN_MAX, 0, fn_ground },
	{ "count-selected", 1, 1, 0, fn_selected_at },
	{ "distance", 1, FN_MAX, 0, fn_ground },
	{ "enclosed-area", 1, FN_MAX, 0, fn_ground },
	{ "geofence", 2, 2, 0, fn_geofence },
	{ "is-selected", 2, 2, 0, fn_selected },
	{ "jr:choice-name", 2, 2, FN_LAZY, fn_choice_name },
	{ "jr:itext", 1, 1, 0, fn_itext },
	{ "selected", 2, 2, 0, fn_selected },
	{ "selected-at", 2, 2, 0, fn_selected_at },
	{ NULL, 0, 0, 0, NULL },
};
