/* Lists by day: what may be chosen, and what stays readable. */
#include "core/procedure/lists.h"
#include "tests/t.h"

static const char text[] =
    "# list: places\n"
    "# title_vi: Nơi thử\n"
    "# title_en: Test places\n"
    "# source: made up\n"
    "# source_date: 2026-01-01\n"
    "# licence: none\n"
    "# status: reported\n"
    "# rows: 3\n"
    "code\tvi\ten\tvalid_from\tvalid_to\n"
    "01\tXã Thử\tThu commune\t2025-07-01\t2026-08-31\n"
    "01\tPhường Thử\tThu ward\t2026-09-01\t\n"
    "02\tXã Cũ\tCu commune\t2020-01-01\t2025-06-30\n";

static const char *
label(const struct form_lists *f, size_t i)
{
	struct form_choice c;

	return f->at(f->ctx, "places", i, &c) ? c.vi : NULL;
}

static void
test_day(void)
{
	struct findings found = FINDINGS_INIT;
	struct lists *l = lists_new();
	const struct form_lists *f = lists_interface(l);
	struct form_choice c;
	day_t day;

	lists_add_table(l, "lists/places.tsv", text, sizeof(text) - 1, &found);
	if (found.n > 0) {
		struct str s = STR_INIT;

		err_text(&found.item[0], LANG_EN, true, &s);
		printf("# %s\n", str_text(&s));
		str_done(&s);
	}
	T_INT(found.n, 0);
	T_INT(f->count(f->ctx, "places"), 3);
	T_CHECK(day_parse("2026-03-02", &day));
	lists_set_day(l, day);
	T_INT(f->count(f->ctx, "places"), 1);
	T_STR(label(f, 0), "Xã Thử");
	T_CHECK(label(f, 1) == NULL);
	T_CHECK(f->find(f->ctx, "places", "01", &c));
	T_STR(c.vi, "Xã Thử");
	/* What has ended stays readable. */
	T_CHECK(f->find(f->ctx, "places", "02", &c));
	T_STR(c.vi, "Xã Cũ");
	T_CHECK(day_parse("2026-09-01", &day));
	lists_set_day(l, day);
	T_STR(label(f, 0), "Phường Thử");
	T_CHECK(f->find(f->ctx, "places", "01", &c));
	T_STR(c.vi, "Phường Thử");
	lists_free(l);
	findings_done(&found);
}

int
main(void)
{
	T_RUN(test_day);
	return t_done();
}
