/* Functions: places on the ground, "lat lon altitude accuracy; ...". */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLANK " \t\r\n"
#define EARTH_RADIUS 6378100.0		/* metres, as JavaRosa takes it */
#define RADIAN 0.017453292519943295
#define MAX_POINTS 2000

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
	/* room for them all was made and cleared */
	r->steps += MAX_POINTS / 64;
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

/* On which side of a-b is c: left, right, or on the line. */
static int
side(const struct point *a, const struct point *b, const struct point *c)
{
	double v = (b->lat - a->lat) * (c->lon - a->lon) -
	    (b->lon - a->lon) * (c->lat - a->lat);

	return (v > 0) - (v < 0);
}

/* Is c, known to be on the line a-b, between the two? */
static bool
between(const struct point *a, const struct point *b, const struct point *c)
{
	return c->lat >= fmin(a->lat, b->lat) &&
	    c->lat <= fmax(a->lat, b->lat) &&
	    c->lon >= fmin(a->lon, b->lon) && c->lon <= fmax(a->lon, b->lon);
}

static bool
segments_meet(const struct point *a, const struct point *b,
    const struct point *c, const struct point *d)
{
	int c_at = side(a, b, c), d_at = side(a, b, d);
	int a_at = side(c, d, a), b_at = side(c, d, b);

	return (c_at != d_at && a_at != b_at) ||
	    (c_at == 0 && between(a, b, c)) ||
	    (d_at == 0 && between(a, b, d)) ||
	    (a_at == 0 && between(c, d, a)) || (b_at == 0 && between(c, d, b));
}

static bool
same_point(const struct point *a, const struct point *b)
{
	return a->lat == b->lat && a->lon == b->lon;
}

/* intersects(trace): does it cross itself?  Neighbours only share a point. */
static bool
fn_intersects(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct point *p = xcalloc(MAX_POINTS, sizeof(*p));
	size_t n = collect_points(r, op, arg, 1, p);
	bool closed = n > 2 && same_point(&p[0], &p[n - 1]);
	bool found = false, ok = true;

	if (!on_earth(p, n))
		n = 0;
	for (size_t i = 0; i + 1 < n && ok && !found; i++) {
		for (size_t j = i + 2; j + 1 < n && !found; j++)
			found = !(closed && i == 0 && j + 2 == n) &&
			    segments_meet(&p[i], &p[i + 1], &p[j], &p[j + 1]);
		r->steps += (long)(n / 16);
		ok = run_step(r);
	}
	free(p);
	expr_set_bool(out, found);
	return ok;
}

const struct expr_fn expr_fn_ground[] = {
	{ "area", 1, FN_MAX, 0, fn_ground },
	{ "distance", 1, FN_MAX, 0, fn_ground },
	{ "enclosed-area", 1, FN_MAX, 0, fn_ground },
	{ "geofence", 2, 2, 0, fn_geofence },
	{ "intersects", 1, 1, 0, fn_intersects },
	{ NULL, 0, 0, 0, NULL },
};
