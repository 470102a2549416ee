/*
 * The worklist: each page against a plain search through all rows.
 */
#include "tests/t.h"
#include "tests/unit/store_clean.h"

#define CASES 300

static struct store *s;
static const struct journal *j;
static char *path;

struct plain {
	char stream[24], unit[8];
	const char *relation;
	bool waiting, final;
	int64_t due, opened, moved;
};

static struct plain rows[CASES * 2];
static size_t n_rows;

static const char *const relations[] = {
	"holder", "asked", "offered", "former",
};

static void
begin(uint64_t *r)
{
	fake_folder();
	path = fake_path("kho.tn");
	if (!store_create(path, "x", &fake_projector, FAKE_NOW, NULL))
		abort();
	s = store_open(path, &fake_projector, NULL, NULL);
	j = store_journal(s);
	store_set_ballast(s, 0);
	n_rows = 0;
	for (int i = 0; i < CASES; i++) {
		struct plain *a = &rows[n_rows], *b = &rows[n_rows + 1];
		char facts[300], id[16];
		struct event ev;

		*a = (struct plain){
			.relation = relations[fake_random(r) % 4],
			.waiting = fake_random(r) % 2,
			.final = fake_random(r) % 3 == 0,
			.due = fake_random(r) % 4 == 0 ? INT64_MAX :
			    (int64_t)(fake_random(r) % 40),
			.opened = FAKE_NOW + (int64_t)(fake_random(r) % 20),
		};
		a->moved = a->opened;
		snprintf(a->stream, sizeof(a->stream), "case-%d",
		    (int)(fake_random(r) % 900) * 1000 + i);
		snprintf(a->unit, sizeof(a->unit), "u%d",
		    (int)(fake_random(r) % 2));
		*b = *a;
		snprintf(b->unit, sizeof(b->unit), "v");
		b->relation = relations[fake_random(r) % 4];
		n_rows += 2;
		snprintf(facts, sizeof(facts), "{'waiting':%s,'final':%s,"
		    "'due':%lld,'work':{'%s':'%s','%s':'%s'}}",
		    a->waiting ? "true" : "false", a->final ? "true" : "false",
		    (long long)a->due, a->unit, a->relation, b->unit,
		    b->relation);
		ev = fake_event(a->stream, "note", facts);
		ev.at = a->opened;
		snprintf(id, sizeof(id), "op-%d", i);
		T_INT(fake_commit(j, id, &ev, 1, NULL, 0, NULL), COMMIT_DONE);
	}
}

static int64_t
key_of(const struct plain *p, int order)
{
	return order == 0 ? p->due : order == 1 ? p->opened : p->moved;
}

static bool
matches(const struct plain *p, const struct work_query *q)
{
	bool relation = q->n_relation == 0;

	for (size_t i = 0; i < q->n_relation; i++)
		relation = relation || strcmp(q->relation[i], p->relation) == 0;
	return relation && strcmp(p->unit, q->unit) == 0 &&
	    (q->waiting < 0 || q->waiting == p->waiting) &&
	    (q->final < 0 || q->final == p->final) &&
	    (!q->has_due_before || p->due < q->due_before);
}

static int sort_order, sort_sign;

static int
by_key(const void *a, const void *b)
{
	const struct plain *x = a, *y = b;
	int64_t kx = key_of(x, sort_order), ky = key_of(y, sort_order);

	if (kx != ky)
		return kx < ky ? -sort_sign : sort_sign;
	return sort_sign * strcmp(x->stream, y->stream);
}

