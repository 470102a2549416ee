/* Samples, rows of the table, and what machine it was. */
#include "tests/bench/bench.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

void
samples_done(struct samples *s)
{
	free(s->value);
	*s = (struct samples)SAMPLES_INIT;
}

void
samples_add(struct samples *s, double value)
{
	s->value = xgrow(s->value, s->n, &s->cap, sizeof(*s->value));
	s->value[s->n++] = value;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double
samples_at(struct samples *s, double share)
{
	size_t at = (size_t)(share * (double)s->n);

	if (s->n == 0)
		return 0;
	qsort(s->value, s->n, sizeof(*s->value), by_value);
	return s->value[at < s->n ? at : s->n - 1];
}

double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- rows ---- */

static bool
within(const struct row *row)
{
	switch (row->want) {
	case WANT_MOST:
		return row->got <= row->target;
	case WANT_LEAST:
		return row->got >= row->target;
	case WANT_RATIO:
		return row->base > 0 && row->got / row->base <= row->target;
	case WANT_NOTHING:
		break;
	}
	return true;
}

static const char *
mark_of(const struct row *row)
{
	return row->want == WANT_NOTHING ? "-" : within(row) ? "ok" : "over";
}

/* Three figures where they say something, whole numbers where not. */
static void
number(char *out, size_t room, double v)
{
	if (v == floor(v) || v >= 1000)
		snprintf(out, room, "%.0f", v);
	else
		snprintf(out, room, v < 1 ? "%.3f" : v < 100 ? "%.2f" :
		    "%.1f", v);
}

static void
target_text(const struct row *row, char *out, size_t room)
{
	static const char *const sign[] = { "", "<= ", ">= ", "<= " };
	char n[32];

	number(n, sizeof(n), row->target);
	if (row->want == WANT_NOTHING)
		snprintf(out, room, "%s", "");
	else
		snprintf(out, room, "%s%s%s%s", sign[row->want], n,
		    row->want == WANT_RATIO ? "x" : " ",
		    row->want == WANT_RATIO ? "" : row->unit);
}

static void
print_row(const struct row *row)
{
	char got[64], base[48], ratio[48] = "", target[48], n[32];

	number(n, sizeof(n), row->got);
	snprintf(got, sizeof(got), "%s %s", n, row->unit);
	base[0] = '\0';
	if (row->base > 0) {
		number(n, sizeof(n), row->base);
		snprintf(base, sizeof(base), "%s", n);
		number(n, sizeof(n), row->got / row->base);
		snprintf(ratio, sizeof(ratio), "%sx", n);
	}
	target_text(row, target, sizeof(target));
	printf("%-46s %14s %9s %8s %14s %-5s %s\n", row->what, got, base,
	    ratio, target, mark_of(row),
	    row->base > 0 ? row->base_name : "");
	fflush(stdout);
}

static void
keep_row(struct report *r, const struct row *row)
{
	json_t *o = json_pack("{s:s,s:f,s:s,s:s}", "what", row->what,
	    "measured", row->got, "unit", row->unit, "result", mark_of(row));

	if (row->base > 0) {
		json_object_set_new(o, "baseline", json_real(row->base));
		json_object_set_new(o, "baseline_of",
		    json_string(row->base_name));
		json_object_set_new(o, "ratio",
		    json_real(row->got / row->base));
	}
	if (row->want != WANT_NOTHING) {
		json_object_set_new(o, "target", json_real(row->target));
		json_object_set_new(o, "target_is", json_string(
		    row->want == WANT_MOST ? "most" :
		    row->want == WANT_LEAST ? "least" : "ratio"));
	}
	json_array_append_new(json_object_get(r->rows, "rows"), o);
}

void
report_row(struct report *r, struct row row)
{
	r->over += !within(&row);
	if (r->json)
		keep_row(r, &row);
	else
		print_row(&row);
}

void
report_failed(struct report *r, const char *what, const char *why)
{
	r->failed++;
	if (r->json)
		json_array_append_new(json_object_get(r->rows, "failed"),
		    json_pack("{s:s,s:s}", "what", what, "why", why));
	else
		printf("%-46s did not work: %s\n", what, why);
	fflush(stdout);
}

/* ---- the machine ---- */

/* The first line of a file that begins so, without that. */
static void
line_of(const char *path, const char *begin, char *out, size_t room)
{
	char line[512];
	FILE *f = fopen(path, "r");

	snprintf(out, room, "not known");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		const char *at = line + strlen(begin);

		if (!str_starts(line, begin))
			continue;
		at += strspn(at, " \t:");
		snprintf(out, room, "%.*s", (int)strcspn(at, "\n"), at);
		break;
	}
	if (f != NULL)
		fclose(f);
}

/* The type of the file system that a folder lies on. */
static void
fs_type(const char *dir, char *out, size_t room)
{
	char line[1024], at[512], type[64], *real = realpath(dir, NULL);
	FILE *f = fopen("/proc/mounts", "r");
	size_t best = 0;

	snprintf(out, room, "not known");
	while (f != NULL && real != NULL &&
	    fgets(line, sizeof(line), f) != NULL) {
		size_t len;

		if (sscanf(line, "%*s %511s %63s", at, type) != 2)
			continue;
		len = strlen(at);
		if (len < best || !str_starts(real, at) ||
		    (len > 1 && real[len] != '/' && real[len] != '\0'))
			continue;
		best = len;
		snprintf(out, room, "%s", type);
	}
	if (f != NULL)
		fclose(f);
	free(real);
}

void
report_head(struct report *r, const char *dir, bool small)
{
	char cpu[256], fs[64], load[256], memory[256];
	struct utsname u;

	line_of("/proc/cpuinfo", "model name", cpu, sizeof(cpu));
	line_of("/proc/meminfo", "MemTotal", memory, sizeof(memory));
	line_of("/proc/loadavg", "", load, sizeof(load));
	fs_type(dir, fs, sizeof(fs));
	if (uname(&u) != 0)
		snprintf(u.release, sizeof(u.release), "not known");
	if (r->json) {
		r->rows = json_pack("{s:{s:s,s:i,s:s,s:s,s:s,s:s,s:s},s:b,"
		    "s:[],s:[]}", "machine", "cpu", cpu, "processors",
		    (int)sysconf(_SC_NPROCESSORS_ONLN), "memory", memory,
		    "kernel", u.release, "file_system", fs, "sqlite",
		    raw_sqlite_version(), "load", load, "small", small,
		    "rows", "failed");
		return;
	}
	printf("%s x %ld, %s, Linux %s, %s, SQLite %s\nload %s\n\n", cpu,
	    sysconf(_SC_NPROCESSORS_ONLN), memory, u.release, fs,
	    raw_sqlite_version(), load);
	printf("%-46s %14s %9s %8s %14s %-5s %s\n", "what", "measured",
	    "baseline", "ratio", "target", "", "baseline of");
	fflush(stdout);
}

int
report_end(struct report *r)
{
	if (r->json) {
		json_object_set_new(r->rows, "over", json_integer(r->over));
		json_dumpf(r->rows, stdout, JSON_INDENT(1) |
		    JSON_REAL_PRECISION(6));
		printf("\n");
		json_decref(r->rows);
	} else {
		printf("\n%d over target, %d did not work\n", r->over,
		    r->failed);
	}
	return r->failed > 0;
}
