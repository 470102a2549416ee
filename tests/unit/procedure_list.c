/*
 * Reference lists: the shipped ones as a whole, searching, validity; what is
 * refused stands in procedure_list_refuse.c.  TN_FORMS names the folder of forms/.
 */
#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "core/procedure/list.h"
#include "core/vietnamese/fold.h"
#include "tests/t.h"
#include "tests/unit/procedure_list_help.h"

#include <stdint.h>
#include <stdlib.h>

static void
print_findings(const struct findings *f)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < f->n && i < 5; i++) {
		str_clear(&s);
		err_text(&f->item[i], LANG_EN, true, &s);
		printf("# %s\n", str_text(&s));
	}
	str_done(&s);
}

static struct list *
load(const char *name)
{
	struct findings f = FINDINGS_INIT;
	size_t len;
	char *text = read_all(name, &len);
	struct list *l = list_load(name, text, len, &f);

	T_CHECK(l != NULL);
	print_findings(&f);
	findings_done(&f);
	free(text);
	return l;
}

static day_t
day(const char *s)
{
	day_t d = 0;

	T_CHECK(day_parse(s, &d));
	return d;
}

static size_t
count(const struct list *l, const char *col, const char *value, day_t at)
{
	const struct list_filter where = { col, value, at };
	const struct list_row *row = NULL;
	size_t n = 0;

	while ((row = list_next(l, row, &where)) != NULL)
		n++;
	return n;
}

/* Reference data §1, and the numbers the generator prints. */
static void
test_counts(void)
{
	static const struct {
		const char *day;
		size_t commune, ward;
	} known[] = {
		{ "2025-07-01", 2621, 687 },
		{ "2026-04-29", 2621, 687 },
		{ "2026-04-30", 2611, 697 },
		{ "2026-08-02", 2611, 697 },
		{ "2026-09-20", 2599, 709 },
	};
	struct list *p = load("provinces"), *c = load("communes");

	for (size_t i = 0; p != NULL && c != NULL && i < ARRAY_LEN(known);
	    i++) {
		day_t at = day(known[i].day);

		T_INT(count(p, NULL, NULL, at), 34);
		T_INT(count(c, NULL, NULL, at), 3321);
		T_INT(count(c, "kind", "commune", at), known[i].commune);
		T_INT(count(c, "kind", "ward", at), known[i].ward);
		T_INT(count(c, "kind", "special_zone", at), 13);
	}
	if (c != NULL) {
		T_INT(count(c, NULL, NULL, day("2025-06-30")), 0);
		T_INT(list_count(c), 3321 + 22);
		T_INT(count(c, "province", "01", day("2026-08-02")), 126);
		T_INT(count(c, "nowhere", "01", LIST_ANY_DAY), 0);
		T_INT(count(c, "province", NULL, LIST_ANY_DAY), 0);
	}
	list_free(p);
	list_free(c);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names that occur more than once, and accent-free twins in a province. */
static void
test_repeated_names(void)
{
	struct list *c = load("communes");
	const struct list_filter where = { NULL, NULL, day("2026-08-02") };
	const struct list_row *row = NULL;
	char *name[3400], *fold[3400];
	size_t n = 0, repeated = 0, twins = 0;
	struct str s = STR_INIT;

	while (c != NULL && (row = list_next(c, row, &where)) != NULL) {
		name[n] = xstrdup(list_label(c, row, LANG_VI));
		str_clear(&s);
		vn_fold(&s, name[n]);
		fold[n++] = xasprintf("%s %s", list_value(c, row, "province"),
		    str_text(&s));
	}
	qsort(name, n, sizeof(*name), by_text);
	qsort(fold, n, sizeof(*fold), by_text);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(name[i], name[i - 1]) == 0 &&
		    (i == 1 || strcmp(name[i], name[i - 2]) != 0))
			repeated++;
		twins += strcmp(fold[i], fold[i - 1]) == 0;
	}
	T_INT(n, 3321);
	T_INT(repeated, 245);
	T_INT(twins, 8);
	for (size_t i = 0; i < n; i++) {
		free(name[i]);
		free(fold[i]);
	}
	str_done(&s);
	list_free(c);
}