/* Walks all pages of a query and compares. */
static void
walk(struct work_query *q)
{
	static struct plain want[CASES * 2];
	struct work_hit hit[7];
	size_t n_want = 0, at = 0, n;
	int64_t count;

	for (size_t i = 0; i < n_rows; i++)
		if (matches(&rows[i], q))
			want[n_want++] = rows[i];
	sort_order = q->order;
	sort_sign = q->descending ? -1 : 1;
	qsort(want, n_want, sizeof(*want), by_key);
	T_CHECK(j->work_count(j->ctx, q, &count, NULL));
	T_INT(count, n_want);
	q->limit = ARRAY_LEN(hit);
	q->has_after = false;
	do {
		T_CHECK(j->work(j->ctx, q, hit, &n, NULL));
		for (size_t i = 0; i < n && at < n_want; i++, at++) {
			T_STR(hit[i].stream, want[at].stream);
			T_STR(hit[i].row.relation, want[at].relation);
			T_INT(hit[i].row.waiting, want[at].waiting);
			T_INT(hit[i].row.final, want[at].final);
			T_INT(hit[i].row.due, want[at].due);
			T_INT(hit[i].key, key_of(&want[at], q->order));
		}
		if (n > 0) {
			q->has_after = true;
			q->after_key = hit[n - 1].key;
			memcpy(q->after_case, hit[n - 1].stream, STREAM_MAX);
		}
	} while (n == ARRAY_LEN(hit));
	T_INT(at, n_want);
}

static void
test_pages(void)
{
	uint64_t r = fake_seed();

	begin(&r);
	for (int i = 0; i < 240; i++) {
		struct work_query q = {
			.unit = i % 3 == 0 ? "v" : i % 3 == 1 ? "u0" : "u1",
			.n_relation = fake_random(&r) % 4,
			.waiting = (int)(fake_random(&r) % 3) - 1,
			.final = (int)(fake_random(&r) % 3) - 1,
			.has_due_before = fake_random(&r) % 3 == 0,
			.due_before = (int64_t)(fake_random(&r) % 50),
			.order = (int)(fake_random(&r) % 3),
			.descending = fake_random(&r) % 2,
		};

		/* now and then the same relation twice */
		for (size_t k = 0; k < q.n_relation; k++)
			q.relation[k] = relations[fake_random(&r) % 4];
		walk(&q);
	}
	store_close(s);
	free(path);
	fake_clean();
}

struct stands {
	size_t n, none;
	const char *unit;
};

static bool
see_stand(void *arg, const char *stream, const char *relation,
    int64_t last_seq)
{
	struct stands *st = arg;

	T_CHECK(last_seq == j->last_seq(j->ctx, stream));
	st->none += relation == NULL;
	for (size_t i = 0; relation != NULL && i < n_rows; i++)
		if (strcmp(rows[i].unit, st->unit) == 0 &&
		    strcmp(rows[i].stream, stream) == 0 &&
		    strcmp(rows[i].relation, relation) == 0)
			st->n++;
	return true;
}

/* All at first; later what has changed, of others too. */
static void
test_stands(void)
{
	uint64_t r = fake_seed();
	struct stands st = { 0, 0, "u0" };
	struct event ev;
	size_t want = 0;
	int64_t upto = 0;

	begin(&r);
	for (size_t i = 0; i < n_rows; i++)
		want += strcmp(rows[i].unit, "u0") == 0;
	T_CHECK(j->stands(j->ctx, "u0", 0, see_stand, &st, &upto, NULL));
	T_INT(st.n, want);
	T_INT(st.none, 0);
	T_INT(upto, CASES);
	st.n = 0;
	T_CHECK(j->stands(j->ctx, "u0", upto, see_stand, &st, &upto, NULL));
	T_INT(st.n + st.none, 0);
	ev = fake_event(rows[0].stream, "note", "{'work':{'w':'holder'}}");
	T_INT(fake_commit(j, "op-more", &ev, 1, NULL, 0, NULL), COMMIT_DONE);
	T_CHECK(j->stands(j->ctx, "u0", upto, see_stand, &st, &upto, NULL));
	T_INT(st.n, 0);
	T_INT(st.none, 1);
	T_INT(upto, CASES + 1);
	store_close(s);
	free(path);
	fake_clean();
}

static void
test_nothing(void)
{
	uint64_t r = 1;
	struct work_query q = {
		.unit = "' OR 1=1 --", .waiting = -1, .final = -1, .limit = 500,
	};
	struct work_hit hit[1];
	int64_t count;
	size_t n;

	begin(&r);
	T_CHECK(j->work(j->ctx, &q, hit, &n, NULL));
	T_INT(n, 0);
	T_CHECK(j->work_count(j->ctx, &q, &count, NULL));
	T_INT(count, 0);
	store_close(s);
	free(path);
	fake_clean();
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_pages);
	T_RUN(test_stands);
	T_RUN(test_nothing);
	return t_done();
}