/* Whatever the officer types, both of a pair come, the typed one first. */
static void
test_twins_both_shown(void)
{
	static const struct {
		const char *province, *typed, *one, *two;
	} pair[] = {
		{ "19", "van lang", "Xã Văn Lang", "Xã Văn Lăng" },
		{ "31", "cam giang", "Xã Cẩm Giang", "Xã Cẩm Giàng" },
		{ "51", "son ha", "Xã Sơn Hà", "Xã Sơn Hạ" },
		{ "51", "ba to", "Xã Ba Tơ", "Xã Ba Tô" },
		{ "75", "loc thanh", "Xã Lộc Thạnh", "Xã Lộc Thành" },
		{ "79", "thanh an", "Xã Thanh An", "Xã Thạnh An" },
		{ "80", "tan thanh", "Xã Tân Thành", "Xã Tân Thạnh" },
		{ "82", "tan thanh", "Xã Tân Thành", "Xã Tân Thạnh" },
		/* Twins only without their first word. */
		{ "38", "dong tien", "Xã Đồng Tiến", "Phường Đông Tiến" },
		{ "82", "my tho", "Phường Mỹ Tho", "Xã Mỹ Thọ" },
	};
	struct list *c = load("communes");

	for (size_t i = 0; c != NULL && i < ARRAY_LEN(pair); i++) {
		const struct list_filter where = { "province",
		    pair[i].province, day("2026-10-01") };
		const char *full[2] = { pair[i].one, pair[i].two };
		const struct list_row *out[8];
		size_t one = 0, two = 0;
		size_t n = list_search(c, pair[i].typed, &where, out, 8);

		T_CHECK(n >= 2);
		for (size_t k = 0; k < 2 && k < n; k++) {
			const char *vi = list_label(c, out[k], LANG_VI);

			one += strcmp(vi, pair[i].one) == 0;
			two += strcmp(vi, pair[i].two) == 0;
		}
		T_INT(one, 1);
		T_INT(two, 1);
		for (size_t k = 0; k < 2; k++) {
			n = list_search(c, full[k], &where, out, 8);
			T_CHECK(n >= 1);
			if (n >= 1)
				T_STR(list_label(c, out[0], LANG_VI), full[k]);
			if (i < 8 && n >= 2)
				T_STR(list_label(c, out[1], LANG_VI),
				    full[1 - k]);
		}
	}
	list_free(c);
}

static void
check_first(const struct list *l, const char *typed,
    const struct list_filter *where, const char *want)
{
	const struct list_row *out[4];
	size_t n = list_search(l, typed, where, out, 4);

	if (n == 0)
		printf("# nothing for \"%s\"\n", typed);
	T_CHECK(n > 0);
	if (n > 0)
		T_STR(list_code(l, out[0]), want);
}

static void
test_search(void)
{
	struct list *c = load("communes"), *p = load("provinces");
	struct list *g = load("border_gates"), *k = load("countries");
	struct list *e = load("ethnic_groups");
	const struct list_filter now = { NULL, NULL, day("2026-10-01") };
	const struct list_filter hcm = { "province", "79", now.at };
	const struct list_filter dak_lak = { "province", "66", now.at };
	const struct list_row *out[4];

	if (c == NULL || p == NULL || g == NULL || k == NULL || e == NULL)
		return;
	/* Both styles of tone marks are one spelling; NFD is one too. */
	check_first(p, "thanh hoa", &now, "38");
	check_first(p, "Thanh Hoá", &now, "38");
	check_first(p, "thanh hóa", &now, "38");
	check_first(p, "Thanh Ho\xcc\x81" "a", &now, "38");
	check_first(p, "TỈNH CAO B", &now, "04");
	check_first(p, "ho chi minh", &now, "79");
	check_first(p, "quang ninh", &now, "22");
	check_first(p, "22", &now, "22");
	/* A first word may be typed or left out; one letter is enough. */
	check_first(c, "phuong an hoi tay", &hcm, "26882");
	check_first(c, "an hoi t", &hcm, "26882");
	check_first(c, "hoi tay", &hcm, "26882");
	check_first(c, "ea hleo", &dak_lak, "24184");
	check_first(c, "ea h'leo", &dak_lak, "24184");
	check_first(c, "26882", &now, "26882");
	/* A gate by the other side's name, a country by an old ISO code. */
	check_first(g, "bavet", &now, "moc_bai");
	check_first(g, "mong cai", &now, "mong_cai");
	check_first(g, "noi bai", &now, "noi_bai");
	check_first(k, "campu", &now, "KH");
	check_first(k, "cambodia", &now, "KH");
	check_first(k, "khm", &now, "KH");
	check_first(k, "dai loan", &now, "TW");
	check_first(e, "h'mong", &now, "08");
	/* The total is told even when there is no room. */
	T_INT(list_search(c, "tan tien", &now, out, 1) >= 7, 1);
	T_INT(list_search(c, "", &hcm, NULL, 0), 168);
	T_INT(list_search(c, NULL, &hcm, NULL, 0), 168);
	/* Nothing fits, only signs, bad bytes, far too long. */
	T_INT(list_search(c, "zzzz", &now, out, 4), 0);
	T_INT(list_search(c, "  --", &now, out, 4), 0);
	T_INT(list_search(c, "\xff\xfe", &now, out, 4), 0);
	{
		char *much = xmalloc(5001);

		memset(much, 'a', 5000);
		much[5000] = '\0';
		T_INT(list_search(c, much, &now, out, 4), 0);
		free(much);
	}
	list_free(c);
	list_free(p);
	list_free(g);
	list_free(k);
	list_free(e);
}

/* The codes that a search gives, in order, with commas; the caller's. */
static char *
codes(const struct list *l, const char *typed)
{
	const struct list_row *out[16];
	size_t n = list_search(l, typed, NULL, out, 16);
	struct str s = STR_INIT;

	for (size_t i = 0; i < n && i < 16; i++)
		str_printf(&s, "%s%s", i > 0 ? "," : "", list_code(l, out[i]));
	return str_steal(&s);
}

/* Each step of the order, on names made so that the alphabet says other. */
static void
test_order(void)
{
	static const char text[] = HEAD "# rows: 8\n# leading: Xã\n" COLS "\n"
	    "a\tXã Hóa An\tE1\t\t\n" "b\tXã Hòa An\tE2\t\t\n"
	    "c\tXã A Hòa An\tE3\t\t\n" "d\tXã Hòa An Bình\tE4\t\t\n"
	    "e\tXã Thanh An\tE5\t\t\n" "f\tXã Thạnh Bình\tE6\t\t\n"
	    "g\tEaleo\tE7\t\t\n" "h\tXã Choa Anh\tE8\t\t\n";
	static const struct { const char *typed, *codes; } want[] = {
		{ "hoa an", "a,b,d,c,h" },
		{ "Hoà An", "b,a,d,c,h" },
		{ "Hòa An", "b,a,d,c,h" },
		{ "HOÁ AN", "a,b,d,c,h" },
		{ "xã hoà an", "b,a,d" },
		{ "thanh", "e,f" },
		{ "Thạnh", "f,e" },
		{ "ea leo", "g" },
		{ "E7", "g" },
		{ "F", "f" },
		{ "h", "h,a,b,d,c" },
		{ "hoa\xff", "" },
	};
	struct findings f = FINDINGS_INIT;
	struct list *l = list_load("t", text, sizeof(text) - 1, &f);
	struct str far = STR_INIT;
	char *got;

	T_CHECK(l != NULL);
	print_findings(&f);
	for (size_t i = 0; l != NULL && i < ARRAY_LEN(want); i++) {
		got = codes(l, want[i].typed);
		T_STR(got, want[i].codes);
		free(got);
	}
	for (int i = 0; i < 500; i++)
		str_addc(&far, ' ');
	str_add(&far, "thanh");
	got = l != NULL ? codes(l, far.buf) : NULL;
	T_STR(got, "");
	free(got);
	str_done(&far);
	list_free(l);
	findings_done(&f);
}

/* Đồng Nai, 30 April 2026: the code stays, the name changes on the day. */
static void
test_validity(void)
{
	struct list *c = load("communes");
	const struct list_row *row;

	if (c == NULL)
		return;
	row = list_find_at(c, "26368", day("2026-04-29"));
	T_STR(row ? list_label(c, row, LANG_VI) : NULL, "Xã Long Thành");
	T_INT(row ? list_to(row) : 0, day("2026-04-29"));
	row = list_find_at(c, "26368", day("2026-04-30"));
	T_STR(row ? list_label(c, row, LANG_VI) : NULL, "Phường Long Thành");
	T_STR(row ? list_label(c, row, LANG_EN) : NULL, "Long Thành Ward");
	T_STR(row ? list_value(c, row, "province") : NULL, "75");
	T_INT(row ? list_to(row) : 0, INT32_MAX);
	T_CHECK(list_find(c, "26368") == row);
	T_CHECK(list_find_at(c, "26368", day("2025-06-30")) == NULL);
	T_CHECK(list_find(c, "99999") == NULL);
	T_CHECK(list_find(c, "") == NULL);
	T_CHECK(list_find(c, NULL) == NULL);
	T_CHECK(row != NULL && list_value(c, row, "nowhere") == NULL);
	T_STR(list_name(c), "communes");
	T_STR(list_head(c, "status"), "reported");
	T_CHECK(list_head(c, "nothing") == NULL);
	T_CHECK(list_at(c, list_count(c)) == NULL);
	list_free(c);
}

/* Each list by itself: every code finds itself, every name is NFC. */
static void
test_each_list(void)
{
	static const struct { const char *name; size_t rows; } all[] = {
		{ "provinces", 101 }, { "communes", 3343 },
		{ "border_gates", 78 }, { "countries", 253 },
		{ "ethnic_groups", 56 },
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct list *l = load(all[i].name);
		const struct list_row *row = NULL;

		if (l == NULL)
			continue;
		T_STR(list_name(l), all[i].name);
		T_INT(list_count(l), all[i].rows);
		while ((row = list_next(l, row, NULL)) != NULL) {
			const char *vi = list_label(l, row, LANG_VI);
			char *nfc = utf8_nfc(vi, strlen(vi));

			T_STR(nfc, vi);
			/* An open beginning is the word for any day. */
			T_CHECK(list_from(row) == LIST_ANY_DAY ||
			    list_find_at(l, list_code(l, row),
			    list_from(row)) == row);
			T_CHECK(list_find_at(l, list_code(l, row),
			    list_to(row)) == row);
			free(nfc);
		}
		list_free(l);
	}
}

/*
 * Before 1 July 2025 there were 63 provinces.  Their codes are never those
 * of today: 24 was Bắc Giang and is Bắc Ninh, so a record of before must not
 * be read in the table of now.
 */
static void
test_provinces_of_before(void)
{
	struct list *p = load("provinces");
	const struct list_row *row = NULL;
	day_t last = day("2025-06-30");

	if (p == NULL)
		return;
	T_INT(count(p, NULL, NULL, last), 63);
	T_INT(count(p, NULL, NULL, day("2024-12-31")), 63);
	T_STR(list_label(p, list_find_at(p, "024", last), LANG_VI),
	    "Tỉnh Bắc Giang");
	T_CHECK(list_find_at(p, "024", day("2025-07-01")) == NULL);
	T_CHECK(list_find_at(p, "24", last) == NULL);
	T_STR(list_label(p, list_find(p, "24"), LANG_VI), "Thành phố Bắc Ninh");
	T_STR(list_label(p, list_find_at(p, "046", day("2024-12-31")),
	    LANG_VI), "Tỉnh Thừa Thiên Huế");
	T_STR(list_label(p, list_find_at(p, "046", last), LANG_VI),
	    "Thành phố Huế");
	while ((row = list_next(p, row, NULL)) != NULL) {
		const char *to = list_value(p, row, "successor");
		bool before = strlen(list_code(p, row)) == 3;

		T_CHECK(before == (to[0] != '\0'));
		T_CHECK(!before || (list_to(row) <= last &&
		    list_find_at(p, to, day("2025-07-01")) != NULL));
	}
	list_free(p);
}

/* What one list says about another must be there. */
static void
test_references(void)
{
	struct list *p = load("provinces"), *c = load("communes");
	struct list *g = load("border_gates"), *k = load("countries");
	const struct list_row *row = NULL;

	if (p == NULL || c == NULL || g == NULL || k == NULL)
		return;
	while ((row = list_next(c, row, NULL)) != NULL)
		T_CHECK(list_find(p, list_value(c, row, "province")) != NULL);
	while ((row = list_next(g, row, NULL)) != NULL) {
		const char *in = list_value(g, row, "province");
		const char *to = list_value(g, row, "country");

		T_CHECK(in[0] == '\0' || list_find(p, in) != NULL);
		T_CHECK(to[0] == '\0' || list_find(k, to) != NULL);
	}
	T_INT(count(g, "class", "international", LIST_ANY_DAY), 29 + 14);
	T_INT(count(g, "mode", "rail", LIST_ANY_DAY), 2);
	T_CHECK(list_find(g, "other") != NULL);
	T_INT(count(k, "kind", "special", LIST_ANY_DAY), 4);
	T_STR(list_label(k, list_find(k, "KH"), LANG_VI), "Campuchia");
	T_STR(list_value(k, list_find(k, "KH"), "alpha3"), "KHM");
	list_free(p);
	list_free(c);
	list_free(g);
	list_free(k);
}

int
main(void)
{
	T_RUN(test_counts);
	T_RUN(test_repeated_names);
	T_RUN(test_twins_both_shown);
	T_RUN(test_search);
	T_RUN(test_order);
	T_RUN(test_validity);
	T_RUN(test_each_list);
	T_RUN(test_provinces_of_before);
	T_RUN(test_references);
	return t_done();
}
